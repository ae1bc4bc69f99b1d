"""The optional language model, over real HTTP against a server that plays good and bad ones."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant import writer
from assistant.engine import Assistant
from assistant.schema import Answer

QUESTION = "Helpt acupunctuur bij lagerugpijn?"
Reply = Callable[[str], str]


@contextmanager
def served(reply: Reply) -> Iterator[str]:
    """An OpenAI-compatible server on a free port that answers each prompt with `reply(prompt)`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            prompt = json.loads(self.rfile.read(length))["messages"][-1]["content"]
            message = {"role": "assistant", "content": reply(prompt)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
            data = json.dumps({**body, "choices": [choice]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def answered(index: Path, reply: Reply, monkeypatch: pytest.MonkeyPatch) -> Answer:
    with served(reply) as url:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", url)
        return Assistant(index, writer.from_environment).ask([QUESTION])


def fragment(prompt: str, word: str) -> tuple[str, str]:
    """The key and the text of the first fragment of the prompt that holds a word."""
    found = re.search(rf"^\[(\w+)\] (.*{word}.*)$", prompt, re.MULTILINE)
    assert found, prompt
    return found.group(1), found.group(2)


def test_a_sentence_that_its_quote_carries_is_shown_with_its_citation(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(prompt: str) -> str:
        key, _ = fragment(prompt, "niet aanbevolen")
        return f"Acupunctuur wordt bij lagerugpijn niet aanbevolen. [{key}]"

    answer = answered(index, reply, monkeypatch)
    assert [s.text for s in answer.statements] == [
        "Acupunctuur wordt bij lagerugpijn niet aanbevolen."
    ]
    assert answer.statements[0].citations == (1,)
    assert "acupunctuur" in answer.citations[0].quote
    assert answer.warnings == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Acupunctuur wordt bij lagerugpijn aanbevolen.",  # the negation is gone
        "Acupunctuur wordt bij 30% van de lagerugpijn niet aanbevolen.",  # a number of its own
        "Acupunctuur is niet vergoed door verzekeraars.",  # other content
    ],
)
def test_a_sentence_that_its_quote_does_not_carry_is_dropped_and_counted(
    index: Path, monkeypatch: pytest.MonkeyPatch, sentence: str
) -> None:
    def reply(prompt: str) -> str:
        key, text = fragment(prompt, "niet aanbevolen")
        return f"{sentence} [{key}]\n{text} [{key}]"

    answer = answered(index, reply, monkeypatch)
    assert sentence not in [statement.text for statement in answer.statements]
    assert len(answer.statements) == 1
    assert "Weggelaten: 1 zin" in answer.warnings[0]


@pytest.mark.parametrize(
    "text", ["", "Acupunctuur helpt.", "Acupunctuur helpt altijd. [zz99]", "GEEN ANTWOORD"]
)
def test_without_a_carried_sentence_the_quotes_are_the_answer(
    index: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    answer = answered(index, lambda prompt: text, monkeypatch)
    assert answer.statements == Assistant(index).ask([QUESTION]).statements
    assert answer.warnings


def test_a_server_that_is_not_there_gives_the_quotes_and_says_so(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUGGESPRAAK_LLM_URL", "http://127.0.0.1:9/v1")
    answer = Assistant(index, writer.from_environment).ask([QUESTION])
    assert answer.statements == Assistant(index).ask([QUESTION]).statements
    assert "gaf geen antwoord" in answer.warnings[0]
