"""Passages -> the few sentences that answer the question, word for word.

Each stretch of the best passages is scored: how near it is in meaning, read under its heading; how
like the question is to one that it is known to answer; how good its passage is; how much of what
was asked it holds (rare words count more), and how much of it was asked for. The best goes first.
Where the question has several parts, the best for each joins next, and the best of another source;
then others that are nearly as good, a long one more nearly than a short one. A list that was asked
for joins whole. What was said already doesn't join. Doesn't decide whether to answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import numpy as np

from assistant.roles import role
from assistant.schema import Citation, Hit, NearKey
from assistant.stretches import quotable
from ingest.dutch import STOP_WORDS, Word, fold, stem, words
from ingest.embeddings import Encoder, Vectors
from ingest.index import Build
from ingest.passages import Span
from ingest.schema import Document, Passage

PASSAGES = 6  # how many of the best passages give sentences
MOST_STATEMENTS = 5
MOST_WORDS = 120
# Of the best stretch's score, for one that joins, and more by each word that it has.
NEARLY_AS_GOOD, A_WORD = 0.74, 0.003
FOR_A_PART = 0.7  # of it too, for the best one for a part of the question, or a list asked for
FOR_NUMBER = 0.9  # of it too, for one to go before it by its number
MOST_MORE, AS_MORE = 5, 0.6  # stretches that didn't join, and of the best one's score
NEW = 0.2  # share of a stretch's content words that the answer doesn't hold yet
# Fitted to 425 hand-written questions, as often with their keys as without; a softmax over the
# stretches of a question's passages, the likelihood of the one that answers it.
COSINE_WEIGHT, KEY_WEIGHT, PASSAGE_WEIGHT = 0.3, 0.32, 0.18
SHARE_WEIGHT, FOCUS_WEIGHT, NUMBER_WEIGHT = 0.13, 0.05, 0.02
HEADING_WEIGHT = 0.2  # of the heading in a stretch's vector, against the stretch
TYPED_WEIGHT = 0.4  # of a follow-up as it was typed, against how it was read
PART_WEIGHT = 0.6  # of nearness to a part of the question, against the score
PART_SHARE = 0.4  # what a compound's part or a wider concept counts, against the word itself

_ASKS_NUMBER = re.compile(
    r"\b(hoeveel|hoe vaak|hoe groot|hoe hoog|hoe ?lang|percentage|procent|prevalentie|incidentie|"
    r"sensitiviteit|specificiteit|kans|aantal|hoe oud|how many|how often|how long)\b"
)
_ASKS_LIST = re.compile(
    r"\b(welke|noem|wat (zijn|voor)|waaruit|waaraan|waarop|lijst|opsomming|which|what are|list)\b"
)
_LIST = re.compile(r"\n(- |\d{1,2}[.)] )")
# A figure, and not one of a name ("IL-10") or a year.
_NUMBER = re.compile(r"(?<![\w.,-])(?!(19|20)\d\d\b)\d|\b(helft|kwart|derde)\b")
_OWN = attrgetter("own")  # of a word
_BETWEEN_PARTS = re.compile(r"[.?!;:,]\s+|\s+(?:en|of|maar|dan|versus|vs)\s+|\s*[()]\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quotable stretch of whole sentences, and its score in [0, 1].

    `for_parts` is its score for each part of a question that has several; `listed` says that it is
    a list, and the question asks for one.
    """

    document: Document
    passage: Passage
    span: Span
    score: float
    for_parts: tuple[float, ...] = ()
    listed: bool = False

    @property
    def text(self) -> str:
        return self.document.text[self.span.start : self.span.end]


