"""Read Markdown: CommonMark with tables and footnotes, its markup taken off.

The place of a character is page 0 and its offset in the decoded file, front matter included.
markdown-it says which lines a block stands on; each piece of its text is then looked up in them,
going forward. Drops HTML and pictures. Doesn't check what front matter says.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from ingest.cleaning import uniform
from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers.plain import check_length, decode, front_matter
from ingest.readers.tables import row_blocks
from ingest.readers.web.coded import coded, decoded
from ingest.schema import Block, Reading
from ingest.text import Edit, Text

PLACE = "Plaats in de bron:"  # the line under a digest's heading that names the original's place
_NOTE = re.compile(r"\[\^([^\s\]^]{1,40})\]")
_TARGET = re.compile(r"\]\((?:[^()\\]|\\.|\([^()]*\))*\)|\]\[[^\]]*\]")  # of a link, unseen
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,}).*")
DEEPEST = 10_000  # never reached: the parser would drop what is nested deeper
_NEAR = 12  # characters: how far apart two letters of one piece can be in the source


def read(path: Path, data: bytes) -> Reading:
    """The blocks of a Markdown file, and what its front matter says that a source can hold.

    Raises:
        EmptyDocument: it holds no text.
        UnreadableDocument: it can't be decoded, is too long, or its front matter is no YAML.
    """
    text = decode(path, data)
    check_length(path, text)
    meta, body = front_matter(path, uniform(Text.read(text)))
    blocks = [block for block in _placed(_blocks_of(path, body)) if len(block.text.strip())]
    if not blocks:
        raise EmptyDocument(path)
    return Reading(blocks, meta)


def _blocks_of(path: Path, body: Text) -> Iterator[Block]:
    """Blocks of CommonMark text with tables; inline markup is taken off, HTML is dropped."""
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").disable("text_join")
    parser.block.ruler.before("reference", "note", _note, {"alt": ["paragraph"]})
    parser.inline.ruler.before("link", "mark", _mark)
    try:
        found = list(_blocks(SyntaxTreeNode(parser.parse(body.string)), _Source(body)))
    except RecursionError as error:
        raise UnreadableDocument(path, "is te diep genest om te lezen") from error
    for block in found:
        text, marks = decoded(block.text)
        yield replace(block, text=text, marks=marks)


def _placed(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks, with the line under a heading that names a place told apart."""
    after_heading = False
    for block in blocks:
        first, _, _ = block.text.string.partition("\n")
        if after_heading and first.startswith(PLACE):
            yield Block("place", block.text[len(PLACE) : len(first)].strip())
            block = replace(block, text=block.text[len(first) + 1 :])
        yield block
        after_heading = block.kind == "heading"


