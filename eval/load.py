"""Does the server hold under load: python -m eval.load, or make load.

The real `python app.py`, in a process of its own, answers many people at once. Each asks over HTTP
and asks on as soon as the answer is there: conversations of the gold set's split `tune`, turn by
turn, a third of the people as server-sent events. Halfway a real `python -m ingest` puts in a
document more. Afterwards each answer is compared with what the assistant, alone, answers to that
question from the build before the swap or the one after. The people share the machine with the
server: what they cost is in its figures. Linux only: memory is read from /proc.
"""

import argparse
import hashlib
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.engine import Assistant
from assistant.web.desk import AT_ONCE, WAITING
from eval import bench, gold
from eval.speed import judged
from ingest import pipeline

SEED = 20261122
PATIENCE = 30.0  # seconds, after which an answer has failed
TARGET_P95 = 500.0  # milliseconds
TARGET_FIRST = 10.0  # seconds
TARGET_GROWTH = 0.05  # of memory, once the swap is over
AS_EVENTS = 3  # one person in so many
NEW = "nieuw"
NEW_TEXT = (
    "# Het Zonneveldschema\n\n## Behandeling\n\nHet Zonneveldschema is bij lagerugpijn een reeks "
    "van zeven oefeningen, die dagelijks gedurende elf weken worden gedaan.\n"
)
NEW_QUESTION = "Wat is het Zonneveldschema bij lagerugpijn?"

Turns = tuple[str, ...]


class Asked(NamedTuple):
    """A question, when it was asked and answered, and what came: the digest of the answer, or
    neither where the server was full, or a fault.
    """

    turns: Turns
    events: bool
    began: float
    ended: float
    answer: str = ""
    fault: str = ""

    @property
    def milliseconds(self) -> float:
        return 1000 * (self.ended - self.began)


class Moment(NamedTuple):
    """The server's memory in MB, at a time."""

    at: float
    memory: float


class Load(NamedTuple):
    """What happened: every question, every look at /health and /ready, memory each second."""

    asked: list[Asked]
    mixed: list[Asked]
    probes: list[Asked]
    moments: list[Moment]
    began: float
    swap: tuple[float, float]
    ended: float
    found: bool  # the document that the swap put in
    page: float  # seconds from the start of the process to its first page
    first: float  # and to its first answer

    @property
    def answered(self) -> list[Asked]:
        return [one for one in self.asked if one.answer]

    @property
    def faults(self) -> list[Asked]:
        return [one for one in [*self.asked, *self.probes] if one.fault]

    @property
    def full(self) -> int:
        return sum(not (one.answer or one.fault) for one in self.asked)

    @property
    def swapping(self) -> list[Asked]:
        """What was asked or answered while the build was swapped."""
        first, last = self.swap
        return [one for one in self.answered if one.began < last and one.ended > first]

    def memory(self, at: float) -> float:
        """The server's memory in MB, at the look nearest to a time."""
        return min(self.moments, key=lambda moment: abs(moment.at - at)).memory

    @property
    def growth(self) -> float:
        """How much memory grew, as a share, in the last half of the time after the swap: by then
        the new build has been read, and the one before it let go.
        """
        return self.memory(self.ended) / self.memory((self.swap[1] + self.ended) / 2) - 1


class Server:
    """`python app.py` over an index, in a process of its own; a context."""

    def __init__(self, index: Path, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.log = log
        root = pipeline.CORPUS.parent
        command = [sys.executable, str(root / "app.py"), "--port", str(self.port)]
        plain = {k: v for k, v in os.environ.items() if not k.startswith("RUGGESPRAAK_")}
        self.began = time.monotonic()
        with log.open("wb") as told:
            self.process = subprocess.Popen(
                [*command, "--index", str(index)], cwd=root, env=plain, stdout=told, stderr=told
            )

    def __enter__(self) -> "Server":
        self.page = self._until(lambda: get(self.port, "/") == 200)
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.first = self._until(lambda: bool(ask(line, (NEW_QUESTION,), "", False)[0].answer))
        return self

    def _until(self, done: Callable[[], bool]) -> float:
        """Seconds from the start of the process until something is done."""
        while not done():
            if self.process.poll() is not None or time.monotonic() > self.began + 60:
                raise RuntimeError(f"the server doesn't start: {self.said()}")
            time.sleep(0.02)
        return time.monotonic() - self.began

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        """The end of what it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def memory(self) -> float:
        """What it has resident, in MB."""
        return bench.resident(self.process.pid)


def main(arguments: list[str] | None = None) -> int:
    """Load the server, print what happened; 1 where an answer failed or wasn't the right one."""
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=__doc__)
    parser.add_argument("--people", type=int, default=50, help="at once; default: 50")
    parser.add_argument("--seconds", type=int, default=60, help="and the ingest; default: 60")
    parser.add_argument("--passages", type=int, default=10_000, help="default: 10000")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        papers, index = Path(folder, "stukken"), Path(folder, "index")
        bench.make_texts(papers, options.passages)
        bench.watched_ingest(papers, index)
        found = under_load(papers, index, options.people, options.seconds)
    print(table(found, options.people, options.passages))
    return int(failed(found, options.people))


