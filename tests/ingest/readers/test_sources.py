"""The five source texts, which are no part of the project: facts on them, none of their sentences.

A pair of fragments of three words says that both stand in one block of a kind.
"""

from pathlib import Path

import pytest

from ingest.passages import sentences
from ingest.readers import plain
from ingest.schema import Block

PROJECT = Path(__file__).resolve().parents[3]
SOURCES = PROJECT.parent / "shared" / "sources"

pytestmark = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the source texts (../shared/sources) are not here"
)


@pytest.fixture(scope="module")
def sources() -> dict[str, list[Block]]:
    paths = [path for path in SOURCES.glob("*.txt") if path.is_file()]
    return {path.stem: plain.read(path, path.read_bytes()).blocks for path in paths}


def unwrapped(block: Block) -> str:
    return block.text.string.replace("-\n", "").replace("\n", " ")


HEADINGS = {
    "psychologische-interventies": [
        "1 Effect van psychologische interventies bij",
        "2 De impact van psychologische factoren",
        "2 Bronvermelding",
    ],
    "nekpijn-neuroimmuun": [
        "1 Systemische neuro-immuunrespons persisterende nekpijn en",
        "2 Methoden",
        "2 Resultaten",
        "2 Verschillen in neuro-immuunresponsen",
        "2 Associaties tussen neuro-immuunresponsen en klinische,",
        "2 Discussie",
        "2 Beperkingen en aanbevelingen",
        "2 Relevantie voor de (manuele)fysiotherapie",
    ],
    "mobilisatie-neuroimmuun": [
        "1 Neuro-immuunreacties na gewrichts- en zenuwmobilisatie",
        "2 Doel",
        "2 Methoden",
        "2 Resultaten",
        "2 Neuro-immuunreacties dierexperimenteel onderzoek",
        "2 Neuro-immuunreacties klinisch onderzoek",
        "2 Risk of bias dierexperimenteel onderzoek",
        "2 Risk of bias klinisch onderzoek",
        "2 Discussie",
        "2 Beperkingen en aanbevelingen",
        "2 Relevantie voor de fysiotherapie",
    ],
    "lagerugpijn-ntvg": [
        "1 Lagerugpijn",
        "2 Samenvatting",
        "2 Leerdoelen",
        "2 artikel",
        "2 Hoe vaak komt lagerugpijn voor?",
        "2 Wat zijn oorzaken van lagerugpijn?",
        "2 Diagnostiek",
        "2 Wat zijn de ‘red flags’",
        "2 Welk lichamelijk onderzoek moet ik",
        "2 Is laboratoriumdiagnostiek zinvol?",
        "2 Wanneer een foto of scan",
        "2 Verwijzing en behandeling",
        "2 Wat is de prognose van",
        "2 Wat zijn indicaties voor oefen-",
        "2 Bewijs voor effectiviteit van complementaire",
        "2 Wat is de beste medicamenteuze",
        "2 Hoe hou je patiënten met",
        "2 Chirurgische en anesthesiologische behandelopties",
        "2 Aspecifieke lagerugpijn",
        "2 Lagerugpijn door een specifieke oorzaak",
        "3 Lumbosacraal radiculair syndroom door discushernia",
        "3 Osteoporotische wervelfractuur",
        "3 Tumoren",
        "3 Spondylolisthesis",
        "3 Epiduraal abces",
        "3 Degeneratieve scoliose",
        "3 Lumbale wervelkanaalstenose",
        "2 Beschouwing",
        "2 Literatuur",
        "2 Auteursinformatie",
        "2 Belangenverstrengeling",
    ],
    "leidraad-lrs": [
        "2 Inleiding",
        "2 Definitie",
        "2 Incidentie en prevalentie",
        "2 Natuurlijk beloop",
        "2 Anamnese",
        "2 Rode vlaggen",
        "2 Lichamelijk onderzoek",
        "2 Samenvatting lichamelijk onderzoek",
        "2 Inspectie",
        "2 Actief bewegen",
        "2 Passief bewegen, orthopedisch en MSK-",
        "2 Neurologisch onderzoek",
        "2 Bewegingingsketens",
        "2 Onderzoek naar voorkeursbewegingen",
        "2 Pijnprovocatietesten",
        "2 MRI",
        "2 Diagnostische zenuwwortelblokkade",
        "2 MSK behandelingen en technieken",
        "2 Aanvullende behandelingen",
        "2 TESI - Transforaminale Epidurale steroid",
        "2 ESI - Epidurale en caudale",
        "2 McKenzie Model. Mechanical Diagnosis and",
        "2 Multidisciplinaire aanpak",
        "2 Fysiotherapie en oefentherapie",
        "2 Pulsed Radio Frequente behandeling (PRF)",
        "2 Psycholoog",
        "2 Mindfulnes, yoga, ontspanningstechnieken",
        "2 Orale Medicatie",
        "2 Chirurgie",
        "2 Conclusie",
    ],
}


