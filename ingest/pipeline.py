"""Paths -> index: read what is new or changed, take out what is gone, make the build live."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ingest import documents, embeddings, lexicon, passages, questions
from ingest.documents import File
from ingest.dutch import Dutch, Lexicon
from ingest.embeddings import Encoder
from ingest.errors import DocumentError, IndexLost, IndexMissing, NoDocuments, UnreadableDocument
from ingest.index import Draft, Held, Index, Record, note_files, writing
from ingest.reading import Job, Readers, prepare
from ingest.schema import Document, Prepared, Source
from ingest.stores import HNSW, sha_of

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOURCES = CORPUS / "sources.toml"
DIGESTS = CORPUS / "digests"
FULLTEXT = CORPUS / "fulltext"
LEXICON = CORPUS / "lexicon.tsv"
OWN_LEXICON = CORPUS / "lexicon.own.tsv"

_AND = "+"  # between the hashes of what a document was made from
Progress = Callable[[int, int, int], None]  # documents done, documents to do, passages so far


@dataclass(slots=True)
class Report:
    """What an ingest did: document ids by what happened to them, and the failures."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[DocumentError] = field(default_factory=list)
    passages: int = 0
    seconds: float = 0.0


class Todo(NamedTuple):
    """A file to read, with the hash of what its document will be made from."""

    job: Job
    hash: str


def ingest(
    paths: Iterable[Path],
    index: Path,
    model: str = embeddings.SHIPPED,
    progress: Progress = lambda done, total, passages: None,
) -> Report:
    """Make the index mirror what the paths hold.

    A document that can't be read is named in the report; if the index held it, it stays as it was.
    One whose file is unchanged is not read again, not even where the index is damaged or made with
    other settings: it is made anew from what the index holds of it.

    Raises:
        RuggespraakError: nothing was changed; see ingest.errors for the kinds.
    """
    began = time.perf_counter()
    sources = documents.load_sources(SOURCES)
    files, unread = documents.find(paths, DIGESTS)
    encoder = embeddings.load(model)
    report = Report(failed=unread)
    with lexicon.with_own(LEXICON, OWN_LEXICON) as terms, writing(index) as held:
        work = _Work(index, held, encoder, terms, report, progress)
        todo = _compare(files, sources, work.before, report)
        work.run(todo, gone=_gone(work.before, files, unread))
        note_files(index, {file.id: file.path for file in files})
    report.seconds = time.perf_counter() - began
    return report


def rebuild(
    index: Path,
    progress: Progress = lambda done, total, passages: None,
    everything: bool = True,
) -> Report:
    """Make the index anew from the documents that it holds; no file is read.

    Not `everything`: where the build is whole, only the documents for which other questions have
    been written since.

    Raises:
        IndexMissing: there is none. IndexLost: none of its documents can be read.
    """
    began = time.perf_counter()
    if not Index(index).exists():
        raise IndexMissing(index)
    report = Report()
    with lexicon.with_own(LEXICON, OWN_LEXICON) as terms, writing(index) as held:
        if held.documents is None or not held.documents.hashes():
            raise IndexLost(index)
        encoder = embeddings.load(held.model or embeddings.SHIPPED)
        base = None if everything else held.build
        work = _Work(index, held._replace(build=base), encoder, terms, report, progress)
        report.unchanged = list(work.before)
        report.failed = [
            UnreadableDocument(Path(id), "is in de index beschadigd; lees het bestand opnieuw in")
            for id in held.documents.hashes().keys() - work.before.keys()
        ]
        work.run([], gone=[])
    report.seconds = time.perf_counter() - began
    return report


def _compare(
    files: Iterable[File], sources: dict[str, Source], before: dict[str, str], report: Report
) -> list[Todo]:
    """The files that are new or changed; the others are noted as unchanged, or as failed."""
    todo = []
    for file in files:
        source = sources.get(file.id)
        try:
            hash = documents.fingerprint(file.path, source)
        except DocumentError as error:
            report.failed.append(error)
            continue
        if before.get(file.id) == hash:
            report.unchanged.append(file.id)
        else:
            todo.append(Todo(Job(file, source), hash))
    return todo


def _gone(before: dict[str, str], files: list[File], unread: list[DocumentError]) -> list[str]:
    """The documents that the paths no longer hold; none while some folder can't be entered."""
    if any(error.path.is_dir() for error in unread):
        return []
    return sorted(before.keys() - {file.id for file in files})


