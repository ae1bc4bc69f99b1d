"""One form for the characters of a text: newlines, spaces, hyphens, ligatures, composed letters.

Symbols keep their meaning (≤ stays ≤, μ stays μ): characters are composed (NFC), never folded to
look-alikes.
"""

import re
import unicodedata

from ingest.text import Edit, Text

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_HYPHENS = "\u2010\u2011"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURES |= {"ĳ": "ij", "Ĳ": "IJ"}
_LINE_END = re.compile(r"\r\n?|[\x0b\x85\u2028]")
_PAGE_END = re.compile(r"[\f\u2029]")
_SOFT_BREAK = re.compile(r"[\u00ad\x02\ufffe](?=[ \t\u00a0]{0,20}\n)")  # how formats break a word
# Those below begin with the character that they look for and look back from there: that is faster.
_BULLET = re.compile(r"[\ue000-\uf8ff](?:(?<=\uf0b7)|(?<=^.)(?=\s))", re.MULTILINE)  # of fonts
_SPACES = re.compile(  # within a line: an indent says how a list is nested
    r"[ \t](?<=\S.)(?:(?<=\t)[ \t]*|[ \t]+)(?=\S)"
)
_TYPED = re.compile(r"[ \t](?<=\w-.)(?:(?<=\t)[ \t]*|[ \t]+)(?=\n)")
_TRAILING = re.compile(  # but for the space behind a hyphen that was typed
    r"[ \t](?:(?<=\S.)|(?<=^.))(?:[ \t]*\Z|(?<!\w-.)[ \t]*(?=\n))", re.MULTILINE
)
_COMPOSABLE = re.compile(r"\S[\u0300-\u036f]+")


def uniform(text: Text) -> Text:
    """The text in one form; no symbol is changed.

    A soft hyphen at a line end becomes a hyphen, because a word goes on there. The space between
    a hyphen and a line end stays, one of it: a hyphen that only breaks a word has none.

    >>> uniform(Text.read("de\\u00a0e\\ufb00ecten\\r\\nvan")).string
    'de effecten\\nvan'
    """
    text = text.sub(_LINE_END, "\n").sub(_PAGE_END, "\n\n")
    text = text.sub(_SOFT_BREAK, "-")
    forms = {char: form for char in set(text.string) if (form := _form(char)) != char}
    if forms:
        odd = re.compile("[" + "".join(map(re.escape, forms)) + "]")
        text = text.edited([Edit(*m.span(), forms[m.group()]) for m in odd.finditer(text.string)])
    text = text.edited(
        [
            Edit(*match.span(), composed)
            for match in _COMPOSABLE.finditer(text.string)
            if (composed := unicodedata.normalize("NFC", match.group())) != match.group()
        ]
    ).sub(_BULLET, "•")
    return text.sub(_SPACES, " ").sub(_TYPED, " ").sub(_TRAILING, "")


def _form(char: str) -> str:
    """What is written for a character: itself, for nearly every one."""
    if _INVISIBLE.match(char):
        return ""
    if char in _HYPHENS:
        return "-"
    if char.isspace() and char not in "\n\t":
        return " "
    return _LIGATURES.get(char) or unicodedata.normalize("NFC", char)
