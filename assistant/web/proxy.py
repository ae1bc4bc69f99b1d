"""What the world outside calls us: ASGI middleware for a server behind a reverse proxy.

The address of the client, the scheme and the host come from the X-Forwarded headers of proxies that
the owner named, and from no one else: Gradio believes them of everyone, so those headers go no
further. The path under which a proxy shows us is set for requests that still have it and for those
that it was stripped from alike; an address without it opens the same page, for who comes directly.
"""

from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.web.settings import Settings

_FORWARDED = ("x-forwarded-host", "x-forwarded-proto", "x-forwarded-for", "x-gradio-server")


class Proxied:
    """The middleware before `app`: outside the guard, which reads what this makes of a request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.path = app, settings.path
        placed: Any = self._placed  # uvicorn and Starlette have types of their own for the same
        self.known: Any = ProxyHeadersMiddleware(placed, list(settings.proxies))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = {**scope, "headers": list(scope["headers"])}
        if scope.get("client") and scope["client"][0] in self.known.trusted_hosts:
            _take_host(scope)
        await self.known(scope, receive, send)

    async def _placed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request without what was forwarded, under the path that the world knows."""
        headers = MutableHeaders(raw=scope["headers"])
        for name in _FORWARDED:
            del headers[name]
        if self.path and scope["path"] == self.path:
            query = scope.get("query_string", b"").decode("latin-1")
            there = RedirectResponse(f"{self.path}/" + (f"?{query}" if query else ""), 308)
            await there(scope, receive, send)
            return
        if not scope["path"].startswith(f"{self.path}/"):
            raw = scope.get("raw_path") or scope["path"].encode()
            scope["path"], scope["raw_path"] = self.path + scope["path"], self.path.encode() + raw
        scope["root_path"] = self.path or scope.get("root_path", "")
        await self.app(scope, receive, send)


def _take_host(scope: Scope) -> None:
    """The host that the proxy was asked for, of several proxies the one before us."""
    given = Headers(scope=scope).getlist("x-forwarded-host")
    host = given[-1].rpartition(",")[2].strip() if given else ""
    if host:
        MutableHeaders(raw=scope["headers"])["host"] = host