def under_load(papers: Path, index: Path, people: int, seconds: float) -> Load:
    """Have people ask of an index of these papers, to which one is added halfway; for so many
    seconds, and as long as it takes to add it.
    """
    before = index.with_name(f"{index.name}-voor")
    shutil.copytree(index, before)
    with Server(index, index.with_name("server.log")) as server:
        talks = conversations()
        began, over = time.monotonic(), threading.Event()
        asked: list[Asked] = []
        probes: list[Asked] = []
        moments: list[Moment] = []
        workers = [
            *(
                _started(_person, server, number, _from(talks, number / people), asked, over)
                for number in range(people)
            ),
            _started(_probe, server, probes, over),
            _started(_watch, server, moments, over),
        ]
        time.sleep(seconds / 2)
        first = time.monotonic()
        (papers / f"{NEW}.md").write_text(NEW_TEXT, encoding="utf-8")
        bench.watched_ingest(papers, index)
        swap = (first, time.monotonic())
        time.sleep(seconds / 2)
        over.set()
        for worker in workers:
            worker.join(2 * PATIENCE)
        ended = time.monotonic()
        if any(worker.is_alive() for worker in workers):
            raise RuntimeError(f"an answer hangs: {server.said()}")
        found = _found(server.port)
    given = [one for one in asked if one.answer]
    old = alone(before, {one.turns for one in given if one.began <= swap[1]})
    new = alone(index, {one.turns for one in given if one.ended >= swap[0]})
    others = mixed(given, old, new, swap)
    times = (server.page, server.first)
    return Load(asked, others, probes, moments, began, swap, ended, found, *times)


def table(load: Load, people: int, size: int) -> str:
    """What happened, its targets judged."""
    seconds = load.ended - load.began
    head = f"{size} passages, {people} people, {seconds:.0f} s, ms"
    events, plain = ([one for one in load.answered if one.events is kind] for kind in (True, False))
    swap = load.swap[1] - load.swap[0]
    p95 = _percentiles(load.answered)[1]
    lines = [
        f"{head:<40}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}",
        _line("answers", load.answered)
        + judged(f"p95 at most {TARGET_P95:.0f}", p95 <= TARGET_P95),
        _line("  as JSON", plain),
        _line("  as server-sent events", events),
        _line("  while the build was swapped", load.swapping),
        _line("/health and /ready", load.probes),
        f"  answered {len(load.answered)}, {len(load.answered) / seconds:.1f} a second; "
        f"turned away (503, Retry-After) {load.full}",
        f"  errors {len(load.faults)}, answers that weren't the right one {len(load.mixed)}"
        + judged("none", not (load.faults or load.mixed)),
        f"  ingest of one document more {swap:.1f} s; found afterwards: "
        f"{'yes' if load.found else 'NO'}",
        _memory(load),
        f"  from the start of the process to its first page {load.page:.1f} s, to its first answer "
        f"{load.first:.1f} s" + judged(f"at most {TARGET_FIRST:.0f}", load.first <= TARGET_FIRST),
    ]
    for name, ones in (("error", load.faults), ("not the right one", load.mixed)):
        lines += [f"  {name}: {one.fault} {one.turns}" for one in ones[:5]]
    return "\n".join(lines)


def failed(load: Load, people: int) -> bool:
    """Did an answer fail, was one not the right one, or was someone turned away for whom there was
    a place?
    """
    room = people <= AT_ONCE + WAITING
    return bool(load.faults or load.mixed or not load.found or (room and load.full))


def conversations() -> list[list[Turns]]:
    """Conversations of split `tune`, each as the turns so far at each of its questions; those of
    one question are strung together, two by two.
    """
    rows = [tuple(row.turns) for row in gold.load(gold.shipped()) if row.split == "tune"]
    random.Random(SEED).shuffle(rows)
    single = [turns for turns in rows if len(turns) == 1]
    strung = [one + other for one, other in zip(single[::2], single[1::2], strict=False)]
    talks = [*(turns for turns in rows if len(turns) > 1), *strung]
    random.Random(SEED).shuffle(talks)
    return [[turns[: n + 1] for n in range(len(turns))] for turns in talks]


def alone(index: Path, asked: Collection[Turns]) -> dict[Turns, str]:
    """The digest of what an assistant answers that is asked nothing else at the time."""
    assistant = Assistant(index)
    found = {turns: digest(assistant.ask(turns).as_line(None)) for turns in asked}
    assistant.open()[0].close()
    return found


