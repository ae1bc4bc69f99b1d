"""A page that is an image -> words, by tesseract."""

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import pdf
from ingest.readers.pages import ocr
from tests.ingest.readers.papers import (
    SENTENCES,
    TITLE,
    Paragraph,
    columns,
    draw_lines,
    drawn,
    paper,
    scan,
    styled,
    text,
)

PATH = Path("scan.pdf")
LARGE = styled(fontSize=11, leading=14)
with_tesseract = pytest.mark.skipif(not ocr.is_installed(), reason="tesseract has no Dutch here")


def draw_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (100, 100), 128)), 50, 50, 300, 300)


def a_page(count: int = 1) -> bytes:
    story = [Paragraph("Inleiding", TITLE), *(Paragraph(text(at, 3), LARGE) for at in range(2))]
    return scan(paper(story, columns(count)), 200)


@with_tesseract
def test_a_scan_is_read_and_marked() -> None:
    reading = pdf.read(PATH, a_page(2))
    assert reading.scanned == (1,)
    assert [block.kind for block in reading.blocks] == ["heading", "paragraph", "paragraph"]
    words = " ".join(block.text.string for block in reading.blocks).split()
    expected = ["Inleiding", *text(0, 3).split(), *text(1, 3).split()]
    assert len(set(expected) - set(words)) < 0.1 * len(expected)


@with_tesseract
def test_places_count_in_the_text_of_the_page() -> None:
    block = pdf.read(PATH, a_page()).blocks[1]
    places = [place for at in range(len(block.text)) if (place := block.text.place(at))]
    assert {place.page for place in places} == {1}
    assert [place.character for place in places] == sorted({p.character for p in places})


@with_tesseract
def test_an_image_without_text_is_empty() -> None:
    blank = scan(drawn(lambda canvas: canvas.rect(100, 100, 200, 200)), 50)
    with pytest.raises(EmptyDocument):
        pdf.read(PATH, blank)


def test_without_tesseract_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nergens")
    ocr.is_installed.cache_clear()
    blank = scan(drawn(lambda canvas: canvas.rect(100, 100, 200, 200)), 50)
    with pytest.raises(UnreadableDocument, match="tesseract-ocr-nld"):
        pdf.read(PATH, blank)
    ocr.is_installed.cache_clear()


def test_pages_with_text_are_read_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nergens")
    ocr.is_installed.cache_clear()
    data = drawn(
        lambda canvas: draw_lines(canvas, [SENTENCES[0]], 50, 700),
        draw_picture,
    )
    reading = pdf.read(PATH, data)
    assert [block.text.string for block in reading.blocks] == [SENTENCES[0]]
    assert reading.scanned == ()
    ocr.is_installed.cache_clear()
