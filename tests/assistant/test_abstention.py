"""Answer what the documents hold; decline what they don't, and say what is missing."""

import pytest

from assistant import scope
from assistant.abstention import reason_to_decline
from assistant.composer import Asked
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Helpt shockwave bij lagerugpijn?", "shockwave"),
        ("Helpt hypnose bij lagerugpijn?", "hypnose"),
        ("Met welke dosering pregabaline begin ik bij een LRS?", "dosering"),
        ("Wat is de sensitiviteit van de Gaenslen-test?", "sensitiviteit"),
        ("Hoeveel euro betaal je voor een MRI van de rug?", "kosten"),
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


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "Helpt shockwavetherapie bij lagerugpijn?",
            "De documenten zeggen niets over shockwavetherapie bij lagerugpijn.",
        ),
        (
            "Hoeveel mg pregabaline geef ik bij een LRS?",
            "De documenten noemen hierbij geen dosering voor pregabaline bij een LRS.",
        ),
        (
            "Wat is de sensitiviteit van de Gaenslen-test?",
            "De documenten geven geen antwoord op deze vraag over de sensitiviteit van de "
            "Gaenslen-test.",
        ),
        ("Hoeveel bier drinkt een Vlaming?", scope.ELSEWHERE),
    ],
)
def test_the_reason_is_one_sentence_that_says_what_was_looked_for(
    assistant: Assistant, question: str, reason: str
) -> None:
    assert assistant.ask([question]).reason == reason


@pytest.mark.parametrize(
    "question",
    ["Wat doet een patiënt met botox?", "Werkt botox?", "Werkt ge best door na botox?"],
)
def test_no_verb_and_no_patient_is_named_as_what_is_missing(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask([question]).reason == "De documenten zeggen niets over botox."


def test_what_is_said_nothing_about_is_nowhere_in_the_documents(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    for thing in ("nekpijn", "spondylodiscitis", "MRI"):  # named in some document
        reason = reason_to_decline(
            Asked(f"Kan {thing} tegen lijmen?", build), [], [], build, encoder
        )
        assert reason == f"De documenten geven geen antwoord op deze vraag over {thing}."


def test_where_nothing_was_found_nothing_is_answered(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    assert reason_to_decline(Asked("Helpt rust?", build), [], [], build, encoder)
