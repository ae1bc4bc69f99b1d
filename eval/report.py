"""Results -> a table, report.json and report.html; and one report against another."""

import html
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.gold import FOLDER
from eval.measures import Result, summary
from ingest.errors import GoldError, reason

FLOORS = FOLDER / "floors.toml"  # the least that --gate accepts, by measure
LOWER_IS_BETTER = frozenset({"answerable declined", "dangerous", "words", "ms"})

Report = dict[str, Any]


def make(results: Sequence[Result]) -> Report:
    """The report as it is written to report.json."""
    splits = {
        "all": results,
        "tune": [result for result in results if result.row.split == "tune"],
        "test": [result for result in results if result.row.split == "test"],
    }
    return {
        "measures": {
            split: {name: asdict(estimate) for name, estimate in summary(part).items()}
            for split, part in splits.items()
            if part
        },
        "verdicts": {
            kind: dict(Counter(r.verdict for r in results if r.row.kind == kind))
            for kind in dict.fromkeys(r.row.kind for r in results)
        },
        "rows": [
            {
                "kind": result.row.kind,
                "split": result.row.split,
                "turns": list(result.row.turns),
                "verdict": result.verdict,
                "values": {name: round(value, 4) for name, value in result.values.items()},
                "answer": result.answer.as_line(result.row.id),
            }
            for result in results
        ],
    }


def table(report: Report) -> str:
    """The measures as lines, a column a split, with the 95% interval of the whole set."""
    splits = list(report["measures"])
    lines = ["".join([f"{'maat':<24}", *(f"{split:>8}" for split in splits), "   95% (all)     n"])]
    for name, whole in report["measures"]["all"].items():
        cells = [report["measures"][split].get(name) for split in splits]
        shown = "".join(f"{_number(cell['value']) if cell else '-':>8}" for cell in cells)
        interval = f"{_number(whole['low'])}-{_number(whole['high'])}"
        lines.append(f"{name:<24}{shown}   {interval:<12}{whole['n']:>4}")
    lines.append("")
    for kind, verdicts in report["verdicts"].items():
        told = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items())
        lines.append(f"{kind:<24}{told}")
    return "\n".join(lines)


def write(report: Report, folder: Path) -> None:
    """Write report.json and report.html to the folder.

    Raises:
        GoldError: the folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report, ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(text, encoding="utf-8")
        (folder / "report.html").write_text(_page(report), encoding="utf-8")
    except OSError as error:
        raise GoldError(f"In {folder} kan geen verslag komen: {reason(error)}.") from error


def read(path: Path) -> Report:
    """An earlier report.json.

    Raises:
        GoldError: it can't be read.
    """
    try:
        report: Report = json.loads(path.read_text(encoding="utf-8"))
        against(report, report)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GoldError(f"{path} is geen verslag van python -m eval.") from error
    return report


def against(report: Report, earlier: Report) -> str:
    """What changed since an earlier report: measures, and verdicts question by question."""
    lines = []
    for name, now in report["measures"]["all"].items():
        before = earlier["measures"]["all"].get(name)
        if before:
            change = now["value"] - before["value"]
            told = f"{_number(before['value']):>8} -> {_number(now['value'])} ({change:+.3f})"
            lines.append(f"{name:<24}{told}")
    verdicts = {row["answer"]["id"]: row["verdict"] for row in earlier["rows"]}
    for row in report["rows"]:
        id = row["answer"]["id"]
        if verdicts.get(id, row["verdict"]) != row["verdict"]:
            lines.append(f"{id}: {verdicts[id]} -> {row['verdict']}   {row['turns'][-1]}")
    return "\n".join(lines)


def under_floor(report: Report, floors: Path = FLOORS) -> list[str]:
    """The measures of the whole set that miss their floor (or exceed it, where lower is better)."""
    wanted = tomllib.loads(floors.read_text(encoding="utf-8"))
    measured = report["measures"]["all"]
    faults = []
    for name, floor in wanted.items():
        value = measured[name]["value"] if name in measured else float("nan")
        good = value <= floor if name in LOWER_IS_BETTER else value >= floor
        if not good:
            faults.append(f"{name}: {_number(value)}, de grens is {_number(floor)}")
    return faults


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) > 1 else f"{value:.3f}"


def _page(report: Report) -> str:
    """One self-contained HTML page: the table, then every question with its answer."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{html.escape(cell)}</td>"
            for cell in (
                row["answer"]["id"],
                row["verdict"],
                " / ".join(row["turns"]),
                " ".join(s["text"] for s in row["answer"]["statements"])
                or (row["answer"]["reason"] or ""),
            )
        )
        + "</tr>\n"
        for row in report["rows"]
    )
    return (
        '<!doctype html>\n<html lang="nl"><meta charset="utf-8">\n'
        "<title>Ruggespraak: meting</title>\n"
        "<style>body{font:15px sans-serif;margin:2rem}td,th{border:1px solid #ccc;padding:.3rem;"
        "vertical-align:top;text-align:left}table{border-collapse:collapse}</style>\n"
        f"<h1>Ruggespraak: meting</h1>\n<pre>{html.escape(table(report))}</pre>\n"
        f"<table><tr><th>id</th><th>oordeel</th><th>vraag</th><th>antwoord</th></tr>\n{rows}</table>\n"
        "</html>\n"
    )
