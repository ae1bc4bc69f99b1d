import inspect
import re
from pathlib import Path

import pytest

from ingest import errors
from ingest.errors import RuggespraakError

CLASSES = [
    error
    for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, RuggespraakError)
]
PATH = Path("/een/map")
SAMPLES = [
    errors.EmptyDocument(PATH),
    errors.UnreadableDocument(PATH, "bestaat niet"),
    errors.DuplicateDocument(PATH, Path("/een/ander")),
    errors.ModelNotFound("model", "reden"),
    errors.IndexMissing(PATH),
    errors.IndexLocked(PATH),
    errors.IndexNotWritable(PATH, "reden"),
    errors.IndexMismatch(PATH, "reden"),
    errors.IndexDamaged(PATH, ["een", "twee"]),
]


def test_the_tree_at_the_top_names_every_error_under_its_parent() -> None:
    depths = re.findall(r"^([│├└─ ]*)(\w+) {2,}\w", errors.__doc__ or "", re.MULTILINE)
    drawn: dict[str, str] = {}
    path: list[str] = []
    for indent, name in depths:
        path = [*path[: len(indent) // 4], name]
        drawn[name] = path[-2] if len(path) > 1 else "Exception"
    assert drawn == {error.__name__: error.__mro__[1].__name__ for error in CLASSES}


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_names_what_it_is_about(error: RuggespraakError) -> None:
    assert str(PATH) in error.message or "'model'" in error.message
    assert str(error).startswith(error.message)
    assert error.args == (error.message,)


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_a_hint_is_a_command_on_a_line_of_its_own(error: RuggespraakError) -> None:
    lines = str(error).split("\n")
    assert lines[1:] == ([f"  Probeer: {error.hint}"] if error.hint else [])
    assert error.hint.startswith("python -m ingest") or not error.hint


def test_damage_lists_every_fault() -> None:
    assert "een; twee" in errors.IndexDamaged(PATH, ["een", "twee"]).message
