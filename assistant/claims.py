"""A sentence -> what it claims: on which side it stands, how much it says, of whom, beside what.

Read with `signs` and `quantities` and from words that clinical Dutch in general uses; knows no
subject. Doesn't compare claims.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Literal, NamedTuple

from assistant import signs
from assistant.quantities import located
from assistant.signs import HALF, NEGATION, poles
from ingest.dutch import Dutch, Word, fold

Axis = Literal["nut", "verandering", "verband", "schade", "kwaliteit"]
Sign = Literal["for", "against"]  # what is in doubt isn't for

_ASIDE = re.compile(r"\([^()]*\)")
_OF_THE_SOURCE = re.compile(r"\bde bron(?:tekst)?\b")  # says what it lacks: that is no claim
# What holds only in a case, or is what something is for: it says nothing of the rest.
_IN_A_CASE = re.compile(
    r"(?<!zo)(?<!zowel )(?<!net )(?<!evenals )(?<!gezien )(?<!beschouwd )(?<!geldt )(?<!genoemd )"
    r"\bals (?!(?:de |het |een )?(?:monotherapie|behandel\w*|optie|hoofdoorzaak|"
    r"eerste|tweede|derde|laatste|aanvull\w*|alternatief|onderdeel|volgt)\b).*|"
    r"\b(?:indien|wanneer|mits|tenzij|zolang|voordat|bij onvoldoende|zonder aanwijzing\w*|"
    r"om (?=(?:[\w-]+ ){0,6}te\b))\b.*"
)
_REASON = re.compile(r"\b(?:omdat|doordat|want|aangezien)\b")  # what comes after supports a claim
_CONTRAST = re.compile(r"\b(?:maar|terwijl|echter|daarentegen|hoewel)\b")
_NOTHING = re.compile(r"(?<=\bmet )geen (?=(?:interventie|behandeling)\b)")  # to compare with
_INDIRECT = re.compile(r"\b(?:beoordelen|bepalen|nagaan|uitzoeken|uitwijzen|afwegen|vraag) of\b.*")
_EXCEPTION = re.compile(r"^(?:- )?(?:uitzondering|behalve|alleen|tenzij|wel)\b")
_JOINED = re.compile(
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|kan|kunnen) en\b|"
    r"\ben (?=(?:\w+ )?er\b)"
)
# How the course of complaints is put, which is no effect of anything.
_COURSE = re.compile(
    r"\b(?:onvoldoende|niet|uitblijvende|geen) (?:\w+ )?verbeter\w*\b(?! (?:in|van|op)\b)"
)
_REPORT = re.compile(
    r"spre(?:e)?k\w* (?:\w+ ){0,2}(?:zich(?:zelf)?|elkaar) (?:\w+ )?tegen|"
    r"niet (?:\w+ )?(?:eenduidig|eensluidend|consistent|overal gelijk)|niet eens over|"
    r"tegenstrijdig\w*|inconsistent\w*|tegengesteld\w* (?:resulta|uitkoms|conclusie)\w*|omstreden|"
    r"(?:wisselende|uiteenlopende) (?:resulta|uitkoms|advie|conclusie)\w*|lopen (?:\w+ )?uiteen|"
    r"niet (?:goed )?te vergelijken (?:is|zijn|was|waren)? ?met"
)


def _forms(text: str) -> re.Pattern[str]:
    """Words, each whole; * stands for any letters."""
    return re.compile("|".join(form.replace("*", ".*") for form in text.split()))


# What is said alike of what is advised and of what changes.
_OF_EFFECT = """effect effecten effectie* ineffectie* werkzaam werkzame werkzaamheid onwerkza*
    werking werkt werken werkte helpt helpen hielp* gunstig* positief positieve voordeel voordelen
    baat meerwaarde toegevoegde verschil verschillen verschilt verschilde* vergelijkba*
    gelijkwaardig* beter betere verbeter* verlicht* verminder* *vermindering verkort* versnel*
    sneller halveer* invloed onderbouw* bewijs bewezen"""
_ONE_MATTER: frozenset[Axis] = frozenset(("nut", "verandering"))
# What says where a clause stands, by axis. A negation turns it round.
_AXES: dict[Axis, re.Pattern[str]] = {
    "nut": _forms(
        _OF_EFFECT
        + """ aanbevolen aanmerking toegestaan aanbeveling* aanbeveelt beveelt bevelen aangeraden
        geadviseerd advise* geindiceerd* *zinvol *zinvolle nut nuttig* aangewezen voorkeur
        overwogen overwegen keus *keuze verkiezen *optie afgeraden afraden ontraden ontraad*
        zinloos zinloze gecontra-* contra-indicatie* nodig noodzakelijk"""
    ),
    "verandering": _forms(
        _OF_EFFECT
        + """ verhoog* verhog* verlaag* steeg stegen stijg* daal* daling toename afname afnemen
        toenemen toenam afnam verander* vertraag* teweegbreng*"""
    ),
    "verband": _forms(
        """verband *samenhang* geassocieerd associatie* correl* hoofdoorzaak oorzakelijk*
        veroorza* risicofactor* relatie voorspel* onafhankelijk"""
    ),
    "schade": _forms("bijwerking* complicatie* schade schadelijk* *veilig* onschadelijk*"),
    "kwaliteit": _forms(
        """betrouwba* onbetrouwba* *nauwkeurig* valide validiteit accuraat accuratesse
        reproduceerba*"""
    ),
}
_COMPARED = re.compile(
    r"\b(?:meer|minder|hogere?|lagere?|groter|kleiner|vaker)\b.* dan\b|"
    r"\bandere? (?:resulta|uitkomst|effect)|\bminder (?:pijn|klachten|beperkingen|last)\b|"
    r"\b(?:een|geen) plaats (?:in|bij|voor|heeft|hebben)\b"
)
_SAFE = _forms("veilig* onschadelijk*")
_HIGH = _forms("hoge hoog goede goed meest zeer redelijk* voldoende *baar *bare valide accuraat")
_LOW = _forms("lage laag slecht* matig* gering* weinig beperkt* minst onvoldoende")
_DOUBT = _forms(
    "onduidelijk* onzeker* twijfel* inconsistent* tegenstrijdig* wisselend* *eenduidig *eensluidend"
)
# Negative words that leave the rest of their clause as it is.
_NO_TURN = _forms("zonder behalve uitgezonderd onbehandeld* klachtenvrij* pijnvrij* *stopt*")
_TURNED = _forms("weinig niet-zinvol* niet-effectie* niet-werkza* niet-aanbevolen")

# The axes of `signs` whose poles don't speak for each other; of the apart ones a claim says nothing
# unless it names them.
_GROUPS = frozenset(
    """ontsteking rol duur geslacht soort gezondheid oorzaak termijn lijn frequentie moment hoogte
    leeftijd zwangerschap maat""".split()
)
_APART = frozenset({"dieren", "zwanger", "kinderen", "ouderen"})
_BESIDE = re.compile(
    r"\b(?:dan|vergeleken met|in vergelijking met|ten opzichte van|tegenover|tegen|versus|boven)"
    r"\s+(?!andere\b)((?:[\w'-]+ ?){1,5})|\btussen (?=.*(?:verschil|vergelijkba))(.+)|"
    r"(?:verschil|vergelijkba)[^.;]* tussen (.+)"
)
_GENERAL = frozenset(
    """
    patient patienten mens mensen persoon personen onderzoek onderzoeken studie studies trial trials
    review reviews systematische meta-analyse richtlijn richtlijnen bron leidraad auteurs resultaat
    resultaten behandeling behandelingen kwaliteit literatuur groep groepen significant
    significante klinisch klinische volgens vergeleken vergelijking opzichte bepaalde vorm vormen
    sterke matige redelijke lage hoge kleine grote aantal gebruik bijvoorbeeld mogelijk mogelijke
    gerapporteerd gemeld gevonden bleek blijkt vond vonden liet lieten zien tonen toont aantonen
    gaf gaven geeft bestaat bestaan duidelijk duidelijke relevante relevant tegenover terwijl
    doordat daarentegen waarvan waarin jaar maand maanden week weken dag dagen procent termijn
    langere korte lange
    """.split()
)
_PER = re.compile(r"\bop de (?=1\.?000)")
_DECIMAL = re.compile(r"-?\d+(?:,\d+)?")
TIME, MOMENT = "tijd", "moment"  # units: how long, and when
_WHEN = re.compile(r"\b(?:na|binnen|op|tot|om|vanaf)(?: de eerste| de| ongeveer| circa| ruim)? $")
_DAYS = {"dag": 1.0, "week": 7.0, "maand": 30.4, "jaar": 365.0}

# Negations that stand by themselves, where another may stand in a clause of its own.
_FREE = frozenset("niet geen nooit niets niemand nergens noch evenmin zonder".split())


class Stance(NamedTuple):
    """Where a clause stands on something."""

    axis: Axis
    sign: Sign


class Figure(NamedTuple):
    """A quantity from `low` to `high`, the same where it is one number; times are in days."""

    low: float
    high: float
    unit: str


class Claim:
    """What a sentence claims. Read as it is asked for: most sentences clash with nothing."""

    def __init__(self, sentence: str, dutch: Dutch) -> None:
        self._plain = fold(_ASIDE.sub(" ", sentence))
        self._dutch = dutch
        self._claimed = "" if _OF_THE_SOURCE.search(self._plain) else self._plain

    @cached_property
    def stances(self) -> frozenset[Stance]:
        """Where it stands."""
        return frozenset(_position(_INDIRECT.sub("", self._claimed)))

    @cached_property
    def groups(self) -> frozenset[tuple[str, str]]:
        """Of whom, when and what of them it speaks: axes with their poles."""
        read = signs.read(self._plain).signs
        return frozenset((sign.axis, sign.pole) for sign in read if sign.axis in _GROUPS)

    @cached_property
    def matter(self) -> tuple[Word, ...]:
        """Its content words, but for those that any sentence of research has and those that say
        where it stands.
        """
        return tuple(word for word in self._dutch.content(self._plain) if _tells(word.text))

    @cached_property
    def beside(self) -> frozenset[str]:
        """The terms of what it compares with."""
        found = (" ".join(parts) for parts in _BESIDE.findall(self._plain))
        return frozenset(term for word in self._dutch.content(" ".join(found)) for term in word.own)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its quantities that have a unit."""
        return tuple(_figures(self._claimed))

    @cached_property
    def exception(self) -> bool:
        """Is it an exception to what stands before it?"""
        return bool(_EXCEPTION.match(self._plain))

    @cached_property
    def reports(self) -> bool:
        """Does it say itself that findings or sources contradict each other?"""
        return bool(_REPORT.search(self._plain))

    def signs(self, axis: Axis) -> frozenset[Sign]:
        """The signs of its stances on an axis."""
        return frozenset(stance.sign for stance in self.stances if stance.axis == axis)

    def poles(self, axis: str) -> frozenset[str]:
        """The groups on an axis that it names."""
        return frozenset(pole for on, pole in self.groups if on == axis)

    @property
    def apart(self) -> frozenset[str]:
        """The groups of which only a claim that names them speaks."""
        return frozenset(pole for _, pole in self.groups) & _APART


