"""Text whose every character knows where it was read.

A `Text` is a string and, for each of its characters, a place: the page of the file and the
character on that page. Cleaning works by edits, so that the places survive it; `Origins` is the
same knowledge in few numbers, for keeping. Doesn't know what any rule of cleaning is for.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_PAGE = 1 << 32
_NOWHERE = -1  # the place of a character that no page holds, put in between two blocks


class Place(NamedTuple):
    """Where a character was read: the page, and which character (from 0) of that page it is.

    Pages count from 1; a format without pages has page 0.
    """

    page: int
    character: int


class Edit(NamedTuple):
    """Put `new` in the place of text[start:end]."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A string and the place of each character: `places` is of shape (len(string),)."""

    string: str
    places: NDArray[np.int64]

    @classmethod
    def read(cls, string: str, page: int = 0) -> "Text":
        """The text of a whole page, or of a file without pages."""
        return cls(string, page * _PAGE + np.arange(len(string), dtype=np.int64))

    @classmethod
    def put(cls, string: str) -> "Text":
        """Text that stands on no page."""
        return cls(string, np.full(len(string), _NOWHERE, dtype=np.int64))

    @classmethod
    def join(cls, separator: str, texts: Iterable["Text"]) -> "Text":
        """The texts with a separator between them that stands on no page."""
        texts = list(texts)
        gap = cls.put(separator).places
        parts = [part for text in texts for part in (gap, text.places)][1:]
        places = np.concatenate(parts) if parts else gap[:0]
        return cls(separator.join(text.string for text in texts), places)

    def __len__(self) -> int:
        return len(self.string)

    def __str__(self) -> str:
        return self.string

    def __getitem__(self, span: slice) -> "Text":
        return Text(self.string[span], self.places[span])

    def place(self, offset: int) -> Place | None:
        """Where a character was read; None for one that was put in."""
        place = int(self.places[offset])
        return None if place == _NOWHERE else Place(*divmod(place, _PAGE))

    def edited(self, edits: Sequence[Edit]) -> "Text":
        """The text with every edit made; they are in order and don't overlap.

        What takes the place of as many characters is read where those were; what takes the place
        of more or fewer (a ligature, a mended slip), where the first of them was.

        >>> Text.read("de ziekt\\nelast").edited([Edit(8, 9, "")]).string
        'de ziektelast'
        """
        if not edits:
            return self
        strings: list[str] = []
        places: list[NDArray[np.int64]] = []
        at = 0
        for start, end, new in edits:
            strings += [self.string[at:start], new]
            places += [self.places[at:start], self._places_of(start, end, len(new))]
            at = end
        return Text(
            "".join([*strings, self.string[at:]]), np.concatenate([*places, self.places[at:]])
        )

    def sub(self, pattern: re.Pattern[str], new: str) -> "Text":
        """As re.sub, for a replacement that is no template."""
        return self.edited([Edit(*m.span(), new) for m in pattern.finditer(self.string)])

    def strip(self) -> "Text":
        """The text without white space around it."""
        start = len(self.string) - len(self.string.lstrip())
        return self[start : max(start, len(self.string.rstrip()))]

    def split(self, pattern: re.Pattern[str]) -> list["Text"]:
        """The pieces between the matches of a pattern."""
        found = [match.span() for match in pattern.finditer(self.string)]
        starts = [0, *(end for _, end in found)]
        ends = [*(start for start, _ in found), len(self.string)]
        return [self[start:end] for start, end in zip(starts, ends, strict=True)]

    def _places_of(self, start: int, end: int, length: int) -> NDArray[np.int64]:
        if length == end - start:
            return self.places[start:end]
        first = self.places[start] if start < end else _NOWHERE
        return np.full(length, first, dtype=np.int64)


class Origins:
    """The places of a text's characters, as runs that were read in one go.

    `runs` is of shape (number of runs, 3): the offset where a run starts, its page and the
    character on it; page -1 for characters that were put in.
    """

    def __init__(self, runs: NDArray[np.int32]) -> None:
        self.runs = runs

    @classmethod
    def of(cls, text: Text) -> "Origins":
        """The runs of a text."""
        places = text.places
        before = places[:-1]
        goes_on = (places[1:] == before + 1) & (before != _NOWHERE)
        goes_on |= (places[1:] == _NOWHERE) & (before == _NOWHERE)
        starts = np.flatnonzero(np.concatenate([np.ones(min(len(places), 1), bool), ~goes_on]))
        pages, characters = np.divmod(places[starts], _PAGE)
        return cls(np.stack([starts, pages, characters], axis=1).astype(np.int32))

    @classmethod
    def unpack(cls, packed: bytes) -> "Origins":
        """What `pack` made, again."""
        return cls(np.frombuffer(packed, dtype="<i4").reshape(-1, 3))

    def pack(self) -> bytes:
        """The runs as bytes."""
        return self.runs.astype("<i4").tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origins) and np.array_equal(self.runs, other.runs)

    __hash__ = None  # type: ignore[assignment]

    def at(self, offset: int) -> Place | None:
        """Where the character at an offset was read; None for one that was put in."""
        row = bisect_right(self._starts, offset) - 1
        if row < 0 or self.runs[row, 1] < 0:
            return None
        start, page, character = map(int, self.runs[row])
        return Place(page, character + offset - start)

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) that holds the first read character from `offset`; None without."""
        row = max(bisect_right(self._starts, offset) - 1, 0)
        pages = self.runs[row : row + 2, 1]
        return next((int(page) for page in pages if page > 0), None)

    def spans(self, start: int, end: int) -> list[tuple[Place, int]]:
        """Where text[start:end] was read: the first place and the length of each run."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        found = []
        for row in range(first, len(self.runs)):
            run, page, character = map(int, self.runs[row])
            if run >= end:
                break
            stop = self._starts[row + 1] if row + 1 < len(self.runs) else end
            low, high = max(run, start), min(stop, end)
            if page >= 0 and low < high:
                found.append((Place(page, character + low - run), high - low))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self.runs[:, 0].tolist()
        return starts
