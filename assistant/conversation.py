"""Follow-up -> standalone question: "En de prevalentie?" after one about incidence.

Rules on the form of Dutch follow-ups, no language model. An ellipsis or a correction takes the
place of its like in the question before. A question that points back ("daarvan", "die groep"), or
that says nothing of its subject ("Hoelang dan?"), gets the subject of the question before added. A
question that names no disorder ("Helpt fysiotherapie?") gets that of the one before. A question
that stands on its own, or says that it is about something else, is a new subject: the turns before
it count no more. Thanks are passed over. Doesn't search.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant import phrasing
from assistant.phrasing import (
    ARTICLES,
    ASKED,
    CLAUSES,
    COMPARING,
    COMPLAINTS,
    INTERROGATIVES,
    LIGHT,
    PEOPLE,
    PERSONS,
    POINTERS,
    PREPOSITIONS,
    QUESTION_WORDS,
    STAND_INS,
)
from ingest.dutch import STOP_WORDS, Dutch, fold, stem

ELLIPSIS = 4  # words that make no question of their own without a verb: "de kans op recidief"
OPENED_ELLIPSIS = 7  # the same, after "en"
OWN_WORDS = 2  # content words; a question with more of them stands on its own
OPENED_OWN_WORDS = 4  # the same, after "en"
MOST_TOLD = 3  # content words before "daarvan", if it means the subject before
REMEMBERED = 30  # turns
MOST_ABOUT = 8  # phrases of a subject
# Concepts at the top of the lexicon of which one can take the place of another, beside those of
# one top: what a patient has, and what is done about it.
DISORDER, REMEDY = "disorder", "remedy"
KINDS = dict.fromkeys(
    [
        "wervelkolomaandoening",
        "pijn",
        "aandoening van het bewegingsapparaat",
        "perifere zenuwcompressie",
        "perifere neuropathie",
        "maligniteit",
        "primaire bottumor",
        "myelopathie",
        "inflammatoire reumatische aandoening",
        "fractuur",
        "osteoporose",
        "plexopathie",
    ],
    DISORDER,
) | dict.fromkeys(["behandeling", "hulpmiddel", "leefstijl", "preventie"], REMEDY)
ACTS = frozenset([REMEDY, "diagnostiek", "lichamelijk onderzoek"])  # what a disorder asks for
NAMELESS = LIGHT | STAND_INS | PREPOSITIONS | POINTERS
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ABOUT = re.compile(r"[?.]? \(over: [^)]*\)\Z")
_ARTICLE = re.compile(r"\b(?:de|het|een)\s+\Z", re.IGNORECASE)


class Said(NamedTuple):
    """A word of a text, folded, and its place: text[start:end]."""

    word: str
    start: int
    end: int


class Named(NamedTuple):
    """A concept that a text names, at text[start:end]; those of one kind can be swapped."""

    name: str
    kind: str
    start: int
    end: int


def standalone(turns: Sequence[str], dutch: Dutch) -> str:
    """The last of the turns as a question that can be understood without the others."""
    *earlier, last = (turn.strip() for turn in turns[-REMEMBERED:])
    if not _says_something(last):
        return last
    read: list[str] = []
    for turn in filter(_says_something, earlier):
        question = _read(turn, read, dutch)
        if not read or question != turn or _asks(turn):  # else the subject stays what it was
            read.append(question)
    return _read(last, read, dutch)


def _says_something(turn: str) -> bool:
    """Is it more than thanks, agreement or marks?"""
    words = {said.word for said in _said(phrasing.COURTESY_OPENING.sub("", turn))}
    content = words - STOP_WORDS
    asks = "?" in turn or INTERROGATIVES & words or (POINTERS & words and not content)
    return bool(words) and bool(asks or content - phrasing.COURTESY)


def _read(turn: str, earlier: Sequence[str], dutch: Dutch) -> str:
    """A turn that says something, in the light of the earlier ones as they were read."""
    if not earlier:
        return turn
    rest = phrasing.COURTESY_OPENING.sub("", turn)
    before = _returned_to(rest, earlier)
    if opening := phrasing.NEW_SUBJECT.match(rest):
        rest = rest[opening.end() :]
        return _begun(rest) if _says_something(rest) else turn
    bare, opened = _bare(rest)
    words = [said.word for said in _said(bare)]
    if same := phrasing.SAME_OF.match(bare):
        swapped = _swapped(bare[same.end() :], before, dutch)
        if swapped:
            return _ended(swapped)
    if _elliptic(bare, words, opened or turn.endswith("?"), opened, dutch):
        return _ended(_substituted(bare, before, dutch))
    question = rest.rstrip("?!. ")
    subject = _subject_for(question, opened, before, dutch)
    if subject and (opened or _asks(turn) or _points_back(words)):
        mark = "." if turn.endswith((".", "!")) else "?"
        return f"{question}{mark} (over: {', '.join(subject[-MOST_ABOUT:])})"
    return turn if rest == turn else _begun(rest)


def _returned_to(turn: str, earlier: Sequence[str]) -> str:
    """The question that a turn goes back to: the last, or the one that "terug naar ..." names."""
    if returning := phrasing.RETURN.match(turn):
        named = {stem(said.word) for said in _said(returning.group(1)) if _tells(said.word)}
        for question in reversed(earlier):
            if named & {stem(said.word) for said in _said(question)}:
                return question
    return earlier[-1]


def _bare(text: str) -> tuple[str, bool]:
    """A turn without what opens and ends an ellipsis, and whether it was opened so."""
    bare = text.rstrip("?!., ")
    opened = False
    while opening := (
        phrasing.CONNECTIVE.match(bare)
        or phrasing.CORRECTION.match(bare)
        or phrasing.FRAME.match(bare)
    ):
        bare, opened = bare[opening.end() :], True
    if bare[1:2].islower():
        bare = bare[:1].lower() + bare[1:]
    while (shorter := phrasing.TRAILING.sub("", bare)) != bare:
        bare = shorter
    return bare, opened


def _asks(turn: str) -> bool:
    """Is it a question by its form: "?", a word that asks, or a verb in front?"""
    words = [said.word for said in _said(turn)]
    asking = (ASKED | INTERROGATIVES).intersection(words)
    return turn.endswith("?") or bool(asking or QUESTION_WORDS.intersection(words[:1]))


def _elliptic(bare: str, words: list[str], marked: bool, opened: bool, dutch: Dutch) -> bool:
    """Is it a phrase without a verb, that says something else than "die" and "dat"?"""
    if (QUESTION_WORDS | COMPARING | CLAUSES).intersection(words) or "," in bare:
        return False
    if not set(words) - STOP_WORDS - POINTERS - LIGHT or len(words) > OPENED_ELLIPSIS:
        return False
    asked = bool(ASKED.intersection(words))
    whole = asked and any(map(_tells, words))  # "prevalentie nekpijn?"
    asks = marked or asked or bool(_named(bare, dutch))
    return opened or (len(words) <= ELLIPSIS and asks and not whole)


def _subject_for(question: str, opened: bool, before: str, dutch: Dutch) -> list[str]:
    """What a question needs of the one before, as phrases of it; none where it stands alone."""
    words = [said.word for said in _said(question)]
    own = [word for word in words if _tells(word)]
    kinds = {named.kind for named in _named(question, dutch)}
    keep_asked = not ASKED.intersection(words)
    clause = opened and bool(CLAUSES.intersection(words))  # "en als hij koorts heeft?"
    few = len(own) <= (OPENED_OWN_WORDS if opened else OWN_WORDS)
    if not own or (_compares(words) and few):
        return _subject(before, dutch, keep_asked)
    if _points_back(words) or phrasing.RETURN.match(question):
        return _subject(before, dutch, keep_asked, without=kinds if "ook" in words else ())
    if phrasing.DEFINING.match(_bare(question)[0]) or (DISORDER in kinds and not clause):
        return []
    if opened:
        return _subject(before, dutch, keep_asked, without=kinds) if few or clause else []
    if not few or (_scoped(words) and not PERSONS.intersection(words)):
        return []
    if kinds & ACTS:
        disorders = [named for named in _named(before, dutch) if named.kind == DISORDER]
        return [before[named.start : named.end] for named in disorders]
    return _subject(before, dutch, keep_asked, without=kinds)


def _compares(words: Sequence[str]) -> bool:
    """Does it compare something with the subject before?"""
    with_other = {"met", "dan", "als", "tegen", "opzichte"}.intersection(words)
    return bool(COMPARING.intersection(words)) and bool(with_other or not _scoped(words))


def _points_back(words: Sequence[str]) -> bool:
    """Does a word stand for the subject before, as "die" and "daarvan" do?

    What is named earlier in the same turn it can mean too: then it doesn't point back.
    """
    told = 0  # content words before it; the first word may be a verb
    for place, word in enumerate(words):
        if word in phrasing.DETERMINERS:
            points = not told and _alone(place, words)
        elif word in {"er", "daar"}:
            points = not told and (word in POINTERS or _stranded(words[place + 1 :]))
        else:
            points = word in POINTERS and told <= MOST_TOLD
        if points:
            return True
        told += bool(place) and _tells(word)
    return words[-1:] == ["dan"]


def _alone(place: int, words: Sequence[str]) -> bool:
    """Is words[place], "die" or "dat", without a noun that it goes with and no clause's opening?"""
    word, previous, after = words[place], words[place - 1] if place else "", (*words, "")[place + 1]
    if after in STAND_INS | ASKED:  # "die groep", "dat effect"
        return True
    relative = bool(previous) and (_tells(previous) or previous in STAND_INS)
    a_clause = word == "dat" and after in phrasing.CLAUSE_OPENERS
    return not (relative or a_clause or (after and _tells(after)))


