"""Text -> the quantities it names: value or range, unit, and bound.

One quantity has one form however it is written: "4-6 weken" and "vier tot zes weken", "25%" and
"een kwart", "ten minste 3" and "minstens drie". Numbers in names ("L5", "IL-6") are none. Doesn't
look at what is counted, only at its unit.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ingest.dutch import STOP_WORDS, fold, stem, words

ABOUT = 2  # words after a quantity that say what it is of
MOST_FOLLOWING = 80  # characters in which they stand

_ONES = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien".split()
_TEENS = "vijftien zestien zeventien achttien negentien".split()
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
_NUMERALS = {word: str(value) for value, word in enumerate(_ONES + _TEENS) if word != "een"}
_NUMERALS |= {word: str(10 * value) for value, word in enumerate(_TENS, start=2)}
_NUMERALS |= {
    f"{_ONES[one]}en{ten}": str(10 * value + one)
    for value, ten in enumerate(_TENS, start=2)
    for one in range(1, 10)
}
_NUMERALS |= {"honderd": "100", "tweehonderd": "200", "duizend": "1000"}
_ORDINALS = "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende".split()
_NUMERALS |= {word: str(value) for value, word in enumerate(_ORDINALS, start=1)}
_FRACTIONS = {
    "de helft": "50 %",
    "helft": "50 %",
    "een kwart": "25 %",
    "een derde": "33 %",
    "twee derde": "67 %",
    "twee derden": "67 %",
    "drie kwart": "75 %",
    "driekwart": "75 %",
    "een vijfde": "20 %",
    "een tiende": "10 %",
}
# The numeral that opens a compound of time, number or form: driepunts-, eenmalig, zesweekse.
_OPENING = re.compile(
    r"\b(een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf)"
    r"(?=malig|maal|daags|week|wek|maand|jaar|jarig|punts|delig|voudig|tal\b)"
)
_OF_TIME = re.compile(r"week|maand|jaar|punts|daags")

# A unit by the forms it takes.
_UNITS = {
    form: unit
    for unit, forms in {
        "seconde": "seconde seconden sec",
        "minuut": "minuut minuten min",
        "uur": "uur uren",
        "dag": "dag dagen daags daagse",
        "week": "week weken weekse wekelijks wekelijkse",
        "maand": "maand maanden maands maandelijks maandelijkse",
        "jaar": "jaar jaren jarig jarige jaars jaarlijks jaarlijkse",
        "%": "% procent percent procenten",
        "promille": "promille ‰",
        "mcg": "mcg microgram",
        "mg": "mg milligram",
        "g": "g gram",
        "kg": "kg kilo kilogram",
        "ml": "ml milliliter",
        "l": "l liter",
        "mm": "mm millimeter",
        "cm": "cm centimeter",
        "m": "m meter",
        "km": "km kilometer",
        "graad": "graad graden °",
        "pg/ml": "pg/ml",
        "ng/ml": "ng/ml",
        "mg/l": "mg/l",
        "mmol/l": "mmol/l",
        "mg/dag": "mg/dag",
        "keer": "keer maal x",
        "punt": "punt punten punts",
    }.items()
    for form in forms.split()
}
_BOUNDS = [
    (bound, re.compile(rf"(?:{pattern})\s*(?:de |een |zo'n )?$"))
    for bound, pattern in [
        ("≤", r"≤|<=|\bniet (?:meer|langer|ouder|hoger|groter|vaker) dan"),
        ("≥", r"≥|>=|\bniet (?:minder|korter|jonger|lager|kleiner) dan"),
        (">", r">|\b(?:ruim|boven|(?:meer|langer|ouder|hoger|groter|later|vaker|zwaarder) dan)"),
        ("<", r"<|\b(?:bijna|krap|onder|(?:minder|korter|jonger|lager|kleiner|eerder) dan)"),
        ("≥", r"\b(?:minstens|minimaal|vanaf|(?:ten|op zijn) min(?:ste|st))"),
        ("≤", r"\b(?:hoogstens|maximaal|binnen|tot en met|uiterlijk|(?:ten|op zijn) hoogste?)"),
        ("na", r"\bna"),
        ("~", r"~|±|\b(?:ongeveer|circa|ca\.?|rond|omstreeks|zo'n|grofweg)"),
    ]
]
_BOUNDS_AFTER = [
    ("≥", re.compile(r"(?: per [a-z]+)?\s*of (?:meer|langer|ouder|hoger)\b")),
    ("≤", re.compile(r"(?: per [a-z]+)?\s*of (?:minder|korter|jonger|lager)\b")),
]
_SIDES = {">": ">", "≥": ">", "<": "<", "≤": "<", "~": "~", "na": "na"}  # one side of a value
_FIGURE = r"\d+(?:[.,]\d+)*(?::\d\d)?"
_UNIT_NAMES = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MINUS = r"(?:(?<![\w)%])[−–-]\s?)?"
_QUANTITY = re.compile(
    rf"(?<![\w.,])(?<![^\W\d]-)(?P<low>{_MINUS}{_FIGURE})"
    rf"(?:\s?(?P<low_unit>{_UNIT_NAMES})?(?:\s?[-–]\s?|\s+tot(?: en met)?\s+)"
    rf"(?P<high>{_MINUS}{_FIGURE}))?"
    r"(?:\s?-?(?P<unit>%|‰|°|[a-z]+/[a-z]+|[a-z]+))?"
)
_BETWEEN = re.compile(rf"\btussen (?:de )?({_FIGURE}\s?(?:%|[a-z]+)?) en (?={_FIGURE})")
_LISTED = re.compile(r"\s*(?:,|en|of|/|respectievelijk|versus|vs\.?)\s*(?:na |de )?")
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:\.\d{3})+)(?!\d)")
_FRACTION = re.compile(rf"\b(?:{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})\b")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_HALVED = re.compile(r"\b(?:ge)?halveer(?:t|d|de|den)?\b")
_CLAUSE_END = re.compile(r"[,;:()]|\.(?!\d)|\b(?:en|of|maar|terwijl)\b")
_IN_SO_MANY = re.compile(r"\b(\d) op (?:de|elke) ([2-9]|10)\b")
_OUT_OF = re.compile(r" van (?:de|het|alle) \d")  # 11 van de 13: it is of the 13
_WORD = re.compile(r"\b[a-z]+\b(?! lijn\b)")


class Quantity(NamedTuple):
    """A number (`low` is `high`) or a range, in a unit, "" where it counts things.

    `bound` is one of > < ≥ ≤ ~, "na" (after that time), or "".
    """

    low: str
    high: str
    unit: str
    bound: str
    start: int  # in the text with its number words in figures
    end: int
    about: frozenset[str]  # the stems of the words that follow: of what, or when

    def __str__(self) -> str:
        value = self.low if self.low == self.high else f"{self.low}-{self.high}"
        return " ".join(filter(None, (self.bound, value, self.unit)))

    def carried_by(self, quoted: "Quantity") -> bool:
        """Does a quantity of the quote say the same? "Ongeveer" may be added, never dropped."""
        if (self.low, self.high, self.unit) != (quoted.low, quoted.high, quoted.unit):
            return False
        ours, theirs = _SIDES.get(self.bound, ""), _SIDES.get(quoted.bound, "")
        if "na" in (ours, theirs):
            return {ours, theirs} <= {"na", ">", ""}
        return ours == theirs or (ours == "~" and not theirs)


def is_figure(word: str) -> bool:
    """Is a folded word a number, in figures or in letters?"""
    return word[0].isdigit() or word in _NUMERALS or word in _FRACTIONS


def strange(text: str, quote: str) -> list[Quantity]:
    """The quantities of a statement that its quote doesn't give, or gives of something else."""
    given = quantities(quote)
    return [one for one in quantities(text) if not _is_given(one, given)]


