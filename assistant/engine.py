"""The one door: ask() takes the turns of a conversation and gives an answer.

privacy -> conversation -> retrieval -> composer -> scope, records or abstention -> disagreement
-> verification -> red flags. Keeps no state between questions but the opened index and encoder,
so one Assistant serves many threads.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant import (
    composer,
    disagreement,
    privacy,
    records,
    redflags,
    reranking,
    retrieval,
    scope,
    verification,
    writer,
)
from assistant.abstention import reason_to_decline
from assistant.composer import Candidate
from assistant.conversation import standalone
from assistant.disagreement import Disagreement
from assistant.reranking import Reranker
from assistant.schema import Answer, Citation, Conflict, Statement
from ingest import embeddings
from ingest.embeddings import Encoder, Remembering
from ingest.errors import QuestionError, WriterError
from ingest.index import Build, Index, default_index

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

MOST_CHARACTERS = 2000  # of one question
SHOWN_PASSAGES = 10


class Assistant:
    """Answers questions from the index in a folder, always from its live build.

    With `llm`, which gives a LlamaIndex LLM, the model's verified sentences are the answer.
    `reranker` is the cross-encoder that the environment named then, once `open` has loaded it.
    """

    def __init__(self, index: Path | None = None, llm: "Callable[[], LLM] | None" = None) -> None:
        self._llm = llm
        self._index = Index(index or default_index())
        self._encoders: dict[str, Encoder] = {}
        self._reranker_name = reranking.named()
        self.reranker: Reranker | None = None
        self._lock = threading.Lock()

    def open(self) -> tuple[Build, Encoder]:
        """The live build and the encoder that made its vectors.

        Raises:
            IndexMissing, IndexMismatch, IndexDamaged, ModelNotFound, RerankerNotFound.
        """
        with self._lock:
            build = self._index.build()
            name = build.record.model
            if name not in self._encoders:
                self._encoders[name] = Remembering(embeddings.load(name))
            encoder = self._encoders[name]
            if self._reranker_name and self.reranker is None:
                self.reranker = reranking.load(self._reranker_name)
        build.require(encoder)
        return build, encoder

    def check_sources(self, sources: Sequence[str] | None) -> None:
        """Raises QuestionError where a source is not in the index; and as `open` does."""
        build, _ = self.open()
        unknown = sorted(set(sources or ()) - build.documents.keys())
        if unknown:
            known = ", ".join(sorted(build.documents))
            raise QuestionError(f"Onbekende bron: {', '.join(unknown)}. In de index: {known}.")

    def ask(self, turns: Sequence[str], sources: Sequence[str] | None = None) -> Answer:
        """Answer the last turn, read in the light of the earlier ones, from all or some sources.

        Raises:
            QuestionError: a turn is empty or too long, or a source is not in the index.
            IndexMissing, IndexMismatch, IndexDamaged, ModelNotFound, RerankerNotFound: see `open`.
        """
        timings: dict[str, float] = {}
        with _timed(timings, "total"):
            build, encoder = self.open()
            _validate(turns)
            self.check_sources(sources)
            private, asked_in = privacy.kinds(turns), [privacy.without(turn) for turn in turns]
            question = standalone(asked_in, build.dutch)
            with _timed(timings, "retrieve"):
                hits = retrieval.search(
                    build,
                    encoder,
                    question,
                    SHOWN_PASSAGES,
                    sources,
                    self.reranker,
                    typed=asked_in[-1].strip(),
                )
            with _timed(timings, "compose"):
                asked = composer.Asked(question, build)
                candidates = composer.ranked(asked, hits, build, encoder)
                chosen = [c for c in composer.select(candidates) if _stands(c, build)]
                reason = scope.no_question(asked_in[-1])
                on_record = None if reason else records.told(asked_in[-1], question, build, sources)
                if on_record:
                    reason, chosen = on_record.reason, list(on_record.quotes)
                elif not reason:
                    reason = scope.elsewhere(question, hits, build) or reason_to_decline(
                        question, hits, chosen, build
                    )
                quotable = (
                    [] if reason or on_record else [c for c in candidates if _stands(c, build)]
                )
                differing = disagreement.find(asked, quotable, chosen, build)
                said = _NOTHING if reason else _quoted(disagreement.beside(chosen, differing))
            if self._llm is not None and not (reason or private or on_record):
                said = _worded(self._llm, question, candidates, said, build)
            follows_up = question != asked_in[-1].strip()
            alarm = redflags.alarm(asked_in if follows_up else asked_in[-1:], build, sources)
            if alarm and alarm.evidence and not reason:
                said = _topped(said, alarm.evidence)
            said, conflicts = _with_both_sides(said, differing)
        return Answer(
            question=turns[-1],
            standalone_question=question,
            statements=said.statements,
            citations=said.citations,
            conflicts=conflicts,
            abstained=not said.statements,
            reason=reason,
            passages=tuple(hits),
            warnings=(
                *([redflags.warning(alarm, None if reason else 1)] if alarm else ()),
                *([privacy.notice(private, self._llm is not None)] if private else ()),
                *said.warnings,
                *(on_record.notes if on_record else ()),
                *_scanned(said.citations),
            ),
            also_searched=retrieval.also_searched(build, question),
            timings_ms=timings,
        )


class _Said(NamedTuple):
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[str, ...] = ()


_NOTHING = _Said((), ())


def _stands(candidate: Candidate, build: Build) -> bool:
    """Does the stretch, as a statement of its own, pass verification?"""
    evidence = [(composer.cite(candidate, 1), candidate.document)]
    return not verification.faults(candidate.text, evidence, build.dutch)


def _quoted(chosen: Sequence[Candidate]) -> _Said:
    """The chosen stretches word for word."""
    citations = tuple(composer.cite(c, number) for number, c in enumerate(chosen, start=1))
    return _Said(tuple(Statement(c.quote, (c.number,)) for c in citations), citations)


def _topped(said: _Said, evidence: Candidate) -> _Said:
    """The answer with a stretch on top, as its first citation; other numbers go up by one."""
    rest = [statement for statement in said.statements if statement.text not in evidence.text]
    used = {number for statement in rest for number in statement.citations}
    kept = [citation for citation in said.citations if citation.number in used]
    renumbered = {c.number: number for number, c in enumerate(kept, start=2)}
    first = Statement(evidence.text, (1,))
    return said._replace(
        statements=(
            first,
            *(replace(s, citations=tuple(renumbered[n] for n in s.citations)) for s in rest),
        ),
        citations=(
            composer.cite(evidence, 1),
            *(replace(c, number=renumbered[c.number]) for c in kept),
        ),
    )


def _with_both_sides(
    said: _Said, differing: Sequence[Disagreement]
) -> tuple[_Said, tuple[Conflict, ...]]:
    """What was said, with the quotes of a disagreement that it leaves out; and the conflicts."""
    conflicts = []
    for about, sides in differing:
        positions = []
        for side in sides:
            said, position = _including(said, side)
            positions.append(position)
        conflicts.append(Conflict(about, tuple(dict.fromkeys(positions))))
    return said, tuple(conflicts)


def _including(said: _Said, side: Candidate) -> tuple[_Said, int]:
    """What was said, with a statement that quotes the stretch; and its position."""
    citation = composer.cite(side, len(said.citations) + 1)
    place = (citation.passage.document_id, citation.start, citation.end)
    known = {c.number for c in said.citations if (c.passage.document_id, c.start, c.end) == place}
    for position, statement in enumerate(said.statements):
        if known.intersection(statement.citations):
            return said, position
    quoted = Statement(citation.quote, (citation.number,))
    more = said._replace(
        statements=(*said.statements, quoted), citations=(*said.citations, citation)
    )
    return more, len(said.statements)


def _scanned(citations: Sequence[Citation]) -> Iterator[str]:
    """A line that names the citations whose text was read by OCR."""
    numbers = [f"[{citation.number}]" for citation in citations if citation.scanned]
    if numbers:
        yield (
            f"Van een gescande bladzijde gelezen: {', '.join(numbers)}. "
            "Controleer getallen en tekens in het origineel."
        )


def _worded(
    llm: "Callable[[], LLM]",
    question: str,
    candidates: Sequence[Candidate],
    fallback: _Said,
    build: Build,
) -> _Said:
    """The model's verified sentences; the quotes, with a line saying why, where there is none."""
    try:
        written = writer.write(llm(), question, candidates, build.dutch)
    except WriterError as error:
        return fallback._replace(warnings=(f"{error.message} Dit antwoord bestaat uit citaten.",))
    dropped = (
        (f"Weggelaten: {written.rejected} zin(nen) van het taalmodel zonder steun in de bron.",)
        if written.rejected
        else ()
    )
    if not written.statements:
        none = "Geen zin van het taalmodel werd door de bronnen gedragen; dit zijn citaten."
        return fallback._replace(warnings=(none,))
    return _Said(written.statements, written.citations, dropped)


def _validate(turns: Sequence[str]) -> None:
    if not turns or not all(turn.strip() for turn in turns):
        raise QuestionError("De vraag is leeg. Typ een vraag.")
    longest = max(map(len, turns))
    if longest > MOST_CHARACTERS:
        raise QuestionError(
            f"De vraag is te lang: {longest} tekens, en hoogstens {MOST_CHARACTERS} kan. "
            "Stel een kortere vraag."
        )
    if any("\ud800" <= char <= "\udfff" for turn in turns for char in turn):
        raise QuestionError("De vraag bevat tekens die geen tekst zijn.")


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    timings[name] = 1000 * (time.perf_counter() - began)
