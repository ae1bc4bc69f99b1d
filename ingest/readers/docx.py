"""Read a Word document: its text, with footnotes, lists and tables, and its core properties.

The document's XML is written as a tree of HTML elements, which is laid out as a web page is. The
place of a character is page 0 and its offset in that tree's text content, as `text_content`
gives it: a Word file knows no pages. Headers, footers, tables of contents, hidden text and
comments are left out, macros and linked files never opened.
"""

import re
from pathlib import Path
from typing import Any

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers.web.elements import extents_of
from ingest.readers.web.markup import blocks_of
from ingest.readers.web.metadata import is_name
from ingest.readers.word.elements import name
from ingest.readers.word.parts import BROKEN, Parts
from ingest.readers.word.writer import tree
from ingest.schema import Reading

_TEMPLATE = "2013-12-23T23:15"  # when python-docx made the file that its documents start from
_UNREAL = re.compile(
    r"microsoft (?:word|office)\b.*|word document|document\d*|titel|title|.*\.(?:docx?|dotx?|rtf)|"
    r"python-docx|user|gebruiker|windows.gebruiker|windows user|admin\w*|auteur|author|unknown",
    re.IGNORECASE,
)


def read(path: Path, data: bytes) -> Reading:
    """The blocks of a .docx file, and its title, author and year where they look real.

    Raises:
        EmptyDocument: it holds no text.
        UnreadableDocument: it is no Word document, encrypted, damaged, or too large unpacked.
    """
    parts = Parts(path, data)
    try:
        root = tree(parts)
        blocks = blocks_of(root, extents_of(root, path))
    except (RecursionError, ValueError) as error:
        raise UnreadableDocument(path, BROKEN) from error
    if all(block.kind == "heading" for block in blocks):
        raise EmptyDocument(path)
    return Reading(blocks, _properties(parts))


def text_content(path: Path, data: bytes) -> str:
    """The text that the places of characters count in."""
    return "".join(tree(Parts(path, data)).itertext())


def _properties(parts: Parts) -> dict[str, Any]:
    """Title, author and year of the core properties, where they look real."""
    root = parts.part("docProps/core.xml")
    found = {} if root is None else {name(e): " ".join((e.text or "").split()) for e in root}
    title, author = found.get("title", ""), found.get("creator", "")
    meta: dict[str, Any] = {}
    if title and not _UNREAL.fullmatch(title):
        meta["title"] = title
    if not _UNREAL.fullmatch(author) and is_name(author):
        meta["authors"] = [name.strip() for name in author.split(";") if name.strip()]
    created = found.get("created", "")
    year = None if created.startswith(_TEMPLATE) else re.match(r"(?:19|20)\d\d", created)
    if meta and year:
        meta["year"] = int(year.group())
    return meta
