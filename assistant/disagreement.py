"""Where sources, or a source with itself, disagree on what was asked.

Two claims clash where they are about the same matter, can hold of the same people at the same time,
and say otherwise: for and against, found and not found, or other numbers. What speaks of other
patients, another outcome, time, comparison or unit doesn't clash, nor does advice for a case with
advice for all. Doesn't judge who is right, and averages nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import Literal, NamedTuple

from assistant.claims import Axis, Claim, read
from assistant.composer import MOST_STATEMENTS, MOST_WORDS, Asked, Candidate
from assistant.schema import Answer, Citation, Conflict
from ingest.dutch import Word, stem
from ingest.index import Build
from ingest.passages import sentences

Weigh = Callable[[str], float]  # a term -> how much it tells; rare ones more

AS_GOOD = 0.75  # of the best stretch's score, for one that says otherwise
MOST, MOST_SIDES = 2, 3  # disagreements shown, and stretches in each
# How much of the matter of two claims is the same: of either, or of the shorter one where the
# question asks about it; figures must be of one thing.
ALIKE, PARTLY_ALIKE, ALIKE_FIGURES = 0.4, 0.3, 0.75
ASKED = 0.3  # the least weighted share of the question's words in what the claims share, for that
PART_SHARE = 0.4  # what a compound's part or a wider concept counts, against the word itself
# A comparison with these says the same as none: "beter dan placebo" is "werkzaam".
_INERT = frozenset(
    stem(word)
    for word in "placebo placebo's sham schijn schijnbehandeling interventie niets afwachten "
    "controle controlegroep usual gebruikelijke gezonde".split()
)

Point = Axis | Literal["cijfers"]
_ABOUT: dict[Point, str] = {
    "advies": "het advies over {}",
    "effect": "het effect van {}",
    "verband": "het verband met {}",
    "schade": "de bijwerkingen van {}",
    "kwaliteit": "de betrouwbaarheid van {}",
    "cijfers": "de cijfers over {}",
}


class Disagreement(NamedTuple):
    """The stretches that disagree; one where it holds both sides."""

    about: str
    sides: tuple[Candidate, ...]


class _Clash(NamedTuple):
    """Two stretches that say otherwise of a point, by how much of their matter is the same."""

    alike: float
    point: Point
    shared: tuple[Word, ...]
    sides: tuple[Candidate, ...]


def find(
    asked: Asked, candidates: Sequence[Candidate], chosen: Sequence[Candidate], build: Build
) -> list[Disagreement]:
    """Where a chosen stretch is contradicted by a candidate nearly as good as the best: at most
    MOST points, the strongest first.

    `candidates` are ranked, and the chosen are among them.
    """
    near = [c for c in candidates if c.score >= AS_GOOD * candidates[0].score]
    claims = [
        [
            claim
            for start, end in sentences(c.document.text, *c.span)
            for claim in read(c.document.text[start:end], build.dutch)
        ]
        for c in near
    ]
    clashes = [
        clash
        for (one, its), (other, others) in combinations_with_replacement(
            zip(near, claims, strict=True), 2
        )
        if one in chosen or other in chosen
        for clash in _clashes(one, other, product(its, others), asked, build)
    ]
    clashes.sort(key=lambda clash: -clash.alike)
    strongest = {clash.point: clash for clash in reversed(clashes)}
    found = sorted(strongest.values(), key=lambda clash: -clash.alike)
    return [Disagreement(_about(clash, asked), _joined(clash, clashes)) for clash in found[:MOST]]


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


def clash(one: Claim, other: Claim, asked: float, weigh: Weigh) -> tuple[Point, float] | None:
    """The point on which two claims clash, and how alike their matter is, in (0, 1].

    `asked` is the weighted share of the question's words in what claims of two sources share; 0 for
    one source, whose author had both claims before him.
    """
    point = opposed(one, other)
    figures = not point and other_figures(one, other) and _of_one_thing(one, other)
    if not (point or figures) or not comparable(one, other):
        return None
    low, high = sorted([_held(one, other, weigh), _held(other, one, weigh)])
    if point and (low >= ALIKE or (high >= PARTLY_ALIKE and asked >= ASKED)):
        return point, (low + high) / 2
    return ("cijfers", (low + high) / 2) if figures and low >= ALIKE_FIGURES else None


def opposed(one: Claim, other: Claim) -> Axis | None:
    """The axis on whose opposite sides they stand; in doubt is opposite to found."""
    for axis in sorted({stance.axis for stance in one.stances}):
        signs, others = one.signs(axis), other.signs(axis)
        mixed = signs & other.whole_signs(axis) or others & one.whole_signs(axis)
        in_a_case = axis == "advies" and (one.conditional or other.conditional)
        if signs and others and "for" in signs | others and not mixed and not in_a_case:
            return axis
    return None


def other_figures(one: Claim, other: Claim) -> bool:
    """Do they give, of the same groups and at a time that both or neither names, other figures in
    one unit?
    """
    if one.groups != other.groups or bool(one.months) != bool(other.months):
        return False
    pairs = [(a, b) for a, b in product(one.figures, other.figures) if a.unit == b.unit]
    agreeing = {a.unit for a, b in pairs if a.low <= b.high and b.low <= a.high}
    return any(a.unit not in agreeing for a, _ in pairs)


def comparable(one: Claim, other: Claim) -> bool:
    """Can they hold of the same people, outcome, time and comparison?"""
    named = [
        (one.people, other.people),
        (one.outcome, other.outcome),
        (one.against, other.against),
        *zip(one.groups, other.groups, strict=True),
    ]
    alone = bool(one.against) != bool(other.against)
    at_once = [a[0] <= b[1] and b[0] <= a[1] for a, b in product(one.months, other.months)]
    return (
        one.apart == other.apart
        and not any(first and second and not first & second for first, second in named)
        and not (alone and not (one.against | other.against) & _INERT)
        and (any(at_once) or not at_once)
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


def _clashes(
    one: Candidate,
    other: Candidate,
    claims: Iterator[tuple[Claim, Claim]],
    asked: Asked,
    build: Build,
) -> Iterator[_Clash]:
    for a, b in claims:
        if a.matter is b.matter:  # of one sentence
            continue
        held = {term for word in b.matter for term in word.own}
        shared = tuple(word for word in a.matter if held.intersection(word.own))
        terms = frozenset(term for word in shared for term in word.own)
        of_two = asked.share(terms) if one.document is not other.document else 0.0
        found = clash(a, b, of_two, build.idf) if shared else None
        if found:
            yield _Clash(found[1], found[0], shared, (one,) if one is other else (one, other))


def _joined(strongest: _Clash, clashes: Sequence[_Clash]) -> tuple[Candidate, ...]:
    """The sides of a clash, and of the others on its point that share a side with it."""
    joined = list(strongest.sides)
    for clash in clashes:
        if clash.point == strongest.point and any(side in strongest.sides for side in clash.sides):
            joined += [side for side in clash.sides if side not in joined]
    return tuple(joined[:MOST_SIDES])


def _of_one_thing(one: Claim, other: Claim) -> bool:
    """Does the matter of one hold all of the other's? Sensitivity isn't specificity."""
    its, others = ({word.own[0] for word in claim.matter} for claim in (one, other))
    return its <= others or others <= its


def _held(one: Claim, other: Claim, weigh: Weigh) -> float:
    """The weighted share of one claim's matter that another holds."""
    own = {term for word in other.matter for term in word.own}
    near = {term for word in other.matter for term in word.terms}
    held = total = 0.0
    for word in {word.text: word for word in one.matter}.values():
        weight = weigh(word.own[0])
        total += weight
        if own.intersection(word.own):
            held += weight
        elif near.intersection(word.terms):
            held += PART_SHARE * weight
    return held / (total or 1.0)


def _about(clash: _Clash, asked: Asked) -> str:
    """What is in dispute: of the things that both sides name at most two that the question names
    too, or the first.
    """
    wanted = {term for word in asked.words for term in word.terms}
    both = [word for word in clash.shared if wanted.intersection(word.terms)][:2]
    names = dict.fromkeys(
        next((term[1:] for term in word.own if term.startswith("§")), word.text)
        for word in both or clash.shared[:1]
    )
    return _ABOUT[clash.point].format(" en ".join(names))
