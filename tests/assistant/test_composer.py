"""The answer: a few quotes, the best first, each with its role."""

import pytest

from assistant import composer
from assistant.engine import Assistant


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
