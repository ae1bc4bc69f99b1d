"""The text of lines, and the raised numbers in it: reference marks are noted and come off.

A power or a unit keeps its raised digits as such ("m²", "10⁵"), so that no number becomes another.
"""

import re
from collections.abc import Sequence

from ingest.readers.pages.lines import Line, Page
from ingest.schema import Mark
from ingest.text import Edit, Text

_REFERENCES = re.compile(r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*[,;]?")
_UNIT = re.compile(r"(?:^|[^\w])(?:[kcdmµμ]?m|in|ft|sec|s|[A-Za-zα-ωΑ-Ω])$")
_RAISED = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_POWER = re.compile(r"[-+−–]?\d+")


def text_of(lines: Sequence[tuple[Page, Line]]) -> tuple[Text, tuple[Mark, ...]]:
    """The text of lines, a newline between them, and the marks that were in it."""
    texts: list[Text] = []
    marks: list[Mark] = []
    length, string = 0, ""
    for page, line in lines:
        if len(line.parts) == 1 and not line.parts[0].raised:
            start, end, *_ = line.parts[0]
            texts.append(page.text[start:end])
        else:
            text, found = _typeset(page, line, string)
            texts.append(text)
            marks += [Mark(length + at, numbers) for at, numbers in found]
        string = texts[-1].string
        length += len(string) + 1
    return (texts[0] if len(texts) == 1 else Text.join("\n", texts)), tuple(marks)


def _typeset(page: Page, line: Line, before: str) -> tuple[Text, list[Mark]]:
    """The text of a line with raised type; `before` is the line before it."""
    text = Text.read("")
    marks: list[Mark] = []
    for at, part in enumerate(line.parts):
        piece = page.text[part.start : part.end]
        if part.raised:
            last = text.string or before
            if last and _is_reference(last, piece.string):
                marks.append(Mark(len(text), piece.string.strip(" ,;")))
                continue
            if at and _POWER.fullmatch(piece.string) and last:
                piece = _raised(piece)
        text = Text.join(" " if part.spaced and len(text) else "", [text, piece])
    return text, marks


def _is_reference(before: str, raised: str) -> bool:
    """Is a raised number after this text a reference mark?

    >>> [_is_reference(text, "2") for text in ("pijn", "pijn.", "kg/m", "10", "I")]
    [True, True, False, False, False]
    """
    if not _REFERENCES.fullmatch(raised):
        return False
    if before[-1].isdigit():
        return not raised.isdigit()
    return not _UNIT.search(before)


def _raised(text: Text) -> Text:
    """Digits as raised characters."""
    return text.edited([Edit(0, len(text), text.string.translate(_RAISED))])
