"""Results -> a report: its JSON, its table, the same beside an earlier one, and the floors.

The report is one dictionary, as written to report.json; `page` makes the HTML of it.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.cases import Case, Verdict
from eval.estimates import Estimate, area_under_risk, change, estimate, risk_coverage
from eval.measures import MEASURES
from eval.results import Result
from ingest.errors import GoldError, reason
from ingest.index import Build

AREA = "AURC"  # the one measure that isn't a mean over questions
LOWER_IS_BETTER = {name for name, measure in MEASURES.items() if not measure.higher_is_better}
LOWER_IS_BETTER |= {AREA}
SAYS = {name: measure.says for name, measure in MEASURES.items()}
SAYS[AREA] = "gemiddeld aandeel foute antwoorden, de zekerste eerst"
VERDICTS: dict[Verdict, str] = {
    "right": "goed",
    "partly": "deels",
    "wrong": "fout",
    "abstained": "niet beantwoord",
    "answered": "ten onrechte beantwoord",
    "unscored": "niet te meten",
}
# How good a verdict is for the one who asked; "unscored" tells nothing.
WORTH = {"wrong": 0, "answered": 0, "abstained": 1, "partly": 2, "right": 3}
GROUPS = {"all": "alle", "tune": "tune", "test": "test", "few words": "weinig gedeeld"}
FLOORS = "floors.toml"  # beside the gold files: the least that --gate accepts, by measure

Report = dict[str, Any]


def make(results: Sequence[Result], build: Build) -> Report:
    """The report as it is written to report.json."""
    groups = {
        "all": results,
        "tune": [result for result in results if result.case.row.split == "tune"],
        "test": [result for result in results if result.case.row.split == "test"],
        "few words": [result for result in results if result.few_words],
    }
    by_kind = {
        kind: [result for result in results if result.case.row.kind == kind]
        for kind in dict.fromkeys(result.case.row.kind for result in results)
    }
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "index": {
            "model": build.record.model,
            "documents": sorted(build.documents),
            "passages": build.record.passages,
        },
        "measures": {name: _measured(part) for name, part in groups.items() if part},
        "kinds": {kind: _measured(part) for kind, part in by_kind.items()},
        "verdicts": {
            kind: dict(Counter(result.case.verdict for result in part))
            for kind, part in by_kind.items()
        },
        "risk_coverage": _risk(results),
        "rows": [_row(result) for result in sorted(results, key=_failures_first)],
    }


def table(report: Report) -> str:
    """The measures as lines, a column a group of questions, each with its 95% interval."""
    groups = report["measures"]
    lines = [f"{'maat':<24}" + "".join(f"{GROUPS[group]:<21}" for group in groups) + "n (alle)"]
    for name, whole in groups["all"].items():
        cells = [cell(measures.get(name)) for measures in groups.values()]
        lines.append(f"{name:<24}" + "".join(f"{shown:<21}" for shown in cells) + str(whole["n"]))
    lines.append("")
    for kind, verdicts in report["verdicts"].items():
        told = ", ".join(f"{verdicts[v]} {VERDICTS[v]}" for v in VERDICTS if v in verdicts)
        lines.append(f"{kind:<24}{told}")
    return "\n".join(lines)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files of a report, by name, to the folder.

    Raises:
        GoldError: the folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass")
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
    except OSError as error:
        raise GoldError(f"{path} is niet te lezen: {reason(error)}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GoldError(f"{path} is geen verslag van python -m eval.") from error
    return report


def against(report: Report, earlier: Report) -> Report:
    """What changed since an earlier report, over the questions that both hold.

    `measures`: a Change by name; `lost` and `won`: the questions whose verdict changed for the
    worse and for the better.
    """
    before = {row["id"]: row for row in earlier["rows"]}
    pairs = [(row, before[row["id"]]) for row in report["rows"] if row["id"] in before]
    measures = {}
    for name in MEASURES:
        both = [
            (now["values"][name], old["values"][name])
            for now, old in pairs
            if name in now["values"] and name in old["values"]
        ]
        if both:
            measures[name] = change(*zip(*both, strict=True))._asdict()
    moved = [
        {"id": now["id"], "turns": now["turns"], "was": old["verdict"], "is": now["verdict"]}
        for now, old in pairs
    ]
    return {
        "made": earlier["made"],
        "n": len(pairs),
        "measures": measures,
        "lost": [row for row in moved if _gain(row) < 0],
        "won": [row for row in moved if _gain(row) > 0],
    }


def comparison(found: Report) -> str:
    """What `against` found, as lines."""
    lines = [
        f"Tegen het verslag van {found['made']}, {found['n']} vragen in beide",
        f"{'maat':<24}{'verschil':>10}{'beter':>7}{'slechter':>10}{'p':>8}",
    ]
    for name, moved in found["measures"].items():
        better, worse = better_and_worse(name, moved)
        told = f"{moved['difference']:>+10.3f}{better:>7}{worse:>10}{moved['p']:>8.3f}"
        lines.append(f"{name:<24}{told}")
    for outcome, rows in (("verloren", found["lost"]), ("gewonnen", found["won"])):
        lines.append(f"\n{outcome}: {len(rows)}")
        for row in rows:
            told = f"{VERDICTS[row['was']]} -> {VERDICTS[row['is']]}"
            lines.append(f"{row['id']}: {told}   {row['turns'][-1]}")
    return "\n".join(lines)


def better_and_worse(name: str, moved: dict[str, Any]) -> tuple[int, int]:
    """On how many questions a Change was for the better and for the worse."""
    up, down = moved["up"], moved["down"]
    return (down, up) if name in LOWER_IS_BETTER else (up, down)


def floors_beside(files: Iterable[Path]) -> dict[str, float]:
    """The floors recorded beside the gold files.

    Raises:
        GoldError: there are none, or they can't be read.
    """
    found: dict[str, float] = {}
    for path in sorted({file.parent / FLOORS for file in files}):
        try:
            found |= tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise GoldError(f"{path} is niet te lezen: {reason(error)}.") from error
        except ValueError as error:
            raise GoldError(f"{path} is geen geldige TOML: {error}") from error
    strange = [name for name, floor in found.items() if not isinstance(floor, int | float)]
    if strange or not found:
        raise GoldError(f"In {FLOORS} moet bij elke maat een getal staan.")
    return found


def under_floor(report: Report, floors: dict[str, float]) -> list[str]:
    """The measures of the whole set that miss their floor (or exceed it, where lower is better)."""
    measured = report["measures"]["all"]
    faults = []
    for name, floor in floors.items():
        value = measured[name]["value"] if name in measured else float("nan")
        good = value <= floor if name in LOWER_IS_BETTER else value >= floor
        if not good:
            faults.append(f"{name}: {number(value)}, de grens is {number(floor)}")
    return faults


def cell(estimate: dict[str, float] | None) -> str:
    """An estimate as it is shown: the value and its interval."""
    if estimate is None:
        return "-"
    return f"{number(estimate['value'])} {interval(estimate)}"


def interval(estimate: dict[str, float]) -> str:
    """The 95% interval of an estimate as it is shown."""
    return f"{number(estimate['low'])}-{number(estimate['high'])}"


def number(value: float) -> str:
    """A measure as it is shown."""
    return f"{value:.1f}" if abs(value) > 1 else f"{value:.3f}"


def _gain(row: dict[str, Any]) -> int:
    """What a question gained in worth; nothing where a verdict says nothing."""
    was, now = WORTH.get(row["was"]), WORTH.get(row["is"])
    return 0 if was is None or now is None else now - was


def _measured(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """The estimate of every measure that applies to any of the questions."""
    found: dict[str, Estimate] = {}
    for name, measure in MEASURES.items():
        values = [result.values[name] for result in results if name in result.values]
        if values:
            found[name] = estimate(values, measure.by_median)
    answers = _answers(results)
    if answers:
        certainty, right = zip(*answers, strict=True)
        found[AREA] = area_under_risk(certainty, right)
    return {name: asdict(value) for name, value in found.items()}


def _risk(results: Sequence[Result]) -> list[list[float]]:
    answers = _answers(results)
    asked = sum(result.case.verdict != "unscored" for result in results)
    curve = risk_coverage([a[0] for a in answers], [a[1] for a in answers], asked)
    return [[round(float(x), 4) for x in point] for point in curve]


def _answers(results: Sequence[Result]) -> list[tuple[float, bool]]:
    """How certain each answer was, and whether it was right."""
    return [
        (result.case.certainty, result.case.verdict == "right")
        for result in results
        if result.case.verdict not in ("abstained", "unscored")
    ]


def _failures_first(result: Result) -> tuple[bool, int]:
    """Failures first: dangerous and wrong ones before what was not answered."""
    order = ("wrong", "answered", "abstained", "partly", "unscored", "right")
    return not result.case.failed, order.index(result.case.verdict)


def _row(result: Result) -> dict[str, Any]:
    case, row = result.case, result.case.row
    return {
        "id": row.id,
        "kind": row.kind,
        "split": row.split,
        "turns": list(row.turns),
        "verdict": case.verdict,
        "failed": case.failed,
        "shared": None if result.shared is None else round(result.shared, 3),
        "certainty": round(case.certainty, 4),
        "evidence": [asdict(evidence) for evidence in row.evidence],
        "nuggets": _nuggets(case),
        "dangerous": case.dangerous,
        "values": {name: round(value, 4) for name, value in result.values.items()},
        "answer": case.answer.as_line(row.id),
    }


def _nuggets(case: Case) -> list[dict[str, Any]]:
    return [
        {"name": nugget.name, "vital": nugget.vital, "found": case.holds(nugget)}
        for nugget in case.row.nuggets
    ]