def _stranded(words: Sequence[str]) -> bool:
    """Has one of the words, a preposition, its object before it: "kun je er iets tegen doen"?"""
    afters = [*words[1:], ""]
    return any(
        word == "mee" or (word in PREPOSITIONS and after in QUESTION_WORDS | LIGHT | {"", "te"})
        for word, after in zip(words, afters, strict=True)
    )


def _scoped(words: Sequence[str]) -> bool:
    """Does it say of what, or for whom: a preposition and something that tells?"""
    after = False
    for word in words:
        if after and _tells(word):
            return True
        after = word in PREPOSITIONS or (after and word in STOP_WORDS - INTERROGATIVES)
    return False


def _substituted(phrase: str, before: str, dutch: Dutch) -> str:
    """The question before with each piece of a phrase in the place of its like, or added to it."""
    for piece in _pieces(phrase, dutch):
        before = _swapped(piece, before, dutch) or _added(piece, before)
    return before


def _pieces(phrase: str, dutch: Dutch) -> list[str]:
    """A phrase cut before its prepositions, but not within the name of a concept."""
    names = _named(phrase, dutch)
    cuts = [0]
    told = False
    for said in _said(phrase):
        within = any(name.start < said.start < name.end for name in names)
        if said.word in PREPOSITIONS and told and not within:
            cuts.append(said.start)
            told = False
        told = told or said.word not in STOP_WORDS
    return [phrase[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(phrase)], strict=True)]


