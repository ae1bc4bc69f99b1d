"""Read a saved web page: its main content as blocks, and what the page says of its origin.

The place of a character is page 0 and its offset in the page's text content: every text node of
the parsed document in document order, those of scripts and styles too, comments and processing
instructions not, as `"".join(root.itertext())` gives them for `root = parse(path, data)`. So a
view can walk the text nodes and mark a span.

`blocks_of` lays out any tree of HTML elements and serves other readers too; `furniture` tells what
on a page is no content. Doesn't fetch anything, run scripts or read the text of pictures.
"""

import codecs
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from lxml import etree, html

from ingest.cleaning import uniform
from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import progress
from ingest.readers.plain import decode
from ingest.readers.tables import row_blocks
from ingest.schema import Block, BlockKind, Mark, Reading
from ingest.text import Edit, Text

Element = Any  # lxml has no types

MAX_TAGS = 400_000
MAX_DEPTH = 1_000
MAX_CHARACTERS = 5_000_000  # 1,500 pages in print
MAX_ATTRIBUTES = 2_000  # of one tag
MAX_CELLS = 20_000  # of one table, once cells that span rows or columns are repeated

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
) | frozenset(_HEADINGS)
_UNSEEN = frozenset(
    "script style noscript template svg canvas iframe object embed audio video select textarea "
    "input datalist head progress meter map".split()
)
_MARK, _BREAK = "\x00", "\x01"  # in a text that is being made: around a mark; a line break
_CODED = re.compile(
    rf"(?: +(?={_MARK}[^{_MARK}]*{_MARK}(?:[\s.,;:!?)]|\Z)))?{_MARK}([^{_MARK}]*){_MARK}"
    rf"(?:([,;–-]?) ?(?={_MARK}))?"
)
_RAISED = frozenset(["superscript", "sup"])
_RAISING = re.compile(r"vertical-align:\s*super\b")
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r" *[\t\n\r\f][ \t\n\r\f]*| {2,}")  # what a browser shows as one space
_LINE = re.compile(rf" *{_BREAK} *")
_BLANK = re.compile(r"\n{2,}")
_NEW_ITEM = re.compile(r"\n(?=(?:[•‣▪◦·–-]|\d{1,2}[.)]) +\S)")
_BULLET = re.compile(r"[•‣▪◦·–-] +(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)] ")


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


def read(path: Path, data: bytes) -> Reading:
    """The main content of a page, and its metadata.

    Raises:
        EmptyDocument: the page holds no text (a script may have to write it).
        UnreadableDocument: it isn't text, or too large or too deep to be a page.
    """
    root = parse(path, data)
    extents = extents_of(root, path)
    dropped = furniture(root, extents)
    main = _main(root, extents, dropped)
    meta = metadata(root)
    blocks = blocks_of(main, extents, dropped)
    title = next((at for at, block in enumerate(blocks) if block.level == 1), None)
    if title is None:
        blocks = _title(root, main, extents, meta) + blocks
    else:
        above = [b for b in blocks[:title] if b.kind != "paragraph" or _is_sentence(b)]
        blocks = above + blocks[title:]
    if all(block.kind == "heading" for block in blocks):
        raise EmptyDocument(path)
    return Reading(blocks, meta)


def _is_sentence(block: Block) -> bool:
    return len(block.text.string.split()) > 9 or block.text.string[-1] in ".?!:"


def parse(path: Path, data: bytes) -> Element:
    """The document's root element; entities other than HTML's own are never expanded.

    Raises:
        EmptyDocument, UnreadableDocument: as `read`.
    """
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableDocument(path, f"heeft meer dan {MAX_TAGS:,} tags".replace(",", "."))
    for tag in _LONG_TAG.finditer(data):
        if len(_QUOTED.sub(b"", tag.group()).split()) > MAX_ATTRIBUTES:
            raise UnreadableDocument(path, "is beschadigd: een tag heeft duizenden attributen")
    text = _decoded(path, data)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyDocument(path) from error
    for span in root.iter("span"):
        if _names(span) & _RAISED or _RAISING.search(span.get("style", "")):
            span.tag = "sup"
    if root.find("frameset") is not None:
        raise UnreadableDocument(path, "bestaat uit frames; bewaar de pagina in het frame zelf")
    return root


def extents_of(root: Element, path: Path) -> Extents:
    """The extent of every element.

    Raises:
        UnreadableDocument: elements are nested deeper than MAX_DEPTH, or hold more text than
            MAX_CHARACTERS.
    """
    found: Extents = {}
    opened: list[list[int]] = []  # start, words, words in links; of each element that is open
    at = links = unseen = seen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        if element.tag == "a":
            links += step
        elif element.tag in _UNSEEN or element.tag in _HEADINGS:
            unseen += step
        if event == "start":
            opened.append([at, 0, 0])
            text = element.text
        else:
            start, words, linked = opened.pop()
            found[element] = Extent(start, at, words, linked)
            text = element.tail
            if opened:
                opened[-1][1] += words
                opened[-1][2] += linked
        if len(opened) > MAX_DEPTH:
            raise UnreadableDocument(path, f"is dieper dan {MAX_DEPTH} elementen genest")
        if text and opened:
            at += len(text)
            seen += 0 if unseen else len(text)
            count = 0 if unseen else len(_WORD.findall(text))
            opened[-1][1] += count
            opened[-1][2] += count if links else 0
    if seen > MAX_CHARACTERS:
        raise UnreadableDocument(path, f"bevat meer dan {MAX_CHARACTERS // 10**6} miljoen tekens")
    return found


# Decoding

_LONG_TAG = re.compile(rb"<\w[^<>]{9999,}")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.I,
)
_LATIN = {"iso8859-1", "ascii", "cp1252", "latin-1"}  # on the web all of these are Windows-1252


