"""The one door: ask() takes the turns of a conversation and gives an answer.

conversation -> retrieval -> composer -> abstention -> verification. Keeps no state between
questions but the opened index and encoder, so one Assistant serves many threads.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant import composer, retrieval, verification
from assistant.abstention import reason_to_decline
from assistant.conversation import standalone
from assistant.schema import Answer, Citation, Statement
from ingest import embeddings
from ingest.embeddings import Encoder
from ingest.errors import QuestionError
from ingest.index import Build, Index, default_index

MOST_CHARACTERS = 2000  # of one question
SHOWN_PASSAGES = 10


class Assistant:
    """Answers questions from the index in a folder, always from its live build."""

    def __init__(self, index: Path | None = None) -> None:
        self._index = Index(index or default_index())
        self._encoders: dict[str, Encoder] = {}
        self._lock = threading.Lock()

    def open(self) -> tuple[Build, Encoder]:
        """The live build and the encoder that made its vectors.

        Raises:
            IndexMissing, IndexMismatch, IndexDamaged, ModelNotFound.
        """
        with self._lock:
            build = self._index.build()
            name = build.record.model
            if name not in self._encoders:
                self._encoders[name] = embeddings.load(name)
            encoder = self._encoders[name]
        build.require(encoder)
        return build, encoder

    def ask(self, turns: Sequence[str], sources: Sequence[str] | None = None) -> Answer:
        """Answer the last turn, read in the light of the earlier ones, from all or some sources.

        Raises:
            QuestionError: a turn is empty or too long, or a source is not in the index.
            IndexMissing, IndexMismatch, IndexDamaged, ModelNotFound: see `open`.
        """
        timings: dict[str, float] = {}
        with _timed(timings, "total"):
            build, encoder = self.open()
            _validate(turns, sources, build)
            question = standalone(turns, build.dutch)
            with _timed(timings, "retrieve"):
                hits = retrieval.search(build, encoder, [question], SHOWN_PASSAGES, sources)
            with _timed(timings, "compose"):
                asked = composer.Asked(question, build)
                chosen = composer.compose(asked, hits, build, encoder)
                reason = reason_to_decline(asked, chosen, build)
                statements, citations = ((), ()) if reason else _verified(chosen, build)
        return Answer(
            question=turns[-1],
            standalone_question=question,
            statements=statements,
            citations=citations,
            abstained=not statements,
            reason=reason,
            passages=tuple(hits),
            timings_ms=timings,
        )


def _verified(
    chosen: Sequence[composer.Candidate], build: Build
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements that pass verification, with their citations."""
    statements, citations = composer.cite(chosen)
    kept = [
        (statement, citation)
        for statement, citation in zip(statements, citations, strict=True)
        if not verification.faults(
            statement, [citation], [build.document(citation.passage.document_id)]
        )
    ]
    return tuple(s for s, _ in kept), tuple(c for _, c in kept)


def _validate(turns: Sequence[str], sources: Sequence[str] | None, build: Build) -> None:
    if not turns or not all(turn.strip() for turn in turns):
        raise QuestionError("De vraag is leeg. Typ een vraag.")
    longest = max(map(len, turns))
    if longest > MOST_CHARACTERS:
        raise QuestionError(
            f"De vraag is te lang: {longest} tekens, en hoogstens {MOST_CHARACTERS} kan. "
            "Stel een kortere vraag."
        )
    unknown = sorted(set(sources or ()) - build.record.documents.keys())
    if unknown:
        known = ", ".join(sorted(build.record.documents))
        raise QuestionError(f"Onbekende bron: {', '.join(unknown)}. In de index: {known}.")


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    timings[name] = 1000 * (time.perf_counter() - began)
