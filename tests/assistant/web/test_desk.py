"""The desk by itself: what the interfaces that stand on it can't see."""

import asyncio
import threading
import time
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from assistant import writer
from assistant.engine import Assistant
from assistant.web import desk
from assistant.web.desk import Closed, Desk, Full, TooOften
from ingest import llm
from ingest.errors import IndexMissing
from tests.assistant.test_writer import GOOD, NEVER, QUESTION, Handler, good, served


async def asked(desk: Desk) -> list[str]:
    """The sentences of the answer."""
    said: list[str] = []
    async with aclosing(desk.answers([QUESTION], None)) as answers:
        async for answer in answers:
            said = [statement.text for statement in answer.statements]
    return said


async def ready(desk: Desk) -> None:
    while await desk.ready() is None:
        pass


async def until(event: threading.Event) -> None:
    while not event.is_set():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("begun", [False, True], ids=["silent", "halfway"])
def test_who_leaves_a_model_that_hangs_leaves_a_free_place(
    index: Path, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    hangs, first = threading.Event(), threading.Event()

    def play(handler: Handler) -> None:
        if not first.is_set():
            first.set()
            if begun:
                handler.head(200, "text/event-stream")
                handler.piece(f"{good(handler.prompt)} Ver")
            hangs.set()
            handler.rest(NEVER)
        else:
            handler.say(good(handler.prompt))

    async def people(desk: Desk) -> None:
        leaves = asyncio.create_task(asked(desk))
        await until(hangs)
        with pytest.raises(Full):  # the only place is taken
            await asked(desk)
        began = time.monotonic()
        await asyncio.sleep(0.1)
        leaves.cancel()
        with suppress(asyncio.CancelledError):
            await leaves
        assert not desk.busy
        assert await asked(desk) == [GOOD]
        assert time.monotonic() - began < 3

    with served(play) as model:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        asyncio.run(people(Desk(Assistant(index, writer.from_environment), at_once=1, waiting=0)))


def test_the_model_is_asked_no_more_than_so_much_at_once(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llm, "_places", threading.BoundedSemaphore(1))
    with served(lambda handler: handler.say(good(handler.prompt))) as model:
        monkeypatch.setenv("RUGGESPRAAK_LLM_URL", model.url)
        assistant = Assistant(index, writer.from_environment)
        assert llm._places.acquire(blocking=False)
        answer = assistant.ask([QUESTION])
        assert answer.statements
        assert "te veel vragen aan het taalmodel" in answer.warnings[0]
        assert model.asked == []
        llm._places.release()
        for _ in range(3):  # each gives its place back
            assert assistant.ask([QUESTION]).statements[0].text == GOOD
            time.sleep(0.05)


def test_what_was_taken_is_answered_and_no_more_once_it_is_closed(assistant: Assistant) -> None:
    async def people() -> None:
        desk = Desk(assistant)
        taken = asyncio.create_task(asked(desk))
        while not desk.busy:
            await asyncio.sleep(0)
        desk.close()
        with pytest.raises(Closed):
            await asked(desk)
        with pytest.raises(Closed):
            await desk.ready()
        assert desk.busy
        assert await taken
        assert not desk.busy

    asyncio.run(people())


def test_it_tells_why_it_never_opened_and_what_comes_later_opens_it(
    tmp_path: Path, index: Path
) -> None:
    async def people() -> None:
        desk = Desk(Assistant(tmp_path / "index"))
        with pytest.raises(IndexMissing):
            await ready(desk)
        assert isinstance(desk.failure, IndexMissing)
        (tmp_path / "index").symlink_to(index)
        await ready(desk)
        assert desk.failure is None
        (tmp_path / "index").unlink()
        with pytest.raises(IndexMissing):
            await ready(desk)
        assert desk.failure is None  # a server that answered goes on

    asyncio.run(people())


def test_it_stays_ready_while_a_new_build_is_opened(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = threading.Event()

    async def look() -> None:
        ours = Desk(assistant)
        while (known := await ours.ready()) is None:
            pass
        newer = known._replace(made="later")
        monkeypatch.setattr(desk, "GLANCE", 0.01)
        monkeypatch.setattr(ours, "_opened", lambda: newer if opened.wait(10) else None)
        assert await ours.ready() == known
        opened.set()
        while await ours.ready() != newer:
            await asyncio.sleep(0.01)

    asyncio.run(look())


def test_an_answer_is_that_of_the_assistant(assistant: Assistant) -> None:
    turns = ["Helpt acupunctuur bij lagerugpijn?"]

    async def answered() -> list[dict[str, object]]:
        answers = Desk(assistant).answers(turns, None)
        return [{**answer.as_line(None), "timings_ms": 0} async for answer in answers]

    assert asyncio.run(answered()) == [{**assistant.ask(turns).as_line(None), "timings_ms": 0}]


def test_each_client_has_its_share(assistant: Assistant) -> None:
    async def people() -> None:
        desk = Desk(assistant, share=1)
        async with aclosing(desk.answers([QUESTION], None, "a")) as answers:
            assert (await anext(answers)).statements
        with pytest.raises(TooOften, match="Probeer het over 60 s weer") as refused:
            await anext(desk.answers([QUESTION], None, "a"))
        assert refused.value.retry == 60
        async with aclosing(desk.answers([QUESTION], None, "b")) as answers:
            assert (await anext(answers)).statements
            assert not desk.busy  # also while it isn't read yet

    asyncio.run(people())