class Asked:
    """What a question asks for: its content words and their weights, whether a number or a list,
    and its parts: those between marks and conjunctions, of two content words or more; none if it
    is one. `typed` is how a follow-up was typed, where the question is how that was read.
    """

    def __init__(self, question: str, build: Build, typed: str = "") -> None:
        self.question, self.typed = question, typed or question
        self.words = list({word.text: word for word in build.dutch.content(question)}.values())
        self.weights = [_weight(word, build) for word in self.words]
        self._weight = sum(self.weights) or 1.0
        self._own = {term for word in self.words for term in word.own}
        self.number = bool(_ASKS_NUMBER.search(fold(question)))
        self.list = bool(_ASKS_LIST.search(fold(question)))
        parts = dict.fromkeys(_BETWEEN_PARTS.split(question))
        told = [part for part in parts if len({w.text for w in build.dutch.content(part)}) > 1]
        self.parts = told if len(told) > 1 else []

    def share(self, terms: frozenset[str]) -> float:
        """The weighted share, in [0, 1], of the question's words that a set of terms holds."""
        held = 0.0
        for word, weight in zip(self.words, self.weights, strict=True):
            if not terms.isdisjoint(word.own):
                held += weight
            elif not terms.isdisjoint(word.near):
                held += PART_SHARE * weight
        return held / self._weight

    def focus(self, content: Sequence[Word]) -> float:
        """The share, in [0, 1], of a stretch's content words that the question names."""
        unnamed = sum(map(self._own.isdisjoint, map(_OWN, content)))
        return (len(content) - unnamed) / max(len(content), 1)


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
    if not stretches:
        return []
    near = (_vectors(stretches, encoder) @ _wanted(asked, encoder).T).clip(0).tolist()
    found = [
        _scored(asked, hit, document, span, cosines, build)
        for (hit, document, span), cosines in zip(stretches, near, strict=True)
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def select(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The few of the ranked stretches that together answer; none where there is none."""
    chosen = list(candidates[:1])
    good = [c for c in candidates if c.score >= FOR_A_PART * candidates[0].score]
    asked_for, whole = _for_parts(good), [c for c in good if c.listed][:1]
    for candidate in sorted(good[1:], key=lambda c: c not in asked_for):
        length = len(candidate.text.split())
        least = NEARLY_AS_GOOD + A_WORD * length
        joins = candidate in asked_for or candidate.score >= least * chosen[0].score
        whole_length = length + sum(len(c.text.split()) for c in chosen)
        fits = len(chosen) < MOST_STATEMENTS and whole_length <= MOST_WORDS
        if (candidate in whole or (joins and fits)) and _adds(candidate, [c.text for c in chosen]):
            chosen.append(candidate)
    return chosen


def more(candidates: Sequence[Candidate], said: Sequence[str]) -> list[Candidate]:
    """The next best of the ranked stretches: what else there is beside the quotes of an answer."""
    found: list[Candidate] = []
    for candidate in candidates:
        good = candidate.score >= AS_MORE * candidates[0].score
        if not good or len(found) == MOST_MORE:
            break
        if _adds(candidate, [*said, *(c.text for c in found)]):
            found.append(candidate)
    return found


def in_order(chosen: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    """The stretches as they are read: the best first, or the one with a number that was asked for;
    then the others of its source as they stand in it, and each other source in its turn.
    """
    leads = (c for c in chosen if asked.number and _NUMBER.search(c.text))
    near = (c for c in leads if c.score >= FOR_NUMBER * chosen[0].score)
    first = next(near, chosen[0])
    sources = list(dict.fromkeys(c.document.id for c in [first, *chosen]))
    others = [c for c in chosen if c is not first]
    return [first, *sorted(others, key=lambda c: (sources.index(c.document.id), c.span))]


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


def _vectors(stretches: Sequence[tuple[Hit, Document, Span]], encoder: Encoder) -> Vectors:
    """The unit vectors of stretches, each read under its heading."""
    texts = [document.text[span.start : span.end] for _, document, span in stretches]
    headings = [hit.passage.section.split(" › ")[-1] for hit, _, _ in stretches]
    vectors = encoder.encode_documents(texts) + HEADING_WEIGHT * encoder.encode_documents(headings)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)
    return unit


def _wanted(asked: Asked, encoder: Encoder) -> Vectors:
    """The unit vectors of the question, as it was read and a little as it was typed, and of its
    parts.
    """
    read, typed, *parts = encoder.encode_queries([asked.question, asked.typed, *asked.parts])
    whole = read + TYPED_WEIGHT * typed
    return np.array([whole / max(float(np.linalg.norm(whole)), 1e-9), *parts], dtype=np.float32)


def _scored(
    asked: Asked, hit: Hit, document: Document, span: Span, cosines: Sequence[float], build: Build
) -> Candidate:
    text = document.text[span.start : span.end]
    content, terms = build.dutch.reading(text)
    near, *for_parts = cosines
    score = (
        SHARE_WEIGHT * asked.share(terms)
        + FOCUS_WEIGHT * asked.focus(content)
        + COSINE_WEIGHT * near
        + PASSAGE_WEIGHT * hit.score
        + NUMBER_WEIGHT * (asked.number and bool(_NUMBER.search(text)))
        + KEY_WEIGHT * max([near, *_likenesses(hit.keys, span)])
    )
    parts = (PART_WEIGHT * part + (1 - PART_WEIGHT) * score for part in for_parts)
    listed = asked.list and bool(_LIST.search(text))
    return Candidate(document, hit.passage, span, score, tuple(parts), listed)


def _for_parts(good: Sequence[Candidate]) -> list[Candidate]:
    """Of ranked stretches the best for each part of a question that has several, and the best of
    another source than the best one's.
    """
    parts = range(len(good[0].for_parts)) if good else ()
    found = [max(good, key=lambda candidate: candidate.for_parts[part]) for part in parts]
    elsewhere = [c for c in good if c.document.id != good[0].document.id]
    return [*found, *elsewhere[:1]] if found else []


def _adds(candidate: Candidate, said: Sequence[str]) -> bool:
    """Does it say what those quotes don't: another figure, or enough other words?"""
    own = _said(candidate.text)
    new = own.difference(*map(_said, said))
    return any(word[0].isdigit() for word in new) or len(new) > NEW * len(own)


@lru_cache(maxsize=1 << 12)
def _said(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)


def _likenesses(keys: Sequence[NearKey], span: Span) -> Iterator[float]:
    """How like the question is to each of those that a sentence of the stretch answers."""
    return (key.similarity for key in keys if key.start < span.end and span.start < key.end)


def _weight(word: Word, build: Build) -> float:
    """How rare the word is in the documents, by its commonest own term; unknown is rarest."""
    return min(
        (build.idf(term) for term in word.own if build.holds(term)), default=build.idf(word.own[0])
    )
