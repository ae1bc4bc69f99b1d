"""The rows of a column as drafts of blocks: paragraphs, items, headings to be, captions, notes.

A draft ends where the type changes, at a wider step, at a bullet or an indent, and after a line
that had room for the next word. What stands across columns and pages is for `layout`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ingest.readers.pages.columns import Row
from ingest.readers.pages.lines import Line, Page
from ingest.schema import BlockKind

ALIKE = 0.06  # sizes that differ by less are the same
SMALL = 0.93  # times the body: type of a footnote
INDENT = 0.7  # type sizes
BULLETS = "•‣▪◦●○■□▶►➢➤✓✔·\uf0b7\uf0a7\uf0d8\uf0a8\uf076\uf0fc"
BULLET = re.compile(rf"(?:[{BULLETS}]\s*|[-–—*o]\s+)(?=\S)")
NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(?[a-z]\)|\(\d{1,2}\))\s+(?=\S)")
CAPTION = re.compile(
    r"(?:figuur|figure|fig\.|tabel|table|grafiek|afbeelding|schema|box|kader|stroomdiagram)"
    r"\s*[A-Z]?\d{1,2}[a-z]?(?P<after>\s*[.:|–-]|\s+(?=(?-i:[A-Z]))|$)",
    re.IGNORECASE,
)
NOTE = re.compile(r"(?:(?P<number>\d{1,2})|[*†‡§¶#]{1,3}|[a-h](?=[\s)]))[.)]?\s*(?=[^\W\d])")
_END = re.compile(r"[.!?:;…][)\]”’\"'»]*\d*$")


class Placed(NamedTuple):
    """A line on its page, with how far it is indented in its column."""

    page: Page
    line: Line
    indent: float


@dataclass(slots=True)
class Draft:
    """A block in the making.

    `first` says that it begins its column; `indented` that its first line is;
    `full` that its last line leaves no room for a word; `apart` that more space than usual is
    above it. A table has `rows` of cells of lines.
    """

    kind: BlockKind
    lines: list[Placed]
    size: float
    bold: bool
    string: str  # of the first line
    end: str  # of the last line
    first: bool = False
    indented: bool = False
    full: bool = False
    apart: bool = False  # more space than usual before it
    level: int = 0
    rows: list[list[list[Placed]]] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """The bounds of a column, its usual step from line to line, and how large small type is."""

    left: float
    right: float
    step: float
    small: float


def drafts(page: Page, rows: Sequence[Row], body: float) -> list[Draft]:
    """The drafts of a column of prose."""
    lines = [row[0] if len(row) == 1 else merged(row) for row in rows]
    column = _column(lines, body)
    found: list[Draft] = []
    before: Line | None = None
    for line in lines:
        string = page.string(line)
        placed = Placed(page, line, line.left - column.left)
        if before is None or _breaks(found[-1], before, line, string, column):
            draft = Draft("paragraph", [placed], line.size, line.bold, string, string)
            draft.indented = placed.indent > INDENT * line.size
            draft.apart = before is None or before.baseline - line.baseline > 1.25 * column.step
            draft.kind = _kind(draft)
            found.append(draft)
        else:
            draft = found[-1]
            draft.lines.append(placed)
            draft.end = string
            draft.bold = draft.bold and line.bold
        draft.full = line.right > column.right - 3 * line.size
        before = line
    found[0].first = True
    _mark_notes(found, body)
    return found


def merged(row: Row) -> Line:
    """The lines of a row as one."""
    first = row[0]
    parts = list(first.parts)
    main = max(row, key=lambda line: line.width)
    for line in row[1:]:
        is_raised = line.size < 0.9 * main.size and line.baseline > main.baseline + 0.1 * main.size
        head = line.parts[0]._replace(spaced=True, raised=is_raised or line.parts[0].raised)
        parts += [head, *line.parts[1:]]
    bold = all(line.bold for line in row)
    right = max(line.right for line in row)
    return Line(parts, first.left, right, main.baseline, main.size, bold)


def ends(string: str) -> bool:
    """Does a sentence end here?"""
    return bool(_END.search(string))


def _column(lines: list[Line], body: float) -> Column:
    baselines = np.array([line.baseline for line in lines])
    steps = baselines[:-1] - baselines[1:]
    steps = steps[steps > 0.8 * body]
    step = float(np.quantile(steps, 0.3, method="lower")) if len(steps) else 1.2 * body
    left = min(line.left for line in lines)
    return Column(left, max(line.right for line in lines), min(step, 2.2 * body), SMALL * body)


def join_markers(page: Page) -> list[Line]:
    """The lines of a page, a bullet or a number of an item in one line with its text."""
    lines: list[Line] = []
    for line in page.lines:
        before = lines[-1] if lines else None
        if (
            before is not None
            and before.right - before.left < 3 * line.size
            and abs(before.baseline - line.baseline) < 0.3 * line.size
            and 0 < line.left - before.right < 4 * line.size
            and _is_marker(page.string(before))
        ):
            lines[-1] = merged([before, line])
        else:
            lines.append(line)
    return lines


def _is_marker(string: str) -> bool:
    marked = f"{string} x"
    match = BULLET.match(marked) or NUMBER.match(marked)
    return match is not None and match.end() == len(marked) - 1


def _kind(draft: Draft) -> BlockKind:
    if CAPTION.match(draft.string):
        return "caption"
    is_item = BULLET.match(draft.string) or NUMBER.match(draft.string)
    return "item" if is_item else "paragraph"


def _mark_notes(found: Sequence[Draft], body: float) -> None:
    """Make notes of what stands in small type at the foot and opens with a number or a sign."""
    small = len(found)
    while small and found[small - 1].size < SMALL * body:
        small -= 1
    for draft in found[small:]:
        if NOTE.match(draft.string) and draft.kind != "caption":
            draft.kind = "note"


def _breaks(draft: Draft, before: Line, line: Line, string: str, column: Column) -> bool:
    """Does a new draft start at this line?"""
    size = line.size
    if abs(size - before.size) > ALIKE * size:
        return True
    step = before.baseline - line.baseline
    if step > 1.3 * max(column.step, 1.1 * size) or step < 0:
        return True
    if line.bold != before.bold and line.bold != draft.bold and _is_apart(draft, line, column):
        return True
    if draft.bold and draft.lines[0].line.size >= size and line.bold:
        return False  # a heading over more than one line
    if _is_marked(string) and (string[0] in BULLETS or draft.kind == "item" or ends(draft.end)):
        return True
    if size < column.small and _is_next_note(draft, string):
        return True
    return _is_indented(draft, line, column) or _had_room(draft, before, line, string, column)


def _is_next_note(draft: Draft, string: str) -> bool:
    """Is this a new note below a note: its number the next, or after a full stop?"""
    ours, theirs = NOTE.match(string), NOTE.match(draft.string)
    if not ours or not theirs:
        return False
    if ours["number"] and theirs["number"]:
        return int(ours["number"]) == int(theirs["number"]) + 1
    return ends(draft.end)


def _is_marked(string: str) -> bool:
    if string[0].isalpha() and string[1:2].isalpha():
        return CAPTION.match(string) is not None if string[0].isupper() else False
    return bool(BULLET.match(string) or NUMBER.match(string))


def _is_apart(draft: Draft, line: Line, column: Column) -> bool:
    """Where bold type starts or ends between lines: is it a heading, not stress in a sentence?"""
    return (
        draft.bold or ends(draft.end) or draft.lines[-1].line.right < column.right - 5 * line.size
    )


def _is_indented(draft: Draft, line: Line, column: Column) -> bool:
    indent = line.left - column.left
    first, last = draft.lines[0].indent, draft.lines[-1].indent
    if draft.kind == "item":
        return len(draft.lines) > 1 and indent < last - INDENT * line.size and ends(draft.end)
    if len(draft.lines) == 1 and indent > first + INDENT * line.size:
        return ends(draft.end)  # else the entry of a list that hangs, or a centred line
    return INDENT * line.size < indent - last < 5 * line.size and ends(draft.end)


def _had_room(draft: Draft, before: Line, line: Line, string: str, column: Column) -> bool:
    """Was there room for the next word on the line before, which ends a sentence?"""
    if before.right + 2 * line.size > column.right or not ends(draft.end):
        return False
    word = (string.find(" ") + 1 or len(string) + 1) * line.width / len(string)
    return before.right + word + line.size < column.right
