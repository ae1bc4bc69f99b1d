"""Ranked passages against the facts that were asked for: how soon a reader meets them.

Success@k is the share of questions with a relevant passage in the first k; RR@10 is reciprocal
rank; nDCG@10 is that of Järvelin & Kekäläinen (2002). All three are computed by ir_measures.
"""

from collections.abc import Iterable, Sequence

import ir_measures
from ir_measures import RR, Success, nDCG

from eval.evidence import Fact
from ingest.schema import Passage

RETRIEVAL = (Success @ 1, Success @ 5, Success @ 10, RR @ 10, nDCG @ 10)
READ_WORDS = 500  # how far a reader gets


def ranked_measures(
    qrels: dict[str, dict[str, int]], ranked: dict[str, list[str]]
) -> dict[str, dict[str, float]]:
    """RETRIEVAL of every question in `qrels`, from the ids of its passages, best first."""
    run = {
        question: {id: float(-rank) for rank, id in enumerate(ids)}
        for question, ids in ranked.items()
    }
    found: dict[str, dict[str, float]] = {question: {} for question in qrels}
    for metric in ir_measures.iter_calc(RETRIEVAL, qrels, run):
        found[metric.query_id][str(metric.measure)] = float(metric.value)
    return found


def recall_in_words(found: Sequence[Fact], passages: Iterable[Passage]) -> float:
    """The share of the facts that are given whole in the first READ_WORDS words of the passages."""
    met: set[Fact] = set()
    read = 0
    for passage in passages:
        for fact in {*found} - met:
            ends = [place.end for place in fact if place.within(passage)]
            if ends:
                told = passage.text[: min(ends) - passage.start]
                met |= {fact} if read + len(told.split()) <= READ_WORDS else set()
        read += len(passage.text.split())
    return len(met) / len({*found})
