"""Lines -> pieces: the lines that belong together, and what each group of them is.

A piece is a paragraph, heading, item, caption, table row, or what stands within a figure; or
"short" while only its neighbours can tell whether it is a heading, a cell or a loose line. Doesn't
join what was interrupted: that is `flow`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.readers.pasted import shapes
from ingest.readers.pasted.lines import Line
from ingest.readers.pasted.manner import UNWRAPPED, Manner, alike
from ingest.schema import BlockKind
from ingest.text import Edit, Text

WINDOW = 60  # lines that tell what the first of them opens; a longer paragraph is joined later
_NOTE = re.compile(r"(?:\*{1,3}|[†‡§¶]|[¹²³⁴⁵⁶⁷⁸⁹]+)\s?(?=[^\s*])|(?:Noot|Voetnoot)\s\d+")
_NOTE_NUMBER = re.compile(r"(\d{1,2})\s(?=[A-ZÀ-Þ])")
LEGEND = re.compile(r"(?:Afkortingen|Legenda|Abbreviations)\s?:|[“\"][=↑↓+−][”\"]\s?:")


@dataclass(slots=True)
class Piece:
    """Lines that belong together. `top` says that nothing of the page stands above it."""

    kind: BlockKind | Literal["short"]
    lines: list[Line]
    level: int = 0
    top: bool = False

    @property
    def string(self) -> str:
        """The lines as one, a word that was broken still broken."""
        return " ".join(line.string for line in self.lines)

    @property
    def end(self) -> str:
        """Its last lines, which tell whether it breaks off."""
        return " ".join(line.string for line in self.lines[-6:])

    @property
    def text(self) -> Text:
        """The lines, a newline between them."""
        return Text.join("\n", [line.text for line in self.lines])


def pieces(lines: Sequence[Line], manner: Manner) -> Iterator[Piece]:
    """The pieces that the lines make, in the same order."""
    before: Piece | None = None
    for chunk in _chunks(lines, manner):
        found = _of_chunk(chunk, manner, before)
        before = found[-1]
        yield from found


def _chunks(lines: Sequence[Line], manner: Manner) -> Iterator[list[Line]]:
    """Lines between empty lines, page ends and first-line indents; each alone if not wrapped."""
    chunk: list[Line] = []
    for line in lines:
        if chunk and (_parts(chunk, line, manner)):
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _parts(chunk: list[Line], line: Line, manner: Manner) -> bool:
    last = chunk[-1]
    if line.gap == 1 and 1 < len(line.cells) == len(last.cells):
        return False
    if line.gap or line.top:
        return True
    if bool(line.cells) != bool(last.cells):
        return True
    if not manner.wrapped or max(len(line.string), len(last.string)) > UNWRAPPED:
        return not (manner.is_bullet(chunk[0], None) and line.indent > chunk[0].indent + 1)
    listed = any(manner.is_bullet(one, None) for one in (chunk[0], last, line))
    return 0 < line.indent < 9 and last.indent == 0 and not listed


def _of_chunk(chunk: list[Line], manner: Manner, before: Piece | None) -> list[Piece]:
    top = chunk[0].top
    if len(chunk) > 1 and all(len(line.cells) > 1 for line in chunk):
        return [Piece("row", chunk, top=top)]
    found = [Piece("short", [], top=top)]
    labelled = before is not None and before.kind == "caption" and len(before.lines) == 1
    if labelled and before is not None and shapes.is_caption_label(before.string):
        return list(_captions(chunk))
    at = 0
    while at < len(chunk):
        rest = chunk[at : at + WINDOW]
        count, kind = _next(rest, manner, found[-1] if len(found) > 1 else None)
        found.append(Piece(kind, rest[:count], top=top and len(found) == 1))
        at += count
    return found[1:]


def _captions(chunk: list[Line]) -> Iterator[Piece]:
    """What stands below "Figuur 3": a caption, each numbered part of it apart."""
    part: list[Line] = []
    for line in chunk:
        if part and re.match(r"(?:\d{1,2}(?:[–-]\d{1,2})?|[a-zA-Z])[.)]\s", line.string):
            yield Piece("caption", part)
            part = []
        part.append(line)
    yield Piece("caption", part)


def _next(
    rest: list[Line], manner: Manner, before: Piece | None
) -> tuple[int, BlockKind | Literal["short"]]:
    """How many lines the next piece has, and its kind."""
    first = rest[0]
    last = before.lines[-1] if before else None
    if before and before.kind == "item" and alike(before.lines[0], first):
        last = before.lines[0]
    if manner.is_bullet(first, last):
        numbered = shapes.NUMBER.match(first.string) and not (before and before.kind == "item")
        titled = numbered and len(rest) > 1 and _heading(rest, manner, before) == 1
        return (1 if titled else _run(rest, manner, item=True)), "item"
    if manner.is_spoken(first):
        return _run(rest, manner), "paragraph"
    if shapes.is_caption(first.string):
        return _caption(rest, manner), "caption"
    if last is None and _is_note(rest, manner):
        return _run(rest, manner, item=True), "note"
    if count := _figure(rest, manner):
        return count, "figure"
    if count := _heading(rest, manner, before):
        return count, "heading"
    count = _run(rest, manner)
    text = " ".join(line.string for line in rest[:count])
    if shapes.is_prose(text) and not shapes.is_title(text):
        return count, "paragraph"
    asks = text.rstrip("*").endswith("?") and shapes.is_title(text)
    return count, "paragraph" if shapes.ends(text) and not asks else "short"


def _is_note(rest: list[Line], manner: Manner) -> bool:
    """Does a footnote open: by a sign, or by a number that stands behind a word of the text?"""
    first = rest[0].string
    text = " ".join(line.string for line in rest)
    if first[0] == "*" and (manner.starred or "*" in first.lstrip("*")):
        return False  # bold, or an item
    number = _NOTE_NUMBER.match(first)
    numbered = number is not None and number.group(1) in manner.marks and not shapes.is_title(text)
    return bool(_NOTE.match(first)) or (numbered and shapes.is_prose(text) and shapes.ends(text))


def _run(rest: list[Line], manner: Manner, item: bool = False) -> int:
    """How many lines run on from the first, up to where something else starts."""
    width = _width(rest, manner)
    for at in range(1, len(rest)):
        line, last = rest[at], rest[at - 1]
        if (
            manner.is_bullet(line, rest[0] if item and alike(rest[0], line) else last)
            or manner.is_spoken(line)
            or _starts(rest, at, manner)
        ):
            return at
        if shapes.depth(line.string) > 1 and shapes.is_title(line.string):
            return at
        if shapes.ends(last.string) and _heading(rest[at : at + 6], manner, Piece("short", [last])):
            return at
        room = manner.has_room(last, line, width)
        if shapes.goes_on(line.string) or not room or last.string.endswith("-"):
            continue
        if last.string.endswith(":") and shapes.NUMBER.match(line.string):
            continue  # counting amid a sentence
        if shapes.ends(last.string) or last.string.endswith(":"):
            if not item or (line.indent <= rest[0].indent and line.string[:1].isupper()):
                return at
        elif not shapes.dangles(last.string) and line.string[:1].isupper():
            return at
    return len(rest)


def _starts(rest: list[Line], at: int, manner: Manner) -> bool:
    """Does a caption, note or figure start at this line, within a run of others?"""
    line, last = rest[at].string, rest[at - 1].string
    if shapes.is_caption(line) and not shapes.may_cite_figure(last):
        told = re.match(r"\w+\.?\s\d+\w?\s?[.:|]", line)
        return bool(told) or shapes.ends(last) or manner.has_room(rest[at - 1], rest[at])
    figures = _figures(rest[at - 1 : at + 3])[1:3]
    if shapes.is_prose(last) and not shapes.ends(last):
        return figures == [True, True]
    return figures[0] and (figures == [True, True] or shapes.ends(last))


def _width(rest: list[Line], manner: Manner) -> int:
    """How wide these lines could be: as the widest, or as the text where they are all short."""
    widest = max(len(line.string) for line in rest)
    return widest if widest >= 0.75 * manner.width else manner.width


def _caption(rest: list[Line], manner: Manner) -> int:
    """How many lines a caption has: up to a full stop, or a line end that is meant."""
    figures = _figures(rest)
    for at in range(1, len(rest)):
        last, line = rest[at - 1], rest[at]
        if figures[at] or manner.is_bullet(line, last):
            return at
        if shapes.is_caption_label(last.string) or shapes.dangles(last.string):
            continue
        if (shapes.ends(last.string) and not shapes.is_caption_label(last.string)) or (
            manner.has_room(last, line)
        ):
            return at
    return len(rest)


def _figures(lines: list[Line]) -> list[bool]:
    """Of each line whether it stands only in figures; a lone number does beside another."""
    lone = [False, *(shapes.is_number(line.string) for line in lines), False]
    return [
        shapes.is_figure(line.string) or (lone[at] and (lone[at - 1] or lone[at + 1]))
        for at, line in enumerate(lines, start=1)
    ]


def _figure(rest: list[Line], manner: Manner) -> int:
    """How many lines of what stands only in figures open these; 0 where it is text."""
    text = " ".join(line.string for line in rest)
    own = _figures(rest)
    if shapes.is_figure(text) and (own[0] or not shapes.is_prose(rest[0].string)):
        return len(rest)
    if shapes.is_count(rest[-1].string) and text[0].isupper() and len(text.split()) <= 12:
        return len(rest)
    if not own[0]:
        return 0
    count = 1
    while count < len(rest) and (own[count] or _is_label(rest, count, manner)):
        count += 1
    if count == 1 and len(rest) > 1 and not manner.has_room(rest[0], rest[1]):
        return 0
    return count


def _is_label(rest: list[Line], at: int, manner: Manner) -> bool:
    """Is a line below figures one of their labels, and not text or a heading above it?"""
    if shapes.is_prose(rest[at].string) or shapes.is_caption(rest[at].string):
        return False
    below = rest[at + 1].string if at + 1 < len(rest) else ""
    headed = shapes.is_prose(below) and manner.opens(below)
    return not (headed and shapes.is_title(rest[at].string))


def _heading(rest: list[Line], manner: Manner, before: Piece | None) -> int:
    """How many lines of a heading stand on top of the text that follows it; 0 without."""
    if before is not None and not shapes.ends(before.string):
        return 0
    for count in range(1, min(4, len(rest))):
        title = " ".join(line.string for line in rest[:count])
        last, following = rest[count - 1], rest[count]
        if count > 1 and (manner.is_bullet(last, None) or shapes.ends(rest[count - 2].string)):
            return 0
        if not (shapes.is_title(title) and _is_text(rest[count:], manner)):
            continue
        room = manner.has_room(last, following, _width(rest[count:], manner))
        opens = manner.opens(following.string)
        upper = following.string[:1].isupper() or manner.is_bullet(following, last)
        if before is not None and not (room and (opens or title.isupper())):
            continue
        if (upper and room) or (opens and len(title.split()) <= 10):
            return count
    return 0


def _is_text(rest: list[Line], manner: Manner) -> bool:
    """Is what follows a heading text or a list, and not one more short line?"""
    if manner.is_bullet(rest[0], None):
        return True
    return shapes.is_prose(" ".join(line.string for line in rest[:4])) and not shapes.is_figure(
        rest[0].string
    )


def marked(piece: Piece) -> Text:
    """The text of an item, opened by "- " or its number and a full stop."""
    text = piece.text
    if number := shapes.NUMBER.match(text.string):
        mark = f"{number.group('a') or number.group('b')}. "
        return text.edited([Edit(0, number.end(), mark)])
    if shapes.LETTER.match(text.string):
        return text.edited([Edit(0, 0, "- ")])
    bullet = shapes.BULLET.match(text.string)
    return text.edited([Edit(0, bullet.end(), "- ")]) if bullet else text