def _decoded(path: Path, data: bytes) -> str:
    """The page as text: by its byte order mark, its <meta charset>, else as any text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return decode(path, data)
    declared = _CHARSET.search(data[:4096])
    encoding = _codec(declared.group(1).decode("ascii")) if declared else ""
    if encoding in ("", "utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        return decode(path, data)  # what can be read as ASCII isn't UTF-16, whatever it says
    if encoding in _LATIN:
        encoding = "cp1252"
    text = data.decode(encoding, errors="replace")
    if re.search(r"[\x00-\x08\x0e-\x1f]", text) or text.count("\ufffd") > len(text) // 100:
        raise UnreadableDocument(path, "is geen leesbare tekst")
    return text


def _codec(label: str) -> str:
    """Python's name of a text encoding; empty for one that it doesn't know."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, ValueError):
        return ""
    return name


# What is no content

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_FURNITURE = re.compile(
    r"ads?|adv|advert\w*|adsense|reclame\w*|sponsor\w*|gesponsord|cookie\w*|consent|gdpr|"
    r"shar(?:e|ing)\w*|social\w*|addthis|newsletter\w*|nieuwsbrief\w*|subscri\w+|breadcrumbs?|"
    r"kruimelpad|nav|navbar|navigat\w+|\w*menu|pagination|pager|paginering|skip\w*|sidebar|zijbalk|"
    r"comments?|reacties|disqus|respond|login|signin|inloggen|paywall|popup|modal|lightbox|toast|colophon|jump|editsection|"
    r"toc|inhoudsopgave|masthead|topbar|copyright|colofon|sr|visually|offscreen"
)
_PERHAPS = re.compile(  # furniture where it holds a link, or next to nothing
    r"related|gerelateerd\w*|recommend\w*|aanbevolen|popular|trending|banner|promo\w*|feedback|"
    r"search|zoeken|print|actions|toolbar|tags?|links|overlay|meta|teasers?|widget"
)
_EDGE = re.compile(r"header|\w*footer")
_WRAPPING = frozenset("has with no show open is js warning alert waarschuwing".split())
_ROLES = frozenset(
    "navigation banner contentinfo search dialog alertdialog menu menubar toolbar tablist".split()
)
_BUTTONS = frozenset("btn button knop cta".split())
_PANEL = frozenset("accordion collapse collapsible collapsed panel tab tabs tabpanel".split())
_NOTES = frozenset(
    "footnote footnotes voetnoot voetnoten endnote endnotes eindnoot eindnoten fn noten".split()
)
_ABOVE_FURNITURE = re.compile(
    r"(?:ook )?gerelateerde? ?(?:artikel(?:en)?|berichten|nieuws|onderwerpen|links)?|"
    r"(?:aanbevolen|verwante) (?:artikelen|berichten|onderwerpen|pagina.?s|content)|"
    r"lees (?:ook|verder|meer)|(?:meer|verder) lezen|ook interessant(?: voor u)?|"
    r"(?:dit )?vind je (?:misschien )?ook (?:leuk|interessant)|meest (?:gelezen|bekeken)|"
    r"laatste nieuws|deel (?:dit|deze|via|op|met).{0,30}|(?:\d+ )?reacties?(?: \(\d+\))?|"
    r"(?:plaats|geef|laat|schrijf) een reactie.{0,20}|(?:meld|schrijf).{0,30}nieuwsbrief|"
    r"nieuwsbrief|advertenties?|op deze pagina|in dit artikel|volg ons.{0,20}|"
    r"related (?:articles|content|posts|reading)|read (?:more|next)|you may also like|most read|"
    r"share(?: this.{0,20})?|(?:\d+ )?comments?|leave a (?:reply|comment)|newsletter|"
    r"advertisement|on this page|follow us.{0,20}",
    re.I,
)
_ABOVE_LINKS = re.compile(  # furniture where mostly links stand below
    r"zie ook|meer (?:nieuws|artikelen|over.{0,40}|informatie)|populair|delen|inhoud(?:sopgave)?|"
    r"menu|navigatie|(?:table of )?contents|see also|more (?:on|about|from).{0,40}|"
    r"recommended.{0,20}",
    re.I,
)
_FURNITURE_LINE = re.compile(
    r"(?:advertenties?|advertisement|reclame|gesponsord|sponsored|deel (?:dit|deze|via|op).{0,30}|"
    r"delen|share|print(?:en)?|afdrukken|print (?:deze|dit) \w+|e-?mail (?:deze|dit) \w+|"
    r"(?:terug )?naar boven|back to top|sluiten|close|menu|zoeken|search|inloggen|log in|"
    r"(?:spring|ga|direct) naar (?:de )?(?:hoofd)?(?:inhoud|content|navigatie)|"
    r"skip to (?:main )?content|lees meer|read more|lees voor|luister|"
    r"leestijd:? .{0,20}|(?:was|is|heeft|vond) .{0,8}(?:deze|dit) "
    r"(?:pagina|informatie|artikel|tekst) .{0,12}"
    r"(?:nuttig|behulpzaam|geholpen|duidelijk|gevonden)\W*|"
    r"(?:copyright|©).{0,120}|alle rechten voorbehouden\W*|all rights reserved\W*)",
    re.I,
)
_STEP = re.compile(
    r"\W*(?:terug|vorige|volgende|verder|home|start|inhoud|index|contact|sitemap|omhoog|back|"
    r"previous|next|up|top)(?: \w+)?\W*",
    re.I,
)
_OPEN = re.compile(r"(?:toon|meer|lees|open|sluit|bekijk|show|more|toggle|close)\b", re.I)
_READ_ALSO = re.compile(
    r"(?:lees|bekijk|zie|luister|kijk) (?:ook|verder|meer|hier)\b|ook interessant|"
    r"meer (?:lezen|weten|over|informatie)|gerelateerd|read (?:more|also|next)|"
    r"see also|related|deel|share|volg ons",
    re.I,
)
_COOKIES = re.compile(r"\bcookies?\b", re.I)
_CONSENT = re.compile(
    r"\b(?:accept|akkoord|toesta|sta .{0,20}toe|weiger|voorkeur|instelling|toestemming|privacy|"
    r"gebruikt|gebruiken|plaatsen|consent|agree|reject|decline|we use)",
    re.I,
)
_NEWSLETTER = re.compile(r"\b(?:nieuwsbrief|newsletter)\b", re.I)
_SIGN_UP = re.compile(
    r"\b(?:meld|schrijf|abonneer|aanmelden|inschrijven|sign up|subscribe)\b", re.I
)


