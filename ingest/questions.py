"""The questions that a document answers: extra keys of the passages that answer them.

`corpus/questions/<id>.jsonl` holds a row a fact: where its sentence stands in the digest, and
questions that it answers, in many voices. A digest's questions go to the passage with the
sentence, and hang on it; a full text's to the passage that carries the same fact, and to none where
none does, and hang on the sentence of it that carries most.
`questions/` in an index folder holds the same for documents that have none here, written by a
language model (ingest/asking.py); they count while their sentence stands in the document.
Doesn't search.
"""

import hashlib
import json
import math
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ingest.dutch import Dutch
from ingest.errors import CorpusError
from ingest.passages import Span, sentences
from ingest.schema import Document, Key, Passage

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "questions"
CARRIES = 0.3  # share of a fact's terms, weighed, that a passage of another text must hold
LONGEST_NAME = 200  # bytes of an id that names its file; file systems take 255
FEWEST_WORDS = 4  # of a fact that can be told from others by its words

Terms = dict[int, frozenset[str]]  # of passages that may answer, by row
Weights = dict[str, float]  # of terms


class Fact(NamedTuple):
    """A sentence of a source's digest, and the questions that it answers."""

    section: str
    quote: str
    questions: tuple[str, ...]


@cache
def load(id: str, folder: Path = FOLDER) -> tuple[Fact, ...]:
    """The facts that ship for the source with this id; none where no file has its name.

    Raises:
        CorpusError: a line of the file isn't a fact.
    """
    return () if Path(id).name != id else read(_file(id, folder))


def written(id: str, index: Path) -> Path:
    """The file with the facts whose questions were written for a document of an index."""
    return _file(id, index / "questions")


def read(path: Path) -> tuple[Fact, ...]:
    """The facts in a file; none where there is no file.

    Raises:
        CorpusError: a line of the file isn't a fact.
    """
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is geen UTF-8") from error
    facts = []
    for number, line in enumerate(lines, start=1):
        try:
            if line:
                facts.append(_fact(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise CorpusError(f"{path}, regel {number}: geen vragen bij een feit") from error
    return tuple(facts)


def _fact(row: dict[str, Any]) -> Fact:
    """A line's fact. Raises ValueError, KeyError or TypeError where it isn't one."""
    fact = Fact(row["section"], row["quote"], tuple(row["questions"]))
    texts = [fact.section, fact.quote, *fact.questions]
    if not isinstance(row["questions"], list) or not all(isinstance(text, str) for text in texts):
        raise TypeError
    if not fact.quote.strip():
        raise ValueError
    return fact


def append(path: Path, fact: Fact) -> None:
    """Add a fact to a file, so that it is there whole or not at all, also after a power cut.

    Raises:
        OSError: it can't be written.
    """
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(before + json.dumps(fact._asdict(), ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def fingerprint(folder: Path = FOLDER) -> str:
    """Changes whenever a question would."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def attach(
    facts: Sequence[Fact], document: Document, passages: Sequence[Passage], dutch: Dutch
) -> list[tuple[Key, ...]]:
    """For each passage, the questions that it answers, each once, with the sentence it hangs on."""
    answering = [row for row, passage in enumerate(passages) if passage.kind != "reference"]
    rows = [_standing(fact, document, passages) for fact in facts]
    terms = {row: frozenset(dutch.terms(passages[row].text)) for row in answering if None in rows}
    found: list[dict[str, Key]] = [{} for _ in passages]
    for fact, row in zip(facts, rows, strict=True):
        if row is not None:
            span = _quoted(fact.quote, document, passages[row])
        else:
            told = _weighed(fact, terms, dutch)
            row = _carrying(told, terms)
            if row is None:
                continue
            span = _telling(told, document, passages[row], dutch)
        for question in fact.questions:
            found[row].setdefault(question, Key(question, *span))
    return [tuple(keys.values()) for keys in found]


def _file(id: str, folder: Path) -> Path:
    """The file with a document's facts; named by a hash where the id is too long for a name."""
    short = len(id.encode()) <= LONGEST_NAME
    return folder / f"{id if short else hashlib.sha256(id.encode()).hexdigest()}.jsonl"


def standing(facts: Iterable[Fact], document: Document) -> tuple[Fact, ...]:
    """The facts whose sentence stands in the document, word for word."""
    return tuple(fact for fact in facts if fact.quote in document.text)


def anchor(row: int, document: Document, passages: Sequence[Passage]) -> str | None:
    """The first sentence under its heading by which a passage is found again.

    None where it only repeats, word for word, what another passage says.
    """
    passage = passages[row]
    for start, end in _sentences(document, passage):
        quote = document.text[start:end]
        if _standing(Fact(passage.section, quote, ()), document, passages) == row:
            return quote
    return None


def _sentences(document: Document, passage: Passage) -> list[Span]:
    """The sentences of a passage under its heading; the heading where it has no more."""
    body = document.section_at(passage.end - 1).body
    start = max(passage.start, body if body < passage.end else 0)
    return sentences(document.text, start, passage.end)


def _standing(fact: Fact, document: Document, passages: Sequence[Passage]) -> int | None:
    """The row of the passage with the fact's sentence; under its heading, if there are several."""
    rows = [
        row
        for row, passage in enumerate(passages)
        if passage.kind != "reference" and _begins(fact.quote, document, passage)
    ]
    under = (row for row in rows if passages[row].section == fact.section)
    alone = rows if " " in fact.quote else []  # one word says too little under another heading
    return next(under, next(iter(alone), None))


def _begins(quote: str, document: Document, passage: Passage) -> bool:
    """Does the quote stand in the document from somewhere in the passage on?"""
    return 0 <= _quoted(quote, document, passage).start < passage.end


def _quoted(quote: str, document: Document, passage: Passage) -> Span:
    """Where the quote stands that begins in the passage; from -1 where none does."""
    end = min(passage.end + len(quote) - 1, len(document.text))
    start = document.text.find(quote, passage.start, end)
    return Span(start, start + len(quote))


def _weighed(fact: Fact, terms: Terms, dutch: Dutch) -> Weights:
    """The weights of a fact's terms, rare ones more; none of an item of a list that says too little
    by itself.
    """
    if len(fact.quote.split()) < FEWEST_WORDS:
        return {}
    return {term: _rarity(term, terms) for term in dutch.terms(fact.quote)}


def _carrying(told: Weights, terms: Terms) -> int | None:
    """The row of the passage that carries most of a fact's terms; None where none holds enough."""
    whole = sum(told.values())
    shares = {row: _held(told, held) / (whole or 1.0) for row, held in terms.items()}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= CARRIES else None


def _telling(told: Weights, document: Document, passage: Passage, dutch: Dutch) -> Span:
    """The sentence of a passage that carries most of a fact's terms; the first of equals."""
    return max(
        _sentences(document, passage),
        key=lambda span: _held(told, frozenset(dutch.terms(document.text[slice(*span)]))),
    )


def _held(told: Weights, held: frozenset[str]) -> float:
    """The weight of the terms that are among those held."""
    return sum(weight for term, weight in told.items() if term in held)


def _rarity(term: str, terms: Terms) -> float:
    """The weight that BM25 gives a term (Robertson and Zaragoza 2009, eq. 3.1, kept above 0)."""
    holding = sum(term in held for held in terms.values())
    return math.log1p((len(terms) - holding + 0.5) / (holding + 0.5))