@lru_cache(maxsize=1 << 13)
def read(sentence: str, dutch: Dutch) -> Claim:
    """What a sentence claims."""
    return Claim(sentence, dutch)


def _tells(word: str) -> bool:
    """Does a word tell what a sentence is about?"""
    return not (word in _GENERAL or word[0].isdigit() or _axes(word))


@lru_cache(maxsize=1 << 15)
def _axes(word: str) -> frozenset[Axis]:
    """The axes that a word says something on."""
    return frozenset(axis for axis, words in _AXES.items() if words.fullmatch(word))


def _position(plain: str) -> Iterator[Stance]:
    """What is said first on each matter, or all of it, where there is a contrast; a reason counts
    for what is said of nothing else.
    """
    parts = [_REASON.split(part, maxsplit=1) for part in _CONTRAST.split(_NOTHING.sub("", plain))]
    seen: set[Axis] = set()
    for text in (claim for claim, *_ in parts):
        for stances in _stances(signs.read(text).clauses):
            yield from (s for s in stances if len(parts) > 1 or s.axis not in seen)
            axes = {stance.axis for stance in stances}
            seen |= axes | _ONE_MATTER if axes & _ONE_MATTER else axes
    for text in (reason for _, *rest in parts for reason in rest):
        for stances in _stances(signs.read(text).clauses):
            yield from (stance for stance in stances if stance.axis not in seen)


