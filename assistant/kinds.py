"""The kinds of answer that a question can ask for: a dose, a price, a duration, a share ...

A kind is known by the words that ask for it, and a text holds one or not: a number in a fitting
unit, or words that tell as much. What is a concept of the lexicon (a sensitivity, a side effect) is
none here: a text names it or it doesn't. Doesn't judge.
"""

import re
from dataclasses import dataclass

from assistant.quantities import quantities
from ingest.dutch import fold

_TIME = frozenset(["seconde", "minuut", "uur", "dag", "week", "maand", "jaar"])


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked for, as it stands after "geen"; the words that ask; what holds one."""

    name: str
    asks: re.Pattern[str]
    units: frozenset[str] = frozenset()
    tells: re.Pattern[str] | None = None

    def held(self, text: str) -> bool:
        """Does a text hold an answer of this kind?"""
        if any(quantity.unit in self.units for quantity in quantities(text)):
            return True
        return bool(self.tells and self.tells.search(fold(text)))


def _kind(name: str, asks: str, units: str = "", tells: str = "") -> Kind:
    pattern = re.compile(rf"\b(?:{tells})") if tells else None
    return Kind(name, re.compile(rf"\b(?:{asks})"), frozenset(units.split()), pattern)


KINDS = (
    _kind(
        "dosering",
        r"dosis\b|doser\w*|startdos\w*|milligram\b|mg\b|hoeveel (?:gram|ml|eenheden|tabletten|"
        r"pillen)\b|what dose|how many mg",
        "mg g mcg ml mg/dag",
        r"eenheden\b",
    ),
    _kind(
        "kosten of vergoeding",
        r"euro'?s?\b|kost(?:en)?\b|prijs\b|tarief|vergoed|terugbeta|betaal|basispakket|"
        r"eigen risico|how much does",
        "",
        r"euro|\w*kost(?:en)?\b|vergoed|verzeker|betaal|belangen|financ",
    ),
    _kind(
        "duur of termijn",
        r"hoe ?lang\b|hoeveel (?:tijd|dagen|weken|maanden|jaar|jaren|uur|uren|minuten)\b|"
        r"welke termijn|how long",
        " ".join(_TIME),
        r"(?:lang|kort)durig|langer|korter|blijvend|tijdelijk|\w*(?:weken|maanden|jaren|dagen)\b",
    ),
    _kind(
        "aantal keren",
        r"hoeveel (?:keer|maal|sessies|behandelingen|zittingen|herhalingen|injecties)\b|"
        r"hoe ?vaak (?:\w+ ){0,4}(?:per|mag|moet|herha\w+)\b|keer per\b|max\w*\.? (?:aantal|per)\b|"
        r"how often should",
        "keer",
        r"sessies?|behandelingen|zittingen|(?:dage|weke|maande|jaar)lijks|herha|eenmalig|injecties",
    ),
    _kind(
        "percentage",
        r"hoeveel procent\b|percentage\b|procent\b|welk (?:aan)?deel\b|aandeel\b|"
        r"welk gedeelte|hoe groot is de kans\b|what (?:percentage|proportion)",
        "% promille per",
        r"meerderheid|merendeel|meeste|van de \d|n ?=",
    ),
    _kind("leeftijd", r"leeftijd|hoe oud\b|how old", "jaar", r"leeftijd|ouder\b|jonger\b"),
)
_ASKS_NUMBER = re.compile(
    r"\b(?:hoeveel|hoe ?vaak|hoe groot|hoe hoog|hoe ?lang|percentage|procent|aantal(?:len)?|"
    r"leeftijd|hoe oud|sensitiviteit|specificiteit|prevalentie|incidentie|dosis|dosering|"
    r"afkap\w*|how (?:many|often|long|much))\b"
)


def lacking(question: str, text: str) -> list[Kind]:
    """The kinds that a question asks for and a text doesn't hold."""
    asked = fold(question)
    return [kind for kind in KINDS if kind.asks.search(asked) and not kind.held(text)]


def lacks_number(question: str, text: str) -> bool:
    """Does a question ask for a number, where a text holds none?"""
    return bool(_ASKS_NUMBER.search(fold(question))) and not quantities(text)
