"""The characters of a PDF page, by pdfium: its text with places, and its lines.

pdfium is asked as little as will do: twice for a stretch of text that is one object of the page,
and twice for a word elsewhere. Lines are made upright on a page that is turned.
"""

import ctypes
import math
import re
from collections import deque
from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ingest.readers.pages.lines import Line, Part, Piece, chain, stretches
from ingest.text import Text

_STRETCH = re.compile(
    r"[^\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\s\x02\ufffe])?[\x02\ufffe]?|[\x02\ufffe]"
)
_WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_MIXED = re.compile(r"\d|[*†‡§]")  # what may be raised within a word
_BOLD = re.compile(r"bold|black|heavy|demi(?!tal)|[-,_]bd\b", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # among the flags of a font
_LOOSE = 1.3  # times the usual width of a character: there may be gaps in the stretch
_STEP = 0.02  # characters whose heights or feet differ by this part of the size differ in type

Floats = NDArray[np.float64]
Frame = tuple[float, float, float, float]  # of a page: left, bottom, width, height


class Boxes:
    """Asks pdfium for many boxes, into one stretch of memory."""

    def __init__(self) -> None:
        self._grow(256)

    def of(self, textpage: raw.FPDF_TEXTPAGE, indices: Sequence[int]) -> Floats:
        """Of characters by index: left, bottom, right, top of the type around each, (n, 4)."""
        if len(indices) > len(self._refs):
            self._grow(2 * len(indices))
        deque(map(raw.FPDFText_GetLooseCharBox, repeat(textpage), indices, self._refs), maxlen=0)
        return self._floats[: len(indices), [0, 3, 2, 1]].astype(np.float64)

    def _grow(self, size: int) -> None:
        rects = (raw.FS_RECTF * size)()
        self._refs = [ctypes.byref(rect) for rect in rects]
        self._floats = np.frombuffer(rects, dtype=np.float32).reshape(-1, 4)


class Font(NamedTuple):
    """What a font says of itself: its heights above and below the baseline in type sizes."""

    ascent: float
    descent: float
    bold: bool


_NO_FONT = Font(0.9, -0.2, False)


class Glyphs:
    """The characters of one page.

    `text` is what the page says, in the order of the file, a hyphen at a line end as a hyphen;
    `width` and `height` are of the page as it is shown.
    """

    def __init__(
        self, textpage: raw.FPDF_TEXTPAGE, number: int, frame: Frame, quarters: int, boxes: Boxes
    ) -> None:
        self._textpage = textpage
        self._left, self._bottom, self.width, self.height = frame
        self._boxes = boxes
        self._fonts: dict[int, Font] = {}
        self._string, self._indices = _characters(textpage)
        places = (number << 32) + self._indices
        self.text = Text(self._string.replace("\ufffe", "-").replace("\x02", "-"), places)
        self._quarters = 0
        self._turn(quarters)

    def lines(self) -> list[Line]:
        """The lines in the order of the file."""
        spans = [match.span() for match in _STRETCH.finditer(self._string)]
        if not spans:
            return []
        first, last = self._ends(spans)
        turn = _turned(first, last)
        if quarters := self._most(spans, turn):
            self._turn(quarters)
            first, last = self._ends(spans)
            turn = _turned(first, last)
        mixed = self._mixed(spans, first, last)
        pieces: list[Piece] = []
        lines: list[Line] = []
        whole = self._pieces(spans, first, last)
        for piece, is_turned, is_mixed in zip(whole, turn != 0, mixed, strict=True):
            if is_turned:
                lines.append(_turned_line(piece))
            elif is_mixed:
                pieces += stretches(self._words(piece))
            else:
                pieces.append(piece)
        return chain(pieces) + lines

    def _turn(self, quarters: int) -> None:
        """Turn the page clockwise by so many quarters more."""
        self._quarters = (self._quarters + quarters) % 4
        if quarters % 2:
            self.width, self.height = self.height, self.width

    def _ends(self, spans: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
        """The boxes of the first and the last character of each span, (n, 4) each."""
        offsets = np.array(spans) - (0, 1)
        boxes = self._upright(
            self._boxes.of(self._textpage, self._indices[offsets.T.ravel()].tolist())
        )
        return boxes[: len(spans)], boxes[len(spans) :]

    def _upright(self, boxes: Floats) -> Floats:
        """Boxes on the page as it is shown."""
        if not (self._quarters or self._left or self._bottom):
            return boxes
        left, bottom, right, top = (boxes - [self._left, self._bottom] * 2).T
        width, height = self.width, self.height
        match self._quarters:
            case 1:
                left, bottom, right, top = bottom, height - right, top, height - left
            case 2:
                left, bottom, right, top = (
                    width - right,
                    height - top,
                    width - left,
                    height - bottom,
                )
            case 3:
                left, bottom, right, top = width - top, left, width - bottom, right
        return np.stack([left, bottom, right, top], axis=1)

    @staticmethod
    def _most(spans: Sequence[tuple[int, int]], turn: NDArray[np.int64]) -> int:
        """The quarters to turn for most of the characters."""
        if not turn.any():
            return 0
        weights = np.bincount(turn, np.diff(np.array(spans), axis=1)[:, 0])
        return int(weights.argmax())

    def _mixed(self, spans: Sequence[tuple[int, int]], first: Floats, last: Floats) -> list[bool]:
        """Which stretches may hold gaps or more than one type."""
        lengths = np.diff(np.array(spans), axis=1)[:, 0]
        several = self._several_objects(spans, lengths)
        height = first[:, 3] - first[:, 1]
        widths = (last[:, 2] - first[:, 0]) / (lengths * np.maximum(height, 0.1))
        loose = widths > _LOOSE * np.sort(widths)[len(widths) // 2]
        differs = np.abs(last[:, 1] - first[:, 1]) > _STEP * height
        return ((several | loose | differs) & (lengths > 1)).tolist()  # type: ignore[no-any-return]

    def _several_objects(
        self, spans: Sequence[tuple[int, int]], lengths: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Which stretches are of several text objects of the page."""
        if raw.FPDFText_CountRects(self._textpage, 0, -1) <= len(spans):
            return np.zeros(len(spans), dtype=bool)
        starts = self._indices[[start for start, _ in spans]].tolist()
        counts = map(raw.FPDFText_CountRects, repeat(self._textpage), starts, lengths.tolist())
        several: NDArray[np.bool_] = np.fromiter(counts, np.int64, len(spans)) > 1
        return several

    def _pieces(self, spans: Sequence[tuple[int, int]], first: Floats, last: Floats) -> list[Piece]:
        """Each span as a piece in the type of its first character."""
        pieces = []
        font, before = _NO_FONT, 0.0
        rights = last[:, 2].tolist()
        for span, (left, bottom, _, top), right in zip(spans, first.tolist(), rights, strict=True):
            height = top - bottom
            alike = abs(height - before) < 0.001 and not font.bold and font is not _NO_FONT
            if not (alike and self._string[span[0]].islower()):  # bold type starts with a capital
                font, before = self._font(span[0]), height
            if font.descent == font.ascent:
                bottom, size = self._ink(span[0], bottom)
            else:
                size = height / (font.ascent - font.descent)
            baseline = bottom - font.descent * size
            pieces.append(Piece(*span, left, max(left, right), baseline, size, font.bold))
        return pieces

    def _ink(self, offset: int, bottom: float) -> tuple[float, float]:
        """The baseline and the size of a character in a font without heights."""
        index = int(self._indices[offset])
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(self._textpage, index, ctypes.byref(matrix))
        raw.FPDFText_GetCharOrigin(self._textpage, index, ctypes.byref(x), ctypes.byref(y))
        size = raw.FPDFText_GetFontSize(self._textpage, index) * math.hypot(matrix.c, matrix.d)
        return (y.value - self._bottom if not self._quarters else bottom), max(size, 1.0)

    def _words(self, piece: Piece) -> list[Piece]:
        """The words of a stretch; one that holds raised type in more than one piece."""
        found = _WORD.finditer(self._string, piece.start, piece.end)
        spans = [match.span() for match in found]
        first, last = self._ends(spans)
        differs = np.abs(last[:, [1, 3]] - first[:, [1, 3]]).max(axis=1) > _STEP * piece.size
        split: list[tuple[int, int]] = []
        for (start, end), odd in zip(spans, differs.tolist(), strict=True):
            if end - start > 1 and (odd or _MIXED.search(self._string, start, end)):
                split += self._runs(start, end, piece.size)
            else:
                split.append((start, end))
        if len(split) != len(spans):
            spans = split
            first, last = self._ends(spans)
        return self._pieces(spans, first, last)

    def _runs(self, start: int, end: int, size: float) -> list[tuple[int, int]]:
        """The spans of one type within a word."""
        boxes, _ = self._ends([(at, at + 1) for at in range(start, end)])
        steps = np.abs(np.diff(boxes[:, [1, 3]], axis=0)).max(axis=1) > _STEP * size
        cuts = [start, *(np.flatnonzero(steps) + start + 1).tolist(), end]
        return list(pairwise(cuts))

    def _font(self, offset: int) -> Font:
        """The font of the character at an offset."""
        thing = raw.FPDFText_GetTextObject(self._textpage, int(self._indices[offset]))
        font = raw.FPDFTextObj_GetFont(thing) if thing else None
        if not font:
            return _NO_FONT
        key = ctypes.addressof(font.contents)
        if key not in self._fonts:
            self._fonts[key] = _font(font)
        return self._fonts[key]


def _characters(textpage: raw.FPDF_TEXTPAGE) -> tuple[str, NDArray[np.int64]]:
    """The text of a page and the index of each character.

    pdfium counts in UTF-16, and counts some characters that it doesn't write.
    """
    count = max(raw.FPDFText_CountChars(textpage), 0)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1 if count else 0
    string = bytes(buffer)[: 2 * max(written, 0)].decode("utf-16-le", "replace")
    units = np.arange(len(string), dtype=np.int64)
    if len(string) != written:
        wide = np.frombuffer(string.encode("utf-32-le"), dtype="<u4") > 0xFFFF
        units += np.cumsum(wide) - wide
    if count and raw.FPDFText_GetTextIndexFromCharIndex(textpage, count - 1) != count - 1:
        index = map(raw.FPDFText_GetCharIndexFromTextIndex, repeat(textpage), units.tolist())
        units = np.fromiter(index, dtype=np.int64, count=len(units))
    return string, units


def _turned(first: Floats, last: Floats) -> NDArray[np.int64]:
    """Of each stretch: by how many quarters to turn it clockwise, so that it runs to the right."""
    along = last[:, 0] + last[:, 2] - first[:, 0] - first[:, 2]
    up = last[:, 1] + last[:, 3] - first[:, 1] - first[:, 3]
    height = np.minimum(first[:, 2] - first[:, 0], first[:, 3] - first[:, 1])
    steep = (np.abs(up) > 0.5 * np.abs(along)) & (np.abs(up) > height)
    backward = np.where(along < -height, 2, 0)
    return np.where(steep, np.where(up > 0, 1, 3), backward).astype(np.int64)


def _turned_line(piece: Piece) -> Line:
    part = Part(piece.start, piece.end)
    left, right = sorted((piece.left, piece.right))
    return Line([part], left, right, piece.baseline, piece.size, False, True)


def _font(font: raw.FPDF_FONT) -> Font:
    ascent, descent = ctypes.c_float(), ctypes.c_float()
    raw.FPDFFont_GetAscent(font, 1.0, ctypes.byref(ascent))
    raw.FPDFFont_GetDescent(font, 1.0, ctypes.byref(descent))
    name = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, name, 256)
    bold = bool(_BOLD.search(name.value.decode("latin-1")))
    bold = bold or bool(raw.FPDFFont_GetFlags(font) & _FORCED_BOLD)
    if ascent.value - descent.value < 0.1:  # then a box is of the ink
        return Font(0.0, 0.0, bold)
    return Font(ascent.value, descent.value, bold)
