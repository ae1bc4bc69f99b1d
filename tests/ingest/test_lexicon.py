"""The lexicon that ships, checked row by row, and a user's own file over it."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import embeddings, lexicon, pipeline
from ingest.dutch import LEXICON_HEADER, STOP_WORDS, Lexicon, mark, stem, words
from ingest.errors import CorpusError
from ingest.index import Index
from tests.ingest.conftest import Write

HEADER = "\t".join(LEXICON_HEADER) + "\n"
LEAST = 1500  # concepts

AREAS = {
    "pain": ["lage rugpijn", "nekpijn", "thoracale rugpijn", "neuropathische pijn"],
    "nerve roots": ["lumbosacraal radiculair syndroom", "cervicaal radiculair syndroom"],
    "discs and canal": ["hernia nuclei pulposi", "wervelkanaalstenose", "spondylolisthese"],
    "whiplash and headache": ["whiplash", "cervicogene hoofdpijn", "occipitalisneuralgie"],
    "dizziness and jaw": ["duizeligheid", "dix-hallpiketest", "bruxisme"],
    "shoulder and hip": ["subacromiaal pijnsyndroom", "coxartrose"],
    "pelvis and pregnancy": ["bekkengordelpijn", "sacro-iliacale pijn", "kraambed"],
    "red flags": ["rode vlaggen", "caudasyndroom", "spondylodiscitis", "maligniteit"],
    "rheumatology": ["axiale spondylartritis", "jicht", "polymyalgia rheumatica"],
    "osteoporosis": ["osteoporose", "wervelfractuur", "botdichtheid", "FRAX"],
    "spinal cord": ["dwarslaesie", "myelopathie", "syringomyelie"],
    "other neurology": ["meralgia paresthetica", "peroneusneuropathie", "multiple sclerose"],
    "examination": ["proef van Lasègue", "spurlingtest", "spierkrachtmeting", "palpatie"],
    "imaging": ["magnetic resonance imaging", "röntgenonderzoek", "modic-veranderingen"],
    "laboratory": ["laboratoriumonderzoek", "C-reactief proteïne", "ferritine"],
    "anatomy": ["musculus multifidus", "facetgewricht", "nervus ischiadicus", "dermatoom"],
    "medication": ["paracetamol", "NSAID", "opioïd", "pregabaline", "apixaban"],
    "injections": ["epidurale injectie", "facetinfiltratie", "radiofrequente denervatie"],
    "surgery": ["lumbale discectomie", "spondylodese", "laminectomie", "complicatie"],
    "exercise": ["oefentherapie", "krachttraining", "graded activity", "lichamelijke activiteit"],
    "manual techniques": ["manuele therapie", "manipulatie", "massage", "maitland-methode"],
    "physical modalities": ["transcutane elektrische zenuwstimulatie", "warmtetherapie"],
    "aids": ["lumbale orthese", "halskraag", "steunzolen", "matras", "bureaustoel"],
    "rehabilitation": ["revalidatie", "multidisciplinaire behandeling"],
    "self-management": ["zelfmanagement", "patiënteneducatie", "leefstijl"],
    "sleep": ["slaapstoornis", "slaapkwaliteit"],
    "psychology": ["kinesiofobie", "catastroferen", "cognitieve gedragstherapie", "depressie"],
    "work": ["ziekteverzuim", "werkhervatting", "bedrijfsarts", "tillen", "beeldschermwerk"],
    "children and elderly": ["kinderen en adolescenten", "ouderen", "idiopathische scoliose"],
    "outcome measures": ["uitkomstmaat", "visueel analoge schaal", "vragenlijst"],
    "time courses": ["acute lage rugpijn", "chronische lage rugpijn", "recidief", "prognose"],
    "immunology": ["cytokine", "microglia", "neuro-inflammatie", "tumornecrosefactor-alfa"],
    "animals": ["diermodel", "zenuwletselmodel"],
    "study designs": ["gerandomiseerd gecontroleerd onderzoek", "systematische review"],
    "statistics": ["betrouwbaarheidsinterval", "oddsratio", "kalibratie"],
    "organisations": ["richtlijn", "Zorginstituut Nederland", "Domus Medica"],
    "care": ["fysiotherapeut", "huisarts", "neuroloog", "chiropractie", "verwijzing"],
    "complementary": ["acupunctuur", "dry needling", "homeopathie"],
}


def shipped() -> list[list[str]]:
    with pipeline.LEXICON.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert header == LEXICON_HEADER
    return rows


def faults(rows: list[list[str]]) -> Iterator[str]:
    """What is wrong with the rows of a lexicon, each fault by name."""
    for row in rows:
        if len(row) != len(LEXICON_HEADER):
            yield f"{row}: {len(row)} columns"
            return
    wider = {row[0]: row[5] for row in rows}
    owners: dict[tuple[str, ...], str] = {}
    seen: set[str] = set()
    for row in rows:
        if not row[0]:
            yield f"{row}: no preferred term"
            continue
        yield from faults_of_cells(row)
        if row[0] in seen:
            yield f"{row[0]}: two rows"
        seen.add(row[0])
        above = list(chain(row[0], wider))
        if above[-1] in above[:-1]:
            yield f"{row[0]}: broader in a circle"
        if above[-1] not in wider:
            yield f"{row[0]}: broader '{above[-1]}' has no row"
        for term in {term for cell in row[:5] for term in cell.split("|") if words(term)}:
            owner = owners.setdefault(tuple(map(stem, words(term))), row[0])
            if owner not in above and row[0] not in chain(owner, wider):
                yield f"{row[0]}: '{term}' stands under '{owner}' as well"


def faults_of_cells(row: list[str]) -> Iterator[str]:
    """What is wrong with the cells of a row, apart from other rows."""
    name = row[0]
    if "|" in name:
        yield f"{name}: two preferred terms"
    for cell in row:
        if cell != " ".join(cell.split()):
            yield f"{name}: stray space in '{cell}'"
        for term in cell.split("|") if cell else ():
            if not term.strip():
                yield f"{name}: an empty term"
            elif term != term.strip():
                yield f"{name}: stray space in '{term}'"
            elif not words(term) or set(words(term)) <= STOP_WORDS:
                yield f"{name}: '{term}' is only stop words"
            elif max(len(stem(word)) for word in words(term)) < 2:
                yield f"{name}: '{term}' is found by one letter"


def chain(name: str, wider: dict[str, str]) -> Iterator[str]:
    """A concept and those that it is one of; ends at the first that was there before."""
    seen: list[str] = []
    while name and name not in seen:
        seen.append(name)
        yield name
        name = wider.get(name, "")
    if name:
        yield name


def row(name: str, synonyms: str = "", broader: str = "") -> list[str]:
    return [name, synonyms, "", "", "", broader]


def test_the_shipped_lexicon_has_no_fault() -> None:
    assert list(faults(shipped())) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row("pijn")[:5]], "5 columns"),
        ([row("")], "no preferred term"),
        ([row("pijn|zeer")], "two preferred terms"),
        ([row("pijn", "last|"), row("rug")], "an empty term"),
        ([row("pijn", "pijnlijk | last")], "stray space"),
        ([row("pijn", "pijn  klacht")], "stray space"),
        ([row("pijn", "zeer doen")], "only stop words"),
        ([row("pijn", "!")], "only stop words"),
        ([row("pijn", "P")], "one letter"),
        ([row("drukpijndrempel", "PPT")], "one letter"),  # its stem is "p"
        ([row("pijn"), row("pijn")], "two rows"),
        ([row("rugpijn", broader="pijn")], "'pijn' has no row"),
        ([row("rug", broader="nek"), row("nek", broader="rug")], "in a circle"),
        ([row("rug", broader="rug")], "in a circle"),
        ([row("hernia"), row("breuk", "hernia's")], "stands under 'hernia' as well"),
    ],
)
def test_a_broken_lexicon_has_faults(rows: list[list[str]], fault: str) -> None:
    found = list(faults(rows))
    assert [one for one in found if fault in one] != []


def test_a_term_may_stand_under_a_wider_concept_too() -> None:
    rows = [row("pijn", "last"), row("rugpijn", broader="pijn"), row("spit", "last", "rugpijn")]
    assert list(faults(rows)) == []


def test_the_shipped_lexicon_is_large_and_covers_the_field() -> None:
    held = {row[0] for row in shipped()}
    assert len(held) >= LEAST
    missing = {area: set(names) - held for area, names in AREAS.items()}
    assert {area: names for area, names in missing.items() if names} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Houd er rekening mee dat het middel op de bank stond.",
        "Een heftige wens, in welke vorm en stand ook.",
        "Hij is 40 jaar oud; p < 0,05 en F = 3,2.",
        "Rustig blijven, in rust: een persoonlijk gesprek.",
        "Who is it for, this or that, and if so, when?",
    ],
)
def test_everyday_words_name_no_concept(text: str) -> None:
    held = Lexicon.load(pipeline.LEXICON)
    stems = [stem(word) for word in words(text)]
    assert list(held.named_in(stems)) == []


# A user's own file


@pytest.fixture
def base(write: Write) -> Path:
    rows = "pijn\tzeer\t\tP\t\t\nrugpijn\trugklacht|spit\tlast\t\tache\tpijn\n"
    return write("lexicon.tsv", HEADER + rows)


def test_an_own_file_adds_concepts_and_terms(base: Path, write: Write) -> None:
    own = write("own.tsv", HEADER + "Rugpijn\trug au\t\tRP\t\t\nnekpijn\t\t\t\t\tPijn\n")
    assert lexicon.merge(base, own) == [
        ["rugpijn", "rug au|rugklacht|spit", "last", "RP", "ache", "pijn"],
        ["nekpijn", "", "", "", "", "pijn"],
        ["pijn", "zeer", "", "P", "", ""],
    ]


def test_an_own_term_wins_over_a_shipped_one(base: Path, write: Write) -> None:
    own = write("own.tsv", HEADER + "verschot\tspit|pijn\t\t\t\t\nrugpijn\t\t\t\t\t\n")
    with lexicon.with_own(base, own) as path:
        held = Lexicon.load(path)
    named = [name for name, _ in held.named_in([stem(word) for word in words("spit pijn last")])]
    assert named == ["verschot", "verschot", "rugpijn"]
    assert held.concepts["rugpijn"].terms == ("rugpijn", "rugklacht", "last", "ache")


def test_without_an_own_file_the_shipped_one_is_used(base: Path, tmp_path: Path) -> None:
    with lexicon.with_own(base, tmp_path / "none.tsv") as path:
        assert path == base


def test_the_joined_file_is_gone_afterwards(base: Path, write: Write) -> None:
    with lexicon.with_own(base, write("own.tsv", HEADER + "nekpijn\t\t\t\t\t\n")) as path:
        assert path.is_file()
    assert not path.exists()


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("nekpijn\tnekklacht\n", "eerste regel"),
        (HEADER + "nekpijn\tnekklacht\n", "regel 2: geen 6 kolommen"),
        (HEADER + "nekpijn\t\t\t\t\t\n\t\t\t\t\t\n", "regel 3: geen 6 kolommen"),
        (HEADER + "nekpijn\t?!\t\t\t\t\n", "regel 2: '?!' is geen woord"),
        (HEADER + "nekpijn\t\t\t\t\t\nnekpijn\t\t\t\t\t\n", "regel 3: 'nekpijn' heeft al"),
        (HEADER + "nek\tau\t\t\t\t\nhals\tau\t\t\t\t\n", "regel 3: 'au' staat al op een andere"),
        (HEADER + "pijn\t\t\t\t\t\nPijn\t\t\t\t\t\n", "regel 3: 'Pijn' staat al op een andere"),
        (HEADER + "nekpijn\t\t\t\t\tnek\n", "regel 2: 'nek' heeft geen eigen regel"),
        (HEADER + "nek\t\t\t\t\t\npijn\t\t\t\t\trugpijn\n", "regel 3: 'pijn' valt onder zichzelf"),
        (b"\xff\xfe", "own.tsv is niet te lezen"),
    ],
)
def test_a_fault_in_an_own_file_is_named_with_its_line(
    base: Path, write: Write, raw: str | bytes, fault: str
) -> None:
    with pytest.raises(CorpusError) as raised:
        lexicon.merge(base, write("own.tsv", raw))
    assert fault in raised.value.message
    assert "own.tsv" in raised.value.message


def test_a_file_saved_by_a_spreadsheet_is_read(base: Path, write: Write) -> None:
    raw = (HEADER + "nekpijn\t nekklacht \t\t\t\t\n").replace("\n", "\r\n")
    own = write("own.tsv", b"\xef\xbb\xbf" + raw.encode())
    assert ["nekpijn", "nekklacht", "", "", "", ""] in lexicon.merge(base, own)


def test_a_change_of_the_own_file_makes_the_index_anew(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, index = tmp_path / "own.tsv", tmp_path / "index"
    monkeypatch.setattr(pipeline, "OWN_LEXICON", own)
    article = write(
        "stukken/een.md", "# Dwarrelpijn\n\nDwarrelpijn gaat over door rust te nemen.\n"
    )
    pipeline.ingest([article], index)
    first = terms(index, "Wat is zwierpijn?")
    pipeline.ingest([article], index)
    assert terms(index, "Wat is zwierpijn?") == first
    own.write_text(HEADER + "dwarrelpijn\tzwierpijn\t\t\t\tpijn\n", encoding="utf-8")
    before = (index / "current").read_text()
    report = pipeline.ingest([article], index)
    assert report.unchanged == ["een"]
    assert (index / "current").read_text() != before
    assert {mark("dwarrelpijn"), mark("pijn")} <= set(terms(index, "Wat is zwierpijn?"))
    assert mark("dwarrelpijn") not in first
    own.unlink()
    pipeline.ingest([article], index)
    assert terms(index, "Wat is zwierpijn?") == first


def terms(index: Path, question: str) -> list[str]:
    """The terms of a question, as the index has it, each of which the build is searched for."""
    build = Index(index).build()
    build.check(embeddings.load())
    found = build.dutch.terms(question)
    build.close()
    return found


def test_a_malformed_own_file_changes_nothing(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write("own.tsv", "dwarrelpijn\n")
    monkeypatch.setattr(pipeline, "OWN_LEXICON", own)
    article = write("stukken/een.md", "# Pijn\n\nPijn gaat over.\n")
    with pytest.raises(CorpusError, match="eerste regel"):
        pipeline.ingest([article], tmp_path / "index")
    assert not (tmp_path / "index").exists()
