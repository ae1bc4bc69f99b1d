import pytest

from ingest.cleaning import clean
from ingest.schema import Block, Mark
from ingest.text import Text
from tests.ingest.cleaning.blocks import MARKED, cleaned, paragraph, text


@pytest.mark.parametrize(
    ("raw", "line", "numbers"),
    [
        ("De pijn.2,18 Dat", "De pijn.| Dat", "2,18"),
        ("Een interventie19,21 bij", "Een interventie| bij", "19,21"),
        ("te activeren.23 Dat", "te activeren.| Dat", "23"),
        ("te activeren.23", "te activeren.|", "23"),
        ("te activeren.15-17,30,31\nDat", "te activeren.| Dat", "15-17,30,31"),
        ("(IL-6, rode bloedcellen).11,13 Dat", "(IL-6, rode bloedcellen).| Dat", "11,13"),
        ("in serum IL-1β.41,52 Dat", "in serum IL-1β.| Dat", "41,52"),
        ("de interventies1 en", "de interventies| en", "1"),
        ("oefentherapie9, rust", "oefentherapie|, rust", "9"),
        ("de medicatie.[2] Dat", "de medicatie.| Dat", "2"),
        ("de nekpijn[3,4] en", "de nekpijn| en", "3,4"),
        ("omdat het laag is.21 De", "omdat het laag is.| De", "21"),
        ("in-vitro2 volbloed", "in-vitro| volbloed", "2"),
        ("bij 67%.5 Ook", "bij 67%.| Ook", "5"),
        ("is dat zo?3 Ja", "is dat zo?| Ja", "3"),
        ("de ‘rode vlaggen’.4 Dat", "de ‘rode vlaggen’.| Dat", "4"),
        ("op een MRI.12 Dat", "op een MRI.| Dat", "12"),
        ("volgens Peters et al.5 Dat", "volgens Peters et al.| Dat", "5"),
        ("bij spondyloartritis5 is", "bij spondyloartritis| is", "5"),
        ("in de rug4 en", "in de rug| en", "4"),
        ("tegen pijn.¹² De", "tegen pijn.| De", "12"),
        ("tegen pijn²⁻⁴ en", "tegen pijn| en", "2-4"),
        ("door NSAID’s.9 Let", "door NSAID’s.| Let", "9"),
        ("de pijn-\nklachten.7 Dat", "de pijnklachten.| Dat", "7"),
    ],
)
def test_a_reference_mark_comes_off(raw: str, line: str, numbers: str) -> None:
    block = cleaned(raw)
    at = line.index("|")
    assert block.text.string == line.replace("|", "")
    assert block.marks == (Mark(at, numbers),)


@pytest.mark.parametrize(
    "line",
    """
    β=0.70 en d=0.54 met I2<40% (P = 0.95)
    −7.61 [−13.03, −2.20] en −59
    40,9 per 1000 en 20-35,4% van 13.000
    IL-10, T4, TLR4, L4/L5, L5-S1, HLA-B27, CRPS-1 en CRPS1
    TNF-α, D7038, vitamine B12, D3, COX-2, PGE2, CO2, H2 en O2
    SF-36, SF36, NRS7, VAS3, nrs7, sf36, cox2, eq5d, hba1c en p38
    25 kg/m2, mg2, cm2, m2, cm², m², 10⁵, χ²=3,2, I² en R²
    p<0.001, 0.05, 1.000, 2.483, 4.801, 3.5 en 5.12 keer
    versie 2.1, versie2.1, art.4, p.12, nr.5, blz.7 en Fig.2
    max.10 dagen, gem.5 dagen, vs.3, ca.5 en o.b.v.3 studies
    op 12.03.2021 om 08:00, in 2015.
    rond 2019. Daarna 1e, 2e en 3de lijn
    graad3, fase3, tabel1, Tabel1, type2, stadium3, week12 en top10
    interleukine6, omega3, factor5, vitamine12, covid19 en caspase3
    bij5 van10 tot12 met3 per1000 en ongeveer20
    dosering5 mg en tabletten3 keer, 5ml, 10mg, 3x
    mediaan 3 [1-5] en leeftijd 54 [34-45], (IQR) [34-45]
    doi:10.1234/rug.327.7410.3 en 10.1097/PR9.0000000000000927
    www.umc.nl/pagina12, p.jansen2@umc.nl en https://umc.nl/rug3
    2021;6(2):e927 en 2009;339:b3829
    Smit 2019 (5) 8.113 0.406 6 13.544 1.268 3 47.2%
    C7.2 en Th12, S1.2 Daarna
    (n=24 en n=60), (2) en (2,18)
    patiënt1 en patiënt2, interventie1 en interventie2
    pijn2,5% en de ratio2,5 keer
    CYP2D6, 5-HT3, Windows10 en mp3
    """.strip().splitlines(),
)
@pytest.mark.parametrize("others", [(), (MARKED,)], ids=["alone", "beside marks"])
@pytest.mark.parametrize("frame", ["{}", "De waarde {}", "Bij {} was dat zo.", "Zie {} De rug."])
def test_other_numbers_stay(line: str, others: tuple[str, ...], frame: str) -> None:
    raw = frame.format(line.strip())
    block = cleaned(raw, *others)
    assert (block.text.string, block.marks, block.mends) == (raw, (), ())


