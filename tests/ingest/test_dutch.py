import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.dutch import STOP_WORDS, Concept, Dutch, Lexicon, fold, stem, words
from ingest.errors import CorpusError
from ingest.index import Build, Index
from ingest.passages import searched_text
from tests.ingest.conftest import Write

HEADER = "preferred\tsynonyms\tlay\tabbreviations\tenglish\tbroader\n"


@pytest.fixture(scope="module")
def build(index: Path) -> Iterator[Build]:
    opened = Index(index).build()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def dutch(build: Build) -> Dutch:
    """The analysis as the shipped index has it."""
    return build.dutch


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Patiënten", "patienten"),
        ("één CRÈME Ångström", "een creme angstrom"),
        ("IL-1β en TNF-α", "il-1beta en tnf-alfa"),
        ("μg", "mug"),
        ("µg", "mug"),
        ("≤ 5", "≤ 5"),
        ("STRASSE straße", "strasse strasse"),
    ],
)
def test_folding_gives_lower_case_without_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rug- en nekpijn.", ["rug", "en", "nekpijn"]),
        ("HLA-B27: 20-35,4%", ["hla-b27", "20", "35,4", "procent"]),
        ("20–36 % of 20 tot 36 procent", "20 36 procent of 20 tot 36 procent".split()),
        ("1.000 ml om 10.30", ["1000", "ml", "om", "10,30"]),
        ("2.483.100 en 1.000,5", ["2483100", "en", "1000,5"]),
        ("p = 0.001, 1.5 cm en 12.12.2020", ["p", "0,001", "1,5", "cm", "en", "12,12,2020"]),
        ("25 cm, 25cm en I2 = 45%", "25 cm 25 cm en i2 45 procent".split()),
        ("foto's hernia’s", ["foto's", "hernia’s"]),
        ("TNF-alpha", ["tnf-alpha"]),
        ("alpha-blokker alpha", ["alpha-blokker", "alfa"]),
        ("snake_case en/of", ["snake", "case", "en", "of"]),
        ("", []),
        ("… – ≤", []),
    ],
)
def test_words_and_numbers_are_found_in_order(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("one", "more"),
    [
        ("hernia", "hernia's"),
        ("hernia", "hernia’s"),
        ("hernia", "hernias"),
        ("risico", "risico's"),
        ("foto", "foto's"),
        ("nsaid", "nsaid's"),
        ("klacht", "klachten"),
        ("patient", "patienten"),
        ("zenuw", "zenuwen"),
        ("wortel", "wortels"),
        ("zenuwwortel", "zenuwwortels"),
        ("oefening", "oefeningen"),
        ("arts", "artsen"),
        ("studie", "studies"),
        ("diagnose", "diagnoses"),
        ("been", "benen"),
        ("spier", "spieren"),
        ("week", "weken"),
        ("fractuur", "fracturen"),
        ("reflex", "reflexen"),
        ("symptoom", "symptomen"),
        ("dermatoom", "dermatomen"),
        ("richtlijn", "richtlijnen"),
        ("onderzoek", "onderzoeken"),
        ("injectie", "injecties"),
        ("gewricht", "gewrichten"),
        ("cytokine", "cytokines"),
        ("therapie", "therapieen"),
        ("paresthesie", "paresthesieen"),
    ],
)
def test_a_plural_has_the_stem_of_its_singular(one: str, more: str) -> None:
    assert stem(more) == stem(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rug", "nek"),
        ("been", "bot"),
        ("l4", "l5"),
        ("il-1", "il-10"),
        ("zenuw", "zenuwwortel"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("rugpijnpatiënt", ["rugpijn", "patiënt"]),
        ("rugpijnpatiënten", ["rugpijn", "patiënt"]),
        ("schouderpijnpatiënt", ["schouderpijn", "patiënt"]),
        ("zenuwwortelcompressie", ["compressie"]),
        ("beenpijn", ["been", "pijn"]),
        ("bewegingstherapie", ["beweging", "therapie"]),
        ("fysiotherapiebehandeling", ["fysiotherapie", "behandeling"]),
        ("wervelkolomfractuur", ["wervelkolom", "fractuur"]),
        ("ontstekingsmarkers", ["ontsteking", "marker"]),
        ("werkhervatting", ["werk", "hervatting"]),
        ("zenuwmobilisatie", ["zenuw", "mobilisatie"]),
        ("bloedonderzoek", ["bloed", "onderzoek"]),
        ("klachtenduur", ["klachten", "duur"]),
        ("hernia-operatie", ["hernia", "operatie"]),
        ("rugklachten", ["rug", "klachten"]),
        ("nekklachten", ["nek", "klachten"]),
        ("rugoperatie", ["rug", "operatie"]),
    ],
)
def test_a_compound_shares_the_stems_of_its_parts(
    dutch: Dutch, compound: str, parts: list[str]
) -> None:
    terms = dutch.terms(compound)
    assert {stem(fold(part)) for part in parts} <= set(terms)


def test_parts_of_parts_are_given_too() -> None:
    known = ("zenuw", "wortel", "compressie", "zenuwwortel")
    dutch = Dutch(Lexicon(Concept(word, (word,), "") for word in known))
    parts = {stem(part) for part in ("zenuwwortel", "zenuw", "wortel", "compressie")}
    assert dutch.terms("zenuwwortelcompressie")[0] == stem("zenuwwortelcompressie")
    assert set(dutch.parts("zenuwwortelcompressie")) >= parts - {stem("zenuwwortel")}


