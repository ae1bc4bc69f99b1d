"""Does the stretch that leads hold what was asked for? A learned judge over eight features.

A logistic regression, so that what each feature counts for can be read: the weights are in
`corpus/judge/weights.json`, and `python -m assistant.train` fits them on the questions beside it.
Where no question is known that the passages answer, it judges by other weights, fitted without.
Doesn't find, and doesn't say in words what is missing; see `abstention`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant import kinds
from assistant.composer import Candidate
from assistant.schema import Hit, NearKey
from ingest.dutch import Word, fold, mark
from ingest.embeddings import Encoder
from ingest.errors import CorpusError
from ingest.index import Build
from ingest.pipeline import CORPUS

WEIGHTS = CORPUS / "judge" / "weights.json"
PART = 0.4  # what a compound's part or a wider concept counts, against the word itself
MOST_KEYS = 8  # of the known questions on a stretch, how many tell how like they are

_PROPER = re.compile(r"[^.?!]*\?")
_CONTENT = re.compile(r"\b(?:wie|wat|welke?|hoe\w*|waar\w*|wanneer|noem|how|what|which|when|who)\b")
_SOURCE = r"\b(?:bron(?:tekst)?|leidraad|tekst|artikel|(?:figuur|tabel) \d+)\b"
_TELLS = r"\b(?:geeft|geven|vermeldt?|noemt|noemen|bevat|beschrijft|maakt|staan|staat)\b"
# A source that says what it doesn't say.
_SAYS_NOT = re.compile(
    rf"{_SOURCE}[^.,:;]{{0,80}}{_TELLS}[^.;:]{{0,80}}\b(?:geen|niet|nergens|evenmin)\b|"
    rf"{_TELLS} (?:de|het) {_SOURCE}[^.;:]{{0,80}}\b(?:geen|niet)\b|\bstaan? niet in de\b|"
    r"niet (?:beschikbaar|vermeld|bekend|op te maken|af te lezen)\b|\bontbre(?:ekt|ken) in\b|"
    r"vermeldt de bron niet|inhoud ontbreekt"
)


class Features(NamedTuple):
    """What tells whether a stretch answers a question. A question's rarest word weighs 1."""

    likeness: float  # cosine of the question to the stretch, or to a question it answers
    agreement: float  # the mean cosine to the MOST_KEYS questions that are most like it
    concept_absent: float  # weight of a concept asked about that the stretch doesn't name
    concept_untold: float  # of one that the passage and the questions it answers don't name
    words_untold: float  # of all words that these don't hold, together
    says_not: float  # 1 where the stretch tells what its source leaves out
    kind_absent: float  # 1 where a dose, price, duration ... is asked for and there is none
    number_absent: float  # 1 where a number is asked for and there is none


class Judge(NamedTuple):
    """Weights of the features; what their sum must reach."""

    weights: Features
    least: float

    def accepts(self, features: Features) -> bool:
        """Is the question answered?"""
        return self.evidence(features) >= self.least

    def evidence(self, features: Features) -> float:
        """The log-odds that the question is answered, but for a constant."""
        return sum(weight * value for weight, value in zip(self.weights, features, strict=True))


@cache
def load(path: Path = WEIGHTS) -> dict[str, Judge]:
    """The judges of stretches with known questions ("keys"), and without ("bare").

    Raises:
        CorpusError: the file isn't as `python -m assistant.train` writes it.
    """
    try:
        entries: Mapping[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Judge(
                Features(**{f: entries[name][f] for f in Features._fields}), entries[name]["least"]
            )
            for name in ("keys", "bare")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path} bevat geen gewichten; draai python -m assistant.train"
        ) from error


def answers(features: Features, hits: Sequence[Hit]) -> bool:
    """Does the judge for these hits find that the question is answered?"""
    return load()["keys" if any(hit.keys for hit in hits) else "bare"].accepts(features)


def proper(question: str) -> str:
    """The sentences that ask, without the case before them; all where none ends in "?"."""
    return " ".join(_PROPER.findall(question)) or question


def features(
    question: str, hits: Sequence[Hit], best: Candidate, build: Build, encoder: Encoder
) -> Features:
    """The features of a question and the stretch that answers it best."""
    asked = proper(question)
    words = list({word.text: word for word in build.dutch.content(asked)}.values())
    near = float(encoder.encode_documents([best.text])[0] @ encoder.encode_queries([question])[0])
    keys = sorted((key.similarity for key in known(hits, best)), reverse=True)[:MOST_KEYS]
    untold = [_untold(word, best, build) * weight(word, build) for word in words]
    concepts = [lack for lack, word in zip(untold, words, strict=True) if concept(word)]
    absent = [weight(word, build) * lack for word, lack in lacks(words, best, build)]
    says_not = _SAYS_NOT.search(fold(best.text)) and _CONTENT.search(fold(asked))
    return Features(
        likeness=max([near, *keys]),
        agreement=sum(keys) / MOST_KEYS,
        concept_absent=max(absent, default=0.0),
        concept_untold=max(concepts, default=0.0),
        words_untold=sum(untold),
        says_not=float(bool(says_not)),
        kind_absent=float(bool(kinds.lacking(asked, best.text))),
        number_absent=float(kinds.lacks_number(asked, best.text)),
    )


def known(hits: Sequence[Hit], best: Candidate) -> list[NearKey]:
    """The questions like the user's that are known to be answered by the stretch."""
    return [
        key
        for hit in hits
        if hit.passage.id == best.passage.id
        for key in hit.keys
        if key.start < best.span.end and best.span.start < key.end
    ]


def concept(word: Word) -> str:
    """The mark of the concept that a word names or helps to name; empty where it names none."""
    return word.own[1] if len(word.own) > 1 else ""


def lacks(words: Sequence[Word], best: Candidate, build: Build) -> list[tuple[Word, float]]:
    """The words that name a concept which the stretch, its heading and its document's title and
    population don't; and how far, in (0, 1]: a part of the word is something.
    """
    meta = best.document.meta
    texts = [best.passage.section, best.text, meta.title, meta.population]
    held = frozenset[str]().union(*(build.dutch.held(text) for text in texts))
    return [
        (word, 1 - PART * any(t in held for t in word.near if not t.startswith(mark(""))))
        for word in words
        if concept(word) and held.isdisjoint(word.own)
    ]


def weight(word: Word, build: Build) -> float:
    """How rare a word is in the documents, by its commonest own term, in (0, 1]; 1 is unknown."""
    rarest = build.idf(mark(""))
    return min((build.idf(term) for term in word.own if build.holds(term)), default=rarest) / rarest


def _untold(word: Word, best: Candidate, build: Build) -> float:
    """How far the stretch's passage, with the questions it answers, lacks a word, in [0, 1]."""
    if any(build.told(term, best.passage.id) for term in word.own):
        return 0.0
    return 1 - PART * any(build.told(term, best.passage.id) for term in word.near)
