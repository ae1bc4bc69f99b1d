"""A question taken apart."""

import pytest

from assistant.question import DISORDER, KINDS, REMEDY, Question
from ingest import pipeline
from ingest.dutch import Dutch, Lexicon


@pytest.fixture(scope="module")
def dutch() -> Dutch:
    return Dutch(Lexicon.load(pipeline.LEXICON))


def test_the_kinds_are_concepts_of_the_lexicon(dutch: Dutch) -> None:
    assert KINDS.keys() <= dutch.lexicon.concepts.keys()


def test_concepts_are_named_with_their_kind_and_place(dutch: Dutch) -> None:
    question = Question("Helpt manuele therapie bij nekpijn tegen de pijn?", dutch)
    assert [question.text[name.start : name.end] for name in question.names] == [
        "manuele therapie",
        "nekpijn",
    ]
    assert question.kinds == {REMEDY, DISORDER}


@pytest.mark.parametrize(
    ("text", "subject", "with_asked"),
    [
        ("Wat is de prevalentie van nekpijn?", ["nekpijn"], ["prevalentie", "nekpijn"]),
        ("Stijgt cortisol na het kraken?", ["cortisol", "kraken"], ["cortisol", "kraken"]),
        ("Zijn psychologische behandelingen duur?", ["psychologische behandelingen"], None),
        ("Hoeveel mensen waren er?", [], []),
        ("", [], []),
    ],
)
def test_a_subject_is_the_phrases_that_tell(
    dutch: Dutch, text: str, subject: list[str], with_asked: list[str] | None
) -> None:
    question = Question(text, dutch)
    assert question.subject(keep_asked=False)[: len(subject) or 1] == subject
    if with_asked is not None:
        assert question.subject(keep_asked=True) == with_asked


def test_a_subject_can_leave_out_a_kind(dutch: Dutch) -> None:
    question = Question("Helpt yoga bij nekpijn?", dutch)
    assert question.subject(keep_asked=True, without={REMEDY}) == ["nekpijn"]


def test_a_phrase_has_the_preposition_before_its_article_and_adjectives(dutch: Dutch) -> None:
    question = Question("Helpt yoga bij de chronische nekpijn?", dutch)
    assert question.preposition(question.text.index("nekpijn")) == "bij"
    assert question.preposition(question.text.index("yoga")) == ""


@pytest.mark.parametrize("text", ["Dank je wel", "ok!", "", "👍", "Prima, helder."])
def test_thanks_say_nothing(dutch: Dutch, text: str) -> None:
    assert not Question(text, dutch).says_something()


@pytest.mark.parametrize("text", ["en dan?", "Waarom", "nekpijn", "En die?"])
def test_a_question_says_something(dutch: Dutch, text: str) -> None:
    assert Question(text, dutch).says_something()
