"""Named ways to search one index: each takes a question and gives ten passages.

Those of words leave out one step of the Dutch analysis at a time. The others are vectors alone,
with and without the questions that passages are known to answer, fusions, and what LlamaIndex gives
out of the box over the same texts and the same encoder.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import retrieval
from ingest import questions
from ingest.dutch import STOP_WORDS, Dutch, mark, stem, words
from ingest.embeddings import Encoder
from ingest.index import Build
from ingest.passages import searched_text
from ingest.schema import Passage, Terms
from ingest.stores import LexicalStore

LIMIT = 10
RRF_CONSTANT = 60  # Cormack, Clarke & Büttcher 2009
GRAMS = (3, 4, 5)  # characters
STEPS = ("stop words", "stems", "compounds", "concepts")
OURS = "ours"
WITHOUT_QUESTIONS = "ours without question keys"

Floats = NDArray[np.floating]
Analysis = Callable[[str], list[str]]
Scorer = Callable[[str], Floats]  # question -> the score of every passage, in [0, 1]
Search = Callable[[str], Sequence[Passage]]  # question -> its passages, best first


class Setup(NamedTuple):
    """A way to search, and all the passages that it can give."""

    name: str
    search: Search
    passages: Sequence[Passage]


class Collection(NamedTuple):
    """The passages that may answer, each with the questions that it is known to answer."""

    passages: list[Passage]
    asked: list[tuple[str, ...]]

    @classmethod
    def of(cls, build: Build) -> "Collection":
        """What an index holds."""
        keys: dict[str, tuple[str, ...]] = {}
        for id in sorted(build.documents):
            held = build.passages(id)
            facts = questions.load(id)
            attached = questions.attach(facts, build.document(id), held, build.dutch)
            keys |= {
                p.id: tuple(key.question for key in its)
                for p, its in zip(held, attached, strict=True)
            }
        return cls([build.passage(id) for id in build.ids], [keys[id] for id in build.ids])

    def bare(self) -> "Collection":
        """The same passages without questions."""
        return Collection(self.passages, [() for _ in self.passages])


def every(build: Build, encoder: Encoder) -> Iterator[Setup]:
    """Every set-up, the plainest first."""
    whole = Collection.of(build)
    bare = whole.bare()

    def over(name: str, scorer: Scorer) -> Setup:
        return Setup(name, partial(_best, scorer, whole.passages), whole.passages)

    analyses = {"BM25, words as they are": frozenset(STEPS), "BM25, every Dutch step": frozenset()}
    analyses |= {f"BM25 without {step}": frozenset([step]) for step in STEPS}
    for name, left_out in analyses.items():
        yield over(name, by_words(partial(terms, build.dutch, left_out), bare))
    yield over("BM25 over character n-grams", by_words(character_grams, bare))
    lexical, dense = by_words(build.dutch.terms, whole), by_vectors(encoder, whole)
    yield over("BM25 with question keys", lexical)
    yield over("dense alone", by_vectors(encoder, bare))
    yield over("dense with question keys", dense)
    for weight in (0.2, 0.4, 0.6, 0.8):
        yield over(f"sum with keys, {weight} BM25", weighted_sum([lexical, dense], weight))
    yield over("RRF with keys", reciprocal_ranks([lexical, dense]))
    without = [by_words(build.dutch.terms, bare), by_vectors(encoder, bare)]
    fused = weighted_sum(without, retrieval.LEXICAL_WEIGHT)
    stretches = by_stretches(encoder, build, whole)
    yield over(WITHOUT_QUESTIONS, weighted_sum([stretches, fused], retrieval.STRETCH_WEIGHT))
    yield Setup(OURS, partial(_ours, build, encoder), whole.passages)
    if stock_installed():
        from eval import stock  # takes seconds

        documents = [build.document(id) for id in sorted(build.documents)]
        for name, search, chunks in stock.retrievers(documents, encoder, LIMIT):
            yield Setup(f"stock LlamaIndex, {name}", search, chunks)


def stock_installed() -> bool:
    """Is LlamaIndex's own BM25 here?"""
    return find_spec("llama_index.retrievers") is not None and bool(
        find_spec("llama_index.retrievers.bm25")
    )


