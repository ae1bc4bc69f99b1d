"""Which words are Dutch, and how common: wordfreq's list, the lexicon, and their compounds.

A word is known when it is listed, when it is an inflection of a listed word, or when it is a
compound of listed words. The list holds names, English and some misspellings too; how common a
word is (the Zipf scale: log10 of how often it stands in a billion words) tells more than that it
is listed. Doesn't correct anything.
"""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

LEXICON = Path(__file__).resolve().parents[2] / "corpus" / "lexicon.tsv"
_TERM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
COMMON = 3.0  # Zipf: a word as common as this is spelled right
_LEXICON_ZIPF = 3.0  # how common a word of the lexicon is, in documents of the field
_LINKS = ("", "s", "en", "e", "n")
_ENDINGS = {"ën": "", "en": "", "s": "", "e": "", "n": "", "eerde": "eren", "eerd": "eren"}
_PARTICIPLE = re.compile(r"ge[ëïöü][^\W\d_]{3,}eerde?")  # of any verb in -eren: geïnnerveerd
_SHORT_PARTS = frozenset("rug nek arm bot been knie heup oog oor long hart huis werk zelf".split())
_LEAST_PART = 4  # letters of a compound's part
_COMMON_SHARE = 1e-7  # of running text that is this part: Zipf 2
_LONGEST = 60  # letters: what is longer is no word
_CLEAR_PART = 5  # the same, where a compound has to be beyond doubt
_CLEAR_SHARE = 1e-6  # Zipf 3


class KnownWords:
    """The words, in lower case. `frequencies` are shares of running text, as wordfreq has them."""

    def __init__(self, frequencies: Mapping[str, float], terms: Iterable[str]) -> None:
        self._frequencies = frequencies
        terms = list(terms)
        words = {word for term in terms for word in (term, *term.split("-"))}
        self._lexicon = {word.casefold() for word in words}
        self.acronyms = frozenset(word for word in words if len(word) > 1 and word.isupper())
        self.is_compound = lru_cache(maxsize=1 << 17)(self._is_compound)

    def zipf(self, word: str) -> float:
        """How common a word in lower case is: 0 for one that isn't listed, else 1 to 8."""
        zipf = self.in_general(word)
        return max(zipf, _LEXICON_ZIPF) if word in self._lexicon else zipf

    def in_general(self, word: str) -> float:
        """As `zipf`, without the lexicon, which holds spellings that people type too."""
        frequency = self._frequencies.get(word)
        return math.log10(frequency) + 9 if frequency else 0.0

    def __contains__(self, word: str) -> bool:
        """Is it listed, an inflection of a listed word, or a compound of common words?"""
        return self.lists(word) or self.is_compound(word)

    def lists(self, word: str) -> bool:
        """Is it listed, or an inflection of a listed word?"""
        return (
            self.has(word)
            or bool(_PARTICIPLE.fullmatch(word))
            or any(
                word.endswith(ending) and self.has(word.removesuffix(ending) + base)
                for ending, base in _ENDINGS.items()
                if len(word) - len(ending) >= _LEAST_PART
            )
        )

    def has(self, word: str) -> bool:
        """Is it listed as it stands?"""
        return word in self._frequencies or word in self._lexicon

    def is_clear_compound(self, word: str) -> bool:
        """Is it made of two words that are long and common?"""
        return any(
            self._is_clear(word[:cut].removesuffix("s")) and self._is_clear(word[cut:])
            for cut in range(_CLEAR_PART, len(word) - _CLEAR_PART + 1)
        )

    def _is_clear(self, piece: str) -> bool:
        return len(piece) >= _CLEAR_PART and self._is_used(piece, _CLEAR_SHARE)

    def _is_compound(self, word: str) -> bool:
        return (
            len(word) <= _LONGEST
            and word.isalpha()
            and any(
                self._is_head(word[:cut]) and self._is_tail(word[cut:])
                for cut in range(3, len(word) - _LEAST_PART + 1)
            )
        )

    def _is_tail(self, piece: str) -> bool:
        if self._is_part(piece):
            return True
        return len(piece) > 2 * _LEAST_PART and self.is_compound(piece)

    def _is_head(self, piece: str) -> bool:
        return any(
            piece.endswith(link) and self._is_part(piece.removesuffix(link)) for link in _LINKS
        )

    def _is_part(self, piece: str) -> bool:
        if len(piece) < _LEAST_PART and piece not in _SHORT_PARTS:
            return False
        return self._is_used(piece, _COMMON_SHARE)

    def _is_used(self, piece: str, share: float) -> bool:
        return self._frequencies.get(piece, 0.0) >= share or piece in self._lexicon


@cache
def load() -> KnownWords:
    """The words that ship: about 0.2 s at the first call, nothing after."""
    from wordfreq import get_frequency_dict

    terms = _TERM.findall(LEXICON.read_text(encoding="utf-8"))
    return KnownWords(get_frequency_dict("nl", wordlist="large"), terms)
