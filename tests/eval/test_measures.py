"""The measures on a tiny gold set whose score is known by hand."""

import json

import pytest

from assistant.engine import Assistant
from eval import gold, measures
from eval.measures import Result
from ingest import pipeline

PAPER = """\
# Rust en bewegen

## Rust

Bedrust helpt niet bij lage rugpijn.

## Duur

Lage rugpijn duurt meestal 6 weken.

## Foto

Een foto van de wervelkolom is niet nodig bij lage rugpijn.
"""


def row(id: str, question: str, quote: str, pattern: str, **more: object) -> str:
    nuggets = [{"name": "feit", "vital": True, "pattern": pattern}] if pattern else []
    evidence = [{"source": "paper", "section": "", "quote": quote}] if quote else []
    kind = "direct" if pattern else "unanswerable"
    entry = {"id": id, "kind": kind, "split": "tune", "turns": [question]}
    return json.dumps({**entry, "evidence": evidence, "nuggets": nuggets, **more})


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "papers").mkdir()
    (folder / "papers" / "paper.md").write_text(PAPER, encoding="utf-8")
    pipeline.ingest([folder / "papers"], folder / "index")
    lines = [
        row(
            "right",
            "Helpt bedrust bij lage rugpijn?",
            "Bedrust helpt niet bij lage rugpijn.",
            "niet",
        ),
        row(
            "wrong",
            "Hoe lang duurt lage rugpijn?",
            "Lage rugpijn duurt meestal 6 weken.",
            "maanden",
        ),
        row(
            "danger",
            "Is een foto van de wervelkolom nodig?",
            "Bedrust helpt niet bij lage rugpijn.",
            "foto",
            wrong=["niet nodig"],
        ),
        row("lost", "Helpt bedrust?", "Dit staat nergens.", "niet"),
        row("declined", "Helpt shockwave bij lage rugpijn?", "", ""),
        row(
            "refused",
            "Helpt tramadol bij lage rugpijn?",
            "Bedrust helpt niet bij lage rugpijn.",
            "x",
        ),
    ]
    (folder / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = gold.load([folder / "gold.jsonl"])
    return {result.row.id: result for result in measures.run(rows, Assistant(folder / "index"))}


@pytest.mark.parametrize(
    ("id", "verdict"),
    [
        ("right", "right"),
        ("wrong", "wrong"),
        ("danger", "wrong"),
        ("lost", "unscored"),
        ("declined", "declined"),
        ("refused", "declined"),
    ],
)
def test_a_verdict_tells_right_wrong_declined_and_unscored_apart(
    results: dict[str, Result], id: str, verdict: str
) -> None:
    assert results[id].verdict == verdict


def test_retrieval_is_measured_by_the_passage_that_holds_the_evidence(
    results: dict[str, Result],
) -> None:
    assert results["right"].values["Success@1"] == 1.0
    assert results["danger"].values["Success@1"] == 0.0
    assert results["danger"].values["Success@5"] == 1.0
    assert 0 < results["danger"].values["RR@10"] <= 0.5


def test_a_declined_question_stays_in_the_denominator(results: dict[str, Result]) -> None:
    found = measures.summary(list(results.values()))
    assert found["nuggets strict vital"].n == 4  # right, wrong, danger, refused
    assert found["nuggets strict vital"].value == pytest.approx(2 / 4)
    assert found["answerable declined"].value == pytest.approx(1 / 4)
    assert found["unanswerable declined"].value == 1.0
    assert found["dangerous"].value == pytest.approx(1 / 4)
    assert found["quotes word for word"].value == 1.0


def test_an_interval_holds_its_mean_and_narrows_with_more_questions(
    results: dict[str, Result],
) -> None:
    one = measures.summary(list(results.values()))["nuggets strict vital"]
    many = measures.summary(list(results.values()) * 20)["nuggets strict vital"]
    assert one.low <= one.value <= one.high
    assert many.high - many.low < one.high - one.low
