"""The desk: takes questions from an event loop to the assistant, some at once, each in a thread.

A few are worked on, some more wait their turn, and the rest hear at once that it is full. Whoever
stops listening ends the question, and with it what a language model was asked. Doesn't know HTTP.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import NamedTuple

import anyio
from anyio.to_thread import run_sync

from assistant.engine import Assistant
from assistant.schema import Answer

AT_ONCE = 2  # questions worked on: one computes, one searches; more only take turns
AT_ONCE_WORDED = 8  # where a language model words the answers: most of them wait for it
WAITING = 128  # questions that wait their turn
PATIENCE = 10.0  # seconds that one waits at most
GLANCE = 0.2  # seconds in which `ready` must know


class Full(Exception):
    """No place came free; `retry` is after how many seconds one may try again."""

    def __init__(self, retry: int) -> None:
        super().__init__("Het is nu te druk: er wachten al te veel vragen. Probeer het zo weer.")
        self.retry = retry


class Ready(NamedTuple):
    """What answers come from: how many documents and passages, by which model, and since when."""

    documents: int
    passages: int
    model: str
    made: str


class Desk:
    """Asks one assistant, for one event loop."""

    def __init__(
        self, assistant: Assistant, at_once: int | None = None, waiting: int = WAITING
    ) -> None:
        self.assistant = assistant
        at_once = at_once or (AT_ONCE if assistant.llm is None else AT_ONCE_WORDED)
        self._threads = anyio.CapacityLimiter(at_once)
        self._places = anyio.Semaphore(at_once)
        self._warming = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._most = at_once + waiting
        self._inside = 0
        self._opening: asyncio.Future[Ready] | None = None
        self._known: Ready | None = None

    async def answers(
        self, turns: Sequence[str], sources: Sequence[str] | None
    ) -> AsyncGenerator[Answer, None]:
        """The answer each time that it grows, as `Assistant.stream` gives it; the last is whole.

        Close it to end the question; the place is free again once its thread is done.

        Raises:
            Full: before the first answer. And as `Assistant.ask`.
        """
        async with self._place():
            if self.assistant.llm is None:  # one answer: a single way to the thread and back
                yield await run_sync(self.assistant.ask, turns, sources, limiter=self._threads)
                return
            growing = self.assistant.stream(turns, sources)
            try:
                while (
                    answer := await run_sync(next, growing, None, limiter=self._threads)
                ) is not None:
                    yield answer
            finally:
                with anyio.CancelScope(shield=True):
                    await run_sync(growing.close, limiter=self._threads)

    async def ready(self) -> Ready | None:
        """What answers come from; None while that is first being opened, which this starts. While a
        new build is opened in the place of another, it is what answers came from until then.

        Raises:
            As `Assistant.open`.
        """
        if self._opening is None:
            loop = asyncio.get_running_loop()
            self._opening = loop.run_in_executor(self._warming, self._opened)
        opening = self._opening
        await asyncio.wait([opening], timeout=GLANCE)
        if opening.done():
            self._opening = None
            self._known = opening.result()
        return self._known

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """One of the places, as soon as there is one."""
        if self._inside >= self._most:
            raise Full(round(PATIENCE))
        self._inside += 1
        try:
            try:
                with anyio.fail_after(PATIENCE):
                    await self._places.acquire()
            except TimeoutError:
                raise Full(round(PATIENCE)) from None
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._inside -= 1

    def _opened(self) -> Ready:
        build, _ = self.assistant.open()
        record = build.record
        return Ready(len(build.documents), len(build.ids), record.model, record.made)
