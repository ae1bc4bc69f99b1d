"""Fit the judge that ships: python -m assistant.train [--out FILE].

From the questions in `corpus/judge/questions.jsonl`, asked of the digests, with the questions that
they are known to answer and without. Half of what the judge learns to decline is what the writers
of the questions knew to be missing. The other half is every answerable question once more, with the
passages that answer it withheld: so that how a question is worded tells nothing. One in five
questions, by a hash, is kept apart: from these come the figures that are printed, and what the
evidence must reach. Same questions, same weights.
"""

import argparse
import hashlib
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import composer, judge, retrieval
from assistant.judge import Features
from ingest import embeddings, pipeline
from ingest.embeddings import Encoder, Remembering
from ingest.errors import CorpusError
from ingest.index import Build, Index

QUESTIONS = judge.WEIGHTS.with_name("questions.jsonl")
KEPT_APART = 5  # one in so many
MORE = 5  # passages that are found beside the ten, in place of those withheld
RIDGE = 5.0  # of the standardised weights
ROUNDS = 30  # of Newton's method; it settles in ten
REFUSED = 0.02  # share of the answerable questions kept apart that may be declined
SIGNS = Features(1, 1, -1, -1, -1, -1, -1, -1)  # what more of a feature may do to the evidence

Numbers = NDArray[np.float64]


class Row(NamedTuple):
    """A training question, and the sentence that answers it; empty where none does."""

    question: str
    quote: str

    @property
    def kept_apart(self) -> bool:
        digest = hashlib.sha256(self.question.encode()).digest()
        return int.from_bytes(digest, "big") % KEPT_APART == 0


class Example(NamedTuple):
    """A row as it was asked; `withheld` says that the passages that answer it were left out."""

    row: Row
    withheld: bool
    features: Features

    @property
    def answered(self) -> bool:
        return bool(self.row.quote) and not self.withheld


class Fitted(NamedTuple):
    """A judge, and what it does to the questions kept apart."""

    judge: judge.Judge
    auc: float
    refused: float  # share of the answerable
    answered: float  # share of the unanswerable


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m assistant.train", description=__doc__)
    parser.add_argument("--out", type=Path, default=judge.WEIGHTS, help="default: corpus/judge")
    out = parser.parse_args(arguments).out
    rows = read()
    fitted = {name: fit(list(asked(rows, build, encoder))) for name, build, encoder in _builds()}
    for name, found in fitted.items():
        print(f"{name}: AUC {found.auc:.3f}; {found.refused:.1%} van de te beantwoorden vragen")
        print(f"  geweigerd, {found.answered:.1%} van de niet te beantwoorden vragen beantwoord")
        for feature, weight in found.judge.weights._asdict().items():
            print(f"  {feature:16} {weight:7.3f}")
        print(f"  {'least':16} {found.judge.least:7.3f}")
    entries = {
        name: {**found.judge.weights._asdict(), "least": found.judge.least}
        for name, found in fitted.items()
    }
    out.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    return 0


def read(path: Path = QUESTIONS) -> list[Row]:
    """The training questions.

    Raises:
        CorpusError: a line isn't one.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        entries = [json.loads(line) for line in lines]
        return [Row(entry["question"], entry["quote"] or "") for entry in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path}: een regel is geen vraag") from error


def asked(rows: list[Row], build: Build, encoder: Encoder) -> Iterator[Example]:
    """Each question as the assistant would judge it; an answerable one also without its answer."""
    for row in rows:
        hits = retrieval.search(build, encoder, row.question, 10 + MORE)
        others = [hit for hit in hits if not (row.quote and row.quote in hit.passage.text)]
        for withheld, found in ((False, hits[:10]), (True, others[:10])):
            if withheld and not row.quote:
                continue
            wanted = composer.Asked(row.question, build)
            chosen = composer.select(composer.ranked(wanted, found, build, encoder))
            if chosen:
                leading = composer.in_order(chosen, wanted)[0]
                features = judge.features(row.question, found, leading, build, encoder)
                yield Example(row, withheld, features)


def fit(examples: list[Example]) -> Fitted:
    """The judge of these examples: both answers weigh alike, however many there are of each."""
    learnt = [example for example in examples if not example.row.kept_apart]
    values = np.array([example.features for example in learnt])
    answered = np.array([example.answered for example in learnt])
    share = np.where(answered, answered.mean(), 1 - answered.mean())
    weights = Features(*map(float, np.round(_weights(values, answered, 0.5 / share), 4)))
    apart = [example for example in examples if example.row.kept_apart and not example.withheld]
    evidence = np.array([judge.Judge(weights, 0).evidence(e.features) for e in apart])
    right = np.array([example.answered for example in apart])
    least = float(np.quantile(evidence[right], REFUSED, method="lower"))
    least = math.floor(1e4 * least) / 1e4
    return Fitted(
        judge.Judge(weights, least),
        auc=float((evidence[right][:, None] > evidence[~right]).mean()),
        refused=float((evidence[right] < least).mean()),
        answered=float((evidence[~right] >= least).mean()),
    )


def _weights(values: Numbers, answered: NDArray[np.bool_], shares: Numbers) -> Numbers:
    """Weights of shape (features,), none against its sign: the one that is most so is left out,
    until none is.
    """
    signs, kept = np.array(SIGNS), np.ones(values.shape[1], dtype=bool)
    scale = values.std(axis=0) + 1e-9
    found = np.zeros(values.shape[1])
    while kept.any():
        found[:] = 0
        found[kept] = _regression((values / scale)[:, kept], answered, shares)
        against = found * signs
        if against.min() >= 0:
            break
        kept[against.argmin()] = False
    unscaled: Numbers = found / scale
    return unscaled


def _regression(values: Numbers, answered: NDArray[np.bool_], shares: Numbers) -> Numbers:
    """Ridge logistic regression by Newton's method (Hastie et al. 2009, section 4.4.1)."""
    columns = np.column_stack([np.ones(len(values)), values - values.mean(axis=0)])
    penalty = RIDGE * np.diag([0.0, *np.ones(values.shape[1])])
    found = np.zeros(columns.shape[1])
    for _ in range(ROUNDS):
        odds = 1 / (1 + np.exp(-columns @ found))
        slope = columns.T @ (shares * (odds - answered)) + penalty @ found
        curve = (columns.T * (shares * odds * (1 - odds))) @ columns + penalty
        found -= np.linalg.solve(curve, slope)
    weights: Numbers = found[1:]
    return weights


def _builds() -> Iterator[tuple[str, Build, Encoder]]:
    """The index of the digests with the questions that they answer, and that without."""
    encoder = Remembering(embeddings.load())
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "digests"
        bare.mkdir()
        for path in pipeline.DIGESTS.glob("*.md"):
            shutil.copy(path, bare / f"bare-{path.name}")  # no file has questions by that name
        for name, digests in (("keys", pipeline.DIGESTS), ("bare", bare)):
            index = Path(folder) / name
            pipeline.ingest([digests], index)
            build = Index(index).build()
            yield name, build, encoder
            build.close()


if __name__ == "__main__":
    sys.exit(main())
