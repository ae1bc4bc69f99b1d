"""The two halves of a word around a hyphen or a line end. Doesn't decide what joins them."""

import re

_TAIL = re.compile(r"c\.q\.|[^\W_]+(?:(?:[-’']|-[ \t]*\n\s*)[^\W_]+)*")
_PARTS = re.compile(r"[\w’'-]*")  # words and what ties them
_REACH = 60  # characters: how far a word is followed to either side


def head(string: str, end: int) -> str:
    """The word, with the hyphens in it, that stands before string[end].

    >>> head("van pro-inflam-\\nmatoir", 14)
    'pro-inflam'
    """
    before = string[max(0, end - _REACH) : end]
    start = len(before) - _PARTS.match(before[::-1]).end()  # type: ignore[union-attr]
    return before[start:].strip("-’'") if before[-1:].isalnum() else ""


def tail(string: str, start: int) -> str:
    """The word that starts at string[start]; where a line end breaks it too, its halves joined.

    >>> tail("oefen-\\nthera-\\npie is", 7)
    'therapie'
    """
    match = _TAIL.match(string, start, start + _REACH)
    return re.sub(r"-\s+", "", match.group()) if match else ""


def inner(head: str, tail: str) -> tuple[str, str]:
    """The parts of both halves that touch: between hyphens.

    >>> inner("pro-inflam", "matoir-reactief")
    ('inflam', 'matoir')
    """
    return head.rsplit("-", 1)[-1], tail.split("-", 1)[0]
