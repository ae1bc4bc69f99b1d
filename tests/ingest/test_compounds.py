"""The splitter, measured on words that were cut by hand: word, tab, its parts with + between."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest import pipeline
from ingest.compounds import Compounds
from ingest.dutch import Dutch, Lexicon, fold, stem

LABELS = Path(__file__).parent / "labels" / "compounds.tsv"


class Label(NamedTuple):
    word: str
    parts: list[str]


class Score(NamedTuple):
    """How many of the cuts made are right, and how many of the right ones are made."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@cache
def labels() -> list[Label]:
    rows = [line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return [Label(fold(word), fold(parts).split("+")) for word, parts in rows]


@cache
def dutch() -> Dutch:
    return Dutch(Lexicon.load(pipeline.LEXICON))


def compounds() -> Compounds:
    return dutch()._compounds


def cuts(word: str, parts: list[str]) -> set[int]:
    """Where each part but the first begins."""
    found: list[int] = [0]
    for part, following in pairwise(parts):
        found.append(word.index(following, found[-1] + len(part)))
    return set(found[1:])


def score(rows: list[Label]) -> Score:
    right = made = wanted = 0
    for word, parts in rows:
        true, ours = cuts(word, parts), cuts(word, list(compounds().split(word)))
        right, made, wanted = right + len(true & ours), made + len(ours), wanted + len(true)
    return Score(right / made, right / wanted)


def test_the_labels_are_words_of_both_kinds() -> None:
    whole = [word for word, parts in labels() if parts == [word]]
    assert len({word for word, _ in labels()}) == len(labels()) == 640
    assert len(whole) == 220
    assert all(cut for word, parts in labels() if word not in whole for cut in cuts(word, parts))


@pytest.mark.parametrize(
    ("first", "step"), [(0, 1), (0, 2), (1, 2)], ids=["all", "tuned on", "held out"]
)
def test_labelled_words_are_cut_where_they_should(first: int, step: int) -> None:
    scored = score(labels()[first::step])
    assert scored.precision >= 0.99
    assert scored.recall >= 0.99
    assert scored.f1 >= 0.99


@pytest.mark.parametrize(
    "word",
    [
        "achterstand",
        "bestrijden",
        "factoren",
        "fysiotherapeut",
        "horizontaal",
        "kantoor",
        "oordelen",
        "plantaardig",
        "postuur",
        "samenhang",
        "stoornissen",
        "verstrekt",
        "voorstanders",
        "l4-wortel2",
        "rug" * 30,
        "",
    ],
)
def test_what_only_looks_like_a_compound_stays_whole(word: str) -> None:
    assert compounds().split(word) == (word,)
    assert compounds().parts(word) == ()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("beroepskeuze", "beroep+keuze"),  # with a linking sound
        ("kantoorstoel", "kantoor+stoel"),
        ("pijnstillende", "pijn+stillende"),  # of a verb
        ("tijdstippen", "tijd+stippen"),  # cut as its base form
        ("verkoopprijs", "verkoop+prijs"),  # a prefix of the part, not of the whole
        ("vindplaats", "vind+plaats"),  # a stop word in front
        ("voedingssupplement", "voeding+supplement"),
        ("zorgverleners", "zorg+verleners"),
    ],
)
def test_words_outside_the_labels_are_cut(word: str, parts: str) -> None:
    assert word not in {label.word for label in labels()}
    assert "+".join(compounds().split(word)) == parts


def test_parts_are_given_at_every_level() -> None:
    wanted = ("zenuw", "wortel", "pijn", "zenuwwortel")
    assert set(compounds().parts("zenuwwortelpijn")) >= set(wanted)
    assert set(dutch().parts("zenuwwortelpijn")) >= set(map(stem, wanted))


def test_a_hyphened_word_gives_its_pieces_and_their_parts() -> None:
    wanted = ("rugpijn", "rug", "pijn", "patient")
    assert dutch().parts("rugpijn-patient") == tuple(map(stem, wanted))


def test_words_of_the_lexicon_count_as_parts() -> None:
    zipfs = {"klachten": 4.6}
    assert Compounds(zipfs).split("facetklachten") == ("facetklachten",)
    assert Compounds(zipfs, ["facet"]).split("facetklachten") == ("facet", "klachten")
