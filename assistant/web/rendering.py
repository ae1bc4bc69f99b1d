"""An answer -> what the chat shows of it: the conversation's Markdown and the sources' HTML.

Every text of a document, a question or a language model is escaped here.
"""

import html
import re
from collections.abc import Sequence

from assistant import disagreement, presentation
from assistant.engine import Assistant
from assistant.schema import Answer, Citation, Conflict
from ingest.index import Build
from ingest.schema import Document

DISCLAIMER = (
    "Ruggespraak is geen medisch hulpmiddel en vervangt uw klinisch oordeel niet. "
    "Typ geen gegevens van patiënten. Lees de bron zelf na voordat u erop handelt."
)
NO_SOURCES = '<p class="stil">Stel een vraag; hier verschijnen de aangehaalde passages.</p>'


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
