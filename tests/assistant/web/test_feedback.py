"""A thumb is kept where the owner asked for it, whole, and without a patient's data."""

import json
import multiprocessing
import resource
import signal
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.engine import Assistant
from assistant.schema import Answer
from assistant.web import feedback
from eval import candidates
from ingest.errors import FeedbackNotKept

PRIVATE = "Mevrouw Jansen, 06-12345678, heeft lagerugpijn; helpt acupunctuur?"


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask([PRIVATE]), assistant.ask([PRIVATE, "En oefentherapie?"])]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def numbered(path: Path, number: int) -> None:
    """Keep one thumb, of a conversation of its own, long enough not to fit a small buffer."""
    answer = Answer(f"Vraag {number}?", f"Vraag {number}?", abstained=True, reason="geen " * 4000)
    feedback.keep(path, [answer], number % 2 == 0, f"nummer {number}")


def test_eval_makes_drafts_of_what_was_kept(tmp_path: Path, answers: list[Answer]) -> None:
    path = tmp_path / "f.jsonl"
    feedback.keep(path, answers[:1], True, "Klopt; bel 06-12345678")
    feedback.keep(path, answers, False)
    first, second = map(json.loads, candidates.drafts(path))
    assert first["turns"] == ["Mevrouw …, heeft lagerugpijn; helpt acupunctuur?"]
    assert [e["quote"] for e in first["evidence"]] == [c.quote for c in answers[0].citations]
    assert first["note"] == "goed gevonden; Klopt; bel …"
    assert second["turns"] == [*first["turns"], "En oefentherapie?"]


def test_a_patients_data_and_all_else_stay_out(tmp_path: Path, answers: list[Answer]) -> None:
    path = tmp_path / "f.jsonl"
    feedback.keep(path, answers[:1], True, "Mevrouw Jansen, 06-12345678")
    assert not any(word in path.read_text() for word in ("Jansen", "12345678"))
    [kept] = lines(path)
    assert kept.keys() == {"turns", "good", "comment", "answer"}
    answer = kept["answer"]
    assert isinstance(answer, dict)
    assert answer.keys() == answers[0].as_line(None).keys()
    assert answer["passages"] == answer["more"] == []
    assert answer["timings_ms"] == {}
    assert path.stat().st_mode & 0o077 == 0


def test_fifty_at_once_from_several_processes_all_stand(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawn) as pool:
        list(pool.map(partial(numbered, path), range(50)))
    assert {line["comment"] for line in lines(path)} == {f"nummer {n}" for n in range(50)}
    assert len(list(candidates.drafts(path))) == 50


def test_a_line_without_end_is_ended_first(tmp_path: Path, answers: list[Answer]) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text('{"turns": ["a"], "good": true}')
    feedback.keep(path, answers, True)
    assert len(lines(path)) == 2


def test_hostile_text_stays_on_its_line(tmp_path: Path, answers: list[Answer]) -> None:
    path = tmp_path / "f.jsonl"
    remark = 'a\n{"turns": ["x"], "good": true}\r\u2028\x00\ud800<script>'
    feedback.keep(path, answers, True, remark)
    [draft] = candidates.drafts(path)
    assert "<script>" in draft


def test_what_is_too_long_is_not_kept(tmp_path: Path, answers: list[Answer]) -> None:
    path = tmp_path / "f.jsonl"
    with pytest.raises(FeedbackNotKept, match="telt 1001 tekens, en hoogstens 1000"):
        feedback.keep(path, answers, True, "x" * 1001)
    with pytest.raises(FeedbackNotKept, match="nog geen antwoord"):
        feedback.keep(path, [], True)
    assert not path.exists()
    feedback.keep(path, answers[:1] * 60, True, "x" * 1000)
    [draft] = candidates.drafts(path)
    assert len(json.loads(draft)["turns"]) == feedback.MOST_TURNS


def test_a_full_file_stays_as_it_is(
    tmp_path: Path, answers: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.jsonl"
    feedback.keep(path, answers, True)
    before = path.read_bytes()
    monkeypatch.setattr(feedback, "MOST_BYTES", len(before) + 10)
    with pytest.raises(FeedbackNotKept, match="het bestand is vol"):
        feedback.keep(path, answers, True)
    assert path.read_bytes() == before


def test_half_a_line_is_taken_back(tmp_path: Path, answers: list[Answer]) -> None:
    path = tmp_path / "f.jsonl"
    feedback.keep(path, answers, True)
    before = path.read_bytes()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        told = pool.submit(refused, path, replace(answers[0]), len(before) + 100).result()
    assert "het schrijven mislukte" in told
    assert path.read_bytes() == before


def refused(path: Path, answer: Answer, most: int) -> str:
    """What is told where a file can't grow past so many bytes; runs in a process of its own."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        feedback.keep(path, [answer], True)
    except FeedbackNotKept as error:
        return str(error)
    return "bewaard"


def test_a_file_that_can_not_be_written_is_told(tmp_path: Path, answers: list[Answer]) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "bestand").write_text("")
    with pytest.raises(FeedbackNotKept, match="is een map"):
        feedback.keep(tmp_path / "map", answers, True)
    with pytest.raises(FeedbackNotKept, match="bestaat niet"):
        feedback.keep(tmp_path / "nergens" / "f.jsonl", answers, True)
    assert not (tmp_path / "nergens").exists()
    with pytest.raises(FeedbackNotKept, match=r"Uw oordeel is niet bewaard: .*is geen map"):
        feedback.keep(tmp_path / "bestand" / "f.jsonl", answers, True)


def test_a_file_that_stays_busy_is_told(
    tmp_path: Path, answers: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.jsonl"
    monkeypatch.setattr(feedback, "PATIENCE", 0.1)
    with FileLock(f"{path}.lock"), pytest.raises(FeedbackNotKept, match="bezet"):
        feedback.keep(path, answers, True)
    assert path.read_bytes() == b""
