from pathlib import Path

import pytest

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import plain
from ingest.schema import Block
from ingest.text import Place

PATH = Path("stuk.txt")
PROSE = "De meeste mensen met deze klacht herstellen binnen enkele weken helemaal vanzelf."
MORE = "Bij een klein deel houdt de pijn langer aan, vaak zonder dat daar een oorzaak voor is."


def blocks(raw: str | bytes) -> list[Block]:
    data = raw.encode() if isinstance(raw, str) else raw
    return plain.read(PATH, data).blocks


def said(raw: str) -> list[tuple[str, str]]:
    """Kind and text of each block, unwrapped."""
    return [(b.kind, b.text.string.replace("-\n", "").replace("\n", " ")) for b in blocks(raw)]


def headings(raw: str) -> list[tuple[int, str]]:
    return [(b.level, b.text.string.replace("\n", " ")) for b in blocks(raw) if b.kind == "heading"]


def texts(raw: str, kind: str) -> list[str]:
    return [text for found, text in said(raw) if found == kind]


# Bytes


TEXT = "Patiënten – bij ≤ 5 µg/l één"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (TEXT.encode("utf-8-sig"), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        ("Patiënten – “één” µg €".encode("cp1252"), "Patiënten – “één” µg €"),
        ("Eén teken \ufffd was al weg.".encode(), "Eén teken \ufffd was al weg."),
        (b"", ""),
    ],
)
def test_text_is_decoded(data: bytes, text: str) -> None:
    assert plain.decode(PATH, data) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03",
        b"\x7fELF\x02\x01\x01\x00 tekst",
        b"%PDF-1.7\n\x0e\x1f stroom",
        b"onbekend byte \x81 in Windows-1252",
        b"tekst met\x00 een nul",
        b"\xff\xfea",
    ],
)
def test_what_is_no_text_is_named(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="is geen leesbare tekst"):
        plain.decode(PATH, data)


def test_broken_utf_8_is_named() -> None:
    with pytest.raises(UnreadableDocument, match="is beschadigde UTF-8-tekst"):
        plain.decode(PATH, "Patiënten één patiënt".encode()[:-1] + b"\xc3")


@pytest.mark.parametrize("raw", ["", " \n\t\n\u00a0\ufeff", "\f\f", "Download PDF\n\nInloggen"])
def test_a_text_of_nothing_is_empty(raw: str) -> None:
    with pytest.raises(EmptyDocument):
        blocks(raw)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="is te lang: meer dan 5 miljoen tekens of 100"):
        blocks("De rug doet pijn. " * (plain.MAX_CHARACTERS // 18 + 1))


def test_front_matter_is_what_the_file_says_of_itself() -> None:
    reading = plain.read(PATH, f"---\ntitle: T\nbron: x\n---\n{PROSE}".encode())
    assert reading.meta == {"title": "T"}
    assert [block.text.string for block in reading.blocks] == [PROSE]


def test_a_rule_on_top_is_no_front_matter() -> None:
    assert said(f"---\n\nEen alinea.\n\n---\n\n{PROSE}") == [
        ("paragraph", "Een alinea."),
        ("paragraph", PROSE),
    ]


# Places


def test_every_character_knows_where_it_stood() -> None:
    raw = f"\ufeffBeleid\r\n\r\n  {PROSE}\r\n\u2022\tte\ufb00en"
    decoded = raw.removeprefix("\ufeff")
    for block in blocks(raw):
        for at, char in enumerate(block.text.string):
            place = block.text.place(at)
            assert place is not None
            assert place.page == 0
            assert decoded[place.character] == char or char in "- f"


def test_a_form_feed_starts_a_page() -> None:
    first, second = blocks(f"{PROSE}\f\n{MORE}")
    assert first.text.place(0) == Place(1, 0)
    assert second.text.place(0) == Place(2, 1)


# Paragraphs


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Een regel die\ndoorloopt.", ["Een regel die doorloopt."]),
        ("Een.\n\n\n\nTwee.", ["Een.", "Twee."]),
        ("De ontste-\nking.", ["De ontsteking."]),
        ("**geen** _opmaak_ <b>hier</b>", ["**geen** _opmaak_ <b>hier</b>"]),
        ("De pijn zit in de\n\nrug en in het been.", ["De pijn zit in de rug en in het been."]),
        ("De oefenthera-\n\npie helpt een beetje.", ["De oefentherapie helpt een beetje."]),
        (
            "Dat bleek al eerder (Jansen\n\n2019) in een groot onderzoek bij ouderen.",
            ["Dat bleek al eerder (Jansen 2019) in een groot onderzoek bij ouderen."],
        ),
        ("Dit is het einde.\n\nen dit begin is klein.",
         ["Dit is het einde.", "en dit begin is klein."]),
        (
            "Er zijn drie groepen:\n\nmensen met pijn in de rug en het been.",
            ["Er zijn drie groepen:", "mensen met pijn in de rug en het been."],
        ),
        ("Gebruikt met versie\n28. Een andere maat is er niet.",
         ["Gebruikt met versie 28. Een andere maat is er niet."]),
        ("Het middel werd door de meeste deelnemers aan de studie\n– zo blijkt – goed verdragen.",
         ["Het middel werd door de meeste deelnemers aan de studie – zo blijkt – goed verdragen."]),
    ],
)  # fmt: skip
def test_a_paragraph_is_whole(raw: str, found: list[str]) -> None:
    assert texts(raw, "paragraph") == found


