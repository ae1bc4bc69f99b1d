"""The bytes of a page -> its tree of elements. Doesn't look at what they say."""

import codecs
import re
from pathlib import Path

from lxml import etree, html

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers.plain import decode
from ingest.readers.web.elements import Element, names

MAX_TAGS = 400_000
MAX_ATTRIBUTES = 2_000  # of one tag
_LONG_TAG = re.compile(rb"<\w[^<>]{9999,}")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.I,
)
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN = {"iso8859-1", "ascii", "cp1252"}  # on the web all of these are Windows-1252
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_RAISED = frozenset(["superscript", "sup"])
_RAISING = re.compile(r"vertical-align:\s*super\b")


def parse(path: Path, data: bytes) -> Element:
    """The document's root element; entities other than HTML's own are never expanded.

    Raises:
        EmptyDocument: it holds nothing.
        UnreadableDocument: it isn't text, too large to be a page, or a frameset.
    """
    _check_tags(path, data)
    text = _decoded(path, data)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyDocument(path) from error
    if root.find("frameset") is not None:
        raise UnreadableDocument(path, "bestaat uit frames; bewaar de pagina in het frame zelf")
    for span in root.iter("span"):
        if names(span) & _RAISED or _RAISING.search(span.get("style", "")):
            span.tag = "sup"
    return root


def _check_tags(path: Path, data: bytes) -> None:
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableDocument(path, f"heeft meer dan {MAX_TAGS:,} tags".replace(",", "."))
    for tag in _LONG_TAG.finditer(data):
        if len(_QUOTED.sub(b"", tag.group()).split()) > MAX_ATTRIBUTES:
            raise UnreadableDocument(path, "is beschadigd: een tag heeft duizenden attributen")


def _decoded(path: Path, data: bytes) -> str:
    """The page as text: by its byte order mark, its <meta charset>, else as any text."""
    declared = None if data.startswith(_BYTE_ORDER_MARKS) else _CHARSET.search(data[:4096])
    encoding = _codec(declared.group(1).decode("ascii")) if declared else ""
    if not encoding or encoding.startswith("utf"):
        return decode(path, data)  # what can be read as ASCII isn't UTF-16, whatever it says
    text = data.decode("cp1252" if encoding in _LATIN else encoding, errors="replace")
    if _CONTROL.search(text) or text.count("\ufffd") > len(text) // 100:
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
