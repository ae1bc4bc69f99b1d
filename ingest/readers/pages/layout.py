"""The lines of pages -> blocks in reading order.

Columns are told apart first, then tables and paragraphs; a paragraph that runs on in the next
column or on the next page is one block, and what stood between comes after it. Doesn't mend words.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from ingest.readers.pages import columns, furniture
from ingest.readers.pages.cells import cells
from ingest.readers.pages.columns import Zone
from ingest.readers.pages.figures import mark_figures
from ingest.readers.pages.headings import level_headings
from ingest.readers.pages.lines import Page
from ingest.readers.pages.paragraphs import ALIKE, BULLET, Draft, Placed, drafts, ends, join_markers
from ingest.readers.pages.references import mark_references
from ingest.readers.pages.typeset import text_of
from ingest.readers.tables import row_blocks
from ingest.schema import Block
from ingest.text import Edit, Text

_YEAR = re.compile(r"(?:19|20)\d\d\b")
_VALUE = "0123456789<>≤≥−-+±"
FLOW = ("paragraph", "item")
BETWEEN = ("note", "caption", "figure", "row")


def blocks(pages: Sequence[Page]) -> list[Block]:
    """The blocks of a document."""
    body = _body_size(pages)
    furniture.drop(pages, body)
    found: list[Draft] = []
    known: list[float] = []
    for page in pages:
        page.lines = join_markers(page)
        found += mark_figures(list(_page_drafts(page, body, known)), body)
    level_headings(found, body)
    found = mark_references(_run_on(found))
    return [block for draft in found for block in _blocks_of(draft)]


def _body_size(pages: Sequence[Page]) -> float:
    """The type size of most characters."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return 10.0
    sizes = np.round([line.size for line in lines], 1)
    found, at = np.unique(sizes, return_inverse=True)
    weights = np.bincount(at, [line.parts[-1].end - line.parts[0].start for line in lines])
    return float(found[weights.argmax()])


def _page_drafts(page: Page, body: float, known: list[float]) -> Iterator[Draft]:
    """The drafts of a page in reading order; turned text comes last."""
    upright = [line for line in page.lines if not line.turned]
    for zone in columns.zones(upright, known):
        if zone.table:
            yield _table(page, zone)
        else:
            yield from drafts(page, zone.rows, body)
    for line in page.lines:
        if line.turned:
            string = page.string(line)
            yield Draft("figure", [Placed(page, line, 0)], line.size, False, string, string)


def _table(page: Page, zone: Zone) -> Draft:
    line = zone.rows[0][0]
    table = [
        [[Placed(page, line, 0) for line in cell] for cell in row] for row in cells(page, zone.rows)
    ]
    string = page.string(line)
    return Draft("row", [Placed(page, line, 0)], line.size, line.bold, string, string, rows=table)


def _run_on(found: Sequence[Draft]) -> list[Draft]:
    """Paragraphs that run on in the next column or page as one, before what stood between."""
    out: list[Draft] = []
    last: Draft | None = None  # the last of the text, where only what may stand between follows
    for draft in found:
        if draft.kind in FLOW:
            if last is not None and _runs_on(last, draft, last is not out[-1]):
                last.lines += draft.lines
                last.end, last.full = draft.end, draft.full
                continue
            last = draft
        elif draft.kind not in BETWEEN:
            last = None
        out.append(draft)
    return out


def _runs_on(last: Draft, draft: Draft, apart: bool) -> bool:
    """Is this draft the rest of the last paragraph: in the next column, or below a figure?"""
    if draft.kind != "paragraph" or abs(last.size - draft.size) > ALIKE * last.size:
        return False
    is_open = not ends(last.end)
    if draft.string[0].islower():
        return (is_open and last.full) or ((draft.first or apart) and (is_open or last.full))
    broken = last.full or last.end.endswith("-")
    return (draft.first or apart) and is_open and broken and not draft.indented


def _blocks_of(draft: Draft) -> list[Block]:
    if draft.rows:
        rows = [[_text(cell) for cell in row] for row in draft.rows]
        return row_blocks(rows, _has_heads(rows))
    text, marks = text_of([(placed.page, placed.line) for placed in draft.lines])
    if draft.kind == "item" and (bullet := BULLET.match(text.string)):
        edit = Edit(0, bullet.end(), "- ")
        marks = tuple(mark._replace(at=mark.at + 2 - bullet.end()) for mark in marks)
        text = text.edited([edit])
    return [Block(draft.kind, text, draft.level, marks)]


def _has_heads(rows: Sequence[Sequence[Text]]) -> bool:
    """Does the first row name the columns: all its cells stand over others, few are numbers?"""
    heads, *body = rows
    used = all(any(len(row[at]) for row in body) for at, head in enumerate(heads) if len(head))
    strings = [head.string for head in heads if len(head)]
    values = sum(not _YEAR.match(string) and string[0] in _VALUE for string in strings)
    return used and len(strings) > 1 and 2 * values <= len(strings)


def _text(cell: Sequence[Placed]) -> Text:
    if not cell:
        return Text.read("")
    return text_of([(placed.page, placed.line) for placed in cell])[0]
