"""A patient with red flags, described in a question: which ones, and where the documents say so.

A flag is a finding, or findings together, named by concepts of the lexicon or by everyday words.
It counts where a patient has it: not where it is denied ("geen koorts"), supposed ("als hij koorts
krijgt") or asked about ("wat is de sensitiviteit van koorts?"). Doesn't judge the patient.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.composer import Candidate
from assistant.stretches import quotable
from ingest.dutch import fold, mark, stem, words
from ingest.index import Build

SPINE = frozenset({"wervelkolomaandoening", "radiculair syndroom", "rugpijn", "nekpijn"})
READ = 12  # passages that name a flag, of which the one to cite is taken
SENTENCE = 5  # words from which a text that asks nothing tells of somebody
SLIP = 0.6  # how alike a word that the index doesn't hold is to the one that is meant


class Finding(NamedTuple):
    """What can be found in a patient: the lexicon's concepts for it, and everyday words."""

    concepts: frozenset[str]
    wording: re.Pattern[str] | None = None


class Flag(NamedTuple):
    """A red flag: its Dutch name, and the findings that make it, every one of them."""

    name: str
    findings: tuple[str, ...]


class Alarm(NamedTuple):
    """The flags that a patient has, by name, and the stretch that says so, if the index has one."""

    flags: tuple[str, ...]
    evidence: Candidate | None


def _finding(*concepts: str, wording: str | None = None) -> Finding:
    return Finding(frozenset(concepts), re.compile(wording) if wording else None)