def _is_given(said: Quantity, given: Sequence[Quantity]) -> bool:
    """Does the quote say it, and no other value in that unit of what it is said of?"""
    same = [len(said.about & one.about) for one in given if said.carried_by(one)]
    others = [
        len(said.about & one.about)
        for one in given
        if (one.unit == said.unit or one.low == said.low) and not said.carried_by(one)
    ]
    return bool(same) and (max(same) > 0 or not any(others))


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order.

    >>> [str(q) for q in quantities("Bij ruim een kwart duurt het vier tot zes weken.")]
    ['> 25 %', '4-6 week']
    """
    return located(text)[1]


@lru_cache(maxsize=4096)
def located(text: str) -> tuple[str, tuple[Quantity, ...]]:
    """The folded text with its number words in figures, and the quantities with their places."""
    written = _in_figures(text)
    return written, tuple(_in_shared_units(written, list(_found(written))))


def _in_figures(text: str) -> str:
    """The folded text with its number words in figures; "een" only where it counts."""
    text = re.sub(r"\b[ée]én\b", "1", unicodedata.normalize("NFC", text), flags=re.IGNORECASE)
    text = _THOUSANDS.sub(lambda m: m[0].replace(".", ""), fold(text))
    text = _HALVED.sub("de helft", text)
    text = _FRACTION.sub(lambda m: _FRACTIONS[m[0]], text)
    text = _OPENING.sub(lambda m: f"{_NUMERALS.get(m[1], '1')} ", text)
    text = re.sub(r"\been(?= (?:maand|jaar|week|uur|dag|minuut)\b)", "1", text)
    text = _WORD.sub(lambda m: _NUMERALS.get(m[0], m[0]), text)
    text = _IN_SO_MANY.sub(lambda m: f"{round(100 * int(m[1]) / int(m[2]))} %", text)
    return _BETWEEN.sub(r"\1 tot ", text)


def _found(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        low = _value(match["low"])
        high = _value(match["high"] or match["low"])
        unit = _unit(match["unit"]) or _unit(match["low_unit"])
        if text.endswith("per ", 0, match.start()):
            unit = "per"  # 4 per 1000
        end = match.end() if unit else match.end("high" if match["high"] else "low")
        about = frozenset(_following(text[end:]))
        yield Quantity(low, high, unit, _bound(text, match), match.start(), end, about)


def _following(text: str) -> Iterator[str]:
    """The stems of the next words that tell something, in the same clause."""
    if _OUT_OF.match(text):
        return
    text = _ASIDE.sub("", text[:MOST_FOLLOWING], count=1)
    clause = _CLAUSE_END.split(text, maxsplit=1)[0]
    telling = (stem(word) for word in words(clause) if word not in STOP_WORDS)
    yield from islice(telling, ABOUT)


def _value(written: str) -> str:
    """A number in one spelling: "−3.20" as "-3,2"."""
    value = re.sub(r"[−–-]\s?", "-", written).replace(".", ",")
    return value.rstrip("0").rstrip(",") if "," in value else value


def _unit(written: str | None) -> str:
    if not written:
        return ""
    opening = _OF_TIME.match(written)
    return _UNITS.get(written) or (_UNITS[opening[0]] if opening else "")


def _bound(text: str, match: re.Match[str]) -> str:
    before, after = text[max(0, match.start() - 25) : match.start()], text[match.end() :]
    found = (bound for bound, pattern in _BOUNDS if pattern.search(before))
    behind = (bound for bound, pattern in _BOUNDS_AFTER if pattern.match(after))
    return next(found, "") or next(behind, "")


def _in_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In "6, 12 en 24 weken" the first two are weeks too."""
    for at in range(len(found) - 2, -1, -1):
        one, following = found[at], found[at + 1]
        if not one.unit and _LISTED.fullmatch(text[one.end : following.start]):
            found[at] = one._replace(unit=following.unit)
    return found
