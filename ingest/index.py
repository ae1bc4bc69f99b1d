"""The index on disk: immutable builds and one pointer.

    INDEX/current              the name of the live build; moved by one os.replace
    INDEX/lock                 held by the one ingest that may write
    INDEX/builds/NAME/         store.sqlite  documents and passages
                               chroma/       vectors of the passages
                               bm25/         the lexical index
                               words.txt     the vocabulary of the analysis
                               lexicon.tsv   the lexicon of the analysis
                               record.json   model, settings, hashes; written last

A reader opens the build that the pointer names, and keeps it until it asks again. A `Draft` is a
build in the making: a copy of the live one plus the difference; `commit` checks it and moves the
pointer. A draft that was killed has no record and is removed by the next ingest.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from ingest.dutch import Dutch, Lexicon, vocabulary
from ingest.embeddings import Encoder, Vectors
from ingest.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMismatch,
    IndexMissing,
    IndexNotWritable,
    NoDocuments,
    reason,
)
from ingest.schema import Document, Passage
from ingest.stores import DocumentStore, LexicalStore, Scored, VectorStore

FORMAT = 1  # raise it whenever an older build would be read wrongly


def default_index() -> Path:
    """The index folder where none is given: RUGGESPRAAK_INDEX, else one in the project."""
    project = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("RUGGESPRAAK_INDEX") or project / ".ruggespraak" / "index")


@dataclass(frozen=True, slots=True)
class Record:
    """What a build says of itself."""

    model: str
    model_fingerprint: str
    settings: dict[str, Any]
    documents: dict[str, str]  # id -> hash of what it was made from
    passages: int = 0
    made: str = ""
    files: dict[str, str] = field(default_factory=dict)  # name -> sha256, set on commit
    format: int = FORMAT

    def matches(self, encoder: Encoder, settings: dict[str, Any]) -> bool:
        """Would a build made now, by this encoder with these settings, say and hold the same?"""
        return (self.format, self.model, self.model_fingerprint, self.settings) == (
            FORMAT,
            encoder.name,
            encoder.fingerprint,
            settings,
        )


class Build:
    """One build, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = _read_record(folder)
        if not (folder / "store.sqlite").exists():
            raise FileNotFoundError("store.sqlite ontbreekt")
        self._documents = DocumentStore(folder / "store.sqlite")
        self._vectors = VectorStore(folder / "chroma")
        self._words = LexicalStore.load(folder / "bm25")
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        self.dutch = Dutch(words, Lexicon.load(folder / "lexicon.tsv"))
        self.ids = [passage.id for passage in self._documents.searched()]
        self._documents_of = np.array([id.rpartition(":")[0] for id in self.ids])
        self.document = self._documents.document
        self.passage = self._documents.passage
        self.passages = self._documents.passages
        self.dense = self._vectors.nearest
        self.holds = self._words.holds
        self.idf = self._words.idf

    def close(self) -> None:
        """Let go of the files. The build can't be used afterwards."""
        self._documents.close()
        self._vectors.close()

    def lexical(
        self, terms: Sequence[str], limit: int, sources: Sequence[str] | None = None
    ) -> list[Scored]:
        """The passages that share terms, best first, of some or all documents."""
        scores = self._words.scores(terms)
        if sources:
            scores = np.where(np.isin(self._documents_of, list(sources)), scores, 0.0)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Scored(self.ids[row], float(scores[row])) for row in best if scores[row] > 0]

    def check(self, encoder: Encoder) -> None:
        """Verify that the build is whole and that this encoder made its vectors.

        Raises:
            IndexMismatch: another model made it. IndexDamaged: something is changed or missing.
        """
        self.require(encoder)
        faults = self.faults()
        if faults:
            raise IndexDamaged(self.folder.parent.parent, faults)

    def require(self, encoder: Encoder) -> None:
        """Raises IndexMismatch where another model than this encoder made the vectors."""
        if encoder.fingerprint != self.record.model_fingerprint:
            raise IndexMismatch(
                self.folder.parent.parent,
                f"hij is gemaakt met model '{self.record.model}', en dat is nu een ander model",
            )

    def faults(self) -> list[str]:
        """What is wrong with this build, in Dutch: changed files, missing passages or vectors."""
        faults = [
            f"bestand {name} is veranderd of weg"
            for name, sha in self.record.files.items()
            if _sha256(self.folder / name) != sha
        ]
        count = self._documents.count()
        if count != self.record.passages:
            faults.append(f"{count} passages in plaats van {self.record.passages}")
        ids, vectors = self._vectors.everything()
        if sorted(ids) != sorted(self.ids):
            faults.append("de vectoren horen niet bij de passages")
        norms = np.linalg.norm(vectors, axis=-1)
        if not np.all((np.abs(norms - 1) < 1e-3) | (norms < 1e-6)):
            faults.append("er zijn kapotte vectoren")
        if self._words.size != len(self.ids):
            faults.append("de woordenindex hoort niet bij de passages")
        return faults


