import re
from pathlib import Path

import pytest

from ingest import documents, pipeline
from ingest.documents import File
from ingest.errors import CorpusError, DocumentError, EmptyDocument, UnreadableDocument
from ingest.schema import Block, BlockKind, Document, Mark, Mend, Source
from ingest.text import Text
from tests.ingest.conftest import Read, Write


def titles(document: Document) -> list[str]:
    return [section.title for section in document.sections]


# Ids


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("nekpijn.md", "nekpijn"),
        ("Richtlijn Nekpijn (2024).md", "richtlijn-nekpijn-2024"),
        ("LRS_leidraad.txt", "lrs_leidraad"),
        ("Patiënten en rugpijn.txt", "patiënten-en-rugpijn"),
        ("patie\u0308nten.md", "patiënten"),
        ("versie 2.1.md", "versie-2-1"),
        ("--rug--.md", "rug"),
        ("a:b.md", "a-b"),
        ("...md", "document"),
        ("(!).md", "document"),
    ],
)
def test_an_id_is_the_stem_in_lower_case_with_hyphens(name: str, id: str) -> None:
    assert documents.document_id(Path(name)) == id


# Markdown


def test_a_section_is_named_by_its_path_of_headings_without_the_title(read: Read) -> None:
    document = read(
        "a.md", "# T\n\nA.\n\n## Beleid\n\nB.\n\n### Pijn\n\nC.\n\n## Verwijzen\n\nD.\n"
    )
    assert titles(document) == ["T", "Beleid", "Beleid › Pijn", "Verwijzen"]


def test_a_skipped_level_of_heading_is_no_gap_in_the_path(read: Read) -> None:
    assert titles(read("a.md", "# T\n\n## A\n\n#### B\n\nTekst.\n"))[-1] == "A › B"


def test_underlined_and_closed_headings_are_headings(read: Read) -> None:
    document = read("a.md", "Titel\n=====\n\nBeleid\n------\n\nTekst.\n\n## Pijn ##\n\nTekst.\n")
    assert titles(document) == ["Titel", "Beleid", "Pijn"]


def test_a_later_heading_of_level_1_stays_in_the_paths_below_it(read: Read) -> None:
    document = read("a.md", "# T\n\nA.\n\n# Deel twee\n\nB.\n\n## Beleid\n\nC.\n")
    assert titles(document) == ["T", "Deel twee", "Deel twee › Beleid"]


def test_text_before_the_first_heading_is_a_section_without_a_name(read: Read) -> None:
    assert titles(read("a.md", "Vooraf.\n\n## Beleid\n\nTekst.\n")) == ["", "Beleid"]


@pytest.mark.parametrize(
    "raw",
    [
        "# T\n\n## A\n\nTekst.\n\n### B\n\n- een\n- twee\n\n## C\n\n| x |\n|---|\n| 1 |\n",
        "Vooraf.\n\n## A\n\nTekst.\n",
        "Alleen tekst.\n",
        "# T\n## A\n## B\nTekst.\n",
    ],
)
def test_sections_tile_the_text_and_open_with_their_heading(read: Read, raw: str) -> None:
    document = read("a.md", raw)
    starts = [section.start for section in document.sections]
    ends = [section.end for section in document.sections]
    assert [*starts, len(document.text)] == [0, *ends]
    for section in document.sections:
        assert document.text[section.start : section.body] == section.title.rpartition(" › ")[2]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("een\ntwee", "een twee"),
        ("een\\\ntwee", "een twee"),
        ("een  \ntwee<br>drie<br/>vier", "een twee drie vier"),
        ("- een<br>twee\\\n  drie", "- een twee drie"),
        ("een\n\ntwee", "een\n\ntwee"),
        ("Dit is **vet**, *schuin*, ***beide*** en `code`.", "Dit is vet, schuin, beide en code."),
        ("Zie [Thuisarts](https://thuisarts.nl 'uitleg').", "Zie Thuisarts."),
        ("Zie [de tabel][1].\n\n[1]: http://voorbeeld.nl", "Zie de tabel."),
        ("Voor ![een rug](rug.png) na.", "Voor  na."),
        ("Voor <b>vet</b> na <!-- stil -->.", "Voor vet na ."),
        ("Voor.\n\n<div>\nweg\n</div>\n\nNa.", "Voor.\n\nNa."),
        ("Voor.\n\n***\n\nNa.", "Voor.\n\nNa."),
        ("> een citaat\n> gaat door", "een citaat gaat door"),
        ("```\nvrije tekst\n```", "vrije tekst"),
        ("2 \\* 3 &le; 6 &amp; p < 0,05", "2 * 3 ≤ 6 & p < 0,05"),
        ("- een\n- twee\n  gaat door", "- een\n- twee gaat door"),
        ("* een\n* twee", "- een\n- twee"),
        ("- een\n\n- twee", "- een\n- twee"),
        ("- een\n  - diep\n- twee", "- een\n- diep\n- twee"),
        ("- een\n\n  tweede alinea", "- een\n\ntweede alinea"),
        ("1. een\n2. twee", "1. een\n2. twee"),
        ("1) een\n2) twee", "1. een\n2. twee"),
        ("3. derde\n4. vierde", "3. derde\n4. vierde"),
        ("1. een\n   - diep\n2. twee", "1. een\n- diep\n2. twee"),
        ("| a | b |\n|---|:-:|\n| 1 | **2** |", "| a: 1 | b: 2 |"),
        ("| a | b |\n|---|---|\n| 1 | |", "| a: 1 |"),
        ("| a | b |\n|---|---|\n| een<br>twee | 2 |", "| a: een twee | b: 2 |"),
        ("Alinea.\n\n- item\n\nAlinea.", "Alinea.\n\n- item\n\nAlinea."),
    ],
)
def test_markup_is_taken_off_and_the_words_stay(read: Read, raw: str, text: str) -> None:
    assert read("a.md", raw).text == text


