"""Where a citation opens: a page with the document and the quote marked, and a picture of the page
of a PDF; and the page that tells what the documents are.

    /bron/ID/START-END?citaat=DIGEST        the page; its #citaat is the mark
    /bron/ID/START-END.png?citaat=DIGEST    the picture, where there is one
    /wat-zit-erin                           what the documents are

An address says all that is needed: no conversation is kept for it, and it opens in any tab. What
stands from START to END is marked only where it is the quote that the address was made for. Who
takes the page's `<article>` into another page resolves each `src` and `href` in it against the
address of this one, but for those that begin with "#", and adds `source.STYLE`.
"""

import hashlib
import re
import threading
from collections import OrderedDict
from html import escape
from typing import NamedTuple
from urllib.parse import quote as url_quote

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from assistant import presentation
from assistant.engine import Assistant
from assistant.schema import Citation
from assistant.web import holdings, picture, source
from ingest.errors import RuggespraakError
from ingest.index import Build
from ingest.passages import Span
from ingest.schema import Document

AT_ONCE = 4  # documents that are opened, each in a thread
PATIENCE = 10.0  # seconds that one waits for its turn at most
LONGEST = 20_000  # characters of a quote
KEPT = 32_000_000  # bytes of pictures
_PLACE = re.compile(r"(.+)/([0-9]{1,9})-([0-9]{1,9})(\.png)?")
_STYLE = """
:root {color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.6}
body {max-width: 44rem; margin: 0 auto; padding: 0 1rem 4rem}
body > header {display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline;
  padding: .8rem 0; font-size: .92rem}
h1 {font-size: inherit; font-weight: 400; margin: 0}
a {color: inherit}
code {overflow-wrap: anywhere}
@media print {body {max-width: none; padding: 0}}
"""


class _Asked(NamedTuple):
    """What an address asks for: a quote, known by its digest, and whether as a picture; `home` is
    the way from there to the application's root.
    """

    document_id: str
    span: Span
    digest: str
    drawn: bool
    home: str


def address(citation: Citation) -> str:
    """Where a citation opens, relative to the application's root."""
    place = f"{url_quote(citation.passage.document_id, safe='')}/{citation.start}-{citation.end}"
    return f"bron/{place}?citaat={_digest(citation.quote)}#citaat"


def router(assistant: Assistant, judged: bool = False) -> APIRouter:
    """The routes, for any FastAPI application, under any path; `judged`, where thumbs are kept."""
    routes = APIRouter(include_in_schema=False)
    pictures = _Pictures()
    reading, drawing = anyio.CapacityLimiter(AT_ONCE), anyio.CapacityLimiter(picture.AT_ONCE)

    @routes.get("/bron/{place:path}")
    async def opened(place: str, citaat: str = "") -> Response:
        home = "../" * (place.count("/") + 1)
        asked = _asked(place, citaat, home)
        if asked is None:
            return _absent(home)
        turn = drawing if asked.drawn else reading
        try:
            with anyio.fail_after(PATIENCE):  # for a turn: a thread that began is waited for
                return await run_sync(_answer, assistant, pictures, asked, limiter=turn)
        except TimeoutError:
            busy = _told(503, "Het is nu te druk", "Probeer het zo weer.", home)
            busy.headers["Retry-After"] = str(round(PATIENCE))
            return busy

    @routes.get("/wat-zit-erin")
    def contents() -> Response:
        try:
            build, _ = assistant.open()
        except RuggespraakError as error:
            return _unopened(error, "")
        promise = presentation.promise(assistant, judged)
        return _page(200, "Wat zit erin", holdings.contents(build, promise), "")

    return routes


def _digest(quote: str) -> str:
    """By what an address knows its quote."""
    return hashlib.sha256(quote.encode()).hexdigest()[:12]


