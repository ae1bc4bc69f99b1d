"""Passages -> the one to four sentences that answer the question, word for word.

Each sentence of the best passages is scored: how much of what was asked it holds (rare words count
more), how near it is in meaning, how good its passage is, and whether it has the number that was
asked for. The best goes first; another joins when it is nearly as good and adds something. A
list is quoted with the sentence that opens it; an exception that follows is quoted too. Doesn't
decide whether to answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from assistant.schema import Citation, Hit, Role, Statement
from ingest.dutch import Word, fold
from ingest.embeddings import Encoder
from ingest.index import Build
from ingest.passages import Span, sentences
from ingest.schema import Document, Passage

PASSAGES = 6  # how many of the best passages give sentences
MOST_STATEMENTS = 4
MOST_WORDS = 120
NEARLY_AS_GOOD = 0.8  # of the best sentence's score
HEADING_SHARE = 0.5  # what a word in the heading counts, against one in the sentence
PART_SHARE = 0.6  # what a compound's part or a wider concept counts, against the word itself

_ASKS_NUMBER = re.compile(
    r"\b(hoeveel|hoe vaak|hoe groot|hoe hoog|hoe ?lang|percentage|procent|prevalentie|incidentie|"
    r"sensitiviteit|specificiteit|kans|aantal|hoe oud|how many|how often|how long)\b"
)
_EXCEPTION = re.compile(r"(Echter|Uitzondering|Toch|Alleen|Behalve|Tenzij|Wel)\b")
_POINTS_BACK = re.compile(r"(Dit|Deze|Dat|Die|Hij|Zij|Ze|Daarom|Daarbij|Hierbij|Daarnaast|Ook|Bovendien)\b")
_ROLES: list[tuple[Role, re.Pattern[str]]] = [
    (
        "aanbeveling",
        re.compile(
            r"aanbev|aangeraden|raadt|raden\b|advise|geadviseerd|geïndiceerd|aangewezen|\bmoet(en)?\b|"
            r"\bdien(t|en)\b|overw(o|e)gen|voorkeur|mag alleen|mogen alleen|is nodig|wordt verwezen"
        ),
    ),
    (
        "definitie",
        re.compile(
            r"gedefinieerd|definitie|wordt verstaan|verstaat|\bheet\b|betekent|is de naam voor|"
            r"spreekt men van|is sprake"
        ),
    ),
    (
        "bevinding",
        re.compile(r"\d|\bvond|\btoon|bleek|blijkt|effect|onderzoek|studie|review|trial|verschil"),
    ),
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quotable stretch of whole sentences, and its score in [0, 1]."""

    document: Document
    passage: Passage
    span: Span
    score: float
    held: frozenset[str]  # the words of the question that it holds

    @property
    def text(self) -> str:
        return self.document.text[self.span.start : self.span.end]


class Composed(NamedTuple):
    """Statements with their citations; statement i rests on the citations it numbers."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


def weights(asked: Sequence[Word], build: Build) -> dict[str, float]:
    """How much each word of the question counts: the rarity of its rarest known term."""
    return {
        word.text: max(
            (build.idf(term) for term in word.terms if build.holds(term)),
            default=build.idf(word.terms[0]),
        )
        for word in asked
    }


def share_held(word: Word, terms: frozenset[str]) -> float:
    """How far a set of terms answers to a word: 1 its stem or concept, less for a part of it."""
    own = [word.terms[0], *(term for term in word.terms if term.startswith("§"))][:2]
    if any(term in terms for term in own):
        return 1.0
    return PART_SHARE if any(term in terms for term in word.terms) else 0.0
