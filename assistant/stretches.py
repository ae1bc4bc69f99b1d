"""Passages -> the stretches of them that can be quoted, each true on its own.

A stretch is a sentence with what it needs: a list has the sentence that opens it, a sentence that
points back the one before it, and one that an exception or a reference follows has that. Doesn't
know the question.
"""

import re
from functools import lru_cache

from ingest.passages import Span, sentences
from ingest.schema import Document, Passage

LONG = 60  # words, after which a stretch takes no sentence in but an exception or a reference

_ITEM = re.compile(r"- |\d{1,2}[.)] ")
_OPENED_LIST = re.compile(r":\n+(- |\d{1,2}[.)] )")
_REFERENCE = re.compile(r"\([^()]*\)[.;]?\Z")  # "(Smit 2020)." after the sentence that it is of
_EXCEPTION = re.compile(
    r"(Echter|(Een )?[Uu]itzondering(en)?|Toch|Alleen|Behalve|Tenzij|Wel|Maar|Daarentegen|"
    r"Desondanks|Niettemin|([^\s,;:]+ ){1,9}(echter|daarentegen))\b"
)
# What stands for something said before. "Deze leidraad" is the text itself.
_STANDS_IN = (
    r"([Dd]it|[Dd]eze|[Hh]ier\w+|[Dd]aar(aan|bij|door|in|mee|na|op|toe|uit|van|voor))\b"
    r"(?! (leidraad|richtlijn|standaard|artikel|tekst|samenvatting|hoofdstuk|tabel|figuur)\b)"
)
_OPENS_BACK = re.compile(rf"(\S+ )?{_STANDS_IN}")
_POINTS_BACK = re.compile(
    rf"(\S+ ){{0,7}}{_STANDS_IN}|(\S+ ){{0,11}}(?<=\w )(dus|daarom|daardoor|derhalve)\b|"
    r"(Dat|Die|Hij|Zij|Ze|Ook|Bovendien|Daarnaast|Daarom|Daardoor|Dus)\b|"
    r"([^\s,;:]+ )+(is|was|wordt|werd|geldt|gold) dit\b|"
    r"([^\s,;:]+ )+(?<!\bdat )(?<!\bof )(?<!\bdie )(?<!\bhoe )(?<!\bals )(?<!\ben )(zij|hij|hen)\b"
)


def quotable(document: Document, passage: Passage) -> list[Span]:
    """The stretches of a passage that can be quoted: sentences, and lists with what opens them.

    A sentence that points back ("Dit ...") is quoted with the one before it, and one that an
    exception follows with that exception.
    """
    start = max(passage.start, document.section_at(passage.end - 1).body)
    return [
        Span(start + span.start, start + span.end)
        for span in _within(document.text[start : passage.end])
    ]


@lru_cache(maxsize=1 << 12)
def _within(text: str) -> tuple[Span, ...]:
    """The stretches of a text; a passage is read by the search and by the composer."""
    spans: list[Span] = []
    for span in sentences(text):
        if spans and _leans(text, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(spans)


def _leans(text: str, before: Span, span: Span) -> bool:
    """Does what stands in `span` need what stands before it to be true on its own?"""
    quote, sentence = text[slice(*before)], text[slice(*span)]
    if quote.endswith(":") or (_ITEM.match(sentence) and _OPENED_LIST.search(quote)):
        return True
    if _REFERENCE.match(sentence) or _EXCEPTION.match(sentence):
        return "\n\n" not in text[before.end : span.start]
    if len(quote.split()) > LONG:
        return False
    if "\n\n" in text[before.end : span.start]:
        return quote.endswith((".", ")")) and bool(_OPENS_BACK.match(sentence))
    return bool(_POINTS_BACK.match(sentence))
