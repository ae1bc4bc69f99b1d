"""The widget: what other people's sites load of this server, a script and a page for an iframe.

`static/widget.js` defines <ruggespraak-chat>, which frames the page under /widget; that page holds
`static/frame.js`, which tells the element how high it is. Who may frame it, the guard decides.
"""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FRAME = "/widget"
STATIC = Path(__file__).with_name("static")
HEAD = '<script src="static/frame.js"></script>'


class Files(StaticFiles):
    """Our own files, under /static; behind them those that Gradio's pages ask for there.

    A browser asks each time whether a file has changed: their addresses stay, what they hold
    doesn't.
    """

    def __init__(self) -> None:
        super().__init__(directory=STATIC, packages=[("gradio", "templates/frontend/static")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        if path.endswith(".js"):  # without a charset it is read in that of the site
            response.headers["Content-Type"] = "text/javascript; charset=utf-8"
        return response


def router(files: Files) -> APIRouter:
    """The script at its stable address, and the way to the page."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/widget.js", methods=["GET", "HEAD"])
    async def script(request: Request) -> Response:
        return await files.get_response("widget.js", request.scope)

    @routes.get(FRAME)
    async def frame(request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(f"widget/{'?' if query else ''}{query}")

    return routes
