"""The answer: a few quotes, the best first, each with its role."""

import pytest

from assistant import composer, retrieval
from assistant.composer import Asked, Candidate
from assistant.engine import Assistant
from assistant.schema import Hit, NearKey
from assistant.stretches import quotable
from ingest import questions


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


def ranked(assistant: Assistant, question: str, *hits: Hit) -> list[Candidate]:
    build, encoder = assistant.open()
    found = hits or retrieval.search(build, encoder, question)
    return composer.ranked(Asked(question, build), found, build, encoder)


def test_a_question_worded_as_a_key_gets_the_sentence_it_hangs_on(assistant: Assistant) -> None:
    for fact in questions.load("leidraad-lrs")[2::19]:
        for question in fact.questions[::9]:
            best, *others = ranked(assistant, question)
            assert fact.quote in best.text, question
            assert 1.001 > best.score >= others[0].score >= others[-1].score >= 0


def test_a_key_counts_for_the_stretch_that_it_hangs_on_alone(assistant: Assistant) -> None:
    build, _ = assistant.open()
    passage = build.passages("leidraad-lrs")[3]
    spans = quotable(build.document(passage.document_id), passage)
    assert len(spans) > 2

    def scores(*keys: NearKey) -> dict[int, float]:
        found = ranked(assistant, "En als het niet overgaat?", Hit(passage, 0.5, keys))
        return {candidate.span.start: candidate.score for candidate in found}

    bare, last = scores(), spans[-1]
    for start, end in (last, (last.end - 2, last.end), (last.start, last.start + 2)):
        told = scores(NearKey(start, end, 0.8), NearKey(start, end, 0.9))
        assert [at for at, score in told.items() if score != bare[at]] == [last.start]
        gain = told[last.start] - bare[last.start]
        assert 0 < gain <= composer.KEY_WEIGHT * 0.9
    assert scores(NearKey(passage.end, passage.end + 9, 0.9)) == bare
    assert scores(NearKey(*last, -0.9)) == bare  # nearer in meaning than that
