"""The widget on pages of other sites, with real servers of several origins and a real browser."""

import base64
import hashlib
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, expect
from setuptools import Distribution
from starlette import routing
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.engine import Assistant
from assistant.web import site, widget
from assistant.web.settings import Settings
from tests.assistant.web.test_guard import BASIC, PASSWORD, served
from tests.conftest import PROJECT

QUESTION = "Wat is de incidentie van lagerugpijn?"
EXAMPLE = (PROJECT / "examples" / "embed.html").read_text(encoding="utf-8")
NOT_LOADED = "Ruggespraak kan hier niet worden geladen"
BORDERS = 2  # px, above and below
LOWEST, HIGHEST = 320 + BORDERS, 800 + BORDERS
# Elements that are there before the script, a module; one out of sight, with its server's address.
SEVERAL = """<!DOCTYPE html><title>meer</title><body style="background: #111; color: #eee">
<ruggespraak-chat id="een" sources=" lagerugpijn-ntvg,, leidraad-lrs "></ruggespraak-chat>
<div style="height: 4000px"></div><ruggespraak-chat id="twee" src="{server}"></ruggespraak-chat>
<script type="module">import "{server}/widget.js?versie=2"</script>"""
NOT_ALLOWED = """<!DOCTYPE html><title>nee</title><script src="{server}/widget.js"></script>
<ruggespraak-chat id="geweigerd"></ruggespraak-chat>
<ruggespraak-chat id="weg" src="http://127.0.0.1:{closed}/rug"></ruggespraak-chat>"""
# Says that it is a widget, and tells the widgets beside it to be light: those that it can reach,
# which in a shadow tree is from the site's own origin alone.
EVIL = """<!DOCTYPE html><title>kwaad</title><script>
const beside = () => [...parent.document.querySelectorAll("ruggespraak-chat")].map(
  (chat) => chat.shadowRoot.querySelector("iframe").contentWindow);
setInterval(() => {
  parent.postMessage({type: "ruggespraak:height", height: 444}, "*");
  const frames = location.hostname === "localhost" ? beside() : [...Array(parent.length).keys()]
    .map((i) => parent.frames[i]);
  for (const frame of frames) frame.postMessage({type: "ruggespraak:theme", theme: "light"}, "*");
}, 20)</script>"""
# As where a browser keeps nothing for a frame of another site; and what the page is told.
BARE = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, {get() { throw new DOMException("nee", "SecurityError") }});
window.heard = []; addEventListener("message", ({data}) => window.heard.push(data));"""


ANSWERED = ".beurt [data-kopie]"  # a turn whose answer is whole


class World(NamedTuple):
    """The server, under a path; a site that it lets in; that site by a name that it doesn't."""

    server: str
    friend: str
    stranger: str


def sealed(page: str, server: str) -> dict[str, str]:
    """The policy of a strict site, with what the README asks it to allow."""
    style = page.partition("<style>")[2].partition("</style>")[0].encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(server))
    policy = f"default-src 'none'; script-src {origin}; frame-src {origin}"
    return {"Content-Security-Policy": f"{policy}; style-src 'sha256-{digest}'"}


@pytest.fixture(scope="module")
def world(assistant: Assistant) -> Iterator[World]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    pages: dict[str, Response] = {}

    def page(request: Request) -> Response:
        return pages.get(request.url.path) or Response(status_code=204)

    with served(Starlette(routes=[routing.Route("/{path:path}", page)])) as stranger:
        friend = stranger.replace("127.0.0.1", "localhost")
        host = FastAPI()
        site.mount(host, "/rug", assistant, Settings(origins=(friend,)))
        with served(host, lifespan="on") as server:
            server += "/rug"
            example, replaced = re.subn(r"http://127\.0\.0\.1:7860(?=/)", server, EXAMPLE)
            assert replaced == 1
            pages["/"] = HTMLResponse(example, headers=sealed(example, server))
            pages["/meer"] = HTMLResponse(SEVERAL.format(server=server))
            pages["/nee"] = HTMLResponse(NOT_ALLOWED.format(server=server, closed=closed))
            pages["/kwaad"] = HTMLResponse(EVIL)
            yield World(server, friend, stranger)


