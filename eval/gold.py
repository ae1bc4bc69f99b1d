"""Gold questions: what is asked, where the answer stands, and the facts that it needs.

A gold file is JSONL, one row a question; see `Row` for the fields. Doesn't score anything.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from ingest.errors import GoldError, reason

FOLDER = Path(__file__).resolve().parent / "gold"

Split = Literal["tune", "test"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers, word for word. Those of one group give the same fact."""

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

    `kind` is a name to count by: the set that ships tells hurried, lay, figures, near-miss and so
    on. `turns` ends with the question; `evidence` and `nuggets` are empty where the documents hold
    no answer; `wrong` holds patterns of answers that would be dangerous. `conflict` says that the
    groups of evidence contradict each other, and that a good answer shows it.
    """

    id: str
    kind: str
    split: Split
    turns: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    nuggets: tuple[Nugget, ...]
    wrong: tuple[re.Pattern[str], ...]
    conflict: bool = False

    @property
    def answerable(self) -> bool:
        return bool(self.nuggets)

    @property
    def sources(self) -> set[str]:
        """The ids of the documents that hold the answer."""
        return {evidence.source for evidence in self.evidence}

    @property
    def vital(self) -> tuple[Nugget, ...]:
        """The facts without which the question isn't answered."""
        return tuple(nugget for nugget in self.nuggets if nugget.vital)


REQUIRED = frozenset({"id", "kind", "split", "turns", "evidence", "nuggets"})
OPTIONAL = frozenset({"wrong", "conflict", "note"})  # a note is for who reads the file


def shipped() -> list[Path]:
    """The files of the gold set that ships."""
    return sorted(FOLDER.glob("*.jsonl"))


def load(files: Iterable[Path]) -> list[Row]:
    """Read gold files.

    Raises:
        GoldError: with every fault of every file, each with its line number.
    """
    found, faults = read(files, _row)
    first: dict[str, str] = {}
    for place, row in found:
        if first.setdefault(row.id, place) != place:
            faults.append(f"{place}: id '{row.id}' staat ook in {first[row.id]}")
    if not found and not faults:
        faults.append("er staat geen vraag in")
    if faults:
        raise GoldError("De gouden vragen zijn niet te lezen:\n  " + "\n  ".join(faults))
    return [row for _, row in found]


def read(
    files: Iterable[Path], parse: Callable[[dict[str, Any]], T]
) -> tuple[list[tuple[str, T]], list[str]]:
    """The lines of JSONL files, parsed, each with its place; and every fault, with its place.

    `parse` tells by ValueError what is wrong with a line.
    """
    faults: list[str] = []
    found: list[tuple[str, T]] = []
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            why = reason(error) if isinstance(error, OSError) else "geen UTF-8"
            faults.append(f"{path} is niet te lezen: {why}")
            continue
        for number, line in enumerate(lines, start=1):
            place = f"{path}, regel {number}"
            try:
                if line.strip():
                    found.append((place, parse(_object(line))))
            except ValueError as error:
                faults.append(f"{place}: {error}")
    return found, faults


def texts(entries: Any) -> bool:
    """Is it a list of strings, none of them empty?"""
    return isinstance(entries, list) and all(
        isinstance(entry, str) and entry.strip() for entry in entries
    )


def _object(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        json.dumps(entry, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("er staan tekens in die geen tekst zijn") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("geen geldige JSON") from error
    if not isinstance(entry, dict):
        raise ValueError("geen JSON-object")
    return entry


def _row(entry: dict[str, Any]) -> Row:
    faults = list(_faults(entry))
    if faults:
        raise ValueError("; ".join(faults))
    return Row(
        id=entry["id"],
        kind=entry["kind"],
        split=entry["split"],
        turns=tuple(entry["turns"]),
        evidence=tuple(Evidence(**evidence) for evidence in entry["evidence"]),
        nuggets=tuple(
            Nugget(nugget["name"], nugget["vital"], pattern(nugget["pattern"]))
            for nugget in entry["nuggets"]
        ),
        wrong=tuple(map(pattern, entry.get("wrong", []))),
        conflict=entry.get("conflict", False),
    )


def _faults(entry: dict[str, Any]) -> Iterator[str]:
    """All that is wrong with an entry, in Dutch."""
    for name in sorted(REQUIRED - entry.keys()):
        yield f"sleutel '{name}' ontbreekt"
    for name in sorted(entry.keys() - REQUIRED - OPTIONAL):
        yield f"sleutel '{name}' is onbekend"
    for name in ("id", "kind"):
        if not texts([entry.get(name, "x")]):
            yield f"{name} moet tekst zijn"
    if entry.get("split", "tune") not in get_args(Split):
        yield f"split moet een zijn van {', '.join(get_args(Split))}"
    if not texts(entry.get("turns", ["x"])) or entry.get("turns") == []:
        yield "turns moet een lijst van vragen zijn"
    evidence, nuggets = entry.get("evidence", []), entry.get("nuggets", [])
    yield from _faults_of_each("evidence", evidence, _evidence_fault)
    yield from _faults_of_each("nuggets", nuggets, _nugget_fault)
    yield from _faults_of_each("wrong", entry.get("wrong", []), _pattern_fault)
    if bool(evidence) != bool(nuggets):
        yield "evidence en nuggets horen bij elkaar: allebei gevuld, of allebei leeg"
    if nuggets and isinstance(nuggets, list) and not any(map(_is_vital, nuggets)):
        yield "minstens een nugget moet vital zijn"
    if not isinstance(entry.get("conflict", False), bool):
        yield "conflict moet true of false zijn"


def _faults_of_each(name: str, entries: Any, fault: Callable[[Any], str | None]) -> Iterator[str]:
    if not isinstance(entries, list):
        yield f"{name} moet een lijst zijn"
        return
    for number, entry in enumerate(entries, start=1):
        found = fault(entry)
        if found:
            yield f"{name} {number}: {found}"


def _evidence_fault(entry: Any) -> str | None:
    wanted = ("source", "section", "quote")
    if not isinstance(entry, dict) or not {*wanted} <= entry.keys() <= {*wanted, "group"}:
        return "source, section en quote zijn nodig, en group mag"
    if not isinstance(entry["section"], str) or not texts([entry["source"], entry["quote"]]):
        return "source, section en quote moeten tekst zijn"
    return None if type(entry.get("group", 1)) is int else "group moet een geheel getal zijn"


def _nugget_fault(entry: Any) -> str | None:
    if not isinstance(entry, dict) or entry.keys() != {"name", "vital", "pattern"}:
        return "name, vital en pattern zijn nodig"
    if not texts([entry["name"]]) or not isinstance(entry["vital"], bool):
        return "name moet tekst zijn, en vital true of false"
    return _pattern_fault(entry["pattern"])


def _is_vital(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("vital") is True


def _pattern_fault(entry: Any) -> str | None:
    if not isinstance(entry, str):
        return "een patroon moet tekst zijn"
    try:
        empty = pattern(entry).search("")
    except (re.error, RecursionError, OverflowError) as error:
        return f"geen geldig patroon: {error}"
    return "dit patroon past op alles" if empty else None


def pattern(text: str) -> re.Pattern[str]:
    """A pattern as gold files write it: case doesn't matter, and `.` goes over line ends."""
    return re.compile(text, re.IGNORECASE | re.DOTALL)
