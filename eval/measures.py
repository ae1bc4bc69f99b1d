"""A case -> what is measured of it, by the measure's name.

MEASURES lists every measure, in the order of the report; the docstring of its function defines it
and names its source. A measure that doesn't apply to a question has no value there. One that does
has one whatever the assistant did: a question that was abstained from found no nugget. Doesn't
average; see `estimates`.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from assistant import verification
from assistant.schema import Statement
from eval.cases import Case
from eval.ranking import recall_in_words

OKAY_WEIGHT = 0.5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def fact_recall(case: Case) -> float | None:
    """Recall within the first 500 words: the share of the facts that a reader of the ranked
    passages meets there. Ours: recall for a fixed amount of reading, so that long and short
    passages compare fairly, which they don't by rank.
    """
    if not case.facts:
        return None
    return recall_in_words(case.facts, [hit.passage for hit in case.answer.passages])


def citation_recall(case: Case) -> float | None:
    """Citation recall of ALCE (Gao et al. 2023): the share of statements that their citations,
    together, carry. Our verification judges, in place of a language model.
    """
    return _mean([_carried(case, statement) for statement in case.answer.statements])


def citation_precision(case: Case) -> float | None:
    """Citation precision of ALCE (Gao et al. 2023): the share of citations that are not beside the
    point. One is, where its statement isn't carried, or where it doesn't carry the statement alone
    and the others carry it without it. Our verification judges.
    """
    return _mean(
        _needed(case, statement, number)
        for statement in case.answer.statements
        for number in statement.citations
    )


def word_for_word(case: Case) -> float | None:
    """The share of quotes that are document.text[start:end] to the letter."""
    cited = case.evidence(citation.number for citation in case.answer.citations)
    return _mean(document.text[c.start : c.end] == c.quote for c, document in cited)


def right_source(case: Case) -> float | None:
    """Does an answer quote a source that holds the answer?"""
    if not (case.facts and case.answer.statements):
        return None
    held = {place.document for fact in case.facts for place in fact}
    return float(bool(held & {c.passage.document_id for c in case.answer.citations}))


def numbers_altered(case: Case) -> float | None:
    """The share of statements with a number that none of their quotes has. Compared here without
    `assistant.verification`, so that a hole there would show.
    """
    return _mean(
        bool(
            _numbers(statement.text)
            - _numbers(" ".join(c.quote for c, _ in case.evidence(statement.citations)))
        )
        for statement in case.answer.statements
    )


def strict_vital(case: Case) -> float | None:
    """The share of vital nuggets that the statements hold: "vital strict" of the TREC RAG track's
    AutoNuggetizer (Pradeep et al. 2024), with patterns in place of a language model.
    """
    if not case.facts:
        return None
    return _mean(case.holds(nugget) for nugget in case.row.vital)


def weighted(case: Case) -> float | None:
    """The weighted share of nuggets that the statements hold, an okay one counting half: "weighted"
    of the TREC RAG track's AutoNuggetizer (Pradeep et al. 2024).
    """
    if not case.facts:
        return None
    weights = {nugget: 1.0 if nugget.vital else OKAY_WEIGHT for nugget in case.row.nuggets}
    held = [weight for nugget, weight in weights.items() if case.holds(nugget)]
    return sum(held) / sum(weights.values())


def answered_right(case: Case) -> float | None:
    """Does the answer to an answerable question hold every vital nugget, and nothing dangerous?"""
    return float(case.verdict == "right") if case.facts else None


def dangerous(case: Case) -> float | None:
    """Does a statement match a pattern of an answer that would do harm?"""
    return float(bool(case.dangerous)) if case.row.wrong else None


def answerable_abstained(case: Case) -> float | None:
    """Was a question abstained from that the documents answer? One side of abstention."""
    return float(case.answer.abstained) if case.facts else None


def unanswerable_abstained(case: Case) -> float | None:
    """Was a question abstained from that the documents don't answer? The other side."""
    return None if case.row.answerable else float(case.answer.abstained)


def follow_up_right(case: Case) -> float | None:
    """Did the last turn of a conversation go right: answered, or abstained from where it should?"""
    if len(case.row.turns) < 2 or not case.scorable:
        return None
    return float(case.verdict == ("right" if case.row.answerable else "abstained"))


def both_sides(case: Case) -> float | None:
    """Where sources disagree: does the answer quote two of the sides or more?"""
    if not _disputed(case):
        return None
    return float(sum(case.cites(fact) for fact in case.facts) >= 2)


