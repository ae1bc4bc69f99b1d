"""Read a Word document: its text, with footnotes, lists and tables, and its core properties.

The document's XML is written as a tree of HTML elements, which `html.blocks_of` lays out. The
place of a character is page 0 and its offset in that tree's text content, as `text_content`
gives it: a Word file knows no pages. Inserted text counts, deleted text doesn't; headers, footers,
tables of contents, hidden text and comments are left out, macros and linked files never opened.
Doesn't read the numbers that Word puts before headings, nor pictures.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from lxml.builder import ElementMaker
from lxml.html import html_parser

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import html, progress
from ingest.schema import Reading

Element = Any  # lxml has no types

MAX_UNPACKED = 200_000_000  # bytes of all parts
MAX_PART = 50_000_000  # bytes of one part of XML: 2,000 pages
MAX_TAGS = 2_000_000  # of one part
MAX_RATIO = 200  # of a part over SMALL to its packed size
SMALL = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMB = "is uitgepakt te groot (zip-bom?)"
_BROKEN = "is beschadigd; open het in Word en bewaar het opnieuw"
_MAKE = ElementMaker(makeelement=html_parser.makeelement)


def read(path: Path, data: bytes) -> Reading:
    """The blocks of a .docx file, and its title, author and year where they look real.

    Raises:
        EmptyDocument: it holds no text.
        UnreadableDocument: it is no Word document, encrypted, damaged, or too large unpacked.
    """
    parts = _Parts(path, data)
    try:
        root = tree(parts)
        blocks = html.blocks_of(root, html.extents_of(root, path))
    except (RecursionError, ValueError) as error:
        raise UnreadableDocument(path, _BROKEN) from error
    if all(block.kind == "heading" for block in blocks):
        raise EmptyDocument(path)
    return Reading(blocks, _properties(parts))


def text_content(path: Path, data: bytes) -> str:
    """The text that the places of characters count in."""
    return "".join(tree(_Parts(path, data)).itertext())


class _Parts:
    """The XML parts of a Word document.

    Raises:
        UnreadableDocument: the file is none, or its parts are too large.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        if data.startswith(_OLE):
            raise UnreadableDocument(
                path,
                "is versleuteld met een wachtwoord of een oud .doc-bestand; bewaar het als .docx",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            whole = not data.startswith(b"PK\x03\x04")
            reason = "is geen Word-document" if whole else _BROKEN
            raise UnreadableDocument(path, reason) from error
        self._check_size()
        self.document = self._main()

    def part(self, name: str) -> Element | None:
        """The root element of a part; None where the document has no such part.

        Raises:
            UnreadableDocument: the part is no XML, declares entities, or is too large.
        """
        try:
            info = self._zip.getinfo(name)
            if info.file_size > MAX_PART:
                raise UnreadableDocument(self._path, _BOMB)
            data = self._zip.read(info)
            if data.count(b"<") > MAX_TAGS:
                raise UnreadableDocument(self._path, _BOMB)
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
            )
            root = etree.fromstring(data, parser)
        except KeyError:
            return None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
            etree.XMLSyntaxError,
        ) as error:
            raise UnreadableDocument(self._path, _BROKEN) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableDocument(self._path, _BROKEN)  # Word writes none: entities that expand
        return root

    def beside(self, name: str) -> Element | None:
        """A part that stands in the folder of the document itself."""
        return self.part(self.document.rpartition("/")[0] + "/" + name)

    def body(self) -> Element:
        root = self.part(self.document)
        found = None if root is None else _first(root, "body")
        if found is None:
            raise UnreadableDocument(self._path, "is geen Word-document")
        return found

    def _check_size(self) -> None:
        parts = self._zip.infolist()
        large = [part for part in parts if part.file_size > SMALL]
        if sum(part.file_size for part in parts) > MAX_UNPACKED or any(
            part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in large
        ):
            raise UnreadableDocument(self._path, _BOMB)

    def _main(self) -> str:
        """The name of the part that holds the text."""
        links = self.part("_rels/.rels")
        for link in () if links is None else links:
            if link.get("Type", "").endswith("/officeDocument"):
                return str(link.get("Target", "")).lstrip("/")
        raise UnreadableDocument(self._path, "is geen Word-document")


