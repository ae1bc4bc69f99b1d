"""Rules 1 and 2: a word broken over a line end is whole again; other line ends become spaces.

A real hyphen stays (`pro-/inflammatoir`), a suspended one keeps a space (`huisarts-/en
fysiotherapiepraktijken`), a dash or minus stays with its number (`3–/6 maanden`). Whether the
hyphen in a word is a real one is for Hyphens to say.
"""

import re
from collections.abc import Iterator

from ingest.cleaning.evidence import Evidence
from ingest.cleaning.halves import head, inner, tail
from ingest.cleaning.hyphens import COMBINING, CONJUNCTIONS, NEGATING, Hyphens
from ingest.cleaning.known_words import KnownWords
from ingest.dutch import STOP_WORDS
from ingest.text import Edit

_JOINT = re.compile(r"\n\s*|- (?<=[^\W_]- )(?=[^\W\d_])")
_SIGN = "=<>≤≥±≈~([:,"  # a hyphen behind one of these is a minus
_MINUS = "−"
_TYING = "/–—"  # between two letters or digits, these take no space


class LineEnds:
    """What makes the lines of a block one line of whole words."""

    def __init__(self, known: KnownWords, evidence: Evidence) -> None:
        self._known = known
        self._evidence = evidence
        self._hyphens = Hyphens(known, evidence)

    def edits(self, string: str) -> list[Edit]:
        """The edits that take the line ends out of a block."""
        edits: list[Edit] = []
        for match in _JOINT.finditer(string):
            start, end = match.span()
            if string[start] == "-":
                edits += self._flattened(string, start, end)
                continue
            while start and string[start - 1] in " \t":
                start -= 1
            if not start or end == len(string):
                edits.append(Edit(start, end, ""))
            elif string[start - 1] == "-":
                edits.append(self._broken(string, start, end))
            else:
                edits.append(Edit(start, end, self._between(string, start, end)))
        return edits

    def _between(self, string: str, start: int, end: int) -> str:
        """A space for string[start:end], a line end without a hyphen, or nothing."""
        before = string[start - 1]
        ties = before in _TYING and string[start - 2 : start - 1].isalnum()
        if (ties or before == _MINUS) and string[end].isalnum():
            return ""
        if before.islower() and string[end].islower() and self._lost_hyphen(string, start, end):
            return ""
        return " "

    def _broken(self, string: str, start: int, end: int) -> Edit:
        """What becomes of string[start:end], the line end behind the hyphen at start - 1."""
        left, right = head(string, start - 1), tail(string, end)
        before = string[start - 2 : start - 1]
        if not left:
            minus = before and before in _SIGN and string[end].isdigit()
            return Edit(start, end, "" if minus or (before and before in ")]’”") else " ")
        if not right:
            return Edit(start, end, "" if string[end] in "/.,;:)" else " ")
        typed = string[start] != "\n" and self._evidence.types_spaces
        joint = self._hyphens.joint(left, right, typed)
        if joint.isalpha():  # the diaeresis that the line end took off: pati-/enten
            return Edit(start - 1, end + 1, joint)
        return Edit(start, end, joint[1:]) if joint else Edit(start - 1, end, "")

    def _flattened(self, string: str, start: int, end: int) -> Iterator[Edit]:
        """The edit for "neuro- immuun", where a line end became a space; none where it is meant."""
        before, after = head(string, start), tail(string, end)
        stop = end + len(after)
        if string[stop : stop + 1] == "-" or not after or after.lower() in CONJUNCTIONS:
            return  # "rug- nek- en schouderklachten", "rug- en nekpijn"
        left, right = inner(before, after)
        if not left or left[-1].isdigit() or not self._was_broken(left, right, before, after):
            return
        joint = self._hyphens.joint(before, after)
        whole = (left + right).lower()
        sure = self._known.zipf(whole) > 0 or self._evidence.counts[whole] > 0
        if joint in ("", "-"):
            yield Edit(start + (joint == "-" or not sure), end, "")

    def _was_broken(self, left: str, right: str, before: str, after: str) -> bool:
        """Was there a line end, or is the hyphen a suspended one that lost its second half?"""
        if len(left) > 1 and left.isupper():
            return True  # "MSK- onderzoek"
        left, right = left.lower(), right.lower()
        whole = left + right
        if self._hyphens.seen(before.lower(), after.lower()) is not None:
            return True
        if self._known.zipf(whole) > max(2, self._known.zipf(left) + 1):
            return True  # "verminde- ring"
        takes_hyphen = left in COMBINING | NEGATING or self._evidence.prefixes[left] > 0
        return takes_hyphen and right in self._known

    def _lost_hyphen(self, string: str, start: int, end: int) -> bool:
        """Did a word lose its hyphen with the line end: "neuro-immuun/systeem"?

        Only where the whole stands elsewhere in the document, and its first part is no word: it
        isn't listed, and never stands alone in the document.
        """
        second = tail(string, end).lower()
        if second in STOP_WORDS:
            return False
        evidence, first = self._evidence, head(string, start).lower()
        if len(first) < 4 or not evidence.counts[first + second]:
            return False
        return evidence.counts[first] <= evidence.line_ends[first] and not self._known.zipf(first)