INTERRUPTIONS = {
    "caption": "Figuur 2 Verloop van de pijn in beide groepen",
    "figure": "Gescreend\n(n = 120)\n\nGeanalyseerd\n(n = 98)",
    "note": "Correspondentie: j.jansen@voorbeeld.example",
    "row": "Pijn\t3,1\t4,2\nKracht\t18\t20",
}


@pytest.mark.parametrize(("kind", "between"), INTERRUPTIONS.items())
def test_what_interrupts_a_sentence_comes_after_it(kind: str, between: str) -> None:
    found = said(f"{PROSE} Na een jaar was de\n\n{between}\n\npijn bij de meesten weg.")
    assert found[0] == ("paragraph", f"{PROSE} Na een jaar was de pijn bij de meesten weg.")
    assert {found_kind for found_kind, _ in found[1:]} == {kind}


def test_a_box_of_text_may_stand_between_two_halves() -> None:
    raw = f"De deelnemers kregen twaalf weken lang oefen-\n\n{PROSE}\n\ntherapie van een therapeut."
    assert texts(raw, "paragraph") == [
        "De deelnemers kregen twaalf weken lang oefentherapie van een therapeut.",
        PROSE,
    ]


def test_two_whole_paragraphs_stay_two() -> None:
    assert texts(f"{PROSE}\n\n{MORE}", "paragraph") == [PROSE, MORE]


def test_a_column_that_was_pasted_too_early_is_put_back() -> None:
    raw = f"""\
het effect van oefenen op pijn en functie bij
mensen met een bevroren schouder.

Methode
Twee onderzoekers zochten in drie databanken naar
studies over oefenen en lieten daarbij alles van voor

Oefenen bij een bevroren schouder

{PROSE} {PROSE}

Doel
Het doel van dit overzicht was na te gaan wat

1990 buiten beschouwing. {MORE}
"""
    found = said(raw)
    assert found[0] == ("heading", "Oefenen bij een bevroren schouder")
    assert found[3][1].startswith("Het doel van dit overzicht was na te gaan wat het effect van")
    assert found[5][1].endswith(f"alles van voor 1990 buiten beschouwing. {MORE}")


# Headings


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (f"Beleid bij pijn\n\n{PROSE}", [(1, "Beleid bij pijn")]),
        (f"Beleid\n\n{PROSE}", [(2, "Beleid")]),
        (f"2.1 Beleid bij pijn\n\n{PROSE}", [(3, "2.1 Beleid bij pijn")]),
        (f"1. Inleiding\n\n{PROSE}\n\n2. Methode\n{MORE}",
         [(2, "1. Inleiding"), (2, "2. Methode")]),
        (f"**Wat helpt?**\n\n{PROSE}", [(1, "Wat helpt?")]),
        (f"{PROSE}\n\nWat kunt u zelf doen?\n\n{PROSE}", [(2, "Wat kunt u zelf doen?")]),
        (f"{PROSE}\n\nPIJN EN WERK\n{PROSE}", [(2, "PIJN EN WERK")]),
        (f"{PROSE}\n\nWerk en pijn\n------------\n{PROSE}", [(2, "Werk en pijn")]),
        ("Adviezen\n\n- blijf bewegen", [(1, "Adviezen")]),
        (f"Beleid\n{PROSE}", [(2, "Beleid")]),
        (f"{PROSE}\nBeleid\n{PROSE}", [(2, "Beleid")]),
        ("Adviezen\n- blijf bewegen en werk zoveel mogelijk door\n- loop", [(1, "Adviezen")]),
        (f"Inleiding vooraf.\n\nBeleid\n\n{PROSE}", [(2, "Beleid")]),
        (f"Pijn en slaap bij\nouderen met artrose\n{PROSE}\n{MORE}",
         [(1, "Pijn en slaap bij ouderen met artrose")]),
        (f"Symptomen[bewerken | brontekst bewerken]\n{PROSE}", [(1, "Symptomen")]),
        (f"Beleid.\n\n{PROSE}", []),
        (f"beleid bij pijn\n\n{PROSE}", []),
        (f"Dit helpt:\n\n{PROSE}", []),
        (f"12 34 56 78 90\n\n{PROSE}", []),
        ("Naam\n\nPlaats", []),
        (f"Tabel 3\n\n{PROSE}", []),
        (f"Door Anna de Wit\n\n{PROSE}", []),
        (f"12 maart 2024\n\n{PROSE}", []),
        (f"Hoofdpijn\n\nDr. A.B. Smit\n\n{PROSE}", [(1, "Hoofdpijn")]),
        ("Volgens de arts van het\n\nHagaziekenhuis helpt rust in de eerste week niet.", []),
        (f"{'Een heel lange regel ' * 8}zonder punt\n\n{PROSE}", []),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_shape(raw: str, found: list[tuple[int, str]]) -> None:
    assert headings(raw) == found


