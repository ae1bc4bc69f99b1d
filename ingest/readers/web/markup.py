"""Elements -> pieces: the text of a page as headings, paragraphs, items, captions, notes, rows.

Doesn't decide what is content, nor what a raised text means.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from lxml import etree

from ingest.cleaning import uniform
from ingest.readers import progress
from ingest.readers.web import cells, pieces, raised
from ingest.readers.web.elements import (
    BLOCKS,
    BOLD,
    UNSEEN,
    Element,
    Extents,
    heading_level,
    names,
    number,
    string,
)
from ingest.readers.web.notes import zones
from ingest.readers.web.pieces import Piece
from ingest.schema import Block, BlockKind
from ingest.text import Text

_CAPTIONS = frozenset(["caption", "bijschrift", "figcaption"])
_KINDS: dict[str, BlockKind] = {
    "figcaption": "caption",
    "caption": "caption",
    "summary": "heading",
    "button": "heading",
}
_LISTS = ("ol", "ul", "menu", "dir")
_OUTSIDE = re.compile(  # links to elsewhere at an entry of a reference list, and back from a note
    r"\[?(?:pub ?med|google scholar|cross ?ref|medline|full text|web of science|scopus|cas|"
    r"view article|article|download .{1,20}|link|[↑↩↵^⏎⬆︎️\s]+|terug|back)\]?",
    re.I,
)
_BREAK = "\x01"  # a line break, in a text that is being made
_SPACE = re.compile(r" *[\t\n\r\f][ \t\n\r\f]*| {2,}")  # what a browser shows as one space
_SPACES = re.compile(r" {2,}")
_NEWLINE = re.compile(r"\r?\n")
_LINE = re.compile(rf" *{_BREAK} *")
_BLANK = re.compile(r"\n{2,}")
_NEW_ITEM = re.compile(r"\n(?=(?:[•‣▪◦·–-]|\d{1,2}[.)]) +\S)")
_BULLET = re.compile(r"[•‣▪◦·–-] +(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)] ")


def blocks_of(top: Element, extents: Extents, dropped: Collection[Element] = ()) -> list[Block]:
    """The blocks of an element in document order, without those that are dropped."""
    return pieces.blocks(_Writer(extents, dropped, zones(top)).write(top))


@dataclass(slots=True)
class _Frame:
    """An element that is open: what its text is, and the marker that its first block gets."""

    element: Element
    kind: BlockKind | None = None
    level: int = 0
    marker: str = ""
    number: int | None = None  # of the next item of a numbered list
    step: int = 1
    terms: list[Text] = field(default_factory=list)  # of a definition list, with one meaning
    defined: bool = False  # have these terms got their meaning?


class _Writer:
    """Walks an element and lays its text out as pieces."""

    def __init__(
        self, extents: Extents, dropped: Collection[Element], zones: dict[Element, BlockKind]
    ) -> None:
        self._extents, self._dropped, self._zones = extents, dropped, zones
        self._pieces: list[Piece] = []
        self._run: list[tuple[Text, bool]] = []  # the text of the block that is open; is it bold?
        self._frames: list[_Frame] = []
        self._bold = 0
        self._above = 1  # the level of the last heading that isn't a panel's

    def write(self, top: Element) -> list[Piece]:
        walker = etree.iterwalk(top, events=("start", "end"))
        skipped = None
        for count, (event, element) in enumerate(walker):
            if count % 10_000 == 0:
                progress()
            if event == "end":
                if element is not skipped:
                    self._close(element)
                if element is not top:
                    self._add(element.tail, self._extents[element].end)
            elif self._skips(element) or self._whole(element):
                skipped = element
                walker.skip_subtree()
            else:
                self._open(element)
                self._add(element.text, self._extents[element].start)
        self._flush()
        return self._pieces

    def _skips(self, element: Element) -> bool:
        if element not in self._dropped and element.tag not in UNSEEN:
            return False
        if element.tag in BLOCKS:
            self._flush()
        return True

    def _whole(self, element: Element) -> bool:
        """Write an element that isn't walked: a break, a mark, a table; False for others."""
        match element.tag:
            case "br":
                self._break(element)
            case "a" if self._kind() in ("reference", "note"):
                return bool(_OUTSIDE.fullmatch(string(element, 30)))
            case "a" | "sup" | "sub":
                return self._raise(element)
            case "table" if cells.is_data(element):
                self._flush()
                self._pieces += cells.table(element, self._cell)
            case _:
                return self._second(element)
        return True

    def _cell(self, element: Element) -> list[Piece]:
        return _Writer(self._extents, self._dropped, {}).write(element)

    def _raise(self, element: Element) -> bool:
        """Write a mark, a power or an index; False where it is plain text."""
        text = _read("".join(element.itertext()), self._extents[element].start)
        before = "".join(text.string for text, _ in self._run[-4:])[-40:]
        found = raised.mark(element, text, before) or raised.power(element, text, before)
        if found is not None:
            self._run.append((found, True))
        return found is not None

    def _second(self, element: Element) -> bool:
        """The upper part of a power or the lower part of a fraction in a formula."""
        parent = element.getparent() if element.getprevious() is not None else None
        if parent is not None and parent.tag == "mfrac":
            self._run.append((Text.put("/"), True))
        return parent is not None and parent.tag == "msup" and self._raise(element)

    def _break(self, element: Element) -> None:
        """A line break; two of them, or one after a bold line that stands above a text, end it."""
        run = [(text, bold) for text, bold in self._run[-9:] if not text.string.isspace()]
        follows = (element.tail or "").strip() and not self._bold and self._kind() is None
        titled = follows and len(self._run) < 9 and all(bold for _, bold in run)
        if run and (run[-1][0].string == _BREAK or titled):
            self._flush()
        self._run.append((Text.put(_BREAK), True))

    def _open(self, element: Element) -> None:
        tag, level, kind = element.tag, heading_level(element), self._zones.get(element)
        self._bold += tag in BOLD
        if tag not in BLOCKS and not level and not kind:
            return
        self._flush()
        if names(element) & _CAPTIONS and self._extents[element].words < 80:
            kind = kind or "caption"
        frame = _Frame(element, "heading" if level else _KINDS.get(tag, kind), level)
        self._above = level or self._above
        match tag:
            case "summary" | "button":
                frame.level = self._above + 1
            case "ol":
                back = element.get("reversed") is not None
                first = len(element.findall("li")) if back else 1
                frame.number, frame.step = number(element.get("start"), first), -1 if back else 1
            case "li":
                frame.marker = self._next_marker(element)
            case "dd":
                frame.marker = "- "
                self._run += [(text, False) for text in self._term()]
        self._frames.append(frame)

    def _close(self, element: Element) -> None:
        self._bold -= element.tag in BOLD
        if not self._frames or self._frames[-1].element is not element:
            return
        if element.tag == "dt" and len(self._frames) > 1:
            self._end_term()
            return
        self._flush()
        if left := self._term(end=True):
            self._frames[-1].marker = "- "
            self._run += [(text, False) for text in left]
            self._flush()
        self._frames.pop()

    def _end_term(self) -> None:
        inner = self._frames.pop().terms  # of a <dt> that wasn't closed
        frame = self._frames[-1]
        if frame.defined:
            frame.terms, frame.defined = [], False
        frame.terms += filter(len, [*inner, self._take()[0]])

    def _term(self, end: bool = False) -> list[Text]:
        """The terms that a definition opens with, or that have none at the end of their list."""
        frame = self._frames[-1] if self._frames else None
        if frame is None or not frame.terms or (end and frame.defined):
            return []
        term = Text.join(", ", frame.terms)
        frame.defined = True
        return [term, Text.put("" if end else " " if term.string[-1:] in (*":?!.",) else ": ")]

    def _next_marker(self, item: Element) -> str:
        frame = next((f for f in reversed(self._frames) if f.element.tag in _LISTS), None)
        if frame is None or frame.number is None:
            return "- "
        count = number(item.get("value"), frame.number)
        frame.number = count + frame.step
        return f"{count}. "

    def _add(self, text: str | None, at: int) -> None:
        if not text or (not self._run and text.isspace()):
            return
        read = _read(text, at)
        if any(frame.element.tag == "pre" for frame in self._frames):
            read = read.sub(_NEWLINE, _BREAK)
        self._run.append((read, self._bold > 0))

    def _flush(self) -> None:
        """End the block that is open."""
        if not self._run:
            return
        text, bold = self._take()
        kind = self._kind()
        for part in text.split(_BLANK):
            lines = part.split(_NEW_ITEM) if kind is None else [part]
            for line in filter(len, lines):
                listed = len(lines) > 1 and _NUMBER.match(line.string)
                self._pieces.append(self._piece("item" if listed else kind, line, bold))

    def _piece(self, kind: BlockKind | None, text: Text, bold: bool) -> Piece:
        marker = next((f.marker for f in reversed(self._frames) if f.marker), "")
        bullet = _BULLET.match(text.string)
        if kind in (None, "item", "note", "reference"):
            for frame in self._frames:
                frame.marker = ""
            if kind is None and (marker or bullet):
                kind = "item"
            if bullet and kind == "item":
                text, marker = text[bullet.end() :], "- "
            if marker and not _NUMBER.match(text.string) and (kind == "item" or marker != "- "):
                text = Text.join("", [Text.put(marker), text])
        level = next((f.level for f in reversed(self._frames) if f.level), 0)
        return Piece(kind or "paragraph", text, level if kind == "heading" else 0, bold)

    def _take(self) -> tuple[Text, bool]:
        """The text of the block that is open, in one form, and whether all of it is bold."""
        run, self._run = self._run, []
        text = uniform(Text.join("", [text for text, _ in run]).sub(_SPACE, " "))
        bold = all(bold for text, bold in run if not text.string.isspace())
        return text.sub(_SPACES, " ").sub(_LINE, "\n").strip(), bold

    def _kind(self) -> BlockKind | None:
        kinds = [frame.kind for frame in reversed(self._frames) if frame.kind]
        if kinds and kinds[0] == "note" and "reference" in kinds:
            return "reference"
        return kinds[0] if kinds else None


def _read(string: str, at: int) -> Text:
    """Text of the file at an offset of its text content."""
    return Text(string, np.arange(at, at + len(string), dtype=np.int64))
