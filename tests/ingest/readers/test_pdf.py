"""A PDF -> pages of lines: places, raised type, turned pages, metadata, bad files."""

import io
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import pdf
from ingest.schema import Block
from tests.ingest.readers import papers
from tests.ingest.readers.papers import (
    CAPTION,
    SENTENCES,
    TITLE,
    broken_lines,
    columns,
    draw_lines,
    drawn,
    paper,
    text,
    texts,
)

PATH = Path("rugpijn.pdf")
RAISED = (
    "De pijn nam af<super size=6>2,18</super> bij 40 mensen (30 kg/m<super size=6>2</super>). "
    "Er waren 10<super size=6>5</super> cellen.<super size=6>3</super> De waarde van "
    "I<super size=6>2</super> was 40%. Dit bleek ook elders<super size=6>4-6</super> zo te zijn."
)


def blocks(data: bytes) -> list[Block]:
    return pdf.read(PATH, data).blocks


def strings(data: bytes) -> list[str]:
    return [block.text.string for block in blocks(data)]


def misplaced(data: bytes) -> list[tuple[str, str]]:
    """Characters of the blocks that aren't the ones at their places on the page."""
    wrong = []
    document = pdfium.PdfDocument(data)
    pages = [page.get_textpage() for page in document]
    for block in pdf.read(PATH, data).blocks:
        for offset, char in enumerate(block.text.string):
            place = block.text.place(offset)
            if place is None:
                assert char in " \n|:"
                continue
            there = chr(
                pdfium.raw.FPDFText_GetUnicode(pages[place.page - 1], place.character)
            ).replace("\x02", "-")
            left, bottom, right, top = pages[place.page - 1].get_charbox(place.character)
            if there != char or (not char.isspace() and (left >= right or bottom >= top)):
                wrong.append((char, there))
    return wrong


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_character_is_at_its_place(count: int) -> None:
    story = [Paragraph("Rugpijn in de praktijk", TITLE), *texts(12), Paragraph(text(3), CAPTION)]
    assert misplaced(paper(story, columns(count))) == []


def test_broken_words_keep_their_places() -> None:
    data = drawn(lambda canvas: draw_lines(canvas, broken_lines(text(0, 12), 150), 50, 780))
    assert any("-\n" in string for string in strings(data))
    assert misplaced(data) == []


def test_a_table_keeps_its_places() -> None:
    rows = [["Middel", "Dosis", "Effect"], ["naproxen", "500 mg", "matig"], ["rust", "", "geen"]]
    assert misplaced(paper([text(1), papers.table(rows, [100, 100, 100]), text(2)])) == []


@pytest.fixture
def chromium() -> None:
    if papers.chromium() is None:
        pytest.skip("chromium is not installed")
    return


@pytest.mark.usefixtures("chromium")
def test_characters_beyond_the_first_plane_shift_no_place(tmp_path: Path) -> None:
    data = papers.printed(f"<p>Na 😀 volgt 𝛽 = 0,70. {text(1)}</p>", tmp_path)
    assert "0,70" in strings(data)[0]
    document = pdfium.PdfDocument(data)
    textpage = document[0].get_textpage()
    block = blocks(data)[0]
    for offset, char in enumerate(block.text.string):
        place = block.text.place(offset)
        if place is not None and ord(char) < 0x10000:
            assert chr(pdfium.raw.FPDFText_GetUnicode(textpage, place.character)) == char


def test_a_hyphen_at_a_line_end_stays_with_a_newline() -> None:
    lines = ["De ziekte van de onderrug en de bijbehorende arbeids-", "ongeschiktheid nemen toe."]
    data = drawn(lambda canvas: draw_lines(canvas, lines, 50, 700))
    assert strings(data) == ["\n".join(lines)]


def test_real_hyphens_within_a_line_stay() -> None:
    line = "Een pro-inflammatoire reactie op NSAID-gebruik en huisarts- en fysiopraktijken."
    assert strings(drawn(lambda canvas: draw_lines(canvas, [line], 50, 700))) == [line]


def test_raised_numbers_are_marks_but_for_units_and_powers() -> None:
    (block,) = blocks(paper([RAISED]))
    string = block.text.string.replace("\n", " ")
    assert string == (
        "De pijn nam af bij 40 mensen (30 kg/m²). Er waren 10⁵ cellen. De waarde van "
        "I² was 40%. Dit bleek ook elders zo te zijn."
    )
    found = [(string[: mark.at].split()[-1], mark.numbers) for mark in block.marks]
    assert found == [("af", "2,18"), ("cellen.", "3"), ("elders", "4-6")]


@pytest.mark.parametrize(
    ("before", "raised", "expected"),
    [
        ("10", "-3", "10⁻³"),
        ("10", "6", "10⁶"),
        ("40 cm", "2", "40 cm²"),
        ("s", "-1", "s⁻¹"),
        ("R", "2", "R²"),
        ("2", "e", "2e"),
        ("graad", "a", "graada"),
    ],
)
def test_what_is_raised_and_no_mark_stays(before: str, raised: str, expected: str) -> None:
    line = f"De waarde was {before}<super size=6>{raised}</super> in beide groepen."
    (block,) = blocks(
        paper(
            [
                line,
            ]
        )
    )
    assert block.text.string == f"De waarde was {expected} in beide groepen."
    assert block.marks == ()


