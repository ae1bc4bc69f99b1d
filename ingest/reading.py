"""Read documents in processes of their own, so that a bad file harms nothing but itself.

    python -m ingest.reading     one such process: jobs on its input, results on its output

Reading is what may hang, crash or ask for all memory: a process that gives no sign of life for
PATIENCE seconds is ended, and none gets more than MEMORY. What comes out is in the order of what
went in. Doesn't know the index.
"""

import gc
import os
import pickle
import resource
import selectors
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

from ingest import documents, passages, questions, readers
from ingest.documents import File
from ingest.dutch import Dutch, Lexicon
from ingest.errors import DocumentError, UnreadableDocument
from ingest.questions import Fact
from ingest.schema import Document, Key, Passage, Prepared, Source, Terms

PATIENCE = 15.0  # seconds without a sign of life
MEMORY = 700_000_000  # bytes
MOST_PROCESSES = 4  # more would wait for the one that writes, and hold memory
AHEAD = 2  # jobs that wait for each process
_LENGTH = 8  # bytes that say how long a message is


class Job(NamedTuple):
    """A file to read, its entry in sources.toml where it has one, and the facts whose questions
    were written for it.
    """

    file: File
    source: Source | None
    written: tuple[Fact, ...] = ()


def prepare(document: Document, dutch: Dutch, written: Sequence[Fact] = ()) -> Prepared:
    """Split a document and analyse what may answer, with the questions that are known of it: those
    that ship, and those `written` for what still stands in it.
    """
    found = tuple(passages.split(document))
    facts = (*questions.load(document.id), *questions.standing(written, document))
    keys = questions.attach(facts, document, found, dutch)
    terms = [_terms(passage, held, dutch) for passage, held in zip(found, keys, strict=True)]
    return Prepared(document, found, tuple(keys), Terms.of(terms))


class Readers:
    """A context: processes that read documents for one ingest."""

    def __init__(self, lexicon: Path, jobs: int) -> None:
        self._processes = max(1, min(jobs, os.cpu_count() or 1, MOST_PROCESSES))
        self._lexicon = lexicon
        self._threads = ThreadPoolExecutor(self._processes)
        self._mine = threading.local()
        self._started: list[_Process] = []

    def read(self, jobs: Iterable[Job]) -> Iterator[Prepared | DocumentError]:
        """For each job, in order, the document ready for the index, or why it can't be read."""
        waiting: deque[Future[Prepared | DocumentError]] = deque()
        for job in jobs:
            waiting.append(self._threads.submit(self._one, job))
            if len(waiting) > AHEAD * self._processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _one(self, job: Job) -> Prepared | DocumentError:
        process: _Process | None = getattr(self._mine, "process", None)
        if process is None or not process.alive:
            process = self._mine.process = _Process(self._lexicon)
            self._started.append(process)
        return process.read(job)

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._started:
            process.end()
        self._threads.shutdown()


class _Process:
    """One reading process, as its parent sees it."""

    def __init__(self, lexicon: Path) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "ingest.reading", str(lexicon)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,  # so that what it starts ends with it
            bufsize=0,  # what select doesn't see must not wait in a buffer
            cwd=Path(__file__).resolve().parent.parent,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
        )
        self._jobs: BinaryIO = self._popen.stdin  # type: ignore[assignment]
        self._results: BinaryIO = self._popen.stdout  # type: ignore[assignment]
        self._signs = selectors.DefaultSelector()
        self._signs.register(self._results, selectors.EVENT_READ)

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    def read(self, job: Job) -> Prepared | DocumentError:
        """What the process makes of a job; a process that fails at it is ended."""
        try:
            _send(self._jobs, job)
            while self._signs.select(PATIENCE):
                result: Prepared | DocumentError | None = _receive(self._results)
                if result is not None:
                    return result
            why = f"is niet te lezen binnen {PATIENCE:.0f} seconden"
        except (EOFError, OSError, pickle.UnpicklingError):
            why = "is niet te lezen: het lezen liep vast of vroeg te veel geheugen"
        self.end()
        return UnreadableDocument(job.file.path, why)

    def end(self) -> None:
        """End the process, whatever it does."""
        with suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()


def main(arguments: list[str]) -> int:
    """The reading process: jobs in, results out, until there are no more."""
    jobs, results = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no result
    gc.set_threshold(200_000)  # a page makes many small objects, and few rings of them
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    readers.watched(lambda: _send(results, None))
    dutch = Dutch(Lexicon.load(Path(arguments[0])))
    while True:
        try:
            job: Job = _receive(jobs)
        except EOFError:
            return 0
        _send(results, _result(job, dutch))


def _result(job: Job, dutch: Dutch) -> Prepared | DocumentError:
    try:
        return prepare(documents.read(job.file, job.source), dutch, job.written)
    except DocumentError as error:
        return error
    except MemoryError:
        raise  # it may not come back: the process ends, the next file gets a fresh one
    except RecursionError:
        why = "is te diep genest om te lezen"
    except Exception as error:  # a library's own; the file is at fault, the others go in
        why = f"is niet te lezen ({type(error).__name__}: {str(error)[:200]})"
    return UnreadableDocument(job.file.path, why)


def _terms(passage: Passage, keys: Sequence[Key], dutch: Dutch) -> list[str]:
    """The terms of a passage and of the questions that it answers; none of references."""
    if passage.kind == "reference":
        return []
    texts = [passages.searched_text(passage), *(key.question for key in keys)]
    return [term for text in texts for term in dutch.terms(text)]


def _send(stream: BinaryIO, message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big") + data)
    stream.flush()


def _receive(stream: BinaryIO) -> Any:
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return pickle.loads(_exactly(stream, length))


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = stream.read(length - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