_CROTCH = (
    r"(?:kruis|zitvlak|schaamstreek|anus|peria\w+|tussen \S+ benen|perine\w+|zadel\w*|billen|"
    r"achterste)"
)
_NUMB = (
    r"(?:doof|dove?|verdoofd|gevoelloos|gevoelloze|slapend|voos|numb|watten|"
    r"gevoelsstoornis\w*|gevoelsverlies|geen gevoel|voel (?:niks|niets)|gevoel weg)"
)
_WORSE = (
    r"(?:toenem\w+|progressie\w+|steeds (?:erger|minder|zwakker|slechter)|snel (?:erger|minder)|"
    r"\btoe\b|achteruit|erger word\w*|wordt (?:\S+ ){0,2}erger|verslechter\w+|worsening|"
    r"progressive|getting worse)"
)
_SUDDEN = (
    r"(?:ernstig\w*|sinds (?:gister\w*|vannacht|vandaag|vanocht\w+|vanmorgen|een dag|een week|"
    r"\w+dag)|plots\w*|opeens|ineens|acuut|acute|kracht (?:graad )?[0-2]\b|mrc ?[0-2]\b|"
    r"[0-2] van (?:de )?5|[0-2]/5|sudden\w*|since yesterday|severe)"
)
_WEAK = (
    r"(?:parese|klapvoet|voethef\w*|krachtsverlies|krachtverlies|spierzwakte|verlamm?\w*|"
    r"slapp?e? voet|voet (?:klapt|sleept)|uitval|zwakte|minder kracht|zwakker|slap\b|kracht in|"
    r"weakness|foot drop|drop foot)"
)
_CANCER = (
    r"\w*(?:kanker|carcinoom|melanoom|tumor|lymfoom|sarcoom|myeloom|leukemie|uitzaaiing\w*|metastase\w*|maligniteit|cancer|"
    r"(?:prostaat|mamma|borst|long|colon|darm|nier|blaas)-?ca\b)"
)
_PAST = (
    r"(?:gehad|behandeld voor|geopereerd|bestraald|chemo\w*|voorgeschiedenis|\bvg\b|\bvgs\b|"
    r"status na|operatie|"
    r"eerder|vroeger|ooit|jaren? geleden|bekend met|genezen|history of|previous|treated for|"
    r"in (?:19|20)\d\d)"
)
FINDINGS = {
    "spine": _finding(
        wording=r"\b(?:\w*rug\w*|\w*nek(?!l)\w*|lrp|lrs|ischias|\w*hernia\w*|hnp|lumba\w*|lendenen|"
        r"spit|wervel\w*|sciatica|\w*back|neck|spinal)\b(?! ?stage)"
    ),
    "saddle": _finding(
        "rijbroekanesthesie",
        wording=rf"\brijbroek\w*|\b{_NUMB}\b[^.?!;]{{0,25}}\b{_CROTCH}|"
        rf"\b{_CROTCH}\b[^.?!;]{{0,25}}\b{_NUMB}\b|saddle an\w+|numb\w* [^.?!;]{{0,25}}(?:groin|"
        rf"between)",
    ),
    "retention": _finding(
        "urineretentie",
        wording=r"geen plas\w*(?: meer)? (?:uit|kwijt|lozen)|kan (?:\S+ )?(?:niet|amper|"
        r"nauwelijks) (?:meer |goed )?(?:plassen|urineren|wateren|pissen)|(?:niet|amper) (?:meer "
        r")?(?:kunnen|kan) "
        r"plassen|plassen (?:lukt|gaat|wil) (?:\S+ )?(?:niet|amper|moeizaam|nauwelijks)|"
        r"\bplast (?:\S+ )?(?:niet|neit|amper|nauwelijks)|retentieblaas|"
        r"mictie(?:problemen|klachten|stoornis\w*)|"
        r"(?:cannot|can't|can not|unable to) (?:urinate|pee|pass water)|\bretentie\b",
    ),
    "incontinence": _finding(
        "urine-incontinentie",
        "fecale incontinentie",
        "verminderde anale sfinctertonus",
        wording=r"(?:ontlasting|stoelgang|plas|pis|urine|poep) (?:\S+ ){0,2}(?:laten lopen|"
        r"niet (?:meer )?(?:(?:op|in)?(?:houden|kunnen)|onder controle|voelen)|"
        r"kunnen (?:op|in)?houden|verliez\w+)|voel (?:\S+ ){0,3}(?:plas|poep|urine|ontlasting)\w* "
        r"niet|verlies\w* (?:\S+ ){0,3}(?:urine|ontlasting|plas)|"
        r"los(?:s| of)\w* (?:of )?(?:bladder|bowel) control",
    ),
    "cauda": _finding(
        "caudasyndroom", "conussyndroom", wording=r"\bcauda(?:[ -]?(?:sympt\w*|equina\b))"
    ),
    "weakness": _finding(
        "progressieve neurologische uitval",
        wording=rf"steeds (?:minder kracht|zwakker|slapper)|minder en minder kracht|losing "
        rf"strength|{_WORSE}[^.?!;]{{0,30}}{_WEAK}|{_WEAK}[^.?!;]{{0,40}}{_WORSE}|"
        rf"{_SUDDEN}[^.?!;]{{0,20}}{_WEAK}|{_WEAK}[^.?!;]{{0,25}}{_SUDDEN}|"
        r"\bverlamde? (?:voet|been|hand|arm)|(?:voet|been|hand|arm) (?:\S+ )?(?:verlamd|lam)\b|"
        r"\bkan [^.?!;]{0,40}niet (?:meer |goed )?(?:optillen|heffen|bewegen|op (?:\S+ )?(?:tenen|"
        r"hakken|hielen))",
    ),
    "deficit": _finding("parese", "klapvoet", wording=_WEAK),
    "both sides": _finding(
        wording=r"\b(?:beiderzijds\w*|bdz|bilatera\w+|beide (?:benen|armen|voeten)|both legs)\b"
    ),
    "cord": _finding("cervicale myelopathie", "myelopathie", "ruggenmergcompressie", "dwarslaesie"),
    "cord sign": _finding(
        "handfunctiestoornis",
        "ataxie",
        "spasticiteit",
        "hyperreflexie",
        "loopstoornis",
        wording=r"babinski (?:positief|pos|\+)|positieve babinski|onhandige handen|"
        r"knoo\w+ (?:\S+ )?niet|loopt (?:als )?(?:dronken|houterig|breed|wankel)|clumsy hands?|"
        r"unsteady gait|(?:spastisch|breedbasisch)\w* (?:gang|looppatroon)",
    ),
    "fever": _finding(
        "koorts",
        wording=r"\b(?:temp\w*\.?|t) ?(?:van )?(?:3[89]|4[01])\b|\b(?:3[89]|4[01])[.,]\d ?(?:gr|"
        r"°|c\b)",
    ),
    "sepsis": _finding("sepsis", wording=r"\bsepsis\b|\bbacteri[eë]mie\b"),
    "weight loss": _finding(
        "onverklaard gewichtsverlies",
        wording=r"\bafgevallen\b(?! van)|gewichtsverlies|\bkilo'?s? (?:\S+ )?(?:kwijt|lichter|"
        r"afgevallen)|"
        r"\bkg (?:\S+ )?(?:kwijt|lichter|afgevallen)|lost \S+ (?:kilos?|kg|pounds?)|weight loss",
    ),
    "night sweats": _finding("nachtzweten"),
    "past cancer": _finding(
        "voorgeschiedenis van kanker",
        wording=rf"{_CANCER}\b[^.?!;]{{0,40}}{_PAST}|{_PAST}[^.?!;]{{0,40}}\b{_CANCER}|"
        rf"(?:\b(?:met|heeft|had)|[,+]) (?:\S+ ){{0,2}}{_CANCER}\b(?!\W*\?)",
    ),
    "fall": _finding(
        "traumatische wervelfractuur",
        wording=r"\b(?:is|ben|was|na|bent|werd|hard|lelijk|net) (?:\S+ ){0,5}(?:gevallen|"
        r"uitgegleden|"
        r"gestruikeld|gestuikt)\b|\b(?:gevallen|uitgegleden) (?:is|ben|was|van|op|met)\b|"
        r"\b(?:gisteren|vandaag|vannacht|onlangs) gevallen\b|\bviel\b|"
        r"\bvan (?:de|het|een|zijn|haar|mijn) \w+ gevallen\b|\bvalpartij\b|"
        r"\b(?:een|na|door) (?:\w+ )?val\b|\bval (?:van|uit|op|met)\b|\bongeval\b|\bongeluk\b|"
        r"\btrauma\b|\bfell\b|\ba fall\b|\bafter falling\b",
    ),
    "high energy": _finding(
        wording=r"hoogenergetisch|\bhet-trauma|val van (?:de |het |een )?(?:hoogte|dak|"
        r"ladder|steiger|paard)|\bna een duik\b|val van \S+ meter"
    ),
    "brittle": _finding(
        "osteoporose",
        "langdurig corticosteroïdgebruik",
        wording=r"(?:jaren|langdurig|chronisch|al lang)\b[^.?!;]{0,20}\b(?:predniso|\w*steroid)\w+|"
        r"\b(?:predniso|\w*steroid)\w+ (?:al )?(?:jaren|langdurig|chronisch)",
    ),
    "sudden": _finding(wording=r"\b(?:plots\w*|acuut|acute|ineens|opeens|sudden\w*)\b"),
    "old": _finding(
        wording=r"\b(?:6[5-9]|[7-9]\d)(?:[ -]?(?:jarig\w*|jaar|jr|year))|\b(?:man|vrouw|v|m|mw|"
        r"dhr|mevrouw|"
        r"meneer|dame|heer|patiente?|pt|moeder|vader|oma|opa|buur\w+|tante|oom|mother|father),? "
        r"(?:van )?(?:6[5-9]|[7-9]\d)\b|\b[vm](?:6[5-9]|[7-9]\d)\b|\bbejaarde"
    ),
    "weak immunity": _finding(
        "immuunsuppressie", "intraveneus drugsgebruik", wording=r"\biv[ -]drugs\w*"
    ),
    "aneurysm": _finding(
        "aneurysma van de abdominale aorta",
        "aortadissectie",
        wording=r"\bscheurende pijn\b|\b(?:kloppen|pulser)\w+ (?:zwelling|massa|gezwel)\b",
    ),
}
FLAGS = (
    Flag("een doof gevoel in het rijbroekgebied", ("saddle",)),
    Flag("problemen met plassen", ("retention", "spine")),
    Flag("problemen met plassen", ("retention", "saddle")),
    Flag("problemen met plassen", ("retention", "deficit")),
    Flag("verlies van urine of ontlasting", ("incontinence", "spine")),
    Flag("krachtsvermindering aan beide kanten", ("deficit", "both sides", "spine")),
    Flag("caudasyndroom", ("cauda",)),
    Flag("ernstige of toenemende krachtsvermindering", ("weakness",)),
    Flag("tekenen van ruggenmergcompressie", ("cord",)),
    Flag("tekenen van ruggenmergcompressie", ("cord sign", "spine")),
    Flag("koorts met pijn in rug of nek", ("fever", "spine")),
    Flag("een bloedvergiftiging met pijn in rug of nek", ("sepsis", "spine")),
    Flag("onverklaard gewichtsverlies", ("weight loss", "spine")),
    Flag("onverklaard gewichtsverlies", ("weight loss", "past cancer")),
    Flag("nachtzweten met pijn in rug of nek", ("night sweats", "spine")),
    Flag("kanker, nu of eerder", ("past cancer", "spine")),
    Flag("een val of ongeval bij broos bot", ("fall", "brittle")),
    Flag("acute pijn bij broos bot", ("sudden", "brittle", "spine")),
    Flag("een val of ongeval op leeftijd", ("fall", "old", "spine")),
    Flag("een zwaar ongeval", ("high energy", "spine")),
    Flag("verminderde afweer met pijn in rug of nek", ("weak immunity", "spine")),
    Flag("een verwijde of gescheurde aorta", ("aneurysm", "spine")),
)
SETTING = frozenset(
    {"spine", "old", "both sides", "sudden"}
)  # findings that are no flag by themselves, and may stand apart

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"[.?!;\n]+(?:\s|$)")
_DENIED = re.compile(
    r"\b(?:geen(?: sprake van| tekenen van| enkele)?|zonder|noch|nooit|ontkent|ontkende|nee aan|"
    r"not?|without|denies|never|ook geen|niet|evenmin|uitgesloten)\b"
)
# What ends a denial: a turn in the sentence, or that the next thing is there.
_TURNED = re.compile(
    r"\b(?:maar|wel|echter|doch|sinds|nu|but|heeft|had|met|with|al|en (?:nu|wel|sinds|heeft|is))\b"
)
_DENIED_AFTER = re.compile(
    r"\W{0,2}(?:(?:heeft|is|was|had|zijn|er|ze|zij|hij|ik|ook)\W+){0,3}"
    r"(?:(?:niet|nee|neg|negatief|afwezig|ontkend|uitgesloten|nihil|absent|none|no)\W*(?:$|"
    r"[,)])|-(?:$|[\s,)]))"
)
_SUPPOSED = re.compile(r"\b(?:als|indien|mocht|stel dat|zodra|wanneer|in geval van|if|when|tot)\b")
_ASKED = re.compile(
    r"\b(?:wat (?:is|zijn|was|betekent|houdt|verstaat|wordt|een|de|het)|welke?|hoe (?:vaak|"
    r"groot|hoog|herken\w*|"
    r"gevoelig|specifiek|test|sluit)|hoeveel|percentage|procent|sens\w*|spec\w*|voorspellende|"
    r"ppv|npv|"
    r"prevalentie|incidentie|kans op|risico op|definitie|symptomen|tekenen|kenmerken|oorza\w+|"
    r"patienten|"
    r"mensen|vra(?:ag|gen)|uitvra\w+|let\w* op|zoek\w*|test\w*|denk\w* (?:je|ik|men) aan|hoort|"
    r"horen|"
    r"what|which|how (?:often|many)|signs of|symptoms of|definition|patients|people|bang|"
    r"angst)\b"
)
_ABOUT_FLAGS = re.compile(r"rode[ -]vlag\w*|red flags?|\balarm\w*|waarschuwings\w+|\bwarning sign")
_PATIENT = re.compile(
    r"\b(?:man|vrouw|patiente?|pt\.?|pat|mw|mevr|mevrouw|d?hr|meneer|mijnheer|dame|heer|jongen|"
    r"meisje|zoon|"
    r"dochter|vader|moeder|ouders?|partner|vriend\w*|buur\w+|oma|opa|collega|client\w*|cliente|"
    r"hij|zij|"
    r"ze|haar|hem|zijn (?:been|rug|voet|kruis)|mij|mijne?|m'?n|mn|ik (?:heb|ben|kan|voel|krijg|"
    r"verlies|loop)|"
    r"(?:heb|ben|kan|voel|krijg|verlies) ik|he|she|his|her|my|i (?:have|am|feel|can\S*)|i've|"
    r"i'm|woman|"
    r"husband|wife|\d{1,3}[ -]?(?:jarige?|jaar|jr|yo|years?[ -]old)|[vm]\d\d|[vm] ?/? ?\d\d|gast|"
    r"\w+gebruik(?:er|ster))\b"
)
_RELATIVE = re.compile(
    r"\b(?:familie|vader|moeder|ouders?|opa|oma|oom|tante|broer|zus|zuster|neef|nicht|buur\w+|"
    r"vriend\w*|collega|father|mother|brother|sister)\b"
)
_ONESELF = re.compile(r"\bik (?:heb|ben|voel|krijg)\b|\bzelf\b|\bi (?:have|am)\b|\bmyself\b")
_QUERIED = re.compile(
    r"\?|\b(?:wat|wie|hoe\w*|waar\w*|wanneer|welke?|of|leg|geef|noem|toon|vat|zoek|vergelijk|what|"
    r"how|when|which|why|whether|show|tell|give|list|compare)\b"
)
_NOW = re.compile(
    r"\b(?:sinds|nu|vandaag|gisteren|vannacht|vanocht\w+|vanmorgen|plots\w*|opeens|ineens|"
    r"insturen|spoed|seh|"
    r"doorsturen|doorverwijzen|meteen|urgent|vrees|vermoed|since|now|today|yesterday)\b|\bbeleid\W*$|\+|"
    r"\b[0-2]/5\b|\b3[89][.,]\d\b"
)


