"""Text -> the signs in it that decide what it claims: negations, hedges, for whom, which way.

A sign is a pole of an axis ("langer bestaand" and "persisterend" are the pole `chronisch` of the
axis `duur`); words that turn a meaning round are poles of `ontkenning`. Read from the words alone,
with the particle of a split verb ("nam ... af"). Doesn't parse, and doesn't compare texts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ingest.dutch import fold

NEGATION = "ontkenning"
HALF = "halve ontkenning"

# axis -> pole -> the folded words that say it; * stands for any ending.
POLES: dict[str, dict[str, str]] = {
    NEGATION: {  # one pole a word and those that may stand for it
        "niet": """niet geen nooit niets niemand niks nergens zonder noch evenmin geenszins
            nauwelijks
            amper""",
        "ontbreken": """ontbreek* ontbra* ontbrok* ontbrek* afwezig* onvermeld* klachtenvrij*
            pijnvrij* asymptomati* symptoomloos symptoomloze""",
        "ontraden": """afgeraden ontraden ontraad* afraden afraad* onwenselijk* ongewenst*
            contra-indicatie* gecontra-indiceerd* vermeden vermijd* onveilig* onverantwoord*
            ongeschikt* verbod* verboden""",
        "zinloos": """zinloos zinloze nutteloo* nutteloze vergeefs onnodig* overbodig* oneffectief
            ineffectief ineffectieve onwerkzaam onwerkzame irrelevant* ontkracht*""",
        "gelijk": """gelijk hetzelfde evenveel gelijkwaardig* onveranderd* ongewijzigd*""",
        "onvoldoende": """onvoldoende onvolledig* tekortschiet* tekortschoot tekort ontoereikend*
            onbetrouwbaar onbetrouwbare onjuist*""",
        "onbekend": """onduidelijk onduidelijke onbekend* onzeker onzekere onbewezen onverklaard*
            onwaarschijnlijk* onmogelijk*""",
        "uitsluiten": """uitgesloten uitsluit uitsluiten uitsluiting* uitgezonderd behalve
            afvallen exclusie geexclu* exclude*""",
        "stoppen": "stopt* gestopt gestaakt gestaakte",
        "onbehandeld": "onbehandeld*",
        "blind": "geblindeerd* blinder*",
    },
    HALF: {  # these count as a negation only where the other text has one in their place
        "weg": "weg verdwenen verdween verdwijn* weglaat kwijt verlies verloren",
        "onzekerheid": "onzekerheid onduidelijkheid vaag vage",
        "wisselend": "inconsisten* tegenstrijdig* tegenspr* wisselend* verdeeld*",
        "zelfde": "dezelfde vergelijkbaar vergelijkbare overeenkom*",
        "ongeacht": "ongeacht onafhankelijk* los",
        "slechts": "slechts alleen uitsluitend enkel louter",
        "zelden": "zelden",
        "vermijden": "*vermijd* voorkom* voorkwam* verhinder* bespaar* belet*",
        "mislukken": "misluk* faal* faalt weiger* gebrek*",
        "buiten": "buiten behoudens verwijder* geschrapt",
        "vrij": "vrij *vrij *vrije *loos *loze",
        "niet-": "niet-* non-*",
        "anders": "anders",
    },
    "voorbehoud": {
        "mogelijk": """kan kunnen kon konden mogelijk* misschien wellicht zou zouden eventueel
            eventuele potentieel potentiele denkbaar voorstelbaar kans risico
            optie opties vraag geschikt aanmerking mag mogen *baar *bare vermag""",
        "waarschijnlijk": """waarschijnlijk* vermoedelijk* lijkt lijken leek leken schijnt schijnen
            vermoed* wijst wijzen duidt duiden aannemelijk* tekenen plausibel* aanwijzing*
            suggere* suggestie*""",
        "meestal": "meestal doorgaans gewoonlijk veelal merendeel grotendeels meeste meerderheid",
        "vaak": "vaak dikwijls veelvuldig frequent* regelmatig*",
        "soms": "soms sommige incidenteel incidentele sporadisch* zelden zeldza* uitzonderlijk*",
        "beperkt": """beperkt beperkte matig matige gering geringe enige enigszins zwak zwakke
            licht weinig""",
        "onzeker": """onzeker* onduidelijk* onbekend* twijfel* betwijfel* onbewezen dubieus
            dubieuze omstreden vaag vage""",
        "pas": "eerst pas",
        "samenhang": """samenhang* samenhing* geassocieerd* associatie* verband gerelateerd* relatie
            correl* verbonden""",
        "overwegen": "overwegen overwogen overweeg overweegt overweging",
    },
    "stelligheid": {
        "moet": "moet moeten dient dienen verplicht* noodzakelijk* vereist*",
        "zal": "zal zullen",
        "altijd": "altijd iedereen",
        "alle": "alle allemaal iedere elke ieder elk",
        "alleen": "alleen uitsluitend louter",
        "blijkt": "bewezen aangetoond bewijst overtuigend* definitief onomstotelijk*",
        "volledig": "volledig* geheel gehele helemaal totaal totale compleet complete",
    },
    "nodig": {
        "nodig": "nodig nodige altijd noodzaak* geindiceerd* vereis* behoeft behoeven aangewezen"
    },
    "duur": {
        "acuut": "acuut acute acuter plotse plotselinge",
        "subacuut": "subacuut subacute",
        "chronisch": "chronisch* persisterend* langdurig* langbestaand* aanhoudend*",
    },
    "geslacht": {
        "vrouwen": "vrouw vrouwen vrouwelijk* patientes meisjes",
        "mannen": "man mannen mannelijk* jongens",
    },
    "leeftijd": {
        "kinderen": "kind kinderen kinder* pediatrisch* adolescent* tieners pubers jeugdig*",
        "jongeren": "jongeren jongvolwassen*",
        "volwassenen": "volwassen*",
        "ouderen": "ouderen bejaard* senioren geriatrisch* hoogbejaard*",
    },
    "zwangerschap": {"zwanger": "zwanger zwangere zwangeren zwangerschap*"},
    "soort": {
        "dieren": "dier dieren dier* rat ratten rattenmodel* muis muizen muizenmodel* knaagdier*",
        "mensen": """mens mensen menselijk* humaan humane klinisch klinische patient patienten
            patient* deelnemer* volwassen* vrouwen mannen personen""",
    },
    "gezondheid": {"gezond": "gezond gezonde proefpersonen vrijwilligers"},
    "lijn": {
        "eerste lijn": "eerstelijn*",
        "tweede lijn": "tweedelijn* ziekenhui* specialistisch*",
    },
    "groep": {
        "controlegroep": "controlegroep* placebogroep* controle controle- controles",
        "interventiegroep": "interventiegroep* behandelgroep* interventie-",
    },
    "oorzaak": {
        "specifiek": "specifiek specifieke",
        "aspecifiek": "aspecifiek* a-specifiek* niet-specifiek* non-specifiek*",
    },
    "termijn": {"kort": "kortetermijn*", "lang": "langetermijn*"},
    "ernst": {
        "ernstig": "ernstig* niet-ernstig* zwaar zware",
        "mild": "mild milde lichte",
    },
    "moment": {
        "voor": "preoperati* preventi* voorafgaand* vooraf",
        "na": "postoperati* achteraf naderhand",
    },
    "mate": {
        "meer": """hoog hoge hoger hogere hoogste toename* toenem* toeneemt toegenomen stijg* steeg
            stegen gestegen meer groter grotere grootste groot grote vergro* verhoog* verhog*
            sterk sterke sterker* sterkste versterk* vaker langer* vermeerder* zwaarder* dikker*
            gevoeliger* progressie verdubbel* groei* gegroeid* opkomst ouder vroeger eerder
            sneller snellere""",
        "minder": """laag lage lager lagere laagste afname* afnem* afneemt afgenomen daal* dali*
            gedaald minder mindere minste verminder* kleiner kleinere kleinste klein kleine
            verklein*
            verlaag* verlag* reduc* gereduceerd* zwak zwakke zwakker* verzwak* korter* verlicht*
            halveer* gehalveerd* krimp*
            gekrompen zeldener geringer* lichter* dunner* ongevoeliger* jonger later trager*
            langzamer*""",
    },
    "uitkomst": {
        "goed": """goed goede beter betere verbeter* gunstig* positief positieve baat effectiever*
            werkzamer*
            vooruitgang""",
        "slecht": """slechter* verslechter* verslecht* verergert verergeren ongunstig* nadelig*
            negatief negatieve achteruitgang schadelijk*""",
    },
    "zijde": {
        "links": "links links-* linkszij* linker*",
        "rechts": "rechts rechts-* rechtszij* rechter*",
    },
    "zijden": {
        "een": "eenzijdig* unilatera* enkelzijdig*",
        "beide": "tweezijdig* dubbelzijdig* bilatera* beiderzijds",
    },
    "hoogte": {
        "nek": "nek nek- nekpijn* nekklacht* cervica* cervico* hals",
        "thorax": "thoraca* thoraco* borstwervel*",
        "rug": "rug- lagerug* rugpijn* rugklacht* lage-rug* lumba* lumbo* lendenwervel*",
    },
    "plaats": {"voor": "anterieur* voorste ventra*", "achter": "posterieur* achterste dorsa*"},
    "midden": {"binnen": "media* mediaal", "buiten": "latera* lateraal"},
    "lengte": {"boven": "proxima* craniaa* crania*", "onder": "dista* caudaa* cauda*"},
    "buiging": {"flexie": "flexie* buigen buiging", "extensie": "extensie* strekken strekking"},
    "spreiding": {"abductie": "abductie*", "adductie": "adductie*"},
    "draaiing": {"binnen": "endorotatie* binnenrotatie*", "buiten": "exorotatie* buitenrotatie*"},
    "maat": {"sensitiviteit": "sensitiviteit* sensitief", "specificiteit": "specificiteit*"},
    "frequentie": {"incidentie": "incidentie*", "prevalentie": "*prevalentie*"},
    "ontsteking": {
        "pro": "pro-inflammatoi* proinflammatoi* ontstekingsbevorderend*",
        "anti": "anti-inflammatoi* antiinflammatoi* ontstekingsremmend*",
    },
    "rol": {"actief": "actief actieve", "passief": "passief passieve"},
    "ritme": {
        "dag": "dagelijks*",
        "week": "wekelijks*",
        "maand": "maandelijks*",
        "jaar": "jaarlijks* jaarprevalentie* jaarincidentie* jaarsprevalentie*",
    },
    "tijd": {
        "uren": "uren minuten",
        "dagen": "dagen",
        "weken": "weken",
        "maanden": "maanden",
        "jaren": "jaren",
    },
    "risico": {"verhoogt": "risicofactor* risicoverhogend*", "verlaagt": "beschermend*"},
}
# What says for whom, how long or how badly: left out, it is said of more.
NARROWING = frozenset(
    "duur geslacht leeftijd zwangerschap soort gezondheid oorzaak termijn lijn ernst".split()
)
# What a hedge may be put as: the same strength or a weaker claim, never a stronger one.
NO_STRONGER = {
    "mogelijk": frozenset({"overwegen", "onzeker"}),
    "waarschijnlijk": frozenset({"mogelijk", "onzeker", "soms"}),
    "meestal": frozenset({"vaak", "soms", "mogelijk", "waarschijnlijk"}),
    "vaak": frozenset({"soms", "mogelijk"}),
    "soms": frozenset({"mogelijk", "onzeker"}),
    "beperkt": frozenset({"mogelijk", "onzeker"}),
    "onzeker": frozenset({"mogelijk"}),
    "overwegen": frozenset({"mogelijk"}),
    "pas": frozenset({"alleen"}),
    "samenhang": frozenset({"mogelijk", "waarschijnlijk"}),
}
CAUSE = frozenset("door doordat waardoor leidt leiden oorzaak oorzaken".split())
# What says which way only beside its opposite.
SOFT = frozenset(
    """
    groot grote klein kleine sterk sterke zwak zwakke sneller snellere snel
    ernstig ernstige zwaar zware licht lichte mild milde aanhoudend aanhoudende langdurig
    langdurige plotseling plotselinge goed goede
    eerder vroeger later ouder jonger meer beter betere positief positieve negatief negatieve
    """.split()
)
# What a hedge is put as, but no hedge that must be kept.
LOOSE = re.compile(
    r"kans|risico|vraag|opties?|geschikt|aanmerking|mag|mogen|\w+ba(?:ar|re)|vermag|"
    r"duidt|duiden|tekenen"
)
USUAL = frozenset({"mensen"})  # what is meant where nothing is said

# Words that say one thing together, and the word that they are read as.
_COUNTED = r"(?=(?:meer|minder|langer|korter) dan (?:\d|een|twee|drie|vier|vijf|zes|tien)\b)"
_BOUND = (  # before or behind a number: compared with it
    r"(?:meer|minder|langer|korter|ouder|jonger|hoger|lager|groter|kleiner|later|vaker) dan "
    r"(?=\d|(?:een|de|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf) ?(?:\d|helft|derde|"
    r"kwart|week|weken|maand|jaar|dag|uur|op de)|helft)"
)
_PARTICLES = "aan|af|bij|in|mee|na|op|over|samen|terug|toe|uit|voor|weg"
_PHRASES = {
    r"niet[ -](?=specifieke?\b)": "a-",
    rf"niet (?=alleen\b|zozeer\b)|al dan niet|niet {_COUNTED}": "",
    r"niet eerder(?: dan)?\b|pas (?=als|na|bij|wanneer|vanaf|indien|in)": "eerst ",
    r"(?:niet|geen) (?:meer|minder) of (?:meer|minder)": "niet",
    rf"{_BOUND}|(?<= )of (?:meer|minder|langer|korter|ouder|jonger)\b": "",
    r"eerder\b(?! dan)": "",
    r"(?:groter|sterker|beter)e? (?=effect\b)": "effectiever ",
    r"niet zonder": "met",
    r"geen (?:aanwijzing(?:en)?|bewijs) (?=dat|voor)": "niet aangetoond ",
    r"((?:geen|niet)\b[^.,;]*?) meer(?=[.,;]|$| (?:te|is|zijn|heeft|hebben|had|hadden)\b)": r"\1",
    r"onder meer|meer of minder\w*|min of meer|des te meer|zonder meer|nog (?:altijd|steeds)": "",
    r"(?<=niet )meer\b|(?<=geen )meer\b|(?:ten|op zijn) (?:minste?|hoogste?)|steeds (?=meer)": "",
    r"(?:even|net zo) (?=groot|hoog|laag|klein|sterk|vaak|veel|lang|goed|effectief)": "gelijk ",
    r"(?:hoe|zo|te) (?:groot|hoog|laag|klein|sterk|vaak)": "",
    r"lage[ -]rug": "lagerug",
    r"(eerste|tweede)[ -]lijns?": r"\1lijn",
    r"(?:op (?:de )?)?(korte|lange)(?:re)? termijn": r"\1termijn",
    r"(?:over|in) het algemeen|in de regel|in de meeste gevallen|het grootste deel": "meestal",
    r"in veel gevallen": "vaak",
    r"(?:in )?sommige gevallen|af en toe|een enkele keer|nu en dan": "soms",
    r"(?:staat|staan|stond) (?:nog )?niet vast|niet (?:zeker|duidelijk|bekend)": "onzeker",
    r"in (?:beperkte|geringe) mate": "beperkt",
    r"(?:valt|is|zijn|was|waren|viel|vielen) ((?:(?!om|door|de|het|een)\w+ ){0,4}?)"
    rf"(?=(?:(?:{_PARTICLES}) )?te \w+en\b)": r"kan \1",
    rf"({_PARTICLES}) te (?=\w+en\b)": r"\1",
    r"in staat": "kan",
    r"per (dag|maand)\b": r"\1elijks",
    r"per week\b": "wekelijks",
    r"per jaar\b": "jaarlijks",
    r"aan (?:beide|weerszijden) (?:zijden|kanten)?": "beiderzijds",
    r"zo ?(?:kort|lang|veel|weinig|snel|goed|vroeg) mogelijk": "",
    r"wel of (?:geen|niet)": "ongeacht",
    r"te (?:kunnen|mogen) (?=[a-z]+en\b)": "te ",
    r"mogelijk (?:ge)?ma(?:ak|kt|ken)": "",
    r"minder (?:gunstig|goed|effectief|werkzaam|positief)e?\b": "slechter",
    r"alle (?=twee|drie|vier)": "",
    r"(?:past|passen|paste) (?=[^.,;]*\bbij\b)": "duidt ",
    r"doe(?:n|t) (?=[^.;]*\bdenken\b)": "duidt ",
    r"(?:(?<=^)|(?<=, )|(?<=, en ))of (?=\w+ )": "vraag ",
    r"steeds (?:vaker|meer)": "toename ",
    r"\b(?:een |het |de )?(?:vermoeden|verdenking) (?=van|op|dat)": "",
    r"(?:wordt|worden) (?:vermoed|verdacht)": "",
    r"geheel (?:niet|geen)": "niet",
}
_PHRASE = [(re.compile(rf"\b(?:{old})"), new) for old, new in _PHRASES.items()]

# Verbs that stand apart from their particle: nam ... af.
_SPLIT = [
    (re.compile(r"neemt|nemen|nam|namen"), {"af": "afnemen", "toe": "toenemen"}),
    (re.compile(r"raadt|raden|raad|ried"), {"af": "afgeraden"}),
    (re.compile(r"sluit|sluiten|sloot|sloten"), {"uit": "uitsluiten"}),
    (re.compile(r"hangt|hangen|hing|hingen"), {"samen": "samenhangen"}),
    (re.compile(r"vielen|viel|vallen|valt"), {"af": "afvallen", "buiten": "afvallen"}),
    (re.compile(r"brengt|brengen|bracht|brachten"), {"teweeg": "veroorzaken"}),
    (re.compile(r"stijgt|stijgen|loopt|lopen|liep|liepen"), {"op": "toenemen", "terug": "afnemen"}),
    (re.compile(r"schiet|schieten|schoot|schoten"), {"tekort": "tekort"}),
    (
        re.compile(r"gaat|gaan|ging|gingen"),
        {"vooruit": "beter", "achteruit": "slechter", "over": "overgaan"},
    ),
]
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’-][^\W_]+)*-?|[,;:.()]")
_CONJUNCTIONS = frozenset(
    "maar terwijl omdat doordat hoewel tenzij want zodat waardoor mits echter".split()
)


class Sign(NamedTuple):
    """A pole of an axis at a word; `word` is as it is read, `clause` counts from 0."""

    axis: str
    pole: str
    word: str
    clause: int


class Reading(NamedTuple):
    """The signs of a text, and the words of each clause, as they are read."""

    signs: tuple[Sign, ...]
    clauses: tuple[tuple[str, ...], ...]

    def of(self, axis: str) -> list[Sign]:
        return [sign for sign in self.signs if sign.axis == axis]


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The signs of a text.

    >>> [(s.axis, s.pole) for s in read("De pijn nam bij vrouwen misschien af.").signs]
    [('geslacht', 'vrouwen'), ('voorbehoud', 'mogelijk'), ('mate', 'minder')]
    """
    clauses = tuple(tuple(_joined(clause)) for clause in _clauses(text))
    signs = (
        Sign(axis, pole, word, number)
        for number, clause in enumerate(clauses)
        for word in clause
        for axis, pole in poles(word)
    )
    return Reading(tuple(signs), clauses)