# Footnotes, which CommonMark doesn't have


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: "[^1]: text", up to a blank line or the next note."""
    at = state.bMarks[start] + state.tShift[start]
    match = _NOTE.match(state.src, at)
    if match is None or state.src[match.end() : match.end() + 1] != ":":
        return False
    if silent:
        return True
    line = start + 1
    while line < end and not state.isEmpty(line) and not _note(state, line, end, True):
        line += 1
    state.env.setdefault("notes", set()).add(match.group(1))
    opening = state.push("note_open", "", 1)
    opening.map, opening.meta = [start, line], {"label": match.group(1)}
    inline = state.push("inline", "", 0)
    inline.content = state.src[match.end() + 1 : state.eMarks[line - 1]].strip()
    inline.map, inline.children = [start, line], []
    state.push("note_close", "", -1)
    state.line = line
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    """An inline rule: "[^1]" where there is such a note."""
    match = _NOTE.match(state.src, state.pos)
    if match is None or match.group(1) not in state.env.get("notes", ()):
        return False
    if not silent:
        state.push("mark", "", 0).content = match.group(1)
    state.pos = match.end()
    return True


# Blocks and their text


class _Source:
    """The text of the file, in which the pieces of a block are looked up going forward."""

    def __init__(self, text: Text) -> None:
        self._text = text
        lengths = (len(line) + 1 for line in text.string.split("\n"))
        self._lines = [0, *accumulate(lengths)]
        self._at = self._end = 0

    def enter(self, lines: tuple[int, int] | None) -> None:
        """Look in these lines from now on: from the first up to the second."""
        if lines is not None:
            self._at = max(self._at, self._lines[lines[0]])
            self._end = self._lines[min(lines[1], len(self._lines) - 1)]

    def find(self, content: str, written: str = "") -> Text:
        """A piece of text where it stands next, written as it is or otherwise ("&amp;")."""
        written = written or content
        at = self._text.string.find(written, self._at, self._end)
        if at < 0:
            return self._letter_by_letter(content)
        self._at = at + len(written)
        found = self._text[at : self._at]
        return found if written == content else found.edited([Edit(0, len(written), content)])

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Pass over what is no text, if it stands here."""
        if match := pattern.match(self._text.string, self._at, self._end):
            self._at = match.end()

    def _letter_by_letter(self, content: str) -> Text:
        """A piece that is written with something between its letters, as in a quote or a cell."""
        parts: list[Text] = []
        for char in content:
            at = self._text.string.find(char, self._at, min(self._at + _NEAR, self._end))
            parts.append(self._text[at : at + 1] if at >= 0 else Text.put(char))
            self._at = max(self._at, at + 1)
        return Text.join("", parts)


def _blocks(node: SyntaxTreeNode, source: _Source, marker: str = "") -> Iterator[Block]:
    """The blocks under a node; the first paragraph of a list item gets the item's marker."""
    for child in node.children:
        match child.type:
            case "bullet_list" | "ordered_list":
                first = int(child.attrs.get("start", 1))
                for number, item in enumerate(child.children, start=first):
                    bullet = f"{number}. " if child.type == "ordered_list" else "- "
                    yield from _blocks(item, source, bullet)
            case "table":
                rows = [row for part in child.children for row in part.children]
                yield from row_blocks([_cells(row, source) for row in rows])
            case "blockquote":
                yield from _blocks(child, source)
            case "paragraph" if marker:
                if len(text := _text(child, source)):
                    yield Block("item", Text.join("", [Text.put(marker), text]))
                    marker = ""
            case _:
                yield from _leaf(child, source)


def _leaf(node: SyntaxTreeNode, source: _Source) -> Iterator[Block]:
    """The block of a node without blocks in it; none of a rule or HTML."""
    source.enter(node.map)
    match node.type:
        case "heading":
            yield Block("heading", _text(node, source), int(node.tag[1]))
        case "paragraph":
            yield Block("paragraph", _text(node, source))
        case "note":
            label = source.find(node.meta["label"])
            yield Block("note", Text.join("", [label, Text.put(". "), _text(node, source)]))
        case "fence" | "code_block":
            source.skip(_FENCE)
            yield Block("paragraph", source.find(node.content.strip()))


def _cells(row: SyntaxTreeNode, source: _Source) -> list[Text]:
    source.enter(row.map)
    return [_text(cell, source) for cell in row.children]


def _text(node: SyntaxTreeNode, source: _Source) -> Text:
    """The text of a block without its markup; a line break stays a newline."""
    source.enter(node.map)
    return Text.join("", _pieces(node, source)).strip()


def _pieces(node: SyntaxTreeNode, source: _Source) -> Iterator[Text]:
    match node.type:
        case "text" | "code_inline":
            yield source.find(node.content)
        case "text_special":  # "\\*" or "&le;"
            yield source.find(node.content, node.markup)
        case "softbreak" | "hardbreak":
            yield source.find("\n")
        case "html_inline" if node.content.startswith("<br"):
            yield source.find("\n", node.content)
        case "image" | "html_inline":
            source.find(node.content)
            source.skip(_TARGET)
        case "mark":
            yield coded(source.find(node.content, f"[^{node.content}]"))
        case _:
            for child in node.children:
                yield from _pieces(child, source)
            if node.type == "link":
                source.skip(_TARGET)
