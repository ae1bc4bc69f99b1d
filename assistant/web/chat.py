"""What happens in the chat: a question is answered, narrowed, judged, and the whole is saved.

Doesn't know where things stand on the page: that is `page`. The server keeps a conversation in
memory alone, no longer than an hour after its page is left.
"""

import asyncio
import base64
import html
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypedDict, TypeVar

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: no outside request

import gradio as gr
from starlette.datastructures import Headers

from assistant import presentation, privacy
from assistant.schema import Answer
from assistant.web import export, feedback, rendering
from assistant.web.api import MOST_SOURCES
from assistant.web.desk import Desk
from assistant.web.guard import is_known
from assistant.web.rate import client_of
from assistant.web.settings import Settings
from ingest.errors import FeedbackNotKept, QuestionError, RuggespraakError
from ingest.index import Build

WARMING = 0.5  # seconds between two looks whether it is ready
_AS_IT_IS: Any = gr.skip()
_FORMS: dict[str, tuple[str, Callable[[Build, Sequence[Answer], date], bytes]]] = {
    "md": ("text/markdown", lambda build, talk, on: export.as_markdown(talk, build, on).encode()),
    "pdf": ("application/pdf", lambda build, talk, on: export.as_pdf(talk, build, on)),
}


class Talk(NamedTuple):
    """What was asked, without patients' data; the answers; and how each is shown."""

    asked: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    shown: tuple[str, ...] = ()


class Thumb(NamedTuple):
    """For which answer of a conversation, by its place, and which way."""

    turn: int
    good: bool


class File(TypedDict):
    """A file that the page saves: its name, its media type and its bytes in base 64."""

    name: str
    type: str
    data: str