def test_the_title_is_the_line_on_top_whose_words_the_text_uses() -> None:
    raw = (
        f"Klinische praktijk en zorg\n\nHerstel bij langdurige pijn\n\n{PROSE}\n\nBeleid\n\n{MORE}"
    )
    assert headings(raw) == [(1, "Herstel bij langdurige pijn"), (2, "Beleid")]


def test_unnumbered_headings_stand_below_the_numbered_one() -> None:
    raw = f"1 Pijn\n\n{PROSE}\n\nMet uitstraling\n\n{PROSE}\n\nLiteratuur\n\n1. Smit A. 2019."
    assert headings(raw) == [(2, "1 Pijn"), (3, "Met uitstraling"), (2, "Literatuur")]


RUN_IN = "Acute pijn Bij acute pijn helpt vooral in beweging blijven, ook als dat zeer doet."


def test_a_heading_on_the_line_of_its_paragraph_is_split_off_where_two_do_so() -> None:
    other = "Chronische pijn Als de pijn langer duurt, is een gesprek over werk en slaap zinvol."
    raw = f"Pijn\n\n{PROSE}\n\n{RUN_IN}\n\n{other}"
    assert headings(raw) == [(1, "Pijn"), (3, "Acute pijn"), (3, "Chronische pijn")]
    assert texts(raw, "paragraph")[1].startswith("Bij acute pijn helpt")


def test_one_capital_amid_a_sentence_makes_no_heading() -> None:
    assert said(RUN_IN) == [("paragraph", RUN_IN)]


def test_lines_that_are_not_wrapped_are_paragraphs_of_their_own() -> None:
    long = " ".join([PROSE] * 3)
    raw = f"Inleiding\n{long}\n{long}\nBeleid\n{long}"
    assert headings(raw) == [(2, "Inleiding"), (2, "Beleid")]
    assert texts(raw, "paragraph") == [long] * 3


# Lists


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("• een\n• twee\ngaat door", ["- een", "- twee gaat door"]),
        ("– een\n– twee", ["- een", "- twee"]),
        ("* een\n* twee", ["- een", "- twee"]),
        ("o een\no twee", ["- een", "- twee"]),
        ("\uf0b7\teen\n\uf0b7\ttwee", ["- een", "- twee"]),
        ("1. een\n2. twee", ["1. een", "2. twee"]),
        ("1) een\n2) twee", ["1. een", "2. twee"]),
        ("(1) een\n(2) twee", ["1. een", "2. twee"]),
        ("a) een\nb) twee", ["- a) een", "- b) twee"]),
        ("1. Rust\n\n2. Warmte\n\n3. Koelen", ["1. Rust", "2. Warmte", "3. Koelen"]),
        ("Dit helpt:\n- rust\n- bewegen", ["- rust", "- bewegen"]),
        ("- een lijst met uw medicijnen en\n  de dosis\n- twee",
         ["- een lijst met uw medicijnen en de dosis", "- twee"]),
        ("Het doel was tweeledig:\n1) de pijn te meten bij ouderen\nen 2) de kracht.", []),
    ],
)  # fmt: skip
def test_items_open_with_one_mark(raw: str, found: list[str]) -> None:
    assert texts(raw, "item") == found


# Figures, tables, notes, references


def test_a_row_of_numbers_names_its_columns() -> None:
    raw = f"""\
{PROSE}

Tabel 2. Uitkomsten na 12 weken
Oefenen (n = 48) Wachten (n = 47)
Pijn (0-10) 3,1 (1,9) 4,6 (2,2)
Tevreden, n (%) 39 (81) 24 (50)
"""
    assert said(raw)[1:] == [
        ("caption", "Tabel 2. Uitkomsten na 12 weken"),
        ("row", "| Pijn (0-10) | Oefenen (n = 48): 3,1 (1,9) | Wachten (n = 47): 4,6 (2,2) |"),
        ("row", "| Tevreden, n (%) | Oefenen (n = 48): 39 (81) | Wachten (n = 47): 24 (50) |"),
    ]  # fmt: skip