class Index:
    """The index in a folder, for reading: always the build that the pointer names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: Build | None = None

    def build(self) -> Build:
        """The live build; opened anew only when the pointer has moved.

        Raises:
            IndexMissing: there is none. IndexMismatch: another version made it.
            IndexDamaged: it can't be opened.
        """
        name = _pointer(self.folder)
        if name is None:
            raise IndexMissing(self.folder)
        if self._open is None or self._open.folder.name != name:
            try:
                self._open = Build(self.folder / "builds" / name)
            except IndexMismatch:
                raise
            except Exception as error:  # each library raises its own kinds for a broken file
                raise IndexDamaged(self.folder, [f"{type(error).__name__}: {error}"]) from error
        return self._open


class Draft:
    """A build in the making, a context; within `writing`, which holds the lock and cleans up."""

    def __init__(self, index: Path, base: Build | None) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
        self._index = index
        self.folder = index / "builds" / name
        self.folder.mkdir(parents=True)
        if base is not None:
            shutil.copy2(base.folder / "store.sqlite", self.folder)
            shutil.copytree(base.folder / "chroma", self.folder / "chroma")
        self._documents = DocumentStore(self.folder / "store.sqlite")
        self._vectors = VectorStore(self.folder / "chroma", create=base is None)

    def remove(self, document_id: str) -> None:
        """Take a document out, with its passages and vectors."""
        self._documents.remove(document_id)
        self._vectors.remove(document_id)

    def add(self, document: Document, passages: Sequence[Passage], encoder: Encoder) -> None:
        """Put a document in; references are kept, but get no vector."""
        self._documents.add(document, passages)
        searched = [passage for passage in passages if passage.kind != "reference"]
        vectors: Vectors = encoder.encode_documents([searched_text(p) for p in searched])
        self._vectors.add([passage.id for passage in searched], vectors, document.id)

    def commit(self, record: Record, lexicon: Path) -> Record:
        """Write the lexical index and the record, check the build, and make it the live one.

        Raises:
            NoDocuments: it holds no passage that may answer.
            IndexDamaged: the build fails its check; the live one stays.
        """
        self._documents.commit()
        shutil.copyfile(lexicon, self.folder / "lexicon.tsv")
        self._write_words()
        record = replace(
            record,
            passages=self._documents.count(),
            made=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        )
        self._close()
        record.files.update(
            (path.relative_to(self.folder).as_posix(), _sha256(path) or "")
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "chroma" not in path.relative_to(self.folder).parts
        )
        _write(self.folder / "record.json", json.dumps(asdict(record), indent=1))
        build = Build(self.folder)
        faults = build.faults()
        build.close()
        if faults:
            raise IndexDamaged(self.folder, faults)
        _write(self._index / "current", self.folder.name)
        return record

    def __enter__(self) -> "Draft":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        self._documents.close()
        self._vectors.close()

    def _write_words(self) -> None:
        texts = [searched_text(passage) for passage in self._documents.searched()]
        if not texts:
            raise NoDocuments("In de documenten staat geen tekst waaruit geantwoord kan worden.")
        known = vocabulary(texts)
        dutch = Dutch(known, Lexicon.load(self.folder / "lexicon.tsv"))
        LexicalStore.make([dutch.terms(text) for text in texts]).save(self.folder / "bm25")
        _write(self.folder / "words.txt", "\n".join(known))


def searched_text(passage: Passage) -> str:
    """What of a passage is searched: the path of its headings, then its text."""
    return f"{passage.section}\n{passage.text}"


@contextmanager
def writing(folder: Path) -> Iterator[Build | None]:
    """Hold the index's one write lock; gives the live build where there is one that is whole.

    On leaving, builds other than the live one and the one before it are removed: a reader may
    still be in the middle of a question on the one before.

    Raises:
        IndexLocked: another ingest holds it. IndexNotWritable: the folder can't be written.
    """
    lock = FileLock(folder / "lock")
    try:
        (folder / "builds").mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexLocked(folder) from error
    except OSError as error:
        raise IndexNotWritable(folder, reason(error)) from error
    before = _pointer(folder)
    base: Build | None = None
    try:
        with suppress(IndexMissing, IndexMismatch, IndexDamaged):
            found = Index(folder).build()
            base = None if found.faults() else found  # a damaged build is made anew
        yield base
    except OSError as error:
        raise IndexNotWritable(folder, reason(error)) from error
    finally:
        if base is not None:
            base.close()
        _clean(folder, keep={before, _pointer(folder)})
        lock.release()


def _clean(folder: Path, keep: set[str | None]) -> None:
    for build in (folder / "builds").iterdir():
        if build.name not in keep:
            shutil.rmtree(build, ignore_errors=True)


def _pointer(folder: Path) -> str | None:
    try:
        return (folder / "current").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def _read_record(folder: Path) -> Record:
    entries = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    if entries.get("format") != FORMAT:
        index = folder.parent.parent
        raise IndexMismatch(index, "een andere versie van Ruggespraak heeft hem gemaakt")
    return Record(**entries)


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
