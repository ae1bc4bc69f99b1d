"""The guard before a real server; the policy in a real browser."""

import base64
import http.client
import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import httpx
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from assistant.engine import Assistant
from assistant.web import guard, server
from assistant.web.guard import Guard
from assistant.web.settings import Settings
from assistant.web.site import Site, web_app
from tests.assistant.web.serving import served

TOKEN, PASSWORD, FRIEND = "0123456789abcdef-token", "wachtwoord met é", "https://vriend.nl"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BASIC = {"Authorization": "Basic " + base64.b64encode(f"arts:{PASSWORD}".encode()).decode()}
EVERYTHING = Settings(token=TOKEN, password=PASSWORD, origins=(FRIEND,), body=100_000)
API = [
    *["/api/ask", "/api/sources", "/mcp", "/mcp/", "/mcp/sse", "/gradio_api/mcp/sse", "/x/api/ask"],
    *["/gradio_api/call/ask", "/widget/gradio_api/call/ask/x", "/openapi.json", "/x/openapi.json"],
]
CHAT = ["/", "/config", "/widget", "/assets/x.js", "/gradio_api/info", "/gradio_api/queue/join"]
QUESTION = "Wat is de incidentie van lagerugpijn?"


async def echo(request: Request) -> Response:
    """What the guard let through: the size of the body."""
    return JSONResponse({"bytes": len(await request.body())})


async def page(request: Request) -> Response:
    script = "let a = 1" if request.url.path == "/bron" else "let a = window.gradio_config"
    return HTMLResponse(f"<script>{script}</script><script src=/x.js></script>")


ECHO = Starlette(
    routes=[
        Route("/widget", page),
        Route("/bron", page),
        Route("/{path:path}", echo, methods=["GET", "POST", "DELETE", "OPTIONS"]),
    ]
)


@contextmanager
def guarded(settings: Settings, **options: object) -> Iterator[httpx.Client]:
    with (
        served(Guard(ECHO, settings), **options) as address,
        httpx.Client(base_url=address, timeout=10) as client,
    ):
        yield client


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """Everything switched on, before an application that lets all through."""
    with guarded(EVERYTHING) as client:
        yield client


def test_nothing_is_asked_where_nothing_is_switched_on() -> None:
    with guarded(Settings()) as client:
        assert [client.post(path).status_code for path in (*API, *CHAT[:-1])] == [200] * 16


