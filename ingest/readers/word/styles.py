"""The styles of a Word document: which of them make headings, lists, captions, bold text."""

import re
from typing import NamedTuple

from ingest.readers.word.elements import Element, attribute, first, is_on, name, value

MAX_LEVEL = 8  # of a list
MAX_BASES = 20  # styles that one is based on, one on the other
_HEADING = re.compile(r"(?:heading|kop)\s?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|inhopg|inhoudsopgave)\b.*", re.IGNORECASE)
_CAPTION = re.compile(r"caption|bijschrift|figuurbijschrift", re.IGNORECASE)


class Style(NamedTuple):
    """What a style says, with what it is based on."""

    name: str = ""
    level: int = 0
    bold: bool = False
    list: tuple[str, int] | None = None  # the id of a numbering, and the level in it

    @property
    def is_contents(self) -> bool:
        return _CONTENTS.fullmatch(self.name) is not None

    @property
    def is_caption(self) -> bool:
        return _CAPTION.fullmatch(self.name) is not None


def styles(root: Element | None) -> dict[str, Style]:
    """The styles by id."""
    children = () if root is None else root
    raw = {attribute(each, "styleId"): each for each in children if name(each) == "style"}
    found: dict[str, Style] = {}

    def style(id: str, depth: int = 0) -> Style:
        if id not in raw or depth > MAX_BASES:
            return Style()
        if id not in found:
            base = style(value(raw[id], "basedOn"), depth + 1)
            found[id] = _style(id, raw[id], base)
        return found[id]

    return {id: style(id) for id in raw}


def _style(id: str, element: Element, base: Style) -> Style:
    settings, bold = first(element, "pPr"), is_on(first(element, "rPr"), "b")
    named = value(element, "name") or id
    return Style(
        named,
        outline_level(settings) or _level(named) or base.level,
        base.bold if bold is None else bold,
        numbering(settings) or base.list,
    )


def _level(named: str) -> int:
    """The level of a heading by the name of its style; 0 for no heading."""
    match = _HEADING.fullmatch(named)
    return min(int(match[1]), 6) if match else int(bool(_TITLE.fullmatch(named)))


def outline_level(settings: Element | None) -> int:
    """The level of a heading by its place in the outline; 0 for no heading."""
    outline = value(settings, "outlineLvl")
    return min(int(outline) + 1, 6) if re.fullmatch("[0-8]", outline) else 0


def numbering(settings: Element | None) -> tuple[str, int] | None:
    """The id of the numbering that an item belongs to, and the level in it."""
    id, level = value(settings, "numPr", "numId"), value(settings, "numPr", "ilvl") or "0"
    return (id, min(int(level), MAX_LEVEL)) if id and level.isdigit() else None
