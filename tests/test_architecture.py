"""The ladder of imports, the public names, and what the documents promise."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT

# Each package may import from those below it only.
LADDER = {"app": 3, "eval": 2, "assistant": 1, "ingest": 0}
FILES = [
    *(
        path
        for package in ("ingest", "assistant", "eval")
        for path in sorted((PROJECT / package).rglob("*.py"))
    ),
    PROJECT / "app.py",
]


def imports(path: Path) -> set[str]:
    """The packages of ours that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found & LADDER.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_run_one_way(path: Path) -> None:
    own = path.relative_to(PROJECT).parts[0].removesuffix(".py")
    above = {name for name in imports(path) if LADDER[name] > LADDER[own]}
    assert above == set()
    assert own == "app" or not imports(path) & {"app", "eval"} - {own}


@pytest.mark.parametrize(
    ("name", "owner"), [("chromadb", "stores"), ("bm25s", "stores"), ("sqlite3", "stores")]
)
def test_one_module_knows_each_store(name: str, owner: str) -> None:
    users = {
        path.stem for path in FILES if re.search(rf"\b(import|from) {name}\b", path.read_text())
    }
    assert users == {owner}


def test_every_module_says_what_it_is() -> None:
    silent = [p.name for p in FILES if not ast.get_docstring(ast.parse(p.read_text()))]
    assert silent == []


def test_the_readme_names_every_module_every_command_and_every_dependency() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for path in FILES:
        name, folder = path.relative_to(PROJECT), path.relative_to(PROJECT).parent
        if not path.name.startswith("__"):
            named = [f"`{name}`", f"`{folder}/`", f"`{folder.name}/`"][
                : 3 if folder.parts[1:] else 1
            ]
            assert any(part in readme for part in named), path
    for command in (
        "make chat",
        "make test",
        "python -m ingest",
        "python -m assistant",
        "python -m eval",
    ):
        assert command in readme
    declared = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    block = declared.partition("dependencies = [")[2].partition("]")[0]
    for dependency in re.findall(r'"([^"]+)"', block):
        assert f"`{dependency}`" in readme, dependency


def test_every_dependency_is_pinned() -> None:
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    assert "torch==2.13.0" in pins
    assert "://" not in "".join(lines)


def test_no_public_text_names_a_path_of_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    texts = [PROJECT / name for name in listed if name.endswith((".md", ".py", ".toml", ".txt"))]
    assert texts
    for path in texts:
        if path != Path(__file__):
            assert not re.search(r"/(?:root|home)/|/work/", path.read_text(encoding="utf-8")), path
