"""Read a file: its text, its sections and what is known of its origin.

A reader turns a file into blocks (headings, paragraphs, list items, table rows); `assemble` lays
the blocks out as one cleaned text and notes where each section stands. Reads Markdown and plain
text; other formats are named as not read.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ingest.cleaning import join_broken_words, uniform
from ingest.errors import (
    CorpusError,
    DocumentError,
    DuplicateDocument,
    EmptyDocument,
    UnreadableDocument,
    reason,
)
from ingest.schema import Document, Section, Source

MAX_BYTES = 100_000_000
UNWRAPPED = 200  # characters: a longer line isn't wrapped, so each line is a paragraph
PLACE = "Plaats in de bron:"  # the line under a digest's heading that names the original's place
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TYPES: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "authors": (list, str),
    "venue": str,
    "year": int,
    "doi": str,
    "kind": str,
    "population": str,
}
_BULLET = re.compile(r"(?:[•‣▪◦*–-]|\d{1,2}[.)])\s+(?=\S)")


class File(NamedTuple):
    """A file to read and the document id that it will have."""

    path: Path
    id: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (with its level), paragraph, list item or table row, in reading order."""

    kind: Literal["heading", "place", "paragraph", "item", "row"]
    text: str
    level: int = 0


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
    for path in dict.fromkeys(file.resolve() for root in paths for file in _files_under(root)):
        if path.suffix.lower() not in READERS:
            faults.append(UnreadableDocument(path, _not_read(path.suffix)))
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
    return re.sub(r"[^\w]+", "-", uniform(path.stem).casefold()).strip("-_") or "document"


def fingerprint(path: Path, source: Source | None) -> str:
    """SHA-256 over the file's bytes, its format, and what sources.toml says of it.

    Raises:
        UnreadableDocument: the file can't be opened or is larger than MAX_BYTES.
    """
    known = f"{path.suffix.lower()} {source!r}"
    return hashlib.sha256(_bytes(path) + known.encode()).hexdigest()


def read(file: File, source: Source | None) -> Document:
    """Read a file into a document; `source` is its entry in sources.toml, where it has one.

    Raises:
        EmptyDocument: the file holds no text.
        UnreadableDocument: the file can't be opened or decoded.
    """
    front, raw = _front_matter(file.path, uniform(_decode(file.path)))
    blocks = [block for block in READERS[file.path.suffix.lower()](raw) if block.text]
    if all(block.kind in ("heading", "place") for block in blocks):
        raise EmptyDocument(file.path)
    text, sections = assemble(blocks)
    heading = next((block.text for block in blocks if block.kind == "heading"), "")
    if source is None:
        source = _source({"title": heading or file.path.stem, **front}, file.path)
    return Document(file.id, text, sections, source)


def assemble(blocks: list[Block]) -> tuple[str, tuple[Section, ...]]:
    """Lay blocks out as one text, and the sections that tile it.

    A first heading of level 1 is the document's title, so the paths of sections leave it out.
    """
    text = ""
    title = next((block for block in blocks if block.kind == "heading"), None)
    path: dict[int, Block] = {}
    openings: list[tuple[str, int, int]] = []  # title path, start, body
    places: dict[int, str] = {}
    for number, block in enumerate(blocks):
        if block.kind == "place":
            places[len(openings) - 1] = block.text
            continue
        tight = number > 0 and block.kind == blocks[number - 1].kind in ("item", "row")
        text += "" if not text else "\n" if tight else "\n\n"
        start = len(text)
        text += block.text
        if block.kind == "heading":
            path = {level: above for level, above in path.items() if level < block.level}
            path[block.level] = block
            shown = [b.text for b in path.values() if b is not title or b.level > 1]
            openings.append((" › ".join(shown or [block.text]), start, len(text)))
        elif not openings:
            openings.append(("", start, start))
    ends = [start for _, start, _ in openings[1:]] + [len(text)]
    return text, tuple(
        Section(title, places.get(number, ""), start, body, end)
        for number, ((title, start, body), end) in enumerate(zip(openings, ends, strict=True))
    )


