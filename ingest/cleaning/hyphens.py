"""Does a hyphen stand between the halves of a word, or did only a line end put it there?

The document says first how a word is written, then the spelling: Dutch writes compounds as one
word, with a hyphen where vowels would clash and around names, numbers and abbreviations.
"""

import re
from functools import lru_cache

from ingest.cleaning.evidence import Evidence
from ingest.cleaning.halves import inner
from ingest.cleaning.known_words import COMMON, KnownWords

CONJUNCTIONS = frozenset(
    "en én of óf als dan noch tot versus vs resp respectievelijk c.q. cq ofwel danwel alsook "
    "evenals alsmede zowel plus and or".split()
)
NEGATING = frozenset({"niet", "non"})  # take a hyphen before any word
COMBINING = frozenset(
    "anti auto bio cardio co contra dys hyper hypo immuno infra inter intra macro meta micro mono "
    "multi musculo myo neo neuro osteo para peri poly post pre pro pseudo psycho radio re retro "
    "sacro semi socio spondylo sub supra thoraco trans lumbo cervico".split()
)
_LONG_PREFIXES = tuple(prefix for prefix in COMBINING if len(prefix) > 3)
_SETTING_OFF = frozenset({"ex", "self", "quasi"})  # before a whole word
_LINKING = frozenset("to of and the by van met op".split())  # quality-of-life
_CLASHES = frozenset("aa ae ai au ee ei eu ie ii oe oi oo ou ui uu".split())  # read as one sound
TREMA = dict(zip("eiou", "ëïöü", strict=True))
_VOWELS = frozenset("aeiou")
_SOUNDED = re.compile("[aeiouyà-ÿ]", re.IGNORECASE)  # no syllable goes without a vowel
_GREEK = re.compile("[α-ωΑ-Ω]")
_BODY = (
    "arm been bekken elleboog enkel hals hand heup hoofd knie nek pols rug schouder voet".split()
)
_HYPHENED = tuple(  # these words take a hyphen for no rule's sake
    "in-vitro in-vivo in-situ burn-out cross-over open-label full-text peer-review gate-control "
    "number-needed test-hertest dosis-respons kosten-baten oorzaak-gevolg arts-patiënt pre-post "
    "vinger-vloer hart-vaat hart-long maag-darm fout-positie fout-negatie vals-positie "
    "vals-negatie".split()
)
_ENGLISH_TAILS = frozenset(
    "associated based being controlled dependent derived induced like mediated related reported "
    "term up out off".split()
)
_ADJECTIVE = ("isch", "ief", "aal", "eel", "air")
_INFLECTED = ("ische", "ieve", "ale", "ele", "aire", "matig", "matige")
_TELLING = 5  # letters that are enough to tell a word by its start


