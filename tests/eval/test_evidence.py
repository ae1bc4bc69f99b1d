"""Where an index holds the answer: by the quotes, else by the patterns."""

from pathlib import Path

from assistant.engine import Assistant
from eval import gold
from eval.evidence import Place, facts, relevant
from tests.eval.conftest import FOTO, LIGGEN, RUST, entry, written


def test_quotes_of_one_group_are_one_fact(tiny: Assistant, tmp_path: Path) -> None:
    build, _ = tiny.open()
    evidence = [
        {"source": "paper", "section": "", "quote": RUST},
        {"source": "other", "section": "", "quote": LIGGEN},
        {"source": "paper", "section": "", "quote": FOTO, "group": 2},
        {"source": "weg", "section": "", "quote": "Weg.", "group": 3},
    ]
    path = written(tmp_path / "g.jsonl", [entry("a", "?", "", "x", evidence=evidence)])
    [row] = gold.load([path])
    found = facts(row, build)
    assert [len(fact) for fact in found] == [2, 1]
    for fact in found:
        for place in fact:
            text = build.document(place.document).text[place.start : place.end]
            assert text in (RUST, LIGGEN, FOTO)
    passages = [build.passage(id) for id in relevant(found, build)]
    assert {passage.document_id for passage in passages} == {"paper", "other"}
    assert not any("6 weken" in p.text and RUST not in p.text for p in passages)


def test_another_text_of_the_same_source_is_judged_by_the_patterns(
    tiny: Assistant, tmp_path: Path
) -> None:
    build, _ = tiny.open()
    row = entry("a", "?", "Rusten in bed helpt niet.", "bedrust helpt (niet|nooit)")
    [loaded] = gold.load([written(tmp_path / "g.jsonl", [row])])
    [[place]] = facts(loaded, build)
    assert place.document == "paper"  # the other paper isn't the row's source
    assert build.document("paper").text[place.start : place.end] == "Bedrust helpt niet"


def test_a_row_whose_sources_are_not_there_has_no_facts(tiny: Assistant, tmp_path: Path) -> None:
    build, _ = tiny.open()
    evidence = [{"source": "elders", "section": "", "quote": RUST}]
    row = entry("a", "?", "", "bedrust", evidence=evidence)
    [loaded] = gold.load([written(tmp_path / "g.jsonl", [row])])
    assert facts(loaded, build) == []
    assert relevant([], build) == {}


def test_places_overlap_in_one_document_only() -> None:
    place = Place("a", 10, 20)
    assert place.overlaps("a", 19, 30)
    assert not place.overlaps("a", 20, 30)
    assert not place.overlaps("b", 10, 20)
