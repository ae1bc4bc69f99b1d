"""The words by which a turn leans on those before it."""

import pytest

from assistant import phrasing
from ingest.dutch import fold


@pytest.mark.parametrize("word", ["chronische", "gekruiste", "secundaire", "rode", "duurzame"])
def test_an_adjective_is_known_by_its_form(word: str) -> None:
    assert phrasing.is_adjective(word)


@pytest.mark.parametrize("word", ["prevalentie", "methode", "ziekte", "nekpijn", "rode vlaggen"])
def test_a_noun_is_no_adjective(word: str) -> None:
    assert not phrasing.is_adjective(word)


def test_every_listed_word_is_folded_and_no_name_is_a_verb_too() -> None:
    lists = {name: held for name, held in vars(phrasing).items() if isinstance(held, frozenset)}
    assert lists
    for name, held in lists.items():
        assert [word for word in held if word != fold(word)] == [], name
    assert not phrasing.LIGHT & phrasing.STAND_INS


@pytest.mark.parametrize(
    ("turn", "rest"),
    [
        ("Dank je. En bij nekpijn?", "En bij nekpijn?"),
        ("oké top 👍 en bij nekpijn?", "en bij nekpijn?"),
        ("Wat zijn de risico's?", "Wat zijn de risico's?"),
        ("Goede fysiotherapie, helpt dat?", "Goede fysiotherapie, helpt dat?"),
    ],
)
def test_thanks_are_taken_off_the_front_alone(turn: str, rest: str) -> None:
    assert phrasing.COURTESY_OPENING.sub("", turn) == rest
