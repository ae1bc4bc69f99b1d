"""Passages -> the stretches of them that can be quoted, each true on its own.

A stretch is a sentence with what it needs: a list has the sentence that opens it, a sentence that
points back the one before it, and one that an exception follows that exception. Doesn't know the
question.
"""

import re

from ingest.passages import Span, sentences
from ingest.schema import Document, Passage

LONG = 60  # words, after which a stretch takes no other sentence in

_ITEM = re.compile(r"- |\d{1,2}[.)] ")
_OPENED_LIST = re.compile(r":\n\n(- |\d{1,2}[.)] )")
_EXCEPTION = re.compile(r"(Echter|Uitzondering|Toch|Alleen|Behalve|Tenzij|Wel)\b")
_POINTS_BACK = re.compile(
    r"(Dat|Die|Hij|Zij|Ze|Ook|Bovendien|Daarnaast|Daarom|(\S+ ){0,7}([Dd]it|[Dd]eze|[Hh]ier\w+|"
    r"[Dd]aar(aan|bij|door|in|mee|na|op|toe|uit|van|voor)))\b"
)


def quotable(document: Document, passage: Passage) -> list[Span]:
    """The stretches of a passage that can be quoted: sentences, and lists with what opens them.

    A sentence that points back ("Dit ...") is quoted with the one before it, and one that an
    exception follows with that exception.
    """
    body = document.section_at(passage.end - 1).body
    spans: list[Span] = []
    for span in sentences(document.text, max(passage.start, body), passage.end):
        if spans and _leans(document.text, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _leans(text: str, before: Span, span: Span) -> bool:
    """Does what stands in `span` need what stands before it to be true on its own?"""
    quote, sentence = text[slice(*before)], text[slice(*span)]
    if quote.endswith(":") or (_ITEM.match(sentence) and _OPENED_LIST.search(quote)):
        return True
    if "\n\n" in text[before.end : span.start] or len(quote.split()) > LONG:
        return False
    return bool(_EXCEPTION.match(sentence) or _POINTS_BACK.match(sentence))
