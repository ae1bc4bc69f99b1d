"""Do the passages hold what was asked for? If not, say what is missing, in one Dutch sentence.

Unanswerable questions share the corpus's words, so scores don't tell: a judge of several features
decides (`judge`). The sentence names what was looked for and not found: a thing that no document
names, a kind of answer (a dose, a price), or else what was asked about. Doesn't rank or quote.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant import composer, judge, kinds, scope
from assistant.composer import Asked, Candidate
from assistant.schema import Hit
from ingest.dutch import Lexicon, fold, mark, stem, words
from ingest.embeddings import Encoder
from ingest.index import Build

NOTHING = "De documenten zeggen hier niets over: geen enkele passage lijkt op deze vraag."
MOST_NAMED = 2  # things in one sentence

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ARTICLES = frozenset("de het een".split())
_JOINING = _ARTICLES | frozenset("van bij voor op in met door na tot tegen naar aan".split())
# No name of a thing: an adjective, or what only says whom or how much.
_NO_THING = re.compile(
    r".*(?:baar|vrij|lijke?|ische?|eerde?|ige|ale|aire|ant)|"
    r"patiente?n?|pijn|hoeveel.*|mensen|klachten"
)
# What something is done to, or seen in: "bij" stands before it, "voor" before what is done.
_PATIENTS = frozenset(
    "wervelkolomaandoening|pijn|aandoening van het bewegingsapparaat|perifere zenuwcompressie|"
    "maligniteit|myelopathie|inflammatoire reumatische aandoening|fractuur|osteoporose|trauma|"
    "perifere neuropathie|plexopathie|neurologische uitval|zwangerschap|ouderen|sporters|"
    "kinderen en adolescenten|beroepsbevolking".split("|")
)


class Named(NamedTuple):
    """A thing as the question names it, with its article; its concept; and its place in words."""

    text: str
    concept: str
    first: int
    last: int


def reason_to_decline(
    asked: Asked, hits: Sequence[Hit], chosen: Sequence[Candidate], build: Build, encoder: Encoder
) -> str | None:
    """Why not to answer, as a Dutch sentence; None where the passages hold what was asked for.

    `chosen` are the stretches of the answer, the best first; what would lead it is judged.
    """
    elsewhere = scope.elsewhere(asked.question, hits, build)
    if elsewhere:
        return elsewhere
    if chosen:
        leading = composer.in_order(chosen, asked)[0]
        features = judge.features(asked.question, hits, leading, build, encoder)
        if judge.answers(features, hits):
            return None
    return _missing(asked.question, chosen[:1], build)


def _missing(question: str, best: Sequence[Candidate], build: Build) -> str:
    """The sentence that names what was looked for and not found."""
    asked = judge.proper(question)
    things = list(_named(asked, build.dutch.lexicon)) or list(_named(question, build.dutch.lexicon))
    unheard = [thing for thing in things if not build.holds(mark(thing.concept))]
    if unheard:
        return f"De documenten zeggen niets over {_listed(unheard)}{_at(unheard, things, build)}."
    lacking = kinds.lacking(asked, best[0].text if best else "")
    if lacking:
        of_what = [t for t in things if not lacking[0].asks.match(fold(t.text))]
        return f"De documenten noemen hierbij geen {lacking[0].name}{_for(of_what, build)}."
    absent = [t for t in things if best and _lacks(t, best[0], build)] or things
    if absent:
        about = _phrase(asked, things, absent) or _listed(absent)
        return f"De documenten geven geen antwoord op deze vraag over {about}."
    return NOTHING


def _named(question: str, lexicon: Lexicon) -> Iterator[Named]:
    """The concepts that a question names, each once, in its own words."""
    tokens = _TOKEN.findall(question)
    folded = [words(token) for token in tokens]
    of_word = [at for at, found in enumerate(folded) for _ in found]
    seen = set()
    for concept, places in lexicon.named_in([stem(w) for found in folded for w in found]):
        first, last = of_word[places.start], of_word[places.stop - 1]
        text = _noun(" ".join(tokens[first : last + 1]), concept, opens=first == 0)
        if text and first and fold(tokens[first - 1]) in _ARTICLES:
            first -= 1
            text = f"{fold(tokens[first])} {text}"
        elif text and concept.startswith(fold(text)):
            text = concept  # "zwanger": zwangerschap
        if text and concept not in seen:
            seen.add(concept)
            yield Named(text, concept, first, last)


def _noun(text: str, concept: str, opens: bool) -> str:
    """The words that name a concept, without the capital that opens a question; none where they
    are a verb or an adjective.
    """
    name = text if not opens or text[1:2].isupper() else text[:1].lower() + text[1:]
    return "" if _NO_THING.fullmatch(fold(name)) or _is_verb(name, concept) else name


def _is_verb(name: str, concept: str) -> bool:
    """Is it a form of the verb that a concept's noun is of: "werkt", "gewerkt" (werk)?"""
    folded = fold(name)
    return (
        " " not in name
        and bool(re.fullmatch(rf"(?:ge)?{re.escape(stem(folded))}(?:t|d|te|de|ten|den)", folded))
        and not fold(concept).startswith(folded)
    )


def _lacks(thing: Named, best: Candidate, build: Build) -> bool:
    """Doesn't the stretch name the thing?"""
    return bool(judge.lacks(build.dutch.content(thing.text), best, build))


def _phrase(question: str, things: Sequence[Named], absent: Sequence[Named]) -> str:
    """Two things, one absent, as the question joins them: "de sensitiviteit van de slumptest"."""
    tokens = _TOKEN.findall(question)
    for one, other in pairwise(things):
        between = tokens[one.last + 1 : other.first]
        if (
            {one, other} & {*absent}
            and between
            and all(fold(token) in _JOINING for token in between)
        ):
            return " ".join([one.text, *between, other.text])
    return ""


def _is_patient(thing: Named, build: Build) -> bool:
    return build.dutch.lexicon.widest(thing.concept) in _PATIENTS


def _at(said: Sequence[Named], things: Sequence[Named], build: Build) -> str:
    """The patients or disorder that it was asked of, after "bij"; empty where that is said."""
    whom = [t for t in things if t not in said and _is_patient(t, build)][:1]
    return f" bij {whom[0].text}" if whom and not _is_patient(said[0], build) else ""


def _for(things: Sequence[Named], build: Build) -> str:
    """What a kind of answer was asked of, after "voor", and of whom, after "bij"."""
    what = [thing for thing in things if not _is_patient(thing, build)][:1]
    whom = [thing for thing in things if _is_patient(thing, build)][:1]
    return "".join(
        f" {word} {t.text}" for word, named in (("voor", what), ("bij", whom)) for t in named
    )


def _listed(things: Sequence[Named]) -> str:
    return " en ".join(thing.text for thing in things[:MOST_NAMED])
