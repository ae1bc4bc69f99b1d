import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import documents, passages, pipeline
from ingest.documents import File
from ingest.passages import LONGEST, TARGET_WORDS
from ingest.schema import Block, BlockKind, Document, Source
from ingest.text import Origins, Text
from tests.ingest.conftest import Read

DIGESTS = sorted(pipeline.DIGESTS.glob("*.md"))
LONGEST_SENTENCE = 40  # words, in a random document

# Each row is one text; | is where a sentence ends.
BORDERS = [
    # plain ends
    "De pijn zakt vanzelf.|Blijf bewegen.",
    "Heeft u pijn?|Dan helpt bewegen!|Echt waar…|Toch?",
    "Hij zegt dat het kan...|Dat is fijn.",
    "Zonder punt aan het eind",
    "Eén zin.",
    # abbreviations
    "Dit geldt o.a. bij rugpijn.|Bij kinderen niet.",
    "Geef bijv. Paracetamol of bv. Ibuprofen.|Stop na een week.",
    "Dat is normaal, d.w.z. geen afwijking.|Meer niet.",
    "Kies voor oefenen i.p.v. rusten.|Dat helpt.",
    "Krukken, braces e.d. worden niet vergoed.|Dat is jammer.",
    "Meet m.b.v. een goniometer.|Noteer de hoek.",
    "Zo meet je m.b.v. MRI de zwelling.|Noteer haar.",
    "Volgens dr. Jansen klopt dat.|Prof. dr. Bakker twijfelt.",
    "Mw. Jansen heeft pijn.|Dhr. Pieters niet.",
    "Jansen et al. (2019) vonden niets.|Dat is jammer.",
    "Jansen et al. Vonden geen verschil.",
    "Geen verschil (Jansen e.a. 2019).|Dat is jammer.",
    "Geef max. 3 tabletten, evt. 4.|Stop daarna.",
    "Ca. 20% houdt klachten, m.n. Ouderen.|Jongeren niet.",
    "Pijn bij hoesten, niezen enz. komt voor.|Dat is normaal.",
    "Uitval t.g.v. Een val is bij L4-L5 c.q. S1 te zien.|Let op.",
    "Zie hfst. 3, par. 4, afb. 2 en p. 12.|Vgl. tabel 3.",
    "De uitslag is a.s. maandag.|Dan bellen we.",
    # names
    "Volgens A.B. Smit en J. de Vries klopt het.|Ja.",
    "Dat schreef J. Smit eerder.|Later ook K. Bos.",
    # numbers
    "De score was 2.5 punten.|De afname was 1.000 ml.",
    "Bij 20,5% (p<0,05).|Dat is veel.",
    "De kans was groot (OR 2.3; 95%-BI 1.1-3.4).|Dat is zeker.",
    "Het duurt 20-35 dagen.|30% houdt klachten.",
    "De score is 7/10.|≥ 50 jaar is een risico.",
    "Het was om 10.30 uur.|Daarna niet.",
    "Dat zag men in 2019.|2020 was anders.",
    "Niet 2.|Wel.",
    "Dit is niveau 2.|Daarna volgt niveau 3.|Klaar.",
    "2.1 Beleid bij rugpijn.|Blijf bewegen.",
    "2.1. Beleid bij rugpijn.|Blijf bewegen.",
    "2. Beleid bij rugpijn.|Blijf bewegen.",
    # quotes and brackets
    'Hij zei: "Ik heb pijn."|Daarna ging hij weg.',
    "Hij zei: ‘Ik heb pijn.’|Daarna ging hij weg.",
    "Zij vroeg: ‘Helpt het?’|‘Soms’, zei hij.",
    "Hij heeft pijn (zie fig. 2).|Daarna niet meer.",
    "(Dit staat los.)|Daarna niet.",
    "De pijn nam af.|(Na een week.)",
    "Vroeg hij: ‘Waarom?’.|Daarna niet.",
    # reference marks
    "De pijn nam af.2|Daarna niet.",
    "De pijn nam af.2,18|Daarna niet.",
    "De pijn nam af.2-5|Daarna niet.",
    "De pijn nam af [2].|Daarna niet.",
    # units and short forms
    "De BSE was 20 mm/h.|De CRP was 5 mg/l.",
    "Geef 500 mg.|Stop na 7 dagen.",
    "De uitval zat op L5.|De reflex was laag.",
    "Let op IL-6.|TNF-α was hoger.",
    "Er is geen effect.|IL-1β was lager.",
    "De pijn verdween.|α-blokkers hielpen niet.",
    "De patiënt heeft een LRS.|De huisarts verwijst.",
    "De score was 5 max.|Daarna 3 min. 2 dagen rust.",
    "Lees meer op www.thuisarts.nl voor uitleg.|Daar staat het.",
    "Gebruikt u NSAID's?|Stop daarmee.",
    # blocks
    "Eerste alinea zonder punt\n\n|Tweede alinea",
    "Dit helpt:\n\n|- bewegen\n|- warmte",
    "Dit helpt:\n|1. bewegen\n|2. warmte. |Doe het rustig.",
    "| a | b |\n|| c | d |",
    "| a | b |\n|| 1. X | 2. Y |",
    "Dat wist hij al.|Later zij ook.",
    "Er was geen NRS.|De VAS was er wel.",
    "De zwelling is 2 cm.|Dat is klein.",
    "Het duurde 5 min.|Daarna stopte het.",
    "Wandel, fiets, enz.|Rust is niet nodig.",
    "Gebruik krukken e.d.|Na een week kan het zonder.",
    "Geef dit 3 dd.|Stop na 7 dagen.",
    "De kracht was MRC-graad V.|Het gevoel was goed.",
    "Hij had pijn in het been.|'s Nachts was het erger.",
    "Het is vroeg.|'s Ochtends is hij stijf.",
    "Geef vitamine D.|Dat helpt niet.",
    "Er is bewijs van niveau B.|Dat is matig.",
    "Dit was in jan. 2020 en nov. 2021.|Daarna niet.",
    "De pijn nam af.[2]|Daarna niet.",
]