@pytest.fixture(scope="module")
def context(browser: Browser, world: World) -> Iterator[BrowserContext]:
    """A browser that keeps nothing. At the end: no error, no cookie, and no request to a third."""
    context = browser.new_context(viewport={"width": 900, "height": 1400})
    context.add_init_script(BARE)
    errors: list[str] = []
    requests: list[str] = []
    context.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("request", lambda request: requests.append(request.url))
    yield context
    # A page that is closed while it loads breaks off what Gradio asks for.
    broken_off = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
    assert [error for error in errors if not error.startswith(broken_off)] == []
    assert context.cookies() == []
    hosts = {urlsplit(url).netloc for url in requests if url.startswith("http")}
    assert hosts == {urlsplit(address).netloc for address in world}
    context.close()


def inside(page: Page, element: str = "ruggespraak-chat") -> Frame:
    """The page in the frame of a widget, once it can be asked."""
    frame = page.locator(f"{element} iframe").element_handle().content_frame()
    assert frame is not None
    expect(frame.get_by_label("Uw vraag")).to_be_visible(timeout=30_000)
    return frame


def height(page: Page) -> float:
    """Of the only widget, in CSS px."""
    found: float = page.locator("ruggespraak-chat").evaluate("e => e.offsetHeight")
    return found


@pytest.fixture(scope="module")
def answered(context: BrowserContext, world: World) -> Iterator[Page]:
    """The example on a strict site, in which a question was answered."""
    page = context.new_page()
    page.goto(world.friend)
    box = inside(page).get_by_label("Uw vraag")
    box.fill(QUESTION)
    box.press("Enter")
    expect(inside(page).locator(ANSWERED)).to_have_count(1, timeout=30_000)
    yield page
    page.close()


@pytest.mark.slow
def test_the_example_answers_on_another_site(answered: Page, assistant: Assistant) -> None:
    first = assistant.ask([QUESTION]).citations[0]
    expect(inside(answered).get_by_text(first.quote).first).to_be_visible()
    assert LOWEST <= height(answered) <= HIGHEST
    frame = answered.locator("ruggespraak-chat iframe")
    assert frame.get_attribute("title") == "Ruggespraak: vragen over rug- en nekpijn"
    assert frame.get_attribute("allow") == "clipboard-write"
    expect(answered.get_by_role("status")).to_have_text("")
    if folder := os.environ.get("RUGGESPRAAK_SCREENSHOTS"):
        answered.screenshot(path=Path(folder) / "widget.png")


@pytest.mark.slow
def test_a_number_opens_its_source_in_the_frame(answered: Page, assistant: Assistant) -> None:
    frame = inside(answered)
    frame.get_by_role("link", name="Bron 1").first.click()
    mark = frame.locator("#bron mark")
    expect(mark).to_have_text(assistant.ask([QUESTION]).citations[0].quote)
    expect(mark).to_be_focused()
    frame.locator("#bron").press("Escape")
    expect(mark).to_have_count(0)


@pytest.mark.slow
def test_the_page_of_the_site_is_told_a_height_and_nothing_else(answered: Page) -> None:
    heard = answered.evaluate("heard")
    ours = [m for m in heard if isinstance(m, dict) and m["type"].startswith("ruggespraak")]
    assert len(ours) > 1
    assert all(m.keys() == {"type", "height"} and isinstance(m["height"], int) for m in ours)
    others = [m for m in heard if m not in ours]  # Gradio's own page tells that it is there
    assert [m for m in others if m != {"type": "SET_SCROLLING", "enabled": False}] == []