# Elements of WordprocessingML are told by their local names: there are two sets of namespaces


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(element: Element | None, *names: str) -> Element | None:
    """The first child of a child of ... by these names."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _value(element: Element | None, *names: str, key: str = "val") -> str | None:
    """An attribute of a descendant, as `_first` finds it."""
    found = _first(element, *names)
    if found is None:
        return None
    return next((v for name, v in found.attrib.items() if name.rpartition("}")[2] == key), None)


def _is_on(element: Element | None, name: str) -> bool | None:
    """Is a switch such as <w:b/> on? None where it isn't there."""
    if _first(element, name) is None:
        return None
    return _value(element, name) not in ("0", "false", "off", "none")


class _Style(NamedTuple):
    """What a style says, with what it is based on."""

    name: str = ""
    level: int = 0
    bold: bool = False
    list: tuple[str, int] | None = None  # the id of a numbering, and the level in it


_HEADING = re.compile(r"(?:heading|kop|überschrift|titre)\s?([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|inhopg|inhoudsopgave)\b.*", re.IGNORECASE)
_CAPTION = re.compile(r"caption|bijschrift|figuurbijschrift", re.IGNORECASE)


def _styles(root: Element | None) -> dict[str, _Style]:
    """The styles by id."""
    raw = {} if root is None else {_value_of(e, "styleId"): e for e in root if _name(e) == "style"}
    found: dict[str, _Style] = {}

    def style(id: str, depth: int = 0) -> _Style:
        if id not in raw or depth > 20:
            return _Style()
        if id not in found:
            element = raw[id]
            base = style(_value(element, "basedOn") or "", depth + 1)
            name = _value(element, "name") or id
            bold = _is_on(_first(element, "rPr"), "b")
            settings = _first(element, "pPr")
            found[id] = _Style(
                name,
                _level(name, settings) or _level(id, settings) or base.level,
                base.bold if bold is None else bold,
                _numbering(settings) or base.list,
            )
        return found[id]

    return {id: style(id) for id in raw}


def _value_of(element: Element, key: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == key), "")


def _level(name: str, settings: Element | None) -> int:
    """The level of a heading, by the name of a style or an outline level; 0 for no heading."""
    outline = _value(settings, "outlineLvl")
    if outline and outline.isdigit() and int(outline) < 9:
        return min(int(outline) + 1, 6)
    match = _HEADING.fullmatch(name)
    return min(int(match[1]), 6) if match else int(bool(_TITLE.fullmatch(name)))


def _numbering(settings: Element | None) -> tuple[str, int] | None:
    id = _value(settings, "numPr", "numId")
    level = _value(settings, "numPr", "ilvl") or "0"
    return (id, min(int(level), 8)) if id and level.isdigit() else None


