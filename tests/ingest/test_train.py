import random
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from ingest import documents, embeddings, passages, pipeline, questions
from ingest.documents import File
from ingest.dutch import Concept, Lexicon, fold
from ingest.embeddings import StaticEncoder
from ingest.passages import searched_text
from tests.ingest.conftest import Write

pytestmark = pytest.mark.slow  # torch and sentence-transformers take seconds to import


@pytest.fixture(scope="module")
def train() -> ModuleType:
    from ingest import train

    return train


@pytest.fixture
def lexicon() -> Lexicon:
    ischias = Concept("lumbosacraal radiculair syndroom", ("LRS", "ischias"), "uitstralende pijn")
    return Lexicon([ischias, Concept("uitstralende pijn", ("uitstralende pijn",), "")])


def test_pairs_come_from_names_headings_and_sentences(
    train: ModuleType, lexicon: Lexicon, write: Write, folder: Path
) -> None:
    write("a.md", "# Titel\n\n## Beleid\n\nBlijf bewegen bij hevige uitstralende rugpijn.\n")
    pairs = list(train.training_pairs(folder, lexicon, random.Random(1)))
    assert ("LRS", "ischias") in pairs
    assert ("ischias", "LRS") in pairs
    assert ("lumbosacraal radiculair syndroom", "uitstralende pijn") in pairs
    passage = "Beleid\nTitel\n\nBeleid\n\nBlijf bewegen bij hevige uitstralende rugpijn."
    questions = [pair.question for pair in pairs if pair.passage == passage]
    assert questions[0] == "Beleid"
    assert len(questions) > 1
    assert all(question.strip() for question in questions)


def test_a_question_is_paired_with_its_passage_its_sentence_and_its_likes(
    train: ModuleType, lexicon: Lexicon, folder: Path
) -> None:
    id = "psychologische-interventies"
    path = folder / f"{id}.md"
    path.write_bytes((pipeline.DIGESTS / f"{id}.md").read_bytes())
    texts = [searched_text(p) for p in passages.split(documents.read(File(path, id), None))]
    pairs = list(train.training_pairs(folder, lexicon, random.Random(1)))
    asked = {question for fact in questions.load(id) for question in fact.questions}
    for fact in questions.load(id):
        for question in fact.questions:
            others = [pair.passage for pair in pairs if pair.question == question]
            passage, sentence, *likes = others
            assert passage in texts
            assert fact.quote in passage
            assert sentence == fact.quote
            assert len(set(likes)) == train.LIKE_QUESTIONS
            assert {*likes} <= {*fact.questions} - {question}
    without = train.training_pairs(folder, lexicon, random.Random(1), id)
    assert not {text for pair in without for text in pair} & asked


def test_a_document_without_questions_gives_none(
    train: ModuleType, lexicon: Lexicon, write: Write, folder: Path
) -> None:
    write("a.md", "# Titel\n\nBlijf bewegen bij hevige uitstralende rugpijn.\n")
    one, other = (
        list(train.training_pairs(folder, lexicon, random.Random(1), without))
        for without in ("", "a")
    )
    assert one == other


def test_the_same_seed_gives_the_same_pairs(train: ModuleType) -> None:
    lexicon = Lexicon.load(pipeline.LEXICON)
    one, same, other = (
        list(train.training_pairs(pipeline.DIGESTS, lexicon, random.Random(seed)))
        for seed in (1, 1, 2)
    )
    assert one == same != other


def test_a_slip_keeps_the_letters_and_the_ends_of_a_word(train: ModuleType) -> None:
    rng = random.Random(1)
    slips = {train._disturbed("verwijzing", {}, rng) for _ in range(500)} - {"verwijzing"}
    assert slips
    for slip in slips:
        assert sorted(slip) == sorted("verwijzing")
        assert (slip[0], slip[-1]) == ("v", "g")
    assert {train._disturbed("pijn", {}, rng) for _ in range(200)} == {"pijn"}


def test_a_word_may_get_another_name(train: ModuleType) -> None:
    synonyms = {fold("Ischias"): ["LRS"]}
    assert {train._disturbed("Ischias", synonyms, random.Random(s)) for s in range(20)} >= {"LRS"}


def test_the_tokenizer_takes_case_and_accents_off(train: ModuleType) -> None:
    tokenizer = train.train_tokenizer(["patiënten met rugpijn", "patienten"] * 5)
    assert tokenizer.encode("PATIËNTEN").ids == tokenizer.encode("patienten").ids


def test_the_same_texts_give_the_same_tokenizer(train: ModuleType) -> None:
    rng = random.Random(3)
    texts = ["".join(rng.choices("abcdefg ≤5", k=30)) for _ in range(200)]
    assert len({train.train_tokenizer(texts).to_str() for _ in range(5)}) == 1


def test_each_step_sees_a_text_without_some_of_its_subwords(train: ModuleType) -> None:
    chance = np.random.default_rng(1)
    long, short = np.arange(1000), np.arange(train.FEWEST_SUBWORDS - 1)
    one, other = (train._features([long, short, long], chance) for _ in range(2))
    start, second, third = one["offsets"].tolist()
    first = one["input_ids"].tolist()[start:second]
    assert first == sorted({*first})  # in order, none twice
    assert 0.8 < len(first) / len(long) < 0.9
    assert one["input_ids"].tolist()[second:third] == short.tolist()
    assert first != other["input_ids"].tolist()[: other["offsets"].tolist()[1]]


def test_a_trained_model_is_one_that_ingest_reads(
    train: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "EPOCHS", 2)
    words = "rug nek pijn zenuw wortel been arm slaap werk sport rust oefening".split()
    rng = random.Random(3)
    texts = [" ".join(rng.choices(words, k=4)) for _ in range(2 * train.BATCH)]
    vectors = []
    for name in ("een", "twee"):
        pairs = [train.Pair(text, f"{text} daarna") for text in texts]
        train.save(train.train(pairs), tmp_path / name)
        encoder = embeddings.load(str(tmp_path / name))
        assert isinstance(encoder, StaticEncoder)
        vectors.append(encoder.encode_documents(texts[:20]))
    assert not list(tmp_path.rglob("README.md"))
    assert np.array_equal(vectors[0], vectors[1])


def test_fewer_pairs_than_a_batch_give_a_model_too(train: ModuleType) -> None:
    model = train.train([train.Pair("rug", "rugpijn"), train.Pair("nek", "nekpijn")])
    assert np.isfinite(model.encode(["rug"])).all()
