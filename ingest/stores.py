"""The three stores of a build: documents and passages in SQLite, vectors in Chroma, words in bm25s.

The only module that knows these libraries. The vectors and the lexical index can be made anew from
the documents. Doesn't know of builds, pointers or locks.
"""

import errno
import hashlib
import json
import math
import re
import shutil
import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import bm25s
import numpy as np
from numpy.typing import NDArray

from ingest.embeddings import Vectors
from ingest.passages import Span
from ingest.schema import (
    Document,
    Key,
    Mark,
    Mend,
    Passage,
    Prepared,
    Region,
    Section,
    Source,
    Terms,
)
from ingest.text import Origins

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

MOST_PASSAGES = 1 << 12  # kept once read: what is found often
BATCH = 5000  # Chroma takes at most 5,461 rows at once
HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 200,
    "max_neighbors": 32,
    "ef_search": 800,  # with 200, 100k passages missed a recall@10 of 0.99: see eval/speed.py
    "batch_size": 1,
    "sync_threshold": 1,  # write the graph at each batch, so that its files can be checked
}
LITTLE = 20_000_000  # bytes: with fewer left, a write that fails means a full disk
_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, hash TEXT, text TEXT, origins BLOB, about TEXT,
                        sha TEXT);
CREATE TABLE passages (id TEXT PRIMARY KEY, document_id TEXT, section TEXT, page INTEGER,
                       start INTEGER, "end" INTEGER, kind TEXT, keys BLOB, terms BLOB, counts BLOB);
CREATE TABLE terms (id INTEGER PRIMARY KEY, term TEXT UNIQUE);
CREATE INDEX passages_document ON passages (document_id);
"""
_PASSAGE = 'id, document_id, section, page, start, "end", kind'
_SEARCHED = "kind != 'reference'"
_CHROMA = "chroma.sqlite3"  # its own database
_OF_QUESTION = re.compile(r"#(\d+)\Z")  # ends the id of a question's vector, after its passage's


class Scored(NamedTuple):
    """A passage's id and its score, higher is better."""

    id: str
    score: float


class Near(NamedTuple):
    """A passage's id, the similarity of its nearest vector, and of each of its questions that is
    near: which one, and its similarity.
    """

    id: str
    score: float
    questions: tuple[tuple[int, float], ...]


def keys_of(passage_id: str, questions: int) -> list[str]:
    """The ids of a passage's vectors: its own, and those of its questions.

    >>> keys_of("a:0001", 2)
    ['a:0001', 'a:0001#0', 'a:0001#1']
    """
    return [passage_id, *(f"{passage_id}#{number}" for number in range(questions))]


