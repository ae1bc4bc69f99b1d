"""The chat: a Gradio page that asks the assistant and shows what comes back.

On the left the conversation with numbered citations, on the right the cited passages; a citation
opens its document there. `compact` is the same for a frame in someone's own site. The page fetches
nothing from another host, and the server keeps a conversation in memory alone, no longer than an
hour after its page is left.
"""

import asyncio
import base64
import html
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: no outside request

import gradio as gr
from gradio.events import api
from starlette.datastructures import Headers

from assistant import presentation, privacy
from assistant.engine import MOST_CHARACTERS
from assistant.schema import Answer
from assistant.web import export, feedback, rendering
from assistant.web.api import MOST_SOURCES, told
from assistant.web.desk import Desk
from assistant.web.guard import is_known
from assistant.web.rate import client_of
from assistant.web.settings import Settings
from ingest.errors import FeedbackNotKept, RuggespraakError
from ingest.index import Build

EXAMPLES = [
    "Hoe vaak komt lagerugpijn voor bij de huisarts?",
    "Wanneer is een MRI zinvol bij een lumbosacraal radiculair syndroom?",
    "Helpt acupunctuur bij lagerugpijn?",
    "Wat doet manipulatie met ontstekingsstoffen bij nekpijn?",
]
WAITING = 256  # questions of all pages together; a further one is told that it is too busy
_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_AS_IT_IS: Any = gr.skip()
SESSIONS = 2000  # conversations held at once, at some 80 kB and what was said; the oldest go
FORGOTTEN = 3600.0  # seconds after which the conversation of a page that was left is gone
WARMING = 0.5  # seconds between two looks whether it is ready
_HEAD = """<h1>Ruggespraak</h1>
<p>Stel een vraag over rug- en nekpijn. Bij elke zin van het antwoord staat de passage waar die op
rust; wat de documenten niet zeggen, wordt niet beantwoord. Geen medisch hulpmiddel; typ geen
gegevens van patiënten. <a class="opent" href="wat-zit-erin">Wat zit erin?</a></p>
<p class="stil">{promise}</p>"""
_PANEL = '<aside id="bron" aria-label="De geopende bron" hidden></aside>'
_JUDGED = """element.addEventListener('click', (event) => {
  const thumb = event.target.closest('[data-oordeel]');
  if (thumb) trigger('click', {
    good: thumb.dataset.oordeel === 'goed', turn: Number(thumb.parentElement.dataset.beurt)});
})"""
# In the page itself: to the server it would count as a question more.
_DONE = """() => ['', {__type__: 'update', visible: false}]"""


_FORMS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "md": ("text/markdown", lambda *given: export.as_markdown(*given).encode()),
    "pdf": ("application/pdf", export.as_pdf),
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
                yield (
                    _state("Ruggespraak warmt op: de bronnen worden geopend."),
                    only,
                    gr.skip(),
                    gr.skip(),
                )
                await asyncio.sleep(WARMING)
            build = await self._build()
            ids = _named(build, only, [])
            kinds = sorted({build.document(id).meta.kind for _, id in ids} - {""})
            absent = ", ".join(id for id in only if id not in build.documents)
            unknown = f"Het adres van deze pagina noemt een bron die er niet is: {absent}."
            state = _state(unknown if absent else "")
            yield state, only, gr.Dropdown(choices=kinds), gr.Dropdown(choices=ids)
        except RuggespraakError as error:
            yield _state(str(error)), only, gr.skip(), gr.skip()

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
            build = await self._build()
            sources = narrowed(build, only, kinds, ids)
            asked = rendering.Asked(typed, sources)
            turns, client = [*talk.asked, text], client_of(_scope(request))
            async with aclosing(self.desk.answers(turns, sources, client)) as answers:
                async for answer in answers:
                    build = await self._build()
                    cards = rendering.cards(answer, build)
                    yield shown(rendering.turn(asked, answer, build, None), cards)
        except RuggespraakError as error:
            yield shown(rendering.failed(typed, error), left=text)
            return
        said = rendering.turn(asked, answer, build, len(talk.answers), bool(self.kept))
        talk = Talk((*talk.asked, typed), (*talk.answers, answer), (*talk.shown, said))
        yield _AS_IT_IS, talk, rendering.conversation(talk.shown), cards

    async def saved(self, talk: Talk, form: str) -> File | None:
        """The conversation as a file for the page to save; None, and why, where there is none."""
        type, drawn = _FORMS[form]
        try:
            build = await self._build()
            whole = await asyncio.to_thread(drawn, talk.answers, build, date.today())
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
            return _state(error.message), _AS_IT_IS
        return _state("Uw oordeel is bewaard. Dank u wel."), gr.Column(visible=False)

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
        return gr.Dropdown(choices=_named(await self._build(), only, kinds), value=[])

    async def _build(self) -> Build:
        build, _ = await asyncio.to_thread(self.desk.assistant.open)
        return build