def markdown_blocks(raw: str) -> Iterator[Block]:
    """Blocks of CommonMark text with tables; inline markup is taken off, HTML is dropped."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(raw))
    after_heading = False
    for block in _markdown_children(tree):
        first, _, rest = block.text.partition("\n")
        if after_heading and first.startswith(PLACE):
            yield Block("place", first.removeprefix(PLACE).strip())
            block = replace(block, text=rest)
        yield replace(block, text=block.text.replace("\n", " "))
        after_heading = block.kind == "heading"


def plain_blocks(raw: str) -> Iterator[Block]:
    """Blocks of plain text: paragraphs between blank lines, unwrapped; headings by their shape."""
    flush = "\n".join(line.strip() for line in raw.split("\n"))
    chunks = list(_chunks(join_broken_words(flush)))
    for lines, following in zip(chunks, [*chunks[1:], [""]], strict=True):
        if len(lines) == 1 and _is_title(lines[0]) and _is_prose(following[0]):
            yield Block("heading", lines[0], level=2)
            continue
        if len(lines) > 1 and _stands_above(lines):
            yield Block("heading", lines.pop(0), level=2)
        yield from _paragraphs(lines)


READERS: dict[str, Callable[[str], Iterator[Block]]] = {
    ".md": markdown_blocks,
    ".markdown": markdown_blocks,
    ".txt": plain_blocks,
}


def _markdown_children(node: SyntaxTreeNode, marker: str = "") -> Iterator[Block]:
    for child in node.children:
        match child.type:
            case "heading":
                yield Block("heading", _inline(child), int(child.tag[1]))
            case "paragraph" if marker:
                yield Block("item", marker + _inline(child))
                marker = ""
            case "paragraph":
                yield Block("paragraph", _inline(child))
            case "bullet_list" | "ordered_list":
                first = int(child.attrs.get("start", 1))
                for number, item in enumerate(child.children, start=first):
                    bullet = f"{number}. " if child.type == "ordered_list" else "- "
                    yield from _markdown_children(item, bullet)
            case "tr":
                yield Block("row", f"| {' | '.join(_inline(cell) for cell in child.children)} |")
            case "fence" | "code_block":
                yield Block("paragraph", child.content.strip())
            case "blockquote" | "table" | "thead" | "tbody":
                yield from _markdown_children(child)


def _inline(node: SyntaxTreeNode) -> str:
    """The text of a node without its markup; a line break stays a newline."""
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline" if node.content.startswith("<br"):
            return "\n"
        case "image" | "html_inline":
            return ""
    return "".join(_inline(child) for child in node.children).strip("\n")


def _chunks(raw: str) -> Iterator[list[str]]:
    """Lines that belong together: up to a blank line, or one each where lines aren't wrapped."""
    for chunk in re.split(r"\n{2,}", raw.strip("\n")):
        lines = chunk.split("\n")
        if max(map(len, lines)) > UNWRAPPED:
            yield from ([line] for line in lines)
        else:
            yield lines


def _is_title(line: str) -> bool:
    """Does this line look like a heading: short, mostly letters, a capital or number first?"""
    return (
        0 < len(line) <= 90
        and (line[0].isupper() or line[0].isdigit())
        and line[-1] not in ".,;:|"
        and sum(char.isalpha() or char.isspace() for char in line) > 0.8 * len(line)
        and not _BULLET.match(line)
    )


def _is_prose(line: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", line)) > 6 or bool(_BULLET.match(line))


def _stands_above(lines: list[str]) -> bool:
    """Is the first line a heading that touches its paragraph: clearly shorter than the rest?"""
    width = max(len(line) for line in lines[1:])
    first, second = lines[:2]
    return (
        _is_title(first)
        and len(first) < 0.75 * width
        and len(first.split()) <= 6
        and not first.endswith((")", "]"))
        and (second[:1].isupper() or bool(_BULLET.match(second)))
    )


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    """Unwrap lines into one paragraph, or into an item for each bullet."""
    text = ""
    kind: Literal["paragraph", "item"] = "paragraph"
    for line in lines:
        if bullet := _BULLET.match(line):
            yield Block(kind, text)
            mark = bullet.group().strip()
            text, kind = (mark if mark[0].isdigit() else "-") + " " + line[bullet.end() :], "item"
        else:
            text = f"{text} {line}".strip()
    yield Block(kind, text)


def _files_under(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    if not root.is_dir():
        kind = "is geen bestand of map" if root.exists() else "bestaat niet"
        raise UnreadableDocument(root, kind)
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(root).parts)
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(path, f"is groter dan {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(path, reason(error)) from error


def _decode(path: Path) -> str:
    """UTF-8, UTF-16 with its mark, else Windows-1252; UTF-8 with a broken byte is refused."""
    data = _bytes(path)
    broken = data.decode("utf-8", errors="replace")
    if 0 < broken.count("\ufffd") < len(re.findall(r"[^\x00-\x7f\ufffd]", broken)):
        raise UnreadableDocument(path, "is beschadigde UTF-8-tekst")
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnreadableDocument(path, "is geen leesbare tekst")


def _front_matter(path: Path, raw: str) -> tuple[dict[str, Any], str]:
    """What the YAML at the top says that a source can hold, and the text below it."""
    match = _FRONT_MATTER.match(raw)
    if match is None:
        return {}, raw
    try:
        entry = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableDocument(path, "de kop tussen --- is geen geldige YAML") from error
    if not isinstance(entry, dict):
        return {}, raw  # a rule, not front matter
    known = {key: value for key, value in entry.items() if key in _TYPES}
    return known, raw[match.end() :]


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


def _not_read(suffix: str) -> str:
    return f"bestandstype '{suffix}' wordt niet gelezen (wel: {', '.join(READERS)})"
