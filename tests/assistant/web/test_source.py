"""A citation opens: the whole text with exactly the quote marked, everything escaped."""

import html
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.roles import role
from assistant.web import source
from assistant.web.source import Original
from ingest import pipeline
from ingest.index import Build, Index
from ingest.passages import Span
from ingest.schema import Document
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


def span(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote))


def opened(build: Build, id: str, quote: str) -> str:
    """What opens for a quote."""
    document = build.document(id)
    file = source.original(build, document)
    return source.text_view(document, span(document, quote), file, "1-2.png?citaat=x&y")


def drawn(build: Build, id: str, quote: str) -> bytes | None:
    document = build.document(id)
    data = source.original(build, document).data
    return None if data is None else source.page_picture(document, span(document, quote), data)


def marks(view: str) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", view, re.S)]


def words(view: str) -> str:
    """What the text of a view says, without white space and the title."""
    body = view.partition("</header>")[2].partition("<figure")[0]
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())


@pytest.mark.parametrize(("id", "quote"), [("artikel", QUOTE), ("vormen", "Laatste alinea.")])
def test_the_whole_text_is_shown_with_exactly_the_quote_marked(
    build: Build, id: str, quote: str
) -> None:
    view = opened(build, id, quote)
    assert marks(view) == [quote]
    assert view.count('id="citaat"') == 1
    document = build.document(id)
    assert document.text.startswith(document.meta.title)
    assert words(view) == "".join(document.text.removeprefix(document.meta.title).split())


def test_a_quoted_title_is_marked_where_it_stands(build: Build) -> None:
    title = build.document("artikel").meta.title
    assert marks(opened(build, "artikel", title)) == [title]


def test_headings_lists_and_tables_are_told_apart(build: Build) -> None:
    view = opened(build, "vormen", "Laatste alinea.")
    assert "<h3>Beleid</h3>" in view
    assert "<h4>Adviezen</h4>" in view
    assert "<li>- Blijf bewegen bij nekpijn.</li><li>- Werk zo mogelijk door.</li></ul>" in view
    assert '<ul class="tabel"><li>| Middel: rust | Effect: geen |</li>' in view


def test_a_quote_of_two_items_is_marked_in_both_and_opens_at_the_first(build: Build) -> None:
    quote = "Blijf bewegen bij nekpijn.\n- Werk zo mogelijk door."
    view = opened(build, "vormen", quote)
    assert marks(view) == quote.split("\n")
    assert view.count('id="citaat"') == 1
    assert view.index('id="citaat"') < view.index("Werk zo")


def test_above_it_stands_what_is_known_of_the_source(assistant: Assistant) -> None:
    build, _ = assistant.open()
    id = next(id for id in sorted(build.documents) if build.document(id).meta.doi)
    meta = build.document(id).meta
    passage = build.passages(id)[3]
    view = opened(build, id, passage.text)
    header = html.unescape(view.partition("</header>")[0])
    for told in (meta.title, str(meta.year), meta.kind, meta.population, passage.section):
        assert told
        assert told in header
    assert f"<dt>Citaat</dt><dd>{role(passage.text)}</dd>" in header
    assert f'href="https://doi.org/{meta.doi}"' in header
    assert 'rel="noopener noreferrer"' in header
    assert opened(build, id, passage.text).count('class="stil"') == 0


def test_nothing_of_a_document_becomes_markup(build: Build) -> None:
    document = build.document("kwaad")
    assert document.meta.title.startswith("<img")
    view = opened(build, "kwaad", "3 < 5")
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
    found = re.search(r'href="([^"]*)"', source.doi_link(doi))
    assert (found and found[1]) == address


def test_of_a_long_document_only_what_is_around_the_quote_is_shown(build: Build) -> None:
    document = build.document("lang")
    view = opened(build, "lang", "Alinea 300 over nekpijn")
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
    png = drawn(build, "artikel", QUOTE)
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert drawn(build, "vormen", "Laatste alinea.") is None