@pytest.mark.slow
def test_it_is_as_high_as_what_it_holds(answered: Page) -> None:
    """Sized by a page whose padding is 12 px on each side."""
    frame = inside(answered)
    element = answered.locator("ruggespraak-chat")
    before = height(answered)
    for px, high in ((500, 524 + BORDERS), (5000, HIGHEST), (20, LOWEST), (700, 724 + BORDERS)):
        frame.evaluate(
            "px => { const s = document.querySelector('main > *').style; "
            "s.height = `${px}px`; s.overflow = 'hidden'; s.flexWrap = 'nowrap' }",
            px,
        )
        expect(element).to_have_js_property("offsetHeight", high)
    frame.evaluate("document.querySelector('main > *').removeAttribute('style')")
    expect(element).to_have_js_property("offsetHeight", before)


@pytest.mark.slow
def test_a_height_that_cannot_be_is_not_believed(answered: Page) -> None:
    before = height(answered)
    count = """bad => { for (const b of bad) parent.postMessage(b, "*"); return bad.length }"""
    wrong = "[-1, NaN, Infinity, 1e9, '400', null, undefined, [400], {valueOf: () => 400}]"
    bad = f"[...{wrong}.map((height) => ({{type: 'ruggespraak:height', height}}))"
    heard = answered.evaluate("heard.length")
    told = inside(answered).evaluate(
        f"""() => {{ const bad = {bad.replace("{valueOf: () => 400}", "{}")}, null, "400", 400,
        {{height: 400}}, {{type: "ruggespraak", height: 400}}]; return ({count})(bad) }}"""
    )
    answered.evaluate("postMessage({type: 'ruggespraak:height', height: 400}, '*')")  # not its own
    answered.wait_for_function(f"heard.length >= {heard + told + 1}")
    assert height(answered) == before


@pytest.mark.slow
def test_its_theme_is_that_of_the_site_without_losing_the_conversation(answered: Page) -> None:
    body = inside(answered).locator("body")
    element = answered.locator("ruggespraak-chat")

    def dark(page: Page) -> None:
        expect(body).to_have_class(re.compile(r"\bdark\b"))

    def light(page: Page) -> None:
        expect(body).not_to_have_class(re.compile(r"\bdark\b"))

    light(answered)
    answered.emulate_media(color_scheme="dark")
    dark(answered)
    element.evaluate("e => e.setAttribute('theme', 'light')")
    light(answered)
    element.evaluate("e => e.setAttribute('theme', 'auto')")
    dark(answered)
    answered.emulate_media(color_scheme="light")
    light(answered)
    answered.evaluate("document.body.style.color = 'oklch(0.9 0 0)'")
    dark(answered)
    answered.evaluate("document.body.style.color = ''")
    light(answered)
    expect(inside(answered).get_by_text(QUESTION).first).to_be_attached()


@pytest.mark.slow
def test_it_fits_a_phone(answered: Page) -> None:
    answered.set_viewport_size({"width": 390, "height": 800})
    for page in (answered, inside(answered)):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert height(answered) <= 0.9 * 800 + BORDERS
    if folder := os.environ.get("RUGGESPRAAK_SCREENSHOTS"):
        answered.screenshot(path=Path(folder) / "widget-phone.png")
    answered.set_viewport_size({"width": 900, "height": 1400})


