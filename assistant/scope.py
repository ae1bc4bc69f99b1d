"""What is asked of the assistant that is no question to the documents: declined in one sentence.

An instruction to drop the rules, an order to make or do something, small talk, and a question of
another field. An order that holds a question ("geef me de rode vlaggen", "vat samen wat ...") is
one. Whether the documents answer is not judged here; see `abstention`.
"""

import re
from collections.abc import Sequence

from assistant.schema import Hit
from ingest.dutch import Word, fold, mark
from ingest.index import Build
from ingest.passages import searched_text

SURE = 0.5  # a best passage that scores as much is about the question, whatever its words
TELLING = 1.0  # inverse document frequency from which a word says what a question is about
# Concepts of care for anything: that a question names one doesn't tell its field.
OF_ANY_FIELD = frozenset(
    map(
        mark,
        (
            "behandeling",
            "medicatie",
            "chirurgie",
            "conservatieve behandeling",
            "afwachtend beleid",
            "verwijzing",
            "voorschrift",
            "dosering",
            "kosten",
            "veiligheid van behandeling",
            "bijwerking",
            "herstel",
            "zorgverlener",
            "huisarts",
            "fysiotherapeut",
        ),
    )
)
# Complaints of anyone: what helps against one asks of another field, where no other is named.
OF_ANY_LIFE = frozenset(
    map(mark, ("psychische klachten", "werkgerelateerde factoren", "leefstijl"))
)
NEAREST = 3  # passages, of which one must share such a word

