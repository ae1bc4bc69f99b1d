"""How the server begins and ends: real processes and signals, a real browser."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

import app
from assistant import writer
from assistant.engine import Assistant
from assistant.web import api, server
from assistant.web.server import Server
from assistant.web.settings import Settings
from assistant.web.site import Site, web_app
from tests.assistant.test_writer import GOOD, QUESTION, Handler, good, served
from tests.conftest import PROJECT

Process = subprocess.Popen[str]


@contextmanager
def running(index: Path, *options: str, **environment: str) -> Iterator[tuple[Process, str]]:
    """The chat in a process of its own, once it answers; and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port), "--index", str(index), *options],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(f"{address}/health") or process.poll() is not None)
        yield process, address
    finally:
        process.kill()
        process.wait(10)


def answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(url, timeout=5).status_code == 200
    return False


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it doesn't come true"
        time.sleep(0.02)


@contextmanager
def serving(site: Site) -> Iterator[tuple[Server, str]]:
    """A server in a thread; who leaves has seen it end."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = Server(site)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until(lambda: running.started)
    yield running, f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.slow
def test_told_to_stop_it_finishes_what_it_answers_and_takes_no_more(
    browser: Browser, index: Path
) -> None:
    asked, may = threading.Semaphore(0), threading.Event()

    def play(handler: Handler) -> None:
        asked.release()
        may.wait(30)
        handler.say(good(handler.prompt))

    body = {"turns": [QUESTION]}
    with (
        served(play) as model,
        running(index, "--llm", RUGGESPRAAK_LLM_URL=model.url) as (process, address),
        httpx.Client(base_url=address, timeout=30) as web,
        ThreadPoolExecutor(2) as people,
    ):
        rebound = web.get("/", headers={"Host": f"kwaad.nl:{web.base_url.port}"})
        assert rebound.status_code == 421
        page = browser.new_page()
        page.goto(address)
        page.get_by_label("Uw vraag").fill(QUESTION)
        page.keyboard.press("Enter")
        waits = browser.new_page()  # a page that is open, and no more
        waits.goto(address)
        expect(waits.get_by_label("Uw vraag")).to_be_visible()
        whole = people.submit(httpx.post, f"{address}/api/ask", json=body, timeout=30)
        events = people.submit(
            httpx.post, f"{address}/api/ask", json=body, headers={"Accept": api.EVENTS}, timeout=30
        )
        for _ in range(3):
            assert asked.acquire(timeout=30)
        process.send_signal(signal.SIGTERM)
        until(lambda: web.get("/ready").status_code == 503)
        assert web.get("/ready").json()["error"].startswith("Ruggespraak stopt")
        refused = web.post("/api/ask", json=body)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        join = {"fn_index": 0, "data": [], "session_hash": "x"}
        refused = web.post("/gradio_api/queue/join", json=join)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        assert refused.json() == {"error": "Ruggespraak is te druk of stopt. Probeer het zo weer."}
        assert web.get("/health").status_code == 200
        assert process.poll() is None
        assert len(model.asked) == 3
        may.set()
        expect(page.locator("#gesprek")).to_contain_text(GOOD, timeout=10_000)
        assert whole.result(10).json()["statements"][0]["text"] == GOOD
        assert events.result(10).text.endswith("event: end\ndata: {}\n\n")
        assert GOOD in events.result().text
        assert process.wait(10) == 0
        assert process.stderr
        assert process.stderr.read() == ""
        page.close()
        waits.close()


@pytest.mark.slow
def test_told_twice_it_ends_at_once(tmp_path: Path) -> None:
    with running(tmp_path / "index") as (process, address):
        assert answers(address)
        given = httpx.get(f"{address}/ready")
        assert (given.status_code, given.headers["retry-after"]) == (503, "1")
        with ThreadPoolExecutor(1) as people:  # it waits until the index is made
            asked = people.submit(
                httpx.post, f"{address}/api/ask", json={"turns": [QUESTION]}, timeout=30
            )
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
            assert process.poll() is None
            assert "libtorch" not in Path(f"/proc/{process.pid}/maps").read_text()  # it takes 6 s
            process.send_signal(signal.SIGINT)
            assert process.wait(2) == 128 + signal.SIGINT
            assert asked.exception(5)
        out, err = process.communicate(timeout=10)
        assert "Er is nog geen index; die wordt nu gemaakt" in out
        assert "Traceback" not in err


def test_an_index_that_cannot_be_opened_ends_it(
    index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "index"
    shutil.copytree(index, damaged)
    for path in (damaged / "builds").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:100])
    with ThreadPoolExecutor(1) as thread:  # this one has the browser's event loop
        assert thread.submit(app.main, ["--port", "0", "--index", str(damaged)]).result(30) == 2
    told = capfd.readouterr()
    assert "Probeer: python -m ingest" in told.err
    assert "Traceback" not in told.err


@pytest.mark.slow
def test_the_page_is_there_before_the_index_and_a_question_waits(assistant: Assistant) -> None:
    may = threading.Event()
    site = web_app(assistant, Settings(), lambda: may.wait(10))
    with (
        serving(site) as (_, address),
        httpx.Client(base_url=address, timeout=20) as web,
        ThreadPoolExecutor(1) as people,
    ):
        assert "gradio" in web.get("/").text
        assert web.get("/health").status_code == 200
        assert web.get("/ready").status_code == 503
        asked = people.submit(httpx.post, f"{address}/api/ask", json={"turns": [QUESTION]})
        time.sleep(0.2)
        assert not asked.done()
        may.set()
        assert asked.result(10).json()["statements"]
        until(lambda: web.get("/ready").status_code == 200)


def test_who_merely_waits_holds_nothing_up(assistant: Assistant) -> None:
    with serving(web_app(assistant, Settings())) as (running, address):
        host, port = address.removeprefix("http://").split(":")
        kept = httpx.Client(base_url=address)
        kept.get("/health")
        waiting = [
            socket.create_connection((host, int(port)), timeout=5)
            for _ in ("heartbeat/a", "heartbeat/b", "queue/data?session_hash=a", "half a head")
        ]
        for peer, path in zip(
            waiting, ["heartbeat/a", "heartbeat/b", "queue/data?session_hash=a"], strict=False
        ):
            peer.sendall(f"GET /gradio_api/{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert peer.recv(9999).startswith(b"HTTP/1.1 200")
        waiting[-1].sendall(b"GET / HT")
        # a session that was answered before, whose page listens on: nothing is under way
        queue = running.site._queues[-1]
        queue.pending_messages_per_session["b"] = asyncio.Queue()
        listens = socket.create_connection((host, int(port)), timeout=5)
        listens.sendall(b"GET /gradio_api/queue/data?session_hash=b HTTP/1.1\r\nHost: x\r\n\r\n")
        assert listens.recv(9999).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        running.should_exit = True
        until(lambda: not running.server_state.connections, 5)
        assert time.monotonic() - began < 2
        for peer in (*waiting, listens):
            peer.close()
        kept.close()


@pytest.mark.slow
def test_an_answer_that_takes_too_long_is_cut_off(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "BOUND", 0.3)
    monkeypatch.setattr(server, "LAST", 0.2)
    asked = threading.Event()

    def play(handler: Handler) -> None:
        asked.set()
        handler.rest(20)

    with served(play) as model, ThreadPoolExecutor(1) as people:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        site = web_app(Assistant(index, writer.from_environment), Settings())
        with serving(site) as (running, address):
            given = people.submit(
                httpx.post, f"{address}/api/ask", json={"turns": [QUESTION]}, timeout=20
            )
            assert asked.wait(10)
            running.should_exit = True
            assert given.exception(5)
        assert running.cut_off


def test_one_connection_too_many_is_told_so(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 3)
    with serving(web_app(assistant, Settings())) as (_, address):
        host, port = address.removeprefix("http://").split(":")
        with httpx.Client(base_url=address) as early:
            assert early.get("/health").status_code == 200
            idle = [socket.create_connection((host, int(port)), timeout=5) for _ in range(2)]
            late = httpx.get(f"{address}/health")
            assert (late.status_code, late.headers["retry-after"]) == (503, "10")
            assert "te veel verbindingen" in late.json()["error"]
            assert early.get("/health").status_code == 200
            for peer in idle:
                peer.close()
            until(lambda: answers(f"{address}/health"), 5)


def test_a_full_queue_of_the_chat_is_told_like_any_other(assistant: Assistant) -> None:
    site = web_app(assistant, Settings())
    with serving(site) as (_, address):
        for queue in site._queues:
            queue.max_size = 0
        given = httpx.post(
            f"{address}/gradio_api/queue/join",
            json={"fn_index": 0, "data": [], "session_hash": "x"},
        )
    assert (given.status_code, given.headers["retry-after"]) == (503, "10")
    assert given.headers["content-type"] == "application/json"
    assert "te druk" in given.json()["error"]
