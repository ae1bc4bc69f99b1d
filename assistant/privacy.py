"""Text that looks like a patient's: found, named, and taken out.

Found by form: a citizen service number whose check digits are right or that is named as one, a date
of birth, a phone number, an address, an e-mail address, a patient number. A name alone is not: it
can be an author's; beside one of those it goes too. Doesn't keep or send anything; the engine sees
to that.
"""

import re
from collections.abc import Callable, Sequence

_MONTHS = (
    "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec|january|february|march|may|june|july|oct"
)
_DATE = (
    r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20|['’])?\d{2}|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|"
    rf"\d{{1,2}} (?:{_MONTHS})\w*\.? \d{{4}})(?!\d)"
)
# A full date of the last century is a birth date; after "op", "sinds" or "tot" it can be an event.
_LONG_AGO = (
    r"(?<!\bop )(?<!\btot )(?<!\bsinds )(?<!\bvanaf )(?<!\bper )(?<![\d/.-])"
    rf"(?=\S*19\d\d|\d+ \w+\.? 19\d\d){_DATE}"
)
_TITLE = (
    r"(?:mw|mevr|mevrouw|mej|dhr|hr|de heer|meneer|mijnheer|mr|mrs|ms|miss|pati[eë]nte?|pt)\b\.?"
)
_INITIALS = r"(?:[A-Z]\.\s?)*"
_SURNAME = (
    rf"{_INITIALS}(?:(?:[Vv]an|[Dd]en?|[Dd]er|[Tt]en?|[Tt]er|'t)\s+)*"
    r"(?:d['’])?[A-ZÀ-Þ](?:['’][A-ZÀ-Þ])?[a-zß-ÿ][\w'’-]+"
)
_BORN = (
    r"(?:\bgeb(?:oren|oorte)?[. -]?(?:dat(?:um)?|dag)?\b\.?|\bd\.?o\.?b\b\.?|\bborn\b|"
    r"\bbirth ?date\b|\bdate of birth\b|\*)"
)
_WAY = "straat|laan|plein|gracht|kade|singel|dreef|steeg|plantsoen"
_STREET = (
    rf"(?:\b[A-ZÀ-Þ]\w*(?:{_WAY}|weg|dijk)|\b[a-zà-ÿ]+(?:{_WAY})|"
    r"\b[A-ZÀ-Þ]\w+ (?:Straat|Laan|Plein|Gracht|Kade|Singel|Dreef|Weg|Dijk))"
)
_HOUSE = r"\d{1,4}(?: ?(?:bis|hs|bus ?\d+|[a-zA-Z])\b|[-/]\d{1,4})?(?!\w)"
_UNITS = "MG|ML|CM|MM|KG|IE|DD"  # "1000 MG 3 dd" is a dose; SA, SD and SS are no postcodes
_POSTCODE = rf"[1-9]\d{{3}}(?! ?(?i:{_UNITS}|SA|SD|SS))(?: ?[A-Z]{{2}}|[a-z]{{2}})\b"
_PLACE = r"[A-ZÀ-Þ][a-zß-ÿ][\w'’-]*(?: [A-ZÀ-Þ][a-zß-ÿ][\w'’-]*)*"
_NUMBER_OF = (
    r"(?:pati[eë]nt(?:en)?|dossier|epd|zis|polis|verzekerden|opname|patient|record)[ -]?"
    r"(?:nummer|nr|number|no|id)\b\.?|\bpatnr\b\.?|\bmrn\b"
)
_REFERENCE = re.compile(r"(?:pmid|pmc|nct|isbn|issn|isrctn|ntr|doi|id)\W{0,3}$", re.IGNORECASE)


def _citizen(found: re.Match[str]) -> bool:
    """Do the nine digits pass the eleven test of a burgerservicenummer, and is it no reference?

    The digits times 9, 8, ... 2 and -1 sum to a multiple of 11.
    """
    digits = [int(char) for char in found.group() if char.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    valid = any(digits) and not sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
    return valid and not _REFERENCE.search(found.string[: found.start()])


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
            r"\b(?i:bsn|burgerservice|sofi)(?i:[ -]?(?:nummer|nr))?\b\W{0,3}(?i:is\W)?"
            r"\d(?:[ .-]?\d){7,8}(?!\d)"
        ),
        _always,
    ),
    (
        "een burgerservicenummer",
        re.compile(
            r"(?<![\d.,/:=-])\d{3}(?:\d{6}|([ .-])\d{3}\1\d{3}|\d[ .-]\d{2}[ .-]\d{3})(?![\d-])"
        ),
        _citizen,
    ),
    (
        "een geboortedatum",
        re.compile(
            rf"(?i:{_BORN})\W{{0,3}}(?:(?i:op|on|is|datum)\W{{1,2}})?"
            rf"(?:(?i:{_DATE})|(?:\d{{6}}|\d{{8}})(?!\d))"
            rf"|(?P<name>(?:\b(?i:{_TITLE})\s*{_SURNAME}|\b{_SURNAME} {_SURNAME})"
            rf"[\s,(*:]{{1,4}})(?i:{_DATE})"
            rf"|(?i:{_LONG_AGO})"
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
            r"(?<![\d.,/:+-])(?!\d{1,2}[-/. ]\d{1,2}[-/. ](?:(?:19|20)\d\d\b|\d\d(?![-/. ]?\d)))"
            r"(?:(?:\((?=0[1-9]\d{0,2}\)))?0[1-9](?:[\s/-]{0,2}\d|\.\d|\)[\s-]?\d){7,8}|(?:\+|\b00)[1-9]"
            r"(?:[\s()/-]{0,2}\d){8,12})(?![\d.,]?\d)"
            r"|\b(?i:tel|telefoon|mobiel|gsm)(?i:nummer|nr)?\b\W{0,3}\d(?:[ .-]?\d){5,9}(?!\d)"
        ),
        _always,
    ),
    (
        "een adres",
        re.compile(
            rf"(?!\b(?i:onderweg|halverwege)\b){_STREET} {_HOUSE}"
            rf"(?:,? {_POSTCODE}(?: {_PLACE})?|,? \d{{4}} {_PLACE})?"
            rf"|\bwoon\w* (?:op|aan|in)(?: de| het)? {_PLACE} {_HOUSE}"
            rf"|\b{_PLACE} {_HOUSE}, ?{_POSTCODE}(?: {_PLACE})?"
            rf"|\b(?i:postcode)\W{{1,2}}{_POSTCODE}"
            rf"|\b(?!(?:19|20)\d\d ){_POSTCODE}(?:[ ,]{{1,3}}"
            rf"(?:(?i:huisnummer|nummer|nr|no)\b\.? ?)?\d{{1,5}}\b| {_PLACE})"
        ),
        _always,
    ),
]
_OMITTED = "…"
# Whose data it is: somebody with a title, or two names in a row beside what was taken out.
_NAMED = re.compile(
    rf"(\b(?i:{_TITLE})\s*){_SURNAME}(?:[ -]{_SURNAME})*"
    rf"|\b{_SURNAME}(?: {_SURNAME})+(?=[\s,(:]{{1,4}}{_OMITTED})"
    rf"|(?<={_OMITTED} ){_SURNAME}(?: {_SURNAME})+"
)
_JOINED = re.compile(rf"\(\s*{_OMITTED}\s*\)|{_OMITTED}[\s,;:]*{_OMITTED}")


def cleared(turns: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The turns as `without` gives them; and what a patient's data they look to hold, in Dutch,
    nothing where none.
    """
    read = [_cleared(turn) for turn in turns]
    return [turn for turn, _ in read], tuple(dict.fromkeys(kind for _, of in read for kind in of))


def without(turn: str) -> str:
    """The turn with an ellipsis in the place of what looks like a patient's data, and of the name
    beside it.

    >>> without("Mevrouw Jansen (06-12345678) heeft ischias")
    'Mevrouw … heeft ischias'
    """
    return _cleared(turn)[0]


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


def _cleared(turn: str) -> tuple[str, list[str]]:
    """The turn without a patient's data, and the kinds of data that it held."""
    found: list[str] = []
    for kind, form, check in _FORMS:
        for match in reversed([*form.finditer(turn)]):
            if check(match):
                found.append(kind)
                start = match.end("name") if match.groupdict().get("name") else match.start()
                turn = turn[:start] + _OMITTED + turn[match.end() :]
    if found:
        turn = _NAMED.sub(rf"\g<1>{_OMITTED}", turn)
        while _JOINED.search(turn):
            turn = _JOINED.sub(_OMITTED, turn)
    return turn, found
