import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docx.oxml import parse_xml

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import docx
from ingest.schema import Mark, Reading

PATH = Path("stuk.docx")
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
BOX = "<w:txbxContent><w:p><w:r><w:t>In het kader.</w:t></w:r></w:p></w:txbxContent>"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
)

Document = Any  # python-docx has no types


def made(*builders: Callable[[Document], object]) -> bytes:
    """The bytes of a Word document that the builders have written to."""
    document = python_docx.Document()
    for build in builders:
        build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraph(inner: str) -> Callable[[Document], object]:
    """A paragraph of raw WordprocessingML."""
    made = f"<w:p {NAMES}>{inner}</w:p>"
    return lambda document: document.element.body.insert(-1, parse_xml(made))


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """The document with one part put in or changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def read(data: bytes) -> Reading:
    return docx.read(PATH, data)


def shown(data: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text.string) for block in read(data).blocks]


def texts(*builders: Callable[[Document], object]) -> list[str]:
    return [text for _, text in shown(made(*builders))]


def full(document: Document) -> None:
    """A document with something of everything."""
    document.add_heading("Werkafspraak nekpijn", 0)
    document.add_heading("Beleid", 1)
    sentence = document.add_paragraph("Nekpijn gaat vaak vanzelf over.")
    sentence.add_run("2,18").font.superscript = True
    sentence.add_run(" De BMI is in kg/m")
    sentence.add_run("2").font.superscript = True
    for text, style in [
        ("een", "List Number"),
        ("diep", "List Bullet 2"),
        ("twee", "List Number"),
        ("Tussendoor een alinea.", "Normal"),
        ("drie", "List Number"),
    ]:
        document.add_paragraph(text, style=style)
    table = document.add_table(3, 3)
    for number, text in enumerate("Middel Dosis Effect rust - geen x 2× −0,5".split()):
        table.cell(number // 3, number % 3).text = text
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("Tabel 1. Wat helpt.", style="Caption")
    document.sections[0].header.paragraphs[0].text = "Vertrouwelijk"
    document.sections[0].footer.paragraphs[0].text = "Pagina 1"


def test_a_document_gives_its_blocks() -> None:
    reading = read(made(full))
    assert [(block.kind, block.text.string) for block in reading.blocks] == [
        ("heading", "Werkafspraak nekpijn"),
        ("heading", "Beleid"),
        ("paragraph", "Nekpijn gaat vaak vanzelf over. De BMI is in kg/m²"),
        ("item", "1. een"),
        ("item", "- diep"),
        ("item", "2. twee"),
        ("paragraph", "Tussendoor een alinea."),
        ("item", "3. drie"),
        ("row", "| Middel: rust | Dosis: - | Effect: geen |"),
        ("row", "| Middel: rust | Dosis: 2× | Effect: −0,5 |"),
        ("caption", "Tabel 1. Wat helpt."),
    ]
    assert reading.blocks[2].marks == (Mark(31, "2,18"),)


def test_a_character_stands_at_its_place_in_the_text_content() -> None:
    data = made(full, paragraph(run("Voor") + "<w:r><w:tab/></w:r>" + run("na")))
    content = docx.text_content(PATH, data)
    for block in read(data).blocks:
        for offset, char in enumerate(block.text.string):
            place = block.text.place(offset)
            assert place is None or content[place.character] == {"²": "2"}.get(char, char)


# Headings


@pytest.mark.parametrize(
    ("style", "level"),
    [("Heading 1", 1), ("Heading 3", 3), ("Title", 1), ("Kop 2", 2), ("kop 4", 4), ("Kopie", 0)],
)
def test_a_heading_is_known_by_its_style(style: str, level: int) -> None:
    def build(document: Document) -> None:
        if style not in [each.name for each in document.styles]:
            document.styles.add_style(style, 1)
        document.add_paragraph("Beleid", style=style)
        document.add_paragraph("Tekst over de rug.")

    assert read(made(build)).blocks[0].level == level


def test_a_style_takes_its_level_from_what_it_is_based_on() -> None:
    def build(document: Document) -> None:
        style = document.styles.add_style("Eigen hoofdstuk", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Beleid", style=style)
        document.add_paragraph("Tekst.")

    assert read(made(build)).blocks[0].level == 2


def test_an_outline_level_makes_a_heading() -> None:
    inner = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>' + run("Beleid")
    first, _ = read(made(paragraph(inner), paragraph(run("Tekst.")))).blocks
    assert (first.kind, first.level) == ("heading", 3)


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        (run("Wat te doen", "<w:b/>"), "heading"),
        (run("Wat ", "<w:b/>") + run("te doen", "<w:b/>"), "heading"),
        (run("Wat te doen", '<w:b w:val="0"/>'), "paragraph"),
        (run("Wat ", "<w:b/>") + run("te doen"), "paragraph"),
        (run("Doe dit niet.", "<w:b/>"), "paragraph"),
    ],
)
def test_a_bold_line_above_a_text_is_a_heading(inner: str, kind: str) -> None:
    blocks = read(made(paragraph(inner), paragraph(run("Een gewone zin."))))
    assert blocks.blocks[0].kind == kind


def test_a_table_of_contents_is_left_out() -> None:
    def build(document: Document) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Beleid\t3", style="toc 1")

    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    control = f"<w:sdt {NAMES}><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent><w:p>{run('Inhoud')}</w:p>"
    control += "</w:sdtContent></w:sdt>"
    built = texts(
        build,
        lambda d: d.element.body.insert(0, parse_xml(control)),
        lambda d: d.add_paragraph("Tekst."),
    )
    assert built == ["Tekst."]


# Runs


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<w:ins w:id='1' w:author='a'>{run('erbij ')}</w:ins>" + run("tekst"), "erbij tekst"),
        (
            "<w:del w:id='1' w:author='a'><w:r><w:delText>weg </w:delText></w:r></w:del>"
            + run("t"),
            "t",
        ),
        (f"<w:moveFrom w:id='1' w:author='a'>{run('weg ')}</w:moveFrom>" + run("tekst"), "tekst"),
        (f"<w:moveTo w:id='1' w:author='a'>{run('hier')}</w:moveTo>", "hier"),
        (f"<w:hyperlink w:anchor='x'>{run('richtlijn')}</w:hyperlink>", "richtlijn"),
        (f"<w:sdt><w:sdtContent>{run('veld')}</w:sdtContent></w:sdt>", "veld"),
        (f"<w:smartTag>{run('Utrecht')}</w:smartTag>", "Utrecht"),
        (run("verborgen", "<w:vanish/>") + run("zicht"), "zicht"),
        ("<w:r><w:instrText> PAGE </w:instrText></w:r>" + run("3"), "3"),
        ("<w:r><w:t>nek</w:t><w:noBreakHyphen/><w:t>pijn</w:t></w:r>", "nek-pijn"),
        ("<w:r><w:t>een</w:t><w:br/><w:t>twee</w:t></w:r>", "een\ntwee"),
        ("<w:r><w:t>be</w:t><w:softHyphen/><w:t>leid</w:t></w:r>", "beleid"),
        (run("p ") + "<w:r><w:sym w:font='Symbol' w:char='F0A3'/></w:r>" + run(" 3"), "p ≤ 3"),
        (run("p ") + run("\uf0b3", "<w:rFonts w:ascii='Symbol'/>") + run(" 3"), "p ≥ 3"),
        (run("a", "<w:rFonts w:ascii='Symbol'/>") + run(" = 0,05"), "α = 0,05"),
        (run("10") + run("5", '<w:vertAlign w:val="superscript"/>'), "10⁵"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO2"),
    ],
)
def test_a_run_says_what_is_seen(inner: str, text: str) -> None:
    assert texts(paragraph(inner)) == [text]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<m:r><m:t>x=3</m:t></m:r>", "x=3"),
        (
            "<m:sSup><m:e><m:r><m:t>I</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>",
            "I²",
        ),
        (
            "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>x</m:t></m:r></m:sup></m:sSup>",
            "10^x",
        ),
        (
            "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "1/2",
        ),
    ],
)
def test_a_formula_keeps_its_numbers_apart(formula: str, text: str) -> None:
    assert texts(paragraph(f"<m:oMath>{formula}</m:oMath>")) == [text]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    cut = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    assert texts(paragraph(cut + run("Rust ")), paragraph(run("roest."))) == ["Rust roest."]
    assert texts(paragraph(cut + run("Rust."))) == ["Rust."]


@pytest.mark.parametrize(
    "drawing",
    [
        f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>",
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{BOX}"
        f"</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_a_text_box_is_read_once_after_its_paragraph(drawing: str) -> None:
    inner = run("Naast het ") + f"<w:r>{drawing}</w:r>" + run("kader.")
    assert texts(paragraph(inner)) == ["Naast het kader.", "In het kader."]


# Notes, lists, tables


def noted(kind: str, text: str) -> bytes:
    data = made(
        paragraph(run("Pijn") + f"<w:r><w:{kind}Reference w:id='2'/></w:r>" + run(" telt.")),
        lambda document: document.add_paragraph("Meer tekst."),
    )
    note = f"<w:{kind} w:id='2'><w:p><w:r><w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}>"
    separator = f"<w:{kind} w:type='separator' w:id='0'><w:p/></w:{kind}>"
    return with_part(data, f"word/{kind}s.xml", f"<w:{kind}s {NAMES}>{separator}{note}</w:{kind}s>")


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stands_after_its_paragraph(kind: str) -> None:
    first, second, third = read(noted(kind, " Bij volwassenen.")).blocks
    assert (first.text.string, first.marks) == ("Pijn telt.", (Mark(4, "1"),))
    assert (second.kind, second.text.string) == ("note", "1. Bij volwassenen.")
    assert third.text.string == "Meer tekst."


def test_a_mark_beside_a_note_is_a_mark_of_its_own() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    data = noted("footnote", " Bij volwassenen.")
    inner = run("Pijn") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(",7", raised)
    body = f"<w:document {NAMES}><w:body><w:p>{inner}</w:p></w:body></w:document>"
    first = read(with_part(data, "word/document.xml", body)).blocks[0]
    assert first.marks == (Mark(4, "1,7"),)


def test_a_note_that_cites_is_a_reference() -> None:
    data = noted("endnote", " Bos A, et al. Rug. Rugblad 2011;3:4.")
    assert shown(data)[1] == ("reference", "1. Bos A, et al. Rug. Rugblad 2011;3:4.")


def test_a_reference_list_is_known_by_its_heading() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Tekst.")
        document.add_heading("Literatuur", 1)
        document.add_paragraph("Bos A. Rug. 2011.", style="List Number")

    assert shown(made(build))[-1] == ("reference", "1. Bos A. Rug. 2011.")


NUMBERING = """<w:numbering {names}>
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/>
</w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