class DocumentStore:
    """Documents, their passages, and the terms of each passage that may answer.

    A passage's text is kept once, as a span of its document.
    """

    def __init__(self, path: Path) -> None:
        """Open the store in a file, or make it. Raises ValueError where the file is broken."""
        new = not path.exists()
        self._path = path
        self._store = sqlite3.connect(path, check_same_thread=False)
        self._store.row_factory = sqlite3.Row
        self._closed = weakref.finalize(self, self._store.close)  # else at some later time
        try:
            if new:
                self._store.executescript(_SCHEMA)
            self._terms: dict[str, int] = dict(
                self._store.execute("SELECT term, id FROM terms ORDER BY id")
            )
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path.name} is beschadigd: {error}") from error
        self.document = lru_cache(maxsize=256)(partial(_document, self._store))
        self.passage = lru_cache(maxsize=MOST_PASSAGES)(
            partial(_passage, self._store, self.document)
        )
        self.hung_on = lru_cache(maxsize=MOST_PASSAGES)(partial(_hung_on, self._store))

    def add(self, prepared: Prepared, hash: str) -> None:
        """Put a document in with its passages; `hash` is of what it was made from.

        Raises:
            OSError: it can't be written.
        """
        with written(self._path):
            self._add(prepared, hash)

    def _add(self, prepared: Prepared, hash: str) -> None:
        document = prepared.document
        about = json.dumps(
            {
                "sections": [asdict(section) for section in document.sections],
                "meta": asdict(document.meta),
                "regions": document.regions,
                "marks": document.marks,
                "mends": document.mends,
                "scanned": document.scanned,
            }
        )
        row = (document.id, hash, document.text, document.origins.pack(), about)
        self._store.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", (*row, _seal(row)))
        packed = self._packed(prepared.terms)
        self._store.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    p.id,
                    p.document_id,
                    p.section,
                    p.page,
                    p.start,
                    p.end,
                    p.kind,
                    _spans(keys),
                    *terms,
                )
                for p, keys, terms in zip(prepared.passages, prepared.keys, packed, strict=True)
            ),
        )

    def remove(self, document_id: str) -> None:
        """Take a document out with its passages."""
        self._store.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        self._store.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def hashes(self) -> dict[str, str]:
        """For each document's id, the hash of what it was made from; as much as can be read."""
        try:
            return dict(self._store.execute("SELECT id, hash FROM documents ORDER BY id"))
        except sqlite3.DatabaseError:
            return {}

    def whole(self, id: str) -> Document | None:
        """The document if it is as it was put in, also where other parts are damaged."""
        try:
            row = self._store.execute("SELECT * FROM documents WHERE id = ?", (id,)).fetchone()
            return (
                _document(self._store, id) if row and _seal(tuple(row)[:-1]) == row["sha"] else None
            )
        except (sqlite3.DatabaseError, ValueError, KeyError, TypeError):
            return None

    def mends(self) -> list[tuple[str, Mend]]:
        """Every slip that was mended, with the id of its document."""
        rows = self._store.execute("SELECT id, about FROM documents ORDER BY id")
        return [(id, Mend(*mend)) for id, about in rows for mend in json.loads(about)["mends"]]

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document in reading order, references included."""
        rows = self._store.execute(
            f"SELECT {_PASSAGE} FROM passages WHERE document_id = ? ORDER BY start", (document_id,)
        )
        return [_read(row, self.document) for row in rows]

    def searched(self, document_id: str = "") -> list[str]:
        """The ids, in order, of the passages that may answer: all but references."""
        one = "AND document_id = ?" if document_id else ""
        rows = self._store.execute(
            f"SELECT id FROM passages WHERE {_SEARCHED} {one} ORDER BY id",
            (document_id,) if document_id else (),
        )
        return [id for (id,) in rows]

    def keys(self, document_id: str = "") -> list[str]:
        """The ids of the vectors: of each passage that may answer, and of each of its questions."""
        one = "AND document_id = ?" if document_id else ""
        rows = self._store.execute(
            f"SELECT id, length(keys) / 8 FROM passages WHERE {_SEARCHED} {one} ORDER BY id",
            (document_id,) if document_id else (),
        )
        return [key for id, questions in rows for key in keys_of(id, questions)]

    def terms(self) -> Terms:
        """The terms of the passages that may answer, in the order of `searched`."""
        rows = self._store.execute(
            f"SELECT terms, counts FROM passages WHERE {_SEARCHED} ORDER BY id"
        )
        terms, counts, lengths = bytearray(), bytearray(), []
        for held, often in rows:
            terms += held
            counts += often
            lengths.append(len(held) // 4)
        numbers = np.frombuffer(bytes(terms), dtype="<i4"), np.frombuffer(bytes(counts), "<i4")
        return Terms(list(self._terms), np.array(lengths, dtype=np.int64), *numbers)

    def count(self) -> int:
        """How many passages there are, references included."""
        number: int = self._store.execute("SELECT count(*) FROM passages").fetchone()[0]
        return number

    def commit(self) -> None:
        """Write what was changed. Raises OSError where that can't be."""
        with written(self._path):
            self._store.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is lost. Done by itself once nobody holds the
        store.
        """
        self._closed()

    def _packed(self, terms: Terms) -> Iterator[tuple[bytes, bytes]]:
        """For each passage, the store's numbers of its terms, and how often each occurs."""
        mine = np.array([self._number(term) for term in terms.vocabulary], dtype="<i4")
        numbers, counts = mine[terms.numbers], terms.counts.astype("<i4")
        at = 0
        for length in terms.lengths.tolist():
            yield numbers[at : at + length].tobytes(), counts[at : at + length].tobytes()
            at += length

    def _number(self, term: str) -> int:
        """The number of a term; a new one where it has none."""
        number = self._terms.get(term)
        if number is None:
            number = self._terms[term] = len(self._terms)
            self._store.execute("INSERT INTO terms VALUES (?, ?)", (number, term))
        return number


