"""What is taken away from a conversation says what the answer said, and nothing that was hidden."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from markdown_it import MarkdownIt

from assistant import presentation
from assistant.engine import Assistant
from assistant.schema import Answer, Conflict
from assistant.web import export
from ingest.errors import QuestionError
from ingest.index import Build
from ingest.schema import Source

DAY = date(2026, 3, 5)
HOSTILE = (
    "<script>alert(1)</script> & <img src='/etc/passwd'/> </para><b>vet ![x](http://a.nl/p.png) "
    "[k](javascript:alert(1)) | `c` *s* _s_ ~~d~~ &lt; $x$ https://kwaad.nl www.kwaad.nl \\ ]]> "
    "${0}\n# kop\n- punt\n1. een\n+ plus\n> aanhaling\n---\n===\n```\n[r]: http://a.nl\n    code\n"
    ": d\n\x00\x07\u202eomgekeerd"
)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    """An answer, a follow-up, a refusal, and a patient with red flags and a phone number."""
    first = "Helpt acupunctuur bij lagerugpijn?"
    last = "Mevrouw Jansen, 06-12345678, heeft rugpijn met koorts en gewichtsverlies, MRI?"
    return [
        assistant.ask([first]),
        assistant.ask([first, "En oefentherapie?"]),
        assistant.ask(["Helpt shockwave bij lagerugpijn?"]),
        assistant.ask([last]),
    ]


@pytest.fixture(scope="module")
def build(assistant: Assistant) -> Build:
    return assistant.open()[0]


@pytest.fixture(scope="module")
def divided(assistant: Assistant) -> Answer:
    """An answer from two sources that differ."""
    answer = assistant.ask(["Werkt manipulatie bij rugpijn?"])
    assert answer.conflicts == (Conflict("manipulatie", (0, 1)),)
    return answer


@pytest.fixture(scope="module")
def hostile(answers: list[Answer]) -> Answer:
    """An answer in which every text is hostile, from a source that has left the index."""
    [one, *_] = answers[0].citations
    passage = replace(one.passage, document_id="weg", section=HOSTILE)
    cited = [
        replace(one, number=n, passage=passage, title=HOSTILE, quote=HOSTILE, kind=HOSTILE)
        for n in (1, 2, 3)
    ]
    said = [replace(answers[0].statements[0], text=HOSTILE, citations=(n,)) for n in (1, 2, 3)]
    return replace(
        answers[0],
        question=HOSTILE,
        statements=tuple(said),
        citations=tuple(cited),
        conflicts=(Conflict(HOSTILE, (0, 1, 2)),),
        warnings=(HOSTILE,),
    )


def pdf_text(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\ufffe", "-"))


def shown(markdown: str) -> str:
    """What a reader of the Markdown sees."""
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    found = [c for token in rendered for c in token.children or () if c.type != "html_inline"]
    return " ".join(child.content for child in found)


def everywhere(answers: list[Answer], build: Build) -> list[str]:
    """The three forms, as a person reads them, without blanks."""
    return [
        flat(shown(export.as_markdown(answers, build, DAY))),
        flat(pdf_text(export.as_pdf(answers, build, DAY))),
        flat("".join(export.as_text(answer, build, DAY) for answer in answers)),
    ]


def test_every_form_tells_all_that_was_answered(answers: list[Answer], build: Build) -> None:
    for told in everywhere(answers, build):
        assert "5maart2026" in told
        assert flat(export.DISCLAIMER) in told
        for answer in answers:
            for text in (*answer.warnings, answer.reason or "", *presentation.readings(answer)):
                assert flat(text) in told
            for statement in answer.statements:
                numbers = "".join(f"[{number}]" for number in statement.citations)
                assert flat(statement.text) + numbers in told
            for citation in answer.citations:
                section = citation.passage.section
                assert flat(citation.quote) in told
                assert flat(f"[{citation.number}] {citation.role}; {section}") in told
                meta = build.document(citation.passage.document_id).meta
                assert flat(export.reference(meta)) in told


def test_a_quote_behind_other_words_is_given_with_its_place(
    answers: list[Answer], build: Build
) -> None:
    [one, *_] = answers[0].citations
    cited = replace(one, page=7, scanned=True)
    said = replace(answers[0].statements[0], text="In andere woorden.", citations=(one.number,))
    answer = replace(answers[0], statements=(said,), citations=(cited,))
    line = f"[1] “{one.quote}”; {one.role}; {one.passage.section}; p. 7 (gescand)"
    for told in everywhere([answer], build):
        assert flat(line) in told


def test_a_refusal_names_where_to_read_on(answers: list[Answer], build: Build) -> None:
    refused = answers[2]
    assert refused.abstained
    told = export.as_text(refused, build, DAY)
    for hit in presentation.nearest(refused):
        assert hit.passage.section in told
    assert "Bronnen" not in told


def test_what_there_was_no_room_for_stays_out(answers: list[Answer], build: Build) -> None:
    further = [(a, citation) for a in answers for citation in a.more]
    assert further
    for answer, citation in further:
        assert f"[{citation.number}]" not in export.as_text(answer, build, DAY)


def test_a_patients_data_stay_out(answers: list[Answer], build: Build) -> None:
    for told in everywhere(answers, build):
        assert "Mevrouw…,heeft" in told
        assert "Jansen" not in told
        assert "12345678" not in told
    assert b"Jansen" not in export.as_pdf(answers, build, DAY)


def test_sides_stand_beside_each_other(divided: Answer, build: Build) -> None:
    one, other = (c for c in divided.citations if c.number in (1, 2))
    markdown = export.as_markdown([divided], build, DAY)
    [table] = [
        t
        for t in MarkdownIt("commonmark").enable("table").parse(markdown)
        if t.type == "table_open"
    ]
    assert table.map
    heads, _, quotes = markdown.split("\n")[slice(*table.map)]
    assert heads.index("1") < heads.index(" | ") < heads.rindex("2")
    assert quotes.count(" | ") == 1
    assert any(
        beside(page.get_textpage(), one.origin[:10], other.origin[:10])
        for page in pypdfium2.PdfDocument(export.as_pdf([divided], build, DAY))
    )


def beside(page: pypdfium2.PdfTextPage, left: str, right: str) -> bool:
    """Does `right` begin as high on the page as `left`, well to its right?"""
    boxes = [
        [page.get_charbox(at) for at, _ in iter(page.search(text).get_next, None)]
        for text in (left, right)
    ]
    return any(abs(a[3] - b[3]) < 1 and b[0] - a[0] > 100 for a in boxes[0] for b in boxes[1])


def test_hostile_text_is_shown_as_it_is(hostile: Answer, build: Build) -> None:
    plain = flat(HOSTILE.translate({0: None, 7: None, 0x202E: None}))
    for told in everywhere([hostile], build):
        assert told.count(plain) >= 7
    markdown = export.as_markdown([hostile], build, DAY)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    types = {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}
    assert types & {"html_block", "link_open", "image", "code_inline", "fence", "s_open"} == set()
    assert types & {"ordered_list_open", "blockquote_open", "code_block"} == set()
    inline = [c.content for t in tokens for c in t.children or () if c.type == "html_inline"]
    assert set(inline) == {"<br>"}  # the line ends within a table's cell
    assert "https://" not in markdown
    assert "www." not in markdown
    assert "\u202e" not in markdown + export.as_text(hostile, build, DAY)
    pages = pypdfium2.PdfDocument(export.as_pdf([hostile], build, DAY))
    kinds = {thing.type for page in pages for thing in page.get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_dutch_and_greek_survive_in_the_pdf(answers: list[Answer], build: Build) -> None:
    text = "Eén patiënt: TNF-α, IL-1β, κ ≥ 0,6; ≤ 5 µg; p ± 2 → ‰ ½ “citaat” x² {}"
    said = replace(answers[0].statements[0], text=text.format("𝛽 😀"))
    answer = replace(answers[0], statements=(said,))
    assert flat(text.format("β \ufffd")) in flat(pdf_text(export.as_pdf([answer], build, DAY)))


def test_long_things_fit(divided: Answer, build: Build) -> None:
    cited = tuple(replace(c, quote="lang " * 3000 + "x" * 3000) for c in divided.citations)
    answer = replace(divided, question="y" * 2000, citations=cited)
    assert flat(pdf_text(export.as_pdf([answer], build, DAY))).count("lang" * 10) > 2


def test_nothing_to_take_away_is_told(build: Build) -> None:
    with pytest.raises(QuestionError, match="nog geen gesprek"):
        export.as_markdown([], build, DAY)
    with pytest.raises(QuestionError, match="nog geen gesprek"):
        export.as_pdf([], build, DAY)


def test_many_at_once_each_get_their_own(answers: list[Answer], build: Build) -> None:
    with ThreadPoolExecutor(8) as pool:
        papers = [*pool.map(lambda a: export.as_pdf([a], build, DAY), answers * 4)]
    for answer, paper in zip(answers * 4, papers, strict=True):
        assert pdf_text(paper) == pdf_text(export.as_pdf([answer], build, DAY))


@pytest.mark.parametrize(
    ("meta", "line"),
    [
        (Source("Wat helpt?"), "Wat helpt? Jaar onbekend."),
        (
            Source(
                "Titel",
                ("A. de Vries", "B. Jansen"),
                "NTvG 2022;166:D1",
                2022,
                "10.1/x",
                "richtlijn",
            ),
            "A. de Vries, B. Jansen. Titel. NTvG 2022;166:D1. doi:10.1/x. Richtlijn.",
        ),
        (
            Source("Titel", tuple("ABCDEFGH"), "Tijdschrift", 2020),
            "A, B, C, D, E, F, et al. Titel. Tijdschrift. 2020.",
        ),
    ],
)
def test_a_reference_says_what_is_known(meta: Source, line: str) -> None:
    assert export.reference(meta) == line
