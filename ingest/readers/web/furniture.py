"""What on a page is no content: navigation, cookie texts, advertisements, comments, forms.

Told by tags, roles and names first, by the words of a short text last. What holds half of the
page's words is content, whatever it is called. Doesn't choose the main content: that is `content`.
"""

import re

from lxml import etree

from ingest.readers.web.cells import is_data
from ingest.readers.web.elements import (
    BLOCKS,
    HEADINGS,
    UNSEEN,
    Element,
    Extent,
    Extents,
    heading_level,
    names,
    string,
)
from ingest.readers.web.notes import NOTED, REFERENCES, WRAPPING, YEAR, below

_FURNITURE = re.compile(
    r"ads?|adv|advert\w*|adsense|reclame\w*|sponsor\w*|gesponsord|cookie\w*|consent|gdpr|"
    r"shar(?:e|ing)\w*|social\w*|addthis|newsletter\w*|nieuwsbrief\w*|subscri\w+|breadcrumbs?|"
    r"kruimelpad|nav|navbar|navigat\w+|\w*menu|pagination|pager|paginering|skip\w*|sidebar|zijbalk|"
    r"comments?|reacties|disqus|respond|login|signin|inloggen|paywall|popup|modal|lightbox|toast|"
    r"colophon|jump|editsection|toc|inhoudsopgave|masthead|topbar|copyright|colofon|sr|visually|"
    r"offscreen"
)
_PERHAPS = re.compile(  # furniture where it holds a link, or next to nothing
    r"related|gerelateerd\w*|recommend\w*|aanbevolen|popular|trending|banner|promo\w*|feedback|"
    r"search|zoeken|print|actions|toolbar|tags?|links|overlay|meta|teasers?|widget"
)
_EDGE = re.compile(r"header|\w*footer")
_ROLES = frozenset(
    "navigation banner contentinfo search dialog alertdialog menu menubar toolbar tablist".split()
)
_BUTTONS = frozenset("btn button knop cta".split())
_PANEL = frozenset("accordion collapse collapsible collapsed panel tab tabs tabpanel".split())
_CONTENT = ("article", "main", "section", "blockquote", "figure", "table")
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
    """The elements of a page that are no content; what stands in them isn't named again."""
    page = _Page(root, extents)
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if page.drops(element):
            walker.skip_subtree()
    return page.dropped


class _Page:
    """The elements of a page, seen in document order."""

    def __init__(self, root: Element, extents: Extents) -> None:
        self.dropped: set[Element] = set()
        self._extents = extents
        self._half = extents[root].words / 2
        self._opened = {
            str(value).rpartition("#")[2]
            for name in ("aria-controls", "href", "data-target", "data-bs-target")
            for value in root.xpath(f"//@{name}")
        }
        self._data: Extent | None = None  # of the last table that holds data

    def drops(self, element: Element) -> bool:
        """Is this element no content? Keeps what it learns from it."""
        extent = self._extents[element]
        if element.tag == "table" and is_data(element):
            self._data = extent
        if element in self.dropped:
            return True
        self.dropped |= self._under(element)
        if element.tag in UNSEEN or (extent.words <= self._half and self._is_no(element, extent)):
            self.dropped.add(element)
        return element in self.dropped

    def _is_no(self, element: Element, extent: Extent) -> bool:
        in_data = self._data is not None and self._data.holds(extent)
        return (
            _is_called_furniture(element, extent)
            or _is_hidden(element, self._opened)
            or (not in_data and _reads_as_furniture(element, extent))
        )

    def _under(self, heading: Element) -> set[Element]:
        """A heading of furniture and what stands under it, up to a heading as high; or nothing."""
        level = heading_level(heading)
        title = string(heading, 80).rstrip(" :…!") if level else ""
        surely = _ABOVE_FURNITURE.fullmatch(title)
        if not surely and not _ABOVE_LINKS.fullmatch(title):
            return set()
        found = list(below(heading, level))
        words = sum(self._extents[element].words for element in found)
        linked = sum(self._extents[element].linked for element in found)
        if words > self._half or (not surely and linked < 0.6 * words):
            return set()
        return {heading, *found}


