"""What the page shows of an answer: everything that was said, and all of it as text."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant import presentation
from assistant.engine import Assistant
from assistant.schema import Answer, Citation
from assistant.web import rendering
from assistant.web.page import EXAMPLES
from ingest.errors import QuestionError
from ingest.index import Build
from ingest.schema import Document, Passage, Section, Source
from ingest.text import Origins, Text

QUESTION = "Wat is de incidentie van lagerugpijn?"
DIVIDED = "Werkt manipulatie bij rugpijn?"
HOSTILE = "\"><img src=x onerror='a()'>\n<script>b()</script>{{c()}} ${d()} </div>&lt;b&gt; *x*"


class Tags(HTMLParser):
    """The elements of a piece of HTML, its text, and whether all that was opened is closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def build(assistant: Assistant) -> Build:
    return assistant.open()[0]


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask([QUESTION])


def turn(answer: Answer, build: Build, at: int | None = 0, judged: bool = False) -> str:
    return rendering.turn(rendering.Asked(answer.question, None), answer, build, at, judged)


def test_each_number_is_a_link_that_opens_its_quote(answer: Answer, build: Build) -> None:
    shown = turn(answer, build)
    for citation in answer.citations:
        place = f"bron/{citation.passage.document_id}/{citation.start}-{citation.end}?"
        assert re.search(rf'<a class="nummer" href="{re.escape(place)}[^"]*"', shown)
    for statement in answer.statements:
        assert html.escape(statement.text) in shown


def test_an_answer_that_grows_has_no_buttons_and_is_busy(answer: Answer, build: Build) -> None:
    growing, whole = turn(answer, build, at=None), turn(answer, build, at=3)
    assert 'aria-busy="true"' in growing
    assert "<button" not in growing
    assert "aria-busy" not in whole
    assert 'data-beurt="3"' in whole
    assert "data-oordeel" not in whole
    assert turn(answer, build, judged=True).count("data-oordeel") == 2


def test_what_an_answer_had_no_room_for_is_behind_toon_meer(answer: Answer, build: Build) -> None:
    answer = replace(answer, more=())
    assert "<details" not in turn(answer, build) + rendering.cards(answer, build)
    first = answer.citations[0]
    answer = replace(answer, more=(replace(first, number=9, quote="Te <b>veel</b>."),))
    talk, panel = turn(answer, build), rendering.cards(answer, build)
    _, _, behind = talk.partition("<details><summary>Toon meer</summary>")
    assert "Te &lt;b&gt;veel&lt;/b&gt;." in behind
    assert ">[9]</a> <span class='rol'>" in behind
    _, _, cards = panel.partition("<details>")
    assert ">[9]</a> " in cards
    assert html.escape(first.title) in cards
    assert "<b>" not in talk + panel


def test_statements_stand_under_their_sources_where_there_are_several(
    assistant: Assistant, build: Build
) -> None:
    answer = assistant.ask([EXAMPLES[3]])
    shown = turn(answer, build)
    groups = presentation.groups(answer)
    assert len(groups) > 1
    assert all(shown.count(f"<h3>Uit {html.escape(group.source)}:</h3>") == 1 for group in groups)


def test_what_disagrees_stands_side_by_side_under_its_sources(
    assistant: Assistant, build: Build
) -> None:
    answer = assistant.ask([DIVIDED])
    [conflict] = answer.conflicts
    shown = rendering.side_by_side(answer, conflict)
    assert shown in turn(answer, build)
    assert shown.count('<div><p class="plaats">') == len(conflict.statements) == 2
    assert all(html.escape(c.origin) in shown for c in answer.citations[:2])


def test_a_refusal_names_what_it_answers_from_and_marks_nothing(
    assistant: Assistant, build: Build
) -> None:
    answer = assistant.ask(["Wat is de hoofdstad van Mongolië?"])
    shown, beside = turn(answer, build), rendering.cards(answer, build)
    assert html.escape(answer.reason or "-") in shown
    assert "<li>Lagerugpijn (2022)</li>" in shown
    assert beside.count("<article") == presentation.NEAREST
    assert "<mark>" not in beside


def test_narrowing_is_told(answer: Answer, build: Build) -> None:
    asked = rendering.Asked(QUESTION, ["lagerugpijn-ntvg"])
    shown = rendering.turn(asked, answer, build, 0)
    assert "Alleen gezocht in: Lagerugpijn (2022)" in shown
    assert "Alleen gezocht" not in turn(answer, build)


def test_a_card_marks_its_quotes_where_they_stand(answer: Answer, build: Build) -> None:
    marked = re.findall(r"<mark>(.*?)</mark>", rendering.cards(answer, build), re.DOTALL)
    quotes = {html.escape(c.quote) for c in (*answer.citations, *answer.more)}
    assert {mark.replace("<br>", "\n") for mark in marked} == quotes


def test_a_passage_that_a_newer_index_lacks_has_no_card(answer: Answer, build: Build) -> None:
    gone = [
        replace(c, passage=replace(c.passage, document_id="weg", text="anders"))
        for c in answer.citations
    ]
    shown = rendering.cards(replace(answer, citations=tuple(gone), more=()), build)
    assert "<article" not in shown
    assert html.escape(gone[0].title) in shown


@pytest.fixture(scope="module")
def hostile(answer: Answer) -> Answer:
    """An answer in which every text is hostile."""
    first = answer.citations[0]
    passage = replace(first.passage, document_id=HOSTILE, section=HOSTILE, text=HOSTILE)
    citation = replace(
        first, passage=passage, title=HOSTILE, quote=HOSTILE, kind=HOSTILE, population=HOSTILE
    )
    return Answer(
        HOSTILE,
        f"{HOSTILE} anders",
        statements=(replace(answer.statements[0], text=f"{HOSTILE}\n- {HOSTILE}", citations=(1,)),),
        citations=(replace(citation, number=1),),
        warnings=(HOSTILE,),
        also_searched=(HOSTILE,),
        more=(replace(citation, number=2),),
    )


def test_every_text_of_an_answer_is_shown_as_text(hostile: Answer, build: Build) -> None:
    ours = {"section", "h2", "h3", "div", "p", "br", "a", "span", "ul", "li", "button", "details"}
    refused = replace(hostile, statements=(), abstained=True, reason=HOSTILE)
    error = QuestionError(HOSTILE)
    for shown in (
        turn(hostile, build, judged=True),
        turn(refused, build),
        rendering.cards(hostile, build),
        rendering.waiting(HOSTILE),
        rendering.failed(HOSTILE, error),
        rendering.conversation([turn(hostile, build)]),
    ):
        tags = Tags(shown)
        assert tags.names <= ours | {"summary", "i"}
        assert not [name for name in tags.attributes if name.startswith("on") or name == "src"]
        assert tags.open == []
        assert "<script>b()</script>{{c()}} ${d()} </div>&lt;b&gt; *x*" in tags.text


def test_every_text_of_a_document_is_shown_as_text() -> None:
    text = f"{HOSTILE} & <b>vet</b>"
    section = Section(HOSTILE, HOSTILE, 0, 0, len(text))
    document = Document("x", text, (section,), Source(title=HOSTILE), Origins.of(Text.read(text)))
    passage = Passage("x:0000", "x", HOSTILE, None, 0, len(text), text, "prose")
    citation = Citation(1, passage, HOSTILE, 0, len(HOSTILE), HOSTILE, "bevinding")
    for citations in ([], [citation]):
        tags = Tags(rendering.card(citations, passage, document))
        assert tags.names <= {"article", "p", "br", "mark", "sup", "a"}
        assert tags.open == []
        assert "<script>b()</script>" in tags.text
