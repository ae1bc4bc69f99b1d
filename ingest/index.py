"""The index on disk: immutable builds and one pointer.

    INDEX/current              the name of the live build; moved by one os.replace
    INDEX/lock                 held by the one ingest that may write
    INDEX/files.json           where the file of each document lay at the last ingest
    INDEX/builds/NAME/         store.sqlite  documents, passages and their terms
                               chroma/       vectors of the passages
                               bm25/         the lexical index
                               lexicon.tsv   the lexicon of the analysis
                               record.json   model, settings, hashes of files; written last

A reader opens the build that the pointer names, and keeps it until it asks again. A `Draft` is a
build in the making: a copy of the live one plus the difference; `commit` checks it and moves the
pointer. A draft that was killed has no record and is removed by the next ingest.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from ingest.dutch import Dutch, Lexicon
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
from ingest.passages import Span, searched_text
from ingest.schema import Document, Passage, Prepared
from ingest.spelling import Spelling
from ingest.stores import (
    BATCH,
    DocumentStore,
    LexicalStore,
    Near,
    Scored,
    VectorStore,
    keys_of,
    sha_of,
    vector_files,
    written,
)

FORMAT = 5  # raise it whenever an older build would be read wrongly
_FILES = "files.json"


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
        self._documents = _documents(folder)
        self._vectors = VectorStore(folder / "chroma")
        self._words = LexicalStore.load(folder / "bm25")
        self.dutch = _dutch(Lexicon.load(folder / "lexicon.tsv"))
        self.ids = self._documents.searched()
        self.documents = self._documents.hashes()  # id -> hash of what it was made from
        of = [id.rpartition(":")[0] for id in self.ids]  # the document of each passage
        self._numbers = {id: number for number, id in enumerate(dict.fromkeys(of))}
        self._documents_of = np.array([self._numbers[id] for id in of])
        self.passages = self._documents.passages
        self.mends = self._documents.mends
        self.holds = self._words.holds
        self.idf = self._words.idf

    def close(self) -> None:
        """Let go of the files. The build can't be used afterwards."""
        self._documents.close()
        self._vectors.close()

    def document(self, id: str) -> Document:
        """The document with this id. Raises KeyError where there is none."""
        return self._documents.document(id)

    def passage(self, id: str) -> Passage:
        """The passage with this id. Raises KeyError where there is none."""
        return self._documents.passage(id)

    def hung_on(self, passage_id: str) -> tuple[Span, ...]:
        """The span of the document that each question of a passage hangs on, by its number."""
        return self._documents.hung_on(passage_id)

    def file(self, document_id: str) -> Path | None:
        """Where the file of a document lay at the last ingest; None where that isn't known.

        It may have been moved or changed since: see `ingest.documents.original`.
        """
        with suppress(OSError, ValueError):
            files: dict[str, str] = json.loads((self.folder.parent.parent / _FILES).read_bytes())
            return Path(files[document_id]) if document_id in files else None
        return None

    def lexical(
        self, weights: Mapping[str, float], limit: int, sources: Sequence[str] | None = None
    ) -> list[Scored]:
        """The passages that share weighted terms, best first, of some or all documents."""
        scores = self._words.scores(weights)
        if sources:
            numbers = [self._numbers[id] for id in sources if id in self._numbers]
            scores = np.where(np.isin(self._documents_of, numbers), scores, 0.0)
        rows = np.flatnonzero(scores > 0)
        if len(rows) > limit:  # sort only those that may be among the best
            least = np.partition(scores[rows], -limit)[-limit]
            rows = rows[scores[rows] >= least]
        best = rows[np.argsort(-scores[rows], kind="stable")][:limit]
        return [Scored(self.ids[row], float(scores[row])) for row in best]

    def told(self, term: str, passage_id: str) -> bool:
        """Does a passage, or a question that it answers, hold this term?"""
        return self._words.told(term, self._rows[passage_id])

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The row of each passage in the lexical index, by its id."""
        return {id: row for row, id in enumerate(self.ids)}

    @cached_property
    def spelling(self) -> Spelling:
        """The terms that passages hold, by how they are spelt."""
        return Spelling(self._words.vocabulary)

    def dense(
        self, vector: Vectors, limit: int, sources: Sequence[str] | None = None
    ) -> list[Near]:
        """The passages nearest to a unit vector of shape (dimension,), of some or all documents.

        Raises:
            IndexDamaged: the vectors can't be read.
        """
        try:
            return self._vectors.nearest(vector, limit, sources)
        except ValueError as error:
            raise IndexDamaged(self.folder.parent.parent, [str(error)]) from error

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
        changed = changed_files(self.folder, self.record.files)
        return changed or list(dict.fromkeys(self._inner_faults()))

    def _inner_faults(self) -> Iterator[str]:
        """What does not go together, in files that are as they were written."""
        count = self._documents.count()
        if count != self.record.passages:
            yield f"{count} passages in plaats van {self.record.passages}"
        missing = set(self._documents.keys())
        for ids, vectors in self._vectors.everything():
            if not missing.issuperset(ids):
                yield "er zijn vectoren zonder passage"
            missing.difference_update(ids)
            norms = np.linalg.norm(vectors, axis=-1)
            if not np.all((np.abs(norms - 1) < 1e-3) | (norms < 1e-6)):
                yield "er zijn kapotte vectoren"
        if missing:
            yield f"{len(missing)} passages hebben geen vector"
        if self._words.size != len(self.ids):
            yield "de woordenindex hoort niet bij de passages"


@lru_cache(maxsize=1)
def _dutch(lexicon: Lexicon) -> Dutch:
    """The analysis over a lexicon, with the words that it knows by now: a new build mostly has the
    lexicon of the one before.
    """
    return Dutch(lexicon)


def changed_files(build: Path, shas: dict[str, str]) -> list[str]:
    """The files of a build that aren't as they were at its commit, in Dutch."""
    now = _files(build)
    return [
        f"bestand {name} is {'veranderd' if name in now else 'weg'}"
        for name, sha in shas.items()
        if now.get(name) != sha
    ]