_START = (
    r"(?:^|[.!?;:,\n]\s*|\b(?:en|and|dan|nu|then|now)\s+)(?:hallo|hoi|hey|dag|beste \w+|ok[eé]?|"
    r"please|"
    r"even|eerst|gelieve(?: te)?|graag|alsjeblieft|aub|nu|now|just|[\s,!])*"
)
_YOUR = (
    r"(?:je|jouw|uw|uwe|alle|al je|al uw|de|die|deze|bovenstaande|voorgaande|eerdere|vorige|"
    r"your|all|the|any|previous|prior|above|these|those)"
)
_RULES = (
    r"(?:instructies?|regels|opdrachten|beperkingen|veiligheids\w+|systeem\w*|prompts?|filters?|"
    r"instructions?|rules|guardrails|restrictions|guidelines|constraints)"
)
_OVERRULING = re.compile(
    rf"{_START}(?:negeer|vergeet|omzeil|overschrijf|overtreed|ignore|disregard|forget|override|"
    rf"bypass)\s+"
    r"(?:nu |even |now |daarna |dan |vervolgens |voortaan |verder |then )*"
    rf"(?:{_YOUR} )+(?:\S+ ){{0,3}}{_RULES}\b"
    rf"|{_START}(?:je bent|jij bent|u bent|you are|you're|bent u|ben je) (?:nu|vanaf nu|now|"
    rf"from now on)\b"
    rf"|{_START}(?:doe(?: je)? (?:alsof|voor als)|gedraag je als|speel (?:de rol|dat)|act as|"
    rf"pretend|"
    r"roleplay)\b"
    r"|\b(?:herhaal|toon|geef|print|deel|onthul|laat zien|vertel|wat (?:is|staat|zijn)|repeat|"
    r"show|reveal|"
    r"print|what (?:is|are)|tell me)\b[^.?!]{0,30}\b(?:je|jouw|uw|your|the|de) (?:\w+ )?"
    r"(?:systeemprompt|systeeminstructies|systeembericht|system ?prompt|system ?message|prompt|"
    r"(?:eigen|geheime|verborgen|interne|hidden|secret|initial) (?:instructies|regels|"
    r"instructions)|instructies(?= (?:woord|letter|hier)|\W*$)|instructions(?=\W*$))"
    r"|\b(?:systeemprompt|system ?prompt|jailbreak|developer mode|dan[- ]mode)\b"
    rf"|{_START}(?:vanaf nu|from now on),? (?:mag (?:je|u)|hoeft? (?:je|u)|you may|"
    r"antwoord|spreek|praat|reageer|answer|speak|respond)\b"
    rf"|{_START}(?:je|jij|u|you) (?:hebt|heeft|have) (?:geen|no) (?:\S+ )?{_RULES}\b"
    r"|^system(?:eem)?\s*:|<\|?(?:system|im_start)|\[/?inst\]",
    re.MULTILINE,
)
_NOT_ASKED = r"(?!(?:ik|je|jij|u|we|wij|ge|gij|men|hij|ze|zij|jullie|een patient|i|you|we|they)\b)"
_MAKING = (
    r"(?:schrijf|schrijven|typ|typen|maak|maken|stel|stellen|opstellen|plan|plannen|inplannen|"
    r"boek|boeken|"
    r"stuur|sturen|versturen|opsturen|mail|mailen|verwijder|verwijderen|wis|wissen|bestel|"
    r"bestellen|"
    r"print|printen|regel|regelen|zet|vul|invullen|reserveer|annuleer|verzet|verzetten|genereer|"
    r"genereren|bedenk|verzin|dicht|teken|tekenen|geef|doe|bereid|zing|vertel|vraag|aanvragen|"
    r"afspreken|"
    r"uitschrijven|write|make|draft|compose|send|book|create|schedule|cancel|delete|remove|erase|"
    r"generate|prescribe|order|tell|sing)"
)
_PRODUCT = (
    r"(?:\w*recept(?:je)?|\w*voorschrift|\w*brief(?:je)?|\w*mail(?:tje)?|sms|whatsapp\w*|"
    r"\w*afspraak|\w*bestand(?:en)?|harde schijf|database|gedicht(?:je)?|limerick|verhaal(?:tje)?|"
    r"lied(?:je)?|mop|grap|"
    r"\w*scripts?|code|programmaatje|trainingsschema|sportschema|dieetplan|voedingsschema|decursus|"
    r"(?:oefen|behandel|medicatie)(?:schema|plan)|"
    r"\w*verslag|soep[- ]notitie|declaratie|factuur|\w*attest|formulier|"
    r"aanvraagformulier|"
    r"afbeelding|plaatje|tekening|presentatie|powerpoint|consult|operatie in|\w*aanvraag|"
    r"prescription|\w* ?letter|e-?mail|poem|story|song|joke|appointment|files?|essay|sick note)"
)
_ALL_OF_IT = (
    r"(?:alle?s?|the|all|de|mijn|my|deze|dit) (?:\w+ )?(?:bestanden|documenten|bronnen|"
    r"data|gegevens|files|documents|index|everything)"
)
_ORDER = re.compile(
    rf"{_START}(?:{_MAKING} {_NOT_ASKED})[^.?!]{{0,60}}?\b{_PRODUCT}\b"
    rf"|{_START}(?:kun|kan|kunt|zou|wil|wilt|can|could|would|will) (?:je|jij|u|ge|gij|"
    rf"you)\b[^.?!]{{0,80}}?"
    rf"(?:\b{_PRODUCT}\b[^.?!]{{0,50}}\b{_MAKING}\b|\b{_MAKING}\b[^.?!]{{0,50}}\b{_PRODUCT}\b)"
    rf"|{_START}(?:kun|kan|kunt|wil|wilt) (?:je|jij|u|ge|gij) (?:even )?voor (?:mij|me|mijn|deze|"
    r"dhr|mw|mevrouw|meneer)\b[^.?!]{0,60}\b(?:aanvragen|plannen|inplannen|boeken|regelen|bestellen)\b"
    rf"|{_START}(?:verwijder|wis|delete|erase|remove|drop) {_ALL_OF_IT}\b"
    rf"|{_START}(?:stuur|mail|bel|send|call) (?:dit|dat|het|hem|haar|deze|mijn|this|it|him|her|"
    r"de (?:patient\w*|huisarts|neuroloog|apotheek|familie))\b"
    rf"|{_START}schrijf {_NOT_ASKED}(?:\S+ ){{1,4}}voor aan\b"
    rf"|{_START}(?:vertaal|translate) {_NOT_ASKED}\S"
    rf"|{_START}{_PRODUCT} (?:\S+ ){{0,8}}(?:graag|aub|alsjeblieft|a\.u\.b|please)\b"
    rf"|{_START}(?:vraag|bestel|boek|plan|regel|order|book) {_NOT_ASKED}(?:\S+ ){{0,3}}"
    r"(?:mri|ct|scan|echo|foto|bloed\w*|lab\w*|consult)\b[^.?!]{0,30}\b(?:aan|voor (?:mijn|deze|"
    r"mevrouw|meneer|mw|dhr|morgen|vandaag|dinsdag|maandag)|in|for (?:my|this))\b"
    rf"|{_START}(?:verwijs|refer) (?:mijn|deze|hem|haar|my|this|him|her)\b[^?]*$"
    rf"|{_START}(?:kan|mag|can|may) (?:ik|i) (?:\S+ ){{0,2}}(?:afspraak|appointment)\b",
)
# What makes an order a question to the documents: it says what to look up in them.
_LOOK_UP = re.compile(
    r"\b(?:wat|wanneer|welke|hoe|of|waarom|what|when|which|how|whether|why)\b[^.?!]*"
    r"\b(?:leidraad|artikel\w*|documenten|bronnen|tekst|richtlijn\w*|review|studie\w*|guideline|"
    r"sources|"
    r"documents|article)\b|\b(?:volgens|uit|in) (?:de|het|je|uw) (?:leidraad|artikel|documenten|"
    r"bronnen|"
    r"tekst|richtlijn\w*)|\b(?:according to|from) the (?:guideline|sources|documents|article)\b"
)
_SMALL_TALK = re.compile(
    r"(?:(?:hallo|hoi|hey|he|dag|hi|hello|goe(?:de|ie)?[ -]?(?:morgen|middag|avond|dag)|"
    r"salut|yo|dank(?: je| u)?(?: wel)?|dankjewel|dankuwel|bedankt|merci|thanks?|thank you|top|"
    r"fijn weekend|"
    r"prettig(?:e)? \w+|tot ziens|doei|alles goed|hoe gaat het|hoe is het|how are you|lekker "
    r"geslapen|daar|"
    r"met (?:je|jou|u)|voor (?:je|de|uw) (?:hulp|uitleg|moeite)|gisteren|vandaag|so much|very "
    r"much|ermee)[\s,.!?]*)+"
)
_ITSELF = re.compile(
    r"\b(?:ben|bent) (?:je|jij|u|ge) (?:eigenlijk )?(?:een|echt|nu een) (?:\w+ )?(?:mens|"
    r"computer|robot|arts|dokter|"
    r"ai|bot|machine|persoon)|\bare you (?:a |an )?(?:human|robot|real|ai|bot|person|doctor)|"
    r"\bhoe heet (?:je|jij|u)\b|\bwhat is your name\b"
)
_SUM = re.compile(
    r"^(?:hoeveel is|wat is|reken uit|bereken|what is)?\W*\d+[\d.,]*\s*(?:[-+*/x:]|keer|plus|"
    r"min|maal|gedeeld door|procent van|% van)\s*\d"
)

