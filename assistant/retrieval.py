"""Question -> ranked passages: words and meaning, fused by a weighted sum.

Each score is put on [0, 1] before they are summed: BM25 as its share of what a passage that held
every term of the question would reach, cosine as it is. Doesn't judge whether a passage answers.
"""

from collections.abc import Sequence

from assistant.schema import Hit
from ingest.embeddings import Encoder
from ingest.index import Build

LEXICAL_WEIGHT = 0.75  # the rest is dense
CANDIDATES = 60  # from each side


def search(
    build: Build,
    encoder: Encoder,
    questions: Sequence[str],
    limit: int = 10,
    sources: Sequence[str] | None = None,
) -> list[Hit]:
    """The best passages for a question in one or more readings, best first.

    A passage's score is the mean over the readings; `sources` narrows to these document ids.
    """
    totals: dict[str, float] = {}
    for question, vector in zip(questions, encoder.encode_queries(questions), strict=True):
        terms = list(dict.fromkeys(build.dutch.terms(question)))
        ceiling = sum(build.idf(term) for term in terms) or 1.0
        lexical = {id: s / ceiling for id, s in build.lexical(terms, CANDIDATES, sources)}
        dense = dict(build.dense(vector, CANDIDATES, sources))
        for id in lexical.keys() | dense.keys():
            score = LEXICAL_WEIGHT * lexical.get(id, 0.0)
            score += (1 - LEXICAL_WEIGHT) * max(
                0.0, dense.get(id, min(dense.values(), default=0.0))
            )
            totals[id] = totals.get(id, 0.0) + score / len(questions)
    best = sorted(totals, key=lambda id: (-totals[id], id))[:limit]
    return [Hit(build.passage(id), totals[id]) for id in best]
