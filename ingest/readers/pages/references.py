"""The entries of a reference list: under its heading, told apart by numbers or by how they hang."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.pages.paragraphs import Draft, Placed

HANGS = 0.5  # type sizes: the lines of an entry after its first hang in so far
HEADING = re.compile(
    r"(?:\d+\.?\s+)?(?:geraadpleegde\s+)?"
    r"(?:literatuur(?:lijst|opgave|verwijzingen|referenties)?|referenties|referentielijst|"
    r"references?|bronnen(?:lijst)?|bronvermelding|bibliografie|bibliography)\s*:?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\[?(\d{1,3})(?:[\].)]+\s*|\s+)(?=\S)")


def mark_references(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with one draft an entry, up to the next heading that is no smaller."""
    found: list[Draft] = []
    entries: list[Draft] = []
    level = 0
    for draft in drafts:
        if draft.kind == "heading":
            found += _entries(entries)
            entries = []
            if HEADING.fullmatch(draft.string):
                level = draft.level
            elif draft.level <= level:
                level = 0
        elif level and draft.kind in ("paragraph", "item", "note"):
            entries.append(draft)
            continue
        found.append(draft)
    return found + _entries(entries)


def _entries(drafts: list[Draft]) -> list[Draft]:
    """The lines of these drafts as entries."""
    if not drafts:
        return []
    lines = [placed for draft in drafts for placed in draft.lines]
    starts = _numbered(lines) or _hanging(lines) or _starts(drafts)
    ends = [*starts[1:], len(lines)]
    return [
        replace(drafts[0], kind="reference", lines=lines[start:end])
        for start, end in zip([0, *starts[1:]], ends, strict=True)
    ]


def _numbered(lines: Sequence[Placed]) -> list[int]:
    """Where entries start by their numbers, which count on; none where there are no numbers."""
    starts: list[int] = []
    number = 0
    for at, placed in enumerate(lines):
        match = _NUMBER.match(placed.page.string(placed.line))
        if match and (int(match[1]) == number + 1 or (not starts and at == 0)):
            number = int(match[1])
            starts.append(at)
    return starts if len(starts) > 1 or (starts and len(lines) < 5) else []


def _hanging(lines: Sequence[Placed]) -> list[int]:
    """Where entries start by standing out; none where they don't."""
    out = [placed.indent < HANGS * placed.line.size for placed in lines]
    if not out[0] or all(out) or sum(out) < 2:
        return []
    return [at for at, is_out in enumerate(out) if is_out]


def _starts(drafts: Sequence[Draft]) -> list[int]:
    starts, at = [], 0
    for draft in drafts:
        starts.append(at)
        at += len(draft.lines)
    return starts
