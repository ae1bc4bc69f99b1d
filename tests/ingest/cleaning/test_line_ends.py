import pytest

from tests.ingest.cleaning.blocks import text


@pytest.mark.parametrize(
    ("raw", "whole"),
    [
        ("ontste-\nking", "ontsteking"),
        ("ontste-\n   king", "ontsteking"),
        ("Onder-\nzoek", "Onderzoek"),
        ("radiculo-\npathie", "radiculopathie"),
        ("zenuwwortel-\nblokkade", "zenuwwortelblokkade"),
        ("wervelfrac-\nturen", "wervelfracturen"),
        ("anti-in-\nflammatoir", "anti-inflammatoir"),
        ("oefen-\nther-\napie", "oefentherapie"),
        ("lange-\ntermijneffect", "langetermijneffect"),
        ("post-\noperatief", "postoperatief"),
        ("anti-\noxidanten", "antioxidanten"),
        ("ex-\ntensie", "extensie"),
        ("niet-\nig", "nietig"),
        ("muse-\num", "museum"),
        ("LAGE RUG-\nPIJN", "LAGE RUGPIJN"),
        ("McKen-\nzie", "McKenzie"),
    ],
)
def test_a_broken_word_is_joined(raw: str, whole: str) -> None:
    assert text(f"Bij {raw}, ook later") == f"Bij {whole}, ook later"


@pytest.mark.parametrize(
    "halves",
    [
        "pro-\ninflammatoire",
        "C-\nreactief",
        "X-\nbenen",
        "NSAID-\ngebruik",
        "hsCRP-\nwaarde",
        "MRI-\nscan",
        "niet-\nNederlands",
        "niet-\nspecifieke",
        "non-\nneurale",
        "ex-\npatiënt",
        "auto-\nimmuun",
        "zee-\neend",
        "meta-\nanalyse",
        "psycho-\neducatie",
        "micro-\norganisme",
        "operatie-\nindicatie",
        "nek-\nschouderklachten",
        "medisch-\nspecialistische",
        "follow-\nup",
        "in-\nvitro",
        "Biering-\nSørensen",
        "gz-\npsycholoog",
        "kwaliteit-van-\nleven",
        "TNF-\nα",
        "β-\nendorfine",
        "IL-\n10",
        "L4-\nL5",
        "HLA-\nB27",
        "10-\n20",
        "1-\njaars",
    ],
)
def test_a_real_hyphen_stays(halves: str) -> None:
    assert text(f"Bij {halves}, ook later") == f"Bij {halves}, ook later".replace("\n", "")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("huisarts-\nen fysiotherapiepraktijken", "huisarts- en fysiotherapiepraktijken"),
        ("nek-\nof rugpijn", "nek- of rugpijn"),
        ("rug-\ndan wel nekpijn", "rug- dan wel nekpijn"),
        ("arm-\nen/of beenpijn", "arm- en/of beenpijn"),
        ("twee-\ntot driemaal", "twee- tot driemaal"),
        ("zenuw-\nc.q. spierpijn", "zenuw- c.q. spierpijn"),
        ("nek-, rug-\nen kniepijn", "nek-, rug- en kniepijn"),
        ("nek-,\nrug- en kniepijn", "nek-, rug- en kniepijn"),
        ("pro- en anti-\ninflammatoir", "pro- en anti-inflammatoir"),
        ("rug-\n(en nek)klachten", "rug- (en nek)klachten"),
        ("de hel-\nmen en het se-\ndan", "de helmen en het sedan"),
    ],
)
def test_a_suspended_hyphen_keeps_its_space(raw: str, line: str) -> None:
    assert text(f"Bij {raw}.") == f"Bij {line}."


@pytest.mark.parametrize(
    ("halves", "elsewhere", "whole"),
    [
        ("bio-\npsychosociaal", "Het bio-psychosociale model.", "bio-psychosociaal"),
        ("bio-\npsychosociaal", "Het biopsychosociale model.", "biopsychosociaal"),
        ("auto-\nimmuun", "Bij autoimmuun lijden.", "autoimmuun"),
        ("samplesize-\nberekening", "De samplesize-berekening.", "samplesize-berekening"),
        ("neuro-\nimmuun", "Een neuro-immuunsysteem.", "neuro-immuun"),
        ("rug-\npijn", "Rug-pijn of rugpijn of rugpijn.", "rugpijn"),
    ],
)
def test_the_document_says_how_a_word_is_written(halves: str, elsewhere: str, whole: str) -> None:
    assert text(f"Bij {halves}, ook", elsewhere) == f"Bij {whole}, ook"


