"""What page and terminal tell is true, with a language model and without."""

from dataclasses import replace
from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM

from assistant import presentation, privacy, writer
from assistant.engine import Assistant
from assistant.schema import Answer, Citation, Hit, Statement
from ingest.schema import Passage

NOWHERE = "alleen gelezen door de computer waarop Ruggespraak draait"


def passage(document: str) -> Passage:
    return Passage(f"{document}:0000", document, "Kop", None, 0, 4, "Zin.", "prose")


def cited(number: int, document: str, year: int | None = 2020) -> Citation:
    return Citation(
        number,
        passage(document),
        document.title(),
        0,
        4,
        "Zin.",
        "bevinding",
        year=year,
        kind="review",
        population="volwassenen",
    )


def answer(*statements: Statement) -> Answer:
    citations = (cited(1, "een"), cited(2, "twee", None), cited(3, "een"))
    return Answer("Vraag?", "Vraag?", statements, citations)


A, B, C = Statement("A.", (1,)), Statement("B.", (2,)), Statement("C.", (3,))


@pytest.mark.parametrize(
    ("typed", "read", "told"),
    [
        ("waarom?", "waarom? (over: incidentie, LRS)", "waarom? Onderwerp: incidentie, LRS."),
        ("En bij nekpijn?", "Wat helpt bij nekpijn?", "Wat helpt bij nekpijn?"),
    ],
)
def test_a_reading_is_told_in_sentences(typed: str, read: str, told: str) -> None:
    assert presentation.readings(Answer(typed, read)) == [f"Gelezen als: {told}"]


def test_a_question_that_lost_no_more_than_a_patients_data_was_read_as_typed() -> None:
    typed = "Mevrouw de Vries (12-03-1961, 06-12345678) heeft ischias, wat nu?"
    assert presentation.readings(Answer(typed, privacy.without(typed))) == []


def test_statements_stand_under_their_source_and_each_source_is_named_once() -> None:
    assert presentation.groups(answer(A, B, C)) == [
        ("Een (2020; review)", (A, C)),
        ("Twee (jaar onbekend; review)", (B,)),
    ]


def test_one_source_is_not_named_nor_are_statements_of_several_put_apart() -> None:
    assert presentation.groups(answer(A, C)) == [("", (A, C))]
    both = Statement("D.", (2, 3))
    assert presentation.groups(answer(A, both, C)) == [("", (A, both, C))]


def test_citations_stand_under_their_source_with_whom_it_is_about() -> None:
    found = presentation.by_source(answer(A, B, C).citations)
    assert [[c.number for c in its] for its in found.values()] == [[1, 3], [2]]
    assert next(iter(found)) == "Een (2020; review; volwassenen)"


def test_the_role_of_each_quote_is_told_once() -> None:
    told = answer(Statement("A.", (1, 2, 3)))
    first, second, third = told.citations
    told = replace(told, citations=(first, replace(second, role="definitie"), third))
    assert presentation.roles(told, told.statements[0]) == "bevinding, definitie"


def test_nearest_passages_are_offered_where_something_was_asked() -> None:
    hits = tuple(Hit(passage(f"d{number}"), 0.5) for number in range(5))
    declined = Answer("Wat kost het?", "Wat kost het?", abstained=True, passages=hits)
    assert presentation.nearest(declined) == hits[:3]
    assert presentation.nearest(replace(declined, question="hallo")) == ()
    assert presentation.nearest(replace(declined, abstained=False)) == ()


def test_what_is_held_is_told_by_title_and_year(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, _ = assistant.open()
    assert "Lagerugpijn (2022)" in presentation.held(build)
    assert len(presentation.held(build)) == len(build.documents)
    assert presentation.held(build, ["lagerugpijn-ntvg"]) == ["Lagerugpijn (2022)"]
    monkeypatch.setattr(presentation, "MOST_DOCUMENTS", 2)
    assert presentation.held(build)[2:] == [f"en nog {len(build.documents) - 2} andere"]


def test_without_a_language_model_nothing_goes_anywhere(assistant: Assistant) -> None:
    assert NOWHERE in presentation.promise(assistant)
    assert "Elke zin van een antwoord is een citaat" in presentation.promise(assistant)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ik:geheim@llm.voorbeeld.nl:8443/v1", "llm.voorbeeld.nl:8443"),
        ("http://127.0.0.1:11434/v1", "127.0.0.1:11434"),
    ],
)
def test_with_one_its_host_is_named(
    index: Path, monkeypatch: pytest.MonkeyPatch, url: str, host: str
) -> None:
    monkeypatch.setenv("RUGGESPRAAK_LLM_URL", url)
    told = presentation.promise(Assistant(index, writer.from_environment))
    assert f"gaan naar het taalmodel op {host}, dat" in told
    assert "geheim" not in told
    assert NOWHERE not in told
    assert "is een citaat" not in told


def test_one_of_an_integrator_is_not_passed_over(index: Path) -> None:
    told = presentation.promise(Assistant(index, MockLLM))
    assert "gaan naar het taalmodel dat hier is ingesteld" in told


def test_one_that_is_not_set_up_gets_nothing(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUGGESPRAAK_LLM_URL", raising=False)
    assert NOWHERE in presentation.promise(Assistant(index, writer.from_environment))
