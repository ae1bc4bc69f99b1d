"""Hostile and clumsy input to ingest: a clear end, in time, and nothing lost."""

import time
from pathlib import Path

import pytest

from ingest import documents, pipeline
from ingest.cleaning import join_broken_words
from ingest.documents import File
from ingest.errors import UnreadableDocument
from ingest.index import Index
from ingest.passages import sentences, split


def test_an_endless_word_and_an_endless_paragraph_take_no_endless_time(tmp_path: Path) -> None:
    began = time.perf_counter()
    join_broken_words("a" * 1_000_000)
    sentences("Rust helpt o.a. niet. " * 20_000)
    path = tmp_path / "lang.txt"
    path.write_text("rugpijn " * 20_000, encoding="utf-8")
    document = documents.read(File(path, "lang"), None)
    assert max(len(passage.text.split()) for passage in split(document)) < 500
    assert time.perf_counter() - began < 15


def test_a_broken_byte_in_utf8_is_refused_and_windows_1252_is_read(tmp_path: Path) -> None:
    broken, windows = tmp_path / "a.txt", tmp_path / "b.txt"
    broken.write_bytes("Patiënten met één klacht".encode() + b"\xff en meer.")
    windows.write_bytes("Patiënten met één klacht.".encode("cp1252"))
    with pytest.raises(UnreadableDocument, match="beschadigde UTF-8"):
        documents.read(File(broken, "a"), None)
    assert documents.read(File(windows, "b"), None).text == "Patiënten met één klacht."


@pytest.mark.parametrize("front", ["date: 2020-13-45", "[" * 20_000, "a: !!python/name:os.system"])
def test_hostile_front_matter_costs_only_its_own_document(tmp_path: Path, front: str) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.md").write_text(f"---\n{front}\n---\n\nTekst een.\n", encoding="utf-8")
    (papers / "b.md").write_text("Tekst twee.\n", encoding="utf-8")
    report = pipeline.ingest([papers], tmp_path / "index")
    assert report.new == ["b"]
    assert [error.path.name for error in report.failed] == ["a.md"]


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe\x00", b"weg", b"../../.."])
def test_a_broken_pointer_is_mended_by_the_next_ingest(tmp_path: Path, pointer: bytes) -> None:
    paper = tmp_path / "a.md"
    paper.write_text("Rust helpt niet.\n", encoding="utf-8")
    pipeline.ingest([paper], tmp_path / "index")
    (tmp_path / "index" / "current").write_bytes(pointer)
    assert pipeline.ingest([paper], tmp_path / "index").new == ["a"]
    assert Index(tmp_path / "index").build().passage("a:0000").text == "Rust helpt niet."


def test_a_moved_model_is_recorded_under_its_new_name(tmp_path: Path) -> None:
    paper = tmp_path / "a.md"
    paper.write_text("Rust helpt niet.\n", encoding="utf-8")
    pipeline.ingest([paper], tmp_path / "index")
    moved = tmp_path / "model"
    moved.mkdir()
    for file in (pipeline.CORPUS / "encoder").iterdir():
        (moved / file.name).write_bytes(file.read_bytes())
    pipeline.ingest([paper], tmp_path / "index", model=str(moved))
    assert Index(tmp_path / "index").build().record.model == str(moved)


def test_a_document_of_references_alone_is_no_document_to_answer_from(tmp_path: Path) -> None:
    from ingest.errors import NoDocuments

    paper = tmp_path / "a.md"
    paper.write_text("## Literatuur\n\n1. Smit J. Rug. 2019.\n", encoding="utf-8")
    with pytest.raises(NoDocuments):
        pipeline.ingest([paper], tmp_path / "index")
