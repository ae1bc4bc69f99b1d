"""What travels on the ingest side: blocks, as a reader finds them -> document -> passage.

All spans are half-open character offsets [start, end) into the document's cleaned text.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.text import Origins, Text

BlockKind = Literal[
    "heading", "place", "paragraph", "item", "row", "caption", "figure", "note", "reference"
]
Kind = Literal["prose", "list", "table", "figure", "reference"]


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document's origin. What isn't known is empty, never invented."""

    title: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    year: int | None = None
    doi: str = ""
    kind: str = ""
    population: str = ""


class Mark(NamedTuple):
    """A reference mark that stood at offset `at`, right after what it belongs to: "2,18"."""

    at: int
    numbers: str


class Mend(NamedTuple):
    """A slip of OCR that was mended: the word now at offset `at`, and what it was."""

    at: int
    was: str
    now: str


class Region(NamedTuple):
    """A stretch that is no prose: its kind is table, figure or reference."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A piece of a file in reading order, as a reader finds it; cleaned later.

    A newline in `text` is a line end on the page; a broken word has its hyphen before it.
    `heading` has a level (1 is the title); `place` is a digest's line that names the original's
    section; `item` starts with "- " or "1. "; `row` is a table row with its column heads in each
    cell; `caption` stands with a figure or table; `figure` is text inside one; `note` is a
    footnote; `reference` an entry of the reference list. Offsets of `marks` and `mends` count from
    the start of the block.
    """

    kind: BlockKind
    text: Text
    level: int = 0
    marks: tuple[Mark, ...] = ()
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gets out of a file. `meta` holds the fields of a Source that the file names."""

    blocks: list[Block]
    meta: dict[str, Any] = field(default_factory=dict)
    scanned: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading.

    `title` is the path of headings ("Lichamelijk onderzoek › Inspectie"); `place` says where in
    the original a digest's section stands. The heading itself is text[start:body].
    """

    title: str
    place: str
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A source's cleaned text. `sections` tile it; `regions` are what isn't prose or a list.

    `scanned` are the pages whose text was read by OCR: a symbol on them may be wrong.
    """

    id: str
    text: str
    sections: tuple[Section, ...]
    meta: Source
    origins: Origins
    regions: tuple[Region, ...] = ()
    marks: tuple[Mark, ...] = ()
    mends: tuple[Mend, ...] = ()
    scanned: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) that holds `offset`; None where the document has no pages."""
        return self.origins.page_at(offset)

    def section_at(self, offset: int) -> Section:
        """The section that holds `offset`."""
        return next(s for s in reversed(self.sections) if s.start <= offset)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of whole sentences within one section: text == document.text[start:end]."""

    id: str
    document_id: str
    section: str
    page: int | None
    start: int
    end: int
    text: str
    kind: Kind


class Key(NamedTuple):
    """A question that a passage answers, and the sentence of the document that it hangs on:
    document.text[start:end].
    """

    question: str
    start: int
    end: int


class Terms(NamedTuple):
    """The terms of passages, the passages one after the other.

    `lengths` is of shape (number of passages,): how many different terms each holds; `numbers`
    and `counts` are of shape (sum of lengths,): places in `vocabulary`, and how often.
    """

    vocabulary: list[str]
    lengths: NDArray[np.int64]
    numbers: NDArray[np.int32]
    counts: NDArray[np.int32]

    @classmethod
    def of(cls, passages: Iterable[Iterable[str]]) -> "Terms":
        """Count the terms of each passage.

        >>> Terms.of([["rug", "pijn", "rug"], []]).counts.tolist()
        [2, 1]
        """
        held = [Counter(terms) for terms in passages]
        vocabulary = {term: number for number, term in enumerate(dict.fromkeys(chain(*held)))}
        return cls(
            list(vocabulary),
            np.array([len(terms) for terms in held], dtype=np.int64),
            np.array([vocabulary[term] for terms in held for term in terms], dtype=np.int32),
            np.array([often for terms in held for often in terms.values()], dtype=np.int32),
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for the index: its passages, the questions that each answers as far as they
    are known, each with its sentence, and the terms of both (none of references).
    """

    document: Document
    passages: tuple[Passage, ...]
    keys: tuple[tuple[Key, ...], ...]
    terms: Terms
