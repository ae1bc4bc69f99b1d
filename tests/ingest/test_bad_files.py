"""Bad files cost nothing but themselves: each is named in Dutch, in bounds; the others go in."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest import documents, pipeline
from ingest.errors import NoDocuments
from ingest.index import Index
from tests.ingest import badfiles
from tests.ingest.badfiles import ADVICE, ANY, HEAVY, LARGE, LIGHT, Case
from tests.ingest.conftest import ARTICLE, PROJECT

SECONDS = 20.0  # for a file, by the table's own clock
MEMORY_OF_ONE, MEMORY_OF_ALL = 1_000.0, 1_300.0  # MB resident
GOOD = ("een", "twee")
NAMED = "Niet gelezen: "

# To root nothing is forbidden, unless it gives its privileges up.
AS_ANYONE = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.getuid() == 0 else []
)
needs_rights = pytest.mark.skipif(
    bool(AS_ANYONE) and not shutil.which("setpriv"), reason="root without setpriv"
)


@dataclass
class Run:
    """An ingest by the command, and what its processes took in MB: each, and together."""

    code: int
    out: str
    err: str
    largest: float
    together: float
    index: Path
    texts: dict[str, str] = field(default_factory=dict)  # of each document in the index, by its id

    @property
    def seconds(self) -> float:
        return float(self.out.split("seconden")[1].replace(",", "."))

    def reason(self, path: Path) -> str:
        """What is said of a file; empty where nothing is."""
        shown = "".join(char if char.isprintable() else "\ufffd" for char in str(path))
        found = [line for line in self.err.splitlines() if line.startswith(f"{NAMED}{shown}: ")]
        assert len(found) <= 1, found
        return found[0].removeprefix(f"{NAMED}{shown}: ") if found else ""

    def is_clear(self) -> bool:
        """Does it say nothing but which files it couldn't read, and why, in Dutch?"""
        foreign = re.compile(r"Traceback|\w(?:Error|Exception)\b|\b(?:the|not|failed|invalid)\b")
        lines = self.err.splitlines()
        return all(line.startswith(NAMED) and not foreign.search(line) for line in lines)


def start(*arguments: str | Path, before: Iterable[str] = ()) -> subprocess.Popen[str]:
    """Start `python -m ingest` in a process group of its own, `before` on its command line."""
    return subprocess.Popen(
        [*before, sys.executable, "-m", "ingest", *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="surrogateescape",
        start_new_session=True,
    )


def ingest(folder: Path, index: Path, before: Iterable[str] = ()) -> Run:
    """Run the command to its end, and watch the memory of its processes."""
    process = start(folder, "--index", index, before=before)
    peaks = [0.0, 0.0]
    watcher = threading.Thread(target=watch, args=(process, peaks))
    watcher.start()
    out, err = process.communicate(timeout=120)
    watcher.join()
    run = Run(process.returncode, out, err, peaks[0], peaks[1], index)
    if (index / "current").exists():
        build = Index(index).build()
        run.texts = {id: build.document(id).text for id in build.documents}
        build.close()
    return run


def watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    """Note the most that one process of a family holds, and that all of them hold together."""
    while process.poll() is None:
        now = [resident(pid) for pid in family(process.pid)]
        peaks[:] = max(peaks[0], *now), max(peaks[1], sum(now))
        time.sleep(0.05)


def family(pid: int) -> Iterator[int]:
    """A process and its descendants, whichever thread started them."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from family(int(child))


def resident(pid: int) -> float:
    """The memory of a process in MB, what it shares counted in parts; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)


def write_good(folder: Path, names: Iterable[str] = GOOD) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.md").write_text(ARTICLE.format(name=name), encoding="utf-8")


def check(case: Case, folder: Path, run: Run) -> None:
    """The file is named for the reason that is expected, or its text is in."""
    path, id = folder / case.name, documents.document_id(Path(case.name))
    why, text = run.reason(path), run.texts.get(id, "")
    assert bool(why) != bool(text)
    if case.reason == ANY:
        return
    if case.reason:
        assert case.reason in why
    else:
        assert case.holds in text, why


