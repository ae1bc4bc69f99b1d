"""Follow-up -> standalone question: "En de prevalentie?" after one about incidence.

Rules on the form of Dutch follow-ups, no language model: an ellipsis takes the place of its like
in the question before; a question that points back ("daarvan", "die groep") gets that question's
subject added. A question that stands on its own is left as it was typed.
"""

import re
from collections.abc import Sequence

from ingest.dutch import STOP_WORDS, Dutch, fold, stem

_OPENING = re.compile(r"^(?:(?:en|maar|ok|oké|oke|dus|ja|nee)\b[\s,.!]*)+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ABOUT = re.compile(r"[?\s]*\(over: [^)]*\)")
_ARTICLE = re.compile(r"\b(?:de|het|een)\s+\Z", re.IGNORECASE)
PREPOSITIONS = frozenset(
    """
    bij voor van na met zonder in door tegen op over binnen volgens vanaf tijdens
    """.split()
)
# Words that point back to the question before, where they stand near the start.
POINTERS = frozenset(
    """
    dat dit die deze daar daarvan daarbij daarvoor daarmee daarin daarna daartegen daarover hiervan
    hierbij hiervoor hiermee ervan ervoor erbij ermee hen hun beide allebei dezelfde diezelfde
    """.split()
)
ELLIPSIS = 3  # words that make no question of their own without a verb: "en de prevalentie"
OPENING_WORDS = 5  # how far into a question "die" and "dat" point back; later they open a clause
QUESTION_WORDS = frozenset(
    """
    is zijn was waren kan kun kunnen mag moet moeten heeft hebben had hadden helpt helpen
    werkt werken geldt gelden geeft wordt worden werd werden doet doe doen komt komen zou
    zouden wil wilt blijft gaat duurt staat raden raadt bestaat verschilt betekent houdt zit
    hoe wat wanneer waarom welk welke wie waar hoeveel hoelang waarmee waarvoor waaruit
    """.split()
)
# What can be asked of a subject. An ellipsis that names one takes the place of another.
ATTRIBUTES = frozenset(
    """
    incidentie prevalentie sensitiviteit specificiteit prognose beloop oorzaak oorzaken
    definitie behandeling behandelingen diagnostiek diagnose effect effecten effectiviteit
    bijwerkingen risico risicofactoren dosering dosis duur kosten indicatie indicaties
    contra-indicaties symptomen kenmerken bewijs leeftijd aantal percentage conclusie
    beperkingen populatie
    """.split()
)


def standalone(turns: Sequence[str], dutch: Dutch) -> str:
    """The last of the turns as a question that can be understood without the others."""
    question = turns[0].strip()
    for turn in turns[1:]:
        question = _resolved(turn.strip(), question, dutch)
    return question


def _resolved(turn: str, before: str, dutch: Dutch) -> str:
    bare = _OPENING.sub("", turn).rstrip("?!. ")
    said = _folded(bare)
    opened = len(bare) < len(turn.rstrip("?!. "))
    if not set(said) - STOP_WORDS - POINTERS:
        return f"{turn.rstrip('?!. ')}? {_about(before)}"
    marked = turn.endswith("?") or (ATTRIBUTES | QUESTION_WORDS) & set(said)
    asks = marked or _named(bare, dutch)  # "dank je" doesn't
    elliptic = opened or (len(said) <= ELLIPSIS and asks)
    if elliptic and not QUESTION_WORDS & set(said):
        phrase = _substituted(bare, before.rstrip("?!. "), dutch)
        return f"{phrase[:1].upper()}{phrase[1:]}{'' if phrase.endswith(')') else '?'}"
    points_back = POINTERS & {*said[:OPENING_WORDS]} or said[-1] == "dan"
    if points_back or (asks and not _has_subject(said, dutch, named_only=opened)):
        return f"{turn.rstrip('?!. ')}? {_about(before)}"
    return turn


def _substituted(phrase: str, before: str, dutch: Dutch) -> str:
    """The question before, with the phrase in the place of its like; else added to it."""
    if about := _ABOUT.search(before):
        return f"{phrase}? {about.group().lstrip('? ')}"
    if ATTRIBUTES & set(_folded(phrase)):
        return _asking(phrase, before)
    new, old = _named(phrase, dutch), _named(before, dutch)
    kind = dutch.lexicon.widest
    alike = [place for place in old if new and kind(place[0]) == kind(new[0][0])]
    if not alike:
        return f"{before}, {phrase}"
    replacement = phrase[new[0][1] :] if _folded(phrase)[0] in PREPOSITIONS else phrase
    _, start, end = alike[-1]
    return f"{before[:start]}{replacement}{before[end:]}"


def _asking(attribute: str, before: str) -> str:
    """The question before, asking for another attribute of the same subject."""
    for match in _WORD.finditer(before):
        if fold(match.group()) in ATTRIBUTES:
            return _ARTICLE.sub("", before[: match.start()]) + attribute + before[match.end() :]
    return f"{attribute}? {_about(before)}"


def _named(text: str, dutch: Dutch) -> list[tuple[str, int, int]]:
    """The lexicon's concepts in a text, each with its start and end."""
    found = list(_WORD.finditer(text))
    stems = [stem(fold(match.group())) for match in found]
    return [
        (name, found[places[0]].start(), found[places[-1]].end())
        for name, places in dutch.lexicon.named_in(stems)
    ]


def _has_subject(said: list[str], dutch: Dutch, named_only: bool) -> bool:
    """Does a question say itself what it is about: by a concept, or else by enough words?"""
    own = [word for word in said if word not in STOP_WORDS | ATTRIBUTES | QUESTION_WORDS]
    named = _named(" ".join(own), dutch)
    return bool(named) or (not named_only and len(own) > 2)


def _about(before: str) -> str:
    return f"(over: {', '.join(dict.fromkeys(_subject(before)))})"


def _subject(question: str) -> list[str]:
    """The content words of a question, as typed, less what it asks of its subject."""
    return [
        match.group()
        for match in _WORD.finditer(question)
        if fold(match.group()) not in STOP_WORDS | ATTRIBUTES | QUESTION_WORDS
    ]


def _folded(text: str) -> list[str]:
    return [fold(match.group()) for match in _WORD.finditer(text)]
