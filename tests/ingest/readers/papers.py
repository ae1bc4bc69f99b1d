"""Papers for the tests: PDFs made from Dutch text of our own, by reportlab and by Chromium."""

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Table,
)

WIDTH, HEIGHT = A4
SENTENCES = [
    "Wie last heeft van zijn onderrug, herstelt meestal binnen enkele weken.",
    "Rustig blijven bewegen helpt daarbij beter dan lang op bed liggen.",
    "De huisarts vraagt naar krachtsverlies, doofheid in het been en problemen met plassen.",
    "Bij uitstraling tot onder de knie is een geprikkelde zenuwwortel waarschijnlijker.",
    "Een foto van de wervelkolom voegt in de eerste zes weken zelden iets toe.",
    "Angst om te bewegen voorspelt een trager herstel dan de ernst van de pijn.",
    "De fysiotherapeut stelt samen met de patiënt haalbare doelen op voor werk en huishouden.",
    "Na twaalf weken spreekt men van langdurige klachten.",
    "Paracetamol wordt vaak gegeven, maar het effect op rugpijn is klein.",
    "Ontstekingsremmers werken iets beter, met meer kans op maagklachten.",
    "Nekpijn na een aanrijding vraagt om uitleg en om een actieve aanpak.",
    "Een zachte halskraag draagt niet bij aan het herstel en maakt de spieren zwakker.",
    "Slecht slapen en piekeren gaan vaak samen met aanhoudende nekklachten.",
    "Werkgevers kunnen het werk tijdelijk aanpassen zodat de patiënt aan de slag blijft.",
    "Een MRI laat ook bij mensen zonder pijn vaak slijtage en uitpuilende schijven zien.",
    "Kracht en gevoel worden bij elk vervolgbezoek opnieuw getest.",
    "Oefeningen thuis zijn even nuttig als oefeningen in de praktijk.",
    "Wie na zes weken niet vooruitgaat, wordt opnieuw onderzocht.",
    "Manuele therapie kan kort verlichting geven naast oefentherapie.",
    "Een operatie is alleen aan de orde bij ernstige of toenemende uitval.",
    "Roken, overgewicht en weinig beweging vergroten de kans op een volgende episode.",
    "De patiënt houdt in een dagboek bij wat wel en wat niet lukt.",
    "Voor ouderen met een wervelbreuk geldt een eigen beleid.",
    "Cognitieve gedragstherapie verkleint de beperkingen van mensen met langdurige rugpijn.",
]
STYLE = ParagraphStyle(
    "body", fontName="Helvetica", fontSize=9, leading=11, alignment=TA_JUSTIFY, spaceAfter=6
)


def text(number: int, sentences: int = 5) -> str:
    """A paragraph of our own, another one for each number."""
    return " ".join(SENTENCES[(number * 5 + at) % len(SENTENCES)] for at in range(sentences))


def texts(count: int, sentences: int = 5) -> list[str]:
    return [text(number, sentences) for number in range(count)]


def styled(**changes: object) -> ParagraphStyle:
    return ParagraphStyle("other", parent=STYLE, **changes)


HEADING = styled(fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=8, alignment=0)
TITLE = styled(fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=12, alignment=0)
CAPTION = styled(fontName="Helvetica-Oblique", fontSize=8, leading=10, alignment=0)


def columns(count: int, top: float = 70, foot: float = 70, gap: float = 18) -> list[Frame]:
    """Frames side by side on an A4 page."""
    margin = 50
    width = (WIDTH - 2 * margin - gap * (count - 1)) / count
    height = HEIGHT - top - foot
    return [
        Frame(margin + at * (width + gap), foot, width, height, 0, 0, 0, 0) for at in range(count)
    ]


def paper(
    story: Sequence[Flowable | str],
    frames: Sequence[Frame] | None = None,
    on_page: Callable[[Canvas, BaseDocTemplate], None] = lambda canvas, doc: None,
    **meta: str,
) -> bytes:
    """A PDF of paragraphs (a string is one in the body's type) in frames."""
    file = io.BytesIO()
    doc = BaseDocTemplate(file, pagesize=A4, **meta)
    doc.addPageTemplates([PageTemplate(frames=list(frames or columns(1)), onPage=on_page)])
    doc.build([Paragraph(part, STYLE) if isinstance(part, str) else part for part in story])
    return file.getvalue()


def drawn(*pages: Callable[[Canvas], None], **meta: str) -> bytes:
    """A PDF with each page drawn by a function."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for name, value in meta.items():
        getattr(canvas, f"set{name.title()}")(value)
    for draw in pages:
        canvas.setFont("Helvetica", 9)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def broken_lines(text: str, width: float, size: float = 9) -> list[str]:
    """Lines of a text; a long word at a line end is broken after a vowel, with a hyphen."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, "Helvetica", size) <= width:
            line = longer
            continue
        cut = next((at for at in range(len(word) - 3, 3, -1) if word[at - 1] in "aeiou"), 0)
        head = f"{line} {word[:cut]}-".strip()
        if cut and word.isalpha() and stringWidth(head, "Helvetica", size) <= width:
            lines.append(head)
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def draw_lines(
    canvas: Canvas, lines: Sequence[str], x: float, y: float, size: float = 9, step: float = 11
) -> float:
    """Draw lines below each other; the height of the next one."""
    canvas.setFont("Helvetica", size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= step
    return y


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], **style: object) -> Table:
    """A table whose cells are wrapped, with rules between the rows."""
    cell = styled(spaceAfter=0, alignment=0, **style)
    return Table(
        [[Paragraph(text, cell) for text in row] for row in rows],
        colWidths=list(widths),
        style=[("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )


def scan(pdf: bytes, dpi: int = 150) -> bytes:
    """The same pages as images."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    document = pdfium.PdfDocument(pdf)
    for page in document:
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    document.close()
    canvas.save()
    return file.getvalue()


def printed(html: str, folder: Path) -> bytes:
    """A page of HTML as Chromium prints it; the headers of the browser are left out."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(f'<!doctype html><html lang="nl"><meta charset="utf-8">{html}', "utf-8")
    subprocess.run(
        [
            *(chromium() or "chromium", "--headless", "--no-sandbox", "--disable-gpu"),
            f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return target.read_bytes()


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")
