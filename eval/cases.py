"""A gold question with its answer, and what became of it in one word. Doesn't measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.schema import Answer, Citation
from eval.evidence import Fact, facts, relevant
from eval.gold import Nugget, Row
from ingest.dutch import STOP_WORDS, stem, words
from ingest.index import Build
from ingest.schema import Document

Verdict = Literal["right", "partly", "wrong", "abstained", "answered", "unscored"]


@dataclass(frozen=True)
class Case:
    """A gold question, its answer, and where the index holds what it asks for."""

    row: Row
    answer: Answer
    build: Build

    @cached_property
    def facts(self) -> list[Fact]:
        return facts(self.row, self.build)

    @cached_property
    def relevant(self) -> dict[str, int]:
        """Qrels: the ids of the passages that give a fact."""
        return relevant(self.facts, self.build)

    @property
    def scorable(self) -> bool:
        """Does the index hold what the row needs to be judged?"""
        return bool(self.facts) or not self.row.answerable

    @cached_property
    def text(self) -> str:
        """The statements of the answer, a line each."""
        return "\n".join(statement.text for statement in self.answer.statements)

    def evidence(self, numbers: Iterable[int]) -> list[tuple[Citation, Document]]:
        """The citations with these numbers, each with the document that it quotes."""
        return [
            (citation, self.build.document(citation.passage.document_id))
            for citation in self.answer.citations
            if citation.number in {*numbers}
        ]

    def cites(self, fact: Fact, statements: Sequence[int] | None = None) -> bool:
        """Does the answer, or do the statements at these positions, quote a place of the fact?"""
        said = self.answer.statements
        chosen = said if statements is None else [said[at] for at in statements]
        numbers = {number for statement in chosen for number in statement.citations}
        return any(
            place.overlaps(citation.passage.document_id, citation.start, citation.end)
            for citation, _ in self.evidence(numbers)
            for place in fact
        )

    @property
    def certainty(self) -> float:
        """How sure the assistant was, in [0, 1]: the score of its best passage."""
        return self.answer.passages[0].score if self.answer.passages else 0.0

    def holds(self, nugget: Nugget) -> bool:
        """Do the statements hold the fact?"""
        return nugget.pattern.search(self.text) is not None

    @property
    def dangerous(self) -> list[str]:
        """The patterns of dangerous answers that a statement matches."""
        said = [statement.text for statement in self.answer.statements]
        return [p.pattern for p in self.row.wrong if any(map(p.search, said))]

    @cached_property
    def verdict(self) -> Verdict:
        """`right` (all vital nuggets, nothing dangerous), `partly` (some), `wrong` (none, or
        something dangerous), `abstained`, `answered` (though the documents hold no answer) or
        `unscored` (the index lacks the sources).
        """
        if not self.scorable:
            return "unscored"
        if self.answer.abstained:
            return "abstained"
        if not self.row.answerable:
            return "answered"
        held = [self.holds(nugget) for nugget in self.row.vital]
        if self.dangerous or not any(held):
            return "wrong"
        return "right" if all(held) else "partly"

    @property
    def failed(self) -> bool:
        """Would a clinician call it a failure?"""
        missed = self.verdict == "abstained" and self.row.answerable
        return missed or self.verdict in ("partly", "wrong", "answered")


def stems(text: str) -> set[str]:
    """The stems of the content words of a text."""
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
