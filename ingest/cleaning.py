"""Mend text without changing what it says: uniform characters, whole words, whole lines.

Symbols keep their meaning (≤ stays ≤, μ stays μ): characters are composed (NFC), never folded to
look-alikes. Doesn't correct spelling and doesn't drop anything but invisible characters.
"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_SPACE = re.compile(r"[^\S\n\t]")  # every kind of white space but the newline and the tab
_SPACES = re.compile(r"(?<=\S)[ \t]+")  # between words; an indent says how a list is nested
_WORD = re.compile(r"\w+(?:-\w+)*")
_BROKEN = re.compile(r"\b(\w+)-\n *(\w+)")
_SUSPENDED = re.compile(r"-\n *(?=(?:en|of|als|dan|noch)\b|c\.q\.)")


def uniform(text: str) -> str:
    """One form for newlines, spaces, ligatures and composed letters.

    >>> uniform("de\\u00a0e\\ufb00ecten\\r\\nvan")
    'de effecten\\nvan'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_LIGATURES)
    text = _SPACE.sub(" ", text)
    return "\n".join(line.rstrip() for line in _SPACES.sub(" ", text).split("\n"))


def join_broken_words(text: str) -> str:
    """Join words that a line end broke. The text itself tells how the word is written elsewhere.

    >>> join_broken_words("de ontste-\\nking en pro-inflammatoir, ook pro-\\ninflammatoir")
    'de ontsteking en pro-inflammatoir, ook pro-inflammatoir'
    """
    text = _SUSPENDED.sub("- ", text)  # "gewrichts- en zenuwmobilisatie"
    known = {word.casefold() for word in _WORD.findall(_BROKEN.sub(" ", text))}

    def joined(match: re.Match[str]) -> str:
        head, tail = match.groups()
        whole, hyphened = f"{head}{tail}", f"{head}-{tail}"
        real_hyphen = hyphened.casefold() in known and whole.casefold() not in known
        is_name = head.isupper() or not tail.islower() or head[-1].isdigit()  # "NSAID-gebruik"
        return hyphened if real_hyphen or is_name else whole

    return _BROKEN.sub(joined, text)