def _swapped(piece: str, before: str, dutch: Dutch) -> str:
    """The question before with a phrase in the place of its like; empty where it has none."""
    preposition, core = _parted(piece)
    content = [said.word for said in _said(core) if said.word not in STOP_WORDS]
    if not content:
        return ""
    if not preposition and ASKED.issuperset(content):
        return _asking(core, before, dutch)
    new, held = _named(core, dutch), _named(before, dutch)
    kind = new[0].kind if new else ""
    telling = [word for word in content if word not in COMPLAINTS]
    if len(telling) == 1 and _only_qualifies(telling[0], kind):
        return _qualified(_typed(telling[0], core), before, held)
    alike = [each for each in held if each.kind == kind]
    if kind == DISORDER and preposition in phrasing.ADDING:
        alike = [each for each in alike if _follows(preposition, each.start, before)]
    if alike:
        old = max(reversed(alike), key=lambda each: _kinship(each.name, new[0].name, dutch))
        return _put(core, old.start, old.end, before)
    if not preposition:
        a_thing = bool(kind) or core != core.lower() or _said(core)[0].word in ARTICLES
        return _in_place_of_all(core, before) if a_thing else ""
    return "" if PEOPLE.intersection(content) else _as_object(preposition, core, before, held)


def _typed(word: str, text: str) -> str:
    """A folded word of a text, as it was typed there."""
    return next(text[said.start : said.end] for said in _said(text) if said.word == word)


def _kinship(one: str, other: str, dutch: Dutch) -> int:
    """How many wider concepts two concepts share, themselves included."""
    lines = []
    for name in (one, other):
        line = {name}
        while name := dutch.lexicon.concepts[name].broader:
            line.add(name)
        lines.append(line)
    return len(lines[0] & lines[1])


def _only_qualifies(word: str, kind: str) -> bool:
    return phrasing.is_adjective(word) and word not in PEOPLE and kind in {"", DISORDER}


def _follows(preposition: str, place: int, text: str) -> bool:
    """Does the last preposition before a place in a text come to this?"""
    found = [said.word for said in _said(text[:place]) if said.word in PREPOSITIONS]
    return found[-1:] == [preposition]


