"""The rules that make a true statement false: what they change, and what they leave alone."""

import random

import pytest

from eval.alterations import RULES


def made(rule: str, statement: str) -> set[str | None]:
    """What a rule makes of a statement over many draws."""
    return {RULES[rule](statement, random.Random(seed)) for seed in range(40)}


@pytest.mark.parametrize(
    ("rule", "statement", "altered"),
    [
        ("unit", "Rust helpt 6 weken.", "Rust helpt 6 maanden."),
        ("unit", "Het duurt twee weken.", "Het duurt twee maanden."),
        ("unit", "Bij 40% herstelt het.", "Bij 40 per 1000 herstelt het."),
        ("range", "Het duurt langer dan 12 weken.", "Het duurt korter dan 12 weken."),
        ("range", "Langer dan 12 weken is te lang.", "Korter dan 12 weken is te lang."),
        ("negation dropped", "Rust wordt niet aanbevolen.", "Rust wordt aanbevolen."),
        ("negation dropped", "Er is geen bewijs voor rust.", "Er is bewijs voor rust."),
        ("negation dropped", "Niet iedereen herstelt.", "Iedereen herstelt."),
        ("negation added", "Rust wordt aanbevolen.", "Rust wordt niet aanbevolen."),
        ("hedge removed", "Rust kan helpen.", "Rust zal helpen."),
        ("hedge removed", "Rust helpt mogelijk tegen pijn.", "Rust helpt tegen pijn."),
        ("hedge removed", "MRI kan worden overwogen.", "MRI moet worden gedaan."),
        ("population swapped", "Bij acute pijn helpt het.", "Bij chronische pijn helpt het."),
        ("side swapped", "IL-6 was hoger bij pijn.", "IL-6 was lager bij pijn."),
    ],
)
def test_a_rule_changes_one_thing(rule: str, statement: str, altered: str) -> None:
    assert altered in made(rule, statement)


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("number", "IL-6 en TNF-α stegen rond L5 (Chou 2015), 95%-BI."),
        ("number", "Rust helpt."),
        ("unit", "Na jaren en weken rust."),
        ("range", "Rust helpt."),
        ("negation dropped", "Niet alleen rust helpt."),
        ("negation dropped", "Zonder rust helpt het niet."),
        ("negation added", "Rust helpt niet."),
        ("negation added", "Wie rust, kan herstellen."),
        ("hedge removed", "Rust is mogelijk."),
        ("hedge removed", "Rust zo kort mogelijk uit."),
        ("population swapped", "Rust helpt."),
        ("side swapped", "Rust helpt."),
    ],
)
def test_a_rule_leaves_alone_what_it_could_not_make_false(rule: str, statement: str) -> None:
    assert made(rule, statement) == {None}


def test_a_number_keeps_its_form_and_changes() -> None:
    found = made("number", "De incidentie is 40,9 per jaar.")
    assert "De incidentie is 40,9 per jaar." not in found
    assert len(found) > 5
    assert all(text and len(text) == len("De incidentie is 40,9 per jaar.") for text in found)
    assert all(text and "drie" not in text for text in made("number", "Er waren drie studies."))


def test_a_range_gets_another_end() -> None:
    for text in made("range", "Bij 20-35,4% is er pijn."):
        assert text
        assert text.startswith("Bij 20-")
        assert text.endswith(",4% is er pijn.")
        assert text != "Bij 20-35,4% is er pijn."


def test_the_same_seed_makes_the_same_change() -> None:
    statement = "Bij 40% van 20 acute patiënten was 6 weken rust hoger dan 3 weken."
    for rule in RULES.values():
        assert rule(statement, random.Random(5)) == rule(statement, random.Random(5))
