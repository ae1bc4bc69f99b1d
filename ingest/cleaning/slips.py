"""Rule 4: a word that OCR misread is mended where that makes an unknown word a known one.

Only by the tables of confusions below: an accent, a shape (ii for ij, rn for m), at most two in a
word, or one letter for another that looks like it. A name, a number and foreign text stay. Doesn't
correct spelling.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from ingest.cleaning.evidence import Evidence
from ingest.cleaning.hyphens import TREMA
from ingest.cleaning.known_words import COMMON, KnownWords
from ingest.schema import Mend

_LETTERS = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"(?=[A-Z]*l)(?=l*[A-Z])[A-Zl]{2,6}")
_ACCENTS = (("é", "ë"), ("è", "ë"), ("ê", "ë"), ("í", "ï"), ("ì", "ï"), ("î", "ï"))
_LOST_ACCENTS = tuple(  # a diaeresis stands behind a vowel
    (vowel + plain, vowel + letter) for vowel in "aeiou" for plain, letter in TREMA.items()
)
_SHAPES = (
    ("ii", "ij"), ("lj", "ij"), ("rn", "m"), ("m", "rn"), ("l", "i"), ("i", "l"), ("j", "i"),
    ("vv", "w"), ("cl", "d"), ("d", "cl"), ("í", "i"), ("ì", "i"),
)  # fmt: skip
_CAPITAL_I = (("I", "l"), ("I", "i"))
_LOOKALIKES = (
    ("c", "e"), ("e", "c"), ("o", "c"), ("c", "o"), ("o", "b"), ("b", "h"),
    ("h", "b"), ("n", "u"), ("u", "n"), ("f", "t"), ("t", "f"), ("l", "t"), ("t", "l"),
    ("ri", "n"), ("n", "ri"), ("in", "m"), ("m", "in"), ("ni", "m"), ("li", "h"),
)  # fmt: skip
_DIGITS = (("1", "l"), ("1", "i"), ("0", "o"))
_DUTCH = frozenset(
    "de het een van en is dat niet met voor op te zijn bij door wordt aan ook als naar worden er "
    "uit deze kan kunnen geen of om tot dan".split()
)
_ENGLISH = frozenset(
    "the of and to with for was were that are by from this which as an or has have been".split()
)
_LONGEST = 50  # letters: a longer word is no word
_MOST = 20_000  # unknown words of one document that are looked at; more is no language

Confusions = tuple[tuple[str, str], ...]


class Slips:
    """The slips of a document, found word by word."""

    def __init__(self, known: KnownWords, evidence: Evidence) -> None:
        self._known = known
        self._counts = evidence.counts
        self._looked_at = 0
        self.mended = lru_cache(maxsize=1 << 16)(self._mended)

    def mends(self, string: str) -> list[Mend]:
        """The slips of a block."""
        words = set(_LETTERS.findall(string))
        slips = {word: now for word in words if (now := self.mended(word)) != word}
        if not slips or not _is_dutch(string):
            return []
        return [
            Mend(match.start(), match.group(), slips[match.group()])
            for match in _LETTERS.finditer(string)
            if match.group() in slips and not _in_address(string, *match.span())
        ]

    def _mended(self, word: str) -> str:
        """The word without its slips; the word itself where it has none."""
        if self._known.has(word):
            return word
        if _ACRONYM.fullmatch(word):
            return self._acronym(word)
        odd, is_name = word.lower(), word[0].isupper()
        has_capital_i = not is_name and "I" in word and word.replace("I", "").islower()
        plain = word[1:].islower() or has_capital_i
        if not 4 <= len(word) <= _LONGEST or not plain or self._looked_at >= _MOST:
            return word
        if not has_capital_i and odd in self._known:
            return word
        self._looked_at += 1
        if not word.isalpha():
            return self._misread_digit(word)
        if has_capital_i:
            return self._best(_twice(word, _CAPITAL_I), self._is_common) or word
        now = self._misread(odd, is_name)
        return now[0].upper() + now[1:] if is_name else now

    def _misread(self, odd: str, is_name: bool) -> str:
        known = self._known
        accents = _twice(odd, _ACCENTS) + _twice(odd, _LOST_ACCENTS)
        now = self._best(accents, lambda word: word in known or self._counts[word] > 0)
        if now or is_name:
            return now or odd
        if len(odd) > 4:
            now = self._best(_twice(odd, _SHAPES + _ACCENTS), self._is_common)
        if not now and len(odd) > 5:  # not at the ends, where other languages differ by a letter
            inner = [odd[0] + word + odd[-1] for word in _once(odd[1:-1], _LOOKALIKES)]
            now = self._best(inner, self._is_surely_meant)
        return now or odd

    def _is_common(self, word: str) -> bool:
        return (
            self._known.zipf(word) >= 2.5
            or self._counts[word] > 1
            or self._known.is_clear_compound(word)
        )

    def _is_surely_meant(self, word: str) -> bool:
        return self._known.zipf(word) >= COMMON or self._counts[word] > 1

    def _best(self, words: list[str], fits: Callable[[str], bool]) -> str:
        """The most common of the words that fit; none where another is about as common."""
        fitting = sorted({word for word in words if fits(word)}, key=self._weight, reverse=True)
        if not fitting:
            return ""
        best, *others = fitting
        clear = all(self._weight(best) > self._weight(other) + 1 for other in others)
        return best if clear else ""

    def _weight(self, word: str) -> float:
        return self._known.zipf(word) + min(self._counts[word], 3)

    def _acronym(self, word: str) -> str:
        """MRl is MRI where MRI is an abbreviation of the field, or stands in the document."""
        now = word.replace("l", "I")
        is_word = word.istitle() and self._known.zipf(word.lower()) >= COMMON
        seen = now in self._known.acronyms or self._counts[now.lower()] > 0
        return now if seen and not is_word else word

    def _misread_digit(self, word: str) -> str:
        """A 1 or 0 between the letters of a word."""
        if not re.fullmatch(r"[^\W\d_]{2,}[01][^\W\d_]{2,}", word):
            return word
        return self._best(_once(word, _DIGITS), self._is_common) or word


def _once(word: str, table: Confusions) -> list[str]:
    """Every word that one confusion of the table makes of a word.

    >>> _once("richtliinen", (("ii", "ij"), ("rn", "m")))
    ['richtlijnen']
    """
    return [
        word[: found.start()] + now + word[found.end() :]
        for was, now in table
        if was in word
        for found in re.finditer(was, word)
    ]


def _twice(word: str, table: Confusions) -> list[str]:
    """Every word that one or two confusions of the table make of a word."""
    once = _once(word, table)
    return once + [variant for first in once for variant in _once(first, table) if variant != word]


def _in_address(string: str, start: int, end: int) -> bool:
    """Does the word stand in an e-mail address, a URL or a file name?"""
    before, after = string[max(0, start - 2) : start], string[end : end + 2]
    return (
        before[-1:] in ("@", "_", "/")
        or after[:1] in ("@", "_")
        or (before[-1:] == "." and before[:1].isalnum())
        or (after[:1] == "." and after[1:].isalnum())
    )


def _is_dutch(string: str) -> bool:
    """Is this no other language, by its little words?"""
    words = Counter(_LETTERS.findall(string.lower()))
    dutch = sum(words[word] for word in _DUTCH)
    english = sum(words[word] for word in _ENGLISH)
    return dutch >= english and (dutch > 0 or words.total() < 15)
