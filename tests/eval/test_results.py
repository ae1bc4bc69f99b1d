"""Gold rows asked and measured, on a tiny set whose score is known by hand."""

from pathlib import Path

import pytest

from assistant.engine import Assistant
from eval import gold
from eval.results import Result, run
from ingest.errors import GoldError
from tests.eval.conftest import DUUR, RUST, entry, written

ROWS = [
    entry("right", "Helpt bedrust bij lage rugpijn?", RUST, "niet"),
    entry("wrong", "Hoe lang duurt lage rugpijn?", DUUR, "maanden"),
    entry("danger", "Is een foto van de wervelkolom nodig?", RUST, "foto", wrong=["niet nodig"]),
    entry(
        "lost",
        "Helpt bedrust?",
        "",
        "niet",
        evidence=[{"source": "elders", "section": "", "quote": "Dit staat nergens."}],
    ),
    entry("near-miss", "Helpt shockwave bij lage rugpijn?", "", ""),
    entry("refused", "Helpt tramadol bij lage rugpijn?", RUST, "x"),
    entry("answered", "Helpt bedrust bij lage rugpijn, ja toch?", "", ""),
]


@pytest.fixture(scope="module")
def results(tiny: Assistant, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    path = written(tmp_path_factory.mktemp("gold") / "gold.jsonl", ROWS)
    return {result.case.row.id: result for result in run(gold.load([path]), tiny)}


@pytest.mark.parametrize(
    ("id", "verdict", "failed"),
    [
        ("right", "right", False),
        ("wrong", "wrong", True),
        ("danger", "wrong", True),
        ("lost", "unscored", False),
        ("near-miss", "abstained", False),
        ("refused", "abstained", True),
        ("answered", "answered", True),
    ],
)
def test_a_verdict_tells_right_wrong_abstained_and_unscored_apart(
    results: dict[str, Result], id: str, verdict: str, failed: bool
) -> None:
    assert (results[id].case.verdict, results[id].case.failed) == (verdict, failed)


def test_retrieval_is_measured_by_the_passage_that_holds_the_evidence(
    results: dict[str, Result],
) -> None:
    assert results["right"].values["Success@1"] == 1.0
    assert results["danger"].values["Success@1"] == 0.0
    assert results["danger"].values["Success@5"] == 1.0
    assert 0 < results["danger"].values["RR@10"] <= 0.5
    assert results["right"].values["recall@500 words"] == 1.0


def test_an_abstained_question_keeps_its_values(results: dict[str, Result]) -> None:
    refused = results["refused"].values
    assert refused["nuggets strict vital"] == refused["answered right"] == 0.0
    assert refused["answerable abstained"] == 1.0
    assert "words" not in refused
    assert results["near-miss"].values["unanswerable abstained"] == 1.0
    assert results["answered"].values["unanswerable abstained"] == 0.0
    assert results["lost"].values.keys() == {"ms", *VALUES_OF_ANY_ANSWER}


VALUES_OF_ANY_ANSWER = {
    "citation recall",
    "citation precision",
    "quotes word for word",
    "numbers altered",
    "conflicts made up",
    "words",
}


def test_shared_words_are_counted_by_stem(results: dict[str, Result]) -> None:
    assert results["right"].shared == 1.0
    assert results["near-miss"].shared is None
    assert results["refused"].shared == pytest.approx(3 / 4)
    assert not results["refused"].few_words


def test_a_question_that_cannot_be_asked_is_named(tiny: Assistant, tmp_path: Path) -> None:
    rows = gold.load([written(tmp_path / "g.jsonl", [entry("lang", "x" * 5000, "", "")])])
    with pytest.raises(GoldError, match="'lang' kan niet worden gesteld"):
        run(rows, tiny)
