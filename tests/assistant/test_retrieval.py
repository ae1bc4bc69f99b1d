"""Passages come ranked, from the sources asked for, by words and by meaning."""

import pytest

from assistant import retrieval
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("HLA-B27 sensitiviteit", "HLA-B27"),
        ("ischias definitie", "LRS"),
        ("zijn zolen zinvol tegen rugklachten", "inlegzolen"),
        ("steroid injection epidural sciatica", "TESI"),
    ],
)
def test_other_words_for_one_thing_find_its_passage(
    assistant: Assistant, question: str, section: str
) -> None:
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, question, limit=5)
    assert any(section in f"{hit.passage.section} {hit.passage.text}" for hit in hits)


def test_hits_are_distinct_best_first_and_between_0_and_1(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, "Wat is de prognose van een hernia?")
    scores = [hit.score for hit in hits]
    assert len({hit.passage.id for hit in hits}) == len(hits) == 10
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_sources_narrow_both_sides(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, "manipulatie", sources=["nekpijn-neuroimmuun"])
    assert {hit.passage.document_id for hit in hits} == {"nekpijn-neuroimmuun"}


def test_a_question_without_a_known_word_still_has_nearest_passages(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    assert len(retrieval.search(build, encoder, "xyzzy plugh")) == 10