class Index:
    """The index in a folder, for reading: always the build that the pointer names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: Build | None = None

    def exists(self) -> bool:
        """Is there an index, whole or damaged?"""
        return _pointer(self.folder) is not None

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
        with written(self.folder):
            if base is not None:
                shutil.copy2(base.folder / "store.sqlite", self.folder)
                shutil.copytree(base.folder / "chroma", self.folder / "chroma")
            self._documents = DocumentStore(self.folder / "store.sqlite")
            self._vectors = VectorStore(self.folder / "chroma", create=base is None)
        self._gone: list[str] = []  # ids of vectors to take out
        self._ids: list[str] = []  # of vectors that wait to be written, many at a time
        self._waiting: list[Vectors] = []

    def remove(self, document_ids: Iterable[str]) -> None:
        """Take documents out, with their passages and vectors."""
        for id in document_ids:
            self._gone += self._documents.keys(id)
            self._documents.remove(id)

    def holds_documents(self) -> bool:
        """Is there any document in it?"""
        return bool(self._documents.hashes())

    def add(self, prepared: Prepared, hash: str, encoder: Encoder) -> None:
        """Put a document in; references are kept, but get no vector.

        A question that a passage answers is encoded as questions are: it is compared with them.
        """
        self._documents.add(prepared, hash)
        rows = zip(prepared.passages, prepared.keys, strict=True)
        searched = [(passage, keys) for passage, keys in rows if passage.kind != "reference"]
        if searched:
            self._ids += [passage.id for passage, _ in searched]
            texts = [searched_text(passage) for passage, _ in searched]
            self._waiting.append(encoder.encode_documents(texts))
        questions = [key.question for _, keys in searched for key in keys]
        if questions:
            self._ids += [id for p, keys in searched for id in keys_of(p.id, len(keys))[1:]]
            self._waiting.append(encoder.encode_queries(questions))
        if len(self._ids) >= BATCH:
            self._write_vectors()

    def commit(self, record: Record, lexicon: Path) -> Record:
        """Write the lexical index and the record, check the build, and make it the live one.

        Raises:
            NoDocuments: it holds no passage that may answer.
            IndexDamaged: the build fails its check; the live one stays.
        """
        self._write_vectors()
        self._documents.commit()
        terms = self._documents.terms()
        if not len(terms.lengths):
            raise NoDocuments("In de documenten staat geen tekst waaruit geantwoord kan worden.")
        LexicalStore.make(terms).save(self.folder / "bm25")
        shutil.copyfile(lexicon, self.folder / "lexicon.tsv")
        passages = self._documents.count()
        made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._close()
        files = _files(self.folder)
        _sync(self.folder)
        record = replace(record, passages=passages, made=made, files=files)
        _write(self.folder / "record.json", json.dumps(asdict(record), indent=1))
        build = Build(self.folder)
        faults = build.faults()
        build.close()
        if faults:
            raise IndexDamaged(self._index, faults)
        _write(self._index / "current", self.folder.name)
        return record

    def __enter__(self) -> "Draft":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        self._documents.close()
        self._vectors.close()

    def _write_vectors(self) -> None:
        self._vectors.remove(self._gone)
        if self._ids:
            self._vectors.add(self._ids, np.concatenate(self._waiting))
        self._gone, self._ids, self._waiting = [], [], []


class Held(NamedTuple):
    """What the index holds when an ingest begins.

    `build` is the live one where it is whole; `documents` can be read from also where it isn't;
    `model` made the vectors, as far as that can be read.
    """

    build: Build | None = None
    documents: DocumentStore | None = None
    model: str | None = None

    def close(self) -> None:
        """Let go of the files."""
        for opened in (self.build, self.documents):
            if opened is not None:
                opened.close()


@contextmanager
def writing(folder: Path) -> Iterator[Held]:
    """Hold the index's one write lock; gives what the index holds.

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
    held = Held()
    try:
        held = _held(folder)
        yield held
    except OSError as error:
        raise IndexNotWritable(folder, reason(error)) from error
    finally:
        held.close()
        _clean(folder, keep={before, _pointer(folder)})
        lock.release()


