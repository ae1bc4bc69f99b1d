"""How a text is written: how wide, whether wrapped, with which words, lists and speakers.

What one line means depends on the others: "2. Beleid" opens an item where a "1." or "3." stands
near. Doesn't put lines together: that is `pieces`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pasted import shapes
from ingest.readers.pasted.lines import Line

UNWRAPPED = 200  # characters: a longer line isn't wrapped, so each line is a paragraph
ROOM = 0.9  # of the width: where the next word would have fitted in it, the line end is meant
_WORD = re.compile(r"[^\W\d_]+")
_SPEAKER = re.compile(r"[A-ZÀ-Þ][\w.’ -]{0,28}:(?=\s\S)")
_MARK = re.compile(r"[^\W\d_]{2}[.,;:)]?(\d{1,2})(?=[\s.,;]|\Z)")


@dataclass(slots=True)
class Manner:
    """How a text is written: how wide, whether wrapped, its words and how its lists are marked."""

    width: int
    wrapped: bool
    words: frozenset[str]
    speakers: frozenset[str]
    numbered: frozenset[int]  # id() of lines that count
    marks: frozenset[str]  # numbers that stand behind words, as the marks of notes
    starred: bool  # is "*" a bullet: do two lines have it?

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Manner":
        """What the lines have in common."""
        sizes = sorted(len(line.string) for line in lines if shapes.is_prose(line.string))
        long = sum(size for size in sizes if size > UNWRAPPED)
        return cls(
            width=sizes[len(sizes) * 8 // 10] if sizes else 80,
            wrapped=2 * long < sum(sizes) or not sizes,
            words=frozenset(
                word for line in lines for word in _WORD.findall(line.string) if word.islower()
            ),
            speakers=_speakers(lines),
            numbered=_numbered(lines),
            marks=frozenset(mark for line in lines for mark in _MARK.findall(line.string)),
            starred=sum(line.string.startswith("* ") for line in lines) > 1,
        )

    def opens(self, text: str) -> bool:
        """Does it start with a capital that only the start of a sentence explains?"""
        match = _WORD.match(text.lstrip("(“‘'\""))
        if match is None or not match.group()[0].isupper():
            return False
        word = match.group().casefold()
        return word in shapes.SMALL or word in self.words

    def is_bullet(self, line: Line, before: Line | None) -> bool:
        """Does an item start here, and not a dash or number amid a sentence?"""
        if shapes.NUMBER.match(line.string) or shapes.LETTER.match(line.string):
            return id(line) in self.numbered
        mark = shapes.BULLET.match(line.string)
        if mark is None or (line.string[0] == "*" and not self.starred):
            return False
        if before is None or line.gap or line.string[0] not in "–—-*" or alike(before, line):
            return True
        flows = shapes.is_prose(before.string) and not shapes.ends(before.string)
        return not (
            flows and not before.string.endswith((":", ";")) and not self.has_room(before, line)
        )

    def is_spoken(self, line: Line) -> bool:
        """Does a turn of a speaker, or a labelled line, start here?"""
        match = _SPEAKER.match(line.string)
        spoken = match is not None and match.group() in self.speakers
        return spoken and not shapes.is_statistic(line.string)

    def has_room(self, line: Line, following: Line, width: int = 0) -> bool:
        """Would the first word of the next line have fitted on this one?"""
        word = following.string.split(None, 1)[0]
        return len(line.string) + 1 + len(word) <= ROOM * (width or self.width)


def alike(one: Line, other: Line) -> bool:
    """Do two lines open with the same mark?"""
    return one.string[:2] == other.string[:2]


def _speakers(lines: Sequence[Line]) -> frozenset[str]:
    """Labels with a colon that open lines more than once, or in a row of such lines."""
    found: Counter[str] = Counter()
    row: list[str] = []
    rows: set[str] = set()
    for line in lines:
        label = _SPEAKER.match(line.string)
        row = [] if label is None else [*(row if not line.gap else []), label.group()]
        found.update(row[-1:])
        rows |= set(row if len(row) > 2 else [])
    return frozenset(label for label, count in found.items() if count > 1) | rows


def count(text: str) -> int | None:
    """What number opens a line; letters count from 101, so that "a)" is none after "100.".

    >>> [count(text) for text in ("2. Rust", "(3) Warmte", "b) IJs", "Rust")]
    [2, 3, 102, None]
    """
    if letter := shapes.LETTER.match(text):
        return 101 + ord(letter.group("letter")) - ord("a")
    number = shapes.NUMBER.match(text)
    return int(number.group("a") or number.group("b")) if number else None


def _numbered(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that open with a number that the next or the last such line goes on from."""
    found: set[int] = set()
    last: tuple[int, Line] | None = None
    for line in lines:
        number = count(line.string)
        if number is None:
            continue
        if last is not None and number == last[0] + 1:
            found |= {id(line), id(last[1])}
        last = (number, line)
    return frozenset(found)
