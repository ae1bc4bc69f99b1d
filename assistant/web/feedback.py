"""Thumbs with a remark, kept where the owner of this computer asked for it.

A line of the file is what `python -m eval candidates` reads: the questions without a patient's
data, the answer as it was shown, the thumb and the remark. Nothing of who gave it, nor when, is
kept.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from io import FileIO
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import privacy
from assistant.schema import Answer
from ingest.errors import FeedbackNotKept, reason

MOST_CHARACTERS = 1000  # of a remark
MOST_TURNS = 50  # of a conversation, the last ones
MOST_BYTES = 100_000_000  # of the file
PATIENCE = 5.0  # seconds for others that write


def keep(path: Path, answers: Sequence[Answer], good: bool, remark: str = "") -> None:
    """Add a thumb for the last of the answers of a conversation, whole or not at all.

    Raises:
        FeedbackNotKept: there is no answer, the remark is too long, or the file can't be written.
    """
    if not answers:
        raise FeedbackNotKept("er is nog geen antwoord")
    if len(remark) > MOST_CHARACTERS:
        raise FeedbackNotKept(
            f"de opmerking telt {len(remark)} tekens, en hoogstens {MOST_CHARACTERS} kan"
        )
    line = _line(answers[-MOST_TURNS:], good, remark)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with (
            open(descriptor, "r+b", buffering=0) as file,
            FileLock(f"{path}.lock", timeout=PATIENCE),
        ):
            _append(file, line)
    except Timeout as error:
        raise FeedbackNotKept("het bestand is bezet; probeer het nog eens") from error
    except OSError as error:
        raise FeedbackNotKept(f"het bestand is niet te schrijven: {reason(error)}") from error


def _line(answers: Sequence[Answer], good: bool, remark: str) -> bytes:
    last = answers[-1]
    shown = replace(
        last,
        question=privacy.without(last.question),
        standalone_question=privacy.without(last.standalone_question),
        passages=(),
        more=(),
        timings_ms={},
    )
    entry = {
        "turns": [privacy.without(answer.question) for answer in answers],
        "good": good,
        "comment": privacy.without(remark).strip(),
        "answer": shown.as_line(None),
    }
    return json.dumps(entry, ensure_ascii=False).encode(errors="replace") + b"\n"


def _append(file: FileIO, line: bytes) -> None:
    """Add a line, on a line of its own; what could be written only in part is taken back."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(size - 1)
        line = line if file.read(1) == b"\n" else b"\n" + line
    if size + len(line) > MOST_BYTES:
        raise FeedbackNotKept("het bestand is vol")
    if file.write(line) != len(line):
        file.truncate(size)
        raise FeedbackNotKept("het schrijven mislukte; misschien is de schijf vol")
