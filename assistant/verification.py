"""Does the quote carry the statement? Fail closed: a statement with a fault is not shown.

The quote must stand word for word in the document. A statement in words of its own must say the
same of the same: its quantities (`quantities`), its negations, hedges, people and directions
(`signs`), the field's terms and names in it, and enough of its other words (`wording`). Each check
gives a Dutch line for what it finds. Doesn't judge whether the statement answers the question.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.bindings import as_read, misplaced, said_around
from assistant.quantities import quantities, strange
from assistant.schema import Citation
from assistant.signs import (
    CAUSE,
    HALF,
    LOOSE,
    NARROWING,
    NEGATION,
    NO_STRONGER,
    POLES,
    SOFT,
    USUAL,
    Reading,
    Sign,
    poles,
    read,
)
from assistant.wording import held_by, missing
from ingest.dutch import Dutch, stem, words
from ingest.schema import Document

MOST_CHARACTERS = 1000  # of a statement in words of its own: no sentence is longer
CLAUSE_SHARE = 0.5  # of a clause that is denied, from which the statement says it too
TELLING = 3  # content words of a clause that stands by itself
LEAST_SHARE = 0.33  # where the statement denies nothing
DRAWN_ON = 0.3  # share of a sentence's content words that the statement holds
# "Verbetert" may be said for a rise or a fall, and the other way round; "verslechtert" may not.
LICENCE = {"mate": ("goed",), "uitkomst": ("meer", "minder")}
BETTER = frozenset({"meer", "minder", "goed"})
ABLE = frozenset("kan kunnen kon konden".split())  # with a "niet", no hedge
_PART = re.compile(r"(?<=[.!?;])\s+")
_JOINS = frozenset({"en", "of"})
_OPPOSITE = re.compile(r"^(?:niet-|non-|on|in)(?=\w{5})")
_APART = frozenset(
    {NEGATION, HALF, "voorbehoud", "stelligheid", "nodig"}
)  # judged by rules of their own


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
    yield from _negation(text, quote, dutch)
    yield from _turned_round(text, quote)
    yield from _hedges(text, quote, dutch)
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
    held = held_by(text, dutch)
    drawn = [part for part in parts if held.share(part) >= DRAWN_ON]
    return " ".join(drawn or parts)


def _numbers(text: str, quote: str) -> Iterator[str]:
    if found := strange(text, quote):
        yield f"getal staat niet zo in het citaat: {', '.join(map(str, found))}"


def _negation(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """What the one denies, the other denies, unless it stands in a clause that is left out."""
    said, quoted = read(text), read(quote)
    if _uncancelled(said) == _uncancelled(quoted):
        return
    ours, theirs = _by_pole(said.of(NEGATION)), _by_pole(quoted.of(NEGATION))
    half, other_half = _halves(said, quote), _halves(quoted, text)
    added, dropped = ours - theirs, theirs - ours
    if added.total() > dropped.total() + (other_half - half).total():
        yield "ontkenning staat niet in het citaat"
        return
    instead = added + (half - other_half)
    if dropped.total() <= instead.total():
        return
    # A word that denies in both texts stands for no "niet" beside it.
    pole = "niet" if dropped["niet"] else ""
    denied = {
        s.clause if not pole else (s.clause, s.word): s.clause
        for s in quoted.of(NEGATION)
        if pole in ("", s.pole)
    }
    held = held_by(as_read(said), dutch)
    least = CLAUSE_SHARE if ours else LEAST_SHARE
    drawn = [
        c for c in denied.values() if held.share(said_around(quote, c, dutch, TELLING)) >= least
    ]
    if len(drawn) > (instead.total() + ours["niet"] if pole else ours.total()):
        yield "ontkenning uit het citaat ontbreekt"


def _turned_round(text: str, quote: str) -> Iterator[str]:
    """A word for its opposite, "onbelangrijk" for "belangrijk", with no other negation for it."""
    (said, ours), (quoted, theirs) = _opposites(text), _opposites(quote)
    found = set() if read(text).of(NEGATION) else said & (theirs - quoted)
    found |= set() if read(quote).of(NEGATION) else quoted & (ours - said)
    if found:
        yield f"tegendeel van het citaat: {', '.join(sorted(found))}"


def _opposites(text: str) -> tuple[set[str], set[str]]:
    """The stems of a text's words, and of those words that a prefix turns round without it."""
    found = words(text)
    bare = (_OPPOSITE.sub("", word) for word in found if _OPPOSITE.match(word))
    return {stem(word) for word in found}, {stem(word) for word in bare}


