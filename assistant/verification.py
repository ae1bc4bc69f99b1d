"""Does the quote carry the statement? Fail closed: a statement with a fault is not shown.

The quote must stand word for word in the document. A statement in words of its own must say the
same of the same: its quantities (`quantities`), its negations, hedges, people and directions
(`signs`), the field's terms and names in it, and enough of its other words (`wording`). Each check
gives a Dutch line for what it finds. Doesn't judge whether the statement answers the question.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.bindings import misplaced
from assistant.quantities import strange
from assistant.schema import Citation
from assistant.signs import (
    CAUSE,
    FREE_NEGATIONS,
    NARROWING,
    NEGATION,
    NO_STRONGER,
    POLES,
    USUAL,
    Reading,
    Sign,
    read,
)
from assistant.wording import Held, missing
from ingest.dutch import Dutch
from ingest.schema import Document

MOST_CHARACTERS = 1000  # of a statement in words of its own: no sentence is longer
DRAWN_ON = 0.3  # share of a sentence's content words that the statement holds
_PART = re.compile(r"(?<=[.!?;])\s+")
_APART = frozenset({NEGATION, "voorbehoud", "stelligheid"})  # judged by rules of their own


def faults(text: str, evidence: Sequence[tuple[Citation, Document]], dutch: Dutch) -> list[str]:
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
    quotes = [citation.quote for citation, _ in evidence]
    if len(text) > MOST_CHARACTERS and text not in quotes:
        return [*found, "te lang om na te gaan"]
    return found if text in quotes else [*found, *_differences(text, " ".join(quotes), dutch)]


def _differences(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """What the statement says otherwise than the quote."""
    quote = _drawn_on(text, quote, dutch)
    said, quoted = read(text), read(quote)
    yield from _numbers(text, quote)
    yield from _negation(said, quoted)
    yield from _hedges(said, quoted)
    yield from _poles(said, quoted)
    yield from missing(text, quote, dutch)
    yield from misplaced(text, quote, dutch)


def _drawn_on(text: str, quote: str, dutch: Dutch) -> str:
    """The sentences of the quote that the statement takes something from; all, where none stand
    out.
    """
    parts = _PART.split(quote)
    if len(parts) == 1:
        return quote
    held = Held(text, dutch)
    drawn = [part for part in parts if held.share(part) >= DRAWN_ON]
    return " ".join(drawn or parts)


def _numbers(text: str, quote: str) -> Iterator[str]:
    if found := strange(text, quote):
        yield f"getal staat niet zo in het citaat: {', '.join(map(str, found))}"


def _negation(said: Reading, quoted: Reading) -> Iterator[str]:
    """As many negations in both, as they stand or once double ones cancel out."""
    ours, theirs = _negations(said), _negations(quoted)
    shared = ours & theirs  # the same words turn the same round
    left, other = _counts(ours - shared), _counts(theirs - shared)
    balanced = left[0] <= other[1] and other[0] <= left[1]
    cancelled = _uncancelled(said) == _uncancelled(quoted)
    if not (balanced or cancelled):
        yield "ontkenning verschilt van het citaat"


def _negations(reading: Reading) -> Counter[tuple[str, str]]:
    return Counter((sign.pole, sign.word) for sign in reading.of(NEGATION))


def _counts(negations: Counter[tuple[str, str]]) -> tuple[int, int]:
    """How many there are at least, and at most: "dezelfde" may stand for "geen andere"."""
    least = sum(n for (pole, _), n in negations.items() if pole != "misschien")
    return least, negations.total()


def _uncancelled(reading: Reading) -> int:
    """How many are left once a "niet" and a word like "uitsluiten" in one clause cancel out."""
    found = [sign for sign in reading.of(NEGATION) if sign.pole != "misschien"]
    free = Counter(sign.clause for sign in found if sign.word in FREE_NEGATIONS)
    bound = Counter(sign.clause for sign in found if sign.word not in FREE_NEGATIONS)
    return len(found) - 2 * (free & bound).total()


def _hedges(said: Reading, quoted: Reading) -> Iterator[str]:
    ours, theirs = ({s.pole for s in r.of("voorbehoud")} for r in (said, quoted))
    lost = {pole for pole in theirs - ours if not ours & NO_STRONGER.get(pole, frozenset())}
    if said.of(NEGATION):
        lost -= {"onzeker"}  # "niet aangetoond", which the negation answers for
    if any(sign.pole == "minder" for sign in said.of("mate")):
        lost -= {"beperkt"}
    if not any(word in CAUSE or word.startswith("veroorza") for c in said.clauses for word in c):
        lost -= {"samenhang"}
    if lost:
        yield f"voorbehoud uit het citaat ontbreekt: {', '.join(sorted(lost))}"
    ours, theirs = ({s.pole for s in r.of("stelligheid")} for r in (said, quoted))
    if firm := ours - theirs - ({"blijkt"} if said.of(NEGATION) else set()):
        yield f"stelliger dan het citaat: {', '.join(sorted(firm))}"


def _poles(said: Reading, quoted: Reading) -> Iterator[str]:
    """Who it is said of, and which way it goes: nothing swapped, nobody left out."""
    for axis in POLES.keys() - _APART:
        ours, theirs = _by_pole(said.of(axis)), _by_pole(quoted.of(axis))
        strange = ours.keys() - theirs.keys()
        if strange - (frozenset() if theirs else USUAL):
            yield f"{axis} staat niet in het citaat: {', '.join(sorted(strange))}"
        elif axis in NARROWING and (lost := theirs.keys() - ours.keys() - USUAL):
            yield f"{axis} uit het citaat ontbreekt: {', '.join(sorted(lost))}"
        elif len(theirs) > 1 and any(ours[pole] > theirs[pole] for pole in ours):
            yield f"{axis} verschilt van het citaat"


def _by_pole(signs: Sequence[Sign]) -> Counter[str]:
    return Counter(sign.pole for sign in signs)