@pytest.mark.parametrize("path", [*API, *CHAT])
def test_a_missing_or_wrong_credential_opens_no_route(path: str, client: httpx.Client) -> None:
    wrong = ["Bearer x", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN[:-1]}", "Basic %%%"]
    for method in ("GET", "POST"):
        answer = client.request(method, path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer" if path in API else "Basic")
        assert set(answer.json()) == {"error"}
    for given in wrong:
        assert client.get(path, headers={"Authorization": given}).status_code == 401, given
    for right in (BEARER, BASIC):
        assert client.get(path, headers=right).status_code == 200


def test_a_token_alone_guards_the_interfaces_and_leaves_the_chat() -> None:
    with guarded(Settings(token=TOKEN)) as client:
        assert {client.get(path).status_code for path in API} == {401}
        assert {client.get(path).status_code for path in CHAT} <= {200}
        assert client.get("/", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401
        assert client.get("/", headers={"Authorization": "Basic eDp5"}).status_code == 200
        assert client.get("/x//api/ask").status_code == 401
        assert client.get("/%61pi/ask").status_code == 401


def test_a_source_opens_whatever_it_is_called() -> None:
    paths = [
        f"{below}/bron/{id}/1-2"
        for id in "api mcp mcpherson-2010 login svelte gradio_api widget été".split()
        for below in ("", "/x")
    ]
    with guarded(Settings(token=TOKEN, origins=(FRIEND,))) as client:
        for path in (*paths, *(f"{path}.png?citaat=a" for path in paths)):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    with guarded(Settings(password=PASSWORD)) as client:
        assert {client.get(path).status_code for path in paths} == {401}


def test_what_only_looks_like_a_source_is_read_as_any_path() -> None:
    expected = {
        "/bron/api/ask": 401,
        "/bron/api/ask/1-2": 401,
        "/bron/mcp": 401,
        "/bron/mcp/1-2/sse": 401,
        "/api/bron/x/1-2": 401,
        "/bron/login/1-": 404,
        "/bron/gradio_api/run/1-2": 404,
        "/bron/gradio_api/file=x/1-2": 404,
        "/bron/%2e%2e/1-2": 404,
        "/bron/x%5c/1-2": 404,
    }
    with guarded(Settings(token=TOKEN)) as client:
        for path, status in expected.items():
            request = httpx.Request("GET", client.base_url)
            request.url = request.url.copy_with(raw_path=path.encode())
            assert client.send(request).status_code == status, path


def test_health_is_open_and_tells_nothing_else(client: httpx.Client) -> None:
    assert [client.get(p).status_code for p in ("/health", "/ready", "/health/x")] == [
        200,
        200,
        401,
    ]


def test_who_guesses_is_held_up_and_who_types_nothing_is_not(client: httpx.Client) -> None:
    for _ in range(2 * guard.GUESSES):
        assert client.get("/").status_code == 401
    statuses = [client.get("/", auth=("a", f"fout{n}")).status_code for n in range(12)]
    assert statuses == [401] * guard.GUESSES + [429] * 2
    held = client.get("/", headers=BASIC)
    assert (held.status_code, held.headers["retry-after"]) == (429, "6")


@pytest.mark.parametrize("origin", ["https://vreemd.nl", "null", "https://vriend.nl.vreemd.nl"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_another_site_gets_nothing(origin: str, method: str, client: httpx.Client) -> None:
    headers = {**BEARER, "Origin": origin, "Access-Control-Request-Method": "POST"}
    for path in ("/api/ask", "/", "/gradio_api/queue/join"):
        answer = client.request(method, path, headers=headers)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_a_site_that_is_allowed_may_call_but_not_with_what_the_browser_keeps(
    client: httpx.Client,
) -> None:
    asks = {"Origin": FRIEND, "Access-Control-Request-Method": "POST"}
    before = client.options("/api/ask", headers=asks)
    assert before.status_code == 204
    assert "Authorization" in before.headers["access-control-allow-headers"]
    answer = client.post("/api/ask", headers={**BEARER, "Origin": FRIEND})
    refused = client.post("/api/ask", headers={"Origin": FRIEND})
    assert (answer.status_code, refused.status_code) == (200, 401)
    for response in (before, answer, refused):
        assert response.headers["access-control-allow-origin"] == FRIEND
        assert "access-control-allow-credentials" not in response.headers
        assert response.headers["vary"] == "Origin"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_holds_nothing_of_ours_but_the_script(
    site: str, client: httpx.Client
) -> None:
    part = {**BASIC, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
    for path in ("/bron/x/1-2.png", "/config", "/api/sources", "/static/chat.js", "/widget/"):
        answer = client.get(path, headers=part)
        assert answer.status_code == 403
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    script = client.get("/widget.js", headers=part)
    assert script.status_code == 200
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    for follows in ({"Sec-Fetch-Mode": "navigate"}, {"Sec-Fetch-Site": "same-origin"}):
        assert client.get("/", headers={**part, **follows}).status_code == 200


def test_its_own_page_is_no_other_site_also_behind_a_proxy(client: httpx.Client) -> None:
    own = {"Origin": str(client.base_url).rstrip("/")}
    proxied = {"Origin": "https://kliniek.nl", "Sec-Fetch-Site": "same-origin"}
    for headers in (own, proxied):
        assert client.post("/", headers={**BASIC, **headers}).status_code == 200
    crossed = {**proxied, "Sec-Fetch-Site": "cross-site"}
    assert client.post("/", headers={**BASIC, **crossed}).status_code == 403


def test_every_answer_says_how_a_browser_must_keep_it(client: httpx.Client) -> None:
    for path in ("/health", "/", "/bron"):  # a script that stands in a page of ours is injected
        answer = client.get(path, headers=BASIC)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
    policy = client.get("/widget", headers=BASIC).headers["content-security-policy"]
    # sha256 of "let a = window.gradio_config", by openssl
    own = "sha256-g7WktuAoW3PvxbzJee2DH1ycprHjwmyKHPeese0nnD8="
    assert f"script-src 'self' '{own}' 'unsafe-eval';" in policy
    assert policy.endswith(f"frame-ancestors 'self' {FRIEND}")
    other = client.get("/", headers=BASIC).headers["content-security-policy"]
    assert other.endswith("frame-ancestors 'self'")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200),
        ("LOCALHOST", 200),
        ("[::1]:7860", 200),
        ("kwaad.nl", 421),
        ("kwaad.nl:7860", 421),
        ("127.0.0.1.kwaad.nl", 421),
        ("localhost@kwaad.nl", 421),
        ("localhost:7860:1", 421),
        ("<script>", 421),
        ("", 421),
    ],
)
def test_a_name_that_is_not_ours_opens_nothing(host: str, status: int) -> None:
    with guarded(Settings(hosts=("127.0.0.1", "localhost", "[::1]"))) as client:
        for path in ("/", "/api/sources", "/gradio_api/info"):
            given = client.get(path, headers={"Host": host})
            assert given.status_code == status
            assert "<" not in given.text
        assert client.get("/health", headers={"Host": host}).status_code == 200
    with guarded(Settings()) as client:  # who serves it elsewhere names nothing by default
        assert client.get("/", headers={"Host": host}).status_code == 200


def test_where_it_is_mounted_opens_nothing_and_shuts_nothing() -> None:
    async def under(scope: Any, receive: Any, send: Any) -> None:
        await Guard(ECHO, EVERYTHING)({**scope, "root_path": "/api/widget"}, receive, send)

    with served(under) as address, httpx.Client(base_url=f"{address}/api/widget") as client:
        assert client.get("/health").status_code == 200
        page = client.get("/config")
        assert page.headers["www-authenticate"].startswith("Basic")
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'self'")
        assert client.get("/api/ask").headers["www-authenticate"] == "Bearer"


def test_who_finds_no_room_hears_when_to_come_back() -> None:
    async def full(request: Request) -> Response:
        headers = {"Retry-After": "3"} if request.url.path == "/api/ask" else {}
        return JSONResponse({"detail": "Queue is full." * 99}, 503, headers)

    app = Starlette(
        routes=[Route(path, full) for path in ("/api/ask", "/ready", "/gradio_api/call/x")]
    )
    with served(Guard(app, Settings())) as address, httpx.Client(base_url=address) as client:
        assert client.get("/api/ask").headers["retry-after"] == "3"
        ready = client.get("/ready")
        assert ready.headers["retry-after"] == "10"
        assert "Queue" in ready.text
        chat = client.get("/gradio_api/call/x")
        assert (chat.status_code, chat.headers["retry-after"]) == (503, "10")
        assert chat.json() == {"error": "Ruggespraak is te druk of stopt. Probeer het zo weer."}


def test_a_body_over_the_bound_is_refused_however_it_comes(client: httpx.Client) -> None:
    def chunked(size: int) -> Iterator[bytes]:
        for _ in range(size // 1000):
            yield b"x" * 1000

    fits = client.post("/api/ask", content=b"x" * 100_000, headers=BEARER)
    assert (fits.status_code, fits.json()) == (200, {"bytes": 100_000})
    fits = client.post("/api/ask", content=chunked(100_000), headers=BEARER)
    assert (fits.status_code, fits.json()) == (200, {"bytes": 100_000})
    big = client.post("/api/ask", content=b"x" * 100_001, headers=BEARER)
    assert big.status_code == 413
    assert "100000 bytes" in big.json()["error"]
    assert refused_in_pieces(client) == 413
    assert client.post("/api/ask", content=b"x", headers=BEARER).status_code == 200


def refused_in_pieces(client: httpx.Client) -> int:
    """The status for a chunked body that never ends."""
    address = urlsplit(str(client.base_url))
    with closing(http.client.HTTPConnection(address.hostname or "", address.port)) as connection:
        connection.putrequest("POST", "/api/ask")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.putheader("Authorization", BEARER["Authorization"])
        connection.endheaders()
        for _ in range(101):
            connection.send(b"3e8\r\n" + b"x" * 1000 + b"\r\n")
        return connection.getresponse().status


def test_a_body_is_not_read_of_who_may_not_send_it() -> None:
    with guarded(EVERYTHING) as client, closing(raw(client)) as peer:
        peer.sendall(b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\nx")
        assert peer.recv(999).startswith(b"HTTP/1.1 401")


def raw(client: httpx.Client) -> socket.socket:
    address = urlsplit(str(client.base_url))
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=5)


def test_a_slow_client_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD", 0.3)
    monkeypatch.setattr(guard, "WHOLE", 0.3)
    with guarded(Settings()) as client:
        with closing(raw(client)) as silent:
            assert silent.recv(99) == b""
        with closing(raw(client)) as dribbles:
            dribbles.sendall(b"GET / HTTP/1.1\r\nHost:")
            assert dribbles.recv(99) == b""
        with closing(raw(client)) as later:  # the second request on one connection
            later.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200 OK" in later.recv(9999)
            later.sendall(b"GET / HTTP/1.1\r\nHost:")
            while received := later.recv(99):
                assert b"HTTP/1.1" not in received
        with closing(raw(client)) as half:
            half.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
            assert half.recv(999).startswith(b"HTTP/1.1 408")


def test_who_does_not_read_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SENT", 0.3)
    ended = threading.Event()

    async def streams(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            while True:
                await send({"type": "http.response.body", "body": bytes(99_999), "more_body": True})
        finally:
            ended.set()

    with (
        served(Guard(streams, Settings())) as address,
        httpx.Client(base_url=address) as client,
        closing(raw(client)) as silent,
    ):
        silent.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert ended.wait(10)


def test_an_answer_may_take_longer_than_a_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD", 0.2)

    def slow(request: Request) -> Response:
        time.sleep(0.6)
        return Response("klaar")

    with served(Guard(Starlette(routes=[Route("/", slow)]), Settings())) as address:
        assert httpx.get(address).text == "klaar"


def test_what_takes_work_is_bounded_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "EVENTS", 1)
    posts = ["/api/ask", "/mcp", "/gradio_api/queue/join", "/widget/gradio_api/call/x"]
    picture = "/widget/bron/x/1-2.png?citaat=a"
    with guarded(Settings(rate=5)) as client:
        for path in ("/api/sources", "/bron/x/1-2", "/x.png", "/gradio_api/queue/data"):
            assert [client.get(path).status_code for _ in range(6)] == [200] * 6
        assert [client.post(path).status_code for path in posts] == [200] * 4
        assert client.get(picture).status_code == 200
        for late in (*map(client.post, posts), client.get(picture)):
            assert (late.status_code, late.headers["retry-after"]) == (429, "12")
            assert "Probeer het over 12 s weer." in late.json()["error"]


def test_a_proxy_is_believed_only_where_the_owner_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "EVENTS", 1)

    def statuses(client: httpx.Client) -> list[int]:
        sent = [{"X-Forwarded-For": f"192.0.2.{n}"} for n in range(3)]
        return [client.post("/api/ask", headers=headers).status_code for headers in sent]

    with guarded(Settings(rate=1), proxy_headers=False) as client:
        assert statuses(client) == [200, 429, 429]
    with guarded(Settings(rate=1), forwarded_allow_ips=["127.0.0.1"]) as client:
        assert statuses(client) == [200, 200, 200]


@pytest.fixture(scope="module")
def site(assistant: Assistant) -> Site:
    return web_app(assistant, EVERYTHING)


@pytest.fixture(scope="module")
def chat(site: Site) -> Iterator[str]:
    """The chat itself behind the guard, with everything switched on."""
    with served(site, lifespan="on") as address:
        yield address


def addresses(routes: Sequence[Any], under: str = "") -> Iterator[str]:
    """An address of each route, of what is mounted and included too."""
    for route in routes:
        path = under + re.sub(r"{[^}]*}", "x", getattr(route, "path", ""))
        inner = getattr(route, "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", None
        )
        if inner:
            yield from addresses(inner, path)
        else:
            yield path


def test_no_route_that_there_is_opens_without_a_credential(site: Site, chat: str) -> None:
    paths = {path for path in addresses(site.routes) if path.startswith("/")}
    known = {"/api/ask", "/mcp", "/wat-zit-erin", "/widget/config", "/gradio_api/queue/join"}
    assert known <= paths
    opens = {"/health", "/ready", "/widget.js"}
    wrong = {"Authorization": "Bearer"}
    with httpx.Client(base_url=chat) as web:
        for path in sorted(paths - opens):
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
                assert web.request(method, path).status_code == 401, (method, path)
            for odd in (
                f"{path}/",
                f"/x/..{path}",
                f"//x{path}",
                path.upper(),
                f"{path}?a=/health",
            ):
                request = httpx.Request("GET", chat)
                request.url = request.url.copy_with(raw_path=odd.encode())
                assert web.send(request).status_code == 401, odd
        assert web.get("/config", headers=wrong).status_code == 401


@pytest.mark.parametrize(
    "path",
    """file=/etc/passwd file=app.py file/etc/passwd upload upload_progress?upload_id=x
    proxy=http://127.0.0.1/ run/respond run/predict api/respond api/predict
    stream/x/y component_server run-history/buckets deep_link vibe-code
    process_recording dev/reload custom_component/a/b/c/d
    queue/join/../../run/respond queue/data%2f..%2ffile=app.py""".split(),
)
def test_a_route_of_gradio_that_the_chat_does_not_need_is_not_there(path: str, chat: str) -> None:
    for method in ("GET", "POST", "HEAD"):
        request = httpx.Request(method, f"{chat}/", headers=BASIC)
        request.url = request.url.copy_with(raw_path=f"/gradio_api/{path}".encode())
        with httpx.Client() as client:
            answer = client.send(request)
        assert answer.status_code == 404
        assert method == "HEAD" or answer.json() == {"error": "Dit adres bestaat niet."}


def test_gradio_lets_no_other_site_in_once_guarded(chat: str) -> None:
    answer = httpx.get(f"{chat}/config", headers={**BASIC, "Origin": FRIEND})
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert "access-control-allow-credentials" not in answer.headers
    evil = {**BASIC, "Host": "kliniek.nl", "Origin": "https://vreemd.nl"}
    assert httpx.get(f"{chat}/config", headers=evil).status_code == 403


@pytest.mark.slow
def test_the_chat_works_under_its_policy_and_markup_runs_no_script(
    browser: Browser, chat: str
) -> None:
    context = browser.new_context(http_credentials={"username": "arts", "password": PASSWORD})
    page = context.new_page()
    told: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(chat)
    expect(page.get_by_label("Uw vraag")).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.get_by_label("Uw vraag").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#bronnen mark").first).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator("#bronnen mark")).to_have_count(0)
    assert [line for line in told if "Content Security Policy" in line] == []
    assert [line for line in told if "rror" in line] == []
    assert {urlsplit(url).netloc for url in requests if url.startswith("http")} == {
        urlsplit(chat).netloc
    }
    page.evaluate(
        """() => { const hostile = document.createElement("div"); window.ran = false;
        hostile.innerHTML = "<img src=x: onerror='window.ran = true'>"
          + "<img src='https://vreemd.invalid/x.png'><form action='https://vreemd.invalid/'>"
          + "<button id=stuur>x</button></form>";
        document.body.append(hostile); document.getElementById("stuur").click(); }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is False
    assert page.url == f"{chat}/"
    blocked = " ".join(told)
    assert all(f"{kind}" in blocked for kind in ("img-src", "form-action", "script-src"))
    context.close()


@pytest.mark.slow
def test_without_the_password_the_browser_gets_no_page(browser: Browser, chat: str) -> None:
    context = browser.new_context(http_credentials={"username": "arts", "password": "geraden"})
    answer = context.new_page().goto(chat)
    assert answer is not None
    assert answer.status == 401
    context.close()


@pytest.mark.parametrize("begun", [False, True], ids=["before", "halfway"])
def test_what_fails_behind_it_is_told_without_what_it_says(
    begun: bool, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = "wat-niemand-mag-lezen"

    async def fails(scope: Any, receive: Any, send: Any) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ValueError(secret)

    with served(Guard(fails, Settings())) as address:
        try:
            answer = httpx.get(address)
            assert (answer.status_code, begun) == (500, False)
            assert answer.json()["error"].startswith("Er ging iets mis")
            assert "content-security-policy" in answer.headers
        except httpx.RemoteProtocolError:
            assert begun
    said = capfd.readouterr()
    assert secret not in said.out + said.err + caplog.text
    assert "ValueError" in caplog.text
    assert "in fails" in caplog.text


# Each is refused by Gradio with an error that holds the body, or a part of it.
HOSTILE = {
    "not UTF-8 once more": (r'{"turns": ["%s \ud800"]}', "queue/join"),
    "not JSON once more": ('{"turns": ["%s", NaN]}', "queue/join"),
    "no such name": ('{"data": ["%s"], "fn_index": 99, "session_hash": "%s"}', "queue/join"),
    "no such function": ('{"data": []}', "call/%s"),
    "not of the page": ('{"%s": 1}', "call/v2/ask"),
    "no choice": (
        '{"data": [null, [], ["%s"]], "api_name": "documents", "session_hash": "x"}',
        "queue/join",
    ),
}


@pytest.mark.parametrize(("body", "path"), HOSTILE.values(), ids=HOSTILE)
def test_what_gradio_says_of_a_question_is_written_nowhere(
    body: str, path: str, chat: str, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "watniemandmaglezen"
    filled = body.replace("%s", secret).encode()
    url = f"{chat}/gradio_api/{path.replace('%s', secret)}"
    headers = {**BASIC, "Content-Type": "application/json"}
    answer = httpx.post(url, content=filled, headers=headers)
    if answer.status_code == 200:
        stream = f"{chat}/gradio_api/queue/data?session_hash=x"
        assert "process_completed" in httpx.get(stream, headers=BASIC, timeout=20).text
    said = capfd.readouterr()
    assert secret not in said.out + said.err


def test_no_question_is_written_to_a_log(
    capfd: pytest.CaptureFixture[str], client: httpx.Client
) -> None:
    secret = "wat-niemand-mag-lezen"
    client.post("/api/ask", content=json.dumps({"turns": [secret]}), headers=BEARER)
    client.get(f"/api/ask?q={secret}", headers=BEARER)
    said = capfd.readouterr()
    assert not re.search(secret, said.out + said.err)
