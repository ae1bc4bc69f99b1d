"""The gold set that ships, and how a malformed one is refused."""

import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from assistant import train
from assistant.engine import Assistant
from eval import gold
from eval.cases import stems
from eval.evidence import facts, relevant
from eval.gold import Row
from eval.results import FEW_WORDS
from ingest import pipeline
from ingest.dutch import Lexicon
from ingest.errors import GoldError
from ingest.passages import sentences
from ingest.train import SEED, training_pairs
from tests.eval.conftest import entry, written

ANSWERABLE_KINDS = {
    "hurried",
    "lay",
    "case",
    "yes-no",
    "flemish",
    "figures",
    "conditions",
    "definition",
    "across",
    "table",
    "typo",
    "english",
    "direct",
    "paraphrase",
}
NEAR_COPY = 0.8  # of two questions' content words together, those that both have
TELLING = 3  # content words that a question must have to be a copy of anything
GOOD = entry("a", "Helpt rust?", "Rust helpt niet.", "niet")


def test_the_set_is_as_large_and_as_varied_as_it_should_be(shipped: list[Row]) -> None:
    kinds = Counter(row.kind for row in shipped)
    single = [row for row in shipped if len(row.turns) == 1]
    assert sum(row.answerable and not row.conflict for row in single) >= 300
    unanswerable = [row for row in shipped if not row.answerable]
    assert len(unanswerable) >= 150
    near = sum(row.kind != "off-subject" for row in unanswerable)
    assert near >= 2 * len(unanswerable) / 3
    conversations = [row for row in shipped if len(row.turns) > 1]
    assert len(conversations) >= 40
    assert {len(row.turns) for row in conversations} == {2, 3, 4}
    assert sum(row.conflict for row in shipped) >= 25
    expected = ANSWERABLE_KINDS | {"conversation", "conflict", "near-miss", "off-subject"}
    assert kinds.keys() == expected
    assert all(kinds[kind] >= 5 for kind in expected), kinds
    sources = Counter(source for row in shipped for source in row.sources)
    assert len(sources) == 5
    assert all(count >= 20 for count in sources.values()), sources


def test_both_splits_have_every_kind(shipped: list[Row]) -> None:
    by_kind = defaultdict(set)
    for row in shipped:
        by_kind[row.kind].add(row.split)
    assert all(splits == {"tune", "test"} for splits in by_kind.values()), by_kind
    assert sum(row.split == "test" for row in shipped) >= 250


