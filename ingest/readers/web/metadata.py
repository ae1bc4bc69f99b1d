"""What a page says of its origin: in <meta>, JSON-LD, <h1> or <title>. Doesn't guess."""

import json
import re
from typing import Any

from ingest.readers.web.elements import Element, string

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title"),
    "authors": ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author"),
    "year": (
        *("citation_publication_date", "citation_date", "citation_online_date"),
        *("article:published_time", "dc.date", "dcterms.date", "dcterms.issued"),
        "prism.publicationdate",
    ),
    "doi": ("citation_doi", "dc.identifier", "prism.doi"),
    "venue": ("citation_journal_title", "prism.publicationname"),
}
_LINKED = {  # the same in JSON-LD
    "title": ("headline",),
    "authors": ("author",),
    "year": ("datePublished",),
    "doi": ("identifier", "sameAs"),
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_SITE = re.compile(r"\s+[|–—•·»-]\s+|\s+::\s+")
_NO_NAME = re.compile(r".*(?:https?:|www\.|@|\d).*|admin|administrator|redactie|webmaster", re.I)


def metadata(root: Element) -> dict[str, Any]:
    """The fields of a Source that a page names."""
    named, linked = _meta(root), _linked_data(root)
    found = {
        key: [value for name in names for value in named.get(name, [])] or linked.get(key, [])
        for key, names in _NAMES.items()
    }
    meta = {
        "title": _title(root, found["title"], named.get("og:site_name", [""])[0]),
        "authors": list(dict.fromkeys(filter(is_name, found["authors"]))),
        "year": int(_first(_YEAR, found["year"]) or 0),
        "doi": _first(_DOI, found["doi"]).rstrip(".,;"),
        "venue": next(iter(found["venue"]), ""),
    }
    return {key: value for key, value in meta.items() if value}


def _first(pattern: re.Pattern[str], values: list[str]) -> str:
    return next((match.group() for value in values if (match := pattern.search(value))), "")


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
                    field: [value for key in keys for value in _strings(item.get(key))]
                    for field, keys in _LINKED.items()
                }
    return {}


def _items(data: object) -> list[dict[str, Any]]:
    """The objects at the top of JSON-LD, or of its graph."""
    if isinstance(data, dict):
        data = data.get("@graph", [data])
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _strings(value: object) -> list[str]:
    """A value of JSON-LD as strings: of an object its name, of a list each.

    >>> _strings([{"name": "A. Bos"}, "C. Dam"])
    ['A. Bos', 'C. Dam']
    """
    found = []
    for each in value[:100] if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            each = each.get("name", each.get("value"))
        if isinstance(each, str) and each.strip():
            found.append(" ".join(each.split()))
    return found


def is_name(author: str) -> bool:
    """Is this a person or a body, not an address or an account?"""
    return author[:1].isupper() and not _NO_NAME.fullmatch(author)


def _title(root: Element, named: list[str], site: str) -> str:
    """The title that the page names, else its only <h1>, else <title>; without the site's name."""
    heads = {string(head, 300) for head in root.iter("h1")} - {""}
    page = " ".join(root.findtext(".//title", "").split())
    given = next(filter(None, [*named, *(heads if len(heads) == 1 else [])]), "")
    whole = given or page
    parts = _SITE.split(whole)
    if len(parts) == 1:
        return whole
    short = next((head for head in heads if whole.startswith(head)), "")
    if len(short) > 5:
        return short
    if parts[-1].casefold() == site.casefold():
        return whole[: whole.rindex(parts[-1])].rstrip(" |–—•·»-:")
    return given or max(parts, key=len)
