"""The one door: what every answer promises, for every gold question."""

import threading
from pathlib import Path

import pytest

from assistant.composer import MOST_MORE
from assistant.engine import MOST_CHARACTERS, Assistant
from assistant.schema import Answer
from eval import gold
from ingest import pipeline
from ingest.errors import IndexMissing, QuestionError


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    rows = gold.load(sorted(gold.FOLDER.glob("*.jsonl")))
    return [assistant.ask(row.turns) for row in rows]


def test_every_quote_is_its_span_word_for_word(assistant: Assistant, answers: list[Answer]) -> None:
    build, _ = assistant.open()
    citations = [citation for answer in answers for citation in answer.citations]
    assert citations
    for citation in citations:
        text = build.document(citation.passage.document_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.passage.start <= citation.start < citation.end <= citation.passage.end


def test_every_statement_is_cited_and_every_citation_used(answers: list[Answer]) -> None:
    for answer in answers:
        used = {number for statement in answer.statements for number in statement.citations}
        assert all(statement.citations for statement in answer.statements)
        assert used == {citation.number for citation in answer.citations}
        numbers = [citation.number for citation in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))


def test_more_holds_further_quotes_that_number_on(
    assistant: Assistant, answers: list[Answer]
) -> None:
    build, _ = assistant.open()
    assert any(answer.more for answer in answers)
    for answer in answers:
        assert len(answer.more) <= MOST_MORE
        assert not (answer.abstained and answer.more)
        first = len(answer.citations) + 1
        assert [c.number for c in answer.more] == list(range(first, first + len(answer.more)))
        assert not {c.quote for c in answer.more} & {c.quote for c in answer.citations}
        for citation in answer.more:
            text = build.document(citation.passage.document_id).text
            assert text[citation.start : citation.end] == citation.quote
        line = answer.as_line("q")
        assert [c["quote"] for c in line["more"]] == [c.quote for c in answer.more]


def test_an_answer_is_either_statements_or_a_reason(answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.abstained == (not answer.statements) == bool(answer.reason)
        assert len(answer.passages) == 10


@pytest.mark.parametrize("turns", [[], [""], ["  \n"], ["Wat is LRS?", ""]])
def test_an_empty_question_is_refused(assistant: Assistant, turns: list[str]) -> None:
    with pytest.raises(QuestionError, match="leeg"):
        assistant.ask(turns)


def test_a_question_may_be_long_but_not_too_long(assistant: Assistant) -> None:
    longest = "Helpt acupunctuur? " * (MOST_CHARACTERS // 19)
    assert assistant.ask([longest]).passages
    with pytest.raises(QuestionError, match="te lang"):
        assistant.ask(["a" * (MOST_CHARACTERS + 1)])


def test_sources_narrow_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask(["Wat zijn rode vlaggen bij lagerugpijn?"], ["leidraad-lrs"])
    cited = {citation.passage.document_id for citation in answer.citations}
    assert cited == {"leidraad-lrs"}
    with pytest.raises(QuestionError, match="Onbekende bron: nietes"):
        assistant.ask(["Wat zijn rode vlaggen?"], ["nietes"])


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Assistant(tmp_path).ask(["Helpt acupunctuur?"])


def test_a_new_build_is_seen_at_the_next_question(tmp_path: Path) -> None:
    paper = tmp_path / "papers" / "kat.md"
    paper.parent.mkdir()
    paper.write_text("# Katten\n\nEen kat met rugpijn springt minder hoog.\n", encoding="utf-8")
    pipeline.ingest([paper.parent], tmp_path / "index")
    assistant = Assistant(tmp_path / "index")
    assert "minder hoog" in assistant.ask(["Hoe springt een kat met rugpijn?"]).statements[0].text
    paper.write_text("# Katten\n\nEen kat met rugpijn springt even hoog.\n", encoding="utf-8")
    pipeline.ingest([paper.parent], tmp_path / "index")
    assert "even hoog" in assistant.ask(["Hoe springt een kat met rugpijn?"]).statements[0].text


def test_many_threads_get_the_answers_that_one_gets(assistant: Assistant) -> None:
    questions = ["Helpt acupunctuur?", "Wat is LRS?", "Wat is allodynie?", "mri bij ischias?"] * 5
    expected = [assistant.ask([question]).statements for question in questions]
    found: dict[int, object] = {}

    def work(number: int) -> None:
        found[number] = assistant.ask([questions[number]]).statements

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(len(questions))] == expected
