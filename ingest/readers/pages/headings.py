"""Which drafts are headings, and of which level: larger or bold type that stands alone."""

import re
from collections.abc import Sequence

from ingest.readers.pages.paragraphs import BULLET, CAPTION, Draft

LONGEST = 200  # characters: no heading is longer
LARGER = 1.07  # times the body: type of a heading
LEVELS = 4
_LINES = 4
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÀ-Ý]")


def level_headings(drafts: Sequence[Draft], body: float) -> None:
    """Make headings of the drafts that look like one; the title, on the first page, is level 1."""
    found = [draft for draft in drafts if _is_heading(draft, body)]
    styles = sorted({_style(draft) for draft in found}, reverse=True)
    title = _title(found, body)
    if title is not None and sum(_style(draft) == _style(title) for draft in found) == 1:
        styles.remove(_style(title))
    for draft in found:
        draft.kind = "heading"
        draft.level = 1 if draft is title else min(2 + styles.index(_style(draft)), LEVELS)


def _title(found: Sequence[Draft], body: float) -> Draft | None:
    """The heading in the largest type on the page of the first one, where no other is like it."""
    first = [draft for draft in found if draft.lines[0].page is found[0].lines[0].page]
    largest = max(first, key=lambda draft: round(draft.size, 1), default=None)
    return largest if largest is not None and largest.size > LARGER * body else None


def _style(draft: Draft) -> tuple[float, bool]:
    return round(2 * draft.size) / 2, draft.bold


def _is_heading(draft: Draft, body: float) -> bool:
    if draft.kind not in ("paragraph", "item") or len(draft.lines) > _LINES:
        return False
    larger = draft.size > LARGER * body
    if not larger and not (draft.bold and draft.size > 0.93 * body):
        return False
    if not larger and (len(draft.lines) > 2 or draft.end[-1] in ".;:,"):
        return False
    if draft.kind == "item" and not _NUMBERED.match(draft.string):
        return False
    length = sum(len(placed.page.string(placed.line)) for placed in draft.lines)
    has_words = bool(_LETTERS.search(draft.string)) and not BULLET.match(draft.string)
    return has_words and length <= LONGEST and not CAPTION.match(draft.string)