@pytest.mark.parametrize("word", ["zitten", "rug", "behandeling", "xqzwbrtklm"])
def test_a_word_that_is_no_compound_is_not_split(dutch: Dutch, word: str) -> None:
    assert dutch.parts(word) == ()


def test_a_plural_is_not_taken_for_a_compound(dutch: Dutch) -> None:
    assert dutch.parts("kinderen") == ()


@pytest.mark.parametrize("text", ["de het een", "Wat is dat?", "Hoe vaak moet ik?", "van THE and"])
def test_stop_words_give_no_terms(dutch: Dutch, text: str) -> None:
    assert dutch.terms(text) == []
    assert dutch.content(text) == []


def test_stop_words_are_folded_words() -> None:
    assert all(words(word) == [word] for word in STOP_WORDS)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("LRS", "lumbosacraal radiculair syndroom"),
        ("ischias", "lumbosacraal radiculair syndroom"),
        ("een HNP", "hernia nuclei pulposi"),
        ("hernia's", "hernia nuclei pulposi"),
        ("spit", "acute lage rugpijn"),
        ("lage rugpijn", "lage rugpijn"),
        ("lagerugpijn", "lage rugpijn"),
        ("lage-rugpijn", "lage rugpijn"),
        ("low back pain", "lage rugpijn"),
        ("last van mijn rug", "rugpijn"),
        ("pijn in de rug", "rugpijn"),
        ("NSAID's", "NSAID"),
        ("CRP", "C-reactief proteïne"),
        ("de ziekte van Bechterew", "spondylitis ankylopoetica"),
        ("mri", "magnetic resonance imaging"),
        ("SLR", "proef van Lasègue"),
    ],
)
def test_a_name_gives_its_concept_and_the_wider_one(dutch: Dutch, text: str, concept: str) -> None:
    wider = dutch.lexicon.concepts[concept].broader
    assert {f"§{concept}", *([f"§{wider}"] if wider else [])} <= set(dutch.terms(text))


def test_the_longest_name_wins() -> None:
    lexicon = Lexicon([Concept("pijn", ("pijn",), ""), Concept("rug", ("pijn in de rug",), "")])
    stems = [stem(word) for word in words("Pijn in de rug of pijn")]
    assert list(lexicon.named_in(stems)) == [("rug", range(4)), ("pijn", range(5, 6))]


def test_no_name_gives_no_concept() -> None:
    assert Dutch(Lexicon([])).terms("pijn in de rug") == ["pijn", "rug"]


def test_content_words_carry_their_terms() -> None:
    lexicon = Lexicon([Concept("rugpijn", ("rugpijn", "pijn in de rug"), "pijn")])
    lexicon.concepts["pijn"] = Concept("pijn", (), "")
    found = Dutch(lexicon).content("Wat doe je bij pijn in de rug?")
    assert [word.text for word in found] == ["pijn", "rug"]
    assert [word.own for word in found] == [("pijn", "§rugpijn"), ("rug", "§rugpijn")]
    assert all("§pijn" in word.near for word in found)


def test_a_reading_is_the_content_with_all_its_terms(dutch: Dutch) -> None:
    text = "Geef NSAID's bij rugpijnpatiënten"
    content, terms = dutch.reading(text)
    assert [*content] == dutch.content(text)
    assert terms == {term for word in content for term in word.terms}
    assert dutch.reading(text) is dutch.reading(text)


def test_documents_and_questions_get_the_same_terms(build: Build) -> None:
    for id in build.ids:
        passage = build.passage(id)
        terms = build.dutch.terms(searched_text(passage))
        assert [term for term in terms if not build.holds(term)] == []


def test_every_term_of_content_is_a_term_of_the_text(dutch: Dutch) -> None:
    text = "Rugpijnpatiënten met een LRS krijgen oefentherapie van de huisarts bij pijn in de rug"
    terms = set(dutch.terms(text))
    for word in dutch.content(text):
        assert {*word.own, *word.near} <= terms


def test_a_lexicon_is_read_by_column(write: Write) -> None:
    raw = HEADER + "pijn\t\tzeer\t\tpain|ache\t\nrugpijn\trugklacht\t\tRP\t\tpijn\n"
    concepts = Lexicon.load(write("l.tsv", raw)).concepts
    assert concepts == {
        "pijn": Concept("pijn", ("pijn", "zeer", "pain", "ache"), ""),
        "rugpijn": Concept("rugpijn", ("rugpijn", "rugklacht", "RP"), "pijn"),
    }


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("naam\tanders\n", "de eerste regel"),
        (HEADER + "pijn\t\t\n", "regel 2"),
        (HEADER + "pijn\t\t\t\t\t\n\t\t\t\t\t\n", "regel 3"),
        (HEADER + "rugpijn\t\t\t\t\tpijn\n", "'pijn' heeft geen eigen regel"),
        ("", "de eerste regel"),
        (b"\xff\xfe", "l.tsv"),
        (HEADER + "pijn\tzeer\t\t\t\t\npijn\tpain\t\t\t\t\n", "regel 3"),
    ],
)
def test_a_broken_lexicon_is_named(write: Write, raw: str | bytes, fault: str) -> None:
    with pytest.raises(CorpusError, match=re.escape(fault)):
        Lexicon.load(write("l.tsv", raw))


def test_the_shipped_lexicon_is_read() -> None:
    assert len(Lexicon.load(pipeline.LEXICON).concepts) > 1000
