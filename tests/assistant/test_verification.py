"""A statement is carried by its quote, or it has a fault."""

import pytest

from assistant import verification
from assistant.schema import Citation
from ingest.schema import Document, Passage, Section, Source
from ingest.text import Origins, Text

QUOTE = "Bij 20-36% van de mensen zonder klachten laat MRI mogelijk geen hernia zien."
TEXT = f"Vooraf gaat iets. {QUOTE} Daarna komt iets."
START = TEXT.index(QUOTE)


def evidence(start: int = START, quote: str = QUOTE) -> list[tuple[Citation, Document]]:
    section = Section("", "", 0, 0, len(TEXT))
    passage = Passage("d:0000", "d", "", None, 0, len(TEXT), TEXT, "prose")
    document = Document("d", TEXT, (section,), Source(title="D"), Origins.of(Text.read(TEXT)))
    citation = Citation(1, passage, "D", start, start + len(QUOTE), quote, "bevinding")
    return [(citation, document)]


@pytest.mark.parametrize(
    "text", [QUOTE, "MRI laat bij 20-36% zonder klachten mogelijk geen hernia zien."]
)
def test_a_carried_statement_has_no_fault(text: str) -> None:
    assert verification.faults(text, evidence()) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MRI laat bij 30% zonder klachten mogelijk geen hernia zien.", "getal"),
        ("MRI laat bij 20-36% zonder klachten mogelijk hernia zien.", "ontkenning"),
        ("MRI laat bij 20-36% van de mensen mogelijk een hernia zien.", "ontkenning"),
        ("MRI laat bij 20-36% zonder klachten geen hernia zien.", "voorbehoud"),
        ("Fysiotherapie geneest mogelijk geen hernia bij zwangeren.", "inhoud"),
    ],
)
def test_an_altered_statement_is_caught(text: str, fault: str) -> None:
    found = verification.faults(text, evidence())
    assert any(fault in one for one in found)


def test_a_quote_that_is_not_the_text_of_its_span_is_a_fault() -> None:
    assert verification.faults(QUOTE, evidence(start=START + 1))
    assert verification.faults(QUOTE, evidence(quote=QUOTE.replace("geen ", "")))


def test_a_statement_without_a_source_is_a_fault() -> None:
    assert verification.faults(QUOTE, []) == ["geen bron"]
