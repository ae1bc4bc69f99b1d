"""What opens beside an answer where someone clicks [n]: the document with the quote marked.

`text_view` gives its text as HTML, in which exactly document.text[start:end] is marked, and above
it what is known of the source. `page_picture` gives the page of a PDF itself, if its file is still
the one that was read. The index keeps no files, only where they lay: one that was moved or changed
since is shown as the text that was read then, and a line says so. Doesn't know HTTP.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote as url_quote

from assistant.roles import role
from assistant.web import picture
from ingest import documents
from ingest.errors import UnreadableDocument
from ingest.index import Build
from ingest.passages import Span
from ingest.schema import Document, Section

WHOLE = 100_000  # characters: a longer document is shown in part
AROUND = 30_000  # characters of it before and after a quote, some ten pages
# Of the article alone, for every page that shows it. It takes its colours from that page; what
# scrolls under its bar is covered by --document-background.
STYLE = """
.document {line-height: 1.6; overflow-wrap: anywhere}
.document nav {position: sticky; top: 0; z-index: 1; display: flex; gap: 1.5rem; padding: .6rem 0;
  background: var(--document-background, Canvas);
  border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent)}
.document a {color: inherit; text-underline-offset: .2em}
.document h2 {font-size: 1.4rem; line-height: 1.3; margin: 1rem 0 .8rem}
.document h3, .document h4, .document h5, .document h6 {line-height: 1.35; margin: 1.6rem 0 .4rem}
.document h3 {font-size: 1.15rem}
.document h4, .document h5, .document h6 {font-size: 1rem}
.document header {margin-bottom: 1rem}
.document dl {display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0;
  padding: 0 0 1rem; font-size: .92rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent)}
.document dt {opacity: .8}
.document dd {margin: 0}
.document p, .document ul {margin: 0 0 .8rem}
.document ul {list-style: none; padding: 0}
.document .lijst li {padding-left: 1.1em; text-indent: -1.1em; margin-bottom: .2rem}
.document .tabel li, .document .figuur li {padding: .2rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent)}
.document .literatuur {font-size: .92rem}
.document .stil {margin-top: 1rem; font-style: italic}
.document mark {background: #ffe08a; color: #1a1a1a; padding: .1em 0; border-radius: 2px;
  scroll-margin: 30vh 0; outline: none; print-color-adjust: exact}
.document figure {margin: 2rem 0 0; scroll-margin-top: 3.5rem}
.document figcaption {margin-bottom: .6rem; font-size: .92rem}
.document img {display: block; box-sizing: border-box; width: 100%; height: auto;
  aspect-ratio: auto 210 / 297; background: color-mix(in srgb, currentColor 6%, transparent);
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent)}
@media print {
  .document nav, .document figcaption a {display: none}
  .document figure {break-before: page; margin: 0}
  .document img {width: auto; max-width: 100%; max-height: 88vh}
}
"""
_BLOCK = re.compile(r"\n\n+")
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"- |\d{1,3}[.)] ")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s<>\"']+)", re.I)
_CLASSES: dict[str, str] = {"table": "tabel", "figure": "figuur", "reference": "literatuur"}
_MISSING = "Het bestand ligt niet meer waar het is ingelezen; dit is de tekst van toen."
_CHANGED = "Het bestand is veranderd sinds het is ingelezen; dit is de tekst van toen."
_ELSEWHERE = (
    "Het citaat staat niet (meer) op deze plaats: het document is sindsdien opnieuw ingelezen, of "
    "het adres is niet volledig. Hieronder staat de tekst zoals die nu is, zonder markering."
)


class Original(NamedTuple):
    """The file that a document was read from: its bytes, or why they aren't there."""

    data: bytes | None
    fault: str = ""


def original(build: Build, document: Document) -> Original:
    """The file of a document, where it is still the one that was read."""
    path = build.file(document.id)
    if path is None:
        return Original(None)
    try:
        data = documents.original(path, build.documents[document.id], document)
    except UnreadableDocument:
        return Original(None, _MISSING)
    return Original(data, _CHANGED if data is None else "")


def text_view(document: Document, span: Span, file: Original, address: str = "") -> str:
    """The document as HTML with the span in `<mark>`; the first mark has the id "citaat".

    A mark is broken where a paragraph, an item or a row ends. An empty span marks nothing, and a
    line says that the quote isn't there. Of a document longer than WHOLE, AROUND characters before
    and after the span are shown, in whole paragraphs, and lines tell how much is left out. For a
    PDF with its file, `address` is that of what `page_picture` draws: it stands at the end, with
    the id "bladzijde", and links on top lead there and to the mark.
    """
    faults = [file.fault, "" if span.start < span.end else _ELSEWHERE]
    told = "".join(f'<p class="stil">{escape(fault)}</p>' for fault in faults if fault)
    pages = _pages(document, span) if file.data is not None else []
    bar, figure = _figure(document, span, pages, address) if pages and address else ("", "")
    return (
        f'<article class="document" lang="nl">{bar}{_about(document, span)}{told}'
        f"{''.join(_body(document, span))}{figure}</article>"
    )


def page_picture(document: Document, span: Span, data: bytes) -> bytes | None:
    """A PNG of the page that the span stands on with exactly the span marked; where it goes over a
    page end, of both pages under each other. `data` is the file.

    None for what is no PDF, and where it can't be drawn or something else stands there.
    """
    spans = [found for found in document.origins.spans(*span) if found[0].page > 0]
    if not spans:
        return None
    return picture.draw(data, spans, document.scanned, document.text[span.start : span.end])


