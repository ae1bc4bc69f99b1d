"""What a quoted sentence is: a recommendation, a definition, a finding, or background.

Read from the words that mark it, whatever the subject: what to do, what something is called, what
was found in whom. A reference ("(Smit 2020)") is no figure. Doesn't judge how good the advice or
the finding is.
"""

import re
from functools import lru_cache

from assistant.schema import Role

_REFERENCE = re.compile(r"\([^()]*\b(19|20)\d\d\b[^()]*\)")
_ADVICE = re.compile(
    r"""aanbev | aangeraden | \braad[st]?\b | \braden\b | adviseert | adviseren | geadviseerd
    | geïndiceerd | aangewezen\b | \bdien(t|en)\b | overw[oe]gen\b | \b(de|een)\ voorkeur\b
    | in\ aanmerking | wordt\ verwezen | (?<!onderzoek\ )is\ nodig
    | \bmoet(en)?\b (?! [^.]* \b(uitwijzen|blijken)\b)
    | \b(belangrijk|van\ belang)\ om\b
    | \b(mag|mogen)\b [^.]* \b(niet|geen|alleen|pas|uitsluitend)\b
    | (^|[.:]\s|\n-\ )
      (Vraag|Verwijs|Overweeg|Adviseer|Start|Stop|Geef|Bepaal|Controleer|Verricht|Schrijf|Houd
      |Vermijd|Bespreek|Informeer|Let|Gebruik|Behandel|Denk|Zorg|Begin|Verstrek|Kies|Besteed
      |Streef|Wees)\b""",
    re.VERBOSE,
)
_DEFINITION = re.compile(
    r"""gedefinieerd\ als | te\ definiëren\ als | \bwordt\b [^.]* \bverstaan\b | \bverstaat\b
    | \bheet(en)?\b | \bbetekent\b | \bstaat\ voor\b | is\ de\ naam\ voor
    | \bomschr(ijft|ijven|even)\b [^.]* \bals\b
    | spre(ek|ekt|ken)\ (men|we)\ van | \bsprake\ (is\ van|als|van|bij)\b
    | (definitie|wordt)\ [^.]* \bbedoel
    | \A (?!(Het|Dit|Er|Bij|In|Volgens|Kenmerkend)\b)        # "Een X (Y) is een Z die ..."
      [^\s,]+(\ [^\s,]+){0,3} (\ \([^()]*\))? \ (is|zijn)\ (een|het|de|alle|processen)\ [^.]*
      \b(die|dat|waarbij|waarmee|waarin|gekenmerkt|betrokken)\b""",
    re.VERBOSE,
)
_FINDING = re.compile(
    r"""(?<![\w.,/-]) \d+([.,]\d+)*
      (\ ?% | [-–]\d | \ (tot|van|op|per|procent|studies|trials|mensen|patiënten|deelnemers)\b)
    | [=≤≥<>]\ ?[−-]?\d
    | \bvond(en)?\b | \btoon(t|de|den)\b | aangetoond | \bbl(eek|eken|ijkt|ijken)\b | concluder
    | \bbevinding | \bwerd(en)?\b [^.]* (gerapporteerd|gevonden|gemeld|gezien)
    | \b(geen|weinig|meer|positief|gunstig|significant)\b [^.]* \b(effect|verschil|bewijs)
    | \bverschil(de|den|t)\b | effectie | werkzaam | \b(hing|hangen|hangt|samenhang)
    | verband\ tussen | vergelijkbaar | betrouwbaarheid
    | \b(verminderde|verbeterde|verhoogde|verlaagde|daalde)n?\b
    | \b(steeg|stegen|nam|namen|herstelt|herstellen|verbeterd)\b
    | \b(hoger|lager|groter|kleiner|beter|vaker)\b [^.]* \bdan\b""",
    re.VERBOSE,
)
_ROLES: list[tuple[Role, re.Pattern[str]]] = [
    ("aanbeveling", _ADVICE),
    ("definitie", _DEFINITION),
    ("bevinding", _FINDING),
]


@lru_cache(maxsize=1 << 12)
def role(sentence: str) -> Role:
    """What a quoted sentence is, by the words that mark it; background where none does."""
    told = _REFERENCE.sub("", sentence)
    return next((name for name, marks in _ROLES if marks.search(told)), "achtergrond")
