"""One analysis of Dutch text, for documents and questions alike: text -> terms.

A text becomes lower-case words without accents, their stems, the stems of a compound's parts, and
a mark for each concept of the lexicon that it names ("LRS", "ischias" -> "§lumbosacraal radiculair
syndroom"). Sharing a term is what the lexical index counts as a match. Doesn't parse grammar and
doesn't correct spelling.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import Stemmer

from ingest.compounds import LONGEST_WORD, Compounds, common_words
from ingest.errors import CorpusError

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W_]+(?:['’-][^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_GREEK = {"α": "alfa", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "μ": "mu"}
_SPELLING = {"alpha": "alfa", "%": "procent"}
LEXICON_HEADER = ["preferred", "synonyms", "lay", "abbreviations", "english", "broader"]
MOST_WORDS, MOST_READINGS = 1 << 17, 1 << 12  # whose analysis is kept: the last ones met
WIDER = 2  # steps up the lexicon that a name counts for: tramadol, opioid, analgesic

STOP_WORDS = frozenset(
    """
    a aan af al alle allen alleen als alsmede alsnog altijd ander andere anders ben bent bij
    bijna boven bovendien daar daarbij daardoor daarin daarmee daarna daarnaast daarom daarop
    daarvan daarvoor dan dat de deed den denk der deze dezelfde die dient dient dit doe doen
    doet door dus echter een eens eerder elk elke en enig enige er erg ermee ervan ervoor even
    ga gaan gaat ge geef geen gehad geldt geven geweest geworden graag had hadden heb hebben
    hebt heeft heel hem hen het hier hierbij hierin hiervan hij hoe hoeveel hoewel hun iemand
    iets ik in indien is ja je jij jou jouw jullie kan kon konden krijg krijgen krijgt kun
    kunnen kunt laat laten lijkt maar mag meer mee men met mij mijn mis moest moet moeten na
    naar naast nadat nee niet niks niets nog nou nu of om omdat omtrent onder ons onze ook op
    over per pas s sinds soms stel te tegen ten tenzij ter terwijl toch toe toen tot tussen
    uit u uw vaak van vanaf vanuit vanwege vast veel vervolgens via vind volgens voor vooral
    voordat waar waaraan waarbij waardoor waarin waarmee waarom waarop waarvan waarvoor
    wanneer want waren was wat we weer weet weinig wel welk welke wellicht werd werden weten
    wie wij wil willen wilt word worden wordt zal ze zeer zei zeg zeggen zeker zelf zich zij
    zijn zo zoals zodat zonder zou zouden zowel zult zullen the of and is are what how which
    for with does do in on to
    """.split()
)


def fold(text: str) -> str:
    """Lower case without accents; Greek letters by name.

    >>> fold("Patiënten, IL-1β")
    'patienten, il-1beta'
    """
    lower = text.casefold()
    if lower.isascii():  # most words: nothing to take off
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return "".join(_GREEK.get(char, char) for char in plain)


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order; a hyphened word is one.

    >>> words("HLA-B27: 20-35.4% bij 1.000 hernia's")
    ['hla-b27', '20', '35,4', 'procent', 'bij', '1000', "hernia's"]
    """
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text))
    return [word for token in tokens for word in _words_of(token)]


@lru_cache(maxsize=1 << 16)
def _words_of(token: str) -> tuple[str, ...]:
    """The words of a token: one, but for signs that fold into several ("½")."""
    if token[0].isdecimal():
        return (_number(token),)
    return tuple(_SPELLING.get(word, word) for word in _TOKEN.findall(fold(token)))


def _number(written: str) -> str:
    """A number in one spelling: a comma before its decimals, nothing between its thousands.

    >>> _number("2.483"), _number("40.9"), _number("0.001")
    ('2483', '40,9', '0,001')
    """
    whole = written if written[0] == "0" else _THOUSANDS.sub("", written)
    return whole.replace(".", ",")


_JOINTS = str.maketrans("", "", "-'’")
_stemmer = Stemmer.Stemmer("dutch")  # Kraaij-Pohlmann


