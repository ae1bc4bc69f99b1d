"""The judge is fitted from the training questions that ship, the same way each time."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant import train
from assistant.engine import Assistant
from assistant.judge import Features
from assistant.train import Example, Row
from ingest import pipeline
from ingest.errors import CorpusError

NONE = Features(0, 0, 0, 0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return train.read()


def test_the_questions_are_many_each_once_and_of_both_sides(rows: list[Row]) -> None:
    assert len({row.question.casefold() for row in rows}) == len(rows) > 1000
    answered = sum(bool(row.quote) for row in rows)
    assert 400 < answered < len(rows) - 400


def test_every_quote_stands_in_a_digest(rows: list[Row]) -> None:
    digests = "\n".join(path.read_text("utf-8") for path in pipeline.DIGESTS.glob("*.md"))
    assert [row.question for row in rows if row.quote not in digests] == []


def test_one_in_five_is_kept_apart_by_its_words_alone(rows: list[Row]) -> None:
    apart = sum(row.kept_apart for row in rows)
    assert 0.15 < apart / len(rows) < 0.25
    assert Row("Helpt rust?", "").kept_apart == Row("Helpt rust?", "Ja.").kept_apart


def test_an_answerable_question_is_asked_twice(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    quote = next(row.quote for row in train.read() if row.quote)
    answerable, other = Row("Helpt oefentherapie bij rugpijn?", quote), Row("Wat kost een bed?", "")
    found = list(train.asked([answerable, other], build, encoder))
    assert [(one.row, one.withheld, one.answered) for one in found] == [
        (answerable, False, True),
        (answerable, True, False),
        (other, False, False),
    ]


def examples() -> list[Example]:
    """Answerable where they are alike and name all; one feature goes against its sign."""
    rng = np.random.default_rng(1)
    made = []
    for number in range(400):
        answered = bool(number % 4 == 0)
        features = NONE._replace(
            likeness=float(rng.normal(0.7 if answered else 0.5, 0.1)),
            concept_absent=float(rng.random() < (0.1 if answered else 0.6)),
            words_untold=float(rng.normal(1.0 if answered else 0.2, 0.3)),
        )
        made.append(Example(Row(f"vraag {number}", "Ja." if answered else ""), False, features))
    return made


def test_the_weights_tell_answers_apart_and_none_goes_against_its_sign() -> None:
    found = train.fit(examples())
    assert found.judge.weights.likeness > 1
    assert found.judge.weights.concept_absent < -0.5
    assert found.judge.weights.words_untold == 0
    assert found.auc > 0.85
    assert found.refused <= train.REFUSED
    assert found == train.fit(examples())


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"question": "Helpt rust?"}) + "\n")
    with pytest.raises(CorpusError, match=r"questions\.jsonl"):
        train.read(path)
