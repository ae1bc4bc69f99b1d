"""The server: uvicorn, with a beginning, bounds and an end of our own.

It listens and answers at once, while the index is opened, or made, behind it; where that fails the
failure is raised here. Told to stop (SIGTERM, Ctrl+C) it takes no more questions, finishes the
answers under way, lets go who merely waits, and ends; told twice it ends at once.

An open page costs a connection that waits. At most CONNECTIONS are open, and one more is told so.
uvicorn's own bound (`limit_concurrency`) can't be used: it counts those that wait as work, refuses
who asks for /health too, and doesn't say when to come back.
"""

import asyncio
import os
import re
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from assistant.web.site import Site
from ingest import llm

HEAD = 10.0  # seconds for the head of a request
CONNECTIONS = 4000  # open at once
SPARE = 200  # open files that aren't connections
BOUND = llm.TIMEOUT + 5.0  # seconds for the answers under way when it stops
LAST = 5.0  # seconds to send what was answered
_WAITS = re.compile(r"/gradio_api/(heartbeat/|queue/data)")
_FULL = b'{"error": "Er zijn te veel verbindingen. Probeer het zo weer."}'
_REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 10\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(_FULL), _FULL)
)


class Server(uvicorn.Server):
    """A uvicorn server of a site, which is stopped by a signal or by a failure to open the site."""

    def __init__(self, site: Site) -> None:
        super().__init__(
            uvicorn.Config(site, http=Watched, ws="none", log_level="warning", proxy_headers=False)
        )
        self.site = site
        self.cut_off = False  # were there answers that took longer than BOUND?

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            os._exit(128 + sig)
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self.site.desk.failure is not None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.site.close()
        self.cut_off = not await _until(lambda: not self.site.busy, BOUND)
        for connection in self._connections():
            connection.shutdown()
        await _until(lambda: not any(self._working()), LAST)
        for connection in self._connections():
            connection.transport.close()
        if not await _until(lambda: not self.server_state.connections, 1.0):
            for connection in self._connections():
                connection.transport.abort()
        await super().shutdown(sockets)

    def _connections(self) -> list[Any]:
        return list(self.server_state.connections)

    def _working(self) -> Iterator[Any]:
        """The connections on which something is sent, or will be."""
        for connection in self._connections():
            cycle = connection.cycle
            if cycle and not cycle.response_complete and not _WAITS.search(cycle.scope["path"]):
                yield connection


def serve(site: Site, listening: socket.socket) -> int:
    """Serve until it is told to stop; the exit status, 1 where an answer was cut off.

    Raises:
        As `Assistant.open`, and what else the site does first: it can't be opened.
    """
    _make_room()
    server = Server(site)
    server.run(sockets=[listening])
    if failure := site.desk.failure:
        raise failure
    if site.desk.warming or server.cut_off:  # threads that an end by itself would wait for
        sys.stdout.flush()
        os._exit(int(server.cut_off))
    return 0


class Watched(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection that is closed when a request's head takes over HEAD seconds, and refused beyond
    CONNECTIONS.

    uvicorn itself waits for ever. To be had with `uvicorn.Config(http=Watched, ws="none")`.
    """

    timer: asyncio.TimerHandle | None = None
    refused = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.refused = len(self.connections) > CONNECTIONS
        self._watch()

    def data_received(self, data: bytes) -> None:
        if self.refused:
            self.transport.write(_REFUSAL)
            self.transport.close()
            return
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._rest()

    def _watch(self) -> None:
        if self.cycle and not self.cycle.response_complete:
            self._rest()
        elif not self.timer:
            self.timer = self.loop.call_later(HEAD, self.transport.close)

    def _rest(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None


def _make_room() -> None:
    """Let the process open as many files as CONNECTIONS needs, as far as the system allows."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def _until(holds: Callable[[], bool], seconds: float) -> bool:
    """Does it come true within so many seconds?"""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        await asyncio.sleep(0.02)
    return True
