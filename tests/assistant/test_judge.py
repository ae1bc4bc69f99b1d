"""The features of a question and the stretch that answers it best, and the judge over them."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import composer, judge, retrieval, train
from assistant.engine import Assistant
from assistant.judge import Features, Judge
from assistant.schema import Hit
from ingest.errors import CorpusError


def judged(assistant: Assistant, question: str) -> tuple[Features, list[Hit]]:
    """The features as the engine would have them, and the hits."""
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, question)
    asked = composer.Asked(question, build)
    best = composer.in_order(composer.select(composer.ranked(asked, hits, build, encoder)), asked)[
        0
    ]
    return judge.features(question, hits, best, build, encoder), hits


def test_a_number_that_leads_the_answer_is_judged(assistant: Assistant) -> None:
    found, hits = judged(assistant, "Wat is de prevalentie van lagerugpijn?")
    assert found.number_absent == 0
    assert judge.answers(found, hits)


def test_a_question_that_is_answered_lacks_nothing(assistant: Assistant) -> None:
    found, hits = judged(assistant, "Wordt acupunctuur aanbevolen bij lagerugpijn?")
    assert found.likeness > 0.7
    assert 0.4 < found.agreement <= found.likeness
    assert found[2:] == (0, 0, found.words_untold, 0, 0, 0)
    assert found.words_untold < 0.5
    assert judge.answers(found, hits)


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Wordt lasertherapie aanbevolen bij lagerugpijn?", "concept_absent"),
        ("Wordt lasertherapie aanbevolen bij lagerugpijn?", "concept_untold"),
        ("Hoeveel milligram diclofenac mag bij lagerugpijn?", "kind_absent"),
        ("Welke stappen staan er in tabel 3 over medicatie?", "says_not"),
        ("Hoeveel mensen doen aan zelfzorg?", "number_absent"),
        ("Welke bandenspanning heeft een racefiets?", "words_untold"),
    ],
)
def test_a_feature_tells_what_is_lacking(assistant: Assistant, question: str, lacking: str) -> None:
    found, _ = judged(assistant, question)
    assert getattr(found, lacking) > 0.3
    answered, _ = judged(assistant, "Wordt acupunctuur aanbevolen bij lagerugpijn?")
    assert getattr(answered, lacking) <= 0.3


def test_the_case_before_a_question_need_not_be_answered() -> None:
    case = "Vrouw van 60, diabetes. Drie weken spit! Helpt rust?"
    assert judge.proper(case) == " Helpt rust?"
    assert judge.proper("rust bij spit") == "rust bij spit"


def test_without_known_questions_other_weights_judge(assistant: Assistant) -> None:
    found, hits = judged(assistant, "Wordt acupunctuur aanbevolen bij lagerugpijn?")
    bare = [replace(hit, keys=()) for hit in hits]
    judges = judge.load()
    assert judge.answers(found, hits) == judges["keys"].accepts(found)
    low = found._replace(likeness=judges["bare"].least / judges["bare"].weights.likeness - 0.01)
    assert judge.answers(low._replace(likeness=0.99), bare)
    assert not judge.answers(low, bare)


def test_more_that_is_lacking_never_counts_for_an_answer() -> None:
    for found in judge.load().values():
        assert all(
            weight * sign >= 0 for weight, sign in zip(found.weights, train.SIGNS, strict=True)
        )
        assert found.weights.likeness > 0


def test_what_the_evidence_must_reach_is_enough() -> None:
    found = Judge(Features(2, 0, -1, 0, 0, 0, 0, 0), least=0.5)
    enough = Features(0.5, 0, 0.5, 9, 9, 9, 9, 9)
    assert found.evidence(enough) == 0.5
    assert found.accepts(enough)
    assert not found.accepts(enough._replace(concept_absent=0.51))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": {}, "bare": {}}', "geen json"])
def test_weights_that_are_none_are_refused_with_the_command_that_makes_them(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text)
    with pytest.raises(CorpusError, match=r"python -m assistant\.train"):
        judge.load(path)
    with pytest.raises(CorpusError):
        judge.load(tmp_path / "none.json")
