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

# Words whose full stop doesn't end a sentence.
ABBREVIATIONS = frozenset(
    """
    aant afb afd art bijl bijv bv blz ca cf dhr dr drs ds ed eds em fig figs gem hfst ing ir jl jr
    mevr mld mln mr mw nl nr nrs obv par pos prof red resp sr st tab tel t.o.v tov vgl vlg vnl vol
    vs wo zgn zg incl excl evt ref refs a.d.h.v a.h.w a.k.a b.v c.a c.q d.m.v d.w.z dwz e.g e.v
    h.v i.c i.d i.e i.g.v i.h.a i.h.b i.m i.o i.p.v i.s.m i.t.t i.v i.v.m j.l k.a m.a.w m.b.t m.b.v
    m.i m.i.v m.m m.m.v m.n m.u.v n.a.v n.b n.o.t n.v.t o.a o.b.v o.g.v o.i o.i.v o.l.v o.m o.v.v
    p.o p.p q.q r.o s.c s.v.p t.a.v t.b.v t.g.v t.h.v t.l.v t.n.v t.o t.o.v t.w t/m u.e v.a v.d
    v.l.n.r v.v v.w.b w.o z.g z.g.a.n z.i z.o.z z.s.m
    """.split()
)
# These end one only where a capital follows: "5 min. Daarna"; but "max. 3", "p. 52", "jan. 2020".
BEFORE_NUMBERS = frozenset(
    """
    cm dd e.a e.d d.d enz etc max med min no p pag s v jan feb mrt apr jun jul aug sep sept okt nov
    dec
    """.split()
)
LETTERED = frozenset("vitamine niveau graad type hepatitis groep klasse stadium".split())
FAR = 80  # characters around a full stop that tell what it is
LONGEST = 150  # words; what runs on longer without a full stop is cut

_END = re.compile(
    r"""(?<=\S)                       # never at the start
    (?<![.!?…])[.!?…]++ ["'”’)\]]*                # the mark, and what closes around it
    (?:(?<=[^\W\d_][.!?])\d{1,3}(?:[,–-]\d{1,3})*)?   # "pijn.2,18": reference marks belong to it
    (?:\[\d+(?:[,–-]\d+)*\])?         # "pijn.[2]" too
    (?=\s+ (?:["'“‘(\[–-]* [A-ZÀ-Þ0-9≥≤<>+±α-ωΑ-Ω]    # and something that can open a sentence
       |['’][a-z]\s[A-ZÀ-Þ]))         # "'s Nachts"
    """,
    re.VERBOSE,
)
_BLOCK = re.compile(r"\n{2,}|\n(?=(?:- |\d{1,2}[.)] |\| ))|(?<=\|)\n")
_ITEM = re.compile(r"- |\d{1,2}[.)] ")
_LAST_WORD = re.compile(r"[\w./']*\w(?=\.\Z)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\Z")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.)*[A-ZÀ-Þ]")
_REFERENCES = re.compile(
    r"(?:\d+\.? )?(?:literatuur|literatuurlijst|referenties|bronvermelding|bronnen|references|"
    r"bibliografie|bibliography)",
    re.IGNORECASE,
)


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
    found: list[Span] = []
    for block in _cut(text, Span(start, len(text) if end is None else end), _BLOCK):
        row = text.startswith("| ", block.start)  # a table row stays one
        ends = [
            m.end() for m in _END.finditer(text, *block) if not row and _ends(text, block.start, m)
        ]
        for opening, closing in zip([block.start, *ends], [*ends, block.end], strict=True):
            found.extend(_bounded(text, opening, closing))
    return found


def split(document: Document) -> list[Passage]:
    """The passages of a document, numbered in reading order.

    A heading with nothing under it goes with the section that follows. What is no prose (a table,
    a figure, references) has passages of its own.
    """
    spans: list[tuple[Section, Span]] = []
    start = 0
    for section in document.sections:
        for stretch in _stretches(document, section):
            units = sentences(document.text, *stretch)
            if units:
                spans += [(section, span) for span in _packed(document.text, start, units)]
                start = stretch.end
    rest = _trimmed(document.text, start, len(document.text))
    spans += [(document.sections[-1], span) for span in rest]
    return [
        Passage(
            id=f"{document.id}:{number:04d}",
            document_id=document.id,
            section=section.title,
            page=document.page_at(start),
            start=start,
            end=end,
            text=document.text[start:end],
            kind=_kind(document, section, start, end),
        )
        for number, (section, (start, end)) in enumerate(spans)
    ]


