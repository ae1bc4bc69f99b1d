"""What stands inside figures and flattened tables: found among the pieces, and made into blocks.

A row of numbers gets its column heads where their count agrees; else the cells stay side by side
in the order in which they were pasted, so that no number loses its label. Doesn't guess how many
columns a table had.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.readers.pasted import shapes
from ingest.readers.pasted.lines import Line
from ingest.readers.pasted.manner import Manner
from ingest.readers.pasted.pieces import LEGEND, Piece
from ingest.readers.tables import row_blocks
from ingest.schema import Block
from ingest.text import Text

SCATTERED = 6  # short lines in a row that are a figure without any other sign of one
MAX_WORDS = 50  # of a block of cells
_VALUE = r"(?:[<>≤≥]\s?)?[−–+±-]?\d[\d.,]*[%‰*]?(?:\s?[(\[][^()\[\]]*[)\]])?(?:\s?±\s?\d[\d.,]*)?"
_VALUES = re.compile(rf"(?:(?:^|(?<=\s)){_VALUE}(?:\s+|\Z))+\Z")
_ONE_VALUE = re.compile(_VALUE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?\(\d+\))?")
_HEAD = re.compile(
    r"(?:IV|M-H|Peto)\S*\s\S+\s95%[\s-](?:CI|BI)|95%[\s-](?:CI|BI)|"
    r"[^\s(]+(?:\s(?:of|en|or|and)\s[^\s(]+)*(?:\s?\([^()]*\))?"
)


def mark(pieces: Sequence[Piece], manner: Manner) -> None:
    """Tell which short pieces belong to a figure, and which text is its caption."""
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and pieces[end].kind in ("figure", "short", "caption"):
            end += 1
        if end > at:
            _mark_run(pieces, at, end, manner)
        at = max(end, at + 1)


def _mark_run(pieces: Sequence[Piece], start: int, end: int, manner: Manner) -> None:
    run = list(pieces[start:end])
    kinds = [piece.kind for piece in run]
    following = pieces[end] if end < len(pieces) else None
    while run and run[-1].kind == "short" and _is_heading(run, following):
        following = run.pop()
    while run and run[0].kind == "short" and _is_lead(run[0], start, run):
        run.pop(0)
        start += 1
    inside = sum(piece.kind == "short" for piece in run)
    captioned = "caption" in kinds and inside >= 3
    if not ("figure" in kinds or captioned or (inside >= SCATTERED and start > 0)):
        return
    for number, piece in enumerate(run):
        if piece.kind == "short":
            named = number == 0 and len(piece.lines) == 1 and _is_name(piece.string)
            piece.kind = "caption" if named else "figure"
    before = pieces[start - 1] if start else None
    if before is not None and before.kind == "paragraph" and _explains(before, manner):
        before.kind = "caption"


def _is_heading(run: Sequence[Piece], following: Piece | None) -> bool:
    """Is the last short line of a run the heading of the text below it, and no cell?"""
    text = run[-1].string
    repeated = any(piece.string == text for piece in run[:-1][-MAX_WORDS:])
    if following is None or repeated or not shapes.is_title(text):
        return False
    if following.kind == "short":  # itself a heading
        return len(run) == 1 or shapes.is_section_name(text) or shapes.depth(text) > 0
    return following.kind in ("item", "heading") or (
        following.kind == "paragraph" and not shapes.goes_on(following.string)
    )


def _is_lead(piece: Piece, start: int, run: Sequence[Piece]) -> bool:
    """Is the first short line of a run a heading above the figure?"""
    text = piece.string
    captioned = len(run) > 1 and run[1].kind == "caption"
    return shapes.is_title(text) and (
        start == 0
        or captioned
        or shapes.depth(text) > 0
        or shapes.is_section_name(text)
        or text.endswith("?")
    )


def _is_name(text: str) -> bool:
    """Does a line above a figure say what it is, and not what its columns are?"""
    return bool(set(shapes.words(text)) & shapes.SMALL - {"of", "en", "or", "and"})


def _explains(piece: Piece, manner: Manner) -> bool:
    """Is this text above a figure its legend, or set wider than the columns of the text?"""
    widest = max(len(line.string) for line in piece.lines)
    return bool(LEGEND.search(piece.string)) or (
        manner.wrapped and len(piece.lines) > 1 and widest > 1.5 * manner.width
    )


def with_labels(captions: Sequence[Piece]) -> list[Piece]:
    """The captions; the label of a figure and what follows it are one."""
    whole: list[Piece] = []
    for piece in captions:
        if (
            whole
            and shapes.is_caption_label(whole[-1].string)
            and not shapes.is_caption(piece.string)
        ):
            whole[-1].lines = [*whole[-1].lines, *piece.lines]
        else:
            whole.append(piece)
    return whole


def blocks(pieces: Sequence[Piece]) -> Iterator[Block]:
    """The blocks of a run of figure pieces, page by page."""
    page: list[Piece] = []
    for piece in pieces:
        first = piece.lines[0]
        if page and (first.top or first.indent > 0 == page[-1].lines[-1].indent):
            yield from _of_page(page)
            page = []
        page.append(piece)
    yield from _of_page(page)


def _of_page(pieces: Sequence[Piece]) -> Iterator[Block]:
    """The blocks of figure pieces: rows where there are two rows of numbers or more."""
    cells = [cell for piece in pieces for cell in _cells(piece.lines)]
    rows = [len(_values(cell.string)) > 1 and bool(_label(cell)) for cell in cells]
    if sum(rows) >= 2:
        yield from _table(cells, rows)
    else:
        yield from _loose(_merged(cells))


def tabled(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks of lines that came with their cells apart."""
    first, *body = [line.cells for line in lines]
    short = all(len(cell.string.split()) <= 5 and not shapes.numbers(cell.string) for cell in first)
    numeric = any(shapes.numbers(cell.string) for row in body for cell in row[1:])
    yield from row_blocks([line.cells for line in lines], short and (numeric or len(first) > 2))


