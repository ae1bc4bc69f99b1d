"""The Dutch words by which a turn of a conversation leans on the turns before it.

Word lists and the openings that carry no subject. Folded, as `ingest.dutch.fold` gives them.
"""

import re

PREPOSITIONS = frozenset(
    """
    bij voor van na met zonder in door tegen op over binnen volgens vanaf tijdens tussen om onder
    sinds aan naar uit vanwege wegens for
    """.split()
)
# With these an ellipsis says more of the subject, and doesn't name another: "en met uitval?"
ADDING = frozenset("met zonder na door tijdens vanaf sinds".split())
# With these it names whom it is about, of whom more than one thing can hold.
OF_PATIENTS = frozenset("bij voor tegen".split())
ARTICLES = frozenset("de het een 't 'n".split())
# Words that point back to the question before, where they stand near the start.
POINTERS = frozenset(
    """
    dat dit die deze daar daaraan daarvan daarbij daardoor daarvoor daarmee daarin daarna daarop
    daartegen daarover daaruit hiervan hierbij hiervoor hiermee hierin hierover hierop hiertegen
    ervan ervoor ertegen erbij ermee erna eraan erin erop erover eruit hen hun beide beiden allebei
    dezelfde hetzelfde diezelfde datzelfde zulke zulk dergelijke laatstgenoemde eerstgenoemde
    that this those these them
    """.split()
)
PRONOMINAL = ("er", "daar", "hier", "hen")  # these may stand far from what they mean
# Of these, those that stand before a noun too.
DETERMINERS = frozenset("dat dit die deze zulke zulk dergelijke dezelfde hetzelfde beide".split())
# After "dat" these begin a clause of its own: "weet ik dat het een hernia is".
CLAUSE_OPENERS = ARTICLES | frozenset("er ik je jij u we wij men mijn ze zij hij iemand".split())
INTERROGATIVES = frozenset(
    """
    hoe hoezo wat wanneer waarom welk welke wie waar hoeveel hoelang hoever waarmee waarvoor waaruit
    waarvan waaraan waarop waardoor waartegen waarbij what when why which who where how
    """.split()
)
BEFORE_A_VERB = INTERROGATIVES - {"welk", "welke", "hoeveel"}
QUESTION_WORDS = INTERROGATIVES | frozenset(
    """
    is zijn was waren kan kun kunnen mag moet moeten heeft hebben had hadden helpt helpen
    werkt werken geldt gelden geeft wordt worden werd werden doet doe doen komt komen zou
    zouden wil wilt blijft gaat duurt duren staat raden raadt bestaat bestaan verschilt verschillen
    betekent houdt zit zegt zeggen hoort horen heet heb moest leidt leiden kost does do can should
    """.split()
)
# What can be asked of a subject. An ellipsis that names one takes the place of another.
ASKED = frozenset(
    """
    incidentie prevalentie sensitiviteit specificiteit sens spec ppv npv prognose beloop oorzaak
    oorzaken definitie behandeling behandelingen therapie aanpak diagnostiek diagnose effect
    effecten effectiviteit werkzaamheid bijwerkingen complicaties risico risico's risicofactoren
    dosering dosis duur kosten indicatie indicaties contra-indicatie contra-indicaties symptomen
    kenmerken verschijnselen klachten bewijs bewijskracht leeftijd aantal aantallen percentage kans
    kansen conclusie conclusies beperkingen populatie gevolg gevolgen nadeel nadelen voordeel
    voordelen criteria criterium doel doelen functie betekenis betrouwbaarheid validiteit
    voorspellers reden redenen uitkomst uitkomsten resultaat resultaten nut meerwaarde advies
    adviezen aanbeveling aanbevelingen alternatief alternatieven frequentie termijn mechanisme
    voorwaarde voorwaarden uitzondering uitzonderingen verklaring verklaringen bron jaartal
    """.split()
)
# Content words that name no subject: what verbs and adverbs say of one.
LIGHT = frozenset(
    """
    zie zien ziet zag doen deed deden gedaan krijg krijgt kreeg kregen gekregen maken maakt
    gemaakt nemen neem neemt nam bedoel bedoelt bedoeld bedoelde gebruik gebruikt gebruiken
    gebruikte noem noemt noemen genoemd gevonden vond vonden vinden blijkt bleek bleken blijken
    gebeurt gebeuren ging gingen kwam kwamen hielp hielpen werkte bestond leverde levert leveren
    keek kijken kijk treedt treden trad toont toonde tonen meten meet gemeten onderzocht dacht
    denk denken zocht zoeken gezocht volgt volgen gevolgd deel deelgenomen raden raadt mee af
    over lang lange langer langst kort korte korter vroeg vroeger later laat eerder snel sneller
    vaker groot grote groter klein kleiner hoog hoger laag lager sterk sterker goed beter best
    slecht slechter zinvol nuttig nodig effectief werkzaam veilig gevaarlijk schadelijk
    betrouwbaar zeker precies ongeveer eigenlijk gemiddeld meestal echt ook dan nog nu toch
    gewoon straks gelijk meteen direct belangrijk verstandig mogelijk zichtbaar bekend bewezen
    aangetoond aanbevolen aangeraden afgeraden raadzaam begrijp begrijpen bepaald bepaalde
    positief positieve negatief negatieve maximaal max minimaal min vraag vragen vraagje
    antwoord weten moeite waard hoi hallo beste graag alvast iets zaten zat moesten gelukt lukt
    lukte vandaag gisteren morgen
    wijst wijzen telt tellen kies kiest kiezen schakel stuur stuurt sturen start starten begin
    begint beginnen scheelt schelen hangt hangen hing hingen twijfel twijfelt vermoed vermoedt
    vermoeden hou houd houden past passen zet zetten laat liet lieten stel stelt stellen stelde
    samen
    """.split()
)
# Nouns that stand in for a subject. Beside a word that tells they are part of its name.
STAND_INS = frozenset(
    """
    soort soorten manier manieren vorm vormen geval gevallen ding dingen zaken mens mensen patient
    patienten persoon personen deelnemer deelnemers proefpersonen groep groepen controlegroep
    controlegroepen onderzoek onderzoeken studie studies trial trials review artikel auteurs auteur
    onderzoekers schrijvers methode methodes methoden techniek technieken model test testen tests
    middel middelen ingreep maatregel maatregelen aandoening ziekte probleem problemen uitslag
    uitslagen meting metingen verschil verschillen verhouding cijfer cijfers getal getallen procent
    uur uren dag dagen week weken maand maanden jaar jaren keer fase periode dokter verband
    """.split()
)
# What a study has: a question about one is about the study before.
OF_A_STUDY = frozenset(
    """
    deelnemer deelnemers proefpersonen controlegroep controlegroepen studie studies trial trials
    review artikel auteurs auteur onderzoekers schrijvers
    """.split()
)
NUMERALS = frozenset("twee drie vier vijf beide".split())
# A question with one of these is about the subject before too, whatever else it names.
COMPARING = frozenset(
    """
    verschil verschillen verschilt anders hetzelfde gelijk vergeleken vergelijking vergelijken
    versus vs afgezet tov liever beter slechter effectiever veiliger alternatief overeenkomst
    overeenkomsten
    """.split()
)
# With one of these a turn is a clause, and no phrase that can take another's place.
CLAUSES = frozenset(
    "als indien wanneer omdat terwijl ik hij ze zij je jij u we wij men if when".split()
)
PERSONS = frozenset("hij zij hem".split())
PEOPLE = frozenset(
    """
    man mannen vrouw vrouwen kind kinderen jongens meisjes jongeren adolescenten volwassenen ouderen
    oudere jongere zwangere zwangeren mens mensen patient patienten persoon personen werknemers
    werkenden sporters topsporters baby's peuters kleuters tieners bejaarden diabeten rokers
    """.split()
)
COMPLAINTS = frozenset("klacht klachten vorm vormen geval gevallen variant varianten pijn".split())
_ADJECTIVE = re.compile(
    r"\w{3,}(?:ig|isch|iev|el|al|air|lijk|end|bar|ar|erd|loos|zam|eus|st|rt|kt|ent)e\Z"
)
_SHORT_ADJECTIVES = frozenset(
    """
    rode gele groene oranje blauwe zwarte witte grote kleine lange korte hoge lage jonge oude vroege
    late lichte zware sterke zwakke harde zachte milde acute subacute recente nieuwe eerste tweede
    derde vierde linker rechter volle halve hele gezonde zieke andere dubbele enkele warme koude
    """.split()
)
_NOT_ADJECTIVES = re.compile(r"(?:at|ent|st|kt)ie\Z|(?:ziekte|gedachte|methode|periode|waarde)\Z")