class _Work:
    """One ingest under the lock: what the index held before, and the draft that follows it.

    `before` are the documents that needn't be read again, by id, with the hashes of their files.
    Those for which other questions have been written since are made anew from what the index holds.
    """

    def __init__(
        self,
        index: Path,
        held: Held,
        encoder: Encoder,
        lexicon: Path,
        report: Report,
        progress: Progress,
    ) -> None:
        self._index, self._encoder, self._report = index, encoder, report
        self._lexicon, self._progress = lexicon, progress
        self._record = Record(encoder.name, encoder.fingerprint, _settings(lexicon))
        fits = held.build is not None and held.build.record.matches(encoder, self._record.settings)
        self._base = held.build if fits else None
        self._held = held.documents
        hashes = held.documents.hashes() if held.documents else {}
        made = {
            id: hash for id, hash in hashes.items() if self._base or self._document(id) is not None
        }
        self.before = {id: hash.partition(_AND)[0] for id, hash in made.items()}
        self._stale = [id for id, hash in self.before.items() if self._made(id, hash) != made[id]]

    def run(self, todo: list[Todo], gone: list[str]) -> None:
        """Read what is to do, take out what is gone, keep the rest, and make that live."""
        report = self._report
        report.removed = gone
        if self._base is not None and not (todo or gone or self._stale):
            report.passages = self._base.record.passages
            return
        with Draft(self._index, self._base) as draft:
            if self._base is not None:
                draft.remove(gone)
            self._read(draft, todo)
            settled = {*gone, *report.new, *report.changed}
            again = self.before if self._base is None else self._stale
            self._carry(draft, [id for id in again if id not in settled])
            self._commit(draft)

    def _read(self, draft: Draft, todo: list[Todo]) -> None:
        """Put in what can be read, and note what can't."""
        with Readers(self._lexicon, len(todo)) as readers:
            for done, (item, result) in enumerate(
                zip(todo, readers.read(map(self._job, todo)), strict=True)
            ):
                self._progress(done, len(todo), self._report.passages)
                id = item.job.file.id
                if isinstance(result, DocumentError):
                    self._report.failed.append(result)
                    continue
                if id in self.before and self._base is not None:
                    draft.remove([id])
                self._add(draft, result, item.hash)
                (self._report.changed if id in self.before else self._report.new).append(id)
        self._progress(len(todo), len(todo), self._report.passages)

    def _carry(self, draft: Draft, ids: list[str]) -> None:
        """Put in again what the index holds of documents that weren't read."""
        dutch = Dutch(Lexicon.load(self._lexicon))
        for done, id in enumerate(ids):
            self._progress(done, len(ids), self._report.passages)
            document = self._document(id)
            if document is not None:
                if self._base is not None:
                    draft.remove([id])
                prepared = prepare(
                    document, dutch, questions.read(questions.written(id, self._index))
                )
                self._add(draft, prepared, self.before[id])

    def _add(self, draft: Draft, prepared: Prepared, hash: str) -> None:
        draft.add(prepared, self._made(prepared.document.id, hash), self._encoder)
        self._report.passages += len(prepared.passages)

    def _job(self, item: Todo) -> Job:
        """The job, with the questions that were written for its document."""
        path = questions.written(item.job.file.id, self._index)
        return item.job._replace(written=questions.read(path))

    def _made(self, id: str, hash: str) -> str:
        """The hash of what a document is made from: its file, and the questions written for it."""
        path = questions.written(id, self._index)
        return f"{hash}{_AND}{sha_of(path)}" if path.is_file() else hash

    def _document(self, id: str) -> Document | None:
        return self._held.whole(id) if self._held else None

    def _commit(self, draft: Draft) -> None:
        report = self._report
        if self._base is not None and not (
            report.new or report.changed or report.removed or self._stale
        ):
            report.passages = self._base.record.passages
            return
        if not draft.holds_documents():
            reasons = "".join(f"\n  {error.message}" for error in report.failed)
            raise NoDocuments(
                f"Er is geen leesbaar document gevonden; er is niets veranderd.{reasons}",
                "python -m ingest   (leest de meegeleverde bronnen)",
            )
        report.passages = draft.commit(self._record, self._lexicon).passages


def shipped() -> list[Path]:
    """What is read where no path is given: the digests, and the full texts that the user holds."""
    return [DIGESTS, *([FULLTEXT] if FULLTEXT.is_dir() else [])]


def _settings(lexicon: Path) -> dict[str, Any]:
    """What a build depends on beside its documents and its model."""
    return {
        "passage_words": passages.TARGET_WORDS,
        "hnsw": HNSW,
        "lexicon": sha_of(lexicon),
        "questions": questions.fingerprint(),
    }