@pytest.mark.parametrize("name", HEADINGS)
def test_the_sections_have_their_headings(sources: dict[str, list[Block]], name: str) -> None:
    """Level and first five words of each."""
    found = [
        f"{block.level} {' '.join(unwrapped(block).split()[:5])}"
        for block in sources[name]
        if block.kind == "heading"
    ]
    assert found == HEADINGS[name]


KINDS = {
    "psychologische-interventies": {"heading": 3, "paragraph": 7, "reference": 2},
    "nekpijn-neuroimmuun": {"heading": 8, "paragraph": 16},
    "mobilisatie-neuroimmuun": {"heading": 11, "note": 1, "row": 20},
    "lagerugpijn-ntvg": {"heading": 31, "item": 7, "caption": 4, "reference": 35, "figure": 0},
    "leidraad-lrs": {"heading": 30, "figure": 0, "row": 0, "item": 0, "caption": 0},
}


@pytest.mark.parametrize("name", KINDS)
def test_the_kinds_of_blocks(sources: dict[str, list[Block]], name: str) -> None:
    kinds = [block.kind for block in sources[name]]
    assert {kind: kinds.count(kind) for kind in KINDS[name]} == KINDS[name]


@pytest.mark.parametrize(
    ("name", "kind", "one", "other"),
    [
        ("mobilisatie-neuroimmuun", "paragraph", "samen te vatten,", "inzake de effectiviteit"),
        ("mobilisatie-neuroimmuun", "paragraph", "van de in-", "exclusiecriteria werden er"),
        ("mobilisatie-neuroimmuun", "paragraph", "bias tool is", "conform de ARRIVE"),
        ("mobilisatie-neuroimmuun", "paragraph", "astrocyten-activering", "(IL-1β, non-neurale"),
        ("mobilisatie-neuroimmuun", "caption", "Figuur 4", "afname na de"),
        ("mobilisatie-neuroimmuun", "caption", "Figuur 3", "Forest plots met"),
        ("mobilisatie-neuroimmuun", "figure", "handmatig zoeken", "(n = 0)"),
        ("mobilisatie-neuroimmuun", "figure", "redenen:", "n = 2, congres"),
        ("mobilisatie-neuroimmuun", "figure", "(n = 39)", "(n = 13, dierexperimenteel)"),
        ("mobilisatie-neuroimmuun", "row", "Song 2016 (7)", "Gemiddelde: 11.92"),
        ("mobilisatie-neuroimmuun", "row", "1.1.4 IL-10", "[3.46, 9.48]"),
        ("mobilisatie-neuroimmuun", "row", "1.1.2 Proliferatie", "Chi2 = 0.11"),
        ("nekpijn-neuroimmuun", "paragraph", "een recente", "systematische review met"),
        ("nekpijn-neuroimmuun", "paragraph", "met als doel", "en leefstijlfactoren."),
        ("nekpijn-neuroimmuun", "paragraph", "SPSS-versie 28.", "een significant verschil."),
        ("nekpijn-neuroimmuun", "paragraph", "ex-vivo en in", "indexen (Fig. 3"),
        ("leidraad-lrs", "paragraph", "2,2% (algemene", "populatie) tot 34%"),
        ("leidraad-lrs", "paragraph", "(Smith 2020)", "bij een LRS"),
        ("leidraad-lrs", "paragraph", "(Vanneste 2017,", "Chua 2011)"),
        ("leidraad-lrs", "paragraph", "Deze classificatie is", "interventie voorkomen. (Albert"),
        ("lagerugpijn-ntvg", "caption", "Tabel 2", "Aanvullende diagnostiek en"),
    ],
)  # fmt: skip
def test_what_belongs_together_is_one_block(
    sources: dict[str, list[Block]], name: str, kind: str, one: str, other: str
) -> None:
    found = [unwrapped(block) for block in sources[name] if block.kind == kind]
    assert any(one.casefold() in text.casefold() and other in text for text in found)


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("mobilisatie-neuroimmuun", ["Categorieën", "Martins", "(n = 2804)", "Substance-P", "DOI"]),
        ("lagerugpijn-ntvg", ["Tabel 1 Rugpijn", "Raastad", "Epiduraal abces"]),
        ("psychologische-interventies", ["Zheng, F.", "PMID"]),
    ],
)
def test_what_is_no_prose_is_kept_apart_from_it(
    sources: dict[str, list[Block]], name: str, apart: list[str]
) -> None:
    prose = " ".join(unwrapped(b) for b in sources[name] if b.kind in ("paragraph", "item"))
    others = " ".join(unwrapped(b) for b in sources[name] if b.kind not in ("paragraph", "item"))
    assert [text for text in apart if text in prose or text not in others] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "lagerugpijn-ntvg",
            "Luisteren|Download|Citeer dit|nascholing|accredit|BIG-|PE-online|Maak de toets"
            "|AI-tool|onlinetoets|ASK|dossier|ICMJE|Ook interessant|Reacties|e-mail alert"
            "|videosamenvatting",
        ),
        ("psychologische-interventies", "€|Bestel|Lees het|als PDF"),
        ("mobilisatie-neuroimmuun", "»"),
    ],
)
def test_furniture_is_gone(sources: dict[str, list[Block]], name: str, words: str) -> None:
    text = "\n".join(unwrapped(block) for block in sources[name])
    assert [word for word in words.split("|") if word in text] == []


