"""What stands on a page without belonging to its text: furniture, and how it is left out.

Running heads, page numbers, navigation, sharing, logging in, newsletters, cookies, advertisements
and accreditation, in Dutch and English. A line goes when its own words or its coming back say so;
what could be content stays. Doesn't touch a sentence on anything else.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pasted.lines import Line
from ingest.readers.pasted.shapes import ends, goes_on, is_prose, is_title

MAX_WORDS = 30  # a longer line is text, whatever it asks of the reader
FAR = 5  # lines between two running heads, at least
MAX_LENGTH = 500  # characters, likewise
MAX_CUT = 3  # sentences of furniture at the end of a line
MAX_LINKS = 12  # titles of other pages below "Lees ook"


def _any_of(*kinds: str) -> re.Pattern[str]:
    """A pattern that finds each of these kinds of words, as a group of its own."""
    named = (f"(?P<kind{number}>{kind})" for number, kind in enumerate(kinds))
    return re.compile("|".join(named), re.IGNORECASE)


_EXACT = frozenset(
    line.strip()
    for line in """
    menu | home | zoek | zoeken | zoeken op deze site | inloggen | log in | login | uitloggen
    | registreren | registreer | aanmelden | mijn account | mijn profiel | wachtwoord vergeten
    | winkelwagen | abonneren | word abonnee | word lid | delen | deel dit artikel
    | deel deze pagina | deel via | print | printen | print deze pagina | afdrukken | facebook
    | twitter | linkedin | whatsapp | instagram | youtube | tweet | pinterest | e-mail deze pagina
    | pdf | download pdf | download als pdf | download artikel | luisteren
    | luisterversie | lees voor | voorlezen | lees meer | meer lezen | lees verder | toon meer
    | toon minder | bekijk alles | naar boven | terug naar boven | terug naar overzicht
    | vorige | volgende | vorige pagina | volgende pagina | vorig artikel | volgend artikel
    | sluiten
    | direct naar inhoud | ga naar inhoud | naar de inhoud | naar hoofdinhoud | skip to content
    | skip to main content | cookies | cookiebeleid | cookie-instellingen | privacybeleid
    | privacyverklaring | privacy statement | privacy policy | algemene voorwaarden | sitemap
    | toegankelijkheid
    | advertentie | advertenties | advertorial | advertisement | gesponsord
    | sponsored | reacties | reageer | plaats een reactie | geef een reactie | plaats reactie
    | ook interessant | lees ook | gerelateerd | gerelateerde artikelen | gerelateerde onderwerpen
    | gerelateerde berichten | related articles | meer artikelen | meest gelezen | populair
    | populaire artikelen | tags | citeer dit artikel | citeer dit artikel als | citeer als
    | hoe te citeren | cite this article | share | share this article | sign in | sign up
    | subscribe | view pdf | back to top | volg ons | volg ons op | onze app
    | meld u aan | meld je aan | schrijf je in | schrijf u in | icmje-formulier | maak de toets
    | accepteren | accepteer | alles accepteren | weigeren | alles weigeren
    | open in nieuw venster | opens in new window | scroll naar boven | overslaan
    """.replace("\n", " ").split("|")
)
_OPENERS = frozenset(
    "ook interessant|lees ook|gerelateerd|gerelateerde artikelen|gerelateerde onderwerpen|"
    "gerelateerde berichten|related articles|meer artikelen|meest gelezen|populair|"
    "populaire artikelen|tags".split("|")
)
_BESIDE = frozenset(
    "abstract|samenvatting|full text|references|figures|tables|contact|inhoud|inhoudsopgave|"
    "contents|ja|nee|yes|no".split("|")
)
_SHARED = frozenset(
    "facebook twitter x linkedin whatsapp instagram youtube pinterest mail e-mail email print delen"
    " deel via op tweet share pdf".split()
)
_IMPERATIVE = re.compile(
    r"\W*(?:check|bekijk|lees|download|schrijf|meld|klik|bestel|volg|deel|print|abonneer|"
    r"test|luister|beluister|log|registreer|word|ontvang|ontdek|koop|beoordeel|reageer|citeer|profiteer|"
    r"subscribe|sign|share|click|read|view|get|cite|follow|buy|register)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:nieuwsbrief|newsletter|e-?mail\W?alert|account|abonne\w+|(?:gehele|hele|dit|volledige|"
    r"originele|ons|onze|laatste|nieuwste) (?:artikel(?:en)?|nummer|tijdschrift|bericht|dossier)|"
    r"podcast|webinar|e-?learning|online\W?toets|(?:de|je|uw) (?:toets|kennis)|pdf|ai-tool|"
    r"(?:onze|deze|de) (?:app|(?:web)?(?:site|shop|pagina))|korting\w*|actiecode|lid van|"
    r"linkedin|facebook|twitter|instagram|youtube|whatsapp|this article|our|free|"
    r"(?:klik|lees|download|bestel|bekijk|dan) hier|hier (?:voor|meer|verder|het|om))\b",
    re.IGNORECASE,
)
_SAYINGS = re.compile(
    r"""\A\W*(?:
    (?:wij|we|deze\ (?:web)?site)\ (?:maken|maakt|gebruiken|gebruikt)\b.*\bcookies
    |this\ (?:web)?site\ uses\ cookies|we\ use\ cookies
    |(?:alle\ )?cookies\ (?:accepteren|weigeren|instellen)|accepteer\ (?:alle\ )?cookies
    |(?:©|\(c\)\ |copyright\b).*\d{4}
    |.*\b(?:alle\ rechten\ voorbehouden|all\ rights\ reserved)
    |(?:blijf\ |op\ )(?:op\ )?de\ hoogte\b.*\b(?:nieuws|nieuwste|artikelen|leerartikel|publicatie)
    |(?:wilt\ u|wil\ je|wil\ u)\b.*\b(?:artikel|pdf|nieuwsbrief|abonne\w*)\b.*\?
    |(?:heb\ je|hebt\ u|heeft\ u)\b.*\b(?:dit\ artikel|deze\ pagina|deze\ website)\b.*\?
    |(?:was|is)\ deze\ (?:informatie|pagina|tekst)\ (?:nuttig|behulpzaam|duidelijk)\b.*\?
    |dit\ artikel\ is\ (?:gepubliceerd|verschenen|onderdeel)\b.*\b(?:dossier|rubriek)
    |(?:home|start|u\ bent\ hier:?)\s*[>›»/|]
    |(?:lees|kijk|bekijk)\ ook\s?:
    |already\ a\ (?:member|subscriber)|(?:nog\ )?geen\ (?:account|abonnement|lid)\s?\?
    |(?:al\ (?:lid|abonnee)|heb\ je\ al\ een\ account)\s?\?
    |pagina\ \d+(?:\s?(?:van|/)\s?\d+)?\Z|page\ \d+(?:\s?(?:of|/)\s?\d+)?\Z
    |.{0,120}?(?:\.\s?){5,}\d+\Z
    |[^.]{3,60}\s[|•]\s(?:jaargang|jrg|nummer|nr|vol|editie|(?:[a-z]+\s)?20\d\d)\b.{0,20}\Z
    |[^.]{3,60}\b(?:jan|feb|maart|apr|mei|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\ 20\d\d\W+\d{1,4}\Z
    |https?://\S+\s+\d+/\d+\Z
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"\b(?:nascholings?punt|accreditatiepunt|pe-online|big-(?:erkend|nummer)|"
    r"geaccrediteerde toets)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"\b(?:videosamenvatting|luisterversie|icmje-formulier)\b", re.IGNORECASE)
_CREDIT_WORDS = _any_of(
    r"\b(?:\w*toets|toetsvragen)\b",
    r"\bnascholing\w*",
    r"\w*accredit\w+",
    r"\bpunt(?:en|\(en\))?(?!\w)",
    r"\bspecialisme\b",
)
_COMMERCIAL = _any_of(
    r"\bkorting\w*",
    r"\bgratis\b",
    r"\bbestel\w*\b",
    r"€\s?\d",
    r"\bwebshop\b",
    r"\baanbieding\w*",
    r"\bactie(?:code)?\b",
    r"\btijdelijk\b",
    r"\bkoop\b",
    r"!\Z",
)
_SYMBOLS = re.compile(
    r"[»«›‹|•©⚡▲▼↩►▶◄\s]{1,5}\Z|([-=_~—–.·])(?:\s?\1){2,}\Z|(?:\*\s?){5,}\Z|"
    r"\|[\s:|-]*-[\s:|-]*\|\Z"
)
_PAGE_NUMBER = re.compile(r"[-–\[(|\s]*(\d{1,4})[-–\])|\s]*\Z")
_COUNTER = re.compile(r"\A\d+\s?[|·•–-]?\s?|\s?[|·•–-]?\s?\d+\Z")
_LINK = re.compile(r"(?<=\S)\s?\[(?:bewerken|brontekst|edit)\b[^\[\]]*\]\Z")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\w\s]?[A-ZÀ-Þ])")


