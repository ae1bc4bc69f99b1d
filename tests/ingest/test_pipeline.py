import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ingest import documents, embeddings, pipeline
from ingest.errors import DuplicateDocument, IndexMissing, NoDocuments, UnreadableDocument
from ingest.index import Build, Index
from ingest.pipeline import Report
from tests.ingest.conftest import ARTICLE, PROJECT, Write

ENCODER = embeddings.load()


@pytest.fixture
def target(tmp_path: Path, small: Path) -> Path:
    """An index of the three articles, to change."""
    return shutil.copytree(small, tmp_path / "index")


def builds(index: Path) -> set[str]:
    return {path.name for path in (index / "builds").iterdir()}


def pointer(index: Path) -> str:
    return (index / "current").read_text(encoding="utf-8")


def counts(report: Report) -> tuple[int, ...]:
    """New, changed, unchanged, removed, failed."""
    return tuple(
        len(listed)
        for listed in (
            report.new,
            report.changed,
            report.unchanged,
            report.removed,
            report.failed,
        )
    )


def opened(index: Path) -> Build:
    build = Index(index).build()
    build.check(ENCODER)
    return build


def test_a_first_ingest_takes_all_in(tmp_path: Path, articles: Path) -> None:
    report = pipeline.ingest([articles], tmp_path / "index")
    assert report.new == ["drie", "een", "twee"]
    assert counts(report) == (3, 0, 0, 0, 0)
    build = opened(tmp_path / "index")
    assert report.passages == build.record.passages == 9
    assert build.record.model == embeddings.SHIPPED


def test_unchanged_documents_cost_nothing(target: Path, articles: Path) -> None:
    before = pointer(target)
    report = pipeline.ingest([articles], target)
    assert counts(report) == (0, 0, 3, 0, 0)
    assert report.passages == 9
    assert pointer(target) == before
    assert builds(target) == {before}


def test_a_changed_document_is_replaced(target: Path, articles: Path, write: Write) -> None:
    write("een.md", "# Anders\n\nHier gaat het over hoofdpijn.\n")
    report = pipeline.ingest([articles], target)
    assert (report.changed, report.unchanged) == (["een"], ["drie", "twee"])
    build = opened(target)
    assert [passage.text for passage in build.passages("een")] == [
        "Anders\n\nHier gaat het over hoofdpijn."
    ]
    assert build.holds("hoofdpijn")
    assert build.record.passages == report.passages == 7


def test_a_removed_document_disappears(target: Path, articles: Path) -> None:
    (articles / "een.md").unlink()
    report = pipeline.ingest([articles], target)
    assert (report.removed, report.unchanged) == (["een"], ["drie", "twee"])
    build = opened(target)
    assert build.passages("een") == []
    assert sorted(build.documents) == ["drie", "twee"]
    assert {id.partition(":")[0] for id in build.ids} == {"drie", "twee"}


def test_a_new_document_is_added(target: Path, articles: Path, write: Write) -> None:
    write("vier.md", ARTICLE.format(name="vier"))
    report = pipeline.ingest([articles], target)
    assert (report.new, report.unchanged) == (["vier"], ["drie", "een", "twee"])
    assert opened(target).document("vier").meta.title == "Rugpijn in de praktijk vier"


def test_the_difference_gives_the_index_of_a_fresh_start(
    target: Path, articles: Path, write: Write, tmp_path: Path
) -> None:
    write("een.md", "# Anders\n\nHier gaat het over hoofdpijn.\n")
    write("vier.md", ARTICLE.format(name="vier"))
    (articles / "twee.md").unlink()
    pipeline.ingest([articles], target)
    pipeline.ingest([articles], tmp_path / "vers")
    one, other = opened(target), opened(tmp_path / "vers")
    assert one.ids == other.ids
    assert one.documents == other.documents
    terms = dict.fromkeys(one.dutch.terms("rugpijn en hoofdpijn bij uitval"), 1.0)
    vector = ENCODER.encode_queries(["rugpijn en hoofdpijn"])[0]
    assert one.lexical(terms, 20) == other.lexical(terms, 20)
    assert [hit.id for hit in one.dense(vector, 5)] == [hit.id for hit in other.dense(vector, 5)]


