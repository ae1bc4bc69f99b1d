"""Text that knows where it was read: edits keep every character's place."""

import random
import re

import pytest

from ingest.text import Edit, Origins, Place, Text


def test_a_page_knows_its_number_and_its_characters() -> None:
    text = Text.read("rugpijn", page=3)
    assert text.place(0) == Place(3, 0)
    assert text[3:].place(0) == Place(3, 3)
    assert Text.read("rug").place(2) == Place(0, 2)
    assert Text.put(" ").place(0) is None


def test_what_is_deleted_leaves_the_others_where_they_were() -> None:
    text = Text.read("immuunsys-\nteem", page=1).sub(re.compile("-\n"), "")
    assert text.string == "immuunsysteem"
    assert [text.place(at) for at in (8, 9)] == [Place(1, 8), Place(1, 11)]


def test_a_ligature_that_becomes_two_letters_is_read_in_one_place() -> None:
    text = Text.read("eﬀect").edited([Edit(1, 2, "ff")])
    assert text.string == "effect"
    assert [text.place(at) for at in range(4)] == [
        Place(0, 0),
        Place(0, 1),
        Place(0, 1),
        Place(0, 2),
    ]


def test_as_many_letters_as_before_keep_their_own_places() -> None:
    text = Text.read("patiénten").edited([Edit(0, 9, "patiënten")])
    assert text.place(8) == Place(0, 8)


def test_what_is_put_in_has_no_place() -> None:
    text = Text.read("ab").edited([Edit(1, 1, "--")])
    assert text.string == "a--b"
    assert [text.place(at) for at in range(4)] == [Place(0, 0), None, None, Place(0, 1)]


def test_joining_and_splitting() -> None:
    joined = Text.join("\n\n", [Text.read("een", 1), Text.read("twee", 2)])
    assert joined.string == "een\n\ntwee"
    assert joined.place(3) is None
    assert [part.string for part in joined.split(re.compile("\n+"))] == ["een", "twee"]
    assert joined.split(re.compile("\n+"))[1].place(0) == Place(2, 0)
    assert Text.join("-", []).string == ""


@pytest.mark.parametrize(("raw", "bare"), [("  a b \n", "a b"), ("", ""), ("  \n ", "")])
def test_strip(raw: str, bare: str) -> None:
    assert Text.read(raw).strip().string == bare


def random_text(seed: int) -> Text:
    """A text out of three pages, edited at random."""
    chance = random.Random(seed)
    pages = [Text.read("".join(chance.choices("abc d\n", k=60)), page) for page in (1, 2, 3)]
    text = Text.join("\n\n", pages)
    for _ in range(20):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.randrange(4))
        text = text.edited([Edit(start, end, "x" * chance.randrange(4))])
    return text


@pytest.mark.parametrize("seed", range(10))
def test_origins_say_the_same_as_the_text(seed: int) -> None:
    text = random_text(seed)
    origins = Origins.unpack(Origins.of(text).pack())
    assert origins == Origins.of(text)
    assert [origins.at(at) for at in range(len(text))] == [
        text.place(at) for at in range(len(text))
    ]


@pytest.mark.parametrize("seed", range(10))
def test_spans_cover_the_characters_that_were_read(seed: int) -> None:
    text = random_text(seed)
    spans = Origins.of(text).spans(30, 120)
    found = [(p.page, p.character + n) for p, length in spans for n in range(length)]
    places = [text.place(at) for at in range(30, 120)]
    assert found == [(place.page, place.character) for place in places if place]


def test_the_page_of_an_offset() -> None:
    text = Text.join("\n\n", [Text.read("een", 1), Text.read("twee", 2)])
    origins = Origins.of(text)
    assert [origins.page_at(at) for at in (0, 2, 3, 5)] == [1, 1, 2, 2]
    assert Origins.of(Text.read("een")).page_at(1) is None
    assert Origins.of(Text.read("")).at(0) is None
    assert origins != Origins.of(Text.read("een"))