def described(text: str, build: Build) -> tuple[str, ...]:
    """The names of the red flags that a patient in the text has."""
    has = _had(fold(text), build)
    return tuple(dict.fromkeys(flag.name for flag in FLAGS if has.issuperset(flag.findings)))


def alarm(turns: Iterable[str], build: Build, sources: Sequence[str] | None = None) -> Alarm | None:
    """The flags of the patient in these turns, with where the documents name them as such."""
    text = "\n".join(turns)
    names = described(text, build)
    if not names:
        return None
    shown = {finding for flag in FLAGS if flag.name in names for finding in flag.findings}
    concepts = [mark(c) for name in shown - SETTING for c in sorted(FINDINGS[name].concepts)]
    return Alarm(names, _evidence(concepts, build, sources))


def warning(alarm: Alarm, number: int | None) -> str:
    """The line on top; `number` is the citation of the evidence, None where there is no answer to
    cite it in: the line quotes it then.
    """
    named = " en ".join(filter(None, [", ".join(alarm.flags[:-1]), alarm.flags[-1]]))
    told = f"Let op, mogelijk een alarmsymptoom: {named}. Beoordeel eerst of er spoed is"
    if alarm.evidence is None:
        return f"{told}; de documenten zeggen hier niets over."
    if number is not None:
        return f"{told}; zie [{number}]."
    passage, title = alarm.evidence.passage, alarm.evidence.document.meta.title
    return f'{told}. "{alarm.evidence.text}" ({title}, {passage.section})'


