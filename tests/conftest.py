"""What the tests share: one index of the shipped corpus, and the source texts where they are."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from assistant.engine import Assistant
from ingest import pipeline

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = PROJECT.parent / "shared" / "sources"


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus that ships; tests only read it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tmp_path_factory.mktemp("index")
        pipeline.ingest([pipeline.DIGESTS], folder)
        return folder
    folder = tmp_path_factory.getbasetemp().parent / "index"  # of all workers: the first makes it
    with FileLock(f"{folder}.lock"):
        if not (folder / "current").exists():
            pipeline.ingest([pipeline.DIGESTS], folder)
    return folder


@pytest.fixture(scope="session")
def assistant(index: Path) -> Assistant:
    return Assistant(index)


@pytest.fixture(scope="session")
def source_texts() -> list[Path]:
    """The five source texts, which are no part of the project."""
    if not SOURCES.is_dir():
        pytest.skip("the source texts (../shared/sources) are not here")
    return sorted(SOURCES.glob("*.txt"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window; of one module, because its event loop runs as long as it does."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
