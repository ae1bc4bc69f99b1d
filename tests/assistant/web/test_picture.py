"""A mark on a page lies on the quoted words and on nothing else."""

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.platypus import PageBreak, Paragraph

from assistant.web import picture
from ingest import documents
from ingest.documents import File
from ingest.readers.pages import ocr
from ingest.schema import Document
from tests.ingest.readers.papers import (
    TITLE,
    broken_lines,
    columns,
    draw_lines,
    drawn,
    paper,
    scan,
    styled,
    text,
    texts,
)

QUOTE = "Een zachte halskraag draagt niet bij aan het herstel en maakt de spieren zwakker."


def read(data: bytes, folder: Path) -> Document:
    (folder / "stuk.pdf").write_bytes(data)
    return documents.read(File(folder / "stuk.pdf", "stuk"), None)


def spans(document: Document, quote: str) -> picture.Spans:
    start = document.text.index(quote)
    return document.origins.spans(start, start + len(quote))


def turned(data: bytes, quarters: int) -> bytes:
    """The same pages, turned by so many quarters."""
    file = io.BytesIO()
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(90 * quarters)
    document.save(file)
    return file.getvalue()


def cropped(data: bytes) -> bytes:
    """The same pages without 40 points at their left and their foot."""
    file = io.BytesIO()
    document = pdfium.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        page.set_cropbox(40, 40, width, height)
    document.save(file)
    return file.getvalue()


def under(data: bytes, number: int, boxes: Sequence[picture.Box]) -> str:
    """What pdfium says that stands in boxes of a picture of a page."""
    page = pdfium.PdfDocument(data)[number - 1]
    scale = min(picture.SCALE, picture.LARGEST / max(page.get_size()))
    position = page.render(scale=scale).get_posconv(page)
    textpage = page.get_textpage()
    found = []
    for box in boxes:
        ends = [position.to_page(int(x), int(y)) for x, y in (box[:2], box[2:])]
        (left, right), (bottom, top) = map(sorted, zip(*ends, strict=True))
        found.append(textpage.get_text_bounded(left, bottom, right, top))
    return "".join("".join(found).split())


def in_columns(count: int) -> bytes:
    story = [Paragraph("Nekpijn in de praktijk", TITLE), *texts(14)]
    return paper(story, columns(count))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(in_columns(1), id="one column"),
        pytest.param(in_columns(2), id="two columns"),
        pytest.param(turned(in_columns(2), 1), id="a quarter turned"),
        pytest.param(turned(in_columns(2), 3), id="three quarters turned"),
        pytest.param(cropped(in_columns(2)), id="cropped"),
    ],
)
def test_the_mark_covers_the_quotes_words_and_no_others(data: bytes, tmp_path: Path) -> None:
    (page,) = picture.marked(data, spans(read(data, tmp_path), QUOTE), ())
    assert under(data, 1, page.boxes) == "".join(QUOTE.split())
    assert "".join(page.read.split()) == "".join(QUOTE.split())


def test_what_is_left_out_of_the_text_is_not_marked(tmp_path: Path) -> None:
    quote = "De pijn nam af bij 40 mensen die dagelijks oefenden."
    note = quote.replace("af", "af<super size=6>2,18</super>")
    data = paper([Paragraph("Nekpijn", TITLE), f"{text(0)} {note} {text(1)}"])
    (page,) = picture.marked(data, spans(read(data, tmp_path), quote), ())
    assert under(data, 1, page.boxes) == "".join(quote.split())


def test_a_word_broken_over_a_line_end_is_marked_on_both_lines(tmp_path: Path) -> None:
    lines = broken_lines(text(0, 12), 150)
    data = drawn(lambda canvas: draw_lines(canvas, lines, 50, 780))
    document = read(data, tmp_path)
    end = next(at for at, line in enumerate(lines) if line.endswith("-"))
    word = lines[end].split()[-1].removesuffix("-") + lines[end + 1].split()[0]
    (page,) = picture.marked(data, spans(document, word), ())
    assert len(page.boxes) == 2
    assert under(data, 1, page.boxes).replace("-", "") == word


def test_only_the_marked_pixels_are_yellow(tmp_path: Path) -> None:
    data = in_columns(2)
    where = spans(read(data, tmp_path), QUOTE)
    png = picture.draw(data, where, (), QUOTE)
    assert png is not None
    drawn_page = Image.open(io.BytesIO(png)).convert("RGB")
    (page,) = picture.marked(data, where, ())
    yellow = [
        (at % drawn_page.width, at // drawn_page.width)
        for at, colour in enumerate(drawn_page.getdata())
        if colour == picture.YELLOW
    ]
    room = picture.ROOM + 1
    assert len(yellow) > 1000
    assert all(
        any(
            box.left - room <= x <= box.right + room and box.top - room <= y <= box.bottom + room
            for box in page.boxes
        )
        for x, y in yellow
    )


def test_a_quote_over_a_page_end_gives_both_pages_under_each_other(tmp_path: Path) -> None:
    story = ["Wie na zes weken niet vooruitgaat,", PageBreak(), f"wordt verwezen. {text(0)}"]
    data = paper([Paragraph("Nekpijn", TITLE), *story])
    document = read(data, tmp_path)
    start = document.text.index("Wie na zes")
    end = document.text.index("verwezen.") + len("verwezen.")
    png = picture.draw(data, document.origins.spans(start, end), (), document.text[start:end])
    assert png is not None
    width, height = Image.open(io.BytesIO(png)).size
    assert height > 2.5 * width


@pytest.mark.skipif(not ocr.is_installed(), reason="tesseract has no Dutch here")
def test_on_a_scan_the_words_that_were_read_are_marked(tmp_path: Path) -> None:
    large = styled(fontSize=11, leading=14)
    printed = paper(
        [Paragraph("Nek", TITLE), Paragraph(f"{text(4, 1)} {QUOTE} {text(1, 1)}", large)]
    )
    data = scan(printed, 200)
    document = read(data, tmp_path)
    assert document.scanned == (1,)
    (page,) = picture.marked(data, spans(document, QUOTE), document.scanned)
    assert under(printed, 1, page.boxes) == "".join(QUOTE.split())


def test_where_something_else_stands_there_is_no_picture(tmp_path: Path) -> None:
    where = spans(read(in_columns(2), tmp_path), QUOTE)
    other = paper(texts(14, 3), columns(2))
    assert picture.draw(other, where, (), QUOTE) is None


def test_a_broken_file_or_a_page_that_is_not_there_gives_no_picture(tmp_path: Path) -> None:
    data = in_columns(2)
    where = spans(read(data, tmp_path), QUOTE)
    beyond = [(place._replace(page=9), length) for place, length in where]
    assert picture.draw(b"%PDF-1.4 stuk", where, (), QUOTE) is None
    assert picture.draw(data, beyond, (), QUOTE) is None


def test_who_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = in_columns(2)
    monkeypatch.setattr(picture, "PATIENCE", 0.01)
    assert picture.draw(data, spans(read(data, tmp_path), QUOTE), (), QUOTE) is None
