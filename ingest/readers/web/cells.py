"""Tables: which of them hold data, and their rows, each with the heads above its cells."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from ingest.readers.tables import row_blocks
from ingest.readers.web.elements import Element, number, string
from ingest.readers.web.pieces import Piece
from ingest.text import Text

MAX_CELLS = 20_000  # of one table, once cells that span rows or columns are repeated
_PART = {"thead": 0, "tfoot": 2}
_DIGIT = re.compile(r"\d")


class Cell(NamedTuple):
    """A cell of a table and how many columns and rows it spans."""

    text: Text
    columns: int
    rows: int
    head: bool
    bold: bool


def is_data(table: Element) -> bool:
    """Does a table hold data? One that only lays out a page is walked as text."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    if next(table.iter("h1", "h2", "h3"), None) is not None:
        return False
    if next(table.iter("th", "thead", "caption"), None) is not None:
        return True
    rows = [[cell for cell in row if string(cell, 1)] for row in table.iter("tr")]
    prose = any(_is_prose(cell) for row in rows for cell in row)
    return not prose and sum(len(row) > 1 for row in rows) > 1


def _is_prose(cell: Element) -> bool:
    return len(cell.findall("p")) > 1 and len(string(cell, 400)) > 300


def table(element: Element, read: Callable[[Element], list[Piece]]) -> list[Piece]:
    """The caption of a table, its rows with their heads, and its notes; `read` reads a cell."""
    found = [piece for caption in element.iter("caption") for piece in read(caption)]
    parts = [(row.getparent().tag, row) for row in element.iter("tr")]
    parts.sort(key=lambda part: _PART.get(part[0], 1))
    rows = [
        [_cell(cell, read(cell), part, len(parts)) for cell in row.iterchildren("td", "th")]
        for part, row in parts
    ]
    return found + _rows(rows, [part == "tfoot" for part, _ in parts])


def _cell(cell: Element, pieces: list[Piece], part: str, height: int) -> Cell:
    return Cell(
        _on_one_line(pieces),
        max(1, min(number(cell.get("colspan"), 1), 100)),
        number(cell.get("rowspan"), 1) or height,
        cell.tag == "th" or part == "thead",
        all(piece.bold for piece in pieces),
    )


def _on_one_line(pieces: list[Piece]) -> Text:
    """What a cell holds; the items of a list are told apart."""
    bare = [piece.text[2 * _is_bullet(piece) :] for piece in pieces]
    parts = bare[:1]
    for (above, piece), text in zip(pairwise(pieces), bare[1:], strict=True):
        listed = above.kind == piece.kind == "item" and above.text.string[-1] not in ".;:,?!"
        parts += [Text.put("; " if listed else " "), text]
    return Text.join("", parts)


def _is_bullet(piece: Piece) -> bool:
    return piece.kind == "item" and piece.text.string.startswith("- ")


def _rows(rows: list[list[Cell]], feet: list[bool]) -> list[Piece]:
    """The rows under their heads; one cell over the full width stands alone."""
    grid = _grid(rows)
    width = len(grid[0]) if grid else 0
    count = _count_heads(rows)
    heads = [_joined([line[column] for line in grid[:count]]) for column in range(width)]
    found: list[Piece] = []
    for row, line, foot in zip(rows[count:], grid[count:], feet[count:], strict=True):
        alone = len(row) == 1 and row[0].columns >= width > 1
        if alone and foot and len(row[0].text):
            found.append(Piece("note", row[0].text))
        elif any(map(len, line)):
            blocks = row_blocks([[row[0].text]] if alone else [heads, line])
            found += [Piece("row", block.text) for block in blocks]
    return found or [Piece("row", block.text) for block in row_blocks([heads])]


def _grid(rows: list[list[Cell]]) -> list[list[Text]]:
    """The texts of the rows, a cell repeated in each column and row that it spans."""
    filled: list[dict[int, Text]] = [{} for _ in rows]
    room = MAX_CELLS
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in filled[at]:
                column += 1
            down, right = (cell.rows, cell.columns) if room > 0 else (1, 1)
            for line in filled[at : at + down]:
                line |= dict.fromkeys(range(column, column + right), cell.text)
                room -= right
    width = max((column + 1 for line in filled for column in line), default=0)
    return [[line.get(column, Text.put("")) for column in range(width)] for line in filled]


def _count_heads(rows: list[list[Cell]]) -> int:
    """How many rows at the top name the columns."""
    count = len(list(takewhile(_names_columns, rows)))
    if count or len(rows) < 2:
        return count
    first, second = (all(cell.bold for cell in row) and len(row) > 1 for row in rows[:2])
    return int((first and not second) or _is_wordy([cell.text.string for cell in rows[0]]))


def _names_columns(row: Sequence[Cell]) -> bool:
    return len(row) > 0 and all(cell.head or not len(cell.text) for cell in row)


def _is_wordy(first: list[str]) -> bool:
    """Is a first row without <th> one of heads? Three or more cells, all words, none a number."""
    return len(first) > 2 and all(first[1:]) and not any(map(_DIGIT.search, first))


def _joined(texts: list[Text]) -> Text:
    """The heads above one column, each once."""
    once = {text.string: text for text in texts if len(text)}
    return Text.join(" ", once.values())
