"""A citation opens by its address alone: exactly its quote is marked, or nothing is."""

import html
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote as url_quote
from urllib.parse import urljoin, urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page
from reportlab.platypus import PageBreak
from starlette.types import ASGIApp

from assistant.engine import Assistant
from assistant.schema import Citation
from assistant.web import opening, picture, source
from assistant.web.guard import Guard
from assistant.web.settings import Settings
from ingest import pipeline
from tests.ingest.readers.papers import HEADING, TITLE, Paragraph, columns, paper, texts

QUOTE = "Een zachte halskraag draagt niet bij aan het herstel en maakt de spieren zwakker."
QUESTION = "Draagt een zachte halskraag bij aan het herstel?"
TOKEN = "0123456789abcdef-token"
HOSTILE = """\
---
title: "</title><script>alert(1)</script><img src=x onerror=alert(2)>"
authors: ["</dd><form action=//elders.example><input></form>", '" onclick="alert(3)']
venue: "<link rel=stylesheet href=//elders.example/x.css>"
doi: '10.1234/a"><script>alert(4)</script>'
kind: "<style>*{display:none}</style>"
---

# <svg onload=alert(5)>

## Kop </h3><iframe src=//elders.example></iframe>

Rust helpt \\<script>alert(6)\\</script> \\<img src=//elders.example/x.png> niet bij nekpijn.

\\<form action=//elders.example>\\<style>p{color:red}\\</style> \\<link href=//elders.example> pijn.
"""
RUST = "Rust helpt <script>alert(6)</script> <img src=//elders.example/x.png> niet bij nekpijn."
# Names of files; the guard gives some of these words a meaning of their own.
NAMES = [
    *("api", "mcp", "McPherson 2010", "login", "svelte", "widget", "gradio_api", "health", "bron"),
    *(
        "etc%2f..%2fpasswd",
        "a'b\"c<img src=x onerror=alert(1)>",
        "100% rust?#",
        "patiënt ß 漢字",
        "1-2",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index beside what it is of: a paper, hostile text, and files with all kinds of names."""
    root = tmp_path_factory.mktemp("opening")
    (root / "in").mkdir()
    story = [Paragraph("Nekpijn in de praktijk", TITLE), *texts(2), PageBreak()]
    story += [Paragraph("Beleid bij nekpijn", HEADING), *texts(20)[2:]]
    (root / "in" / "artikel.pdf").write_bytes(paper(story, columns(2)))
    (root / "in" / "kwaad.md").write_text(HOSTILE, encoding="utf-8")
    for name in NAMES:
        (root / "in" / f"{name}.md").write_text(f"# Over {name[:3]}\n\nRust roest.\n", "utf-8")
    assert not pipeline.ingest([root / "in"], root / "index").failed
    return root


@pytest.fixture(scope="module")
def opened(folder: Path) -> Assistant:
    return Assistant(folder / "index")


def application(assistant: Assistant, **settings: str) -> FastAPI:
    app = FastAPI()
    app.include_router(opening.router(assistant))
    app.add_middleware(Guard, settings=Settings(**settings))  # type: ignore[arg-type]
    return app


@pytest.fixture(scope="module")
def web(opened: Assistant) -> TestClient:
    return TestClient(application(opened))


def cited(assistant: Assistant, id: str, quote: str) -> Citation:
    build, _ = assistant.open()
    document = build.document(id)
    start = document.text.index(quote)
    passage = next(p for p in build.passages(id) if p.start <= start < p.end)
    return Citation(
        1, passage, document.meta.title, start, start + len(quote), quote, "achtergrond"
    )


def marks(page: str) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.S)]


def drawing(address: str) -> str:
    return address.replace("?", ".png?")


def test_every_citation_of_an_answer_opens_with_its_quote_marked(
    opened: Assistant, web: TestClient
) -> None:
    answer = opened.ask([QUESTION])
    assert answer.citations
    for citation in (*answer.citations, *answer.more):
        address = opening.address(citation)
        assert address.endswith("#citaat")
        page = web.get(f"/{address}")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "".join(marks(page.text)) == citation.quote.replace("\n", "")
        assert f"<dt>Citaat</dt><dd>{citation.role}</dd>" in page.text
        assert page.headers["cache-control"] == "private, no-cache"


def test_what_is_not_the_quote_is_never_marked(opened: Assistant, web: TestClient) -> None:
    citation = cited(opened, "artikel", QUOTE)
    right = opening.address(citation).removesuffix("#citaat")
    start, end = citation.start, citation.end
    for wrong in (
        right.replace(f"{start}-{end}", f"{start + 1}-{end + 1}"),
        right.replace(f"{start}-{end}", f"{start}-{end - 1}"),
        right.replace("bron/artikel", "bron/kwaad").replace(f"{start}-{end}", "3-9"),
        right[:-1],
        right.partition("?")[0],
        f"{right}&citaat=",
        right.partition("?")[0] + '?citaat="><script>alert(1)</script>',
        right.partition("?")[0] + "?citaat=%00%ff",
    ):
        page = web.get(f"/{wrong}")
        assert page.status_code == 200, wrong
        assert not re.search("<mark|<nav|<figure|<script", page.text)
        assert source._ELSEWHERE in html.unescape(page.text)
        assert web.get(f"/{drawing(wrong) if '?' in wrong else f'{wrong}.png'}").status_code == 404


@pytest.mark.parametrize(
    "place",
    """artikel artikel/ artikel/1 artikel/1- artikel/-1-2 artikel/2-1 artikel/5-5 artikel/a-b
    artikel/1-2.pdf artikel/1-2/3 artikel/1.0-2 artikel/1e3-2e3 artikel/%D9%A1-%D9%A2
    artikel/1-999999999 artikel/1-9999999999999999999999999 artikel/0-20001 artikel/0-0.png
    niets/1-2 niets/1-2.png %FF%FE/1-2 a%2Fb/1-2 .../1-2 %3Cscript%3E/1-2 9999999999999/1-2
    """.split(),
)
def test_an_address_that_can_not_be_is_told_in_dutch(place: str, web: TestClient) -> None:
    answer = web.get(f"/bron/{place}?citaat=<script>")
    assert answer.status_code == 404
    assert "<h2>Bij dit adres hoort geen document</h2>" in answer.text
    assert not re.search("<mark|<script", answer.text)


@pytest.mark.parametrize(
    "place", "artikel%2F..%2Fkwaad/1-2 %2e%2e%2fetc/1-2 a%5Cb/1-2 artikel/1%00-2 a/1-2%0A".split()
)
def test_what_no_address_holds_is_stopped_before(place: str, web: TestClient) -> None:
    answer = web.get(f"/bron/{place}")
    assert (answer.status_code, answer.json()) == (404, {"error": "Dit adres bestaat niet."})


def test_a_document_that_got_shorter_is_shown_as_it_is_now(
    opened: Assistant, web: TestClient
) -> None:
    build, _ = opened.open()
    length = len(build.document("artikel").text)
    for start, end in ((length - 5, length + 5), (length + 5, length + 15), (10**9 - 2, 10**9 - 1)):
        answer = web.get(f"/bron/artikel/{start}-{end}?citaat=0123456789ab")
        assert answer.status_code == 404
        assert "Nekpijn in de praktijk</h2>" in answer.text
        assert source._ELSEWHERE in html.unescape(answer.text)


@pytest.mark.parametrize("suffix", ["", ".png"])
def test_no_index_is_told_with_the_command_that_makes_one(suffix: str, tmp_path: Path) -> None:
    web = TestClient(application(Assistant(tmp_path / "geen")))
    answer = web.get(f"/bron/artikel/1-2{suffix}?citaat=x")
    assert answer.status_code == 503
    assert f"<code>python -m ingest --index {tmp_path / 'geen'}</code>" in answer.text
    assert '<article class="document"' in answer.text


def test_every_id_opens_behind_the_guard(opened: Assistant) -> None:
    """A token guards the interfaces alone: a source opens without, whatever it is called."""
    build, _ = opened.open()
    web = TestClient(application(opened, token=TOKEN))
    ids = sorted(build.documents)
    assert len(ids) == len(NAMES) + 2
    assert {"api", "mcpherson-2010", "login", "gradio_api", "patiënt-ss-漢字"} < set(ids)
    assert all(re.fullmatch(r"[\w-]+", id) for id in ids)
    for id in set(ids) - {"artikel", "kwaad"}:
        address = opening.address(cited(opened, id, "Rust roest."))
        assert url_quote(id, safe="") in address
        page = web.get(f"/{address}")
        assert (page.status_code, marks(page.text)) == (200, ["Rust roest."]), id
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_a_password_guards_sources_too(opened: Assistant) -> None:
    web = TestClient(application(opened, password="vier losse woorden"))
    address = f"/{opening.address(cited(opened, 'artikel', QUOTE))}"
    assert [web.get(a).status_code for a in (address, drawing(address))] == [401, 401]
    assert web.get(address, auth=("arts", "vier losse woorden")).status_code == 200


def test_nothing_of_a_document_becomes_markup(opened: Assistant, web: TestClient) -> None:
    citation = cited(opened, "kwaad", RUST)
    page = web.get(f"/{opening.address(citation)}").text
    assert marks(page) == [RUST]
    tags = set(re.findall(r"</?([a-z0-9]+)", page.partition("<body>")[2]))
    assert tags <= set("body html header main article h1 h2 h3 dl dt dd a p br mark".split())
    attributes = {
        name
        for tag in re.findall(r"<[a-z][^>]*>", page)
        for name in re.findall(r'\s([\w-]+)="[^"]*"', tag)
    }
    assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")]
    assert page.count("<style>") == page.count("</title>") == page.count("</style>") == 1
    assert [urlsplit(a).netloc for a in re.findall('href="([^"]*)"', page)] == [""]
    policy = web.get(f"/{opening.address(citation)}").headers["content-security-policy"]
    assert "script-src 'self';" in policy


def test_the_page_of_a_pdf_is_drawn_and_kept(
    opened: Assistant, web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = picture.draw

    def counted(data: bytes, spans: picture.Spans, scanned: object, quote: str) -> bytes | None:
        drawn.append(quote)
        return draw(data, spans, scanned, quote)  # type: ignore[arg-type]

    monkeypatch.setattr(picture, "draw", counted)
    address = f"/{drawing(opening.address(cited(opened, 'artikel', QUOTE)))}"
    first, again = web.get(address), web.get(address)
    assert (first.status_code, first.headers["content-type"]) == (200, "image/png")
    assert first.content.startswith(b"\x89PNG")
    assert first.headers["cache-control"] == "private, no-cache"
    assert again.content == first.content
    assert drawn == [QUOTE]


def test_what_is_no_pdf_has_no_picture(opened: Assistant, web: TestClient) -> None:
    address = opening.address(cited(opened, "kwaad", RUST))
    answer = web.get(f"/{drawing(address)}")
    assert answer.status_code == 404
    assert "geen bladzijde te tonen" in answer.text


def test_a_picture_is_of_the_file_that_was_read(tmp_path: Path) -> None:
    path, index = tmp_path / "in" / "artikel.pdf", tmp_path / "index"
    path.parent.mkdir()
    path.write_bytes(paper([Paragraph("Nekpijn", TITLE), *texts(4)]))
    pipeline.ingest([path], index)
    assistant = Assistant(index)
    web = TestClient(application(assistant))
    address = f"/{opening.address(cited(assistant, 'artikel', QUOTE))}"
    assert web.get(drawing(address)).status_code == 200
    kept = path.read_bytes()

    path.write_bytes(paper([Paragraph("Rug", TITLE), "Eerst iets anders.", *texts(4)]))
    assert web.get(drawing(address)).status_code == 404
    page = web.get(address).text
    assert marks(page) == [QUOTE]
    assert source._CHANGED in page
    assert "<figure" not in page

    pipeline.ingest([path], index)  # what was opened before is opened anew
    page = web.get(address).text
    assert marks(page) == []
    assert source._ELSEWHERE in html.unescape(page)
    assert web.get(drawing(address)).status_code == 404
    assert (
        web.get(f"/{opening.address(cited(assistant, 'artikel', QUOTE))}").text.count("<mark") == 1
    )

    path.write_bytes(kept)
    assert web.get(drawing(address)).status_code == 404
    shutil.rmtree(path.parent)
    page = web.get(f"/{opening.address(cited(assistant, 'artikel', QUOTE))}").text
    assert source._MISSING in page


def test_the_pictures_kept_stay_within_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "KEPT", 10)
    pictures = opening._Pictures()
    keys = [opening._Key("x", "hash", opening.Span(0, end)) for end in range(1, 5)]
    for key in keys[:3]:
        pictures.keep(key, b"1234")
    pictures.keep(keys[1], b"1234")
    pictures.keep(keys[3], b"1234")
    assert [pictures.kept(key) is not None for key in keys] == [False, True, False, True]
    pictures.keep(keys[0], b"12345678901")
    assert [pictures.kept(key) for key in keys] == [None] * 4


@pytest.mark.parametrize("below", ["", "/x", "/x/bron"])
def test_links_and_pictures_are_found_under_any_path(opened: Assistant, below: str) -> None:
    """Also where the proxy takes the path off, and says nothing of it."""
    app = application(opened)
    outer: ASGIApp = app
    if below:
        outer = FastAPI()
        outer.mount(below, app)
    web = TestClient(outer)
    root = f"http://testserver{below}/"
    address = urljoin(root, opening.address(cited(opened, "artikel", QUOTE)))
    page = web.get(address).text
    links = [html.unescape(a) for a in re.findall(r'(?:href|src)="([^"]*)"', page)]
    resolved = {urljoin(address, link).partition("#")[0] for link in links}
    assert not [link for link in links if link.startswith(("/", "http"))]
    assert resolved == {root, address.partition("#")[0], drawing(address).partition("#")[0]}
    assert web.get(drawing(address)).status_code == 200


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()


class Slow(Assistant):
    """Opens when it is told to."""

    inside = 0
    may_open = threading.Event()

    def open(self):  # type: ignore[no-untyped-def]
        type(self).inside += 1
        assert self.may_open.wait(20)
        return super().open()


def test_a_full_server_says_so_and_nothing_else_waits(
    folder: Path, opened: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.3)
    monkeypatch.setattr(opening, "AT_ONCE", 2)
    slow = Slow(folder / "index")
    address = f"/{opening.address(cited(opened, 'artikel', QUOTE))}"
    pages: list[list[str]] = []
    with TestClient(application(slow)) as web:
        threads = [
            threading.Thread(target=lambda: pages.append(marks(web.get(address).text)))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        until(lambda: Slow.inside == 2)
        busy = web.get(address)
        assert (busy.status_code, "te druk" in busy.text) == (503, True)
        assert int(busy.headers["retry-after"]) >= 0
        assert web.get("/bron/niets").status_code == 404
        Slow.may_open.set()
        for thread in threads:
            thread.join(20)
        assert pages == [[QUOTE], [QUOTE]]
        assert web.get(address).status_code == 200


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """A real server on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(timeout=5)


# The lightness of two colours, as the contrast of WCAG 2 has it; a colour of no opacity is what
# lies under it.
_CONTRAST = """(selector) => {
  const part = (c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((c) => part(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const element = document.querySelector(selector);
  const canvas = document.createElement("div");
  canvas.style.background = "Canvas";
  document.body.append(canvas);
  let under = getComputedStyle(element).backgroundColor;
  if (under === "rgba(0, 0, 0, 0)") under = getComputedStyle(canvas).backgroundColor;
  canvas.remove();
  const [high, low] = [light(under), light(getComputedStyle(element).color)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1200), ("dark", 1200), ("light", 390), ("dark", 390)]
)
def test_in_a_browser_the_mark_is_in_sight_and_the_page_is_drawn(
    browser: Browser, opened: Assistant, scheme: str, width: int
) -> None:
    citation = cited(opened, "artikel", QUOTE)
    told: list[str] = []
    requests: list[str] = []
    with served(application(opened)) as root:
        context = browser.new_context(
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 700},
        )
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("request", lambda request: requests.append(urlsplit(request.url).netloc))
        page.goto(f"{root}/{opening.address(citation)}")
        assert "".join(page.locator("mark").all_inner_texts()) == QUOTE
        assert in_sight(page, "mark") == (True, True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for selector in ("mark", "article p", "h2", "nav a", "dd"):
            assert page.evaluate(_CONTRAST, selector) >= 7, selector
        page.get_by_role("link", name="Bladzijde").click()
        until(lambda: page.evaluate("document.querySelector('article img').naturalWidth > 0"))
        assert in_sight(page, "figcaption") == (True, True)
        assert page.get_by_role("img").get_attribute("alt") == (
            f"Bladzijde 2, met als gemarkeerd citaat: {QUOTE}"
        )
        page.get_by_role("link", name="Tekst").click()
        assert in_sight(page, "mark") == (True, True)
        context.close()
    assert [line for line in told if "404" not in line] == []  # there is no favicon
    assert set(requests) == {urlsplit(root).netloc}


def in_sight(page: Page, selector: str) -> tuple[bool, bool]:
    """Is its top under the bar, and its end above the foot of the window?"""
    box = page.locator(selector).first.bounding_box()
    bar = page.locator("nav").bounding_box()
    assert box
    assert bar
    foot = page.evaluate("innerHeight")
    return box["y"] >= bar["y"] + bar["height"] - 1, box["y"] + box["height"] <= foot


@pytest.mark.slow
def test_in_a_browser_hostile_text_is_text(browser: Browser, opened: Assistant) -> None:
    with served(application(opened)) as root:
        page = browser.new_page()
        ran: list[str] = []
        requests: list[str] = []
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: requests.append(urlsplit(request.url).netloc))
        page.goto(f"{root}/{opening.address(cited(opened, 'kwaad', RUST))}")
        assert page.locator("mark").inner_text() == RUST
        assert page.locator("script, form, iframe, svg, img, link").count() == 0
        assert page.evaluate("document.styleSheets.length") == 1
        assert page.title().startswith("</title><script>alert(1)</script>")
        page.wait_for_timeout(200)
        page.close()
    assert ran == []
    assert set(requests) == {urlsplit(root).netloc}
