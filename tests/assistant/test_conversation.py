"""Follow-ups made standalone by rule, and questions that must be left alone."""

import pytest

from assistant.conversation import standalone
from assistant.engine import Assistant
from ingest.dutch import Dutch


@pytest.fixture(scope="module")
def dutch(assistant: Assistant) -> Dutch:
    return assistant.open()[0].dutch


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["Wat is de incidentie van lagerugpijn?", "En de prevalentie?"],
            "Wat is de prevalentie van lagerugpijn?",
        ),
        (
            ["Wat is de sensitiviteit van HLA-B27?", "en specificiteit"],
            "Wat is specificiteit van HLA-B27?",
        ),
        (
            ["Helpt acupunctuur bij lagerugpijn?", "En bij nekpijn?"],
            "Helpt acupunctuur bij nekpijn?",
        ),
        (
            ["Helpt acupunctuur bij lagerugpijn?", "En oefentherapie?"],
            "Helpt oefentherapie bij lagerugpijn?",
        ),
        (
            ["Wat is de incidentie van lagerugpijn?", "En de prevalentie?", "En van nekpijn?"],
            "Wat is de prevalentie van nekpijn?",
        ),
    ],
)
def test_an_ellipsis_takes_the_place_of_its_like(
    dutch: Dutch, turns: list[str], expected: str
) -> None:
    assert standalone(turns, dutch) == expected


@pytest.mark.parametrize(
    ("turns", "subject"),
    [
        (
            ["Werkt mindfulness bij chronische lagerugpijn?", "Hoe groot was die groep?"],
            "mindfulness",
        ),
        (
            ["Wanneer opereren bij een cauda-equinasyndroom?", "Waarom is dat?"],
            "cauda-equinasyndroom",
        ),
        (["Wat is centrale sensitisatie?", "Wat zijn de oorzaken?"], "sensitisatie"),
    ],
)
def test_a_question_that_points_back_gets_the_subject_added(
    dutch: Dutch, turns: list[str], subject: str
) -> None:
    read = standalone(turns, dutch)
    assert read.startswith(turns[-1].rstrip("?"))
    assert subject in read


def test_the_subject_is_kept_from_turn_to_turn_and_does_not_grow(dutch: Dutch) -> None:
    turns = ["Wat zie je op een foto bij spondylodiscitis?", "Hoelang duurt dat?", "En met MRI?"]
    assert standalone(turns, dutch) == "Met MRI? (over: zie, foto, spondylodiscitis)"
    once = standalone([turns[0], "En daarvan?"], dutch)
    assert standalone([turns[0], *["En daarvan?"] * 5], dutch) == once


def test_what_is_no_question_is_left_alone(dutch: Dutch) -> None:
    assert standalone(["Helpt mindfulness bij een LRS?", "Dank je"], dutch) == "Dank je"


@pytest.mark.parametrize(
    "question",
    [
        "Is er bewijs voor acupunctuur bij lagerugpijn?",
        "Wat zijn rode vlaggen bij een lumbosacraal radiculair syndroom?",
        "Hoe behandel je patiënten met een HNP die niet opknappen?",
    ],
)
def test_a_question_with_its_own_subject_is_left_as_it_was_typed(
    dutch: Dutch, question: str
) -> None:
    assert standalone(["Wat is de incidentie van nekpijn?", question], dutch) == question
    assert standalone([question], dutch) == question
