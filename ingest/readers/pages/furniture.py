"""Running heads and feet, page numbers and watermarks: what a page holds beside the text.

A line at the upper or lower edge that recurs at the same height on another page goes, its numbers
aside; so does a page number. A line of the text stays, also where it stands on the edge.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ingest.readers.pages.lines import Line, Page

ROWS = 4  # at each edge of a page
EDGE = 0.15  # of the page's height: running heads stand within it
CELLS = 3  # so many pieces in a row, close to the next one, are a table
APART = 2.0  # type sizes to the next row: more than from line to line
DRIFT = 3.0  # points: about the same height
WATERMARK = 2.0  # times the size of the body
_DIGITS = re.compile(r"\d+")
_ROMAN = r"[ivxl]{1,6}"
_PAGE_NUMBER = re.compile(
    rf"[-–—|\s]*(?:(?:pagina|page|pag\.?|blz\.?|p\.)\s*)?(?:\d{{1,4}}|{_ROMAN})"
    r"(?:\s*(?:/|van|of)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\W*(?:figuur|fig\.|tabel|table|figure|hoofdstuk|stap|vraag)\b", re.IGNORECASE)


class _Edge(NamedTuple):
    """A row at an edge of a page: its lines, its text, and how far it is from that edge."""

    page: Page
    lines: list[Line]
    string: str
    distance: float
    is_top: bool
    is_apart: bool


_Alike = dict[tuple[bool, str], list[_Edge]]  # by edge and text, numbers masked


def drop(pages: Sequence[Page], body: float) -> None:
    """Take the furniture off the pages; `body` is the type size of the text."""
    for page in pages:
        page.lines = [
            line for line in page.lines if not (line.turned and line.size > WATERMARK * body)
        ]
    edges = {page.number: _edges(page) for page in pages}
    alike: _Alike = defaultdict(list)
    for edge in (edge for rows in edges.values() for edge in rows):
        alike[edge.is_top, _DIGITS.sub("#", edge.string)].append(edge)
    for page in pages:
        gone = {
            id(line)
            for is_top in (True, False)
            for edge in _furniture(
                [e for e in edges[page.number] if e.is_top == is_top], alike, body
            )
            for line in edge.lines
        }
        page.lines = [line for line in page.lines if id(line) not in gone]


def _furniture(edges: Sequence[_Edge], alike: _Alike, body: float) -> Sequence[_Edge]:
    """Of the rows at one edge of a page, inward: those before the text begins."""
    count = 0
    for edge in edges:
        if not _is_furniture(edge, alike[edge.is_top, _DIGITS.sub("#", edge.string)], body):
            break
        count += 1
    return edges[:count]


def _edges(page: Page) -> list[_Edge]:
    """The rows at the top, downward, and at the foot, upward."""
    limit = EDGE * page.height
    high = [line for line in page.lines if line.baseline > page.height - limit]
    low = [line for line in page.lines if line.baseline < limit]
    return _edge_rows(page, high, True) + _edge_rows(page, low, False)


def _edge_rows(page: Page, lines: list[Line], is_top: bool) -> list[_Edge]:
    lines.sort(key=lambda line: -line.baseline if is_top else line.baseline)
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < DRIFT:
            rows[-1].append(line)
        elif len(rows) > ROWS:
            break
        else:
            rows.append([line])
    edges = []
    for row, after in zip(rows[:ROWS], [*rows[1:], None], strict=False):
        row.sort(key=lambda line: line.left)
        baseline = row[0].baseline
        step = abs(baseline - after[0].baseline) if after else page.height
        distance = page.height - baseline if is_top else baseline
        string = " ".join(page.string(line) for line in row)
        is_apart = step > APART * max(line.size for line in row)
        edges.append(_Edge(page, row, string, distance, is_top, is_apart))
    return edges


def _is_furniture(edge: _Edge, alike: Sequence[_Edge], body: float) -> bool:
    if _PAGE_NUMBER.fullmatch(edge.string) and edge.is_apart:
        return True
    others = [
        other
        for other in alike
        if other.page is not edge.page and abs(other.distance - edge.distance) < DRIFT
    ]
    if not others or _LABEL.match(edge.string):
        return False
    if not any(other.string == edge.string for other in others) and not _counts(edge, others):
        return False
    if edge.is_apart:
        return True
    large = max(line.size for line in edge.lines) > 1.25 * body
    return len(others) > 1 and len(edge.lines) < CELLS and not large


def _counts(edge: _Edge, others: list[_Edge]) -> bool:
    """Do the numbers in it run on with the pages, all other numbers being the same?"""
    ours = list(map(int, _DIGITS.findall(edge.string)))
    for other in others:
        theirs = list(map(int, _DIGITS.findall(other.string)))
        steps = {a - b for a, b in zip(ours, theirs, strict=True)} - {0}
        if steps == {edge.page.number - other.page.number}:
            return True
    return False
