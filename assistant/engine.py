"""The one door: stream() takes the turns of a conversation and gives the answer as it grows; ask()
gives its end.

privacy -> conversation -> retrieval -> composer -> scope, records or abstention -> disagreement
-> verification -> red flags. Keeps no state between questions but the opened index and encoder,
so one Assistant serves many threads.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
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
from assistant.schema import Answer, Citation, Conflict, Hit, Statement
from ingest import embeddings
from ingest.embeddings import Encoder, Once, Remembering
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

    @property
    def llm(self) -> "Callable[[], LLM] | None":
        """What gives the language model that words its answers; None where there is none."""
        return self._llm

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
        _known(sources, build)

    def ask(self, turns: Sequence[str], sources: Sequence[str] | None = None) -> Answer:
        """Answer the last turn, read in the light of the earlier ones, from all or some sources.

        Raises:
            QuestionError: a turn is empty or too long, or a source is not in the index.
            IndexMissing, IndexMismatch, IndexDamaged, ModelNotFound, RerankerNotFound: see `open`.
        """
        return deque(self.stream(turns, sources), maxlen=1).pop()

    def stream(
        self, turns: Sequence[str], sources: Sequence[str] | None = None
    ) -> Generator[Answer, None, None]:
        """The answer each time that it grows, every statement verified; the last is the answer.

        Without a language model that is the only one. With one the last may hold quotes instead of
        what came before: when the model fails after some sentences.

        Raises:
            As `ask`, before the first answer.
        """
        began = time.perf_counter()
        timings: dict[str, float] = {}
        build, encoder = self.open()
        encoder = Once(encoder)
        _validate(turns)
        _known(sources, build)
        asked_in, private = privacy.cleared(turns)
        question, typed = standalone(asked_in, build.dutch), asked_in[-1].strip()
        with _timed(timings, "retrieve"):
            hits = retrieval.search(
                build, encoder, question, SHOWN_PASSAGES, sources, self.reranker, typed
            )
        with _timed(timings, "compose"):
            composed = _composed(typed, question, hits, build, encoder, sources)
        alarm = redflags.alarm(asked_in if question != typed else [typed], build, sources)
        for said in self._said(question, composed, build, private=bool(private)):
            if alarm and alarm.evidence and not composed.reason:
                said = _topped(said, alarm.evidence)
            said, conflicts = _with_both_sides(said, composed.differing)
            silent = composed.reason or composed.aside
            more = () if silent else _more(composed.candidates, said.citations, build)
            yield Answer(
                question=turns[-1],
                standalone_question=question,
                statements=said.statements,
                citations=said.citations,
                conflicts=conflicts,
                abstained=not said.statements,
                reason=composed.reason,
                passages=tuple(hits),
                warnings=(
                    *([redflags.warning(alarm, None if composed.reason else 1)] if alarm else ()),
                    *([privacy.notice(private, self._llm is not None)] if private else ()),
                    *said.warnings,
                    *_scanned(said.citations),
                ),
                more=more,
                also_searched=() if composed.aside else retrieval.also_searched(build, question),
                timings_ms={**timings, "total": 1000 * (time.perf_counter() - began)},
            )

    def _said(
        self, question: str, composed: "_Composed", build: Build, private: bool
    ) -> "Iterator[_Said]":
        """The quotes; or what the language model makes of them, as it grows, where it may."""
        if self._llm is None or private or composed.reason or composed.aside:
            yield composed.quoted
        else:
            yield from _worded(self._llm, question, composed.candidates, composed.quoted, build)


class _Said(NamedTuple):
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[str, ...] = ()


_NOTHING = _Said((), ())


class _Composed(NamedTuple):
    """What the passages give: the quotes that answer, or the reason why none does."""

    quoted: _Said
    reason: str | None
    candidates: Sequence[Candidate]
    differing: Sequence[Disagreement]
    aside: bool  # nothing is asked of what the documents say: at most what they are


def _composed(
    typed: str,
    question: str,
    hits: Sequence[Hit],
    build: Build,
    encoder: Encoder,
    sources: Sequence[str] | None,
) -> _Composed:
    asked = composer.Asked(question, build, typed)
    candidates = composer.ranked(asked, hits, build, encoder)
    if reason := scope.no_question(typed):
        return _Composed(_NOTHING, reason, candidates, (), True)
    if record := records.told(typed, question, build, sources):
        quoted = _NOTHING if record.reason else _quoted(record.quotes, build)
        return _Composed(
            quoted._replace(warnings=tuple(record.notes)), record.reason, candidates, (), True
        )
    chosen = composer.select(candidates)
    reason = reason_to_decline(asked, hits, chosen, build, encoder)
    if reason:
        return _Composed(_NOTHING, reason, candidates, (), False)
    differing = disagreement.find(asked, candidates, chosen, hits, build, encoder)
    quoted = _quoted(composer.in_order(disagreement.beside(chosen, differing), asked), build)
    return _Composed(quoted, None, candidates, differing, False)


def _stands(candidate: Candidate, build: Build) -> bool:
    """Does the stretch, as a statement of its own, pass verification?"""
    evidence = [(composer.cite(candidate, 1), candidate.document)]
    return not verification.faults(candidate.text, evidence, build.dutch)


def _cited(stretches: Sequence[Candidate], build: Build, first: int = 1) -> tuple[Citation, ...]:
    """The stretches that pass verification, cited; their numbers count on from `first`."""
    standing = [stretch for stretch in stretches if _stands(stretch, build)]
    return tuple(composer.cite(c, number) for number, c in enumerate(standing, first))


def _quoted(chosen: Sequence[Candidate], build: Build) -> _Said:
    """The chosen stretches word for word."""
    citations = _cited(chosen, build)
    return _Said(tuple(Statement(c.quote, (c.number,)) for c in citations), citations)


def _more(
    candidates: Sequence[Candidate], citations: Sequence[Citation], build: Build
) -> tuple[Citation, ...]:
    """The next best of the stretches, quoted; their numbers follow those of the citations."""
    best = composer.more(candidates, [citation.quote for citation in citations])
    return _cited(best, build, len(citations) + 1)


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
) -> Iterator[_Said]:
    """The model's verified sentences as they come; where it fails the quotes, and a line on why."""
    try:
        for written in writer.write(llm(), question, candidates, build.dutch):
            if written.statements:
                yield _Said(written.statements, written.citations, tuple(_left_out(written)))
    except WriterError as error:
        yield fallback._replace(warnings=(f"{error.message} Dit antwoord bestaat uit citaten.",))


def _left_out(written: writer.Written) -> Iterator[str]:
    """Lines that count what of the model's answer is not shown."""
    if written.rejected:
        replaced = f"; vervangen door een citaat: {written.replaced}" if written.replaced else ""
        yield (
            f"Afgekeurd: {_count(written.rejected, 'zin', 'zinnen')} van het taalmodel zonder "
            f"steun in de bron{replaced}."
        )
    if written.unknown:
        yield (
            f"Weggelaten: {_count(written.unknown, 'verwijzing', 'verwijzingen')} van het "
            "taalmodel naar een bron die het niet kreeg."
        )
    if written.withheld:
        yield (
            f"Niet aan het taalmodel gegeven: {_count(written.withheld, 'fragment', 'fragmenten')} "
            "uit een passage die het opdrachten geeft."
        )


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _known(sources: Sequence[str] | None, build: Build) -> None:
    unknown = sorted(set(sources or ()) - build.documents.keys())
    if unknown:
        known = ", ".join(sorted(build.documents))
        raise QuestionError(f"Onbekende bron: {', '.join(unknown)}. In de index: {known}.")


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
