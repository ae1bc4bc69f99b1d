"""Named retrieval set-ups side by side, over one index and the same answerable questions.

Each takes a question and gives ten passages. Those of words leave out one step of the Dutch
analysis at a time; the others are vectors alone, fusions, the best sentence as a reranker, and what
LlamaIndex gives out of the box over the same texts and, for its vectors, the same encoder. Passages
of any length compare by the facts in their first 500 words.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import composer, retrieval
from assistant.conversation import standalone
from assistant.engine import Assistant
from assistant.schema import Hit
from eval.estimates import Estimate, estimate
from eval.evidence import Fact, facts
from eval.gold import Row
from eval.ranking import ranked_measures, recall_in_words
from eval.report import cell
from ingest.dutch import STOP_WORDS, Dutch, mark, stem, words
from ingest.embeddings import Encoder
from ingest.errors import GoldError
from ingest.index import Build
from ingest.passages import searched_text
from ingest.schema import Passage, Terms
from ingest.stores import LexicalStore

LIMIT = 10
RRF_CONSTANT = 60  # Cormack, Clarke & Büttcher 2009
GRAMS = (3, 4, 5)  # characters
SHOWN = dict.fromkeys(
    ["Success@1", "Success@5", "Success@10", "nDCG@10", "recall@500 words", "ms"]
).keys()
STEPS = ("stop words", "stems", "compounds", "concepts")

Floats = NDArray[np.floating]
Analysis = Callable[[str], list[str]]
Scorer = Callable[[str], Floats]  # question -> the score of every passage, in [0, 1]
Search = Callable[[str], Sequence[Passage]]  # question -> its passages, best first


class Setup(NamedTuple):
    """A way to search, and all the passages that it can give."""

    name: str
    search: Search
    passages: Sequence[Passage]


class Question(NamedTuple):
    """A question that stands alone, and the facts that it asks for."""

    id: str
    text: str
    facts: list[Fact]


def run(rows: Sequence[Row], assistant: Assistant) -> dict[str, dict[str, Estimate]]:
    """The measures of every set-up, by its name.

    Raises:
        GoldError: the index answers none of the questions.
    """
    build, encoder = assistant.open()
    asked = [Question(r.id, standalone(r.turns, build.dutch), facts(r, build)) for r in rows]
    asked = [question for question in asked if question.facts]
    if not asked:
        raise GoldError("Op geen van de vragen staat het antwoord in deze index.")
    return {setup.name: _measured(setup, asked) for setup in setups(build, encoder)}


def table(found: dict[str, dict[str, Estimate]]) -> str:
    """A line a set-up, each measure with its 95% interval."""
    lines = [f"{'opstelling':<42}" + "".join(f"{name:<21}" for name in SHOWN)]
    for name, measures in found.items():
        cells = [cell(asdict(measures[measure])) for measure in SHOWN]
        lines.append(f"{name:<42}" + "".join(f"{shown:<21}" for shown in cells))
    return "\n".join(lines)


def setups(build: Build, encoder: Encoder) -> Iterator[Setup]:
    """Every set-up, the plainest first."""
    passages = [build.passage(id) for id in build.ids]

    def over(name: str, scorer: Scorer) -> Setup:
        return Setup(name, partial(_best, scorer, passages), passages)

    analyses = {"BM25, words as they are": frozenset(STEPS), "BM25, every Dutch step": frozenset()}
    analyses |= {f"BM25 without {step}": frozenset([step]) for step in STEPS}
    for name, left_out in analyses.items():
        yield over(name, by_words(partial(terms, build.dutch, left_out), passages))
    lexical = by_words(build.dutch.terms, passages)
    grams = by_words(character_grams, passages)
    dense = by_vectors(encoder, passages)
    yield over("BM25 over character n-grams", grams)
    yield over("dense alone", dense)
    for weight in (0.25, 0.5, 0.75):
        scorer = weighted_sum([(weight, lexical), (1 - weight, dense)])
        yield over(f"sum: {weight} BM25, {1 - weight} dense", scorer)
    with_grams = weighted_sum([(0.6, lexical), (0.2, grams), (0.2, dense)])
    yield over("sum: 0.6 BM25, 0.2 n-grams, 0.2 dense", with_grams)
    yield over("RRF of BM25 and dense", reciprocal_ranks([lexical, dense]))
    yield Setup("ours", partial(_ours, build, encoder), passages)
    yield Setup("ours, reranked by best sentence", partial(_reranked, build, encoder), passages)
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


def by_words(analysis: Analysis, passages: Sequence[Passage]) -> Scorer:
    """BM25, as the share of what a passage with every term of the question would reach."""
    store = LexicalStore.make(Terms.of(analysis(searched_text(p)) for p in passages))

    def scores(question: str) -> Floats:
        asked = list(dict.fromkeys(analysis(question)))
        return store.scores(asked) / (sum(map(store.idf, asked)) or 1.0)

    return scores


def by_vectors(encoder: Encoder, passages: Sequence[Passage]) -> Scorer:
    """The cosine of question and passage."""
    vectors = encoder.encode_documents([searched_text(passage) for passage in passages])
    return lambda question: np.maximum(vectors @ encoder.encode_queries([question])[0], 0.0)


def weighted_sum(parts: Sequence[tuple[float, Scorer]]) -> Scorer:
    """The scores of several, each with its weight."""

    def scores(question: str) -> Floats:
        return sum((weight * scorer(question) for weight, scorer in parts), np.zeros(()))

    return scores


def reciprocal_ranks(scorers: Sequence[Scorer]) -> Scorer:
    """Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)."""

    def scores(question: str) -> Floats:
        ranks = [np.argsort(np.argsort(-scorer(question), kind="stable")) for scorer in scorers]
        return sum((1 / (RRF_CONSTANT + 1 + rank) for rank in ranks), np.zeros(()))

    return scores


def _best(scorer: Scorer, passages: Sequence[Passage], question: str) -> list[Passage]:
    return [passages[row] for row in np.argsort(-scorer(question), kind="stable")[:LIMIT]]


def _ours(build: Build, encoder: Encoder, question: str) -> list[Passage]:
    return [hit.passage for hit in retrieval.search(build, encoder, question, LIMIT)]


def _reranked(build: Build, encoder: Encoder, question: str) -> list[Passage]:
    """Ours, those with the best sentences first, as the composer scores them."""
    hits: list[Hit] = retrieval.search(build, encoder, question, LIMIT)
    candidates = composer.ranked(composer.Asked(question, build), hits, build, encoder)
    by_id = {c.passage.id: c.passage for c in candidates}
    return list((by_id | {hit.passage.id: hit.passage for hit in hits}).values())


def _measured(setup: Setup, asked: Sequence[Question]) -> dict[str, Estimate]:
    """The measures of a set-up over the questions."""
    qrels: dict[str, dict[str, int]] = {}
    ranked: dict[str, list[str]] = {}
    values: dict[str, list[float]] = {name: [] for name in SHOWN}
    for question in asked:
        began = time.perf_counter()
        found = setup.search(question.text)
        values["ms"].append(1000 * (time.perf_counter() - began))
        values["recall@500 words"].append(recall_in_words(question.facts, found))
        ranked[question.id] = [passage.id for passage in found]
        places = [place for fact in question.facts for place in fact]
        qrels[question.id] = {
            p.id: 1 for p in setup.passages if any(place.within(p) for place in places)
        }
    for measured in ranked_measures(qrels, ranked).values():
        for name in SHOWN & measured.keys():
            values[name].append(measured[name])
    return {name: estimate(values[name], by_median=name == "ms") for name in SHOWN}
