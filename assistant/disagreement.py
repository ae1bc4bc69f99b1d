"""Where sources, or a source with itself, disagree on what was asked.

The best answer is held against what else answers the question nearly as well, and what the answer
quotes against itself. Two sentences clash where they are about the same thing, can hold of the same
people beside the same thing, and say otherwise: for and against, found and not found or not known,
or other numbers. Of two sources the people may differ: that is shown. A sentence that tells of a
contradiction is shown with what was answered and what else it speaks of, where the answer doesn't
quote it anyhow. Doesn't judge who is right, and averages nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Literal, NamedTuple

from assistant.claims import MOMENT, TIME, Axis, Claim, Figure, read
from assistant.composer import MOST_STATEMENTS, MOST_WORDS, Asked, Candidate
from assistant.schema import Answer, Citation, Conflict, Hit
from ingest.dutch import Word, fold, stem
from ingest.embeddings import Encoder, Vectors
from ingest.index import Build
from ingest.passages import sentences

AS_GOOD = 0.6  # of the best stretch's score, for one that says otherwise
# How like what the question asks, or is known to be answered by, a side is: of the best such.
LIKE_IN_ONE, LIKE_IN_TWO = 0.78, 0.65  # sides of one source, whose author knew both; and of two
MOST = 2  # disagreements shown
NEAR = 0.35  # cosine of two sentences about one thing
TELLING = 0.9  # inverse document frequency of a word of the question that tells what it is about
ALIKE = 0.25  # of the matter of either that the other holds, where one source contradicts itself;
FIGURES_IN_ONE, FIGURES_IN_TWO = 0.75, 0.35  # and where figures differ, of one source and of two
TOLD = 0.3  # of the matter of the answer, in a sentence that tells of a contradiction; and their
ON_THE_POINT = 0.4  # cosine with the question
ABOUT_THEN = 1.25  # the factor within which two times are one: 12 weeks and 3 months
PART_SHARE = 0.4  # what a compound's part or a wider concept counts, against the word itself
# What is compared with nothing: "beter dan placebo" is "werkzaam".
_INERT = frozenset(
    stem(word)
    for word in "placebo placebo's sham schijn schijnbehandeling interventie niets afwachten "
    "afwachtend controle controlegroep usual gebruikelijke gezonde conservatief andere".split()
)
# Questions for a number, a time, a name or a reason; and those that ask for every side.
_NOT_WHETHER = re.compile(
    r"\b(?:hoeveel|hoe ?(?:vaak|lang|groot|hoog|oud|veel)|wanneer|waarom|waardoor|welke?|wie|waar|"
    r"waarmee|waarop|wat (?:is|zijn|was|houdt)|percentage|aantal)\b"
)
_EVERY_SIDE = re.compile(
    r"\b(?:het (?:\w+ )*(?:on)?eens|eensgezind\w*|eenduidig|tegenstrijdig\w*|controvers\w*|"
    r"omstreden|tegenspre\w+|spreken (?:\w+ )*tegen|per (?:bron|richtlijn)|"
    r"(?:bronnen|richtlijnen|documenten) (?:\w+ )*verschil\w*|verschil\w* (?:\w+ )*"
    r"(?:bronnen|richtlijnen|documenten)|zeggen (?:\w+ )*(?:bronnen|richtlijnen|documenten))\b"
)

Point = Axis | Literal["cijfers", "melding"]
_ABOUT: dict[Point, str] = {
    "nut": "{}",
    "verandering": "{}",
    "verband": "het verband met {}",
    "schade": "de bijwerkingen van {}",
    "kwaliteit": "de betrouwbaarheid van {}",
    "cijfers": "de cijfers over {}",
    "melding": "{}",  # told by a source
}


class Disagreement(NamedTuple):
    """The stretches that disagree, two or three; the last may tell of it."""

    about: str
    sides: tuple[Candidate, ...]


class _Told(NamedTuple):
    """A sentence of a stretch, what it claims, its vector, and how well it answers, in [0, 1]."""

    candidate: Candidate
    claim: Claim
    vector: Vectors
    cosine: float
    likeness: float


class _Clash(NamedTuple):
    """Stretches that say otherwise of a point, the words that they share, and how they answer."""

    likeness: float
    point: Point
    shared: tuple[Word, ...]
    sides: tuple[Candidate, ...]


def find(
    asked: Asked,
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    hits: Sequence[Hit],
    build: Build,
    encoder: Encoder,
) -> list[Disagreement]:
    """Where a candidate contradicts the best one, or tells that another does: at most MOST points,
    what answers best first.

    `candidates` are ranked, and of the passages of `hits`; `chosen` are those that the answer
    quotes anyhow.
    """
    told = _told(asked, candidates, hits, build, encoder)
    best = [one for one in told if one.candidate is candidates[0]]
    clashes = [
        *_clashes(asked, best, told, build),
        *_reports(best, told, chosen, build),
    ]
    clashes.sort(key=lambda clash: -clash.likeness)
    strongest: dict[Point, _Clash] = {}
    for clash in clashes:
        strongest.setdefault(clash.point, clash)
    found = list(strongest.values())[:MOST]
    return [Disagreement(_about(clash, asked, build), clash.sides) for clash in found]


def beside(chosen: Sequence[Candidate], found: Sequence[Disagreement]) -> list[Candidate]:
    """The chosen stretches and all sides of a disagreement; of the others the best, and as many
    more as an answer holds.
    """
    sides = [side for disagreement in found for side in disagreement.sides]
    both = [*chosen, *(side for side in sides if side not in chosen)]
    kept = [candidate for place, candidate in enumerate(both) if candidate not in both[:place]]
    for candidate in reversed(chosen[1:] if found else []):
        words = sum(len(c.text.split()) for c in kept)
        if candidate not in sides and (len(kept) > MOST_STATEMENTS or words > MOST_WORDS):
            kept.remove(candidate)
    return kept


def point(one: Claim, other: Claim) -> Axis | None:
    """The axis on whose opposite sides two claims stand that can hold of the same."""
    for axis in sorted({stance.axis for stance in one.stances}):
        signs, others = one.signs(axis), other.signs(axis)
        if signs and others and not signs & others:
            return axis if comparable(one, other) else None
    return None


def other_figures(one: Claim, other: Claim) -> bool:
    """Do they give other figures in one unit, of the same people at the same time?"""
    own, others = set(one.figures) - set(other.figures), set(other.figures) - set(one.figures)
    units = {figure.unit for figure in own} & {figure.unit for figure in others}
    differing = {unit for unit in units if not _overlap(own, others, unit)}
    counted = {figure.unit for figure in (*one.figures, *other.figures)} - {TIME, MOMENT}
    return comparable(one, other) and bool(differing - ({TIME} if counted else set()))


def comparable(one: Claim, other: Claim) -> bool:
    """Can they hold of the same people, at the same time, beside the same thing?"""
    axes = {axis for axis, _ in one.groups} & {axis for axis, _ in other.groups}
    named = {pole for axis in axes for pole in one.poles(axis) | other.poles(axis)}
    if not all(one.poles(axis) & other.poles(axis) for axis in axes):
        return False
    if (one.apart ^ other.apart) - named or not _overlap(
        one.figures, other.figures, MOMENT, ABOUT_THEN
    ):
        return False
    if one.beside and other.beside:
        return bool(one.beside & other.beside)
    return one.beside == other.beside or bool((one.beside | other.beside) & _INERT)


def _overlap(
    one: Iterable[Figure], other: Iterable[Figure], unit: str, stretch: float = 1.0
) -> bool:
    """Do they share a figure in a unit, or does one of them name none? Up to a factor."""
    own, others = ([f for f in figures if f.unit == unit] for figures in (one, other))
    return not (own and others) or any(
        a.low <= b.high * stretch and b.low <= a.high * stretch for a, b in product(own, others)
    )


def headline(answer: Answer, conflict: Conflict) -> str:
    """Who disagree about what, in Dutch."""
    sources = {citation.passage.document_id for citation in sides(answer, conflict)}
    if len(sources) > 1:
        return f"De bronnen verschillen over {conflict.about}"
    return f"De bron is niet eenduidig over {conflict.about}"


def sides(answer: Answer, conflict: Conflict) -> list[Citation]:
    """The citations of the statements that disagree."""
    numbers = [n for at in conflict.statements for n in answer.statements[at].citations]
    return [citation for citation in answer.citations if citation.number in numbers]


def _told(
    asked: Asked,
    candidates: Sequence[Candidate],
    hits: Sequence[Hit],
    build: Build,
    encoder: Encoder,
) -> list[_Told]:
    """The sentences of what answers nearly as well as the best stretch, and are like the question;
    those of the best first.
    """
    near = [c for c in candidates if c.score >= AS_GOOD * candidates[0].score]
    split = [
        (candidate, known, candidate.document.text[start:end])
        for candidate in near
        for known in [max(_known(candidate, hits), default=0.0)]
        for start, end in sentences(candidate.document.text, *candidate.span)
    ]
    vectors = encoder.encode_documents([sentence for *_, sentence in split])
    cosines = [float(one) for one in vectors @ encoder.encode_queries([asked.question])[0]]
    likenesses = [max(cosine, known) for cosine, (_, known, _) in zip(cosines, split, strict=True)]
    most = max(likenesses) or 1.0
    return [
        _Told(candidate, read(sentence, build.dutch), vector, cosine, likeness / most)
        for (candidate, _, sentence), vector, cosine, likeness in zip(
            split, vectors, cosines, likenesses, strict=True
        )
        if likeness >= LIKE_IN_TWO * most
    ]


def _known(candidate: Candidate, hits: Sequence[Hit]) -> Iterator[float]:
    """How like the question is to each that the stretch is known to answer."""
    for hit in hits:
        if hit.passage.id == candidate.passage.id:
            for key in hit.keys:
                if key.start < candidate.span.end and candidate.span.start < key.end:
                    yield key.similarity


def _clashes(
    asked: Asked, ones: Sequence[_Told], others: Sequence[_Told], build: Build
) -> Iterator[_Clash]:
    """The pairs of the one and the other sentences that say otherwise, of two stretches: who reads
    one stretch sees both.
    """
    question = fold(asked.question)
    every_side = bool(_EVERY_SIDE.search(question))
    whether = every_side or not _NOT_WHETHER.search(question)
    how_much = every_side or not whether or asked.number
    telling = _telling(asked, build)
    for one, other in product(ones, others):
        two = one.candidate.document is not other.candidate.document
        if one.candidate is other.candidate:
            continue
        if min(one.likeness, other.likeness) < (LIKE_IN_TWO if two or every_side else LIKE_IN_ONE):
            continue
        if two and not telling & _matter(one.claim) & _matter(other.claim):
            continue
        axis = _opposed(one, other, two, build)
        found: Point | None = axis if whether or axis == "schade" else None  # "how often": never
        if not found and how_much:
            found = _other_figures(one, other, two, build)
        if found:
            likeness, shared = (one.likeness + other.likeness) / 2, _shared(one.claim, other.claim)
            yield _Clash(likeness, found, shared, (one.candidate, other.candidate))


def _opposed(one: _Told, other: _Told, two: bool, build: Build) -> Axis | None:
    """The axis on whose opposite sides they stand; of one source only if they are alike."""
    axis = point(one.claim, other.claim)
    if not axis or one.claim.exception or other.claim.exception:
        return None
    near = float(one.vector @ other.vector) >= NEAR
    alone = near and _alike(one.claim, other.claim, build) >= ALIKE
    return axis if two or alone else None


def _other_figures(one: _Told, other: _Told, two: bool, build: Build) -> Point | None:
    """Whether they give other figures of one thing."""
    a, b = one.claim, other.claim
    if not other_figures(a, b) or not (two or _of_one_thing(a, b)):
        return None
    return "cijfers" if _alike(a, b, build) >= (FIGURES_IN_TWO if two else FIGURES_IN_ONE) else None


def _reports(
    best: Sequence[_Told], told: Sequence[_Told], chosen: Sequence[Candidate], build: Build
) -> Iterator[_Clash]:
    """The sentences that tell of a contradiction in what the best stretch answers, where the answer
    doesn't quote them anyhow; each with what was answered and what else it speaks of.
    """
    for said in sorted(best, key=lambda one: -one.cosine)[:1]:
        for one in told:
            if one.candidate not in chosen and _disputes(one, said, build):
                sides = (said, *_nearest(one, said, told), one)
                candidates = tuple(side.candidate for side in sides)
                yield _Clash(one.likeness, "melding", one.claim.matter, candidates)


def _disputes(one: _Told, said: _Told, build: Build) -> bool:
    """Does a sentence on the point tell of a contradiction in what was said?"""
    return (
        one.claim.reports
        and one.cosine >= ON_THE_POINT
        and float(one.vector @ said.vector) >= NEAR
        and _held(said.claim, one.claim, build) >= TOLD
    )


def _nearest(one: _Told, said: _Told, told: Sequence[_Told]) -> list[_Told]:
    """Of the other stretches of its source the sentence nearest to one that tells of a
    contradiction, if there is one.
    """
    others = [
        other
        for other in told
        if other.candidate.document is one.candidate.document
        and other.candidate not in (said.candidate, one.candidate)
        and not other.claim.reports
    ]
    return sorted(others, key=lambda other: -float(other.vector @ one.vector))[:1]


def _telling(asked: Asked, build: Build) -> frozenset[str]:
    """The terms of a question that tell what it is about; both sides name one, or come under it.

    In few documents no word is rare: there the question's rarest tells.
    """
    wanted = {t: build.idf(t) for word in asked.words for t in word.terms if build.holds(t)}
    least = min(TELLING, max(wanted.values(), default=0.0))
    return frozenset(term for term, rarity in wanted.items() if rarity >= least)


def _matter(claim: Claim) -> frozenset[str]:
    """The terms of what a claim is about."""
    return frozenset(term for word in claim.matter for term in word.terms)


def _shared(one: Claim, other: Claim) -> tuple[Word, ...]:
    """The words of one's matter that the other has, or comes under; all of it, where none."""
    held = {term for word in other.matter for term in word.terms}
    return tuple(w for w in one.matter if held.intersection(w.terms)) or one.matter


