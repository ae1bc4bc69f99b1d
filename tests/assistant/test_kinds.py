"""The kinds of answer that a question asks for, and whether a text holds one."""

import pytest

from assistant.kinds import lacking, lacks_number


def names(question: str, text: str) -> list[str]:
    return [kind.name for kind in lacking(question, text)]


@pytest.mark.parametrize(
    ("question", "kind", "without", "holding"),
    [
        ("Welke dosis naproxen geef je?", "dosering", "Naproxen helpt.", "Tweemaal 500 mg."),
        ("Hoeveel mg per dag?", "dosering", "Drie weken rust.", "Maximaal 4 gram per dag."),
        ("Wordt een echo vergoed?", "kosten", "Een echo is veilig.", "De verzekeraar vergoedt."),
        ("Wat kost het?", "kosten", "Het helpt.", "Het kost 40 euro."),
        ("Hoelang duurt het herstel?", "duur", "Herstel is gunstig.", "Na zes weken."),
        ("Hoeveel weken rust?", "duur", "Rust helpt niet.", "Vier tot zes weken."),
        ("Hoeveel sessies zijn nodig?", "aantal keren", "Oefenen helpt.", "Twaalf sessies."),
        ("Hoe vaak mag je die per jaar geven?", "aantal keren", "Het helpt.", "Drie keer."),
        ("Welk deel herstelt?", "percentage", "Herstel komt voor.", "Een kwart herstelt."),
        ("Hoeveel procent houdt pijn?", "percentage", "Pijn blijft.", "Het merendeel."),
        ("Op welke leeftijd begint het?", "leeftijd", "Het begint vroeg.", "Bij 40 jaar."),
    ],
)
def test_a_kind_that_is_asked_for_is_held_or_lacking(
    question: str, kind: str, without: str, holding: str
) -> None:
    assert [name for name in names(question, without) if name.startswith(kind)]
    assert not [name for name in names(question, holding) if name.startswith(kind)]


@pytest.mark.parametrize(
    "question",
    [
        "Helpt oefentherapie bij rugpijn?",
        "Hoe vaak komt een hernia voor?",  # asks for a share or a count: no number of times
        "Wat zijn de rode vlaggen?",
    ],
)
def test_a_question_that_asks_for_no_kind_lacks_none(question: str) -> None:
    assert names(question, "Rust helpt niet.") == []


def test_a_number_that_is_asked_for_is_a_figure_or_a_word() -> None:
    assert lacks_number("Hoeveel patiënten deden mee?", "Er deden patiënten mee.")
    assert not lacks_number("Hoeveel patiënten deden mee?", "Er deden 112 patiënten mee.")
    assert not lacks_number("Hoeveel patiënten herstellen?", "Ruim een derde herstelt.")
    assert not lacks_number("Helpt rust?", "Rust helpt niet.")
