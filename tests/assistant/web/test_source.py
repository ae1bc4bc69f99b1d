"""A citation opens: the whole text with exactly the quote marked, everything escaped."""

import html
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.schema import Citation
from assistant.web import source
from ingest import pipeline
from ingest.index import Build, Index
from tests.ingest.readers.papers import TITLE, Paragraph, columns, paper, texts

QUOTE = "Een zachte halskraag draagt niet bij aan het herstel en maakt de spieren zwakker."
HOSTILE = """\
---
title: "<img src=x onerror=alert(1)> & zo"
authors: ["</dd><script>alert(2)</script>"]
doi: '10.1234/a"onmouseover="alert(3)'
population: "<style>*{display:none}</style>"
---

# <svg onload=alert(4)>

## Kop </h3><form action=//elders>

Rust helpt niet &lt;b&gt; en 3 < 5 \\</mark>\\<script>alert(5)\\</script> bij nekpijn.
"""
SHAPES = """\
# Nekpijn

## Beleid

Eerste alinea over nekpijn.

### Adviezen

- Blijf bewegen bij nekpijn.
- Werk zo mogelijk door.

| Middel | Effect |
| --- | --- |
| rust | geen |
| oefenen | matig |

Laatste alinea.
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """An index of a paper in two columns, and of text that is hostile, long, and in all shapes."""
    root = tmp_path_factory.mktemp("opened")
    (root / "in").mkdir()
    article = [Paragraph("Nekpijn in de praktijk", TITLE), *texts(14)]
    (root / "in" / "artikel.pdf").write_bytes(paper(article, columns(2)))
    long = "\n\n".join(f"Alinea {at} over nekpijn: {line}" for at, line in enumerate(texts(600, 3)))
    for name, content in (("kwaad", HOSTILE), ("vormen", SHAPES), ("lang", f"# Lang\n\n{long}\n")):
        (root / "in" / f"{name}.md").write_text(content, encoding="utf-8")
    pipeline.ingest([root / "in"], root / "index")
    return Index(root / "index").build()


def cited(build: Build, id: str, quote: str) -> Citation:
    document = build.document(id)
    start = document.text.index(quote)
    end = start + len(quote)
    passage = next(p for p in build.passages(id) if p.start <= start < p.end)
    page = document.page_at(start)
    return Citation(1, passage, document.meta.title, start, end, quote, "bevinding", page)


def marks(view: str) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", view, re.S)]


def words(view: str) -> str:
    """What the text of a view says, without white space."""
    body = view.partition("</header>")[2]
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())


@pytest.mark.parametrize(("id", "quote"), [("artikel", QUOTE), ("vormen", "Laatste alinea.")])
def test_the_whole_text_is_shown_with_exactly_the_quote_marked(
    build: Build, id: str, quote: str
) -> None:
    view = source.text_view(build, cited(build, id, quote))
    assert marks(view) == [quote]
    assert view.count('id="citaat"') == 1
    assert words(view) == "".join(build.document(id).text.split())


def test_headings_lists_and_tables_are_told_apart(build: Build) -> None:
    view = source.text_view(build, cited(build, "vormen", "Laatste alinea."))
    assert "<h3>Beleid</h3>" in view
    assert "<h4>Adviezen</h4>" in view
    assert "<li>- Blijf bewegen bij nekpijn.</li><li>- Werk zo mogelijk door.</li></ul>" in view
    assert '<ul class="tabel"><li>| Middel: rust | Effect: geen |</li>' in view


def test_a_quote_of_two_items_is_marked_in_both_and_opens_at_the_first(build: Build) -> None:
    quote = "Blijf bewegen bij nekpijn.\n- Werk zo mogelijk door."
    view = source.text_view(build, cited(build, "vormen", quote))
    assert marks(view) == quote.split("\n")
    assert view.count('id="citaat"') == 1
    assert view.index('id="citaat"') < view.index("Werk zo")


def test_above_it_stands_what_is_known_of_the_source(assistant: Assistant) -> None:
    build, _ = assistant.open()
    id = next(id for id in sorted(build.documents) if build.document(id).meta.doi)
    meta = build.document(id).meta
    passage = build.passages(id)[3]
    view = source.text_view(build, cited(build, id, passage.text))
    header = html.unescape(view.partition("</header>")[0])
    for told in (meta.title, str(meta.year), meta.kind, meta.population, passage.section):
        assert told
        assert told in header
    assert "bevinding" in header
    assert f'href="https://doi.org/{meta.doi}"' in header
    assert 'rel="noopener noreferrer"' in header
    assert source.text_view(build, cited(build, id, passage.text)).count('class="stil"') == 0


def test_nothing_of_a_document_becomes_markup(build: Build) -> None:
    document = build.document("kwaad")
    assert document.meta.title.startswith("<img")
    view = source.text_view(build, cited(build, "kwaad", "3 < 5"))
    tags = set(re.findall(r"</?([a-z0-9]+)", view))
    assert tags <= set("article header h2 h3 h4 dl dt dd a p br mark ul li".split())
    attributes = {
        name
        for tag in re.findall(r"<[a-z][^>]*>", view)
        for name in re.findall(r'\s([\w-]+)="[^"]*"', tag)
    }
    assert attributes <= {"class", "lang", "id", "tabindex", "href", "target", "rel"}
    assert marks(view) == ["3 < 5"]
    assert words(view) == "".join(document.text.split())


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1001/jama.2020.1", "https://doi.org/10.1001/jama.2020.1"),
        ("https://doi.org/10.1001/jama.2020.1", "https://doi.org/10.1001/jama.2020.1"),
        ("10.1016/S0140-6736(18)30489-6", "https://doi.org/10.1016/S0140-6736%2818%2930489-6"),
        ("javascript:alert(1)", None),
        ("//elders.example/10.1001/x", None),
        ("10.1001/x onclick=alert(1)", None),
    ],
)
def test_only_a_doi_becomes_a_link(doi: str, address: str | None) -> None:
    found = re.search(r'href="([^"]*)"', source._doi(doi))
    assert (found and found[1]) == address


def test_of_a_long_document_only_what_is_around_the_quote_is_shown(build: Build) -> None:
    document = build.document("lang")
    view = source.text_view(build, cited(build, "lang", "Alinea 300 over nekpijn"))
    assert len(document.text) > source.WHOLE
    assert len(view) < 3 * source.AROUND
    assert marks(view) == ["Alinea 300 over nekpijn"]
    told = re.findall(r'<p class="stil">(\w+) staan nog ([\d.]+) tekens', view)
    assert [where for where, _ in told] == ["Hiervoor", "Hierna"]
    shown = re.findall(r"Alinea (\d+) over", re.sub(r"</?mark[^>]*>", "", view))
    assert [int(at) for at in shown] == list(range(int(shown[0]), int(shown[-1]) + 1))
    left = sum(int(count.replace(".", "")) for _, count in told)
    assert left < len(document.text) - 1.5 * source.AROUND


def test_a_pdf_opens_as_a_picture_and_text_does_not(build: Build) -> None:
    png = source.page_picture(build, cited(build, "artikel", QUOTE))
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert source.page_picture(build, cited(build, "vormen", "Laatste alinea.")) is None


def test_a_file_that_moved_or_changed_gives_the_text_and_says_so(tmp_path: Path) -> None:
    papers, index = tmp_path / "stukken", tmp_path / "index"
    papers.mkdir()
    path = papers / "artikel.pdf"
    path.write_bytes(paper([Paragraph("Nekpijn", TITLE), *texts(4)]))
    pipeline.ingest([papers], index)
    build = Index(index).build()
    citation = cited(build, "artikel", QUOTE)
    assert "het bestand" not in source.text_view(build, citation).casefold()

    kept = shutil.move(path, tmp_path / "artikel.pdf")
    assert source.page_picture(build, citation) is None
    assert source._MISSING in source.text_view(build, citation)

    path.write_bytes(paper([Paragraph("Nekpijn", TITLE), *texts(5)]))
    assert source.page_picture(build, citation) is None
    assert source._CHANGED in source.text_view(build, citation)
    assert marks(source.text_view(build, citation)) == [QUOTE]

    assert pipeline.ingest([kept], index).unchanged == ["artikel"]
    assert source.page_picture(build, citation) is not None


def test_an_index_that_does_not_know_where_its_files_lie_shows_the_text(
    build: Build,
) -> None:
    citation = cited(build, "artikel", QUOTE)
    files = build.folder.parent.parent / "files.json"
    before = files.read_bytes()
    for broken in (b"{", b"[]", b"\xff"):
        files.write_bytes(broken)
        assert source.page_picture(build, citation) is None
        assert marks(source.text_view(build, citation)) == [QUOTE]
    files.write_bytes(before)


def test_a_scanned_page_says_so(build: Build) -> None:
    citation = replace(cited(build, "artikel", QUOTE), scanned=True)
    assert "<dd>1 (gescand: " in source.text_view(build, citation)