def test_the_old_build_stays_for_a_reader_until_the_next_ingest(
    target: Path, articles: Path, write: Write
) -> None:
    reader = Index(target)
    old = reader.build()
    before = pointer(target)
    write("een.md", "# Anders\n\nHier gaat het over hoofdpijn.\n")
    pipeline.ingest([articles], target)
    assert builds(target) == {before, pointer(target)}
    assert "Blijf in beweging" in old.passage("een:0000").text
    assert old.dense(ENCODER.encode_queries(["rugpijn"])[0], 3)
    assert reader.build().folder.name == pointer(target)
    pipeline.ingest([articles], target)
    assert builds(target) == {pointer(target)}


def test_the_pointer_is_moved_once(target: Path, articles: Path, write: Write) -> None:
    write("een.md", "# Anders\n\nHier gaat het over hoofdpijn.\n")
    seen = [pointer(target)]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.001):
            if pointer(target) != seen[-1]:
                seen.append(pointer(target))

    watcher = threading.Thread(target=watch)
    watcher.start()
    pipeline.ingest([articles], target)
    done.set()
    watcher.join()
    if seen[-1] != pointer(target):
        seen.append(pointer(target))
    assert len(seen) == 2


def test_an_unreadable_document_is_named_and_the_others_go_in(
    articles: Path, write: Write, tmp_path: Path
) -> None:
    write("kapot.txt", b"\x00\x01")
    write("leeg.txt", "")
    write("een.pdf", b"%PDF")
    report = pipeline.ingest([articles], tmp_path / "index")
    assert report.new == ["drie", "een", "twee"]
    assert sorted(error.path.name for error in report.failed) == [
        "een.pdf",
        "kapot.txt",
        "leeg.txt",
    ]
    assert sorted(opened(tmp_path / "index").documents) == ["drie", "een", "twee"]


def test_an_unreadable_document_that_was_in_stays_as_it_was(
    target: Path, articles: Path, write: Write
) -> None:
    before = pointer(target)
    write("een.md", b"\x00\x01")
    for _ in range(2):
        report = pipeline.ingest([articles], target)
        assert counts(report) == (0, 0, 2, 0, 1)
        assert "Blijf in beweging" in opened(target).passage("een:0000").text
    assert pointer(target) == before
    write("vier.md", ARTICLE.format(name="vier"))
    assert counts(pipeline.ingest([articles], target)) == (1, 0, 2, 0, 1)
    assert "Blijf in beweging" in opened(target).passage("een:0000").text
    write("een.md", "# Weer goed\n\nTekst.\n")
    assert pipeline.ingest([articles], target).changed == ["een"]


def test_front_matter_of_a_wrong_type_fails_that_document_only(
    articles: Path, write: Write, tmp_path: Path
) -> None:
    write("datum.md", "---\ntitle: T\nyear: 2020-05-01\n---\nTekst.\n")
    report = pipeline.ingest([articles], tmp_path / "index")
    assert [error.path.name for error in report.failed] == ["datum.md"]


def test_a_renamed_file_is_read_by_its_new_format(
    target: Path, articles: Path, write: Write
) -> None:
    write("vier.txt", "*schuin* woord")
    pipeline.ingest([articles], target)
    (articles / "vier.txt").rename(articles / "vier.md")
    pipeline.ingest([articles], target)
    assert opened(target).document("vier").text == "schuin woord"


def test_a_duplicate_is_named_and_the_first_goes_in(
    articles: Path, write: Write, tmp_path: Path
) -> None:
    write("later/Een.txt", "Tekst.")
    report = pipeline.ingest([articles], tmp_path / "index")
    assert [type(error) for error in report.failed] == [DuplicateDocument]
    assert "Blijf in beweging" in opened(tmp_path / "index").document("een").text


