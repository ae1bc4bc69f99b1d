"""The chat in someone's own application: a real server, a real browser."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from playwright.sync_api import Browser, expect
from starlette.routing import Mount

import app
from assistant.engine import Assistant
from assistant.web.settings import Settings
from assistant.web.site import Site
from ingest.errors import NotMounted

QUESTION = "Wat is de incidentie van lagerugpijn?"
PASSWORD = "vier losse woorden"


def noted(site: Site, name: str, events: list[str]) -> None:
    """Note when a site starts and stops."""
    real = site.router.lifespan_context

    @asynccontextmanager
    async def lifespan(its: Any) -> AsyncIterator[Any]:
        async with real(its) as state:
            events.append(f"{name} begint")
            yield state
            events.append(f"{name} stopt")

    site.router.lifespan_context = lifespan


def sites(application: FastAPI) -> list[Site]:
    return [r.app for r in application.routes if isinstance(r, Mount) and isinstance(r.app, Site)]


@pytest.fixture(scope="module")
def events() -> list[str]:
    return []


@pytest.fixture(scope="module")
def address(assistant: Assistant, events: list[str]) -> Iterator[str]:
    """An application with a lifespan, a middleware and a route, and the chat in it twice."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, str]]:
        events.append("eigen begint")
        yield {"eigen": "ja"}
        events.append("eigen stopt")

    own = FastAPI(lifespan=lifespan)
    own.add_middleware(CORSMiddleware, allow_origins=["https://vriend.nl"])

    @own.middleware("http")
    async def marked(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call(request)
        response.headers["X-Eigen"] = "ja"
        return response

    @own.get("/eigen")
    def route(request: Request) -> str:
        return str(request.state.eigen)

    app.mount(own, "/rug", assistant, Settings())
    app.mount(own, "/zorg/nek/", assistant, Settings(password=PASSWORD, path="/elders"))
    for name, site in zip(["rug", "nek"], sites(own), strict=True):
        noted(site, name, events)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(own, log_level="error", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
    assert events == [
        *["eigen begint", "rug begint", "nek begint"],
        *["nek stopt", "rug stopt", "eigen stopt"],
    ]


def ready(address: str, **options: Any) -> None:
    ends = time.monotonic() + 10
    while httpx.get(f"{address}/ready", **options).status_code != 200:
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.slow
def test_both_answer_and_their_own_route_too(address: str) -> None:
    own = httpx.get(f"{address}/eigen")
    assert (own.status_code, own.json(), own.headers["x-eigen"]) == (200, "ja", "ja")
    for under in ("/rug", "/zorg/nek"):
        ready(address + under)  # open under a password too
        given = httpx.post(
            f"{address}{under}/api/ask", json={"turns": [QUESTION]}, auth=("a", PASSWORD)
        )
        assert given.json()["statements"]
        assert given.headers["x-eigen"] == "ja"
        schema = httpx.get(f"{address}{under}/openapi.json", auth=("a", PASSWORD)).json()
        assert schema["servers"] == [{"url": under}]
        root = httpx.get(f"{address}{under}/config", auth=("a", PASSWORD)).json()["root"]
        assert root == address + under


def test_the_guard_keeps_to_our_routes(address: str) -> None:
    evil = {"Origin": "https://vreemd.nl"}
    own = httpx.get(f"{address}/eigen", headers=evil)
    assert own.status_code == 200
    assert "content-security-policy" not in own.headers
    assert httpx.get(f"{address}/rug/api/sources", headers=evil).status_code == 403
    assert "content-security-policy" in httpx.get(f"{address}/rug/health").headers
    assert httpx.get(f"{address}/zorg/nek/api/sources").status_code == 401
    assert httpx.get(f"{address}/rug/api/sources").status_code == 200
    elsewhere = {"Host": "elders.nl"}  # which names they have is theirs to say
    assert httpx.get(f"{address}/rug/api/sources", headers=elsewhere).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/rug", "/zorg/nek/"])
def test_the_page_works_where_it_is_mounted(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(http_credentials={"username": "a", "password": PASSWORD})
    page = context.new_page()
    told: list[str] = []
    requests: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address + path)
    page.get_by_label("Uw vraag").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#gesprek")).to_contain_text("[1]", timeout=30_000)
    assert told == []
    assert [url for url in requests if not url.startswith((address + path, "data:", "blob:"))] == []
    context.close()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("rug", "begint met /"),
        ("/rug pijn", "begint met /"),
        ("/rug?x", "begint met /"),
        ("/{rug}", "begint met /"),
        ("//rug", "begint met /"),
        ("/rug/../x", "begint met /"),
        ("https://kliniek.nl/rug", "begint met /"),
        ("/taken/", "daar staat al iets"),
    ],
)
def test_a_path_that_cannot_be_one_is_told_so(path: str, why: str, assistant: Assistant) -> None:
    own = FastAPI()
    own.mount("/taken", FastAPI())
    with pytest.raises(NotMounted, match=why) as raised:
        app.mount(own, path, assistant)
    assert raised.value.hint.startswith("mount(app, ")
    assert sites(own) == []


def test_without_a_lifespan_it_opens_when_it_is_asked(assistant: Assistant) -> None:
    own = FastAPI()
    app.mount(own, "", assistant, Settings())

    async def people() -> None:
        transport = httpx.ASGITransport(own)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as web:
            given = await web.post("/api/ask", json={"turns": [QUESTION]})
            assert given.json()["statements"]

    with ThreadPoolExecutor(1) as thread:  # this one has the browser's event loop
        thread.submit(asyncio.run, people()).result()
