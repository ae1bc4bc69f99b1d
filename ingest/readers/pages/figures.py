"""Text inside figures: short pieces that make no sentence, beside a caption or many together."""

import re
from collections.abc import Sequence

from ingest.readers.pages.paragraphs import SMALL, Draft, Placed, ends

FEW_WORDS = 4  # different ones in a line, on average
LONG = 20  # lines are enough to know it by
MANY = 4  # pieces that follow each other: a figure without a caption
_CAPTION = re.compile(r"(?:figuur|figure|fig|grafiek|afbeelding|schema|stroomdiagram)\b", re.I)
_TABLE = re.compile(r"(?:tabel|table)\b", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}")


def mark_figures(drafts: Sequence[Draft], body: float) -> list[Draft]:
    """The drafts of a page, those inside one figure being one draft."""
    loose = [_is_loose(draft, body) for draft in drafts]
    for at, draft in enumerate(drafts):
        if draft.kind == "caption" and _CAPTION.match(draft.string):
            inside = _before(drafts, loose, at) or _after(drafts, loose, at)
            for number in inside + _around(drafts, loose, at, inside):
                drafts[number].kind = "figure"
    for run in _runs(drafts, loose):
        small = any(draft.size < SMALL * body for draft in run)
        if len(run) >= (MANY if small else 2 * MANY):
            for draft in run:
                draft.kind = "figure"
    return _joined(drafts)


def _is_loose(draft: Draft, body: float) -> bool:
    """Is it no sentence, no item and no heading?"""
    if draft.kind not in ("paragraph", "note") or draft.size > 1.05 * body or draft.bold:
        return False
    if draft.size > SMALL * body and (len(draft.lines) > 3 or draft.full):
        return False
    strings = [placed.page.string(placed.line) for placed in draft.lines[:LONG]]
    known = len({word for string in strings for word in _WORD.findall(string)})
    if ends(draft.end):
        return known < 3
    return known < FEW_WORDS * len(strings) and draft.end[-1] not in "-,"


def _around(
    drafts: Sequence[Draft], loose: Sequence[bool], caption: int, inside: Sequence[int]
) -> list[int]:
    """Other loose pieces at the height of the figure, which were read with a column beside it."""
    heights = [_height(drafts[at]) for at in (caption, *inside)]
    low, high = min(heights), max(heights)
    others = sorted((_height(draft), at) for at, draft in enumerate(drafts) if loose[at])
    found: list[int] = []
    for height, at in others:
        if low <= height < high + 2 * MANY * drafts[at].size:
            found.append(at)
            high = max(high, height)
    return found


def _height(draft: Draft) -> float:
    return draft.lines[0].line.baseline


def _before(drafts: Sequence[Draft], loose: Sequence[bool], caption: int) -> list[int]:
    """What stands in the figure above a caption."""
    found: list[int] = []
    for at in range(caption - 1, -1, -1):
        above = drafts[at - 1] if at else None
        titled = above is not None and above.kind == "caption" and _TABLE.match(above.string)
        if not loose[at] and (drafts[at].kind != "row" or titled):
            break
        found.append(at)
    return found


def _after(drafts: Sequence[Draft], loose: Sequence[bool], caption: int) -> list[int]:
    """What stands in the figure below a caption; a single short line is text that goes on."""
    found: list[int] = []
    for at in range(caption + 1, len(drafts)):
        below = drafts[at + 1] if at + 1 < len(drafts) else None
        titled = below is not None and below.kind == "caption" and _TABLE.match(below.string)
        if not loose[at] and (drafts[at].kind != "row" or titled):
            break
        found.append(at)
    return found if len(found) > 1 or any(drafts[at].kind == "row" for at in found) else []


def _runs(drafts: Sequence[Draft], loose: Sequence[bool]) -> list[list[Draft]]:
    runs: list[list[Draft]] = [[]]
    for draft, is_loose in zip(drafts, loose, strict=True):
        if is_loose:
            runs[-1].append(draft)
        elif runs[-1]:
            runs.append([])
    return runs


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    joined: list[Draft] = []
    for draft in drafts:
        if draft.kind == "figure":
            draft.lines = [*_cell_lines(draft)]
            draft.rows = []
            if joined and joined[-1].kind == "figure":
                joined[-1].lines += draft.lines
                continue
        joined.append(draft)
    return joined


def _cell_lines(draft: Draft) -> list[Placed]:
    if not draft.rows:
        return draft.lines
    return [placed for row in draft.rows for cell in row for placed in cell]
