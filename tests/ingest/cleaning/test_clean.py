import time

import pytest

from ingest import readers
from ingest.cleaning import clean
from ingest.schema import Block, Mark
from ingest.text import Text
from tests.ingest.cleaning.blocks import cleaned, paragraph


def test_every_character_keeps_its_place() -> None:
    raw = "De patiénten met neuro-\nimmuun-\nziekte.2,18 Een MRl\nvan de rug19."
    block = cleaned(raw)
    for offset, char in enumerate(block.text.string):
        place = block.text.place(offset)
        assert place is not None
        assert place.page == 1
        assert raw[place.character] in (char, "\n", "é", "l")


def test_notes_of_a_reader_move_with_the_text() -> None:
    string = "De oefen-\ntherapie helpt. De patiénten niet.4 Daarna"
    at = string.index(" De pat")
    block = Block("paragraph", Text.read(string), marks=(Mark(at, "1"),))
    (block,) = clean([block])
    assert block.text.string == "De oefentherapie helpt. De patiënten niet. Daarna"
    assert block.marks == (Mark(at - 2, "1"), Mark(block.text.string.index(" Daarna"), "4"))
    (mend,) = block.mends
    assert block.text.string[mend.at :].startswith("patiënten")


def test_a_place_is_left_alone() -> None:
    block = Block("place", Text.read("Pagi-\nna 3, patiénten.2 De"))
    assert clean([block]) == [block]


def test_a_very_long_block_is_cleaned_as_a_short_one() -> None:
    raw = "De patiénten met pro-\ninflammatoire en rug-\nen nekpijn.2,18 De zorg blijft goed. "
    once, many = cleaned(raw * 10), cleaned(raw * 10_000)
    assert many.text.string[: len(once.text) - 1] == once.text.string[:-1]
    assert len(many.marks) == len(many.mends) == 10_000
    at, numbers = many.marks[-1]
    assert (many.text.string[at - 8 : at], numbers) == ("nekpijn.", "2,18")
    assert all(many.text.string.startswith(now, at) for at, _, now in many.mends)
    assert (many.text.places[1:] > many.text.places[:-1]).all()


def test_notes_of_a_reader_keep_their_place_in_a_very_long_block() -> None:
    string = "de rug van de mens " * 30_000
    marks = tuple(Mark(at, "1") for at in range(6, len(string), 19_000))
    block = Block("paragraph", Text.read(string), marks=marks)
    assert clean([block])[0].marks == marks


def test_long_texts_give_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    signs: list[int] = []
    monkeypatch.setattr(readers, "_watchers", [lambda: signs.append(1)])
    clean([paragraph("de rug van de mens " * 200_000)])
    clean([paragraph("de rug")] * 10)
    assert 4 <= len(signs) <= 6


def test_clean_text_stays_the_same() -> None:
    block = paragraph("De rugpijn is na 6 weken over bij 70% (95%-BI 62-78).")
    (again,) = clean([block])
    assert again.text.string == block.text.string
    assert again is block


def test_cleaning_twice_is_cleaning_once() -> None:
    raw = "De patiénten met pro-\ninflammatoire en rug-\nen nekpijn.2,18 De MRl\nis goed19 en."
    once = clean([paragraph(raw)])
    twice = clean(once)
    assert [block.text.string for block in twice] == [block.text.string for block in once]
    assert [block.marks for block in twice] == [block.marks for block in once]


@pytest.mark.parametrize(
    "string",
    [
        "a" * 2_000_000,
        "-" * 200_000,
        "a-\n" * 50_000,
        "rug- nek" * 50_000,
        "pijn" + "1," * 200_000,
        "a" + ")" * 200_000,
        "(" * 100_000 + "2015)",
        "[" * 200_000,
        "a" + " " * 200_000 + "b",
        "a" + "\n" * 200_000 + "b",
        "pijn" + "²" * 200_000,
        "a.1" * 100_000,
    ],
    ids=lambda string: repr(string[:8]),
)
def test_hostile_text_takes_linear_time(string: str) -> None:
    started = time.process_time()
    clean([paragraph(string)])
    assert time.process_time() - started < 5
