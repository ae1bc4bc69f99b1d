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
    question: str,
    limit: int = 10,
    sources: Sequence[str] | None = None,
) -> list[Hit]:
    """The best passages for a question, best first; `sources` narrows to these document ids.

    A passage that only one side found gets from vectors the least that they gave, from words none.
    """
    terms = list(dict.fromkeys(build.dutch.terms(question)))
    ceiling = sum(build.idf(term) for term in terms) or 1.0
    lexical = dict(build.lexical(terms, CANDIDATES, sources))
    dense = dict(build.dense(encoder.encode_queries([question])[0], CANDIDATES, sources))
    least = min(dense.values(), default=0.0)
    scores = {
        id: LEXICAL_WEIGHT * lexical.get(id, 0.0) / ceiling
        + (1 - LEXICAL_WEIGHT) * max(0.0, dense.get(id, least))
        for id in lexical.keys() | dense.keys()
    }
    best = sorted(scores, key=lambda id: (-scores[id], id))[:limit]
    return [Hit(build.passage(id), scores[id]) for id in best]
