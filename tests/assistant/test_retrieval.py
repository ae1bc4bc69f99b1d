"""Passages come ranked, from the sources asked for, by words and by meaning."""

from collections.abc import Iterator

import pytest

from assistant import retrieval
from assistant.engine import Assistant
from ingest import embeddings, pipeline, questions
from ingest.index import Build, Index
from ingest.passages import searched_text
from ingest.schema import Passage

ENCODER = embeddings.load()
SUBJECTS = {
    "hernia": "Een hernia drukt op een zenuwwortel en geneest meestal vanzelf.",
    "hooikoorts": "Pollen geven tranende ogen in het voorjaar.",
    "radiculopathie": "Cervicale radiculopathie geeft uitval in de arm.",
    "slapen": "Een vast ritme helpt bij slecht slapen.",
    "wandelen": "Wandelen bouwt het uithoudingsvermogen langzaam op.",
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """An index of a few small documents, for which nobody has written questions."""
    root = tmp_path_factory.mktemp("eigen")
    (root / "stukken").mkdir()
    for name, text in SUBJECTS.items():
        (root / "stukken" / f"{name}.md").write_text(f"# Stuk\n\n{text}\n", encoding="utf-8")
    pipeline.ingest([root / "stukken"], root / "index")
    return Index(root / "index").build()


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("HLA-B27 sensitiviteit", "HLA-B27"),
        ("ischias definitie", "LRS"),
        ("zijn zolen zinvol tegen rugklachten", "inlegzolen"),
        ("steroid injection epidural sciatica", "TESI"),
    ],
)
def test_other_words_for_one_thing_find_its_passage(
    assistant: Assistant, question: str, section: str
) -> None:
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, question, limit=5)
    assert any(section in f"{hit.passage.section} {hit.passage.text}" for hit in hits)


