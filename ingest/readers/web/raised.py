"""Raised and lowered text: marks that refer to something, powers, indices and isotopes."""

import re

from ingest.readers.web.coded import coded
from ingest.readers.web.elements import Element
from ingest.readers.web.notes import may_mark
from ingest.text import Text

_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_SPACE = re.compile(r"\s+")
_BRACKETS = re.compile(r"^[\[(,;]+|[\]),;]+\Z")
_NUMBERS = re.compile(r"\d{1,3}(?:[,;–-]\d{1,3})*[*†‡§]?")
_LETTER = re.compile(r"[a-df-z*†‡§¶]{1,2}")
_NOTED = re.compile(r"(?:[\d%)]|[^\W\d_]{3})\Z")  # what a raised letter can stand at
_COUNT = re.compile(r"[\d+−-]")
_YEAR = re.compile(r"(?:^|\D)(?:19|20)\d\d\Z")
_TEN = re.compile(r"\b10\Z")
_QUANTITY = re.compile(
    r"(?:^|[^\w])(?:[^\W\d_]|[cdkmnµμ]m|chi|tau|eta|sigma|log|(?:Sp|Sa|V|Pa|P)?(?:CO|O))\Z", re.I
)


def mark(element: Element, text: Text, before: str) -> Text | None:
    """The text of an element as a coded mark; None for what refers to nothing."""
    if len(text) > 80 or not before.strip() or not may_mark(element):
        return None
    numbers = text.sub(_SPACE, "").sub(_BRACKETS, "")
    return coded(numbers) if _is_mark(numbers.string, before, _is_linked(element)) else None


def power(element: Element, text: Text, before: str) -> Text | None:
    """A power, index or isotope in characters of its own, so that 10⁵ doesn't become 105.

    None where plain characters say the same: H2O, 1e.
    """
    text, after = text.strip(), (element.tail or "")[:1]
    if _LETTER.fullmatch(text.string) and not before.strip() and after.isalpha():
        return Text.join("", [text, Text.put(" ")])  # the label of a note
    if element.tag == "a" or len(text) > 20 or not before.strip() + after:
        return None
    lowered, at_number = element.tag == "sub", before[-1:].isdigit()
    formula = element.tag not in ("sup", "sub")
    if (lowered and not at_number) or not (formula or _COUNT.search(text.string)):
        return None
    small = _SUBSCRIPT if lowered else _SUPERSCRIPT
    if all(ord(char) in small for char in text.string):
        return Text(text.string.translate(small), text.places)
    if not formula and not at_number:
        return None
    return Text.join("", [Text.put("_" if lowered else "^"), text])


def _is_linked(element: Element) -> bool:
    """Is this, or does it hold or stand in, a link to a place on a page?"""
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any("#" in link.get("href", "") for link in links)


def _is_mark(numbers: str, before: str, linked: bool) -> bool:
    """Does a raised text that follows `before` refer to something? Powers and units don't.

    >>> _is_mark("2,18", "meer pijn.", False), _is_mark("5", "10", False)
    (True, False)
    """
    last = before.rstrip()
    if linked:
        return bool(_NUMBERS.fullmatch(numbers) or _LETTER.fullmatch(numbers))
    if _LETTER.fullmatch(numbers):
        return last == before and bool(_NOTED.search(last) or numbers[0] in "*†‡§¶")
    if not _NUMBERS.fullmatch(numbers):
        return False
    several = not numbers.isdigit()
    if last[-1].isdigit():
        year = _YEAR.search(last)
        return last == before and (bool(year) or (several and not _TEN.search(last)))
    return several or not _QUANTITY.search(last)
