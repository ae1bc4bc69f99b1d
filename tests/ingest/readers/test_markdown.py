import re
from pathlib import Path

import pytest

from ingest import documents
from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import markdown
from ingest.schema import Block, Mark, Reading

DIGESTS = Path(__file__).resolve().parents[3] / "corpus" / "digests"
FRONT = "---\ntitle: Rugpijn\nyear: 2020\ntags: [rug]\n---\n"


def read(raw: str) -> Reading:
    return markdown.read(Path("a.md"), raw.encode())


def shown(raw: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text.string) for block in read(raw).blocks]


def origin(block: Block, raw: str) -> str:
    """What stands in the file at the place of each character; _ for what was put in."""
    places = [block.text.place(offset) for offset in range(len(block.text))]
    return "".join("_" if place is None else raw[place.character] for place in places)


@pytest.mark.parametrize(
    ("raw", "blocks"),
    [
        ("# Kop *schuin*\n\nEen\ntwee.", [("heading", "Kop schuin"), ("paragraph", "Een\ntwee.")]),
        ("- een\n  - diep\n- twee", [("item", "- een"), ("item", "- diep"), ("item", "- twee")]),
        (
            "3. drie\n\n   erbij\n4. vier",
            [("item", "3. drie"), ("paragraph", "erbij"), ("item", "4. vier")],
        ),
        (
            "| a | b |\n|---|---|\n| 1 | |\n| 2 | **3** |",
            [("row", "| a: 1 |"), ("row", "| a: 2 | b: 3 |")],
        ),
        ("> een\n> twee", [("paragraph", "een\ntwee")]),
        (
            "Voor.\n\n<div>weg</div>\n\nNa <b>vet</b>.",
            [("paragraph", "Voor."), ("paragraph", "Na vet.")],
        ),
        ("een<br>twee\\\ndrie", [("paragraph", "een\ntwee\ndrie")]),
        ("p &lt; 0,05 &amp; \\*", [("paragraph", "p < 0,05 & *")]),
        ("1. ![foto](a.png)\n2. tekst", [("item", "2. tekst")]),
        ("```\nvrije  tekst\n```", [("paragraph", "vrije tekst")]),
        (
            "## A\nPlaats in de bron: alinea 2\nTekst.",
            [("heading", "A"), ("place", "alinea 2"), ("paragraph", "Tekst.")],
        ),
        ("ontste-\nking", [("paragraph", "ontste-\nking")]),
    ],
)
def test_markup_becomes_blocks(raw: str, blocks: list[tuple[str, str]]) -> None:
    assert shown(raw) == blocks


@pytest.mark.parametrize(
    "raw",
    [
        '# Kop\n\nEen *twee* **drie** `vier` [vijf](http://x.nl/vijf "vijf") zes.\n',
        "Zie [na](http://na/na 'na') en na.\n\n![na](na) na\n",
        "- een\n  - *twee* twee\n\n    twee\n\n1) een\n",
        "> - een\n>   twee\n",
        "| kop een | kop |\n|--|--|\n| een | kop |\n",
        FRONT + "rug rug rug\nrug\n",
        "Kop\n===\n\nKop\n",
        "\ufeffPatiënten\u00a0met\r\npijn.\r\n",
        "Pijn.[^1] Rust.[^b]\n\n[^1]: Pijn\n    loopt door.\n[^b]: Rust\n",
        "``` een\neen\n  twee\n```\n",
    ],
)
def test_a_character_stands_at_its_place_in_the_file(raw: str) -> None:
    decoded = raw.removeprefix("\ufeff")
    for block in read(raw).blocks:
        for char, there in zip(block.text.string, origin(block, decoded), strict=True):
            assert char == there or (char.isspace() and there in "\r\u00a0") or there == "_"


