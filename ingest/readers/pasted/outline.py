"""Headings and reference lists among the pieces of plain text, and how deep the headings are.

Doesn't decide what a single line looks like: that is `shapes`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from ingest.readers.pasted import shapes
from ingest.readers.pasted.lines import Line
from ingest.readers.pasted.manner import Manner, count
from ingest.readers.pasted.pieces import Piece
from ingest.schema import Block

TITLE = 1
SECTION = 2
_REFERENCES = re.compile(
    r"(?:[\d.]+ )?\**(?:literatuur|literatuurlijst|literatuurverwijzingen|referenties|"
    r"referentielijst|bronvermelding|bronnen|bron|bronnenlijst|references|bibliografie|bibliography)\W*",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"[(\[]?(\d{1,3})[)\]]?\.?\s+(?=\S)")
_RUN_IN = re.compile(
    r"(?P<title>[A-ZÀ-Þ][^\s.,;:!?]*(?: [^\sA-ZÀ-Þ.,;:!?][^\s.,;:!?]*){0,5}) (?=(?P<word>[A-ZÀ-Þ]"
    r"[a-zà-ÿ]+) [a-zà-ÿ])"
)
_OPENERS = shapes.SMALL - {"van", "den", "der", "ten", "ter"}


def with_run_in_headings(pieces: Sequence[Piece], manner: Manner) -> list[Piece]:
    """The pieces, a heading that shares the line of its paragraph apart; only where two do so.

    "Acute rugpijn Bij acute rugpijn helpt bewegen." opens with a title, since amid a sentence no
    small word has a capital.
    """
    found = {at: end for at, piece in enumerate(pieces) if (end := _run_in(piece, manner))}
    if len(found) < 2:
        return list(pieces)
    split: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in found:
            first, end = piece.lines[0], found[at]
            heading = Line(first.text[:end].strip(), first.string[:end].strip())
            split.append(Piece("heading", [heading], SECTION + 1, piece.top))
            first.text, first.string = first.text[end:], first.string[end:]
        split.append(piece)
    return split


def _run_in(piece: Piece, manner: Manner) -> int:
    """Where the title ends that opens a paragraph; 0 without one."""
    text = piece.lines[0].string
    match = _RUN_IN.match(text) if piece.kind == "paragraph" else None
    if match is None or match.group("word").casefold() not in _OPENERS:
        return 0
    title = match.group("title")
    sentence = len(text) - match.end() >= 30 and shapes.ends(piece.string)
    alone = not shapes.SMALL & set(title.casefold().split()[:1])
    return match.end() if sentence and alone and shapes.is_title(title) else 0


def with_references(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, the entries of reference lists one by one."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if _REFERENCES.fullmatch(piece.lines[0].string) and piece.kind in (
            "short",
            "heading",
            "paragraph",
        ):
            yield Piece("heading", piece.lines[:1], top=piece.top)
            end = _list_end(pieces, at)
            lines = [*piece.lines[1:], *(line for one in pieces[at:end] for line in one.lines)]
            yield from _entries(lines)
            at = end
        elif (end := _unnamed_end(pieces, at - 1)) > at:
            yield from _entries([line for one in pieces[at - 1 : end] for line in one.lines])
            at = end
        else:
            yield piece


def _list_end(pieces: Sequence[Piece], start: int) -> int:
    """Where the list ends: at a piece that neither cites, counts nor goes on."""
    end = start
    while end < len(pieces):
        piece = pieces[end]
        text = piece.string
        entry = (
            shapes.cites(text)
            or shapes.opens_reference(text)
            or (_ENTRY.match(text) and piece.kind in ("item", "paragraph"))
        )
        if piece.kind == "heading" and not shapes.is_reference(text):
            break
        if not entry and not (shapes.goes_on(text) or _in_list(pieces, end)):
            break
        end += 1
    return end


def _in_list(pieces: Sequence[Piece], at: int) -> bool:
    """Is a piece without a citation an entry all the same: an item, or between two that cite?"""
    if pieces[at].kind in ("item", "note"):
        return True
    after = pieces[at + 1].string if at + 1 < len(pieces) else ""
    title = shapes.is_title(pieces[at].string) and not shapes.ends(pieces[at].string)
    return not title and shapes.is_reference(after)


def _unnamed_end(pieces: Sequence[Piece], start: int) -> int:
    """Where a run of three or more entries ends that no heading announces."""
    end = start
    while end < len(pieces) and shapes.is_reference(pieces[end].string):
        end += 1
    return end if end - start >= 3 else start


def _entries(lines: Sequence[Line]) -> Iterator[Piece]:
    entry: list[Line] = []
    number = 0
    numbered = sum(bool(_ENTRY.match(line.string)) for line in lines) >= 2
    for line in lines:
        match = _ENTRY.match(line.string)
        following = match is not None and number < int(match.group(1)) <= number + 3
        if entry and (following if numbered else _opens_entry(entry[-1], line)):
            yield Piece("reference", entry)
            entry = []
        if match is not None and (following or not entry):
            number = int(match.group(1))
        entry.append(line)
    if entry:
        yield Piece("reference", entry)


def _opens_entry(last: Line, line: Line) -> bool:
    """Does an entry without a number start here: after a gap, or with an author?"""
    if shapes.goes_on(line.string) and not shapes.opens_reference(line.string):
        return False
    if shapes.BULLET.match(line.string) or shapes.opens_reference(line.string):
        return True
    return (
        line.gap > 0
        or len(last.string) > 200
        or (line.indent == 0 < last.indent and shapes.ends(last.string))
    )


def settle(pieces: Sequence[Piece]) -> list[Piece]:
    """Tell of each short piece whether it is a heading: one that stands above text, or another."""
    settled: list[Piece] = []
    below: Piece | None = None
    texts = (at for at, one in enumerate(pieces) if one.kind == "paragraph" and is_text(one.string))
    top = next(texts, len(pieces))
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        if piece.kind == "item" and below is not None and _is_counted(pieces, at, below):
            piece = replace(piece, kind="heading")
        elif piece.kind in ("short", "paragraph"):
            named = at < min(top, 50) and _is_author(piece.string, pieces[:at])
            heading = not named and _heads(
                piece, _before(pieces, at), below, at < top < len(pieces)
            )
            piece = replace(piece, kind="heading" if heading else "paragraph")
        settled.append(piece)
        below = piece
    return settled[::-1]


def _is_counted(pieces: Sequence[Piece], at: int, below: Piece) -> bool:
    """Is a numbered line that stands alone above text a heading, "1. Inleiding", and no item?"""
    piece, before = pieces[at], _before(pieces, at)
    number, last = count(piece.string), count(before.string) if before else None
    alone = len(piece.lines) == 1 and (number is None or last != number - 1)
    numbered = shapes.NUMBER.match(piece.string) and shapes.is_title(piece.string)
    follows = below.kind == "heading" or (
        below.kind == "paragraph" and shapes.is_prose(below.string)
    )
    return bool(numbered) and alone and follows and not shapes.goes_on(below.string)


def _before(pieces: Sequence[Piece], at: int) -> Piece | None:
    """The piece before this one, a figure passed over."""
    at -= 1
    while at >= 0 and pieces[at].kind == "figure":
        at -= 1
    return pieces[at] if at >= 0 else None


def _is_author(text: str, above: Sequence[Piece]) -> bool:
    """Is a line at the top a person's name: it has initials, or stands below a title?"""
    titled = any(piece.kind == "short" and shapes.is_title(piece.string) for piece in above)
    return (
        len(text) < 100 and shapes.is_name(text) and (titled or bool(re.search(r"\b[A-Z]\.", text)))
    )


