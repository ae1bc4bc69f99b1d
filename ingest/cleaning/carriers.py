"""What a reference mark may be glued to: a word or the end of a sentence, no code and no label."""

import re
from functools import lru_cache

from ingest.cleaning.evidence import Evidence
from ingest.cleaning.known_words import KnownWords
from ingest.dutch import STOP_WORDS

_ABBREVIATIONS = frozenset(  # those without a vowel (blz, nr, vgl) need no list
    "aanb afb app art bijl ca cap chap ed eds eq excl fig figs gem incl kol max min no nos ong pag "
    "par paragr red ref refs reg resp rev sec sect suppl tab tel vers vol".split()
)
_SHORT_STEMS = frozenset("rug nek bil oog oor bot knie heup vivo".split())  # others are often codes
_NUMBERED = frozenset(  # a number behind one of these tells which one is meant, or how many
    "afbeelding artikel bijlage bron casus categorie code cohort deel domein factor figuur formule "
    "hoofdstuk item kamer level meting module moment nummer onderdeel optie pagina paragraaf "
    "patiënt patient periode plan punt rang receptor regel ronde schema score sectie sessie sprint "
    "stage stap stelling studie stuk tabel team test tijdstip trial type variant vraag zone "
    "caspase chromosoom collageen complement covid cytochroom interleukine kinase omega proteine "
    "proteïne cervicaal lumbaal sacraal thoracaal windows "
    "januari februari maart april juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "jaar jaren kwartaal maand maanden week weken dagen uren minuten seconden "
    "aantal circa gemiddeld gemiddelde gram graden groter hoger kappa kleiner lager leeftijd "
    "maximaal maximum mediaan minder minimaal minimum minstens ongeveer plus ruim totaal "
    "waarde".split()
)
_SUFFIXES = tuple("fase graad groep klasse niveau stadium versie vitamine wervel".split())
_VOWEL = re.compile("[aeiouyáéëïóöü]", re.IGNORECASE)


class Carriers:
    """Which words carry a mark, in the language and in this document."""

    def __init__(self, known: KnownWords, evidence: Evidence) -> None:
        self._known = known
        self._evidence = evidence
        self.carries = lru_cache(maxsize=1 << 16)(self._carries)

    def _carries(self, stem: str) -> bool:
        """May a mark be glued to this word in lower case?"""
        if len(stem) < 3 or not stem.isalpha() or stem in STOP_WORDS | _ABBREVIATIONS:
            return False
        if _tells_which(stem) or stem.upper() in self._known.acronyms:
            return False
        zipf = self._known.zipf(stem)
        if len(stem) < 5:
            return stem in _SHORT_STEMS or (len(stem) == 4 and zipf >= 3.5)
        return zipf >= 1.8 or self._evidence.counts[stem] > 0 or stem in self._known

    def is_counted(self, stem: str, number: int) -> bool:
        """Does the document count these: patiënt1, patiënt2?"""
        counts = self._evidence.counts
        return counts[f"{stem}{number + 1}"] > 0 or counts[f"{stem}{number - 1}"] > 0


def _tells_which(stem: str) -> bool:
    """Does a number behind this word say which one is meant: fase3, ziektestadium2?"""
    return stem in _NUMBERED or stem.endswith(_SUFFIXES)


def ends_sentence(stem: str, token: str) -> bool:
    """Can this word, the last of a token, stand before a full stop: no abbreviation, no code?"""
    return (
        len(stem) > 1
        and stem.isalpha()
        and "." not in token
        and stem.lower() not in _ABBREVIATIONS
        and (stem.isupper() or len(stem) > 4 or bool(_VOWEL.search(stem)))
    )
