"""Follow-up -> standalone question: "En de prevalentie?" after one about incidence.

Rules on the form of Dutch follow-ups, no language model. Each way in which a turn can lean on the
question before is tried in turn, see `_read`:

    "Andere vraag: wat is TESI?"        a new subject: the turns before count no more
    "Waarvoor werkt de eerste?"         one of several things, by its name
    "En bij nekpijn?"                   put into the question before   (`assistant.ellipsis`)
    "Waarom niet?", "Hoe lang is dat?"  gets the subject of the question before added
    "Helpt fysiotherapie?"              gets its disorder
    "Wat is allodynie?"                 stands on its own: as it was typed

Thanks are passed over. Doesn't search.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant import ellipsis, phrasing
from assistant.ellipsis import ABOUT
from assistant.phrasing import (
    ASKED,
    CLAUSES,
    COMPARING,
    INTERROGATIVES,
    LIGHT,
    PERSONS,
    POINTERS,
    PREPOSITIONS,
    QUESTION_WORDS,
    STAND_INS,
)
from assistant.question import DISORDER, REMEDY, Phrase, Question, tells
from ingest.dutch import STOP_WORDS, Dutch

REMEMBERED = 10  # turns
LONGEST = 400  # characters; a longer turn is no follow-up, and of one before it the end counts
ELLIPSIS = 4  # words that make no question of their own without a verb: "de kans op recidief"
OPENED_ELLIPSIS = 7  # the same, after "en"
OWN_WORDS = 2  # content words; a question with more of them stands on its own
OPENED_OWN_WORDS = 4  # the same, after "en"
MOST_TOLD = 3  # content words before "daarvan", if it means the subject before
MOST_ABOUT = 8  # phrases of a subject
ACTS = frozenset([REMEDY, "diagnostiek", "lichamelijk onderzoek"])  # what a disorder asks for
OF_A_SENTENCE = (QUESTION_WORDS | CLAUSES | POINTERS | {"er", "het"}) - INTERROGATIVES
AFTER_A_PREPOSITION = QUESTION_WORDS | LIGHT | {"", "te"}  # where its object stands before it


class Turn(NamedTuple):
    """What the user typed, without thanks before it; and without what opens and ends an ellipsis
    too, if it has an opening.
    """

    question: Question
    bare: Question
    opened: bool

    @property
    def few(self) -> bool:
        """Has it too few content words to stand on its own?"""
        return len(self.question.own) <= (OPENED_OWN_WORDS if self.opened else OWN_WORDS)


def standalone(turns: Sequence[str], dutch: Dutch) -> str:
    """The last of the turns as a question that can be understood without the others.

    At most REMEMBERED turns count; a last turn of more than LONGEST characters is left as typed.
    """
    *earlier, last = (turn.strip() for turn in turns[-REMEMBERED:])
    if len(last) > LONGEST or not _without_thanks(last, dutch).says_something():
        return last
    read: list[Question] = []
    for turn in (turn[-LONGEST:] for turn in earlier):
        if _without_thanks(turn, dutch).says_something():
            question = Question(_read(turn, read, dutch), dutch)
            leans = question.text != turn
            if not read or leans or question.asks():  # else the subject stays what it was
                read.append(question)
    return _read(last, read, dutch)


def _read(typed: str, earlier: Sequence[Question], dutch: Dutch) -> str:
    """A turn that says something, in the light of the earlier ones as they were read."""
    if not earlier:
        return typed
    question = _without_thanks(typed, dutch)
    if opening := phrasing.NEW_SUBJECT.match(question.text):
        new = Question(question.text[opening.end() :], dutch)
        return _begun(new.text) if new.says_something() else typed
    turn = Turn(question, *_bare(question))
    before = _returned_to(question, earlier)
    return (
        _one_of_several(turn, earlier)
        or _completed(turn, before)
        or _with_subject(turn, before)
        or (typed if question.text == typed else _begun(question.text))
    )


def _without_thanks(turn: str, dutch: Dutch) -> Question:
    return Question(phrasing.COURTESY_OPENING.sub("", turn), dutch)


def _bare(question: Question) -> tuple[Question, bool]:
    """A turn without what opens and ends an ellipsis, and whether it was opened so."""
    bare = question.text.rstrip("?!., ")
    opened = False
    while opening := (
        phrasing.CONNECTIVE.match(bare)
        or phrasing.CORRECTION.match(bare)
        or phrasing.FRAME.match(bare)
        or phrasing.SAME_OF.match(bare)
    ):
        bare, opened = bare[opening.end() :], True
    if bare[1:2].islower():
        bare = bare[:1].lower() + bare[1:]
    return Question(phrasing.TRAILING.sub("", bare), question.dutch), opened


def _returned_to(turn: Question, earlier: Sequence[Question]) -> Question:
    """The question that a turn goes back to: the last, or the one that "terug naar ..." names."""
    if returning := phrasing.RETURN.match(turn.text):
        named = Question(returning.group(1), turn.dutch).terms()
        for question in reversed(earlier):
            if named & Question(ABOUT.sub("", question.text), turn.dutch).terms():
                return question
    return earlier[-1]


def _one_of_several(turn: Turn, earlier: Sequence[Question]) -> str:
    """What is asked of "de eerste" of things that a question named side by side, by its name."""
    text = turn.question.text
    which = phrasing.ONE_OF_SEVERAL.search(text)
    if which is None:
        return ""
    for question in reversed(earlier):
        names, place = _side_by_side(question), phrasing.PLACES[which.group(1).lower()]
        if len(names) > max(1, place):
            name = question.text[names[place].start : names[place].end]
            rest = question.text[: names[0].start] + question.text[names[-1].end :]
            subject = Question(rest, turn.question.dutch).subject(keep_asked=False)
            return _about(_begun(text[: which.start()] + name + text[which.end() :]), subject)
    return ""


def _side_by_side(question: Question) -> list[Phrase]:
    """The things that a question names side by side: "TESI en PRF"; none where it doesn't."""
    found: list[Phrase] = []
    for phrase in question.phrases:
        between = question.text[found[-1].end : phrase.start] if found else ""
        counted = found and found[-1].words[0].word in phrasing.NUMERALS  # "twee dingen, a en b"
        if phrasing.JOINED.fullmatch(between) and not counted:
            found.append(phrase)
        elif len(found) > 1:
            break
        else:
            found = [phrase]
    return found if len(found) > 1 else []


