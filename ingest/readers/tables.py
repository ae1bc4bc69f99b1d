"""Table rows as blocks: each row says its column heads, so that it can be read on its own."""

from collections.abc import Sequence

from ingest.schema import Block
from ingest.text import Text


def row_blocks(rows: Sequence[Sequence[Text]], heads: bool = True) -> list[Block]:
    """The rows of a table; where `heads`, the first one names the columns and joins each cell.

    Rows and cells that are empty are left out; a row that is longer than the heads keeps its
    cells. A cell under an empty head, or that repeats its head, stands alone.

    >>> table = [[Text.read(c) for c in row] for row in (["Middel", "Effect"], ["rust", "geen"])]
    >>> [block.text.string for block in row_blocks(table)]
    ['| Middel: rust | Effect: geen |']
    """
    cells = [[cell.strip() for cell in row] for row in rows]
    cells = [row for row in cells if any(len(cell) for cell in row)]
    if heads and len(cells) > 1:
        first, *body = cells
        cells = [[_named(first, at, cell) for at, cell in enumerate(row)] for row in body]
    return [_row([cell for cell in row if len(cell)]) for row in cells]


def _named(heads: list[Text], at: int, cell: Text) -> Text:
    if not len(cell) or at >= len(heads) or not len(heads[at]) or str(heads[at]) == str(cell):
        return cell
    return Text.join(": ", [heads[at], cell])


def _row(cells: list[Text]) -> Block:
    nothing = Text.read("")
    inner = Text.join(" | ", cells)
    return Block("row", Text.join("| ", [nothing, Text.join(" |", [inner, nothing])]))
