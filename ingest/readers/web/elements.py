"""Elements of HTML: what their tags and names say, and where their text stands in the page."""

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from ingest.errors import UnreadableDocument

Element = Any  # lxml has no types

MAX_DEPTH = 1_000
MAX_CHARACTERS = 5_000_000  # 1,500 pages in print

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
) | frozenset(HEADINGS)
BOLD = ("b", "strong")
UNSEEN = frozenset(
    "script style noscript template svg canvas iframe object embed audio video select textarea "
    "input datalist head progress meter map".split()
)
_UNCOUNTED = UNSEEN.union(HEADINGS)
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class Extent(NamedTuple):
    """Where an element's text stands in the text content, and its words outside headings."""

    start: int
    end: int
    words: int
    linked: int

    @property
    def prose(self) -> int:
        return self.words - self.linked

    @property
    def density(self) -> float:
        """The share of the words that are links."""
        return self.linked / max(self.words, 1)

    def holds(self, other: "Extent") -> bool:
        return self.start <= other.start and other.end <= self.end


Extents = dict[Element, Extent]


def extents_of(root: Element, path: Path) -> Extents:
    """The extent of every element.

    Raises:
        UnreadableDocument: they go deeper than MAX_DEPTH, or hold more than MAX_CHARACTERS.
    """
    found: Extents = {}
    opened: list[Extent] = []  # what had been read where each open element starts
    at = words = linked = links = uncounted = seen = deepest = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        links += step * (element.tag == "a")
        uncounted += step * (element.tag in _UNCOUNTED)
        if event == "start":
            opened.append(Extent(at, at, words, linked))
        else:
            deepest = max(deepest, len(opened))
            start = opened.pop()
            found[element] = Extent(start.start, at, words - start.words, linked - start.linked)
        text = (element.text if event == "start" else element.tail) or ""
        at += len(text)
        if text and not uncounted:
            seen, count = seen + len(text), len(_WORD.findall(text))
            words, linked = words + count, linked + count * bool(links)
    _check(path, deepest, seen)
    return found


def _check(path: Path, depth: int, characters: int) -> None:
    if depth > MAX_DEPTH:
        raise UnreadableDocument(path, f"is dieper dan {MAX_DEPTH} elementen genest")
    if characters > MAX_CHARACTERS:
        raise UnreadableDocument(path, f"bevat meer dan {MAX_CHARACTERS // 10**6} miljoen tekens")


def names(element: Element) -> frozenset[str]:
    """The words in an element's class and id."""
    return _words_of(f"{element.get('class', '')} {element.get('id', '')}")


@lru_cache(4096)
def _words_of(named: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _TOKEN.findall(named))


def string(element: Element, limit: int) -> str:
    """The start of an element's text, its white space made uniform."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > 4 * limit:
            break
    return " ".join("".join(parts).split())[:limit]


def heading_level(element: Element) -> int:
    """The level of a heading; 0 for what is no heading."""
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") == "heading":
        level = element.get("aria-level", "")
        return int(level) if re.fullmatch("[1-6]", level) else 2
    return 0


def number(value: str | None, default: int) -> int:
    """The whole number that an attribute holds."""
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default


def within(element: Element, elements: Collection[Element]) -> bool:
    """Is it one of these elements, or in one?"""
    return element in elements or any(above in elements for above in element.iterancestors())


def before(element: Element) -> str:
    """The text that touches the start of an element, within its parent."""
    above, parent = element.getprevious(), element.getparent()
    if above is not None:
        return str(above.tail or "") or "".join(above.itertext())
    return "" if parent is None else str(parent.text or "")
