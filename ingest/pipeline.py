"""Paths -> index: read what is new or changed, take out what is gone, make the build live."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ingest import documents, embeddings, passages
from ingest.documents import File
from ingest.embeddings import Encoder
from ingest.errors import DocumentError, NoDocuments
from ingest.index import Build, Draft, Record, writing
from ingest.schema import Source
from ingest.stores import HNSW

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOURCES = CORPUS / "sources.toml"
DIGESTS = CORPUS / "digests"
FULLTEXT = CORPUS / "fulltext"
LEXICON = CORPUS / "lexicon.tsv"

Progress = Callable[[int, int], None]  # documents done, documents to do


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


def shipped() -> list[Path]:
    """What is read where no path is given: the digests, and the full texts that the user holds."""
    return [DIGESTS, *([FULLTEXT] if FULLTEXT.is_dir() else [])]


def ingest(
    paths: Iterable[Path],
    index: Path,
    model: str = embeddings.SHIPPED,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Make the index mirror what the paths hold.

    A document that can't be read is named in the report; if the index held it, it stays as it was.

    Raises:
        RuggespraakError: nothing was changed; see ingest.errors for the kinds.
    """
    began = time.perf_counter()
    sources = documents.load_sources(SOURCES)
    files, duplicates = documents.find(paths, DIGESTS)
    encoder = embeddings.load(model)
    settings = {
        "passage_words": passages.TARGET_WORDS,
        "hnsw": HNSW,
        "lexicon": hashlib.sha256(LEXICON.read_bytes()).hexdigest(),
    }
    report = Report(failed=list(duplicates))
    with writing(index) as live:
        base = live if live is not None and live.record.matches(encoder, settings) else None
        before = base.record.documents if base else {}
        kept, todo = _compare(files, sources, before, report)
        report.removed = sorted(before.keys() - {file.id for file in files})
        if base is not None and not todo and not report.removed:
            report.passages = base.record.passages
        else:
            record = Record(encoder.name, encoder.fingerprint, settings, kept)
            with Draft(index, base) as draft:
                _fill(draft, todo, sources, record, before, encoder, report, progress)
                _commit(draft, base, record, report)
    report.seconds = time.perf_counter() - began
    return report


def _compare(
    files: Iterable[File],
    sources: dict[str, Source],
    before: dict[str, str],
    report: Report,
) -> tuple[dict[str, str], list[tuple[File, str]]]:
    """The hashes of the documents that stay, and the files to read with their hashes."""
    stay: dict[str, str] = {}
    todo = []
    for file in files:
        try:
            hash = documents.fingerprint(file.path, sources.get(file.id))
        except DocumentError as error:
            report.failed.append(error)
            stay |= {file.id: before[file.id]} if file.id in before else {}
            continue
        if before.get(file.id) == hash:
            report.unchanged.append(file.id)
            stay[file.id] = hash
        else:
            todo.append((file, hash))
    return stay, todo


def _fill(
    draft: Draft,
    todo: list[tuple[File, str]],
    sources: dict[str, Source],
    record: Record,
    before: dict[str, str],
    encoder: Encoder,
    report: Report,
    progress: Progress,
) -> None:
    """Bring the draft up to date, and note each document's hash in the record."""
    for id in report.removed:
        draft.remove(id)
    for done, (file, hash) in enumerate(todo):
        progress(done, len(todo))
        known = file.id in before
        try:
            document = documents.read(file, sources.get(file.id))
        except DocumentError as error:
            report.failed.append(error)
            record.documents.update({file.id: before[file.id]} if known else {})
            continue
        if known:
            draft.remove(file.id)
        draft.add(document, passages.split(document), encoder)
        record.documents[file.id] = hash
        (report.changed if known else report.new).append(file.id)
    progress(len(todo), len(todo))


def _commit(draft: Draft, base: Build | None, record: Record, report: Report) -> None:
    if not record.documents:
        reasons = "".join(f"\n  {error.message}" for error in report.failed)
        raise NoDocuments(
            f"Er is geen leesbaar document gevonden; er is niets veranderd.{reasons}",
            "python -m ingest   (leest de meegeleverde bronnen)",
        )
    if base is None or report.new or report.changed or report.removed:
        report.passages = draft.commit(record, LEXICON).passages
    else:
        report.passages = base.record.passages
