"""A phrase put into the question before it."""

import pytest

from assistant.ellipsis import substituted
from assistant.question import Question
from ingest import pipeline
from ingest.dutch import Dutch, Lexicon


@pytest.fixture(scope="module")
def dutch() -> Dutch:
    return Dutch(Lexicon.load(pipeline.LEXICON))


@pytest.mark.parametrize(
    ("before", "phrase", "expected"),
    [
        (
            "Wat is de incidentie van nekpijn?",
            "de prevalentie",
            "Wat is de prevalentie van nekpijn?",
        ),
        ("Helpt yoga bij nekpijn?", "bij een hernia", "Helpt yoga bij een hernia?"),
        ("Helpt yoga bij nekpijn?", "massage", "Helpt massage bij nekpijn?"),
        ("Helpt yoga bij nekpijn?", "acute", "Helpt yoga bij acute nekpijn?"),
        ("Helpt yoga bij acute nekpijn?", "chronische", "Helpt yoga bij chronische nekpijn?"),
        ("Wat zijn gele vlaggen bij nekpijn?", "rode", "Wat zijn rode vlaggen bij nekpijn?"),
        ("Helpt yoga met uitval?", "zonder uitval", "Helpt yoga zonder uitval?"),
        ("Helpt yoga na een week?", "na een jaar", "Helpt yoga na een jaar?"),
        ("Helpt yoga bij nekpijn?", "bij ouderen", "Helpt yoga bij nekpijn bij ouderen"),
        ("Hoelang? (over: yoga)", "bij ouderen", "Hoelang bij ouderen? (over: yoga)"),
        (
            "Wanneer moet een hernia geopereerd worden?",
            "een stenose",
            "Wanneer moet een stenose geopereerd worden?",
        ),
        (
            "Helpt het middel dexadol bij nekpijn?",
            "acuut",
            "Helpt het middel dexadol bij nekpijn, acuut",
        ),
        ("Man van 52 met pijn. Foto maken?", "rust", "Man van 52 met pijn. Foto maken, rust"),
    ],
)
def test_each_piece_takes_the_place_of_its_like_or_is_added(
    dutch: Dutch, before: str, phrase: str, expected: str
) -> None:
    assert substituted(Question(phrase, dutch), Question(before, dutch)) == expected
