"""What goes with what: the same words, put together otherwise, say something else.

Four places where a statement can go wrong with every word of its quote: the condition that a thing
holds under is left out, a comparison is turned round, a negation stands in another clause, or a
number is given to the other group. Each check speaks only where both texts show what goes with
what. Doesn't look at words that the quote lacks; see `wording`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.quantities import Quantity, located
from assistant.signs import NEGATION, Reading, poles, read
from assistant.wording import content, held_by
from ingest.dutch import Dutch, fold, words

MOST_COMPARED = 4  # words behind "dan" that say what something is compared with
BEFORE = 100  # characters before "dan" in which stands what is compared
SENTENCE_END = 5  # what it parts as much as, in commas
_PEOPLE = (
    "patienten?|mensen|personen|deelnemers|volwassenen|kinderen|ouderen|vrouwen|mannen|zwangeren"
)
_CONDITION = re.compile(
    rf"\b(?:(?:{_PEOPLE}) (?:met|zonder|na|die|bij wie)|bij|in geval van) "
    r"((?:(?!(?:is|zijn|was|waren|wordt|worden|werd|werden|kan|kunnen|mag|moet|moeten|heeft|hebben|"
    r"had|hadden|lijkt|lijken|niet|geen|dan|die|door|na|maar|terwijl|wel|gaf|geeft|bleek|ouder|jonger|langer|korter|meer|minder|tussen)\b)"
    r"[\w'-]+ ?){1,8})"
)
_PERSON = re.compile(rf"\b(?:{_PEOPLE}) (?:met|zonder|na)\b")
_ONLY_IF = re.compile(
    r"\b(?:indien|mits|tenzij|wanneer|zolang|als(?= [^.,;:()]+ [a-z]+(?:t|en|is)(?:[.,;:]|$))) "
    r"([^.,;:()]+)"
)
_AND = re.compile(r"\b(?:en|of)\b")
_THAN = re.compile(r"\bdan ([^.,;()]+)")
_AGAINST = re.compile(
    r"\b(?:vergeleken met|(?:in )?vergelijking met|ten opzichte van|tegenover|versus) ([^.,;()]+)"
)
_MORE = re.compile(r"\b(?:\w+ere?|minder|meer)\b")
_BREAK = re.compile(r"[,;]\s|\b(?:en|maar|terwijl|tegen|versus|tegenover)\b|(?P<end>[.!?])\s")
_GROUPS = ("groep", "maat", "geslacht", "leeftijd", "zijde", "frequentie")


def misplaced(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """A line for each thing that the quote puts together otherwise."""
    yield from _conditions(text, quote, dutch)
    yield from _comparison(text, quote, dutch)
    yield from _negated(text, quote, dutch)
    yield from _of_another_group(text, quote)


def _conditions(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """Of each thing that the quote says something of, the statement must have a word."""
    held = held_by(text, dutch)
    for clause in _ONLY_IF.findall(fold(quote)):
        if not held.touches(clause):
            yield f"voorwaarde uit het citaat ontbreekt: {clause}"
    for match in _CONDITION.finditer(fold(quote)):
        of_people = bool(_PERSON.match(match[0]) or _PERSON.search(match[1]))
        for part in _AND.split(_PERSON.sub("", match[1])):
            part = part.removeprefix(" bij ")
            named = of_people or any(len(word.own) > 1 for word in content(part, dutch))
            if named and not held.touches(part):
                yield f"voorwaarde uit het citaat ontbreekt: {part.strip()}"


def _comparison(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """What stands before the quote's "dan" mustn't stand behind the statement's."""
    ours, theirs = (_compared(fold(one)) for one in (text, quote))
    if not (ours and theirs):
        return
    behind = held_by(" ".join(_first_words(right) for _, right in theirs), dutch)
    before = held_by(" ".join(left for left, _ in theirs), dutch)
    for _, right in ours:
        other = _first_words(right)
        if not behind.touches(other) and before.touches(other):
            yield f"vergelijking staat anders in het citaat: dan {other}"


