"""The set that the checker is measured with, and that its labels hold."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.engine import Assistant
from eval import checker
from eval.alterations import RULES
from eval.checker import MOVED, PARAPHRASE, VERBATIM, Checked, Claim
from ingest.errors import GoldError


@pytest.fixture(scope="module")
def claims(assistant: Assistant) -> list[Claim]:
    return checker.claims(assistant.open()[0])


def test_there_are_enough_altered_and_true_statements_of_each_kind(claims: list[Claim]) -> None:
    counts = Counter(claim.rule for claim in claims)
    assert sum(not claim.true for claim in claims) >= 300
    assert all(counts[rule] >= 30 for rule in (*RULES, MOVED)), counts
    assert counts[PARAPHRASE] >= 150
    assert counts[VERBATIM] == counts[PARAPHRASE]
    assert {claim.source for claim in claims} == {
        "lagerugpijn-ntvg",
        "leidraad-lrs",
        "mobilisatie-neuroimmuun",
        "nekpijn-neuroimmuun",
        "psychologische-interventies",
    }


def test_an_altered_statement_is_another_than_it_was_made_from(claims: list[Claim]) -> None:
    true = {claim.statement for claim in claims if claim.true}
    for claim in claims:
        assert (claim.statement in true) == (claim.true or claim.rule == MOVED), claim
        assert claim.true or claim.statement not in claim.quote, claim


def test_the_set_is_the_same_each_time(claims: list[Claim], assistant: Assistant) -> None:
    assert checker.claims(assistant.open()[0]) == claims


def test_what_is_caught_and_rejected_is_told_by_rule() -> None:
    checked = [
        Checked(Claim("number", "a", "x", "b"), ["getal"]),
        Checked(Claim("number", "c", "x", "b"), []),
        Checked(Claim(PARAPHRASE, "d", "x", "b"), ["inhoud"]),
        Checked(Claim(VERBATIM, "b", "x", "b"), []),
    ]
    lines = checker.table(checked).splitlines()
    assert [line.split()[:3] for line in lines if line.startswith("number")] == [
        ["number", "2", "0.500"]
    ]
    assert any(line.split()[:3] == ["paraphrase", "1", "1.000"] for line in lines)
    judged = [row["statement"] for row in checker.as_report(checked)]
    assert set(judged[:2]) == {"c", "d"}  # misjudged first


def test_verbatim_sentences_pass_and_a_moved_number_is_caught(assistant: Assistant) -> None:
    checked = checker.run(assistant.open()[0])
    verbatim = [c for c in checked if c.claim.rule == VERBATIM]
    assert checker.rejected(verbatim).value == 0.0
    numbers = [c for c in checked if c.claim.rule == "number"]
    assert checker.rejected(numbers).value > 0.8


def test_an_index_of_other_documents_is_refused(tiny: Assistant) -> None:
    with pytest.raises(GoldError, match="niet bij deze index"):
        checker.claims(tiny.open()[0])


def test_every_fault_of_a_statement_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text("\n".join([json.dumps({"id": "x"}), "{", "[]"]), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        checker.load([path])
    assert all(f"regel {number}:" in caught.value.message for number in (1, 2, 3))
