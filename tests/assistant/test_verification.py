"""A statement is carried by its quote, or it has a fault."""

import pytest

from assistant import verification
from assistant.schema import Citation
from ingest import pipeline
from ingest.dutch import Dutch, Lexicon
from ingest.schema import Document, Passage, Section, Source
from ingest.text import Origins, Text
from tests.assistant.statements import CARRIED, ELBOW, NOT_CARRIED

QUOTE = "Bij 20-36% van de mensen zonder klachten laat MRI mogelijk geen hernia zien."
BEFORE = "Vooraf gaat iets. "
DUTCH = Dutch(Lexicon.load(pipeline.LEXICON))


def evidence(quote: str = QUOTE, shift: int = 0) -> list[tuple[Citation, Document]]:
    """A document that holds the quote, cited `shift` characters further."""
    text = f"{BEFORE}{quote} Daarna komt iets."
    section = Section("", "", 0, 0, len(text))
    passage = Passage("d:0000", "d", "", None, 0, len(text), text, "prose")
    document = Document("d", text, (section,), Source(title="D"), Origins.of(Text.read(text)))
    start = len(BEFORE) + shift
    return [(Citation(1, passage, "D", start, start + len(quote), quote, "bevinding"), document)]


def faults(text: str, quote: str = QUOTE) -> list[str]:
    return verification.faults(text, evidence(quote), DUTCH)


@pytest.mark.parametrize(
    "text", [QUOTE, "MRI laat bij 20-36% zonder klachten mogelijk geen hernia zien."]
)
def test_a_carried_statement_has_no_fault(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MRI laat bij 30% zonder klachten mogelijk geen hernia zien.", "getal"),
        ("MRI laat bij 20% zonder klachten mogelijk geen hernia zien.", "getal"),
        ("MRI laat bij 20-36% zonder klachten mogelijk hernia zien.", "ontkenning"),
        ("MRI laat bij 20-36% van de mensen mogelijk een hernia zien.", "ontkenning"),
        ("MRI laat bij 20-36% zonder klachten geen hernia zien.", "voorbehoud"),
        ("MRI laat bij 20-36% zonder klachten mogelijk geen artrose zien.", "term"),
        ("MRI moet bij 20-36% zonder klachten mogelijk geen hernia zien.", "stelliger"),
        ("MRI laat bij 20-36% zonder klachten mogelijk geen kleinere hernia zien.", "mate"),
        ("Fysiotherapie geneest mogelijk geen hernia bij zwangeren.", "inhoud"),
    ],
)
def test_an_altered_statement_is_caught_and_the_fault_is_told(text: str, fault: str) -> None:
    assert any(fault in one for one in faults(text))


@pytest.mark.parametrize(("quote", "statement"), CARRIED)
def test_the_same_in_other_words_is_carried(quote: str, statement: str) -> None:
    assert faults(statement, quote) == []


@pytest.mark.parametrize(("quote", "statement"), NOT_CARRIED)
def test_what_the_quote_does_not_say_is_not_carried(quote: str, statement: str) -> None:
    assert faults(statement, quote)


@pytest.mark.parametrize(
    ("quote", "statement"),
    [
        (
            "De zwelling nam (figuur 1) na 2.804 injecties af.",
            "Na 2804 injecties daalde de zwelling.",
        ),
        ("Een scheur is niet uitgesloten.", "Een scheur sluit men niet uit."),
        ("Bij knieartrose treedt zwelling op.", "Knieartrose geeft zwelling, die optreedt."),
        ("De fysio- of oefentherapeut behandelt.", "De fysiotherapeut behandelt."),
    ],
)
def test_another_form_of_the_same_is_carried(quote: str, statement: str) -> None:
    assert faults(statement, quote) == []


@pytest.mark.parametrize(
    ("quote", "statement"),
    [
        ("De uitslag is onbelangrijk.", "De uitslag is belangrijk."),
        ("Een scheur is niet uitgesloten.", "Een scheur is uitgesloten."),
        (
            "Sporters hadden minder pijn, vergeleken met ouderen.",
            "Ouderen hadden minder pijn, vergeleken met sporters.",
        ),
        ("Rust helpt, mits de knie gezwollen is.", "Rust helpt."),
    ],
)
def test_a_small_word_that_turns_it_is_caught(quote: str, statement: str) -> None:
    assert faults(statement, quote)


def test_part_of_a_quote_is_no_quote() -> None:
    quote = f"Het is niet bewezen dat {QUOTE}"
    assert faults(QUOTE, quote)


def test_a_quote_that_is_not_the_text_of_its_span_is_a_fault() -> None:
    assert verification.faults(QUOTE, evidence(shift=1), DUTCH)


def test_a_statement_without_a_source_is_a_fault() -> None:
    assert verification.faults(QUOTE, [], DUTCH) == ["geen bron"]


@pytest.mark.parametrize("text", ["", " ", "?", "\x00", "5" * 10_000, "niet " * 5_000, "–,;().%"])
def test_no_text_breaks_the_check(text: str) -> None:
    assert isinstance(faults(text, ELBOW), list)
    assert isinstance(faults(ELBOW, text), list)