def test_each_piece_is_found_after_the_one_before() -> None:
    raw = "een [een](een) een `een` een"
    (block,) = read(raw).blocks
    places = [block.text.place(found.start()) for found in re.finditer("een", block.text.string)]
    assert [place.character for place in places if place] == [0, 5, 15, 20, 25]


@pytest.mark.parametrize(
    ("raw", "text", "there"),
    [
        ("p&le;3", "p≤3", "p&3"),
        ("2 \\* 3", "2 * 3", "2 \\ 3"),
        ("| a\\|b |\n|--|\n| `c\\|d` |", "| a|b: c|d |", "__a|b__c|d__"),
    ],
)
def test_what_is_written_otherwise_is_placed_where_that_starts(
    raw: str, text: str, there: str
) -> None:
    (block,) = read(raw).blocks
    assert (block.text.string, origin(block, raw)) == (text, there)


def test_a_footnote_is_a_note_and_its_mark_comes_off() -> None:
    raw = (
        "Meer pijn.[^1] En[^x] rust[^2].\n\n[^1]: Bij volwassenen\n    boven 18 jaar.\n[^2]: Nee.\n"
    )
    first, second, third = read(raw).blocks
    assert first.text.string == "Meer pijn. En[^x] rust."
    assert first.marks == (Mark(10, "1"), Mark(22, "2"))
    assert (second.kind, second.text.string) == ("note", "1. Bij volwassenen\nboven 18 jaar.")
    assert (third.kind, third.text.string) == ("note", "2. Nee.")


def test_a_note_of_one_word_is_no_link() -> None:
    assert shown("Tekst.[^a]\n\n[^a]: Woord\n") == [("paragraph", "Tekst."), ("note", "a. Woord")]


def test_front_matter_gives_what_a_source_can_hold() -> None:
    assert read(FRONT + "Tekst.").meta == {"title": "Rugpijn", "year": 2020}


@pytest.mark.parametrize("raw", ["---\n\nTekst.\n\n---\n\nMeer.", "Tekst.\n\n---\ntitle: T\n---\n"])
def test_a_rule_is_no_front_matter(raw: str) -> None:
    assert read(raw).meta == {}


def test_front_matter_that_is_no_yaml_is_named() -> None:
    with pytest.raises(UnreadableDocument, match="geen geldige YAML"):
        read("---\ntitle: [open\n---\nTekst.")


@pytest.mark.parametrize("raw", ["", " \n\n", "<div>weg</div>", "![foto](a.png)", "- \n- ", FRONT])
def test_a_file_without_text_is_empty(raw: str) -> None:
    with pytest.raises(EmptyDocument):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "*a " * 20_000,
        "`" * 20_000 + "a",
        "> " * 50 + "a",
        "- " * 50 + "a",
        "&amp;" * 20_000,
        "![a](" * 5_000,
        "| a " * 5_000,
    ],
)
def test_hostile_markup_is_read_in_time(raw: str) -> None:
    blocks = read("Tekst.\n\n" + raw).blocks
    assert blocks[0].text.string == "Tekst."


@pytest.mark.parametrize("mark", ["[", "[^a", "> ", "- "])
def test_what_is_nested_too_deep_is_named_and_not_dropped(mark: str) -> None:
    with pytest.raises(UnreadableDocument, match="is te diep genest om te lezen"):
        read("Tekst.\n\n" + mark * 20_000 + "a")


@pytest.mark.parametrize("path", sorted(DIGESTS.glob("*.md")), ids=lambda path: path.stem)
def test_a_digest_is_read_to_the_letter(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    blocks = markdown.read(path, path.read_bytes()).blocks
    bare = re.sub(r"(?m)^#+ |^Plaats in de bron: |^- ", "", raw)
    said = [line for line in bare.split("\n") if line]
    assert [re.sub(r"^- ", "", block.text.string) for block in blocks] == said
    for block in blocks:
        there = origin(block, raw)
        assert there[2:] == block.text.string[2:]
    assert documents.assemble(blocks).text.string.count("\n\n") > 10
