"""Read a page that is an image, by the command `tesseract` with its Dutch data.

The place of a character is its index in the text that tesseract gave of the page: its words with
a space between them, and a newline at the end of a line. A symbol may be misread ("≤" as "<").
"""

import csv
import io
import re
import shutil
import subprocess
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium

from ingest.errors import UnreadableDocument
from ingest.readers.pages.lines import Line, Page, Piece, line_of, stretches
from ingest.text import Text

LANGUAGE = "nld"
DPI = 300
LARGEST = 4000  # pixels a side
TIMEOUT = 18.0  # seconds a page
MISSING = (
    "is een scan zonder tekst; installeer tesseract met Nederlands om hem te lezen "
    "(sudo apt install tesseract-ocr-nld)"
)
CAPITAL = 0.72  # the height of a capital in type sizes
UNSURE = 0.15  # of the usual size: so far the heights of letters may be off
_POINTS = 72
_HANGS = re.compile(r"[gjpqy,;()\[\]Q|/]")  # what reaches below the baseline


class Word(NamedTuple):
    """A word as tesseract read it: its line, its box in pixels from the upper left corner."""

    line: tuple[str, str, str]
    left: int
    top: int
    width: int
    height: int
    text: str


@cache
def is_installed() -> bool:
    """Are the command and its Dutch data here?"""
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    return LANGUAGE in listed.stdout.split()


def page(path: Path, number: int, image: pdfium.PdfPage) -> Page:
    """The text of a page that is an image, and its lines.

    Raises:
        UnreadableDocument: tesseract fails or takes too long.
    """
    read, scale = words(path, number, image)
    width, height = image.get_size()
    return _page(number, width, height, read, scale)


def words(path: Path, number: int, image: pdfium.PdfPage) -> tuple[list[Word], float]:
    """The words of a page that is an image, and how many of their pixels make a point.

    In the text of the page each is followed by one character, a space or a newline.

    Raises:
        UnreadableDocument: tesseract fails or takes too long.
    """
    scale = min(DPI / _POINTS, LARGEST / max(image.get_size()))
    pixels = image.render(scale=scale, grayscale=True).to_pil()
    file = io.BytesIO()
    pixels.save(file, "PNG", compress_level=1)
    return _words(_tesseract(path, number, file.getvalue())), scale


def _tesseract(path: Path, number: int, image: bytes) -> str:
    try:
        done = subprocess.run(
            ["tesseract", "-", "-", "-l", LANGUAGE, "--dpi", str(DPI), "tsv"],
            input=image,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableDocument(
            path, f"pagina {number} is een scan die niet te lezen is"
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _words(tsv: str) -> list[Word]:
    """The words in tesseract's table."""
    rows = csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [_word(row) for row in rows if row["level"] == "5" and row["text"].strip()]


def _word(row: dict[str, str]) -> Word:
    left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
    line = row["block_num"], row["par_num"], row["line_num"]
    return Word(line, left, top, width, height, row["text"])


def _page(number: int, width: float, height: float, words: list[Word], scale: float) -> Page:
    """The words as lines, upward from the page's foot, in points."""
    string = ""
    lines: list[Line] = []
    rows = [list(row) for _, row in groupby(words, key=lambda word: word.line)]
    feet = [_foot(row) for row in rows]
    sizes = _sizes(rows, feet)
    for row, foot, size in zip(rows, feet, sizes, strict=True):
        pieces, string = _pieces(row, string, height - foot / scale, size / scale, scale)
        lines += map(line_of, stretches(pieces))
    return Page(number, width, height, Text.read(string, number), lines)


def _foot(row: list[Word]) -> float:
    """Where the baseline of a row is, in pixels."""
    feet: list[float] = [word.top + word.height for word in row if not _HANGS.search(word.text)]
    return float(np.median(feet or [row[0].top + 0.8 * row[0].height]))


def _sizes(rows: list[list[Word]], feet: list[float]) -> list[float]:
    """The type size of each row, in pixels; rows that differ little are in the same type."""
    sizes = np.array(
        [
            max(foot - min(word.top for word in row), 1.0) / CAPITAL
            for row, foot in zip(rows, feet, strict=True)
        ]
    )
    usual = np.median(sizes) if len(sizes) else 0.0
    same = np.abs(sizes - usual) < UNSURE * usual
    return np.where(same, usual, sizes).tolist()  # type: ignore[no-any-return]


def _pieces(
    row: list[Word], string: str, baseline: float, size: float, scale: float
) -> tuple[list[Piece], str]:
    """The words of a row behind the text so far, and the text with them."""
    pieces = []
    for word in row:
        start = len(string)
        string += word.text + " "
        left, right = word.left / scale, (word.left + word.width) / scale
        pieces.append(Piece(start, start + len(word.text), left, right, baseline, size))
    return pieces, string[:-1] + "\n"
