"""Each measure on answers whose score is known by hand."""

from dataclasses import replace

import pytest

from assistant.schema import Conflict
from eval import measures
from eval.measures import MEASURES
from eval.ranking import RETRIEVAL
from tests.eval.conftest import DUUR, FOTO, LIGGEN, RUST, Answered, entry

DISPUTED = entry(
    "conflict",
    "Helpt bedrust?",
    "",
    "bedrust",
    conflict=True,
    evidence=[
        {"source": "paper", "section": "", "quote": RUST, "group": 1},
        {"source": "other", "section": "", "quote": LIGGEN, "group": 2},
    ],
)


def test_every_measure_says_what_it_is_and_defines_itself() -> None:
    for name, measure in MEASURES.items():
        assert measure.says, name
        assert measure.of is None or measure.of.__doc__, name
    retrieval = {str(measure) for measure in RETRIEVAL}
    assert {name for name, measure in MEASURES.items() if measure.of is None} == retrieval


def test_facts_count_once_and_only_within_the_first_words(answered: Answered) -> None:
    two = [
        {"source": "paper", "section": "", "quote": RUST, "group": 1},
        {"source": "other", "section": "", "quote": LIGGEN, "group": 1},
        {"source": "paper", "section": "", "quote": FOTO, "group": 2},
    ]
    row = entry("two", "?", "", "x", evidence=two)
    first = answered(row, [], passages=["paper:0000", "other:0000"])
    assert measures.fact_recall(first) == 0.5
    hit = first.answer.passages[0]
    before = len(hit.passage.text[: hit.passage.text.index(RUST) + len(RUST)].split())
    for read, expected in [(500 - before, 0.5), (501 - before, 0.0)]:
        text = " ".join(["woord"] * read)
        filler = replace(hit, passage=replace(hit.passage, document_id="elders", text=text))
        later = replace(first.answer, passages=(filler, hit))
        assert measures.fact_recall(replace(first, answer=later)) == expected


def test_citations_are_judged_as_in_alce(answered: Answered) -> None:
    row = entry("x", "?", RUST, "niet")
    carried = answered(row, [(RUST, [("paper", RUST)])])
    assert (measures.citation_recall(carried), measures.citation_precision(carried)) == (1.0, 1.0)
    beside = answered(row, [(RUST, [("paper", RUST), ("paper", DUUR)])])
    assert (measures.citation_recall(beside), measures.citation_precision(beside)) == (1.0, 0.5)
    bare = answered(row, [(RUST, [("paper", DUUR)]), (DUUR, [("paper", DUUR)])])
    assert (measures.citation_recall(bare), measures.citation_precision(bare)) == (0.5, 0.5)
    both = "Bedrust helpt niet bij lage rugpijn, lage rugpijn duurt meestal 6 weken."
    together = answered(row, [(both, [("paper", RUST), ("paper", DUUR)])])
    assert measures.citation_precision(together) == 1.0


def test_a_number_that_no_quote_has_is_seen(answered: Answered) -> None:
    row = entry("x", "?", DUUR, "weken")
    said = [(DUUR, [("paper", DUUR)]), ("Het duurt 8 weken.", [("paper", DUUR)])]
    assert measures.numbers_altered(answered(row, said)) == 0.5


def test_a_quote_that_is_not_the_text_is_seen(answered: Answered) -> None:
    case = answered(entry("x", "?", RUST, "niet"), [(RUST, [("paper", RUST)])])
    moved = replace(case.answer.citations[0], start=case.answer.citations[0].start + 1)
    shifted = replace(case, answer=replace(case.answer, citations=(moved,)))
    assert (measures.word_for_word(case), measures.word_for_word(shifted)) == (1.0, 0.0)


def test_a_conflict_counts_when_the_statements_shown_quote_two_sides(answered: Answered) -> None:
    one = [(RUST, [("paper", RUST)]), (DUUR, [("paper", DUUR)])]
    both = [(RUST, [("paper", RUST)]), (LIGGEN, [("other", LIGGEN)])]
    shown = [Conflict("bedrust", (0, 1))]
    for said, conflicts, expected in [
        (one, shown, (0.0, 0.0)),
        (both, [], (1.0, 0.0)),
        (both, shown, (1.0, 1.0)),
        (both, [Conflict("bedrust", (0,))], (1.0, 0.0)),
    ]:
        case = answered(DISPUTED, said, conflicts)
        assert (measures.both_sides(case), measures.conflict_shown(case)) == expected
        assert measures.conflict_made_up(case) is None
    agreed = answered(entry("x", "?", RUST, "niet"), both, shown)
    assert measures.conflict_made_up(agreed) == 1.0
    assert measures.conflict_shown(agreed) is None


def test_a_follow_up_that_cannot_be_answered_is_right_when_abstained_from(
    answered: Answered,
) -> None:
    row = entry("x", "?", "", "", turns=["Helpt bedrust?", "En shockwave?"])
    assert measures.follow_up_right(answered(row, [])) == 1.0
    assert measures.follow_up_right(answered(row, [(RUST, [("paper", RUST)])])) == 0.0
    single = entry("x", "Helpt bedrust?", "", "")
    assert measures.follow_up_right(answered(single, [])) is None


def test_an_okay_nugget_counts_half(answered: Answered) -> None:
    nuggets = [
        {"name": "a", "vital": True, "pattern": "bedrust"},
        {"name": "b", "vital": False, "pattern": "soms"},
    ]
    case = answered(entry("x", "?", RUST, "y", nuggets=nuggets), [(RUST, [("paper", RUST)])])
    assert measures.strict_vital(case) == 1.0
    assert measures.weighted(case) == pytest.approx(1 / 1.5)
