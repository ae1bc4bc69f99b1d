"""Where in an index the answer to a gold question stands: facts, and the passages that hold them.

Doesn't look at answers.
"""

from collections.abc import Iterator
from typing import NamedTuple

from eval.gold import Row
from ingest.index import Build
from ingest.schema import Passage


class Place(NamedTuple):
    """Half-open character offsets in a document's cleaned text."""

    document: str
    start: int
    end: int

    def overlaps(self, document: str, start: int, end: int) -> bool:
        return self.document == document and self.start < end and start < self.end

    def within(self, passage: Passage) -> bool:
        """Does it begin in the passage?"""
        return self.document == passage.document_id and passage.start <= self.start < passage.end


Fact = tuple[Place, ...]  # the places that give it; one is enough


def facts(row: Row, build: Build) -> list[Fact]:
    """The facts of a row, each with the places where the index gives it; empty if it has none.

    A fact is a group of evidence. Where none of the quotes stands in the index, because it holds
    another text of the same source (the full text for its digest), it is a vital nugget, given
    wherever its pattern is found in a source of the row.
    """
    groups: dict[int, list[Place]] = {}
    for evidence in row.evidence:
        if evidence.source in build.documents:
            at = build.document(evidence.source).text.find(evidence.quote)
            if at >= 0:
                place = Place(evidence.source, at, at + len(evidence.quote))
                groups.setdefault(evidence.group, []).append(place)
    found = [tuple(places) for _, places in sorted(groups.items())]
    return found or [fact for fact in _by_pattern(row, build) if fact]


def relevant(found: list[Fact], build: Build) -> dict[str, int]:
    """The passages that give a fact, each with relevance 1."""
    documents = dict.fromkeys(place.document for fact in found for place in fact)
    return {
        passage.id: 1
        for document in documents
        for passage in build.passages(document)
        if any(place.within(passage) for fact in found for place in fact)
    }


def _by_pattern(row: Row, build: Build) -> Iterator[Fact]:
    held = sorted(row.sources & build.documents.keys())
    for nugget in row.vital:
        yield tuple(
            Place(id, passage.start + match.start(), passage.start + match.end())
            for id in held
            for passage in build.passages(id)
            for match in nugget.pattern.finditer(passage.text)
            if passage.kind != "reference"
        )