def is_furniture(text: str) -> bool:
    """Do the words of this line, or sentence, say that it is none of the text?

    >>> [is_furniture(text) for text in ("Download PDF", "Lees verder »", "Lees de bijsluiter.")]
    [True, True, False]
    """
    bare = _bare(text)
    if bare in _EXACT or _SYMBOLS.match(text):
        return True
    if len(text) > MAX_LENGTH or len(text.split()) > MAX_WORDS:
        return bool(_CREDIT.search(text)) and _kinds(_CREDIT_WORDS, text) >= 2
    names = set(re.split(r"[\s|/,]+", bare))
    shared = len(names) > 1 and names <= _SHARED
    calls = _IMPERATIVE.match(text) is not None and _OBJECT.search(text) is not None
    return shared or calls or bool(_SAYINGS.match(text)) or _is_credit(text)


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines that belong to the text, in order; a sentence of furniture is cut off."""
    dropped = _recurring(lines) | _page_numbers(lines)
    for start, end in _chunks(lines):
        dropped |= {at for at in range(start, end) if is_furniture(lines[at].string)}
        joined = " ".join(line.string for line in lines[start : min(end, start + 5)])
        if 1 < end - start <= 4 and is_furniture(joined):
            dropped |= set(range(start, end))
        dropped |= _advertisement(lines, start, end)
        dropped |= _beside(lines, start, end, dropped)
    for at in [at for at in sorted(dropped) if _bare(lines[at].string) in _OPENERS]:
        dropped |= _links(lines, at, dropped)
    return _kept(lines, dropped)


def _kept(lines: Sequence[Line], dropped: set[int]) -> list[Line]:
    """What isn't dropped; a line keeps the gap that stood above what was dropped before it."""
    kept: list[Line] = []
    gap, top = 0, False
    for at, line in enumerate(lines):
        gap, top = max(gap, line.gap), top or line.top
        if at in dropped:
            gap = max(gap, int(bool(_SYMBOLS.match(line.string)) and line.string[-1] != "|"))
            continue
        line.gap, line.top = gap, top
        kept.append(_trimmed(line))
        gap, top = 0, False
    return kept


