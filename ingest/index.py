"""The index on disk: immutable builds and one pointer. The only module that knows Chroma and bm25s.

    INDEX/current              the name of the live build; moved by one os.replace
    INDEX/lock                 held by the one ingest that may write
    INDEX/builds/NAME/         store.sqlite  documents and passages
                               chroma/       vectors of the passages, which can be made anew
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
import math
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import bm25s
import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from ingest.dutch import Dutch, Lexicon, vocabulary
from ingest.embeddings import Encoder, Vectors
from ingest.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMismatch,
    IndexMissing,
    IndexNotWritable,
)
from ingest.schema import Document, Passage, Section, Source

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

T = TypeVar("T")

FORMAT = 1  # raise it whenever an older build would be read wrongly
BATCH = 5000  # Chroma takes at most 5,461 rows at once
HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 200,
    "max_neighbors": 32,
    "ef_search": 200,
}
_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, text TEXT, sections TEXT, meta TEXT, pages TEXT);
CREATE TABLE passages (id TEXT PRIMARY KEY, document_id TEXT, section TEXT, page INTEGER,
                       start INTEGER, "end" INTEGER, kind TEXT);
CREATE INDEX passages_document ON passages (document_id);
"""


def default_index() -> Path:
    """The index folder where none is given: RUGGESPRAAK_INDEX, else one in the project."""
    project = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("RUGGESPRAAK_INDEX") or project / ".ruggespraak" / "index")


class Scored(NamedTuple):
    """A passage's id and its score, higher is better."""

    id: str
    score: float


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
        """Would a build made now by this encoder with these settings hold the same vectors?"""
        return (self.format, self.model_fingerprint, self.settings) == (
            FORMAT,
            encoder.fingerprint,
            settings,
        )


