"""A patient's data is found by form, named, and taken out before anything else sees it."""

import time
from pathlib import Path

import pytest

from assistant import privacy
from assistant.engine import Assistant


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        ("pt BSN 123456782 lrp, mri?", "burgerservicenummer"),
        ("bsn: 1112.22.333 hernia, verwijzen?", "burgerservicenummer"),
        ("111 222 333 is het nummer van mijn patiënt, klapvoet", "burgerservicenummer"),
        ("rijksregisternummer 85.07.30-033.28, ischias, wat doet ge?", "rijksregisternummer"),
        ("mw. De Vries 12-03-1961, ischias sinds 3 wk", "geboortedatum"),
        ("Jan Jansen, geb. 3 mei 1958, heeft nekpijn", "geboortedatum"),
        ("Ik ben geboren op 01-02-1950 en heb rugpijn", "geboortedatum"),
        ("My patient John Smith, born 12/03/1961, has sciatica", "geboortedatum"),
        ("Bel me op 06-12345678 over mijn rug", "telefoonnummer"),
        ("bel 0475 12 34 56 na de infiltratie, is dat nodig?", "telefoonnummer"),
        ("call +31 6 12345678 about her back", "telefoonnummer"),
        ("ze woont Kerkstraat 12 in Gent en heeft lage rugpijn", "adres"),
        ("1234 AB 12, hernia, thuis oefenen?", "adres"),
        ("3512je 14 lrp", "adres"),
        ("patiëntnummer 1234567, MRI nodig?", "patiëntnummer"),
        ("dossiernr: A123456 ischias", "patiëntnummer"),
        ("BSN 123-456-782 rugpijn", "burgerservicenummer"),
        ("bsn: 123456789 lrp, mri?", "burgerservicenummer"),  # a slip in one that is named
        ("Jan Jansen 1961-03-12 rugpijn", "geboortedatum"),
        ("geb 120361 ischias", "geboortedatum"),
        ("gebdatum: 12/03/'61 lrs", "geboortedatum"),
        ("*12-03-1961, vrouw met lrs", "geboortedatum"),
        ("vrouw, 12-03-1961, lrs", "geboortedatum"),
        ("bel 06 12 34 56 78 bij uitval", "telefoonnummer"),
        ("0031 6 1234 5678 ischias", "telefoonnummer"),
        ("(020) 1234567 hernia", "telefoonnummer"),
        ("tel: 555 12 34 nekpijn", "telefoonnummer"),
        ("Dorpsstraat 12 bis, 1234 AB Ons Dorp, rugpijn", "adres"),
        ("dorpsstraat 12, rugpijn", "adres"),
        ("Kerkstraat 12 bus 3, 9000 Gent, lage rugpijn", "adres"),
        ("woont op de Nieuwe Gracht 88, nekpijn", "adres"),
        ("antwoord naar j.jansen@voorbeeld.nl over nekpijn", "e-mailadres"),
    ],
)
def test_what_looks_like_a_patients_data_is_found(turn: str, kind: str) -> None:
    assert [kind in found for found in privacy.cleared([turn])[1]] == [True]
    assert "…" in privacy.without(turn)
    assert privacy.cleared([privacy.without(turn)])[1] == ()


@pytest.mark.parametrize(
    "turn",
    [
        "Man 66 met bezinking 34 en rugpijn",
        "Is 123456789 een geldig nummer?",  # fails the eleven test
        "Zie doi 10.1136/bmj-2021-067718 en 10.1016/j.jpsychores.2024.111678",
        "Ned Tijdschr Geneeskd 2022;166:D7038, wat staat daarin?",
        "In 2015 borstkanker gehad",
        "Rugpijn sinds 12-03-2025, wanneer een scan?",
        "Gevallen op 05-10-2025 12:30, foto?",
        "Wat vonden Zheng 2024 en Ho 2022?",
        "paracetamol 1000 MG 3 dd bij lrp",
        "diclofenac 50mg 3 keer per dag?",
        "mevrouw De Vries heeft ischias",
        "PMID: 123456782, wat staat daarin?",
        "NCT 123456782 en ISRCTN 12345678 en CD001234",
        "ISBN 978-90-313-1234-5",
        "NTvG 2018;162:D2345, Spine 2008;33(4):349-357",
        "Zoek tot 12-03-2010, VAS 4-6 na 6-12 weken, 1000 mg 3dd",
        "Geopereerd op 03-05-1998, nu weer LRS",
        "Gebruikt 120361 mg",
        "Hij is geboren in 1961 en heeft ischias",
        "sensitiviteit 0,23 tot 0,43 of 0.83-1.00?",
        "Onderweg 3 oefeningen doen, helpt dat?",
        "patient 3 van 18 in de studie",
        "How many of the 2.483 records were unique?",
        "hernia L4-L5, kracht 2 van 5, NRS van 7,5 naar 3,0 na 6-8 weken",
    ],
)
def test_what_only_looks_a_bit_like_it_is_left(turn: str) -> None:
    assert privacy.cleared([turn]) == ([turn], ())
    assert privacy.without(turn) == turn


@pytest.mark.parametrize(
    ("turn", "left"),
    [
        ("Mevrouw de Vries (12-03-1961, 06-12345678) heeft ischias", "Mevrouw … heeft ischias"),
        ("Mevrouw Jansen (06-12345678) heeft ischias", "Mevrouw … heeft ischias"),
        ("Mevrouw Jansen, (06) 12345678, heeft ischias", "Mevrouw …, heeft ischias"),
        ("Jan Jansen, geb. 3 mei 1958, heeft nekpijn", "…, heeft nekpijn"),
        ("dhr. P. van den Berg, ischias, tel 06-12345678", "dhr. …, ischias, …"),
        ("12-03-1961 Marie de Wit rugpijn (thuis)", "… rugpijn (thuis)"),
        ("Dorpsstraat 12 bis, 1234 AB Ons Dorp: rugpijn", "…: rugpijn"),
        ("Patiënt Jansen 123.456.782 MRI nodig?", "Patiënt … MRI nodig?"),
    ],
)
def test_the_name_goes_with_it_and_what_is_left_reads(turn: str, left: str) -> None:
    assert privacy.without(turn) == left


@pytest.mark.parametrize(
    "piece", ["Aa ", "A. ", "1 ", "12-", "+1(", "… ", "van ", "1234 AB ", "(…"]
)
def test_a_hostile_turn_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    privacy.without((piece * 2000)[:2000])
    assert time.perf_counter() - began < 1.0


QUESTION = "Mevrouw Jansen (06-12345678) heeft ischias. Wanneer is een MRI zinvol?"


def test_such_a_question_is_answered_without_the_data(assistant: Assistant) -> None:
    answer = assistant.ask([QUESTION])
    assert answer.statements
    assert "12345678" not in answer.standalone_question
    assert "telefoonnummer" in answer.warnings[0]
    assert "taalmodel" not in answer.warnings[0]


@pytest.mark.parametrize("turns", [[QUESTION], [QUESTION, "En wanneer opereren bij een hernia?"]])
def test_nothing_of_such_a_conversation_goes_to_a_language_model(
    index: Path, turns: list[str]
) -> None:
    asked: list[str] = []

    def model() -> None:
        asked.append("")

    answer = Assistant(index, model).ask(turns)  # type: ignore[arg-type]
    assert asked == []
    assert answer.statements
    assert "taalmodel" in answer.warnings[0]
