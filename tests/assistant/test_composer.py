"""The answer: a few quotes, the best first, each with its role."""

from dataclasses import replace

from assistant import composer, retrieval
from assistant.composer import Asked, Candidate
from assistant.engine import Assistant
from assistant.schema import Hit, NearKey
from assistant.stretches import quotable
from ingest import questions


def test_an_answer_is_a_few_quotes_of_at_most_120_words(assistant: Assistant) -> None:
    for question in (
        "Wat is de incidentie van lagerugpijn?",
        "Wanneer is opereren aangewezen bij een hernia?",
        "Helpt oefenen bij rugpijn, en helpt acupunctuur?",
    ):
        answer = assistant.ask([question])
        assert 1 <= len(answer.statements) <= composer.MOST_STATEMENTS
        words = sum(len(statement.text.split()) for statement in answer.statements)
        assert len(answer.statements) == 1 or words <= composer.MOST_WORDS
        assert len({citation.start for citation in answer.citations}) == len(answer.citations)


def test_a_question_for_a_number_gets_a_sentence_with_that_number_first(
    assistant: Assistant,
) -> None:
    first = assistant.ask(["Hoe vaak komt lagerugpijn voor bij de huisarts?"]).statements[0]
    assert "40,9 per 1000" in first.text


def ranked(assistant: Assistant, question: str, *hits: Hit) -> list[Candidate]:
    build, encoder = assistant.open()
    found = hits or retrieval.search(build, encoder, question)
    return composer.ranked(Asked(question, build), found, build, encoder)


def test_a_question_worded_as_a_key_gets_the_sentence_it_hangs_on(assistant: Assistant) -> None:
    for fact in questions.load("leidraad-lrs")[2::19]:
        for question in fact.questions[::9]:
            best, *others = ranked(assistant, question)
            assert fact.quote in best.text, question
            assert 1.001 > best.score >= others[0].score >= others[-1].score >= 0


def test_a_key_counts_for_the_stretch_that_it_hangs_on_alone(assistant: Assistant) -> None:
    build, _ = assistant.open()
    passage = build.passages("leidraad-lrs")[3]
    spans = quotable(build.document(passage.document_id), passage)
    assert len(spans) > 2

    def scores(*keys: NearKey) -> dict[int, float]:
        found = ranked(assistant, "En als het niet overgaat?", Hit(passage, 0.5, keys))
        return {candidate.span.start: candidate.score for candidate in found}

    bare, last = scores(), spans[-1]
    for start, end in (last, (last.end - 2, last.end), (last.start, last.start + 2)):
        told = scores(NearKey(start, end, 0.8), NearKey(start, end, 0.9))
        assert [at for at, score in told.items() if score != bare[at]] == [last.start]
        gain = told[last.start] - bare[last.start]
        assert 0 < gain <= composer.KEY_WEIGHT * 0.9
    assert scores(NearKey(passage.end, passage.end + 9, 0.9)) == bare
    assert scores(NearKey(*last, -0.9)) == bare  # nearer in meaning than that


def test_a_long_stretch_must_be_better_than_a_short_one_to_join(assistant: Assistant) -> None:
    best, *others = ranked(assistant, "Wat is de incidentie van lagerugpijn?")
    short = min(others, key=lambda candidate: len(candidate.text))
    long = max(others, key=lambda candidate: len(candidate.text))
    words = len(short.text.split())
    assert words < len(long.text.split()) < composer.MOST_WORDS / 2
    least = (composer.NEARLY_AS_GOOD + composer.A_WORD * words) * best.score + 0.001
    short, long = replace(short, score=least), replace(long, score=least)
    assert composer.select([best, short]) == [best, short]
    assert composer.select([best, long]) == [best]
    assert composer.select([best, replace(long, score=best.score)])[1:]
    assert composer.select([]) == []


def test_what_was_said_already_is_not_said_again(assistant: Assistant) -> None:
    best, *_ = ranked(assistant, "Wat is de incidentie van lagerugpijn?")
    assert composer.select([best, best]) == [best]
    assert composer.more([best], [best.text]) == []
    assert composer.more([best], ["iets anders"]) == [best]


