"""Read a PDF with pdfium: the lines of every page, with their place and type, and the metadata.

The place of a character is its index on the page as pdfium counts, so that
`textpage.get_charbox(index)` gives its box. Pages that hold an image and no text are read by OCR.
What the lines are (columns, headings, tables) is for `layout`.
"""

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest import readers
from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers.pages import layout, ocr
from ingest.readers.pages.glyphs import Boxes, Glyphs
from ingest.readers.pages.lines import Page
from ingest.schema import Reading

FEW = 30  # characters: over an image of the whole page, fewer are a stamp on a scan
_FILE_NAME = re.compile(
    r"microsoft (?:word|powerpoint)|\.(?:docx?|pdf|indd|qxd|tex|rtf|pptx?|odt|html?)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\W*(?:untitled|unspecified|anonymous|naamloos|zonder titel|titel|title|document)?\W*\d*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?:\s+[\w.’'-]+){1,5}")


def read(path: Path, data: bytes) -> Reading:
    """The blocks and the metadata of a PDF.

    Raises:
        EmptyDocument: it holds no text.
        UnreadableDocument: it is damaged or encrypted, or a scan that can't be read here.
    """
    with closing(_open(path, data)) as document:
        pages, scanned = _pages(path, document)
        if not any(page.lines for page in pages):
            raise EmptyDocument(path)
        meta = _meta(document)
    return Reading(layout.blocks(pages), meta, scanned)


def _open(path: Path, data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableDocument(path, "is versleuteld met een wachtwoord") from error
        raise UnreadableDocument(path, "is beschadigd") from error


def _pages(path: Path, document: pdfium.PdfDocument) -> tuple[list[Page], tuple[int, ...]]:
    """Every page, and the numbers of those that were read by OCR."""
    pages: list[Page] = []
    scans: list[int] = []
    boxes = Boxes()
    for number in range(1, len(document) + 1):
        try:
            with closing(document[number - 1]) as page:
                pages.append(_page(number, page, boxes))
                if _is_scan(page, pages[-1]):
                    scans.append(number)
        except pdfium.PdfiumError as error:
            raise UnreadableDocument(path, f"is beschadigd (pagina {number})") from error
        readers.progress()
    return pages, _read_scans(path, document, pages, scans)


def _read_scans(
    path: Path, document: pdfium.PdfDocument, pages: list[Page], scans: list[int]
) -> tuple[int, ...]:
    """Put what OCR reads in the place of the scanned pages; their numbers."""
    if not scans:
        return ()
    if not ocr.is_installed():
        if any(page.lines for page in pages):
            return ()
        raise UnreadableDocument(path, ocr.MISSING)
    for number in scans:
        with closing(document[number - 1]) as page:
            pages[number - 1] = ocr.page(path, number, page)
        readers.progress()
    return tuple(number for number in scans if pages[number - 1].lines)


def _is_scan(page: pdfium.PdfPage, read: Page) -> bool:
    """Is the page an image, but for a stamp on it?"""
    if sum(map(len, read.text.string.split())) >= FEW:
        return False
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _page(number: int, page: pdfium.PdfPage, boxes: Boxes) -> Page:
    """The text of a page and its lines, in the order of the file."""
    left, bottom, right, top = page.get_bbox()
    frame = (left, bottom, right - left, top - bottom)
    with closing(page.get_textpage()) as textpage:
        glyphs = Glyphs(textpage.raw, number, frame, page.get_rotation() // 90, boxes)
        lines = glyphs.lines()
        return Page(number, glyphs.width, glyphs.height, glyphs.text, lines)


def _meta(document: pdfium.PdfDocument) -> dict[str, Any]:
    """The title and authors that the file names, where they look real.

    No year: a file says when it was made, not when its text was published.
    """
    fields = document.get_metadata_dict(skip_empty=True)
    meta: dict[str, Any] = {}
    if title := _title(fields.get("Title", "")):
        meta["title"] = title
    if authors := _authors(fields.get("Author", "")):
        meta["authors"] = authors
    return meta


def _title(raw: str) -> str:
    """A title that a person gave: no file name and no default of a program."""
    title = " ".join(raw.split())
    if _NO_TITLE.fullmatch(title) or _FILE_NAME.search(title) or len(title) < 5:
        return ""
    return title if " " in title else ""


def _authors(raw: str) -> list[str]:
    """Names, where all of it is names: "J. de Vries; A. Jansen"."""
    names = [" ".join(name.split()) for name in re.split(r"[;,]|\s(?:en|and|&)\s", raw)]
    names = [name for name in names if name]
    return names if all(map(_NAME.fullmatch, names)) else []
