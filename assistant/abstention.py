"""Do the passages hold what was asked for? If not, say so.

The measure is the weighted share of the question's words that the quoted sentences and their
headings hold, directly or as a concept of the lexicon: a rare word that is nowhere (a drug, another
body part, an attribute that the documents don't give) weighs most. Retrieval scores alone don't
tell: unanswerable questions share the corpus's words. Doesn't rank or quote.
"""

from collections.abc import Sequence

from assistant.composer import Asked, Candidate
from ingest.index import Build

ENOUGH = 0.5  # share of the question that the answer must hold; set on the tune split


def reason_to_decline(asked: Asked, chosen: Sequence[Candidate], build: Build) -> str | None:
    """Why not to answer, as a Dutch sentence; None where the chosen sentences hold enough."""
    if not asked.words:
        return "De vraag bevat geen woorden waarop gezocht kan worden."
    if not chosen:
        return "In de documenten is niets gevonden dat op deze vraag lijkt."
    if confidence(asked, chosen, build) >= ENOUGH:
        return None
    texts = (f"{c.passage.section}\n{c.passage.text}" for c in chosen)
    found = frozenset(term for text in texts for term in build.dutch.terms(text))
    missing = asked.missing(found) or [word.text for word in asked.words]
    named = ", ".join(f"'{word}'" for word in missing[:4])
    return (
        f"De documenten geven hier geen antwoord op: over {named} is in dit verband niets gevonden."
    )


def confidence(asked: Asked, chosen: Sequence[Candidate], build: Build) -> float:
    """The share of the question, in [0, 1], that the chosen sentences and their headings hold."""
    terms = frozenset(
        term
        for candidate in chosen
        for text in (candidate.passage.section, candidate.text)
        for term in build.dutch.terms(text)
    )
    return asked.share((terms, 1.0))