def named(cases: Iterable[Case]) -> list[object]:
    return [pytest.param(case, id=ascii(case.name)[1:-1][:60]) for case in cases]


# Many at once


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two good documents among all bad files that are light."""
    made = tmp_path_factory.mktemp("light") / "stukken"
    write_good(made)
    for case in LIGHT:
        case.make(made / case.name)
    badfiles.folder_with_a_document(made / "map.pdf")
    (made / "terug").symlink_to(made)
    (made / "nogmaals").mkdir()
    (made / "nogmaals" / "Een.txt").write_text(ADVICE, encoding="utf-8")
    badfiles.without_rights(made / "dicht.txt")
    badfiles.folder_without_rights(made / "dichte-map")
    return made


@pytest.fixture(scope="module")
def light(folder: Path) -> Run:
    before = AS_ANYONE if not AS_ANYONE or shutil.which("setpriv") else []
    return ingest(folder, folder.parent / "index", before)


def test_there_are_enough_of_them_and_each_has_an_id_of_its_own() -> None:
    cases = [*LIGHT, *LARGE, *HEAVY]
    assert len(cases) >= 100
    read = [Path(c.name) for c in cases if Path(c.name).suffix.lower() in badfiles.SUFFIXES]
    ids = [documents.document_id(path) for path in read]
    assert [id for id in ids if ids.count(id) > 1] == []


def test_the_good_ones_are_in_and_nothing_is_said_that_isnt_dutch(light: Run) -> None:
    assert light.code == 1
    assert set(GOOD) <= light.texts.keys()
    assert light.is_clear(), light.err
    assert light.seconds < SECONDS


@pytest.mark.parametrize("case", named(LIGHT))
def test_a_bad_file_is_named_or_read(case: Case, folder: Path, light: Run) -> None:
    check(case, folder, light)


def test_no_file_is_named_twice(light: Run) -> None:
    lines = light.err.splitlines()
    assert len(set(lines)) == len(lines)


def test_of_two_files_with_one_id_the_second_is_named(folder: Path, light: Run) -> None:
    assert "een.md; geef een van de twee een andere" in light.reason(
        folder / "nogmaals" / "Een.txt"
    )


def test_a_folder_called_x_pdf_is_a_folder(light: Run) -> None:
    assert ADVICE in light.texts["binnen-map"]


def test_a_folder_that_leads_back_is_entered_once(light: Run) -> None:
    assert "terug" not in light.err


def test_no_file_outside_is_read_and_no_entity_is_expanded(light: Run) -> None:
    text = "\n".join(light.texts.values())
    assert "root:" not in text
    assert "rug rug" not in text


@needs_rights
@pytest.mark.parametrize("name", ["dicht.txt", "dichte-map"])
def test_what_may_not_be_opened_is_named(name: str, folder: Path, light: Run) -> None:
    assert light.reason(folder / name) == "geen toegang"


def test_a_title_can_be_shown_whatever_the_name_of_the_file(folder: Path, light: Run) -> None:
    build = Index(light.index).build()
    for id in build.documents:
        assert build.document(id).meta.title.isprintable()


# Large and heavy ones


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    root = tmp_path_factory.mktemp("large")
    write_good(root / "stukken")
    for case in LARGE:
        case.make(root / "stukken" / case.name)
    yield ingest(root / "stukken", root / "index")
    shutil.rmtree(root)


@pytest.mark.slow
def test_large_files_together_stay_in_bounds(large: Run) -> None:
    assert large.code == 1
    assert set(GOOD) <= large.texts.keys()
    assert large.is_clear(), large.err
    assert large.seconds < SECONDS
    assert large.largest < MEMORY_OF_ONE
    assert large.together < MEMORY_OF_ALL


@pytest.mark.slow
@pytest.mark.parametrize("case", named(LARGE))
def test_a_large_file_is_named_or_read(case: Case, large: Run) -> None:
    check(case, large.index.parent / "stukken", large)


@pytest.fixture(scope="module")
def heavy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Run]]]:
    """A run for each heavy file that is asked for, by its name; two at a time."""
    root = tmp_path_factory.mktemp("heavy")
    asked = [getattr(item, "callspec", None) for item in request.session.items]
    cases = [spec.params["case"] for spec in asked if spec and spec.params.get("case") in HEAVY]
    with ThreadPoolExecutor(2) as pool:
        yield {case.name: pool.submit(ingest_one, case, root / case.name) for case in cases}


def ingest_one(case: Case, root: Path) -> Run:
    """Ingest one file and two good ones."""
    root.mkdir()
    write_good(root / "stukken")
    case.make(root / "stukken" / case.name)
    run = ingest(root / "stukken", root / "index")
    shutil.rmtree(root)
    return run


@pytest.mark.slow
@pytest.mark.parametrize("case", named(HEAVY))
def test_a_heavy_file_stays_in_bounds(case: Case, heavy: dict[str, Future[Run]]) -> None:
    run = heavy[case.name].result()
    check(case, run.index.parent / "stukken", run)
    assert set(GOOD) <= run.texts.keys()
    assert run.is_clear(), run.err
    assert run.seconds < SECONDS
    assert run.largest < MEMORY_OF_ONE
    assert run.together < MEMORY_OF_ALL


# What goes wrong around the files


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two good documents and the index of them; tests copy it."""
    root = tmp_path_factory.mktemp("before")
    write_good(root / "stukken")
    pipeline.ingest([root / "stukken"], root / "index")
    return root


