import re
from pathlib import Path

import pytest

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import html
from ingest.schema import Block, Mark, Reading
from tests.ingest.readers.webpages import JOURNAL, PAGES

PATH = Path("pagina.html")
BLOCK = re.compile(r"(?m)^(\w+): ((?:.*\n(?:    .*\n)*))")


def read(page: str | bytes) -> Reading:
    return html.read(PATH, page if isinstance(page, bytes) else page.encode())


def shown(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text.string.replace("\n", " ⏎ ")) for block in blocks]


def listed(blocks: str) -> list[tuple[str, str]]:
    return [(kind, " ".join(text.split())) for kind, text in BLOCK.findall(blocks)]


def body(inner: str) -> list[Block]:
    return read(f"<html><body><main>{inner}</main></body></html>").blocks


@pytest.mark.parametrize(("page", "blocks", "encoding"), PAGES)
def test_a_page_gives_its_content_and_nothing_else(page: str, blocks: str, encoding: str) -> None:
    assert shown(read(page.encode(encoding)).blocks) == listed(blocks)


@pytest.mark.parametrize(("page", "blocks", "encoding"), PAGES)
def test_a_character_stands_at_its_place_in_the_text_content(
    page: str, blocks: str, encoding: str
) -> None:
    data = page.encode(encoding)
    content = html.text_content(PATH, data)
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
    for block in html.read(PATH, data).blocks:
        put_in = ""
        for offset, char in enumerate(block.text.string):
            place = block.text.place(offset)
            if place is None:
                put_in += char
                continue
            there = content[place.character]
            assert place.page == 0
            assert (char == " " and there.isspace()) or char.translate(raised) == there
        assert not re.search(r"[^\W\d]", put_in)  # nothing but markers and separators


# Marks and powers


@pytest.mark.parametrize(
    ("inner", "text", "marks"),
    [
        ("meer pijn<sup>2,18</sup>.", "meer pijn.", [(9, "2,18")]),
        ("meer pijn.<sup>2</sup> Een", "meer pijn. Een", [(10, "2")]),
        ("pijn <sup>2</sup>, een", "pijn, een", [(4, "2")]),
        ("pijn<sup>3–5</sup>", "pijn", [(4, "3–5")]),
        ("pijn<sup>[7]</sup>", "pijn", [(4, "7")]),
        ('pijn<a href="#r2"><sup>2</sup></a>', "pijn", [(4, "2")]),
        (
            'pijn<sup><a href="#a">2</a></sup>,<sup><a href="#b">18</a></sup> en',
            "pijn en",
            [(4, "2,18")],
        ),
        ('pijn<sup><a href="#a">2</a>-<a href="#b">5</a></sup> en', "pijn en", [(4, "2-5")]),
        ('pijn.<a href="http://x.nl/p#r1">[1]</a> En', "pijn. En", [(5, "1")]),
        ('pijn.<a href="#fn">1</a> En', "pijn. En", [(5, "1")]),
        ('er stopten er 38.<a href="#fn">1</a>', "er stopten er 38.", [(17, "1")]),
        ('pijn<span class="superscript">2</span>', "pijn", [(4, "2")]),
        ('10<span style="vertical-align: super">5</span>', "10⁵", []),
        ("in 2015<sup>4</sup> bleek", "in 2015 bleek", [(7, "4")]),
        ("de NSAID<sup>6</sup> hielp", "de NSAID hielp", [(8, "6")]),
        ("0,8<sup>a</sup> en", "0,8 en", [(3, "a")]),
        ("25 kg/m<sup>2</sup>", "25 kg/m²", []),
        ("3 cm<sup>3</sup>", "3 cm³", []),
        ("10<sup>5</sup> mensen", "10⁵ mensen", []),
        ("10<sup>-3</sup> en 10<sup>5-6</sup>", "10⁻³ en 10⁵⁻⁶", []),
        ("10<sup>-3,5</sup>", "10^-3,5", []),
        ("I<sup>2</sup> = 38%, &chi;<sup>2</sup> = 4, R<sup>2</sup>", "I² = 38%, χ² = 4, R²", []),
        ("9,8 m s<sup>-2</sup>", "9,8 m s⁻²", []),
        ("CO<sub>2</sub>, Ca<sup>2+</sup>, log<sub>10</sub>", "CO2, Ca²⁺, log10", []),
        ("<sup>18</sup>F-FDG", "¹⁸F-FDG", []),
        ("de 1<sup>e</sup> lijn, 2<sup>de</sup> stap", "de 1e lijn, 2de stap", []),
        ('zie tabel <a href="#t1">1</a> en [<a href="#r">3</a>]', "zie tabel 1 en [3]", []),
        ("<math><msup><mn>10</mn><mn>5</mn></msup></math> keer", "10⁵ keer", []),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> liter", "1/2 liter", []),
    ],
)
def test_a_mark_comes_off_and_a_power_stays(
    inner: str, text: str, marks: list[tuple[int, str]]
) -> None:
    (block,) = body(f"<p>{inner}</p>")
    assert (block.text.string, block.marks) == (text, tuple(Mark(*mark) for mark in marks))


