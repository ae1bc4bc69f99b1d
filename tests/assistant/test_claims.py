"""A sentence is read for where it stands, of whom, and how much it says."""

import pytest

from assistant.claims import MOMENT, TIME, Figure, Stance, read
from assistant.engine import Assistant

HELPS, HELPS_NOT = (
    {(axis, sign) for axis in ("nut", "verandering")} for sign in ("for", "against")
)
STANCES = [
    ("Metformine wordt aanbevolen bij diabetes.", {("nut", "for")}),
    ("Metformine wordt bij nierfalen niet aanbevolen.", {("nut", "against")}),
    ("Metformine wordt bij nierfalen ontraden.", {("nut", "against")}),
    ("Glucosamine was even effectief als placebo.", HELPS_NOT),
    ("Zink had weinig effect op de wond.", HELPS_NOT),
    ("Niet-zinvolle behandelingen zijn bijvoorbeeld rust en warmte.", {("nut", "against")}),
    ("In acht andere onderzoeken is naar de wond gekeken.", set()),
    ("Patiënten hadden na een jaar geen ander resultaat.", HELPS_NOT),
    ("De helft van de patiënten had minder pijn.", HELPS),
    ("Roken geldt als de hoofdoorzaak van COPD.", {("verband", "for")}),
    ("Het middel is niet zinvol en er zijn complicaties.", {("nut", "against"), ("schade", "for")}),
    ("Tussen beide middelen was geen verschil.", HELPS_NOT),
    ("De resultaten waren vergelijkbaar.", HELPS_NOT),
    ("Over het effect van zink bestaat weinig literatuur.", HELPS_NOT),
    ("Of zink de wondgenezing versnelt, is onduidelijk.", HELPS_NOT),
    ("Koffie hangt niet samen met hartritmestoornissen.", {("verband", "against")}),
    ("Paroxetine gaf in het onderzoek vaak bijwerkingen.", {("schade", "for")}),
    ("De ingreep is veilig.", {("schade", "against")}),
    ("De meting heeft een lage betrouwbaarheid.", {("kwaliteit", "against")}),
    # what is advised before the reason for it, what changes beside what helps, and a contrast
    (
        "Zink wordt niet aanbevolen, omdat het nut onduidelijk is en complicaties optreden.",
        {("nut", "against"), ("schade", "for")},
    ),
    (
        "Het ijzer steeg na de behandeling, vergeleken met geen behandeling.",
        {("verandering", "for")},
    ),
    ("Zink werkte na een week, maar had na een jaar geen effect.", HELPS | HELPS_NOT),
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
