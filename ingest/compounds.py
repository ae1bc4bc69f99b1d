"""Which words a Dutch compound is made of: word -> parts ("zenuwwortelpijn": zenuw, wortel, pijn).

A word is cut where known words meet, with or without a linking sound between them. Prefixes,
suffixes and the combining forms of science are no parts: "behandeling", "pijnlijk" and
"fysiotherapie" stay whole. How common the words are decides between ways to cut, and whether to cut
at all (Koehn & Knight 2003). Works on folded words; doesn't look at a word's context.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

Span = tuple[int, int]  # where a part stands in its word
LONGEST_WORD = 60  # letters; what is longer is no compound
LEAST_PART = 3
_LINKS = ("", "s", "en", "e", "n")  # what may stand between the parts of a compound

# How common a part has to be (Zipf: log10 of its count in a billion words), by its letters: the
# shorter, the sooner a piece of a word looks like one by chance. Of three letters: those here only.
_LEAST_ZIPF = {4: 2.9, 5: 2.6, 6: 2.3}
_LEAST_ZIPF_LONG = 2.0
_LEXICON_ZIPF = 3.3  # what a word of the field's lexicon counts for at least, as a part
_NOUNS = frozenset(
    """
    arm bad bak bal bar bed bot box bui bus cel cup dag dak dam dop fan gas gat gel hak ham hek
    hof hok hut ijs jas jus kam kar kat kin kip kom kop kou lap lat lid lip lob map mat mes mot
    nek net oog pad pak pan pap pen pet pil pin pit pot put rek rib rij rit rok rug ski som spa
    tak tas tel tip ton top uur vak val vat vel vet vis vlo was web wei wet wol zak zee zin zon
    """.split()
)
_OPENERS = frozenset("dek eet gen gil hap huw kap lek lig mri oor pas rem rol ren wip zit".split())
# Stop words that open compounds.
_OPENING_STOPS = frozenset("boven denk tussen vind zelf".split())

_PARTICLES = tuple(  # a verb's or an adverb's first half: no part, and no cut within it
    """
    aaneen achter achterover bijeen dichtbij door erom eruit ineen inge mede neer omhoog omlaag
    onder opeen over overeen samen tegemoet tegen tegenaan tegenover terecht terug teweeg tewerk
    uiteen voor vooraf voorover voort vooruit weer
    """.split()
)
_PREFIXES = ("be", "ge", "her", "ont", "ver")
_NO_HEADS = frozenset(  # combining forms of science, and what is left of "samen-" and "ver-"
    """
    anti arthro artro bio cardio chemo chiro disco echo elektro electro ergo extra farmaco fibro
    fysio geo hydro hyper hypo immuno infra inter intra laparo macro mega micro mini mono multi
    myelo neuro osteo para peri podo poly pseudo psycho radio same semi socio supra thermo trans
    ultra vers verst
    """.split()
)
_SUFFIXES = frozenset(  # of Dutch, of science, and what a doubled consonant leaves of an ending
    """
    aal aar aard aarden aardig aardige aardigheid aards aars abel achtig achtige achtigheid ade
    age ages ale aliteit ant anten ard aren ares aris ars atie aties baar baarheid bare dom eel
    eer eerd eerde eerden eert eet ele elen eling ende ent enten eren erend erende erig erige
    erij ers essen eur eurs eus euze heden heid ieel ief iek ieken iele ieve ing ingen innen
    isch ische isme ist isten iteit lijk lijke lijkheid lijks lijkse ling lingen loos loosheid
    loze maal male matig matige matigheid ment menten nis nissen ntaal reet rend rende schap
    schappen sel ster sters stig stige taat teel teit tel tele teur tie tief ties tieve tig
    tigste turen tuur zaam zaamheid zame
    algie ectomie emie fiel foob geen gene genese graaf grafie grafisch grafische gram grammen
    itis loge logen logie logisch logische loog lyse metrie ose oses pathie pathieen pathisch
    plastie plastiek scopie scopisch tomie trofie
    den der gen gende gent ger ken kend ker king len lend ler men mer nen ner per ren rer ring
    sen ser stel ten ter ven vend ver wen zen zer
    """.split()
)
_INFLECTIONS = (  # an ending, and what the base form has in its place
    *(("en", ""), ("s", ""), ("e", ""), ("n", "")),
    *(("ing", "en"), ("ingen", "en"), ("er", "en"), ("ers", "en"), ("de", "en")),
)
_DERIVATIONS = ("ing", "ingen", "er", "ers", "end", "ende")  # of a verb: verdunner, stillend
_DOUBTFUL = frozenset({"oor"})  # it opens simple words as well: oorzaak
_VOWELS = frozenset("aeiouy")

# Added to the mean Zipf of the parts before it is compared with the whole word's.
_MARGIN = 0.3
_MARGIN_PER_LETTER = 0.3  # for each letter of the shortest part over four
_DOUBT = 1.0  # taken off where a suffix may look like a part

# Of several ways to cut a word, the one with the highest score is taken.
_PER_LETTER = 1.0  # of the shortest part
_PER_ZIPF = 0.6  # of the mean part
_PER_CUT = -0.9
_PER_LINK = -0.2


class Compounds:
    """Cuts compounds into words of a list. `zipfs` says how common each listed word is."""

    def __init__(self, zipfs: Mapping[str, float], lexicon: Iterable[str] = ()) -> None:
        self._zipfs = zipfs
        self._lexicon = frozenset(lexicon)
        self._cut = lru_cache(maxsize=1 << 16)(self._find_cut)
        self._best = lru_cache(maxsize=1 << 16)(self._find_best)

    def split(self, word: str) -> tuple[str, ...]:
        """The smallest parts of a folded word, in order; the word itself where it is simple.

        >>> zipfs = {"zenuw": 3.3, "wortel": 3.6, "pijn": 5.1, "beweging": 4.9, "angst": 4.7}
        >>> Compounds(zipfs).split("zenuwwortelpijn")
        ('zenuw', 'wortel', 'pijn')
        >>> Compounds(zipfs).split("bewegingsangst"), Compounds(zipfs).split("pijnlijk")
        (('beweging', 'angst'), ('pijnlijk',))
        """
        return tuple(word[start:end] for start, end in self._cut(word))

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound at every level, none for a simple word: the smallest parts, then
        the listed words that neighbouring ones make.

        >>> zipfs = {"zenuw": 3.3, "wortel": 3.6, "pijn": 5.1, "zenuwwortel": 2.0}
        >>> Compounds(zipfs).parts("zenuwwortelpijn")
        ('zenuw', 'wortel', 'pijn', 'zenuwwortel')
        """
        spans = self._cut(word)
        if len(spans) == 1:
            return ()
        runs = [
            word[start:end]
            for first, (start, _) in enumerate(spans)
            for _, end in spans[first + 1 :]
            if (start, end) != (0, len(word))
        ]
        listed = [run for run in runs if run in self._zipfs or run in self._lexicon]
        return (*self.split(word), *listed)

    def _find_cut(self, word: str) -> tuple[Span, ...]:
        """Where the smallest parts stand. An inflected word is cut as its base form is."""
        whole = ((0, len(word)),)
        if len(word) > LONGEST_WORD or not word.isalpha():
            return whole
        base = next(self._bases(word), None)
        if base is not None:
            *before, (start, _) = self._cut(base)
            return (*before, (start, len(word)))
        spans = self._best(word)
        return spans if spans and self._is_compound(word, spans) else whole

    def _bases(self, word: str) -> Iterator[str]:
        """The listed words that a word may be an inflection of."""
        for ending, base_ending in _INFLECTIONS:
            base = word.removesuffix(ending) + base_ending
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                if self._is_listed(base):
                    yield base
                elif ending == "en" and base[-1] == base[-2] and self._is_listed(base[:-1]):
                    yield base[:-1]  # tijdstippen

    def _is_compound(self, word: str, spans: tuple[Span, ...]) -> bool:
        """Is the geometric mean of the parts' frequencies as high as the word's? (Koehn & Knight
        2003, Empirical Methods for Compound Splitting, section 3.3; here with a margin)
        """
        whole = self._zipfs.get(word)
        if whole is None:
            return True
        shortest = min(end - start for start, end in spans)
        margin = _MARGIN + _MARGIN_PER_LETTER * (shortest - 4)
        doubt = _DOUBT if _is_doubtful(word, spans) else 0.0
        return whole <= self._mean_zipf(word, spans) + margin - doubt

    def _find_best(self, word: str) -> tuple[Span, ...]:
        """The best way to cut a word into two or more parts; nothing where there is none."""
        found = [
            (*self._cut(word[:end]), *((cut + a, cut + b) for a, b in tail))
            for cut in range(LEAST_PART, len(word) - LEAST_PART + 1)
            if self._may_cut(word, cut)
            and (end := self._head_end(word[:cut]))
            and (tail := self._tail(word[cut:]))
        ]
        return max(found, key=lambda spans: self._score(word, spans), default=())

    def _may_cut(self, word: str, cut: int) -> bool:
        """False within a prefix or particle, and where what follows is a suffix."""
        if word[cut:] in _SUFFIXES or word[cut - 1 :] in _SUFFIXES:
            return False
        for opening in (*_PREFIXES, *_PARTICLES):
            if word.startswith(opening):
                if cut < len(opening):
                    return False
                if 0 < cut - len(opening) < 3 and self._is_tail(word[len(opening) :]):
                    return False  # ver-strekt, achter-stand
        return True

    def _head_end(self, piece: str) -> int:
        """Where a compound's first part ends, before its linking sound; 0 where it is no word."""
        found = [
            bare
            for link in _LINKS
            if piece.endswith(link)
            and self._is_head(bare := piece.removesuffix(link))
            and not (link and (len(bare) < 4 or (link == "s" and bare[-1] in "sxz")))
        ]
        return len(max(found, key=self._zipf, default=""))

    def _tail(self, piece: str) -> tuple[Span, ...]:
        return self._cut(piece) if self._is_tail(piece) else self._best(piece)

    def _is_head(self, piece: str) -> bool:
        if piece in _NO_HEADS or piece in _PARTICLES:
            return False
        return piece in _OPENERS or self._is_part(piece)

    def _is_tail(self, piece: str) -> bool:
        return not (piece in _OPENING_STOPS or piece in _SUFFIXES) and self._is_part(piece)

    def _is_part(self, piece: str) -> bool:
        return piece in _NOUNS if len(piece) < 4 else self._is_listed(piece)

    def _is_listed(self, piece: str) -> bool:
        return self._zipf(piece) >= _LEAST_ZIPF.get(len(piece), _LEAST_ZIPF_LONG)

    def _zipf(self, piece: str) -> float:
        """How common a part is: 0 for no word."""
        zipf = self._zipfs.get(piece) or self._verb_zipf(piece)
        return max(zipf, _LEXICON_ZIPF) if piece in self._lexicon else zipf

    def _verb_zipf(self, piece: str) -> float:
        """How common the verb is that a word was made from: verdunnen for "verdunner"."""
        for ending in _DERIVATIONS:
            if piece.endswith(ending) and len(piece) - len(ending) >= 4:
                return self._zipfs.get(piece.removesuffix(ending) + "en", 0.0)
        return 0.0

    def _mean_zipf(self, word: str, spans: tuple[Span, ...]) -> float:
        return sum(self._zipf(word[start:end]) for start, end in spans) / len(spans)

    def _score(self, word: str, spans: tuple[Span, ...]) -> float:
        links = sum(end < start for (_, end), (start, _) in pairwise(spans))
        return (
            _PER_LETTER * min(end - start for start, end in spans)
            + _PER_ZIPF * self._mean_zipf(word, spans)
            + _PER_CUT * (len(spans) - 1)
            + _PER_LINK * links
        )