def test_each_part_of_a_question_gets_its_stretch(assistant: Assistant) -> None:
    build, _ = assistant.open()
    assert Asked("Wat is lagerugpijn?", build).parts == []
    question = "Wat is de incidentie van lagerugpijn, en hoe werkt een netwerk-meta-analyse?"
    assert len(Asked(question, build).parts) == 2
    first, *others = composer.select(ranked(assistant, question))
    assert any("netwerk-meta-analyse" in other.text for other in [first, *others])
    assert any("per 1000" in other.text for other in [first, *others])


def test_what_a_part_asks_for_joins_before_what_is_as_good(assistant: Assistant) -> None:
    found = ranked(assistant, "Wat is de incidentie van lagerugpijn?")
    short = sorted(found, key=lambda candidate: len(candidate.text))[: composer.MOST_STATEMENTS + 1]
    *others, last = [replace(c, score=0.9, for_parts=(0.1, 0.1)) for c in short]
    assert last not in composer.select([*others, last])
    last = replace(last, score=0.75, for_parts=(0.1, 0.2))
    assert composer.select([*others, last])[1] == last


def test_a_follow_up_counts_as_it_was_typed_too(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    read, typed = "Hoe is het beloop van lagerugpijn? (over: acupunctuur)", "Helpt acupunctuur?"
    hits = retrieval.search(build, encoder, typed)

    def score(asked: Asked) -> float:
        found = composer.ranked(asked, hits, build, encoder)
        return next(c.score for c in found if c.text.startswith("Acupunctuur heeft"))

    assert score(Asked(read, build, typed)) > score(Asked(read, build)) + 0.01
    assert score(Asked(typed, build, typed)) == score(Asked(typed, build))


def test_a_list_that_is_asked_for_joins_whole(assistant: Assistant) -> None:
    answer = assistant.ask(["Welke caudasymptomen moet ik uitvragen bij verdenking op een LRS?"])
    assert any("\n- rijbroekanesthesie" in statement.text for statement in answer.statements)
    found = ranked(assistant, "Welke afkortingen staan in figuur 2 over diermodellen?")
    long = next(candidate for candidate in found if candidate.listed)
    rest = [replace(c, score=1.0) for c in found if not c.listed]
    chosen = composer.select([*rest, replace(long, score=0.71)])
    assert chosen[-1].text == long.text
    assert sum(len(c.text.split()) for c in chosen) > composer.MOST_WORDS
    unasked = composer.select([*rest, replace(long, score=0.71, listed=False)])
    assert long.text not in [c.text for c in unasked]


def test_the_quotes_of_a_source_stand_together_in_its_order(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    found: dict[str, list[Candidate]] = {}
    for passages in (build.passages(id)[4:6] for id in ("leidraad-lrs", "lagerugpijn-ntvg")):
        for passage in passages:
            hits = [Hit(passage, 0.5)]
            asked = Asked("Wat is de prognose?", build)
            found.setdefault(passage.document_id, []).extend(
                sorted(composer.ranked(asked, hits, build, encoder), key=lambda c: c.span)
            )
    (a, b, c, *_), (d, e, *_) = found.values()
    asked = Asked("Wat is de prognose?", build)
    assert composer.in_order([b, e, c, d, a], asked) == [b, a, c, d, e]


def test_the_number_that_was_asked_for_leads(assistant: Assistant) -> None:
    build, _ = assistant.open()
    best, *others = ranked(assistant, "Wat is de incidentie van lagerugpijn?")
    number = next(c for c in [best, *others] if "40,9 per 1000" in c.text)
    words = next(c for c in others if not any(char.isdigit() for char in c.text))
    chosen = [replace(words, score=0.8), replace(number, score=0.75)]
    assert composer.in_order(chosen, Asked("Hoeveel?", build))[0].text == number.text
    assert composer.in_order(chosen, Asked("Waarom?", build))[0].text == words.text
    far = [chosen[0], replace(number, score=0.6)]
    assert composer.in_order(far, Asked("Hoeveel?", build))[0].text == words.text
