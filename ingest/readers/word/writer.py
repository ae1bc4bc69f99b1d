"""The body of a Word document written as HTML elements: paragraphs, runs, notes, tables.

Inserted text counts, deleted and hidden text doesn't; tables of contents are left out. Doesn't
read the numbers that Word puts before headings, nor pictures.
"""

from lxml.builder import ElementMaker
from lxml.html import html_parser

from ingest.readers import progress
from ingest.readers.web.notes import is_entry
from ingest.readers.word.elements import Element, attribute, children, first, is_on, name, value
from ingest.readers.word.lists import Lists
from ingest.readers.word.parts import Parts
from ingest.readers.word.styles import Style, numbering, outline_level, styles
from ingest.readers.word.symbols import of_other, of_symbol, symbol

_MAKE = ElementMaker(makeelement=html_parser.makeelement)
_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_RAISED = {"superscript": "sup", "subscript": "sub"}
_FORMULAS = {
    "sSup": ("msup", "e", "sup"),
    "sSub": ("msub", "e", "sub"),
    "f": ("mfrac", "num", "den"),
}
_LONGEST = 40  # characters of a raised text that goes on in the next run


def tree(parts: Parts) -> Element:
    """The document as HTML elements."""
    return _Writer(parts).root


class _Writer:
    """Writes the body of a document as HTML."""

    def __init__(self, parts: Parts) -> None:
        self._styles = styles(parts.beside("styles.xml"))
        self._lists = Lists(parts.beside("numbering.xml"))
        self._notes = {
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in children(parts.beside(f"{kind}s.xml"))
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
            match name(child):
                case "p":
                    self._paragraph(child, out)
                case "tbl":
                    self._table(child, out)
                case "sdt" if _is_contents(child):
                    continue
                case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo":
                    self._blocks(child, out)
            if out.tag == "div":
                out.extend(self._after)
                self._after = []

    def _paragraph(self, element: Element, out: Element) -> None:
        settings = first(element, "pPr")
        style = self._styles.get(value(settings, "pStyle"), Style())
        made = _MAKE.p(*self._carried)
        self._carried = []
        self._runs(element, made, style)
        if first(settings, "rPr", "del") is not None:
            self._carried = list(made)
        elif len(made) and not style.is_contents:
            out.append(self._shaped(made, settings, style))

    def _shaped(self, made: Element, settings: Element | None, style: Style) -> Element:
        """A paragraph as what it is: a heading, an item, a caption, or a paragraph."""
        level = outline_level(settings) or style.level
        numbered = numbering(settings) or style.list
        if level:
            made.tag = f"h{level}"
        elif style.is_caption:
            made.tag = "figcaption"
        elif numbered and numbered[0] != "0":
            number, letter = self._lists.marker(*numbered)
            made.tag = "li"
            if letter:
                made.insert(0, _MAKE.span(f"{letter}. "))
            return _MAKE.ul(made) if number is None else _MAKE.ol(made, start=str(number))
        return made

    def _runs(self, parent: Element, out: Element, style: Style) -> None:
        for child in parent:
            match name(child):
                case "r":
                    self._run(child, out, style)
                case "del" | "moveFrom" | "pPr" | "sdtPr" | "rPr":
                    continue
                case "AlternateContent":
                    self._runs(_alternative(child), out, style)
                case "txbxContent":
                    self._box(child)
                case "sSup" | "sSub" | "f" as kind:
                    self._formula(child, *_FORMULAS[kind], out, style)
                case _:
                    self._runs(child, out, style)

    def _formula(
        self, element: Element, tag: str, one: str, other: str, out: Element, style: Style
    ) -> None:
        """A power, an index or a fraction, as MathML has it."""
        made = _MAKE(tag, _MAKE.mrow(), _MAKE.mrow())
        for part, row in zip((one, other), made, strict=True):
            for inner in children(element, part):
                self._runs(inner, row, style)
        out.append(made)

    def _run(self, run: Element, out: Element, style: Style) -> None:
        settings = first(run, "rPr")
        if is_on(settings, "vanish"):
            return
        bold = is_on(settings, "b")
        if bold is None:
            bold = style.bold or self._styles.get(value(settings, "rStyle"), Style()).bold
        raised = _RAISED.get(value(settings, "vertAlign"))
        read = of_symbol if attribute(first(settings, "rFonts"), "ascii") == "Symbol" else of_other
        for child in run:
            match name(child):
                case "t":
                    _append(out, raised or ("b" if bold else "span"), read(child.text or ""))
                case "sym":
                    _append(out, raised or "span", symbol(child))
                case "tab" | "ptab" | "noBreakHyphen" as kind:
                    _append(out, "span", _CHARACTERS[kind])
                case _:
                    self._inset(child, out, style)

    def _inset(self, child: Element, out: Element, style: Style) -> None:
        """What stands in a run and is no text: a break, a note, a text box."""
        match name(child):
            case "br" | "cr" if attribute(child, "type") in ("", "textWrapping"):
                out.append(_MAKE.br())
            case "footnoteReference" | "endnoteReference" as kind:
                self._note(kind.removesuffix("Reference"), child, out)
            case "AlternateContent":
                self._runs(_alternative(child), _MAKE.p(), style)
            case "drawing" | "pict" | "object":
                self._runs(child, _MAKE.p(), style)

    def _note(self, kind: str, reference: Element, out: Element) -> None:
        """A mark in the text, and the note that it refers to after the paragraph."""
        note = self._notes.get((kind, attribute(reference, "id")))
        if note is None:
            return
        self._count += 1
        number = str(self._count)
        out.append(_MAKE.sup(_MAKE.a(number, href=f"#{number}")))
        box = self._box(note)
        text = "".join(box.itertext())
        if text.strip():
            box.set("class", "references" if is_entry(text) else "footnote")
            box[0].insert(0, _MAKE.span(f"{number}. "))

    def _box(self, element: Element) -> Element:
        """A note or a text box, put after the paragraph that is open."""
        box = _MAKE.div()
        self._after, outer = [], self._after
        self._blocks(element, box)
        self._after = [*outer, box]
        return box

    def _table(self, table: Element, out: Element) -> None:
        made = _MAKE.table()
        above: dict[int, Element] = {}  # by column, the cell that goes on below
        for row in children(table, "tr"):
            settings = first(row, "trPr")
            if first(settings, "del") is None:
                tag = "th" if is_on(settings, "tblHeader") else "td"
                made.append(self._row(row, tag, above))
        out.append(made)

    def _row(self, row: Element, tag: str, above: dict[int, Element]) -> Element:
        line = _MAKE.tr()
        column = 0
        for cell in children(row, "tc"):
            settings = first(cell, "tcPr")
            merged = first(settings, "vMerge")
            if merged is not None and attribute(merged, "val") != "restart" and column in above:
                over = above[column]
                over.set("rowspan", str(int(over.get("rowspan", "1")) + 1))
            else:
                made = _MAKE(tag, colspan=value(settings, "gridSpan") or "1")
                self._blocks(cell, made)
                line.append(made)
                above.pop(column, None)
                if merged is not None:
                    above[column] = made
            column += int(value(settings, "gridSpan") or 1)
        return line


def _is_contents(control: Element) -> bool:
    gallery = value(control, "sdtPr", "docPartObj", "docPartGallery")
    return gallery == "Table of Contents"


def _alternative(element: Element) -> Element:
    """The first form that holds text of the forms that one thing is written in."""
    forms = [form for form in element if any(name(e) == "t" for e in form.iter())]
    return forms[0] if forms else _MAKE.p()


def _append(out: Element, tag: str, text: str) -> None:
    """Text in an element of its own; a raised one goes on in the one before."""
    last = next(out.iterchildren(reversed=True), None)
    raised = last is not None and last.tag == tag in ("sup", "sub") and not len(last)
    if last is not None and raised and len(last.text or "") < _LONGEST:
        last.text = (last.text or "") + text
    elif text:
        out.append(_MAKE(tag, text))
