"""A conversation to take away, as Markdown or as PDF, and one answer as text to copy.

All three tell the same blocks: the question as it was searched, warnings, the statements with their
numbers, what disagrees side by side, and each source once with its quotes. `Answer.more` is left
out, and so are a patient's data. Keeps nothing and writes no file.
"""

import html
import io
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from assistant import disagreement, presentation, privacy
from assistant.schema import Answer, Conflict
from ingest.errors import QuestionError
from ingest.index import Build
from ingest.schema import Passage, Source

DISCLAIMER = (
    "Ruggespraak is geen medisch hulpmiddel en vervangt uw klinisch oordeel niet. "
    "Lees de bron zelf na voordat u erop handelt."
)
MOST_AUTHORS = 6  # named before "et al.", as in Vancouver style
_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()

Style = Literal["question", "warning", "aside", "text", "heading", "source", "item"]


class _Block(NamedTuple):
    """A paragraph of plain text; its newlines are line ends."""

    style: Style
    text: str


class _Sides(NamedTuple):
    """What disagrees: each source with its quote, to stand beside each other."""

    sides: tuple[tuple[str, str], ...]


def as_markdown(answers: Sequence[Answer], build: Build, on: date) -> str:
    """The conversation as CommonMark, with tables for what disagrees; `on` is the day on top.

    Raises:
        QuestionError: there is no answer yet.
    """
    parts = [f"# {_title(answers, on)}"]
    for answer in answers:
        parts += [_markdown(block) for block in _blocks(answer, build)]
    return "\n\n".join([*parts, "---", f"*{DISCLAIMER}*"]) + "\n"


def as_pdf(answers: Sequence[Answer], build: Build, on: date) -> bytes:
    """The conversation as a PDF of A4 pages that holds its own fonts; `on` is the day on top.

    A sign that DejaVu lacks (Chinese, say) is drawn as a box.

    Raises:
        QuestionError: there is no answer yet.
    """
    title = _title(answers, on)
    blocks = [block for answer in answers for block in _blocks(answer, build)]
    with _DRAWING:
        return _drawn(title, blocks)


def as_text(answer: Answer, build: Build, on: date) -> str:
    """One answer with its references as plain text, to paste into a letter or a record."""
    parts = [_plain(block) for block in _blocks(answer, build)]
    return "\n\n".join([*parts, f"Ruggespraak, {dutch_date(on)}. {DISCLAIMER}"]) + "\n"


def reference(meta: Source) -> str:
    """A source as a line of a reference list, near to Vancouver style: names as the source has
    them, what isn't known left out.

    "A. de Vries, B. Jansen. Titel. Ned Tijdschr Geneeskd 2022;166:D1. doi:10.1/x. Richtlijn."
    """
    authors = list(meta.authors[:MOST_AUTHORS])
    authors += ["et al."] if len(meta.authors) > MOST_AUTHORS else []
    year = str(meta.year or "jaar onbekend")
    when = "" if year in meta.venue else year
    doi = f"doi:{meta.doi}" if meta.doi else ""
    told = [meta.title, meta.venue, when, doi, meta.kind]
    parts = [", ".join(authors), *(part if part == doi else _capital(part) for part in told)]
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def _capital(part: str) -> str:
    return part[:1].upper() + part[1:]


def _title(answers: Sequence[Answer], on: date) -> str:
    if not answers:
        raise QuestionError("Er is nog geen gesprek om mee te nemen. Stel eerst een vraag.")
    return f"Ruggespraak: gesprek van {dutch_date(on)}"