def _compared(text: str) -> list[tuple[str, str]]:
    """What is compared, and what it is compared with: behind "dan" or "vergeleken met"."""
    pairs = [(text[max(0, m.start() - BEFORE) : m.start()], m[1]) for m in _THAN.finditer(text)]
    pairs = [(before, behind) for before, behind in pairs if _MORE.search(before)]
    for m in _AGAINST.finditer(text):
        other = _first_words(m[1])
        pairs.append((text.replace(other, ""), other))
    return pairs


def _first_words(text: str) -> str:
    return " ".join(text.split()[:MOST_COMPARED])


def _negated(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """A clause that the statement negates mustn't be one that the quote leaves positive."""
    theirs = _negative_clauses(quote, dutch)
    if not theirs or len(read(quote).clauses) == 1:
        return
    named = [word.partition("-")[2] for word in words(quote) if word.startswith("niet-")]
    negative, whole = held_by(" ".join([*theirs, *named]), dutch), held_by(quote, dutch)
    for clause in _negative_clauses(text, dutch):
        if not negative.touches(clause) and whole.touches(clause):
            yield f"ontkenning staat in het citaat elders: {clause}"


def _negative_clauses(text: str, dutch: Dutch) -> list[str]:
    """What the clauses that deny say without their negations."""
    found = read(text).of(NEGATION)
    return [said_around(text, number, dutch) for number in dict.fromkeys(s.clause for s in found)]


@lru_cache(maxsize=4096)
def said_around(text: str, number: int, dutch: Dutch, least: int = 1) -> str:
    """A clause without its negations; one of fewer content words, with the one beside it."""
    clauses = [" ".join(w for w in clause if not _negates(w)) for clause in read(text).clauses]
    if len(content(clauses[number], dutch)) >= least:
        return clauses[number]
    return " ".join(clauses[max(0, number - 1) : number + (1 if number else 2)])


def as_read(reading: Reading) -> str:
    """The words of a text as they are read: split verbs joined."""
    return " ".join(word for clause in reading.clauses for word in clause)


def _negates(word: str) -> bool:
    """Does it say nothing but that? "Niet-ernstig" says more."""
    return not word.startswith("niet-") and any(axis == NEGATION for axis, _ in poles(word))


def _of_another_group(text: str, quote: str) -> Iterator[str]:
    """A number that the quote gives of one of two groups mustn't be given of the other."""
    for axis in _GROUPS:
        if len({sign.pole for sign in read(quote).of(axis)}) < 2:
            continue
        theirs = _by_group(quote, axis)
        for value, groups in _by_group(text, axis).items():
            if groups.isdisjoint(theirs.get(value, groups)):
                yield f"getal hoort in het citaat bij een andere groep: {' '.join(value)}"


def _by_group(text: str, axis: str) -> dict[tuple[str, str, str], set[str]]:
    """The values of a text, each with the poles of an axis that it stands nearest to."""
    found: dict[tuple[str, str, str], set[str]] = {}
    written, given = located(text)
    breaks = [(m.start(), SENTENCE_END if m["end"] else 1) for m in _BREAK.finditer(written)]
    named = [
        (match.start(), pole)
        for match in re.finditer(r"[\w-]+", written)
        for on, pole in poles(match[0])
        if on == axis
    ]
    for one in given:
        if named:
            found.setdefault((one.low, one.high, one.unit), set()).add(_nearest(one, named, breaks))
    return found


def _nearest(one: Quantity, named: list[tuple[int, str]], breaks: list[tuple[int, int]]) -> str:
    """The pole with the fewest breaks between it and the number, then the fewest letters."""

    def distance(at: int) -> tuple[int, int]:
        first, last = sorted((at, one.start))
        return sum(weight for cut, weight in breaks if first < cut < last), last - first

    return min(named, key=lambda place: distance(place[0]))[1]
