"""Gold questions: what is asked, where the answer stands, and the facts that it needs.

A gold file is JSONL, one row a question; see `Row` for the fields. Doesn't score anything.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.errors import GoldError
from ingest.index import Build

FOLDER = Path(__file__).resolve().parent / "gold"
KINDS = ("direct", "lay", "paraphrase", "figures", "across", "unanswerable", "follow-up")

Split = Literal["tune", "test"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers, word for word. Of each group one is needed."""

    source: str
    section: str
    quote: str
    group: int = 1


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact that an answer needs (vital) or may hold (okay), as a pattern for fair wordings."""

    name: str
    vital: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One gold question. Nothing is ever fitted on the rows of split `test`.

    `turns` ends with the question; `evidence` and `nuggets` are empty where the documents hold no
    answer; `wrong` holds patterns of answers that would be dangerous.
    """

    id: str
    kind: str
    split: Split
    turns: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    nuggets: tuple[Nugget, ...]
    wrong: tuple[re.Pattern[str], ...]

    @property
    def answerable(self) -> bool:
        return bool(self.nuggets)


def load(files: Iterable[Path]) -> list[Row]:
    """Read gold files.

    Raises:
        GoldError: with every fault of every file, each with its line number.
    """
    rows: list[Row] = []
    faults: list[str] = []
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{path} is niet te lezen: {error}")
            continue
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    rows.append(_row(json.loads(line)))
                except (ValueError, TypeError, AttributeError, RecursionError) as error:
                    faults.append(f"{path}, regel {number}: {error}")
                except KeyError as error:
                    faults.append(f"{path}, regel {number}: sleutel {error} ontbreekt")
                except re.error as error:
                    faults.append(f"{path}, regel {number}: geen geldig patroon: {error}")
    ids = [row.id for row in rows]
    faults += [f"id '{id}' komt vaker voor" for id in sorted({i for i in ids if ids.count(i) > 1})]
    if not rows and not faults:
        faults.append("er staat geen vraag in")
    if faults:
        raise GoldError("De gouden vragen zijn niet te lezen:\n  " + "\n  ".join(faults))
    return rows


def relevant(row: Row, build: Build) -> dict[str, int]:
    """The passages that hold the row's evidence, each with relevance 1; empty if none is there."""
    found: dict[str, int] = {}
    for evidence in row.evidence:
        try:
            at = build.document(evidence.source).text.find(evidence.quote)
        except KeyError:
            continue
        if at >= 0:
            passages = build.passages(evidence.source)
            found |= {p.id: 1 for p in passages if p.start <= at < p.end}
    return found


def _row(entry: dict[str, Any]) -> Row:
    if entry["kind"] not in KINDS:
        raise ValueError(f"kind moet een zijn van {', '.join(KINDS)}")
    if entry["split"] not in ("tune", "test"):
        raise ValueError("split moet tune of test zijn")
    if not entry["turns"] or not _texts(entry["turns"]):
        raise ValueError("turns moet een lijst van vragen zijn")
    if not _texts(entry.get("wrong", [])):
        raise ValueError("wrong moet een lijst van patronen zijn")
    if not all(_texts([e["source"], e["section"], e["quote"]]) for e in entry["evidence"]):
        raise ValueError("source, section en quote moeten tekst zijn")
    row = Row(
        id=str(entry["id"]),
        kind=entry["kind"],
        split=entry["split"],
        turns=tuple(entry["turns"]),
        evidence=tuple(Evidence(**evidence) for evidence in entry["evidence"]),
        nuggets=tuple(
            Nugget(nugget["name"], bool(nugget["vital"]), _pattern(nugget["pattern"]))
            for nugget in entry["nuggets"]
        ),
        wrong=tuple(map(_pattern, entry.get("wrong", []))),
    )
    if row.answerable != bool(row.evidence) or row.answerable == (row.kind == "unanswerable"):
        raise ValueError("evidence en nuggets horen bij elke kind behalve unanswerable")
    return row


def _texts(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, str) for entry in entries)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