def test_every_quote_stands_once_in_its_document_and_under_its_heading(
    shipped: list[Row], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    for row in shipped:
        for evidence in row.evidence:
            document = build.document(evidence.source)
            assert document.text.count(evidence.quote) == 1, (row.id, evidence.quote)
            title = document.section_at(document.text.index(evidence.quote)).title
            assert title.endswith(evidence.section), (row.id, evidence.section, title)


def test_the_evidence_carries_every_nugget_and_no_dangerous_answer(shipped: list[Row]) -> None:
    for row in shipped:
        quotes = "\n".join(evidence.quote for evidence in row.evidence)
        for nugget in row.nuggets:
            assert nugget.pattern.search(quotes), (row.id, nugget.name)
        assert not any(pattern.search(quotes) for pattern in row.wrong), row.id


def test_no_sentence_of_the_documents_is_a_dangerous_answer(
    shipped: list[Row], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    texts = [build.document(id).text for id in sorted(build.documents)]
    every = [text[start:end] for text in texts for start, end in sentences(text)]
    for row in shipped:
        for pattern in row.wrong:
            found = [sentence for sentence in every if pattern.search(sentence)]
            # In answer to another question a true sentence can be dangerous; not to its own.
            assert not (found and row.answerable), (row.id, pattern.pattern, found[:1])


def test_most_questions_share_few_words_with_the_passage_that_answers(
    shipped: list[Row], assistant: Assistant
) -> None:
    build, _ = assistant.open()
    answerable = [row for row in shipped if row.answerable]
    few = 0
    for row in answerable:
        asked = stems(" ".join(row.turns))
        passages = [build.passage(id).text for id in relevant(facts(row, build), build)]
        assert passages, row.id
        few += max(len(asked & stems(text)) for text in passages) <= FEW_WORDS * len(asked)
    assert few >= len(answerable) / 2


def test_a_conflict_has_two_sides_with_a_vital_nugget_each(shipped: list[Row]) -> None:
    for row in shipped:
        if row.conflict:
            assert len({evidence.group for evidence in row.evidence}) >= 2, row.id
            assert len(row.vital) >= 2, row.id


@pytest.mark.slow
def test_no_question_is_a_near_copy_of_a_training_question(shipped: list[Row]) -> None:
    lexicon = Lexicon.load(pipeline.LEXICON)
    pairs = training_pairs(pipeline.DIGESTS, lexicon, random.Random(SEED))
    questions = sorted({pair.question for pair in pairs}, key=len)
    trained = [stems(question) for question in questions]
    assert near_copies([(row.turns[-1], row.id) for row in shipped], trained) == []
    copied = questions[-1].rpartition(" ")[0]  # one word less: the test can fail
    assert near_copies([(copied, "a copy")], trained) == ["a copy"]


def test_no_question_is_a_near_copy_of_one_that_the_judge_learnt_from(shipped: list[Row]) -> None:
    learnt = [stems(row.question) for row in train.read()]
    assert near_copies([(row.turns[-1], row.id) for row in shipped], learnt) == []
    copied = shipped[0].turns[-1]
    assert near_copies([(copied, "a copy")], [*learnt, stems(copied)]) == ["a copy"]


def near_copies(asked: list[tuple[str, str]], trained: list[set[str]]) -> list[str]:
    """The ids of the questions that share NEAR_COPY of their content words with a trained one."""
    holding = defaultdict(list)
    for number, words in enumerate(trained):
        for word in words:
            holding[word].append(number)
    found = []
    for question, id in asked:
        words = stems(question)
        shared = Counter(number for word in words for number in holding[word])
        if len(words) >= TELLING and any(
            count >= NEAR_COPY * len(words | trained[number]) for number, count in shared.items()
        ):
            found.append(id)
    return found


def test_no_two_questions_are_near_copies_over_the_splits(shipped: list[Row]) -> None:
    test = [stems(" ".join(row.turns)) for row in shipped if row.split == "test"]
    tune = [(" ".join(row.turns), row.id) for row in shipped if row.split == "tune"]
    assert near_copies(tune, test) == []


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    nugget = {"name": "n", "vital": True, "pattern": "x"}
    faulty: list[object] = [
        {**GOOD, "kind": " "},
        {**GOOD, "nuggets": [{**nugget, "pattern": "("}]},
        {**GOOD, "evidence": []},
        {key: value for key, value in GOOD.items() if key != "split"},
        {**GOOD, "turns": "Helpt rust?"},
        {**GOOD, "turns": []},
        {**GOOD, "evidence": [{"source": 5, "section": "", "quote": ""}]},
        {**GOOD, "evidence": [{"source": "x", "section": "", "quote": "x", "group": "1"}]},
        {**GOOD, "wrong": "rust"},
        {**GOOD, "wrong": [5]},
        {**GOOD, "nuggets": [{**nugget, "vital": False}]},
        {**GOOD, "nuggets": [{**nugget, "vital": "ja"}]},
        {**GOOD, "nuggets": [{**nugget, "pattern": "x*"}]},
        {**GOOD, "nuggets": ["x"]},
        {**GOOD, "nuggets": 5},
        {**GOOD, "evidence": {"source": "x"}},
        {**GOOD, "split": "train"},
        {**GOOD, "worng": []},
        {**GOOD, "conflict": "ja"},
        {**GOOD, "id": 5},
        [],
        5,
    ]
    broken = ["{", "[" * 100_000, json.dumps({**GOOD, "id": "\ud800"})]
    lines = [*map(json.dumps, faulty), *broken]
    good = [json.dumps(GOOD), "", json.dumps(GOOD)]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join([*lines, *good]), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        gold.load([path, tmp_path / "weg.jsonl"])
    for number in range(1, len(lines) + 1):
        assert f"regel {number}:" in caught.value.message, lines[number - 1]
    again = len(lines) + len(good)
    assert f"regel {again}: id 'a' staat ook in" in caught.value.message
    assert "weg.jsonl is niet te lezen: bestaat niet" in caught.value.message


def test_several_faults_of_one_row_are_told_together(tmp_path: Path) -> None:
    path = written(tmp_path / "gold.jsonl", [{**GOOD, "split": "x", "wrong": ["("], "kind": ""}])
    with pytest.raises(GoldError) as caught:
        gold.load([path])
    for part in ("split moet", "wrong 1: geen geldig patroon", "kind moet"):
        assert part in caught.value.message


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "geen vraag"), (b"\n \n", "geen vraag"), (b"\xff\xfe", "geen UTF-8")]
)
def test_a_file_without_questions_is_a_fault(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "leeg.jsonl"
    path.write_bytes(content)
    with pytest.raises(GoldError, match=why):
        gold.load([path])


def test_a_note_a_byte_order_mark_and_line_separators_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = {**GOOD, "note": "van \u2028 de huisarts", "turns": ["Helpt\u2028rust?"]}
    path.write_text("\ufeff" + json.dumps(row, ensure_ascii=False) + "\r\n", encoding="utf-8")
    [loaded] = gold.load([path])
    assert loaded.turns == ("Helpt\u2028rust?",)
    assert loaded.conflict is False
