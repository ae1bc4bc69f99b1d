"""Values of many questions -> estimates: means with their intervals, risk against coverage, and
whether two runs differ by more than chance.

Nothing here knows what a value measures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

RESAMPLES = 2000
PERMUTATIONS = 9999
SEED = 1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean (or median) over `n` questions and its 95% bootstrap interval."""

    value: float
    low: float
    high: float
    n: int


class Change(NamedTuple):
    """How a measure of the same `n` questions changed: the mean difference, on how many questions
    it went up and down, and the p-value of that difference.
    """

    difference: float
    up: int
    down: int
    p: float
    n: int


def estimate(values: Sequence[float], by_median: bool = False) -> Estimate:
    """The mean, or the median, with a percentile bootstrap of 2000 resamples (Efron 1979).

    Questions are resampled, not statements: those of one answer hang together.
    """
    middle = np.median if by_median else np.mean
    array = np.asarray(values, dtype=np.float64)
    samples = np.random.default_rng(SEED).choice(array, size=(RESAMPLES, len(array)))
    low, high = np.quantile(middle(samples, axis=1), [0.025, 0.975])
    return Estimate(float(middle(array)), float(low), float(high), len(array))


def risk_coverage(certainty: Sequence[float], right: Sequence[bool], asked: int) -> Floats:
    """Risk against coverage (El-Yaniv & Wiener 2010), of shape (answers, 2).

    Row k: the share of all `asked` questions that the k + 1 most certain answers cover, and the
    share of those answers that isn't right. `certainty` and `right` are of the answers only.
    """
    order = np.argsort(-np.asarray(certainty), kind="stable")
    wrong = ~np.asarray(right, dtype=bool)[order]
    answers = np.arange(1, len(wrong) + 1)
    return np.column_stack([answers / max(asked, 1), np.cumsum(wrong) / answers])


def area_under_risk(certainty: Sequence[float], right: Sequence[bool]) -> Estimate:
    """The area under risk against coverage (AURC, Geifman et al. 2019): the mean of the risks at
    each number of answers, 0 for the best, with its bootstrap interval. Lower is better, and says
    little without the coverage that was reached.
    """
    order = np.argsort(-np.asarray(certainty), kind="stable")
    wrong = (~np.asarray(right, dtype=bool)[order]).astype(np.float64)
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(len(wrong), np.full(len(wrong), 1 / len(wrong)), size=RESAMPLES)
    low, high = np.quantile(_area(wrong, drawn), [0.025, 0.975])
    value = _area(wrong, np.ones((1, len(wrong))))[0]
    return Estimate(float(value), float(low), float(high), len(wrong))


def change(now: Sequence[float], before: Sequence[float]) -> Change:
    """A paired randomisation test, two-sided (Smucker, Allan & Carterette 2007).

    Under the null hypothesis each question's two values could as well be swapped. Exact where that
    takes no more than PERMUTATIONS swaps.
    """
    difference = np.asarray(now, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    moved = difference[difference != 0]
    p = 1.0
    if len(moved):
        p = stats.permutation_test(
            (np.append(moved, 0.0),),  # the library wants two; those that stayed change nothing
            lambda values, axis: np.sum(values, axis=axis),
            permutation_type="samples",
            n_resamples=PERMUTATIONS,
            rng=np.random.default_rng(SEED),
        ).pvalue
    up, down = int(np.sum(difference > 0)), int(np.sum(difference < 0))
    return Change(float(difference.mean()), up, down, float(p), len(difference))


def _area(wrong: Floats, drawn: NDArray[np.float64] | NDArray[np.int64]) -> Floats:
    """The area of each resample: `drawn`, of shape (resamples, answers), says how often an answer
    was drawn; those drawn twice are covered at once.
    """
    covered = np.cumsum(drawn, axis=1)
    risk = np.cumsum(drawn * wrong, axis=1) / np.maximum(covered, 1)
    area: Floats = np.sum(drawn * risk, axis=1) / np.sum(drawn, axis=1)
    return area
