"""Rule 3: reference marks that are glued to words come off the text and are noted.

A number is a mark only where nothing else is likely: behind a known word, or behind the stop of a
sentence, in a list that goes up. A mark that is missed does less harm than a number lost.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.cleaning.carriers import Carriers, ends_sentence
from ingest.cleaning.evidence import Evidence
from ingest.cleaning.known_words import KnownWords
from ingest.schema import Mark
from ingest.text import Edit

_NUMBER = r"[1-9]\d{0,2}"
_NUMBERS = rf"{_NUMBER}(?:[,–-]{_NUMBER}){{0,40}}"
_END = r"(?![\w%‰°/+=<>]|[.,–:-]\d|-)"  # what may not follow: more of a number, a unit, a word
_GLUED = re.compile(  # what may stand before it is looked at from the digit: that is faster
    rf"[1-9](?<=[^\W\d_].|[)\]”’\"%.,;:?!].)(?<!\d,.)\d{{0,2}}(?:[,–-]{_NUMBER}){{0,40}}{_END}"
)
_LINK = re.compile(r"[)\]”’\"%]{0,3}[.,;:?!]?[)\]”’\"]{0,2}\Z")  # between a word and its mark
_IN_BRACKETS = re.compile(rf"\[({_NUMBER}(?:[,–-] ?{_NUMBER}){{0,40}})\](?!\w)")
_RAISED = re.compile(
    r"[⁰¹²³⁴-⁹](?<=[^\W\d_].|[.,;:)”’%].)[⁰¹²³⁴-⁹]{0,2}"
    r"(?:[,˒⁻–-][⁰¹²³⁴-⁹]{1,3}){0,40}(?![⁰¹²³⁴-⁹])"
)
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_STATISTICS = frozenset("chi tau rho eta phi psi log".split())  # chi²
_BETWEEN = re.compile(r"[1-9](?<=[^\W\d_].)(?=([^\W\d_]{5,60}))")  # "ex-vivo1concentratie"
_LEFT_OVER = re.compile(rf" ({_NUMBER}(?:[,–-]{_NUMBER}){{1,40}})\.(?=\s|\Z)")
_GOES_ON = re.compile(rf", ({_NUMBERS})(?=\s+[A-ZÀ-Ý]|\s*\Z)")  # a list that a line end broke
_SENTENCE = re.compile(r"[)\]”’\"]?(?:\s+[\d(\[“‘\"'•|A-ZÀ-Ý]|\s*\Z|[)\]”’])")
_ADDRESS = re.compile(r"@|://|www\.|\bdoi\b|\b10\.\d|\w/\w.*/", re.IGNORECASE)
_QUANTITY = re.compile(  # what is counted or measured: the number before it is no mark
    r"\s?(?:[µμm]?g|[mdkc]?l|[kcmµμ]?m|mmol|mmhg|keer|maal|x|sec\w*|min\w*|uur|uren|dag\w*|we[ek]\w+|"
    r"maand\w*|jaar|jaren|punten?|pati[eë]nt\w*|personen|deelnemers|studies|trials|van de|tot)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?:\A|[\s(])(?:in|sinds|van|uit|vanaf|tot|en|jaar|juli|mei) (?:19|20)\d\d\Z", re.I
)
_GREEK = frozenset("αβγδεζηθικλμνξοπρστυφχψω")
_LAST_LETTERS = re.compile(r"[^\W\d_]+\Z")
_GENITIVE = re.compile(r"[’']s\Z")  # or a plural: NSAID’s, foto’s
_REACH = 200  # characters of a token that are looked at

Found = tuple[Edit, Mark]


class Marks:
    """The reference marks of a document."""

    def __init__(self, known: KnownWords, evidence: Evidence) -> None:
        self._known = known
        self._evidence = evidence
        self._carriers = Carriers(known, evidence)

    def find(self, string: str) -> tuple[list[Edit], list[Mark]]:
        """The edits that take the marks off, and the marks at their offsets before the edits."""
        found = [*self._glued(string), *self._bracketed(string), *self._raised(string)]
        if self._evidence.has_marks:
            found += self._between(string)
        edits: list[Edit] = []
        marks: list[Mark] = []
        for edit, mark in sorted(found):
            if not edits or edit.start >= edits[-1].end:
                edits.append(edit)
                marks.append(mark)
        return edits, marks

    def _glued(self, string: str) -> Iterator[Found]:
        for match in _GLUED.finditer(string):
            start = match.start()
            found = _LINK.search(string[max(0, start - 6) : start])
            link = found.group() if found else ""
            if self._plausible(match.group()) and self._belongs(string, match, link):
                yield from self._with_rest(string, match, link)

    def _with_rest(self, string: str, match: re.Match[str], link: str) -> Iterator[Found]:
        """The mark and more of its list behind a space: "studies.15-17 28,35,41. ", "pijn.2, 32
        Bij". Nothing where what follows is neither clearly of the list nor clearly not.
        """
        numbers, (start, end) = match.group(), match.span()
        is_list = not numbers.isdigit()
        rest = _LEFT_OVER.match(string, end) if "." in link else None
        if rest:
            sure = is_list or len(re.findall(r"\d+", rest[1])) > 2
            if not sure or not self._plausible(rest[1]):
                return
        elif "." in link and is_list:
            rest = _GOES_ON.match(string, end)
            if rest and not self._plausible(f"{numbers},{rest[1]}"):
                rest = None
        yield Edit(start, end, ""), Mark(start, numbers)
        if rest:
            yield Edit(end, rest.end(), ""), Mark(end, rest[1])

    def _belongs(self, string: str, match: re.Match[str], link: str) -> bool:
        """Is this number a mark of the word or sentence before it, and no part of an address?"""
        at = match.start() - len(link)
        token = (string[max(0, at - _REACH) : at].rsplit(None, 1)[-1:] or [""])[0]
        after = (string[match.end() : match.end() + _REACH].split(None, 1)[:1] or [""])[0]
        single = match.group().isdigit()
        if not token or _ADDRESS.search(f"{token}{link}{match.group()}{after}"):
            return False
        if single and self._evidence.cites_authors:
            return False
        if not link:
            return self._follows_word(string, token, match)
        if "." in link or link[-1] in "?!":
            return self._follows_stop(string, token, match, link)
        sure = self._evidence.has_marks and not link.startswith("%")
        single = single and link in (",", ";", ":")
        return sure and not single and token[-4:].isalpha() and token.islower()

    def _follows_word(self, string: str, token: str, match: re.Match[str]) -> bool:
        stem = re.split(r"[\W_]", token)[-1]
        end = match.end()
        if _QUANTITY.match(string, end) or any(char == "." or char.isdigit() for char in token):
            return False
        if match.group().isdigit() and self._carriers.is_counted(stem.lower(), int(match.group())):
            return False
        if not stem.islower():
            start = match.start() - len(stem)
            before = string[max(0, start - 3) : start].rstrip(" “‘(")
            opens = not before or before[-1] in ".?!|\n"
            if not (stem.istitle() and opens and self._evidence.has_marks | ("," in match.group())):
                return False
        return self._carriers.carries(stem.lower())

    def _follows_stop(self, string: str, token: str, match: re.Match[str], link: str) -> bool:
        end = match.end()
        new_sentence = bool(_SENTENCE.match(string, end) or _GOES_ON.match(string, end))
        if token[-1:].isdigit() and link[0] == ".":
            year = _YEAR.search(string[max(0, match.start() - 21) : match.start() - 1])
            return bool(year) and new_sentence and self._evidence.has_marks
        if link[0] in ')]”’"%' or token[-1] in _GREEK:  # IL-1β
            return new_sentence
        stem = re.split(r"[\W_]", _GENITIVE.sub("", token))[-1]
        return new_sentence and ends_sentence(stem, token)

    def _bracketed(self, string: str) -> Iterator[Found]:
        for match in _IN_BRACKETS.finditer(string):
            numbers = match[1].replace(" ", "")
            before = string[max(0, match.start() - 40) : match.start()]
            is_loose = before.endswith(" ")
            stem = re.split(r"[\W_]", before.rstrip(" .,;:)”’"))[-1]
            fits = self._plausible(numbers) and len(stem) > 2 and stem.isalpha()
            if is_loose and (self._evidence.brackets < 3 or not self._carriers.carries(stem)):
                continue
            if fits:
                start = match.start() - is_loose
                yield Edit(start, match.end(), ""), Mark(start, numbers)

    def _raised(self, string: str) -> Iterator[Found]:
        """Marks in raised digits; those of m², I², χ² and 10⁵ stay."""
        for match in _RAISED.finditer(string):
            numbers = match.group().translate(_RAISED_DIGITS)
            before = string[max(0, match.start() - 40) : match.start()]
            stem = re.split(r"[\W\d_]", before.rstrip(".,;:)”’%"))[-1]
            is_word = len(stem) > 2 and stem.islower() and stem not in _STATISTICS
            if self._plausible(numbers) and (is_word or before.endswith(("%.", "%"))):
                yield Edit(*match.span(), ""), Mark(match.start(), numbers)

    def _between(self, string: str) -> Iterator[Found]:
        """A mark that ate the space behind it: "ex-vivo1concentratie"."""
        for match in _BETWEEN.finditer(string):
            at = match.start()
            found = _LAST_LETTERS.search(string[max(0, at - 60) : at])
            left, right = found.group() if found else "", match[1]
            if len(left) < 4 or not (left + right).islower():
                continue
            if self._carriers.carries(left) and self._known.zipf(right) >= 2.5:
                yield Edit(at, at + 1, " "), Mark(at, match.group())

    def _plausible(self, numbers: str) -> bool:
        """Do the numbers go up, and no further than the reference list?"""
        values = [int(number) for number in re.findall(r"\d+", numbers)]
        goes_up = values[0] > 0 and all(low < high for low, high in pairwise(values))
        last = self._evidence.last_entry
        return goes_up and values[-1] < 1000 and (not last or values[-1] <= last)