def terms(dutch: Dutch, left_out: frozenset[str], text: str) -> list[str]:
    """`Dutch.terms` without some of its STEPS."""
    kept = [w for w in words(text) if "stop words" in left_out or w not in STOP_WORDS]
    found = [word if "stems" in left_out else stem(word) for word in kept]
    if "compounds" not in left_out:
        found += [part for word in kept for part in dutch.parts(word)]
    if "concepts" not in left_out:
        for name, _ in dutch.lexicon.named_in([stem(word) for word in words(text)]):
            found += [mark(name), *dutch.lexicon.wider(name)]
    return found


def character_grams(text: str) -> list[str]:
    """The character n-grams of a text's words, with their borders."""
    marked = [f"<{word}>" for word in words(text) if word not in STOP_WORDS]
    return [w[at : at + n] for w in marked for n in GRAMS for at in range(len(w) - n + 1)]


def by_words(analysis: Analysis, collection: Collection) -> Scorer:
    """BM25, as the share of what a passage with every term of the question would reach."""
    store = LexicalStore.make(
        Terms.of(
            [term for text in (searched_text(passage), *asked) for term in analysis(text)]
            for passage, asked in zip(*collection, strict=True)
        )
    )

    def scores(question: str) -> Floats:
        looked_for = dict.fromkeys(analysis(question), 1.0)
        found: Floats = store.scores(looked_for) / (sum(map(store.idf, looked_for)) or 1.0)
        return found

    return scores


def by_vectors(encoder: Encoder, collection: Collection) -> Scorer:
    """The best cosine of the question with a passage or one of its questions."""
    passages, asked = collection
    vectors = encoder.encode_documents([searched_text(passage) for passage in passages])
    rows = [row for row, keys in enumerate(asked) for _ in keys]
    keys = encoder.encode_queries([key for keys in asked for key in keys])

    def scores(question: str) -> Floats:
        vector = encoder.encode_queries([question])[0]
        best: Floats = np.maximum(vectors @ vector, 0.0)
        if rows:
            np.maximum.at(best, rows, keys @ vector)
        return best

    return scores


def by_stretches(encoder: Encoder, build: Build, collection: Collection) -> Scorer:
    """The best cosine of the question with a stretch of a passage that can be quoted."""
    held = [retrieval.stretches_of(passage, build) for passage in collection.passages]
    vectors = encoder.encode_documents([text for texts in held for text in texts])
    starts = np.cumsum([0, *map(len, held[:-1])])

    def scores(question: str) -> Floats:
        near: Floats = vectors @ encoder.encode_queries([question])[0]
        return np.maximum(np.maximum.reduceat(near, starts), 0.0)

    return scores


def weighted_sum(scorers: Sequence[Scorer], weight: float) -> Scorer:
    """The scores of two, the first with this weight and the second with the rest."""
    first, second = scorers
    return lambda question: weight * first(question) + (1 - weight) * second(question)


def reciprocal_ranks(scorers: Sequence[Scorer]) -> Scorer:
    """Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)."""

    def scores(question: str) -> Floats:
        ranks = [np.argsort(np.argsort(-scorer(question), kind="stable")) for scorer in scorers]
        fused: Floats = sum((1 / (RRF_CONSTANT + 1 + rank) for rank in ranks), np.zeros(()))
        return fused

    return scores


def _best(scorer: Scorer, passages: Sequence[Passage], question: str) -> list[Passage]:
    return [passages[row] for row in np.argsort(-scorer(question), kind="stable")[:LIMIT]]


def _ours(build: Build, encoder: Encoder, question: str) -> list[Passage]:
    return [hit.passage for hit in retrieval.search(build, encoder, question, LIMIT)]
