"""What the commands share: the --index option, text in UTF-8, and how a failure ends.

Doesn't know what any of the commands does.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

from ingest.errors import RuggespraakError, reason
from ingest.index import default_index

INTERRUPTED = 130  # what a shell shows for a command that Ctrl-C ended


def parser(prog: str, description: str) -> argparse.ArgumentParser:
    """A parser with the option that every command has."""
    made = argparse.ArgumentParser(prog=prog, description=description)
    made.add_argument(
        "--index", type=path, default=default_index(), help="de map van de index (%(default)s)"
    )
    return made


def path(text: str) -> Path:
    """An argument that names a file or folder; an empty one, which means here, is refused."""
    if not text.strip():
        raise argparse.ArgumentTypeError("een lege naam")
    return Path(text)


def ended(command: Callable[[], int]) -> int:
    """Run a command; a failure becomes a Dutch message on standard error and exit status 2.

    Text goes in and out as UTF-8 whatever the terminal; bytes that aren't come in as surrogates.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8-sig" if stream is sys.stdin else "utf-8"
            stream.reconfigure(encoding=encoding, errors="surrogateescape")
    try:
        status = command()
        sys.stdout.flush()
    except RuggespraakError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Afgebroken.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"De uitvoer kon niet worden geschreven: {reason(error)}.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return status