def _asked(place: str, digest: str, home: str) -> _Asked | None:
    """What an address asks for; None where it can't be that of a quote."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return None
    span = Span(int(found[2]), int(found[3]))
    fits = 0 < span.end - span.start <= LONGEST
    return _Asked(found[1], span, digest, bool(found[4]), home) if fits else None


def _answer(assistant: Assistant, pictures: "_Pictures", asked: _Asked) -> Response:
    """What an address opens, from one build."""
    try:
        build, _ = assistant.open()
    except RuggespraakError as error:
        return _unopened(error, asked.home)
    if asked.document_id not in build.documents:
        return _absent(asked.home)
    document = build.document(asked.document_id)
    if asked.drawn:
        return _picture(build, document, pictures, asked)
    return _view(build, document, asked)


def _is_there(document: Document, asked: _Asked) -> bool:
    """Is the quote still where it was?"""
    start, end = asked.span
    return end <= len(document.text) and _digest(document.text[start:end]) == asked.digest


def _view(build: Build, document: Document, asked: _Asked) -> Response:
    """The document, with the quote marked where it is there."""
    start, end = asked.span
    length = len(document.text)
    span = asked.span if _is_there(document, asked) else Span(*[min(start, length)] * 2)
    article = source.text_view(
        document,
        span,
        source.original(build, document),
        f"{start}-{end}.png?citaat={asked.digest}",
    )
    return _page(200 if end <= length else 404, document.meta.title, article, asked.home)


def _picture(build: Build, document: Document, pictures: "_Pictures", asked: _Asked) -> Response:
    """The page of the PDF; its file is read each time, so that a picture is never of another."""
    data = source.original(build, document).data if _is_there(document, asked) else None
    png = None
    if data is not None:
        key = _Key(document.id, build.documents[document.id], asked.span)
        png = pictures.kept(key) or source.page_picture(document, asked.span, data)
    if png is None:
        return _told(404, "Van dit citaat is er geen bladzijde te tonen", _NO_PICTURE, asked.home)
    pictures.keep(key, png)
    return Response(png, media_type="image/png", headers=_PRIVATE)


_PRIVATE = {"Cache-Control": "private, no-cache"}
_NO_PICTURE = (
    "Het document is geen PDF, het bestand is verplaatst of veranderd, of het citaat is er niet in "
    "terug te vinden."
)


class _Key(NamedTuple):
    """What a picture is of: a quote in a document, read from these bytes."""

    document_id: str
    hash: str
    span: Span


class _Pictures:
    """The pictures last asked for, KEPT bytes at most; for many threads."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[_Key, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: _Key) -> bytes | None:
        return self._pictures.get(key)

    def keep(self, key: _Key, png: bytes) -> None:
        """Keep a picture as the last one asked for; the longest unasked give way."""
        with self._lock:
            self._pictures[key] = png
            self._pictures.move_to_end(key)
            while sum(map(len, self._pictures.values())) > KEPT:
                self._pictures.popitem(last=False)


def _unopened(error: RuggespraakError, home: str) -> Response:
    return _told(503, "Er is nu geen bron te openen", error.message, home, error.hint)


def _absent(home: str) -> Response:
    why = "Misschien is het uit de index gehaald, of is het adres niet volledig."
    return _told(404, "Bij dit adres hoort geen document", why, home)


def _told(status: int, title: str, why: str, home: str, hint: str = "") -> Response:
    """Why nothing opens, in the article's place; `hint` is the next command to type."""
    typed = f"<p>Typ: <code>{escape(hint)}</code></p>" if hint else ""
    told = f"<h2>{escape(title)}</h2><p>{escape(why)}</p>{typed}"
    return _page(status, title, f'<article class="document" lang="nl">{told}</article>', home)


def _page(status: int, title: str, article: str, home: str) -> Response:
    return HTMLResponse(
        '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · Ruggespraak</title>\n"
        f"<style>{_STYLE}{source.STYLE}</style>\n</head>\n<body>\n"
        f'<header><a href="{home or "./"}">Ruggespraak</a><h1>Geraadpleegde bronnen</h1></header>\n'
        f"<main>{article}</main>\n</body>\n</html>\n",
        status,
        _PRIVATE,
    )
