"""Files -> documents: find them, read them, and lay their blocks out as one cleaned text.

The readers know the formats and cleaning mends the text; this module knows what a document is, its
sections, and what is known of its origin.
"""

import hashlib
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from ingest import readers
from ingest.cleaning import clean, uniform
from ingest.errors import (
    CorpusError,
    DocumentError,
    DuplicateDocument,
    EmptyDocument,
    UnreadableDocument,
    reason,
)
from ingest.schema import Block, Document, Kind, Mark, Mend, Region, Section, Source
from ingest.text import Origins, Text

READING = 2  # raise it whenever a file would be read otherwise, so that it is read again
MAX_BYTES = 100_000_000
MOST_MILLIONS = 20  # of characters in one document
_TYPES: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "authors": (list, str),
    "venue": str,
    "year": int,
    "doi": str,
    "kind": str,
    "population": str,
}
_KINDS: dict[str, Kind] = {"row": "table", "figure": "figure", "reference": "reference"}
_LETTER = re.compile(r"[^\W\d_]")
_TABLE = re.compile(r"tab(?:el|le|\.)?\b", re.IGNORECASE)


class File(NamedTuple):
    """A file to read and the document id that it will have."""

    path: Path
    id: str


def load_sources(path: Path) -> dict[str, Source]:
    """The entries of a sources.toml by id.

    Raises:
        CorpusError: the file isn't TOML, or an entry has an unknown key or no title.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        return {id: _source(entry, path) for id, entry in entries.items()}
    except (OSError, ValueError, AttributeError, UnreadableDocument) as error:
        raise CorpusError(f"{path} is niet te lezen: {error}") from error


def find(paths: Iterable[Path], digests: Path) -> tuple[list[File], list[DocumentError]]:
    """The files under `paths` with their ids, and why the others can't be read.

    A file outside `digests` takes the place of the digest with the same id: it is the full text.

    Raises:
        UnreadableDocument: one of `paths` doesn't exist.
    """
    files: dict[str, Path] = {}
    faults: list[DocumentError] = []
    listed = (path for root in paths for path in _files_under(root, faults))
    for path in dict.fromkeys(file.resolve() for file in listed):
        if path.suffix.lower() not in readers.MODULES:
            faults.append(UnreadableDocument(path, readers.not_read(path.suffix)))
            continue
        id = document_id(path)
        other = files.get(id)
        if other is None or other.parent == digests.resolve():
            files[id] = path
        elif path.parent != digests.resolve():
            faults.append(DuplicateDocument(path, other))
    return [File(path, id) for id, path in sorted(files.items())], faults


def document_id(path: Path) -> str:
    """The file's stem as an id: lower case, words joined by hyphens.

    >>> document_id(Path("Richtlijn Nekpijn (2024).md"))
    'richtlijn-nekpijn-2024'
    """
    return (
        re.sub(r"[^\w]+", "-", uniform(Text.read(path.stem)).string.casefold()).strip("-_")
        or "document"
    )


def fingerprint(path: Path, source: Source | None) -> str:
    """SHA-256 over the file's bytes, its format, and what sources.toml says of it.

    Raises:
        UnreadableDocument: the file can't be opened or is larger than MAX_BYTES.
    """
    return _fingerprint(path, _bytes(path), source)


def original(path: Path, hash: str, document: Document) -> bytes | None:
    """The bytes of the file that a document was read from; None where the file is another now.

    `hash` begins with the fingerprint that the file had.

    Raises:
        UnreadableDocument: the file can't be opened or is larger than MAX_BYTES.
    """
    data = _bytes(path)
    prints = (_fingerprint(path, data, source) for source in (None, document.meta))
    return data if any(map(hash.startswith, prints)) else None


def read(file: File, source: Source | None) -> Document:
    """Read a file into a document; `source` is its entry in sources.toml, where it has one.

    Raises:
        EmptyDocument: the file holds no text, not even a letter.
        UnreadableDocument: the file can't be opened or read.
    """
    reading = readers.read(file.path, _bytes(file.path))
    if sum(len(block.text) for block in reading.blocks) > MOST_MILLIONS * 1_000_000:
        why = f"bevat meer dan {MOST_MILLIONS} miljoen tekens"
        raise UnreadableDocument(file.path, why)
    if not any(_LETTER.search(block.text.string) for block in reading.blocks):
        raise EmptyDocument(file.path)
    blocks = [block for block in clean(reading.blocks) if len(block.text)]
    if all(block.kind in ("heading", "place") for block in blocks):
        raise EmptyDocument(file.path)
    layout = assemble(blocks)
    heading = next((block.text.string for block in blocks if block.kind == "heading"), "")
    if source is None:
        source = _source({"title": heading or _name(file), **reading.meta}, file.path)
    return Document(
        id=file.id,
        text=layout.text.string,
        sections=layout.sections,
        meta=source,
        origins=Origins.of(layout.text),
        regions=layout.regions,
        marks=layout.marks,
        mends=layout.mends,
        scanned=reading.scanned,
    )


def _name(file: File) -> str:
    """The file's name as a title that can be shown; its id where nothing of it can."""
    shown = "".join(char if char.isprintable() else " " for char in file.path.stem)
    return " ".join(shown.split()) or file.id


class Layout(NamedTuple):
    """Blocks as one text, and what stands where in it."""

    text: Text
    sections: tuple[Section, ...]
    regions: tuple[Region, ...]
    marks: tuple[Mark, ...]
    mends: tuple[Mend, ...]


