"""The rows of a table zone as cells: which lines stand in which column and row."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pages.columns import Row
from ingest.readers.pages.lines import Line, Page

WRAPPED = 1.4  # type sizes: the lines of one cell are no further apart
SPANNING = 0.15  # of the rows may hold a cell that spans columns
NARROW = 0.4  # type sizes: the least gap between two columns

Cells = list[list[Line]]  # of one row: the lines of each cell


def cells(page: Page, rows: Sequence[Row]) -> list[Cells]:
    """The rows of a table, a cell that is wrapped over lines being one cell."""
    borders = _borders(rows)
    table: list[Cells] = []
    for at, row in enumerate(rows):
        placed = _placed(row, borders)
        if table and _goes_on(page, rows, at, placed, table[-1]):
            for cell, more in zip(table[-1], placed, strict=True):
                cell += more
        else:
            table.append(placed)
    for placed in table:
        for cell in placed:
            cell.sort(key=lambda line: -line.baseline)
    return table


def _borders(rows: Sequence[Row]) -> list[float]:
    """Where a column ends and the next begins: nearly no cell stands there."""
    full = [row for row in rows if len(row) > 1]
    allowed = int(SPANNING * len(full)) if len(full) > 5 else 0
    size = full[0][0].size
    events = sorted(
        event for row in full for cell in row for event in ((cell.left, 1), (cell.right, -1))
    )
    borders: list[float] = []
    covers, low = 0, None
    for x, change in events:
        covers += change
        if change < 0 and covers <= allowed and low is None:
            low = x
        elif change > 0 and covers > allowed and low is not None:
            if x - low > NARROW * size:
                borders.append((low + x) / 2)
            low = None
    return borders


def _placed(row: Row, borders: Sequence[float]) -> Cells:
    placed: Cells = [[] for _ in range(len(borders) + 1)]
    for cell in row:
        middle = (cell.left + cell.right) / 2
        placed[sum(border < middle for border in borders)].append(cell)
    return placed


def _goes_on(page: Page, rows: Sequence[Row], at: int, placed: Cells, above: Cells) -> bool:
    """Is this row of lines the rest of the row of cells above it?"""
    size = rows[at][0].size
    step = rows[at - 1][0].baseline - rows[at][0].baseline
    if step < 0.9 * size:  # no room for a row of its own: a cell in the middle of its row
        return True
    least = _least_step(rows)
    if step > min(1.2 * least, WRAPPED * size):
        return False
    taken = [bool(cell) for cell in placed]
    if any(here and not there for here, there in zip(taken, above, strict=True)):
        return False
    if least < 0.85 * max(_steps(rows)):
        return True
    goes_on = page.string(rows[at][0])[0]
    return sum(taken) == 1 and (goes_on.islower() or goes_on in "(-")


def _steps(rows: Sequence[Row]) -> list[float]:
    """How far the rows of lines are apart."""
    return [a[0].baseline - b[0].baseline for a, b in pairwise(rows)]


def _least_step(rows: Sequence[Row]) -> float:
    least = 0.9 * rows[0][0].size
    return min((step for step in _steps(rows) if step >= least), default=0.0)
