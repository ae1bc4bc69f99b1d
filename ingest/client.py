"""The HTTP client for the language model's server: to that host alone, and with bounds.

No proxy of the environment, no .netrc and no redirect, so that a request goes where
RUGGESPRAAK_LLM_URL says and nowhere else. A reply ends at MOST_BYTES and at its time, however it
drips. Doesn't know what is sent.
"""

import ssl
import threading
import time
from collections.abc import Iterator
from functools import cache

import httpx

from ingest.errors import WriterError

MOST_BYTES = 16_000_000  # of one reply: of a stream, each word comes with some 250 bytes around it
CONNECT = 5.0  # seconds for a connection


def client(seconds: float) -> httpx.Client:
    """A client whose replies take at most `seconds`; certificates are the usual ones, or those of
    SSL_CERT_FILE.
    """
    return httpx.Client(transport=_Bounded(seconds), trust_env=False, follow_redirects=False)


def hang_up() -> None:
    """End what this thread still has open. The library above leaves that to the garbage collector,
    which comes late, and may come while the lock that it needs is held.
    """
    while _open():
        _open().pop().close()


@cache
def _certificates() -> ssl.SSLContext:
    """Made once: it takes 0.03 s."""
    return httpx.create_ssl_context()


class _Bounded(httpx.HTTPTransport):
    def __init__(self, seconds: float) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        self._seconds = seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        timeouts = request.extensions.get("timeout", {})
        request.extensions["timeout"] = {**timeouts, "connect": min(CONNECT, self._seconds)}
        ends = time.monotonic() + self._seconds
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Stream(response.stream, ends)
        _open().append(response.stream)
        return response


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, ends: float) -> None:
        self._stream = stream
        self._ends = ends

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if size > MOST_BYTES:
                raise WriterError("het antwoord werd te lang")
            if time.monotonic() > self._ends:
                raise WriterError("het antwoord duurde te lang")
            yield chunk

    def close(self) -> None:
        self._stream.close()


_of_thread = threading.local()


def _open() -> list[httpx.SyncByteStream]:
    """The replies that this thread was given since it last hung up."""
    streams: list[httpx.SyncByteStream] = _of_thread.__dict__.setdefault("streams", [])
    return streams