class _Lists:
    """The numberings of a document, which count as the document goes on."""

    def __init__(self, root: Element | None) -> None:
        children = [] if root is None else list(root)
        self._abstract = {_value_of(e, "abstractNumId"): e for e in children}
        self._numbers = {_value_of(e, "numId"): e for e in children if _name(e) == "num"}
        self._counts: dict[str, list[int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def marker(self, id: str, level: int) -> tuple[int | None, str]:
        """The number of the next item, None for a bullet; and the letter it has instead."""
        number = self._numbers.get(id)
        base = _value(number, "abstractNumId") or ""
        settings = self._settings(base, level)
        kind = _value(settings, "numFmt") or "bullet"
        counts = self._counts.setdefault(base, [])
        counts[level + 1 :] = []
        start = int(_value(settings, "start") or 1)
        while len(counts) <= level:
            counts.append(start - 1)
        again = self._restart(number, level)
        if again is not None and (id, level) not in self._restarted:
            self._restarted.add((id, level))
            counts[level] = again - 1
        counts[level] += 1
        if kind in ("lowerLetter", "upperLetter") and counts[level] <= 26:
            letter = chr(ord("a" if kind[0] == "l" else "A") + counts[level] - 1)
            return None, letter
        return (None if kind in ("bullet", "none") else counts[level]), ""

    def _settings(self, base: str, level: int) -> Element | None:
        abstract = self._abstract.get(base)
        levels = () if abstract is None else (e for e in abstract if _name(e) == "lvl")
        return next((e for e in levels if _value_of(e, "ilvl") == str(level)), None)

    def _restart(self, number: Element | None, level: int) -> int | None:
        for override in () if number is None else number:
            if _name(override) == "lvlOverride" and _value_of(override, "ilvl") == str(level):
                start = _value(override, "startOverride")
                return int(start) if start and start.isdigit() else None
        return None


def tree(parts: _Parts) -> Element:
    """The document as HTML elements."""
    return _Writer(parts).root


class _Writer:
    """Writes the body of a document as HTML."""

    def __init__(self, parts: _Parts) -> None:
        self._styles = _styles(parts.beside("styles.xml"))
        self._lists = _Lists(parts.beside("numbering.xml"))
        self._notes = {
            (kind, _value_of(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in _children(parts.beside(f"{kind}s.xml"))
        }
        self._count = 0
        self._after: list[Element] = []  # notes and text boxes, until their paragraph is over
        self._carried: list[Element] = []  # runs of paragraphs whose end was deleted
        self.root = _MAKE.div()
        self._blocks(parts.body(), self.root)
        if self._carried:
            self.root.append(_MAKE.p(*self._carried))

    def _blocks(self, parent: Element, out: Element) -> None:
        for number, child in enumerate(parent):
            if number % 1000 == 0:
                progress()
            match _name(child):
                case "p":
                    self._paragraph(child, out)
                case "tbl":
                    self._table(child, out)
                case "sdt" if _value(child, "sdtPr", "docPartObj", "docPartGallery") == (
                    "Table of Contents"
                ):
                    continue
                case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                    self._blocks(child, out)
            if out.tag == "div":
                out.extend(self._after)
                self._after = []

    def _paragraph(self, element: Element, out: Element) -> None:
        settings = _first(element, "pPr")
        style = self._styles.get(_value(settings, "pStyle") or "", _Style())
        made = _MAKE.p()
        made.extend(self._carried)
        self._carried = []
        self._runs(element, made, style)
        if _first(settings, "rPr", "del") is not None:
            self._carried = list(made)
        elif len(made) and not _CONTENTS.fullmatch(style.name):
            out.append(self._shaped(made, settings, style))

    def _shaped(self, made: Element, settings: Element | None, style: _Style) -> Element:
        """A paragraph as what it is: a heading, an item, a caption, or a paragraph."""
        level = _level("", settings) or style.level
        numbered = _numbering(settings) or style.list
        if level:
            made.tag = f"h{level}"
        elif _CAPTION.fullmatch(style.name):
            made.tag = "figcaption"
        elif numbered and numbered[0] != "0":
            number, letter = self._lists.marker(*numbered)
            made.tag = "li"
            if letter:
                made.insert(0, _MAKE.span(f"{letter}. "))
            return _MAKE.ul(made) if number is None else _MAKE.ol(made, start=str(number))
        return made

    def _runs(self, parent: Element, out: Element, style: _Style) -> None:
        for child in parent:
            match _name(child):
                case "r":
                    self._run(child, out, style)
                case "del" | "moveFrom" | "pPr" | "sdtPr" | "rPr":
                    continue
                case "AlternateContent":
                    self._runs(_alternative(child), out, style)
                case "txbxContent":
                    box = _MAKE.div()
                    self._after, outer = [], self._after
                    self._blocks(child, box)
                    self._after = [*outer, box]
                case "sSup" | "sSub":
                    self._formula(child, ("e", _name(child)[1:].lower()), out, style)
                case "f":
                    self._formula(child, ("num", "den"), out, style)
                case _:
                    self._runs(child, out, style)

    def _formula(
        self, element: Element, parts: tuple[str, str], out: Element, style: _Style
    ) -> None:
        """A power, an index or a fraction, as MathML has it."""
        made = _MAKE({"sup": "msup", "sub": "msub", "den": "mfrac"}[parts[1]])
        for name in parts:
            made.append(_MAKE.mrow())
            part = _first(element, name)
            self._runs(() if part is None else part, made[-1], style)
        out.append(made)

    def _run(self, run: Element, out: Element, style: _Style) -> None:
        settings = _first(run, "rPr")
        if _is_on(settings, "vanish"):
            return
        character = self._styles.get(_value(settings, "rStyle") or "", _Style())
        bold = _is_on(settings, "b")
        bold = (style.bold or character.bold) if bold is None else bold
        raised = {"superscript": "sup", "subscript": "sub"}.get(_value(settings, "vertAlign") or "")
        symbol = _value(settings, "rFonts", key="ascii") == "Symbol"
        for child in run:
            name = _name(child)
            if name == "t":
                text = _symbols(child.text or "") if symbol else _private(child.text or "")
                _append(out, raised or ("b" if bold else "span"), text)
            elif name == "sym":
                _append(out, raised or "span", _symbol(child))
            elif name in _CHARACTERS:
                _append(out, "span", _CHARACTERS[name])
            else:
                self._inset(child, out, style)

    def _inset(self, child: Element, out: Element, style: _Style) -> None:
        """What stands in a run and is no text: a break, a note, a text box."""
        match _name(child):
            case "br" if _value_of(child, "type") in ("", "textWrapping"):
                out.append(_MAKE.br())
            case "cr":
                out.append(_MAKE.br())
            case "footnoteReference" | "endnoteReference" as name:
                self._note(name.removesuffix("Reference"), child, out)
            case "AlternateContent":
                self._runs(_alternative(child), _MAKE.p(), style)
            case "drawing" | "pict" | "object":
                self._runs(child, _MAKE.p(), style)

    def _note(self, kind: str, reference: Element, out: Element) -> None:
        """A mark in the text, and the note that it refers to after the paragraph."""
        note = self._notes.get((kind, _value_of(reference, "id")))
        if note is None:
            return
        self._count += 1
        number = str(self._count)
        out.append(_MAKE.sup(_MAKE.a(number, href=f"#{number}")))
        box = _MAKE.div()
        self._after, outer = [], self._after
        self._blocks(note, box)
        text = "".join(box.itertext())
        if text.strip():
            box.set("class", "references" if html.is_entry(text) else "footnote")
            box[0].insert(0, _MAKE.span(f"{number}. "))
        self._after = [*outer, box]

    def _table(self, table: Element, out: Element) -> None:
        made = _MAKE.table()
        above: dict[int, Element] = {}  # by column, the cell that goes on below
        for row in _children(table, "tr"):
            settings = _first(row, "trPr")
            if _first(settings, "del") is not None:
                continue
            line = _MAKE.tr()
            column = 0
            for cell in _children(row, "tc"):
                column += self._cell(cell, line, above, column, bool(_is_on(settings, "tblHeader")))
            made.append(line)
        out.append(made)

    def _cell(
        self, cell: Element, line: Element, above: dict[int, Element], column: int, head: bool
    ) -> int:
        """Write a cell; how many columns it spans."""
        settings = _first(cell, "tcPr")
        span = int(_value(settings, "gridSpan") or 1)
        merged = _first(settings, "vMerge")
        if merged is not None and _value(settings, "vMerge") != "restart" and column in above:
            over = above[column]
            over.set("rowspan", str(int(over.get("rowspan", "1")) + 1))
            return span
        made = _MAKE.th() if head else _MAKE.td()
        self._blocks(cell, made)
        if span > 1:
            made.set("colspan", str(span))
        above.pop(column, None)
        if merged is not None:
            above[column] = made
        line.append(made)
        return span


_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}


def _children(parent: Element | None, *names: str) -> Iterator[Element]:
    """The children, also those in content controls and tracked insertions, by these names."""
    for child in () if parent is None else parent:
        if _name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _children(child, *names)
        elif not names or _name(child) in names:
            yield child


def _alternative(element: Element) -> Element:
    """The first form that holds text of the forms that one thing is written in."""
    forms = [form for form in element if any(_name(e) == "t" for e in form.iter())]
    return forms[0] if forms else _MAKE.p()


def _append(out: Element, tag: str, text: str) -> None:
    """Text in an element of its own; a raised one goes on in the one before."""
    last = next(out.iterchildren(reversed=True), None)
    raised = last is not None and last.tag == tag in ("sup", "sub") and not len(last)
    if last is not None and raised and len(last.text or "") < 40:
        last.text = (last.text or "") + text
    elif text:
        out.append(_MAKE(tag, text))


# Symbols of fonts of their own, written in the private use area

_SYMBOL = (  # what the font Symbol shows from U+F020 on
    " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
    "{|}~                                 €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬"
    "∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
_WINGDINGS = {0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑"}


def _symbols(text: str) -> str:
    """Text in the font Symbol, whether its characters are private or stand for themselves."""
    return "".join(map(_of_symbol, map(ord, text)))


def _private(text: str) -> str:
    """Text in another font: only its private characters can be of Symbol."""
    if not _PRIVATE.search(text):
        return text
    return "".join(_of_symbol(ord(c)) if _PRIVATE.match(c) else c for c in text)


_PRIVATE = re.compile("[\uf020-\uf0ff]")


def _of_symbol(code: int) -> str:
    at = (code - 0xF000 if code >= 0xF000 else code) - 0x20
    return _SYMBOL[at] if 0 <= at < len(_SYMBOL) else chr(code)


def _symbol(element: Element) -> str:
    """The character of a <w:sym>: a font and a code in it."""
    code = int(_value_of(element, "char") or "20", 16)
    if _value_of(element, "font").startswith("Wingdings"):
        return _WINGDINGS.get(code & 0xFF, "•")
    return _of_symbol(code) if _value_of(element, "font") == "Symbol" else chr(code)


# Core properties

_TEMPLATE = "2013-12-23T23:15"  # when python-docx made the file that its documents start from
_UNREAL = re.compile(
    r"microsoft (?:word|office)\b.*|word document|document\d*|titel|title|.*\.(?:docx?|dotx?|rtf)|"
    r"python-docx|user|gebruiker|windows.gebruiker|windows user|admin\w*|auteur|author|unknown",
    re.IGNORECASE,
)


def _properties(parts: _Parts) -> dict[str, Any]:
    """Title, author and year of the core properties, where they look real."""
    root = parts.part("docProps/core.xml")
    found = {} if root is None else {_name(e): " ".join((e.text or "").split()) for e in root}
    title, author = found.get("title", ""), found.get("creator", "")
    meta: dict[str, Any] = {}
    if title and not _UNREAL.fullmatch(title):
        meta["title"] = title
    if author and not _UNREAL.fullmatch(author) and html.is_name(author):
        meta["authors"] = [name.strip() for name in author.split(";") if name.strip()]
    created = found.get("created", "")
    year = None if created.startswith(_TEMPLATE) else re.match(r"(?:19|20)\d\d", created)
    if meta and year:
        meta["year"] = int(year.group())
    return meta
