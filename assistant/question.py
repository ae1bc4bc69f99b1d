"""A question taken apart: its words and phrases with their places, and the concepts it names.

What `assistant.conversation` and `assistant.ellipsis` ask of a turn. Word lists and the lexicon,
no grammar. Doesn't change a text.
"""

import re
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from assistant import phrasing
from assistant.phrasing import (
    ARTICLES,
    ASKED,
    COMPLAINTS,
    INTERROGATIVES,
    LIGHT,
    POINTERS,
    PREPOSITIONS,
    QUESTION_WORDS,
    STAND_INS,
)
from ingest.dutch import STOP_WORDS, Dutch, fold, stem

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
TELLS_NOTHING = STOP_WORDS | ASKED | QUESTION_WORDS | LIGHT | STAND_INS | PREPOSITIONS | POINTERS
WITH_WHAT_TELLS = STAND_INS | COMPLAINTS | ASKED  # part of a phrase beside a word that tells
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


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


class Phrase(NamedTuple):
    """Words side by side, at text[start:end]."""

    words: list[Said]
    start: int
    end: int


class Question:
    """A turn of a conversation, or a part of one, that need not be a question by its form."""

    def __init__(self, text: str, dutch: Dutch) -> None:
        self.text = text
        self.dutch = dutch

    @cached_property
    def said(self) -> list[Said]:
        """Its words, in order."""
        return [Said(fold(found.group()), *found.span()) for found in _WORD.finditer(self.text)]

    @cached_property
    def words(self) -> list[str]:
        """The same, without their places."""
        return [said.word for said in self.said]

    @cached_property
    def own(self) -> list[str]:
        """Its words that tell what it is about."""
        return [word for word in self.words if tells(word)]

    @cached_property
    def names(self) -> list[Named]:
        """The lexicon's concepts in it, in order; "pijn" alone is of whatever disorder."""
        found = []
        lexicon = self.dutch.lexicon
        for name, places in lexicon.named_in([stem(word) for word in self.words]):
            first, last = self.said[places[0]], self.said[places[-1]]
            if first is not last or first.word not in COMPLAINTS:
                top = lexicon.widest(name)
                found.append(Named(name, KINDS.get(top, top), first.start, last.end))
        return found

    @cached_property
    def kinds(self) -> set[str]:
        """The kinds of concept that it names."""
        return {named.kind for named in self.names}

    @cached_property
    def phrases(self) -> list[Phrase]:
        """Its words that tell, or that go with one that tells; those side by side together."""
        runs: list[list[Said]] = []
        for said in self.said[self._opens_with_verb() :]:
            if not (tells(said.word) or said.word in WITH_WHAT_TELLS):
                continue
            if runs and not self.text[runs[-1][-1].end : said.start].strip():
                runs[-1].append(said)
            else:
                runs.append([said])
        return [Phrase(run, run[0].start, run[-1].end) for run in runs]

    def mark_after(self, place: int) -> str:
        """What stands right after a word."""
        end = self.said[place].end
        return self.text[end : end + 1]

    def has(self, words: Collection[str]) -> bool:
        """Does it hold one of these words?"""
        return not set(words).isdisjoint(self.words)

    def asks(self) -> bool:
        """Is it a question by its form: "?", a word that asks, or a verb in front?"""
        in_front = bool(QUESTION_WORDS.intersection(self.words[:1]))
        return self.text.endswith("?") or self.has(ASKED | INTERROGATIVES) or in_front

    def says_something(self) -> bool:
        """Is it more than thanks, agreement or marks?"""
        content = set(self.words) - STOP_WORDS
        asks = "?" in self.text or self.has(INTERROGATIVES) or (not content and self.has(POINTERS))
        return bool(self.words) and (asks or bool(content - phrasing.COURTESY))

    def terms(self) -> set[str]:
        """Its terms, wider concepts left out."""
        found = self.dutch.content(self.text)
        return {term for word in found for term in (*word.own, *self.dutch.parts(word.text))}

    def preposition(self, place: int) -> str:
        """The preposition of the phrase at this place; empty where it has none."""
        for said in reversed([said for said in self.said if said.end <= place]):
            if said.word in PREPOSITIONS:
                return said.word
            if said.word not in ARTICLES and not phrasing.is_adjective(said.word):
                break
        return ""

    def subject(self, keep_asked: bool, without: Collection[str] = ()) -> list[str]:
        """What it is about, as phrases of it.

        `keep_asked` keeps what it asks of its subject. Concepts of the kinds in `without` are left
        out.
        """
        left_out = [named for named in self.names if named.kind in without]
        found = []
        for phrase in self.phrases:
            words = [
                said
                for before, said in zip([None, *phrase.words], phrase.words, strict=False)
                if (keep_asked or _belongs(said, before))
                and not any(named.start <= said.start < named.end for named in left_out)
            ]
            if any(tells(said.word) or said.word in ASKED for said in words):
                found.append(self.text[words[0].start : words[-1].end])
        return list(dict.fromkeys(found))

    def _opens_with_verb(self) -> bool:
        """Does it open with a verb that no list holds: "stijgt cortisol", "herstelt een hernia"?"""
        if len(self.said) < 2 or not self.text.endswith("?") or self.has(QUESTION_WORDS):
            return False
        first, second = self.said[:2]
        alike = tells(first.word) and first.word.endswith("t") and second.word not in PREPOSITIONS
        return alike and self.text[first.end : second.start] == " "


def tells(word: str) -> bool:
    """Does a folded word say what a question is about?"""
    return word not in TELLS_NOTHING


def _belongs(said: Said, before: Said | None) -> bool:
    """Is it part of a subject, and not what is asked of it: "psychologische behandelingen"?"""
    qualified = before is not None and phrasing.is_adjective(before.word)
    return said.word not in ASKED or said.word in COMPLAINTS or qualified
