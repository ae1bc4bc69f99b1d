"""The web application: the chat and the interfaces, behind one guard.

`web_app` is the whole as a FastAPI application; `mount` puts it under a path of someone's own.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.engine import Assistant
from assistant.web import api, opening, source, tools, widget
from assistant.web.chat import Chat
from assistant.web.desk import Desk
from assistant.web.guard import Guard
from assistant.web.page import page
from assistant.web.proxy import Proxied
from assistant.web.settings import Settings
from ingest.errors import NotMounted

_CSS = (widget.STATIC / "chat.css").read_text(encoding="utf-8") + source.STYLE
_HEAD = '<script src="static/chat.js"></script>'
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")


class Site(FastAPI):
    """The application, and what a server must know of it: whether something is under way, and
    that nothing more may come.
    """

    def __init__(self, desk: Desk, pages: Sequence[gr.Blocks]) -> None:
        super().__init__(title="Ruggespraak", docs_url=None, redoc_url=None, lifespan=_opening)
        self.desk = desk
        self._queues = [page._queue for page in pages]

    @property
    def busy(self) -> bool:
        """Is a question being answered, over an interface or in the chat, for someone who waits?"""
        jobs = [job for queue in self._queues for job in queue.active_jobs if job]
        live = any(event.alive for job in jobs for event in job)
        return self.desk.busy or live or any(len(queue) > 0 for queue in self._queues)

    def close(self) -> None:
        """Take no more questions; those that were taken are answered."""
        self.desk.close()
        for queue in self._queues:
            queue.max_size = 0  # which is full


def web_app(
    assistant: Assistant,
    settings: Settings | None = None,
    first: Callable[[], object] | None = None,
) -> Site:
    """The chat and the interfaces; without `settings` those of the environment.

    It answers at once: `first`, where its index may have to be made, and the opening of the
    assistant come behind that. /ready tells when they are done.

    Raises:
        SettingError: one of the settings can't be used.
    """
    settings = settings or Settings.read()
    desk, files = Desk(assistant, first, share=settings.rate), widget.Files()
    chat = Chat(desk, settings)
    pages = {path: page(chat, compact=bool(path)) for path in (widget.FRAME, "")}
    site = Site(desk, list(pages.values()))
    site.add_middleware(Guard, settings=settings)
    site.add_middleware(Proxied, settings=settings)
    site.include_router(api.router(desk))
    site.include_router(tools.router(desk))
    site.include_router(widget.router(files))
    for path, blocks in pages.items():  # with what it opens; "/" would hide what comes after it
        site.include_router(opening.router(assistant, bool(settings.feedback)), prefix=path)
        site.mount(f"{path}/static", files)
        _mount_page(site, path, blocks)
    return site


def _mount_page(site: Site, path: str, blocks: gr.Blocks) -> None:
    gr.mount_gradio_app(
        site,
        blocks,
        path=path or "/",
        css=_CSS,
        theme=_theme(),
        head=_HEAD + (widget.HEAD if path else ""),
        footer_links=[],
        run_history=False,
        show_error=False,
    )


def mount(app: FastAPI, path: str, assistant: Assistant, settings: Settings | None = None) -> None:
    """Serve the chat and the interfaces under `path` of an application of one's own.

    That starts before ours and stops after it, in whatever order they were put together. What a
    proxy shows of it is its own affair: `settings.path` isn't used. Nor are its hosts, unless set.

    Raises:
        SettingError: a variable of the environment can't be used.
        NotMounted: the path can't be one, or something is mounted there.
    """
    under = _under(app, path)
    site = web_app(assistant, replace(settings or Settings.read(), path=""))
    theirs = app.router.lifespan_context

    @asynccontextmanager
    async def both(outer: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        async with theirs(outer) as state, site.router.lifespan_context(site):
            yield state or {}

    app.router.lifespan_context = both
    app.mount(under, site)


def _under(app: FastAPI, path: str) -> str:
    """The path without a slash at its end, where nothing is mounted yet."""
    if not _PATH.fullmatch(path):
        raise NotMounted(path, "een pad begint met / en heeft geen spaties of andere tekens")
    under = path.rstrip("/")
    if any(isinstance(route, Mount) and route.path == under for route in app.routes):
        raise NotMounted(path, "daar staat al iets")
    return under


@asynccontextmanager
async def _opening(site: Site) -> AsyncIterator[None]:
    site.desk.open()
    yield


def _theme() -> gr.themes.Base:
    """Gradio's own, with fonts that are on every computer and with more contrast in small text."""
    theme = gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["monospace"])
    return theme.set(
        block_label_text_color="*neutral_700",
        block_title_text_color="*neutral_700",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_300",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
    )