def digest(line: dict[str, Any]) -> str:
    """What a line answers, without its id and how long it took."""
    told = {name: value for name, value in line.items() if name not in ("id", "timings_ms")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def mixed(
    given: Sequence[Asked],
    before: dict[Turns, str],
    after: dict[Turns, str],
    swap: tuple[float, float],
) -> list[Asked]:
    """The answers that are not those of the build that was live."""
    first, last = swap
    found = []
    for one in given:
        old = {before[one.turns]} if one.began <= last else set()
        new = {after[one.turns]} if one.ended >= first else set()
        if one.answer not in old | new:
            found.append(one._replace(fault="another answer than alone"))
    return found


def _started(work: Callable[..., None], *given: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=given, daemon=True)
    thread.start()
    return thread


def _from(talks: list[list[Turns]], share: float) -> Iterator[Turns]:
    """The questions of conversations, over and over, from that share of them on."""
    first = int(share * len(talks))
    return (turns for talk in cycle([*talks[first:], *talks[:first]]) for turns in talk)


def _person(
    server: Server, number: int, turns: Iterator[Turns], asked: list[Asked], over: threading.Event
) -> None:
    """Ask, and ask on, until the time is over."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    for at, asking in enumerate(turns):
        wait = 1.0
        while wait:
            if over.is_set():
                line.close()
                return
            one, wait = ask(line, asking, f"{number}-{at}", events=number % AS_EVENTS == 0)
            asked.append(one)
            over.wait(wait)


def ask(
    line: http.client.HTTPConnection, turns: Turns, id: str, events: bool
) -> tuple[Asked, float]:
    """Ask over REST; also how many seconds to wait before it is asked again, where it is full."""
    body = json.dumps({"turns": turns, "id": id})
    headers = {"Content-Type": "application/json"}
    if events:
        headers["Accept"] = "text/event-stream"
    began = time.monotonic()
    answer, fault, wait = "", "", 0.0
    try:
        line.request("POST", "/api/ask", body, headers)
        response = line.getresponse()
        told = response.read()
        if response.status == 503 and response.headers["Retry-After"]:
            wait = float(response.headers["Retry-After"])
            line.close()  # the server closes one that is silent for so long
        elif response.status != 200:
            fault = f"{response.status} {told[:200]!r}"
        else:
            ended = time.monotonic()
            entry = _streamed(told) if events else json.loads(told)
            if (entry["id"], entry["question"]) == (id, turns[-1]):
                answer = digest(entry)
            else:
                fault = "the answer to another question"
            return Asked(turns, events, began, ended, answer, fault), 0.0
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError) as error:
        fault = repr(error)
        line.close()
    return Asked(turns, events, began, time.monotonic(), answer, fault), wait


def _streamed(told: bytes) -> dict[str, Any]:
    """The last answer of server-sent events that end as they should."""
    *events, last = told.decode().removesuffix("\n\n").split("\n\n")
    kind, _, data = events[-1].partition("\n") if events else ("", "", "")
    if (kind, last) != ("event: answer", "event: end\ndata: {}"):
        raise ValueError("the events do not end as they should")
    entry: dict[str, Any] = json.loads(data.removeprefix("data: "))
    return entry


def _found(port: int) -> bool:
    """Does a question on the document that the swap put in find it?"""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    body = json.dumps({"turns": [NEW_QUESTION]})
    line.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
    entry = json.loads(line.getresponse().read())
    line.close()
    return NEW in [passage["source"] for passage in entry["passages"]]


def _probe(server: Server, probes: list[Asked], over: threading.Event) -> None:
    """Look at /health and /ready until the time is over."""
    while not over.wait(0.25):
        for path in ("/health", "/ready"):
            began = time.monotonic()
            status = get(server.port, path)
            fault = "" if status == 200 else f"{path}: {status}"
            probes.append(Asked((path,), False, began, time.monotonic(), "", fault))


def get(port: int, path: str) -> int:
    """The status of an address of the server; 0 where it doesn't answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", path)
        response = line.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _watch(server: Server, moments: list[Moment], over: threading.Event) -> None:
    """Note the server's memory until the time is over."""
    while not over.wait(0.5):
        moments.append(Moment(time.monotonic(), server.memory()))


def _percentiles(ones: Sequence[Asked]) -> list[float]:
    return [float(p) for p in np.percentile([o.milliseconds for o in ones] or [0], [50, 95, 99])]


def _line(name: str, ones: Sequence[Asked]) -> str:
    figures = [*_percentiles(ones), max((one.milliseconds for one in ones), default=0.0)]
    return f"  {name:<38}" + "".join(f"{figure:>8.0f}" for figure in figures)


def _memory(load: Load) -> str:
    first, last = load.swap
    told = {
        "at the start": load.began,
        "a quarter on": (3 * load.began + load.ended) / 4,
        "before the swap": first,
        "after it": (last + load.ended) / 2,
        "at the end": load.ended,
    }
    memory = ", ".join(f"{name} {load.memory(at):.0f}" for name, at in told.items())
    verdict = judged(f"less than {TARGET_GROWTH:.2f}", load.growth < TARGET_GROWTH)
    return f"  memory in MB {memory}\n  the last growth of these {load.growth:.3f}{verdict}"


if __name__ == "__main__":
    sys.exit(main())