def _of_one_thing(one: Claim, other: Claim) -> bool:
    """Does the matter of one hold all of the other's? Sensitivity isn't specificity."""
    its, others = ({word.own[0] for word in claim.matter} for claim in (one, other))
    return its <= others or others <= its


def _alike(one: Claim, other: Claim, build: Build) -> float:
    """The weighted share of the matter of either that the other holds, the lesser."""
    return min(_held(one, other, build), _held(other, one, build))


def _held(one: Claim, other: Claim, build: Build) -> float:
    """The weighted share of one claim's matter that another holds."""
    own = {term for word in other.matter for term in word.own}
    near = {term for word in other.matter for term in word.terms}
    held = total = 0.0
    for word in {word.text: word for word in one.matter}.values():
        weight = build.idf(word.own[0])
        total += weight
        if own.intersection(word.own):
            held += weight
        elif near.intersection(word.terms):
            held += PART_SHARE * weight
    return held / (total or 1.0)


def _about(clash: _Clash, asked: Asked, build: Build) -> str:
    """What is in dispute: the rarest concept of the lexicon that the sides share and the question
    names, or else that they share; without one, what was asked.
    """
    wanted = {term for word in asked.words for term in word.terms}
    asked_of = [word for word in clash.shared if wanted.intersection(word.terms)] or clash.shared
    concepts = [word for word in asked_of if len(word.own) > 1]
    rarest = max(concepts, key=lambda word: build.idf(word.own[-1]), default=None)
    name = rarest.own[-1].removeprefix("§") if rarest else "het gevraagde"
    return _ABOUT[clash.point].format(name)
