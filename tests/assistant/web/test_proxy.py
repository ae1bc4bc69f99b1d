"""Behind a reverse proxy, one that strips the path and one that keeps it, in a real browser."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.engine import Assistant
from assistant.web import api
from assistant.web.proxy import Proxied
from assistant.web.server import Server
from assistant.web.settings import Settings
from assistant.web.site import web_app

QUESTION = "Wat is de incidentie van lagerugpijn?"
PATH = "/zorg/ruggespraak"


def passing_on(inner: str, strips: bool, scheme: str) -> Starlette:
    """A proxy. One that strips the path also has its own name for us, and tells the one that it was
    asked for; the other passes that on.
    """
    client = httpx.AsyncClient(base_url=inner, timeout=60)

    async def handle(request: Request) -> Response:
        path, query = request.url.path, request.url.query
        if not path.startswith(PATH):
            return Response("van een ander", 404)
        path = path.removeprefix(PATH) or "/" if strips else path
        headers = [(n, v) for n, v in request.headers.items() if n not in ("connection", "host")]
        host = request.headers["host"]
        headers += [("x-forwarded-host", host)] if strips else [("host", host)]
        headers += [("x-forwarded-proto", scheme), ("x-forwarded-for", "192.0.2.7")]
        asked = client.build_request(
            request.method,
            f"{path}?{query}" if query else path,
            headers=headers,
            content=await request.body(),
        )
        given = await client.send(asked, stream=True)
        answer = StreamingResponse(
            given.aiter_raw(), given.status_code, background=BackgroundTask(given.aclose)
        )
        answer.raw_headers = given.headers.raw
        return answer

    return Starlette(routes=[Route("/{path:path}", handle, methods=["GET", "POST"])])


@contextmanager
def served(server: uvicorn.Server, host: str) -> Iterator[int]:
    """A server in a thread, and its port."""
    listening = socket.create_server((host, 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What uvicorn needs to speak https."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate for https")
    key, made = (tmp_path_factory.mktemp("tls") / name for name in ("key.pem", "cert.pem"))
    command = "openssl req -x509 -nodes -days 2 -newkey rsa:2048 -subj /CN=localhost"
    subprocess.run(
        [*command.split(), "-keyout", key, "-out", made], check=True, capture_output=True
    )
    return {"ssl_keyfile": str(key), "ssl_certfile": str(made)}


@contextmanager
def proxied(assistant: Assistant, strips: bool, certificate: dict[str, Any]) -> Iterator[str]:
    settings = Settings(proxies=("127.0.0.1",), path=PATH, hosts=("localhost",))
    scheme = "https" if certificate else "http"
    with served(Server(web_app(assistant, settings)), "127.0.0.1") as inner:
        proxy = passing_on(f"http://127.0.0.1:{inner}", strips, scheme)
        config = uvicorn.Config(
            proxy, log_level="error", timeout_graceful_shutdown=1, **certificate
        )
        with served(uvicorn.Server(config), "127.0.0.1") as outer:
            yield f"{scheme}://localhost:{outer}"


@pytest.mark.slow
@pytest.mark.parametrize("strips", [True, False], ids=["strips", "keeps"])
def test_everything_works_behind_a_proxy_under_a_path(
    strips: bool, certificate: dict[str, Any], browser: Browser, assistant: Assistant
) -> None:
    with proxied(assistant, strips, certificate) as address:
        base = address + PATH
        with httpx.Client(verify=False, timeout=30) as web:
            assert web.get(f"{base}/health").json() == {"status": "ok"}
            assert web.get(f"{base}/ready").status_code in (200, 503)
            given = web.post(f"{base}/api/ask", json={"turns": [QUESTION]})
            assert given.json()["statements"]
            events = {"Accept": api.EVENTS}
            given = web.post(f"{base}/api/ask", json={"turns": [QUESTION]}, headers=events)
            assert given.text.endswith("event: end\ndata: {}\n\n")
            assert web.get(f"{base}/openapi.json").json()["servers"] == [{"url": PATH}]
            assert f'href="{PATH}/openapi.json"' in web.get(f"{base}/api").text
            assert web.get(f"{base}/config").json()["root"] == base
            there = web.get(base, follow_redirects=True)
            assert there.status_code == 200
            assert f'"root":"{base}"' in there.text.replace('": "', '":"')
            assert web.get(f"{base}/ready").status_code == 200

        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        told: list[str] = []
        requests: list[str] = []
        page.on(
            "console",
            lambda line: (
                told.append(f"{line.text} {line.location}") if line.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{base}/")
        page.get_by_label("Uw vraag").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator("#gesprek")).to_contain_text("[1]", timeout=30_000)
        assert told == []
        assert {
            u.scheme + "://" + u.netloc + "/".join(u.path.split("/")[:3])
            for u in map(urlsplit, requests)
            if u.scheme.startswith("http")
        } == {base}
        context.close()


@contextmanager
def told(**settings: Any) -> Iterator[httpx.Client]:
    """What an application is told of a request, behind the middleware."""

    async def tell(request: Request) -> Response:
        named = [n for n in request.headers if n.startswith("x-")]
        return JSONResponse(
            {
                "url": str(request.url),
                "client": request.client and request.client.host,
                "root": request.scope["root_path"],
                "headers": named,
            }
        )

    inner: ASGIApp = Starlette(routes=[Route("/{path:path}", tell)])
    config = uvicorn.Config(
        Proxied(inner, Settings(**settings)), log_level="error", proxy_headers=False, lifespan="off"
    )
    with (
        served(uvicorn.Server(config), "127.0.0.1") as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


FORWARDED = {
    "X-Forwarded-Host": "verzonnen.nl, kliniek.nl",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.7",
    "X-Gradio-Server": "http://vreemd.nl",
}


def test_what_is_forwarded_is_believed_of_a_proxy_and_of_nobody_else() -> None:
    with told() as client:
        found = client.get("/config", headers=FORWARDED).json()
        assert found["url"] == f"{client.base_url}/config"
        assert found["client"] == "127.0.0.1"
        assert found["headers"] == []
    with told(proxies=("192.0.2.0/24",)) as client:
        found = client.get("/config", headers=FORWARDED).json()
        assert found["url"] == f"{client.base_url}/config"
    with told(proxies=("127.0.0.0/8",)) as client:
        found = client.get("/config", headers=FORWARDED).json()
        assert found["url"] == "https://kliniek.nl/config"
        assert found["client"] == "192.0.2.7"
        assert found["headers"] == []


@pytest.mark.parametrize("path", ["/x", "/rug/x"])
def test_a_path_is_the_same_kept_or_stripped(path: str) -> None:
    with told(path="/rug") as client:
        found = client.get(f"{path}?q=1").json()
        assert found["url"] == f"{client.base_url}/rug/x?q=1"
        assert found["root"] == "/rug"


def test_the_path_itself_leads_to_its_page_and_another_is_no_prefix() -> None:
    with told(path="/rug") as client:
        there = client.get("/rug?__theme=dark")
        assert (there.status_code, there.headers["location"]) == (308, "/rug/?__theme=dark")
        assert client.get("/rugpijn").json()["url"] == f"{client.base_url}/rug/rugpijn"
        assert client.get("//vreemd.nl/").json()["root"] == "/rug"
