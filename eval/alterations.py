"""Rules that make a true Dutch statement false, each by one small change.

Each rule takes a statement and a source of chance, and gives the altered statement, or None where
it finds nothing to change. The labels stand or fall with the rules: a change that could leave a
statement true (a year of publication, the "niet" of "niet alleen", one of two hedges) is not made.
"""

import random
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

Rule = Callable[[str, random.Random], str | None]


class Change(NamedTuple):
    """What is replaced, and by what (a template for `re.Match.expand`)."""

    pattern: re.Pattern[str]
    replacement: str


def _swaps(pairs: str, before: str = "") -> list[Change]:
    """Changes both ways of whole words, "acute/chronische, vrouwen/mannen", where what follows
    matches `before`.
    """
    ways = []
    for pair in re.split(r",\s+", pairs.strip()):
        one, other = pair.split("/")
        ways += [(one, other), (other, one)]
    return [
        Change(re.compile(rf"(?<![^\W\d]){re.escape(a)}(?!\w){before}", re.IGNORECASE), b)
        for a, b in ways
    ]


# A quantity: no year, no part of a name ("IL-6", "L5") or a range, no "95%" of an interval.
_NUMBER = re.compile(
    r"(?<![\w.,–-])(?<!\d tot )(?!(?:19|20)\d\d\b)(?!95\s?%)"
    r"\d+(?:,\d+)?(?!\w|,\d|[.:]\d|\s?[–-]\w| tot \d)"
)
_RANGE = re.compile(r"(?<![\w,])(\d+(?:,\d+)?)(\s?[-–]\s?|\s+tot\s+)(\d+)(,\d+)?(?![\w,.]\d)")
_NUMERALS = "twee drie vier vijf zes zeven acht negen tien twaalf".split()
_NUMERAL = re.compile(rf"\b({'|'.join(_NUMERALS)})\b(?! van de)")
_QUANTITY = rf"(?:\d|\b(?:{'|'.join(_NUMERALS)})\b)"
# What follows a quantity: "6 weken", "twee weken", "40%".
_UNITS = [
    Change(re.compile(rf"(?<!:\d)(?<!\b0)({_QUANTITY}\s?){one}(?!\w|-)"), rf"\g<1>{other}")
    for one, other in [
        ("weken", "maanden"),
        ("maanden", "weken"),
        ("dagen", "weken"),
        ("jaar", "maanden"),
        ("uur", "minuten"),
        ("minuten", "uur"),
        ("mg", "gram"),
        ("cm", "mm"),
        ("pg/ml", "ng/ml"),
        ("ng/ml", "pg/ml"),
        ("%", " per 1000"),
        ("procent", "promille"),
    ]
]
_BOUNDS = _swaps(
    """
    meer dan/minder dan, langer dan/korter dan, ouder dan/jonger dan, hoger dan/lager dan,
    groter dan/kleiner dan, minstens/hoogstens, ten minste/ten hoogste, minimaal/maximaal, ≥/≤, >/<
    """,
    before=rf"(?=\s?{_QUANTITY})",
)
_POPULATIONS = _swaps(
    """
    acute/chronische, acuut/chronisch, vrouwen/mannen, dieren/mensen,
    dierexperimenteel/klinisch, dierstudies/patiëntstudies, eerste lijn/tweede lijn,
    gezonde proefpersonen/patiënten met nekpijn, gezonde deelnemers/patiënten met nekpijn,
    controlegroep/interventiegroep, specifieke/aspecifieke, nekpijn/lagerugpijn, cervicale/lumbale,
    ouderen/jongeren, volwassenen/kinderen
    """
)
_SIDES = _swaps(
    """
    hoger/lager, hogere/lagere, hoge/lage, toename/afname, stijging/daling, meer/minder,
    verhoogd/verlaagd, verhoogde/verlaagde, verbetering/verslechtering, verbetert/verslechtert,
    positief/negatief, positieve/negatieve, groter/kleiner, sterker/zwakker, beter/slechter,
    gunstig/ongunstig, gunstige/ongunstige, korte termijn/lange termijn, flexie/extensie,
    sensitiviteit/specificiteit, incidentie/prevalentie, links/rechts
    """
)
_NO_MORE = re.compile(r"\b(geen|niet|nooit)\b[^.,;]*\bmeer\b|\bonder meer\b|\bmeer of\b")
# "is mogelijk", "niet waarschijnlijk", "zo kort mogelijk", "kan aantonen" hedge nothing.
_NOT_AFTER = "".join(
    rf"(?<!\b{word} )" for word in "is zijn niet zo zoveel kort lang veel weinig snel goed".split()
)
_PREDICATE = r"(?:zijn|is|te|om|dat|voor)\b"
_HEDGES = [
    Change(re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"\bkan worden overwogen", "moet worden gedaan"),
        (r"\bkunnen worden overwogen", "moeten worden gedaan"),
        (rf"{_NOT_AFTER}\b(?:mogelijk|waarschijnlijk) (?!{_PREDICATE})(?=[a-z])", ""),
        (r"(?<=[a-z] )(?:misschien|wellicht|vermoedelijk|soms|meestal|doorgaans) (?=[a-z])", ""),
        (r"\blijkt\b", "blijkt"),
        (r"\blijken\b", "blijken"),
        (r"\b(?:zou kunnen|kan)\b", "zal"),
        (r"\b(?:zouden kunnen|kunnen)\b", "zullen"),
        (r"\b(?:beperkt|zwak|onvoldoende|matig) bewijs", "sterk bewijs"),
        (r"\b(?:beperkte|zwakke|lage) (?=bewijskracht|zekerheid|kwaliteit)", "sterke "),
        (r"\b(?:aanwijzingen|enige steun) (?=voor|dat)", "bewijs "),
    ]
]
_HEDGED = re.compile(
    r"mogelijk|waarschijnlijk|misschien|wellicht|vermoedelijk|soms|meestal|doorgaans|vaak|lijkt|"
    r"lijken|\bkan\b|kunnen|\bzou|overw[eo]|onzeker|onduidelijk|beperkt|zwak|aanwijzing|sugge|enige",
    re.IGNORECASE,
)
_ABILITY = re.compile(
    r"\b(aan ?te ?tonen|aantonen|uitsluiten|laten zien|laat\b.*\bzien|pas)\b", re.IGNORECASE
)
_NEGATIONS = [
    Change(re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in [
        (r"\b(?<!al dan )(?<!of )(?<!nog )niet (?!alleen|meer|minder dan|zozeer|elke|alle)", ""),
        (r"(?<!vrijwel )(?<!bijna )(?<!nog )\bgeen (?!enkele? )(?![^.,;]*\bmeer\b)", ""),
        (r"\bzonder\b", "met"),
        (r"\bnooit\b", "altijd"),
    ]
]
_NEGATED = re.compile(
    r"\b(niet|geen|nooit|zonder|niets|niemand|noch|nauwelijks|evenmin)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|kan|kunnen|mag|mogen|moet|moeten|"
    r"helpt|helpen|geeft|geven|blijkt|bleek|verandert|verschilt|verlaagt|verhoogt|vermindert)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]| (dat|die|waar\w*|als|of|omdat|doordat) ")


def number(statement: str, rng: random.Random) -> str | None:
    """Change one number: 40,9 -> 49,9; drie -> vier."""
    found = list(_NUMBER.finditer(statement))
    if found:
        chosen = rng.choice(found)
        return _put(statement, chosen, _other_number(chosen.group(), rng))
    numerals = list(_NUMERAL.finditer(statement))
    if not numerals:
        return None
    chosen = rng.choice(numerals)
    return _put(statement, chosen, rng.choice([n for n in _NUMERALS if n != chosen.group()]))


def unit(statement: str, rng: random.Random) -> str | None:
    """Change a unit that follows a number: 6 weken -> 6 maanden."""
    return _changed(statement, _UNITS, rng)


def bound(statement: str, rng: random.Random) -> str | None:
    """Change the end of a range, or turn a bound round: 20-35 -> 20-47; meer dan -> minder dan."""
    ranges = list(_RANGE.finditer(statement))
    if not ranges:
        return _changed(statement, _BOUNDS, rng)
    chosen = rng.choice(ranges)
    upper = str(int(chosen[3]) + rng.randint(2, 15))
    return _put(statement, chosen, f"{chosen[1]}{chosen[2]}{upper}{chosen[4] or ''}")


def negation_dropped(statement: str, rng: random.Random) -> str | None:
    """Take the one negation out: wordt niet aanbevolen -> wordt aanbevolen."""
    alone = len(_NEGATED.findall(statement)) == 1
    return _changed(statement, _NEGATIONS, rng) if alone else None


def negation_added(statement: str, rng: random.Random) -> str | None:
    """Put a negation in behind the one verb: wordt aanbevolen -> wordt niet aanbevolen."""
    verbs = list(_VERB.finditer(statement))
    if _NEGATED.search(statement) or len(verbs) != 1 or not verbs[0].start():
        return None  # of two verbs, the other could still say it
    if _CLAUSE.search(statement[: verbs[0].start()]):
        return None  # the verb may be of a clause that the statement doesn't hang on
    return _put(statement, verbs[0], f"{verbs[0].group()} niet")


def hedge_removed(statement: str, rng: random.Random) -> str | None:
    """Make certain what is hedged, by its one hedge: kan helpen -> zal helpen."""
    altered = None if _ABILITY.search(statement) else _changed(statement, _HEDGES, rng)
    return altered if altered and not _HEDGED.search(altered) else None


def population(statement: str, rng: random.Random) -> str | None:
    """Say it of others: acute -> chronische."""
    return _turned(statement, _POPULATIONS, rng)


def side(statement: str, rng: random.Random) -> str | None:
    """Turn a direction or side round: hoger -> lager."""
    return None if _NO_MORE.search(statement) else _turned(statement, _SIDES, rng)


RULES: dict[str, Rule] = {
    "number": number,
    "unit": unit,
    "range": bound,
    "negation dropped": negation_dropped,
    "negation added": negation_added,
    "hedge removed": hedge_removed,
    "population swapped": population,
    "side swapped": side,
}


def _changed(statement: str, changes: Iterable[Change], rng: random.Random) -> str | None:
    """The statement with one of the changes made at one place."""
    found = [(m, c) for c in changes for m in c.pattern.finditer(statement)]
    if not found:
        return None
    match, change = rng.choice(found)
    return _put(statement, match, match.expand(change.replacement))


def _turned(statement: str, swaps: Iterable[Change], rng: random.Random) -> str | None:
    """The statement with one word swapped for its opposite, unless it names both."""
    said = statement.casefold()
    return _changed(statement, [swap for swap in swaps if swap.replacement not in said], rng)


def _put(statement: str, match: re.Match[str], text: str) -> str:
    """The statement with the text in place of the match; it still opens with a capital."""
    changed = statement[: match.start()] + text + statement[match.end() :]
    return changed[:1].upper() + changed[1:] if statement[:1].isupper() else changed


def _other_number(written: str, rng: random.Random) -> str:
    """A number of the same form with one digit changed."""
    places = [at for at, char in enumerate(written) if char.isdigit()]
    at = rng.choice(places)
    others = [d for d in "123456789" if d != written[at]]
    return written[:at] + rng.choice(others) + written[at + 1 :]
