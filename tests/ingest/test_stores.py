"""The three stores by themselves: what goes in comes out, and what is taken out is gone."""

import random
from dataclasses import replace
from pathlib import Path

import bm25s
import numpy as np
import pytest

from ingest import stores
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
from ingest.stores import DocumentStore, LexicalStore, Near, VectorStore, keys_of, vector_files
from ingest.text import Origins, Text

TEXT = "Kop\n\nRust helpt niet. Bewegen wel.\n\nLiteratuur\n\n1. Smit."
SECTIONS = (Section("Kop", "alinea 1", 0, 3, 36), Section("Literatuur", "", 36, 46, len(TEXT)))
DOCUMENT = Document(
    id="a",
    text=TEXT,
    sections=SECTIONS,
    meta=Source("A", authors=("B", "C"), year=2020),
    origins=Origins.of(Text.join("", [Text.read(TEXT[:36], 1), Text.read(TEXT[36:], 2)])),
    regions=(Region(36, len(TEXT), "reference"),),
    marks=(Mark(22, "1"),),
    mends=(Mend(5, "Kust", "Rust"),),
    scanned=(2,),
)
PASSAGES = [
    Passage("a:0000", "a", "Kop", 1, 0, 35, TEXT[0:35], "prose"),
    Passage("a:0001", "a", "Literatuur", 2, 37, len(TEXT), TEXT[37:], "reference"),
]
KEYS = ((Key("helpt rust?", 5, 22), Key("sporten bij rugpijn", 23, 35)), ())
PREPARED = Prepared(DOCUMENT, tuple(PASSAGES), KEYS, Terms.of([["rust", "help", "rust"], []]))


def unit(rows: int, seed: int = 0) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(rows, 16)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(PREPARED, "hash")
    store.commit()
    store.close()
    again = DocumentStore(tmp_path / "s.sqlite")
    assert again.document("a") == DOCUMENT
    assert again.passages("a") == PASSAGES
    assert again.searched() == again.searched("a") == ["a:0000"]
    assert again.keys() == again.keys("a") == ["a:0000", "a:0000#0", "a:0000#1"]
    assert again.keys("b") == []
    assert again.hung_on("a:0000") == (Span(5, 22), Span(23, 35))
    assert again.hung_on("a:0001") == ()
    assert again.hashes() == {"a": "hash"}
    assert again.mends() == [("a", Mend(5, "Kust", "Rust"))]
    assert again.count() == 2
    again.remove("a")
    assert (again.count(), again.keys()) == (0, [])
    with pytest.raises(KeyError):
        again.passage("a:0000")
    again.close()


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(PREPARED, "hash")
    store.close()
    assert DocumentStore(tmp_path / "s.sqlite").count() == 0


