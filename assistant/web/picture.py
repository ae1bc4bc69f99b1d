"""Pages of a PDF as a picture, with what stands at some places marked.

    python -m assistant.web.picture     one picture: a request on its input, a PNG on its output

A file is drawn in a process of its own: pdfium serves one thread, and a bad file may hang or crash
it. The mark lies on the characters themselves, by the boxes that pdfium gives; on a scan on the
words that tesseract reads. Where those don't say what was quoted there is no picture: a mark in the
wrong place is worse than none. Doesn't know the index.
"""

import difflib
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops, ImageDraw

from ingest.readers.pages import ocr
from ingest.text import Place

PATIENCE = 20.0  # seconds for a picture; a scan is read again
MEMORY = 700_000_000  # bytes
AT_ONCE = 2  # processes that draw
SCALE = 2.0  # pixels a point
LARGEST = 2000  # pixels a side of a page
YELLOW = (255, 221, 87)
ROOM = 2  # pixels around the ink
SPACE = 2.5  # in heights of the line: a gap that is wider is not marked
ALIKE = 0.8  # of the letters there must be those of the quote
_PROJECT = Path(__file__).resolve().parents[2]
_LETTERS = re.compile(r"[\W_]+")

_places = threading.BoundedSemaphore(AT_ONCE)

Spans = Sequence[tuple[Place, int]]


class Box(NamedTuple):
    """A rectangle in pixels from the upper left corner of a page."""

    left: float
    top: float
    right: float
    bottom: float


class Marked(NamedTuple):
    """A page as a picture, the boxes to mark on it, and what stands in them."""

    picture: Image.Image
    boxes: list[Box]
    read: str


def draw(data: bytes, spans: Spans, scanned: Sequence[int], quote: str) -> bytes | None:
    """A PNG of the pages of `spans` under each other, with the characters there marked.

    `data` is the PDF, `scanned` its pages that OCR read, `quote` what the spans should say. None
    where they don't, or where the file can't be drawn within PATIENCE and MEMORY.
    """
    request = {"spans": [[*place, length] for place, length in spans], "quote": quote}
    head = json.dumps({**request, "scanned": list(scanned)}).encode()
    if not _places.acquire(timeout=PATIENCE):
        return None
    try:
        return _drawn(head + b"\n" + data)
    finally:
        _places.release()


def _drawn(request: bytes) -> bytes | None:
    """What a drawing process makes of a request."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.web.picture"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,  # so that what it starts ends with it
        cwd=_PROJECT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
    )
    try:
        png, _ = process.communicate(request, PATIENCE)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    return png if process.returncode == 0 and png else None


def main() -> int:
    """The drawing process: a line of JSON and a PDF in, a PNG out; nothing where it can't."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    request = json.loads(sys.stdin.buffer.readline())
    spans = [(Place(page, character), length) for page, character, length in request["spans"]]
    pages = list(marked(sys.stdin.buffer.read(), spans, request["scanned"]))
    if not says("".join(page.read for page in pages), request["quote"]):
        return 1
    sys.stdout.buffer.write(_png([_with_marks(page) for page in pages]))
    return 0


def marked(data: bytes, spans: Spans, scanned: Sequence[int]) -> Iterator[Marked]:
    """Each page that `spans` are on, in order, with the boxes of its characters."""
    by_page = sorted(spans, key=lambda span: span[0].page)
    with closing(pdfium.PdfDocument(data)) as document:
        for number, group in groupby(by_page, key=lambda span: span[0].page):
            runs = [(place.character, length) for place, length in group]
            with closing(document[number - 1]) as page:
                scale = min(SCALE, LARGEST / max(page.get_size()))
                bitmap = page.render(scale=scale)
                if number in scanned:
                    boxes, read = _of_words(page, number, runs, scale)
                else:
                    boxes, read = _of_characters(page, runs, bitmap.get_posconv(page))
                yield Marked(bitmap.to_pil().convert("RGB"), boxes, read)


def says(read: str, quote: str) -> bool:
    """Are the letters and figures read those of the quote, but for what cleaning mends?"""
    there, asked = (_LETTERS.sub("", text).casefold() for text in (read, quote))
    return difflib.SequenceMatcher(None, there, asked, autojunk=False).ratio() >= ALIKE


def _of_characters(
    page: pdfium.PdfPage, runs: Iterable[tuple[int, int]], position: pdfium.PdfPosConv
) -> tuple[list[Box], str]:
    """The boxes of runs of characters, one for each line of a run, and what they say."""
    boxes: list[Box] = []
    read = ""
    with closing(page.get_textpage()) as textpage:
        count = textpage.count_chars()
        for first, length in runs:
            indices = range(first, min(first + length, count))
            read += "".join(chr(raw.FPDFText_GetUnicode(textpage, index)) for index in indices)
            boxes += _joined(_box(textpage.get_charbox(index), position) for index in indices)
    return boxes, read


def _box(box: tuple[float, float, float, float], position: pdfium.PdfPosConv) -> Box:
    """A box of the page as it is drawn, turned pages upright."""
    left, bottom, right, top = box
    ends = position.to_bitmap(left, bottom), position.to_bitmap(right, top)
    (first, last), (upper, lower) = map(sorted, zip(*ends, strict=True))
    return Box(first, upper, last, lower)


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Boxes next to each other on a line as one; those without ink (spaces) are left out."""
    lines: list[Box] = []
    for box in boxes:
        if box.left >= box.right and box.top >= box.bottom:
            continue
        last = lines[-1] if lines else box
        height = max(last.bottom - last.top, box.bottom - box.top)
        beside = -height < box.left - last.right < SPACE * height
        if lines and beside and box.top <= last.bottom and last.top <= box.bottom:
            lines[-1] = Box(
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return lines


def _of_words(
    page: pdfium.PdfPage, number: int, runs: Sequence[tuple[int, int]], scale: float
) -> tuple[list[Box], str]:
    """The boxes of the words of a scan that runs of its text lie in, and what they say."""
    words, per_point = ocr.words(Path("scan.pdf"), number, page)
    size = scale / per_point
    boxes: list[Box] = []
    read = ""
    at = 0
    for word in words:
        end = at + len(word.text)
        if any(first < end and at < first + length for first, length in runs):
            right, bottom = word.left + word.width, word.top + word.height
            boxes.append(Box(*(size * edge for edge in (word.left, word.top, right, bottom))))
            read += word.text
        at = end + 1
    return _joined(boxes), read


def _with_marks(page: Marked) -> Image.Image:
    """The picture, with its boxes as by a marker: what is dark stays dark."""
    colour = Image.new("RGB", page.picture.size, "white")
    pen = ImageDraw.Draw(colour)
    for left, top, right, bottom in page.boxes:
        pen.rectangle((left - ROOM, top - ROOM, right + ROOM, bottom + ROOM), fill=YELLOW)
    return ImageChops.multiply(page.picture, colour)


def _png(pages: Sequence[Image.Image]) -> bytes:
    """The pages under each other."""
    width = max(page.width for page in pages)
    whole = Image.new("RGB", (width, sum(page.height for page in pages)), "white")
    at = 0
    for page in pages:
        whole.paste(page, (0, at))
        at += page.height
    file = io.BytesIO()
    whole.save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
