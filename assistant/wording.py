"""Which words of a statement its quote doesn't hold, in its own words or in others for the same.

A word is held by its stem, by the parts of a compound, by the concept of the lexicon that it names,
by a word of the same root, or by another word of its group of everyday synonyms. A term of the
field, or a name, must be held; of the other words, enough. Doesn't weigh negation, number or
direction.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.quantities import is_figure
from assistant.signs import poles
from ingest.compounds import common_words
from ingest.dutch import STOP_WORDS, Dutch, Word, fold, words

ENOUGH = 0.6  # share of the everyday content words that must be held
EVERYDAY = 4.45  # Zipf of a word from which it is no term of the field
MOST_COMMON = 7.0  # Zipf of the words that tell least
RARE = 2.0  # Zipf of a word that no list has
ROOT = 5  # letters that two stems of one root share at least
LONGEST_ENDING = 4  # and no more than these differ

# Parts of compounds that tell next to nothing, by their stems.
_VAGUE = frozenset(
    "onderzoek gang mechaan ontstaan proces beeld groep vorm soort niveau bied deel systeem".split()
)
_HALVED = re.compile(r"(\w{3,})-(?= (?:en|of|en/of) )")  # fysio- of oefentherapeut
# How a word ends that Dutch makes of another; the name of a drug or a person doesn't.
_DERIVED = re.compile(
    r"(?:ing|heid|baar|bare|lijke?|isch|ische|atie|iteit|ment|eerd|eerde|en|er|ers|de|te|d|t|s)$"
)

# Verbs and adverbs that tell nothing without what stands beside them.
_LIGHT = frozenset(
    """
    doordat viel vallen valt stond staan staat bleek blijkt blijken bleken blijft blijven bleef
    vinden vond vonden gevonden zag zien ziet gezien liet toont tonen toonde toonden getoond maakt
    maken maakte gemaakt brengt brengen bracht gaf gaven geven kreeg kregen komt komen kwam kwamen
    ligt liggen lag lagen houdt houden hield gehouden deed speelt spelen heten heet noemt noemen
    noemde genoemd betreft vormen vormt bestaat bestaan bestond aanwezig sprake rol mate manier
    wijze geval gevallen basis grond hand gang uiteindelijk namelijk tevens eveneens waarvan
    bekend duidelijk zeker mogelijk vermeld vermeldt vermelden vermeldde noemt zegt zeggen meldt
    melden brontekst tekst artikel
    volgt volgen aangegeven aangeven geeft
    slechts louter zowel alsook zelfs eerst verder nader betreffende inzake ten aanzien opzichte
    vergeleken vergelijking tijdens gedurende onderzoek onderzoeken onderzocht studie studies bron
    auteurs laatste nervus musculus ligamentum ontstaan methode samen eigen zodra telkens binnen
    buiten rondom bepaald bepaalde zoals wanneer
    """.split()
)

# Words that tell the same in the prose of research and care, whatever the subject. A stem at its
# end stands for any word that opens so.
_SYNONYMS = [
    group.split()
    for group in """
    effect werk help baat nut zin zinvol bied meerwaarde succes resultaat invloed beinvloed
    verband samenhang samengaat samengaan hang relatie gerelateerd associatie geassocieerd correl
    verschil anders afwijk onderscheid verander wijzig onveranderd ongewijzigd gelijk hetzelfde
    optreed voorkom voordoen ontsta krijg ontwikkel vertoon trad bestaa aanwezig ontstond leid
    uitlok gang teweeg veroorzaak oorzaak lok ontketen opwek bewerkstellig leid oorzaken
    aanhoud voortdur persister duur langdurig stand blijvend
    aanbev aangeraden advies advis geadviseerd raad afgeraden ontraden aangewezen geindiceerd
    reden indicatie motief aanleiding
    spontaan vanzelf zelflimiterend
    genez geneest overgaan herstel verdwijn verdwenen over beter
    afneem afnem verminder daling daal minder lager reduc kleiner krimp gekrompen zak
    toenem toeneem verhog verhoog stijg vergro meer hoger groter steeg
    verbeter beter gunstig vooruitgang goed adequaat
    vergelijk opzicht versus tegenover
    deelneem deelnam deelnem inclu geincludeerd opgenomen exclu onderzochten
    proefpersoon deelnemer mens patient vrijwilliger persoon individu
    beoordeel screen geevalueerd bekeken getoetst nagegaan toets evalu ingeschat
    resteer overblij overgebleven rest
    verschenen publicatie gepubliceerd publiceer
    verricht uitgevoerd gedaan plaatsvond plaats uitvoer deed
    bereken calculeer ingecalculeerd reken schat geschat
    bewijs bewezen aangetoond aantoon onderbouw evidentie evidence aanwijzing
    gevolg consequentie
    zichtbaar zien beeld
    rekken stretch rek
    prikkel stimul activeer geactiveerd
    gevaar risico kans
    interesse belangstelling
    ingewikkeld complex gecompliceerd
    voordeel pluspunt winst baat
    nadeel minpunt bezwaar
    nadruk accent
    verdoving anesthe
    overig rest ander
    psychisch psychologisch mentaal mentale
    uitzondering uitzonderlijk
    pijnstil analget
    mag mogen toegestaan geoorloofd
    gebruik slik inneem
    operatie opereren geopereerd chirurg operatief operatieve ingreep
    toegepast inzet toepass gebruik pas ingezet aanwend
    middel medicatie medicijn geneesmiddel
    klacht symptoom pijn last
    start begin beginnen aanvang
    stop staak gestaakt beeindig
    behandel therapie interventie aanpak
    onvoldoende tekort schoot schiet ontoereikend
    begin start aanvang
    sterkte kracht spierkracht
    vaststel bepaal meten gemeten gemet diagnost
    verhinder voorkom preventi vermijd
    nodig vereist noodzakelijk behoeft
    verhoogd verhoog hoger
    grotendeels merendeel meeste meerderheid
    hecht bind binding
    nauwkeurig precies exact
    belangrijk relevant essentieel
    oefen training train
    mislukt faal
    oud leeftijd jong
    snel vlot vroeg
    tel bestond omvat aantal
    risico kans waarschijnlijkheid
    """.strip().splitlines()
]


def missing(text: str, quote: str, dutch: Dutch) -> Iterator[str]:
    """A line for the terms that the quote lacks, and one where too little else is held."""
    held = held_by(quote, dutch)
    telling = content(text, dutch)
    lost = [word for word in telling if not (held.holds(word) or poles(word.text))]
    terms = [word.text for word in lost if _is_term(word)]
    if terms:
        yield f"term staat niet in het citaat: {', '.join(terms)}"
    if sum(map(_weight, lost)) > (1 - ENOUGH) * sum(map(_weight, telling)):
        yield f"inhoud staat niet in het citaat: {', '.join(w.text for w in lost)}"


def _is_term(word: Word) -> bool:
    """Does it name something of the field, and not in an everyday word, or is it a code?"""
    zipf = _zipf(word.text)
    named = len(word.own) > 1 and zipf < EVERYDAY
    coined = zipf <= RARE and not word.near and not _DERIVED.search(word.text)
    return named or coined or any(char.isdigit() for char in word.text)


def _weight(word: Word) -> float:
    """How much a word tells: the less, the more common it is."""
    return MOST_COMMON - min(_zipf(word.text), MOST_COMMON - 1)


def _zipf(word: str) -> float:
    return common_words(fold, STOP_WORDS).get(word, RARE)


class Held:
    """The terms, roots and groups of synonyms of a quote."""

    def __init__(self, quote: str, dutch: Dutch) -> None:
        self._dutch = dutch
        apart = quote.replace("-", " ")
        self._terms = frozenset(
            [*dutch.terms(quote), *(dutch.terms(apart) if apart != quote else ())]
        )
        self._stems = [term for term in self._terms if term[0] != "§"]
        self._words = frozenset(words(apart))
        self._halved = tuple(_HALVED.findall(fold(quote)))
        self._groups = frozenset(group for word in self._words for group in _groups(word))

    def holds(self, word: Word) -> bool:
        """Does the quote have the word, in its own form or another?"""
        return (
            any(term in self._terms for term in word.own)
            or self._has_parts(word)
            or self.has_root(word.own[0])
            or not self._groups.isdisjoint(_groups(word.text))
            or bool(self._halved and word.text.startswith(self._halved))
            or self._has_form(word.text)
        )

    def _has_parts(self, word: Word) -> bool:
        """Does it have the parts of a compound or of a hyphened word, but for one that is vague?"""
        if "-" in word.text:
            pieces = [piece for piece in word.text.split("-") if piece not in STOP_WORDS]
            return all(map(self._has_piece, pieces))
        parts = [part for part in word.near if part[0] != "§"]
        least = [p for p in parts if not any(q != p and q in p for q in parts)]
        return any(map(self.has_root, least)) and all(
            part in _VAGUE or self.has_root(part) for part in least
        )

    def _has_piece(self, piece: str) -> bool:
        return piece in self._words or self.holds(self._dutch.content(piece)[0])

    def share(self, text: str) -> float:
        """The share, in [0, 1], of another text's content words that it holds; 1 if it has none."""
        found = content(text, self._dutch)
        return sum(map(self.holds, found)) / len(found) if found else 1.0

    def touches(self, text: str) -> bool:
        """Does it hold a word of another text, or a part of one? True where it has none."""
        found = content(text, self._dutch)
        return not found or any(
            self.holds(word) or any(map(self.has_root, word.near)) for word in found
        )

    def has_root(self, stem: str) -> bool:
        """Does it have a word of that stem's root?"""
        root = _bare(stem)[: max(ROOT + 1, len(stem) - LONGEST_ENDING)]
        inside = len(root) > ROOT and any(root in other for other in self._stems)
        return inside or any(_of_one_root(stem, other) for other in self._stems)

    def _has_form(self, word: str) -> bool:
        """Does it have the word with another ending, whatever the stems are?"""
        return any(
            abs(len(word) - len(other)) < LONGEST_ENDING
            and min(len(word), len(other)) >= ROOT
            and (word.startswith(other) or other.startswith(word))
            for other in self._words
        )


