"""The report, an earlier one beside it, and the floors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval import report
from ingest.errors import GoldError
from tests.conftest import PROJECT


def run(index: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eval", "--index", str(index), *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def measured(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report of the gold set that ships, which holds its floors."""
    out = tmp_path_factory.mktemp("report")
    done = run(index, "--out", str(out), "--gate")
    assert done.returncode == 0, done.stderr
    assert "Success@5" in done.stdout
    assert "unanswerable" in done.stdout
    return out


def test_the_report_holds_every_question_with_its_answer(measured: Path) -> None:
    found = json.loads((measured / "report.json").read_text(encoding="utf-8"))
    assert found["measures"].keys() == {"all", "tune", "test"}
    assert len(found["rows"]) == 60
    assert found["measures"]["all"]["quotes word for word"]["value"] == 1.0
    page = (measured / "report.html").read_text(encoding="utf-8")
    assert page.count("<tr>") == 61
    assert "http" not in page


def test_an_earlier_report_is_compared_question_by_question(index: Path, measured: Path) -> None:
    earlier = json.loads((measured / "report.json").read_text(encoding="utf-8"))
    row = earlier["rows"][0]
    row["verdict"] = "unscored"
    path = measured / "earlier.json"
    path.write_text(json.dumps(earlier), encoding="utf-8")
    done = run(index, "--out", str(measured / "again"), "--against", str(path))
    assert f"{row['answer']['id']}: unscored -> " in done.stdout


def test_the_gate_closes_under_a_floor_and_for_a_measure_that_is_gone(
    measured: Path, tmp_path: Path
) -> None:
    found = report.read(measured / "report.json")
    floors = tmp_path / "floors.toml"
    floors.write_text('"Success@5" = 1.1\n"words" = 1\n"weg" = 0\n"RR@10" = 0\n', encoding="utf-8")
    missed = report.under_floor(found, floors)
    assert [line.split(":")[0] for line in missed] == ["Success@5", "words", "weg"]


def test_bad_input_ends_with_status_2(index: Path, tmp_path: Path) -> None:
    assert run(index, "--gold", str(tmp_path / "weg.jsonl")).returncode == 2
    assert run(tmp_path / "leeg", "--out", str(tmp_path)).returncode == 2
    assert run(index, "--against", str(PROJECT / "README.md")).returncode == 2


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for text in ("[]", "{", '{"measures": {}, "rows": []}', '{"measures": {"all": 5}, "rows": []}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(GoldError):
            report.read(path)


def test_a_report_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "bestand").touch()
    with pytest.raises(GoldError, match="geen verslag"):
        report.write(
            {"measures": {"all": {}}, "verdicts": {}, "rows": []}, tmp_path / "bestand" / "x"
        )
