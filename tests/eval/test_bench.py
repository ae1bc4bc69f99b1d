"""The bench: its papers are what they say, and its figures are of what is named."""

import time
from pathlib import Path

import numpy as np
import pytest

from assistant import retrieval
from assistant.engine import Assistant
from eval import bench, gold, speed
from eval.speed import Speed, Timing
from ingest import pipeline

SIZE = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bench's own texts."""
    folder = tmp_path_factory.mktemp("made")
    bench.make_texts(folder / "stukken", SIZE)
    pipeline.ingest([folder / "stukken"], folder / "index")
    return folder / "index"


def test_no_two_passages_are_alike(made: Path) -> None:
    build, _ = Assistant(made).open()
    texts = {build.passage(id).text for id in build.ids}
    assert len(texts) == len(build.ids)
    assert 0.9 * SIZE <= len(texts) <= 1.2 * SIZE


def test_the_same_texts_are_made_each_time(tmp_path: Path) -> None:
    for name in ("once", "again"):
        bench.make_texts(tmp_path / name, 100)
    [once], [again] = ([*(tmp_path / name).iterdir()] for name in ("once", "again"))
    assert once.read_text() == again.read_text()


def test_the_questions_are_of_split_tune(made: Path) -> None:
    build, _ = Assistant(made).open()
    asked = speed.questions(build.dutch)
    assert len(set(asked)) == speed.WARM_UP + speed.QUESTIONS
    assert asked == speed.questions(build.dutch)
    single = {row.turns[0]: row.split for row in gold.load(gold.shipped()) if len(row.turns) == 1}
    splits = [single[question] for question in asked if question in single]
    assert set(splits) == {"tune"}
    assert len(splits) > speed.QUESTIONS / 2


def test_exact_search_finds_the_nearest(made: Path) -> None:
    build, encoder = Assistant(made).open()
    vectors = speed.vectors_of(build)
    assert len(vectors) == len(build.ids)
    question = encoder.encode_queries(["Helpt acupunctuur bij lagerugpijn?"])[0]
    nearest = speed.exact(vectors, question)
    assert nearest.tolist() == np.argsort(-(vectors @ question))[: speed.LIMIT].tolist()


def test_recall_counts_what_the_index_finds(made: Path) -> None:
    build, encoder = Assistant(made).open()
    vectors = speed.vectors_of(build)
    asked = encoder.encode_queries(speed.questions(build.dutch)[:40])
    assert speed.recall_of_exact(build, vectors, asked) > 0.95
    unseen = np.concatenate([vectors, *[asked] * speed.LIMIT])  # nearer, and not in the index
    assert speed.recall_of_exact(build, unseen, asked) == 0
    half = np.concatenate([vectors, *[asked[:1]] * (speed.LIMIT // 2)])
    assert speed.recall_of_exact(build, half, asked[:1]) == 0.5


def test_each_way_of_searching_is_what_its_name_says(made: Path) -> None:
    build, encoder = Assistant(made).open()
    ours, narrowed, exact, chroma = speed.searches(build, encoder, speed.vectors_of(build))
    question = "mri bij ischias nodig?"
    assert ours[1](question) == retrieval.search(build, encoder, question)
    sources = sorted(build.documents)[: speed.SOURCES]
    assert narrowed[0] == f"ours, narrowed to {len(sources)} sources"
    assert narrowed[1](question) == retrieval.search(build, encoder, question, sources=sources)
    vector = encoder.encode_queries([question])[0]
    assert chroma[1](question) == build.dense(vector, speed.LIMIT)
    assert np.shape(exact[1](question)) == (speed.LIMIT,)


def test_the_warming_up_is_not_counted_and_the_slowest_show() -> None:
    asked = [*["koud"] * speed.WARM_UP, *["vlug"] * 90, *["traag"] * 10]
    seconds = {"koud": 0.02, "vlug": 0.0, "traag": 0.005}
    timing = speed.timed("", lambda question: time.sleep(seconds[question]), asked)
    assert timing.p50 < 2
    assert 5 <= timing.p95 < 20


@pytest.mark.parametrize(
    ("p95", "size", "recall", "verdicts"),
    [
        (9.9, 10_000, 0.99, ["met", "met"]),
        (10.1, 10_000, 0.98, ["NOT MET", "NOT MET"]),
        (29.0, 100_000, 1.0, ["met", "met"]),
        (99.0, SIZE, 1.0, ["met"]),  # no target for so few
    ],
)
def test_a_table_judges_its_targets(
    p95: float, size: int, recall: float, verdicts: list[str]
) -> None:
    timings = [Timing("ours", 1.0, p95), Timing("Chroma alone", 1.0, 500.0)]
    lines = speed.table(Speed(size, timings, recall, ""), size).splitlines()
    assert [line.split("; ")[1].rstrip(")") for line in lines if "target" in line] == verdicts
    assert len(lines) == 4


@pytest.mark.parametrize(("p95", "verdict"), [(24.9, "met"), (25.1, "NOT MET")])
def test_the_time_from_question_to_answer_has_a_target_of_its_own(p95: float, verdict: str) -> None:
    answered = Speed(10_000, [Timing("question to answer", 1.0, p95)], 1.0, "")
    line = speed.table(answered, 10_000).splitlines()[1]
    assert line.endswith(f"(target: p95 at most 25; {verdict})")


def test_llamaindex_is_left_out_saying_so_where_it_is_not_installed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "STOCK_NEEDS", ("llama_index.retrievers.none_such", "none_such.it"))
    found = speed.measure(made, tmp_path)
    assert [timing.name for timing in found.timings if "stock" in timing.name] == []
    expected = "llama_index.retrievers.none_such and none_such.it not installed"
    assert f"stock LlamaIndex is left out: {expected}" in speed.table(found, SIZE)
    assert all(0 < timing.p50 <= timing.p95 for timing in found.timings)
    assert "question to answer" in {timing.name for timing in found.timings}


needs_stock = pytest.mark.skipif(
    bool(speed.missing()), reason="LlamaIndex's Chroma store and BM25 aren't installed: make bench"
)


@needs_stock
@pytest.mark.slow
def test_llamaindex_is_left_out_saying_so_where_it_takes_too_long(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "STOCK_SECONDS", 0.01)
    found = speed.measure(made, tmp_path)
    assert found.left_out == "not done in 0 s"
    assert not any("stock" in timing.name for timing in found.timings)


@needs_stock
@pytest.mark.slow
def test_llamaindex_searches_the_same_passages(made: Path, tmp_path: Path) -> None:
    build, _ = Assistant(made).open()
    hits = speed.stock_search(made, tmp_path)("Helpt acupunctuur bij lagerugpijn?")
    assert isinstance(hits, list)
    assert len(hits) == speed.LIMIT
    assert {hit.node.node_id for hit in hits} <= {*build.ids}
    assert "acupunctuur" in " ".join(hit.node.get_content() for hit in hits).casefold()


@pytest.mark.slow
def test_the_bench_prints_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--pages", "0", "--sizes", str(SIZE)]) == 0
    said = capsys.readouterr().out
    names = ["ours", "exact search by numpy", "Chroma alone", "stock LlamaIndex", "recall@10"]
    for name in [*names, "build", "one document more", "nothing changed"]:
        assert any(line.startswith(f"  {name}") for line in said.splitlines()), name
