"""Pieces: blocks that are being made, with their marks coded in their text."""

from typing import NamedTuple

from ingest.readers.web.coded import decoded
from ingest.schema import Block, BlockKind
from ingest.text import Text


class Piece(NamedTuple):
    """A block that is being made; `bold` if all of its text is."""

    kind: BlockKind
    text: Text
    level: int = 0
    bold: bool = False


def blocks(pieces: list[Piece]) -> list[Block]:
    """The blocks of the pieces, in the same order."""
    found = []
    for piece in _with_headings(pieces):
        text, marks = decoded(piece.text)
        found.append(Block(piece.kind, text, piece.level, marks))
    return found


def _with_headings(pieces: list[Piece]) -> list[Piece]:
    """Short bold paragraphs that stand above a text become headings, a level below the last."""
    found: list[Piece] = []
    level = 0
    for piece, heads in zip(pieces, _heads(pieces), strict=True):
        if heads:
            piece = piece._replace(kind="heading", level=level + 1 if level or not found else 2)
        elif piece.kind == "heading":
            level = min(piece.level, 5)
        found.append(piece)
    return found


def _heads(pieces: list[Piece]) -> list[bool]:
    """For each piece, is it a bold title above a text, or above a heading of that text?"""
    found: list[bool] = []
    above_text = False
    for piece in reversed(pieces):
        title = piece.kind == "paragraph" and piece.bold and _is_title(piece.text.string)
        found.append(title and above_text)
        above_text = not piece.bold or piece.kind == "heading" or found[-1]
    return found[::-1]


def _is_title(text: str) -> bool:
    opens = text[0].isupper() or text[0].isdigit()
    return opens and len(text) <= 90 and text[-1] not in ".,;!\u2026"
