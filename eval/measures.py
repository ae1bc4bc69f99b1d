"""Answers to gold questions -> measures, each a mean over questions with its 95% interval.

Retrieval measures are those of ir_measures (Success@k: share of questions with a relevant passage
in the first k; RR@10: reciprocal rank; nDCG@10: Järvelin & Kekäläinen 2002). Nuggets follow the
TREC RAG track: `strict vital` is the share of vital nuggets found in the statements, `weighted`
counts okay ones half (Pradeep et al. 2024). Intervals are percentile bootstraps (Efron 1979).
Every question stays in the denominator: a question that was declined found no nugget.
"""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ir_measures
import numpy as np
from ir_measures import RR, Success, nDCG

from assistant.engine import Assistant
from assistant.schema import Answer
from eval.gold import Row, relevant
from ingest.errors import GoldError, QuestionError

RETRIEVAL = [Success @ 1, Success @ 5, Success @ 10, RR @ 10, nDCG @ 10]
RESAMPLES = 2000
SEED = 1

Verdict = Literal["right", "partly", "wrong", "declined", "answered", "unscored"]


@dataclass(frozen=True, slots=True)
class Result:
    """One gold question with its answer, and what was measured of it by the measure's name.

    A verdict is `right` (all vital nuggets), `partly`, `wrong` (none, or a dangerous statement),
    `declined`, `answered` (though the documents hold no answer) or `unscored` (the index lacks
    the evidence).
    """

    row: Row
    answer: Answer
    verdict: Verdict
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` questions and its 95% bootstrap interval."""

    value: float
    low: float
    high: float
    n: int


def run(rows: Iterable[Row], assistant: Assistant) -> list[Result]:
    """Ask every question, and measure each answer."""
    return [_result(row, assistant) for row in rows]


def summary(results: Sequence[Result]) -> dict[str, Estimate]:
    """The mean of every measure over the questions that it applies to, in a fixed order."""
    names = dict.fromkeys(name for result in results for name in result.values)
    return {
        name: _estimate([r.values[name] for r in results if name in r.values], _middle(name))
        for name in names
    }


def _result(row: Row, assistant: Assistant) -> Result:
    try:
        answer = assistant.ask(row.turns)
    except QuestionError as error:
        raise GoldError(f"Vraag '{row.id}' kan niet worden gesteld: {error.message}") from error
    build, _ = assistant.open()
    qrels = relevant(row, build)
    verdict = _verdict(row, answer, bool(qrels))
    values: dict[str, float] = {}
    if row.answerable and qrels:
        ranked = {hit.passage.id: hit.score for hit in answer.passages}
        measured = ir_measures.calc_aggregate(RETRIEVAL, {row.id: qrels}, {row.id: ranked})
        values |= {str(measure): float(measured[measure]) for measure in RETRIEVAL}
        values |= _nuggets(row, answer)
        values["answerable declined"] = float(answer.abstained)
        values["dangerous"] = float(_dangerous(row, answer))
    if not row.answerable:
        values["unanswerable declined"] = float(answer.abstained)
    if answer.statements:
        texts = [build.document(c.passage.document_id).text for c in answer.citations]
        exact = [
            t[c.start : c.end] == c.quote for t, c in zip(texts, answer.citations, strict=True)
        ]
        values["quotes word for word"] = float(np.mean(exact))
        values["words"] = float(sum(len(s.text.split()) for s in answer.statements))
    if answer.statements and row.answerable and qrels:
        right = {evidence.source for evidence in row.evidence}
        cited = {citation.passage.document_id for citation in answer.citations}
        values["right source cited"] = float(bool(right & cited))
    values["ms"] = answer.timings_ms["total"]
    return Result(row, answer, verdict, values)


def _verdict(row: Row, answer: Answer, scorable: bool) -> Verdict:
    if not row.answerable:
        return "declined" if answer.abstained else "answered"
    if not scorable:
        return "unscored"
    if answer.abstained:
        return "declined"
    found = _nuggets(row, answer)["nuggets strict vital"]
    if _dangerous(row, answer) or not found:
        return "wrong"
    return "right" if found == 1.0 else "partly"


def _nuggets(row: Row, answer: Answer) -> dict[str, float]:
    text = "\n".join(statement.text for statement in answer.statements)
    found = {nugget: bool(nugget.pattern.search(text)) for nugget in row.nuggets}
    vital = [hit for nugget, hit in found.items() if nugget.vital]
    weights = {nugget: 1.0 if nugget.vital else 0.5 for nugget in row.nuggets}
    weighted = sum(weights[nugget] for nugget, hit in found.items() if hit)
    return {
        "nuggets strict vital": sum(vital) / len(vital),
        "nuggets weighted": weighted / sum(weights.values()),
    }


def _dangerous(row: Row, answer: Answer) -> bool:
    return any(p.search(s.text) for p in row.wrong for s in answer.statements)


def _middle(name: str) -> Callable[[Sequence[float]], float]:
    """Words and milliseconds are told by their median, all else by the mean."""
    return statistics.median if name in ("words", "ms") else statistics.fmean


def _estimate(values: list[float], middle: Callable[[Any], float]) -> Estimate:
    rng = np.random.default_rng(SEED)
    samples = rng.choice(np.asarray(values), size=(RESAMPLES, len(values)))
    middles = np.median(samples, axis=1) if middle is statistics.median else samples.mean(axis=1)
    low, high = np.quantile(middles, [0.025, 0.975])
    return Estimate(middle(values), float(low), float(high), len(values))
