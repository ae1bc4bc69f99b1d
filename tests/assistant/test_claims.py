"""A sentence is read for where it stands, of whom, and how much it says."""

import pytest

from assistant.claims import MOMENT, TIME, Figure, Stance, read
from assistant.engine import Assistant

STANCES = [
    ("Metformine wordt aanbevolen bij diabetes.", {("nut", "for")}),
    ("Metformine wordt bij nierfalen niet aanbevolen.", {("nut", "against")}),
    ("Metformine wordt bij nierfalen ontraden.", {("nut", "against")}),
    ("Glucosamine was even effectief als placebo.", {("nut", "against")}),
    ("Zink had weinig effect op de wond.", {("nut", "against")}),
    ("Niet-zinvolle behandelingen zijn bijvoorbeeld rust en warmte.", {("nut", "against")}),
    ("In acht andere onderzoeken is naar de wond gekeken.", set()),
    ("Patiënten hadden na een jaar geen ander resultaat.", {("nut", "against")}),
    ("De helft van de patiënten had minder pijn.", {("nut", "for")}),
    ("Roken geldt als de hoofdoorzaak van COPD.", {("verband", "for")}),
    ("Het middel is niet zinvol en er zijn complicaties.", {("nut", "against"), ("schade", "for")}),
    ("Tussen beide middelen was geen verschil.", {("nut", "against")}),
    ("De resultaten waren vergelijkbaar.", {("nut", "against")}),
    ("Over het effect van zink bestaat weinig literatuur.", {("nut", "unsure")}),
    ("Of zink de wondgenezing versnelt, is onduidelijk.", {("nut", "unsure")}),
    ("Koffie hangt niet samen met hartritmestoornissen.", {("verband", "against")}),
    ("Paroxetine gaf in het onderzoek vaak bijwerkingen.", {("schade", "for")}),
    ("De ingreep is veilig.", {("schade", "against")}),
    ("De meting heeft een lage betrouwbaarheid.", {("kwaliteit", "against")}),
    # what holds in a case, is asked, is the course of complaints, or is what a source lacks
    ("Een echo is niet zinvol als de pijn door koorts verergert.", {("nut", "against")}),
    ("Met een scan is te bepalen of een operatie zinvol is.", set()),
    ("De klachten zijn na 8 weken niet verbeterd.", set()),
    ("De bron noemt geen effect.", set()),
]


@pytest.mark.parametrize(("sentence", "expected"), STANCES)
def test_where_a_sentence_stands(
    sentence: str, expected: set[Stance], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    assert read(sentence, build.dutch).stances == expected


def test_figures_have_one_unit_for_times_and_one_for_rates(assistant: Assistant) -> None:
    build, _ = assistant.open()
    claim = read("Na 2 weken had 5 op de 1000 nog pijn, die 10-14 dagen duurde.", build.dutch)
    assert claim.figures == (
        Figure(14, 14, MOMENT),
        Figure(5, 5, "per 1000"),
        Figure(10, 14, TIME),
    )