def test_marks_of_a_cell_stand_right_in_the_row() -> None:
    (row,) = body(
        "<table><tr><th>Middel<sup>a</sup></th><th>Effect</th></tr>"
        "<tr><td>rust</td><td>geen<sup>2,3</sup></td></tr></table>"
    )
    assert row.text.string == "| Middel: rust | Effect: geen |"
    assert [(row.text.string[: mark.at], mark.numbers) for mark in row.marks] == [
        ("| Middel", "a"),
        ("| Middel: rust | Effect: geen", "2,3"),
    ]


# Lists, tables, notes


@pytest.mark.parametrize(
    ("inner", "texts"),
    [
        ("<ol start=3><li>drie<li value=7>zeven<li>acht</ol>", ["3. drie", "7. zeven", "8. acht"]),
        ("<ol reversed><li>een<li>twee</ol>", ["2. een", "1. twee"]),
        ("<ol><li>1. een</li><li>2. twee</li></ol>", ["1. een", "2. twee"]),
        ("<ul><li><p>een</p><p>erbij</p></li></ul>", ["- een", "erbij"]),
        ("<ul><li>een<ol><li>diep</ol>na</ul>", ["- een", "1. diep", "na"]),
        ("<p>• een</p><p>• twee</p>", ["- een", "- twee"]),
        ("<p>Dit:<br>- een<br>- twee</p>", ["Dit:", "- een", "- twee"]),
        ("<dl><dt>Rust</dt><dt>Ontzien<dd>Niet doen.</dl>", ["- Rust, Ontzien: Niet doen."]),
        ("<dl><dt>Rust<dt>Ontzien<dd>Niet doen.</dl>", ["Rust", "- Ontzien: Niet doen."]),
        ("<dl><dt>Rust<dd>Nee.<dt>Bewegen</dl>", ["- Rust: Nee.", "- Bewegen"]),
    ],
)
def test_list_items_keep_their_numbers(inner: str, texts: list[str]) -> None:
    assert [block.text.string for block in body(inner)] == texts


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ("<tr><th>A<th>B<tr><td>1<td>2", ["| A: 1 | B: 2 |"]),
        ("<tr><th>A<td>1<tr><th>B<td>2", ["| A | 1 |", "| B | 2 |"]),
        ("<tr><td>Leeftijd<td>18-65<tr><td>Duur<td>6", ["| Leeftijd | 18-65 |", "| Duur | 6 |"]),
        ("<tr><td>A<td>B<td>C<tr><td>1<td>2<td>3", ["| A: 1 | B: 2 | C: 3 |"]),
        ("<tr><td>A<td>2019<td>C<tr><td>1<td>2<td>3", ["| A | 2019 | C |", "| 1 | 2 | 3 |"]),
        ("<tr><td><b>A</b><td><b>B</b><tr><td>1<td>2", ["| A: 1 | B: 2 |"]),
        (
            "<tr><th>A<th>B<th>C<tr><td colspan=3>Groep<tr><td>1<td>2<td>3",
            ["| Groep |", "| A: 1 | B: 2 | C: 3 |"],
        ),
        ("<tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr><td>2", ["| A: x | B: 1 |", "| A: x | B: 2 |"]),
        ("<tr><th>A<th>B<tr><td rowspan=0>x<td>1<tr><td>2", ["| A: x | B: 1 |", "| A: x | B: 2 |"]),
        ("<tr><th>A<th>B", ["| A | B |"]),
        ("<tr><th>A<th>B<tr><td>1<br>2<td><p>3</p><p>4</p>", ["| A: 1⏎2 | B: 3 4 |"]),
    ],
)
def test_a_row_says_its_heads(rows: str, texts: list[str]) -> None:
    found = [b.text.string.replace("\n", "⏎") for b in body(f"<p>Voor.</p><table>{rows}</table>")]
    assert found == ["Voor.", *texts]


