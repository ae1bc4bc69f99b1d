"""Question -> ranked passages: words and meaning, fused by a weighted sum.

Words are the terms of `ingest.dutch`: stems, parts of compounds, concepts; a word that the index
doesn't have stands for those that are spelt like it. Meaning is the similarity of the question to
the passage, or to a question that the passage is known to answer. Each score is put on [0, 1]
before they are summed: BM25 as its share of what a passage that held every term of the question
would reach, cosine as it is. The best passages are then read by the stretches that can be quoted
of them: a passage counts for more that has one near to the question. A cross-encoder, where there
is one, tells their order. A follow-up is searched as it was read and, for a
smaller part, as it was typed. Doesn't judge whether a passage answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.reranking import Reranker
from assistant.schema import Hit, NearKey
from assistant.stretches import quotable
from ingest.dutch import stem, words
from ingest.embeddings import Encoder, Vectors
from ingest.index import Build
from ingest.passages import searched_text
from ingest.schema import Passage
from ingest.stores import Near

LEXICAL_WEIGHT = 0.4  # of the fused score; the rest is dense
TYPED_WEIGHT = 0.2  # of what a follow-up finds as it was typed; the rest is what its reading finds
STRETCH_WEIGHT = 0.3  # of the score; the rest is the fused one
SPELT_WEIGHT = 0.5  # of a term that is spelt like a word, times how alike they are
CANDIDATES = 60  # passages, from words
NEAREST = 150  # vectors: a passage has one, and one for each question that it answers
READ = 10  # passages, by their stretches, and by a reranker
SHOWN_TERMS = 3


def search(
    build: Build,
    encoder: Encoder,
    question: str,
    limit: int = 10,
    sources: Sequence[str] | None = None,
    reranker: Reranker | None = None,
    typed: str = "",
) -> list[Hit]:
    """The best passages for a question, best first; `sources` narrows to these document ids.

    `typed` is what the user typed, where the question is how that was read: it is searched too, so
    that no reading hides what was asked for in so many words.
    """
    vector = encoder.encode_queries([question])[0]
    near = build.dense(vector, NEAREST, sources)
    scores = _fused(build, near, weights(build, question), sources)
    if typed and typed != question:
        as_typed = build.dense(encoder.encode_queries([typed])[0], NEAREST, sources)
        others = _fused(build, as_typed, weights(build, typed), sources)
        scores = _summed(scores, others, TYPED_WEIGHT)
    fused = sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
    asked = {found.id: found.questions for found in near}
    first = [
        Hit(build.passage(id), score, _keys(build, id, asked.get(id, ())))
        for id, score in fused[: max(limit, READ)]
    ]
    hits = _by_stretch(first, vector, build, encoder)
    return (_reranked(hits, reranker, question) if reranker else hits)[:limit]


def weights(build: Build, question: str) -> dict[str, float]:
    """The terms to look for: the question's own, and those spelt like a word nobody wrote."""
    found = dict.fromkeys(build.dutch.terms(question), 1.0)
    for word in build.dutch.content(question):
        written = word.own[0]
        for alike in () if build.holds(written) else build.spelling.similar(written):
            found.setdefault(alike.term, SPELT_WEIGHT * alike.likeness)
    return found


def also_searched(build: Build, question: str) -> tuple[str, ...]:
    """What else than its own words a question was searched by: the preferred terms of concepts
    that it names otherwise ("ischias" -> "lumbosacraal radiculair syndroom"), at most SHOWN_TERMS.
    One that is only spelt otherwise ("lagerugpijn") or out in full ("MRI") is nothing else.
    """
    stems = [stem(word) for word in words(question)]
    found: dict[str, None] = {}
    for name, place in build.dutch.lexicon.named_in(stems):
        own = [stem(word) for word in words(name)]
        named = "".join(stems[place.start : place.stop])
        initials = "".join(word[0] for word in own)
        if not {*own} <= {*stems} and named not in {stem("".join(words(name))), initials}:
            found[name] = None
    return tuple(found)[:SHOWN_TERMS]


def stretches_of(passage: Passage, build: Build) -> list[str]:
    """The stretches of a passage that can be quoted; all of it where none can."""
    document = build.document(passage.document_id)
    spans = quotable(document, passage)
    return [document.text[span.start : span.end] for span in spans] or [passage.text]


def _fused(
    build: Build, near: Sequence[Near], terms: Mapping[str, float], sources: Sequence[str] | None
) -> dict[str, float]:
    """The weighted sum of words and meaning of passages, by their ids.

    A passage that only one side found gets from vectors the least that they gave, from words none.
    """
    ceiling = sum(weight * build.idf(term) for term, weight in terms.items()) or 1.0
    lexical = dict(build.lexical(terms, CANDIDATES, sources))
    dense = {found.id: found.score for found in near}
    least = min(dense.values(), default=0.0)
    return {
        id: LEXICAL_WEIGHT * lexical.get(id, 0.0) / ceiling
        + (1 - LEXICAL_WEIGHT) * max(0.0, dense.get(id, least))
        for id in lexical.keys() | dense.keys()
    }


def _keys(build: Build, id: str, near: Sequence[tuple[int, float]]) -> tuple[NearKey, ...]:
    """The questions of a passage that are near, with the sentences that they hang on."""
    spans = build.hung_on(id) if near else ()
    return tuple(NearKey(*spans[number], similarity) for number, similarity in near)


def _summed(
    scores: Mapping[str, float], others: Mapping[str, float], weight: float
) -> dict[str, float]:
    """The weighted sum of two searches; a passage that one didn't find gets the least it gave."""
    least, others_least = (min(found.values(), default=0.0) for found in (scores, others))
    return {
        id: (1 - weight) * scores.get(id, least) + weight * others.get(id, others_least)
        for id in scores.keys() | others.keys()
    }


def _by_stretch(fused: Sequence[Hit], vector: Vectors, build: Build, encoder: Encoder) -> list[Hit]:
    """The same passages by their score and that of their stretch nearest to the question."""
    texts = [stretches_of(hit.passage, build) for hit in fused]
    if not texts:
        return []
    near = encoder.encode_documents([text for held in texts for text in held]) @ vector
    nearest = np.maximum.reduceat(near, np.cumsum([0, *map(len, texts[:-1])]))
    found = [
        replace(
            hit, score=(1 - STRETCH_WEIGHT) * hit.score + STRETCH_WEIGHT * max(0.0, float(best))
        )
        for hit, best in zip(fused, nearest, strict=True)
    ]
    return sorted(found, key=lambda hit: -hit.score)


def _reranked(hits: Sequence[Hit], reranker: Reranker, question: str) -> list[Hit]:
    """The same passages in the reranker's order; each place keeps its score, whoever takes it:
    the reranker tells the order, the score how sure. What ties stays in its order.
    """
    scores = reranker.scores(question, [searched_text(hit.passage) for hit in hits])
    order = np.argsort(-scores, kind="stable")
    return [replace(hits[row], score=place.score) for row, place in zip(order, hits, strict=True)]