def test_a_file_that_moved_or_changed_gives_the_text_and_says_so(tmp_path: Path) -> None:
    papers, index = tmp_path / "stukken", tmp_path / "index"
    papers.mkdir()
    path = papers / "artikel.pdf"
    path.write_bytes(paper([Paragraph("Nekpijn", TITLE), *texts(4)]))
    pipeline.ingest([papers], index)
    build = Index(index).build()
    assert 'class="stil"' not in opened(build, "artikel", QUOTE)

    kept = shutil.move(path, tmp_path / "artikel.pdf")
    assert drawn(build, "artikel", QUOTE) is None
    assert source._MISSING in opened(build, "artikel", QUOTE)

    path.write_bytes(paper([Paragraph("Nekpijn", TITLE), *texts(5)]))
    assert drawn(build, "artikel", QUOTE) is None
    assert source._CHANGED in opened(build, "artikel", QUOTE)
    assert marks(opened(build, "artikel", QUOTE)) == [QUOTE]

    assert pipeline.ingest([kept], index).unchanged == ["artikel"]
    assert drawn(build, "artikel", QUOTE) is not None


def test_an_index_that_does_not_know_where_its_files_lie_shows_the_text(
    build: Build,
) -> None:
    files = build.folder.parent.parent / "files.json"
    before = files.read_bytes()
    for broken in (b"{", b"[]", b"\xff"):
        files.write_bytes(broken)
        assert drawn(build, "artikel", QUOTE) is None
        assert marks(opened(build, "artikel", QUOTE)) == [QUOTE]
    files.write_bytes(before)


def test_a_scanned_page_says_so(build: Build) -> None:
    document = replace(build.document("artikel"), scanned=(1,))
    view = source.text_view(document, span(document, QUOTE), Original(None))
    assert "<dd>1 (gescand: " in view


def test_links_lead_to_the_mark_and_to_its_page_where_there_is_one(build: Build) -> None:
    view = opened(build, "artikel", QUOTE)
    assert view.index('<a href="#citaat">Tekst</a>') < view.index("<header>")
    assert '<a href="#bladzijde">Bladzijde 1</a></nav>' in view
    assert view.index('id="citaat"') < view.index('<figure id="bladzijde"')
    assert '<img src="1-2.png?citaat=x&amp;y" loading="lazy"' in view
    assert f'alt="Bladzijde 1, met als gemarkeerd citaat: {QUOTE}"' in view
    document = build.document("artikel")
    without = source.text_view(document, span(document, QUOTE), Original(None), "1-2.png")
    for text in (without, opened(build, "vormen", "Laatste alinea.")):
        assert not re.search("<nav|<figure|<img", text)


def test_the_pages_of_a_quote_over_a_page_end_are_all_named(build: Build) -> None:
    document = build.document("artikel")
    whole = Span(0, len(document.text))
    pages = [1, 2, 3]
    bar, figure = source._figure(document, whole, pages[:2], "x.png")
    assert ">Bladzijden 1 en 2<" in bar
    assert "Bladzijden 1 en 2 zoals die in het bestand staan; " in figure
    assert ">Bladzijden 1, 2 en 3<" in source._figure(document, whole, pages, "x.png")[0]


def test_an_empty_span_marks_nothing_and_says_so(build: Build) -> None:
    for id in ("artikel", "lang"):
        document = build.document(id)
        nowhere = Span(len(document.text) // 2, len(document.text) // 2)
        view = source.text_view(document, nowhere, source.original(build, document), "1-2.png")
        assert not re.search('<mark|<nav|<figure|citaat"|<dt>(Citaat|Sectie|Bladzijde)<', view)
        assert source._ELSEWHERE in html.unescape(view)
        assert document.meta.title in html.unescape(view)


def test_the_style_touches_nothing_outside_the_article() -> None:
    rules = re.sub(r"@media print \{|\}\s*\Z", "", source.STYLE)
    selectors = [s.strip() for s in re.findall(r"([^{}]+)\{", rules)]
    assert len(selectors) > 20
    assert all(part.strip().startswith(".document") for s in selectors for part in s.split(","))