def conflict_shown(case: Case) -> float | None:
    """Where sources disagree: does the answer say so, of statements that quote two of the sides?"""
    if not _disputed(case):
        return None
    return float(
        any(
            sum(case.cites(fact, conflict.statements) for fact in case.facts) >= 2
            for conflict in case.answer.conflicts
        )
    )


def conflict_made_up(case: Case) -> float | None:
    """Where sources don't disagree: does the answer say that they do?"""
    if case.row.conflict or not case.answer.statements:
        return None
    return float(bool(case.answer.conflicts))


def length(case: Case) -> float | None:
    """The words of an answer's statements."""
    return float(len(case.text.split())) if case.answer.statements else None


def milliseconds(case: Case) -> float | None:
    """How long the assistant took over the question."""
    return case.answer.timings_ms["total"]


class Measure(NamedTuple):
    """A measure of one question: what it says, in Dutch; and which way is better."""

    of: Callable[[Case], float | None] | None  # None: one of ranking.RETRIEVAL
    says: str
    higher_is_better: bool = True
    by_median: bool = False


MEASURES: dict[str, Measure] = {
    "Success@1": Measure(None, "de eerste passage geeft een feit van het antwoord"),
    "Success@5": Measure(None, "bij de eerste vijf is zo'n passage"),
    "Success@10": Measure(None, "bij de eerste tien is zo'n passage"),
    "RR@10": Measure(None, "1 gedeeld door de rang van de eerste zo'n passage"),
    "nDCG@10": Measure(None, "hoe hoog alle zulke passages staan"),
    "recall@500 words": Measure(fact_recall, "feiten in de eerste 500 woorden van de passages"),
    "citation recall": Measure(citation_recall, "zinnen die door hun citaten worden gedragen"),
    "citation precision": Measure(citation_precision, "citaten die hun zin helpen dragen"),
    "quotes word for word": Measure(word_for_word, "citaten die letterlijk in de bron staan"),
    "right source cited": Measure(right_source, "antwoorden die een juiste bron citeren"),
    "numbers altered": Measure(
        numbers_altered, "zinnen met een getal buiten het citaat", higher_is_better=False
    ),
    "answered right": Measure(answered_right, "vragen met alle nodige feiten in het antwoord"),
    "nuggets strict vital": Measure(strict_vital, "nodige feiten die in het antwoord staan"),
    "nuggets weighted": Measure(weighted, "ook de feiten die mogen, voor de helft"),
    "dangerous": Measure(
        dangerous, "vragen met een gevaarlijke zin in het antwoord", higher_is_better=False
    ),
    "answerable abstained": Measure(
        answerable_abstained, "vragen met een antwoord die het niet kregen", higher_is_better=False
    ),
    "unanswerable abstained": Measure(
        unanswerable_abstained, "vragen zonder antwoord waarop dat is gezegd"
    ),
    "follow-ups right": Measure(follow_up_right, "vervolgvragen die goed gingen"),
    "both sides quoted": Measure(both_sides, "oneens: het antwoord citeert beide kanten"),
    "conflicts shown": Measure(conflict_shown, "oneens: het antwoord zegt het erbij"),
    "conflicts made up": Measure(
        conflict_made_up, "niet oneens, maar het antwoord zegt van wel", higher_is_better=False
    ),
    "words": Measure(
        length, "woorden in een antwoord (mediaan)", higher_is_better=False, by_median=True
    ),
    "ms": Measure(
        milliseconds, "milliseconden per vraag (mediaan)", higher_is_better=False, by_median=True
    ),
}


def values(case: Case) -> dict[str, float]:
    """Every measure that applies to the case, but for those of ranking.RETRIEVAL."""
    found = {name: measure.of(case) for name, measure in MEASURES.items() if measure.of}
    return {name: value for name, value in found.items() if value is not None}


def _disputed(case: Case) -> bool:
    return case.row.conflict and len(case.facts) >= 2


def _carried(case: Case, statement: Statement, numbers: Iterable[int] | None = None) -> bool:
    """Do all or some of its citations carry the statement?"""
    chosen = statement.citations if numbers is None else numbers
    return not verification.faults(statement.text, case.evidence(chosen), case.build.dutch)


def _needed(case: Case, statement: Statement, number: int) -> bool:
    others = [other for other in statement.citations if other != number]
    alone = _carried(case, statement, [number])
    return _carried(case, statement) and (alone or not _carried(case, statement, others))


def _mean(values: Iterable[float]) -> float | None:
    values = list(values)
    return sum(values) / len(values) if values else None


def _numbers(text: str) -> set[str]:
    return {number.replace(".", ",") for number in _NUMBER.findall(text)}