def test_a_table_that_only_lays_out_a_page_is_read_as_text() -> None:
    blocks = body(
        "<table><tr><td><h2>Kop</h2><p>Een alinea.</p></td><td>Nog een.</td></tr></table>"
    )
    assert [block.kind for block in blocks] == ["heading", "paragraph", "paragraph"]


def test_a_note_is_told_from_an_entry_of_the_reference_list() -> None:
    blocks = body(
        '<p>Pijn.<sup><a href="#a">1</a></sup> Rust.<sup><a href="#b">2</a></sup></p>'
        "<ol><li id=a>Alleen bij volwassenen.</li><li id=b>Bos A, et al. Rug. 2011;3:4.</li></ol>"
    )
    assert [block.kind for block in blocks] == ["paragraph", "note", "reference"]


def test_a_reference_list_ends_at_the_next_heading() -> None:
    blocks = body(
        "<h2>Beleid</h2><p>Een.</p><h2>3. Literatuur</h2><h3>Boeken</h3><p>Bos A. 2011.</p>"
        "<h2>Contact</h2><p>Bel ons.</p>"
    )
    kinds = {block.text.string: block.kind for block in blocks}
    assert (kinds["Bos A. 2011."], kinds["Bel ons."]) == ("reference", "paragraph")


def test_what_opens_a_panel_is_its_heading() -> None:
    blocks = body(
        '<h2>Vragen</h2><button data-target="#c">Doet het pijn?</button>'
        '<div id="c" hidden>Een beetje.</div>'
        "<details><summary>Mag ik lopen?</summary>Ja.</details>"
    )
    assert [(block.kind, block.level, block.text.string) for block in blocks] == [
        ("heading", 2, "Vragen"),
        ("heading", 3, "Doet het pijn?"),
        ("paragraph", 0, "Een beetje."),
        ("heading", 3, "Mag ik lopen?"),
        ("paragraph", 0, "Ja."),
    ]


def test_headings_keep_their_levels() -> None:
    blocks = body(
        "<h1>T</h1><h2>A</h2><p><b>Vet</b></p><p>x y.</p><h4>B</h4>"
        '<div role="heading" aria-level="3">C</div><p><b>Let op!</b></p><p>z.</p>'
    )
    heads = [(block.text.string, block.level) for block in blocks if block.kind == "heading"]
    assert heads == [("T", 1), ("A", 2), ("Vet", 3), ("B", 4), ("C", 3)]


# What is no content, and what looks like it


