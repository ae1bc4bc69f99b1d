"""Distractors speak the digests' language, repeat nothing and come in the number asked for."""

import re
from collections import Counter
from pathlib import Path

import pytest

from eval import distractors
from ingest import documents, pipeline
from ingest.dutch import STOP_WORDS, Lexicon, stem, words
from ingest.errors import RuggespraakError
from ingest.index import Index
from ingest.passages import sentences

COUNT = 300
FREQUENT = 200
ABOUT = ("{zaak}", "{plek}", "{eigen}", "{teken}", "{groep}", "{lijders}")


def sentences_of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


@pytest.fixture(scope="module")
def made() -> list[str]:
    return list(distractors.passages(COUNT))


@pytest.fixture(scope="module")
def digests() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(pipeline.DIGESTS.glob("*.md"))]


def test_the_same_seed_gives_the_same_text(made: list[str]) -> None:
    assert list(distractors.passages(COUNT)) == made
    assert list(distractors.passages(50)) == made[:50]
    assert list(distractors.passages(COUNT, seed=1)) != made


def test_no_sentence_stands_twice_in_a_large_collection() -> None:
    often = Counter(
        sentence for passage in distractors.passages(3000) for sentence in sentences_of(passage)
    )
    assert len(often) > 15_000
    assert often.most_common(1)[0][1] == 1


def test_no_sentence_stands_in_a_digest(made: list[str], digests: list[str]) -> None:
    held = {sentence for digest in digests for sentence in sentences_of(digest)}
    assert not held & {sentence for passage in made for sentence in sentences_of(passage)}


def test_they_share_the_frequent_words_of_the_digests(made: list[str], digests: list[str]) -> None:
    often = Counter(found for digest in digests for found in stems(digest))
    frequent = {found for found, _ in often.most_common(FREQUENT)}
    shared = frequent & {found for passage in made for found in stems(passage)}
    assert len(shared) >= 0.6 * FREQUENT


@pytest.mark.parametrize(
    "word", ["lagerugpijn", "hernia", "manipulatie", "MRI", "incidentie", "sensitiviteit", "LRS"]
)
def test_words_that_questions_use_stand_in_many_passages(made: list[str], word: str) -> None:
    assert sum(word in passage for passage in made) >= COUNT / 50


def test_every_frame_is_about_something_the_digests_do_not_treat(digests: list[str]) -> None:
    frames = [frame for found in distractors.FRAMES.values() for frame in found]
    assert len(set(frames)) == len(frames) >= 150
    assert [frame for frame in frames if not any(slot in frame for slot in ABOUT)] == []
    named = [topic.zaak for topic in (*distractors.MOVING, *distractors.OTHER)]
    text = " ".join(digests).casefold()
    said = [*distractors.GROUPS, *(name.removeprefix("een ") for name in named)]
    assert [name for name in said if re.search(rf"\b{re.escape(name.casefold())}\b", text)] == []


def test_every_slot_has_words_and_none_is_left_over() -> None:
    slots = set(re.findall(r"\{(\w+)\}", str(distractors.FRAMES)))
    given = {about.strip("{}") for about in ABOUT}
    assert slots == given | distractors.SLOTS.keys() | distractors.FIGURES.keys()
    lexicon = Lexicon.load(pipeline.LEXICON)
    for slot, kinds in distractors.SLOTS.items():
        assert all(len(distractors.names(lexicon, kind)) >= 5 for kind in kinds), slot


def test_a_name_takes_its_article_and_what_is_no_singular_dutch_noun_is_left_out() -> None:
    lexicon = Lexicon.load(pipeline.LEXICON)
    found = {
        name for kind in distractors.SLOTS["klacht"] for name in distractors.names(lexicon, kind)
    }
    assert {"lagerugpijn", "pijn in het been", "een lumbale discushernia", "LRS"} <= found
    assert found.isdisjoint({"lumbar disc herniation", "rug pijn", "al jaren rugpijn"})


def test_ingest_finds_as_many_passages_as_were_asked_for(tmp_path: Path) -> None:
    distractors.write(tmp_path / "stukken", COUNT)
    files, unread = documents.find([tmp_path / "stukken"], pipeline.DIGESTS)
    assert len(files) == -(-COUNT // distractors.SECTIONS)
    assert not unread
    report = pipeline.ingest([tmp_path / "stukken"], tmp_path / "index")
    assert not report.failed
    assert abs(report.passages - COUNT) <= 0.02 * COUNT
    build = Index(tmp_path / "index").build()
    held = {build.passage(id).kind for id in build.ids}
    assert held == {"prose"}
    assert build.document(files[0].id).meta.kind == distractors.KIND


def test_the_command_writes_the_passages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "stukken"
    assert distractors.main([str(folder), "--passages", "45"]) == 0
    assert "45 passages geschreven" in capsys.readouterr().out
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    assert text.count("\n## ") == 45
    assert all(passage in text for passage in distractors.passages(45))


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "eigen.md").write_text("# Van mij\n", encoding="utf-8")
    with pytest.raises(RuggespraakError, match="niet leeg"):
        distractors.write(tmp_path, 5)
    assert distractors.main([str(tmp_path)]) == 2
    assert "niet leeg" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["eigen.md"]


def test_a_number_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        distractors.main([str(tmp_path / "stukken"), "--passages", "0"])
    assert not (tmp_path / "stukken").exists()
