"""The three stores by themselves: what goes in comes out, and what is taken out is gone."""

from pathlib import Path

import numpy as np
import pytest

from ingest import stores
from ingest.schema import Document, Passage, Section, Source
from ingest.stores import DocumentStore, LexicalStore, VectorStore

TEXT = "Kop\n\nRust helpt niet. Bewegen wel.\n\nLiteratuur\n\n1. Smit."
SECTIONS = (Section("Kop", "alinea 1", 0, 3, 36), Section("Literatuur", "", 36, 46, len(TEXT)))
DOCUMENT = Document("a", TEXT, SECTIONS, Source("A", authors=("B", "C"), year=2020), (0, 36))
PASSAGES = [
    Passage("a:0000", "a", "Kop", 1, 0, 35, TEXT[0:35], "prose"),
    Passage("a:0001", "a", "Literatuur", 2, 37, len(TEXT), TEXT[37:], "reference"),
]


def unit(rows: int, seed: int = 0) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(rows, 16)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(DOCUMENT, PASSAGES)
    store.commit()
    store.close()
    again = DocumentStore(tmp_path / "s.sqlite")
    assert again.document("a") == DOCUMENT
    assert again.passages("a") == PASSAGES
    assert again.searched() == PASSAGES[:1]
    assert again.count() == 2
    again.remove("a")
    assert again.count() == 0
    with pytest.raises(KeyError):
        again.passage("a:0000")
    again.close()


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(DOCUMENT, PASSAGES)
    store.close()
    assert DocumentStore(tmp_path / "s.sqlite").count() == 0


def test_vectors_are_found_kept_and_removed(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    vectors = unit(6)
    store.add([f"a:{n}" for n in range(4)], vectors[:4], "a")
    store.add(["b:0", "b:1"], vectors[4:], "b")
    store.close()
    again = VectorStore(tmp_path / "c")
    best = again.nearest(vectors[2], 1)[0]
    assert best.id == "a:2"
    assert best.score == pytest.approx(1.0, abs=1e-5)
    assert {hit.id for hit in again.nearest(vectors[2], 10, ["b"])} == {"b:0", "b:1"}
    again.remove("a")
    again.remove("weg")
    ids, kept = again.everything()
    assert sorted(ids) == ["b:0", "b:1"]
    assert np.allclose(sorted(kept[:, 0]), sorted(vectors[4:, 0]), atol=1e-6)
    again.close()


def test_a_folder_without_vectors_is_not_made_into_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        VectorStore(tmp_path / "leeg")
    assert not (tmp_path / "leeg").exists()


def test_chroma_takes_a_batch_at_once(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    assert store._client.get_max_batch_size() >= stores.BATCH
    store.close()


def test_terms_are_scored_by_rarity_and_kept(tmp_path: Path) -> None:
    LexicalStore.make([["rug", "pijn"], ["rug"], [], ["nek", "pijn"]]).save(tmp_path / "b")
    words = LexicalStore.load(tmp_path / "b")
    assert words.size == 4
    assert words.holds("nek")
    assert not words.holds("arm")
    assert words.idf("arm") > words.idf("nek") > words.idf("rug") == words.idf("pijn") > 0
    scores = words.scores(["nek", "arm"])
    assert scores.argmax() == 3
    assert list(scores[:3]) == [0, 0, 0]
    assert not words.scores(["arm"]).any()
