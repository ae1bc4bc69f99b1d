"""A sentence -> what it claims: for or against, found or not found, how much, of whom, and when.

Read from words that clinical Dutch in general uses; knows no subject. Doesn't compare claims.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from ingest.dutch import Dutch, Word, fold

Axis = Literal["advies", "effect", "verband", "schade", "kwaliteit"]
Sign = Literal["for", "against", "unsure"]

# What stands in brackets and says nothing of the matter: references, sizes, confidence intervals.
_ASIDE = re.compile(
    r"(?i)\([^()]*(?:\b(?:19|20)\d\d|\bn ?=|\bBI\b|\bCI\b|interval|figuur|tabel)[^()]*\)"
)
_CLAUSE = re.compile(
    r";|,? (?:maar|terwijl|echter|hoewel|ofschoon|daarentegen|want|omdat|doordat|zodat)\b"
)
# What says nothing of where a clause stands: a purpose, and a comparison with nothing.
_BESIDE = re.compile(
    r"\bom (?:[\w-]+ ){0,8}?te [\w-]+|\b(?:met|dan|tegenover|versus|van) geen [\w-]+|"
    r"\bdan zonder [\w-]+"
)
_OF_THE_SOURCE = re.compile(r"\bde bron(?:tekst)?\b")  # what a digest says of what it read
_CONDITIONAL = re.compile(
    r"\b(?:indien|wanneer|mits|tenzij|uitzondering\w*|eventueel|alleen)\b|(?:^|, )als\b|"
    r"\b(?:overwogen|geindiceerd|zinvol|aanbevolen|aangewezen)(?: worden)? als\b"
)
_NOT = (
    r"(?<![\w-])(?:niet|geen|nooit|nauwelijks|zonder|noch|evenmin|onvoldoende)(?![\w-]| alleen\b)"
)
_NEGATED = re.compile(rf"{_NOT}(?:[^\w,]+[\w’'/-]+){{0,5}}[^\w,]+$")
_NEGATED_AFTER = re.compile(rf"^(?:[^\w,]+[\w’'/-]+){{0,8}}?[^\w,]+{_NOT}")
_NOT_SHOWN = re.compile(
    rf"^(?:[^\w,]+[\w’'/-]+){{0,6}}?[^\w,]+{_NOT}(?: (?:is|zijn|werd|werden|wordt|kon|kan))? "
    r"(?:aangetoond|bewezen|gevonden|gezien|gemeld|gerapporteerd|waargenomen|worden)"
)

# What says where a sentence stands, by axis: words that a "niet" turns round, those that say no by
# themselves, and those that leave it open.
_STANCES: dict[Axis, tuple[str, str]] = {
    "advies": (
        r"aanbevolen|aanbeveling\w*|beve\w+ (?:[\w-]+ )*aan|aangeraden|aan te (?:raden|bevelen)|"
        r"geadviseerd|adviseer\w*|adviseert|geindiceerd|zinvol(?:le)?|aangewezen|"
        r"de voorkeur|eerste keus|overwogen|oordeelt positief|in aanmerking|"
        r"(?:goede|geschikte) (?:behandel)?(?:keuze|optie)",
        r"afgeraden|ontraden|(?:raadt|raden) (?:[\w-]+ )*af|gecontra-?indiceerd|contra-?indicatie|"
        r"zinloos|(?:moet|moeten|dient|dienen) te? ?worden vermeden|vermijd\w*|niet-zinvol(?:le)?",
    ),
    "effect": (
        r"effecten|effect|effectie(?:f|ve|ver)|werkzaam|werkzame|werkzaamheid|werking|werkt|werken|"
        r"helpt|helpen|hielp\w*|gunstige?r?|positie(?:f|ve) (?:resulta\w+|uitkomst\w*)|"
        r"andere? resulta\w+|voordeel|voordelen|baat|"
        r"verschillen|verschil|verschilt|verschilde\w*|betere?|verbeter\w*|verlicht\w*|verminder\w*|"
        r"wegnemen|voorkomt|voorkomen|"
        r"bevorder\w*|verkort\w*|verleng\w*|versnel\w*|verhoog\w*|verlaag\w*|verlagen|"
        r"steeg|stegen|stijg\w*|daal\w*|dalen|daling|toename|afname|"
        r"(?:nam|namen|neemt|nemen)(?= .*\b(?:toe|af)\b)|minder pijn|halveer\w*|"
        r"meer (?:[\w-]+ ){1,4}dan|hogere?|lagere?|sneller|invloed|goed onderbouwde?",
        r"vergelijkba\w+|gelijkwaardig\w*|even (?:goed|effectief|veel|hoog)|ineffectief|"
        r"niet-effectie\w+|onwerkzaam|hetzelfde (?:resultaat|effect)|verschilloos",
    ),
    "verband": (
        r"verband|samenhang\w*|samen te hangen|hangt samen|hangen samen|hangt|geassocieerd|"
        r"correlatie|correleer\w*|hoofdoorzaak|veroorza\w+|risicofactor\w*|relatie|"
        r"voorspel\w*|komt door|komen door",
        r"losstaand|onafhankelijk van",
    ),
    "schade": (
        r"bijwerking\w*|complicaties?|schade|schadelijke?|"
        r"(?:ongewenste|nadelige|ernstige) (?:effecten|voorvallen|gevolgen)|onveilige?",
        r"veilige?|onschadelijke?|goed verdragen",
    ),
    "kwaliteit": (
        r"(?:hoge|goede|meest|zeer|redelijk|voldoende|voldoend) (?:[\w-]+ )?"
        r"(?:betrouwba\w+|sensiti\w+|specifici\w+|nauwkeurig\w*|valid\w+|accura\w+|reproduceerba\w+)",
        r"(?:lage|slechte|matige|geringe|weinig|beperkte|minst|onvoldoende) (?:[\w-]+ )?"
        r"(?:betrouwba\w+|sensiti\w+|specifici\w+|nauwkeurig\w*|valid\w+|accura\w+|reproduceerba\w+)|"
        r"onbetrouwba\w+|onnauwkeurig\w*",
    ),
}
_DOUBT = re.compile(
    r"\b(?:onduidelijk\w*|onzeker\w*|niet (?:[\w-]+ )?(?:duidelijk|zeker|bekend|eenduidig)|"
    r"twijfel\w*|inconsistent\w*|tegenstrijdig\w*|wisselend\w*|(?:weinig|te weinig|onvoldoende) "
    r"(?:[\w-]+ )?(?:literatuur|bewijs|onderzoek|studies|onderbouw\w*))\b"
)
_SIGNS = {
    axis: (re.compile(rf"\b(?:{turned})\b"), re.compile(rf"\b(?:{against})\b"))
    for axis, (turned, against) in _STANCES.items()
}
# What a word of either kind says, as it stands and under a "niet".
_READ: tuple[tuple[Sign, Sign], tuple[Sign, Sign]] = (("for", "against"), ("against", "for"))
NEAR, NEAR_HARM = 20, 4  # words between what is doubted and the doubt
_FINITE = re.compile(
    r"werkt|werken|helpt|helpen|hielp|verschil(?:t|de)|verbeter(?:t|de)|verminder(?:t|de)|"
    r"steeg|stijgt|daal(?:t|de)|hangt|hangen|voorkomt|verhoog|verlaag|verlicht|verkort|verleng|"
    r"versnel|veroorza|verklaart|voorspel|nam|neemt|adviseert|beve|bevorder"
)

_UNIT = (
    r"%|procent|promille|per 1\.?000(?:0+)?|op de \d+|mg|gram|ml|mmol/l|ng/ml|pg/ml|mmhg|graden|"
    r"punten|sessies|keer|euro|cm|mm|uur|minuten|dagen|weken|maanden|jaar"
)
_FIGURE = re.compile(
    rf"(?<![\w.,–-])(\d+(?:[.,]\d+)?)(?:\s?(?:-|–|tot(?: en met)?|à|a|en)\s?(\d+(?:[.,]\d+)?))?"
    rf"\s?({_UNIT})(?!\w)"
)
_MONTHS = {"dag": 1 / 30, "wek": 1 / 4.3, "maa": 1.0, "jaa": 12.0}
_NUMERALS = {
    word: number
    for number, word in enumerate(
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf".split(), start=1
    )
}
_WHEN = re.compile(
    rf"\b(?:na|binnen|gedurende|tijdens|tot|op|om de) (?:de eerste |ongeveer |ruim )?"
    rf"(?:(\d+(?:,\d+)?)(?:\s?(?:-|–|tot|à)\s?(\d+(?:,\d+)?))?|({'|'.join(_NUMERALS)})) "
    rf"(dag|we(?:e)?k|maand|jaar)\w*"
)
_TERM = re.compile(r"\b(kort|lang)\w* ?(?:termijn|duur)")
LONG_TERM = 6.0  # months from which a term is long; under it, short

_END_OF_PHRASE = (
    r"(?=[,;:.()]|$|\b(?:is|zijn|was|waren|wordt|worden|werd|werden|had|hadden|heeft|hebben|kan|"
    r"kunnen|geen|niet|wel|na|binnen|dan|om|te|dat|die|lijkt|lijken|mogelijk|geeft|geven|gaf|vond|"
    r"vonden|op|bij|vergeleken|in vergelijking|ten opzichte|tegenover|versus)\b)"
)
_PHRASE = rf"\s+(.{{2,90}}?){_END_OF_PHRASE}"
_PEOPLE = re.compile(rf"\b(?:bij|onder|voor){_PHRASE}")
_OUTCOME = re.compile(rf"\b(?:op|in){_PHRASE}")
_AGAINST = re.compile(
    rf"\b(?:dan|vergeleken met|in vergelijking met|ten opzichte van|tegenover|tegen|versus|boven)"
    rf"{_PHRASE}|"
    r"\btussen (?=.*(?:verschil|vergelijkba))(.+)|(?:verschil|vergelijkba).* tussen (.+)"
)


def _patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![\w-])(?:{text})(?!\w)") for text in texts)


# Groups that don't speak for each other: a claim of one and a claim of another don't clash.
_GROUPS = (
    _patterns("acu(?:ut|te)|verse", "subacu(?:ut|te)", "(?:chron|persist|langdur|aanhoud)\\w+"),
    _patterns("man(?:nen)?|jongens", "vrouw\\w*|meisjes"),
    _patterns("(?:eerste ?lijn|huisarts)\\w*", "(?:tweede ?lijn|ziekenhui)\\w*"),
    _patterns("aspecifieke?|niet-specifieke?", "specifieke?|radiculai?re?|radiculopathie\\w*"),
)
# Groups of which a claim says nothing unless it names them.
_APART = _patterns(
    "kind|kinder\\w*|jongeren|adolescent\\w*|zuigeling\\w*",
    "ouderen|oudere patient\\w*|bejaarden",
    "zwanger\\w*",
    "diere?n?|dier(?:experiment|model|stud|onderzoek)\\w*|proefdier\\w*|ratten|muizen|konijnen",
    "gezonde? (?:\\w+ )?(?:proefperso|vrijwilliger|deelnemer|mens)\\w*",
)

GENERAL = frozenset(
    """
    patient patienten mens mensen persoon personen onderzoek onderzoeken studie studies trial trials
    review reviews systematische meta-analyse richtlijn richtlijnen bron leidraad auteurs resultaat
    resultaten behandeling behandelingen bewijs kwaliteit literatuur groep groepen significant
    significante klinisch klinische volgens vergeleken vergelijking opzichte bepaalde vorm vormen
    sterke matige redelijke lage hoge kleine grote aantal gebruik bijvoorbeeld mogelijk mogelijke
    gerapporteerd gemeld gevonden bleek blijkt vond vonden liet lieten zien tonen toont aantonen had
    hadden gaven geven geeft bestaat bestaan duidelijk duidelijke relevante relevant werden
    betrouwbaar betrouwbare betrouwbaarheid
    tegenover terwijl doordat omdat daarentegen waarvan waarin
    jaar maand maanden week weken dag dagen procent termijn langere korte lange
    """.split()
)


class Stance(NamedTuple):
    """Where a clause stands on something."""

    axis: Axis
    sign: Sign


class Figure(NamedTuple):
    """A quantity: from `low` to `high`, the same where it is one number."""

    low: float
    high: float
    unit: str


class Claim(NamedTuple):
    """A clause: where it stands, its figures, and what these hold of.

    `matter` are the content words of its sentence, but for those that say where it stands and of
    whom; `whole` the stances of the sentence. `people`, `outcome` and `against` are the terms of
    what stands after "bij", "op" and "vergeleken met"; `groups` the patient groups; `apart` those
    of which only a claim that names them speaks; `months` when. `conditional`: it holds in a case
    that it names.
    """

    matter: tuple[Word, ...]
    stances: frozenset[Stance]
    whole: frozenset[Stance]
    figures: tuple[Figure, ...]
    people: frozenset[str]
    outcome: frozenset[str]
    against: frozenset[str]
    groups: tuple[frozenset[int], ...]
    apart: frozenset[int]
    months: tuple[tuple[float, float], ...]
    conditional: bool

    def signs(self, axis: Axis) -> frozenset[Sign]:
        """The signs of its stances on an axis."""
        return frozenset(stance.sign for stance in self.stances if stance.axis == axis)

    def whole_signs(self, axis: Axis) -> frozenset[Sign]:
        """Those of its whole sentence."""
        return frozenset(stance.sign for stance in self.whole if stance.axis == axis)


@lru_cache(maxsize=1 << 12)
def read(sentence: str, dutch: Dutch) -> tuple[Claim, ...]:
    """The claims of a sentence, a clause each; none where it speaks of its source."""
    plain = " ".join(fold(_ASIDE.sub(" ", sentence)).split())
    if _OF_THE_SOURCE.search(plain):
        return ()
    groups = tuple(_found(patterns, plain) for patterns in _GROUPS)
    apart = _found(_APART, plain)
    people = _phrases(_PEOPLE, plain, dutch)
    topic = tuple(word for word in dutch.content(plain) if _tells(word.text))
    matter = tuple(word for word in topic if not people.intersection(word.own)) or topic
    clauses = [clause for clause in _CLAUSE.split(plain) if clause.strip()]
    stances = [frozenset(_stances(_BESIDE.sub(" ", clause))) for clause in clauses]
    whole = frozenset[Stance]().union(*stances)
    return tuple(
        Claim(
            matter,
            stance,
            whole,
            _figures(clause),
            people,
            _phrases(_OUTCOME, clause, dutch),
            _phrases(_AGAINST, clause, dutch),
            groups,
            apart,
            _months(clause),
            bool(_CONDITIONAL.search(plain)),
        )
        for clause, stance in zip(clauses, stances, strict=True)
    )


def _found(patterns: Iterable[re.Pattern[str]], text: str) -> frozenset[int]:
    """Which of the patterns the text holds."""
    return frozenset(place for place, one in enumerate(patterns) if one.search(text))


def _tells(word: str) -> bool:
    """Does a word tell what a sentence is about?"""
    if word in GENERAL or word[0].isdigit():
        return False
    return not any(sign.fullmatch(word) for signs in _SIGNS.values() for sign in signs)


def _stances(clause: str) -> set[Stance]:
    doubts = [match.span() for match in _DOUBT.finditer(clause)]
    found = set()
    for axis, patterns in _SIGNS.items():
        for pattern, plain, turned in zip(patterns, *_READ, strict=True):
            for match in pattern.finditer(clause):
                most = NEAR_HARM if axis == "schade" else NEAR
                if any(_between(clause, match.span(), doubt) <= most for doubt in doubts):
                    found.add(Stance(axis, "unsure"))
                else:
                    found.add(Stance(axis, turned if _negated(clause, match) else plain))
    return found


def _between(clause: str, one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many words stand between the two?"""
    return len(clause[min(one[1], other[1]) : max(one[0], other[0])].split())


