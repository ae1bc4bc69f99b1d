"""Who is let in, and what is let out: ASGI middleware around the whole web application.

Guard     answers before the application what it may not see: other sites, names that aren't ours,
          wrong or missing credentials, routes of Gradio that the chat doesn't need, too many
          questions, bodies that are too big or too slow. On what goes out it sets the headers that
          keep a page to itself, and when to come back where there was no room.

A path is read by its segments wherever they stand, behind what we are mounted under, so that a
prefix opens nothing.
Nothing here is logged.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import math
import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web import rate
from assistant.web.api import told
from assistant.web.rate import Buckets, client_of
from assistant.web.settings import Settings

WHOLE = 10.0  # seconds for the body of a request
SENT = 30.0  # seconds for a piece of an answer, which a client must read meanwhile
RETRY = 10  # seconds after which one may try again where there was no room
EVENTS = 10  # what a page does for one question: it opens, filters, is judged, and is saved
GUESSES = 10  # wrong credentials a minute of one client

_API = re.compile(r"/(api|mcp)(/|$)|/mcp|/gradio_api/call/|/openapi\.json$")
# For who watches the server, and for pages of other sites: these tell nothing.
_OPEN = re.compile(r"/(health|ready|widget\.js)")
_WIDGET = re.compile(r"/widget(/|$)")
_GRADIO = "/gradio_api/"
# What the chat and gradio_client use. Not: run and api, which go round the queue; file, upload,
# proxy and stream, which read and write files; and what serves Gradio's own developers.
_NEEDED = re.compile(
    r"queue/(join|data)|call/(?!v2/)[^/]+(/[^/]+)?|heartbeat/[^/]+|cancel|reset|info|startup-events"
    r"|theme\.css|app_id|mcp(/.*)?"
)
# A source that is opened. Its id may be any word, also one that means something in another path.
_OPENED = re.compile(r"/bron/[\w-]+(?=/[0-9]+-[0-9]+(\.png)?\Z)")
_UNNEEDED = re.compile(r"/(svelte|monitoring|login|logout)(/|$)|//|\\|/\.\.?(/|$)|[\x00-\x1f]")
# What takes work: a question, an event of the page, and a picture, which takes a process.
_WORKS = re.compile(
    r"POST .*(/(api|mcp)(/|$)|/mcp|/gradio_api/(queue/join|call/))|.*/bron/.*\.png$"
)
_PORT = re.compile(r":[0-9]{1,5}\Z")
_NAME = re.compile(r"[A-Za-z0-9.\[\]:-]{1,253}")
_SCRIPT = re.compile(rb"<script\b(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script\s*>", re.DOTALL | re.I)
# Gradio compiles the templates of gr.HTML, and what it gets as `js`, in the page: it needs eval.
# Markup that is injected can't call it: a script or a handler in it still doesn't run.
_GRADIO_PAGE = b"window.gradio_config"
# Asked for at the root of the host, which may be another's, as a browser does for an icon where
# none is named: so we take the one out and put in the other.
_MANIFEST = b'<link rel="manifest" href="/manifest.json" />'
_ICON = b'<link rel="icon" href="favicon.ico" />'
_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "frame-src 'self'; form-action 'none'; base-uri 'self'; object-src 'none'; "
    "frame-ancestors 'self'{ancestors}"
)


class Guard:
    """The guard before `app`; `app.add_middleware(Guard, settings=...)` puts it there."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.events = Buckets(settings.rate * EVENTS) if settings.rate else None
        self.guesses = Buckets(GUESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":  # nothing of ours speaks it
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._http(scope, receive, _Sealed(scope, send, self.settings.origins))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        if refusal is None:
            body = await _body(receive, self.settings.body)
            if isinstance(body, bytes):
                await self._answer(_readable(scope), _replayed(body, receive), send)
                return
            refusal = body
        await refusal(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What the application answers. A failure of it isn't raised: who catches it would write
        down what it says, which may be what was asked.
        """
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            async with asyncio.timeout(SENT):
                await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            failure = _refused(500, told(error)["error"])
            if not begun:
                await failure(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer in the application's place, from the head of the request alone."""
        headers, path = Headers(scope=scope), _route(scope)
        watches = bool(_OPEN.fullmatch(path))
        if not watches and not _is_named(headers.get("host", ""), self.settings.hosts):
            return _misnamed(headers.get("host", ""))
        origin = headers.get("origin")
        part = watches and origin is None  # of a page of another site, as our script is
        if not (part or _is_ours(headers) or origin in self.settings.origins):
            return _refused(403, "Deze site mag deze server niet aanroepen.")
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            return Response(status_code=204, headers=_PREFLIGHT)
        refusal = None if watches else self._stranger(headers, path, client_of(scope))
        if refusal:
            return refusal
        rest = path.partition(_GRADIO)[2].rstrip("/")
        if _UNNEEDED.search(path) or (_GRADIO in path and not _NEEDED.fullmatch(rest)):
            return _refused(404, "Dit adres bestaat niet.")
        if not headers.get("content-length", "0").isdecimal():
            return _refused(400, "De lengte van dit bericht is geen getal.")
        if int(headers.get("content-length", "0")[:20]) > self.settings.body:
            return _too_big(self.settings.body)
        works = _WORKS.match(f"{scope['method']} {scope['path']}")
        if works and self.events and (waits := self.events.take(client_of(scope))):
            return _later(waits, "U doet meer dan deze server per minuut toestaat.")
        return None

    def _stranger(self, headers: Headers, path: str, client: str) -> Response | None:
        """The answer to who may not be here. The token opens everything, the password too."""
        token, password = self.settings.token, self.settings.password
        given = headers.get("authorization")
        by_token = token and (_API.search(path) or (given and _bearer(given)))
        if not (password or by_token):
            return None
        if given and (waits := self.guesses.wait(client)):
            return _later(waits, "Te veel pogingen met een verkeerd token of wachtwoord.")
        if is_known(headers, self.settings):
            return None
        if given:
            self.guesses.take(client)
        what = "Geef het token van deze server." if by_token else "Geef het wachtwoord."
        challenge = "Bearer" if by_token else 'Basic realm="Ruggespraak", charset="UTF-8"'
        return _refused(401, what, {"WWW-Authenticate": challenge})


def is_known(headers: Mapping[str, str], settings: Settings) -> bool:
    """Does a request bring the token, or the password?"""
    given = headers.get("authorization", "")
    return _same(_bearer(given), settings.token) | _same(_basic(given), settings.password)


class _Sealed:
    """`send` that sets the headers of a response, and on a page the hashes of its own scripts."""

    def __init__(self, scope: Scope, send: Send, origins: tuple[str, ...]) -> None:
        origin = Headers(scope=scope).get("origin")
        self.origin = origin if origin in origins else None
        path = _route(scope)
        self.ancestors = "".join(f" {o}" for o in origins) if _WIDGET.search(path) else ""
        self.is_gradio = _GRADIO in path
        self.is_open = bool(_OPEN.fullmatch(path))
        self.send = send
        self.full = False  # is an answer of ours sent in the place of Gradio's?
        self.start: Message | None = None  # of a page, until its scripts are known
        self.page = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            self._seal(headers)
            if message["status"] == 503:
                headers.setdefault("Retry-After", str(RETRY))
                self.full = self.is_gradio
            if self.full:
                del headers["Content-Encoding"]
                headers["Content-Type"], headers["Content-Length"] = "application/json", _FULL_SIZE
            if headers.get("content-type", "").startswith("text/html"):
                self.start = message
                return
        elif self.full:
            if message.get("more_body"):
                return
            message = {**message, "body": _FULL}
        elif self.start:
            self.page += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=self.start["headers"])
            if _MANIFEST in self.page:
                self.page = self.page.replace(_MANIFEST, _ICON)
                headers["Content-Length"] = str(len(self.page))
            self._allow(headers, self._sources())
            await self.send(self.start)
            self.start, message = None, {**message, "body": self.page}
        await self.send(message)

    def _seal(self, headers: MutableHeaders) -> None:
        for name in ("origin", "credentials"):  # Gradio allows every site, with its cookies
            del headers[f"access-control-allow-{name}"]
        if self.origin:
            headers["Access-Control-Allow-Origin"] = self.origin
        headers.add_vary_header("Origin")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if self.is_open else "same-origin"
        self._allow(headers, [])

    def _sources(self) -> list[str]:
        """What may run on this page, beside scripts in files of this server."""
        if _GRADIO_PAGE not in self.page:  # ours have no script: one that is there is injected
            return []
        inline = [_hash(match[1]) for match in _SCRIPT.finditer(self.page)]
        return list(dict.fromkeys([*inline, "unsafe-eval"]))

    def _allow(self, headers: MutableHeaders, sources: list[str]) -> None:
        scripts = "".join(f" '{source}'" for source in sources)
        headers["Content-Security-Policy"] = _POLICY.format(
            scripts=scripts, ancestors=self.ancestors
        )


_FULL = json.dumps({"error": "Ruggespraak is te druk of stopt. Probeer het zo weer."}).encode()
_FULL_SIZE = str(len(_FULL))
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, Last-Event-ID, Mcp-Session-Id, Mcp-Protocol-Version"
    ),
    "Access-Control-Max-Age": "600",
}