def _document(store: sqlite3.Connection, id: str) -> Document:
    row = store.execute("SELECT * FROM documents WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise KeyError(id)
    about = json.loads(row["about"])
    meta = about["meta"]
    return Document(
        id=id,
        text=row["text"],
        sections=tuple(Section(**section) for section in about["sections"]),
        meta=Source(**{**meta, "authors": tuple(meta["authors"])}),
        origins=Origins.unpack(row["origins"]),
        regions=tuple(Region(*region) for region in about["regions"]),
        marks=tuple(Mark(*mark) for mark in about["marks"]),
        mends=tuple(Mend(*mend) for mend in about["mends"]),
        scanned=tuple(about["scanned"]),
    )


def _passage(store: sqlite3.Connection, document: Callable[[str], Document], id: str) -> Passage:
    """The passage with this id; KeyError where there is none."""
    row = store.execute(f"SELECT {_PASSAGE} FROM passages WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise KeyError(id)
    return _read(row, document)


def _read(row: sqlite3.Row, document: Callable[[str], Document]) -> Passage:
    text = document(row["document_id"]).text[row["start"] : row["end"]]
    return Passage(**dict(row), text=text)


def _hung_on(store: sqlite3.Connection, passage_id: str) -> tuple[Span, ...]:
    """The sentence of the document that each question of a passage hangs on."""
    query = "SELECT keys FROM passages WHERE id = ?"
    (keys,) = store.execute(query, (passage_id,)).fetchone()
    return tuple(Span(*pair) for pair in np.frombuffer(keys, "<i4").reshape(-1, 2).tolist())


def _spans(keys: Sequence[Key]) -> bytes:
    """Start and end of each sentence, as little-endian int32."""
    return np.array([(key.start, key.end) for key in keys], dtype="<i4").tobytes()


def _seal(row: tuple[Any, ...]) -> str:
    """SHA-256 over the columns of a document's row."""
    return hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).hexdigest()


class VectorStore:
    """Unit vectors in Chroma, cosine similarity: one for each passage that may answer, and one for
    each question that it is known to answer.
    """

    def __init__(self, folder: Path, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        if not create and not (folder / _CHROMA).exists():
            raise FileNotFoundError(f"{folder} ontbreekt")
        self._folder = folder
        settings = Settings(anonymized_telemetry=False)
        self._client: Any = chromadb.PersistentClient(folder, settings)
        # Chroma keeps what a client holds open until that is closed, also when nobody has it.
        self._closed = weakref.finalize(self, cast(Any, self._client).close)
        self._collection: Collection = (
            self._client.create_collection(
                "passages", configuration={"hnsw": {**HNSW}}, embedding_function=None
            )
            if create
            else self._client.get_collection("passages", embedding_function=None)
        )
        self._of: dict[str, tuple[list[str], Vectors]] = {}  # document -> its ids and vectors

    @cached_property
    def _size(self) -> int:
        """How many vectors there are; counting takes milliseconds, and a build never changes."""
        return self._collection.count()

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add the vectors, of shape (len(ids), dimension), with the ids that `keys_of` gives.

        Raises:
            OSError: they can't be written.
        """
        for at in range(0, len(ids), BATCH):
            batch = list(ids[at : at + BATCH])
            with written(self._folder):
                self._collection.add(
                    ids=batch,
                    embeddings=vectors[at : at + BATCH],
                    metadatas=[{"document": id.rpartition(":")[0]} for id in batch],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Take out vectors. Raises OSError where that can't be written."""
        for at in range(0, len(ids), BATCH):
            with written(self._folder):
                self._collection.delete(ids=list(ids[at : at + BATCH]))

    def nearest(
        self, vector: Vectors, limit: int, sources: Sequence[str] | None = None
    ) -> list[Near]:
        """The passages of the `limit` vectors nearest to a unit vector of shape (dimension,), best
        first; of some or all documents.

        Raises:
            ValueError: Chroma can't read its files.
        """
        from chromadb.errors import ChromaError

        try:
            keys, near = self._within(vector, sources) if sources else self._graph(vector, limit)
        except ChromaError as error:
            raise ValueError(f"de vectoren zijn niet te lezen ({error})") from error
        best: dict[str, float] = {}
        asked: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row in np.argsort(-near, kind="stable")[:limit].tolist():
            question, similarity = _OF_QUESTION.search(keys[row]), float(near[row])
            id = keys[row][: question.start()] if question else keys[row]
            best.setdefault(id, similarity)
            if question:
                asked[id].append((int(question[1]), similarity))
        return [Near(id, similarity, tuple(asked[id])) for id, similarity in best.items()]

    def _graph(self, vector: Vectors, limit: int) -> tuple[list[str], NDArray[np.floating]]:
        """The ids of the nearest vectors of all, and how near they are."""
        found = self._collection.query(
            query_embeddings=[vector.tolist()],
            n_results=min(limit, self._size),
            include=["distances"],
        )
        return found["ids"][0], 1.0 - np.asarray((found["distances"] or [[]])[0])

    def _within(
        self, vector: Vectors, sources: Sequence[str]
    ) -> tuple[list[str], NDArray[np.floating]]:
        """The ids of all vectors of some documents, and how near they are.

        Exact, over vectors that are kept once read: the graph takes ten times as long to leave the
        other documents out.
        """
        self._read(sorted({*sources} - self._of.keys()))
        held = [self._of[source] for source in dict.fromkeys(sources) if source in self._of]
        keys = [key for ids, _ in held for key in ids]
        return keys, np.concatenate([np.empty(0), *(vectors @ vector for _, vectors in held)])

    def _read(self, documents: Sequence[str]) -> None:
        """Keep the vectors of these documents at hand."""
        found: dict[str, tuple[list[str], list[Vectors]]] = {}
        where = cast("Where", {"document": {"$in": list(documents)}})
        for ids, vectors in self._pages(where) if documents else ():
            for id, vector in zip(ids, vectors, strict=True):
                keys, rows = found.setdefault(id.rpartition(":")[0], ([], []))
                keys.append(id)
                rows.append(vector)
        self._of |= {document: (keys, np.stack(rows)) for document, (keys, rows) in found.items()}

    def everything(self) -> Iterator[tuple[list[str], Vectors]]:
        """All ids and their vectors, of shape (number of ids, dimension), BATCH at a time."""
        return self._pages(None)

    def _pages(self, where: "Where | None") -> Iterator[tuple[list[str], Vectors]]:
        at, found = 0, [""]
        while found:
            page = self._collection.get(where=where, include=["embeddings"], limit=BATCH, offset=at)
            found = page["ids"]
            if found:
                yield found, np.asarray(page["embeddings"], dtype=np.float32)
            at += BATCH

    def close(self) -> None:
        """Let go of the files; done by itself once nobody holds the store."""
        self._closed()


@contextmanager
def written(path: Path) -> Iterator[None]:
    """A context that tells a write that failed as an OSError, whatever the library calls it."""
    try:
        yield
    except (sqlite3.Error, shutil.Error) as error:
        raise _not_written(path, error) from error
    except Exception as error:
        if type(error).__module__.startswith("chromadb"):
            raise _not_written(path, error) from error
        raise


def _not_written(path: Path, error: Exception) -> OSError:
    folder = next(folder for folder in path.parents if folder.exists())
    full = shutil.disk_usage(folder).free < LITTLE
    return OSError(errno.ENOSPC if full else errno.EIO, str(error))


def vector_files(folder: Path) -> dict[str, str]:
    """For each file of a VectorStore, closed, its SHA-256: the same until vectors change.

    Of Chroma's own database, over what the tables hold: it writes a row of no meaning whenever it
    is opened.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: _sha_of_tables(path) if name == _CHROMA else sha_of(path)
        for name, path in found.items()
        if path.is_file()
    }


def sha_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha_of_tables(path: Path) -> str:
    digest = hashlib.sha256()
    store = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (name,) in names.fetchall():
            if name != "acquire_write" and not name.startswith("embedding_fulltext"):
                for row in store.execute(f'SELECT * FROM "{name}"'):
                    digest.update(repr(row).encode())
    except sqlite3.DatabaseError as error:
        return f"beschadigd: {error}"
    finally:
        store.close()
    return digest.hexdigest()


class LexicalStore:
    """Which passage holds which term, scored by BM25 in Lucene's variant.

    Row i is the i-th passage of DocumentStore.searched().
    """

    def __init__(self, bm25: Any) -> None:
        self._bm25 = bm25

    @classmethod
    def make(cls, terms: Terms) -> "LexicalStore":
        """The store of passages that hold these terms.

        From counts in arrays: bm25s's own way takes a list of every term of every passage.
        """
        bm25 = bm25s.BM25(method="lucene")
        bm25.vocab_dict = {term: number for number, term in enumerate(terms.vocabulary)}
        bm25.unique_token_ids_set = set(bm25.vocab_dict.values())
        bm25.nonoccurrence_array = None  # another variant's
        bm25.scores = _lucene(terms, bm25)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> "LexicalStore":
        """Read what `save` wrote."""
        return cls(bm25s.BM25.load(folder, show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the store to a folder."""
        self._bm25.save(folder, show_progress=False)

    def scores(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """The score of every passage, of shape (number of passages,); 0 where it shares no term.

        What a term adds is multiplied by its weight.
        """
        scores = np.zeros(self.size, dtype=np.float32)
        index = self._bm25.scores
        for term, weight in weights.items():
            row = self._bm25.vocab_dict.get(term)
            if row is not None:
                span = slice(index["indptr"][row], index["indptr"][row + 1])
                scores[index["indices"][span]] += weight * index["data"][span]
        return scores

    @property
    def vocabulary(self) -> Iterable[str]:
        """Every term that a passage may hold."""
        terms: Iterable[str] = self._bm25.vocab_dict
        return terms

    def holds(self, term: str) -> bool:
        """Does any passage hold this term?"""
        return self._holding(term) > 0

    def idf(self, term: str) -> float:
        """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), where n of N passages hold it."""
        holding = self._holding(term)
        return math.log(1 + (self.size - holding + 0.5) / (holding + 0.5))

    def told(self, term: str, passage: int) -> bool:
        """Does the passage in this row, or a question that it answers, hold this term?"""
        number = self._bm25.vocab_dict.get(term)
        if number is None:
            return False
        index = self._bm25.scores
        rows = index["indices"][index["indptr"][number] : index["indptr"][number + 1]]
        at = int(np.searchsorted(rows, passage))
        return at < len(rows) and int(rows[at]) == passage

    def _holding(self, term: str) -> int:
        row = self._bm25.vocab_dict.get(term)
        pointers = self._bm25.scores["indptr"]
        return 0 if row is None else int(pointers[row + 1] - pointers[row])

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._bm25.scores["num_docs"])


def _lucene(terms: Terms, bm25: Any) -> dict[str, Any]:
    """The scores of every term in every passage, as bm25s keeps them: by term, then passage.

    idf(t) · f / (f + k1 (1 - b + b · length / mean length)), f how often the passage holds t: the
    variant that Kamphuis et al. (2020) call Lucene (accurate).
    """
    size = len(terms.lengths)
    passages = np.repeat(np.arange(size, dtype=np.int32), terms.lengths)
    order = np.argsort(terms.numbers, kind="stable")
    holding = np.bincount(terms.numbers, minlength=len(terms.vocabulary))
    words = np.bincount(passages, weights=terms.counts, minlength=size)
    idf = np.log(1 + (size - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    damped = bm25.k1 * (1 - bm25.b + bm25.b * words / (words.mean() or 1.0))
    often = terms.counts[order].astype(np.float32)
    rows = passages[order]
    return {
        "data": idf[terms.numbers[order]] * often / (often + damped.astype(np.float32)[rows]),
        "indices": rows,
        "indptr": np.concatenate([[0], np.cumsum(holding)]).astype(np.int64),
        "num_docs": size,
    }
