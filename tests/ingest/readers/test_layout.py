"""Lines -> blocks: the reading order, and what is a heading, a table, a note and so on."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, FrameBreak, PageBreak, Paragraph, Spacer

from ingest.readers import pdf
from ingest.schema import Block, BlockKind
from tests.ingest.readers import papers
from tests.ingest.readers.papers import (
    CAPTION,
    HEADING,
    HEIGHT,
    SENTENCES,
    TITLE,
    WIDTH,
    broken_lines,
    columns,
    draw_lines,
    drawn,
    paper,
    styled,
    table,
    text,
    texts,
)

REFERENCE = styled(fontSize=8, leading=9.5, leftIndent=14, firstLineIndent=-14, alignment=0)
ROWS = [
    ["Behandeling", "Aantal", "Verschil (95%-BI)"],
    [
        "Oefentherapie in een groep, met begeleiding door een fysiotherapeut",
        "120",
        "−7,61 [−13,03, −2,20]",
    ],
    ["Paracetamol", "", "0,3 [−1,1, 1,7]"],
    ["Manuele therapie", "88", "−2,1 [−4,0, −0,2]"],
]
FIGURE = "Figuur 1. Beloop van de pijn in twee groepen, op een schaal van 0 tot 100."
EXPECTED_ROWS = [
    "| Behandeling: Oefentherapie in een groep, met begeleiding door een fysiotherapeut "
    "| Aantal: 120 | Verschil (95%-BI): −7,61 [−13,03, −2,20] |",
    "| Behandeling: Paracetamol | Verschil (95%-BI): 0,3 [−1,1, 1,7] |",
    "| Behandeling: Manuele therapie | Aantal: 88 | Verschil (95%-BI): −2,1 [−4,0, −0,2] |",
]


def blocks(data: bytes) -> list[Block]:
    return pdf.read(Path("rugpijn.pdf"), data).blocks


def joined(block: Block) -> str:
    """The text of a block on one line, words that were broken whole again."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=\w)-\n", "", block.text.string))


def of(found: Sequence[Block], *kinds: BlockKind) -> list[str]:
    return [joined(block) for block in found if block.kind in kinds]


def in_columns(canvas: Canvas, lines: Sequence[str], count: int, top: float, length: int) -> None:
    """Draw lines in columns of so many lines; the columns are as wide as 480 points allow."""
    width = (WIDTH - 100 + 18) / count
    for at in range(count):
        draw_lines(canvas, lines[at * length : (at + 1) * length], 50 + at * width, top)


def column_width(count: int) -> float:
    return (WIDTH - 100 + 18) / count - 18


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_are_read_one_after_the_other(count: int) -> None:
    found = blocks(paper(texts(24), columns(count)))
    assert of(found, "paragraph") == texts(24)
    assert len(found) == 24


@pytest.mark.parametrize("gap", [10, 14, 30])
def test_narrow_and_wide_gutters(gap: float) -> None:
    assert of(blocks(paper(texts(16), columns(2, gap=gap))), "paragraph") == texts(16)


