"""Files, documents and small indexes for the tests of ingest."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import documents, pipeline
from ingest.documents import File
from ingest.schema import Document, Source

PROJECT = Path(__file__).resolve().parents[2]

Write = Callable[[str, str | bytes], Path]
Read = Callable[..., Document]
Command = Callable[..., subprocess.CompletedProcess[str]]

ARTICLE = """\
# Rugpijn in de praktijk {name}

## Beleid

Blijf in beweging bij rugpijn, ook als dat zeer doet. Neem zo nodig paracetamol.

## Verwijzen

Overleg met de neuroloog bij uitval van kracht in het been, {name}.

## Literatuur

1. Zebra Z. Strepen tellen. 2019.
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three small documents; tests only read it, or copy it."""
    root = tmp_path_factory.mktemp("small")
    (root / "stukken").mkdir()
    for name in ("een", "twee", "drie"):
        (root / "stukken" / f"{name}.md").write_text(ARTICLE.format(name=name), encoding="utf-8")
    pipeline.ingest([root / "stukken"], root / "index")
    return root / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for documents."""
    made = tmp_path / "stukken"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a file under `folder`; text goes in as UTF-8."""

    def written(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def read(write: Write) -> Read:
    """Write a file and read it as a document."""

    def document(name: str, content: str | bytes, source: Source | None = None) -> Document:
        path = write(name, content)
        return documents.read(File(path, documents.document_id(path)), source)

    return document


@pytest.fixture
def articles(folder: Path, write: Write) -> Path:
    """A folder with three small documents: een, twee and drie."""
    for name in ("een", "twee", "drie"):
        write(f"{name}.md", ARTICLE.format(name=name))
    return folder


@pytest.fixture
def command() -> Command:
    """Run `python -m ingest` as its users do."""

    def run(*arguments: str | Path, limit: float = 60) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ingest", *map(str, arguments)],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )

    return run
