"""Questions about the documents themselves, answered from the index's records.

Which documents there are, what they are about, who wrote one, when, where and of what kind: the
record (title, authors, year, venue, kind) says which document is meant and what to look for, and
what is quoted is the document's own words: the sentence that holds it, else its title or its
opening. A note on top gives what the record has. Doesn't answer what a document says of its
subject.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from assistant.composer import Candidate
from assistant.stretches import quotable
from ingest.dutch import STOP_WORDS, Word, fold, mark, stem, words
from ingest.index import Build
from ingest.passages import Span
from ingest.schema import Document, Source

MOST_DOCUMENTS = 12  # of a list
MOST_HEADINGS = 15  # of a document
LONGEST_RUN = 6  # stretches that give a value together
FRONT = 4  # passages of a document in which it says who wrote it, and when


class Told(NamedTuple):
    """What to quote, in order, and what the records say; `reason` where there is nothing."""

    quotes: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()
    reason: str | None = None


class Field(NamedTuple):
    """Something that a record can say: how it is asked for, and what is looked for in the text."""

    name: str
    asked: re.Pattern[str]
    value: Callable[[Source], str]
    named: re.Pattern[str]  # words of a sentence that speaks of it


_WORK = (
    r"(?:artikel\w*|leidraad|richtlijn|documenten?|bron(?:nen)?|tekst(?:en)?|stuk(?:ken)?|review|"
    r"onderzoek|studie|meta-analyse|papers?|article|guideline|source|document|study)"
)
_A_WORK = re.compile(rf"{_WORK}\b|^\W*wie (?:zijn|is) de (?:auteurs?|schrijvers?)\W*$")
_MONEY = re.compile(r"gefinancierd|financier|betaald|gesponsord|belangen|funded|paid")
_FIELDS = (
    Field(
        "de auteurs",
        re.compile(
            r"\bwie (?:schre(?:ef|ven)|zijn de|is de|was de|waren de|heeft|hebben)\b[^.?!]*?"
            r"\b(?:geschreven|auteurs?|schrijvers?|gemaakt|opgesteld)\b|\bwie schre(?:ef|ven)\b|"
            r"\bvan wie (?:is|zijn|komt)\b|\b(?:wat|welke|noem|geef)\b.{0,20}\bauteurs?\b|"
            r"\bwho wrote\b|\bwho (?:is|are) the authors?\b|\bwritten by whom\b"
        ),
        lambda meta: ", ".join(meta.authors),
        re.compile(r"\bauteurs?\b|geschreven door|\bauthors?\b"),
    ),
    Field(
        "het jaar",
        re.compile(
            r"\bvan wanneer (?:is|zijn|dateert)\b|\b(?:van|uit) welk jaar\b|"
            r"\bhoe (?:oud|recent|actueel|nieuw) (?:is|zijn) (?:\S+ ){0,3}\S*"
            rf"{_WORK}\b|"
            r"\bwanneer (?:is|werd|zijn|werden|kwam)\b[^.?!]*?\b(?:gepubliceerd|geschreven|"
            r"verschenen|uitgegeven|uitgebracht|uitgekomen|uit)\b|\bwanneer verscheen\b|"
            r"\b(?:publicatie|verschijnings)(?:jaar|datum)\b|\bwelk jaar (?:is|komt|werd)\b|"
            r"\bwhen was\b[^.?!]*?\b(?:published|written)\b|\bhow (?:old|recent) is\b|\bwhat year\b"
        ),
        lambda meta: str(meta.year or ""),
        re.compile(r"\bjaar(?:tal)?\b|gepubliceerd|verschenen|publicatiedatum|\bpublished\b"),
    ),
    Field(
        "het tijdschrift",
        re.compile(
            r"\b(?:in|uit) welk (?:tijdschrift|blad|vakblad)\b|\b(?:which|what) journal\b|"
            r"\bwaar (?:is|werd|zijn)\b[^.?!]*?\b(?:gepubliceerd|verschenen)\b|\bwaar verscheen\b|"
            r"\bwhere was\b[^.?!]*?\bpublished\b"
        ),
        lambda meta: meta.venue,
        re.compile(r"\btijdschrift\b|\bvakblad\b|\bjournal\b"),
    ),
    Field(
        "de soort",
        re.compile(
            rf"\b(?:wat voor|welk)(?: een)? (?:soort|type) \S*{_WORK}\b|"
            rf"\bwhat (?:kind|type) of \S*{_WORK}\b"
        ),
        lambda meta: meta.kind,
        re.compile(r"\bsoort\b"),
    ),
)
_YOU = r"(?:je|jij|u|ge|gij|jullie|you|ik|hier|dit|deze|het systeem|de index|de chat|ruggespraak)"
_SOURCES = (
    r"(?:bronnen|documenten|richtlijnen|artikelen|teksten|literatuur|sources|documents|papers|"
    r"guidelines|articles)"
)
_HOLDINGS = re.compile(
    rf"\b(?:welke|wat voor|hoeveel|which|what|how many) (?:soort )?(?:\w+ )?{_SOURCES} (?:\w+ )?"
    rf"(?:heb|hebt|heeft|gebruikt?|raadpleegt?|kent?|doorzoekt?|do|have|zitten|zit|staan|zijn) "
    rf"(?:er |hier )?(?:{_YOU}|in (?:de |je |uw |het |the )?(?:index|corpus|systeem|"
    rf"database))\b(?! \S*ik\b)"
    r"|\b(?:waarop|waar|op welke \w+) (?:baseert?|steunt?|ben|bent) (?:je|jij|u|ge|gij)\b"
    r"|\bwaar (?:haal|haalt|heb|hebt|komen) (?:je|jij|u|ge|gij|jouw|uw)\b[^.?!]*?\bvandaan\b"
    r"|\bwat (?:zit|staat) er (?:allemaal |zoal )?(?:erin|in (?:de |je |uw |het )?"
    r"(?:index|corpus|systeem|database|kennisbank|bibliotheek))\b"
    r"|\b(?:toon|geef|noem|list|show)(?: me| mij)? (?:al )?(?:je|jouw|uw|de|alle|your|the|"
    r"all)(?: \w+)? (?:bronnen|documenten|sources|documents)(?:lijst)?\W*$"
    r"|^\W*(?:welke bronnen|wat zijn (?:je|jouw|uw|de) bronnen|what are your sources|which "
    r"sources)\W*$"
)
_TOPICS = re.compile(
    r"\bwat (?:weet|kent|ken) (?:je|jij|u|ge|gij) (?:eigenlijk )?(?:allemaal|zoal|eigenlijk|"
    r"allemaal zo)\W*$"
    r"|\b(?:over (?:welke|wat voor) (?:onderwerpen|thema'?s)|waarover) (?:kan|mag|kunnen|mogen) "
    r"(?:ik|we)\b"
    r"|\b(?:over (?:welke|wat voor) (?:onderwerpen|thema'?s)|waarover) (?:weet|gaan) (?:je|jij|"
    r"u|ge|de bronnen|de documenten)\b"
    r"|\bwelke (?:onderwerpen|thema'?s) (?:ken|kent|behandelt?|dekt?|hebt?) (?:je|jij|u|ge|gij)\b"
    r"|\bwat (?:kan|mag) ik (?:je|jou|u|hier|aan je|aan u)?\s?(?:allemaal |zoal )?(?:hier "
    r")?vragen\W*$"
    r"|\bwaar(?:mee)? (?:kun|kan|kunt) (?:je|jij|u|ge) (?:me |mij )?(?:allemaal )?(?:mee |bij "
    r")?helpen\W*$"
    r"|\bwhat (?:can i ask|do you know)(?: you)?(?: about)?\W*$|\bwhat (?:topics|subjects) "
    r"(?:do|can)\b"
)
_CONTENTS = re.compile(
    r"\bwelke (?:onderwerpen|thema'?s|hoofdstukken|paragrafen|kopjes) (?:\S+ ){0,3}"
    r"(?:in|heeft|bevat|behandelt)\b"
    rf"|\b(?:waar|waarover) gaat (?:\S+ ){{0,2}}\S*{_WORK}(?: over(?: \S+){{0,3}})?\W*$"
    rf"|\bwat staat er (?:allemaal |zoal )?in (?:\S+ ){{0,2}}\S*{_WORK}\W*$"
    rf"|\b(?:inhoudsopgave|table of contents)\b|\bwhat is (?:\S+ )?{_WORK} about\b"
)
# Words that ask for the record, and so say nothing of which document is meant.
_SMALL = frozenset(map(stem, STOP_WORDS))
_ASKING = frozenset(
    map(
        stem,
        """
        artikel artikelen studie onderzoek paper document documenten bron bronnen tekst teksten
        stuk stukken auteur auteurs schrijver schrijvers jaar schreef schreven geschreven gemaakt
        opgesteld dateert komt stamt oud recent actueel nieuw gepubliceerd verschenen verscheen
        uitgegeven uitgebracht uitgekomen kwam publicatiejaar publicatiedatum tijdschrift blad
        vakblad soort type onderwerp onderwerpen thema gaan gaat staat staan hoofdstuk
        hoofdstukken paragrafen kopjes behandelt bevat allemaal zoal inhoudsopgave noem geef toon
        wrote who when was article source document study guideline published written year about
        topic over
        """.split(),
    )
)


def told(
    turn: str, question: str, build: Build, sources: Sequence[str] | None = None
) -> Told | None:
    """What the records answer to a turn, None where it doesn't ask about the documents themselves.

    `question` is the turn as read in its conversation: it may name the document that is meant.
    """
    said = fold(turn)
    a_work = _A_WORK.search(said) and not _MONEY.search(said)
    fields = [field for field in _FIELDS if a_work and field.asked.search(said)]
    everything = bool(_HOLDINGS.search(said) or _TOPICS.search(said)) and not fields
    if not (fields or everything or (a_work and _CONTENTS.search(said))):
        return None
    held = [build.document(id) for id in sorted(build.documents) if not sources or id in sources]
    meant = held if everything else _meant(question, held, build)
    if not meant:
        return None
    if fields:
        return _fields(fields, meant, build)
    return _contents(meant[0], build) if len(meant) == 1 else _list(meant, build)


def _list(held: Sequence[Document], build: Build) -> Told:
    shown = held[:MOST_DOCUMENTS]
    quotes = tuple(_title(document, build) for document in shown)
    return Told(quotes, _first(len(shown), len(held), "documenten"))


def _contents(document: Document, build: Build) -> Told:
    """The headings of a document, each quoted."""
    spans = [
        Span(s.start, s.body) for s in document.sections if document.text[s.start : s.body].strip()
    ]
    quotes = [_quote(document, span, build) for span in spans[:MOST_HEADINGS]]
    found = tuple(quote for quote in quotes if quote)
    return Told(found or (_title(document, build),), _first(len(found), len(spans), "kopjes"))


def _first(shown: int, all: int, what: str) -> tuple[str, ...]:
    """A line that says how much of a list is left out, where some is."""
    return (f"Dit zijn de eerste {shown} van de {all} {what}.",) if shown < all else ()


def _fields(fields: Sequence[Field], meant: Sequence[Document], build: Build) -> Told:
    """Where the documents say what is asked of them; the reason where that is nowhere known."""
    found: dict[Span, Candidate] = {}
    known = [d for d in meant if any(field.value(d.meta) for field in fields)]
    for document in meant:
        for field in fields:
            quote = _said(field, document, build)
            if quote is None and document in known:
                quote = _title(document, build)
            if quote is not None:
                found.setdefault(quote.span, quote)
    if found:
        return Told(tuple(found.values())[:MOST_DOCUMENTS], _records(fields, meant))
    asked = " en ".join(field.name for field in fields)
    titles = ", ".join(f"'{document.meta.title}'" for document in meant)
    return Told((), reason=f"De index kent van {titles} {asked} niet.")


def _said(field: Field, document: Document, build: Build) -> Candidate | None:
    """Where a document's front gives the value, together with a word of its record; where the
    record has no value, the first stretch that speaks of it.
    """
    meta = document.meta
    wanted = _stems(field.value(meta))
    about = {
        s for s in _stems(f"{meta.title} {meta.venue} {' '.join(meta.authors)}") if s.isalpha()
    }
    for passage in build.passages(document.id)[:FRONT]:
        for span in _runs(quotable(document, passage)):
            text = document.text[span.start : span.end]
            held = _stems(text)
            gives = wanted <= held if wanted else field.named.search(fold(text))
            if gives and about & held:
                return Candidate(document, passage, span, 1.0)
    return None


def _runs(spans: Sequence[Span]) -> Iterator[Span]:
    """Each stretch, then each run of two of them, of three, and so on: names may stand apart."""
    for length in range(1, LONGEST_RUN + 1):
        for at in range(len(spans) - length + 1):
            yield Span(spans[at].start, spans[at + length - 1].end)


def _title(document: Document, build: Build) -> Candidate:
    """What says best what the document is: of the headings and stretches of its front, the first
    that holds most words of its title.
    """
    title = _stems(document.meta.title)
    front = build.passages(document.id)[:FRONT]
    headings = [_quote(document, Span(s.start, s.body), build) for s in document.sections[:FRONT]]
    stretches = [
        Candidate(document, passage, span, 1.0)
        for passage in front
        for span in quotable(document, passage) or [Span(passage.start, passage.end)]
    ]
    return max(
        [*filter(None, headings), *stretches],
        key=lambda quote: len(title & _stems(quote.text)),
    )


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text)} - _SMALL


def _quote(document: Document, span: Span, build: Build) -> Candidate | None:
    """A span of the text, less the space around it, as a quote from the passage that holds it."""
    text = document.text[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    for passage in build.passages(document.id):
        if passage.start <= start < end <= passage.end:
            return Candidate(document, passage, Span(start, end), 1.0)
    return None


def _records(fields: Sequence[Field], documents: Sequence[Document]) -> tuple[str, ...]:
    """A line a field with its value in the record of each document, first of those that have one:
    "Het jaar: 2022, van 'Lagerugpijn'; onbekend, van 'Leidraad'."
    """
    lines = []
    for field in fields:
        values = [(field.value(d.meta) or "onbekend", d.meta.title) for d in documents]
        values = sorted(values[:MOST_DOCUMENTS], key=lambda told: told[0] == "onbekend")
        told = "; ".join(f"{value}, van '{title}'" for value, title in values)
        lines.append(f"{field.name.capitalize()}: {told}.")
    return tuple(lines)


def _meant(question: str, held: Sequence[Document], build: Build) -> list[Document]:
    """The documents whose record has every word that tells which is meant, the shortest title
    first; all where no word tells.
    """
    asked = [w for w in build.dutch.content(question) if w.own[0] not in _ASKING]
    found = []
    for document in held:
        meta = document.meta
        record = f"{document.id} {meta.title} {' '.join(meta.authors)} {meta.venue} {meta.kind}"
        terms = set(build.dutch.terms(record))
        if all(_names(word, terms) for word in asked):
            found.append(document)
    return sorted(found, key=lambda document: len(document.meta.title.split()))


def _names(word: Word, terms: set[str]) -> bool:
    """Is the word among the terms, or is every part of it that tells ("NTvG-artikel")?"""
    parts = [term for term in word.near if not term.startswith(mark(""))]
    return bool(terms.intersection(word.own)) or (
        bool(parts) and all(part in terms or part in _ASKING for part in parts)
    )