@pytest.mark.slow
def test_several_on_one_page_and_each_of_its_own(context: BrowserContext, world: World) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/queue/join" in r.url else None)
    page.goto(f"{world.friend}/meer")
    one, two = inside(page, "#een"), inside(page, "#twee")
    assert one.evaluate("document.body.classList.contains('dark')")  # as its site, from the start
    assert parse_qs(urlsplit(one.url).query)["__theme"] == ["dark"]
    one.get_by_label("Uw vraag").fill(QUESTION)
    one.get_by_label("Uw vraag").press("Enter")
    expect(one.locator(ANSWERED)).to_have_count(1, timeout=30_000)
    for url in asked:
        narrowed = {"sources": ["lagerugpijn-ntvg,leidraad-lrs"]} if "sources" in url else {}
        assert parse_qs(urlsplit(url).query) == {"__theme": ["dark"], **narrowed}
    assert any("sources" in url for url in asked)
    expect(page.locator("#twee iframe")).to_be_visible()  # though nobody scrolled to it
    expect(two.get_by_text(QUESTION)).to_have_count(0)

    first = page.locator("#een").evaluate("e => e.offsetHeight")
    assert first != 444 + BORDERS
    told = "{type: 'ruggespraak:height', height: 444}"
    two.evaluate(f"parent.postMessage({told}, '*')")
    expect(page.locator("#twee")).to_have_js_property("offsetHeight", 444 + BORDERS)
    page.evaluate("heard = []")
    for evil in (world.stranger, world.friend):  # of a third origin, and of the site's own
        page.evaluate(
            """evil => { const frame = document.createElement("iframe"); frame.src = evil;
            document.body.append(frame) }""",
            f"{evil}/kwaad",
        )
    page.wait_for_function("heard.filter((m) => m?.height === 444).length > 9")
    # What it holds may still move by the rest of a line; 444 it is not.
    assert page.locator("#een").evaluate("e => e.offsetHeight") == pytest.approx(first, abs=10)
    assert one.evaluate("document.body.classList.contains('dark')")

    with page.expect_event("framedetached", lambda frame: frame == one):
        page.evaluate("een = document.querySelector('#een'); een.remove()")
    odd = "a&b=c#d, é?/%2F, <x>"
    page.evaluate("odd => { een.setAttribute('sources', odd); document.body.prepend(een) }", odd)
    again = inside(page, "#een")
    assert parse_qs(urlsplit(again.url).query)["sources"] == ["a&b=c#d,é?/%2F,<x>"]
    assert page.locator("#een iframe").count() == 1
    assert not two.is_detached()

    elsewhere = "src => { heard = []; een.shadowRoot.querySelector('iframe').src = src }"
    page.evaluate(elsewhere, f"{world.stranger}/kwaad")  # its own frame, at another origin
    page.wait_for_function("heard.filter((m) => m?.height === 444).length > 99")
    assert page.locator("#een").evaluate("e => e.offsetHeight") != 444 + BORDERS
    page.close()


@pytest.mark.slow
def test_where_it_cannot_be_the_element_says_so_and_links(browser: Browser, world: World) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(f"{world.stranger}/nee")
    expect(page.locator("#geweigerd")).to_have_text("Ruggespraak wordt geladen.")
    expect(page.locator("#geweigerd iframe")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    page.clock.fast_forward(10_000)
    for element, address in (("#geweigerd", world.server), ("#weg", None)):
        expect(page.locator(element)).to_contain_text(NOT_LOADED)
        expect(page.locator(f"{element} iframe")).to_be_hidden()
        link = page.locator(element).get_by_role(
            "link", name="Open Ruggespraak in een nieuw venster"
        )
        assert address is None or link.get_attribute("href") == f"{address}/"
        assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
    refused = page.locator("#geweigerd iframe").element_handle().content_frame()
    assert refused is not None
    assert "Uw vraag" not in refused.content()
    page.close()


@pytest.mark.slow
def test_a_server_that_comes_late_is_shown_after_all(browser: Browser, world: World) -> None:
    page = browser.new_page()
    page.clock.install()
    held: list[Route] = []
    page.route(re.compile(r"/rug/widget/\?"), lambda route: held.append(route))
    page.goto(world.friend, wait_until="commit")
    element = page.locator("ruggespraak-chat")
    expect(element).to_contain_text("Ruggespraak wordt geladen.")
    page.clock.fast_forward(10_000)
    expect(element).to_contain_text(NOT_LOADED)
    held[0].continue_()
    expect(element.locator("iframe")).to_be_visible(timeout=30_000)
    expect(element.get_by_role("status")).to_have_text("")
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "src",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
     "blob:http://x/1", "file:///etc/passwd", "http://", "about:blank"],
)  # fmt: skip
def test_an_address_that_is_no_server_is_refused(src: str, answered: Page) -> None:
    shown = answered.evaluate(
        """src => { const chat = document.createElement("ruggespraak-chat");
        const root = chat.shadowRoot, shown = [];
        const look = () =>
          shown.push([root.textContent, root.querySelectorAll("iframe, a").length]);
        chat.setAttribute("src", src); look();
        document.body.append(chat); look();
        chat.removeAttribute("src"); look();
        chat.setAttribute("src", src); look();
        chat.remove(); chat.removeAttribute("src"); look();
        return shown }""",
        src,
    )
    refused = [f"{NOT_LOADED}: het adres van de server klopt niet.", 0]
    assert shown == [["", 0], refused, ["Ruggespraak wordt geladen.", 1], refused, refused]