@pytest.mark.parametrize("count", [2, 3])
def test_lines_that_were_written_across_the_columns(count: int) -> None:
    lines = broken_lines(text(0, 20), column_width(count))
    length = -(-len(lines) // count)

    def draw(canvas: Canvas) -> None:
        for at in range(length):
            for column in range(count):
                for line in lines[column * length + at : (column + 1) * length][:1]:
                    x = 50 + column * (column_width(count) + 18)
                    draw_lines(canvas, [line], x, 760 - 11 * at)

    assert " ".join(of(blocks(drawn(draw)), "paragraph")) == text(0, 20)


def test_columns_that_were_written_from_right_to_left() -> None:
    lines = broken_lines(text(0, 20), column_width(2))
    length = -(-len(lines) // 2)

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, lines[length:], 50 + column_width(2) + 18, 760)
        draw_lines(canvas, lines[:length], 50, 760)

    assert " ".join(of(blocks(drawn(draw)), "paragraph")) == text(0, 20)


@pytest.mark.parametrize("share", [0.55, 0.8, 0.93])
def test_columns_of_unequal_length(share: float) -> None:
    lines = broken_lines(text(0, 24), column_width(2))
    length = int(share * len(lines))
    found = blocks(drawn(lambda canvas: in_columns(canvas, lines, 2, 760, length)))
    assert " ".join(of(found, "paragraph")) == text(0, 24)


def titled(count: int) -> list[Frame]:
    return [Frame(50, HEIGHT - 130, WIDTH - 100, 70, 0, 0, 0, 0), *columns(count, top=140)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_title_stands_above_all_columns(count: int) -> None:
    title = "Aanhoudende rugpijn: wat werkt er in de eerste lijn en wat werkt er juist niet?"
    story: list[Flowable | str] = [Paragraph(title, TITLE), FrameBreak(), *texts(10)]
    found = blocks(paper(story, titled(count)))
    assert (found[0].kind, found[0].level, joined(found[0])) == ("heading", 1, title)
    assert of(found[1:], "paragraph") == texts(10)


def figure(canvas: Canvas, low: float) -> None:
    """A graph over the full width, 200 points high, with its caption."""
    canvas.rect(50, low, WIDTH - 100, 200)
    canvas.setFont("Helvetica", 6.5)
    for at, label in enumerate(["0", "20", "40", "60", "80"]):
        canvas.drawString(60, low + 15 + at * 40, label)
        canvas.drawString(120 + at * 80, low + 6, f"week {at * 3}")
    canvas.drawString(300, low + 150, "oefengroep")
    canvas.drawString(350, low + 90, "controlegroep")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(
        50, low - 12, "Figuur 1. Beloop van de pijn in twee groepen, op een schaal van 0 tot 100."
    )


@pytest.mark.parametrize("count", [2, 3])
def test_a_figure_in_the_middle_of_columns(count: int) -> None:
    lines = broken_lines(text(0, 40), column_width(count))
    above, rest = 16 * count, -(-(len(lines) - 16 * count) // count)

    def draw(canvas: Canvas) -> None:
        in_columns(canvas, lines[:above], count, 790, 16)
        figure(canvas, 400)
        in_columns(canvas, lines[above:], count, 360, rest)

    found = blocks(drawn(draw))
    assert " ".join(of(found, "paragraph")) == text(0, 40)
    assert of(found, "caption") == [FIGURE]
    assert "oefengroep" in " ".join(of(found, "figure"))
    assert {block.kind for block in found} == {"paragraph", "caption", "figure"}


def test_a_figure_within_one_column() -> None:
    left, right = texts(3), [text(number, 7) for number in (5, 6, 7)]

    def draw(canvas: Canvas) -> None:
        y = 760.0
        for part in left:
            y = draw_lines(canvas, broken_lines(part, 235), 50, y) - 6
        canvas.rect(50, y - 110, 235, 110)
        draw_lines(canvas, ["pijn", "functie"], 60, y - 20, 6, 40)
        draw_lines(canvas, ["0", "5", "10"], 150, y - 20, 6, 30)
        draw_lines(canvas, ["Figuur 2. Pijn en functie na zes weken."], 50, y - 122, 8)
        y = 760.0
        for part in right:
            y = draw_lines(canvas, broken_lines(part, 235), 310, y) - 6

    found = blocks(drawn(draw))
    assert of(found, "paragraph") == left + right
    assert of(found, "caption") == ["Figuur 2. Pijn en functie na zes weken."]


def test_a_paragraph_runs_on_over_pages() -> None:
    lines = broken_lines(text(0, 16), 480)
    data = drawn(
        lambda canvas: draw_lines(canvas, lines[:9], 50, 150),
        lambda canvas: draw_lines(canvas, lines[9:], 50, 760),
    )
    (block,) = blocks(data)
    assert joined(block) == text(0, 16)
    pages = {place.page for at in range(len(block.text)) if (place := block.text.place(at))}
    assert pages == {1, 2}


def test_a_footnote_comes_after_the_paragraph_that_it_interrupts() -> None:
    lines = broken_lines(text(0, 14), 240)
    notes = ["1 Dit geldt niet voor kinderen onder de", "twaalf jaar.", "2 Zie ook de bijlage."]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, lines[:20], 50, 700)
        draw_lines(canvas, notes, 50, 110, 7, 8.5)
        draw_lines(canvas, lines[20:], 310, 700)

    found = blocks(drawn(draw))
    assert [block.kind for block in found] == ["paragraph", "note", "note"]
    assert joined(found[0]) == text(0, 14)
    assert of(found, "note") == [" ".join(notes[:2]), notes[2]]


def test_a_table_between_the_halves_of_a_sentence() -> None:
    lines = broken_lines(text(0, 8), 480)

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, lines[:4], 50, 760)
        made = table(ROWS, [200, 80, 160])
        made.wrapOn(canvas, 440, 300)
        made.drawOn(canvas, 50, 600)
        draw_lines(canvas, lines[4:], 50, 580)

    found = blocks(drawn(draw))
    assert [block.kind for block in found] == ["paragraph", "row", "row", "row"]
    assert joined(found[0]) == text(0, 8)


def test_sentences_that_ended_are_not_joined_over_columns() -> None:
    found = blocks(paper([text(0), FrameBreak(), text(1)], columns(2)))
    assert of(found, "paragraph") == texts(2)


def heads(canvas: Canvas, doc: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(50, HEIGHT - 40, "Tijdschrift voor rug en nek, jaargang 12")
    canvas.drawRightString(WIDTH - 50, 30, f"pagina {doc.page}")
    canvas.drawString(50, 30, "doi: 10.1000/rug.12")


@pytest.mark.parametrize("pages", [2, 5])
def test_running_heads_and_page_numbers_go(pages: int) -> None:
    story = [part for at in range(pages) for part in (text(at), PageBreak())]
    assert [joined(block) for block in blocks(paper(story, on_page=heads))] == texts(pages)


def test_heads_of_left_and_right_pages_go() -> None:
    def on_page(canvas: Canvas, doc: Any) -> None:
        canvas.setFont("Helvetica", 8)
        if doc.page % 2:
            canvas.drawRightString(WIDTH - 50, HEIGHT - 40, f"Rugpijn bij ouderen   {doc.page}")
        else:
            canvas.drawString(50, HEIGHT - 40, f"{doc.page}   De Vries en Bakker")

    story = [part for at in range(6) for part in (text(at), PageBreak())]
    assert [joined(block) for block in blocks(paper(story, on_page=on_page))] == texts(6)


def test_one_page_loses_only_its_number() -> None:
    def on_page(canvas: Canvas, doc: Any) -> None:
        canvas.drawString(50, HEIGHT - 40, "Tijdschrift voor rug en nek")
        canvas.drawCentredString(WIDTH / 2, 30, "17")

    found = [joined(block) for block in blocks(paper([text(0)], on_page=on_page))]
    assert found == ["Tijdschrift voor rug en nek", text(0)]


def test_lines_of_the_body_at_the_edge_stay() -> None:
    def draw(first: str) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            draw_lines(canvas, [first, *broken_lines(text(0), 480)], 50, 800)

        return page

    data = drawn(
        draw("Na 6 weken volgt een nieuw gesprek"), draw("Na 12 weken volgt een nieuw gesprek")
    )
    string = " ".join(joined(block) for block in blocks(data))
    assert "Na 6 weken" in string
    assert "Na 12 weken" in string


def test_captions_at_the_top_of_pages_stay() -> None:
    story: list[Flowable | str] = []
    for number in (1, 2, 3):
        story += [Paragraph(f"Tabel {number}. Uitkomsten.", CAPTION), table(ROWS, [200, 80, 160])]
        story.append(PageBreak())
    found = blocks(paper(story))
    assert of(found, "caption") == [f"Tabel {number}. Uitkomsten." for number in (1, 2, 3)]
    assert of(found, "row") == EXPECTED_ROWS * 3


@pytest.mark.parametrize("count", [1, 2])
def test_headings_have_levels(count: int) -> None:
    bold = styled(fontName="Helvetica-Bold", fontSize=9)
    story: list[Flowable | str] = [
        Paragraph("Rugpijn in de praktijk", TITLE),
        Paragraph("Inleiding", HEADING),
        text(0),
        Paragraph("1. Methode van onderzoek", HEADING),
        Paragraph("1.1 Deelnemers", bold),
        text(1),
        Paragraph("Wat is de beste behandeling?", bold),
        text(2),
    ]
    found = [block for block in blocks(paper(story, columns(count))) if block.kind == "heading"]
    assert [(block.level, joined(block)) for block in found] == [
        (1, "Rugpijn in de praktijk"),
        (2, "Inleiding"),
        (2, "1. Methode van onderzoek"),
        (3, "1.1 Deelnemers"),
        (3, "Wat is de beste behandeling?"),
    ]


def test_stressed_words_make_no_heading() -> None:
    stressed = (
        "Belangrijk is dat de patiënt <b>in beweging blijft, ook als dat in het begin wat pijn "
        "doet en ook als de nachten slecht zijn</b>, omdat herstel dan sneller gaat."
    )
    found = blocks(paper([text(0), stressed, text(1)], columns(3)))
    assert [block.kind for block in found] == ["paragraph"] * 3


def test_items_are_told_apart() -> None:
    style = styled(leftIndent=12, bulletIndent=0)
    items = [SENTENCES[1], f"{SENTENCES[4]} {SENTENCES[6]} {SENTENCES[8]}", SENTENCES[10]]
    story: list[Flowable | str] = ["De adviezen voor thuis zijn:"]
    story += [Paragraph(item, style, bulletText="•") for item in items]
    story += ["In deze volgorde:"]
    story += [Paragraph(item, style, bulletText=f"{at}.") for at, item in enumerate(items, 1)]
    story += [text(3)]
    found = blocks(paper(story, columns(2)))
    assert of(found, "item") == [
        *(f"- {item}" for item in items),
        *(f"{at}. {item}" for at, item in enumerate(items, 1)),
    ]
    assert of(found, "paragraph") == ["De adviezen voor thuis zijn:", "In deze volgorde:", text(3)]


def test_a_number_or_dash_at_a_line_start_makes_no_item() -> None:
    lines = [
        "De deelnemers werden verdeeld over twee groepen; wie in groep",
        "2. was ingedeeld kreeg uitleg en oefeningen, in totaal tien keer",
        "- soms meer - en hield een dagboek bij van de klachten.",
    ]
    (block,) = blocks(drawn(lambda canvas: draw_lines(canvas, lines, 50, 700)))
    assert block.kind == "paragraph"


def test_indented_paragraphs_without_space_between_them() -> None:
    style = styled(firstLineIndent=10, spaceAfter=0)
    found = blocks(paper([Paragraph(part, style) for part in texts(14)], columns(2)))
    assert of(found, "paragraph") == texts(14)


def test_a_table_over_the_full_width() -> None:
    caption = "Tabel 1. Effect na twaalf weken."
    story = [
        text(0),
        Paragraph(caption, CAPTION),
        table(ROWS, [200, 80, 160]),
        Spacer(1, 10),
        text(1),
    ]
    found = blocks(paper(story))
    assert [block.kind for block in found] == [
        "paragraph",
        "caption",
        "row",
        "row",
        "row",
        "paragraph",
    ]
    assert of(found, "row") == EXPECTED_ROWS
    assert of(found, "paragraph") == texts(2)


def test_a_table_in_one_column_beside_prose() -> None:
    rows = [
        ["Middel", "Dosis", "Effect"],
        ["paracetamol", "3 dd 1000 mg", "klein"],
        ["naproxen", "2 dd 500 mg", "matig tot goed bij acute pijn"],
        ["rust", "", "geen"],
    ]
    story = [*texts(4), table(rows, [75, 80, 80]), Spacer(1, 8), *[text(at) for at in range(4, 14)]]
    found = blocks(paper(story, columns(2)))
    assert of(found, "paragraph") == texts(14)
    assert of(found, "row") == [
        "| Middel: paracetamol | Dosis: 3 dd 1000 mg | Effect: klein |",
        "| Middel: naproxen | Dosis: 2 dd 500 mg | Effect: matig tot goed bij acute pijn |",
        "| Middel: rust | Effect: geen |",
    ]


def test_a_wide_table_whose_columns_fall_in_with_those_of_the_prose() -> None:
    lines = broken_lines(text(0, 30), column_width(2))
    above, rest = 28, -(-(len(lines) - 28) // 2)
    half = column_width(2) + 18
    rows = [["Leeftijd", "54 (12)", "55 (11)"], ["Vrouw", "60%", "58%"], ["Werkend", "71%", "69%"]]

    def draw(canvas: Canvas) -> None:
        in_columns(canvas, lines[:above], 2, 790, 14)
        caption = (
            "Tabel 1. Kenmerken van alle deelnemers bij de start van het onderzoek, per groep."
        )
        draw_lines(canvas, [caption], 50, 610, 8)
        for at, row in enumerate([["Kenmerk", "Oefengroep", "Controlegroep"], *rows]):
            for x, cell in zip((50, 50 + half, 180 + half), row, strict=True):
                draw_lines(canvas, [cell], x, 590 - 14 * at)
        in_columns(canvas, lines[above:], 2, 515, rest)

    found = blocks(drawn(draw))
    assert of(found, "row") == [
        f"| Kenmerk: {kind} | Oefengroep: {ours} | Controlegroep: {theirs} |"
        for kind, ours, theirs in rows
    ]
    assert " ".join(of(found, "paragraph")) == text(0, 30)


def test_a_table_of_sentences_is_no_pair_of_columns() -> None:
    rows = [["Aanbeveling", "Toelichting"]] + [[text(at, 1), text(at + 3, 2)] for at in range(5)]
    found = blocks(paper([text(8), table(rows, [200, 280]), Spacer(1, 8), text(9)]))
    assert of(found, "row") == [
        f"| Aanbeveling: {left} | Toelichting: {right} |" for left, right in rows[1:]
    ]


def test_a_table_with_centred_numbers() -> None:
    rows = [["Groep", "Start", "Week 12"], ["oefenen", "62,1", "31,4"], ["controle", "7", "105,25"]]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, broken_lines(text(0), 480), 50, 700)
        for at, row in enumerate(rows):
            draw_lines(canvas, [row[0]], 50, 600 - 15 * at)
            canvas.drawCentredString(250, 600 - 15 * at, row[1])
            canvas.drawRightString(400, 600 - 15 * at, row[2])

    assert of(blocks(drawn(draw)), "row") == [
        "| Groep: oefenen | Start: 62,1 | Week 12: 31,4 |",
        "| Groep: controle | Start: 7 | Week 12: 105,25 |",
    ]


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    story = ["Figuur 1 laat zien dat de pijn in beide groepen afnam. " + text(0), text(1)]
    assert [block.kind for block in blocks(paper(story))] == ["paragraph"] * 2


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("numbered", [True, False])
def test_references_are_one_block_an_entry(count: int, numbered: bool) -> None:
    entries = [
        f"{f'{at}. ' if numbered else ''}Bakker {name}, De Vries J. Oefentherapie bij langdurige "
        f"rugklachten in de huisartsenpraktijk, deel {at}. Tijdschr Rug 201{at};{at}:11-19."
        for at, name in enumerate("ABCDEFG", 1)
    ]
    story: list[Flowable | str] = [*texts(4), Paragraph("Literatuur", HEADING)]
    story += [Paragraph(entry, REFERENCE) for entry in entries]
    found = blocks(paper(story, columns(count)))
    assert of(found, "reference") == entries
    assert of(found, "paragraph") == texts(4)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_or_doubled_however_it_is_strewn(seed: int) -> None:
    """Words in any type at any place: every place on the page is in exactly one block."""
    random = Random(seed)
    words = " ".join(SENTENCES).split()

    def draw(canvas: Canvas) -> None:
        for _ in range(random.randrange(5, 120)):
            at = random.randrange(len(words) - 9)
            line = " ".join(words[at : at + random.randrange(1, 9)])
            canvas.saveState()
            canvas.translate(random.randrange(20, 400), random.randrange(20, 800))
            canvas.rotate(random.choice([0] * 9 + [90]))
            draw_lines(canvas, [line], 0, 0, random.choice([7, 8, 9, 9, 9, 9, 12]))
            canvas.restoreState()

    data = drawn(draw)
    page = pdfium.PdfDocument(data)[0].get_textpage().get_text_range()
    read = {
        (place.character, char)
        for block in blocks(data)
        for at, char in enumerate(block.text.string)
        if (place := block.text.place(at)) and not char.isspace()
    }
    page = page.replace("\x02", "-").replace("\ufffe", "-")
    assert read == {(at, char) for at, char in enumerate(page) if not char.isspace()}


CSS = """<style>@page { margin: 20mm } body { font: 10pt 'Liberation Serif', serif }
.columns { column-count: COUNT; column-gap: 7mm; text-align: justify; hyphens: auto }
h1 { column-span: all } table { border-collapse: collapse }
td, th { border-bottom: 1px solid; padding: 2px 8px; text-align: left; vertical-align: top }
sup { font-size: 7pt }</style>"""


@pytest.mark.skipif(papers.chromium() is None, reason="chromium is not installed")
@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_chromium_prints(count: int, tmp_path: Path) -> None:
    prose = [f"<p>{part}</p>" for part in texts(12)]
    html = (
        f"<title>Rugpijn thuis</title>{CSS.replace('COUNT', str(count))}<div class=columns>"
        f"<h1>Rugpijn thuis</h1><h2>Inleiding</h2>{''.join(prose[:6])}"
        "<table><tr><th>Middel<th>Dosis<th>Effect<tr><td>rust<td><td>geen"
        "<tr><td>naproxen<td>500 mg<td>matig</table><h2>Slot</h2>"
        f"{''.join(prose[6:]).replace('weken.', 'weken.<sup>2,18</sup>')}</div>"
    )
    found = blocks(papers.printed(html, tmp_path))
    assert of(found, "paragraph") == texts(12)
    assert of(found, "heading") == ["Rugpijn thuis", "Inleiding", "Slot"]
    assert of(found, "row") == [
        "| Middel: rust | Effect: geen |",
        "| Middel: naproxen | Dosis: 500 mg | Effect: matig |",
    ]
    marks = sum(part.count("weken.") for part in texts(12)[6:])
    assert sum(len(block.marks) for block in found) == marks