def test_vectors_are_found_kept_and_removed(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    vectors = unit(6)
    store.add([f"a:{n}" for n in range(4)], vectors[:4])
    store.add(["b:0", "b:1"], vectors[4:])
    store.close()
    again = VectorStore(tmp_path / "c")
    best = again.nearest(vectors[2], 1)[0]
    assert best.id == "a:2"
    assert best.score == pytest.approx(1.0, abs=1e-5)
    assert {hit.id for hit in again.nearest(vectors[2], 10, ["b"])} == {"b:0", "b:1"}
    again.remove([f"a:{n}" for n in range(4)])
    again.remove(["weg"])
    again.remove([])
    ((ids, kept),) = again.everything()
    assert sorted(ids) == ["b:0", "b:1"]
    assert np.allclose(sorted(kept[:, 0]), sorted(vectors[4:, 0]), atol=1e-6)
    again.close()


def test_the_vector_of_a_question_finds_its_passage_once(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    passage, near, other = np.eye(3, dtype=np.float32)
    near = (near + passage / 2) / np.linalg.norm(near + passage / 2)
    store.add([*keys_of("a:0000", 1), "b:0000"], np.stack([passage, near, other]))
    found = store.nearest(near, 10)
    assert [hit.id for hit in found] == ["a:0000", "b:0000"]
    assert found[0].score == pytest.approx(1.0, abs=1e-5)  # of the nearer of its two vectors
    assert store.nearest(passage, 10)[0].score == pytest.approx(1.0, abs=1e-5)
    assert [hit.id for hit in store.nearest(near, 2)] == ["a:0000"]  # vectors are counted
    assert store.nearest(near, 10, ["b"]) == [Near("b:0000", pytest.approx(0.0, abs=1e-5), ())]
    store.close()


def test_each_near_question_is_known_with_its_similarity(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    vectors = unit(4)
    store.add([*keys_of("a#1:0000", 2), "b:0000"], vectors)
    likeness = vectors @ vectors[2]
    for sources in (None, ["a#1", "b"]):
        a, b = sorted(store.nearest(vectors[2], 10, sources))
        assert dict(a.questions) == pytest.approx({0: likeness[1], 1: likeness[2]}, abs=1e-5)
        assert (a.score, b.questions) == (pytest.approx(1.0, abs=1e-5), ())
    ((number, _),) = store.nearest(vectors[2], 1)[0].questions
    assert number == 1  # what isn't among the nearest isn't near
    store.close()


def test_an_id_that_ends_like_a_questions_keeps_its_vectors_apart(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    vectors = unit(4)
    store.add([*keys_of("a:0000", 1), *keys_of("a#1:0000", 1)], vectors)
    own = [store.nearest(vector, 1)[0].id for vector in vectors]
    assert own == ["a:0000", "a:0000", "a#1:0000", "a#1:0000"]
    assert {hit.id for hit in store.nearest(vectors[0], 4, ["a#1"])} == {"a#1:0000"}
    store.remove(keys_of("a:0000", 1))
    assert {hit.id for hit in store.nearest(vectors[0], 4)} == {"a#1:0000"}
    store.close()


def test_keys_of_a_passage_are_its_own_id_and_one_a_question() -> None:
    assert keys_of("a#1:0003", 0) == ["a#1:0003"]
    assert keys_of("a#1:0003", 2) == ["a#1:0003", "a#1:0003#0", "a#1:0003#1"]
    many = [key for id in ("a", "a#1", "a#1#0") for key in keys_of(f"{id}:0000", 12)]
    assert len(set(many)) == len(many)


def test_a_folder_without_vectors_is_not_made_into_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        VectorStore(tmp_path / "leeg")
    assert not (tmp_path / "leeg").exists()


def test_chroma_takes_a_batch_at_once(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "c", create=True)
    assert store._client.get_max_batch_size() >= stores.BATCH
    store.close()


def test_terms_are_scored_by_rarity_and_kept(tmp_path: Path) -> None:
    passages = [["rug", "pijn"], ["rug"], [], ["nek", "pijn"]]
    LexicalStore.make(Terms.of(passages)).save(tmp_path / "b")
    words = LexicalStore.load(tmp_path / "b")
    assert words.size == 4
    assert words.holds("nek")
    assert not words.holds("arm")
    assert words.idf("arm") > words.idf("nek") > words.idf("rug") == words.idf("pijn") > 0
    scores = words.scores({"nek": 1.0, "arm": 1.0})
    assert scores.argmax() == 3
    assert list(scores[:3]) == [0, 0, 0]
    assert not words.scores({"arm": 1.0}).any()
    assert not words.scores({}).any()
    assert set(words.vocabulary) == {"rug", "pijn", "nek"}


@pytest.mark.parametrize("seed", range(5))
def test_the_scores_are_those_of_bm25s(seed: int) -> None:
    chance = random.Random(seed)
    terms = [f"t{number}" for number in range(40)]
    passages = [chance.choices(terms, k=chance.randrange(1, 60)) for _ in range(50)]
    theirs = bm25s.BM25(method="lucene")
    theirs.index(passages, create_empty_token=False, show_progress=False)
    ours = LexicalStore.make(Terms.of(passages))
    for term in terms:
        expected = theirs.get_scores([term]) if term in theirs.vocab_dict else np.zeros(50)
        assert np.allclose(ours.scores({term: 1.0}), expected, atol=1e-5)


def test_what_a_term_adds_is_multiplied_by_its_weight() -> None:
    words = LexicalStore.make(Terms.of([["rug", "pijn"], ["rug"], ["nek", "pijn"]]))
    rug, pijn = words.scores({"rug": 1.0}), words.scores({"pijn": 1.0})
    assert np.allclose(words.scores({"rug": 2.0, "pijn": 0.25, "arm": 9.0}), 2 * rug + pijn / 4)
    assert not words.scores({"rug": 0.0}).any()


def test_the_scores_of_one_question_leave_those_of_the_next_alone() -> None:
    words = LexicalStore.make(Terms.of([["rug", "pijn"], ["rug"]]))
    before = words.scores({"rug": 1.0}).copy()
    words.scores({"rug": 0.5, "pijn": 3.0})
    assert np.array_equal(words.scores({"rug": 1.0}), before)


def test_which_passage_holds_a_term_is_told() -> None:
    words = LexicalStore.make(Terms.of([["rug", "pijn"], ["rug"], ["nek", "pijn"]]))
    told = {term: [words.told(term, row) for row in range(3)] for term in ("rug", "pijn", "voet")}
    assert told == {
        "rug": [True, True, False],
        "pijn": [True, False, True],
        "voet": [False, False, False],
    }


def test_a_term_that_no_passage_holds_any_more_is_not_held(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(PREPARED, "hash")
    store.remove("a")
    assert store.terms().vocabulary == ["rust", "help"]
    assert len(store.terms().lengths) == 0


def test_postings_are_kept_with_the_passages(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(PREPARED, "hash")
    found = store.terms()
    assert found.lengths.tolist() == [2]  # references have none
    assert (found.numbers.tolist(), found.counts.tolist()) == ([0, 1], [2, 1])


def test_numbers_of_terms_are_kept_from_document_to_document(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(PREPARED, "hash")
    store.commit()
    store.close()
    again = DocumentStore(tmp_path / "s.sqlite")
    other = replace(PREPARED.document, id="b")
    passage = replace(PASSAGES[0], id="b:0000", document_id="b")
    again.add(Prepared(other, (passage,), ((),), Terms.of([["nek", "rust", "nek"]])), "hash")
    found = again.terms()
    assert found.vocabulary == ["rust", "help", "nek"]
    assert (found.numbers.tolist(), found.counts.tolist()) == ([0, 1, 2, 0], [2, 1, 2, 1])


def test_a_document_is_whole_or_not_given(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "s.sqlite")
    store.add(PREPARED, "hash")
    assert store.whole("a") == DOCUMENT
    assert store.whole("b") is None
    store._store.execute("UPDATE documents SET text = 'Kop\n\nRust helpt wel.'")
    assert store.whole("a") is None


@pytest.mark.parametrize("rows", [1, 2, 300, 6000])
def test_reading_changes_no_vector_file_and_writing_does(tmp_path: Path, rows: int) -> None:
    folder = tmp_path / "c"
    store = VectorStore(folder, create=True)
    vectors = unit(rows + 1)
    store.add([f"a:{n}" for n in range(rows)], vectors[:rows])
    store.close()
    before = vector_files(folder)
    assert len(before) > 4
    again = VectorStore(folder)
    again.nearest(vectors[0], 3)
    again.close()
    assert vector_files(folder) == before
    again = VectorStore(folder)
    again.add(["b:0"], vectors[rows:])
    again.close()
    assert vector_files(folder) != before