def _had(text: str, build: Build) -> set[str]:
    """The findings that a patient in a folded text has, by their names in FINDINGS."""
    told = len(text.split()) >= SENTENCE and not _QUERIED.search(text)
    if not (told or _PATIENT.search(text) or _NOW.search(text)):
        return set()
    clauses = [clause.strip() for clause in _CLAUSE.split(text) if clause and clause.strip()]
    has: set[str] = set()
    for clause in clauses:
        for name, start, end in _mentions(clause, build):
            if name in SETTING or _has(clause, start, end):
                has.add(name)
    return has


def _mentions(clause: str, build: Build) -> list[tuple[str, int, int]]:
    """The findings that a clause names, each with its start and end."""
    found = [
        (name, match.start(), match.end())
        for name, finding in FINDINGS.items()
        if finding.wording
        for match in finding.wording.finditer(clause)
    ]
    places = list(_WORD.finditer(clause))
    stems, owners = [], []
    for place in places:
        for word in words(place.group()):
            stems.append(stem(word))
            owners.append(place)
    named = build.dutch.lexicon.named_in
    for concept, span in {*named(stems), *named([_meant(written, build) for written in stems])}:
        start, end = owners[span[0]].start(), owners[span[-1]].end()
        found += [(name, start, end) for name, f in FINDINGS.items() if concept in f.concepts]
        if build.dutch.lexicon.widest(concept) in SPINE:
            found.append(("spine", start, end))
    return found