def _completed(turn: Turn, before: Question) -> str:
    """A phrase without a verb in its place in the question before: "en bij nekpijn?"."""
    bare = turn.bare
    if bare.has(QUESTION_WORDS | COMPARING | CLAUSES) or "," in bare.text:
        return ""
    if not set(bare.words) - STOP_WORDS - POINTERS - LIGHT or len(bare.words) > OPENED_ELLIPSIS:
        return ""
    if any(word in POINTERS and word.startswith(phrasing.PRONOMINAL) for word in bare.words):
        return ""
    asked = bare.has(ASKED)
    asks = turn.question.text.endswith("?") or asked or bool(bare.names)
    whole = asked and bare.own  # "prevalentie nekpijn?"
    if not turn.opened and (len(bare.words) > ELLIPSIS or not asks or whole):
        return ""
    return _ended(ellipsis.substituted(bare, before))


def _with_subject(turn: Turn, before: Question) -> str:
    """A question with what it needs of the one before; empty where it stands alone."""
    subject = _needed(turn, before)
    if not subject or not (turn.opened or turn.question.asks() or _points_back(turn.bare)):
        return ""
    return _about(turn.question.text, subject)


def _needed(turn: Turn, before: Question) -> list[str]:
    """What a question needs of the one before, as phrases of it; none where it stands alone."""
    question, few = turn.question, turn.few
    kinds, words = question.kinds, question.words
    asks = question.has(ASKED) or bool(question.own and question.has(INTERROGATIVES))
    clause = turn.opened and question.has(CLAUSES)  # "en als hij koorts heeft?"
    if not question.own or (few and (_compares(question) or question.has(phrasing.OF_A_STUDY))):
        return before.subject(keep_asked=not asks)
    if _points_back(question) or phrasing.RETURN.match(question.text):
        return before.subject(keep_asked=not asks, without=kinds if "ook" in words else ())
    if phrasing.DEFINING.search(turn.bare.text) or (DISORDER in kinds and not clause):
        return []
    if few and _is_fragment(question):
        return before.subject(keep_asked=True, without=kinds)
    if turn.opened:
        return before.subject(keep_asked=not asks, without=kinds) if few or clause else []
    if not few or (_scoped(words) and not question.has(PERSONS)):
        return []
    if kinds & ACTS:
        disorders = [named for named in before.names if named.kind == DISORDER]
        return [before.text[named.start : named.end] for named in disorders]
    return before.subject(keep_asked=not asks, without=kinds)