@pytest.mark.parametrize(
    "inner",
    [
        "<div class='ads'>Koop nu een matras.</div>",
        "<div id='cookieMelding'><p>Wij plaatsen cookies.</p></div>",
        "<section><p>Deze site gebruikt cookies. Gaat u akkoord?</p></section>",
        "<aside class='sidebar'><p>Volg de cursus tillen.</p></aside>",
        "<h3>Lees ook</h3><p>Vijf tips voor een sterke rug.</p>",
        "<p>Lees ook: <a href=x>Tillen zonder pijn</a></p>",
        "<h2>Reacties (3)</h2><ul><li>Bij mij hielp niets.</li></ul>",
        "<p>Advertentie</p>",
        "<ul><li><a href=1>Home</a><li><a href=2>Over ons</a><li><a href=3>Contact</a></ul>",
        "<div style='display: none'>Verborgen reclame.</div>",
        "<form><p>Zoek in de site</p><input name=q></form>",
        "<p><a href=1>Vorige</a> | <a href=2>Volgende</a></p>",
        "<p>Was deze pagina nuttig?</p>",
        "<p><a class='btn' href=x>Maak een afspraak</a></p><button>Sluiten</button>",
        "<template><p>Sjabloon.</p></template><noscript>Zet JavaScript aan.</noscript>",
        "<div role='navigation'><p>Kies een van de onderwerpen.</p></div>",
        "<div role='dialog'><p>Wilt u een folder ontvangen?</p></div>",
        "<div style='visibility: hidden'>Nog een verborgen tekst.</div>",
        "<p aria-hidden='true'>Tekst voor de sier.</p>",
        "<section><p>Schrijf u in voor onze nieuwsbrief.</p></section>",
        "<aside><h3><a href=x>Rugpijn in de bouw</a></h3></aside>",
        "<article><footer><p>Door de redactie</p></footer></article>",
        "<div class='related'><a href=x>Schouderpijn</a></div>",
    ],
)
def test_furniture_is_dropped(inner: str) -> None:
    content = "<h1>Rugpijn</h1>" + "<p>Rugpijn gaat bij de meeste mensen vanzelf over.</p>" * 5
    assert [b.text.string for b in body(content + inner)] == [b.text.string for b in body(content)]


@pytest.mark.parametrize(
    "inner",
    [
        "<div class='has-sidebar'>Rust helpt niet.</div>",
        "<div class='menu-open content'><p>Rust helpt niet.</p></div>",
        "<aside><p>Kernpunt: rust helpt niet bij rugpijn.</p></aside>",
        "<h2>Aanbevolen</h2><p>Rust wordt afgeraden.</p>",
        "<h2>Inhoud</h2><p>De training duurt zes weken en bestaat uit oefeningen.</p>",
        "<h2>Reacties op pijn</h2><p>Mensen reageren verschillend.</p>",
        "<p>Let op:</p><ul><li><a href=1>koorts</a><li><a href=2>uitval</a>"
        "<li><a href=3>kanker</a></ul>",
        "<p>Zie ook de <a href=x>richtlijn</a> voor wat u bij uitval moet doen.</p>",
        "<div id=p1 hidden>Uitleg in een paneel.</div><button aria-controls=p1>Toon</button>",
        "<div><span data-x=1></span><h3>Doet het pijn?</h3></div><div id=c2>Een beetje.</div>",
        "<div role='region' hidden>Uitleg onder een kop die opengaat.</div>",
        "<aside role='doc-footnote'><p>Alleen bij volwassenen.</p></aside>",
        "<p>De folder over de nieuwsbrief van de afdeling blijft dezelfde.</p>",
        "<ul><li><a href=#a>1</a> Bij koorts.<li><a href=#b>2</a> Bij uitval.</ul>",
        "<div class='search-results'><p>Het onderzoek vond drie studies over rust bij "
        "rugpijn en geen enkele over warmte.</p></div>",
        "<div class='related-symptoms'><p>Ook de bil kan pijn doen, tot in de voet.</p></div>",
        "<article><footer><p>Deze richtlijn geldt niet voor kinderen en ook niet voor wie "
        "eerder aan de rug is geopereerd.</p></footer></article>",
    ],
)
def test_what_looks_like_furniture_stays(inner: str) -> None:
    content = "<h1>Rugpijn</h1>" + "<p>Rugpijn gaat bij de meeste mensen vanzelf over.</p>" * 5
    said = re.sub(r"<button.*?</button>|<[^>]+>", " ", inner).split()
    found = " ".join(block.text.string for block in body(content + inner)).split()
    assert [word for word in said if word not in found] == []


# Metadata


