"""Notes and reference lists: known by the marks that point at them, their names, or a heading."""

import re
from collections.abc import Iterator
from itertools import islice

from ingest.readers.web.elements import (
    BLOCKS,
    BOLD,
    HEADINGS,
    Element,
    before,
    heading_level,
    names,
    string,
)
from ingest.schema import BlockKind

CITED = frozenset(
    "references reference bibliography literatuur literatuurlijst referenties".split()
)
NOTED = frozenset(
    "footnote footnotes voetnoot voetnoten endnote endnotes eindnoot eindnoten fn noten".split()
)
WRAPPING = frozenset("has with no show open is js warning alert waarschuwing".split())
REFERENCES = re.compile(
    r"(?:\d+\.?\s+)?(?:literatuur(?:lijst|verwijzingen|opgave)?|"
    r"geraadpleegde (?:literatuur|bronnen)|referenties|referentielijst|"
    r"bronnen(?:lijst)?|bronvermelding|bibliografie|references?|"
    r"reference list|bibliography|works cited|"
    r"noten en literatuur|bronnen, noten en/of referenties)\s*:?",
    re.I,
)
_NOTES = re.compile(r"(?:voet|eind)?noten|(?:foot|end)?notes|toelichting bij de tabel", re.I)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENTRY = re.compile(r"\bet al\b|\d;\s*\d+|\bdoi\b|\b[A-Z][\w'’-]+,? [A-Z]{1,3}[,.]")
_GLUED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?)”\"])\Z")
_NOT_NOTES = ("td", "th", "tr", "table", "body", "main", "article", *HEADINGS)


def zones(top: Element) -> dict[Element, BlockKind]:
    """What stands under a heading such as Literatuur, is named so, or is referred to by marks."""
    found: dict[Element, BlockKind] = {
        note: "reference" if is_entry(string(note, 600)) else "note" for note in notes(top)
    }
    for element in top.iter(*BLOCKS):
        kind = _named(element)
        if kind and len(list(islice(element.iter(*HEADINGS), 2))) < 2:
            found[element] = kind
    for heading in top.iter(*HEADINGS, "p", "div"):
        level = heading_level(heading) or 7 * _is_bold(heading)
        title = string(heading, 60) if level else ""
        if REFERENCES.fullmatch(title):
            found |= dict.fromkeys(below(heading, level), "reference")
        elif _NOTES.fullmatch(title):
            found |= dict.fromkeys(below(heading, level), "note")
    return found


def notes(root: Element) -> list[Element]:
    """The elements that marks refer to: footnotes and entries of the reference list."""
    targets = {
        link.get("href").rpartition("#")[2]
        for link in root.iter("a")
        if "#" in link.get("href", "") and _is_mark(link) and not _opens(link)
    }
    found: dict[Element, None] = {}
    for element in root.xpath("//*[@id or @name]") if targets else []:
        if element.get("id") in targets or element.get("name") in targets:
            while element.tag not in BLOCKS:
                element = element.getparent()
            found[element] = None
    return [note for note in found if note.tag not in _NOT_NOTES]


def may_mark(element: Element) -> bool:
    """A raised text, or a link to a place that holds only a raised, bracketed or glued number."""
    if element.tag == "sup":
        return True
    if element.tag != "a" or "#" not in element.get("href", ""):
        return False
    text = "".join(element.itertext()).strip()
    raised = element.find(".//sup")
    inner = "" if raised is None else "".join(raised.itertext()).strip()
    glued = _GLUED.search(before(element)) and text.isdigit() and len(text) < 4
    return inner == text != "" or bool(glued or re.fullmatch(r"\[[^\[\]]{1,20}\]", text))


def is_entry(text: str) -> bool:
    """Does a note read as an entry of a reference list: authors, a year, a volume?"""
    return bool(YEAR.search(text) and _ENTRY.search(text))


def below(heading: Element, level: int) -> Iterator[Element]:
    """The elements after a heading, up to a heading as high; its parent's where it has none."""
    while not any(string(after, 1) for after in heading.itersiblings()):
        parent = heading.getparent()
        if parent is None or parent.tag not in ("div", "header", "summary", "hgroup"):
            return
        heading = parent
    for element in heading.itersiblings():
        inner = (element, *element.iter(*HEADINGS))
        if any(0 < heading_level(each) <= level for each in inner):
            return
        yield element


def _named(element: Element) -> BlockKind | None:
    named, role = names(element), element.get("role", "")
    if named & WRAPPING:
        return None
    if named & CITED or role == "doc-bibliography":
        return "reference"
    return "note" if named & NOTED or role in ("doc-footnote", "doc-endnotes", "note") else None


def _is_mark(link: Element) -> bool:
    return may_mark(link) or next(link.iterancestors("sup"), None) is not None


def _opens(element: Element) -> bool:
    """Does an element stand first in its block, as a label and a link back from a note do?"""
    while element.tag not in BLOCKS:
        above, parent = element.getprevious(), element.getparent()
        text = parent.text if above is None else above.tail
        if (text or "").strip() or (above is not None and string(above, 1)):
            return False
        element = parent
    return True


def _is_bold(element: Element) -> bool:
    """Is this a paragraph of nothing but bold text?"""
    texts = [element.text, *(part.tail for part in element)]
    bold = len(element) > 0 and all(part.tag in BOLD for part in element)
    return bold and not any((text or "").strip() for text in texts)
