"""The desk: takes questions from an event loop to the assistant, some at once, each in a thread.

A few are worked on, some more wait their turn, and the rest hear at once that it is full; so does
everyone once it is closed, and a client that asks more than its share. It opens the assistant in
the background, and questions wait for that too. Whoever stops listening ends the question, and with
it the wait for a language model. Doesn't know HTTP.
"""

import asyncio
import math
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import NamedTuple

import anyio
from anyio.to_thread import run_sync

from assistant.engine import Assistant
from assistant.schema import Answer
from assistant.web import rate
from assistant.web.rate import Buckets
from ingest import llm
from ingest.errors import RuggespraakError

AT_ONCE = 2  # questions worked on: one computes, one searches; more only take turns
AT_ONCE_WORDED = 8  # where a language model words the answers: most of them wait for it
WAITING = 128  # questions that wait their turn
PATIENCE = 10.0  # seconds that one waits at most
GLANCE = 0.2  # seconds in which `ready` must know


class Full(RuggespraakError):
    """No place came free; `retry` is after how many seconds one may try again."""

    told = "Het is nu te druk: er wachten al te veel vragen. Probeer het zo weer."

    def __init__(self) -> None:
        super().__init__(self.told)
        self.retry = round(PATIENCE) or 1


class Closed(Full):
    """It takes no more questions."""

    told = "Ruggespraak stopt en neemt geen vragen meer aan. Probeer het zo weer."


class TooOften(Full):
    """A client asks more than its share."""

    def __init__(self, seconds: float) -> None:
        why = "U stelt meer vragen dan deze server per minuut toestaat."
        RuggespraakError.__init__(self, rate.told(why, seconds))
        self.retry = math.ceil(seconds)


class Ready(NamedTuple):
    """What answers come from: how many documents and passages, by which model, and since when."""

    documents: int
    passages: int
    model: str
    made: str


class Desk:
    """Asks one assistant, for one event loop.

    `first` is called before the assistant is opened the first time: its index may have to be made.
    `share` is how many questions a minute one client may ask, None for any number.
    """

    def __init__(
        self,
        assistant: Assistant,
        first: Callable[[], object] | None = None,
        at_once: int | None = None,
        waiting: int = WAITING,
        share: int | None = None,
    ) -> None:
        self.assistant = assistant
        self.failure: Exception | None = None  # why it was never open, once that was tried
        self._first = first or _nothing
        self._closed = False
        at_once = at_once or (AT_ONCE if assistant.llm is None else AT_ONCE_WORDED)
        self._threads = anyio.CapacityLimiter(at_once)
        self._places = anyio.Semaphore(at_once)
        self._most = at_once + waiting
        self._shares = Buckets(share) if share else None
        self._inside = 0
        self._opening: Future[Ready | Exception] | None = None
        self._known: Ready | None = None  # since it was open

    @property
    def busy(self) -> bool:
        """Is a question worked on, or does one wait?"""
        return self._inside > 0

    @property
    def warming(self) -> bool:
        """Is the assistant being opened?"""
        return self._opening is not None and not self._opening.done()

    def open(self) -> None:
        """Begin to open the assistant, in a thread that no end of the process waits for."""
        if not self.warming:
            found = self._opening = Future()
            opened = self._opened
            threading.Thread(
                target=lambda: found.set_result(opened()), name="openen", daemon=True
            ).start()

    def close(self) -> None:
        """Take no more questions; those that were taken are answered."""
        self._closed = True

    async def ready(self) -> Ready | None:
        """What answers come from; None while that is first being opened, which this begins. While a
        new build is opened in the place of another, it is what answers came from until then.

        Raises:
            Closed. And as `Assistant.open`.
        """
        if self._closed:
            raise Closed
        if not self.warming:
            self.open()
        found = await self._found(GLANCE)
        if isinstance(found, Exception):
            raise found
        return found or self._known

    async def answers(
        self, turns: Sequence[str], sources: Sequence[str] | None, client: str = ""
    ) -> AsyncGenerator[Answer, None]:
        """The answer each time that it grows, as `Assistant.stream` gives it; the last is whole.
        `client` is whose question it is.

        Close it to end the question. Its place is free again once its thread is done, and that
        doesn't wait for a language model.

        Raises:
            Full, Closed, TooOften: before the first answer. And as `Assistant.ask`.
        """
        if self.assistant.llm is None:  # one answer: a single way to the thread and back
            async with self._place(client):
                whole = await run_sync(self.assistant.ask, turns, sources, limiter=self._threads)
            yield whole  # for who may be slow to read it, and needs no place for that
            return
        async with self._place(client):
            growing = self.assistant.stream(turns, sources)
            wait = llm.Wait()
            try:
                while (answer := await self._next(growing, wait)) is not None:
                    yield answer
            finally:
                with anyio.CancelScope(shield=True):
                    await run_sync(growing.close, limiter=self._threads)

    async def _next(self, growing: Generator[Answer, None, None], wait: llm.Wait) -> Answer | None:
        """The next answer. To be cancelled ends the wait for a language model, and with it this."""

        def grown() -> Answer | None:
            llm.waits.set(wait)  # in a context of this call alone
            return next(growing, None)

        working = asyncio.ensure_future(run_sync(grown, limiter=self._threads))
        try:
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            wait.end()
            with anyio.CancelScope(shield=True):
                await asyncio.gather(working, return_exceptions=True)
            raise

    @asynccontextmanager
    async def _place(self, client: str) -> AsyncIterator[None]:
        """One of the places, as soon as there is one and the assistant is open."""
        if self._closed:
            raise Closed
        if self._inside >= self._most:
            raise Full
        if self._shares and (waits := self._shares.take(client)):
            raise TooOften(waits)
        self._inside += 1
        try:
            try:
                with anyio.fail_after(PATIENCE):
                    await self._found()
                    await self._places.acquire()
            except TimeoutError:
                raise Full from None
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._inside -= 1

    async def _found(self, seconds: float | None = None) -> Ready | Exception | None:
        """What came of opening the assistant; None where that takes longer, or was never begun."""
        opening = self._opening
        if opening is None:
            return None
        await asyncio.wait([asyncio.wrap_future(opening)], timeout=seconds)
        return opening.result() if opening.done() else None

    def _opened(self) -> Ready | Exception:
        try:
            first, self._first = self._first, _nothing
            first()
            build, _ = self.assistant.open()
        except Exception as error:  # for whoever asks, in the event loop
            self.failure = None if self._known else error
            return error
        record = build.record
        self._known = Ready(len(build.documents), len(build.ids), record.model, record.made)
        self.failure = None
        return self._known


def _nothing() -> None:
    """What must be done first, once it was done."""
