"""The chat: python app.py [--host H] [--port P] [--index DIR] [--llm].

Gradio inside a FastAPI app. The page asks the Assistant and shows what comes back: on the left the
conversation with numbered citations, on the right each cited passage with the quoted sentence
marked. The page fetches nothing from another host, and no question is kept or logged.
"""

import argparse
import html
import os
import re
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: no outside request

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant import disagreement, presentation, privacy, writer
from assistant.engine import MOST_CHARACTERS, Assistant
from assistant.schema import Answer, Citation, Conflict
from ingest import commandline, llm, pipeline
from ingest.commandline import ended
from ingest.errors import IndexMissing, NotServed, RuggespraakError, reason
from ingest.index import Build
from ingest.schema import Document

EXAMPLES = [
    "Hoe vaak komt lagerugpijn voor bij de huisarts?",
    "Wanneer is een MRI zinvol bij een lumbosacraal radiculair syndroom?",
    "Helpt acupunctuur bij lagerugpijn?",
    "Wat doet manipulatie met ontstekingsstoffen bij nekpijn?",
]
DISCLAIMER = (
    "Ruggespraak is geen medisch hulpmiddel en vervangt uw klinisch oordeel niet. "
    "Typ geen gegevens van patiënten. Lees de bron zelf na voordat u erop handelt."
)
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
NO_SOURCES = '<p class="stil">Stel een vraag; hier verschijnen de aangehaalde passages.</p>'

Message = dict[str, Any]
Shown = tuple[str, list[str], list[Message], str]


def main(arguments: list[str] | None = None) -> int:
    """Serve the chat until it is stopped; makes the index first where there is none."""
    options = _parser().parse_args(arguments)
    return ended(lambda: _serve(options.host, options.port, options.index, options.llm))