@lru_cache(maxsize=1 << 15)
def poles(word: str) -> tuple[tuple[str, str], ...]:
    """The axes that a folded word says something on, each with its pole.

    A hyphened word that says nothing as a whole says what its last part does.
    """
    found = tuple(
        (axis, pole)
        for axis, by_pole in POLES.items()
        for pole in by_pole
        if _FORMS[axis, pole].fullmatch(word)
    )
    _, hyphen, last = word.rpartition("-")
    return found if found or not (hyphen and last) else poles(last)


def _clauses(text: str) -> Iterator[list[str]]:
    folded = fold(text)
    for phrase, word in _PHRASE:
        folded = phrase.sub(word, folded)
    clause: list[str] = []
    around: list[list[str]] = []  # the clauses that a bracket interrupts
    asides: list[list[str]] = []  # what stands in brackets, which comes last
    for token in _TOKEN.findall(folded):
        if token == "(":
            around.append(clause)
            clause = []
        elif token in ",;:.)" or token in _CONJUNCTIONS:
            if around:
                asides.append(clause)
            elif clause:
                yield clause
            clause = around.pop() if token == ")" and around else []
        else:
            clause.append(token)
    yield from filter(None, [*around, clause, *asides])


def _joined(clause: list[str]) -> Iterator[str]:
    """The words of a clause, a verb's particle made into the verb that they are together."""
    particles: dict[str, str] = {}
    for word in clause:
        for verb, joined in _SPLIT:
            if verb.fullmatch(word):
                particles |= joined
        yield particles.pop(word, word)


_FORMS = {
    (axis, pole): re.compile("|".join(form.replace("*", ".*") for form in forms.split()))
    for axis, by_pole in POLES.items()
    for pole, forms in by_pole.items()
}
