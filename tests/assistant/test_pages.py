"""From a PDF to an answer: the citation opens on the right page, and a scan is told as one."""

from pathlib import Path

import pypdfium2
import pytest

from assistant.engine import Assistant
from assistant.schema import Answer
from ingest import pipeline
from ingest.readers.pages import ocr
from tests.ingest.readers.papers import (
    HEADING,
    STYLE,
    TITLE,
    Paragraph,
    columns,
    paper,
    scan,
    styled,
    text,
)

ANSWER = "Een halskraag vertraagt het herstel bij een whiplash volgens 12 van de 14 onderzoeken."
QUESTION = "Vertraagt een halskraag het herstel bij een whiplash?"
LARGE = styled(fontSize=11, leading=14)


def article() -> bytes:
    """Three pages in two columns; the answer stands on the last."""
    story = [Paragraph("Whiplash in de praktijk", TITLE)]
    story += [Paragraph(text(number), STYLE) for number in range(36)]
    story += [Paragraph("Halskraag", HEADING), Paragraph(ANSWER, STYLE)]
    return paper(story, columns(2))


def asked(papers: Path, index: Path) -> tuple[Answer, Assistant]:
    pipeline.ingest([papers], index)
    assistant = Assistant(index)
    return assistant.ask([QUESTION]), assistant


def test_a_quote_opens_on_its_page_at_its_words(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "whiplash.pdf").write_bytes(article())
    answer, assistant = asked(papers, tmp_path / "index")
    citation = answer.citations[0]
    assert citation.quote == ANSWER
    assert answer.as_line("q")["citations"][0]["page"] == citation.page == 3
    assert answer.warnings == ()
    origins = assistant.open()[0].document("whiplash").origins
    pdf = pypdfium2.PdfDocument(papers / "whiplash.pdf")
    pages = [page.get_textpage() for page in pdf]
    read = [
        pages[place.page - 1].get_text_range(place.character, length)
        for place, length in origins.spans(citation.start, citation.end)
    ]
    assert "".join(" ".join(read).split()) == "".join(ANSWER.split())


@pytest.mark.skipif(not ocr.is_installed(), reason="tesseract has no Dutch here")
def test_an_answer_from_a_scan_says_so(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    story = [Paragraph("Halskraag", TITLE), Paragraph(ANSWER, LARGE), Paragraph(text(0), LARGE)]
    (papers / "scan.pdf").write_bytes(scan(paper(story), 200))
    answer, _ = asked(papers, tmp_path / "index")
    assert answer.citations[0].scanned
    assert answer.warnings == (
        "Van een gescande bladzijde gelezen: [1]. Controleer getallen en tekens in het origineel.",
    )


def test_the_labels_of_a_figure_are_shown_and_never_quoted(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    prose = "In dit onderzoek naar nekpijn werden de studies door twee lezers beoordeeld. " * 3
    labels = "\n\n".join(f"Studies {what}\n(n = {n})" for what, n in (("gevonden", 48), ("weg", 9)))
    text = f"Nekpijn\n\n{prose}\n\nFiguur 1 Stroomschema van de studies\n\n{labels}\n\n{prose}\n"
    (papers / "nekpijn.txt").write_text(text, encoding="utf-8")
    pipeline.ingest([papers], tmp_path / "index")
    answer = Assistant(tmp_path / "index").ask(["Hoeveel studies gevonden bij nekpijn?"])
    assert "figure" in {hit.passage.kind for hit in answer.passages}
    assert {citation.passage.kind for citation in answer.citations} == {"prose"}