def _stances(clauses: Sequence[Sequence[str]]) -> Iterator[list[Stance]]:
    """The stances of each part of a sentence."""
    for number, clause in enumerate(clauses):
        text = _COURSE.sub(" ", _IN_A_CASE.sub(" ", " ".join(clause)))
        asked = number == 0 and clause[0] == "vraag"  # how an opening "of" is read
        for part in _JOINED.split(text):
            found = _stances_of(part)
            yield [stance._replace(sign="against") if asked else stance for stance in found]


def _stances_of(clause: str) -> Iterator[Stance]:
    words = clause.split()
    found = {axis for word in words for axis in _axes(word)}
    if _COMPARED.search(clause):
        found |= {"nut", "verandering"}
    doubted = bool(found) and any(map(_doubts, words))
    turned = bool(found) and _turned(words)
    for axis in found:
        sign: Sign | None = "against" if turned or doubted else "for"
        if axis == "schade" and any(map(_SAFE.fullmatch, words)) and not doubted:
            sign = "for" if turned else "against"
        elif axis == "kwaliteit" and not doubted:
            sign = _quality(words, turned)
        if sign:
            yield Stance(axis, sign)


@lru_cache(maxsize=1 << 15)
def _doubts(word: str) -> bool:
    return bool(_DOUBT.fullmatch(word)) or ("voorbehoud", "onzeker") in poles(word)


