"""Blocks to clean, made from strings."""

from ingest.cleaning import clean
from ingest.schema import Block, BlockKind
from ingest.text import Text

MARKED = (
    "De pijn nam af.2,18 Dat bleek ook uit ander onderzoek.3 Rust hielp niet.4-6 Dat is bekend."
)


def paragraph(string: str) -> Block:
    return Block("paragraph", Text.read(string, page=1))


def cleaned(string: str, *others: str, kind: BlockKind = "paragraph") -> Block:
    """The first block of a document, cleaned."""
    block = Block(kind, Text.read(string, page=1))
    return clean([block, *map(paragraph, others)])[0]


def text(string: str, *others: str) -> str:
    return cleaned(string, *others).text.string