def _negated(clause: str, match: re.Match[str]) -> bool:
    if _NEGATED.search(clause[: match.start()]):
        return True
    after = clause[match.end() :]
    return bool(
        (_FINITE.match(match[0]) and _NEGATED_AFTER.search(after)) or _NOT_SHOWN.search(after)
    )


def _figures(clause: str) -> tuple[Figure, ...]:
    timed = [match.span() for match in _WHEN.finditer(clause)]
    found = []
    for match in _FIGURE.finditer(clause):
        if not any(start <= match.start() < end for start, end in timed):
            low = float(match[1].replace(",", "."))
            high = float((match[2] or match[1]).replace(",", "."))
            unit = match[3].replace("procent", "%")
            found.append(Figure(low, high, unit))
    return tuple(found)


def _months(clause: str) -> tuple[tuple[float, float], ...]:
    found = []
    for low, high, numeral, unit in _WHEN.findall(clause):
        first = float(low.replace(",", ".")) if low else float(_NUMERALS[numeral])
        last = float(high.replace(",", ".")) if high else first
        each = _MONTHS[unit[:3].replace("wee", "wek")]
        found.append((first * each, last * each))
    for term in _TERM.findall(clause):
        found.append((0.0, LONG_TERM) if term == "kort" else (LONG_TERM, float("inf")))
    return tuple(found)


def _phrases(pattern: re.Pattern[str], text: str, dutch: Dutch) -> frozenset[str]:
    """The terms of what stands in the phrases that a pattern opens."""
    return frozenset(
        term
        for match in pattern.finditer(text)
        for word in dutch.content(" ".join(filter(None, match.groups())))
        if _tells(word.text)
        for term in word.terms
    )