def _is_fragment(bare: Question) -> bool:
    """Does it ask without a sentence: "waarom niet", "op grond waarvan"?"""
    return bare.has(INTERROGATIVES) and not bare.has(OF_A_SENTENCE)


def _compares(question: Question) -> bool:
    """Does it compare something with the subject before?"""
    with_other = question.has(["met", "dan", "als", "tegen", "opzichte"])
    return question.has(COMPARING) and (with_other or not _scoped(question.words))


def _points_back(question: Question) -> bool:
    """Does a word stand for the subject before, as "die" and "daarvan" do?

    What is named earlier in the same turn it can mean too: then it doesn't point back.
    """
    words = question.words
    told = 0  # content words before it
    for place, word in enumerate(words):
        if told and question.mark_after(place - 1) in {".", "?", "!"}:
            break
        most = MOST_TOLD if word.startswith(phrasing.PRONOMINAL) else 0
        if word in phrasing.DETERMINERS:
            points = _alone(place, words)
        elif word in {"er", "daar"}:
            points, most = word in POINTERS or _stranded(words[place + 1 :]), 0
        else:
            points = word in POINTERS
        if points and told <= most:
            return True
        told += tells(word) and not _is_verb(place, question)
    return words[-1:] == ["dan"]


def _is_verb(place: int, question: Question) -> bool:
    """Does a word stand where a question has its verb: "knapt hij op", "hoe voer je die uit"?"""
    if place:
        return question.words[place - 1] in phrasing.BEFORE_A_VERB
    return question.mark_after(0) != ","


def _alone(place: int, words: Sequence[str]) -> bool:
    """Is words[place], "die" or "dat", without a noun that it goes with and no clause's opening?"""
    word, previous, after = words[place], words[place - 1] if place else "", (*words, "")[place + 1]
    if after in STAND_INS or after in ASKED:  # "die groep", "dat effect"
        return True
    relative = bool(previous) and (tells(previous) or previous in STAND_INS)
    a_clause = word == "dat" and after in phrasing.CLAUSE_OPENERS
    return not (relative or a_clause or (after and tells(after)))


def _stranded(words: Sequence[str]) -> bool:
    """Has one of the words, a preposition, its object before it: "kun je er iets tegen doen"?"""
    afters = [*words[1:], ""]
    return any(
        word == "mee" or (word in PREPOSITIONS and after in AFTER_A_PREPOSITION)
        for word, after in zip(words, afters, strict=True)
    )


def _scoped(words: Sequence[str]) -> bool:
    """Does it say of what, or for whom: a preposition and something that tells?"""
    after = False
    for word in words:
        if after and tells(word):
            return True
        linked = word in STOP_WORDS and word not in INTERROGATIVES
        after = word in PREPOSITIONS or (after and linked)
    return False


def _about(question: str, subject: Sequence[str]) -> str:
    """A question with the subject that it is about."""
    if not subject:
        return question
    mark = "." if question.endswith((".", "!")) else "?"
    return f"{question.rstrip('?!. ')}{mark} (over: {', '.join(subject[-MOST_ABOUT:])})"


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(question: str) -> str:
    return f"{_begun(question.rstrip('?!. '))}{'' if question.endswith(')') else '?'}"