class Build:
    """One build, opened for reading. Rows of the lexical index follow the order of passage ids."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = _read_record(folder)
        self._store = _connect(folder / "store.sqlite")
        self.ids: list[str] = _indexed_ids(self._store)
        self._documents_of = np.array([id.rpartition(":")[0] for id in self.ids])
        self._bm25 = bm25s.BM25.load(folder / "bm25", show_progress=False)
        self._chroma, self._vectors = _open_chroma(folder / "chroma")
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        self.dutch = Dutch(words, Lexicon.load(folder / "lexicon.tsv"))
        self.document = lru_cache(maxsize=256)(self._document)

    def close(self) -> None:
        """Let go of the files. The build can't be used afterwards."""
        self._store.close()
        self._chroma.close()

    def passage(self, id: str) -> Passage:
        """The passage with this id; KeyError where there is none."""
        row = self._store.execute("SELECT * FROM passages WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        return self._passage(row)

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in reading order, references included."""
        rows = self._store.execute(
            "SELECT * FROM passages WHERE document_id = ? ORDER BY start", (document_id,)
        )
        return [self._passage(row) for row in rows]

    def dense(
        self, vector: Vectors, limit: int, sources: Sequence[str] | None = None
    ) -> list[Scored]:
        """The passages nearest to a unit vector of shape (dimension,), by cosine similarity."""
        found = self._vectors.query(
            query_embeddings=[vector.tolist()],
            n_results=min(limit, len(self.ids)),
            where=_among(sources) if sources else None,
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return [Scored(id, 1.0 - distance) for id, distance in pairs]

    def lexical(
        self, terms: list[str], limit: int, sources: Sequence[str] | None = None
    ) -> list[Scored]:
        """The passages that share terms, by BM25 (Lucene's variant); the others are out."""
        known = [term for term in terms if term in self._bm25.vocab_dict]
        if not known:
            return []
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        if sources:
            scores = np.where(np.isin(self._documents_of, list(sources)), scores, 0.0)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Scored(self.ids[row], float(scores[row])) for row in best if scores[row] > 0]

    def holds(self, term: str) -> bool:
        """Does any passage hold this term?"""
        return term in self._bm25.vocab_dict

    def idf(self, term: str) -> float:
        """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), where n of N passages hold it."""
        row = self._bm25.vocab_dict.get(term)
        pointers = self._bm25.scores["indptr"]
        holding = 0 if row is None else int(pointers[row + 1] - pointers[row])
        return math.log(1 + (len(self.ids) - holding + 0.5) / (holding + 0.5))

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
        rows = self._store.execute("SELECT count(*) FROM passages").fetchone()[0]
        if rows != self.record.passages:
            faults.append(f"{rows} passages in plaats van {self.record.passages}")
        stored = self._vectors.get(include=["embeddings"])
        if sorted(stored["ids"]) != sorted(self.ids):
            faults.append("de vectoren horen niet bij de passages")
        norms = np.linalg.norm(np.asarray(stored["embeddings"]), axis=-1)
        if not np.all((np.abs(norms - 1) < 1e-3) | (norms < 1e-6)):
            faults.append("er zijn kapotte vectoren")
        if self._bm25.scores["num_docs"] != max(1, len(self.ids)):
            faults.append("de woordenindex hoort niet bij de passages")
        return faults

    def _document(self, id: str) -> Document:
        row = self._store.execute("SELECT * FROM documents WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        meta = json.loads(row["meta"])
        return Document(
            id=id,
            text=row["text"],
            sections=tuple(Section(**section) for section in json.loads(row["sections"])),
            meta=Source(**{**meta, "authors": tuple(meta["authors"])}),
            pages=tuple(json.loads(row["pages"])),
        )

    def _passage(self, row: sqlite3.Row) -> Passage:
        text = self.document(row["document_id"]).text[row["start"] : row["end"]]
        return Passage(**dict(row), text=text)


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
        self._store = _connect(self.folder / "store.sqlite")
        if base is None:
            self._store.executescript(_SCHEMA)
        self._chroma, self._vectors = _open_chroma(self.folder / "chroma", create=base is None)

    def remove(self, document_id: str) -> None:
        """Take a document out, with its passages and vectors."""
        rows = self._store.execute("SELECT id FROM passages WHERE document_id = ?", (document_id,))
        for ids in _batches([row["id"] for row in rows]):
            self._vectors.delete(ids=ids)
        self._store.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        self._store.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def add(self, document: Document, passages: Sequence[Passage], encoder: Encoder) -> None:
        """Put a document in; references are kept, but get no vector."""
        as_json = [
            json.dumps([asdict(section) for section in document.sections]),
            json.dumps(asdict(document.meta)),
            json.dumps(document.pages),
        ]
        self._store.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)", (document.id, document.text, *as_json)
        )
        columns = ("id", "document_id", "section", "page", "start", "end", "kind")
        self._store.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            ([getattr(passage, column) for column in columns] for passage in passages),
        )
        indexed = [passage for passage in passages if passage.kind != "reference"]
        for batch in _batches(indexed):
            vectors = encoder.encode_documents([searched_text(p.section, p.text) for p in batch])
            self._vectors.add(
                ids=[passage.id for passage in batch],
                embeddings=vectors,
                metadatas=[{"document": document.id}] * len(batch),
            )

    def commit(self, record: Record, lexicon: Path) -> Record:
        """Write the lexical index and the record, check the build, and make it the live one.

        Raises:
            IndexDamaged: the build fails its check; the live one stays.
        """
        self._store.commit()
        shutil.copyfile(lexicon, self.folder / "lexicon.tsv")
        self._write_lexical()
        count = self._store.execute("SELECT count(*) FROM passages").fetchone()[0]
        self._store.close()
        self._chroma.close()
        record = replace(
            record,
            passages=count,
            made=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            files={
                path.relative_to(self.folder).as_posix(): _sha256(path) or ""
                for path in sorted(self.folder.rglob("*"))
                if path.is_file() and "chroma" not in path.relative_to(self.folder).parts
            },
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
        self._store.close()
        self._chroma.close()

    def _write_lexical(self) -> None:
        rows = self._store.execute(
            'SELECT passages.id, section, substr(text, start + 1, "end" - start) AS text '
            "FROM passages JOIN documents ON documents.id = document_id "
            "WHERE kind != 'reference' ORDER BY passages.id"
        ).fetchall()
        texts = [searched_text(row["section"], row["text"]) for row in rows]
        known = vocabulary(texts)
        dutch = Dutch(known, Lexicon.load(self.folder / "lexicon.tsv"))
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(
            [dutch.terms(text) for text in texts], create_empty_token=False, show_progress=False
        )
        bm25.save(self.folder / "bm25", show_progress=False)
        _write(self.folder / "words.txt", "\n".join(known))


def searched_text(section: str, text: str) -> str:
    """What of a passage is searched: the path of its headings, then its text."""
    return f"{section}\n{text}"


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
        raise IndexNotWritable(folder, error.strerror or str(error)) from error
    before = _pointer(folder)
    base: Build | None = None
    try:
        with suppress(IndexMissing, IndexMismatch, IndexDamaged):
            found = Index(folder).build()
            base = None if found.faults() else found  # a damaged build is made anew
        yield base
    except OSError as error:
        raise IndexNotWritable(folder, error.strerror or str(error)) from error
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
        return (folder / "current").read_text(encoding="utf-8").strip()
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


def _connect(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path, check_same_thread=False)
    store.row_factory = sqlite3.Row
    return store


def _indexed_ids(store: sqlite3.Connection) -> list[str]:
    rows = store.execute("SELECT id FROM passages WHERE kind != 'reference' ORDER BY id")
    return [row["id"] for row in rows]


def _open_chroma(folder: Path, create: bool = False) -> "tuple[Any, Collection]":
    import chromadb
    from chromadb.config import Settings

    if not create and not (folder / "chroma.sqlite3").exists():
        raise FileNotFoundError(f"{folder} ontbreekt")
    client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
    if create:
        collection = client.create_collection(
            "passages",
            configuration={"hnsw": {**HNSW}},
            embedding_function=None,
        )
    else:
        collection = client.get_collection("passages", embedding_function=None)
    return client, collection


def _among(sources: Sequence[str]) -> "Where":
    return cast("Where", {"document": {"$in": list(sources)}})


def _batches(items: list[T]) -> Iterable[list[T]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
