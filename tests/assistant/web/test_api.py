"""The REST interface over real HTTP, from the real index."""

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from assistant import writer
from assistant.engine import Assistant
from assistant.web import api, desk
from assistant.web.desk import Desk
from tests.assistant import test_writer
from tests.assistant.test_writer import GOOD, Handler, good, served

QUESTION = test_writer.QUESTION


@contextmanager
def serving(assistant: Assistant, **places: int) -> Iterator[httpx.Client]:
    """The interface on a free port, under a path, as behind a proxy."""
    app = FastAPI(docs_url=None, redoc_url=None)
    app.include_router(api.router(Desk(assistant, **places)))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    with httpx.Client(
        base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=30, trust_env=False
    ) as client:
        yield client
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def web(assistant: Assistant) -> Iterator[httpx.Client]:
    with serving(assistant) as client:
        yield client


@pytest.fixture
def worded(index: Path) -> Assistant:
    return Assistant(index, writer.from_environment)


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream: what each is called, and its data."""
    found = []
    for event in text.removesuffix("\n\n").split("\n\n"):
        kind, data = event.split("\n")
        found.append((kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def untimed(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "timings_ms"}


def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it doesn't come true")


def test_an_answer_is_the_output_line_of_the_contract(
    web: httpx.Client, assistant: Assistant
) -> None:
    turns = ["Wat is de incidentie van lagerugpijn?", "Helpt acupunctuur?"]
    sources = ["lagerugpijn-ntvg"]
    given = web.post("/api/ask", json={"id": "q1", "turns": turns, "sources": sources})
    assert given.status_code == 200
    assert given.headers["cache-control"] == "no-store"
    line = given.json()
    assert untimed(line) == untimed(assistant.ask(turns, sources).as_line("q1"))
    assert line["statements"]
    assert api.AnswerLine.model_validate(line, strict=True).model_dump() == line


def test_events_hold_the_same(web: httpx.Client, assistant: Assistant) -> None:
    given = web.post("/api/ask", json={"turns": [QUESTION]}, headers={"Accept": api.EVENTS})
    assert given.headers["content-type"].startswith("text/event-stream")
    (kind, line), end = events(given.text)
    assert (kind, end) == ("answer", ("end", {}))
    assert untimed(line) == untimed(assistant.ask([QUESTION]).as_line(None))


def test_the_sources_are_all_there(web: httpx.Client, assistant: Assistant) -> None:
    build, _ = assistant.open()
    listed = web.get("/api/sources").json()
    assert [source["id"] for source in listed] == sorted(build.documents)
    first = build.document(listed[0]["id"]).meta
    assert (listed[0]["title"], listed[0]["authors"]) == (first.title, list(first.authors))


def test_every_passage_of_an_answer_opens(web: httpx.Client, assistant: Assistant) -> None:
    build, _ = assistant.open()
    for found in web.post("/api/ask", json={"turns": [QUESTION]}).json()["passages"]:
        opened = web.get(f"/api/passages/{found['id']}").json()
        assert opened["text"] == found["text"]
        document = build.document(opened["source"])
        assert document.text[opened["start"] : opened["end"]] == opened["text"]
        assert opened["title"] == document.meta.title


@pytest.mark.parametrize(
    "id", ["bestaat-niet:0001", "%ED%A0%80", "..%00", "' OR 1=1 --", "a" * 5000]
)
def test_a_passage_that_is_not_there_is_told(web: httpx.Client, id: str) -> None:
    given = web.get(f"/api/passages/{id}")
    assert (given.status_code, given.json()["error"]) == (404, "Die passage is er niet (meer).")


def test_it_is_up_and_ready(web: httpx.Client, assistant: Assistant) -> None:
    assert web.get("/health").json() == {"status": "ok"}
    until(lambda: web.get("/ready").status_code == 200)
    build, _ = assistant.open()
    ready = web.get("/ready").json()
    assert (ready["status"], ready["documents"]) == ("ready", len(build.documents))
    assert ready["passages"] == len(build.ids)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ("", 422, "Het verzoek moet zo zijn"),
        ("{", 422, "geen geldige JSON"),
        pytest.param("[" * 100_000, 422, "geen geldige JSON", id="deep"),
        (b'{"turns": ["\xff\xfe"]}', 422, "geen geldige JSON"),
        ("[]", 422, "Het verzoek moet zo zijn"),
        ('{"turns": []}', 422, "Niet goed is: turns"),
        ('{"turns": "geheim"}', 422, "Niet goed is: turns"),
        ('{"turns": ["geheim", 3]}', 422, "Niet goed is: turns.1"),
        ('{"turns": ["geheim"], "sources": [null]}', 422, "Niet goed is: sources.0"),
        ('{"turns": ["geheim"], "id": 7}', 422, "Niet goed is: id"),
        ('{"turns": ["\\ud800"]}', 400, "tekens die geen tekst zijn"),
        ('{"turns": ["geheim"], "id": "\\ud800"}', 422, "Niet goed is: id"),
        ('{"turns": ["geheim"], "sources": ["\\ud800"]}', 422, "Niet goed is: sources.0"),
        pytest.param(
            json.dumps({"turns": ["geheim"] * 201}), 422, "Niet goed is: turns", id="many"
        ),
        ('{"turns": [" "]}', 400, "De vraag is leeg"),
        pytest.param(
            json.dumps({"turns": ["geheim " * 400]}), 400, "De vraag is te lang", id="long"
        ),
        ('{"turns": ["geheim"], "sources": ["x"]}', 400, "Onbekende bron: x"),
    ],
    ids=str,
)
@pytest.mark.parametrize("accept", ["application/json", api.EVENTS])
def test_a_body_that_cannot_be_answered_is_told_so(
    web: httpx.Client, accept: str, body: str | bytes, status: int, says: str
) -> None:
    headers = {"Content-Type": "application/json", "Accept": accept}
    given = web.post("/api/ask", content=body, headers=headers)
    assert given.status_code == status
    told = given.json()
    assert says in told["error"]
    assert told.keys() == {"error", "hint"}
    assert "geheim" not in given.text
    assert (status == 422) == told["hint"].startswith("curl ")


def test_no_index_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with serving(Assistant(tmp_path)) as web:
        assert web.get("/health").status_code == 200
        for given in (
            web.get("/ready"),
            web.get("/api/sources"),
            web.get("/api/passages/x:0001"),
            web.post("/api/ask", json={"turns": [QUESTION]}),
            web.post("/api/ask", json={"turns": [QUESTION]}, headers={"Accept": api.EVENTS}),
        ):
            assert given.status_code == 503
            assert given.json()["hint"] == f"python -m ingest --index {tmp_path}"


def test_it_says_that_it_warms_up(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may, real = threading.Event(), Assistant.open
    monkeypatch.setattr(Assistant, "open", lambda self: may.wait(10) and real(self))
    monkeypatch.setattr(desk, "GLANCE", 0.05)
    with serving(Assistant(index)) as web:
        given = web.get("/ready")
        assert (given.status_code, given.headers["retry-after"]) == (503, "1")
        assert "warmt op" in given.json()["error"]
        assert web.get("/health").status_code == 200
        may.set()
        until(lambda: web.get("/ready").status_code == 200)


def test_a_full_server_says_so_and_goes_on_answering(
    worded: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may = threading.Semaphore(0), threading.Event()

    def play(handler: Handler) -> None:
        asked.release()
        may.wait(10)
        handler.say(good(handler.prompt))

    with (
        served(play) as model,
        serving(worded, at_once=1, waiting=0) as web,
        ThreadPoolExecutor(1) as people,
    ):
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        first = people.submit(web.post, "/api/ask", json={"turns": [QUESTION]})
        assert asked.acquire(timeout=10)
        given = web.post("/api/ask", json={"turns": [QUESTION]}, headers={"Accept": api.EVENTS})
        assert (given.status_code, given.headers["retry-after"]) == (503, "10")
        assert "te druk" in given.json()["error"]
        assert web.get("/health").status_code == 200
        assert len(model.asked) == 1
        may.set()
        assert first.result(10).json()["statements"][0]["text"] == GOOD
        assert web.post("/api/ask", json={"turns": [QUESTION]}).status_code == 200


def test_who_waits_too_long_hears_so(worded: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, may = threading.Event(), threading.Event()
    monkeypatch.setattr(desk, "PATIENCE", 0.1)

    def play(handler: Handler) -> None:
        asked.set()
        may.wait(10)
        handler.say(good(handler.prompt))

    with (
        served(play) as model,
        serving(worded, at_once=1) as web,
        ThreadPoolExecutor(1) as people,
    ):
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        first = people.submit(web.post, "/api/ask", json={"turns": [QUESTION]})
        assert asked.wait(10)
        assert web.post("/api/ask", json={"turns": [QUESTION]}).status_code == 503
        may.set()
        assert first.result(10).status_code == 200


def test_many_at_once_are_all_answered_their_own(web: httpx.Client, assistant: Assistant) -> None:
    questions = ["Helpt acupunctuur bij lagerugpijn?", "Wat is de incidentie van lagerugpijn?"] * 30

    def ask(number: int) -> dict[str, Any]:
        body = {"id": str(number), "turns": [questions[number]]}
        given: dict[str, Any] = web.post("/api/ask", json=body).json()
        return given

    with ThreadPoolExecutor(60) as people:
        lines = list(people.map(ask, range(60)))
    expected = {question: assistant.ask([question]) for question in questions[:2]}
    for number, line in enumerate(lines):
        assert untimed(line) == untimed(expected[questions[number]].as_line(str(number)))


@pytest.mark.parametrize("accept", ["application/json", api.EVENTS])
def test_who_leaves_ends_the_model_request(
    worded: Assistant, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    gone = threading.Event()

    def play(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        handler.piece(f"{good(handler.prompt)} Ver")
        try:
            while not handler.server.stopped.wait(0.01):
                handler.piece(f"der. {good(handler.prompt)} Ver")
        except OSError:
            gone.set()

    with served(play) as model, serving(worded, at_once=1) as web:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        monkeypatch.setattr(writer, "MOST_STATEMENTS", 10**9)
        with (
            suppress(httpx.ReadTimeout),  # who waits for JSON leaves without having read
            web.stream(
                "POST",
                "/api/ask",
                json={"turns": [QUESTION]},
                headers={"Accept": accept},
                timeout=httpx.Timeout(10, read=0.5),
            ) as given,
        ):
            assert any(GOOD in text for text in given.iter_lines())
        assert gone.wait(5)
        assert web.post("/api/ask", json={"turns": [" "]}).status_code == 400  # its place is free


def test_sentences_are_sent_as_they_come(
    worded: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = threading.Event()

    def play(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        handler.piece(f"{good(handler.prompt)} Ver")
        assert seen.wait(10)
        handler.piece(f"der niets. {good(handler.prompt)}")
        handler.wfile.write(b"data: [DONE]\n\n")

    with served(play) as model, serving(worded) as web:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        with web.stream(
            "POST", "/api/ask", json={"turns": [QUESTION]}, headers={"Accept": api.EVENTS}
        ) as given:
            text = ""
            for piece in given.iter_text():
                text += piece
                if GOOD in text:
                    seen.set()
    kinds = [kind for kind, _ in events(text)]
    assert kinds[0] == "answer"
    assert kinds[-1] == "end"
    assert kinds.count("answer") > 1


@pytest.mark.parametrize("accept", ["application/json", api.EVENTS])
def test_a_fault_of_ours_tells_and_logs_no_question(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    accept: str,
) -> None:
    answer = assistant.ask([QUESTION])

    def broken(self: Assistant, turns: list[str], sources: object) -> Iterator[object]:
        yield answer
        raise ZeroDivisionError(turns[0])

    with serving(assistant) as web, caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(Assistant, "stream", broken)
        monkeypatch.setattr(Assistant, "llm", object())  # only then there may be more answers
        body = {"turns": ["mijn geheim"]}
        given = web.post("/api/ask", json=body, headers={"Accept": accept})
    if accept == api.EVENTS:
        kind, told = events(given.text)[-1]
        assert kind == "error"
    else:
        assert given.status_code == 500
        told = given.json()
    assert "ging iets mis" in told["error"]
    assert "ZeroDivisionError" in caplog.text
    assert "geheim" not in caplog.text + given.text


def test_no_question_is_logged(web: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for body in ({"turns": ["mijn geheim"]}, {"turns": ["mijn geheim", 3]}):
            web.post("/api/ask", json=body)
    assert "geheim" not in caplog.text