def test_a_place_line_is_kept_apart_from_the_text(read: Read) -> None:
    document = read("a.md", "# T\n\n## A\nPlaats in de bron: alinea 2\n\nTekst.\n\n## B\n\nMeer.\n")
    assert [section.place for section in document.sections] == ["", "alinea 2", ""]
    assert document.text == "T\n\nA\n\nTekst.\n\nB\n\nMeer."


def test_a_place_line_away_from_a_heading_is_text(read: Read) -> None:
    assert "Plaats in de bron: x" in read("a.md", "## A\n\nTekst.\n\nPlaats in de bron: x\n").text


def test_text_that_touches_the_place_line_is_not_lost(read: Read) -> None:
    document = read("a.md", "## A\nPlaats in de bron: alinea 2\nTekst die telt.\n\nMeer.\n")
    assert document.sections[0].place == "alinea 2"
    assert document.text == "A\n\nTekst die telt.\n\nMeer."


# Front matter and metadata


def test_front_matter_gives_the_metadata(read: Read) -> None:
    front = "---\ntitle: Mijn stuk\nauthors: [A. Een, B. Twee]\nyear: 2020\nkind: notitie\n---\n"
    document = read("a.md", front + "# Kop\n\nTekst.\n")
    assert document.meta == Source("Mijn stuk", ("A. Een", "B. Twee"), year=2020, kind="notitie")
    assert document.text == "Kop\n\nTekst."


def test_one_author_needs_no_list(read: Read) -> None:
    assert read("a.md", "---\ntitle: T\nauthors: A. Een\n---\nTekst.\n").meta.authors == ("A. Een",)


def test_front_matter_in_plain_text_is_read_too(read: Read) -> None:
    assert read("a.txt", "---\ntitle: T\n---\nTekst.\n").meta.title == "T"


def test_front_matter_without_a_title_leaves_it_to_the_heading(read: Read) -> None:
    assert read("a.md", "---\nyear: 2020\n---\n# Kop\n\nTekst.\n").meta.title == "Kop"


def test_sources_toml_wins_over_front_matter(read: Read) -> None:
    source = Source(title="Uit sources.toml", year=2021)
    assert read("a.md", "---\ntitle: Anders\n---\nTekst.\n", source).meta is source


@pytest.mark.parametrize(
    ("name", "raw", "title"),
    [
        ("stuk.md", "Tekst.\n\n## Beleid\n\nMeer.\n", "Beleid"),
        ("Mijn stuk.md", "Tekst zonder kop.\n", "Mijn stuk"),
        ("stuk.md", "# Een *mooie* kop\n\nTekst.\n", "Een mooie kop"),
    ],
)
def test_without_metadata_the_heading_is_the_title_else_the_name(
    read: Read, name: str, raw: str, title: str
) -> None:
    assert read(name, raw).meta == Source(title=title)


