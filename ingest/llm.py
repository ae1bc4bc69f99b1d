"""The optional language model, as this project talks to it: a prompt -> a reply, whole or growing.

Out of the box an OpenAI-compatible server (RUGGESPRAAK_LLM_URL, _MODEL, _KEY), as a LlamaIndex LLM;
any other will do. Whatever its client does, a reply has a deadline, a length and two attempts, and
what fails is a WriterError with a Dutch reason, without a word of the prompt or of the reply.
Doesn't know what is asked, and trusts nothing of what comes back.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.errors import WriterError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

TIMEOUT = 60.0  # seconds for a whole reply, both attempts together
PAUSE = 0.5  # seconds between them
AT_ONCE = 32  # replies under way, with those that nobody waits for any more
LONGEST = 40_000  # characters of a reply, with what a reasoning model says to itself

_THOUGHT, _THOUGHT_ENDS = "<think>", "</think>"
_URL = "RUGGESPRAAK_LLM_URL"
_STATUSES = {
    401: "de server weigert de sleutel van RUGGESPRAAK_LLM_KEY",
    403: "de server weigert de sleutel van RUGGESPRAAK_LLM_KEY",
    404: f"de server kent het adres of het model niet; zie {_URL} en RUGGESPRAAK_LLM_MODEL",
    429: "de server heeft het te druk",
}
_SLOW, _CUT_OFF = "de server antwoordt niet op tijd", "de verbinding brak af"
_UNREACHED = f"de server van {_URL} is niet te bereiken"
_KINDS = {  # classes of the clients that are in use, by name: none of them needs to be installed
    "TimeoutError": _SLOW,
    "APITimeoutError": _SLOW,
    "TimeoutException": _SLOW,
    "ConnectionError": _UNREACHED,
    "ConnectError": _UNREACHED,
    "APIConnectionError": _UNREACHED,
    "TransportError": _CUT_OFF,
}

Attempt = Callable[["LLM", str], Iterator[str]]
Made = queue.SimpleQueue["str | WriterError | None"]


class Wait:
    """Someone who waits for replies: `end`, from any thread, ends that wait at once and for good.

    The replies asked for in a context where `waits` holds it are waited for so long.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended = False
        self._made: list[Made] = []

    def end(self) -> None:
        with self._lock:
            self._ended = True
            for made in self._made:
                made.put(WriterError(_UNAWAITED))

    def add(self, made: Made) -> None:
        """Where the wait has ended, `made` ends at once."""
        with self._lock:
            self._made.append(made)
            if self._ended:
                made.put(WriterError(_UNAWAITED))


waits: ContextVar[Wait | None] = ContextVar("waits", default=None)
_UNAWAITED = "er wacht niemand meer op"
_places = threading.BoundedSemaphore(AT_ONCE)


def from_environment(timeout: float | None = None) -> "LLM":
    """The model on the server that RUGGESPRAAK_LLM_URL names; `timeout` in seconds a reply.

    Raises:
        WriterError: it isn't set, or is no address.
    """
    timeout = timeout or TIMEOUT
    url = _address()
    from llama_index.llms.openai_like import OpenAILike

    from ingest.client import client

    logging.getLogger("openai").setLevel(logging.WARNING)  # under it, it logs what is asked
    of_its_base: dict[str, Any] = {"http_client": client(timeout)}
    llm: LLM = OpenAILike(
        api_base=url,
        model=os.environ.get("RUGGESPRAAK_LLM_MODEL") or "default",
        api_key=os.environ.get("RUGGESPRAAK_LLM_KEY") or "none",  # empty: it would take OpenAI's
        is_chat_model=True,
        temperature=0.0,
        timeout=timeout,
        max_retries=0,
        **of_its_base,
    )
    return llm


def host() -> str:
    """The host that RUGGESPRAAK_LLM_URL names, with its port where it gives one.

    Raises:
        WriterError: it isn't set, or is no address.
    """
    return urlsplit(_address()).netloc.rpartition("@")[2]


def growing(llm: "LLM", prompt: str) -> Generator[str, None, None]:
    """The reply so far, each time that something comes; the last is the whole reply.

    Asked for as a stream; where that gives nothing, once more, in one piece.

    Raises:
        WriterError: it failed, took over TIMEOUT seconds or was longer than LONGEST.
    """
    text = ""
    with closing(_timely(_pieces(llm, prompt, (_streamed, _whole)), TIMEOUT)) as pieces:
        for piece in pieces:
            text += piece
            if len(text) > LONGEST:
                raise WriterError("het antwoord werd te lang")
            yield said(text)