def _heads(piece: Piece, before: Piece | None, below: Piece | None, on_top: bool) -> bool:
    """Is a piece the heading of what stands below it? `on_top`: no text stands above it."""
    text = piece.string.rstrip(":") if len(piece.string.split()) <= 5 else piece.string
    if below is None or shapes.is_byline(text) or shapes.is_date(text) or _breaks(piece, below):
        return False
    named = shapes.is_section_name(text) and len(text.split()) == 1 and len(piece.lines) == 1
    if not shapes.is_title(text) and not named:
        return False
    if piece.kind == "paragraph" or text != piece.string:
        return text != piece.string and below.kind == "heading" and not shapes.is_prose(text)
    if len(piece.lines) > 1 and not shapes.is_section_name(text) and shapes.goes_on(below.string):
        return False
    flows = before is not None and before.kind == "paragraph" and shapes.dangles(before.string)
    if flows and not shapes.is_section_name(text):
        return False
    if below.kind in ("item", "row", "heading", "reference", "figure", "caption"):
        return True
    text = below.string
    told = on_top or shapes.is_prose(text) or text[-1] in ".:?!" or len(text.split()) >= 8
    return below.kind == "paragraph" and told and not shapes.goes_on(text)


def _breaks(piece: Piece, below: Piece) -> bool:
    """Does a new page or column start below a piece, so that it heads nothing?"""
    first, last = below.lines[0], piece.lines[-1]
    return below.kind == "heading" and (
        first.top or (first.indent > 0 == last.indent and not first.gap)
    )


def levelled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each heading with its level; the title, where there is one, of level 1."""
    lines = ("heading", "paragraph")
    texts = (
        at
        for at, one in enumerate(blocks)
        if one.kind not in lines or (one.kind == "paragraph" and is_text(one.text.string))
    )
    top = next(texts, len(blocks))
    title = _title(blocks, top)
    numbered = 0
    done: list[Block] = []
    for at, block in enumerate(blocks):
        if block.kind == "heading" and not block.level:
            name = block.text.string
            own = shapes.depth(name)
            numbered = own or (0 if set(shapes.words(name)[:1]) & shapes.BACK else numbered)
            level = SECTION + (own - 1 if own else numbered)
            block = replace(block, level=TITLE if at == title else level)
        if (
            at < top
            and at != title
            and block.kind == "heading"
            and title is not None
            and at < title
        ):
            block = replace(block, kind="paragraph", level=0)  # a line above the title
        done.append(block)
    return done


def is_text(text: str) -> bool:
    """Is it a paragraph of the text, and not a line above it?"""
    return shapes.is_prose(text) and (len(text.split()) >= 15 or text[-1] in ".!")


def _title(blocks: Sequence[Block], top: int) -> int | None:
    """Which heading at the top is the title: the one whose words the text uses most."""
    names = [at for at in range(top) if blocks[at].kind == "heading"]
    first = next(
        (n for n, at in enumerate(names) if shapes.is_section_name(_name(blocks, at))), None
    )
    names = [at for at in names[:first] if not shapes.depth(_name(blocks, at))]
    names = [at for at in names if not _name(blocks, at).endswith("?")] or names[:1]
    if not names:
        return None
    used = Counter(word for block in blocks[top:] for word in shapes.words(block.text.string))
    return max(names, key=lambda at: _weight(_name(blocks, at), used))


def _name(blocks: Sequence[Block], at: int) -> str:
    return blocks[at].text.string


def _weight(text: str, used: Counter[str]) -> float:
    return sum(log(1 + used[word]) for word in set(shapes.words(text)) - shapes.SMALL)