@pytest.mark.parametrize(
    ("front", "key"),
    [
        ("title: 2020", "title"),
        ("title:", "title"),
        ("title: T\nauthors: 5", "authors"),
        ("title: T\nauthors: [A. Een, 2]", "title of authors"),
        ("title: T\nyear: 2020-05-01", "year"),
        ("title: T\nyear: vorig jaar", "year"),
        ("title: T\nyear: yes", "year"),
        ("year: vorig jaar", "year"),
        ("title: T\nvenue: [a, b]", "venue"),
    ],
)
def test_a_wrong_value_in_front_matter_is_named(read: Read, front: str, key: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"onbekende sleutel of verkeerde waarde: {key}$"):
        read("a.md", f"---\n{front}\n---\nTekst.\n")


def test_front_matter_that_is_no_yaml_is_named(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match="de kop tussen --- is geen geldige YAML"):
        read("a.md", "---\ntitle: [open\n---\nTekst.\n")


def test_a_key_of_front_matter_that_no_source_has_is_passed_over(read: Read) -> None:
    front = "---\ntitel: Verschreven\ntags: [rug]\ndate: 2020-05-01\n---\n"
    document = read("a.md", front + "# Kop\n\nTekst.\n")
    assert (document.meta, document.text) == (Source("Kop"), "Kop\n\nTekst.")


def test_a_rule_on_top_of_the_text_is_no_front_matter(read: Read) -> None:
    assert read("a.md", "---\n\nEen alinea.\n\n---\n\nMeer.\n").text == "Een alinea.\n\nMeer."


# Plain text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Een regel die\ndoorloopt.", "Een regel die doorloopt."),
        ("Een.\n\n\n\nTwee.", "Een.\n\nTwee."),
        ("De ontste-\nking.", "De ontsteking."),
        ("• een\n• twee\ngaat door", "- een\n- twee gaat door"),
        ("– een\n– twee", "- een\n- twee"),
        ("1. een\n2. twee", "1. een\n2. twee"),
        ("1) een\n2) twee", "1. een\n2. twee"),
        ("Dit helpt:\n- rust\n- bewegen", "Dit helpt:\n\n- rust\n- bewegen"),
        ("**geen** _opmaak_ <b>hier</b>", "**geen** _opmaak_ <b>hier</b>"),
    ],
)
def test_plain_text_is_unwrapped_and_its_bullets_are_items(read: Read, raw: str, text: str) -> None:
    assert read("a.txt", raw).text == text


PROSE = "De meeste mensen met deze klacht herstellen binnen enkele weken helemaal vanzelf."


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (f"Beleid bij pijn\n\n{PROSE}", ["Beleid bij pijn"]),
        (f"2.1 Beleid bij pijn\n\n{PROSE}", ["2.1 Beleid bij pijn"]),
        ("Adviezen\n\n- blijf bewegen", ["Adviezen"]),
        (f"Beleid\n{PROSE}", ["Beleid"]),
        ("Adviezen\n- blijf bewegen en werk zoveel mogelijk door\n- loop", ["Adviezen"]),
        (f"Beleid.\n\n{PROSE}", [""]),
        (f"beleid bij pijn\n\n{PROSE}", [""]),
        (f"Dit helpt:\n\n{PROSE}", [""]),
        (f"12 34 56 78 90\n\n{PROSE}", [""]),
        ("Naam\n\nPlaats", [""]),
        (f"{'Een heel lange regel ' * 5}zonder punt\n\n{PROSE}", [""]),
        (f"Inleiding vooraf.\n\nBeleid\n\n{PROSE}", ["", "Beleid"]),
    ],
)
def test_a_heading_of_plain_text_is_known_by_its_shape(
    read: Read, raw: str, found: list[str]
) -> None:
    assert titles(read("a.txt", raw)) == found


def test_lines_that_are_not_wrapped_are_paragraphs_of_their_own(read: Read) -> None:
    long = (PROSE + " ") * 3
    document = read("a.txt", f"Inleiding\n{long}\n{long}\nBeleid\n{long}")
    assert titles(document) == ["Inleiding", "Beleid"]
    assert document.text.count(long.strip()) == 3
    assert document.text.count("\n\n") == 4


