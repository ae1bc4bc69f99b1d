"""The load: a real server under real people holds, and what would be wrong is seen to be wrong."""

import http.client
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval import load
from eval.load import Asked, Load, Moment
from ingest import pipeline

PEOPLE, SECONDS = 6, 2
TURNS = ("Wat is de incidentie van lagerugpijn?", "En de prevalentie?")


@pytest.fixture(scope="module")
def held(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """The server over the shipped digests, some seconds under a few people, with a swap halfway."""
    folder = tmp_path_factory.mktemp("load")
    shutil.copytree(pipeline.DIGESTS, folder / "stukken")
    shutil.copytree(index, folder / "index")
    return load.under_load(folder / "stukken", folder / "index", PEOPLE, SECONDS)


@pytest.mark.slow
def test_every_answer_is_the_right_one_while_the_build_is_swapped(held: Load) -> None:
    assert held.faults == []
    assert held.mixed == []
    assert held.full == 0
    assert held.found
    assert not load.failed(held, PEOPLE)
    first, last = held.swap
    assert any(one.ended < first for one in held.answered)
    assert any(one.began > last for one in held.answered)
    assert {one.events for one in held.answered} == {True, False}
    assert max(len(one.turns) for one in held.answered) > 1
    assert len({one.turns for one in held.answered}) > PEOPLE
    assert {probe.turns for probe in held.probes} == {("/health",), ("/ready",)}


@pytest.mark.slow
def test_the_table_tells_what_was_measured(held: Load) -> None:
    lines = load.table(held, PEOPLE, 100).splitlines()
    for name in (
        "answers",
        "  as JSON",
        "  while the build",
        "/health",
        "ingest of one",
        "memory",
        "from",
    ):
        assert any(line.startswith(f"  {name}") for line in lines), name
    assert f"answered {len(held.answered)}" in "\n".join(lines)


def asked(answer: str, began: float, ended: float, fault: str = "") -> Asked:
    return Asked(TURNS, False, began, ended, answer, fault)


@pytest.mark.parametrize(
    ("answer", "began", "ended", "right"),
    [
        ("oud", 1, 2, True),
        ("nieuw", 1, 2, False),  # before there was a new build
        ("oud", 4, 6, True),  # while it was made
        ("nieuw", 4, 6, True),
        ("nieuw", 8, 9, True),
        ("oud", 8, 9, False),  # after the pointer moved
        ("van een ander", 4, 6, False),
    ],
)
def test_an_answer_must_be_that_of_the_build_that_was_live(
    answer: str, began: float, ended: float, right: bool
) -> None:
    one = asked(answer, began, ended)
    mixed = load.mixed([one], {TURNS: "oud"}, {TURNS: "nieuw"}, swap=(3, 7))
    assert [m.turns for m in mixed] == ([] if right else [TURNS])


def found(asked: list[Asked], late: float = 100.0) -> Load:
    """A load of these questions, of ten seconds, and how much memory there was at its end."""
    moments = [Moment(at, 100.0 if at < 9 else late) for at in range(11)]
    return Load(asked, [], [], moments, 0, (4, 5), 10, found=True, page=1, first=2)


@pytest.mark.parametrize(
    ("ended", "late", "verdicts"),
    [(1.4, 104.0, ["met", "met"]), (1.6, 106.0, ["NOT MET", "NOT MET"])],
)
def test_the_table_judges_time_and_memory(ended: float, late: float, verdicts: list[str]) -> None:
    lines = load.table(found([asked("x", 1, ended)], late), 50, 10_000).splitlines()
    judged = [line for line in lines if "at most 500" in line or "less than 0.05" in line]
    assert [line.split("; ")[-1].rstrip(")") for line in judged] == verdicts


def test_a_fault_and_a_needless_refusal_fail_the_run() -> None:
    full = asked("", 1, 2)
    assert not load.failed(found([asked("x", 1, 2)]), 50)
    assert load.failed(found([asked("", 1, 2, "500")]), 50)
    assert load.failed(found([full]), 50)
    assert not load.failed(found([full]), 300)  # more than there are places for
    assert load.failed(found([asked("x", 1, 2)])._replace(found=False), 50)
    assert load.failed(found([])._replace(mixed=[full]), 50)


ANSWER = {"id": "q1", "question": TURNS[-1], "timings_ms": {"total": 1.0}}
EVENTS = f"event: answer\ndata: {json.dumps(ANSWER)}\n\nevent: end\ndata: {{}}\n\n"


@pytest.fixture
def says() -> Iterator[tuple[http.client.HTTPConnection, dict[str, object]]]:
    """A connection to a server that says what the dictionary holds."""
    given: dict[str, object] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = str(given["body"]).encode()
            self.send_response(int(str(given.get("status", 200))))
            if "retry" in given:
                self.send_header("Retry-After", str(given["retry"]))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5), given
        server.shutdown()


Says = tuple[http.client.HTTPConnection, dict[str, object]]


@pytest.mark.parametrize(
    ("body", "events", "fault"),
    [
        (json.dumps(ANSWER), False, ""),
        (EVENTS, True, ""),
        (json.dumps({**ANSWER, "id": "q2"}), False, "another question"),
        (json.dumps({**ANSWER, "question": "Iets anders?"}), False, "another question"),
        (EVENTS.partition("event: end")[0], True, "do not end"),
        ("geen JSON", False, "JSONDecodeError"),
        ("[]", False, "TypeError"),
    ],
)
def test_an_answer_belongs_to_the_question_and_is_whole(
    says: Says, body: str, events: bool, fault: str
) -> None:
    line, given = says
    given["body"] = body
    one, wait = load.ask(line, TURNS, "q1", events)
    assert wait == 0
    assert fault in one.fault
    assert bool(one.fault) == bool(fault)
    assert one.answer == ("" if fault else load.digest(ANSWER))


def test_only_a_refusal_that_says_when_to_come_back_is_none_of_the_faults(says: Says) -> None:
    line, given = says
    given |= {"status": 503, "body": "{}"}
    one, _ = load.ask(line, TURNS, "q1", events=False)
    assert one.fault.startswith("503")
    given["retry"] = 7
    one, wait = load.ask(line, TURNS, "q1", events=False)
    assert (one.fault, one.answer, wait) == ("", "", 7.0)


def test_conversations_are_of_split_tune_and_go_turn_by_turn() -> None:
    from eval import gold

    rows = {row.turns[0]: row.split for row in gold.load(gold.shipped())}
    talks = load.conversations()
    assert {rows[talk[0][0]] for talk in talks} == {"tune"}
    assert all(turns == talk[-1][: n + 1] for talk in talks for n, turns in enumerate(talk))
    assert min(map(len, talks)) > 1
