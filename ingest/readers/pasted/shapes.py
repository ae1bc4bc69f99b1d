"""What a line of plain text looks like: a title, prose, a caption, a figure's label, a reference.

Every test takes a string and looks at its shape and its small words, never at its subject. Knows
nothing of lines before or after: what they make of each other is for `pieces`.
"""

import re
from functools import lru_cache

from ingest.passages import ABBREVIATIONS

LONG = 1000  # characters that tell what a text is; a figure's or a heading's has fewer
FAR = 80  # characters at its end that tell whether a sentence ends
# Words after which neither a title nor a sentence ends.
DANGLING = frozenset(
    """
    de het een 't der den des van in op aan bij voor met door over naar uit om onder tussen tegen
    zonder tot te per vanaf vanuit sinds tijdens volgens ten ter en of maar want dat die als omdat
    doordat zodat hoewel terwijl zoals dan deze dit zijn is was waren werd werden wordt worden heeft
    hebben had kan kunnen kon moet moeten mag zal zullen zou niet geen ook nog zeer meer minder
    hun haar mijn uw ons onze elke iedere welke respectievelijk c.q. o.a. bijv. bv. zie
    the a an of and or to at by for with from on as is are was were which that
    """.split()
)
# Words that open sentences, and make up prose between the nouns.
SMALL = DANGLING | frozenset(
    """
    er dus al alle andere anders daar daarbij daardoor daarna daarnaast daarom daarmee deze
    echter eerst enkele hier hierbij hierdoor hierin hiermee hiervoor hij hoe ik indien ja je jij
    jullie men na naast nee nu toch toen u vaak veel verder vervolgens verschillende vooral wanneer
    wat we wel wie wij wil ze zij zo zowel zich dezelfde bovendien ondanks ongeveer sommige soms
    tevens tenslotte uiteindelijk waarbij waardoor wordt weinig wellicht mogelijk meestal gezien
    binnen behalve namelijk enige elk ieder iemand niemand niets iets beide waar waarom
    this these it they we he she you be been have has had not but if when while than into about
    between after before during also can may in
    """.split()
)
_VERBS = frozenset(
    """
    is zijn was waren werd werden wordt worden heeft hebben had hadden kan kunnen kon konden moet
    moeten mag mogen zal zullen zou zouden blijkt bleek bleken lijkt geeft gaf toont toonde laat
    liet komt kwam gaat ging vindt vond vonden bestaat neemt nam krijgt kreeg betreft geldt dient
    are were has have had can should must
    """.split()
)
SECTIONS = frozenset(
    """
    inleiding samenvatting achtergrond doel doelstelling vraagstelling methode methoden methodes
    materiaal resultaten resultaat discussie beschouwing conclusie conclusies aanbeveling
    aanbevelingen beperkingen definitie definities begrippen epidemiologie etiologie diagnostiek
    anamnese beleid behandeling verwijzing verwijzen prognose preventie controle bijlage bijlagen
    verantwoording totstandkoming implementatie leerdoelen literatuur literatuurlijst referenties
    bronnen bronvermelding noten voetnoten colofon dankwoord auteursinformatie
    belangenverstrengeling introduction summary background objective methods results discussion
    conclusion conclusions references bibliography notes artikel abstract overwegingen onderbouwing
    uitgangsvraag kernpunten kernboodschappen
    """.split()
)
# Sections that end a text: never part of the numbered one above them.
BACK = frozenset(
    """
    literatuur literatuurlijst referenties bronnen bronvermelding noten voetnoten colofon dankwoord
    bijlage bijlagen auteursinformatie belangenverstrengeling references bibliography notes
    """.split()
)
BULLET = re.compile(r"(?:[•‣▪■●○◦➢✓·\uf0b7\uf0a7*–—-]|o(?=\s+\w))[ \t\x01]+(?=\S)")
NUMBER = re.compile(r"(?:\((?P<a>\d{1,2})\)|(?P<b>\d{1,2})[.)])[ \t\x01]+(?=\S)")
LETTER = re.compile(r"\(?(?P<letter>[a-j])[.)][ \t\x01]+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_END = re.compile(
    r"""[.?!…]["'”’)\]»]*(?:\d{1,3}(?:[,–-]\d{1,3})*)?(?:\s?\[\d+(?:[,–-]\s?\d+)*\])?
    ["'”’)\]»⚡*]*\Z""",
    re.VERBOSE,
)
_LABEL = (
    r"(?:[Tt]abel|[Ff]iguur|[Ff]ig\.|[Aa]fbeelding|[Gg]rafiek|[Ss]chema|[Kk]ader|[Bb]ox|[Ff]oto"
    r"|[Tt]able|[Ff]igure|TABEL|FIGUUR|FIGURE|TABLE|[Ss]troomdiagram)"
)
_CAPTION = re.compile(
    rf"{_LABEL}\s*\d+(?:\.\d+)?[a-zA-Z]?(?:\s*\Z|\s*[.:|–—]\s*(?:\Z|\S)|\s+[-–(]?\s*[A-ZÀ-Þ“‘])"
)
_BEFORE_LABEL = frozenset("zie ook in van en of uit bij volgens met de op naar als see and".split())
_CAPTION_LABEL = re.compile(rf"{_LABEL}\s*\d+(?:\.\d+)?[a-zA-Z]?[.:|–—]?\Z")
_COUNT = re.compile(r"\(?[nN]\s?=\s?\d")
_COUNTED = re.compile(r"\([nN]\s?=\s?[\d.]+[^()]*\)\Z")
_DATE = re.compile(
    r"\W*\d{1,2}[ -](?:\d{1,2}|[^\W\d_]{3,9})\.?,?[ -]\d{4}\b|\W*\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b"
)
_EFFECT = re.compile(r"(?:[↑↓→←↔⇧⇩⬆⬇]|=\s?(?=[^\W\d_]))")
_NUMERIC = re.compile(r"[<>≤≥=±~]?\s?[(\[]?[−–+<>≤≥±-]?\d[\d.,:/–−-]*[%‰*]?[)\],;]*\Z")
_STATISTIC = re.compile(r"(?:Tau|Chi|I|τ|χ)\s?[²2]?\s?=|\bZ\s?=|\bdf\s?=")
_INITIALS = r"(?:[A-Z]\.?-?){1,4}"
_AUTHOR = re.compile(
    rf"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]er|[Tt]en|[Ee]l|von|la|le)\s)*[A-ZÀ-Þ][\w’'-]+"
    rf"(?:[ -][A-ZÀ-Þ][\w’'-]+)?,?\s{_INITIALS}(?=[\s,.;:&(]|\Z)"
)
_CITED = re.compile(
    r"\bdoi\b|\b(?:19|20)\d\d\s?;\s?\d|\d\(\d+[^)]*\)\s?:|\bet al\b|\bPMID\b|"
    r"\(\s?(?:19|20)\d\d[a-z]?\s?\)|\b(?:19|20)\d\d[a-z]?\s?[.;]|;\s?\d+\s?:\s?[A-Z]?\d+|"
    r"https?://|\b[Pp]p?\.\s?\d+|, (?:19|20)\d\d",
)
_NUMBERED = re.compile(r"\A\d{1,2}(?:\.\d{1,2})*\.?\s+")
_ASIDE = re.compile(r" \| |;|\A(?:[A-Z]\.\s?)+(?:(?:van|de|den|der|ten|ter)\s)*[A-ZÀ-Þ]")
_BYLINE = re.compile(
    r"(?:door|tekst|auteurs?|by|foto(?:’s|'s)?|fotografie|beeld|illustraties?|redactie|vertaling|bron)"
    r"\s?:?\s(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:dr|drs|prof|ir|mr|ing)\.?\s)*"
    r"(?:[A-ZÀ-Þ][\w’'-]*\.?[A-Z.]*|van|de|der|den|ten|ter|het|’t|el|la|von)"
    r"(?:\s(?:[A-ZÀ-Þ][\w’'-]*\.?[A-Z.]*|van|de|der|den|ten|ter|het|’t|el|la|von)){1,5}\Z"
)


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without what is no letter."""
    return [word.casefold() for word in _WORD.findall(text)]


def small_words(text: str) -> int:
    """How many of its words are small ones."""
    return sum(word in SMALL for word in words(text[:LONG]))


def ends(text: str) -> bool:
    """Does a sentence end here? A reference mark may stand behind the full stop.

    >>> [ends(text) for text in ("pijn.2,18", "volgens dr.", "(Smit, 2010).", "pijn en")]
    [True, False, True, False]
    """
    text = text[-FAR:]
    mark = _END.search(text)
    if mark is None:
        return False
    last = text[: mark.start()].rsplit(None, 1)[-1:] or [""]
    return not (mark.group() == "." and last[0].casefold().lstrip("(") in ABBREVIATIONS)


def dangles(text: str) -> bool:
    """Does it break off where more must come: a small word, a comma, a hyphen, an open bracket?

    >>> [dangles(text) for text in ("pijn in de", "ontste-", "(Smit 2010", "na een jaar")]
    [True, True, True, False]
    """
    if text.endswith((",", "-", "/", "(", "[", "=", "<", ">", "≤", "≥")):
        return True
    if text.count("(") > text.count(")") or text.count("[") > text.count("]"):
        return not ends(text)
    return (text.rsplit(None, 1) or [""])[-1].casefold().lstrip("(") in DANGLING


def goes_on(text: str) -> bool:
    """Does it start in the middle of a sentence: in lower case?

    >>> [goes_on(text) for text in ("van de rug", "(en nek)", "’s Nachts", "α, waren", "IL-10")]
    [True, True, False, True, False]
    """
    text = text.lstrip("(“‘\"'[–- ")
    if re.match(r"[a-z]\s[A-ZÀ-Þ]", text):  # 's Nachts
        return False
    return text[:1].islower() and not re.match(r"(?:p[HO]|m[A-Z]|[a-z]\)|[a-z]-?[A-Z])", text)


@lru_cache(maxsize=4096)
def is_prose(text: str) -> bool:
    """Running text: small words between the others, or a whole sentence."""
    start = text[:LONG]
    found = words(start)
    small = sum(word in SMALL for word in found)
    if len(found) < 4 or len(found) < 0.5 * len(start.split()):
        return False
    return (len(found) >= 6 and small >= 0.15 * len(found)) or (ends(text) and small >= 1)


def is_title(text: str) -> bool:
    """Could this be a heading: short, a capital or number first, mostly letters, no full stop?

    >>> [is_title(t) for t in ("2.1 Beleid bij pijn", "Wat helpt?", "Tabel 3", "Pijn in de")]
    [True, True, False, False]
    """
    text = text.strip("*")
    count = len(text.split())
    if len(text) > LONG or "@" in text or "://" in text or _ASIDE.search(text):
        return False
    if not 0 < len(text) <= 120 or count > 16 or not (text[0].isupper() or text[0].isdigit()):
        return text[:1] in "‘“(’" and len(text) > 1 and is_title(text[1:])
    if text[-1] in ".,;:|!…" or is_caption(text) or BULLET.match(text) or _STATISTIC.search(text):
        return False
    name = _NUMBERED.sub("", text)
    letters = sum(char.isalpha() or char.isspace() for char in name)
    if letters <= 0.8 * len(name) or _COUNTED.search(text) or not _WORD.search(text):
        return False
    if text.endswith("?"):
        return True
    numbered = is_numbered_title(text)
    return not dangles(text) and (numbered or not set(words(text)) & (_VERBS - {"zijn"}))


def is_numbered_title(text: str) -> bool:
    """A heading that carries its number: "2.1 Beleid", "Hoofdstuk 3 Beleid"."""
    return bool(
        re.match(
            r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+|(?:Hoofdstuk|Module|Deel|Bijlage)\s\w+\b)\S", text
        )
    )


def depth(text: str) -> int:
    """How deep its number says that a heading is: 1 for "2 Beleid", 2 for "2.1 Pijn"; 0 without."""
    number = re.match(r"\d{1,2}(?:\.\d{1,2})*(?=\.?\s+\S)", text)
    if number:
        return number.group().count(".") + 1
    return int(is_numbered_title(text))


def is_section_name(text: str) -> bool:
    """A heading that many documents have: "Inleiding", "3. Resultaten", "LITERATUUR"."""
    found = words(re.sub(r"\A[\d.]+\s+", "", text))
    return bool(found) and found[0] in SECTIONS and (len(found) < 3 or found[1] in ("en", "and"))


def is_caption(text: str) -> bool:
    """Does it open with the label of a figure or table: "Tabel 3", "Figuur 2. Verloop"?"""
    return bool(_CAPTION.match(text))


def may_cite_figure(text: str) -> bool:
    """Does it break off where "figuur 2" could follow within the sentence?"""
    return text.endswith((",", "(", "/")) or text.rsplit(None, 1)[-1].casefold() in _BEFORE_LABEL


def is_caption_label(text: str) -> bool:
    """Is it the label of a figure or table and nothing else?"""
    return bool(_CAPTION_LABEL.match(text))


def numbers(text: str) -> int:
    """How many of its pieces between spaces are numbers."""
    return sum(bool(_NUMERIC.match(token)) for token in text.split())


def is_number(text: str) -> bool:
    """Is it one number and nothing else?"""
    return bool(_NUMERIC.match(text)) and " " not in text


def is_numeric(text: str) -> bool:
    """A row of figures or an axis: at least half of it numbers.

    >>> [is_numeric(t) for t in ("Pijn 3,2 (1,1) 4,5 (1,0)", "0 5 10", "na 12 weken 3 mensen")]
    [True, True, False]
    """
    if len(text) > LONG:
        return False
    text = re.sub(r"\A\d+(?:\.\d+)+\s+(?=[A-ZÀ-Þ])", "", text)  # the number of a group of rows
    tokens, found = len(text.split()), numbers(text)
    return found >= 2 and found >= 0.5 * tokens and not (ends(text) and small_words(text))


def is_count(text: str) -> bool:
    """A number of people and nothing else: "(n = 39)"?"""
    return bool(_COUNT.match(text) and _COUNTED.search(text))


def is_date(text: str) -> bool:
    """Does it open with a date?"""
    return bool(_DATE.match(text))


def is_statistic(text: str) -> bool:
    """Does it give what a meta-analysis puts under its rows: "Tau² = 0.00"?"""
    return bool(_STATISTIC.search(text))


@lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """What stands only inside a figure or table: counts, effects, statistics, rows of numbers."""
    if len(text) > LONG or (is_prose(text) and ends(text)) or _DATE.match(text):
        return False
    short = len(text.split()) <= 25
    return (
        bool(_COUNT.match(text) or _EFFECT.match(text))
        or (short and bool(_COUNTED.search(text)))
        or len(_STATISTIC.findall(text)) >= 2
        or (_STATISTIC.search(text) is not None and text.endswith(")") and short)
        or is_numeric(text)
    )


def is_continued_cell(text: str) -> bool:
    """A cell that belongs to the one before it: a count, a bracket, lower case, only numbers."""
    return bool(_COUNT.match(text)) or text[0] in "([" or goes_on(text) or not _WORD.search(text)


def opens_cell(text: str) -> bool:
    """Does a new cell of a figure start with this line?"""
    return not is_continued_cell(text) or bool(_EFFECT.match(text))


def is_reference(text: str) -> bool:
    """An entry of a reference list: it opens with an author or number, and cites."""
    text = text[:LONG]
    body = NUMBER.sub("", text, count=1) if NUMBER.match(text) else text
    body = re.sub(r"\A\[?\d{1,3}\]?\.?\s", "", body)
    return bool(_CITED.search(body)) and (bool(_AUTHOR.match(body)) or body is not text)


def opens_reference(text: str) -> bool:
    """Does a line open with an author and initials: "Jansen A, ..."?"""
    return bool(_AUTHOR.match(text))


def cites(text: str) -> bool:
    """Does it hold what a reference holds: a DOI, year and volume, et al.?"""
    return bool(_CITED.search(text[:LONG]))


def is_byline(text: str) -> bool:
    """Who wrote or made it: "Door Jan Jansen", "Tekst: ..."."""
    return bool(_BYLINE.match(text)) and len(text.split()) <= 25


def is_name(text: str) -> bool:
    """Only capitalised words and initials, as a person's name."""
    return bool(_NAME.match(text))
