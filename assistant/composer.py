"""Passages -> the one to four sentences that answer the question, word for word.

Each sentence of the best passages is scored: how much of what was asked it holds (rare words count
more), how much of it was asked for, how near it is in meaning, how good its passage is, whether it
has the number that was asked for, and how like the question is to it or to one that it is known to
answer. The best goes first; others join when they are nearly as good. Doesn't decide whether to
answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.schema import Citation, Hit, NearKey, Role
from assistant.stretches import quotable
from ingest.dutch import Word, fold
from ingest.embeddings import Encoder
from ingest.index import Build
from ingest.passages import Span
from ingest.schema import Document, Passage

PASSAGES = 6  # how many of the best passages give sentences
MOST_STATEMENTS = 4
MOST_WORDS = 120
NEARLY_AS_GOOD = 0.78  # of the best sentence's score
SHARE_WEIGHT, FOCUS_WEIGHT, COSINE_WEIGHT = 0.15, 0.1, 0.15
PASSAGE_WEIGHT, NUMBER_WEIGHT, KEY_WEIGHT = 0.05, 0.07, 0.48
PART_SHARE = 0.4  # what a compound's part or a wider concept counts, against the word itself

_ASKS_NUMBER = re.compile(
    r"\b(hoeveel|hoe vaak|hoe groot|hoe hoog|hoe ?lang|percentage|procent|prevalentie|incidentie|"
    r"sensitiviteit|specificiteit|kans|aantal|hoe oud|how many|how often|how long)\b"
)
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

    @property
    def text(self) -> str:
        return self.document.text[self.span.start : self.span.end]


class Asked:
    """What a question asks for: its content words and their weights, and whether a number."""

    def __init__(self, question: str, build: Build) -> None:
        self.question = question
        self.words = list({word.text: word for word in build.dutch.content(question)}.values())
        self.weights = [_weight(word, build) for word in self.words]
        self.number = bool(_ASKS_NUMBER.search(fold(question)))

    def share(self, terms: frozenset[str]) -> float:
        """The weighted share, in [0, 1], of the question's words that a set of terms holds."""
        held = (
            weight * _held(word, terms)
            for word, weight in zip(self.words, self.weights, strict=True)
        )
        return sum(held) / (sum(self.weights) or 1.0)

    def focus(self, content: Sequence[Word]) -> float:
        """The share, in [0, 1], of a stretch's content words that the question names."""
        own = {term for word in self.words for term in word.own}
        return sum(bool(own.intersection(word.own)) for word in content) / max(len(content), 1)


def ranked(asked: Asked, hits: Sequence[Hit], build: Build, encoder: Encoder) -> list[Candidate]:
    """Every stretch of the best passages that can be quoted, best first.

    The labels and numbers in a figure are no sentences; they are shown, and never quoted.
    """
    told = [hit for hit in hits if hit.passage.kind != "figure"]
    stretches = [
        (hit, document, span)
        for hit in told[:PASSAGES]
        for document in [build.document(hit.passage.document_id)]
        for span in quotable(document, hit.passage)
    ]
    texts = [document.text[span.start : span.end] for _, document, span in stretches]
    if not texts:
        return []
    near = encoder.encode_documents(texts) @ encoder.encode_queries([asked.question])[0]
    found = [
        _scored(asked, hit, document, span, float(cosine), build)
        for (hit, document, span), cosine in zip(stretches, near, strict=True)
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def select(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The one to four of the ranked stretches that together answer; none where there is none."""
    chosen = list(candidates[:1])
    for candidate in candidates[1:]:
        if len(chosen) == MOST_STATEMENTS or candidate.score < NEARLY_AS_GOOD * chosen[0].score:
            break
        words = sum(len(c.text.split()) for c in [*chosen, candidate])
        if words <= MOST_WORDS:
            chosen.append(candidate)
    return chosen


def cite(candidate: Candidate, number: int) -> Citation:
    """The citation with this number that quotes a stretch."""
    page = candidate.document.page_at(candidate.span.start)
    meta = candidate.document.meta
    return Citation(
        number=number,
        passage=candidate.passage,
        title=meta.title,
        start=candidate.span.start,
        end=candidate.span.end,
        quote=candidate.text,
        role=role(candidate.text),
        page=page,
        scanned=page in candidate.document.scanned,
        year=meta.year,
        kind=meta.kind,
        population=meta.population,
    )


def role(sentence: str) -> Role:
    """What a quoted sentence is, by the words that mark it; background where none does."""
    return next((name for name, marks in _ROLES if marks.search(sentence)), "achtergrond")


def _scored(
    asked: Asked, hit: Hit, document: Document, span: Span, cosine: float, build: Build
) -> Candidate:
    text = document.text[span.start : span.end]
    content = build.dutch.content(text)
    near = max(0.0, cosine)
    score = (
        SHARE_WEIGHT * asked.share(frozenset(term for word in content for term in word.terms))
        + FOCUS_WEIGHT * asked.focus(content)
        + COSINE_WEIGHT * near
        + PASSAGE_WEIGHT * hit.score
        + NUMBER_WEIGHT * (asked.number and bool(re.search(r"\d", text)))
        + KEY_WEIGHT * max([near, *_likenesses(hit.keys, span)])
    )
    return Candidate(document, hit.passage, span, score)


def _likenesses(keys: Sequence[NearKey], span: Span) -> Iterator[float]:
    """How like the question is to each of those that a sentence of the stretch answers."""
    return (key.similarity for key in keys if key.start < span.end and span.start < key.end)


def _weight(word: Word, build: Build) -> float:
    """How rare the word is in the documents, by its commonest own term; unknown is rarest."""
    return min(
        (build.idf(term) for term in word.own if build.holds(term)), default=build.idf(word.own[0])
    )


def _held(word: Word, terms: frozenset[str]) -> float:
    if any(term in terms for term in word.own):
        return 1.0
    return PART_SHARE if any(term in terms for term in word.near) else 0.0