def _trimmed(line: Line) -> Line:
    """The line without the sentences or the link of furniture at its end."""
    if link := _LINK.search(line.string[-MAX_LENGTH:]):
        line.text = line.text[: len(line.string) - len(link.group())]
        line.string = line.text.string
    for found in reversed(list(_SENTENCE_END.finditer(line.string))[-MAX_CUT:]):
        if not is_furniture(line.string[found.end() :]):
            break
        line.text = line.text[: found.start()]
        line.string = line.text.string
    return line


def _chunks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where the lines between two gaps start and end."""
    starts = [at for at, line in enumerate(lines) if line.gap or line.top or at == 0]
    return list(zip(starts, [*starts[1:], len(lines)], strict=False))


def _is_credit(text: str) -> bool:
    short = len(text.split()) <= 6
    return bool(
        _CREDIT.search(text) or _kinds(_CREDIT_WORDS, text) >= 2 or (short and _MEDIA.search(text))
    )


def _kinds(words: re.Pattern[str], text: str) -> int:
    return len({found.lastgroup for found in words.finditer(text)})


def _bare(text: str) -> str:
    return text.strip("»«›‹>|•©⚡▲▼→← .!?:").casefold()


def _advertisement(lines: Sequence[Line], start: int, end: int) -> set[int]:
    """The lines of a chunk that sell something: their words say so, or the line above does."""
    found: set[int] = set()
    for at in range(start, end):
        told = at > 0 and (at - 1 in found or _bare(lines[at - 1].string) == "advertentie")
        if told and _kinds(_COMMERCIAL, lines[at].string):
            found.add(at)
    text = " ".join(line.string for line in lines[start : min(end, start + 7)])
    if end - start <= 6 and len(text.split()) <= 60 and _kinds(_COMMERCIAL, text) >= 3:
        found |= set(range(start, end))
    return found


def _beside(lines: Sequence[Line], start: int, end: int, dropped: set[int]) -> set[int]:
    """Short lines that only their neighbours tell: links after a call, a tab beside a button."""
    found: set[int] = set()
    for at in range(start, end):
        near = any(
            start <= other < end and (other in dropped or other in found)
            for other in (at - 1, at + 1)
        )
        number = _PAGE_NUMBER.match(lines[at].string) and at - 1 not in found
        if near and (number or _bare(lines[at].string) in _BESIDE):
            found.add(at)
        rest = range(at + 1, min(end, at + 8))
        called = at in dropped and len(rest) <= 6 and _calls(lines[at].string)
        if called and all(other in dropped or _is_link(lines[other].string) for other in rest):
            found |= set(rest)
    return found


def _calls(text: str) -> bool:
    call = _IMPERATIVE.match(text) or re.search(r"\bdossier\b", text)
    return bool(call) and len(text.split()) > 3


def _is_link(text: str) -> bool:
    return len(text.split()) <= 6 and not ends(text) and not re.search(r"\d", text[2:])


def _links(lines: Sequence[Line], opener: int, dropped: set[int]) -> set[int]:
    """The titles of other pages below "Lees ook", up to the text or the next furniture."""
    found: list[int] = []
    for at in range(opener + 1, min(opener + MAX_LINKS, len(lines))):
        if at in dropped:
            return set(found)
        if len(lines[at].string.split()) > 12 or lines[at].string.endswith("."):
            return set(found[:-1])  # the last may be the heading of this
        found.append(at)
    return set(found) if opener + MAX_LINKS >= len(lines) else set()


def _recurring(lines: Sequence[Line]) -> set[int]:
    """Running heads and feet: lines that come back page after page, or amid sentences."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if len(line.string) <= 200 and len(line.string.split()) <= MAX_WORDS / 2:
            found[_COUNTER.sub("", line.string)].append(at)
    pages = sum(line.top for line in lines)
    heads, feet = _edges(lines)
    dropped: set[int] = set()
    for text, places in found.items():
        if len(places) < 2 or not re.search(r"[^\W\d_]{2}", text):
            continue
        edges = [[at for at in places if at in edge] for edge in (heads, feet)]
        on_edge = max(edges, key=len)
        if len(on_edge) >= max(2, pages / 2):
            dropped |= set(on_edge[on_edge[0] == 0 and is_title(lines[0].string) :])
        elif _interrupts(lines, places):
            dropped |= set(places[places[0] == 0 :])
    return dropped


