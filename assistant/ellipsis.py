"""A phrase and the question before -> one question: "En bij nekpijn?", "ik bedoel de prevalentie".

Each piece of the phrase takes the place of its like: what is asked, a concept of its kind, the
object of its preposition, a phrase with its head, an adjective; or else it is added. Doesn't tell
whether a turn is such a phrase.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from assistant import phrasing
from assistant.phrasing import ARTICLES, ASKED, COMPLAINTS, PEOPLE, PREPOSITIONS, STAND_INS
from assistant.question import DISORDER, REMEDY, Named, Phrase, Question, Said, tells
from ingest.dutch import STOP_WORDS, Dutch, stem

ABOUT = re.compile(r"[?.]? \(over: [^)]*\)\Z")  # what a reading says of the subject
_SENTENCES = re.compile(r"[.?!]\s")
_ARTICLE = re.compile(r"\b(?:de|het|een)\s+\Z", re.IGNORECASE)


def substituted(phrase: Question, before: Question) -> str:
    """The question before with each piece of a phrase in the place of its like, or added to it."""
    for piece in _pieces(phrase):
        text = swapped(piece, before) or _added(piece, before)
        before = Question(text, before.dutch)
    return before.text


def swapped(piece: Question, before: Question) -> str:
    """The question before with a phrase in the place of its like; empty where it has none."""
    preposition, core = _parted(piece)
    content = [word for word in core.words if word not in STOP_WORDS]
    if not content:
        return ""
    if not preposition and ASKED.issuperset(content):
        return _asking(core, before)
    telling = [said for said in core.said if said.word not in STOP_WORDS | COMPLAINTS]
    kind = core.names[0].kind if core.names else ""
    if len(telling) == 1 and _only_qualifies(telling[0].word, kind):
        return _qualified(core.text[telling[0].start : telling[0].end], before)
    if kind and (like := _in_place_of_kind(preposition, core, before)):
        return like
    if not preposition:
        return _in_place_of_phrase(core, before)
    if opposite := _with_other_preposition(piece, core, before):
        return opposite
    return "" if PEOPLE.intersection(content) else _as_object(preposition, core, before)


def _pieces(phrase: Question) -> list[Question]:
    """A phrase cut before its prepositions, but not within a name, nor in "mensen met nekpijn"."""
    cuts = [0]
    told = False
    for said in phrase.said:
        if said.word in PREPOSITIONS and told and not _inside(said, phrase.names):
            cuts.append(said.start)
            told = False
        told = told or said.word not in STOP_WORDS | PEOPLE
    ends = [*cuts[1:], len(phrase.text)]
    pieces = [phrase.text[a:b].strip() for a, b in zip(cuts, ends, strict=True)]
    return [Question(piece, phrase.dutch) for piece in pieces]


def _parted(piece: Question) -> tuple[str, Question]:
    """The preposition that a phrase opens with, if any, and the rest."""
    first = piece.said[0]
    if first.word not in PREPOSITIONS:
        return "", piece
    return first.word, Question(piece.text[first.end :].strip(), piece.dutch)


def _asking(asked: Question, before: Question) -> str:
    """The question before, asking something else of the same subject."""
    for said in before.said:
        if said.word in ASKED and not _inside(said, before.names):
            return _put(asked, said.start, said.end, before)
    return f"{asked.text}? (over: {', '.join(before.subject(keep_asked=False))})"


def _only_qualifies(word: str, kind: str) -> bool:
    return phrasing.is_adjective(word) and word not in PEOPLE and kind in {"", DISORDER}


def _qualified(adjective: str, before: Question) -> str:
    """The question before with an adjective in the place of another, or before its disorder."""
    text = before.text
    disorders = [name for name in before.names if name.kind == DISORDER]
    remedies = [name for name in before.names if disorders and name.kind == REMEDY]
    for said, after in reversed(list(pairwise(before.said))):
        qualifies = phrasing.is_adjective(said.word) and (tells(after.word) or after.word in ASKED)
        if qualifies and not _inside(after, remedies):
            return text[: said.start] + adjective + text[said.end :]
    for disorder in disorders[-1:]:
        return f"{text[: disorder.start]}{adjective} {text[disorder.start :]}"
    return ""


def _inside(said: Said, names: Iterable[Named]) -> bool:
    """Is it a word of a name, and not the first?"""
    return any(name.start < said.start < name.end for name in names)


def _in_place_of_kind(preposition: str, core: Question, before: Question) -> str:
    """The question before with a concept in the place of the last of its kind.

    Where the phrase has a preposition, what it replaces must have one too, but for a disorder: that
    is what a question is about, whatever stands before it.
    """
    new = core.names[0]
    alike = [each for each in before.names if each.kind == new.kind]
    if preposition and new.kind != DISORDER:
        alike = [each for each in alike if before.preposition(each.start)]
    elif preposition in phrasing.ADDING:
        alike = [each for each in alike if before.preposition(each.start) == preposition]
    if not alike:
        return ""
    return _put(core, alike[-1].start, alike[-1].end, before)


def _in_place_of_phrase(core: Question, before: Question) -> str:
    """The question before with a phrase for the one that has its head, or else for its subject:
    the first one without a preposition, or the concept that it names; a case has no such subject.
    """
    nouns = [_without_participle(phrase) for phrase in before.phrases]
    head = _heads(core.said[-1], core.dutch)
    for noun in nouns:
        if head & _heads(noun[-1], core.dutch):
            return _put(core, noun[0].start, noun[-1].end, before)
    if phrasing.is_predicative(core.words[-1]) or _SENTENCES.search(before.text):
        return ""
    for noun in nouns:
        if not before.preposition(noun[0].start):
            within = [each for each in before.names if each.start in {said.start for said in noun}]
            start, end = (noun[0].start, noun[-1].end)
            for name in within[:1]:
                start, end = name.start, min(name.end, end)
            return _put(core, start, end, before)
    return ""


def _without_participle(phrase: Phrase) -> list[Said]:
    """The words of a phrase, without a verb at its end: "hernia geopereerd"."""
    *nouns, last = phrase.words
    return nouns if nouns and phrasing.PARTICIPLE.fullmatch(last.word) else phrase.words


def _heads(said: Said, dutch: Dutch) -> set[str]:
    """The stem of a word, and of the last part of a compound."""
    return {stem(said.word), *dutch.parts(said.word)[-1:]}


def _with_other_preposition(piece: Question, core: Question, before: Question) -> str:
    """The question before with "zonder uitval" for its "met uitval"; empty where it has none."""
    for said in before.said:
        if said.word in PREPOSITIONS and before.text[said.end :].lstrip().startswith(core.text):
            return (
                before.text[: said.start]
                + piece.text[: piece.said[0].end]
                + before.text[said.end :]
            )
    return ""


def _as_object(preposition: str, core: Question, before: Question) -> str:
    """The question before with another object of a preposition; empty where the two can both hold:
    "bij lagerugpijn", "bij diabetes".
    """
    for place, said in enumerate(before.said):
        start = end = 0
        for after in before.said[place + 1 :] if said.word == preposition else ():
            part = tells(after.word) or after.word in ARTICLES | ASKED | STAND_INS
            if not (part or phrasing.is_adjective(after.word)):
                break
            start, end = start or after.start, after.end
        another = any(each.start < end and start < each.end for each in before.names)
        if end and not (another and preposition in phrasing.OF_PATIENTS):
            return before.text[:start] + core.text + before.text[end:]
    return ""


def _put(phrase: Question, start: int, end: int, before: Question) -> str:
    """A question with a phrase for text[start:end], and one article before it at most."""
    head = before.text[:start]
    if phrase.words[0] in ARTICLES:
        head = _ARTICLE.sub("", head)
    return head + phrase.text + before.text[end:]


def _added(piece: Question, before: Question) -> str:
    """The question before with a phrase after it, and before what it is about."""
    about = ABOUT.search(before.text)
    text = before.text[: about.start()] if about else before.text.rstrip("?!. ")
    joint = " " if piece.words[0] in PREPOSITIONS else ", "
    return text + joint + piece.text + (about.group() if about else "")
