"""The chat: a Gradio page that asks the assistant and shows what comes back.

On the left the conversation with numbered citations, on the right each cited passage with the
quoted sentence marked. The page fetches nothing from another host, and no question is kept.
"""

import os
from collections.abc import Iterator
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: no outside request

import gradio as gr

from assistant import presentation, privacy
from assistant.engine import MOST_CHARACTERS, Assistant
from assistant.web.rendering import NO_SOURCES, as_cards, as_markdown, escaped, holdings
from ingest.errors import RuggespraakError

EXAMPLES = [
    "Hoe vaak komt lagerugpijn voor bij de huisarts?",
    "Wanneer is een MRI zinvol bij een lumbosacraal radiculair syndroom?",
    "Helpt acupunctuur bij lagerugpijn?",
    "Wat doet manipulatie met ontstekingsstoffen bij nekpijn?",
]
CSS = """
.gradio-container {max-width: 1280px !important; margin: 0 auto}
#bronnen {padding: 0}
@media (min-width: 900px) {#bronnen {max-height: 72vh; overflow-y: auto !important}}
.bron {border: 1px solid var(--border-color-primary); border-radius: 8px; padding: .8rem 1rem;
  margin-bottom: .8rem; line-height: 1.5}
#bronnen h3 {margin: 0 0 .4rem; font-size: 1rem; line-height: 1.4}
#bronnen h3 span {font-weight: 400; opacity: .8}
#bronnen summary, #gesprek summary {cursor: pointer; margin-bottom: .6rem; font-weight: 600}
.plaats, .stil {opacity: .8; font-size: .88rem; margin: 0 0 .5rem}
.bron mark {background: #ffe08a; color: #1a1a1a; padding: 0 .1em; border-radius: 2px}
.bron p {margin: 0 0 .5rem}
.oneens {border: 2px solid var(--border-color-primary); border-radius: 8px; padding: .8rem 1rem;
  margin-bottom: .8rem; line-height: 1.5}
.kanten {display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem}
.kanten p {margin: 0}
"""
# An answer is read from its top, where its warnings are.
TO_THE_QUESTION = """() => requestAnimationFrame(() => requestAnimationFrame(() => {
  const log = document.querySelector("#gesprek [role=log]");
  const top = (e) => e.getBoundingClientRect().top;
  const last = [...log.querySelectorAll("[data-testid=user]")].at(-1);
  if (last) log.scrollTop += top(last) - top(log) - 40;
}))"""

Message = dict[str, Any]
Shown = tuple[str, list[str], list[Message], str]


def page(assistant: Assistant) -> gr.Blocks:
    """The page: conversation on the left, cited passages on the right, what it holds below."""
    blocks = gr.Blocks(title="Ruggespraak", analytics_enabled=False)
    with blocks:
        gr.Markdown(
            "# Ruggespraak\nStel een vraag over rug- en nekpijn. Bij elke zin van het antwoord "
            "staat de passage waar die op rust; wat de documenten niet zeggen, wordt niet "
            "beantwoord. Geen medisch hulpmiddel; typ geen gegevens van patiënten."
        )
        gr.Markdown(escaped(presentation.promise(assistant)), elem_id="belofte")
        turns = gr.State([])
        with gr.Row():
            with gr.Column(scale=3):
                chat = gr.Chatbot(
                    label="Gesprek",
                    elem_id="gesprek",
                    height="52vh",
                    buttons=["copy"],
                    autoscroll=False,
                    feedback_options=None,
                )
                question = gr.Textbox(
                    label="Uw vraag",
                    placeholder="Bijvoorbeeld: wanneer verwijzen bij uitstralende pijn?",
                    max_length=MOST_CHARACTERS,
                    submit_btn="Vraag",
                    autofocus=True,
                )
                gr.Examples(EXAMPLES, question, label="Voorbeelden")
                new = gr.Button("Nieuw gesprek", size="sm")
            with gr.Column(scale=2):
                gr.Markdown("## Bronnen bij dit antwoord")
                sources = gr.HTML(NO_SOURCES, elem_id="bronnen")
        with gr.Accordion("Wat zit erin, en wat is dit niet?", open=False):
            held = gr.HTML()

        blocks.load(lambda: holdings(assistant), None, held, api_visibility="private")

        def respond(text: str, asked: list[str], shown: list[Message]) -> Iterator[Shown]:
            yield from answered(assistant, text, asked, shown)

        question.submit(
            respond,
            [question, turns, chat],
            [question, turns, chat, sources],
            api_visibility="private",
        )
        chat.change(None, js=TO_THE_QUESTION, api_visibility="private")
        for cleared in (new.click, chat.clear):
            cleared(
                lambda: ([], [], NO_SOURCES), None, [turns, chat, sources], api_visibility="private"
            )
        blocks.queue(api_open=False, default_concurrency_limit=8)
    return blocks


def answered(
    assistant: Assistant, text: str, turns: list[str], shown: list[Message]
) -> Iterator[Shown]:
    """Ask the assistant; the answer as it grows: the emptied box, the turns, the conversation and
    the sources.
    """
    if not text.strip():
        yield "", turns, shown, NO_SOURCES
        return
    kept = [*turns, privacy.without(text)]
    shown = [*shown, {"role": "user", "content": escaped(kept[-1])}]
    try:
        for answer in assistant.stream([*turns, text]):
            build, _ = assistant.open()
            reply = {"role": "assistant", "content": as_markdown(answer, build)}
            yield "", kept, [*shown, reply], as_cards(answer, build)
    except RuggespraakError as error:
        reply = {"role": "assistant", "content": escaped(str(error))}
        yield "", turns, [*shown, reply], NO_SOURCES
