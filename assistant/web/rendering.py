"""An answer -> the HTML that the chat shows of it.

`turn` is a question with its answer in the conversation; `cards` are the cited passages beside it,
with their quotes marked. Every text of a document, a question or a language model is escaped here,
and a citation is a link that opens it.
"""

import html
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from assistant import disagreement, presentation
from assistant.schema import Answer, Citation, Conflict
from assistant.web.export import as_text
from assistant.web.opening import address
from ingest.errors import RuggespraakError
from ingest.index import Build
from ingest.schema import Document, Passage

NO_CARDS = '<p class="stil">Stel een vraag; hier verschijnen de aangehaalde passages.</p>'
_JUDGE = (
    '<button type="button" data-oordeel="goed">Goed antwoord</button>'
    '<button type="button" data-oordeel="fout">Niet goed</button>'
)


class Asked(NamedTuple):
    """A question as it is shown, and the sources that it was narrowed to."""

    text: str
    sources: Sequence[str] | None


def conversation(turns: Sequence[str]) -> str:
    """The turns of a conversation, as a log that a screen reader tells of."""
    return (
        f'<div role="log" aria-label="Gesprek" class="gesprek" tabindex="0">{"".join(turns)}</div>'
    )


def waiting(question: str) -> str:
    """A question whose answer is still to come."""
    return _turn(question, '<p class="stil">Even zoeken in de bronnen.</p>', busy=True)


def failed(question: str, error: RuggespraakError) -> str:
    """A question that got no answer, and why."""
    hint = f"<p><code>{html.escape(error.hint)}</code></p>" if error.hint else ""
    return _turn(question, f'<p class="let-op">{_lines(error.message)}</p>{hint}')


def turn(asked: Asked, answer: Answer, build: Build, at: int | None, judged: bool = False) -> str:
    """A question with its answer: warnings, how it was read, the statements under their sources,
    what disagrees side by side, and what there was no room for. `at` is the answer's place in the
    conversation, None while it still grows; `judged` says that a thumb may be given.
    """
    parts = [f'<p class="let-op">{_lines(warning)}</p>' for warning in answer.warnings]
    held = presentation.held(build, asked.sources)
    read = presentation.readings(answer)
    read += [f"Alleen gezocht in: {'; '.join(held)}"] if asked.sources else []
    parts += [f'<p class="stil">{html.escape(line)}</p>' for line in read]
    parts += _declined(answer, held) if answer.abstained else _said(answer)
    parts += [side_by_side(answer, conflict) for conflict in answer.conflicts]
    if answer.more:
        rest = "".join(f"<li>{_told(c.quote, [c], c.role)}</li>" for c in answer.more)
        parts.append(f"<details><summary>Toon meer</summary><ul>{rest}</ul></details>")
    if at is not None:
        copied = html.escape(as_text(answer, build, date.today()))
        parts.append(
            f'<p class="knoppen" data-beurt="{at}">'
            f'<button type="button" data-kopie="{copied}">Kopieer met bronnen</button>'
            f"{_JUDGE if judged else ''}</p>"
        )
    return _turn(asked.text, "".join(parts), busy=at is None)


def cards(answer: Answer, build: Build) -> str:
    """The cited passages by source with their quotes marked; for a refusal the nearest passages,
    unmarked.
    """
    if answer.abstained:
        near = [
            f"<h3>{html.escape(presentation.titled(document.meta))}</h3>"
            + card([], hit.passage, document)
            for hit in presentation.nearest(answer)
            if (document := _holding(build, hit.passage))
        ]
        told = '<p class="stil">Het dichtst in de buurt komen:</p>'
        return "".join([told, *near]) if near else NO_CARDS
    shown = _cited(answer.citations, build)
    if answer.more:
        rest = _cited(answer.more, build)
        shown += f"<details><summary>Passages bij <i>Toon meer</i></summary>{rest}</details>"
    return shown