def searched_text(passage: Passage) -> str:
    """What of a passage is searched: the path of its headings, then its text."""
    return f"{passage.section}\n{passage.text}"


def _stretches(document: Document, section: Section) -> Iterator[Span]:
    """The body of a section, cut where a region of another kind begins and ends."""
    at = section.body
    for region in document.regions:
        if section.body <= region.start < section.end:
            yield Span(at, region.start)
            yield Span(region.start, region.end)
            at = region.end
    yield Span(at, section.end)


def _packed(text: str, start: int, units: list[Span]) -> Iterator[Span]:
    """Pack sentences into even passages of about TARGET_WORDS words, the first from `start`.

    A list stays whole, with the sentence that opens it, up to twice that length.
    """
    words = [len(text[unit.start : unit.end].split()) for unit in units]
    parts = max(1, round(sum(words) / TARGET_WORDS))
    goal = sum(words) / parts
    filled = 0
    for number, (unit, count) in enumerate(zip(units, words, strict=True)):
        opens_list = text[unit.start : unit.end].endswith(":")
        full = filled + count / 2 > goal or (opens_list and filled > goal / 2)
        if _ITEM.match(text, unit.start) and filled < 2 * TARGET_WORDS:
            full = False
        if filled and parts > 1 and full:
            yield from _trimmed(text, start, units[number - 1].end)
            start, filled = unit.start, 0
        filled += count
    yield from _trimmed(text, start, units[-1].end)


def _kind(document: Document, section: Section, start: int, end: int) -> Kind:
    """The region's; reference by the headings; list where most lines are items; else prose."""
    inside = [r.kind for r in document.regions if start < r.end and r.start < end]
    if any(_REFERENCES.fullmatch(part) for part in section.title.split(" › ")):
        return "reference"
    if inside:
        return inside[0]
    lines = [line for line in document.text[max(start, section.body) : end].split("\n") if line]
    items = sum(bool(_ITEM.match(line)) for line in lines)
    return "list" if 2 * items > len(lines) else "prose"


def _ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Is this full stop the end of a sentence, and not of an abbreviation, initial or number?"""
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return True
    start = max(start, mark.start() - FAR)
    last = _LAST_WORD.search(text, start, mark.start() + 1)
    if last is None:
        return True
    before = text[start : last.start()].split()
    word = last.group()
    if _NUMBERED.match(word):  # "2. Beleid" opens a block; "vanaf niveau 2. Daarna" doesn't
        return before not in ([], ["-"])
    if _INITIALS.fullmatch(word) and word not in ("I", "V", "X"):  # "A.B. Smit"
        return bool(before) and before[-1].casefold() in LETTERED  # but "vitamine D."
    if word.isupper():
        return True
    word = word.casefold()
    if word == "al":
        return before[-1:] != ["et"]
    if word in BEFORE_NUMBERS:
        return not text[mark.end() : mark.end() + FAR].lstrip()[:1].isdigit()
    return word not in ABBREVIATIONS


def _cut(text: str, span: Span, border: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for match in border.finditer(text, *span):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, span.end)


def _bounded(text: str, start: int, end: int) -> list[Span]:
    """The span trimmed; in pieces of LONGEST words where it runs on."""
    if end - start < 2 * LONGEST:  # characters: too few for so many words
        return _trimmed(text, start, end)
    words = list(re.finditer(r"\S+", text[start:end]))
    return [
        Span(start + words[at].start(), start + words[min(at + LONGEST, len(words)) - 1].end())
        for at in range(0, len(words), LONGEST)
    ]


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    """The span without white space around it; nothing where nothing else is in it."""
    piece = text[start:end]
    if not piece.strip():
        return []
    return [
        Span(start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))
    ]
