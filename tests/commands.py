"""Commands as they are typed, in the process of the tests: a process costs seconds."""

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

Command = Callable[[list[str]], int]


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(main: Command, *arguments: str, stdin: str | bytes = "") -> Done:
    """Run a command on streams of its own, which begin as ASCII: it has to make them UTF-8."""
    given = io.BytesIO(stdin if isinstance(stdin, bytes) else stdin.encode())
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="ascii"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="ascii"))
        try:
            status = main(list(arguments))
        except SystemExit as exit:
            status = int(exit.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(status, out.getvalue().decode(), err.getvalue().decode())
