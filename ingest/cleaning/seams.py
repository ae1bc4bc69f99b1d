"""Very long blocks, cut into pieces that are cleaned one by one and put together again.

A seam lies between two words within a line, where no rule looks across. It bounds the memory that
a block takes, and how long it is silent. Doesn't cut a text without such a place.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from ingest.schema import Block
from ingest.text import Text

LONG = 200_000  # characters
_SEAM = re.compile(r"(?<=[a-z]{3}) (?=[a-z]{3})")


def cut(block: Block) -> list[Block]:
    """The pieces of a block, each with its own notes: the block itself, but for very long ones."""
    starts = [0]
    while seam := _SEAM.search(block.text.string, starts[-1] + LONG):
        starts.append(seam.start())
    if len(starts) == 1:
        return [block]
    return [_piece(block, *span) for span in pairwise([*starts, len(block.text) + 1])]


def _piece(block: Block, start: int, end: int) -> Block:
    return replace(
        block,
        text=block.text[start:end],
        marks=tuple(m._replace(at=m.at - start) for m in block.marks if start <= m.at < end),
        mends=tuple(m._replace(at=m.at - start) for m in block.mends if start <= m.at < end),
    )


def joined(pieces: Sequence[Block]) -> Block:
    """The block that was cut into these pieces, as they are now."""
    if len(pieces) == 1:
        return pieces[0]
    starts = [0, *accumulate(len(piece.text) for piece in pieces)]
    placed = list(zip(starts, pieces, strict=False))
    return replace(
        pieces[0],
        text=Text.join("", [piece.text for piece in pieces]),
        marks=tuple(m._replace(at=m.at + at) for at, piece in placed for m in piece.marks),
        mends=tuple(m._replace(at=m.at + at) for at, piece in placed for m in piece.mends),
    )