# A complaint in everyday words, which the lexicon may not have.
_ANIMAL = r"(?:kat|poes|hond|puppy|paard|pony|konijn|cavia|hamster|vogel|koe|schaap|geit)"
_OF_AN_ANIMAL = re.compile(
    rf"\b(?:kan|kunnen|mag|moet|heeft|krijgt|wat heeft) (?:mijn|onze|ons|een) (?:\w+ )?{_ANIMAL}\b"
    r"(?! \w*(?:laten|rijden))"
    rf"|\b(?:mijn|onze|ons) (?:\w+ )?{_ANIMAL} (?:heeft|kan|loopt|krijgt|is|mag)\b"
)
_AGAINST = re.compile(
    r"\b(?:tegen|om(?:gaan)? met|stop(?:pen)? (?:ik |je )?met|af ?komen van|kom (?:ik|je) van|"
    r"against|cope with|get rid of)\b"
)
_COMPLAINT = re.compile(r"\b(?:zeer|\w*pijn\w*|last|hurts?|aches?|sore|pain\w*)\b")

OVERRULING = (
    "Ik volg geen opdrachten die mijn regels of rol veranderen; stel een vraag over de documenten."
)
ORDER = (
    "Ik zoek alleen op wat de documenten zeggen; iets opstellen, regelen of wijzigen kan ik niet."
)
SMALL_TALK = "Goedendag. Stel een vraag over wat er in de documenten staat."
ITSELF = "Ik ben een zoekprogramma dat uit documenten citeert, geen mens en geen arts."
SUM = "Rekenen doe ik niet; stel een vraag over wat er in de documenten staat."
ELSEWHERE = "Deze vraag gaat over iets anders dan waar de documenten over gaan."


def no_question(turn: str) -> str | None:
    """Why a turn is declined that asks the documents nothing, as a Dutch sentence; else None."""
    said = fold(turn).strip()
    if _OVERRULING.search(said):
        return OVERRULING
    if _ORDER.search(said) and not _LOOK_UP.search(said):
        return ORDER
    if _SMALL_TALK.fullmatch(said):
        return SMALL_TALK
    if _ITSELF.search(said):
        return ITSELF
    return SUM if _SUM.search(said) else None


def elsewhere(question: str, hits: Sequence[Hit], build: Build) -> str | None:
    """Why a question of another field is declined: it names nothing of the lexicon that the
    documents hold, and shares no telling word with the passages nearest to it; or it asks of an
    animal, or what to do against a complaint of anyone.
    """
    said = fold(question)
    if _OF_AN_ANIMAL.search(said) or _against_life(said, build):
        return ELSEWHERE
    if (hits and hits[0].score >= SURE) or _COMPLAINT.search(said):
        return None
    content = build.dutch.content(question)
    if any(_of_the_field(word, build) for word in content):
        return None
    nearest = [searched_text(hit.passage) for hit in hits[:NEAREST]]
    held = frozenset[str]().union(*(build.dutch.held(text) for text in nearest))
    shared = [
        term
        for word in content
        if not (OF_ANY_FIELD.intersection(word.own) or word.text[0].isdigit())
        for term in word.terms
        if term in held
    ]
    return None if any(build.idf(term) > TELLING for term in shared) else ELSEWHERE


def _of_the_field(word: Word, build: Build) -> bool:
    return any(build.holds(term) and term not in OF_ANY_FIELD for term in _concepts(word))


def _against_life(said: str, build: Build) -> bool:
    """Is it asked what to do against something, and is every concept named a complaint of anyone,
    the thing itself to begin with?
    """
    against = _AGAINST.search(said)
    thing = build.dutch.content(said[against.end() :])[:1] if against else []
    if not any(map(_concepts, thing)):
        return False
    named = [term for word in build.dutch.content(said) for term in _concepts(word)]
    wider = build.dutch.lexicon.wider
    return all(
        OF_ANY_LIFE.intersection([term, *wider(term.removeprefix(mark("")))]) for term in named
    )


def _concepts(word: Word) -> list[str]:
    return [term for term in word.own if term.startswith(mark(""))]