COURTESY = frozenset(
    """
    dank dankje dankjewel dankuwel bedankt danku thanks thank thx merci ok oke okay okee k prima top
    helder duidelijk goed mooi fijn super geweldig perfect aha oh ah ha hm hmm hmmm juist klopt snap
    begrijp begrepen interessant leuk handig nuttig genoeg goede dag doei tot ziens groet groeten
    gr mvg hoi hallo hi hey hello bye antwoord uitleg hulp info informatie moeite verder yes no ja
    nee neen great good you very much
    """.split()
)
COURTESY_OPENING = re.compile(
    r"\A(?:"
    r"(?:heel |hartelijk |alvast )*(?:dank(?:je|u)?(?: (?:je|u))?(?:wel)?(?: wel)?|bedankt|merci|"
    r"thanks|thank you|thx)(?: hoor| alvast| voor \w+ \w+)?[^\w?]+|"
    r"(?:ok[eé]?|okay|oke|prima|top|helder|duidelijk|goed|mooi|fijn|super|aha?|oh?|hm+|juist|klopt|"
    r"interessant|(?:dat )?(?:snap|begrijp|wist) ik(?: niet| het| nu)?|ik snap het|"
    r"dat is (?:duidelijk|helder|goed|mooi))"
    r"(?:\s*[^\w\s?]+\s*|\s+(?=(?:en|maar|dus|top|prima|helder|duidelijk)\b|dank|bedankt))"
    r")+",
    re.IGNORECASE,
)
NEW_SUBJECT = re.compile(
    r"(?:(?:en|maar|nu|dan|nog|even|ok[eé]?)\s+)*"
    r"(?:(?:(?:over )?(?:iets|wat) (?:\w+ )?anders|something else|another (?:question|subject))"
    r"\s*[:;,.-]+|"
    r"(?:(?:een|heel|totaal) )*(?:andere?|nieuwe?) (?:vraag(?:je)?|onderwerp|kwestie)\b[\s:;,.-]*|"
    r"(?:los daarvan|terzijde|overigens)\b[\s:;,.-]*)\s*",
    re.IGNORECASE,
)
# Back to what an earlier question was about, which group 1 names.
RETURN = re.compile(
    r"(?:(?:en|maar|nog|even|nu|dan)\s+)*(?:terug (?:naar|op)|terugkomend op|weer over)\s+"
    r"([^:;,.?!]+)",
    re.IGNORECASE,
)
# What stands before an ellipsis, and says that it is one.
_PREPOSITION = rf"(?:{'|'.join(sorted(PREPOSITIONS))})\b"
CONNECTIVE = re.compile(
    r"(?:en|maar|ok|oké|oke|dus|ja|nee|neen|nou|want|of|ook|zelfs|anders|sorry|pardon|and|but|or)\b"
    rf"[^\w?]*|(?:niet|wel|dan) (?={_PREPOSITION})",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"(?:dat bedoel(?:de)? ik niet[\s,.;]*)?"
    r"(?:(?:ik|wij|we) (?:bedoel(?:de|den|en)?|wou|wilde)|i mean(?:t)?|beter gezegd|of liever|"
    r"correctie|eigenlijk)\b"
    r"(?: (?:eigenlijk|natuurlijk|dus|vooral|meer|alleen|zeggen|vragen|weten|het|de vraag))*"
    r"[\s,.:;-]*(?=\S)"
    r"|niet (?:\S+ ){1,4}maar\s+",
    re.IGNORECASE,
)
FRAME = re.compile(
    r"(?:hoe (?:zit|staat) (?:het|dat)(?: dan| nu)? (?:met )?|"
    rf"(?:die|dat|idem|hetzelfde) (?={_PREPOSITION})|(?:de)?zelfde vraag[^\w?]*|"
    r"(?:wat|hoe|what|how) (?:dan )?(?:met|about) |"
    r"hoe is (?:het|dat)(?: dan| nu)? (?:met )?(?=\S+ \S+))",
    re.IGNORECASE,
)
# "Geldt dat ook voor ...?": the question before, of what follows.
SAME_OF = re.compile(
    r"(?:geldt|is|gaat|telt) (?:dat|dit|het) (?:dan )?(?:ook|hetzelfde|evengoed|ook zo|net zo)"
    r"(?: zo| op)? "
    rf"(?={_PREPOSITION})",
    re.IGNORECASE,
)
# One of several things that the question before names, and which.
ONE_OF_SEVERAL = re.compile(
    r"\b(?:de|het|die) (eerste|tweede|derde|laatste)(?:genoemde)?\b"
    r"(?=\s*(?:[.,?!]|$|(?:het|de|een|dan|ook|nog|wel|vaak|vooral|beter|in|bij|voor|na|op|met|is|was|"
    r"werkt|helpt|geldt|doet|kan)\b))",
    re.IGNORECASE,
)
PLACES = {"eerste": 0, "tweede": 1, "derde": 2, "laatste": -1}
JOINED = re.compile(
    r"\s*(?:,|,? ?en|,? ?of|versus|vs\.?|tegen(?:over)?|dan)\s+(?:(?:de|het|een|met|door)\s+)?",
    re.I,
)
TRAILING = re.compile(
    r"(?:[\s,]+(?:dan|ook|nog|eigenlijk|precies|bijvoorbeeld|trouwens|nu|toch|bedoel(?:de)? ik|"
    r"aub|svp|a\.u\.b|s\.v\.p|graag))+$",
    re.IGNORECASE,
)
DEFINING = re.compile(
    r"(?:wat (?:is|zijn|betekent|betekenen|houdt|verstaat|verstaan|doet)|"
    r"wat (?:wordt|bedoel\w*) (?:\w+ )?(?:onder|met|verstaan)|wie (?:is|was|zijn|waren)|"
    r"hoe (?:doe|voer|test|meet) (?:je|u|ik|men)|what (?:is|are|does))\b",
    re.IGNORECASE,
)


PARTICIPLE = re.compile(r"(?:ge|be|ver|ont|her)\w+(?:d|t|en)")
_PREDICATIVE = re.compile(r"\w{2,}(?:isch|ief|lijk|loos|baar|zaam|ig)|acuut")


def is_predicative(word: str) -> bool:
    """Does a folded word look like an adjective that stands alone: "chronisch", "operatief"?"""
    return bool(_PREDICATIVE.fullmatch(word))


def is_adjective(word: str) -> bool:
    """Does a folded word look like an adjective before a noun: "chronische", "gekruiste"?"""
    if word in _SHORT_ADJECTIVES:
        return True
    return bool(_ADJECTIVE.match(word)) and not _NOT_ADJECTIVES.search(word)