def _is_called_furniture(element: Element, extent: Extent) -> bool:
    """By its tag, its role, or the words in its class and id."""
    tag, role, named = element.tag, element.get("role", ""), names(element)
    if tag in ("nav", "dialog") or role in _ROLES:
        return True
    if tag == "button":
        return not _names_a_panel(element)
    if tag in ("header", "footer") or (tag == "div" and any(map(_EDGE.fullmatch, named))):
        return _is_page_edge(element, extent)
    if tag == "aside" or role == "complementary":
        return _is_aside(element, extent)
    if tag == "form":
        return extent.words <= 150
    if tag in ("body", "html", "main") or named & WRAPPING:
        return False
    little = extent.linked > 0 or extent.words < 8
    return (
        any(map(_FURNITURE.fullmatch, named))
        or (tag == "a" and bool(named & _BUTTONS))
        or (little and any(map(_PERHAPS.fullmatch, named)))
    )


def _names_a_panel(button: Element) -> bool:
    """Is this the heading of a panel: a button in a heading, or one that says what it opens?"""
    if any(above.tag in (*HEADINGS, "summary", "dt") for above in button.iterancestors()):
        return True
    opens = button.get("aria-controls") or button.get("data-target") or button.get("data-bs-target")
    text = string(button, 200)
    return bool(opens) and " " in text and not _OPEN.match(text)


def _is_page_edge(element: Element, extent: Extent) -> bool:
    """A header without a title of its own, or a footer; of an article only if it says nothing."""
    title = element.find(".//h1")
    if title is not None and title.find(".//a") is None:
        return False
    if not _in_content(element):
        return True
    named = names(element)
    foot = element.tag == "footer" or any(name.endswith("footer") for name in named)
    return foot and extent.prose < 12 and not named & NOTED and "table" not in named


def _is_aside(element: Element, extent: Extent) -> bool:
    """An aside is kept where it stands in the content and says more than it links to."""
    named = names(element)
    if named & NOTED or element.get("role", "").startswith(("doc-", "note")):
        return False
    if any(map(_FURNITURE.fullmatch, named)) or not extent.words:
        return True
    if _in_content(element):
        return extent.density > 0.4
    return extent.linked > 0 or extent.words < 12


def _in_content(element: Element) -> bool:
    """Does an element stand in what the page names as content?"""
    return any(
        above.tag in _CONTENT or above.get("role") == "main" for above in element.iterancestors()
    )


def _is_hidden(element: Element, opened: set[str]) -> bool:
    """Not shown, and no control on the page opens it, as it does the panels of an accordion."""
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    if not hidden and "display:none" not in style and "visibility:hidden" not in style:
        return False
    panel = element.get("role") in ("tabpanel", "region") or names(element) & _PANEL
    return not panel and element.get("id") not in opened


def _reads_as_furniture(element: Element, extent: Extent) -> bool:
    """By its text: mostly links, or a short one on cookies or a newsletter."""
    if element.tag not in BLOCKS or element.tag in HEADINGS:
        return False
    if extent.linked and _is_link_list(element, extent):
        return True
    if extent.words > 120 or element.tag == "li":
        return False
    text = string(element, 1500)
    if _FURNITURE_LINE.fullmatch(text) or (_COOKIES.search(text) and _CONSENT.search(text)):
        return True
    return extent.words < 60 and bool(_NEWSLETTER.search(text) and _SIGN_UP.search(text))


def _is_link_list(element: Element, extent: Extent) -> bool:
    """Mostly links, not announced by a colon, and no references or notes."""
    text = string(element, 300)
    also = _READ_ALSO.match(text)
    if extent.density < (0.5 if also else 0.7) or element.tag in ("li", "dl", "dd"):
        return False
    links = [link for link in element.iter("a") if link.get("href")]
    if also or all(_STEP.fullmatch(string(link, 60)) for link in links):
        return True
    if len(links) < 3 or element.tag == "p":
        return False
    if re.match(r"\W*\d", text) and all("#" in link.get("href") for link in links):
        return False  # notes, each with its link back
    above, said = element.getprevious(), _said_before(element)
    headed = above is not None and heading_level(above) > 0 and _in_content(element)
    announced = (said.endswith(":") or headed) and not _READ_ALSO.match(said)
    return not announced and not REFERENCES.fullmatch(said) and not YEAR.search(text)


def _said_before(element: Element) -> str:
    """The text right before an element, up to what precedes its parents."""
    while element is not None:
        above = element.getprevious()
        if above is not None:
            return (above.tail or "").strip() or string(above, 300)
        element = element.getparent()
        if element is not None and (element.text or "").strip():
            return str(element.text).strip()
    return ""
