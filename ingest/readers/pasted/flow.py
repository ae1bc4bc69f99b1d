"""Make text whole that was interrupted: by a column, a page, a figure, a note, a box.

A piece goes on where one before it broke off; what stood between them comes after. Only prose is
joined with prose. Doesn't look at what a sentence says.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pasted import shapes
from ingest.readers.pasted.manner import Manner
from ingest.readers.pasted.pieces import Piece

MAX_NOTE = 60  # words
_ADDRESS = re.compile(r"\w@\w|\bdoi\b|https?://|\bwww\.|\bISSN\b", re.IGNORECASE)
MAX_BETWEEN = 6  # whole paragraphs of a box that may stand between two halves of a sentence
_BESIDE = ("figure", "caption", "row", "note", "reference")


def joined(pieces: Sequence[Piece], manner: Manner) -> list[Piece]:
    """The pieces, each that goes on in the middle of a sentence added to what it goes on from."""
    found: list[Piece] = []
    for piece in _with_notes(pieces):
        target = _target(found, piece, manner)
        if target is None:
            found.append(piece)
        else:
            target.lines.extend(piece.lines)
    return found


def _with_notes(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces, those that name a source or an address amid a sentence as notes."""
    for before, piece in pairwise(pieces):
        if piece.kind == "paragraph" and _is_open(before) and _is_address(piece.string):
            piece.kind = "note"
    return pieces


def _is_address(text: str) -> bool:
    short = len(text.split()) <= MAX_NOTE
    return short and not shapes.goes_on(text) and _ADDRESS.search(text) is not None


def reordered(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; a column that was pasted before the one that it goes on from comes after it.

    That is so where the text opens in the middle of a sentence, and breaks off further down
    without going on there.
    """
    texts = [at for at, piece in enumerate(pieces) if piece.kind in ("paragraph", "item")]
    if not texts or texts[0] != 0 or not shapes.goes_on(pieces[0].string):
        return list(pieces)
    if not shapes.is_prose(pieces[0].string):
        return list(pieces)
    breaks = [
        at
        for at, following in zip(texts, [*texts[1:], None], strict=True)
        if _is_open(pieces[at])
        and (
            at + 1 == len(pieces)
            or pieces[at + 1].kind != "paragraph"
            or not shapes.goes_on(pieces[at + 1].string)
        )
        and (following is None or following > at)
    ]
    if len(breaks) < 2:
        return list(pieces)
    end, place = breaks[0] + 1, breaks[1] + 1
    return [*pieces[end:place], *pieces[:end], *pieces[place:]]


def _target(found: Sequence[Piece], piece: Piece, manner: Manner) -> Piece | None:
    """The piece that this one goes on from."""
    if piece.kind not in ("paragraph", "short"):
        return None
    text = piece.string
    if not shapes.goes_on(text) or manner.is_spoken(piece.lines[0]):
        return _completed(found, text, manner)
    between = 0
    headed = False
    for earlier in reversed(found):
        if earlier.kind == "heading":
            headed = True
        elif earlier.kind not in _BESIDE:
            apart = between > 0 or headed
            if _is_open(earlier) and _may_join(earlier, piece, found[-1], apart):
                return earlier
            between += 1
            if between > MAX_BETWEEN:
                break
    last = found[-1] if found else None
    if last is not None and last.kind in ("caption", "note") and shapes.dangles(last.end):
        return last
    return None


def _may_join(earlier: Piece, piece: Piece, last: Piece, apart: bool) -> bool:
    """May it go on from there: at once, or over other text only where it must go on?"""
    if earlier is last or shapes.dangles(earlier.end):
        return True
    return earlier.kind == "paragraph" and not apart and shapes.is_prose(piece.string)


def _completed(found: Sequence[Piece], text: str, manner: Manner) -> Piece | None:
    """The piece that can't end as it does, where this one needn't start a sentence."""
    last = next((piece for piece in reversed(found) if piece.kind not in _BESIDE), None)
    if last is None or last.kind not in ("paragraph", "item") or not _is_open(last):
        return None
    opened = last.end.count("(") > last.end.count(")") and ")" in text.split("(")[0]
    must = shapes.dangles(last.end) and not manner.opens(text)
    return last if opened or (must and (shapes.is_prose(text) or shapes.ends(text))) else None


def _is_open(piece: Piece) -> bool:
    """Does its text break off in the middle of a sentence?"""
    text = piece.end
    if piece.kind not in ("paragraph", "item") or shapes.ends(text) or text.endswith((":", ";")):
        return False
    return shapes.is_prose(text) or shapes.dangles(text)