def test_more_of_a_list_behind_a_space_comes_off_too() -> None:
    block = cleaned("In 18 studies.15-17,30,31 28,35,41. Dat is veel.")
    assert block.text.string == "In 18 studies. Dat is veel."
    assert block.marks == (Mark(14, "15-17,30,31"), Mark(14, "28,35,41"))
    block = cleaned("Dat geeft pijn.2,24,\n32,49 Bij rust niet.")
    assert block.text.string == "Dat geeft pijn. Bij rust niet."
    assert [mark.numbers for mark in block.marks] == ["2,24", "32,49"]


def test_of_a_list_in_two_parts_both_come_off_or_none() -> None:
    block = cleaned("Dat bleek uit studies.47,48 28,35. Rust hielp niet.")
    assert block.text.string == "Dat bleek uit studies. Rust hielp niet."
    assert [mark.numbers for mark in block.marks] == ["47,48", "28,35"]
    for line in ["uit studies.47,48 35,28. Rust", "een score van vier studies.4 28,35. Rust"]:
        assert text(line) == line


def test_a_list_that_does_not_go_up_stays() -> None:
    assert text("Dat geeft pijn.18,2 Bij rust niet.") == "Dat geeft pijn.18,2 Bij rust niet."


def test_a_document_with_marks_makes_bolder() -> None:
    glued, between = "Dat was in 2019.4 Daarna niet.", "een ex-vivo1concentratie"
    assert text(glued) == glued
    assert text(between) == between
    assert text(glued, MARKED) == "Dat was in 2019. Daarna niet."
    block = cleaned(between, MARKED)
    assert block.text.string == "een ex-vivo concentratie"
    assert block.marks == (Mark(11, "1"),)


def test_a_document_that_names_authors_makes_careful() -> None:
    names = "Dat is zo (Jansen, 2015) en zo (Peters 2019) en zo (Smit, 2020). "
    line = "De pijn nam af.2 Daarna niet."
    assert text(line, names * 3) == line


def test_no_mark_is_beyond_the_reference_list() -> None:
    entries = [Block("reference", Text.read(f"{n}. Jansen A. Rugpijn.")) for n in range(1, 8)]
    blocks = clean([paragraph("De pijn nam af.7 Het was klasse.9 Daarna niet."), *entries])
    assert blocks[0].text.string == "De pijn nam af. Het was klasse.9 Daarna niet."


def test_marks_in_brackets_behind_a_space_need_a_document_full_of_them() -> None:
    line = "Dat helpt tegen pijn [2] en koorts."
    assert text(line) == line
    others = ["Rust helpt [1]. Bewegen helpt [3]. Slapen helpt [4,5]. Werken helpt [6]."]
    assert text(line, *others) == "Dat helpt tegen pijn en koorts."
    interval = "De mediaan was 3 [1-5] en de leeftijd 54 [34-45]."
    assert text(interval, *others) == interval


def test_reference_lists_and_figures_keep_their_numbers() -> None:
    for kind in ("reference", "figure"):
        assert cleaned("Spine.12 Rugpijn.3 Pijn4", kind=kind).marks == ()


def test_marks_come_off_a_heading() -> None:
    block = cleaned("Beloop van rugpijn1,2", kind="heading")
    assert (block.text.string, block.marks) == ("Beloop van rugpijn", (Mark(18, "1,2"),))
