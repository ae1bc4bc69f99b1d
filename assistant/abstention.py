"""Do the passages hold what was asked for? If not, say so.

Unanswerable questions share the corpus's words, so scores don't tell. What tells is something
that the question itself names and the documents don't: a drug, a treatment, a population, or an
attribute (a dose, a sensitivity, a price) of the thing asked about. Words of the case that goes
before the question may be missing. Doesn't rank or quote.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.composer import Candidate
from assistant.schema import Hit
from ingest.dutch import Word, mark, stem
from ingest.index import Build
from ingest.passages import searched_text

WEAKEST = 0.33  # a best passage that scores less is about something else
SURE = 0.5  # one that scores as much may say the thing asked about in other words
# Inverse document frequency from which a part of a name stands for something in particular, and
# from which a word of the question must stand with the attribute that is asked of it.
TELLING, TELLING_HERE = 2.0, 1.0
# What can be asked of a thing; an answer must name it in the passage that it quotes.
ATTRIBUTES = frozenset(
    [
        mark("dosering"),
        mark("sensitiviteit"),
        mark("specificiteit"),
        mark("voorspellende waarde"),
        mark("kosten"),
        mark("leeftijd"),
        mark("prevalentie"),
        mark("incidentie"),
        mark("bijwerking"),
        *map(stem, ["mg", "euro", "punten", "sessies"]),
    ]
)
# Of these, what holds of one thing says nothing of another, however sure: the passage names both.
DOSES = frozenset([mark("dosering"), mark("kosten"), *map(stem, ["mg", "euro", "sessies"])])
_PROPER = re.compile(r"[^.?!]*\?")


def reason_to_decline(
    question: str, hits: Sequence[Hit], chosen: Sequence[Candidate], build: Build
) -> str | None:
    """Why not to answer, as a Dutch sentence; None where the passages hold what was asked for."""
    asked = build.dutch.content(" ".join(_PROPER.findall(question)) or question)
    sure = bool(hits) and hits[0].score >= SURE
    absent = [] if sure else _absent(asked, hits, build)
    if absent:
        return f"De documenten zeggen niets over {_named(absent)}."
    if not chosen or hits[0].score < WEAKEST:
        return "De documenten zeggen hier niets over: geen enkele passage lijkt op deze vraag."
    a_dose = any(DOSES & set(word.own) for word in asked)
    lacking = _lacking_attribute(asked, chosen, build, with_things=a_dose or not sure)
    if lacking:
        return f"De documenten zeggen hierbij niets over {_named(lacking)}."
    return None


def _absent(asked: Sequence[Word], hits: Sequence[Hit], build: Build) -> list[Word]:
    """The specific things asked about that no passage found names, nor the kind they are of."""
    content = [word for hit in hits for word in build.dutch.content(searched_text(hit.passage))]
    held = {term for word in content for term in word.terms}
    named = {term for word in content for term in word.own}
    absent = []
    for word in asked:
        kind = [term for term in word.near if term.startswith("§")][:1]
        parts = [term for term in word.near if not term.startswith("§")]
        telling = [part for part in parts if build.idf(part) > TELLING]
        a_concept = len(word.own) > 1
        if a_concept and not (held & {*word.own, *telling} or named & {*kind}):
            absent.append(word)
    return absent


def _lacking_attribute(
    asked: Sequence[Word], chosen: Sequence[Candidate], build: Build, with_things: bool
) -> list[Word]:
    """The attribute asked for, where no quoted passage names it; `with_things`: along with the
    things asked about.
    """
    attributes = [word for word in asked if ATTRIBUTES & set(word.own)]
    others = [word for word in asked if word not in attributes] if with_things else []
    things = [word for word in others if _specific(word, build)]
    for candidate in chosen:
        passage = candidate.passage
        terms = set(build.dutch.terms(searched_text(passage)))
        named = all(terms & {*word.own, *word.near} for word in attributes)
        if named and all(terms.intersection(thing.own) for thing in things):
            return []
    return attributes


def _specific(word: Word, build: Build) -> bool:
    return any(build.holds(term) and build.idf(term) > TELLING_HERE for term in word.own)


def _named(words: Sequence[Word]) -> str:
    """Words as they are named in a sentence; words that name one concept together stay together."""
    phrases = [
        " ".join(word.text for word in group)
        for _, group in groupby(words, lambda word: word.own[1:])
    ]
    quoted = [f"'{phrase}'" for phrase in dict.fromkeys(phrases)]
    return " en ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
