"""The desk by itself: what the interfaces that stand on it can't see."""

import asyncio
import threading

import pytest

from assistant.engine import Assistant
from assistant.web import desk
from assistant.web.desk import Desk


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