def furniture(root: Element, extents: Extents) -> set[Element]:
    """What on a page is no content: navigation, cookie texts, advertisements, comments, forms.

    An element that holds half of the page's words is content, whatever it is called.
    """
    dropped: set[Element] = set()
    half = extents[root].words / 2
    data: Extent | None = None  # of the last table that holds data
    opened = _opened_by_a_control(root)
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        extent = extents[element]
        if element.tag == "table" and _is_data(element):
            data = extent
        if element in dropped:
            walker.skip_subtree()
        elif element.tag in _UNSEEN:
            dropped.add(element)
            walker.skip_subtree()
        elif _level(element) and (under := _furniture_under(element, half, extents)):
            dropped |= under
        elif extent.words <= half and (
            _is_called_furniture(element, extent)
            or _is_hidden(element, opened)
            or (not (data and data.holds(extent)) and _reads_as_furniture(element, extent))
        ):
            dropped.add(element)
            walker.skip_subtree()
    return dropped


def _is_called_furniture(element: Element, extent: Extent) -> bool:
    """By its tag, its role, or the words in its class and id."""
    tag, role = element.tag, element.get("role", "")
    if tag in ("nav", "dialog") or role in _ROLES - {"complementary"}:
        return True
    if tag == "button":
        return not _names_a_panel(element)
    names = _names(element)
    if tag in ("header", "footer") or (tag == "div" and any(map(_EDGE.fullmatch, names))):
        return _is_page_edge(element, extent)
    if tag == "aside" or role == "complementary":
        return (
            not names & _NOTES
            and not role.startswith(("doc-", "note"))
            and _is_aside(element, extent)
        )
    if tag == "form":
        return extent.words <= 150 and element.find(".//input") is not None
    if tag in ("body", "html", "main") or names & _WRAPPING:
        return False
    if any(map(_FURNITURE.fullmatch, names)):
        return True
    if tag == "a" and names & _BUTTONS:
        return True
    little = extent.linked > 0 or extent.words < 8
    return little and any(map(_PERHAPS.fullmatch, names))


def _names_a_panel(button: Element) -> bool:
    """Is this the heading of a panel: a button in a heading, or one that says what it opens?"""
    if any(above.tag in (*_HEADINGS, "summary", "dt") for above in button.iterancestors()):
        return True
    opens = button.get("aria-controls") or button.get("data-target") or button.get("data-bs-target")
    text = _string(button, 200)
    return bool(opens) and len(text.split()) > 1 and not _OPEN.match(text)


def _is_page_edge(element: Element, extent: Extent) -> bool:
    """A header without a title of its own, or a footer; of an article only if it says nothing."""
    title = element.find(".//h1")
    if title is not None and title.find(".//a") is None:
        return False
    if not _in_content(element):
        return True
    names = _names(element)
    foot = element.tag == "footer" or any(name.endswith("footer") for name in names)
    return foot and extent.prose < 12 and not names & _NOTES and "table" not in names


def _is_aside(element: Element, extent: Extent) -> bool:
    """An aside is kept where it stands in the content and says more than it links to."""
    if any(map(_FURNITURE.fullmatch, _names(element))) or not extent.words:
        return True
    if _in_content(element):
        return extent.density > 0.4
    return extent.linked > 0 or extent.words < 12


def _in_content(element: Element) -> bool:
    """Does an element stand in what the page names as content?"""
    return any(
        above.tag in ("article", "main", "section", "blockquote", "figure", "table")
        or above.get("role") == "main"
        for above in element.iterancestors()
    )


def _is_hidden(element: Element, opened: Collection[str]) -> bool:
    """Not shown, and no control on the page opens it, as it does the panels of an accordion."""
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    hidden = (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )
    return hidden and not (
        element.get("id") in opened
        or element.get("role") in ("tabpanel", "region")
        or _names(element) & _PANEL
    )


def _reads_as_furniture(element: Element, extent: Extent) -> bool:
    """By its text: mostly links, or a short one on cookies or a newsletter."""
    if element.tag not in _BLOCKS or element.tag in _HEADINGS:
        return False
    if extent.linked and _is_link_list(element, extent):
        return True
    if extent.words > 120 or element.tag == "li":
        return False
    text = _string(element, 1500)
    if len(text) < 160 and _FURNITURE_LINE.fullmatch(text):
        return True
    return bool(_COOKIES.search(text) and _CONSENT.search(text)) or bool(
        extent.words < 60 and _NEWSLETTER.search(text) and _SIGN_UP.search(text)
    )


def _is_link_list(element: Element, extent: Extent) -> bool:
    """Mostly links, not announced by a colon, and no references or notes."""
    text = _string(element, 300)
    least = 0.5 if _READ_ALSO.match(text) else 0.7
    if extent.density < least or element.tag in ("li", "dl", "dd"):
        return False
    links = [link for link in element.iter("a") if link.get("href")]
    if _READ_ALSO.match(text) or all(_STEP.fullmatch(_string(link, 60)) for link in links):
        return True
    if len(links) < 3 or element.tag == "p":
        return False
    if all("#" in link.get("href") for link in links) and re.match(r"\W*\d", text):
        return False  # notes, each with its link back
    above, before = element.getprevious(), _before(element)
    headed = above is not None and _level(above) > 0 and _in_content(element)
    announced = (before.endswith(":") or headed) and not _READ_ALSO.match(before)
    return not announced and not _REFERENCES.fullmatch(before) and not _YEAR.search(text)


def _before(element: Element) -> str:
    """The text right before an element, up to what precedes its parents."""
    while element is not None:
        above = element.getprevious()
        if above is not None:
            return (above.tail or "").strip() or _string(above, 300)
        element = element.getparent()
        if element is not None and (element.text or "").strip():
            return str(element.text).strip()
    return ""


def _furniture_under(heading: Element, half: float, extents: Extents) -> set[Element]:
    """A heading of furniture and what stands under it, up to a heading as high; else nothing."""
    title = _string(heading, 80).rstrip(" :…!")
    surely = _ABOVE_FURNITURE.fullmatch(title)
    if not surely and not _ABOVE_LINKS.fullmatch(title):
        return set()
    found = [element for element in _below(heading, _level(heading)) if element in extents]
    words = sum(extents[element].words for element in found)
    linked = sum(extents[element].linked for element in found)
    if words > half or (not surely and linked < 0.6 * words):
        return set()
    return {heading, *found}


