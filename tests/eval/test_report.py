"""The report, an earlier one beside it, and the floors."""

import json
from pathlib import Path

import pytest

from assistant.engine import Assistant
from eval import gold, report, results
from eval.measures import MEASURES
from eval.report import Report
from ingest.errors import GoldError
from tests.eval.conftest import DUUR, RUST, entry, written

ROWS = [
    entry("right", "Helpt bedrust bij lage rugpijn?", RUST, "niet"),
    entry("wrong", "Hoe lang duurt lage rugpijn?", DUUR, "maanden", split="test"),
    entry("near-miss", "Helpt shockwave bij lage rugpijn?", "", ""),
    entry("refused", "Helpt tramadol bij lage rugpijn?", RUST, "x"),
]


@pytest.fixture(scope="module")
def made(tiny: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = written(tmp_path_factory.mktemp("gold") / "gold.jsonl", ROWS)
    found = report.make(results.run(gold.load([path]), tiny), tiny.open()[0])
    again: Report = json.loads(json.dumps(found))
    assert again == found  # it is JSON, and nothing else
    return found


def test_failures_come_first(made: Report) -> None:
    assert [row["id"] for row in made["rows"]] == ["wrong", "refused", "near-miss", "right"]
    assert [row["failed"] for row in made["rows"]] == [True, True, False, False]


def test_every_group_has_its_own_estimates(made: Report) -> None:
    assert made["measures"].keys() == {"all", "tune", "test"}  # none shares few words
    assert made["measures"]["test"]["answered right"]["value"] == 0.0
    assert made["measures"]["all"]["answered right"] == {
        "value": pytest.approx(1 / 3),
        "low": 0.0,
        "high": 1.0,
        "n": 3,
    }
    assert made["kinds"]["near-miss"]["unanswerable abstained"]["value"] == 1.0
    assert made["verdicts"]["direct"] == {"right": 1, "wrong": 1, "abstained": 1}


def test_risk_and_coverage_are_of_the_answers(made: Report) -> None:
    assert [coverage for coverage, _ in made["risk_coverage"]] == [0.25, 0.5]
    assert made["risk_coverage"][-1][1] == 0.5
    assert made["measures"]["all"][report.AREA]["n"] == 2


def test_a_row_tells_which_facts_were_found(made: Report) -> None:
    rows = {row["id"]: row for row in made["rows"]}
    assert rows["right"]["nuggets"] == [{"name": "feit", "vital": True, "found": True}]
    assert rows["wrong"]["nuggets"][0]["found"] is False
    assert rows["right"]["evidence"][0]["quote"] == RUST
    assert rows["refused"]["answer"]["abstained"] is True


def test_the_table_has_a_line_for_every_measure(made: Report) -> None:
    lines = report.table(made).splitlines()
    for name in made["measures"]["all"]:
        assert sum(line.startswith(f"{name:<24}") for line in lines) == 1
    assert f"{'answered right':<24}{'0.333 0.000-1.000':<21}" in report.table(made)
    assert "1 goed, 1 fout, 1 niet beantwoord" in report.table(made)


def test_an_earlier_report_is_compared_question_by_question(made: Report) -> None:
    earlier = json.loads(json.dumps(made))
    for row in earlier["rows"]:
        if row["id"] == "right":
            row["verdict"] = "wrong"
            row["values"] |= {"answered right": 0.0, "ms": 1e6, "words": 1.0}
    earlier["rows"] = [row for row in earlier["rows"] if row["id"] != "near-miss"]
    found = report.against(made, earlier)
    assert found["n"] == 3
    assert found["won"] == [
        {"id": "right", "turns": [ROWS[0]["turns"][0]], "was": "wrong", "is": "right"}  # type: ignore[index]
    ]
    assert found["lost"] == []
    changed = found["measures"]["answered right"]
    assert changed["difference"] == pytest.approx(1 / 3)
    assert changed["p"] == 1.0  # one question tells nothing
    assert report.better_and_worse("answered right", changed) == (1, 0)
    assert report.better_and_worse("words", found["measures"]["words"]) == (0, 1)
    assert report.better_and_worse("ms", found["measures"]["ms"])[0] >= 1
    assert "gewonnen: 1\nright: fout -> goed" in report.comparison(found)
    back = report.against(earlier, made)
    assert [row["id"] for row in back["lost"]] == ["right"]
    assert "verloren: 1\nright: goed -> fout" in report.comparison(back)


def test_the_floors_that_ship_are_of_measures_that_exist() -> None:
    floors = report.floors_beside(gold.shipped())
    assert floors
    assert {*floors} <= {*MEASURES, report.AREA}


def test_the_gate_closes_under_a_floor_and_for_a_measure_that_is_gone(made: Report) -> None:
    floors = {"Success@5": 1.1, "words": 1.0, "weg": 0.0, "RR@10": 0.0}
    missed = report.under_floor(made, floors)
    assert [line.split(":")[0] for line in missed] == ["Success@5", "words", "weg"]


@pytest.mark.parametrize("text", [None, "= 1", "", '"RR@10" = "hoog"'])
def test_floors_that_cannot_be_read_are_told(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "floors.toml").write_text(text, encoding="utf-8")
    with pytest.raises(GoldError):
        report.floors_beside([tmp_path / "gold.jsonl"])


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"measures": {}, "rows": []}', '{"rows": [{"id": "x"}], "made": ""}', "\0"]
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError):
        report.read(path)


def test_a_report_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    with pytest.raises(GoldError, match="geen verslag"):
        report.write(tmp_path / "bestand" / "x", {"report.json": "{}"})