@pytest.fixture
def papers(before: Path, tmp_path: Path) -> Path:
    """A folder with two good documents; the index of them lies beside it."""
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    return tmp_path / "stukken"


def snapshot(index: Path) -> dict[str, str]:
    """The texts in an index that is whole."""
    build = Index(index).build()
    assert build.faults() == []
    texts = {id: build.document(id).text for id in build.documents}
    build.close()
    return texts


def test_a_file_that_goes_while_others_are_read_is_named(tmp_path: Path) -> None:
    papers = tmp_path / "stukken"
    write_good(papers, [f"stuk-{n:02d}" for n in range(40)])
    last = papers / "stuk-39.md"
    report = pipeline.ingest(
        [papers], tmp_path / "index", progress=lambda *_: last.unlink(missing_ok=True)
    )
    assert [str(error) for error in report.failed] == [f"{last}: bestaat niet"]
    assert len(report.new) == 39


def test_of_two_ingests_at_once_the_second_is_refused(papers: Path, tmp_path: Path) -> None:
    write_good(papers, [f"stuk-{n:03d}" for n in range(300)])
    first = start(papers, "--index", tmp_path / "index")
    wait_for(lambda: len(list((tmp_path / "index" / "builds").iterdir())) > 1)
    second = start(papers, "--index", tmp_path / "index")
    _, err = second.communicate(timeout=60)
    assert first.poll() is None, "the first was done before the second began"
    assert second.returncode == 2
    assert "Een andere ingest werkt op dit moment aan de index" in err
    _, err = first.communicate(timeout=60)
    assert (first.returncode, err) == (0, "")
    assert len(snapshot(tmp_path / "index")) == 302