def _cells(lines: Sequence[Line]) -> Iterator[Text]:
    cell: list[Text] = []
    for line in lines:
        apart = shapes.is_number(line.string) or (cell and shapes.is_number(cell[-1].string))
        opens = shapes.opens_cell(line.string) and not (cell and shapes.dangles(cell[-1].string))
        if cell and (apart or opens):
            yield Text.join("\n", cell)
            cell = []
        cell.append(line.text)
    yield Text.join("\n", cell)


def _merged(cells: Sequence[Text]) -> list[Text]:
    """The cells, a lone count or number with the label that it follows."""
    merged: list[Text] = []
    for cell in cells:
        counts = shapes.is_figure(cell.string) and not shapes.opens_cell(cell.string)
        if merged and counts and re.search(r"[^\W\d_]{2}", merged[-1].string):
            merged[-1] = Text.join("\n", [merged[-1], cell])
        else:
            merged.append(cell)
    return merged


def _loose(cells: Sequence[Text]) -> Iterator[Block]:
    """Cells side by side, in blocks of at most MAX_WORDS words where a label can open the next."""
    group: list[Text] = []
    for cell in cells:
        words = sum(len(one.string.split()) for one in group)
        full = words + len(cell.string.split()) > MAX_WORDS
        if group and full and (shapes.words(cell.string) or words > 4 * MAX_WORDS):
            yield Block("figure", Text.join(" | ", group))
            group = []
        group.append(cell)
    if group:
        yield Block("figure", Text.join(" | ", group))


def _table(cells: Sequence[Text], rows: Sequence[bool]) -> Iterator[Block]:
    """Rows with their heads, and with the name of the group of rows that they stand under."""
    first = rows.index(True)
    count = max(
        len(_values(cell.string)) for cell, is_row in zip(cells, rows, strict=True) if is_row
    )
    at, heads = _heads(cells[:first], count)
    yield from _loose(cells[:at])
    group = Text.read("") if heads or not at else cells[at]  # heads that can't be told apart
    for number in range(at + bool(heads or at), len(cells)):
        cell = cells[number]
        if rows[number]:
            yield _row(group, cell, heads)
        elif shapes.is_figure(cell.string) and shapes.words(cell.string):
            yield from row_blocks([[group, cell]], heads=False)
        elif number + 1 < len(cells) and rows[number + 1]:
            group = cell
        else:
            yield Block("figure", cell)


def _heads(cells: Sequence[Text], count: int) -> tuple[int, list[Text]]:
    """Which cell above `count` columns of numbers names them, and those names, label first."""
    for at in range(len(cells) - 1, max(len(cells) - 4, -1), -1):
        found = [cells[at][slice(*match.span())] for match in _HEAD.finditer(cells[at].string)]
        if len(found) > 1 and found[-1].string == found[-2].string and " " in found[-1].string:
            found.pop()  # the column of the plot itself
        for labels in (1, 0, 2):
            if len(found) == count + labels:
                columns = found[labels:]
                return at, [_label_head(cells[at], columns[0], found[0], labels), *columns]
    return max(len(cells) - 1, 0), []


def _label_head(cell: Text, column: Text, first: Text, labels: int) -> Text:
    if labels == 0:
        return cell[:0]
    end = cell.string.index(column.string, len(first.string) if labels == 1 else 0)
    return cell[:end].strip()


def _row(group: Text, cell: Text, heads: Sequence[Text]) -> Block:
    values = _values(cell.string)
    spare = len(values) - (len(heads) - 1)
    if not heads or spare not in (0, 1):
        return row_blocks([[group, cell]], heads=False)[0]
    values = values[spare:]
    row = [group, cell[: values[0][0]], *(cell[slice(*span)] for span in values)]
    if not len(group):
        return row_blocks([list(heads), row[1:]])[0]
    return row_blocks([[group[:0], *heads], row])[0]


def _values(text: str) -> list[tuple[int, int]]:
    """The spans of the values that end a row.

    >>> _values("Smit 2011 3,2 (1,1) 44%")
    [(10, 19), (20, 23)]
    """
    found = _VALUES.search(text)
    if found is None:
        return []
    spans = [match.span() for match in _ONE_VALUE.finditer(text, found.start())]
    named = len(spans) > 2 and spans[0][0] > 0 and _YEAR.fullmatch(text[slice(*spans[0])])
    return spans[1:] if named else spans  # "Smit 2011 (3)" names a study


def _label(cell: Text) -> str:
    values = _values(cell.string)
    return cell.string[: values[0][0]].strip() if values else ""