def note_files(folder: Path, files: Mapping[str, Path]) -> None:
    """Note where the file of each document lies, by id; within `writing`."""
    paths = {id: str(path) for id, path in files.items()}
    _write(folder / _FILES, json.dumps(paths, indent=1))


def _held(folder: Path) -> Held:
    try:
        build = Index(folder).build()
        if not changed_files(build.folder, build.record.files):
            return Held(build, _documents(build.folder), build.record.model)
        build.close()  # a damaged build is made anew
    except (IndexMissing, IndexMismatch):
        return Held()
    except IndexDamaged:
        pass
    held, damaged = Held(), folder / "builds" / (_pointer(folder) or "")
    with suppress(OSError, ValueError):
        held = Held(documents=_documents(damaged))
    with suppress(OSError, ValueError, TypeError, AttributeError):
        held = held._replace(model=_read_record(damaged).model)
    return held


def _documents(build: Path) -> DocumentStore:
    if not (build / "store.sqlite").exists():
        raise FileNotFoundError("store.sqlite ontbreekt")
    return DocumentStore(build / "store.sqlite")


def _files(build: Path) -> dict[str, str]:
    """For each file of a build but its record, the SHA-256 of what it says."""
    chroma = build / "chroma"
    own = {
        path.relative_to(build).as_posix(): sha_of(path)
        for path in sorted(build.rglob("*"))
        if path.is_file() and chroma not in path.parents and path.name != "record.json"
    }
    return own | {f"chroma/{name}": sha for name, sha in vector_files(chroma).items()}


def _sync(build: Path) -> None:
    """Have every file of a build on the disk before the pointer moves: a power cut loses none."""
    for path in build.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


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