async def _body(receive: Receive, most: int) -> bytes | Response:
    """The whole body, however it is sent; or what to say of one that is too big or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(WHOLE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return Response(status_code=400)
                body += message.get("body", b"")
                if len(body) > most:
                    return _too_big(most)
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        return _refused(408, "Dit bericht kwam niet op tijd binnen.", {"Connection": "close"})


def _replayed(body: bytes, receive: Receive) -> Receive:
    """`receive` that gives the body in one piece, and then what the client does."""
    pieces: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return pieces.pop() if pieces else await receive()

    return again


def _readable(scope: Scope) -> Scope:
    """The request; a page is asked for uncompressed, since its scripts must be read."""
    headers = Headers(scope=scope)
    if "text/html" not in headers.get("accept", ""):
        return scope
    kept = [(name, value) for name, value in headers.raw if name != b"accept-encoding"]
    return {**scope, "headers": kept}


def _hash(script: bytes) -> str:
    """The source by which a policy allows an inline script; browsers read CRLF as one character."""
    digest = hashlib.sha256(script.replace(b"\r\n", b"\n")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _route(scope: Scope) -> str:
    """The path behind what we are mounted under, without the id of a source that is opened."""
    path, under = str(scope["path"]), scope.get("root_path", "")
    return _OPENED.sub("/bron", path[len(under) :] if path.startswith(f"{under}/") else path)


def _is_named(host: str, names: tuple[str, ...]) -> bool:
    """Is a Host header one of the names, whatever its port; or is any name as good?

    >>> _is_named("LocalHost:7860", ("localhost",)), _is_named("a.nl", ("localhost",))
    (True, False)
    """
    return not names or _PORT.sub("", host.lower()) in names


def _misnamed(host: str) -> Response:
    """For the owner who reads it as much as for a page whose name leads here by a trick of DNS."""
    named = host if _NAME.fullmatch(host) else "zonder naam"
    why = f"Deze server luistert niet naar de naam {named}; zie RUGGESPRAAK_HOSTS."
    return _refused(421, why)


def _is_ours(headers: Headers) -> bool:
    """Does the request come from no site, or from a page of this server itself? A picture or a
    script in a page of another site has no Origin; a link to us and a frame of us may be there.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site == "same-origin":
        return True
    if origin is None:
        foreign = site in ("cross-site", "same-site")
        return not (foreign and headers.get("sec-fetch-mode") == "no-cors")
    return origin.partition("://")[2] == headers.get("host")


def _bearer(given: str) -> str | None:
    scheme, _, token = given.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _basic(given: str) -> str | None:
    """The password; the name before it is free."""
    scheme, _, coded = given.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(coded, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return None


def _same(given: str | None, secret: str | None) -> bool:
    """Compared in a time that tells nothing of the secret."""
    if given is None or secret is None:
        return False
    return hmac.compare_digest(given.encode(), secret.encode())


def _too_big(most: int) -> Response:
    return _refused(413, f"Een bericht is hoogstens {most} bytes.", {"Connection": "close"})


def _later(seconds: float, why: str) -> Response:
    after = {"Retry-After": str(math.ceil(seconds))}
    return _refused(429, rate.told(why, seconds), after)


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": why}, status, headers)