@lru_cache(maxsize=MOST_WORDS)
def stem(word: str) -> str:
    """The Kraaij-Pohlmann stem of a folded word, a plural in 's or -as/-os taken off first.

    >>> stem("zenuwwortels") == stem("zenuwwortel"), stem("hernia's") == stem("hernia")
    (True, True)
    """
    word = word.removesuffix("'s").removesuffix("’s").translate(_JOINTS)
    if word.endswith(("as", "os", "us")) and len(word) > 5:  # hernias; not: abces
        word = word[:-1]
    if word.endswith("ieen"):  # therapieën
        word = word[:-2]
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


@dataclass(frozen=True, slots=True)
class Concept:
    """One row of the lexicon: what one thing is called, and the wider thing that it is one of."""

    preferred: str
    terms: tuple[str, ...]  # every name of it, the preferred one first
    broader: str


def mark(concept: str) -> str:
    """The term that stands for a concept, whatever it was called in the text."""
    return f"§{concept}"


def lexicon_rows(path: Path) -> dict[int, list[str]]:
    """The rows of a lexicon.tsv by their line: after a header, six tab-separated cells of terms.

    Raises:
        CorpusError: the header or a row has other columns, a preferred term has two rows, or a term
            has no word.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *read = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)) or [[]]
    except (OSError, ValueError, csv.Error) as error:
        raise CorpusError(f"{path} is niet te lezen: {error}") from error
    if header != LEXICON_HEADER:
        raise CorpusError(f"{path}: de eerste regel moet zijn: {' '.join(LEXICON_HEADER)}")
    rows = {line: [cell.strip() for cell in row] for line, row in enumerate(read, start=2)}
    names: set[str] = set()
    for line, row in rows.items():
        fault = _fault(row, names)
        if fault:
            raise CorpusError(f"{path}, regel {line}: {fault}")
        names.add(row[0])
    return rows


def _fault(row: list[str], names: set[str]) -> str:
    """What is wrong with a row of the lexicon that follows rows of these names; empty if sound."""
    if len(row) != len(LEXICON_HEADER) or not row[0]:
        return f"geen {len(LEXICON_HEADER)} kolommen"
    if row[0] in names:
        return f"'{row[0]}' heeft al een regel"
    return next((f"'{term}' is geen woord" for term in terms_of(row) if not words(term)), "")


def terms_of(row: list[str]) -> Iterator[str]:
    """The terms of a row of the lexicon, the preferred one first; `|` stands between them."""
    for cell in row[:5]:
        yield from (term.strip() for term in cell.split("|") if term.strip())


def stems_of(term: str) -> tuple[str, ...]:
    """What a term is found by: two terms with the same stems are one."""
    return tuple(map(stem, words(term)))


class Lexicon:
    """The concepts of the field, found in text by the stems of their names. Never changed."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.preferred: concept for concept in concepts}
        self._by_stems: dict[tuple[str, ...], str] = {}
        for concept in self.concepts.values():
            for term in concept.terms:
                self._by_stems.setdefault(stems_of(term), concept.preferred)
        for word in STOP_WORDS:  # TENS is not "ten"
            self._by_stems.pop((stem(word),), None)
        self._lengths: dict[str, list[int]] = {}  # of the names that a stem opens, longest first
        for stems in sorted(self._by_stems, key=len, reverse=True):
            lengths = self._lengths.setdefault(stems[0], [])
            if len(stems) not in lengths:
                lengths.append(len(stems))

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        """Read a lexicon.tsv; the same one again where the last file that was read held the same.

        Raises:
            CorpusError: its rows are malformed (see `lexicon_rows`), or a broader concept has none.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CorpusError(f"{path} is niet te lezen: {error}") from error
        lexicon = _last.get(content)
        if lexicon is None:
            lexicon = cls._read(path)
            _last.clear()
            _last[content] = lexicon
        return lexicon

    @classmethod
    def _read(cls, path: Path) -> "Lexicon":
        concepts = {
            row[0]: Concept(row[0], tuple(terms_of(row)), row[5])
            for row in lexicon_rows(path).values()
        }
        for concept in concepts.values():
            if concept.broader and concept.broader not in concepts:
                raise CorpusError(f"{path}: '{concept.broader}' heeft geen eigen regel")
        return cls(concepts.values())

    def named_in(self, stems: list[str]) -> Iterator[tuple[str, range]]:
        """The concepts that a text names, and where; the longest name wins at each place."""
        after = 0  # the last name's end: names don't overlap
        for at, stem in enumerate(stems):
            for length in self._lengths.get(stem, ()) if at >= after else ():
                named = tuple(stems[at : at + length])
                concept = self._by_stems.get(named)
                if concept is not None:
                    after = at + len(named)
                    yield concept, range(at, after)
                    break

    def wider(self, name: str) -> list[str]:
        """The marks of the concepts that a concept is one of, nearest first, at most WIDER."""
        found: list[str] = []
        while len(found) < WIDER and (name := self.concepts[name].broader):
            found.append(mark(name))
        return found

    def widest(self, name: str) -> str:
        """The concept at the end of the way up: two with the same one are of a kind."""
        while broader := self.concepts[name].broader:
            name = broader
        return name

    def vocabulary(self) -> Iterator[str]:
        """Every word of every name."""
        for concept in self.concepts.values():
            for term in concept.terms:
                yield from words(term)


_last: dict[bytes, Lexicon] = {}  # the one read last, by its file's content: each build has a copy


class Word(NamedTuple):
    """A content word of a question, folded, and the terms that would match it."""

    text: str
    own: tuple[str, ...]  # its stem, and the concepts that it names or helps to name
    near: tuple[str, ...]  # the parts of a compound, and wider concepts

    @property
    def terms(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.own, *self.near)


class Reading(NamedTuple):
    """The content words of a text, in order, and all their terms."""

    content: tuple[Word, ...]
    terms: frozenset[str]


class Dutch:
    """The analysis over one lexicon. `terms` is what both sides use.

    The parts of compounds are words of the lexicon or of Dutch in general, so that a text has the
    same terms whatever else the index holds.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.parts = lru_cache(maxsize=MOST_WORDS)(self._parts)
        self.reading = lru_cache(maxsize=MOST_READINGS)(self._reading)
        self.held = lru_cache(maxsize=MOST_READINGS)(self._held)
        self._word = lru_cache(maxsize=MOST_WORDS)(self._analysed)

    def terms(self, text: str) -> list[str]:
        """The terms of a text: stems, the parts of compounds, and concepts; stop words left out."""
        found = words(text)
        terms = [
            term
            for word in found
            if word not in STOP_WORDS
            for term in (stem(word), *self.parts(word))
        ]
        for name, _ in self.lexicon.named_in([stem(word) for word in found]):
            terms.extend((mark(name), *self.lexicon.wider(name)))
        return terms

    def _held(self, text: str) -> frozenset[str]:
        """The terms of a text, in no order; kept, since the texts that answer are met again."""
        return frozenset(self.terms(text))

    def content(self, text: str) -> list[Word]:
        """The content words of a text, each with its terms; a concept counts for all its words."""
        found = words(text)
        concepts: dict[int, str] = {}
        for name, places in self.lexicon.named_in([stem(word) for word in found]):
            concepts.update(dict.fromkeys(places, name))
        return [
            self._word(word, concepts.get(place))
            for place, word in enumerate(found)
            if word not in STOP_WORDS
        ]

    def _reading(self, text: str) -> Reading:
        """As `content`; kept, since the sentences that answer are met again and again."""
        content = tuple(self.content(text))
        return Reading(content, frozenset(term for word in content for term in word.terms))

    def _analysed(self, word: str, concept: str | None) -> Word:
        if concept is None:
            return Word(word, (stem(word),), self.parts(word))
        near = (*self.parts(word), *self.lexicon.wider(concept))
        return Word(word, (stem(word), mark(concept)), near)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The stems of a compound's parts, at every level; none where it isn't a compound."""
        if len(word) > LONGEST_WORD:
            return ()
        if "-" in word:
            pieces = [piece for piece in word.split("-") if piece]
            return tuple(part for piece in pieces for part in (stem(piece), *self.parts(piece)))
        return tuple(map(stem, self._compounds.parts(word)))

    @cached_property
    def _compounds(self) -> Compounds:
        """Made at the first word: many commands split none."""
        named = {word for word in self.lexicon.vocabulary() if len(word) > 3 and word.isalpha()}
        return Compounds(common_words(fold, STOP_WORDS), named - STOP_WORDS)
