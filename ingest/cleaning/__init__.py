"""Mend text without changing what it says: uniform characters, whole words, whole lines.

`uniform` gives characters one form; `clean` mends the blocks of a document: words that a line end
broke, line ends, reference marks glued to words, slips of OCR. Each rule is a class that finds
edits in a string, from the words of the language (`known_words`) and from what the whole document
does (`evidence`). Doesn't correct spelling, never touches a number that isn't a reference, and
leaves alone what it isn't sure of.

Reading order: characters, known_words, evidence, halves, hyphens, line_ends, carriers, marks,
slips, seams.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from ingest.cleaning import known_words, seams
from ingest.cleaning.characters import uniform
from ingest.cleaning.evidence import Evidence
from ingest.cleaning.line_ends import LineEnds
from ingest.cleaning.marks import Marks
from ingest.cleaning.slips import Slips
from ingest.readers import progress
from ingest.schema import Block, Mark, Mend
from ingest.text import Edit

__all__ = ["clean", "uniform"]

STRIDE = 1_000_000  # characters between two signs of life


def clean(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of one document with whole words and lines, their marks and mends beside them.

    The document as a whole says how a word is written and whether it has reference marks. What a
    reader noted already (marks, mends) moves along with the text.
    """
    pieces = [seams.cut(block) for block in blocks]
    cleaning = _Cleaning(Evidence([piece for group in pieces for piece in group]))
    return [seams.joined([cleaning.cleaned(piece) for piece in group]) for group in pieces]


class _Cleaning:
    """The rules, for one document."""

    def __init__(self, evidence: Evidence) -> None:
        known = known_words.load()
        self._line_ends = LineEnds(known, evidence)
        self._slips = Slips(known, evidence)
        self._marks = Marks(known, evidence)
        self._silent = STRIDE

    def cleaned(self, block: Block) -> Block:
        self._sign(len(block.text))
        if block.kind == "place":
            return block
        block = self._whole(block)
        if block.kind in ("figure", "reference"):  # names, foreign words, numbers of many kinds
            return block
        return self._marked(self._mended(block))

    def _sign(self, length: int) -> None:
        """Be heard, whenever a million characters have gone by."""
        self._silent += length
        if self._silent >= STRIDE:
            progress()
            self._silent = 0

    def _whole(self, block: Block) -> Block:
        return _edited(block, self._line_ends.edits(block.text.string))

    def _mended(self, block: Block) -> Block:
        mends = self._slips.mends(block.text.string)
        edits = [Edit(mend.at, mend.at + len(mend.was), mend.now) for mend in mends]
        return _edited(block, edits, mends=mends)

    def _marked(self, block: Block) -> Block:
        edits, marks = self._marks.find(block.text.string)
        return _edited(block, edits, marks=marks)


def _edited(
    block: Block, edits: list[Edit], marks: Sequence[Mark] = (), mends: Sequence[Mend] = ()
) -> Block:
    """The block with the edits made, and its old and new notes where they then belong.

    The new notes have offsets of before the edits.
    """
    if not edits:
        return block
    ends = [edit.end for edit in edits]
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def moved(at: int) -> int:
        return at + shifts[bisect_right(ends, at)]

    return replace(
        block,
        text=block.text.edited(edits),
        marks=tuple(mark._replace(at=moved(mark.at)) for mark in sorted([*block.marks, *marks])),
        mends=tuple(mend._replace(at=moved(mend.at)) for mend in sorted([*block.mends, *mends])),
    )
