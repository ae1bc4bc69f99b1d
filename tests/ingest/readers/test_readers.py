"""Which reader a file gets, and files that aren't what their name says."""

from importlib import import_module
from pathlib import Path

import pytest

from ingest import readers
from ingest.errors import UnreadableDocument
from ingest.schema import Reading


@pytest.mark.parametrize("module", sorted(set(readers.MODULES.values())))
def test_every_reader_reads_a_path_and_its_bytes(module: str) -> None:
    assert callable(import_module(f"ingest.readers.{module}").read)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"%PDF-1.7\n", "is een PDF, al heet het '.txt'"),
        ("a.docx", b"%PDF-1.7\n", "is een PDF, al heet het '.docx'"),
        ("a.md", b"PK\x03\x04", "is een zip- of Office-bestand, al heet het '.md'"),
        ("a.pdf", b"PK\x03\x04", "is een zip- of Office-bestand, al heet het '.pdf'"),
        ("a.html", b"\xd0\xcf\x11\xe0", "is een oud Office-bestand, al heet het '.html'"),
        ("a.pdf", b"\xff\xd8\xff\xe0", "is een afbeelding, al heet het '.pdf'"),
        ("a.txt", b"{\\rtf1 tekst}", "is een RTF-bestand, al heet het '.txt'"),
    ],
)
def test_a_file_of_another_format_is_named_as_that(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        readers.read(Path(name), data)
    assert caught.value.reason == reason


def test_a_suffix_in_capitals_gets_its_reader() -> None:
    assert isinstance(readers.read(Path("A.MD"), b"Tekst."), Reading)


def test_what_is_not_read_is_told_with_what_is() -> None:
    assert readers.not_read(".odt").startswith("bestandstype '.odt' wordt niet gelezen (wel: .docx")
