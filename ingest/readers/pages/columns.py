"""The lines of a page in reading order: columns of prose, and tables.

A gutter is where lines start below each other with others to the left of them and none across.
A page is split at its longest gutter into what stands above it, the left side, the right side and
what stands below, and each of these again. Cells of a table stand in columns too, but they don't
fill them. Doesn't know what the lines say.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pages.lines import Line

NARROWEST = 8.0  # type sizes: no column of prose is narrower
FULL = 0.75  # a line that goes so far fills its column
SHORT = 0.6  # of the widest line: a cell rather than a line of prose
TITLE = 1.3  # type sizes: the end of a title over the columns, not a heading in one
LEAST = 3  # lines on each side of a gutter

Row = list[Line]  # on one baseline, from left to right
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_Test = Callable[[Floats, Floats, float], bool]


class Zone(NamedTuple):
    """Rows that belong together: a column of prose or, where `table`, a table."""

    rows: list[Row]
    table: bool


class _Gutter(NamedTuple):
    """Where the right column starts, and which of the lines stand beside it."""

    x: float
    beside: Mask


def zones(lines: Sequence[Line], known: list[float]) -> list[Zone]:
    """The zones of a page, in the order in which they are read.

    `known` is where columns started on the pages before; what this page teaches is added to it.
    """
    if not lines:
        return []
    boxes = np.array([(line.left, line.right, line.baseline, line.size) for line in lines])
    em = float(np.sort(boxes[:, 3])[len(boxes) // 2])
    order = np.argsort(-boxes[:, 2], kind="stable")
    return [
        zone
        for part in _parts([lines[at] for at in order], boxes[order], em, known)
        for zone in _zones(_rows(part), em)
    ]


def _parts(lines: list[Line], boxes: Floats, em: float, known: list[float]) -> Iterator[list[Line]]:
    """Groups of lines without a gutter; `boxes` holds left, right, baseline, size, downward."""
    gutter = _gutter(boxes, em, known)
    if gutter is None:
        yield lines
        return
    left, right = _sides(boxes, gutter, em)
    above, below = _above_and_below(boxes, left, right, em)
    for chosen in (above, left & ~above & ~below, right & ~above & ~below, below):
        if chosen.any():
            at = np.flatnonzero(chosen)
            yield from _parts([lines[i] for i in at], boxes[at], em, known)


def _sides(boxes: Floats, gutter: _Gutter, em: float) -> tuple[Mask, Mask]:
    is_right = boxes[:, 0] >= gutter.x - 0.3 * em
    return gutter.beside & ~is_right, gutter.beside & is_right


def _above_and_below(boxes: Floats, left: Mask, right: Mask, em: float) -> tuple[Mask, Mask]:
    """Which lines are read before the columns and which after them."""
    inside = np.flatnonzero(left | right)
    numbers = np.arange(len(boxes))
    above, below = numbers < inside[0], numbers > inside[-1]
    first = np.flatnonzero(left)[0]
    above |= right & (numbers < first) & (boxes[:, 2] > boxes[first, 2] + boxes[first, 3])
    above |= left & (numbers < np.flatnonzero(right)[0]) & (boxes[:, 3] > TITLE * em)
    return above, below


def _gutter(boxes: Floats, em: float, known: list[float]) -> _Gutter | None:
    """The gutter with the most lines beside it; else one beside a column that has just begun."""
    if len(boxes) >= 2 * LEAST and (best := _longest(boxes, em, LEAST, _is_prose)):
        if not any(abs(best.x - x) < 0.3 * em for x in known):
            known.append(best.x)
        return best
    edges = [x for x in known if np.any(np.abs(boxes[:, 0] - x) < 0.3 * em)]
    return _longest(boxes, em, 1, _has_begun) or _longest(boxes, em, 1, _goes_on, edges)


def _longest(
    boxes: Floats, em: float, least: int, test: _Test, edges: list[float] | None = None
) -> _Gutter | None:
    """The gutter with the most lines beside it of those that pass a test."""
    best, most = None, 0
    for x in _edges(boxes, em, least) if edges is None else edges:
        is_left = boxes[:, 1] <= x - 0.5 * em
        is_right = boxes[:, 0] >= x - 0.3 * em
        inside = (is_left | is_right) & ~_tabular(boxes, is_left, is_right, em)
        is_left, is_right = is_left & inside, is_right & inside
        run = np.cumsum(~inside)
        lefts = np.bincount(run[is_left], minlength=run[-1] + 1)
        rights = np.bincount(run[is_right], minlength=run[-1] + 1)
        lines = lefts + rights
        for number in np.flatnonzero((lefts >= least) & (rights >= least) & (lines > most)):
            beside = inside & (run == number)
            near = is_right & (boxes[:, 0] < x + 3 * em)
            left, right = boxes[beside & ~is_right], boxes[beside & near]
            if lines[number] > most and len(right) >= least and test(left, right, em):
                best, most = _Gutter(x, beside), lines[number]
    return best


def _tabular(boxes: Floats, is_left: Mask, is_right: Mask, em: float) -> Mask:
    """The lines of a table across a gutter: three rows or more that are short on both sides."""
    tabular = np.zeros(len(boxes), dtype=bool)
    widths = boxes[:, 1] - boxes[:, 0]
    short = (is_left | is_right) & (widths < SHORT * widths[is_left | is_right].max(initial=0.0))
    if (short & is_left).sum() < LEAST or (short & is_right).sum() < LEAST:
        return tabular
    starts = np.flatnonzero(np.diff(boxes[:, 2], prepend=np.inf) < -0.3 * em)
    row = np.cumsum(np.isin(np.arange(len(boxes)), starts)) - 1
    full = np.bincount(row[~short], minlength=len(starts)) > 0
    both = (np.bincount(row[short & is_left], minlength=len(starts)) > 0) & (
        np.bincount(row[short & is_right], minlength=len(starts)) > 0
    )
    number = np.cumsum(full)  # rows between two full ones
    counts = np.bincount(number[both], minlength=number[-1] + 1)
    tabular[:] = (~full & (counts[number] >= LEAST))[row] & short
    return tabular


def _edges(boxes: Floats, em: float, least: int = LEAST) -> list[float]:
    """Where so many lines start, but for the left margin."""
    lefts = np.sort(boxes[:, 0])
    shared = lefts[: len(lefts) + 1 - least]
    shared = shared[lefts[least - 1 :] - shared < 0.2 * em]
    edges: list[float] = []
    for x in shared[shared > lefts[0] + NARROWEST * em].tolist():
        if not edges or x > edges[-1] + 0.3 * em:
            edges.append(x)
    return edges


def _is_prose(left: Floats, right: Floats, em: float) -> bool:
    """Do the lines on both sides of a gutter fill their columns?"""
    left = _main_column(left, em)
    return _fills(left, em) and _fills(right, em) and not _in_step(left, right, em)


def _has_begun(left: Floats, right: Floats, em: float) -> bool:
    """Are there a few lines beside the top of a column, close to it?"""
    left = _main_column(left, em)
    return bool(
        len(left) + len(right) >= 2 * LEAST
        and abs(left[0, 2] - right[0, 2]) < em
        and right[:, 0].min() - left[:, 1].max() < 3 * em
        and _fills(max(left, right, key=len), em)
        and not _in_step(left, right, em)
    )


def _goes_on(left: Floats, right: Floats, em: float) -> bool:
    """Where columns are known to start: is there the end of a text, spread over them?"""
    return bool(
        abs(left[0, 2] - right[0, 2]) < 0.3 * em
        and len(left) >= len(right)
        and right[:, 0].min() - left[:, 1].max() < 3 * em
    )


def _main_column(left: Floats, em: float) -> Floats:
    """Of the lines to the left of a gutter: those of the column that holds most of them."""
    starts = [float(left[:, 0].min())]
    starts += _edges(left, em) if len(left) >= LEAST else []
    bounds = np.array(starts) - 0.3 * em
    column = np.searchsorted(bounds, left[:, 0], side="right")
    main: Floats = left[column == np.bincount(column).argmax()]
    return main


def _fills(column: Floats, em: float) -> bool:
    reach = column[:, 1] - column[:, 0].min()
    width = reach.max()
    return bool(width > NARROWEST * em and 2 * (reach > FULL * width).sum() >= len(column))


def _in_step(left: Floats, right: Floats, em: float) -> bool:
    """Do the paragraphs on both sides start on the same lines, as cells do?"""
    ours, theirs = _starts(left), _starts(right)
    if min(len(ours), len(theirs)) < LEAST:
        return False
    near = np.abs(ours[:, None] - theirs[None, :]).min(axis=1) < 0.2 * em
    if near.sum() < 0.8 * max(len(ours), len(theirs)):
        return False
    gaps = (_gaps_above(left, ours), _gaps_above(right, theirs))
    return any(float(np.ptp(gap)) > 0.6 * em for gap in gaps)  # below the shorter cell of a row


def _gaps_above(column: Floats, starts: Floats) -> Floats:
    """How far each start but the first is below the line before it."""
    baselines = column[:, 2]
    at = np.flatnonzero(np.isin(baselines, starts))
    gaps: Floats = baselines[at[1:] - 1] - baselines[at[1:]]
    return gaps


def _starts(column: Floats) -> Floats:
    """The baselines of lines that stand further below the one before than lines usually do."""
    baselines: Floats = column[:, 2]
    steps = -np.diff(baselines)
    steps = np.where(steps < 0.5 * column[1:, 3], np.inf, steps)
    usual = steps.min() if len(steps) else 0.0
    starts: Floats = baselines[np.concatenate([[True], (steps > 1.2 * usual) & np.isfinite(steps)])]
    return starts


def _rows(lines: list[Line]) -> list[Row]:
    """Lines on one baseline together; raised type that stands alone goes with its line."""
    rows: list[Row] = []
    for line in lines:
        if rows and rows[-1][0].baseline - line.baseline < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda line: line.left)
    return rows


def _zones(rows: list[Row], em: float) -> Iterator[Zone]:
    """Tell tables from prose: rows of several cells that leave the same strips free."""
    start = at = 0
    while at < len(rows):
        if len(rows[at]) > 1 and (end := _table_end(rows, at, em)):
            if start < at:
                yield Zone(rows[start:at], False)
            yield Zone(rows[at:end], True)
            start = at = end
        else:
            at += 1
    if start < len(rows):
        yield Zone(rows[start:], False)


def _table_end(rows: list[Row], start: int, em: float) -> int:
    """Where the table ends that starts at a row; 0 when it is none."""
    strips = _gaps(rows[start])
    last, several = start, 1
    for at in range(start + 1, len(rows)):
        row = rows[at]
        step = rows[at - 1][0].baseline - row[0].baseline
        free = _free(strips, row, em)
        if not free or step > 4 * em:
            break
        strips = free
        if len(row) > 1:
            last, several = at, several + 1
    if several < LEAST and not (several == 2 and _widest(strips) > 2 * em):
        return 0
    return _with_wrapped(rows, start, last, strips, em)


def _with_wrapped(
    rows: list[Row], start: int, last: int, strips: list[tuple[float, float]], em: float
) -> int:
    """The end of a table with the lines that its last cells are wrapped over."""
    at = last + 1
    while at < len(rows) and len(rows[at]) == 1:
        line, step = rows[at][0], rows[at - 1][0].baseline - rows[at][0].baseline
        if step > 1.5 * line.size or line.left < strips[0][1] - 0.3 * em:
            break
        at += 1
    return at


def _gaps(row: Row) -> list[tuple[float, float]]:
    return [(cell.right, after.left) for cell, after in pairwise(row)]


def _free(strips: list[tuple[float, float]], row: Row, em: float) -> list[tuple[float, float]]:
    """What a row leaves free of the strips."""
    left = strips
    for cell in row:
        left = [
            piece
            for low, high in left
            for piece in ((low, min(high, cell.left)), (max(low, cell.left, cell.right), high))
            if piece[1] - piece[0] > 0.5 * em
        ]
    return left


def _widest(strips: list[tuple[float, float]]) -> float:
    return max((high - low for low, high in strips), default=0.0)