def _opened_by_a_control(root: Element) -> set[str]:
    """The ids that a control or a link on the page shows."""
    found = set()
    for name in ("aria-controls", "href", "data-target", "data-bs-target"):
        for value in root.xpath(f"//@{name}"):
            found.add(value.rpartition("#")[2])
    return found


def _names(element: Element) -> frozenset[str]:
    """The words in an element's class and id."""
    return _words_of(f"{element.get('class', '')} {element.get('id', '')}")


@lru_cache(4096)
def _words_of(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _TOKEN.findall(names))


def _string(element: Element, limit: int) -> str:
    """The start of an element's text, its white space made uniform."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > 4 * limit:
            break
    return " ".join("".join(parts).split())[:limit]


def _level(element: Element) -> int:
    """The level of a heading; 0 for what is no heading."""
    if element.tag in _HEADINGS:
        return int(element.tag[1])
    if element.get("role") == "heading":
        level = element.get("aria-level", "")
        return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2
    return 0


# The main content

_MAIN = (
    "//main | //*[@role='main'] | //*[@itemprop='articleBody']",
    "//article | //*[@id='content' or @id='main' or @id='main-content' or @id='artikel']",
)


def _main(root: Element, extents: Extents, dropped: set[Element]) -> Element:
    """The element that a page names as its content and that holds most of its prose, or body."""
    body = root.find("body")
    body = root if body is None else body
    gone = [extents[element] for element in dropped]
    targets = [extents[note] for note in _notes(root) if not _within(note, dropped)]

    def prose(element: Element) -> int:
        whole = extents[element]
        return whole.prose - sum(extent.prose for extent in gone if whole.holds(extent))

    total = prose(body)
    for path, share in zip(_MAIN, (0.4, 0.6), strict=True):
        named = [element for element in root.xpath(path) if not _within(element, dropped)]
        best = max(named[:20], key=prose, default=None)
        if best is not None and prose(best) >= share * max(total, 1):
            while not all(extents[best].holds(target) for target in targets):
                best = best.getparent()
            return best
    return body


def _within(element: Element, elements: set[Element]) -> bool:
    return element in elements or any(above in elements for above in element.iterancestors())


def _title(root: Element, main: Element, extents: Extents, meta: dict[str, Any]) -> list[Block]:
    """The page's <h1> where it stands outside the main content."""
    heads = [head for head in root.iter("h1") if not extents[main].holds(extents[head])]
    named = [head for head in heads if _string(head, 300) == meta.get("title")]
    for head in named or (heads if len(heads) == 1 else []):
        return blocks_of(head, extents, ())[:1]
    return []


# Elements as blocks

