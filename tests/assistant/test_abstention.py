"""Answer what the documents hold; decline what they don't, and say what is missing."""

import pytest

from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Helpt shockwave bij lagerugpijn?", "shockwave"),
        ("Wat doe je bij migraine?", "migraine"),
        ("Met welke dosering pregabaline begin ik bij een LRS?", "dosering"),
        ("Wat is de sensitiviteit van de Gaenslen-test?", "sensitiviteit"),
        ("Hoeveel euro betaal je voor een MRI van de rug?", "euro"),
    ],
)
def test_what_the_documents_do_not_hold_is_declined_by_name(
    assistant: Assistant, question: str, named: str
) -> None:
    answer = assistant.ask([question])
    assert answer.abstained
    assert answer.statements == ()
    assert answer.citations == ()
    assert named in (answer.reason or "")
    assert answer.passages


@pytest.mark.parametrize("question", ["Wat is de hoofdstad van Mongolië?", "Goedemorgen!", "???"])
def test_a_question_of_another_field_is_declined(assistant: Assistant, question: str) -> None:
    assert assistant.ask([question]).abstained


@pytest.mark.parametrize(
    "question",
    [
        "Wat is de sensitiviteit van HLA-B27 bij chronische rugpijn?",
        "Man van 45, slaapt slecht en heeft spit gehad. Helpt acupunctuur bij lage rugpijn?",
        "mri bij ischias nodig?",
        "Mag oxycodon bij aspecifieke rugpijn?",
    ],
)
def test_what_the_documents_hold_is_answered(assistant: Assistant, question: str) -> None:
    assert not assistant.ask([question]).abstained
