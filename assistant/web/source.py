"""What opens beside an answer where someone clicks [n]: the document with the quote marked.

`text_view` gives its text as HTML, in which exactly document.text[start:end] is marked, and above
it what is known of the source. `page_picture` gives the page of a PDF itself, if its file is still
the one that was read. The index keeps no files, only where they lay: one that was moved or changed
since is shown as the text that was read then, and a line says so.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote as url_quote

from assistant.schema import Citation
from assistant.web import picture
from ingest import documents
from ingest.errors import UnreadableDocument
from ingest.index import Build
from ingest.schema import Document

WHOLE = 100_000  # characters: a longer document is shown in part
AROUND = 30_000  # characters of it before and after a quote, some ten pages
_BLOCK = re.compile(r"\n\n+")
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"- |\d{1,3}[.)] ")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s<>\"']+)", re.I)
_CLASSES: dict[str, str] = {"table": "tabel", "figure": "figuur", "reference": "literatuur"}
_MISSING = "Het bestand ligt niet meer waar het is ingelezen; dit is de tekst van toen."
_CHANGED = "Het bestand is veranderd sinds het is ingelezen; dit is de tekst van toen."


class Original(NamedTuple):
    """The file that a document was read from: its bytes, or why they aren't there."""

    data: bytes | None
    fault: str = ""


def text_view(build: Build, citation: Citation) -> str:
    """The document as HTML with the quote in `<mark>`; the first mark has the id "citaat".

    A mark is broken where a paragraph, an item or a row ends. Of a document longer than WHOLE,
    AROUND characters before and after the quote are shown, in whole paragraphs, and lines tell how
    much is left out.
    """
    document = build.document(citation.passage.document_id)
    fault = _original(build, document).fault
    told = f'<p class="stil">{escape(fault)}</p>' if fault else ""
    return (
        f'<article class="document" lang="nl">{_about(document, citation)}{told}'
        f"{''.join(_body(document, citation))}</article>"
    )


def page_picture(build: Build, citation: Citation) -> bytes | None:
    """A PNG of the page that the quote stands on with exactly the quote marked; where it goes over
    a page end, of both pages under each other.

    None for what is no PDF, where its file was moved or changed, and where it can't be drawn or
    what stands there isn't the quote.
    """
    document = build.document(citation.passage.document_id)
    spans = [
        span for span in document.origins.spans(citation.start, citation.end) if span[0].page > 0
    ]
    data = _original(build, document).data if spans else None
    if data is None:
        return None
    return picture.draw(data, spans, document.scanned, citation.quote)


def _original(build: Build, document: Document) -> Original:
    path = build.file(document.id)
    if path is None:
        return Original(None)
    try:
        data = documents.original(path, build.documents[document.id], document)
    except UnreadableDocument:
        return Original(None, _MISSING)
    return Original(data, _CHANGED if data is None else "")


def _about(document: Document, citation: Citation) -> str:
    """What is known of the source, and where in it the quote stands."""
    meta = document.meta
    section = document.section_at(citation.start)
    marks = [m.numbers for m in document.marks if citation.start < m.at <= citation.end]
    scan = " (gescand: controleer getallen en tekens)" if citation.scanned else ""
    rows = {
        "Sectie": section.title,
        "In de bron": section.place,
        "Bladzijde": f"{citation.page}{scan}" if citation.page else "",
        "Wat het is": citation.role,
        "Literatuurnoten": "; ".join(marks),
        "Auteurs": ", ".join(meta.authors),
        "Verschenen in": meta.venue,
        "Jaar": str(meta.year or "onbekend"),
        "Soort": meta.kind,
        "Over": meta.population,
    }
    told = {name: escape(value) for name, value in rows.items() if value}
    if meta.doi:
        told["DOI"] = doi_link(meta.doi)
    terms = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in told.items())
    return f"<header><h2>{escape(meta.title)}</h2><dl>{terms}</dl></header>"


def doi_link(doi: str) -> str:
    """A DOI as a link; what is none as text."""
    found = _DOI.fullmatch(doi.strip())
    if found is None:
        return escape(doi)
    address = escape(f"https://doi.org/{url_quote(found[1], safe='/')}")
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(found[1])}</a>'


def _body(document: Document, citation: Citation) -> Iterator[str]:
    """The sections around the quote, each with its heading, and what is left out."""
    low, high = _stretch(document.text, citation)
    if low:
        yield f'<p class="stil">Hiervoor staan nog {_count(low)} tekens.</p>'
    for section in document.sections:
        if section.end <= low or section.start >= high:
            continue
        if low <= section.start < section.body:
            level = min(3 + section.title.count(" › "), 6)
            heading = _shown(document, citation, section.start, section.body)
            yield f"<h{level}>{heading}</h{level}>"
        yield from _blocks(document, citation, max(section.body, low), min(section.end, high))
    if left := len(document.text) - high:
        yield f'<p class="stil">Hierna staan nog {_count(left)} tekens.</p>'


def _stretch(text: str, citation: Citation) -> tuple[int, int]:
    """The span that is shown: it begins and ends between paragraphs, if these aren't endless."""
    if len(text) <= WHOLE:
        return 0, len(text)
    low, high = max(citation.start - AROUND, 0), min(citation.end + AROUND, len(text))
    if low:
        between = text.find("\n\n", low, citation.start)
        low = low if between < 0 else between + 2
    if high < len(text):
        between = text.rfind("\n\n", citation.end, high)
        high = high if between < 0 else between
    return low, high


def _count(number: int) -> str:
    """A number as Dutch writes it: 12.345."""
    return f"{number:,}".replace(",", ".")


def _blocks(document: Document, citation: Citation, start: int, end: int) -> Iterator[str]:
    """Paragraphs, lists and rows of tables, as they lie in document.text[start:end]."""
    gaps = [match.span() for match in _BLOCK.finditer(document.text, start, end)]
    at = start
    for stop, after in [*gaps, (end, end)]:
        if document.text[at:stop].strip():
            yield _block(document, citation, at, stop)
        at = after


def _block(document: Document, citation: Citation, start: int, end: int) -> str:
    region = next((r.kind for r in document.regions if r.start <= start < r.end), "prose")
    lines = [line.span() for line in _LINE.finditer(document.text, start, end)]
    shown = [_shown(document, citation, *line) for line in lines]
    items = all(_ITEM.match(document.text, at) for at, _ in lines)
    kind = f' class="{_CLASSES.get(region, "lijst" if items else "tekst")}"'
    if items or (len(lines) > 1 and region in _CLASSES):
        return f"<ul{kind}>{''.join(f'<li>{line}</li>' for line in shown)}</ul>"
    return f"<p{kind}>{'<br>'.join(shown)}</p>"


def _shown(document: Document, citation: Citation, start: int, end: int) -> str:
    """document.text[start:end] escaped, with what it holds of the quote marked."""
    low, high = max(start, citation.start), min(end, citation.end)
    text = document.text
    if low >= high or not text[low:high].strip():
        return escape(text[start:end])
    id = ' id="citaat" tabindex="-1"' if not text[citation.start : low].strip() else ""
    marked = f"<mark{id}>{escape(text[low:high])}</mark>"
    return escape(text[start:low]) + marked + escape(text[high:end])