_REFERENCES = re.compile(
    r"(?:\d+\.?\s+)?(?:literatuur(?:lijst|verwijzingen|opgave)?|"
    r"geraadpleegde (?:literatuur|bronnen)|referenties|referentielijst|"
    r"bronnen(?:lijst)?|bronvermelding|bibliografie|references?|"
    r"reference list|bibliography|works cited|"
    r"noten en literatuur|bronnen, noten en/of referenties)\s*:?",
    re.I,
)
_NOTE_HEADING = re.compile(r"(?:voet|eind)?noten|(?:foot|end)?notes|toelichting bij de tabel", re.I)
_CITED = frozenset(
    "references reference bibliography literatuur literatuurlijst referenties".split()
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENTRY = re.compile(r"\bet al\b|\d;\s*\d+|\bdoi\b|\b[A-Z][\w'’-]+,? [A-Z]{1,3}[,.]")
_OUTSIDE = re.compile(  # links to elsewhere at an entry of a reference list, and back from a note
    r"\[?(?:pub ?med|google scholar|cross ?ref|medline|full text|web of science|scopus|cas|"
    r"view article|article|download .{1,20}|link|[↑↩↵^⏎⬆︎️\s]+|terug|back)\]?",
    re.I,
)


@dataclass(slots=True)
class _Frame:
    """An element that is open: what its text is, and the marker that its first block gets."""

    element: Element
    kind: BlockKind | None = None
    level: int = 0
    marker: str = ""
    number: int | None = None  # of the next item of a numbered list
    step: int = 1
    terms: list[Text] = field(default_factory=list)  # of a definition list, with one meaning
    defined: bool = False  # have these terms got their meaning?


class _Piece(NamedTuple):
    """A block that is being made: its text holds coded marks; `bold` if all of it is."""

    kind: BlockKind
    text: Text
    level: int
    bold: bool


def blocks_of(top: Element, extents: Extents, dropped: Collection[Element] = ()) -> list[Block]:
    """The blocks of an element in document order, without those that are dropped."""
    writer = _Writer(extents, dropped, _zones(top))
    writer.write(top)
    return [_block(piece) for piece in _with_headings(writer.pieces)]


class _Writer:
    """Walks an element and lays its text out as pieces."""

    def __init__(
        self, extents: Extents, dropped: Collection[Element], zones: dict[Element, BlockKind]
    ) -> None:
        self.extents, self.dropped, self.zones = extents, dropped, zones
        self.pieces: list[_Piece] = []
        self._run: list[tuple[Text, bool]] = []  # the text of the block that is open; is it bold?
        self._frames: list[_Frame] = []
        self._bold = 0
        self._above = 1  # the level of the last heading that isn't a panel's

    def write(self, top: Element) -> None:
        walker = etree.iterwalk(top, events=("start", "end"))
        skipped = None
        for number, (event, element) in enumerate(walker):
            if number % 10_000 == 0:
                progress()
            if event == "start":
                if self._skips(element) or self._whole(element):
                    skipped = element
                    walker.skip_subtree()
                else:
                    self._open(element)
                    self._add(element.text, self.extents[element].start)
                continue
            if element is not skipped:
                self._close(element)
            if element is not top:
                self._add(element.tail, self.extents[element].end)
        self._flush()

    def _skips(self, element: Element) -> bool:
        if element not in self.dropped and element.tag not in _UNSEEN:
            return False
        if element.tag in _BLOCKS:
            self._flush()
        return True

    def _whole(self, element: Element) -> bool:
        """Write an element that isn't walked: a break, a mark, a table; False for others."""
        match element.tag:
            case "br":
                self._break(element)
            case "a" if self._kind() in ("reference", "note"):
                return bool(_OUTSIDE.fullmatch(_string(element, 30)))
            case "a" | "sup" | "sub":
                raised = self._mark(element) or self._power(element)
                self._run += [(raised, True)] if raised else []
                return raised is not None
            case "table" if _is_data(element):
                self._flush()
                self.pieces += _table(element, self)
            case _:
                return self._second(element)
        return True

    def _second(self, element: Element) -> bool:
        """The upper part of a power or the lower part of a fraction in a formula."""
        parent, first = element.getparent(), element.getprevious()
        over = parent.tag if parent is not None and first is not None else ""
        if over == "mfrac":
            self._run.append((Text.put("/"), True))
        raised = self._power(element) if over == "msup" else None
        self._run += [(raised, True)] if raised else []
        return raised is not None

    def _break(self, element: Element) -> None:
        """A line break; two of them, or one after a bold line that stands above a text, end it."""
        run = [(text, bold) for text, bold in self._run[-9:] if not text.string.isspace()]
        follows = (element.tail or "").strip() and not self._bold and self._kind() is None
        titled = follows and len(self._run) < 9 and all(bold for _, bold in run)
        if run and (run[-1][0].string == _BREAK or titled):
            self._flush()
        self._run.append((Text.put(_BREAK), True))

    def _open(self, element: Element) -> None:
        tag, level, kind = element.tag, _level(element), self.zones.get(element)
        self._bold += tag in _BOLD
        if tag not in _BLOCKS and not level and not kind:
            return
        self._flush()
        if _names(element) & _CAPTIONS and self.extents[element].words < 80:
            kind = kind or "caption"
        frame = _Frame(element, "heading" if level else _KINDS.get(tag, kind), level)
        self._above = level or self._above
        if tag in ("summary", "button"):
            frame.level = self._above + 1
        elif tag == "ol":
            back = element.get("reversed") is not None
            frame.number = _int(element.get("start"), len(element.findall("li")) if back else 1)
            frame.step = -1 if back else 1
        elif tag == "li":
            frame.marker = self._next_marker(element)
        elif tag == "dd":
            frame.marker = "- "
            self._run += [(text, False) for text in self._term()]
        self._frames.append(frame)

    def _close(self, element: Element) -> None:
        self._bold -= element.tag in _BOLD
        if not self._frames or self._frames[-1].element is not element:
            return
        if element.tag == "dt" and len(self._frames) > 1:
            inner = self._frames.pop().terms  # of a <dt> that wasn't closed
            frame = self._frames[-1]
            if frame.defined:
                frame.terms, frame.defined = [], False
            frame.terms += filter(len, [*inner, self._take()[0]])
            return
        self._flush()
        if left := self._term(end=True):
            self._frames[-1].marker = "- "
            self._run += [(text, False) for text in left]
            self._flush()
        self._frames.pop()

    def _add(self, text: str | None, at: int) -> None:
        """Text of the file at an offset of its text content."""
        if not text or (not self._run and text.isspace()):
            return
        read = Text(text, at + np.arange(len(text), dtype=np.int64))
        if any(frame.element.tag == "pre" for frame in self._frames):
            read = read.sub(_NEWLINE, _BREAK)
        self._run.append((read, self._bold > 0))

    def _flush(self) -> None:
        """End the block that is open."""
        if not self._run:
            return
        text, bold = self._take()
        kind = self._kind()
        for part in text.split(_BLANK):
            lines = part.split(_NEW_ITEM) if kind is None else [part]
            for line in filter(len, lines):
                listed = len(lines) > 1 and _NUMBER.match(line.string)
                self.pieces.append(self._piece("item" if listed else kind, line, bold))

    def _piece(self, kind: BlockKind | None, text: Text, bold: bool) -> _Piece:
        marker = next((f.marker for f in reversed(self._frames) if f.marker), "")
        bullet = _BULLET.match(text.string)
        if kind in (None, "item", "note", "reference"):
            for frame in self._frames:
                frame.marker = ""
            if kind is None and (marker or bullet):
                kind = "item"
            if bullet and kind == "item":
                text, marker = text[bullet.end() :], "- "
            if marker and not _NUMBER.match(text.string) and (kind == "item" or marker != "- "):
                text = Text.join("", [Text.put(marker), text])
        level = next((f.level for f in reversed(self._frames) if f.level), 0)
        return _Piece(kind or "paragraph", text, level if kind == "heading" else 0, bold)

    def _take(self) -> tuple[Text, bool]:
        """The text of the block that is open, in one form, and whether all of it is bold."""
        run, self._run = self._run, []
        text = uniform(Text.join("", [text.sub(_SPACE, " ") for text, _ in run]))
        bold = all(bold for text, bold in run if not text.string.isspace())
        return text.sub(_SPACES, " ").sub(_LINE, "\n").strip(), bold

    def _kind(self) -> BlockKind | None:
        kinds = [frame.kind for frame in reversed(self._frames) if frame.kind]
        if kinds and kinds[0] == "note" and "reference" in kinds:
            return "reference"
        return kinds[0] if kinds else None

    def _next_marker(self, item: Element) -> str:
        lists = (f for f in reversed(self._frames) if f.element.tag in ("ol", "ul", "menu", "dir"))
        frame = next(lists, None)
        if frame is None or frame.number is None:
            return "- "
        number = _int(item.get("value"), frame.number)
        frame.number = number + frame.step
        return f"{number}. "

    def _term(self, end: bool = False) -> list[Text]:
        """The terms that a definition opens with, or that have none at the end of their list."""
        frame = self._frames[-1] if self._frames else None
        if frame is None or not frame.terms or (end and frame.defined):
            return []
        term = Text.join(", ", frame.terms)
        frame.defined = True
        return [term, Text.put("" if end else " " if term.string[-1:] in (*":?!.",) else ": ")]

    def _before(self) -> str:
        """The end of the text that is open."""
        return "".join(text.string for text, _ in self._run[-4:])[-40:]

    def _text(self, element: Element) -> Text:
        string = "".join(element.itertext())
        return Text(string, self.extents[element].start + np.arange(len(string), dtype=np.int64))

    def _mark(self, element: Element) -> Text | None:
        """A reference mark, coded; None for what is none."""
        if self.extents[element].end - self.extents[element].start > 80 or not _may_mark(element):
            return None
        text = self._text(element).sub(_ANY_SPACE, "").sub(_BRACKETS, "")
        before = self._before()
        if not before.strip() or not _is_mark(text.string, before, _is_linked(element)):
            return None
        return Text.join("", [Text.put(_MARK), text, Text.put(_MARK)])

    def _power(self, element: Element) -> Text | None:
        """A power, index or isotope in characters of its own, so that 10⁵ doesn't become 105."""
        text = self._text(element).strip()
        before, after = self._before(), (element.tail or "")[:1]
        if _LETTER.fullmatch(text.string) and not before.strip() and after.isalpha():
            return Text.join("", [text, Text.put(" ")])  # the label of a note
        if element.tag == "a" or len(text) > 20 or not before.strip() + after:
            return None
        if element.tag == "sub" and not before[-1:].isdigit():
            return None
        small = _SUBSCRIPT if element.tag == "sub" else _SUPERSCRIPT
        if element.tag in ("sup", "sub") and not re.search(r"[\d+−-]", text.string):
            return None
        if all(ord(char) in small for char in text.string):
            return Text(text.string.translate(small), text.places)
        if element.tag in ("sup", "sub") and not before[-1:].isdigit():
            return None
        return Text.join("", [Text.put("_" if element.tag == "sub" else "^"), text])


_BOLD = ("b", "strong")
_CAPTIONS = frozenset(["caption", "bijschrift", "figcaption"])
_KINDS: dict[str, BlockKind] = {
    "figcaption": "caption",
    "caption": "caption",
    "summary": "heading",
    "button": "heading",
}
_SPACES = re.compile(r" {2,}")
_ANY_SPACE = re.compile(r"\s+")
_NEWLINE = re.compile(r"\r?\n")
_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_BRACKETS = re.compile(r"^[\[(,;]+|[\]),;]+\Z")
_NUMBERS = re.compile(r"\d{1,3}(?:[,;–-]\d{1,3})*[*†‡§]?")
_GLUED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?)”\"])\Z")
_LETTER = re.compile(r"[a-df-z*†‡§¶]{1,2}")
_NOTED = re.compile(r"(?:[\d%)]|[^\W\d_]{3})\Z")  # what a raised letter can stand at
_QUANTITY = re.compile(
    r"(?:^|[^\w])(?:[^\W\d_]|[cdkmnµμ]m|chi|tau|eta|sigma|log|(?:Sp|Sa|V|Pa|P)?(?:CO|O))\Z", re.I
)


