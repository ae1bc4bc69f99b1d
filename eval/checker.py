"""The checker checked: what `assistant.verification` catches of altered statements, and what it
rejects of true ones.

True statements are the paraphrases in gold/checker/, each with the quote that carries it, and as
many sentences of the same documents word for word. The altered ones are made from them by the
seeded rules of `alterations`, or by giving a statement the likest sentence of another source as its
quote. Each keeps its label; the checker doesn't see it.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from assistant import verification
from assistant.schema import Citation
from eval import gold
from eval.alterations import RULES
from eval.cases import stems
from eval.estimates import Estimate, estimate
from eval.gold import read, texts
from eval.report import interval
from ingest.errors import GoldError
from ingest.index import Build
from ingest.passages import sentences

FOLDER = gold.FOLDER / "checker"
SEED = 20261122
MOST_A_RULE = 50  # altered statements
SHORTEST = 8  # words of a sentence taken word for word
LIKE = 0.5  # share of content words from which a sentence of another source might carry it too
PARAPHRASE, VERBATIM, MOVED = "paraphrase", "word for word", "other source"


class Claim(NamedTuple):
    """A statement with the sentence that it is said to rest on; `rule` says how it was made."""

    rule: str
    statement: str
    source: str
    quote: str

    @property
    def true(self) -> bool:
        return self.rule in (PARAPHRASE, VERBATIM)


class Checked(NamedTuple):
    """A claim, and the faults that verification found."""

    claim: Claim
    faults: list[str]


def run(build: Build) -> list[Checked]:
    """Put every claim before the checker.

    Raises:
        GoldError: the statements are malformed, or none of their quotes stands in the index.
    """
    return [Checked(claim, list(_faults(claim, build))) for claim in claims(build)]


def claims(build: Build) -> list[Claim]:
    """True and altered claims, the same ones each time for an index."""
    rng = random.Random(SEED)
    paraphrases = [claim for claim in load(sorted(FOLDER.glob("*.jsonl"))) if _stands(claim, build)]
    if not paraphrases:
        raise GoldError("De zinnen om de controle mee te meten horen niet bij deze index.")
    verbatim = list(_verbatim(paraphrases, build))
    rng.shuffle(verbatim)
    true = [claim for pair in zip(paraphrases, verbatim, strict=False) for claim in pair]
    rng.shuffle(true)
    altered = [claim for rule in RULES for claim in _altered(rule, true, rng)]
    return [*sorted(true), *altered, *_moved(true, verbatim)]


def load(files: Iterable[Path]) -> list[Claim]:
    """The paraphrases of JSONL files.

    Raises:
        GoldError: with every fault.
    """
    found, faults = read(files, _claim)
    if faults:
        raise GoldError("De zinnen zijn niet te lezen:\n  " + "\n  ".join(faults))
    return [claim for _, claim in found]


def table(checked: Sequence[Checked]) -> str:
    """What was caught by rule, and what was rejected of the true ones, with 95% intervals."""
    lines = [f"{'gewijzigd':<22}{'n':>5}{'betrapt':>9}   95%"]
    lines += _rows([c for c in checked if not c.claim.true])
    lines += ["", f"{'waar':<22}{'n':>5}{'afgekeurd':>9}   95%"]
    lines += _rows([c for c in checked if c.claim.true])
    return "\n".join(lines)


def as_report(checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """Every claim with its label and what became of it, those misjudged first."""
    return [
        {**c.claim._asdict(), "true": c.claim.true, "faults": c.faults}
        for c in sorted(checked, key=lambda c: bool(c.faults) != c.claim.true)
    ]


def _rows(checked: Sequence[Checked]) -> Iterator[str]:
    for rule in [*dict.fromkeys(c.claim.rule for c in checked), "samen"]:
        part = [c for c in checked if rule in (c.claim.rule, "samen")]
        if part:
            found = rejected(part)
            yield f"{rule:<22}{found.n:>5}{found.value:>9.3f}   {interval(asdict(found))}"


def rejected(checked: Sequence[Checked]) -> Estimate:
    """The share of claims in which the checker found a fault."""
    return estimate([float(bool(c.faults)) for c in checked])


def _claim(entry: dict[str, Any]) -> Claim:
    wanted = ("id", "source", "quote", "statement")
    if entry.keys() != {*wanted} or not texts([entry[name] for name in wanted]):
        raise ValueError("id, source, quote en statement moeten tekst zijn, en meer niet")
    return Claim(PARAPHRASE, entry["statement"], entry["source"], entry["quote"])


def _stands(claim: Claim, build: Build) -> bool:
    return claim.source in build.documents and claim.quote in build.document(claim.source).text


def _verbatim(paraphrases: Sequence[Claim], build: Build) -> Iterator[Claim]:
    """Sentences of the same documents, each as a claim that quotes itself."""
    for source in sorted({claim.source for claim in paraphrases}):
        document = build.document(source)
        for section in document.sections:
            for start, end in sentences(document.text, section.body, section.end):
                text = document.text[start:end].removeprefix("- ")
                if len(text.split()) >= SHORTEST and text.endswith("."):
                    yield Claim(VERBATIM, text, source, text)


def _altered(rule: str, true: Sequence[Claim], rng: random.Random) -> Iterator[Claim]:
    made = 0
    for claim in true:
        statement = RULES[rule](claim.statement, rng)
        if statement is not None and made < MOST_A_RULE:
            made += 1
            yield claim._replace(rule=rule, statement=statement)


def _moved(true: Sequence[Claim], sentences: Sequence[Claim]) -> Iterator[Claim]:
    """Claims that quote, of another source, the sentence most like them that can't carry them."""
    for claim in true[:MOST_A_RULE]:
        said = stems(claim.statement)
        others = [
            (len(said & stems(other.quote)) / len(said), other)
            for other in sentences
            if other.source != claim.source
        ]
        _, likest = max(pair for pair in others if pair[0] < LIKE)
        yield Claim(MOVED, claim.statement, likest.source, likest.quote)


def _faults(claim: Claim, build: Build) -> list[str]:
    document = build.document(claim.source)
    start = document.text.index(claim.quote)
    end = start + len(claim.quote)
    passages = build.passages(claim.source)
    passage = next(p for p in passages if p.start <= start < p.end)
    citation = Citation(1, passage, document.meta.title, start, end, claim.quote, "achtergrond")
    return verification.faults(claim.statement, [(citation, document)], build.dutch)