class Hyphens:
    """How the halves of a broken word are joined."""

    def __init__(self, known: KnownWords, evidence: Evidence) -> None:
        self._known = known
        self._evidence = evidence
        self.joint = lru_cache(maxsize=1 << 16)(self._joint)

    def _joint(self, head: str, tail: str, typed: bool = False) -> str:
        """What stands between the halves of a word: "", "-", "- ", or the tail's first letter with
        its diaeresis, in place of that letter. `typed`: the hyphen seems not to be the line end's.

        >>> from ingest.cleaning import known_words
        >>> hyphens = Hyphens(known_words.load(), Evidence([]))
        >>> [hyphens.joint(*halves) for halves in [("ontste", "king"), ("NSAID", "gebruik")]]
        ['', '-']
        >>> [hyphens.joint(*halves) for halves in [("rug", "en"), ("pati", "ent")]]
        ['- ', 'ë']
        """
        left, right = inner(head, tail)
        whole = (left + right).lower()
        general = self._known.in_general(whole)
        sure = general >= COMMON
        if tail.lower() in CONJUNCTIONS and (tail in ("en", "of") or general < 2):
            return "- "
        if general < 2 and (_links(left, head) or _links(right, tail)):
            return "-"
        if _is_code(left, right):
            is_name = self._known.zipf(whole) > 0 and not left.isupper() and right.islower()
            is_shouted = left.isupper() and right.isupper() and sure
            return "" if is_name or is_shouted else "-"  # McKen-/zie, RUG-/PIJN
        head, tail = head.lower(), tail.lower()
        left, right = inner(head, tail)
        seen = self.seen(head, tail)
        letter = self._with_diaeresis(left, right)
        if letter and seen != "-" and not self._writes_plain(left, right, letter):
            return letter
        if seen is not None:
            return seen
        return "-" if typed and not sure else self._spelled(left, right, sure)

    def seen(self, head: str, tail: str) -> str | None:
        """How the document writes the word where no line end breaks it, or one that starts so."""
        counts = self._evidence.counts
        left, right = inner(head, tail)
        for first, second in dict.fromkeys([(head, tail), (left, right)]):
            whole, hyphened = counts[first + second], counts[f"{first}-{second}"]
            if whole != hyphened:
                return "" if whole > hyphened else "-"
        if len(right) < _TELLING:
            return None
        start = right[: max(_TELLING, len(right) - 3)]
        is_whole = self._evidence.has_start(left + start)
        is_hyphened = self._evidence.has_start(f"{left}-{start}")
        return None if is_whole == is_hyphened else "" if is_whole else "-"

    def _with_diaeresis(self, left: str, right: str) -> str:
        """The letter of coëffici-/ent, be-/invloed; nothing where no diaeresis was lost."""
        letter = TREMA.get(right[0], "")
        if not letter or left[-1] not in _VOWELS:
            return ""
        word, plain = left + letter + right[1:], left + right
        if self._known.zipf(word) > self._known.zipf(plain):
            return letter
        unsure = left in COMBINING or left.endswith(_LONG_PREFIXES) or plain in self._known
        return letter if word in self._known and not unsure else ""

    def _writes_plain(self, left: str, right: str, letter: str) -> bool:
        """Does the author leave the diaeresis out? A part of a hyphened word is no proof of it."""
        evidence = self._evidence
        return evidence.whole[left + right] > evidence.counts[left + letter + right[1:]]

    def _spelled(self, left: str, right: str, sure: bool) -> str:
        """The hyphen that the spelling asks for, or none."""
        known = self._known
        hyphened, listed = f"{left}-{right}", known.zipf(left + right) > 0
        if hyphened.startswith(_HYPHENED) or (known.lists(hyphened) and not listed):
            return "-"
        if sure:
            return ""
        is_word = right in known
        is_new = known.in_general(left + right) < 2
        clash = left[-1] + right[0] in _CLASHES and not left.endswith("ij")
        if clash and (left in COMBINING or (is_word and left in known)):
            return "-"
        takes_hyphen = left in NEGATING or (left in _SETTING_OFF and is_word)
        if is_new and (
            takes_hyphen
            or right in _ENGLISH_TAILS
            or (is_word and left in known and _are_adjectives(left, right))
        ):
            return "-"
        beside = self._stands_beside(left, right)
        return "-" if beside or (not listed and self._habit(left, right)) else ""

    def _stands_beside(self, left: str, right: str) -> bool:
        """Are it two parts of the body side by side: nek-schouderklachten, hoofd-halschirurgie?"""
        if left not in _BODY:
            return False
        rests = [right.removeprefix(part) for part in _BODY if right.startswith(part)]
        return any(not rest or self._known.zipf(rest) >= COMMON for rest in rests)

    def _habit(self, left: str, right: str) -> bool:
        """Does this document always put a hyphen behind this first part?"""
        evidence = self._evidence
        return (
            len(left) > 2
            and evidence.prefixes[left] > 1
            and right in self._known
            and not evidence.has_start(left + right[0])
        )


def _are_adjectives(left: str, right: str) -> bool:
    """Do two adjectives stand side by side: sociaal-economisch, cognitief-gedragsmatige?"""
    return left.endswith(_ADJECTIVE) and right.endswith((*_ADJECTIVE, *_INFLECTED))


def _links(part: str, word: str) -> bool:
    """Is this part of a hyphened word a little word that links others: kwaliteit-van-leven?"""
    return part != word and part in _LINKING


def _is_code(left: str, right: str) -> bool:
    """Is the hyphen between names, numbers, letters or abbreviations: IL-10, NSAID-gebruik?"""
    return bool(
        left[-1].isdigit()
        or right[0].isdigit()
        or len(left) == 1
        or right[0].isupper()
        or not (_SOUNDED.search(left) and _SOUNDED.search(right))
        or sum(map(str.isupper, left)) > 1
        or "’" in left
        or _GREEK.match(left[-1])
        or _GREEK.match(right[0])
    )