def _turned(clause: Sequence[str]) -> bool:
    """Is the clause negated? Of two words like "niet" one stands in a clause of its own."""
    found = [word for word in clause if _negates(word)]
    free = [word for word in found if word in _FREE]
    return (len(found) - max(len(free) - 1, 0)) % 2 == 1


@lru_cache(maxsize=1 << 15)
def _negates(word: str) -> bool:
    if _TURNED.fullmatch(word):
        return True
    if _NO_TURN.fullmatch(word) or word.startswith("niet-"):
        return False
    on = dict(poles(word))
    return NEGATION in on or on.get(HALF) == "zelfde"


def _quality(clause: Sequence[str], turned: bool) -> Sign | None:
    """High or low; None where a clause says only what was measured."""
    if turned or any(map(_LOW.fullmatch, clause)):
        return "against"
    return "for" if any(map(_HIGH.fullmatch, clause)) else None


def _figures(plain: str) -> Iterator[Figure]:
    written, found = located(_PER.sub("per ", plain))
    for one, following in zip_longest(found, found[1:]):
        unit = one.unit
        if not unit and following and following.unit == "per":
            unit = f"per {following.low}"
        if unit and unit != "per":
            days = _DAYS.get(unit, 1.0)
            low, high = (_number(value) * days for value in (one.low, one.high))
            moment = MOMENT if _WHEN.search(written[: one.start]) else TIME
            yield Figure(low, high, moment if unit in _DAYS else unit)


def _number(value: str) -> float:
    """0.5 for "0,5"; a clock time by its hours."""
    found = _DECIMAL.match(value)
    return float(found[0].replace(",", ".")) if found else 0.0
