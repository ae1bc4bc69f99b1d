"""The set-ups side by side: each is what its name says."""

from importlib.util import find_spec

import pytest

from assistant import retrieval
from assistant.engine import Assistant
from eval import ablation
from eval.gold import Row
from ingest.errors import GoldError

QUESTIONS = (
    "Helpt acupunctuur bij lagerugpijn?",
    "Hoeveel rugpijnpatiënten per 1000 ziet een huisarts?",
    "mri bij ischias nodig?",
)
WORDS = [
    "BM25, words as they are",
    "BM25, every Dutch step",
    *(f"BM25 without {step}" for step in ablation.STEPS),
]


@pytest.fixture(scope="module")
def setups(assistant: Assistant) -> dict[str, ablation.Setup]:
    return {setup.name: setup for setup in ablation.setups(*assistant.open())}


def test_the_named_setups_are_there(setups: dict[str, ablation.Setup]) -> None:
    names = [*WORDS, "BM25 over character n-grams", "dense alone", "RRF of BM25 and dense"]
    names += ["ours", "ours, reranked by best sentence"]
    assert {*names} <= setups.keys()
    assert sum(name.startswith("sum: ") for name in setups) == 4


def test_every_dutch_step_together_is_the_analysis_of_the_index(assistant: Assistant) -> None:
    build, _ = assistant.open()
    for question in QUESTIONS:
        whole = ablation.terms(build.dutch, frozenset(), question)
        assert sorted(whole) == sorted(build.dutch.terms(question))
        for step in ablation.STEPS:
            assert ablation.terms(build.dutch, frozenset([step]), question) != whole or (
                step == "compounds" and not any(map(build.dutch.parts, question.split()))
            )


def test_words_with_every_step_rank_as_the_index_does(
    setups: dict[str, ablation.Setup], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    for question in QUESTIONS:
        found = [passage.id for passage in setups["BM25, every Dutch step"].search(question)]
        terms = list(dict.fromkeys(build.dutch.terms(question)))
        assert found[:5] == [id for id, _ in build.lexical(terms, 5)]


def test_ours_is_what_the_assistant_searches_with(
    setups: dict[str, ablation.Setup], assistant: Assistant
) -> None:
    build, encoder = assistant.open()
    for question in QUESTIONS:
        found = list(setups["ours"].search(question))
        assert found == [hit.passage for hit in retrieval.search(build, encoder, question)]
        reranked = setups["ours, reranked by best sentence"].search(question)
        assert {passage.id for passage in reranked} == {passage.id for passage in found}


@pytest.mark.slow
def test_a_table_holds_every_setup(assistant: Assistant, shipped: list[Row]) -> None:
    found = ablation.run(shipped[:40], assistant)
    first, five, ten = (found["ours"][f"Success@{k}"].value for k in (1, 5, 10))
    assert first <= five <= ten
    assert five > found["BM25, words as they are"]["Success@5"].value
    assert all(0 <= measures["recall@500 words"].value <= 1 for measures in found.values())
    assert {measures["Success@5"].n for measures in found.values()} == {found["ours"]["ms"].n}
    lines = ablation.table(found).splitlines()
    assert [line[:42].strip() for line in lines] == ["opstelling", *found]


def test_questions_of_another_index_are_refused(tiny: Assistant, shipped: list[Row]) -> None:
    with pytest.raises(GoldError, match="geen van de vragen"):
        ablation.run(shipped, tiny)


@pytest.mark.skipif(
    not ablation.stock_installed(), reason="LlamaIndex's BM25 isn't installed: make ablate"
)
def test_stock_llamaindex_is_asked_over_its_own_chunks(
    setups: dict[str, ablation.Setup], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    for name in ("dense", "BM25", "RRF"):
        setup = setups[f"stock LlamaIndex, {name}"]
        for chunk in setup.passages:
            assert build.document(chunk.document_id).text[chunk.start : chunk.end] == chunk.text
        assert "acupunctuur" in " ".join(p.text for p in setup.search(QUESTIONS[0])).casefold()


def test_a_missing_package_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ablation, "find_spec", lambda name: None if "bm25" in name else find_spec("llama_index")
    )
    assert not ablation.stock_installed()
