"""Text that looks like a patient's: found, named, and taken out.

Found by form: a citizen service number whose check digits are right, a date of birth, a phone
number, an address, an e-mail address, a patient number. A name alone is not: it can be an
author's. Doesn't keep or send anything; the engine sees to that.
"""

import re
from collections.abc import Callable, Iterator, Sequence

_MONTHS = (
    "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec|january|february|march|may|june|july|oct"
)
_DATE = (
    rf"(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:19|20)?\d{{2}}|\d{{1,2}} (?:{_MONTHS})\w*\.? \d{{4}})"
)
_TITLE = (
    r"(?:mw|mevr|mevrouw|mej|dhr|hr|de heer|meneer|mijnheer|mr|mrs|ms|miss|pati[eë]nte?|pt)\b\.?"
)
_SURNAME = r"(?:(?:van|de|der|den|ten|ter|te|'t|[A-Z]\.)\s*)*[A-ZÀ-Þ][\w'’-]+"
_BORN = (
    r"(?:geb(?:oren|oortedatum)?\b\.?|geboortedag|d\.?o\.?b\b\.?|born|birth ?date|date of birth)"
)
_STREET = r"[A-ZÀ-Þ]\w*(?:straat|laan|weg|plein|gracht|kade|singel|dreef|steeg|dijk|plantsoen)"
_UNITS = "MG|ML|CM|MM|KG|IE|DD"  # "1000 MG 3 dd" is a dose; SA, SD and SS are no postcodes
_POSTCODE = rf"[1-9]\d{{3}}(?! ?(?i:{_UNITS}|SA|SD|SS))(?: ?[A-Z]{{2}}|[a-z]{{2}})\b"
_NUMBER_OF = (
    r"(?:pati[eë]nt(?:en)?|dossier|epd|zis|polis|verzekerden|opname|patient|record)[ -]?"
    r"(?:nummer|nr|number|no|id)\b\.?|\bpatnr\b\.?|\bmrn\b"
)


def _citizen(found: re.Match[str]) -> bool:
    """Do the nine digits pass the eleven test of a burgerservicenummer?

    The digits times 9, 8, ... 2 and -1 sum to a multiple of 11.
    """
    digits = [int(char) for char in found.group() if char.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and not sum(w * d for w, d in zip(weights, digits, strict=True)) % 11


def _register(found: re.Match[str]) -> bool:
    """Do the last two of eleven digits check a Belgian national register number?

    They are 97 less the rest of the first nine by 97, of those born from 2000 with a 2 before.
    """
    digits = re.sub(r"\D", "", found.group())
    first, check = digits[:9], int(digits[9:])
    return check in (97 - int(first) % 97, 97 - int("2" + first) % 97)


def _always(found: re.Match[str]) -> bool:
    return True


_Check = Callable[[re.Match[str]], bool]
_FORMS: list[tuple[str, re.Pattern[str], _Check]] = [
    ("een e-mailadres", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _always),
    (
        "een rijksregisternummer",
        re.compile(r"(?<![\d.,/-])\d\d[. ]?\d\d[. ]?\d\d[- ]?\d{3}[. ]?\d\d(?!\d)"),
        _register,
    ),
    (
        "een burgerservicenummer",
        re.compile(
            r"(?<![\d.,/:-])(?:\d{9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ .]\d{2}[ .]\d{3})(?!\d)"
        ),
        _citizen,
    ),
    (
        "een geboortedatum",
        re.compile(
            rf"\b(?i:{_BORN})\W{{0,3}}(?:(?i:op|on|is|datum)\W{{1,2}})?(?i:{_DATE})(?!\d)"
            rf"|(?:\b(?i:{_TITLE})\s*{_SURNAME}|\b{_SURNAME} "
            rf"{_SURNAME})[\s,(*:]{{1,4}}(?i:{_DATE})(?!\d)"
        ),
        _always,
    ),
    (
        "een patiëntnummer",
        re.compile(rf"(?i:{_NUMBER_OF})\W{{0,3}}(?:(?i:is)\W)?[A-Z]{{0,3}}-?\d{{4,}}"),
        _always,
    ),
    (
        "een telefoonnummer",
        re.compile(
            r"(?<![\d.,/:+-])(?!\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4})"
            r"(?:(?:\+|00)3[12][\s-]?(?:\(0\)\s?)?|0)[1-9](?:[\s/-]{0,2}\d|\.\d){7,8}(?![\d.,]?\d)"
        ),
        _always,
    ),
    (
        "een adres",
        re.compile(
            rf"\b(?!(?i:onderweg|halverwege)\b){_STREET} \d{{1,4}} ?[a-zA-Z]?\b(?:,? {_POSTCODE})?"
            rf"|\b{_POSTCODE}[ ,]{{1,3}}(?:(?i:huisnummer|nummer|nr|no)\b\.? ?)?\d{{1,5}}\b"
            rf"|\b[A-ZÀ-Þ][\w'’-]+ \d{{1,4}}[a-zA-Z]?, ?{_POSTCODE}"
        ),
        _always,
    ),
]
_OMITTED = "…"


def kinds(turns: Sequence[str]) -> tuple[str, ...]:
    """What a patient's data the turns look to hold, in Dutch; empty where none."""
    return tuple(dict.fromkeys(kind for turn in turns for kind, _ in _found(turn)))


def without(turn: str) -> str:
    """The turn with an ellipsis in the place of what looks like a patient's data.

    >>> without("Mevrouw (06-12345678) heeft ischias")
    'Mevrouw (…) heeft ischias'
    """
    for _, text in _found(turn):
        turn = turn.replace(text, _OMITTED)
    return turn


def notice(kinds: Sequence[str], withheld: bool) -> str:
    """What the reader is told; `withheld`: a language model would have been asked."""
    named = " en ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1]]))
    told = (
        f"Dit lijken gegevens van een patiënt: {named}. Laat die weg; er is zonder gezocht, en ze "
        "worden niet bewaard."
    )
    if withheld:
        told += " Er ging niets naar het taalmodel: dit antwoord bestaat uit citaten."
    return told


def _found(turn: str) -> Iterator[tuple[str, str]]:
    """The kinds of data in a turn, each with its text, which no later kind finds again."""
    for kind, form, check in _FORMS:
        for match in [*form.finditer(turn)]:
            if check(match):
                yield kind, match.group()
                turn = turn.replace(match.group(), " ")