def _meant(written: str, build: Build) -> str:
    """A stem; of one that neither index nor lexicon holds the one it is a slip of: two letters
    swapped, or spelt like it.
    """
    if build.holds(written) or any(build.dutch.lexicon.named_in([written])):
        return written
    swaps = (
        written[:at] + written[at + 1] + written[at] + written[at + 2 :]
        for at in range(len(written) - 1)
    )
    likely = (a.term for a in build.spelling.similar(written) if a.likeness >= SLIP)
    return next(filter(build.holds, swaps), next(likely, written))


def _has(clause: str, start: int, end: int) -> bool:
    """Does the patient have what clause[start:end] names: not denied, supposed or asked about?"""
    before, after = clause[:start], clause[end:]
    if _denied(before, after) or _ABOUT_FLAGS.search(clause):
        return False
    if any(len(before[m.end() :].split()) <= 6 for m in _SUPPOSED.finditer(before)):
        return False
    if _RELATIVE.search(before) and _ONESELF.search(after):
        return False
    asked, who = _last(_ASKED, before), _last(_PATIENT, before)
    return who > asked or asked < 0


def _denied(before: str, after: str) -> bool:
    """Is it said not to be there, just before it, in a list that opens so, or right after it?"""
    if _DENIED_AFTER.match(after):
        return True
    denials = list(_DENIED.finditer(before))
    if not denials or re.match(r"[ :]*(?:\d|sinds\b|van \d)", after):
        return False
    between = before[denials[-1].end() :]
    if denials[-1].group() in {"niet", "not"} and re.search(r",|\b(?:en|and)\b", between):
        return False  # it denies its own verb, no list
    items = re.split(r",|\ben\b|\bof\b|\bnoch\b|/|\bor\b|\band\b", between)
    return not _TURNED.search(between) and all(len(item.split()) <= 5 for item in items)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