def test_a_forest_plot_keeps_each_number_with_its_study_and_group() -> None:
    raw = f"""\
{PROSE}

Study or Subgroup Events Total Events Total Weight M-H, Fixed, 95% CI

1.1 Na 6 weken

Smit 2014 (1) 12 40 18 41 60.1% 0.68 [0.38, 1.23]

Bos 2018 (2) 5 22 6 20 39.9% 0.76 [0.27, 2.10]

Subtotal (95% CI) 62 61 100.0% 0.71 [0.42, 1.18]

Heterogeneity: Chi2 = 0.04, df = 1 (P = 0.85); I2 = 0%

0.2 0.5 1 2 5
"""
    first, second, total, mixed = texts(raw, "row")
    assert first == (
        "| 1.1 Na 6 weken | Study or Subgroup: Smit 2014 (1) | Events: 12 | Total: 40 | Events: 18 "
        "| Total: 41 | Weight: 60.1% | M-H, Fixed, 95% CI: 0.68 [0.38, 1.23] |"
    )
    assert "Bos 2018 (2)" in second
    assert total == "| 1.1 Na 6 weken | Subtotal (95% CI) 62 61 100.0% 0.71 [0.42, 1.18] |"
    assert mixed.startswith("| 1.1 Na 6 weken | Heterogeneity: Chi2 = 0.04,")
    assert texts(raw, "figure") == ["0.2 0.5 1 2 5"]


def test_heads_that_cannot_be_told_apart_stay_with_each_row() -> None:
    table = "Studie Pijn na 6 weken Pijn na 1 jaar\n\nSmit 12 18\n\nBos 5 6"
    raw = f"{PROSE}\n\nTabel 3 Uitkomsten\n\n{table}\n\n{MORE}"
    assert texts(raw, "row") == [
        "| Studie Pijn na 6 weken Pijn na 1 jaar | Smit 12 18 |",
        "| Studie Pijn na 6 weken Pijn na 1 jaar | Bos 5 6 |",
    ]


def test_a_table_of_cells_without_structure_stays_together() -> None:
    raw = f"{PROSE}\n\nTabel 1\nStappen bij pijn\nStap\n1\nrust\n2\n400 mg\n\n{MORE}"
    assert said(raw)[1:3] == [
        ("caption", "Tabel 1 Stappen bij pijn"),
        ("figure", "Stap | 1 | rust | 2 | 400 mg"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Middel\tDosis\tBijwerking\nNaproxen\t2 dd 500 mg\tmaagpijn\nColchicine\t0,5 mg\tdiarree",
        "| Middel | Dosis | Bijwerking |\n|---|---|---|\n| Naproxen | 2 dd 500 mg | maagpijn |\n"
        "| Colchicine | 0,5 mg | diarree |",
        "Middel       Dosis         Bijwerking\nNaproxen     2 dd 500 mg   maagpijn\n"
        "Colchicine   0,5 mg        diarree",
    ],
)
def test_cells_that_came_apart_are_rows_with_heads(table: str) -> None:
    assert texts(f"{PROSE}\n\n{table}\n\n{MORE}", "row") == [
        "| Middel: Naproxen | Dosis: 2 dd 500 mg | Bijwerking: maagpijn |",
        "| Middel: Colchicine | Dosis: 0,5 mg | Bijwerking: diarree |",
    ]


def test_effects_in_a_figure_stay_in_order() -> None:
    raw = f"{PROSE}\n\n↓ pijn (rug)\n= kracht\n\n↑ slaap\n\n{MORE}"
    assert texts(raw, "figure") == ["↓ pijn (rug) | = kracht | ↑ slaap"]


@pytest.mark.parametrize(
    "raw",
    [
        "Tabel 1 laat zien dat de pijn in beide groepen even snel afnam.",
        "Dat is ook te zien in\nfiguur 2. De pijn nam in beide groepen af.",
        "Van de deelnemers was een derde man (n = 12) en twee derde vrouw (n = 24).",
        "In 2019 waren er 3 studies met 12, 14 en 16 weken behandeling.",
    ],
)
def test_a_sentence_on_a_figure_is_text(raw: str) -> None:
    assert said(raw) == [("paragraph", raw.replace("\n", " "))]


def test_a_caption_is_there_once() -> None:
    raw = f"{PROSE}\n\nTabel 1\nOorzaken van rugpijn\n\nTabel 1 | Oorzaken van rugpijn\n\n{MORE}"
    assert texts(raw, "caption") == ["Tabel 1 Oorzaken van rugpijn"]


@pytest.mark.parametrize(
    "note",
    [
        "* Bij een afkapwaarde van 60 seconden.",
        "*p < 0,05",
        "† Alleen gemeten na 12 weken.",
        "¹ Gemeten met een vragenlijst.",
        "2 De schaal loopt van 0 tot 10 en hoger is erger.",
    ],
)
def test_a_footnote_is_a_note(note: str) -> None:
    assert texts(f"{PROSE} Dat meet men met een schaal.2 {MORE}\n\n{note}", "note") == [note]


