"""The cleaning, measured on words and numbers that were labelled by hand (see labels/README.md)."""

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.cleaning import clean
from ingest.schema import Block
from ingest.text import Text

LABELS = Path(__file__).parent / "labels"
FILES = ["broken_words", "reference_marks"]

DIGITS = re.compile(r"\d")
NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)*")


class Label(NamedTuple):
    source: str
    text: str
    clean: str
    marks: str = ""


class Result(NamedTuple):
    text: str
    marks: str


@cache
def read(name: str) -> list[Label]:
    lines = (LABELS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [Label(*line.split("\t")) for line in lines[1:]]


@cache
def cleaned(name: str) -> dict[Label, Result]:
    """Each label with what the cleaning makes of it, among the other labels of its source."""
    sources: dict[str, list[Label]] = defaultdict(list)
    for label in read(name):
        sources[label.source].append(label)
    return {
        label: Result(block.text.string, " ".join(mark.numbers for mark in block.marks))
        for labels in sources.values()
        for label, block in zip(labels, clean([paragraph(x) for x in labels]), strict=True)
    }


def paragraph(label: Label) -> Block:
    return Block("paragraph", Text.read(label.text.replace("⏎", "\n")))


def intact(label: Label, result: Result) -> bool:
    """The numbers are those of the clean text (of the raw one, where a mark was overlooked),
    and no digit is lost."""
    numbers = NUMBER.findall(result.text)
    allowed = [NUMBER.findall(text) for text in (label.clean, label.text)]
    return numbers in allowed and digits(label.text) == digits(result.text + result.marks)


def digits(text: str) -> Counter[str]:
    return Counter(DIGITS.findall(text))


def listed(results: dict[Label, Result]) -> str:
    return "".join(f"\n{label.source}: {label.text} -> {got}" for label, got in results.items())


def test_broken_words_are_mended_and_hyphens_stay():
    results = cleaned("broken_words")
    wrong = {label: got for label, got in results.items() if got != (label.clean, "")}
    right = 1 - len(wrong) / len(results)
    assert right >= 0.99, f"{right:.4f} of {len(results)}{listed(wrong)}"


def test_reference_marks_come_off():
    results = cleaned("reference_marks")
    wrong = {label: got for label, got in results.items() if got != (label.clean, label.marks)}
    right = 1 - len(wrong) / len(results)
    assert right >= 0.97, f"{right:.4f} of {len(results)}{listed(wrong)}"


@pytest.mark.parametrize("name", FILES)
def test_every_number_is_intact(name: str):
    results = cleaned(name)
    hurt = {label: got for label, got in results.items() if not intact(label, got)}
    assert not hurt, listed(hurt)


@pytest.mark.parametrize(
    ("text", "marks"),
    [("van 9,4 mg", ""), ("van 94 mg.", "2"), ("van −9,4 mg.", "2"), ("van 9,4 mg.", "")],
)
def test_a_number_that_is_not_intact_is_seen(text: str, marks: str):
    label = Label("eigen", "van 9,4 mg.2", "van 9,4 mg.", "2")
    assert intact(label, Result("van 9,4 mg.", "2"))
    assert intact(label, Result("van 9,4 mg.2", ""))
    assert not intact(label, Result(text, marks))


@pytest.mark.parametrize(("name", "rows", "own"), [(FILES[0], 220, 1 / 3), (FILES[1], 260, 1 / 4)])
def test_labels_are_many_distinct_and_mostly_real(name: str, rows: int, own: float):
    labels = read(name)
    assert len(labels) >= rows
    assert len({label[:2] for label in labels}) == len(labels)
    assert sum(label.source == "eigen" for label in labels) <= own * len(labels)


@pytest.mark.parametrize("name", FILES)
def test_labels_hold_words_not_sentences(name: str):
    cells = [cell for label in read(name) for cell in label]
    assert max(len(cell.replace("⏎", " ").split()) for cell in cells) <= 4


def test_most_numbers_are_no_marks():
    untouched = [label for label in read("reference_marks") if not label.marks]
    assert len([label for label in untouched if DIGITS.search(label.text)]) >= 120
