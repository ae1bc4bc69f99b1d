"""The parts of a .docx file, unpacked with care: no zip bombs, no entities, no network."""

import io
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableDocument
from ingest.readers.word.elements import Element, attribute, first

MAX_UNPACKED = 200_000_000  # bytes of all parts
MAX_PART = 50_000_000  # bytes of one part of XML: 2,000 pages
MAX_TAGS = 2_000_000  # of one part
MAX_RATIO = 200  # of a part over SMALL to its packed size
SMALL = 10_000_000
BROKEN = "is beschadigd; open het in Word en bewaar het opnieuw"
_BOMB = "is uitgepakt te groot (zip-bom?)"
_NO_WORD = "is geen Word-document"
_OLD = "is versleuteld met een wachtwoord of een oud .doc-bestand; bewaar het als .docx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    etree.XMLSyntaxError,
)


class Parts:
    """The XML parts of a Word document.

    Raises:
        UnreadableDocument: the file is none, or its parts are too large.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        if data.startswith(_OLE):
            raise UnreadableDocument(path, _OLD)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            whole = not data.startswith(b"PK\x03\x04")
            raise UnreadableDocument(path, _NO_WORD if whole else BROKEN) from error
        self._check_size()
        self._main = self._main_part()

    def part(self, name: str) -> Element | None:
        """The root element of a part; None where the document has no such part.

        Raises:
            UnreadableDocument: the part is no XML, declares entities, or is too large.
        """
        if name not in self._zip.namelist():
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self._data(name), parser)
        except _DAMAGE as error:
            raise UnreadableDocument(self._path, BROKEN) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableDocument(self._path, BROKEN)  # Word writes none: entities that expand
        return root

    def beside(self, name: str) -> Element | None:
        """A part that stands in the folder of the document itself."""
        return self.part(self._main.rpartition("/")[0] + "/" + name)

    def body(self) -> Element:
        """The element that holds the text."""
        found = first(self.part(self._main), "body")
        if found is None:
            raise UnreadableDocument(self._path, _NO_WORD)
        return found

    def _data(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        data = self._zip.read(info) if info.file_size <= MAX_PART else b""
        if info.file_size > MAX_PART or data.count(b"<") > MAX_TAGS:
            raise UnreadableDocument(self._path, _BOMB)
        return data

    def _check_size(self) -> None:
        parts = self._zip.infolist()
        large = [part for part in parts if part.file_size > SMALL]
        if sum(part.file_size for part in parts) > MAX_UNPACKED or any(
            part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in large
        ):
            raise UnreadableDocument(self._path, _BOMB)

    def _main_part(self) -> str:
        """The name of the part that holds the text."""
        links = self.part("_rels/.rels")
        for link in () if links is None else links:
            if attribute(link, "Type").endswith("/officeDocument"):
                return attribute(link, "Target").lstrip("/")
        raise UnreadableDocument(self._path, _NO_WORD)