def card(citations: list[Citation], passage: Passage, document: Document) -> str:
    """One passage of the document as a card; the quotes of `citations` are marked."""
    start, end = passage.start, passage.end
    section = document.section_at(end - 1)
    about = [html.escape(section.title)]
    about += [f"in de bron: {html.escape(section.place)}"] if section.place else []
    page = document.page_at(citations[0].start if citations else start)
    about += [f"p. {page}{' (gescand)' if page in document.scanned else ''}"] if page else []
    marks = [m.numbers for c in citations for m in document.marks if c.start < m.at <= c.end]
    about += [f"literatuurnoten: {html.escape('; '.join(marks))}"] if marks else []
    roles = [f"{_link(citation)} {html.escape(citation.role)}" for citation in citations]
    place = " · ".join(filter(None, [", ".join(roles), *about]))
    text, at = "", max(start, section.body)
    for citation in sorted(citations, key=lambda c: c.start):
        quote = f"<mark>{html.escape(citation.quote)}</mark> <sup>[{citation.number}]</sup>"
        text += html.escape(document.text[at : citation.start]) + quote
        at = citation.end
    text += html.escape(document.text[at:end])
    return (
        f'<article class="bron"><p class="plaats">{place}</p>'
        f"<p>{text.strip().replace(chr(10), '<br>')}</p></article>"
    )


def side_by_side(answer: Answer, conflict: Conflict) -> str:
    """A disagreement: its quotes beside each other, each under the source that it is from."""
    columns = [
        f'<div><p class="plaats">{_link(citation)} {html.escape(citation.origin)}</p>'
        f"<p>{_lines(citation.quote)}</p></div>"
        for citation in disagreement.sides(answer, conflict)
    ]
    return (
        f'<section class="oneens"><h3>{html.escape(disagreement.headline(answer, conflict))}</h3>'
        f'<div class="kanten">{"".join(columns)}</div></section>'
    )


def _turn(question: str, answer: str, busy: bool = False) -> str:
    state = ' aria-busy="true"' if busy else ""
    return (
        f'<section class="beurt"><h2 class="vraag">{_lines(question)}</h2>'
        f'<div class="antwoord"{state}>{answer}</div></section>'
    )


def _said(answer: Answer) -> Iterator[str]:
    """The statements under their sources."""
    citations = {citation.number: citation for citation in answer.citations}
    for group in presentation.groups(answer):
        if group.source:
            yield f"<h3>Uit {html.escape(group.source)}:</h3>"
        for statement in group.statements:
            its = [citations[number] for number in statement.citations]
            yield f"<div>{_told(statement.text, its, presentation.roles(answer, statement))}</div>"


def _declined(answer: Answer, held: Sequence[str]) -> Iterator[str]:
    """Why there is no answer, and what there is."""
    yield f"<p>{_lines(answer.reason or '')}</p>"
    if presentation.nearest(answer):
        yield "<p>Het dichtst in de buurt komen de passages onder <i>Bronnen</i>.</p>"
    listed = "".join(f"<li>{html.escape(line)}</li>" for line in held)
    yield f"<p>Ik antwoord uit deze documenten:</p><ul>{listed}</ul>"


def _told(text: str, citations: Sequence[Citation], role: str) -> str:
    """A text, its numbers and what they are; lines that begin with "- " are items of a list."""
    behind = f"{' '.join(map(_link, citations))} <span class='rol'>{html.escape(role)}</span>"
    blocks = [
        f"<ul>{''.join(f'<li>{html.escape(line[2:])}</li>' for line in lines)}</ul>"
        if listed
        else f"<p>{_lines(chr(10).join(lines))}</p>"
        for listed, lines in groupby(text.split("\n"), lambda line: line.startswith("- "))
    ]
    last = blocks[-1]
    if last.endswith("</p>"):
        return "".join(blocks[:-1]) + f"{last.removesuffix('</p>')} {behind}</p>"
    return "".join(blocks) + f"<p>{behind}</p>"


def _link(citation: Citation) -> str:
    """[n], which opens the document at the quote."""
    name = html.escape(f"Bron {citation.number}: open {citation.title} bij het citaat")
    return (
        f'<a class="nummer" href="{html.escape(address(citation))}" aria-label="{name}">'
        f"[{citation.number}]</a>"
    )


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
            if document := _holding(build, same[0].passage):
                parts.append(card(same, same[0].passage, document))
    return "".join(parts)


def _holding(build: Build, passage: Passage) -> Document | None:
    """The document of a passage; None where a newer build doesn't hold the passage as it was."""
    if passage.document_id not in build.documents:
        return None
    document = build.document(passage.document_id)
    return document if document.text[passage.start : passage.end] == passage.text else None


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
