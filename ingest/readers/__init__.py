"""Files -> blocks: one reader a format, each in a module of its own, imported when first needed.

Each has `read(path, data) -> Reading`: the file's bytes in, its blocks in reading order out.
Doesn't mend text: that is cleaning.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.schema import Reading

MODULES = {
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".markdown": "markdown",
    ".md": "markdown",
    ".pdf": "pdf",
    ".txt": "plain",
    ".xhtml": "html",
}
_OPENINGS = {  # what a file of another format begins with
    b"%PDF-": "een PDF",
    b"PK\x03\x04": "een zip- of Office-bestand",
    b"\xd0\xcf\x11\xe0": "een oud Office-bestand",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een afbeelding",
    b"{\\rtf": "een RTF-bestand",
}
_EXPECTED = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}

_watchers: list[Callable[[], None]] = []


def read(path: Path, data: bytes) -> Reading:
    """The blocks of a file, by the reader for its suffix.

    Raises:
        EmptyDocument: it holds no text. UnreadableDocument: it isn't what its suffix says, or it
            can't be read.
    """
    suffix = path.suffix.lower()
    if not data or data.isspace():
        raise EmptyDocument(path)
    _check_opening(path, suffix, data)
    reading: Reading = import_module(f"ingest.readers.{MODULES[suffix]}").read(path, data)
    return reading


def not_read(suffix: str) -> str:
    """Why a file with this suffix is not read, in Dutch."""
    return f"bestandstype '{suffix}' wordt niet gelezen (wel: {', '.join(sorted(MODULES))})"


def watched(watcher: Callable[[], None]) -> None:
    """Call `watcher` at every sign of life of a reader that takes long."""
    _watchers.append(watcher)


def progress() -> None:
    """A sign of life: a page of a long document is done."""
    for watcher in _watchers:
        watcher()


def _check_opening(path: Path, suffix: str, data: bytes) -> None:
    opening = data[:1024].lstrip()
    for start, kind in _OPENINGS.items():
        if opening.startswith(start) and _EXPECTED.get(suffix) != start:
            if suffix == ".docx" and start == b"\xd0\xcf\x11\xe0":
                return  # its reader tells an encrypted file from an old one
            raise UnreadableDocument(path, f"is {kind}, al heet het '{suffix}'")
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        raise UnreadableDocument(path, "is geen PDF, al heet het '.pdf'")