@pytest.mark.parametrize("marked", BORDERS, ids=range(len(BORDERS)))
def test_sentences_end_where_they_should(marked: str) -> None:
    if marked.startswith("| "):  # a table: only the first || is a border
        text, expected = marked.replace("||", "|"), marked.split("\n|")
    else:
        text = re.sub(r"(?<=[^\s])\|(?=[^\s])", " ", marked).replace("|", "")
        expected = marked.split("|")
    found = [text[start:end] for start, end in passages.sentences(text)]
    assert found == [sentence.strip() for sentence in expected]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\n- \n"])
def test_nothing_but_white_space_and_marks_gives_no_more_than_the_mark(text: str) -> None:
    assert [text[a:b] for a, b in passages.sentences(text)] in ([], ["-"])


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "Kop\n\nEen zin. Nog een. En nog een."
    start, end = text.index("Een"), text.index(" En nog")
    assert [text[a:b] for a, b in passages.sentences(text, start, end)] == ["Een zin.", "Nog een."]


def test_cutting_a_sentence_out_leaves_it_one_sentence() -> None:
    for path in DIGESTS:
        text = _document(path).text
        for start, end in passages.sentences(text):
            inner = text[start:end]
            assert passages.sentences(inner) == [(0, len(inner))]


def test_what_runs_on_is_cut_between_words() -> None:
    text = "Kort. " + "Woord " * (2 * LONGEST + 1) + "slot. Kort."
    found = [text[start:end] for start, end in passages.sentences(text)]
    assert [len(sentence.split()) for sentence in found] == [1, LONGEST, LONGEST, 2, 1]
    assert " ".join(found) == text


# Passages


def _document(path: Path) -> Document:
    return documents.read(File(path, path.stem), None)


def _random_document(seed: int) -> Document:
    rng = random.Random(seed)
    words = (
        "rug pijn o.a. dr. 2,5 L5 (zie bewegen) NRS 20-35 ≤ ‘ja’ en Niet IL-1β bijv. été".split()
    )

    def sentence() -> str:
        body = " ".join(rng.choices(words, k=rng.randint(1, LONGEST_SENTENCE - 2)))
        return f"Wel {body} {rng.choice(['goed.', 'zo?', 'af.2', 'nee!', 'los:'])}"

    def blocks() -> Iterator[Block]:
        yield block("heading", "Titel", 1)
        for _ in range(rng.randint(1, 30)):
            kind = rng.choice(
                ["heading", "paragraph", "paragraph", "item", "row", "figure", "note"]
            )
            match kind:
                case "heading":
                    yield block("heading", f"Kop {rng.random()}", rng.randint(2, 4))
                case "paragraph":
                    yield block(
                        "paragraph", " ".join(sentence() for _ in range(rng.randint(1, 12)))
                    )
                case "item":
                    yield block("item", f"{rng.choice(['-', '1.', '2)'])} {sentence()}")
                case "row":
                    yield block("row", f"| {rng.choice(words)} | {rng.choice(words)} |")
                case "figure":
                    yield block("caption", f"Figuur 1. {sentence()}")
                    yield block("figure", " ".join(rng.choices(words, k=5)))
                case "note":
                    yield block("note", f"1 {sentence()}")

    return laid_out(f"stuk-{seed}", list(blocks()))


