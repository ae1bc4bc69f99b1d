"""The page of the chat, in Gradio: what stands where, and what happens to what.

On the left the conversation with numbered citations, on the right the cited passages; a citation
opens its document there. `compact` is the same for a frame in someone's own site. What happens is
in `chat`, and in the browser in `static/chat.js`. The page fetches nothing from another host.
"""

import asyncio
import html
import os
from datetime import datetime, timedelta
from typing import Any, NamedTuple

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: no outside request

import gradio as gr
from gradio.events import api

from assistant import presentation
from assistant.engine import MOST_CHARACTERS
from assistant.web import feedback, rendering
from assistant.web.api import told
from assistant.web.chat import Chat, Talk, Thumb, status

EXAMPLES = [
    "Hoe vaak komt lagerugpijn voor bij de huisarts?",
    "Wanneer is een MRI zinvol bij een lumbosacraal radiculair syndroom?",
    "Helpt acupunctuur bij lagerugpijn?",
    "Wat doet manipulatie met ontstekingsstoffen bij nekpijn?",
]
WAITING = 256  # questions of all pages together; a further one is told that it is too busy
SESSIONS = 2000  # conversations held at once, at some 80 kB and what was said; the oldest go
FORGOTTEN = 3600.0  # seconds after which the conversation of a page that was left is gone
LOOKED = 0.02  # seconds between two looks for a question; Gradio's own, 0.001, keeps a core awake
_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
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


class Page(gr.Blocks):
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
    blocks = Page(title="Ruggespraak", analytics_enabled=False)
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
        blocks._queue.sleep_when_free = LOOKED
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
                state = gr.HTML(status("Ruggespraak wordt geopend."), elem_id="stand")
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