def test_a_number_that_no_word_carries_opens_no_note() -> None:
    assert texts(f"{PROSE}\n\n3 Deelnemers vielen uit in de eerste week.", "note") == []


@pytest.mark.parametrize(
    "entries",
    [
        ["1. Smit A, Bos B. Pijn. Spine. 2015;12:34-9.", "2. Vries C de. Rug. Utrecht; 2011."],
        ["1 Smit A, Bos B. Pijn. Ned Tijdschr. 2015;12:34-9.", "2 Vries C de. Rug. Utrecht; 2011."],
        ["[1] Smit A. Pijn. 2015;12:34-9.", "[2] Vries C de. Rug. Utrecht; 2011."],
        ["Smit A, Bos B. Pijn bij\n  ouderen. Ned Tijdschr. 2015;12:34-9.",
         "van der Berg K. Handboek voor de\n  rug. Utrecht: De Tijdstroom; 2011."],
        ["Bos, B., & Smit, A. (2015). Pijn. Spine, 3(2), 12-19.", "Smit, A. (2011). Rug. Utrecht."],
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "heading", ["Literatuur", "References", "5. Referenties", "Bronvermelding"]
)
def test_a_reference_list_has_a_block_for_each_entry(entries: list[str], heading: str) -> None:
    raw = f"{PROSE}\n\n{heading}\n" + "\n".join(entries) + f"\n\nContact\n\n{PROSE}"
    assert texts(raw, "reference") == [" ".join(entry.split()) for entry in entries]
    assert said(raw)[-1] == ("paragraph", PROSE)


# Furniture


@pytest.mark.parametrize(
    "line",
    [
        "Download PDF",
        "Lees verder »",
        "Deel dit artikel",
        "Facebook Twitter LinkedIn",
        "Home > Klachten > Rugpijn",
        "Inloggen",
        "Skip to main content",
        "Schrijf u nu in voor onze gratis nieuwsbrief!",
        "Wij gebruiken cookies om de site te verbeteren.",
        "© 2024 Voorbeeldkliniek. Alle rechten voorbehouden.",
        "Bestel hier voor € 3,50 het nummer als PDF.",
        "Wilt u het hele artikel als PDF ontvangen?",
        "Met deze toets verdient u 2 accreditatiepunten.",
        "Dit artikel is geaccrediteerd voor 1 punt nascholing.",
        "Test uw kennis met de onlinetoets.",
        "Pagina 3 van 12",
        "Inleiding ................ 3",
        "HANDEN & VOETEN 62 (9) SEPTEMBER 2019 23",
        "»",
        "Advertentie\nNu 20% korting op alle kussens.",
    ],
)
def test_furniture_is_dropped(line: str) -> None:
    assert said(f"{PROSE}\n\n{line}\n\n{MORE}") == [("paragraph", PROSE), ("paragraph", MORE)]


@pytest.mark.parametrize(
    "line",
    [
        "Lees de bijsluiter voordat u begint.",
        "Volg het stappenplan van de richtlijn.",
        "Test de reflexen en de kracht van beide benen.",
        "Schrijf alleen een pijnstiller voor als bewegen niet lukt.",
        "Bekijk de rug van opzij en van achteren.",
        "Meld koorts boven 38,5 °C direct.",
        "Het bloed werd in een geaccrediteerd laboratorium onderzocht.",
        "De test van Lasègue telt alleen als punt bij uitstraling.",
        "Nascholing van huisartsen gaf minder verwijzingen.",
        "Deel de dosis over de dag.",
        "Print de oefeningen op groot papier.",
        "Contact: 010 - 123 45 67, op werkdagen van 9 tot 12 uur.",
        "Gratis hulp bij stoppen met roken vergroot de kans op herstel.",
    ],
)
def test_a_sentence_on_content_is_kept(line: str) -> None:
    assert ("paragraph", line) in said(f"{PROSE}\n\n{line}\n\n{MORE}")


def test_a_sentence_of_furniture_is_cut_off_its_paragraph() -> None:
    assert said(f"{PROSE} Lees het hele artikel in het archief.") == [("paragraph", PROSE)]


def test_links_to_other_pages_are_dropped_and_the_heading_after_them_is_not() -> None:
    raw = f"{PROSE}\n\nLees ook\n\nNekpijn en werk\nHernia\n\nBeleid\n\n{MORE}\n\nOok interessant"
    assert headings(raw) == [(2, "Beleid")]
    assert texts(raw, "paragraph") == [PROSE, MORE]


WRAPPED = [
    "De pijn begint vaak plotseling en zit laag in de",
    "rug, soms met uitstraling naar een van de benen.",
    "Meestal is er geen duidelijke aanleiding voor de",
    "klachten en is verder onderzoek ook niet nodig.",
    "Blijf in beweging en werk door zolang dat lukt en",
]


def test_running_heads_and_page_numbers_amid_sentences_are_dropped() -> None:
    page = "\n".join(WRAPPED)
    raw = "\n\n".join(f"{page}\n\n{number}\n\nHandboek Rug" for number in (7, 8, 9))
    raw += "\n\nneem zo nodig rust."
    assert not {"7", "8", "9", "Handboek Rug"} & {text for _, text in said(raw)}
    assert not any("Handboek" in text for _, text in said(raw))


def test_heads_and_feet_of_pages_are_dropped() -> None:
    head = "Handboek Rug | 2021"
    first, second = WRAPPED, ["neem zo nodig rust.", *reversed(WRAPPED[:4])]
    pages = [f"{head}\n" + "\n".join(page) for page in (first, second)]
    found = blocks(f"{pages[0]}\n12\f{pages[1]}\n13")
    assert found[0].text.place(0) == Place(1, len(head) + 1)
    assert found[0].text.string.count("lukt en\nneem zo nodig rust.") == 1
    assert not any("Handboek" in b.text.string or b.text.string.endswith("13") for b in found)


def test_cells_and_headings_that_come_back_are_kept() -> None:
    part = f"Aanbeveling\n\n{PROSE} {MORE}\n\nOverwegingen\n\n{MORE} {PROSE}\n\n"
    assert len(headings(part * 4)) == 8
    cells = f"{PROSE}\n\nFiguur 1 Opzet\n\n" + "Lumbale\nmanipulatie\n\n" * 5 + MORE
    assert " | ".join(texts(cells, "figure")).count("Lumbale") == 5


@pytest.mark.parametrize("cell", ["x", "OK", "+", "−", "=", "***", "+++", "ja", "n.v.t."])
def test_a_cell_that_looks_like_a_button_is_kept(cell: str) -> None:
    raw = f"{PROSE}\n\nTabel 1 Uitkomsten\n\nPijn\n\n{cell}\n\nKracht\n\n12 18\n\n{MORE}"
    assert cell in " ".join(text for _, text in said(raw)).split()


def test_a_lone_number_in_a_table_is_kept() -> None:
    raw = f"{PROSE}\n\nTabel 1 Kenmerken\n\nLeeftijd\n\n54\n\nDuur\n\n12\n\n{MORE}"
    assert texts(raw, "figure") == ["Leeftijd | 54 | Duur | 12"]


# Whole texts


COLUMNS = """\
                   Schouderpijn na een beroerte

Veel mensen krijgen na een beroerte pijn in de      Methode
schouder. De pijn ontstaat meestal in de eerste     Wij zochten in twee databanken naar studies
maanden. Vaak speelt een verminderde spierspan-     over pijn in de schouder. Twee beoordelaars
ning een rol, maar ook een verkeerde houding in     lazen elk artikel. In totaal vonden we 14
bed of in de rolstoel kan de klachten erger         studies met 862 patiënten. Oefenen gaf na drie
maken.                                              maanden iets minder pijn (-0,8; -1,4 tot -0,2).
"""


def test_columns_side_by_side_are_read_one_after_the_other() -> None:
    kinds, found = zip(*said(COLUMNS), strict=True)
    assert kinds == ("heading", "paragraph", "heading", "paragraph")
    assert found[1].endswith("kan de klachten erger maken.")
    assert found[2] == "Methode"
    assert found[3].endswith("minder pijn (-0,8; -1,4 tot -0,2).")


LEAFLET = """\
PATIËNTENINFORMATIE

Een injectie in de schouder

Wat is een injectie?
Bij een injectie spuit de arts een medicijn in de
schouder. Het medicijn remt de ontsteking en daarmee
de pijn.

Voorbereiding
Gebruikt u bloedverdunners? Meld dat dan vooraf aan uw
arts.
Neem mee:
* uw identiteitsbewijs
* iemand die u naar huis
  kan brengen

3

PATIËNTENINFORMATIE

Na de behandeling
De eerste twee dagen kan de pijn erger worden. Dat is
normaal. U mag de arm gewoon ge-
bruiken, maar til de eerste week niet meer dan

4

PATIËNTENINFORMATIE

vijf kilo. Bel de polikliniek als u:
- koorts krijgt boven 38,5 °C;
- niet kunt slapen van de pijn.

5
"""


def test_a_leaflet() -> None:
    assert headings(LEAFLET) == [
        (1, "Een injectie in de schouder"),
        (2, "Wat is een injectie?"),
        (2, "Voorbereiding"),
        (2, "Na de behandeling"),
    ]
    assert texts(LEAFLET, "item")[1:3] == [
        "- iemand die u naar huis kan brengen",
        "- koorts krijgt boven 38,5 °C;",
    ]
    whole = "De eerste twee dagen kan de pijn erger worden. Dat is normaal. U mag de arm gewoon "
    assert whole + (
        "gebruiken, maar til de eerste week niet meer dan vijf kilo. Bel de polikliniek als u:"
    ) in texts(LEAFLET, "paragraph")


GUIDELINE = """\
Richtlijn Carpaletunnelsyndroom

Inhoud
1 Inleiding ........................ 3
2.1 Anamnese ....................... 5

1 Inleiding

Het carpaletunnelsyndroom (CTS) is een veelvoorkomende
beknelling van een zenuw in de pols.

2 Diagnostiek

2.1 Anamnese

Vraag naar tintelingen in de eerste drie vingers, vooral 's
nachts.

Aanbeveling

1. Stel de diagnose op grond van anamnese en onderzoek.
2. Vraag alleen een EMG aan bij twijfel of voor een operatie.
   Herhaal het onderzoek niet binnen 6 maanden.

2.2 Lichamelijk onderzoek

Tabel 2 Testeigenschappen van provocatietesten
Test Sensitiviteit Specificiteit
Phalen 0,68 (0,59-0,77) 0,73 (0,65-0,80)
Durkan 0,64 0,83

* Bij een afkapwaarde van 60 seconden.

De tests hebben elk op zich weinig waarde.1 Een combinatie van
positieve tests maakt de diagnose waarschijnlijker, zeker als de

Figuur 1 Stroomdiagram diagnostiek CTS

Patiënten verwezen
(n = 120)

Geen klachten meer

(n = 18)

1 In de oorspronkelijke studies was de referentietest een EMG.

klachten langer dan zes weken bestaan.

3 Behandeling

Een nachtspalk is de eerste keuze bij milde klachten.
"""


def test_a_guideline() -> None:
    assert headings(GUIDELINE) == [
        (1, "Richtlijn Carpaletunnelsyndroom"),
        (2, "1 Inleiding"),
        (2, "2 Diagnostiek"),
        (3, "2.1 Anamnese"),
        (4, "Aanbeveling"),
        (3, "2.2 Lichamelijk onderzoek"),
        (2, "3 Behandeling"),
    ]
    assert (
        texts(GUIDELINE, "row")[1] == "| Test: Durkan | Sensitiviteit: 0,64 | Specificiteit: 0,83 |"
    )
    assert texts(GUIDELINE, "figure") == [
        "Patiënten verwezen (n = 120) | Geen klachten meer (n = 18)"
    ]
    assert len(texts(GUIDELINE, "note")) == 2
    assert any(
        text.endswith("zeker als de klachten langer dan zes weken bestaan.")
        for text in texts(GUIDELINE, "paragraph")
    )


WEB = """\
Direct naar inhoud
Menu
Home > Klachten > Hoofdpijn
Spanningshoofdpijn
Deel dit artikel
Spanningshoofdpijn voelt als een knellende band om het hoofd. De pijn is meestal aan beide kanten en wordt niet erger van traplopen. De meeste mensen hebben er een paar keer per jaar last van; bij ongeveer 3% komt de pijn op meer dan 15 dagen per maand voor.
Wat kunt u zelf doen?
Beweeg elke dag minstens een half uur en wissel zittend werk af met staan of lopen. Gebruik op niet meer dan 10 dagen per maand pijnstillers, omdat de hoofdpijn anders juist door de medicijnen kan blijven bestaan.
Advertentie
Nu 20% korting op alle hoofdkussens! Bestel vandaag nog.
Wanneer belt u de huisarts?
Bel direct bij plotselinge, zeer heftige hoofdpijn, bij hoofdpijn met koorts en een stijve nek, of als u minder kracht in een arm of been hebt. Maak een afspraak als de hoofdpijn in de loop van weken erger wordt.
• Bij een val op het hoofd
Was deze informatie nuttig?
Ja
Nee
Lees ook
Migraine
Schrijf je in voor onze nieuwsbrief
"""  # noqa: E501


def test_a_web_page_without_empty_lines() -> None:
    kinds = [kind for kind, _ in said(WEB)]
    assert kinds == ["heading", "paragraph"] * 3 + ["item"]
    assert headings(WEB) == [
        (1, "Spanningshoofdpijn"),
        (2, "Wat kunt u zelf doen?"),
        (2, "Wanneer belt u de huisarts?"),
    ]


LETTER = """\
Van: dr. P. Bakker <p.bakker@ziekenhuis.example>
Aan: huisartsenpraktijk De Linde
Datum: 12 maart 2024 10:15
Onderwerp: uw patiënt met heupklachten

Geachte collega,

Hierbij bericht ik u over uw patiënte, die ik op 11 maart zag
vanwege pijn in de rechterlies. Op de foto is een matige artrose
te zien (Kellgren en Lawrence graad 2).

Beleid:
- oefentherapie, 12 weken
- paracetamol 3 dd 1000 mg zo nodig

Met vriendelijke groet,
P. Bakker
"""


def test_a_letter() -> None:
    assert headings(LETTER) == []
    assert texts(LETTER, "paragraph")[2:6] == [
        "Datum: 12 maart 2024 10:15",
        "Onderwerp: uw patiënt met heupklachten",
        "Geachte collega,",
        "Hierbij bericht ik u over uw patiënte, die ik op 11 maart zag vanwege pijn in de "
        "rechterlies. Op de foto is een matige artrose te zien (Kellgren en Lawrence graad 2).",
    ]
    assert texts(LETTER, "item") == [
        "- oefentherapie, 12 weken",
        "- paracetamol 3 dd 1000 mg zo nodig",
    ]


TRANSCRIPT = """\
Gesprek over knieklachten

Arts: Goedemorgen, wat kan ik voor u doen?
Patiënt: Ik heb al drie weken pijn aan mijn knie, vooral bij het
opstaan uit een stoel. Traplopen gaat ook moeilijk.
Arts: Is de knie dik of rood geweest?
Patiënt: Nee, dik niet.
"""


def test_a_transcript_has_a_paragraph_for_each_turn() -> None:
    assert headings(TRANSCRIPT) == [(1, "Gesprek over knieklachten")]
    assert texts(TRANSCRIPT, "paragraph") == [
        "Arts: Goedemorgen, wat kan ik voor u doen?",
        "Patiënt: Ik heb al drie weken pijn aan mijn knie, vooral bij het opstaan uit een stoel. "
        "Traplopen gaat ook moeilijk.",
        "Arts: Is de knie dik of rood geweest?",
        "Patiënt: Nee, dik niet.",
    ]


DENSE = """\
Resultaten

Van de 96 deelnemers rondden er 88 het onderzoek af. De pijn nam in
beide groepen af, maar in de oefengroep duidelijk
meer
17
Tijdschrift voor Handtherapie | jaargang 4
dan in de controlegroep. Na een jaar was het verschil niet meer
Figuur 2. Pijn op een schaal van 0 tot 10, per groep en per meting
10
5
0
Start 6 weken 12 weken 52 weken
Oefengroep Controlegroep
aantoonbaar. Er traden geen ernstige bijwerkingen op.
Tabel 3. Uitkomsten na 12 weken
Oefengroep (n = 48) Controlegroep (n = 48)
Pijn (0-10) 3,1 (1,9) 4,6 (2,2)
Knijpkracht, kg 21,4 (6,0) 18,9 (5,7)
Discussie
In dit onderzoek gaf oefenen op korte termijn minder pijn dan
afwachten. Dat komt overeen met eerder werk.
"""


def test_a_paste_without_empty_lines() -> None:
    assert headings(DENSE) == [(2, "Resultaten"), (2, "Discussie")]
    first, last = texts(DENSE, "paragraph")
    assert first == (
        "Van de 96 deelnemers rondden er 88 het onderzoek af. De pijn nam in beide groepen af, "
        "maar in de oefengroep duidelijk meer dan in de controlegroep. Na een jaar was het "
        "verschil niet meer aantoonbaar. Er traden geen ernstige bijwerkingen op."
    )
    assert last.startswith("In dit onderzoek gaf oefenen")
    assert len(texts(DENSE, "row")) == 2


@pytest.mark.parametrize("raw", [COLUMNS, LEAFLET, GUIDELINE, WEB, LETTER, TRANSCRIPT, DENSE])
def test_no_sentence_is_lost_and_none_is_there_twice(raw: str) -> None:
    """Every letter of a long line stands in one block, save furniture."""
    seen = [0] * len(raw)
    for block in blocks(raw):
        if block.kind == "row":
            continue  # column heads stand in every row
        for at in range(len(block.text)):
            place = block.text.place(at)
            if place is not None:
                seen[place.character] += 1
    assert max(seen) == 1
    at = 0
    for line in raw.split("\n"):
        if len(line) > 45 and line.endswith(".") and "korting" not in line:
            assert all(seen[at + n] for n, char in enumerate(line) if not char.isspace()), line
        at += len(line) + 1


# Bad input takes bounded time


@pytest.mark.parametrize(
    "raw",
    [
        "-" * 300_000 + " a",
        "a-\n" * 20_000,
        "(" * 300_000,
        ". " * 100_000 + "x",
        "\n" * 500_000 + "a",
        " " * 500_000 + "a",
        "Zenuw 5\n\n" * 10_000,
        "Pijn          3,2         4,5\n" * 5_000,
        "- een\n" * 10_000,
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_odd_text_is_read_in_linear_time(raw: str) -> None:
    assert blocks(raw)
