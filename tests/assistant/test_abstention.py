"""Answer what the documents hold; decline what they don't, and say what is missing."""

from dataclasses import replace

import pytest

from assistant import composer, retrieval
from assistant.abstention import SURE, WEAKEST, reason_to_decline
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


def reason_at(assistant: Assistant, question: str, score: float) -> str | None:
    """Why not to answer, if the best passage had this score."""
    build, encoder = assistant.open()
    best, *others = retrieval.search(build, encoder, question)
    hits = [replace(best, score=score), *(h for h in others if h.score < score)]
    chosen = composer.select(composer.ranked(composer.Asked(question, build), hits, build, encoder))
    return reason_to_decline(question, hits, chosen, build)


def test_a_passage_that_scores_too_little_is_about_something_else(assistant: Assistant) -> None:
    question = "Helpt acupunctuur bij lage rugpijn?"
    assert reason_at(assistant, question, WEAKEST) is None
    assert "geen enkele passage" in (reason_at(assistant, question, WEAKEST - 0.001) or "")


def test_a_passage_that_scores_enough_may_say_it_in_other_words(assistant: Assistant) -> None:
    question = "Helpt shockwave bij lagerugpijn?"
    assert "shockwave" in (reason_at(assistant, question, SURE - 0.001) or "")
    assert reason_at(assistant, question, SURE) is None


def test_an_attribute_must_be_named_however_sure(assistant: Assistant) -> None:
    question = "Hoeveel euro betaal je voor een MRI van de rug?"
    for score in (WEAKEST, SURE, 1.0):
        assert "euro" in (reason_at(assistant, question, score) or "")
