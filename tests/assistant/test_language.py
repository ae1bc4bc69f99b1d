"""Dutch or not: sentences of the digests, and of other languages."""

import pytest

from assistant.engine import Assistant
from assistant.language import is_dutch
from ingest.passages import sentences


@pytest.mark.parametrize(
    "text",
    [
        "The pain mostly goes away within six weeks, whatever you do.",
        "NSAIDs are preferred over opioids.",
        "Die Schmerzen gehen bei den meisten Menschen innerhalb von sechs Wochen zurück.",
        "La douleur disparaît en six semaines chez la plupart des patients.",
        "El dolor desaparece en seis semanas en la mayoría de los casos.",
        "L'agopuntura non è raccomandata per la lombalgia.",
        "Боль проходит за шесть недель.",
        "腰痛は六週間で治ります。",
    ],
)
def test_another_language_is_not_dutch(text: str) -> None:
    assert not is_dutch(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12%",
        "TNF-α",
        "MRI bij ischias?",
        "mri nodig bij rugpijn + uitval?",
        "Straight leg raise",
        "NSAID's gaan voor op opioïden.",
        "Watte pijn hebt ge als ge zit?",
        "β ≤ 0,05 (α: 4)",
    ],
)
def test_short_texts_and_dutch_in_a_hurry_are_left_alone(text: str) -> None:
    assert is_dutch(text)


def test_the_sentences_of_the_digests_are_dutch(assistant: Assistant) -> None:
    build, _ = assistant.open()
    spoken = [
        document.text[start:end]
        for document in map(build.document, build.documents)
        for start, end in sentences(document.text)
    ]
    assert len(spoken) > 500
    assert sum(map(is_dutch, spoken)) > 0.99 * len(spoken)
