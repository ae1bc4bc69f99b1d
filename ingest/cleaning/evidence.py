"""What a document as a whole tells of itself: its words, and how it refers to its sources.

Doesn't decide anything: the rules do, and weigh this against the words of the language.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from ingest.schema import Block

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_BROKEN = re.compile(r"(?<!\S)\S*-[ \t]*\n\s*\S*")
_LINE_LAST = re.compile(r"(?<!\S)\S+(?=\n)")
_SPACED = re.compile(r"(?<=\w-)[ \t]+\n")
_MARKED = re.compile(  # "pijn.2,18 Een", "interventie19,21 en"
    r"[1-9](?<=[^\W\d_]{2}[.)][1-9])\d{0,2}(?:[,–-][1-9]\d{0,2}){0,40}(?=\s+[A-ZÀ-Ý]|\s*\Z)"
    r"|[1-9](?<=[^\W\d_]{4}[1-9])\d{0,2}(?:,[1-9]\d{0,2}){1,40}(?=[\s.])"
)
_CITED = re.compile(r"\([^()\n]{0,80}\b(?:19|20)\d\d[a-z]?\)")  # "(Jansen, 2015)"
_BRACKETED = re.compile(r"\[(?<=[^\W\d_][ .]\[)\d{1,3}(?:[,–-] ?\d{1,3}){0,40}\]")
_ENTRY = re.compile(r"\s*\[?([1-9]\d{0,2})[.\])]")  # how an entry of a reference list begins
_LEAST_ENTRIES = 5  # of a numbered list of references
_LEAST_CITED = 5  # names with a year, in a document that refers so
_LEAST_MARKED = 3  # words with a number glued to them, in a document that refers so


class Evidence:
    """What the blocks of a document tell.

    `counts` says how often each word stands there in lower case, hyphened words also by their
    parts; `whole` without those parts. `last_entry` is the highest number of the reference list, 0
    where it has none; `brackets` counts marks like [3].
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        strings = [block.text.string for block in blocks]
        self._lines = [string for string in strings if "\n" in string]
        self.whole = _words(strings)
        self.counts = _with_parts(self.whole)
        prose = [block.text.string for block in blocks if block.kind != "reference"]
        entries = [block.text.string for block in blocks if block.kind == "reference"]
        labels = [int(found.group(1)) for entry in entries if (found := _ENTRY.match(entry))]
        self.last_entry = max(labels) if len(labels) >= _LEAST_ENTRIES else 0
        self.brackets = _count(_BRACKETED, prose)
        marked, cited = _count(_MARKED, prose), _count(_CITED, prose)
        self.cites_authors = cited >= _LEAST_CITED and marked < cited
        self.has_marks = not self.cites_authors and (marked >= _LEAST_MARKED or self.last_entry > 0)

    @cached_property
    def types_spaces(self) -> bool:
        """Does a space between a hyphen and a line end say that the hyphen was typed?

        Not where most of those hyphens have one: then every line ends in a space.
        """
        bare = sum(string.count("-\n") for string in self._lines)
        return bare > _count(_SPACED, self._lines)

    @cached_property
    def line_ends(self) -> Counter[str]:
        """How often each word stands last on a line that a block goes on after."""
        return Counter(
            word.lower() for string in self._lines for word in _LINE_LAST.findall(string)
        )

    @cached_property
    def prefixes(self) -> Counter[str]:
        """With how many words each first part is joined by a hyphen."""
        return Counter(word.split("-")[0] for word in self.counts if "-" in word)

    def has_start(self, start: str) -> bool:
        """Does a word (or what follows a hyphen in one) start so?"""
        at = bisect_left(self._sorted, start)
        return at < len(self._sorted) and self._sorted[at].startswith(start)

    @cached_property
    def _sorted(self) -> list[str]:
        words = set(self.counts)
        for word in self.whole:
            if word.count("-") > 1:
                parts = word.split("-")
                words.update("-".join(parts[at:]) for at in range(1, len(parts[:20]) - 1))
        return sorted(words)


def _words(strings: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for string in strings:
        unbroken = _BROKEN.sub(" ", string) if "-" in string and "\n" in string else string
        counts.update(_WORD.findall(unbroken.lower()))
    return counts


def _with_parts(whole: Counter[str]) -> Counter[str]:
    counts = whole.copy()
    for word, count in whole.items():
        if "-" in word:
            for part in set(word.split("-")):
                counts[part] += count
    return counts


def _count(pattern: re.Pattern[str], strings: list[str]) -> int:
    return sum(len(pattern.findall(string)) for string in strings)
