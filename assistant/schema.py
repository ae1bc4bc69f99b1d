"""What travels on the assistant side: hit -> citation -> statement -> answer.

`Answer.as_line` gives the output line of the command-line contract.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ingest.schema import Passage

Role = Literal["aanbeveling", "bevinding", "definitie", "achtergrond"]


class NearKey(NamedTuple):
    """A question like the user's that is known to be answered by document.text[start:end], and
    their cosine similarity.
    """

    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; `score` is higher for better and lies in [0, 1].

    `keys` are the questions that it is known to answer, as far as they are near.
    """

    passage: Passage
    score: float
    keys: tuple[NearKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote, word for word: document.text[start:end] of the passage's document.

    `page` is the one that the quote begins on, where the document has pages; `scanned` says that
    its text was read by OCR. `year`, `kind` and `population` are the document's, where known.
    """

    number: int
    passage: Passage
    title: str
    start: int
    end: int
    quote: str
    role: Role
    page: int | None = None
    scanned: bool = False
    year: int | None = None
    kind: str = ""
    population: str = ""

    @property
    def origin(self) -> str:
        """The source with its year, its kind and whom it is about, for people."""
        year = str(self.year or "jaar onbekend")
        return f"{self.title} ({'; '.join(filter(None, [year, self.kind, self.population]))})"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer, and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements (by position) on which sources, or a source with itself, disagree."""

    about: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the last question of a conversation.

    Abstained: no statements, `reason` says why in Dutch, and `passages` holds the nearest.
    `also_searched` are terms that the question names in other words. `more` are the next best
    quotes, which no statement rests on; their numbers follow those of `citations`.
    """

    question: str
    standalone_question: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    abstained: bool = False
    reason: str | None = None
    passages: tuple[Hit, ...] = ()
    warnings: tuple[str, ...] = ()
    also_searched: tuple[str, ...] = ()
    more: tuple[Citation, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)

    def as_line(self, id: str | None) -> dict[str, Any]:
        """The output line of the contract, for the input line with this id."""
        return {
            "id": id,
            "question": self.question,
            "standalone_question": self.standalone_question,
            "abstained": self.abstained,
            "reason": self.reason,
            "statements": [
                {"text": statement.text, "citations": list(statement.citations)}
                for statement in self.statements
            ],
            "citations": [_citation(citation) for citation in self.citations],
            "more": [_citation(citation) for citation in self.more],
            "conflicts": [
                {"about": conflict.about, "statements": list(conflict.statements)}
                for conflict in self.conflicts
            ],
            "passages": [_passage(hit) for hit in self.passages],
            "warnings": list(self.warnings),
            "also_searched": list(self.also_searched),
            "timings_ms": {name: round(value, 1) for name, value in self.timings_ms.items()},
        }


def _citation(citation: Citation) -> dict[str, Any]:
    passage = citation.passage
    return {
        "number": citation.number,
        "source": passage.document_id,
        "title": citation.title,
        "section": passage.section,
        "page": citation.page,
        "passage": passage.id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "role": citation.role,
    }


def _passage(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "id": passage.id,
        "source": passage.document_id,
        "section": passage.section,
        "page": passage.page,
        "text": passage.text,
        "score": round(hit.score, 4),
    }
