"""Does the quote carry the statement? Fail closed: a statement with a fault is not shown.

Compared, not assumed: the quote stands word for word in the document, and every number, negation
and hedge of the statement stands in the quote and the other way round. Content words of the
statement must come from the quote. Doesn't judge whether the statement answers the question.
"""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.schema import Citation
from ingest.dutch import STOP_WORDS, stem, words
from ingest.schema import Document

ENOUGH_CONTENT = 0.8  # share of the statement's content words that the quote must hold
_NUMBER = re.compile(r"[<>≤≥±−-]?\d+(?:[.,]\d+)*%?")
NEGATIONS = frozenset(
    """
    niet geen nooit niets niemand zonder noch nauwelijks evenmin ontbreekt ontbreken
    """.split()
)
HEDGES = frozenset(
    """
    mogelijk mogelijke waarschijnlijk waarschijnlijke lijkt lijken kan kunnen zou zouden
    wellicht misschien vermoedelijk aanwijzingen suggereert suggereren onzeker onduidelijk
    beperkt beperkte enige gering geringe overwegen overwogen soms
    """.split()
)


def faults(text: str, evidence: Sequence[tuple[Citation, Document]]) -> list[str]:
    """Why a statement must not be shown; empty where its citations carry it.

    `evidence` holds the statement's citations, each with the document that it quotes.
    """
    if not evidence:
        return ["geen bron"]
    found = [
        f"citaat {citation.number} staat niet woordelijk in {document.id}"
        for citation, document in evidence
        if document.text[citation.start : citation.end] != citation.quote
    ]
    quote = " ".join(citation.quote for citation, _ in evidence)
    return found if text in quote else found + _differences(text, quote)


def _differences(text: str, quote: str) -> list[str]:
    """What the statement says otherwise than the quote: numbers, negation, hedges, content."""
    found = []
    if strange := Counter(_NUMBER.findall(text)) - Counter(_NUMBER.findall(quote)):
        found.append(f"getal staat niet in het citaat: {', '.join(strange)}")
    said, quoted = set(words(text)), set(words(quote))
    if said & NEGATIONS != quoted & NEGATIONS:
        found.append("ontkenning verschilt van het citaat")
    if (quoted & HEDGES) and not (said & HEDGES):
        found.append("voorbehoud uit het citaat ontbreekt")
    content = {stem(word) for word in said - STOP_WORDS if not word[0].isdigit()}
    carried = content & {stem(word) for word in quoted}
    if content and len(carried) < ENOUGH_CONTENT * len(content):
        missing = sorted(content - carried)
        found.append(f"inhoud staat niet in het citaat: {', '.join(missing)}")
    return found