def _edges(lines: Sequence[Line]) -> tuple[set[int], set[int]]:
    """The first two lines of each page, and the last two, where there is more than one page."""
    tops = [at for at, line in enumerate(lines) if line.top]
    if len(tops) < 2:
        return set(), set()
    ends = [*tops[1:], len(lines)]
    heads = {at for top, end in zip(tops, ends, strict=True) for at in range(top, end)[:2]}
    return heads, {at for top, end in zip(tops, ends, strict=True) for at in range(top, end)[-2:]}


def _interrupts(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Do lines, far apart, stand in the middle of sentences or at page numbers?"""
    if len(places) < 3 or any(b - a < FAR for a, b in pairwise(places)):
        return False
    amid = beside = 0
    for at in places:
        around = [lines[near].string for near in (at - 1, at + 1) if 0 <= near < len(lines)]
        beside += any(_PAGE_NUMBER.match(text) for text in around)
        amid += len(around) == 2 and _is_broken(*around)
    return amid >= 1 or 2 * beside >= len(places)


def _is_broken(before: str, after: str) -> bool:
    return is_prose(before) and not ends(before) and goes_on(after)


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lone numbers at the edge of a page, between two texts, or that count up amid sentences."""
    edges = set.union(*_edges(lines))
    found: set[int] = set()
    counted: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        match = _PAGE_NUMBER.match(line.string)
        if not match or not 0 < int(match.group(1)) < 5000:
            continue
        alone, amid = _is_alone(lines, at), _is_amid_text(lines, at)
        if at in edges or (alone and amid):
            found.add(at)
        if alone or amid:
            counted.append((at, int(match.group(1))))
    for (at, number), (after, following) in pairwise(counted):
        if number < following <= number + 2 and after - at >= FAR:
            found |= {at, after}
    return found


def _is_alone(lines: Sequence[Line], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else None
    return lines[at].gap > 0 and (below is None or below.gap > 0 or below.top)


def _is_amid_text(lines: Sequence[Line], at: int) -> bool:
    """Is there running text before this line, and text or a heading after it?"""
    if at == 0 or len(lines[at - 1].string.split()) < 5:
        return False
    after = lines[at + 1].string if at + 1 < len(lines) else ""
    return not after or is_title(after) or len(after.split()) >= 5
