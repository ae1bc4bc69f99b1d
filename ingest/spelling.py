"""Which terms of an index are spelt like a word: slips, other spellings, parts of compounds.

Two words are as alike as the character n-grams that they share (Dice's coefficient over 3- and
4-grams, with the ends marked). Knows nothing of Dutch.
"""

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GRAMS = (3, 4)
SHORTEST = 4  # letters of a word that is compared
LONGEST = 40  # letters of a word that count
ALIKE = 0.35  # the least that two words are alike
MOST = 6  # words for one
_BASE = 1 << 16  # four characters fill a code; rarer ones share


class Alike(NamedTuple):
    """A term, and how much it is like the word, in [0, 1]."""

    term: str
    likeness: float


class Spelling:
    """The terms of an index by their n-grams; `similar` serves many threads."""

    def __init__(self, terms: Iterable[str]) -> None:
        spelt = [t for t in terms if len(t) >= SHORTEST and t[:1].isalpha()]
        codes, rows = _grams(spelt)
        order = np.argsort(codes, kind="stable")
        sizes = np.bincount(rows, minlength=len(spelt))
        table = _Table(spelt, codes[order], rows[order], sizes)
        self.similar = lru_cache(maxsize=1 << 14)(partial(_similar, table))


class _Table(NamedTuple):
    """Terms; each n-gram, in order, and the row of its term; how many n-grams each term has."""

    terms: list[str]
    codes: NDArray[np.uint64]
    rows: NDArray[np.int64]
    sizes: NDArray[np.int64]


def _similar(table: _Table, word: str) -> tuple[Alike, ...]:
    """The terms most like the word, most first; the word itself is left out."""
    if len(word) < SHORTEST or not table.terms:
        return ()
    codes, _ = _grams([word])
    starts = np.searchsorted(table.codes, codes, side="left")
    ends = np.searchsorted(table.codes, codes, side="right")
    spans = [table.rows[start:end] for start, end in zip(starts, ends, strict=True)]
    shared = np.bincount(np.concatenate(spans), minlength=len(table.terms))
    likeness = 2 * shared / (len(codes) + table.sizes)
    near = np.flatnonzero(likeness >= ALIKE)
    best = near[np.argsort(-likeness[near], kind="stable")][: MOST + 1]
    found = (Alike(table.terms[row], float(likeness[row])) for row in best)
    return tuple(alike for alike in found if alike.term != word)[:MOST]


def _grams(words: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """A code for each n-gram of the words, and the row of its word; both of shape (n-grams,)."""
    marked = np.array([f"<{word[:LONGEST]}>" for word in words] or ["<>"])
    letters = marked.view(np.uint32).reshape(len(marked), -1).astype(np.uint64) % _BASE
    codes, rows = [], []
    for size in GRAMS:
        width = letters.shape[1] - size + 1
        if width < 1:
            continue
        code = np.zeros((len(marked), width), dtype=np.uint64)
        for at in range(size):
            code = code * np.uint64(_BASE) + letters[:, at : at + width]
        whole = letters[:, size - 1 :] > 0  # not past the word's end
        codes.append(code[whole])
        rows.append(np.nonzero(whole)[0])
    if not codes:
        return np.array([], dtype=np.uint64), np.array([], dtype=np.int64)
    found = np.stack([np.concatenate(rows).astype(np.uint64), np.concatenate(codes)])
    once = np.unique(found, axis=1)  # an n-gram that repeats in a word counts once
    return once[1], once[0].astype(np.int64)
