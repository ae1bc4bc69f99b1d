"""The set-ups of `eval.setups` side by side, over the same answerable questions.

Beside each: its measures with their intervals, and how likely its difference from ours is by
chance. The weight of the words is chosen again by nested cross-validation on the tune split.
Passages of any length compare by the facts in their first 500 words.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

import numpy as np

from assistant.conversation import standalone
from assistant.engine import Assistant
from eval import setups
from eval.estimates import Estimate, change, estimate
from eval.evidence import Fact, facts, relevant
from eval.gold import Row, Split
from eval.ranking import ranked_measures, recall_in_words
from eval.report import cell
from eval.setups import OURS, Collection, Scorer, Setup
from ingest.errors import GoldError
from ingest.index import Build

COMPARED = "nDCG@10"  # the measure of the p-values
SHOWN = dict.fromkeys(
    ["Success@1", "Success@5", "RR@10", COMPARED, "recall@500 words", "ms"]
).keys()
WEIGHTS = tuple(weight / 10 for weight in range(11))
FOLDS = 5

Values = dict[str, list[float]]  # of each measure, in the order of the questions


class Question(NamedTuple):
    """A question that stands alone, the facts that it asks for, and the passages that give them."""

    id: str
    text: str
    split: Split
    facts: list[Fact]
    relevant: dict[str, int]


class Validated(NamedTuple):
    """The weight of words that tune questions choose, and RR@10 on questions that didn't choose."""

    weight: float
    left_out: Estimate


class Ablation(NamedTuple):
    """The values of every set-up by its name, and the weight that tune questions choose."""

    values: dict[str, Values]
    validated: Validated | None


def run(rows: Sequence[Row], assistant: Assistant) -> Ablation:
    """Ask every set-up every question.

    Raises:
        GoldError: the index answers none of the questions.
    """
    build, encoder = assistant.open()
    asked = [question for row in rows if (question := _question(row, build)).facts]
    if not asked:
        raise GoldError("Op geen van de vragen staat het antwoord in deze index.")
    values = {setup.name: _values(setup, asked) for setup in setups.every(build, encoder)}
    whole = Collection.of(build)
    words = setups.by_words(build.dutch.terms, whole)
    vectors = setups.by_vectors(encoder, whole)
    tune = [question for question in asked if question.split == "tune"]
    ids = [passage.id for passage in whole.passages]
    validated = cross_validated(words, vectors, tune, ids) if len(tune) >= FOLDS else None
    return Ablation(values, validated)


def table(found: Ablation) -> str:
    """A line a set-up, each measure with its 95% interval; then the validated weight."""
    heads = "".join(f"{name:<21}" for name in SHOWN)
    lines = [f"{'opstelling':<34}{heads}p ({COMPARED}, tegen {OURS})"]
    ours = found.values[OURS][COMPARED]
    for name, values in found.values.items():
        cells = [cell(asdict(estimate(values[m], by_median=m == "ms"))) for m in SHOWN]
        p = "" if name == OURS else f"{change(ours, values[COMPARED]).p:.4f}"
        lines.append(f"{name:<34}" + "".join(f"{shown:<21}" for shown in cells) + p)
    if found.validated:
        told = cell(asdict(found.validated.left_out))
        lines.append(
            f"\nGewicht van woorden, gekozen op tune: {found.validated.weight:.1f}. "
            f"RR@10 op vragen die niet meekozen ({FOLDS} vouwen): {told}"
        )
    return "\n".join(lines)


def cross_validated(
    words: Scorer, vectors: Scorer, asked: Sequence[Question], ids: Sequence[str]
) -> Validated:
    """Nested cross-validation of the weighted sum: each fold is measured with the weight that is
    best on the others (Varma & Simon 2006).
    """
    gains = np.array([_gains(words, vectors, question, ids) for question in asked])
    folds = np.arange(len(asked)) % FOLDS
    left_out = np.empty(len(asked))
    for fold in range(FOLDS):
        best = gains[folds != fold].mean(axis=0).argmax()
        left_out[folds == fold] = gains[folds == fold, best]
    weight = WEIGHTS[int(gains.mean(axis=0).argmax())]
    return Validated(weight, estimate(left_out.tolist()))


def _gains(words: Scorer, vectors: Scorer, question: Question, ids: Sequence[str]) -> list[float]:
    """RR@10 of a question at each of the WEIGHTS."""
    lexical, dense = words(question.text), vectors(question.text)
    right = np.array([id in question.relevant for id in ids])
    found = []
    for weight in WEIGHTS:
        order = np.argsort(-(weight * lexical + (1 - weight) * dense), kind="stable")
        ranks = np.flatnonzero(right[order[: setups.LIMIT]])
        found.append(1 / (ranks[0] + 1) if len(ranks) else 0.0)
    return found


def _question(row: Row, build: Build) -> Question:
    held = facts(row, build)
    text = standalone(row.turns, build.dutch)
    return Question(row.id, text, row.split, held, relevant(held, build))


def _values(setup: Setup, asked: Sequence[Question]) -> Values:
    """The measures of a set-up for each question."""
    qrels: dict[str, dict[str, int]] = {}
    ranked: dict[str, list[str]] = {}
    values: Values = {name: [] for name in SHOWN}
    for question in asked:
        began = time.perf_counter()
        found = setup.search(question.text)
        values["ms"].append(1000 * (time.perf_counter() - began))
        values["recall@500 words"].append(recall_in_words(question.facts, found))
        ranked[question.id] = [passage.id for passage in found]
        places = [place for fact in question.facts for place in fact]
        qrels[question.id] = {
            p.id: 1 for p in setup.passages if any(place.within(p) for place in places)
        }
    measured = ranked_measures(qrels, ranked)
    for question in asked:
        for name in SHOWN & measured[question.id].keys():
            values[name].append(measured[question.id][name])
    return values