def dutch_date(on: date) -> str:
    """A day in words: 22 november 2026."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def _blocks(answer: Answer, build: Build) -> Iterator[_Block | _Sides]:
    """What is told of an answer, in order."""
    yield _Block("question", " ".join(_clean(privacy.without(answer.question)).split()))
    for warning in answer.warnings:
        yield _Block("warning", _clean(warning))
    for reading in presentation.readings(answer):
        yield _Block("aside", _clean(reading))
    if answer.abstained:
        yield _Block("text", _clean(answer.reason or ""))
        yield from _nearest(answer, build)
    for group in presentation.groups(answer):
        if group.source:
            yield _Block("aside", _clean(f"Uit {group.source}:"))
        for statement in group.statements:
            numbers = " ".join(f"[{number}]" for number in statement.citations)
            role = presentation.roles(answer, statement)
            yield _Block("text", _clean(f"{statement.text} {numbers} ({role})"))
    for conflict in answer.conflicts:
        yield _Block("heading", _clean(disagreement.headline(answer, conflict)))
        yield _opposed(answer, conflict)
    yield from _references(answer, build)


def _nearest(answer: Answer, build: Build) -> Iterator[_Block]:
    """Where to read on after a refusal: the nearest passages, by their place."""
    hits = presentation.nearest(answer)
    if hits:
        yield _Block("aside", "Het dichtst in de buurt komen:")
    for hit in hits:
        title = presentation.titled(_meta(hit.passage, build))
        yield _Block("item", _clean("; ".join([title, *_place(hit.passage, hit.passage.page)])))


def _opposed(answer: Answer, conflict: Conflict) -> _Sides:
    return _Sides(
        tuple(
            (_clean(f"[{citation.number}] {citation.origin}"), _clean(citation.quote))
            for citation in disagreement.sides(answer, conflict)
        )
    )


def _references(answer: Answer, build: Build) -> Iterator[_Block]:
    """Each source once, over its numbered quotes; a quote that is a statement isn't repeated."""
    told = {number: s.text for s in answer.statements for number in s.citations}
    if answer.citations:
        yield _Block("heading", "Bronnen")
    for its in presentation.by_source(answer.citations).values():
        known = Source(its[0].title, year=its[0].year, kind=its[0].kind)
        yield _Block("source", _clean(reference(_meta(its[0].passage, build, known))))
        for citation in its:
            quote = "" if told.get(citation.number) == citation.quote else f"“{citation.quote}”; "
            place = "; ".join([citation.role, *_place(citation.passage, citation.page)])
            scan = " (gescand)" if citation.scanned else ""
            yield _Block("item", _clean(f"[{citation.number}] {quote}{place}{scan}"))


def _meta(passage: Passage, build: Build, known: Source | None = None) -> Source:
    """What the index records of a passage's source; else `known`: the index may be a newer one."""
    id = passage.document_id
    return build.document(id).meta if id in build.documents else known or Source(id)


def _place(passage: Passage, page: int | None) -> list[str]:
    return list(filter(None, [passage.section, f"p. {page}" if page else ""]))


def _clean(text: str) -> str:
    """Text without what no reader sees: control characters, and those that turn its direction."""
    seen = "".join(
        char if char == "\n" or char.isprintable() else " "
        for char in text
        if unicodedata.category(char) != "Cf"
    )
    return "\n".join(line.strip() for line in seen.split("\n") if line.strip())


_IN_MARKDOWN = {
    "question": "## {}",
    "warning": "**{}**",
    "aside": "*{}*",
    "text": "{}",
    "heading": "### {}",
    "source": "{}",
    "item": "- {}",
}


def _markdown(block: _Block | _Sides) -> str:
    if isinstance(block, _Sides):
        heads, quotes = zip(*block.sides, strict=True)
        return "\n".join([_row(heads), "|" + " --- |" * len(heads), _row(quotes)])
    lines = [_escaped(line) for line in block.text.split("\n")]
    end = "  \n  " if block.style == "item" else "  \n"  # a hard break, inside the item
    return _IN_MARKDOWN[block.style].format(end.join(lines))


def _row(cells: Sequence[str]) -> str:
    return "".join(f"| {'<br>'.join(map(_escaped, cell.split(chr(10))))} " for cell in cells) + "|"


