"""Lines of pasted text: columns that stand side by side are put one after the other.

A wide gap within a line, kept by tools that lay a page out with spaces, is either the gutter
between two columns of prose or the border of two cells. Doesn't know what a line says.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.cleaning import uniform
from ingest.readers.pasted.shapes import is_prose, numbers
from ingest.text import Edit, Text

_LINE_END = re.compile(r"\r\n?|[\n\x0b\x85\u2028\u2029]")
_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}|[ ]*\t[ \t]*)(?=\S)")
_FILLED = re.compile(r"[^\n]+")
_BORDER = "\x01"  # stands for a gap while a line's spaces are made uniform
_PIPED = re.compile(r"\|[^|]+\|(?:[^|]*\|)+\Z")
_PIPE = re.compile(r"\|")
_CELL = re.compile(rf" *{_BORDER} *")
_MARK = re.compile(r"[(\[]?\d{1,3}(?:[–-]\d{1,3})?[)\].]{1,2}|[a-z][.)]|[^\w(\[+=<>≤≥±−↑↓-]|o|-")
MIN_GUTTER = 4  # lines that a gutter runs through, at least


@dataclass(slots=True)
class Line:
    """A line without the white space around it.

    `indent` counts its leading spaces, `gap` the empty lines above it; `cells` are its pieces
    where wide gaps divide it, else empty. `top` tells that a page starts here.
    """

    text: Text
    string: str
    indent: int = 0
    gap: int = 0
    cells: tuple[Text, ...] = ()
    top: bool = False


def lines_of(pages: Iterable[Text]) -> Iterator[Line]:
    """The lines of the pages that hold text."""
    for page in pages:
        page = _uniform(page)
        end = -1
        for found in _FILLED.finditer(page.string):
            gap = page.string.count("\n", end + 1, found.start())
            yield _line(page[slice(*found.span())], gap, end < 0)
            end = found.end()


def _uniform(page: Text) -> Text:
    if _GAP.search(page.string):
        page = Text.join("\n", _unfolded(page.split(_LINE_END)))
        page = page.edited([Edit(*match.span(), _BORDER) for match in _GAP.finditer(page.string)])
    return uniform(page)


def _line(raw: Text, gap: int, top: bool) -> Line:
    text = raw.strip()
    cells: tuple[Text, ...] = ()
    if _BORDER in text.string:
        cells = tuple(cell for cell in text.split(_CELL) if len(cell))
        text = text.sub(_CELL, " ").strip()
        if _MARK.fullmatch(cells[0].string):
            cells = ()
    elif _PIPED.match(text.string):
        cells = tuple(cell.strip() for cell in text[1:-1].split(_PIPE))
    string = text.string
    indent = len(raw.string) - len(raw.string.lstrip())
    if raw.string.endswith("- ") and not cells:
        text = raw[indent:]  # the space says that the hyphen was typed
    return Line(text, string, indent, gap, cells, top)


def _unfolded(raw: list[Text]) -> list[Text]:
    """The lines, with the columns of each stretch in columns one below the other."""
    done: list[Text] = []
    at = 0
    while (found := _stretch(raw, at)) is not None:
        start, end, gutter = found
        left = [line[:gutter] for line in raw[start:end]]
        right = _unfolded([line[gutter:].strip() for line in raw[start:end]])
        empty = raw[start][:0]
        done += [*raw[at:start], *left, empty, *right, empty]
        at = end
    return done + raw[at:]


def _stretch(raw: list[Text], at: int) -> tuple[int, int, int] | None:
    """The next lines that stand in columns of prose: their first and last, and the gutter."""
    tried: dict[int, int] = {}  # of each gutter, up to which line it was none
    for start in range(at, len(raw)):
        for gap in _GAP.finditer(raw[start].string):
            gutter = gap.end()
            if "\t" in gap.group() or start < tried.get(gutter, 0):
                continue
            end = tried[gutter] = _end(raw, start, gutter)
            if end - start >= MIN_GUTTER and _in_columns(raw[start:end], gutter):
                return start, end, gutter
    return None


def _end(raw: list[Text], start: int, gutter: int) -> int:
    """Where the lines end that leave two characters before the gutter white."""
    end = start
    empty = 0
    while end < len(raw) and empty < 3:
        string = raw[end].string
        if string[gutter - 2 : gutter].strip() or (
            string[:gutter].strip() and _shifted(string, gutter)
        ):
            break
        empty = 0 if string.strip() else empty + 1
        end += 1
    return end - empty


def _shifted(string: str, gutter: int) -> bool:
    """Does the right side of a line start well after the gutter, as in a table?"""
    right = string[gutter:]
    return bool(right.strip()) and len(right) - len(right.lstrip()) > 6


def _in_columns(raw: list[Text], gutter: int) -> bool:
    both = [
        (line.string[:gutter].strip(), line.string[gutter:].strip())
        for line in raw
        if line.string[:gutter].strip() and line.string[gutter:].strip()
    ]
    left, right = (" ".join(side) for side in zip(*both, strict=True)) if both else ("", "")
    return (
        len(both) >= MIN_GUTTER
        and all(is_prose(side) and len(side) >= 15 * len(both) for side in (left, right))
        and numbers(left) + numbers(right) < 0.2 * len((left + right).split())
    )