def test_a_digest_that_gets_a_full_text_is_replaced_by_it(
    index: Path, tmp_path: Path, write: Write, folder: Path
) -> None:
    index = shutil.copytree(index, tmp_path / "index")
    id = sorted(path.stem for path in pipeline.DIGESTS.glob("*.md"))[0]
    write(f"{id}.txt", "De volledige tekst staat hier.")
    report = pipeline.ingest([pipeline.DIGESTS, folder], index)
    assert (report.changed, report.removed, report.failed) == ([id], [], [])
    document = opened(index).document(id)
    assert document.text == "De volledige tekst staat hier."
    assert document.meta == documents.load_sources(pipeline.SOURCES)[id]


@pytest.mark.parametrize("content", [None, b"\x00", b""])
def test_without_a_readable_document_nothing_changes(
    target: Path, tmp_path: Path, content: bytes | None
) -> None:
    before = pointer(target), builds(target)
    empty = tmp_path / "leeg"
    empty.mkdir()
    if content is not None:
        (empty / "kapot.txt").write_bytes(content)
    with pytest.raises(NoDocuments, match="er is niets veranderd"):
        pipeline.ingest([empty], target)
    assert (pointer(target), builds(target)) == before
    opened(target)


def test_a_path_that_does_not_exist_changes_nothing(target: Path, articles: Path) -> None:
    before = pointer(target)
    with pytest.raises(UnreadableDocument):
        pipeline.ingest([articles, articles / "weg"], target)
    assert pointer(target) == before


def test_another_model_makes_the_index_anew(target: Path, articles: Path, tmp_path: Path) -> None:
    model = shutil.copytree(embeddings.SHIPPED_PATH, tmp_path / "model")
    (model / "extra.txt").write_text("anders", encoding="utf-8")
    report = pipeline.ingest([articles], target, str(model))
    assert (report.new, report.unchanged) == ([], ["drie", "een", "twee"])  # none is read again
    build = Index(target).build()
    assert build.record.model == str(model)
    build.check(embeddings.load(build.record.model))


def test_a_document_that_became_unreadable_survives_another_model(
    target: Path, articles: Path, tmp_path: Path
) -> None:
    with (articles / "een.md").open("r+b") as file:
        file.truncate(documents.MAX_BYTES + 1)
    (articles / "twee.md").write_bytes(b"\x00\x01")
    model = shutil.copytree(embeddings.SHIPPED_PATH, tmp_path / "model")
    (model / "extra.txt").write_text("anders", encoding="utf-8")
    report = pipeline.ingest([articles], target, str(model))
    assert sorted(error.path.name for error in report.failed) == ["een.md", "twee.md"]
    assert sorted(Index(target).build().documents) == ["drie", "een", "twee"]


def test_progress_runs_from_nothing_to_all(articles: Path, tmp_path: Path) -> None:
    calls: list[tuple[int, int, int]] = []
    pipeline.ingest([articles], tmp_path / "index", progress=lambda *call: calls.append(call))
    assert calls == [(0, 3, 0), (1, 3, 3), (2, 3, 6), (3, 3, 9)]


def test_more_passages_than_one_batch_go_in(
    tmp_path: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.stores.BATCH", 2)
    monkeypatch.setattr("ingest.index.BATCH", 2)
    sections = "\n\n".join(f"## Kop {number}\n\nZin {number}." for number in range(7))
    write("groot.md", f"# Groot\n\n{sections}\n")
    pipeline.ingest([folder], tmp_path / "index")
    build = opened(tmp_path / "index")
    assert len(build.ids) == 7
    write("groot.md", "# Klein\n\nTekst.\n")
    pipeline.ingest([folder], tmp_path / "index")
    assert opened(tmp_path / "index").ids == ["groot:0000"]


@pytest.mark.slow
def test_an_ingest_killed_while_it_makes_the_first_index_leaves_none(
    articles: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    command = [sys.executable, "-m", "ingest", str(articles), "--index", str(index)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not list(index.glob("builds/*")):
            time.sleep(0.001)
        process.kill()
    with pytest.raises(IndexMissing):
        Index(index).build()
    assert len(builds(index)) == 1
    assert len(pipeline.ingest([articles], index).new) == 3
    assert builds(index) == {pointer(index)}
