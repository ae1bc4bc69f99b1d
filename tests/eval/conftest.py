"""A tiny index and gold set whose scores are known by hand."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.schema import Answer, Citation, Conflict, Hit, Statement
from eval import gold
from eval.cases import Case
from eval.gold import Row
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
OTHER = """\
# Nog een stuk

## Liggen

Liggen doet sommige mensen goed.
"""
RUST, DUUR, FOTO = (
    "Bedrust helpt niet bij lage rugpijn.",
    "Lage rugpijn duurt meestal 6 weken.",
    "Een foto van de wervelkolom is niet nodig bij lage rugpijn.",
)
LIGGEN = "Liggen doet sommige mensen goed."


def entry(id: str, question: str, quote: str, pattern: str, **more: object) -> dict[str, object]:
    """A gold row as it is written, for the tiny paper."""
    nuggets = [{"name": "feit", "vital": True, "pattern": pattern}] if pattern else []
    evidence = [{"source": "paper", "section": "", "quote": quote}] if quote else []
    kind = "direct" if pattern else "near-miss"
    row = {"id": id, "kind": kind, "split": "tune", "turns": [question]}
    return {**row, "evidence": evidence, "nuggets": nuggets, **more}


def written(path: Path, entries: Sequence[dict[str, object]]) -> Path:
    """A gold file of these rows."""
    path.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the tiny paper and another that contradicts it."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "papers").mkdir()
    (folder / "papers" / "paper.md").write_text(PAPER, encoding="utf-8")
    (folder / "papers" / "other.md").write_text(OTHER, encoding="utf-8")
    pipeline.ingest([folder / "papers"], folder / "index")
    return Assistant(folder / "index")


@pytest.fixture
def tiny_index(tiny: Assistant) -> Path:
    return tiny.open()[0].folder.parent.parent


Answered = Callable[..., Case]


@pytest.fixture
def answered(tiny: Assistant, tmp_path: Path) -> Answered:
    """Makes the case of a gold row with a given answer: statements, each with its quotes."""
    build, _ = tiny.open()

    def make(
        row: dict[str, object],
        said: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        conflicts: Sequence[Conflict] = (),
        passages: Sequence[str] = (),
    ) -> Case:
        statements, citations = [], []
        for text, quotes in said:
            numbers = []
            for source, quote in quotes:
                document = build.document(source)
                start = document.text.index(quote)
                place = next(p for p in build.passages(source) if p.start <= start < p.end)
                numbers.append(len(citations) + 1)
                citations.append(
                    Citation(numbers[-1], place, "", start, start + len(quote), quote, "bevinding")
                )
            statements.append(Statement(text, tuple(numbers)))
        answer = Answer(
            question="?",
            standalone_question="?",
            statements=tuple(statements),
            citations=tuple(citations),
            conflicts=tuple(conflicts),
            abstained=not statements,
            passages=tuple(Hit(build.passage(id), 0.5) for id in passages),
            timings_ms={"total": 2.0},
        )
        [loaded] = gold.load([written(tmp_path / "row.jsonl", [row])])
        return Case(loaded, answer, build)

    return make


@pytest.fixture(scope="session")
def shipped() -> list[Row]:
    return gold.load(gold.shipped())
