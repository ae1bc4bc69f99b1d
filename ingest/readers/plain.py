"""Plain text: what was pasted out of a PDF, a web page or a letter, with all its mess.

Its lines lose the furniture (`furniture`), are put together in pieces by their shape (`pieces`,
`shapes`), figures and tables are told apart (`figures`), and what was interrupted is made whole
(`flow`). Doesn't mend words and doesn't unwrap lines: that is cleaning.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import progress
from ingest.readers.pasted import figures, flow, furniture, outline
from ingest.readers.pasted.lines import lines_of
from ingest.readers.pasted.manner import Manner
from ingest.readers.pasted.pieces import Piece, marked, pieces
from ingest.schema import Block, Reading, Source
from ingest.text import Text

T = TypeVar("T")
STRIDE = 5000  # lines or pieces between two signs of life
MAX_CHARACTERS, MAX_LINES = 5_000_000, 100_000  # a book of 2,000 pages has fewer
_FRONT_MATTER = re.compile(r"\A\ufeff?---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(path: Path, data: bytes) -> Reading:
    """The blocks of a text file. Places count characters of the decoded file, from 0, on page 0;
    where form feeds part it, on pages from 1.

    Raises:
        EmptyDocument: it holds no text. UnreadableDocument: it can't be decoded, or is too long.
    """
    text = decode(path, data)
    check_length(path, text)
    first, *pages = [Text.read(page, number) for number, page in _pages(text)]
    meta, first = front_matter(path, first)
    found = blocks([first, *pages])
    if not found:
        raise EmptyDocument(path)
    return Reading(found, meta)


def check_length(path: Path, text: str) -> None:
    """Raises UnreadableDocument where a text is longer than any book."""
    if len(text) > MAX_CHARACTERS or sum(map(bool, map(str.strip, text.splitlines()))) > MAX_LINES:
        millions, thousands = MAX_CHARACTERS // 1_000_000, MAX_LINES // 1000
        why = f"is te lang: meer dan {millions} miljoen tekens of {thousands}.000 regels"
        raise UnreadableDocument(path, why)


def front_matter(path: Path, text: Text) -> tuple[dict[str, Any], Text]:
    """What the YAML at the top says that a source can hold, and the text below it.

    Raises:
        UnreadableDocument: it is no YAML.
    """
    match = _FRONT_MATTER.match(text.string)
    if match is None:
        return {}, text
    try:
        entry = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableDocument(path, "de kop tussen --- is geen geldige YAML") from error
    if not isinstance(entry, dict):
        return {}, text  # a rule, not front matter
    known = (field.name for field in fields(Source))
    return {key: entry[key] for key in known if key in entry}, text[match.end() :]


def decode(path: Path, data: bytes) -> str:
    """UTF-8, UTF-16 with its mark or clearly so without, else Windows-1252.

    Raises:
        UnreadableDocument: it is UTF-8 with a broken byte, or no text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8-sig" and _is_broken(data):
                raise UnreadableDocument(path, "is beschadigde UTF-8-tekst") from None
            continue
        if not _CONTROL.search(text):
            return text
    raise UnreadableDocument(path, "is geen leesbare tekst")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    start = data[:4000]
    high, low = start[::2].count(0), start[1::2].count(0)  # Latin letters leave one byte zero
    if (
        len(start) >= 8
        and len(data) % 2 == 0
        and 3 * max(high, low) > len(start)
        and not min(high, low)
    ):
        return ("utf-16-be" if high else "utf-16-le",)
    return ("utf-8-sig", "cp1252")


def _is_broken(data: bytes) -> bool:
    """Is it UTF-8 in which fewer characters are damaged than are whole?"""
    text = data.decode("utf-8", errors="replace")
    return text.count("\ufffd") < len(re.findall(r"[^\x00-\x7f\ufffd]", text))


def _pages(text: str) -> Iterator[tuple[int, str]]:
    parts = text.split("\f")
    return enumerate(parts, start=1) if len(parts) > 1 else iter([(0, text)])


def blocks(pages: Iterable[Text]) -> list[Block]:
    """The blocks of the pages of a text."""
    lines = furniture.without_furniture(list(_watched(lines_of(pages))))
    manner = Manner.of(lines)
    found = outline.with_run_in_headings(list(_watched(pieces(lines, manner))), manner)
    found = list(outline.with_references(found))
    figures.mark(found, manner)
    found = outline.settle(flow.reordered(found))
    return outline.levelled(list(_watched(_blocks(flow.joined(found, manner)))))


def _watched(found: Iterable[T]) -> Iterator[T]:
    """The same, with a sign of life now and then."""
    for number, one in enumerate(found):
        if number % STRIDE == 0:
            progress()
        yield one


def _blocks(pieces: Sequence[Piece]) -> Iterator[Block]:
    """A block for each piece, and those of each run of figure pieces; a caption only once."""
    captions: set[str] = set()
    for kind, run in groupby(pieces, key=lambda piece: piece.kind):
        if kind == "figure":
            yield from figures.blocks(list(run))
        elif kind == "caption":
            whole = figures.with_labels(list(run))
            yield from (Block("caption", one.text) for one in whole if _is_new(one, captions))
        else:
            for piece in run:
                yield from _block(piece)


def _is_new(caption: Piece, known: set[str]) -> bool:
    """Is this caption not among the known ones? It is from now on."""
    said = " ".join(re.findall(r"\w+", caption.string.casefold()))
    new = said not in known
    known.add(said)
    return new


def _block(piece: Piece) -> Iterator[Block]:
    match piece.kind:
        case "row":
            yield from figures.tabled(piece.lines)
        case "item":
            yield Block("item", marked(piece))
        case "heading":
            yield Block("heading", _bare(piece.text), piece.level)
        case "short":
            yield Block("paragraph", piece.text)
        case kind:
            yield Block(kind, piece.text)


def _bare(heading: Text) -> Text:
    """A heading without the asterisks or the colon around it."""
    start = len(heading.string) - len(heading.string.lstrip("*# "))
    return heading[start : len(heading.string.rstrip("*#: "))]
