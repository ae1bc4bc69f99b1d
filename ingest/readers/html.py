"""Read a saved web page: its main content as blocks, and what the page says of its origin.

The place of a character is page 0 and its offset in the page's text content: every text node of
the parsed document in document order, those of scripts and styles too, comments and processing
instructions not, as `text_content` gives them. So a view can walk the text nodes and mark a span.

Doesn't fetch anything, run scripts or read the text of pictures.
"""

from pathlib import Path

from ingest.errors import EmptyDocument
from ingest.readers.web.content import main_content
from ingest.readers.web.elements import Element, Extents, extents_of, string
from ingest.readers.web.furniture import furniture
from ingest.readers.web.markup import blocks_of
from ingest.readers.web.metadata import metadata
from ingest.readers.web.page import parse
from ingest.schema import Block, Reading

KICKER = 9  # words: a paragraph above the title that is no sentence and no longer is dropped


def read(path: Path, data: bytes) -> Reading:
    """The main content of a page, and its metadata.

    Raises:
        EmptyDocument: the page holds no text (a script may have to write it).
        UnreadableDocument: it isn't text, or too large or too deep to be a page.
    """
    root = parse(path, data)
    extents = extents_of(root, path)
    dropped = furniture(root, extents)
    main = main_content(root, extents, dropped)
    meta = metadata(root)
    blocks = blocks_of(main, extents, dropped)
    title = next((at for at, block in enumerate(blocks) if block.level == 1), None)
    if title is None:
        blocks = _title(root, main, extents, meta.get("title", "")) + blocks
    else:
        blocks = [block for block in blocks[:title] if not _is_kicker(block)] + blocks[title:]
    if all(block.kind == "heading" for block in blocks):
        raise EmptyDocument(path)
    return Reading(blocks, meta)


def text_content(path: Path, data: bytes) -> str:
    """The text that the places of characters count in."""
    return "".join(parse(path, data).itertext())


def _is_kicker(block: Block) -> bool:
    text = block.text.string
    return block.kind == "paragraph" and len(text.split()) <= KICKER and text[-1] not in ".?!:"


def _title(root: Element, main: Element, extents: Extents, title: str) -> list[Block]:
    """The page's <h1> where it stands outside the main content."""
    heads = [head for head in root.iter("h1") if not extents[main].holds(extents[head])]
    named = [head for head in heads if string(head, 300) == title]
    for head in named or (heads if len(heads) == 1 else []):
        return blocks_of(head, extents)[:1]
    return []