# Nothing to read


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", ""),
        ("a.txt", " \n\t\n\u00a0\ufeff"),
        ("a.md", "# Alleen een kop\n\n## En nog een\n"),
        ("a.md", "## Kop\nPlaats in de bron: nergens\n"),
        ("a.md", "---\ntitle: T\n---\n"),
        ("a.md", "<div>alleen html</div>\n"),
    ],
)
def test_a_document_without_text_is_empty(read: Read, name: str, data: str) -> None:
    with pytest.raises(EmptyDocument, match="bevat geen tekst"):
        read(name, data)


def test_a_suffix_in_capitals_is_read(read: Read) -> None:
    assert read("A.MD", "# Kop\n\nTekst.\n").text == "Kop\n\nTekst."


def test_a_file_that_is_too_large_is_refused_unread(write: Write) -> None:
    path = write("groot.txt", "")
    with path.open("r+b") as file:
        file.truncate(documents.MAX_BYTES + 1)  # sparse: takes no room
    for reading in (lambda: documents.fingerprint(path, None), lambda: _read(path)):
        with pytest.raises(UnreadableDocument, match="is groter dan 100 MB"):
            reading()


def test_a_file_that_is_gone_is_unreadable(folder: Path) -> None:
    with pytest.raises(UnreadableDocument):
        _read(folder / "weg.txt")


def _read(path: Path) -> Document:
    return documents.read(File(path, "a"), None)


# Laying out


def block(kind: BlockKind, text: str, level: int = 0, **notes: tuple[Mark | Mend, ...]) -> Block:
    return Block(kind, Text.read(text), level, **notes)  # type: ignore[arg-type]


def test_marks_and_mends_move_along_with_their_block() -> None:
    layout = documents.assemble(
        [
            block("heading", "Beleid", 2),
            block("paragraph", "Rust helpt niet.", marks=(Mark(16, "2,18"),)),
            block("paragraph", "Bij patiënten wel.", mends=(Mend(4, "patiénten", "patiënten"),)),
        ]
    )
    (mark,), (mend,) = layout.marks, layout.mends
    assert layout.text.string[: mark.at].endswith("niet.")
    assert layout.text.string[mend.at :].startswith("patiënten")


def test_what_is_no_prose_is_a_region() -> None:
    layout = documents.assemble(
        [
            block("paragraph", "Vooraf."),
            block("caption", "Tabel 1. Middelen"),
            block("row", "| a |"),
            block("row", "| b |"),
            block("caption", "Figuur 1. Beloop"),
            block("figure", "n = 3"),
            block("note", "1 Voetnoot."),
            block("reference", "1. Smit."),
        ]
    )
    found = [(layout.text.string[r.start : r.end], r.kind) for r in layout.regions]
    assert found == [
        ("Tabel 1. Middelen\n\n| a |\n| b |", "table"),
        ("Figuur 1. Beloop\n\nn = 3", "figure"),
        ("1. Smit.", "reference"),
    ]