def test_ctrl_c_leaves_the_old_index_whole(papers: Path, tmp_path: Path) -> None:
    old = snapshot(tmp_path / "index")
    write_good(papers, [f"stuk-{n:03d}" for n in range(600)])  # long enough to be interrupted
    process = start(papers, "--index", tmp_path / "index")
    wait_for(lambda: len(list((tmp_path / "index" / "builds").iterdir())) > 1)
    wait_for(lambda: len(list(family(process.pid))) > 1)
    members = list(family(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "Afgebroken.\n")
    assert not any(map(resident, members))
    assert snapshot(tmp_path / "index") == old
    assert len(pipeline.ingest([papers], tmp_path / "index").new) == 600


def wait_for(happened: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < 30
        time.sleep(0.01)


def test_a_limit_on_files_leaves_the_old_index_whole(papers: Path, tmp_path: Path) -> None:
    old = snapshot(tmp_path / "index")
    write_good(papers, [f"stuk-{n:03d}" for n in range(300)])
    sizes = [p.stat().st_size for p in (tmp_path / "index" / "builds").rglob("*") if p.is_file()]
    limit = max(sizes) // 512 + 100  # the shell counts blocks of 512 bytes
    run = ingest(papers, tmp_path / "index", ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh"])
    assert (run.code, run.out) == (2, "")
    assert "kan niet worden geschreven" in run.err
    assert "Traceback" not in run.err
    assert snapshot(tmp_path / "index") == old
    assert len(pipeline.ingest([papers], tmp_path / "index").new) == 300


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    made = tmp_path / "schijf"
    made.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(made)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield made
    subprocess.run(["umount", "--lazy", str(made)], check=True)


def test_a_full_disk_leaves_the_old_index_whole(papers: Path, disk: Path) -> None:
    index = shutil.copytree(papers.parent / "index", disk / "index")
    old = snapshot(index)
    write_good(papers, [f"stuk-{n:03d}" for n in range(300)])
    (disk / "rest").write_bytes(bytes(shutil.disk_usage(disk).free - 1_500_000))
    run = ingest(papers, index)
    assert (run.code, run.out) == (2, "")
    assert "kan niet worden geschreven" in run.err
    assert "Traceback" not in run.err
    assert snapshot(index) == old
    (disk / "rest").unlink()
    assert len(pipeline.ingest([papers], index).new) == 300


def test_an_index_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    write_good(tmp_path / "stukken")
    (tmp_path / "index").write_text("geen map", encoding="utf-8")
    run = ingest(tmp_path / "stukken", tmp_path / "index")
    assert (run.code, run.out) == (2, "")
    assert "kan niet worden geschreven" in run.err
    assert "Traceback" not in run.err
    assert (tmp_path / "index").read_text(encoding="utf-8") == "geen map"


@needs_rights
@pytest.mark.parametrize("part", ["index", "index/builds"])
def test_an_index_folder_that_may_not_be_written_is_refused(
    papers: Path, tmp_path: Path, part: str
) -> None:
    old = snapshot(tmp_path / "index")
    write_good(papers, ["drie"])
    (tmp_path / part).chmod(0o500)
    run = ingest(papers, tmp_path / "index", AS_ANYONE)
    (tmp_path / part).chmod(0o700)
    assert (run.code, run.out) == (2, "")
    assert "kan niet worden geschreven (geen toegang)" in run.err
    assert "Traceback" not in run.err
    assert snapshot(tmp_path / "index") == old


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe\x00", b"../../.."])
def test_a_broken_pointer_is_mended_by_the_next_ingest(
    papers: Path, tmp_path: Path, pointer: bytes
) -> None:
    old = snapshot(tmp_path / "index")
    (tmp_path / "index" / "current").write_bytes(pointer)
    assert len(pipeline.ingest([papers], tmp_path / "index").new) == 2
    assert snapshot(tmp_path / "index") == old


def test_a_moved_model_is_recorded_under_its_new_name(papers: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(pipeline.CORPUS / "encoder", tmp_path / "model")
    pipeline.ingest([papers], tmp_path / "index", model=str(moved))
    assert Index(tmp_path / "index").build().record.model == str(moved)


def test_references_alone_are_no_index_to_answer_from(tmp_path: Path) -> None:
    paper = tmp_path / "a.md"
    paper.write_text("## Literatuur\n\n1. Smit J. Rug. 2019.\n", encoding="utf-8")
    with pytest.raises(NoDocuments):
        pipeline.ingest([paper], tmp_path / "index")


@needs_rights
def test_nothing_leaves_the_index_while_a_folder_cannot_be_entered(
    papers: Path, tmp_path: Path
) -> None:
    write_good(papers / "diep", ["vier"])
    index = tmp_path / "index"
    assert "vier" in ingest(papers, index).texts
    (papers / "diep").chmod(0)
    found = ingest(papers, index, AS_ANYONE)
    (papers / "diep").chmod(0o700)
    assert found.code == 1
    assert "geen toegang" in found.reason(papers / "diep")
    assert "vier" in found.texts