def _serve(host: str, port: int, index: Path, worded: bool) -> int:
    assistant = Assistant(index, writer.from_environment if worded else None)
    if worded:
        llm.host()  # no chat where the language model that was asked for isn't set up
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise NotServed(host, port, reason(error)) from error
    except OverflowError as error:
        raise NotServed(host, port, "een poort is een getal van 0 tot 65535") from error
    try:
        assistant.open()
    except IndexMissing:
        print("Er is nog geen index; die wordt nu gemaakt uit de meegeleverde bronnen.", flush=True)
        pipeline.ingest(pipeline.shipped(), index)
        assistant.open()
    port = listening.getsockname()[1]
    print(f"Ruggespraak staat op http://{host}:{port} (Ctrl+C stopt)", flush=True)
    config = uvicorn.Config(web_app(assistant), log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def web_app(assistant: Assistant) -> FastAPI:
    """The chat as a FastAPI application."""
    app = FastAPI(title="Ruggespraak", docs_url=None, redoc_url=None)
    gr.mount_gradio_app(
        app,
        page(assistant),
        path="/",
        css=CSS,
        theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head="<script>document.documentElement.lang = 'nl'</script>",
        footer_links=[],
        run_history=False,
        show_error=False,
    )
    return app


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
            gr.HTML(holdings(assistant))

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


def as_markdown(answer: Answer, build: Build) -> str:
    """The answer for the conversation: warnings, then each statement with its citations and what
    they are, by source; for a refusal the reason, and what there is.
    """
    parts = [f"**{escaped(warning)}**" for warning in answer.warnings]
    parts += [f"*{escaped(line)}*" for line in presentation.readings(answer)]
    if answer.abstained:
        parts.append(escaped(answer.reason or ""))
        if presentation.nearest(answer):
            parts.append("Het dichtst in de buurt komen de passages onder *Bronnen*.")
        held = "\n".join(f"- {escaped(line)}" for line in presentation.held(build))
        parts.append(f"Ik antwoord uit deze documenten:\n\n{held}")
    for group in presentation.groups(answer):
        parts += [f"*Uit {escaped(group.source)}:*"] if group.source else []
        for statement in group.statements:
            role = presentation.roles(answer, statement)
            parts.append(f"{escaped(statement.text)} {_numbers(statement.citations)} *{role}*")
    for conflict in answer.conflicts:
        numbers = " en ".join(f"[{c.number}]" for c in disagreement.sides(answer, conflict))
        parts.append(escaped(f"{disagreement.headline(answer, conflict)}: vergelijk {numbers}."))
    if answer.more:
        rest = [f"{escaped(c.quote)} {_numbers([c.number])} *{c.role}*" for c in answer.more]
        parts += ["<details><summary>Toon meer</summary>", *rest, "</details>"]
    return "\n\n".join(parts)


def _numbers(numbers: Sequence[int]) -> str:
    return f"**{escaped(' '.join(f'[{number}]' for number in numbers))}**"


def as_cards(answer: Answer, build: Build) -> str:
    """What disagrees, side by side, and the cited passages by source with their quotes marked; for
    a refusal the nearest passages, unmarked.
    """
    if answer.abstained:
        cards = [
            f"<h3>{html.escape(presentation.titled(document.meta))}</h3>"
            + card([], hit.passage.start, document, hit.passage.end)
            for hit in presentation.nearest(answer)
            for document in [build.document(hit.passage.document_id)]
        ]
        near = '<p class="stil">Het dichtst in de buurt komen:</p>'
        return "".join([near, *cards]) if cards else NO_SOURCES
    parts = [*(side_by_side(answer, conflict) for conflict in answer.conflicts)]
    parts.append(_cited(answer.citations, build))
    if answer.more:
        rest = _cited(answer.more, build)
        parts.append(f"<details><summary>Passages bij <i>Toon meer</i></summary>{rest}</details>")
    return "".join(parts)


def _cited(citations: Sequence[Citation], build: Build) -> str:
    """The passages of the citations as cards, under their sources."""
    parts = []
    for origin, its in presentation.by_source(citations).items():
        title = its[0].title
        about = html.escape(origin.removeprefix(title))
        parts.append(f"<h3>{html.escape(title)}<span>{about}</span></h3>")
        by_passage: dict[str, list[Citation]] = {}
        for citation in its:
            by_passage.setdefault(citation.passage.id, []).append(citation)
        for same in by_passage.values():
            passage = same[0].passage
            document = build.document(passage.document_id)
            parts.append(card(same, passage.start, document, passage.end))
    return "".join(parts)


def side_by_side(answer: Answer, conflict: Conflict) -> str:
    """A disagreement: its quotes beside each other, each under the source that it is from."""
    columns = [
        f'<div><p class="plaats">{html.escape(f"[{citation.number}] {citation.origin}")}</p>'
        f"<p>{html.escape(citation.quote).replace(chr(10), '<br>')}</p></div>"
        for citation in disagreement.sides(answer, conflict)
    ]
    return (
        f'<section class="oneens"><h3>{html.escape(disagreement.headline(answer, conflict))}</h3>'
        f'<div class="kanten">{"".join(columns)}</div></section>'
    )


def card(citations: list[Citation], start: int, document: Document, end: int) -> str:
    """One passage, document.text[start:end], as a card; the quotes of `citations` are marked."""
    section = document.section_at(end - 1)
    about = [", ".join(f"[{citation.number}] {citation.role}" for citation in citations)]
    about.append(section.title)
    about += [f"in de bron: {section.place}"] if section.place else []
    page = document.page_at(citations[0].start if citations else start)
    about += [f"p. {page}{' (gescand)' if page in document.scanned else ''}"] if page else []
    marks = [m.numbers for c in citations for m in document.marks if c.start < m.at <= c.end]
    about += [f"literatuurnoten: {'; '.join(marks)}"] if marks else []
    text, at = "", max(start, section.body)
    for citation in sorted(citations, key=lambda c: c.start):
        quote = f"<mark>{html.escape(citation.quote)}</mark> <sup>[{citation.number}]</sup>"
        text += html.escape(document.text[at : citation.start]) + quote
        at = citation.end
    text += html.escape(document.text[at:end])
    place = html.escape(" · ".join(filter(None, about)))
    return (
        f'<article class="bron"><p class="plaats">{place}</p>'
        f"<p>{text.strip().replace(chr(10), '<br>')}</p></article>"
    )


def holdings(assistant: Assistant) -> str:
    """What the index holds, a line a document, and what this is not."""
    build, _ = assistant.open()
    lines = []
    for id in sorted(build.documents):
        meta = build.document(id).meta
        year = str(meta.year or "jaar onbekend")
        doi = f"doi {meta.doi}" if meta.doi else ""
        details = [", ".join(meta.authors), meta.venue, year, doi, meta.kind, meta.population]
        told = html.escape("; ".join(filter(None, details)))
        lines.append(f"<li><strong>{html.escape(meta.title)}</strong>. {told}</li>")
    told = f"{DISCLAIMER} {presentation.promise(assistant)}"
    return f"<ul>{''.join(lines)}</ul><p>{html.escape(told)}</p>"


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is; list items stay items."""
    lines = text.split("\n")
    return "\n".join(
        ("- " if line.startswith("- ") else "")
        + re.sub(r"([\\`*_{}\[\]()#+.!|~$-])", r"\\\1", html.escape(line.removeprefix("- "), False))
        for line in lines
    )


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser("python app.py", "De chat van Ruggespraak.")
    parser.add_argument("--host", default="127.0.0.1", help="waarop geluisterd wordt")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--llm", action="store_true", help="laat een taalmodel formuleren")
    return parser


if __name__ == "__main__":
    sys.exit(main())