class _Page(gr.Blocks):
    """A page that holds a conversation for SESSIONS people, and for each until some time after the
    page is left; Gradio holds it for ten thousand, until one more comes. Its failures are told as
    those of the interfaces are: Gradio prints each with what it says, and that may be what was
    asked.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.state_session_capacity = SESSIONS

    async def left(self, request: gr.Request) -> None:
        """Forget what was asked on a page, if by then no one goes on: a phone may come back."""
        asyncio.get_running_loop().call_later(FORGOTTEN, self._forget, request.session_hash)

    def _forget(self, session: str | None) -> None:
        held = self.state_holder
        used = held.time_last_used.get(session or "")
        if session and used and datetime.now() - used >= timedelta(seconds=0.9 * FORGOTTEN):
            held.session_data.pop(session, None)
            held.time_last_used.pop(session, None)

    async def process_api(self, *given: Any, **named: Any) -> dict[str, Any]:
        try:
            return await super().process_api(*given, **named)
        except gr.Error as error:
            if not error.print_exception:  # it is one of ours
                raise
            failure: Exception = error
        except Exception as error:
            failure = error
        raise gr.Error(told(failure)["error"], print_exception=False)


class Parts(NamedTuple):
    """What the page is made of, as far as something happens to it."""

    talk: gr.State
    only: gr.State  # the sources that the page's address narrows it to
    state: gr.HTML
    log: gr.HTML
    examples: list[gr.Button]
    question: gr.Textbox
    kinds: gr.Dropdown
    ids: gr.Dropdown
    cards: gr.HTML
    new: gr.Button
    forms: dict[str, gr.Button]
    judgement: tuple[gr.Column, gr.Textbox, gr.Button]


def page(chat: Chat, compact: bool = False) -> gr.Blocks:
    """The page of the chat; `compact` without what needs room: filters, cards and files."""
    blocks = _Page(title="Ruggespraak", analytics_enabled=False)
    with blocks:
        parts = _laid_out(chat, compact)
        _asking(chat, parts)
        _saving(chat, parts)
        if chat.kept:
            _judging(chat, parts)
        ready = [parts.state, parts.only, parts.kinds, parts.ids]
        blocks.load(chat.opened, None, ready, show_progress="hidden", **_PRIVATE)
        api(chat.line, api_name="ask")
        blocks.unload(blocks.left)
        blocks.queue(api_open=False, default_concurrency_limit=None, max_size=WAITING)
    return blocks


def _laid_out(chat: Chat, compact: bool) -> Parts:
    talk, only = gr.State(Talk()), gr.State([])
    with gr.Column(elem_classes="smal" if compact else "breed"):
        promise = presentation.promise(chat.desk.assistant, bool(chat.kept))
        gr.HTML(_HEAD.format(promise=html.escape(promise)))
        with gr.Row():
            with gr.Column(scale=3):
                log = gr.HTML(rendering.conversation([]), elem_id="gesprek", js_on_load=_JUDGED)
                with gr.Column(visible=False, elem_id="oordeel") as judgement:
                    remark = gr.Textbox(
                        label="Wat vindt u van dit antwoord?",
                        info="Uw vragen, het antwoord en deze opmerking worden dan bewaard op de "
                        "computer waarop Ruggespraak draait. Typ geen gegevens van patiënten.",
                        max_length=feedback.MOST_CHARACTERS,
                        lines=2,
                    )
                    send = gr.Button("Bewaar mijn oordeel", size="sm")
                state = gr.HTML(_state("Ruggespraak wordt geopend."), elem_id="stand")
                with gr.Row(elem_id="voorbeelden"):
                    examples = [gr.Button(text, size="sm") for text in EXAMPLES]
                question = gr.Textbox(
                    label="Uw vraag",
                    elem_id="vraag",
                    placeholder="Bijvoorbeeld: wanneer verwijzen bij uitstralende pijn?",
                    max_length=MOST_CHARACTERS,
                    submit_btn="Vraag",
                    autofocus=not compact,
                )
                with gr.Accordion("Waarin zoeken?", open=False, visible=not compact):
                    kinds = gr.Dropdown([], label="Alleen deze soorten", multiselect=True)
                    ids = gr.Dropdown([], label="Alleen deze bronnen", multiselect=True)
                with gr.Row(elem_id="daarna"):
                    new = gr.Button("Nieuw gesprek", size="sm")
                    forms = {
                        form: gr.Button(f"Bewaar als {name}", size="sm", visible=not compact)
                        for form, name in (("md", "Markdown"), ("pdf", "PDF"))
                    }
            with gr.Column(scale=2, elem_id="naast"):
                gr.HTML("<h2>Bronnen bij dit antwoord</h2>", elem_id="bronkop", visible=not compact)
                cards = gr.HTML(rendering.NO_CARDS, elem_id="bronnen", visible=not compact)
                gr.HTML(_PANEL)
    judged = (judgement, remark, send)
    return Parts(talk, only, state, log, examples, question, kinds, ids, cards, new, forms, judged)


def _asking(chat: Chat, parts: Parts) -> None:
    """A question from the box or an example, and a conversation that begins anew."""
    shown = [parts.question, parts.talk, parts.log, parts.cards]
    narrowed = [parts.talk, parts.only, parts.kinds, parts.ids]
    asks: list[Any] = [
        trigger(
            chat.respond,
            [text, *narrowed],
            shown,
            show_progress="hidden",
            trigger_mode="always_last",  # a question asked meanwhile is answered next
            **_PRIVATE,
        )
        for trigger, text in (
            (parts.question.submit, parts.question),
            *((example.click, example) for example in parts.examples),
        )
    ]
    parts.log.change(None, js="() => ruggespraak.follow()", **_PRIVATE)
    parts.new.click(
        lambda: ("", Talk(), rendering.conversation([]), rendering.NO_CARDS),
        None,
        shown,
        js="() => ruggespraak.close()",
        cancels=asks,
        **_PRIVATE,
    )
    parts.kinds.change(chat.documents, [parts.only, parts.kinds], parts.ids, **_PRIVATE)


def _saving(chat: Chat, parts: Parts) -> None:
    """A conversation that the browser saves."""
    file = gr.JSON(visible=False)
    for form, button in parts.forms.items():
        button.click(chat.saved, [parts.talk, gr.State(form)], file, **_PRIVATE).then(
            None, file, js="(file) => ruggespraak.save(file)", **_PRIVATE
        )


def _judging(chat: Chat, parts: Parts) -> None:
    """A thumb under an answer opens a box for a remark; both are kept when it is sent."""
    thumb = gr.State(None)

    def opened(talk: Talk, event: gr.EventData) -> tuple[Thumb, Any, Any]:
        told = event._data
        of = Thumb(int(told["turn"]), bool(told["good"]))
        about = talk.asked[of.turn] if of.turn < len(talk.asked) else ""
        label = f"Wat was er {'goed' if of.good else 'niet goed'} aan het antwoord op: {about}"
        return of, gr.Column(visible=True), gr.Textbox(value="", label=label)

    form, remark, send = parts.judgement
    parts.log.click(opened, parts.talk, [thumb, form, remark], **_PRIVATE).then(
        None, js="() => ruggespraak.focus('#oordeel textarea')", **_PRIVATE
    )
    send.click(chat.judged, [parts.talk, thumb, remark], [parts.state, form], **_PRIVATE).then(
        None, js="() => ruggespraak.focus('#vraag textarea')", **_PRIVATE
    )
    for goes_on in (parts.question.submit, parts.new.click):
        goes_on(None, None, [parts.state, form], js=_DONE, **_PRIVATE)


def narrowed(
    build: Build, only: Sequence[str], kinds: Sequence[str], ids: Sequence[str]
) -> list[str] | None:
    """The sources to answer from: `ids`, else those of `kinds`, within `only`; None for all. Where
    none of `only` is in the index, they are the answer: the assistant says that it has none.
    """
    if not (only or kinds or ids):
        return None
    return list(ids) or [id for _, id in _named(build, only, kinds)] or list(only)


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


def _state(line: str) -> str:
    """A line that a screen reader tells as soon as it is there."""
    return f'<p role="status" class="stil">{html.escape(line)}</p>'
