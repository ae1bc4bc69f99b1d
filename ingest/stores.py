"""The three stores of a build: documents and passages in SQLite, vectors in Chroma, words in bm25s.

The only module that knows these libraries. The vectors and the lexical index can be made anew from
the documents. Doesn't know of builds, pointers or locks.
"""

import json
import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import bm25s
import numpy as np
from numpy.typing import NDArray

from ingest.embeddings import Vectors
from ingest.schema import Document, Passage, Section, Source

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

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


class Scored(NamedTuple):
    """A passage's id and its score, higher is better."""

    id: str
    score: float


class DocumentStore:
    """Documents and their passages. A passage's text is kept once, as a span of its document."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._store = sqlite3.connect(path, check_same_thread=False)
        self._store.row_factory = sqlite3.Row
        if new:
            self._store.executescript(_SCHEMA)
        self.document = lru_cache(maxsize=256)(self._document)

    def add(self, document: Document, passages: Iterable[Passage]) -> None:
        """Put a document in with its passages."""
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

    def remove(self, document_id: str) -> None:
        """Take a document out with its passages."""
        self._store.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        self._store.execute("DELETE FROM documents WHERE id = ?", (document_id,))

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

    def searched(self) -> list[Passage]:
        """Every passage that may answer, by id: all but references."""
        rows = self._store.execute("SELECT * FROM passages WHERE kind != 'reference' ORDER BY id")
        return [self._passage(row) for row in rows]

    def count(self) -> int:
        """How many passages there are, references included."""
        number: int = self._store.execute("SELECT count(*) FROM passages").fetchone()[0]
        return number

    def commit(self) -> None:
        """Write what was changed."""
        self._store.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        self._store.close()

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


class VectorStore:
    """A unit vector for each passage that may answer, in Chroma; cosine similarity."""

    def __init__(self, folder: Path, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        if not create and not (folder / "chroma.sqlite3").exists():
            raise FileNotFoundError(f"{folder} ontbreekt")
        settings = Settings(anonymized_telemetry=False)
        self._client: Any = chromadb.PersistentClient(folder, settings)
        self._collection: Collection = (
            self._client.create_collection(
                "passages", configuration={"hnsw": {**HNSW}}, embedding_function=None
            )
            if create
            else self._client.get_collection("passages", embedding_function=None)
        )

    def add(self, ids: Sequence[str], vectors: Vectors, document_id: str) -> None:
        """Add the vectors, of shape (len(ids), dimension), of a document's passages."""
        for at in range(0, len(ids), BATCH):
            batch = list(ids[at : at + BATCH])
            self._collection.add(
                ids=batch,
                embeddings=vectors[at : at + BATCH],
                metadatas=[{"document": document_id}] * len(batch),
            )

    def remove(self, document_id: str) -> None:
        """Take out the vectors of a document's passages."""
        self._collection.delete(where={"document": document_id})

    def nearest(
        self, vector: Vectors, limit: int, sources: Sequence[str] | None = None
    ) -> list[Scored]:
        """The passages nearest to a unit vector of shape (dimension,), of some or all documents."""
        where = cast("Where", {"document": {"$in": list(sources)}}) if sources else None
        found = self._collection.query(
            query_embeddings=[vector.tolist()],
            n_results=min(limit, self._collection.count()),
            where=where,
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return [Scored(id, 1.0 - distance) for id, distance in pairs]

    def everything(self) -> tuple[list[str], Vectors]:
        """All ids, and their vectors of shape (number of ids, dimension)."""
        found = self._collection.get(include=["embeddings"])
        return found["ids"], np.asarray(found["embeddings"], dtype=np.float32)

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()


class LexicalStore:
    """Which passage holds which term, scored by BM25 in Lucene's variant.

    Row i is the i-th passage of DocumentStore.searched().
    """

    def __init__(self, bm25: Any) -> None:
        self._bm25 = bm25

    @classmethod
    def make(cls, terms: list[list[str]]) -> "LexicalStore":
        """The store of passages that hold these terms."""
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(terms, create_empty_token=False, show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> "LexicalStore":
        """Read what `save` wrote."""
        return cls(bm25s.BM25.load(folder, show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the store to a folder."""
        self._bm25.save(folder, show_progress=False)

    def scores(self, terms: Iterable[str]) -> NDArray[np.float32]:
        """The score of every passage, of shape (number of passages,); 0 where it shares no term."""
        known = [term for term in terms if self.holds(term)]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def holds(self, term: str) -> bool:
        """Does any passage hold this term?"""
        return term in self._bm25.vocab_dict

    def idf(self, term: str) -> float:
        """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), where n of N passages hold it."""
        holding = 0
        if self.holds(term):
            row, pointers = self._bm25.vocab_dict[term], self._bm25.scores["indptr"]
            holding = int(pointers[row + 1] - pointers[row])
        return math.log(1 + (self.size - holding + 0.5) / (holding + 0.5))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._bm25.scores["num_docs"])
