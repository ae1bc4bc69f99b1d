"""Split a document into passages: whole sentences, within one section, about 110 words.

The passages of a document tile its text: what lies between two of them is white space. The
sentence splitter is ours because the general ones cut Dutch clinical text after "o.a.", "bijv.",
"bv.", initials and numbered headings. Doesn't parse grammar.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.schema import Document, Kind, Passage, Section

TARGET_WORDS = 110  # of 60 to 180, the length with the best answers on the tune questions

# Words that end in a full stop without ending a sentence.
ABBREVIATIONS = frozenset(
    """
    aant afb afd al art bijl bijv bv blz ca cf cm dd dhr dr drs ds ed eds em enz fig figs gem
    hfst ing ir jl jr max med mevr mevr min mln mld mr mw nl no nr nrs obv p pag par pos prof
    red resp s sr st tab tel t.o.v tov vgl vlg vnl vol vs wo zgn zg incl excl evt ref refs
    a.d.h.v a.h.w a.k.a b.v c.a c.q d.d d.m.v d.w.z dwz e.a e.d e.g e.v et.al etc g.g.d h.v
    i.c i.d i.e i.g.v i.h.a i.h.b i.m i.o i.p.v i.s.m i.t.t i.v i.v.m j.l k.a m.a.w m.b.t
    m.b.v m.i m.i.v m.m m.m.v m.n m.u.v n.a.v n.b n.o.t n.v.t o.a o.b.v o.g.v o.i o.i.v o.l.v
    o.m o.v.v p.o p.p q.q r.o s.c s.v.p t.a.v t.b.v t.g.v t.h.v t.l.v t.n.v t.o t.o.v t.w t/m
    u.e v v.a v.d v.l.n.r v.v v.w.b w.o z.g z.g.a.n z.i z.o.z z.s.m
    """.split()
)

_END = re.compile(
    r"""(?<=\S)                       # never at the start
    [.!?…]+ ["'”’)\]]*                # the mark, and what closes around it
    (?:(?<=[^\W\d_][.!?])\d{1,3}(?:[,–-]\d{1,3})*)?   # "pijn.2,18": reference marks belong to it
    (?=\s+ ["'“‘(\[–-]* [A-ZÀ-Þ0-9≥≤<>+±α-ωΑ-Ω])      # and something that can open a sentence
    """,
    re.VERBOSE,
)
_BLOCK = re.compile(r"\n{2,}|\n(?=(?:- |\d{1,2}[.)] |\| ))|(?<=\|)\n")
_LAST_WORD = re.compile(r"[\w./']*\w(?=\.\Z)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\Z")
_REFERENCES = re.compile(
    r"(literatuur(lijst)?|referenties|bronvermelding|bronnen|references|bibliography)\b", re.I
)
_OFTEN_FOLLOWED = frozenset({"etc", "enz", "e.d", "e.a", "d.d", "cm", "min", "max", "p", "v", "no"})


class Span(NamedTuple):
    """Half-open character offsets [start, end)."""

    start: int
    end: int


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of text[start:end], without the white space between them.

    Paragraphs, list items and table rows end a sentence too. Offsets count from the start of
    `text`.

    >>> s = "Bij 20,5% o.a. bij dr. A.B. Smit (fig. 2). Niet 2. Wel."
    >>> [s[a:b] for a, b in sentences(s)]
    ['Bij 20,5% o.a. bij dr. A.B. Smit (fig. 2).', 'Niet 2.', 'Wel.']
    """
    found = []
    for block in _cut(text, Span(start, len(text) if end is None else end), _BLOCK):
        ends = [m.end() for m in _END.finditer(text, *block) if _ends(text, block.start, m)]
        for opening, closing in zip([block.start, *ends], [*ends, block.end], strict=True):
            found.extend(_trimmed(text, opening, closing))
    return found


def split(document: Document) -> list[Passage]:
    """The passages of a document, numbered in reading order."""
    spans = [
        (section, span) for section in document.sections for span in _sections(document, section)
    ]
    return [
        Passage(
            id=f"{document.id}:{number:04d}",
            document_id=document.id,
            section=section.title,
            page=document.page_at(start),
            start=start,
            end=end,
            text=document.text[start:end],
            kind=_kind(document.text, section, start, end),
        )
        for number, (section, (start, end)) in enumerate(spans)
    ]


def _sections(document: Document, section: Section) -> Iterator[Span]:
    """Pack a section's sentences into even passages of at most about TARGET_WORDS words.

    A heading goes with the sentences under it; a list keeps the sentence that opens it where
    the two fit together.
    """
    text = document.text
    units = sentences(text, section.body, section.end)
    words = [len(text[start:end].split()) for start, end in units]
    if not units:
        yield from _trimmed(text, section.start, section.end)
        return
    parts = max(1, round(sum(words) / TARGET_WORDS))
    goal = sum(words) / parts
    start, filled = section.start, 0
    for number, (unit, count) in enumerate(zip(units, words, strict=True)):
        opens_list = text[unit.start : unit.end].endswith(":")
        if filled and (filled + count / 2 > goal or (opens_list and filled > goal / 2)):
            yield Span(*_trimmed(text, start, units[number - 1].end)[0])
            start, filled = unit.start, 0
        filled += count
    yield Span(*_trimmed(text, start, units[-1].end)[0])


def _kind(text: str, section: Section, start: int, end: int) -> Kind:
    """Reference by its heading; list or table where most lines are items or rows; else prose."""
    if _REFERENCES.match(section.title.rpartition(" › ")[2]):
        return "reference"
    lines = text[max(start, section.body) : end].strip().split("\n")
    rows = sum(line.startswith("| ") for line in lines)
    items = sum(bool(re.match(r"- |\d{1,2}[.)] ", line)) for line in lines)
    most = max(rows, items)
    if 2 * most <= len([line for line in lines if line]):
        return "prose"
    return "table" if rows == most else "list"


def _ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Is this full stop the end of a sentence, and not of an abbreviation, initial or number?"""
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return True
    last = _LAST_WORD.search(text, start, mark.start() + 1)
    if last is None:
        return True
    word = last.group().lstrip("(").casefold()
    opens_block = last.start() == start or text[start : last.start()].strip() in ("", "-")
    if _NUMBERED.match(word):  # "2. Beleid" opens a block; "... vanaf niveau 2. Daarna" doesn't
        return not opens_block
    if len(word) == 1 and last.group().isupper() and last.group() not in "IVX":
        return False  # an initial
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) and last.group()[0].isupper():
        return False  # "A.B. Smit"
    return word not in ABBREVIATIONS


def _cut(text: str, span: Span, border: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for match in border.finditer(text, *span):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, span.end)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    """The span without white space around it; nothing where nothing else is in it."""
    piece = text[start:end]
    if not piece.strip():
        return []
    return [
        Span(start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))
    ]