@pytest.mark.parametrize(
    ("halves", "whole"),
    [
        ("pati-\nenten", "patiënten"),
        ("pati-\nënten", "patiënten"),
        ("coëffici-\nent", "coëfficiënt"),
        ("be-\ninvloeden", "beïnvloeden"),
        ("co-\nordinatie", "coördinatie"),
        ("co-\noperatie", "coöperatie"),
    ],
)
def test_the_diaeresis_that_a_line_end_took_off_is_back(halves: str, whole: str) -> None:
    assert text(f"Bij {halves}, ook") == f"Bij {whole}, ook"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("neuro- immuunresponsen", "neuro-immuunresponsen"),
        ("anti- inflammatoire", "anti-inflammatoire"),
        ("MSK- onderzoek", "MSK-onderzoek"),
        ("verminde- ring", "vermindering"),
    ],
)
def test_a_line_end_that_became_a_space_goes_too(raw: str, line: str) -> None:
    others = ["Een neuro-immuunrespons. Een neuro-immuunsysteem."]
    assert text(f"Bij {raw} is dat zo.", *others) == f"Bij {line} is dat zo."


@pytest.mark.parametrize(
    "line",
    [
        "Rug- en nekpijn, pro- en anti-inflammatoir.",
        "De rug- of nekpijn, oefen- dan wel fysiotherapie.",
        "Zowel rug- als nekpijn.",
        "Bij rug- nek- en schouderpijn.",
        "Een schaal van 0- tot 10-punts.",
        "De zenuwwortel - los streepje - blijft.",
        "Een nek- onbekendwoord blijft.",
    ],
)
def test_a_hyphen_within_a_line_that_is_meant_stays(line: str) -> None:
    assert text(line) == line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("waarde β=-\n0,21 en", "waarde β=-0,21 en"),
        ("interval [-\n7.61, 2.20]", "interval [-7.61, 2.20]"),
        ("van 20-\n35,4% of", "van 20-35,4% of"),
        ("rust -\nen bewegen", "rust - en bewegen"),
        ("interleukine(IL)-\n10 en", "interleukine(IL)-10 en"),
        ("na 3–\n6 maanden", "na 3–6 maanden"),
        ("van L4–\nL5 tot", "van L4–L5 tot"),
        ("een winst van −\n7,61 punt", "een winst van −7,61 punt"),
        ("bij rust –\nook kort", "bij rust – ook kort"),
        ("rust –\n6 weken", "rust – 6 weken"),
    ],
)
def test_a_minus_and_a_range_survive_a_line_end(raw: str, line: str) -> None:
    assert text(raw) == line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("de pijn\nin de rug", "de pijn in de rug"),
        ("de pijn  \n   in de rug", "de pijn in de rug"),
        ("de pijn\n\nin de rug", "de pijn in de rug"),
        ("\nde pijn\n", "de pijn"),
        ("serum/\nspeeksel en en/\nof", "serum/speeksel en en/of"),
        ("in de rug\npijn", "in de rug pijn"),
        ("12\n34", "12 34"),
    ],
)
def test_a_line_end_is_one_space(raw: str, line: str) -> None:
    assert text(raw, "Rugpijn. De rugpijn is rugpijn.") == line


def test_a_word_that_lost_its_hyphen_at_a_line_end_is_whole_where_the_document_shows_it() -> None:
    raw, whole = "Het neuro-immuun\nsysteem", "Het neuro-immuunsysteem"
    assert text(raw, whole) == whole
    assert text(raw, "Een neuro-immuun verband.", whole) == "Het neuro-immuun systeem"
    assert text(raw, "De neuro-immuunreacties.") == "Het neuro-immuun systeem"
    line = "De discusprotrusie\nen de rug."
    assert text(line, "Discusprotrusieen.") == line.replace("\n", " ")


@pytest.mark.parametrize(
    ("raw", "whole"),
    [
        ("radiculopathie- \ngroepen", "radiculopathie-groepen"),
        ("belasting- \nbelastbaarheid", "belasting-belastbaarheid"),
        ("gewrichts- \nen zenuwmobilisatie", "gewrichts- en zenuwmobilisatie"),
        ("in- \nvitro", "in-vitro"),
        ("behan- \ndeling", "behandeling"),
        ("pati- \nenten", "patiënten"),
    ],
)
def test_a_hyphen_with_a_space_behind_it_was_typed(raw: str, whole: str) -> None:
    others = "De oefen-\ntherapie, de bewe-\nging."
    assert text(f"Bij {raw}, ook", others) == f"Bij {whole}, ook"


def test_where_every_line_ends_in_a_space_it_says_nothing() -> None:
    raw = "De radiculo- \npathie, de radiculopathie- \ngroepen en de bewe- \nging."
    assert text(raw) == "De radiculopathie, de radiculopathiegroepen en de beweging."


def test_a_part_of_a_hyphened_word_is_no_proof_of_how_a_word_is_written() -> None:
    halves = "De coëffici-\nent is laag."
    assert text(halves, "Een beta-coëfficient.") == "De coëfficiënt is laag."
    assert text(halves, "Een coëfficient.") == "De coëfficient is laag."
