"""The set-ups side by side: each is what its name says."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from assistant import retrieval
from assistant.engine import Assistant
from eval import ablation, setups
from eval.gold import Row
from eval.setups import Collection, Setup
from ingest.errors import GoldError

QUESTIONS = (
    "Helpt acupunctuur bij lagerugpijn?",
    "Hoeveel rugpijnpatiënten per 1000 ziet een huisarts?",
    "mri bij ischias nodig?",
)
WORDS = [
    "BM25, words as they are",
    "BM25, every Dutch step",
    *(f"BM25 without {step}" for step in setups.STEPS),
]


@pytest.fixture(scope="module")
def named(assistant: Assistant) -> dict[str, Setup]:
    return {setup.name: setup for setup in setups.every(*assistant.open())}


def test_the_named_setups_are_there(named: dict[str, Setup]) -> None:
    names = [*WORDS, "BM25 over character n-grams", "BM25 with question keys", "dense alone"]
    names += ["dense with question keys", "RRF with keys", setups.OURS, setups.WITHOUT_QUESTIONS]
    assert {*names} <= named.keys()
    assert sum(name.startswith("sum with keys") for name in named) == 4


def test_a_collection_holds_the_questions_of_each_passage(assistant: Assistant) -> None:
    build, _ = assistant.open()
    whole = Collection.of(build)
    assert [passage.id for passage in whole.passages] == build.ids
    assert sum(map(len, whole.asked)) > 10_000
    assert not any(whole.bare().asked)


def test_question_keys_find_a_passage_that_shares_no_word(
    assistant: Assistant, named: dict[str, Setup]
) -> None:
    whole = Collection.of(assistant.open()[0])
    row = max(range(len(whole.asked)), key=lambda row: len(whole.asked[row]))
    for question in whole.asked[row][:20]:
        assert whole.passages[row] in named["dense with question keys"].search(question)[:3]


def test_every_dutch_step_together_is_the_analysis_of_the_index(assistant: Assistant) -> None:
    build, _ = assistant.open()
    for question in QUESTIONS:
        whole = setups.terms(build.dutch, frozenset(), question)
        assert sorted(whole) == sorted(build.dutch.terms(question))
        for step in setups.STEPS:
            assert setups.terms(build.dutch, frozenset([step]), question) != whole or (
                step == "compounds" and not any(map(build.dutch.parts, question.split()))
            )


def test_words_with_questions_rank_as_the_index_does(
    named: dict[str, Setup], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    for question in QUESTIONS:
        found = [passage.id for passage in named["BM25 with question keys"].search(question)]
        terms = dict.fromkeys(build.dutch.terms(question), 1.0)
        assert found[:5] == [id for id, _ in build.lexical(terms, 5)]


def test_ours_is_what_the_assistant_searches_with(
    named: dict[str, Setup], assistant: Assistant
) -> None:
    build, encoder = assistant.open()
    for question in QUESTIONS:
        found = list(named["ours"].search(question))
        assert found == [hit.passage for hit in retrieval.search(build, encoder, question)]


def test_stretches_are_scored_as_the_assistant_scores_them(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    whole = Collection.of(build)
    scores = setups.by_stretches(encoder, build, whole)
    for question in QUESTIONS:
        vector = encoder.encode_queries([question])[0]
        for row in (0, len(whole.passages) // 2, -1):
            texts = retrieval.stretches_of(whole.passages[row], build)
            best = max(0.0, float((encoder.encode_documents(texts) @ vector).max()))
            assert np.isclose(scores(question)[row], best, atol=1e-5)


@pytest.mark.slow
def test_a_table_holds_every_setup(assistant: Assistant, shipped: list[Row]) -> None:
    found = ablation.run(shipped[:40], assistant)
    ours = found.values[setups.OURS]
    assert sum(ours["Success@5"]) >= sum(ours["Success@1"])
    assert sum(ours["Success@5"]) > sum(found.values["BM25, words as they are"]["Success@5"])
    for values in found.values.values():
        assert all(0 <= value <= 1 for value in values["recall@500 words"])
        assert {len(values[name]) for name in ablation.SHOWN} == {len(ours["ms"])}
    assert found.validated
    assert found.validated.weight in ablation.WEIGHTS
    lines = ablation.table(found).split("\n\n")[0].splitlines()
    assert [line[:34].strip() for line in lines] == ["opstelling", *found.values]


def test_the_weight_is_validated_on_questions_that_did_not_choose_it() -> None:
    ids = ["a", "b"]
    asked = [
        ablation.Question(str(n), str(n), "tune", [], {"a" if n % 2 else "b": 1}) for n in range(20)
    ]

    def right(question: str) -> np.ndarray[Any, Any]:
        return np.array([1.0, 0.0] if int(question) % 2 else [0.0, 1.0])

    def wrong(question: str) -> np.ndarray[Any, Any]:
        return 1 - right(question)

    assert ablation.cross_validated(right, wrong, asked, ids).left_out.value == 1.0
    assert ablation.cross_validated(right, wrong, asked, ids).weight > 0.5
    assert ablation.cross_validated(wrong, right, asked, ids).weight < 0.5


def test_questions_of_another_index_are_refused(tiny: Assistant, shipped: list[Row]) -> None:
    with pytest.raises(GoldError, match="geen van de vragen"):
        ablation.run(shipped, tiny)


@pytest.mark.skipif(
    not setups.stock_installed(), reason="LlamaIndex's BM25 isn't installed: make ablate"
)
def test_stock_llamaindex_is_asked_over_its_own_chunks(
    named: dict[str, Setup], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    for name in ("dense", "BM25", "RRF"):
        setup = named[f"stock LlamaIndex, {name}"]
        for chunk in setup.passages:
            assert build.document(chunk.document_id).text[chunk.start : chunk.end] == chunk.text
        assert "acupunctuur" in " ".join(p.text for p in setup.search(QUESTIONS[0])).casefold()


def test_a_missing_package_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        setups, "find_spec", lambda name: None if "bm25" in name else find_spec("llama_index")
    )
    assert not setups.stock_installed()