def test_a_page_number_is_gone(sources: dict[str, list[Block]]) -> None:
    assert "15" not in [unwrapped(block) for block in sources["leidraad-lrs"]]


# How many sentences of the prose neither open nor end as one: bylines, a list without full stops,
# and citations in brackets behind a full stop.
ODD = {
    "leidraad-lrs": 10,
    "lagerugpijn-ntvg": 7,
    "mobilisatie-neuroimmuun": 1,
    "nekpijn-neuroimmuun": 2,
    "psychologische-interventies": 2,
}


@pytest.mark.parametrize("name", ODD)
def test_sentences_are_whole(sources: dict[str, list[Block]], name: str) -> None:
    odd = []
    for block in sources[name]:
        text = unwrapped(block)
        if block.kind in ("paragraph", "item"):
            odd += [text[a:b] for a, b in sentences(text) if _is_odd(text[a:b])]
    assert len(odd) <= ODD[name], odd


def _is_odd(sentence: str) -> bool:
    opening = sentence.lstrip("-‘“( ")
    closing = sentence.rstrip("0123456789,–-)]”’ ")
    return opening[:1].islower() or not closing.endswith((".", "?", "!", ":"))


@pytest.mark.parametrize("name", HEADINGS)
def test_no_character_is_changed_and_none_of_the_prose_is_there_twice(
    sources: dict[str, list[Block]], name: str
) -> None:
    path = SOURCES / f"{name}.txt"
    raw = plain.decode(path, path.read_bytes())
    seen: set[int] = set()
    for block in sources[name]:
        for at, char in enumerate(block.text.string):
            place = block.text.place(at)
            if place is None or char in " -":
                continue
            assert raw[place.character] == char
            assert block.kind == "row" or place.character not in seen
            seen.add(place.character)
