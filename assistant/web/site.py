"""The web application: the chat and the interfaces, behind one guard.

`web_app` is the whole as a FastAPI application; `mount` puts it under a path of someone's own.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.engine import Assistant
from assistant.web import api, chat, opening, source, tools, widget
from assistant.web.desk import Desk
from assistant.web.guard import Guard
from assistant.web.settings import Settings

_CSS = (widget.STATIC / "chat.css").read_text(encoding="utf-8") + source.STYLE
_HEAD = '<script src="static/chat.js"></script>'


def web_app(assistant: Assistant, settings: Settings | None = None) -> FastAPI:
    """The chat and the interfaces; without `settings` those of the environment.

    Raises:
        SettingError: one of these can't be used.
    """
    settings = settings or Settings.read()
    app = FastAPI(title="Ruggespraak", docs_url=None, redoc_url=None)
    app.add_middleware(Guard, settings=settings)
    desk = Desk(assistant)
    app.include_router(api.router(desk))
    app.include_router(tools.router(desk))
    files = widget.Files()
    app.include_router(widget.router(files))
    talk = chat.Chat(desk, settings.feedback)
    for path in (widget.FRAME, ""):  # a page and what it opens; "/" would hide what comes after it
        app.include_router(opening.router(assistant, bool(settings.feedback)), prefix=path)
        app.mount(f"{path}/static", files)
        _mount_page(app, path, chat.page(talk, compact=bool(path)))
    return app


def _mount_page(app: FastAPI, path: str, page: gr.Blocks) -> None:
    gr.mount_gradio_app(
        app,
        page,
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

    Raises:
        SettingError: a variable of the environment can't be used.
    """
    inner = web_app(assistant, settings)
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def both(outer: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        async with inner.router.lifespan_context(inner), lifespan(outer) as state:
            yield state or {}

    app.router.lifespan_context = both
    app.mount(path, inner)


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
