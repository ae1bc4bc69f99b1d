"""The gold set that ships, and how a malformed one is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.engine import Assistant
from eval import gold
from eval.gold import Row
from ingest.dutch import STOP_WORDS, stem, words
from ingest.errors import GoldError

GOOD = {
    "id": "a",
    "kind": "direct",
    "split": "tune",
    "turns": ["Helpt rust?"],
    "evidence": [{"source": "x", "section": "y", "quote": "Rust helpt niet."}],
    "nuggets": [{"name": "rust", "vital": True, "pattern": "niet"}],
}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return gold.load(sorted(gold.FOLDER.glob("*.jsonl")))


def test_the_set_has_the_kinds_that_it_should(rows: list[Row]) -> None:
    kinds = Counter(row.kind for row in rows)
    assert len(rows) == 60
    assert kinds["unanswerable"] == 15
    assert kinds["follow-up"] == 8
    assert kinds.keys() == set(gold.KINDS)
    assert {row.split for row in rows} == {"tune", "test"}
    assert all(len(row.turns) > 1 for row in rows if row.kind == "follow-up")


def test_every_quote_stands_in_its_document_and_carries_a_vital_nugget(
    rows: list[Row], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    development = gold.load((gold.FOLDER / "development").glob("*.jsonl"))
    assert {row.split for row in development} == {"tune"}
    for row in [*rows, *development]:
        for evidence in row.evidence:
            assert build.document(evidence.source).text.count(evidence.quote) == 1, row.id
        quotes = " ".join(evidence.quote for evidence in row.evidence)
        assert all(n.pattern.search(quotes) for n in row.nuggets if n.vital), row.id


def test_most_questions_share_few_words_with_the_passage_that_answers(
    rows: list[Row], assistant: Assistant
) -> None:
    build, _ = assistant.open()

    def content(text: str) -> set[str]:
        return {stem(word) for word in words(text) if word not in STOP_WORDS}

    answerable = [row for row in rows if row.answerable]
    few = 0
    for row in answerable:
        passages = " ".join(build.passage(id).text for id in gold.relevant(row, build))
        asked = content(row.turns[-1])
        few += len(asked & content(passages)) <= len(asked) / 3
    assert few >= len(answerable) / 2


def test_relevant_passages_overlap_the_evidence(assistant: Assistant, rows: list[Row]) -> None:
    build, _ = assistant.open()
    row = next(row for row in rows if row.kind == "direct")
    found = gold.relevant(row, build)
    assert found
    assert all(any(e.quote in build.passage(id).text for e in row.evidence) for id in found)


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    faulty = [
        "{",
        json.dumps({**GOOD, "id": "b", "kind": "nieuw"}),
        json.dumps({**GOOD, "id": "c", "nuggets": [{"name": "n", "vital": True, "pattern": "("}]}),
        json.dumps({**GOOD, "id": "d", "evidence": []}),
        json.dumps({key: value for key, value in GOOD.items() if key != "split"}),
        json.dumps({**GOOD, "id": "e", "turns": "Helpt rust?"}),
        json.dumps({**GOOD, "id": "f", "evidence": [{"source": 5, "section": "", "quote": ""}]}),
        json.dumps({**GOOD, "id": "g", "wrong": "rust"}),
        "[" * 100_000,
        json.dumps(GOOD),
        json.dumps(GOOD),
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(faulty), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        gold.load([path, tmp_path / "weg.jsonl"])
    for number in range(1, 10):
        assert f"regel {number}:" in caught.value.message
    assert "id 'a' komt vaker voor" in caught.value.message
    assert "weg.jsonl" in caught.value.message


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "leeg.jsonl"
    path.touch()
    with pytest.raises(GoldError, match="geen vraag"):
        gold.load([path])
