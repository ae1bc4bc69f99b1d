"""What stands on one baseline of a page: pieces of text with their place and type.

Pieces come from a PDF or from OCR in the order in which they were written; `chain` joins what
stands next to each other into lines, and takes raised type along. Doesn't know of columns.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ingest.text import Text

WORD_GAP = 0.13  # in type sizes: a gap that is wider is a space
CELL_GAP = 0.75  # and one that is wider than this may stand between two columns
WIDE_GAP = 2.0  # few gaps between words are as wide as this
EVEN_GAP = 5.0  # but in a justified line of few words
SMALLER = 0.9  # raised and lowered type is smaller than this part of the line's
RAISED = 0.12  # and its baseline is at least so much higher, in sizes of the line


class Piece(NamedTuple):
    """A stretch of a page's text, text[start:end], in one type on one baseline.

    Lengths are in points, the origin is the page's lower left corner; `size` is the type size.
    """

    start: int
    end: int
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False


class Part(NamedTuple):
    """A stretch of a line's text: is it raised, and does a space stand before it?"""

    start: int
    end: int
    raised: bool = False
    spaced: bool = False


@dataclass(slots=True)
class Line:
    """Pieces on one baseline without a wide gap, from left to right.

    `turned` is for text that doesn't run from left to right.
    """

    parts: list[Part]
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    turned: bool = False

    @property
    def top(self) -> float:
        """The height of a capital."""
        return self.baseline + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """As low as the tail of a letter."""
        return self.baseline - 0.2 * self.size

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(slots=True)
class Page:
    """A page (from 1) as it was read: its text, and the lines on it in the order of the file."""

    number: int
    width: float
    height: float
    text: Text
    lines: list[Line] = field(default_factory=list)

    def string(self, line: Line) -> str:
        """The characters of a line."""
        if len(line.parts) == 1:
            start, end, *_ = line.parts[0]
            return self.text.string[start:end]
        return "".join(
            (" " if part.spaced else "") + self.text.string[part.start : part.end]
            for part in line.parts
        )


def line_of(piece: Piece) -> Line:
    """A piece as a line of its own."""
    part = Part(piece.start, piece.end)
    return Line([part], piece.left, piece.right, piece.baseline, piece.size, piece.bold)


def chain(pieces: Iterable[Piece]) -> list[Line]:
    """Lines of the pieces, in their order."""
    lines: list[Line] = []
    baseline = math.inf
    for piece in pieces:
        if abs(piece.baseline - baseline) > piece.size or not _append(lines[-1], piece):
            lines.append(line_of(piece))
        baseline = lines[-1].baseline
    return lines


def stretches(words: Sequence[Piece]) -> list[Piece]:
    """Words next to each other in one type as one piece, but for wide gaps between them.

    In a justified line the gaps may be wide, but then they are so all over.

    >>> row = [Piece(0, 3, 0, 15, 0, 10), Piece(4, 7, 18, 33, 0, 10), Piece(8, 9, 60, 65, 0, 10)]
    >>> [(piece.start, piece.end) for piece in stretches(row)]
    [(0, 7), (8, 9)]
    """
    limit = _widest_space(words)
    pieces = list(words[:1])
    for word in words[1:]:
        last = pieces[-1]
        gap = word.left - last.right
        alike = abs(word.baseline - last.baseline) + abs(word.size - last.size) < 0.05 * last.size
        if alike and -0.5 * word.size < gap <= limit and word.start - last.end <= 1:
            bold = last.bold and word.bold
            pieces[-1] = last._replace(end=word.end, right=word.right, bold=bold)
        else:
            pieces.append(word)
    return pieces


def _widest_space(words: Sequence[Piece]) -> float:
    """How wide a gap between two of these words may be and yet be a space."""
    size = max((word.size for word in words), default=0.0)
    gaps = [after.left - word.right for word, after in pairwise(words)]
    if len(gaps) < 3:
        return CELL_GAP * size
    if max(gaps) < 1.5 * min(gaps) and max(gaps) < EVEN_GAP * size:
        return max(gaps)
    return max(CELL_GAP * size, min(1.5 * min(gaps), WIDE_GAP * size))


def _append(line: Line, piece: Piece) -> bool:
    """Put a piece at the end of a line, where it stands next to it."""
    rise = piece.baseline - line.baseline
    size = max(line.size, piece.size)
    gap = piece.left - line.right
    if not -0.5 * size < gap < CELL_GAP * size or abs(rise) > 0.7 * size:
        return False
    spaced = gap > WORD_GAP * size
    raised = False
    if line.size < SMALLER * piece.size and rise < -RAISED * size:  # it began with raised type
        line.parts = [part._replace(raised=True) for part in line.parts]
        line.baseline, line.size, line.bold = piece.baseline, piece.size, piece.bold
    elif piece.size < SMALLER * line.size and abs(rise) > 0.05 * size:
        raised = rise > RAISED * size
    elif abs(rise) > RAISED * size:
        return False
    last = line.parts[-1]
    if last.raised == raised and piece.start - last.end <= 1:  # one blank in the text at most
        line.parts[-1] = Part(last.start, piece.end, raised, last.spaced)
    else:
        line.parts.append(Part(piece.start, piece.end, raised, spaced))
    if not raised and piece.right - piece.left > line.width:
        line.size, line.baseline = piece.size, piece.baseline
    line.right = max(line.right, piece.right)
    line.bold = line.bold and (piece.bold or raised)
    return True
