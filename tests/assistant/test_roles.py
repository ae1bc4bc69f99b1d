"""What a quoted sentence is, by the words that mark it."""

import pytest

from assistant.roles import role


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Acupunctuur wordt niet aanbevolen.", "aanbeveling"),
        ("Verwijs bij koorts naar de tweede lijn.", "aanbeveling"),
        ("Opioïden mogen bij angina alleen kort worden gegeven.", "aanbeveling"),
        ("Het is belangrijk om de reflexen te testen.", "aanbeveling"),
        ("Nader onderzoek moet dat nog uitwijzen.", "achtergrond"),
        ("De kromming is in graden gemeten.", "achtergrond"),
        ("Allodynie betekent pijn door een onschuldige prikkel.", "definitie"),
        ("Astma is een ziekte waarbij de luchtwegen ontstoken zijn.", "definitie"),
        ("Onder astma wordt hier een ontsteking verstaan.", "definitie"),
        ("De beroepsgroep omschrijft astma als een ontsteking.", "definitie"),
        ("Na 12 maanden was 42% pijnvrij.", "bevinding"),
        ("De studie vond geen verschil met placebo.", "bevinding"),
        ("De incidentie is 17,2 per 1000 patiëntjaren.", "bevinding"),
        ("Lagerugpijn gaat soms samen met stijfheid (Smit 2020).", "achtergrond"),
        ("IL-10 en L5 komen in het onderzoek aan de orde.", "achtergrond"),
    ],
)
def test_the_role_of_a_sentence_is_read_from_its_words(sentence: str, expected: str) -> None:
    assert role(sentence) == expected
