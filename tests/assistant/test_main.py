"""The command line of the contract: on streams of its own, and in a process as people run it."""

import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import __main__ as command
from assistant.engine import Assistant
from assistant.schema import Answer
from tests import commands
from tests.assistant.test_writer import Handler, good, other, served
from tests.commands import Done
from tests.conftest import PROJECT

Line = dict[str, Any]
FIELDS = {
    "id",
    "question",
    "standalone_question",
    "abstained",
    "reason",
    "statements",
    "citations",
    "more",
    "conflicts",
    "passages",
    "warnings",
    "also_searched",
    "timings_ms",
}


def run(*arguments: str, stdin: str | bytes = "") -> Done:
    return commands.run(command.main, *arguments, stdin=stdin)


def answers(index: Path, *lines: str, arguments: tuple[str, ...] = ()) -> tuple[int, list[Line]]:
    done = run("--json", "--index", str(index), *arguments, stdin="\n".join(lines) + "\n")
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def asked(id: str, *turns: str, **more: Any) -> str:
    return json.dumps({"id": id, "turns": turns, **more})


def test_every_line_is_answered_in_order_with_the_fields_of_the_contract(index: Path) -> None:
    typed = [
        asked("q1", "Wat is de incidentie van lagerugpijn?"),
        asked("q2", "Wat is de hoofdstad van Mongolië?"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--json", "--index", str(index)],
        input="\n".join(typed),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        encoding="utf-8",
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["id"] for line in lines] == ["q1", "q2"]
    assert all(line.keys() == FIELDS for line in lines)
    answered, declined = lines
    assert answered["statements"]
    assert not answered["abstained"]
    assert any("40,9 per 1000" in statement["text"] for statement in answered["statements"])
    assert declined["abstained"]
    assert declined["statements"] == []
    assert declined["reason"]
    assert len(declined["passages"]) == 10


def test_citations_point_at_their_quotes_and_statements_at_citations(index: Path) -> None:
    _, (line,) = answers(index, asked("q", "Helpt acupunctuur bij lagerugpijn?"))
    citation = line["citations"][0]
    assert citation.keys() == {
        "number",
        "source",
        "title",
        "section",
        "page",
        "passage",
        "quote",
        "start",
        "end",
        "role",
    }
    assert citation["source"] == "lagerugpijn-ntvg"
    assert citation["end"] - citation["start"] == len(citation["quote"])
    numbers = {citation["number"] for citation in line["citations"]}
    assert all(s["citations"] and set(s["citations"]) <= numbers for s in line["statements"])
    scores = [passage["score"] for passage in line["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_a_follow_up_is_read_in_the_light_of_the_turn_before(index: Path) -> None:
    _, (line,) = answers(
        index, asked("q", "Wat is de incidentie van lagerugpijn?", "En de prevalentie?")
    )
    assert line["question"] == "En de prevalentie?"
    assert line["standalone_question"] == "Wat is de prevalentie van lagerugpijn?"


def test_sources_narrow_by_line_and_by_option(index: Path) -> None:
    question = "Wat is de incidentie van lagerugpijn?"
    _, (by_line,) = answers(index, asked("q", question, sources=["leidraad-lrs"]))
    _, (by_option,) = answers(index, asked("q", question), arguments=("--source", "leidraad-lrs"))
    for line in (by_line, by_option):
        assert {passage["source"] for passage in line["passages"]} == {"leidraad-lrs"}


def test_a_broken_line_is_an_error_and_the_next_is_answered(index: Path) -> None:
    broken = ["{", "[]", '"vraag"', "{}", '{"id": "q", "turns": []}', '{"id": 1, "turns": ["a"]}']
    broken += ['{"id": "q", "turns": "a"}', '{"id": "q", "turns": [1]}', "[" * 100_000]
    status, lines = answers(index, *broken, asked("goed", "Helpt acupunctuur?"))
    assert status == 1
    assert len(lines) == len(broken) + 1
    assert all(line["id"] is None and line["error"] for line in lines[:-1])
    assert lines[-1]["id"] == "goed"
    assert lines[-1]["statements"]


def test_a_question_that_cannot_be_asked_is_an_error_under_its_id(index: Path) -> None:
    status, lines = answers(
        index,
        asked("leeg", "  "),
        asked("lang", "rug " * 5000),
        asked("bron", "Helpt acupunctuur?", sources=["bestaat-niet"]),
    )
    assert status == 1
    assert [line["id"] for line in lines] == ["leeg", "lang", "bron"]
    assert "leeg" in lines[0]["error"]
    assert "20000 tekens" in lines[1]["error"]
    assert "bestaat-niet" in lines[2]["error"]


def test_what_is_no_text_is_an_error_and_the_next_line_is_answered(index: Path) -> None:
    lines = [
        rb'{"id": "a", "turns": ["rugpijn \ud800?"]}',
        b'{"id": "b", "turns": ["rugpijn \xff?"]}',
        rb'{"id": "\ud800", "turns": ["rugpijn"]}',
        b'{"id": "goed", "turns": ["Helpt acupunctuur?"]}',
    ]
    typed = b"\xef\xbb\xbf" + lines[-1] + b"\r\n" + b"\n".join(lines)
    done = run("--json", "--index", str(index), stdin=typed)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line["id"] for line in found] == ["goed", None, None, None, "goed"]
    assert all("error" in line for line in found[1:4])


def test_output_that_cannot_be_written_ends_with_status_2(index: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "Helpt acupunctuur?", "--index", str(index)],
            cwd=PROJECT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert "de schijf is vol" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_question_is_printed_with_numbered_sources(index: Path) -> None:
    done = run("Helpt acupunctuur bij lagerugpijn?", "--index", str(index))
    assert done.returncode == 0
    body, _, sources = done.stdout.partition("\nBronnen:\n")
    assert re.search(r"niet\s+aanbevolen\.\s+\[\d\]", body)
    assert sources.startswith("Lagerugpijn (2022; ")
    assert sources.count("(2022; ") == 1
    assert "\n  [1] " in sources
    assert "] aanbeveling: " in sources


def test_a_refusal_is_printed_with_what_comes_nearest(index: Path) -> None:
    done = run("Wat is de hoofdstad van Mongolië?", "--index", str(index))
    assert done.returncode == 0
    assert "Het dichtst in de buurt komen:" in done.stdout
    assert "Ik antwoord uit deze documenten:\n- Lagerugpijn (2022)" in done.stdout
    assert "[1]" not in done.stdout


def test_without_an_index_the_message_gives_the_command_that_makes_one(tmp_path: Path) -> None:
    done = run("Helpt acupunctuur?", "--index", str(tmp_path / "leeg"))
    assert done.returncode == 2
    assert "Er is nog geen index" in done.stderr
    assert f"python -m ingest --index {tmp_path / 'leeg'}" in done.stderr


def test_bad_arguments_end_with_status_2(index: Path) -> None:
    assert run("--bestaat-niet").returncode == 2
    assert run("Helpt rust?", "--index", "").returncode == 2
    assert run("Helpt rust?", "--json", "--index", str(index)).returncode == 2
    assert run("--json", "--source", "x", "--index", str(index)).returncode == 2
    assert run("", "--index", str(index)).returncode == 2
    assert run("Helpt acupunctuur?", "--source", "x", "--index", str(index)).returncode == 2


def test_without_a_language_model_the_quotes_come_with_a_line_saying_why(index: Path) -> None:
    _, (line,) = answers(index, asked("q", "Helpt acupunctuur?"), arguments=("--llm",))
    assert line["statements"]
    assert "RUGGESPRAAK_LLM_URL" in line["warnings"][0]


def test_a_conversation_shows_how_a_follow_up_was_read(index: Path) -> None:
    typed = "Wat is de incidentie van lagerugpijn?\nEn de prevalentie?\n\nHelpt rust?\n"
    done = run("--index", str(index), stdin=typed)
    assert done.returncode == 0
    assert "Gelezen als: Wat is de prevalentie van lagerugpijn?" in done.stdout
    assert done.stdout.count("Vraag (leeg = stoppen): ") == 3  # the empty line ends it


def test_a_refusal_in_a_conversation_says_what_there_is_and_where_nothing_was_asked_no_more(
    index: Path,
) -> None:
    done = run("maak een recept voor diclofenac", "--index", str(index))
    assert "Ik antwoord uit deze documenten:\n- Lagerugpijn (2022)" in done.stdout
    assert "Het dichtst in de buurt" not in done.stdout
    narrowed = run("hallo", "--source", "lagerugpijn-ntvg", "--index", str(index))
    assert narrowed.stdout.endswith("documenten:\n- Lagerugpijn (2022)\n")


def with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer have more quotes: those of its first citation, under the next number."""
    stream = Assistant.stream

    def more(self: Assistant, *arguments: Any) -> Iterator[Answer]:
        for answer in stream(self, *arguments):
            rest = replace(answer.citations[0], number=len(answer.citations) + 1)
            yield replace(answer, more=(rest,))

    monkeypatch.setattr(Assistant, "stream", more)


def test_what_an_answer_had_no_room_for_is_shown_when_asked(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_more(monkeypatch)
    question = "Wat is de incidentie van lagerugpijn?"
    told = run(question, "--index", str(index)).stdout
    assert "nog 1 citaat. Stel de vraag in een gesprek (python -m assistant)" in told
    talked = run("--index", str(index), stdin=f"{question}\nMeer\n").stdout
    before, _, after = talked.partition("Typ 'meer' om ze te zien.")
    number = 1 + max(int(number) for number in re.findall(r"^  \[(\d)\]", before, re.MULTILINE))
    assert f"\n  [{number}] bevinding: " in after
    assert "Lagerugpijn (2022; " in after or "Leidraad" in after


def test_on_a_terminal_a_sentence_of_a_language_model_is_shown_before_the_next_is_written(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = threading.Event()

    def play(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        handler.piece(f"{good(handler.prompt)} Daar")
        assert shown.wait(60)
        handler.piece(f"naast: {other(handler.prompt)} Dat was")
        handler.piece(" het.")
        handler.wfile.write(b"data: [DONE]\n\n")

    with served(play) as server:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", server.url)
        written = on_terminal(monkeypatch, index, until="aanbevolen. [1]", then=shown)
    waiting, _, drawn = written.partition("Uw vraag gaat naar het taalmodel op 127.0.0.1:")
    assert "Bronnen:" not in waiting
    last = drawn.rpartition("\x1b[2K")[2]  # what is not drawn over
    assert "Afgekeurd: " in last
    assert "niet aanbevolen. [1]" in last
    assert "[2]" in last
    assert last.count("Bronnen:") == 1


def on_terminal(
    monkeypatch: pytest.MonkeyPatch, index: Path, until: str, then: threading.Event
) -> str:
    """All that the command writes to a terminal; `then` is set when it has written `until`."""
    ours, its = pty.openpty()
    written = bytearray()

    def read() -> None:
        with suppress(OSError):  # it hangs up
            while piece := os.read(ours, 4096):
                written.extend(piece)
                if until.encode() in written:
                    then.set()

    reader = threading.Thread(target=read)
    reader.start()
    monkeypatch.setenv("TERM", "xterm")
    with open(its, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        status = command.main(
            ["--llm", "Helpt acupunctuur bij lagerugpijn?", "--index", str(index)]
        )
    reader.join()
    os.close(ours)
    assert status == 0
    return written.decode()