def reply(llm: "LLM", prompt: str, timeout: float) -> str:
    """What the model says to a prompt, within `timeout` seconds; empty where it says nothing.

    Raises:
        WriterError: it gave no answer.
    """
    with closing(_timely(_pieces(llm, prompt, (_whole, _whole)), timeout)) as pieces:
        return "".join(pieces)


def said(text: str) -> str:
    """A reply without what a reasoning model says to itself first.

    >>> said("<think>Wat nu?</think> Rust helpt niet."), said("<think>Wat")
    (' Rust helpt niet.', '')
    """
    spoken = text.rpartition(_THOUGHT_ENDS)[2]
    return "" if spoken.lstrip().startswith(_THOUGHT) else spoken


def _address() -> str:
    url = os.environ.get(_URL)
    if not url or not _is_address(url):
        raise WriterError(
            f"{_URL} is geen adres" if url else f"{_URL} is niet ingesteld",
            f"export {_URL}=http://127.0.0.1:11434/v1"
            "   (het adres van een server die OpenAI's taal spreekt)",
        )
    return url


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _streamed(llm: "LLM", prompt: str) -> Iterator[str]:
    from llama_index.core.llms import ChatMessage

    for part in llm.stream_chat([ChatMessage(role="user", content=prompt)]):
        yield part.delta or ""


def _whole(llm: "LLM", prompt: str) -> Iterator[str]:
    from llama_index.core.llms import ChatMessage

    yield llm.chat([ChatMessage(role="user", content=prompt)]).message.content or ""


def _pieces(
    llm: "LLM", prompt: str, attempts: tuple[Attempt, Attempt]
) -> Generator[str, None, None]:
    """The pieces of a reply; of the second attempt where the first gave no text and may."""
    from ingest.client import hang_up

    came = False
    for last, attempt in enumerate(attempts):
        try:
            for piece in attempt(llm, prompt):
                came = came or bool(piece.strip())
                yield piece
        except Exception as error:  # each client raises its own kinds
            if came or last or not _may_pass(error):
                raise WriterError(_why(error)) from None  # the cause may hold what was asked
            time.sleep(PAUSE)
        finally:
            hang_up()
        if came:
            return


def _timely(pieces: Generator[str, None, None], seconds: float) -> Generator[str, None, None]:
    """The same pieces, made in a thread of its own: one that hangs is left to itself.

    Raises:
        WriterError: that of `pieces`, the last piece didn't come within `seconds`, nobody waits for
            it any more (see `Wait`), or too many are under way.
    """
    made: Made = queue.SimpleQueue()
    abandoned, places = threading.Event(), _places
    if not places.acquire(blocking=False):
        raise WriterError("er lopen al te veel vragen aan het taalmodel")

    def make() -> None:
        with closing(pieces):
            try:
                for piece in pieces:
                    if abandoned.is_set():
                        return
                    made.put(piece)
                made.put(None)
            except WriterError as error:
                made.put(error)
            finally:
                places.release()

    ends = time.monotonic() + seconds
    if wait := waits.get():
        wait.add(made)
    threading.Thread(target=make, name="taalmodel", daemon=True).start()
    try:
        while (piece := _next(made, ends, seconds)) is not None:
            yield piece
    finally:
        abandoned.set()


def _next(made: Made, ends: float, seconds: float) -> str | None:
    left = ends - time.monotonic()
    try:
        if left <= 0:
            raise queue.Empty
        item = made.get(timeout=left)
    except queue.Empty:
        raise WriterError(f"na {seconds:.0f} seconden was het antwoord niet af") from None
    if isinstance(item, WriterError):
        raise item
    return item


def _may_pass(error: Exception) -> bool:
    """May a second attempt succeed? Not where this request was refused, or its reply too long."""
    if WriterError in (type(error), type(error.__cause__)):
        return False
    status = getattr(error, "status_code", None)
    return not isinstance(status, int) or status in (408, 429) or status >= 500


def _why(error: BaseException) -> str:
    """Why it failed, in Dutch, from the kind of error alone: its text may quote the prompt."""
    if isinstance(error, WriterError):
        return error.reason
    if isinstance(error.__cause__, WriterError):
        return error.__cause__.reason
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return f"{_status(status)}; code {status}"
    kinds = (_KINDS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _KINDS)
    return next(kinds, f"het antwoord was niet te lezen: {type(error).__name__}")


def _status(status: int) -> str:
    if 300 <= status < 400:
        return "de server verwijst naar een ander adres, en daar gaat niets heen"
    if status >= 500:
        return "de server heeft een storing"
    return _STATUSES.get(status, "de server weigert de vraag")