def test_lowered_digits_are_plain() -> None:
    line = "Vitamine B<sub size=6>12</sub> en CO<sub size=6>2</sub> zijn gemeten."
    assert strings(paper([line])) == ["Vitamine B12 en CO2 zijn gemeten."]


def test_a_mark_that_was_drawn_apart_is_a_mark() -> None:
    def split(canvas: Canvas) -> None:
        draw_lines(canvas, ["De klachten namen"], 50, 700)
        x = 50 + canvas.stringWidth("De klachten namen", "Helvetica", 9)
        draw_lines(canvas, ["7,8"], x, 703, 5)
        x += canvas.stringWidth("7,8", "Helvetica", 5) + 2.5
        draw_lines(canvas, ["bij de meeste deelnemers duidelijk af."], x, 700)

    (block,) = blocks(drawn(split))
    assert block.text.string == "De klachten namen bij de meeste deelnemers duidelijk af."
    assert block.marks == ((17, "7,8"),)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_read_upright(quarters: int) -> None:
    document = pdfium.PdfDocument(paper(texts(8), columns(2)))
    document[0].set_rotation(90 * quarters)
    file = io.BytesIO()
    document.save(file)
    turned = file.getvalue()
    # the page is shown turned, its text with it: it reads as before when it is turned back
    assert strings(turned) == strings(paper(texts(8), columns(2)))


@pytest.mark.parametrize("angle", [90, 270])
def test_text_that_is_turned_on_its_page_is_read(angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*((500, 50) if angle == 90 else (50, 780)))
        canvas.rotate(angle)
        draw_lines(canvas, broken_lines(text(0, 8), 300), 0, 400 if angle == 90 else 300)

    straight = drawn(lambda canvas: draw_lines(canvas, broken_lines(text(0, 8), 300), 50, 700))
    assert strings(drawn(draw)) == strings(straight)


def test_a_watermark_goes_and_the_text_stays() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, broken_lines(text(0, 8), 300), 50, 700)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 70)
        canvas.drawString(0, 0, "CONCEPT")

    assert "CONCEPT" not in " ".join(strings(drawn(draw)))
    assert strings(drawn(draw))[0].startswith(SENTENCES[0][:20])


def test_an_invisible_layer_over_a_scan_is_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, *A4, fill=0)
        writer = canvas.beginText(50, 700)
        writer.setTextRenderMode(3)
        for line in broken_lines(text(0), 300):
            writer.textLine(line)
        canvas.drawText(writer)

    reading = pdf.read(PATH, drawn(draw))
    assert reading.blocks[0].text.string.startswith(SENTENCES[0][:20])
    assert reading.scanned == ()


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"title": "Nekpijn bij jongeren", "author": "J. de Vries; A. Bakker"},
         ("Nekpijn bij jongeren", ["J. de Vries", "A. Bakker"])),
        ({"title": "Nekpijn bij jongeren", "author": "Jan Bakker en Eva Smit"},
         ("Nekpijn bij jongeren", ["Jan Bakker", "Eva Smit"])),
        ({"title": "Microsoft Word - concept 3.doc", "author": "gebruiker"}, (None, None)),
        ({"title": "rugpijn_v2.pdf", "author": "Admin"}, (None, None)),
        ({"title": "untitled", "author": "(anonymous)"}, (None, None)),
        ({}, (None, None)),
    ],
)  # fmt: skip
def test_metadata_is_taken_where_it_looks_real(
    meta: dict[str, str], expected: tuple[str | None, list[str] | None]
) -> None:
    found = pdf.read(PATH, paper([text(0)], **meta)).meta
    assert (found.get("title"), found.get("authors")) == expected
    assert "year" not in found  # a file says when it was made, no more


def protected(user: str, owner: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(user, ownerPassword=owner))
    canvas.drawString(50, 700, "Rustig blijven bewegen helpt.")
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_an_encrypted_file_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="is versleuteld met een wachtwoord"):
        pdf.read(PATH, protected("geheim", "baas"))


def test_a_file_that_anyone_may_read_is_read() -> None:
    assert strings(protected("", "baas")) == ["Rustig blijven bewegen helpt."]


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4\n", b"%PDF-1.7\nrommel" * 50, paper(texts(20))[:2500], b"\x00" * 4096],
    ids=["empty", "head", "rubbish", "truncated", "zeros"],
)
def test_a_broken_file_is_damaged(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="is beschadigd"):
        pdf.read(PATH, data)


def test_many_pages_of_nothing_are_found_empty_soon() -> None:
    data = drawn(*[lambda canvas: None] * 5000)
    start = time.monotonic()
    with pytest.raises(EmptyDocument):
        pdf.read(PATH, data)
    assert time.monotonic() - start < 10


def test_a_page_of_lines_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        pdf.read(PATH, drawn(lambda canvas: canvas.rect(50, 50, 200, 200)))


def test_a_blank_page_between_others_counts() -> None:
    data = drawn(
        lambda canvas: draw_lines(canvas, [SENTENCES[0]], 50, 700),
        lambda canvas: None,
        lambda canvas: draw_lines(canvas, [SENTENCES[1]], 50, 700),
    )
    places = [block.text.place(0) for block in blocks(data)]
    assert [place.page for place in places if place] == [1, 3]


def test_a_large_paper_is_read_in_good_time() -> None:
    data = paper(texts(200), columns(2))
    start = time.monotonic()
    pdf.read(PATH, data)
    assert time.monotonic() - start < 5