def block(kind: BlockKind, text: str, level: int = 0) -> Block:
    return Block(kind, Text.read(text), level)


def laid_out(id: str, blocks: list[Block]) -> Document:
    """Blocks as a document."""
    layout = documents.assemble(blocks)
    return Document(
        id,
        layout.text.string,
        layout.sections,
        Source(title="Titel"),
        Origins.of(layout.text),
        layout.regions,
    )


def _assert_tiled(document: Document) -> None:
    found = passages.split(document)
    at = 0
    for number, passage in enumerate(found):
        assert passage.id == f"{document.id}:{number:04d}"
        assert passage.document_id == document.id
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert document.text[at : passage.start].strip() == ""
        section = document.section_at(passage.end - 1)
        assert passage.section == section.title
        headings = [s for s in document.sections if passage.start < s.end <= section.start]
        assert [s.title for s in headings if document.text[s.body : s.end].strip()] == []
        at = passage.end
    assert document.text[at:].strip() == ""


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_the_passages_of_a_digest_tile_its_text_within_sections(path: Path) -> None:
    _assert_tiled(_document(path))


@pytest.mark.parametrize("seed", range(60))
def test_the_passages_of_a_random_text_tile_it_within_sections(seed: int) -> None:
    _assert_tiled(_random_document(seed))


@pytest.mark.parametrize("seed", range(60))
def test_sentences_are_never_cut_by_passages(seed: int) -> None:
    document = _random_document(seed)
    starts = {passage.start for passage in passages.split(document)}
    ends = {passage.end for passage in passages.split(document)}
    for section in document.sections:
        for start, end in passages.sentences(document.text, section.body, section.end):
            assert not any(start < border < end for border in starts | ends)


@pytest.mark.parametrize(
    "document",
    [*map(_document, DIGESTS), *map(_random_document, range(40))],
    ids=lambda document: document.id,
)
def test_passages_are_of_bounded_size(document: Document) -> None:
    most = 1.5 * TARGET_WORDS + LONGEST_SENTENCE
    for section in document.sections:
        sizes = [
            len(document.text[max(p.start, section.body) : p.end].split())
            for p in passages.split(document)
            if section.body <= p.end - 1 < section.end
        ]
        assert max(sizes, default=0) <= most


def test_a_heading_goes_with_the_sentences_under_it(read: Read) -> None:
    found = passages.split(read("a.md", "# T\n\nVooraf.\n\n## Beleid\n\nBlijf bewegen.\n"))
    assert [passage.text for passage in found] == ["T\n\nVooraf.", "Beleid\n\nBlijf bewegen."]


def test_a_heading_with_nothing_under_it_goes_with_the_section_that_follows(read: Read) -> None:
    raw = "# T\n\n## Beleid\n\n### Pijn\n\nBlijf bewegen.\n\n## Rust\n\n## Werk\n\nGa door.\n"
    found = passages.split(read("a.md", raw))
    assert [(passage.section, passage.text) for passage in found] == [
        ("Beleid › Pijn", "T\n\nBeleid\n\nPijn\n\nBlijf bewegen."),
        ("Werk", "Rust\n\nWerk\n\nGa door."),
    ]


def test_a_heading_at_the_very_end_is_kept(read: Read) -> None:
    found = passages.split(read("a.md", "## Beleid\n\nBlijf bewegen.\n\n## Rust\n\n## Werk\n"))
    assert [(passage.section, passage.text) for passage in found] == [
        ("Beleid", "Beleid\n\nBlijf bewegen."),
        ("Werk", "Rust\n\nWerk"),
    ]


