"""What is quoted: whole sentences, with what they need to be true on their own."""

from pathlib import Path

import pytest

from assistant import composer
from assistant.engine import Assistant
from ingest import documents, passages
from ingest.documents import File


def quotes(tmp_path: Path, text: str) -> list[str]:
    """The stretches that can be quoted from a text of one section."""
    path = tmp_path / "tekst.md"
    path.write_text(f"## Kop\n\n{text}\n", encoding="utf-8")
    document = documents.read(File(path, "tekst"), None)
    (passage,) = passages.split(document)
    return [document.text[span.start : span.end] for span in composer.quotable(document, passage)]


def test_a_sentence_is_quoted_whole_and_the_heading_is_not(tmp_path: Path) -> None:
    assert quotes(tmp_path, "Rust helpt niet. Bewegen helpt wel.") == [
        "Rust helpt niet.",
        "Bewegen helpt wel.",
    ]


def test_an_exception_goes_with_the_sentence_before_it(tmp_path: Path) -> None:
    text = "Een foto is niet nodig. Echter, bij koorts is een foto wel nodig. Bewegen mag."
    assert quotes(tmp_path, text)[0].endswith("wel nodig.")


def test_a_sentence_that_points_back_goes_with_the_one_before_it(tmp_path: Path) -> None:
    text = "Opioïden zijn een laatste stap. Dit geldt niet bij kanker."
    assert quotes(tmp_path, text) == [text]


def test_a_list_goes_with_the_sentence_that_opens_it(tmp_path: Path) -> None:
    text = "Vraag naar:\n\n- koorts\n- gewichtsverlies\n\nEen foto is niet nodig."
    found = quotes(tmp_path, text)
    assert found == ["Vraag naar:\n\n- koorts\n- gewichtsverlies", "Een foto is niet nodig."]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Acupunctuur wordt niet aanbevolen.", "aanbeveling"),
        ("Allodynie betekent pijn door een onschuldige prikkel.", "definitie"),
        ("Na 12 maanden was 42% pijnvrij.", "bevinding"),
        ("Lagerugpijn gaat soms samen met stijfheid.", "achtergrond"),
    ],
)
def test_the_role_of_a_sentence_is_read_from_its_words(sentence: str, role: str) -> None:
    assert composer.role(sentence) == role


def test_an_answer_is_one_to_four_quotes_of_at_most_120_words(assistant: Assistant) -> None:
    for question in (
        "Wat is de incidentie van lagerugpijn?",
        "Wanneer is opereren aangewezen bij een hernia?",
        "Welke oefeningen helpen bij rugpijn?",
    ):
        answer = assistant.ask([question])
        assert 1 <= len(answer.statements) <= composer.MOST_STATEMENTS
        words = sum(len(statement.text.split()) for statement in answer.statements)
        assert len(answer.statements) == 1 or words <= composer.MOST_WORDS
        assert len({citation.start for citation in answer.citations}) == len(answer.citations)


def test_a_question_for_a_number_gets_a_sentence_with_that_number_first(
    assistant: Assistant,
) -> None:
    first = assistant.ask(["Hoe vaak komt lagerugpijn voor bij de huisarts?"]).statements[0]
    assert "40,9 per 1000" in first.text
