"""Reading in processes of their own: in order, and nothing but the bad file is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ingest import pipeline, questions, reading
from ingest.documents import File
from ingest.dutch import Dutch, Lexicon
from ingest.errors import DocumentError, EmptyDocument, UnreadableDocument
from ingest.reading import Job, Readers
from ingest.schema import Prepared, Source
from tests.ingest.conftest import Write


def job(path: Path) -> Job:
    return Job(File(path, path.stem), None)


def read(*paths: Path) -> list[Prepared | DocumentError]:
    with Readers(pipeline.LEXICON, len(paths)) as readers:
        return list(readers.read(map(job, paths)))


def test_documents_come_in_the_order_of_the_jobs(write: Write) -> None:
    paths = [write(f"stuk-{n:02d}.md", f"# Stuk {n}\n\n{'Tekst. ' * (30 - n)}") for n in range(30)]
    found = read(*paths)
    assert [p.document.id for p in found if isinstance(p, Prepared)] == [p.stem for p in paths]


def test_a_prepared_document_has_passages_and_their_terms(write: Write) -> None:
    (found,) = read(write("a.md", "# Rug\n\nBlijf bewegen.\n\n# Literatuur\n\n1. Smit."))
    assert isinstance(found, Prepared)
    assert [passage.kind for passage in found.passages] == ["prose", "reference"]
    assert "rug" in found.terms.vocabulary
    assert "smit" not in found.terms.vocabulary
    assert found.terms.lengths[1] == 0


def test_a_known_source_comes_with_the_questions_of_its_passages(write: Write) -> None:
    id = "psychologische-interventies"
    digest = (pipeline.DIGESTS / f"{id}.md").read_bytes()
    known, other = read(write(f"{id}.md", digest), write("eigen.md", digest))
    assert isinstance(known, Prepared)
    assert isinstance(other, Prepared)
    assert len(known.keys) == len(known.passages) == len(other.keys)
    asked = [key.question for keys in known.keys for key in keys]
    assert sorted(asked) == sorted(q for fact in questions.load(id) for q in fact.questions)
    assert not any(other.keys)
    dutch = Dutch(Lexicon.load(pipeline.LEXICON))
    told = {*other.terms.vocabulary}
    assert {*known.terms.vocabulary} == told.union(*map(dutch.terms, asked)) > told


def test_the_entry_of_sources_toml_travels_along(write: Write) -> None:
    source = Source("Titel", year=2020)
    with Readers(pipeline.LEXICON, 1) as readers:
        (found,) = readers.read([Job(File(write("a.md", "Tekst."), "a"), source)])
    assert isinstance(found, Prepared)
    assert found.document.meta == source


def test_a_fault_keeps_its_kind_and_its_reason(write: Write) -> None:
    empty, broken = read(write("leeg.md", ""), write("kapot.txt", b"\x00\x01"))
    assert isinstance(empty, EmptyDocument)
    assert isinstance(broken, UnreadableDocument)
    assert broken.reason == "is geen leesbare tekst"
    assert broken.path.name == "kapot.txt"


def test_a_file_that_goes_between_finding_and_reading_is_named(folder: Path) -> None:
    (found,) = read(folder / "weg.md")
    assert isinstance(found, UnreadableDocument)
    assert found.reason == "bestaat niet"


def children(pid: int | str = "self") -> list[int]:
    """The reading processes that a process has started and that are still there."""
    found: list[int] = []
    for task in Path("/proc", str(pid), "task").glob("*/children"):
        with suppress(OSError):  # a thread that has ended
            found += map(int, task.read_text().split())
    return [child for child in found if b"ingest.reading" in command_line(child)]


def command_line(pid: int) -> bytes:
    with suppress(OSError):
        return Path("/proc", str(pid), "cmdline").read_bytes()
    return b""


def test_a_process_that_dies_costs_one_document(write: Write) -> None:
    paths = [write(f"{n}.txt", "Rugpijn komt veel voor. " * 20_000) for n in range(4)]
    found: list[Prepared | DocumentError] = []
    with Readers(pipeline.LEXICON, 1) as readers:
        thread = threading.Thread(target=lambda: found.extend(readers.read(map(job, paths))))
        thread.start()
        while not children():
            time.sleep(0.01)
        time.sleep(0.3)
        os.kill(children()[0], signal.SIGKILL)
        thread.join()
    assert [isinstance(result, DocumentError) for result in found].count(True) == 1
    fault = next(result for result in found if isinstance(result, DocumentError))
    assert "liep vast" in str(fault)
    assert children() == []


def test_a_process_that_gives_no_sign_of_life_is_ended(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    (found,) = read(write("lang.txt", "Rugpijn komt veel voor. " * 20_000))
    assert isinstance(found, UnreadableDocument)
    assert "is niet te lezen binnen" in found.reason
    assert children() == []


def test_no_process_outlives_its_parent(write: Write, tmp_path: Path) -> None:
    path = write("lang.txt", "Rugpijn komt veel voor. " * 20_000)
    code = (
        "import sys; from pathlib import Path; from ingest import pipeline\n"
        "from ingest.documents import File; from ingest.reading import Job, Readers\n"
        "with Readers(pipeline.LEXICON, 1) as readers:\n"
        "    for _ in readers.read([Job(File(Path(sys.argv[1]), 'a'), None)] * 50): print(1)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    (pid,) = children(parent.pid)
    parent.kill()
    parent.wait()
    began = time.monotonic()
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text():
        assert time.monotonic() - began < 20
        time.sleep(0.05)