Shown = tuple[Any, Talk, str, str]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Chat:
    """What happens on the page, as the owner of the server set it."""

    desk: Desk
    settings: Settings = field(default_factory=Settings)

    @property
    def kept(self) -> Path | None:
        """The file of thumbs and remarks, None where none are kept."""
        return self.settings.feedback

    async def opened(self, request: gr.Request) -> AsyncIterator[tuple[Any, ...]]:
        """When the page opens: what it waits for, until that is there; then the filters, and the
        sources that its address narrows it to.
        """
        named = request.query_params.get("sources", "").split(",")
        only = [id.strip() for id in named if id.strip()][:MOST_SOURCES]
        try:
            while not await self.desk.ready():
                told = "Ruggespraak warmt op: de bronnen worden geopend."
                yield status(told), only, _AS_IT_IS, _AS_IT_IS
                await asyncio.sleep(WARMING)
            kinds, ids, absent = await self._of_build(_offered, only)
            told = f"Het adres van deze pagina noemt een bron die er niet is: {', '.join(absent)}."
            filters = gr.Dropdown(choices=kinds), gr.Dropdown(choices=ids)
            yield status(told if absent else ""), only, *filters
        except RuggespraakError as error:
            yield status(str(error)), only, _AS_IT_IS, _AS_IT_IS

    async def respond(
        self,
        text: str,
        talk: Talk,
        only: list[str],
        kinds: list[str],
        ids: list[str],
        request: gr.Request,
    ) -> AsyncIterator[Shown]:
        """Ask the assistant; the answer as it grows: what is left in the box, the conversation,
        what of it is shown, and the sources. What is typed meanwhile stays in the box.
        """
        if not text.strip():
            yield "", talk, rendering.conversation(talk.shown), rendering.NO_CARDS
            return
        typed = privacy.without(text)

        def shown(last: str, cards: str = rendering.NO_CARDS, left: Any = _AS_IT_IS) -> Shown:
            return left, talk, rendering.conversation([*talk.shown, last]), cards

        yield shown(rendering.waiting(typed), left="")
        try:
            sources = await self._of_build(narrowed, only, kinds, ids)
            asked = rendering.Asked(typed, sources)
            turns, client = [*talk.asked, text], client_of(_scope(request))
            async with aclosing(self.desk.answers(turns, sources, client)) as answers:
                async for answer in answers:
                    yield shown(*await self._of_build(_drawn, asked, answer))
            at = len(talk.answers)
            said, cards = await self._of_build(_drawn, asked, answer, at, bool(self.kept))
        except RuggespraakError as error:
            yield shown(rendering.failed(typed, error), left=text)
            return
        talk = Talk((*talk.asked, typed), (*talk.answers, answer), (*talk.shown, said))
        yield _AS_IT_IS, talk, rendering.conversation(talk.shown), cards

    async def saved(self, talk: Talk, form: str) -> File | None:
        """The conversation as a file for the page to save; None, and why, where there is none."""
        type, drawn = _FORMS[form]
        try:
            whole = await self._of_build(drawn, talk.answers, date.today())
        except RuggespraakError as error:
            gr.Info(error.message)
            return None
        name = f"ruggespraak-{date.today()}.{form}"
        return File(name=name, type=type, data=base64.b64encode(whole).decode())

    async def judged(self, talk: Talk, thumb: Thumb | None, remark: str) -> tuple[str, Any]:
        """Keep a thumb and a remark; what to say of it, and the box, which goes where it's done."""
        if self.kept is None or thumb is None:
            return "", gr.Column(visible=False)
        answers = talk.answers[: thumb.turn + 1]
        try:
            await asyncio.to_thread(feedback.keep, self.kept, answers, thumb.good, remark)
        except FeedbackNotKept as error:
            return status(error.message), _AS_IT_IS
        return status("Uw oordeel is bewaard. Dank u wel."), gr.Column(visible=False)

    async def line(
        self, turns: list[str], request: gr.Request, sources: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer the last turn of a conversation; gives the command line's output line. It is for
        programs, so that it asks for the token.
        """
        scope = _scope(request)
        if self.settings.token and not is_known(Headers(scope=scope), self.settings):
            raise gr.Error("Geef het token van deze server.", print_exception=False)
        try:
            async with aclosing(self.desk.answers(turns, sources, client_of(scope))) as answers:
                *_, last = [answer async for answer in answers]
        except RuggespraakError as error:
            raise gr.Error(str(error), print_exception=False) from None
        return last.as_line(None)

    async def documents(self, only: list[str], kinds: list[str]) -> Any:
        """The documents to choose from, once kinds are chosen."""
        return gr.Dropdown(choices=await self._of_build(_named, only, kinds), value=[])

    async def _of_build(self, make: Callable[..., Made], *given: Any) -> Made:
        """What `make` gives of the live build, worked on in a thread."""
        return await asyncio.to_thread(lambda: make(self.desk.assistant.open()[0], *given))


def narrowed(
    build: Build, only: Sequence[str], kinds: Sequence[str], ids: Sequence[str]
) -> list[str] | None:
    """The sources to answer from: `ids`, else those of `kinds`, within `only`; None for all. Where
    none of `only` is in the index, they are the answer: the assistant says that it has none.

    Raises:
        QuestionError: there is no document of these kinds.
    """
    if not (only or kinds or ids):
        return None
    found = list(ids) or [id for _, id in _named(build, only, kinds)]
    if kinds and not found:
        raise QuestionError("Er is geen document van deze soort. Kies opnieuw waarin u zoekt.")
    return found or list(only)


def _drawn(
    build: Build,
    asked: rendering.Asked,
    answer: Answer,
    at: int | None = None,
    judged: bool = False,
) -> tuple[str, str]:
    """An answer as the conversation shows it, and its sources; see `rendering`."""
    return rendering.turn(asked, answer, build, at, judged), rendering.cards(answer, build)


def _offered(
    build: Build, only: Sequence[str]
) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """The kinds and the documents to choose from, and which of `only` there aren't."""
    ids = _named(build, only, [])
    kinds = {build.document(id).meta.kind for _, id in ids} - {""}
    return sorted(kinds), ids, [id for id in only if id not in build.documents]


def _named(build: Build, only: Sequence[str], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """The documents within `only` and of `kinds`, by title and id; each is all where empty."""
    metas = {id: build.document(id).meta for id in sorted(build.documents)}
    return [
        (presentation.titled(meta), id)
        for id, meta in metas.items()
        if (not only or id in only) and (not kinds or meta.kind in kinds)
    ]


def _scope(request: gr.Request) -> Any:
    """The ASGI request that an event of the page came with."""
    assert request.request is not None
    return request.request.scope


def status(line: str) -> str:
    """A line that a screen reader tells as soon as it is there."""
    return f'<p role="status" class="stil">{html.escape(line)}</p>'
