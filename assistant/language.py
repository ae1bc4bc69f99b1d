"""Is a text Dutch, or another language of the West? By how common its words are in each.

Doesn't tell which other language it is, and leaves short texts, which may be names, alone.
"""

import math
from functools import cache

from ingest.dutch import fold, words

OTHERS = ("en", "de", "fr", "es")  # what is none of these resembles one of them more than Dutch
LEAST_WORDS = 4
MARGIN = 0.25  # Zipf: a Dutch sentence full of English terms stays Dutch


def is_dutch(text: str) -> bool:
    """Are its words, on average, about as common in Dutch as in any other language, or more?

    Texts under LEAST_WORDS words are taken for Dutch; those without Latin letters are not.

    >>> is_dutch("De SLR is niet aanbevolen."), is_dutch("The SLR is not recommended.")
    (True, False)
    """
    if sum(char.isalpha() and ord(char) > 0x24F for char in text) > len(text) / 2:
        return False
    spoken = [word for word in words(text) if word.isalpha()]
    if len(spoken) < LEAST_WORDS:
        return True
    return _common(spoken, "nl") + MARGIN >= max(_common(spoken, other) for other in OTHERS)


def _common(spoken: list[str], language: str) -> float:
    """How common the words are, on average, on the scale of Zipf."""
    listed = _zipfs(language)
    return math.fsum(listed.get(word, 0.0) for word in spoken) / len(spoken)


@cache
def _zipfs(language: str) -> dict[str, float]:
    """The common words of a language, folded; some 30,000, read in 0.03 s."""
    import wordfreq  # here: who has no language model needn't wait for it

    zipfs: dict[str, float] = {}
    lists = wordfreq.read_cBpack(wordfreq.available_languages("small")[language])
    for centibels, listed in enumerate(lists):
        for word in listed:
            zipfs.setdefault(fold(word), 9 - centibels / 100)
    return zipfs
