"""Questions about the documents themselves are answered in the documents' own words."""

from pathlib import Path

import pytest

from assistant import presentation, records, verification
from assistant.engine import Assistant
from ingest import pipeline

EVERYTHING = [
    "welke bronnen heb je?",
    "Welke documenten zitten er in de index?",
    "amai, welke bronnen gebruikt ge eigenlijk?",
    "What sources do you have?",
    "waar baseer je je antwoorden op?",
    "wat weet je allemaal?",
    "over welke onderwerpen kan ik vragen stellen?",
    "Wat kan ik je vragen?",
]


@pytest.mark.parametrize("question", EVERYTHING)
def test_all_documents_are_named(assistant: Assistant, question: str) -> None:
    answer = assistant.ask([question])
    build, _ = assistant.open()
    assert {c.passage.document_id for c in answer.citations} == build.documents.keys()
    assert answer.warnings == ()
    assert [group.source for group in presentation.groups(answer)] == [""]  # each title once
    for citation in answer.citations:
        document = build.document(citation.passage.document_id)
        assert citation.quote == document.meta.title
        assert verification.faults(citation.quote, [(citation, document)], build.dutch) == []


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("wie schreef het artikel over nekpijn?", "nekpijn-neuroimmuun", "Lutke Schipholt"),
        ("who wrote the article on neck pain?", "nekpijn-neuroimmuun", "Lutke Schipholt"),
        (
            "auteurs van de review over mobilisatie, wie zijn de auteurs?",
            "mobilisatie",
            "Schipholt",
        ),
        ("uit welk jaar komt het NTvG-artikel?", "lagerugpijn-ntvg", "2022"),
        (
            "wanneer is het artikel over psychologische interventies gepubliceerd?",
            "psychologische-interventies",
            "2025",
        ),
        ("Van wanneer is de leidraad?", "leidraad-lrs", "jaar"),
        ("wat voor soort studie is dat van nekpijn?", "nekpijn", "cross-sectioneel onderzoek"),
        ("welke hoofdstukken heeft de leidraad?", "leidraad-lrs", "Leidraad"),
    ],
)
def test_a_document_says_who_when_and_what(
    assistant: Assistant, question: str, source: str, said: str
) -> None:
    answer = assistant.ask([question])
    assert all(c.passage.document_id.startswith(source) for c in answer.citations)
    assert said in " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "question",
    [
        "Wat weet je over oxycodon bij rugpijn?",
        "Welke bronnen gebruikt de leidraad?",
        "Op welke richtlijnen is de leidraad gebaseerd?",
        "Wie heeft het overzichtsartikel over mobilisatie gefinancierd?",
        "Welke richtlijnen raden TENS af?",
        "Wie schrijft de verwijsbrief bij LRS?",
        "Hoe oud is de gemiddelde patient in het onderzoek?",
        "Wanneer is een MRI nodig volgens de leidraad?",
        "Uit welk jaar is de studie van Zheng naar zelfcompassie?",
        "Wat staat er in de leidraad over injecties?",
        "Wat kan ik mijn patient vragen bij LRS?",
        "which guidelines recommend exercise?",
        "Welke controlesituaties lieten de auteurs toe?",
        "hoe oud moet ge zijn voor een foto?",
    ],
)
def test_what_a_document_says_of_its_subject_is_no_question_of_records(
    assistant: Assistant, question: str
) -> None:
    assert records.told(question, question, assistant.open()[0]) is None


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("van wanneer is de leidraad?", "Het jaar: onbekend, van 'Leidraad"),
        ("uit welk jaar komt het NTvG-artikel?", "Het jaar: 2022, van 'Lagerugpijn'."),
        ("hoe oud zijn de bronnen?", "Het jaar: 2022, van 'Lagerugpijn'; "),
        (
            "wat voor soort studie is dat van nekpijn?",
            "De soort: cross-sectioneel onderzoek, van '",
        ),
        ("Waar gaat de leidraad over?", "Dit zijn de eerste 15 van de "),
    ],
)
def test_what_was_asked_for_comes_first(assistant: Assistant, question: str, first: str) -> None:
    (line,) = assistant.ask([question]).warnings
    assert line.startswith(first)


def test_a_follow_up_names_its_document_by_the_question_before(assistant: Assistant) -> None:
    answer = assistant.ask(["Waar gaat de leidraad over?", "En van wanneer is de leidraad?"])
    assert {c.passage.document_id for c in answer.citations} == {"leidraad-lrs"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An index of one text that names its title in other words, and neither author nor year."""
    folder = tmp_path_factory.mktemp("plain")
    paper = folder / "papers" / "knie.md"
    paper.parent.mkdir()
    text = "---\ntitle: Pijn in de knie\nyear: 2019\n---\n\nDit stuk gaat over pijn en de knie.\n"
    paper.write_text(text, encoding="utf-8")
    pipeline.ingest([paper.parent], folder / "index")
    return Assistant(folder / "index")


def test_what_only_the_record_holds_is_a_note(plain: Assistant) -> None:
    answer = plain.ask(["Van wanneer is het stuk over de knie?"])
    assert [s.text for s in answer.statements] == ["Dit stuk gaat over pijn en de knie."]
    assert "2019" in " ".join(answer.warnings)


def test_what_nobody_knows_is_declined_by_name(plain: Assistant) -> None:
    answer = plain.ask(["Wie schreef het stuk over de knie?"])
    assert answer.abstained
    assert answer.reason == "De index kent van 'Pijn in de knie' de auteurs niet."


def test_sources_narrow_the_list(assistant: Assistant, tmp_path: Path) -> None:
    answer = assistant.ask(["welke bronnen heb je?"], ["leidraad-lrs"])
    assert {c.passage.document_id for c in answer.citations} == {"leidraad-lrs"}