def _put(phrase: str, start: int, end: int, text: str) -> str:
    """A text with a phrase for text[start:end], and one article before it at most."""
    head = text[:start]
    if _said(phrase)[0].word in ARTICLES:
        head = _ARTICLE.sub("", head)
    return head + phrase + text[end:]


def _in_place_of_all(core: str, before: str) -> str:
    """The question before with another subject, where its subject is one phrase; else empty."""
    told = [said for said in _said(before) if _tells(said.word)]
    if not told or before[told[0].start : told[-1].end].count(" ") >= len(told):
        return ""
    return _put(core, told[0].start, told[-1].end, before)


def _asking(asked: str, before: str, dutch: Dutch) -> str:
    """The question before, asking something else of the same subject."""
    for said in _said(before):
        if said.word in ASKED:
            return _put(asked, said.start, said.end, before)
    return f"{asked}? (over: {', '.join(_subject(before, dutch, keep_asked=False))})"


def _qualified(adjective: str, before: str, named: Sequence[Named]) -> str:
    """The question before with an adjective in the place of another, or before its disorder."""
    words = _said(before)
    for said, after in reversed(list(pairwise(words))):
        if phrasing.is_adjective(said.word) and (_tells(after.word) or after.word in ASKED):
            return before[: said.start] + adjective + before[said.end :]
    for each in reversed(named):
        if each.kind == DISORDER:
            return f"{before[: each.start]}{adjective} {before[each.start :]}"
    return ""


def _as_object(preposition: str, core: str, before: str, named: Sequence[Named]) -> str:
    """The question before with another object of a preposition; empty where the two can both hold:
    "bij lagerugpijn", "bij diabetes".
    """
    words = _said(before)
    for place, said in enumerate(words):
        start = end = 0
        for after in words[place + 1 :] if said.word == preposition else ():
            part = _tells(after.word) or after.word in ARTICLES | ASKED | STAND_INS
            if not (part or phrasing.is_adjective(after.word)):
                break
            start, end = start or after.start, after.end
        another = any(each.start < end and start < each.end for each in named)
        if end and not (another and preposition in phrasing.OF_PATIENTS):
            return before[:start] + core + before[end:]
    return ""


def _added(piece: str, before: str) -> str:
    """The question before with a phrase after it, and before what it is about."""
    about = _ABOUT.search(before)
    text = before[: about.start()] if about else before.rstrip("?!. ")
    joint = " " if _said(piece)[0].word in PREPOSITIONS else ", "
    return text + joint + piece + (about.group() if about else "")


def _parted(piece: str) -> tuple[str, str]:
    """The preposition that a phrase opens with, if any, and the rest."""
    first = _said(piece)[0]
    if first.word not in PREPOSITIONS:
        return "", piece
    return first.word, piece[first.end :].strip()


def _named(text: str, dutch: Dutch) -> list[Named]:
    """The lexicon's concepts in a text, in order."""
    said = _said(text)
    found = []
    for name, places in dutch.lexicon.named_in([stem(each.word) for each in said]):
        top = dutch.lexicon.widest(name)
        place = said[places[0]].start, said[places[-1]].end
        found.append(Named(name, KINDS.get(top, top), *place))
    return found


def _subject(
    question: str, dutch: Dutch, keep_asked: bool, without: Collection[str] = ()
) -> list[str]:
    """What a question is about, as phrases of it: its content words, those side by side together.

    `keep_asked` keeps what it asks of its subject. Concepts of the kinds in `without` are left out.
    """
    left_out = [named for named in _named(question, dutch) if named.kind in without]
    runs: list[list[Said]] = []
    for said in _said(question):
        if any(named.start <= said.start < named.end for named in left_out):
            continue
        asked = keep_asked and said.word in ASKED
        if not (asked or _tells(said.word) or said.word in STAND_INS | COMPLAINTS):
            continue
        if runs and not question[runs[-1][-1].end : said.start].strip():
            runs[-1].append(said)
        else:
            runs.append([said])
    telling = [run for run in runs if any(_tells(said.word) or said.word in ASKED for said in run)]
    return list(dict.fromkeys(question[run[0].start : run[-1].end] for run in telling))


def _tells(word: str) -> bool:
    """Does a folded word say what a question is about?"""
    return word not in STOP_WORDS | ASKED | QUESTION_WORDS | NAMELESS


def _said(text: str) -> list[Said]:
    return [Said(fold(found.group()), *found.span()) for found in _WORD.finditer(text)]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(question: str) -> str:
    return f"{_begun(question.rstrip('?!. '))}{'' if question.endswith(')') else '?'}"