@pytest.mark.parametrize("path", sorted(pipeline.DIGESTS.glob("*.md")), ids=lambda path: path.stem)
def test_every_character_of_a_digest_knows_where_it_was_read(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    document = _read(path)
    for at, char in enumerate(document.text):
        place = document.origins.at(at)
        if place is None:
            assert char in "\n- "  # put between blocks, or a bullet
        else:
            assert raw[place.character] == char or (raw[place.character], char) == ("\n", " ")


# Fingerprints


def test_a_fingerprint_stands_for_the_bytes_and_for_the_source(write: Write) -> None:
    one, same = write("een.md", "Tekst."), write("twee.md", "Tekst.")
    other = write("drie.md", "Tekst!")
    source, changed = Source(title="T"), Source(title="T", year=2020)
    assert documents.fingerprint(one, source) == documents.fingerprint(same, source)
    assert documents.fingerprint(one, source) != documents.fingerprint(other, source)
    assert documents.fingerprint(one, source) != documents.fingerprint(one, changed)


def test_a_fingerprint_stands_for_the_format_too(write: Write) -> None:
    markdown, plain = write("a.md", "- *een*"), write("a.txt", "- *een*")
    assert documents.fingerprint(markdown, None) != documents.fingerprint(plain, None)


# Finding files


def ids(found: tuple[list[File], list[DocumentError]]) -> list[str]:
    files, faults = found
    assert faults == []
    return [file.id for file in files]


def test_folders_are_searched_and_hidden_files_left_out(folder: Path, write: Write) -> None:
    for name in ("b.md", "diep/dieper/a.md", ".stil.md", ".map/c.md", "diep/.git/d.md"):
        write(name, "Tekst.")
    assert ids(documents.find([folder], folder / "digests")) == ["a", "b"]


def test_a_hidden_file_that_is_named_is_read(folder: Path, write: Write) -> None:
    assert ids(documents.find([write(".stil.md", "Tekst.")], folder)) == ["stil"]


def test_a_folder_below_a_hidden_one_is_searched(folder: Path, write: Write) -> None:
    write(".map/c.md", "Tekst.")
    assert ids(documents.find([folder / ".map"], folder)) == ["c"]


def test_a_file_named_twice_is_found_once(folder: Path, write: Write) -> None:
    path = write("a.md", "Tekst.")
    assert ids(documents.find([folder, path, folder / "." / "a.md"], folder / "x")) == ["a"]


def test_a_path_that_does_not_exist_is_named(folder: Path) -> None:
    with pytest.raises(UnreadableDocument, match="bestaat niet"):
        documents.find([folder / "weg"], folder)


def test_of_two_files_with_one_id_the_first_goes_in_and_the_other_is_named(
    folder: Path, write: Write
) -> None:
    first, second = write("een/Nekpijn.md", "Een."), write("twee/nekpijn.txt", "Twee.")
    files, faults = documents.find([folder], folder / "digests")
    assert files == [File(first, "nekpijn")]
    assert [(fault.path, fault.other) for fault in faults] == [(second, first)]


@pytest.mark.parametrize("order", [("digests", "fulltext"), ("fulltext", "digests")])
def test_a_full_text_takes_the_place_of_the_digest(
    folder: Path, write: Write, order: tuple[str, str]
) -> None:
    write("digests/rug.md", "Samenvatting.")
    full = write("fulltext/rug.txt", "Volledig.")
    files, faults = documents.find([folder / name for name in order], folder / "digests")
    assert (files, faults) == ([File(full, "rug")], [])


@pytest.mark.parametrize(
    ("names", "winner"),
    [
        (["digests/rug.md", "fulltext/rug.odt"], "digests/rug.md"),
        (["stukken/rug.jpg", "stukken/rug.md"], "stukken/rug.md"),
    ],
)
def test_a_file_that_is_not_read_takes_no_place(
    folder: Path, write: Write, names: list[str], winner: str
) -> None:
    for name in names:
        write(name, "Tekst.")
    files, _ = documents.find([folder], folder / "digests")
    assert [file.path for file in files if file.id == "rug"] == [folder / winner]


@pytest.mark.parametrize("name", ["a.odt", "A.JPG", "zonder"])
def test_a_suffix_that_is_not_read_is_named(folder: Path, write: Write, name: str) -> None:
    path = write(name, b"%PDF-1.7")
    files, (fault,) = documents.find([folder], folder / "digests")
    assert files == []
    assert (type(fault), fault.path) == (UnreadableDocument, path)
    assert fault.reason.startswith(f"bestandstype '{path.suffix}' wordt niet gelezen (wel: .docx")


# sources.toml


def test_sources_are_read_by_id(write: Write) -> None:
    path = write("s.toml", '[rug]\ntitle = "Rug"\nauthors = ["A", "B"]\nyear = 2020\n')
    assert documents.load_sources(path) == {"rug": Source("Rug", ("A", "B"), year=2020)}


@pytest.mark.parametrize(
    "raw",
    [
        "[rug",
        '[rug]\ntitel = "Rug"\n',
        '[rug]\ntitle = "Rug"\njaar = 2020\n',
        "[rug]\nyear = 2020\n",
        "[rug]\ntitle = 5\n",
        '[rug]\ntitle = "Rug"\nauthors = 5\n',
        b'[rug]\ntitle = "\xff"\n',
        'title = "geen tabel"\n',
        '[rug]\ntitle = "Rug"\nyear = "2020"\n',
        '[rug]\ntitle = "Rug"\nyear = true\n',
        '[rug]\ntitle = "Rug"\nauthors = [1]\n',
    ],
)
def test_a_broken_sources_toml_is_named(write: Write, raw: str | bytes) -> None:
    path = write("s.toml", raw)
    with pytest.raises(CorpusError, match=re.escape(str(path))):
        documents.load_sources(path)


def test_a_missing_sources_toml_is_named(folder: Path) -> None:
    with pytest.raises(CorpusError):
        documents.load_sources(folder / "weg.toml")
