"""Feedback becomes drafts that a person must finish."""

import json
from pathlib import Path

import pytest

from assistant.engine import Assistant
from eval import candidates, gold
from ingest.errors import GoldError


@pytest.fixture
def answer(assistant: Assistant) -> dict[str, object]:
    return assistant.ask(["Helpt acupunctuur bij lagerugpijn?"]).as_line("q1")


def feedback(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_a_good_answer_gives_its_quotes_as_evidence(
    tmp_path: Path, answer: dict[str, object]
) -> None:
    line = {"turns": ["Helpt acupunctuur bij lagerugpijn?"], "good": True, "answer": answer}
    bad = {**line, "turns": ["En shockwave?"], "good": False, "comment": "Beantwoordt het niet."}
    path = feedback(tmp_path / "f.jsonl", line, line, bad)
    first, second = map(json.loads, candidates.drafts(path))
    assert answer["citations"]
    assert [e["quote"] for e in first["evidence"]] == [c["quote"] for c in answer["citations"]]  # type: ignore[attr-defined]
    assert len(first["nuggets"]) == len(first["evidence"])
    assert second["evidence"] == second["nuggets"] == []
    assert "Beantwoordt het niet." in second["note"]
    assert first["evidence"][0]["quote"] in second["note"]
    assert first["id"] != second["id"]


def test_a_draft_is_refused_until_it_is_finished(tmp_path: Path, answer: dict[str, object]) -> None:
    line = {"turns": ["Helpt acupunctuur?"], "good": True, "answer": answer}
    [draft] = map(json.loads, candidates.drafts(feedback(tmp_path / "f.jsonl", line)))
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(draft), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        gold.load([path])
    assert "kind moet tekst zijn" in caught.value.message
    assert "nuggets 1" in caught.value.message
    nuggets = [{"name": "niet aanbevolen", "vital": True, "pattern": "niet aanbevolen"}]
    path.write_text(json.dumps({**draft, "kind": "direct", "nuggets": nuggets}), encoding="utf-8")
    [row] = gold.load([path])
    assert row.turns == ("Helpt acupunctuur?",)


def test_the_split_of_a_draft_stays_the_same(tmp_path: Path) -> None:
    lines = [{"turns": [f"Vraag {number}?"], "good": False} for number in range(200)]
    splits = [
        json.loads(draft)["split"]
        for draft in candidates.drafts(feedback(tmp_path / "f.jsonl", *lines))
    ]
    again = [
        json.loads(draft)["split"]
        for draft in candidates.drafts(feedback(tmp_path / "f.jsonl", *reversed(lines)))
    ]
    assert splits == again[::-1]
    assert 70 < splits.count("test") < 130


def test_every_fault_of_the_feedback_is_told_at_once(tmp_path: Path) -> None:
    path = feedback(
        tmp_path / "f.jsonl",
        {"good": True},
        {"turns": ["x"], "good": "ja"},
        {"turns": ["x"], "good": True, "comment": 5},
        {"turns": ["x"], "good": True, "answer": [1]},
        {"turns": ["x"], "good": True, "answer": {"citations": [{"quote": "x"}]}},
        [],
    )
    with pytest.raises(GoldError) as caught:
        list(candidates.drafts(path))
    assert all(f"regel {number}:" in caught.value.message for number in range(1, 7))