def assemble(blocks: list[Block]) -> Layout:
    """Lay cleaned blocks out as one text, and the sections that tile it."""
    laid = [block for block in blocks if block.kind != "place"]
    starts = _starts(laid)
    pairs = list(zip(starts, laid, strict=True))
    return Layout(
        text=_joined(laid),
        sections=_sections(blocks, starts),
        regions=tuple(_regions(pairs)),
        marks=tuple(Mark(at + m.at, m.numbers) for at, block in pairs for m in block.marks),
        mends=tuple(Mend(at + m.at, m.was, m.now) for at, block in pairs for m in block.mends),
    )


def _separator(before: Block, after: Block) -> str:
    tight = before.kind == after.kind and after.kind in ("item", "row")
    return "\n" if tight else "\n\n"


def _starts(blocks: list[Block]) -> list[int]:
    """The offset at which each block is laid."""
    starts: list[int] = []
    at = 0
    for number, block in enumerate(blocks):
        at += len(_separator(blocks[number - 1], block)) if number else 0
        starts.append(at)
        at += len(block.text)
    return starts


def _joined(blocks: list[Block]) -> Text:
    pieces: list[Text] = []
    for number, block in enumerate(blocks):
        if number:
            pieces.append(Text.put(_separator(blocks[number - 1], block)))
        pieces.append(block.text)
    return Text.join("", pieces)


@dataclass(slots=True)
class _Opening:
    title: str
    start: int
    body: int
    place: str = field(default="")


def _sections(blocks: list[Block], starts: list[int]) -> tuple[Section, ...]:
    """The sections that headings open; the text before the first one has no title.

    A first heading of level 1 is the document's title, so the paths of sections leave it out.
    """
    title = next((block for block in blocks if block.kind == "heading"), None)
    path: dict[int, Block] = {}
    openings: list[_Opening] = []
    offsets = iter(starts)
    for block in blocks:
        if block.kind == "place":
            openings[-1].place = block.text.string
            continue
        start = next(offsets)
        if block.kind == "heading":
            path = {level: above for level, above in path.items() if level < block.level}
            path[block.level] = block
            shown = [b.text.string for b in path.values() if b is not title or b.level > 1]
            name = " › ".join(shown or [block.text.string])
            openings.append(_Opening(name, start, start + len(block.text)))
        elif not openings:
            openings.append(_Opening("", start, start))
    last = next(block for block in reversed(blocks) if block.kind != "place")
    ends = [opening.start for opening in openings[1:]] + [starts[-1] + len(last.text)]
    return tuple(
        Section(opening.title, opening.place, opening.start, opening.body, end)
        for opening, end in zip(openings, ends, strict=True)
    )


def _regions(laid: list[tuple[int, Block]]) -> Iterator[Region]:
    """The stretches of neighbouring blocks of one kind that is no prose."""
    for kind, group in groupby(laid, key=lambda pair: _kind(pair[1])):
        members = list(group)
        if kind is not None:
            last, block = members[-1]
            yield Region(members[0][0], last + len(block.text), kind)


def _kind(block: Block) -> Kind | None:
    if block.kind == "caption":
        return "table" if _TABLE.match(block.text.string) else "figure"
    return _KINDS.get(block.kind)


def _files_under(root: Path, faults: list[DocumentError]) -> list[Path]:
    """The files under a folder, sorted; what can't be entered or followed is a fault."""
    if root.is_file():
        return [root]
    if not root.is_dir():
        kind = "is geen bestand of map" if root.exists() else "bestaat niet"
        raise UnreadableDocument(root, kind)

    def refused(error: OSError) -> None:
        faults.append(UnreadableDocument(Path(error.filename), reason(error)))

    found: list[Path] = []
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(root, onerror=refused, followlinks=True):
        here = os.stat(folder)
        if (here.st_dev, here.st_ino) in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add((here.st_dev, here.st_ino))
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                found += _regular(Path(folder) / name, faults)
    return sorted(found)


def _regular(path: Path, faults: list[DocumentError]) -> list[Path]:
    """The path, if it leads to a file; else it is a fault."""
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return [path]
        faults.append(UnreadableDocument(path, "is geen gewoon bestand"))
    except OSError as error:
        faults.append(UnreadableDocument(path, reason(error)))
    return []


def _fingerprint(path: Path, data: bytes, source: Source | None) -> str:
    known = f"{READING} {path.suffix.lower()} {source!r}"
    return hashlib.sha256(data + known.encode()).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(path, f"is groter dan {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(path, reason(error)) from error


def _source(entry: dict[str, Any], path: Path) -> Source:
    """An entry of sources.toml or front matter as a source.

    Raises:
        UnreadableDocument: a key is unknown, or its value isn't of its type.
    """
    wrong = [
        key
        for key, value in entry.items()
        if isinstance(value, bool) or not isinstance(value, _TYPES.get(key, ()))
    ]
    authors = entry.get("authors", [])
    authors = [authors] if isinstance(authors, str) else authors
    if wrong or "title" not in entry or not all(isinstance(a, str) for a in authors):
        keys = ", ".join(map(str, wrong)) or "title of authors"
        raise UnreadableDocument(path, f"onbekende sleutel of verkeerde waarde: {keys}")
    return Source(**{**entry, "authors": tuple(authors)})