def listed(text: str, id: int, level: int = 0) -> Callable[[Document], object]:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>'
    return paragraph(f"<w:pPr>{number}</w:pPr>" + run(text))


def test_items_are_numbered_as_word_numbers_them() -> None:
    data = made(
        listed("een", 1),
        listed("eronder", 1, 1),
        listed("erbij", 1, 1),
        listed("diep", 1, 2),
        listed("verder", 1),
        listed("weer", 1, 1),
        listed("opnieuw", 2),
        listed("en door", 2),
        listed("geen lijst", 0),
    )
    data = with_part(data, "word/numbering.xml", NUMBERING.format(names=NAMES))
    assert [text for _, text in shown(data)] == [
        *("4. een", "- a. eronder", "- b. erbij", "- diep", "5. verder", "- a. weer"),
        *("1. opnieuw", "2. en door", "geen lijst"),
    ]


def test_merged_cells_and_repeated_head_rows() -> None:
    def build(document: Document) -> None:
        table = document.add_table(4, 2)
        for number, text in enumerate("Middel Effect Groep - rust 5% warmte 10%".split()):
            table.cell(number // 2, number % 2).text = text
        head = table.rows[0]._tr.get_or_add_trPr()
        head.append(parse_xml(f"<w:tblHeader {NAMES}/>"))
        table.cell(1, 1).text = ""
        table.cell(1, 0).merge(table.cell(1, 1))

    assert texts(build) == [
        "| Groep |",
        "| Middel: rust | Effect: 5% |",
        "| Middel: warmte | Effect: 10% |",
    ]


def test_a_box_of_one_cell_is_read_as_text() -> None:
    def build(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "Let op bij uitval."

    assert shown(made(build)) == [("paragraph", "Let op bij uitval.")]


def test_a_strict_document_is_read() -> None:
    inner = f'<w:document xmlns:w="{STRICT}"><w:body><w:p><w:r><w:t>Tekst.</w:t></w:r></w:p>'
    data = with_part(made(full), "word/document.xml", inner + "</w:body></w:document>")
    assert shown(data) == [("paragraph", "Tekst.")]


# Core properties


@pytest.mark.parametrize(
    ("title", "author", "meta"),
    [
        ("Nekpijn", "M. de Wit; J. Bos", {"title": "Nekpijn", "authors": ["M. de Wit", "J. Bos"]}),
        ("Microsoft Word - stuk.docx", "Microsoft Office User", {}),
        ("stuk.docx", "python-docx", {}),
        ("Document1", "gebruiker", {}),
        ("", "", {}),
    ],
)
def test_properties_are_kept_where_they_look_real(
    title: str, author: str, meta: dict[str, object]
) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Tekst.")
        document.core_properties.title, document.core_properties.author = title, author

    assert read(made(build)).meta == meta


def test_the_year_is_that_of_a_document_that_says_who_made_it() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Tekst.")
        document.core_properties.title = "Nekpijn"
        document.core_properties.created = datetime(2021, 5, 4)

    assert read(made(build)).meta == {"title": "Nekpijn", "year": 2021}


# Bad files


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is geen Word-document"),
        (b"gewone tekst", "is geen Word-document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is versleuteld met een wachtwoord"),
        (zipped({"a": b"x"}), "is geen Word-document"),
        (made(full)[:-400], "is beschadigd"),
        (made(full)[:3000], "is beschadigd"),
        (with_part(made(full), "word/document.xml", "<w:document"), "is beschadigd"),
        (with_part(made(full), "word/document.xml", "<a/>"), "is geen Word-document"),
        (with_part(made(full), "word/document.xml", b"\0\1\2"), "is beschadigd"),
        (with_part(made(full), "word/document.xml", "<a>" * 5_000), "is beschadigd"),
        (with_part(made(full), "_rels/.rels", "<Relationships/>"), "is geen Word-document"),
        (with_part(made(full), "word/media/a.bin", b"\0" * 30_000_000), "zip-bom"),
        (with_part(made(full), "word/document.xml", b" " * 51_000_000), "zip-bom"),
        (with_part(made(full), "word/document.xml", b"<a/>" * 2_000_001), "zip-bom"),
    ],
)
def test_what_is_no_word_document_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(data)


def test_many_small_bombs_are_one_bomb() -> None:
    parts = {f"word/{number}.bin": b"\0" * 9_000_000 for number in range(25)}
    with pytest.raises(UnreadableDocument, match="zip-bom"):
        read(zipped(parts))


@pytest.mark.parametrize("value", ['"lol"', 'SYSTEM "file:///etc/passwd"'])
def test_entities_are_refused(value: str) -> None:
    document = f"<!DOCTYPE a [<!ENTITY a {value}>]><w:document {NAMES}><w:body>"
    document += "<w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(UnreadableDocument, match="is beschadigd"):
        read(zipped({"_rels/.rels": RELS.encode(), "word/document.xml": document.encode()}))


@pytest.mark.parametrize(
    "settings",
    [
        '<w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="x"/></w:numPr>',
        '<w:pStyle w:val="bestaatniet"/><w:outlineLvl w:val="99"/>',
    ],
)
def test_odd_settings_lose_no_text(settings: str) -> None:
    (text,) = texts(paragraph(f"<w:pPr>{settings}</w:pPr>" + run("Tekst.")))
    assert text.endswith("Tekst.")


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(made())
