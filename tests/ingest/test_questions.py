"""Questions that a known source answers: read, and put on the passages that answer them."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ingest import documents, passages, pipeline, questions
from ingest.documents import File
from ingest.dutch import Dutch, Lexicon
from ingest.errors import CorpusError
from ingest.index import Index
from ingest.passages import searched_text
from ingest.questions import Fact
from ingest.reading import prepare
from ingest.schema import Document
from tests.ingest.conftest import PROJECT, Read

DUTCH = Dutch(Lexicon.load(pipeline.LEXICON))
IDS = sorted(path.stem for path in pipeline.DIGESTS.glob("*.md"))
LEAST = 8  # questions a fact
INCIDENCE = Fact(
    "Voorkomen",
    "De incidentie van lagerugpijn in de huisartsenpraktijk is 40,9 per 1000 patiënten per jaar.",
    ("hoe vaak ziet een dokter rugklachten?", "incidentie rug"),
)

each_source = pytest.mark.parametrize("id", IDS)


def attached(document: Document, *facts: Fact) -> dict[str, tuple[str, ...]]:
    """For each passage that got questions, its text and those."""
    found = passages.split(document)
    asked = questions.attach(facts, document, found, DUTCH)
    rows = zip(found, asked, strict=True)
    return {p.text: tuple(key.question for key in keys) for p, keys in rows if keys}


def hung_on(document: Document, *facts: Fact) -> dict[str, str]:
    """For each question, the text of the sentence that it hangs on."""
    asked = questions.attach(facts, document, passages.split(document), DUTCH)
    return {key.question: document.text[key.start : key.end] for keys in asked for key in keys}


def row(**changed: object) -> str:
    """A line of a file of questions."""
    fact = {"section": "Kop", "quote": "Rust helpt niet.", "questions": ["helpt rust?"]}
    return json.dumps({**fact, **changed})


# Reading


def test_a_file_is_read_in_its_order_without_empty_lines(tmp_path: Path) -> None:
    lines = [row(), "", row(quote="Bewegen wel.", questions=["sport?", "één\u2028regel?"]), ""]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert questions.load("a", tmp_path) == (
        Fact("Kop", "Rust helpt niet.", ("helpt rust?",)),
        Fact("Kop", "Bewegen wel.", ("sport?", "één\u2028regel?")),
    )


def test_an_unknown_document_and_an_empty_folder_have_no_questions(tmp_path: Path) -> None:
    assert questions.load("a", tmp_path) == ()
    assert questions.load("a", tmp_path / "weg") == ()
    assert questions.load("een-ander-stuk") == ()


@pytest.mark.parametrize(
    "id", ["../b", "./b", "a/b", "a/../b", "..", ".", "", "/b", "a\0b", "b.jsonl", "B"]
)
def test_an_id_is_no_path(tmp_path: Path, id: str) -> None:
    (tmp_path / "vragen" / "a").mkdir(parents=True)
    for path in ("b.jsonl", "vragen/b.jsonl", "vragen/a/b.jsonl"):
        (tmp_path / path).write_text(row(), encoding="utf-8")
    assert questions.load(id, tmp_path / "vragen") == ()
    if id == "/b":
        assert questions.load(str(tmp_path / "b"), tmp_path / "vragen") == ()


def test_a_document_with_the_longest_name_has_no_questions(tmp_path: Path) -> None:
    assert questions.load("a" * 252, tmp_path) == ()


@pytest.mark.parametrize(
    "bad",
    [
        "geen json",
        "{",
        "[]",
        "null",
        "3",
        '"tekst"',
        '{"section": "Kop", "quote": "Rust."}',
        '{"section": "Kop", "questions": ["rust?"]}',
        '{"quote": "Rust.", "questions": ["rust?"]}',
        row(questions=None),
        row(questions=3),
        " ",
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([row(), "", bad, row()]), encoding="utf-8")
    with pytest.raises(CorpusError, match="regel 3") as caught:
        questions.load("a", tmp_path)
    assert str(path) in caught.value.message


@pytest.mark.parametrize(
    "bad",
    [
        row(questions="helpt rust?"),  # would be a question a letter
        row(questions=[3]),
        row(questions={"helpt rust?": 1}),
        row(quote=None),
        row(quote=""),  # would stand in every text
        row(section=3),
    ],
)
def test_a_line_with_values_of_another_kind_is_named(tmp_path: Path, bad: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"{row()}\n{bad}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="regel 2"):
        questions.load("a", tmp_path)


def test_a_file_that_is_no_text_is_a_corpus_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(row().encode() + b"\xff")
    with pytest.raises(CorpusError, match=r"a\.jsonl"):
        questions.load("a", tmp_path)


def test_the_fingerprint_is_that_of_names_and_bytes(tmp_path: Path) -> None:
    seen = [questions.fingerprint(tmp_path)]
    for name, text in [("a", row()), ("a", row(section="Kop 2")), ("b", row()), ("b", "")]:
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
        seen.append(questions.fingerprint(tmp_path))
    (tmp_path / "b.jsonl").rename(tmp_path / "c.jsonl")
    seen.append(questions.fingerprint(tmp_path))
    assert len(set(seen)) == len(seen)
    (tmp_path / "aantekening.txt").write_text("iets anders", encoding="utf-8")
    assert questions.fingerprint(tmp_path) == seen[-1]


# Where the fact's sentence stands


def test_a_sentence_gets_its_questions_in_order_and_once(read: Read) -> None:
    document = read("a.md", "# T\n\n## Kop\n\nRust helpt niet.\n\n## Slot\n\nBewegen wel.\n")
    facts = [
        Fact("Kop", "Rust helpt niet.", ("helpt rust?", "liggen?", "helpt rust?")),
        Fact("Slot", "Bewegen wel.", ("sport?", "liggen?")),
        Fact("Kop", "Rust helpt", ("in bed blijven?", "liggen?")),
    ]
    assert attached(document, *facts) == {
        "T\n\nKop\n\nRust helpt niet.": ("helpt rust?", "liggen?", "in bed blijven?"),
        "Slot\n\nBewegen wel.": ("sport?", "liggen?"),
    }


@pytest.mark.parametrize("section", ["Nek", "Rug", "Arm"])
def test_a_sentence_that_stands_twice_gets_them_under_its_heading(read: Read, section: str) -> None:
    texts = {name: f"{name}\n\nVerwijs bij uitval." for name in ("Nek", "Rug", "Arm")}
    document = read("a.md", "\n\n".join(f"## {text}" for text in texts.values()))
    fact = Fact(section, "Verwijs bij uitval.", ("wanneer verwijzen?",))
    assert attached(document, fact) == {texts[section]: fact.questions}


def test_headings_of_one_name_are_told_apart_by_the_sentence(read: Read) -> None:
    document = read("a.md", "## Kop\n\nEerst dit.\n\n## Kop\n\nDan dat.\n\n## Slot\n\nDan dat.")
    fact = Fact("Kop", "Dan dat.", ("en dan?",))
    assert attached(document, fact) == {"Kop\n\nDan dat.": fact.questions}
    first = fact._replace(quote="Eerst dit.")
    assert attached(document, first) == {"Kop\n\nEerst dit.": fact.questions}


def test_a_sentence_under_another_heading_gets_them_there(read: Read) -> None:
    document = read("a.md", "## Kop\n\nIets.\n\n## Nieuw\n\nVerwijs bij uitval.")
    fact = Fact("Kop", "Verwijs bij uitval.", ("wanneer verwijzen?",))
    assert attached(document, fact) == {"Nieuw\n\nVerwijs bij uitval.": fact.questions}


def test_a_long_section_gives_them_to_the_passage_with_the_sentence(read: Read) -> None:
    filler = "Rugpijn komt heel vaak voor bij mensen die lang zitten. " * 20
    document = read("a.md", f"## Kop\n\n{filler}Verwijs bij uitval. {filler}")
    fact = Fact("Kop", "Verwijs bij uitval.", ("wanneer verwijzen?",))
    ((text, keys),) = attached(document, fact).items()
    assert len(passages.split(document)) > 2
    assert (fact.quote in text, keys) == (True, fact.questions)


def test_without_facts_or_passages_there_are_no_questions(read: Read) -> None:
    document = read("a.md", "## Kop\n\nRust helpt niet.")
    assert attached(document) == {}
    assert questions.attach([INCIDENCE], document, [], DUTCH) == []


@pytest.mark.parametrize("section", ["Nek", "Rug"])
def test_a_question_hangs_on_its_sentence_there_where_it_goes(read: Read, section: str) -> None:
    document = read("a.md", "## Nek\n\nWacht af. Verwijs.\n\n## Rug\n\nVerwijs. Wacht af.\n")
    found = passages.split(document)
    keys = questions.attach([Fact(section, "Wacht af.", ("a?", "b?"))], document, found, DUTCH)
    (row,) = (row for row, passage in enumerate(found) if passage.section == section)
    for key in keys[row]:
        assert document.text[key.start : key.end] == "Wacht af."
        assert found[row].start <= key.start < key.end <= found[row].end
    assert [key.question for key in keys[row]] == ["a?", "b?"]


def test_a_question_that_two_sentences_answer_hangs_on_the_first(read: Read) -> None:
    document = read("a.md", "## Kop\n\nRust helpt niet. Bewegen helpt wel.\n")
    facts = [Fact("Kop", f"{said}.", ("wat nu?",)) for said in ("Bewegen helpt wel", "Rust helpt")]
    assert hung_on(document, *facts) == {"wat nu?": "Bewegen helpt wel."}


# A full text: the same facts in other words


def test_the_passage_that_carries_a_fact_gets_its_questions(read: Read) -> None:
    document = read(
        "a.md",
        "## Bij ouderen\n\nDe incidentie van lagerugpijn neemt in de huisartsenpraktijk toe met de "
        "leeftijd van patiënten.\n\n## Hoe vaak\n\nHuisartsen zien per jaar in hun "
        "huisartsenpraktijk 40,9 nieuwe patiënten met lagerugpijn op de 1000: de incidentie.\n\n"
        "## Zwangerschap\n\nIn een ander land was dat 40,9 op de 1000 vrouwen.\n",
    )
    ((text, keys),) = attached(document, INCIDENCE).items()
    assert (text.startswith("Hoe vaak"), keys) == (True, INCIDENCE.questions)


@pytest.mark.parametrize("figure", ["38,2", "40", "9", "409", "40,95", "140,9", "veel"])
def test_of_two_passages_the_one_with_the_figures_carries_the_fact(read: Read, figure: str) -> None:
    here = INCIDENCE.quote.replace(" is ", " bedraagt ")
    there = here.replace("40,9", figure)
    document = read("a.md", f"## Daar\n\n{there}\n\n## Hier\n\n{here}\n\n## Ook\n\n{there}")
    ((text, _),) = attached(document, INCIDENCE).items()
    assert text.startswith("Hier")


def test_a_question_hangs_on_the_sentence_that_carries_most_of_its_fact(read: Read) -> None:
    carrying = "In een huisartsenpraktijk zijn er per jaar 40,9 per 1000 nieuw: de incidentie."
    document = read(
        "a.md",
        "## Lagerugpijn in de huisartsenpraktijk\n\nLagerugpijn treft veel patiënten. "
        f"{carrying} Rust helpt patiënten niet.\n\n## Rest\n\nEen kat valt.\n",
    )
    assert hung_on(document, INCIDENCE) == dict.fromkeys(INCIDENCE.questions, carrying)


def test_a_heading_is_no_sentence_that_a_question_hangs_on(read: Read) -> None:
    document = read("a.md", f"## {INCIDENCE.quote[:-1]}?\n\nDe incidentie is hoog.\n\n## B\n\nNee.")
    assert {*hung_on(document, INCIDENCE).values()} == {"De incidentie is hoog."}


def test_a_fact_may_be_told_shorter_and_without_its_year(read: Read) -> None:
    fact = Fact("K", "Cytokinen zoals IL-6 waren verhoogd bij nekpijn (Smit 2019).", ("il6?",))
    document = read(
        "a.md", "## Bloed\n\nBij nekpijn vond men meer IL-6 [4].\n\n## Rest\n\nEen kat valt."
    )
    assert [*attached(document, fact).values()] == [("il6?",)]


def test_the_rarer_words_decide(read: Read) -> None:
    common = "Bij patiënten met lagerugpijn in de huisartsenpraktijk"
    sections = [f"## {n}\n\n{common} helpt middel {n}." for n in ("een", "twee", "drie")]
    document = read("a.md", "\n\n".join([*sections, "## Bad\n\nWarmte: een dagelijks modderbad."]))
    fact = Fact("K", f"{common} helpt een dagelijks modderbad.", ("modder?",))
    ((text, _),) = attached(document, fact).items()
    assert text.startswith("Bad")


def test_a_fact_that_is_carried_twice_goes_where_most_of_it_stands(read: Read) -> None:
    whole = "In de huisartsenpraktijk is de incidentie van lagerugpijn per jaar 40,9 per 1000 "
    document = read(
        "a.md",
        "## Kort\n\nDe incidentie in de huisartsenpraktijk is jaarlijks 40,9 per 1000.\n\n"
        f"## Lang\n\n{whole}patiënten.\n\n## Ook\n\n{whole}patiënten.\n",
    )
    ((text, _),) = attached(document, INCIDENCE).items()
    assert text.startswith("Lang")  # the first of two that carry as much


def test_a_part_of_a_fact_is_another_fact(read: Read) -> None:
    fact = Fact(
        "K", "Oefentherapie vermindert nekpijn bij kantoorpersoneel met stress.", ("sport?",)
    )
    document = read("a.md", "## Kop\n\nStress komt voor bij brandweerlieden.")
    assert {*DUTCH.terms(fact.quote)} & {*DUTCH.terms(document.text)}
    assert attached(document, fact) == {}


def test_a_reference_carries_no_fact(read: Read) -> None:
    document = read(
        "a.md", f"## Kop\n\nOver iets anders.\n\n## Literatuur\n\n1. Smit. {INCIDENCE.quote[3:-1]}."
    )
    assert [p.kind for p in passages.split(document)] == ["prose", "reference"]
    assert attached(document, INCIDENCE) == {}


def test_a_reference_gets_no_question_though_it_holds_the_sentence(read: Read) -> None:
    words = "40,9 per 1000 patiënten per jaar is de incidentie van lagerugpijn: huisartsenpraktijk."
    document = read("a.md", f"## Kop\n\n{words}\n\n## Literatuur\n\n1. Smit. {INCIDENCE.quote}")
    ((text, keys),) = attached(document, INCIDENCE).items()
    assert (text.startswith("Kop"), keys) == (True, INCIDENCE.questions)


@pytest.mark.parametrize(
    "text", ["Op advies van de redactie volgt meer.", "Het adviesbureau hielp."]
)
def test_an_item_of_a_list_is_not_carried_by_its_word_alone(read: Read, text: str) -> None:
    fact = Fact("Onderzoek › Behandeling in de controlegroep", "advies", ("wat kregen controles?",))
    assert attached(read("a.md", f"## Dankwoord\n\n{text}"), fact) == {}


def test_a_full_text_of_a_known_source_gets_the_questions_of_what_it_holds(read: Read) -> None:
    document = read(
        "psychologische-interventies.md",
        "# Pijn en psyche\n\n## Bijwerkingen\n\nAfgezien van pijn die tijdelijk toenam en "
        "emotionele herinneringen die af en toe naar boven kwamen, zijn bij de onderzochte "
        "interventies voor chronische lagerugpijn nauwelijks bijwerkingen gemeld.\n\n"
        "## Katten\n\nEen kat landt op haar poten.\n",
    )
    prepared = prepare(document, DUTCH)
    facts = questions.load(document.id)
    effects = next(fact for fact in facts if fact.section.startswith("Bijwerkingen"))
    first, second = ([key.question for key in keys] for keys in prepared.keys)
    assert {*effects.questions} <= {*first}
    assert second == []
    held = dict(enumerate(prepared.terms.vocabulary))
    of_first = {held[n] for n in prepared.terms.numbers[: prepared.terms.lengths[0]].tolist()}
    assert of_first >= {term for text in first for term in DUTCH.terms(text)}
    assert prepared.terms.lengths[1] == len({*DUTCH.terms(searched_text(prepared.passages[1]))})


def test_a_document_of_another_name_gets_none(read: Read) -> None:
    text = (pipeline.DIGESTS / f"{IDS[0]}.md").read_text(encoding="utf-8")
    prepared = prepare(read("eigen-stuk.md", text), DUTCH)
    assert prepared.passages
    assert not any(prepared.keys)


# What ships


def shipped(id: str) -> Document:
    """The digest of a source."""
    return documents.read(File(pipeline.DIGESTS / f"{id}.md", id), None)


def test_every_digest_has_a_file_of_questions_and_no_other_has() -> None:
    assert sorted(path.name for path in questions.FOLDER.iterdir()) == [f"{id}.jsonl" for id in IDS]
    assert sum(len(fact.questions) for id in IDS for fact in questions.load(id)) > 5000


@each_source
def test_every_quote_stands_in_its_digest_under_its_heading(id: str) -> None:
    document = shipped(id)
    under = {s.title: document.text[s.body : s.end] for s in document.sections}
    assert len(under) == len(document.sections)
    lost = [fact.quote for fact in questions.load(id) if fact.quote not in under[fact.section]]
    assert lost == []


@each_source
def test_every_sentence_of_a_digest_has_its_questions(id: str) -> None:
    document = shipped(id)
    known = {(fact.section, fact.quote) for fact in questions.load(id)}
    for section in document.sections:
        for start, end in passages.sentences(document.text, section.body, section.end):
            sentence = document.text[start:end]
            if not sentence.endswith(":"):  # what opens a list says nothing by itself
                assert (section.title, sentence.removeprefix("- ")) in known
    assert len(known) == len(questions.load(id))


@each_source
def test_a_fact_has_many_questions_each_once_and_each_a_clean_line(id: str) -> None:
    facts = questions.load(id)
    assert [fact.quote for fact in facts if len(fact.questions) < LEAST] == []
    asked = [question for fact in facts for question in fact.questions]
    assert [question for question, count in Counter(asked).items() if count > 1] == []
    for text in (*asked, *(fact.quote for fact in facts), *(fact.section for fact in facts)):
        assert text == text.strip() != ""
        assert text.isprintable(), text  # no tab, no line break
    assert max(map(len, asked)) < 400


@each_source
def test_every_question_goes_to_the_passage_with_its_sentence(id: str) -> None:
    prepared = prepare(shipped(id), DUTCH)
    passage_of = {
        key.question: passage
        for passage, keys in zip(prepared.passages, prepared.keys, strict=True)
        for key in keys
    }
    said = {key.question: (key.start, key.end) for keys in prepared.keys for key in keys}
    facts = questions.load(id)
    assert len(passage_of) == sum(map(len, prepared.keys))
    assert passage_of.keys() == {question for fact in facts for question in fact.questions}
    for fact in facts:
        passage = passage_of[fact.questions[0]]
        assert fact.quote in passage.text
        for question in fact.questions:
            assert passage_of[question] is passage
            assert prepared.document.text[slice(*said[question])] == fact.quote


# The whole way, with files of questions of our own


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the code of ingest with its corpus, but without questions, and one document."""
    root = tmp_path / "project"
    shutil.copytree(PROJECT / "ingest", root / "ingest", ignore=shutil.ignore_patterns("*.pyc"))
    (root / "corpus" / "questions").mkdir(parents=True)
    for name in ("digests", "encoder", "lexicon.tsv", "sources.toml"):
        (root / "corpus" / name).symlink_to(pipeline.CORPUS / name)
    (root / "stukken").mkdir()
    text = "# Stuk\n\n## Kop\n\nRust helpt niet.\n\n## Slot\n\nDe rest.\n"
    (root / "stukken" / "stuk.md").write_text(text, encoding="utf-8")
    return root