def test_a_list_keeps_the_sentence_that_opens_it(read: Read) -> None:
    prose = "Deze zin telt precies acht woorden in totaal. " * 11
    items = "\n".join(f"- punt {number} van deze lange lijst met adviezen" for number in range(9))
    found = passages.split(read("a.md", f"## Beleid\n\n{prose}\n\nDit helpt wel:\n\n{items}\n"))
    assert [passage.text.startswith("Dit helpt wel:\n\n- punt 0") for passage in found] == [
        False,
        True,
    ]


def test_a_section_that_fits_in_a_passage_is_one_passage(read: Read) -> None:
    prose = "Deze zin telt precies acht woorden in totaal. " * 4
    document = read("a.md", f"## Beleid\n\n{prose}\n\nDit helpt:\n\n- rust\n- warmte\n")
    assert len(passages.split(document)) == 1


def test_the_page_of_a_passage_is_where_it_starts(read: Read) -> None:
    plain = read("a.md", "## A\n\nEen.\n\n## B\n\nTwee.\n\n## C\n\nDrie.\n")
    second = plain.text.index("Twee")
    pages = [Text.read(plain.text[:second], 1), Text.read(plain.text[second:], 2)]
    paged = replace(plain, origins=Origins.of(Text.join("", pages)))
    assert [passage.page for passage in passages.split(plain)] == [None, None, None]
    assert [passage.page for passage in passages.split(paged)] == [1, 1, 2]


def test_a_table_row_is_one_sentence_whatever_stands_in_it() -> None:
    text = "| Advies: Blijf bewegen. Neem geen rust. | Graad: 2 |\n| Advies: Werk door. |"
    found = [text[start:end] for start, end in passages.sentences(text)]
    assert found == text.split("\n")


def test_what_is_no_prose_has_passages_of_its_own() -> None:
    document = laid_out(
        "stuk",
        [
            block("heading", "Beleid", 2),
            block("paragraph", "Blijf bewegen."),
            block("caption", "Tabel 1. Middelen"),
            block("row", "| Middel: rust | Effect: geen |"),
            block("row", "| Middel: oefenen | Effect: matig |"),
            block("caption", "Figuur 2. Stroomschema"),
            block("figure", "n = 12"),
            block("paragraph", "Ga door met werken."),
            block("note", "1 Behalve bij koorts."),
            block("reference", "Zebra Z. Strepen. 2019."),
        ],
    )
    assert [(passage.kind, passage.text) for passage in passages.split(document)] == [
        ("prose", "Beleid\n\nBlijf bewegen."),
        (
            "table",
            "Tabel 1. Middelen\n\n| Middel: rust | Effect: geen |\n"
            "| Middel: oefenen | Effect: matig |",
        ),
        ("figure", "Figuur 2. Stroomschema\n\nn = 12"),
        ("prose", "Ga door met werken.\n\n1 Behalve bij koorts."),
        ("reference", "Zebra Z. Strepen. 2019."),
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("## A\n\nEen zin. Nog een.\n", "prose"),
        ("## A\n\n- een\n- twee\n- drie\n", "list"),
        ("## A\n\n1. een\n2. twee\n", "list"),
        ("## A\n\nDit helpt:\n\n- een\n- twee\n", "list"),
        ("## A\n\nEen.\n\nTwee.\n\n- een\n- twee\n", "prose"),
        ("## A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "table"),
        ("## Literatuur\n\n1. Zebra Z. Strepen. 2019.\n", "reference"),
        ("## Referenties\n\nZebra Z. Strepen. 2019.\n", "reference"),
        ("## literatuurlijst\n\nZebra Z. Strepen. 2019.\n", "reference"),
        ("## Bronnen\n\nZebra Z. Strepen. 2019.\n", "reference"),
        ("## Bijlage\n\n### References\n\nZebra Z. Strepen. 2019.\n", "reference"),
        ("## Literatuuronderzoek\n\nEr is gezocht.\n", "prose"),
        ("## Referentiewaarden\n\nLager dan 5.\n", "prose"),
        ("## Bronnen van pijn\n\nEen gewricht kan pijn geven.\n", "prose"),
        ("## Literatuur over slaap en pijn\n\nSlecht slapen geeft pijn.\n", "prose"),
        ("## Referenties\n\n### Websites\n\nZebra Z. Strepen. 2019.\n", "reference"),
    ],
)
def test_a_passage_is_of_the_kind_of_most_of_its_lines(read: Read, body: str, kind: str) -> None:
    assert passages.split(read("a.md", body))[-1].kind == kind