def _pages(document: Document, span: Span) -> list[int]:
    """The pages of the PDF that hold the span; none where the document is no PDF."""
    return sorted({place.page for place, _ in document.origins.spans(*span) if place.page > 0})


def _figure(document: Document, span: Span, pages: list[int], address: str) -> tuple[str, str]:
    """The links on top, and the pages as a picture."""
    quote = " ".join(document.text[span.start : span.end].split())
    one = len(pages) == 1
    *before, last = map(str, pages)
    named = f"Bladzijde {last}" if one else f"Bladzijden {', '.join(before)} en {last}"
    told = f"{named} zoals die in het bestand {'staat' if one else 'staan'}"
    return (
        '<nav aria-label="In dit document"><a href="#citaat">Tekst</a>'
        f'<a href="#bladzijde">{named}</a></nav>',
        f'<figure id="bladzijde"><figcaption>{told}; het citaat is gemarkeerd. '
        f'<a href="{escape(address)}" target="_blank">Groot bekijken</a></figcaption>'
        f'<img src="{escape(address)}" loading="lazy" '
        f'alt="{escape(f"{named}, met als gemarkeerd citaat: {quote}")}"></figure>',
    )


def _about(document: Document, span: Span) -> str:
    """What is known of the source, and where in it the span stands."""
    meta = document.meta
    rows = {
        **(_place(document, span) if span.start < span.end else {}),
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


def _place(document: Document, span: Span) -> dict[str, str]:
    """What the quote is, and where it stands."""
    section, page = document.section_at(span.start), document.page_at(span.start)
    marks = [m.numbers for m in document.marks if span.start < m.at <= span.end]
    scan = " (gescand: controleer getallen en tekens)" if page in document.scanned else ""
    return {
        "Citaat": role(document.text[span.start : span.end]),
        "Sectie": section.title,
        "In de bron": section.place,
        "Bladzijde": f"{page}{scan}" if page else "",
        "Literatuurnoten": "; ".join(marks),
    }


def doi_link(doi: str) -> str:
    """A DOI as a link; what is none as text."""
    found = _DOI.fullmatch(doi.strip())
    if found is None:
        return escape(doi)
    address = escape(f"https://doi.org/{url_quote(found[1], safe='/')}")
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(found[1])}</a>'


def _body(document: Document, span: Span) -> Iterator[str]:
    """The sections around the quote, each with its heading, and what is left out."""
    low, high = _stretch(document.text, span)
    if low:
        yield f'<p class="stil">Hiervoor staan nog {_count(low)} tekens.</p>'
    for section in document.sections:
        if section.end <= low or section.start >= high:
            continue
        if low <= section.start < section.body and not _on_top(document, span, section):
            level = min(3 + section.title.count(" › "), 6)
            heading = _shown(document, span, section.start, section.body)
            yield f"<h{level}>{heading}</h{level}>"
        yield from _blocks(document, span, max(section.body, low), min(section.end, high))
    if left := len(document.text) - high:
        yield f'<p class="stil">Hierna staan nog {_count(left)} tekens.</p>'


def _on_top(document: Document, span: Span, section: Section) -> bool:
    """Is its heading the title, which stands on top already, and not marked?"""
    title = document.text[: section.body].strip() == document.meta.title
    return section.start == 0 and title and span.start >= section.body


def _stretch(text: str, span: Span) -> tuple[int, int]:
    """The span that is shown: it begins and ends between paragraphs, if these aren't endless."""
    if len(text) <= WHOLE:
        return 0, len(text)
    low, high = max(span.start - AROUND, 0), min(span.end + AROUND, len(text))
    if low:
        between = text.find("\n\n", low, span.start)
        low = low if between < 0 else between + 2
    if high < len(text):
        between = text.rfind("\n\n", span.end, high)
        high = high if between < 0 else between
    return low, high


def _count(number: int) -> str:
    """A number as Dutch writes it: 12.345."""
    return f"{number:,}".replace(",", ".")


def _blocks(document: Document, span: Span, start: int, end: int) -> Iterator[str]:
    """Paragraphs, lists and rows of tables, as they lie in document.text[start:end]."""
    gaps = [match.span() for match in _BLOCK.finditer(document.text, start, end)]
    at = start
    for stop, after in [*gaps, (end, end)]:
        if document.text[at:stop].strip():
            yield _block(document, span, at, stop)
        at = after


def _block(document: Document, span: Span, start: int, end: int) -> str:
    region = next((r.kind for r in document.regions if r.start <= start < r.end), "prose")
    lines = [line.span() for line in _LINE.finditer(document.text, start, end)]
    shown = [_shown(document, span, *line) for line in lines]
    items = all(_ITEM.match(document.text, at) for at, _ in lines)
    kind = f' class="{_CLASSES.get(region, "lijst" if items else "tekst")}"'
    if items or (len(lines) > 1 and region in _CLASSES):
        return f"<ul{kind}>{''.join(f'<li>{line}</li>' for line in shown)}</ul>"
    return f"<p{kind}>{'<br>'.join(shown)}</p>"


def _shown(document: Document, span: Span, start: int, end: int) -> str:
    """document.text[start:end] escaped, with what it holds of the span marked."""
    low, high = max(start, span.start), min(end, span.end)
    text = document.text
    if low >= high or not text[low:high].strip():
        return escape(text[start:end])
    id = ' id="citaat" tabindex="-1"' if not text[span.start : low].strip() else ""
    marked = f"<mark{id}>{escape(text[low:high])}</mark>"
    return escape(text[start:low]) + marked + escape(text[high:end])