def ingested(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", "stukken", "--index", "index"],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def keys(project: Path) -> list[str]:
    build = Index(project / "index").build()
    assert build.faults() == []
    found = build._documents.keys()
    build.close()
    return found


@pytest.mark.slow
def test_other_questions_make_the_index_anew(project: Path) -> None:
    path = project / "corpus" / "questions" / "stuk.jsonl"
    assert ingested(project).returncode == 0
    assert keys(project) == ["stuk:0000", "stuk:0001"]
    before = (project / "index" / "current").read_text()
    path.write_text(row(questions=["liggen?", "in bed?"]), encoding="utf-8")
    assert "ongewijzigd        1" in ingested(project).stdout
    assert keys(project) == ["stuk:0000", "stuk:0000#0", "stuk:0000#1", "stuk:0001"]
    made = (project / "index" / "current").read_text()
    assert made != before
    assert ingested(project).returncode == 0
    assert (project / "index" / "current").read_text() == made
    path.unlink()
    assert ingested(project).returncode == 0
    assert keys(project) == ["stuk:0000", "stuk:0001"]


@pytest.mark.slow
def test_ingest_names_the_malformed_line_and_keeps_the_index(project: Path) -> None:
    path = project / "corpus" / "questions" / "stuk.jsonl"
    path.write_text(f"{row()}\n{{", encoding="utf-8")
    (project / "stukken" / "ander.md").write_text("# Ander\n\nTekst.\n", encoding="utf-8")
    done = ingested(project)
    assert done.returncode == 1
    assert "stuk.jsonl, regel 2: geen vragen bij een feit" in done.stderr
    assert keys(project) == ["ander:0000"]