def _is_doubtful(word: str, spans: tuple[Span, ...]) -> bool:
    """May the second of two parts be a suffix? "stem-ming" doubles a consonant after a vowel."""
    if len(spans) > 2:
        return False
    (_, end), (start, _) = spans
    head = word[:end]
    doubled = end == start and head[-1] == word[start]
    short = head[-1] not in _VOWELS and head[-2] in _VOWELS and head[-3] not in _VOWELS
    return head in _DOUBTFUL or (doubled and short)


@cache
def common_words(fold: Callable[[str], str], stop_words: frozenset[str]) -> dict[str, float]:
    """The Dutch words of wordfreq, folded, without most stop words, and how common each is (Zipf).

    About 0.1 s at the first call. Only as far down the list as a word may be a part.
    """
    import wordfreq  # here: whoever splits nothing needn't wait for it

    left_out = stop_words - _OPENING_STOPS
    zipfs: dict[str, float] = {}
    lists = wordfreq.read_cBpack(wordfreq.available_languages("large")["nl"])
    for centibels, listed in enumerate(lists[: round(100 * (9 - _LEAST_ZIPF_LONG)) + 1]):
        zipf = 9 - centibels / 100
        for word in listed:
            folded = word if word.isascii() else fold(word)
            if len(folded) >= LEAST_PART and folded.isalpha() and folded not in left_out:
                zipfs.setdefault(folded, zipf)  # the most common come first
    return zipfs
