"""Question -> ranked passages: words and meaning, fused by a weighted sum.

Words are the terms of `ingest.dutch`: stems, parts of compounds, concepts; a word that the index
doesn't have stands for those that are spelt like it. Meaning is the similarity of the question to
the passage, or to a question that the passage is known to answer. Each score is put on [0, 1]
before they are summed: BM25 as its share of what a passage that held every term of the question
would reach, cosine as it is. Doesn't judge whether a passage answers.
"""

from collections.abc import Sequence

from assistant.schema import Hit
from ingest.dutch import stem, words
from ingest.embeddings import Encoder
from ingest.index import Build

LEXICAL_WEIGHT = 0.4  # the rest is dense
SPELT_WEIGHT = 0.5  # of a term that is spelt like a word, times how alike they are
CANDIDATES = 60  # passages, from words
SHOWN_TERMS = 3
NEAREST = 300  # vectors: a passage has one, and one for each question that it answers


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
    terms = weights(build, question)
    ceiling = sum(weight * build.idf(term) for term, weight in terms.items()) or 1.0
    lexical = dict(build.lexical(terms, CANDIDATES, sources))
    dense = dict(build.dense(encoder.encode_queries([question])[0], NEAREST, sources))
    least = min(dense.values(), default=0.0)
    scores = {
        id: LEXICAL_WEIGHT * lexical.get(id, 0.0) / ceiling
        + (1 - LEXICAL_WEIGHT) * max(0.0, dense.get(id, least))
        for id in lexical.keys() | dense.keys()
    }
    best = sorted(scores, key=lambda id: (-scores[id], id))[:limit]
    return [Hit(build.passage(id), scores[id]) for id in best]


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
    """
    stems = [stem(word) for word in words(question)]
    named = dict.fromkeys(name for name, _ in build.dutch.lexicon.named_in(stems))
    others = [name for name in named if not {stem(word) for word in words(name)} <= {*stems}]
    return tuple(others[:SHOWN_TERMS])