def _halves(reading: Reading, other: str) -> Counter[str]:
    """What may stand for a negation of another text; "niet-X" only where it has an X."""
    others = words(other)
    stems = {stem(word) for word in others}
    found = (
        sign
        for sign in reading.of(HALF)
        if not any(axis == NEGATION for axis, _ in poles(sign.word))
        if sign.pole != "niet-" or (sign.word not in others and stem(sign.word[4:]) in stems)
    )
    return _by_pole(list(found))


def _uncancelled(reading: Reading) -> int:
    """How many negations are left once a "niet" and a word like "uitsluiten" cancel out."""
    return sum(left for clause in reading.clauses for left in _left(clause))


def _left(clause: Sequence[str]) -> Iterator[int]:
    """The same for each part of a clause between its ands."""
    for joined, part in groupby(clause, key=_JOINS.__contains__):
        found = [pole for word in part for axis, pole in poles(word) if axis == NEGATION]
        free = found.count("niet")
        if not joined:
            yield abs(len(found) - 2 * free)


def _hedges(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """Nothing said more firmly: a hedge may become another, or go with its clause."""
    said, quoted = read(text), read(quote)
    held = held_by(as_read(said), dutch)
    both = {s.word for s in said.signs} & {s.word for s in quoted.signs}
    ours = {
        s.pole
        for s in [*said.of("voorbehoud"), *said.of("stelligheid")]
        if not (s.word in both and LOOSE.fullmatch(s.word))
    }
    denied = {s.clause for s in quoted.of(NEGATION)} if said.of(NEGATION) else set()
    theirs = {
        s.pole
        for s in quoted.of("voorbehoud")
        if not (LOOSE.fullmatch(s.word) or (s.word in ABLE and s.clause in denied))
        and held.share(said_around(quote, s.clause, dutch)) >= CLAUSE_SHARE
    }
    lost = {pole for pole in theirs - ours if not ours & NO_STRONGER.get(pole, frozenset())}
    if said.of(NEGATION):
        lost -= {"onzeker", "beperkt"}  # "niet aangetoond", which the negation answers for
    if any(sign.pole == "minder" for sign in said.of("mate")):
        lost -= {"beperkt"}
    if not any(word in CAUSE or word.startswith("veroorza") for c in said.clauses for word in c):
        lost -= {"samenhang"}
    if lost:
        yield f"voorbehoud uit het citaat ontbreekt: {', '.join(sorted(lost))}"
    firm = {s.pole for s in said.of("stelligheid")} - {s.pole for s in quoted.of("stelligheid")}
    if said.of(NEGATION):
        firm -= {"blijkt"}
    if quoted.of("nodig") or any(s.word in ("zou", "zouden", "vraag") for s in said.signs):
        firm -= {"moet"}  # "zou moeten"; "is nodig"
    if not quoted.of("voorbehoud") and not quantities(quote):
        firm -= {"alle", "altijd", "volledig"}  # of what is said without reserve
    if firm:
        yield f"stelliger dan het citaat: {', '.join(sorted(firm))}"


def _poles(said: Reading, quoted: Reading) -> Iterator[str]:
    """Who it is said of, and which way it goes: nothing swapped, nobody left out."""
    for axis in POLES.keys() - _APART:
        ours, theirs = _by_pole(said.of(axis)), _by_pole(quoted.of(axis))
        strange = {s.pole for s in said.of(axis) if theirs or s.word not in SOFT} - theirs.keys()
        if not theirs and any(s.pole in LICENCE.get(axis, ()) for s in quoted.signs):
            strange -= BETTER
        if strange - (frozenset() if theirs else USUAL):
            yield f"{axis} staat niet in het citaat: {', '.join(sorted(strange))}"
        elif axis in NARROWING and (lost := theirs.keys() - ours.keys() - USUAL - {"specifiek"}):
            yield f"{axis} uit het citaat ontbreekt: {', '.join(sorted(lost))}"
        elif len(theirs) > 1 and any(ours[pole] > theirs[pole] for pole in ours):
            yield f"{axis} verschilt van het citaat"


def _by_pole(signs: Sequence[Sign]) -> Counter[str]:
    return Counter(sign.pole for sign in signs)