def test_hits_are_distinct_best_first_and_between_0_and_1(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, "Wat is de prognose van een hernia?")
    scores = [hit.score for hit in hits]
    assert len({hit.passage.id for hit in hits}) == len(hits) == 10
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_passage_counts_for_its_stretch_nearest_to_the_question(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    question = "Helpt het om door te werken met pijn in de rug?"
    vector = encoder.encode_queries([question])[0]
    dense = build.dense(vector, retrieval.NEAREST)
    fused = retrieval._fused(build, dense, retrieval.weights(build, question), None)
    hits = retrieval.search(build, encoder, question, limit=30)
    assert len(hits) == 30 > retrieval.READ
    for hit in hits:
        stretches = retrieval.stretches_of(hit.passage, build)
        assert all(stretch in hit.passage.text for stretch in stretches)
        near = max(0.0, float((encoder.encode_documents(stretches) @ vector).max()))
        assert hit.score == pytest.approx(0.7 * fused[hit.passage.id] + 0.3 * near, abs=1e-5)
    assert [hit.passage.id for hit in hits] != list(fused)[:30]
    assert retrieval.search(build, encoder, question, limit=3) == hits[:3]


def test_sources_narrow_both_sides(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    hits = retrieval.search(build, encoder, "manipulatie", sources=["nekpijn-neuroimmuun"])
    assert {hit.passage.document_id for hit in hits} == {"nekpijn-neuroimmuun"}


def test_a_question_without_a_known_word_still_has_nearest_passages(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    assert len(retrieval.search(build, encoder, "xyzzy plugh")) == 10


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_no_more_are_given_than_are_asked_for(assistant: Assistant, limit: int) -> None:
    build, encoder = assistant.open()
    whole = retrieval.search(build, encoder, "oefentherapie bij nekpijn")
    assert retrieval.search(build, encoder, "oefentherapie bij nekpijn", limit) == whole[:limit]


# Slips


@pytest.mark.parametrize(
    ("slip", "document"),
    [
        ("hernai", "hernia"),
        ("radiculopatie", "radiculopathie"),
        ("wanderlen", "wandelen"),
        ("uithoudingsvermgen", "wandelen"),
    ],
)
def test_a_misspelt_word_finds_its_passage_by_words(own: Build, slip: str, document: str) -> None:
    found = own.lexical(retrieval.weights(own, slip), 10)
    assert found[0].id == f"{document}:0000"


@pytest.mark.parametrize("slip", ["radiculopatie", "uithoudingsvermgen"])
def test_a_misspelt_word_finds_its_passage(own: Build, slip: str) -> None:
    (found,) = own.lexical(retrieval.weights(own, slip), 10)
    hits = retrieval.search(own, ENCODER, slip)
    assert hits[0].passage.id == found.id
    assert len(hits) == len(SUBJECTS)


def test_a_word_that_no_passage_holds_stands_for_those_spelt_like_it(own: Build) -> None:
    found = retrieval.weights(own, "hernai")
    assert found["hernai"] == 1.0
    # <he her ern and <her hern of 11 + 11 grams
    assert found["hernia"] == pytest.approx(retrieval.SPELT_WEIGHT * 2 * 5 / 22)
    assert set(found) == {"hernai", "hernia"}


def test_a_word_that_a_passage_holds_stands_for_itself(own: Build) -> None:
    terms = own.dutch.terms("geneest een hernia vanzelf?")
    assert retrieval.weights(own, "geneest een hernia vanzelf?") == dict.fromkeys(terms, 1.0)


def test_a_term_of_the_question_keeps_its_weight_beside_a_slip_of_it(own: Build) -> None:
    assert retrieval.weights(own, "hernia of hernai")["hernia"] == 1.0


def test_a_slip_counts_for_less_than_the_word(own: Build) -> None:
    right, slip = (own.lexical(retrieval.weights(own, w), 1)[0] for w in ("hernia", "hernai"))
    assert right.id == slip.id
    assert 0 < slip.score < right.score


# Other names


def test_what_a_question_names_otherwise_is_told_by_its_preferred_name(
    assistant: Assistant,
) -> None:
    build, _ = assistant.open()
    name = "lumbosacraal radiculair syndroom"
    assert retrieval.also_searched(build, "wat helpt bij ischias?") == (name,)
    assert retrieval.also_searched(build, f"wat helpt bij {name}?") == ()
    assert retrieval.also_searched(build, "xyzzy plugh") == ()
    assert retrieval.also_searched(build, "lagerugpijn en LRS: MRI of lage rugpijn?") == ()


@pytest.mark.parametrize("turn", ["hoi, alles goed?", "schrijf een verwijsbrief bij ischias"])
def test_what_asks_nothing_was_searched_by_nothing_else(assistant: Assistant, turn: str) -> None:
    assert assistant.ask([turn]).also_searched == ()


def test_not_too_many_other_names_are_told(assistant: Assistant) -> None:
    build, _ = assistant.open()
    names = list(dict.fromkeys(c.preferred for c in build.dutch.lexicon.concepts.values()))
    other = [build.dutch.lexicon.concepts[name].terms[-1] for name in names]
    told = retrieval.also_searched(build, ", ".join(other[:50]))
    assert len(told) == retrieval.SHOWN_TERMS
    assert {*told} <= {*names}


# Questions that a passage is known to answer


@pytest.mark.parametrize("id", sorted(path.stem for path in pipeline.DIGESTS.glob("*.md")))
def test_a_question_worded_as_a_key_finds_its_passage(assistant: Assistant, id: str) -> None:
    build, encoder = assistant.open()
    for fact in questions.load(id)[3::29]:
        for question in fact.questions[::9]:
            (hit,) = retrieval.search(build, encoder, question, 1)
            assert fact.quote in hit.passage.text, question
            least = (1 - retrieval.STRETCH_WEIGHT) * (1 - retrieval.LEXICAL_WEIGHT)
            assert hit.score > least


def test_a_hit_tells_which_sentence_the_nearest_key_hangs_on(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    for fact in questions.load("leidraad-lrs")[5::29]:
        typed = "Helpt acupunctuur bij nekpijn?"  # the keys of the reading count
        hit = retrieval.search(build, encoder, fact.questions[1], 1, typed=typed)[0]
        start, end, similarity = max(hit.keys, key=lambda key: key.similarity)
        assert build.document("leidraad-lrs").text[start:end] == fact.quote
        assert similarity == pytest.approx(1.0, abs=1e-4)


def test_a_passage_without_keys_gives_none(own: Build) -> None:
    hits = retrieval.search(own, ENCODER, "Helpt wandelen?")
    assert [hit.keys for hit in hits] == [()] * len(SUBJECTS)


def test_a_key_finds_its_passage_though_they_share_no_word(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    found = list(wordless(build))
    assert len(found) > 100
    for question, passage in found[::4]:
        assert retrieval.search(build, encoder, question, 1)[0].passage == passage, question


def wordless(build: Build) -> Iterator[tuple[str, Passage]]:
    """The shipped questions that share no term with the passage that answers them."""
    for id in build.documents:
        found = build.passages(id)
        asked = questions.attach(questions.load(id), build.document(id), found, build.dutch)
        for passage, keys in zip(found, asked, strict=True):
            told = {*build.dutch.terms(searched_text(passage))}
            asked_in = ((key.question, {*build.dutch.terms(key.question)}) for key in keys)
            yield from ((question, passage) for question, terms in asked_in if not told & terms)


def test_sources_narrow_keys_too(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    fact = questions.load("leidraad-lrs")[10]
    for question in fact.questions[:5]:
        free = retrieval.search(build, encoder, question)
        assert free[0].passage.document_id == "leidraad-lrs"
        for sources in (["nekpijn-neuroimmuun"], ["lagerugpijn-ntvg", "nekpijn-neuroimmuun"]):
            hits = retrieval.search(build, encoder, question, sources=sources)
            assert len(hits) == 10
            assert {hit.passage.document_id for hit in hits} <= {*sources}


def test_what_was_typed_is_searched_beside_its_reading(own: Build) -> None:
    read = "Helpt dat? (over: slapen)"

    def scores(typed: str) -> dict[str, float]:
        hits = retrieval.search(own, ENCODER, read, typed=typed)
        return {hit.passage.document_id: hit.score for hit in hits}

    assert scores(read) == scores("")
    assert scores("Helpt wandelen?")["wandelen"] > scores("")["wandelen"]
    assert scores("Helpt wandelen?")["slapen"] < scores("")["slapen"]


def test_a_wrong_reading_does_not_hide_the_passage(assistant: Assistant) -> None:
    build, encoder = assistant.open()
    typed = "Wat is de sensitiviteit van HLA-B27?"
    read = f"{typed[:-1]} bij nekpijn? (over: acupunctuur, zolen, mindfulness)"
    hits = retrieval.search(build, encoder, read, limit=5, typed=typed)
    alone = retrieval.search(build, encoder, typed, limit=1)
    assert alone[0].passage in [hit.passage for hit in hits]
    assert all(0 <= hit.score <= 1 for hit in hits)