def _escaped(line: str) -> str:
    r"""A line that Markdown shows as it is.

    >>> _escaped("1. <b>p</b> = *0,03* [2]")
    '1\\. &lt;b&gt;p&lt;/b&gt; = \\*0,03\\* \\[2\\]'
    """
    line = re.sub(r"([\\`*_\[\]|~#$])", r"\\\1", html.escape(line, quote=False))
    line = re.sub(r"(?i)(?<=http)(s?):|(?<=www)\.", lambda m: f"{m[1] or ''}\\{m[0][-1]}", line)
    return re.sub(r"\A(\d{1,9})?(?=[.)+=:-])", lambda m: f"{m[1] or ''}\\", line)


def _plain(block: _Block | _Sides) -> str:
    if isinstance(block, _Sides):
        return "\n".join(f"{head}: “{quote}”" for head, quote in block.sides)
    return f"Vraag: {block.text}" if block.style == "question" else block.text


_DRAWING = threading.Lock()  # reportlab's fonts are its process's, and know what is being drawn
_FONT, _BOLD, _OBLIQUE = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"
_IN_PDF: dict[Style, dict[str, Any]] = {
    "question": {"fontName": _BOLD, "fontSize": 12, "leading": 16, "spaceBefore": 18},
    "warning": {"fontName": _BOLD},
    "aside": {"fontName": _OBLIQUE, "textColor": "#444444"},
    "text": {},
    "heading": {"fontName": _BOLD, "spaceBefore": 8, "keepWithNext": 1},
    "source": {"fontSize": 9, "leading": 13, "spaceBefore": 4, "keepWithNext": 1},
    "item": {"fontSize": 9, "leading": 13, "leftIndent": 12},
}
_BESIDE = 2  # sides in a row


def _drawn(title: str, blocks: Sequence[_Block | _Sides]) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    _load_fonts()
    base = ParagraphStyle("base", fontName=_FONT, fontSize=10, leading=14.5, spaceAfter=5)
    styles = {name: ParagraphStyle(name, base, **its) for name, its in _IN_PDF.items()}
    top = ParagraphStyle("title", base, fontName=_BOLD, fontSize=15, leading=20)
    story = [Paragraph(_xml(title), top), Paragraph(_xml(DISCLAIMER), styles["aside"])]
    for block in blocks:
        if isinstance(block, _Sides):
            story.append(_columns(block, styles["source"], styles["item"]))
        else:
            story.append(Paragraph(_xml(block.text), styles[block.style]))
    file = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 22 * mm)
    paper = SimpleDocTemplate(file, title=title, author="Ruggespraak", lang="nl", **margins)
    paper.build(story, onFirstPage=_footed, onLaterPages=_footed)
    return file.getvalue()


def _load_fonts() -> None:
    """DejaVu, which matplotlib brings along: it has the Greek letters and signs that Vera lacks."""
    import matplotlib
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in {_FONT, _BOLD, _OBLIQUE} - set(pdfmetrics.getRegisteredFontNames()):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))


def _columns(block: _Sides, head: Any, quote: Any) -> Any:
    """The sides in columns, a rule around each."""
    from reportlab.platypus import Paragraph, Table

    cells: list[Any] = [
        [Paragraph(_xml(origin), head), Paragraph(_xml(said), quote)]
        for origin, said in block.sides
    ]
    cells += [""] * (-len(cells) % _BESIDE)
    rows = [cells[at : at + _BESIDE] for at in range(0, len(cells), _BESIDE)]
    rules = [("GRID", (0, 0), (-1, -1), 0.5, "#999999"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(rows, style=rules, splitInRow=1, spaceAfter=8)


def _footed(canvas: Any, paper: Any) -> None:
    canvas.setFont(_FONT, 8)
    canvas.drawCentredString(paper.pagesize[0] / 2, 32, f"Ruggespraak, bladzijde {paper.page}")


def _xml(text: str) -> str:
    """Text for a paragraph; past U+FFFF reportlab writes letters that can't be copied rightly."""
    plain = [unicodedata.normalize("NFKC", char) if char > "\uffff" else char for char in text]
    drawn = "".join("\ufffd" if char > "\uffff" else char for char in plain)
    return html.escape(drawn).replace("\n", "<br/>")