@pytest.mark.parametrize(
    ("head", "meta"),
    [
        ("<title>Rugpijn | Site</title>", {"title": "Rugpijn"}),
        (
            "<title>Site - Lage rugpijn bij volwassenen</title>",
            {"title": "Lage rugpijn bij volwassenen"},
        ),
        (
            "<title>x</title><meta property='og:title' content='Rug - De Site'>"
            "<meta property='og:site_name' content='De Site'>",
            {"title": "Rug"},
        ),
        ("<meta name=citation_title content=A><meta property=og:title content=B>", {"title": "A"}),
        ("<meta name=author content='admin'>", {}),
        ("<meta name=author content='https://x.nl/jan'>", {}),
        ("<meta name=DC.creator content='Bos, A.'>", {"authors": ["Bos, A."]}),
        ("<meta property=article:published_time content=2020-02-03T10:00>", {"year": 2020}),
        ("<meta name=citation_doi content='https://doi.org/10.1000/x.1'>", {"doi": "10.1000/x.1"}),
        ("<meta name=citation_journal_title content='Rugblad'>", {"venue": "Rugblad"}),
        ('<script type="application/ld+json">{kapot</script>', {}),
        ('<script type="application/ld+json">[[1], {"headline": 5, "author": [[]]}]</script>', {}),
        (
            '<script type="application/ld+json">'
            '{"headline": "Rug", "datePublished": "2019", "author": {"name": "A. Bos"}}</script>',
            {"title": "Rug", "year": 2019, "authors": ["A. Bos"]},
        ),
    ],
)
def test_metadata_is_what_the_page_says(head: str, meta: dict[str, object]) -> None:
    page = f"<html><head>{head}</head><body><p>Tekst over de rug.</p></body></html>"
    assert read(page).meta == meta


def test_metadata_of_an_article_in_a_journal() -> None:
    assert read(JOURNAL).meta == {
        "title": "Nekpijn bij beeldschermwerk",
        "authors": ["M. de Wit", "J.P. Aalbers"],
        "year": 2023,
        "doi": "10.1234/tvp.2023.77",
        "venue": "Tijdschrift voor de Praktijk",
    }


# Bytes, and bad files


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
        ("<meta charset=iso-8859-15>", "iso-8859-15"),
        ("<meta charset=onzin>", "utf-8"),
    ],
)
def test_a_page_is_decoded_as_it_says(head: str, encoding: str) -> None:
    text = "Patiënten betalen € 40"
    assert read(f"{head}<p>{text}</p>".encode(encoding)).blocks[0].text.string == text


@pytest.mark.parametrize(
    "page",
    [
        "",
        "  ",
        "<html></html>",
        "<script>document.write('tekst')</script>",
        "<h1>Kop</h1>",
        "<html><head><title>T</title></head></html>",
        "<body><img src=a.png></body>",
    ],
)
def test_a_page_without_text_is_empty(page: str) -> None:
    with pytest.raises(EmptyDocument):
        read(page)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<frameset><frame src=a.html></frameset>", "bestaat uit frames"),
        (bytes(range(256)) * 100, "is geen leesbare tekst"),
        (b"<p>tekst\0</p>", "is geen leesbare tekst"),
        ("<p>patiënten ".encode() + b"\xff" + "één</p>".encode(), "is beschadigde UTF-8-tekst"),
        (b"<div>" * 10_000 + b"tekst", "is dieper dan 1000 elementen genest"),
        (b"<p>" * 17_000_000, "heeft meer dan 400.000 tags"),
        (b"<p " + b"a=1 " * 50_000 + b">", "een tag heeft duizenden attributen"),
        (b"<p>" + b"woord " * 1_000_000, "bevat meer dan 5 miljoen tekens"),
    ],
)
def test_a_page_that_is_none_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(data)


@pytest.mark.parametrize("value", ['"lol"', 'SYSTEM "file:///etc/passwd"', '"&b;&b;&b;"'])
def test_no_entity_of_the_page_is_expanded(value: str) -> None:
    page = f"<!DOCTYPE html [<!ENTITY a {value}>]><p>Voor &a; na, dit is de tekst.</p>"
    assert read(page).blocks[-1].text.string == "Voor &a; na, dit is de tekst."


def test_cells_that_span_thousands_are_bounded() -> None:
    rows = "<tr><td colspan=1000 rowspan=65000>x<td>y" * 200
    assert len(body(f"<table><tr><th>A<th>B{rows}</table>")) == 200