def _int(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default


def _is_linked(element: Element) -> bool:
    """Is this, or does it hold or stand in, a link to a place on a page?"""
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any("#" in link.get("href", "") for link in links)


def _may_mark(element: Element) -> bool:
    """A raised text, or a link to a place that holds only a raised, bracketed or glued number."""
    if element.tag == "sup":
        return True
    if element.tag != "a" or "#" not in element.get("href", ""):
        return False
    text = "".join(element.itertext()).strip()
    raised = element.find(".//sup")
    inner = "" if raised is None else "".join(raised.itertext()).strip()
    glued = _GLUED.search(_said_before(element)) and text.isdigit() and len(text) < 4
    return inner == text != "" or bool(glued or re.fullmatch(r"\[[^\[\]]{1,20}\]", text))


def _said_before(element: Element) -> str:
    """The text that touches the start of an element, within its parent."""
    above, parent = element.getprevious(), element.getparent()
    if above is not None:
        return str(above.tail or "") or "".join(above.itertext())
    return "" if parent is None else str(parent.text or "")


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
        year = re.search(r"(?:^|\D)(?:19|20)\d\d\Z", last)
        return last == before and (bool(year) or (several and not re.search(r"\b10\Z", last)))
    return several or not _QUANTITY.search(last)


def _notes(root: Element) -> list[Element]:
    """The elements that marks refer to: footnotes and entries of the reference list."""
    names = {
        link.get("href").rpartition("#")[2]
        for link in root.iter("a")
        if "#" in link.get("href", "")
        and (_may_mark(link) or next(link.iterancestors("sup"), None) is not None)
        and not _opens(link)
    }
    found = {}
    for element in root.xpath("//*[@id or @name]") if names else []:
        if element.get("id") in names or element.get("name") in names:
            while element.tag not in _BLOCKS:
                element = element.getparent()
            if element.tag not in ("td", "th", "tr", "table", "body", "main", "article"):
                found[element] = True
    return [note for note in found if not _level(note)]


def is_entry(text: str) -> bool:
    """Does a note read as an entry of a reference list: authors, a year, a volume?"""
    return bool(_YEAR.search(text) and _ENTRY.search(text))


def _opens(element: Element) -> bool:
    """Does an element stand first in its block, as a label and a link back from a note do?"""
    while element.tag not in _BLOCKS:
        above, parent = element.getprevious(), element.getparent()
        before = parent.text if above is None else above.tail
        if (before or "").strip() or (above is not None and _string(above, 1)):
            return False
        element = parent
    return True


def _zones(top: Element) -> dict[Element, BlockKind]:
    """What stands under a heading such as Literatuur, is named so, or is referred to by marks."""
    zones: dict[Element, BlockKind] = {}
    for note in _notes(top):
        zones[note] = "reference" if is_entry(_string(note, 600)) else "note"
    for element in top.iter(*_BLOCKS):
        names, role = _names(element), element.get("role", "")
        if names & _CITED or role == "doc-bibliography":
            kind: BlockKind = "reference"
        elif names & _NOTES or role in ("doc-footnote", "doc-endnotes", "note"):
            kind = "note"
        else:
            continue
        if not names & _WRAPPING and len(list(islice(element.iter(*_HEADINGS), 2))) < 2:
            zones[element] = kind
    for heading in top.iter(*_HEADINGS, "p", "div"):
        level = _level(heading) or 7 * _is_bold(heading)
        title = _string(heading, 60) if level else ""
        if _REFERENCES.fullmatch(title):
            zones |= dict.fromkeys(_below(heading, level), "reference")
        elif _NOTE_HEADING.fullmatch(title):
            zones |= dict.fromkeys(_below(heading, level), "note")
    return zones


def _below(heading: Element, level: int) -> Iterator[Element]:
    """The elements after a heading, up to a heading as high; its parent's where it has none."""
    while not any(_string(after, 1) for after in heading.itersiblings()):
        parent = heading.getparent()
        if parent is None or parent.tag not in ("div", "header", "summary", "hgroup"):
            return
        heading = parent
    for element in heading.itersiblings():
        inner = (element, *element.iter(*_HEADINGS))
        if any(0 < _level(each) <= level for each in inner):
            return
        yield element


def _is_bold(element: Element) -> bool:
    """Is this a paragraph of nothing but bold text?"""
    parts = list(element)
    return (
        bool(parts)
        and not (element.text or "").strip()
        and all(part.tag in _BOLD and not (part.tail or "").strip() for part in parts)
    )


def _with_headings(pieces: list[_Piece]) -> list[_Piece]:
    """Short bold paragraphs that stand above a text become headings, a level below the last."""
    above: list[_Piece] = []
    for piece in reversed(pieces):
        heads = bool(above) and (not above[-1].bold or above[-1].kind == "heading")
        if piece.kind == "paragraph" and piece.bold and heads and _is_title(piece.text.string):
            piece = piece._replace(kind="heading", level=0)
        above.append(piece)
    found: list[_Piece] = []
    level = 0
    for piece in reversed(above):
        if piece.kind == "heading" and not piece.level:
            piece = piece._replace(level=level + 1 if level or not found else 2)
        elif piece.kind == "heading":
            level = min(piece.level, 5)
        found.append(piece)
    return found


def _is_title(text: str) -> bool:
    return (
        len(text) <= 90
        and text[-1] not in ".,;!\u2026"
        and (text[0].isupper() or text[0].isdigit())
    )


def _block(piece: _Piece) -> Block:
    """A block with its marks taken off the text."""
    marks: list[Mark] = []
    edits: list[Edit] = []
    gone, separator = 0, ""
    for match in _CODED.finditer(piece.text.string):
        mark = Mark(match.start() - gone, match.group(1))
        if marks and marks[-1].at == mark.at:
            mark = Mark(mark.at, marks.pop().numbers + (separator or ",") + mark.numbers)
        marks.append(mark)
        edits.append(Edit(*match.span(), ""))
        gone, separator = gone + len(match.group()), match.group(2) or ""
    return Block(piece.kind, piece.text.edited(edits), piece.level, tuple(marks))


# Tables


class _Cell(NamedTuple):
    """A cell of a table and how many columns and rows it spans."""

    text: Text
    columns: int
    rows: int
    head: bool
    bold: bool


def _is_data(table: Element) -> bool:
    """Does a table hold data? One that only lays out a page is walked as text."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    if next(table.iter("h1", "h2", "h3"), None) is not None:
        return False
    if next(table.iter("th", "thead", "caption"), None) is not None:
        return True
    rows = [[cell for cell in row if _string(cell, 1)] for row in table.iter("tr")]
    prose = any(
        len(cell.findall("p")) > 1 and len(_string(cell, 400)) > 300 for row in rows for cell in row
    )
    return not prose and sum(len(row) > 1 for row in rows) > 1


def _table(table: Element, writer: _Writer) -> list[_Piece]:
    """The caption of a table, its rows with their heads, and its notes."""

    def pieces(element: Element) -> list[_Piece]:
        inner = _Writer(writer.extents, writer.dropped, {})
        inner.write(element)
        return inner.pieces

    order = {"thead": 0, "tfoot": 2}
    rows = sorted(table.iter("tr"), key=lambda row: order.get(row.getparent().tag, 1))
    cells = [
        [
            _Cell(
                _cell_text(inner),
                max(1, min(_int(cell.get("colspan"), 1), 100)),
                _int(cell.get("rowspan"), 1) or len(rows),
                cell.tag == "th" or row.getparent().tag == "thead",
                all(piece.bold for piece in inner),
            )
            for cell in row.iterchildren("td", "th")
            for inner in [pieces(cell)]
        ]
        for row in rows
    ]
    found = [piece for caption in table.iter("caption") for piece in pieces(caption)]
    kinds = ["note" if row.getparent().tag == "tfoot" else "row" for row in rows]
    return found + _rows(cells, kinds)


def _cell_text(pieces: list[_Piece]) -> Text:
    """What a cell holds on one line; the items of a list are told apart."""
    parts: list[Text] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        text = piece.text
        if piece.kind == "item" and text.string.startswith("- "):
            text = text[2:]
        if before is not None:
            listed = before.kind == piece.kind == "item" and before.text.string[-1] not in ".;:,?!"
            parts.append(Text.put("; " if listed else " "))
        parts.append(text)
    return Text.join("", parts)


def _rows(rows: list[list[_Cell]], kinds: list[str]) -> list[_Piece]:
    """The rows under their heads; one cell over the full width stands alone."""
    grid = _grid(rows)
    width = max(map(len, grid), default=0)
    count = _count_heads(rows)
    heads = [_joined(column) for column in _columns(grid[:count], width)]
    found: list[_Piece] = []
    for row, texts, kind in zip(rows[count:], grid[count:], kinds[count:], strict=True):
        if len(row) == 1 and row[0].columns >= width > 1:
            if kind == "note" and len(row[0].text):
                found.append(_Piece("note", row[0].text, 0, False))
                continue
            blocks = row_blocks([[row[0].text]], heads=False)
        elif any(map(len, heads)) and any(map(len, texts)):
            blocks = row_blocks([heads, texts])
        else:
            blocks = row_blocks([texts], heads=False)
        found += [_Piece("row", block.text, 0, False) for block in blocks]
    if count == len(rows):
        found += [_Piece("row", b.text, 0, False) for b in row_blocks([heads], heads=False)]
    return found


def _grid(rows: list[list[_Cell]]) -> list[list[Text]]:
    """The texts of the rows, a cell repeated in each column and row that it spans."""
    grid: list[list[Text]] = []
    below: dict[int, tuple[Text, int]] = {}  # by column, what comes down for how many rows
    room = MAX_CELLS
    for row in rows:
        coming, below = below, {}
        last = max(coming, default=-1)
        texts: list[Text] = []
        waiting = iter(row)
        while (cell := _coming(coming, len(texts)) or next(waiting, None)) or len(texts) <= last:
            cell = cell or _Cell(Text.put(""), 1, 1, False, False)
            at, repeated = len(texts), cell.columns - 1 + (len(texts) in coming)
            room -= repeated
            for column in range(at, at + (cell.columns if room > 0 else 1)):
                texts.append(cell.text)
                if cell.rows > 1 and room > 0:
                    below[column] = (cell.text, cell.rows - 1)
        grid.append(texts)
    return grid


def _coming(coming: dict[int, tuple[Text, int]], column: int) -> _Cell | None:
    """The cell of a row above that comes down in a column."""
    if column not in coming:
        return None
    text, rows = coming[column]
    return _Cell(text, 1, rows, False, False)


def _count_heads(rows: list[list[_Cell]]) -> int:
    """How many rows at the top name the columns."""
    count = 0
    for row in rows:
        if not row or not all(cell.head or not len(cell.text) for cell in row):
            break
        count += 1
    if count or len(rows) < 2:
        return count
    bold = [all(cell.bold for cell in row) and len(row) > 1 for row in rows[:2]]
    return int(bold == [True, False] or _names_columns([cell.text.string for cell in rows[0]]))


def _names_columns(first: list[str]) -> bool:
    """Is a first row without <th> one of heads? Three or more cells, all words, none a number."""
    return len(first) > 2 and all(first[1:]) and not any(map(_DIGIT.search, first))


_DIGIT = re.compile(r"\d")


def _columns(grid: list[list[Text]], width: int) -> list[list[Text]]:
    return [[row[at] for row in grid if at < len(row)] for at in range(width)]


def _joined(texts: list[Text]) -> Text:
    """The heads above one column, each once."""
    once = {text.string: text for text in texts if len(text)}
    return Text.join(" ", once.values())


# Metadata

_META: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title"),
    "authors": ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author"),
    "year": (
        "citation_publication_date",
        "citation_date",
        "citation_online_date",
        "article:published_time",
        "dc.date",
        "dcterms.date",
        "dcterms.issued",
        "prism.publicationdate",
    ),
    "doi": ("citation_doi", "dc.identifier", "prism.doi"),
    "venue": ("citation_journal_title", "prism.publicationname"),
}
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_SITE = re.compile(r"\s+[|–—•·»-]\s+|\s+::\s+")


def metadata(root: Element) -> dict[str, Any]:
    """The fields of a Source that a page names in <meta>, JSON-LD, <h1> or <title>."""
    named = _meta(root)
    linked = _linked_data(root)
    found = {
        key: [value for name in names for value in named.get(name, [])] or linked.get(key, [])
        for key, names in _META.items()
    }
    year = next((m.group() for v in found["year"] if (m := _YEAR.search(v))), None)
    doi = next((m.group() for v in found["doi"] if (m := _DOI.search(v))), "")
    authors = list(dict.fromkeys(name for name in found["authors"] if is_name(name)))
    meta = {
        "title": _page_title(root, found["title"], named.get("og:site_name", [""])[0]),
        "authors": authors,
        "year": int(year) if year else None,
        "doi": doi.rstrip(".,;"),
        "venue": next(iter(found["venue"]), ""),
    }
    return {key: value for key, value in meta.items() if value}


def _meta(root: Element) -> dict[str, list[str]]:
    """The contents of <meta> by name, in lower case."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        value = " ".join((element.get("content") or "").split())
        if name and value:
            found.setdefault(name.strip().lower(), []).append(value[:1000])
    return found


def _linked_data(root: Element) -> dict[str, list[str]]:
    """Title, authors, year and doi of the first article in the page's JSON-LD."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            if {"headline", "datePublished"} & item.keys():
                return {
                    "title": _strings(item.get("headline") or item.get("name")),
                    "authors": _strings(item.get("author")),
                    "year": _strings(item.get("datePublished")),
                    "doi": _strings(item.get("identifier")) + _strings(item.get("sameAs")),
                }
    return {}


def _items(data: object) -> list[dict[str, Any]]:
    """The objects at the top of JSON-LD, or of its graph."""
    if isinstance(data, dict):
        data = data.get("@graph", [data])
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _strings(value: object) -> list[str]:
    """A value of JSON-LD as strings: of an object its name, of a list each."""
    if isinstance(value, dict):
        value = value.get("name", value.get("value"))
    if isinstance(value, list):
        return [
            string
            for each in value[:100]
            if not isinstance(each, list)
            for string in _strings(each)
        ]
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


def is_name(author: str) -> bool:
    """Is this a person or a body, not an address or an account?"""
    plain = not re.search(r"https?:|www\.|@|\d", author) and author[:1].isupper()
    return plain and author.casefold() not in ("admin", "redactie", "webmaster", "administrator")


def _page_title(root: Element, named: list[str], site: str) -> str:
    """The title that the page names, else its only <h1>, else <title> without the site's name."""
    heads = {_string(head, 300) for head in root.iter("h1")} - {""}
    title = " ".join(root.findtext(".//title", "").split())
    for whole in [*named, *(heads if len(heads) == 1 else []), title]:
        parts = _SITE.split(whole)
        short = next((head for head in heads if whole.startswith(head) and len(head) > 5), "")
        if short and len(parts) > 1:
            return short
        if len(parts) > 1 and parts[-1].casefold() == site.casefold():
            return whole[: whole.rindex(parts[-1])].rstrip(" |–—•·»-:")
        if whole is title and len(parts) > 1:
            return max(parts, key=len)
        if whole:
            return whole
    return ""
