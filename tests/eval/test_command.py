"""python -m eval as it is typed, once in a process of its own."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eval import __main__ as command
from tests import commands
from tests.commands import Done
from tests.conftest import PROJECT
from tests.eval.conftest import DUUR, RUST, entry, written


def run(index: Path, *arguments: str) -> Done:
    return commands.run(command.main, "--index", str(index), *arguments)


@pytest.fixture(scope="module")
def measured(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report of the gold set that ships, which holds its floors."""
    out = tmp_path_factory.mktemp("report")
    done = subprocess.run(
        [sys.executable, "-m", "eval", "--index", str(index), "--out", str(out), "--gate"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Success@5" in done.stdout
    assert "near-miss" in done.stdout
    return out


def test_the_whole_set_is_measured_and_holds_its_floors(measured: Path) -> None:
    found = json.loads((measured / "report.json").read_text(encoding="utf-8"))
    assert found["measures"].keys() == {"all", "tune", "test", "few words"}
    assert len(found["rows"]) >= 500
    assert found["measures"]["all"]["quotes word for word"]["value"] == 1.0
    assert found["measures"]["all"]["numbers altered"]["value"] == 0.0
    assert not any(row["verdict"] == "unscored" for row in found["rows"])
    page = (measured / "report.html").read_text(encoding="utf-8")
    assert page.count("<details ") == len(found["rows"])
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)


def test_an_earlier_report_is_compared(index: Path, measured: Path) -> None:
    earlier = json.loads((measured / "report.json").read_text(encoding="utf-8"))
    row = earlier["rows"][0]
    assert row["verdict"] == "wrong"
    row["verdict"] = "right"
    path = measured / "earlier.json"
    path.write_text(json.dumps(earlier), encoding="utf-8")
    done = run(index, "--out", str(measured / "again"), "--against", str(path))
    assert done.returncode == 0, done.stderr
    assert f"verloren: 1\n{row['id']}: goed -> fout" in done.stdout
    assert re.search(r"answered right +\+0\.000 +0 +0 +1\.000", done.stdout)


def test_ones_own_gold_and_index_work_with_the_same_command(
    tiny_index: Path, tmp_path: Path
) -> None:
    rows = [
        entry("a", "Helpt bedrust bij lage rugpijn?", RUST, "niet", kind="eigen soort"),
        entry("b", "Hoe lang duurt lage rugpijn?", DUUR, "6 weken"),
    ]
    path = written(tmp_path / "mijn.jsonl", rows)
    (tmp_path / "floors.toml").write_text('"answered right" = 1.0\n', encoding="utf-8")
    arguments = ("--gold", str(path), "--out", str(tmp_path / "uit"), "--gate")
    done = run(tiny_index, *arguments)
    assert done.returncode == 0, done.stderr
    assert "eigen soort" in done.stdout
    rows[1]["nuggets"] = [{"name": "feit", "vital": True, "pattern": "maanden"}]
    written(path, rows)
    again = run(tiny_index, *arguments)
    assert again.returncode == 1
    assert again.stderr == "Onder de grens: answered right: 0.500, de grens is 1.000\n"


def test_the_checker_is_measured(index: Path, tmp_path: Path) -> None:
    done = run(index, "--checker", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert re.search(r"negation dropped +50 ", done.stdout)
    assert re.search(r"paraphrase +\d+ ", done.stdout)
    rows = json.loads((tmp_path / "checker.json").read_text(encoding="utf-8"))
    assert {"rule", "statement", "source", "quote", "true", "faults"} == rows[0].keys()


def test_the_ablation_prints_its_table(index: Path) -> None:
    some = PROJECT / "eval" / "gold" / "conflicts.jsonl"
    done = run(index, "--ablate", "--gold", str(some))
    assert done.returncode == 0, done.stderr
    for name in ("dense alone", "BM25 without stems", "RRF with keys", "ours"):
        assert re.search(rf"^{re.escape(name)} ", done.stdout, re.MULTILINE)


def test_feedback_becomes_drafts(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"turns": ["Helpt rust?"], "good": false}\n', encoding="utf-8")
    done = run(index, "candidates", str(path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["turns"] == ["Helpt rust?"]
    path.write_text('{"turns": []}\n', encoding="utf-8")
    assert run(index, "candidates", str(path)).returncode == 2
    assert run(index, "candidates", str(tmp_path / "weg.jsonl")).returncode == 2


def test_bad_input_ends_with_status_2(index: Path, tmp_path: Path) -> None:
    assert run(index, "--gold", str(tmp_path / "weg.jsonl")).returncode == 2
    assert run(tmp_path / "leeg", "--out", str(tmp_path)).returncode == 2
    assert run(index, "--against", str(PROJECT / "README.md")).returncode == 2
    assert run(index, "--against", str(tmp_path / "weg.json")).returncode == 2
    assert run(index, "--checker", "--ablate").returncode == 2
    own = written(tmp_path / "eigen.jsonl", [entry("a", "Helpt rust?", RUST, "niet")])
    done = run(index, "--gold", str(own), "--gate")
    assert done.returncode == 2
    assert "floors.toml is niet te lezen" in done.stderr