@lru_cache(maxsize=1024)
def held_by(quote: str, dutch: Dutch) -> Held:
    """What a quote holds; those asked for last are kept."""
    return Held(quote, dutch)


def content(text: str, dutch: Dutch) -> list[Word]:
    """The words of a text but for stop words, light ones and figures."""
    return [w for w in dutch.content(text) if not (is_figure(w.text) or w.text in _LIGHT)]


@lru_cache(maxsize=1 << 16)
def _of_one_root(one: str, other: str) -> bool:
    """Do two stems open alike, for all but their endings?"""
    one, other = _bare(one), _bare(other)
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return one == other or (same >= ROOT and same >= max(len(one), len(other)) - LONGEST_ENDING)


def _bare(stem: str) -> str:
    """A stem without the prefix of a participle."""
    return stem[2:] if stem.startswith("ge") and len(stem) > ROOT + 1 else stem


@lru_cache(maxsize=1 << 15)
def _groups(word: str) -> frozenset[int]:
    """The groups of synonyms that a folded word belongs to."""
    bare = word.removeprefix("ge") if len(word) > 6 else word
    return frozenset(
        number
        for number, group in enumerate(_SYNONYMS)
        if any(
            word == form or (len(form) > 3 and (word.startswith(form) or bare.startswith(form)))
            for form in group
        )
    )