# Words of a sentence that says of a finding that it matters: more of them, and it says so more.
_SAYS_SO = re.compile(
    r"rode[ -]vlag\w*|red flags?|alarm\w*|omineu\w+|ernstige onderliggende|ernstige pathologie|"
    r"spoed\w*|"
    r"onmiddellijk|direct\w* verw|verwijs|verwezen|verwijz|altijd \S* ?(?:ge)?vra|gevraagd te "
    r"worden|"
    r"geindiceerd|indicatie|risicofactor|gedacht (?:moet )?worden|denk ook|te denken aan|urgent|"
    r"caudasympt\w*|cauda- sympt\w*|emergency|refer"
)


def _evidence(
    concepts: Sequence[str], build: Build, sources: Sequence[str] | None
) -> Candidate | None:
    """The stretch of the index that names one of the concepts, else one that they are kinds of, and
    says most that it matters.
    """
    lexicon, names = build.dutch.lexicon, [concept.removeprefix(mark("")) for concept in concepts]
    wider = [term for name in names for term in lexicon.wider(name)[:1]]
    held = [[term for term in terms if build.holds(term)] for terms in (concepts, wider)]
    weights = dict.fromkeys(held[0] or held[1], 1.0)
    best: tuple[float, Candidate] | None = None
    for found in build.lexical(weights, READ, sources) if weights else []:
        passage = build.passage(found.id)
        document = build.document(passage.document_id)
        for span in quotable(document, passage) if passage.kind != "figure" else []:
            text = document.text[span.start : span.end]
            says = {match.group() for match in _SAYS_SO.finditer(fold(text))}
            named = len(weights.keys() & set(build.dutch.terms(text))) if says else 0
            worth = named + len(says) + bool(_ABOUT_FLAGS.search(fold(passage.section)))
            if named and (best is None or worth > best[0]):
                best = worth, Candidate(document, passage, span, 1.0)
    return best[1] if best else None
