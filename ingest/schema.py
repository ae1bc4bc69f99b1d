"""What travels on the ingest side: source -> document -> passage.

All spans are half-open character offsets [start, end) into the document's cleaned text.
"""

from dataclasses import dataclass, field
from typing import Literal

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
    """A source's cleaned text. `sections` tile it; `pages` are start offsets, page 1 first."""

    id: str
    text: str
    sections: tuple[Section, ...]
    meta: Source
    pages: tuple[int, ...] = field(default=())

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) that holds `offset`; None where the document has no pages."""
        return sum(start <= offset for start in self.pages) or None

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