def test_the_script_has_one_address_and_says_how_it_is_kept(world: World) -> None:
    script = httpx.get(f"{world.server}/widget.js")
    assert script.text == (widget.STATIC / "widget.js").read_text(encoding="utf-8")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "no-cache"
    assert httpx.head(f"{world.server}/widget.js").headers["etag"] == script.headers["etag"]
    kept = {"If-None-Match": script.headers["etag"]}
    unchanged = httpx.get(f"{world.server}/widget.js", headers=kept)
    assert (unchanged.status_code, unchanged.headers["cache-control"]) == (304, "no-cache")
    module = httpx.get(f"{world.server}/widget.js", headers={"Origin": world.friend})
    assert module.headers["access-control-allow-origin"] == world.friend
    module = httpx.get(f"{world.server}/widget.js", headers={"Origin": world.stranger})
    assert module.status_code == 403


def test_the_page_of_the_widget_alone_may_be_framed(world: World) -> None:
    moved = httpx.get(f"{world.server}/widget?sources=a%26b&x=%0d%0ay")
    assert moved.status_code == 307
    assert moved.headers["location"] == "widget/?sources=a%26b&x=%0d%0ay"
    for path, ancestors in (("/widget/", f"'self' {world.friend}"), ("/", "'self'")):
        policy = httpx.get(f"{world.server}{path}").headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors {ancestors}")


def test_static_files_are_ours_or_those_of_gradio_and_no_others(world: World) -> None:
    static = f"{world.server}/static"
    assert httpx.get(f"{static}/frame.js").headers["content-type"].startswith("text/javascript")
    for page in ("", "/widget"):
        drivable = httpx.get(f"{world.server}{page}/static/js/iframeResizer.contentWindow.min.js")
        assert drivable.text.startswith("// Gradio's page loads a script by this name")
    assert httpx.get(f"{static}/img/logo.svg").status_code == 200
    for path in ("", "nee.js", "..%2fwidget.py", "%2e%2e/widget.py", "%2fetc%2fpasswd", "a" * 999):
        assert httpx.get(f"{static}/{path}").status_code == 404, path


def test_a_password_hides_the_page_and_not_the_script(assistant: Assistant) -> None:
    host = FastAPI()
    site.mount(host, "/rug", assistant, Settings(password=PASSWORD))
    with served(host) as server:
        statuses = [
            httpx.get(f"{server}/rug{path}").status_code
            for path in ("/widget.js", "/widget/", "/widget", "/static/frame.js", "/x/widget.js")
        ]
        assert statuses == [200, 401, 401, 401, 401]
        assert httpx.get(f"{server}/rug/widget/", headers=BASIC).status_code == 200


def test_an_installed_package_has_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    distribution = Distribution()
    distribution.parse_config_files(["pyproject.toml"])
    build = distribution.get_command_obj("build_py")
    build.ensure_finalized()
    build.manifest_files = {}
    found = build.find_data_files("assistant.web", "assistant/web")
    assert {Path(name) for name in found} == {
        path.relative_to(PROJECT) for path in widget.STATIC.rglob("*") if path.is_file()
    }
    assert "assistant.web" in distribution.packages
