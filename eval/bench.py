"""How fast ingest and retrieval are: python -m eval.bench, or make bench.

Ingest is told as ratios to its floors in one run, retrieval beside other ways (`eval.speed`).
Documents are made from the shipped digests' own sentences, shuffled and numbered; PDFs are set in
two columns. Times are wall time; memory is what a process and its children have resident, together.
Linux only: memory is read from /proc.
"""

import argparse
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from eval import speed
from eval.speed import judged
from ingest import embeddings, passages, pipeline
from ingest.index import Index
from ingest.stores import VectorStore

SEED = 20261121
PAGES_A_DOCUMENT = 20
LINES_A_COLUMN = 52
LINE = 48  # characters
SECTIONS_A_DOCUMENT = 100  # of about one passage each
SIZES = (1000, 10_000, 100_000)  # passages
TARGET_WHOLE, TARGET_ONE_MORE, TARGET_MEMORY = 1.3, 0.10, 1500.0


class Floors(NamedTuple):
    """Seconds that each part takes by itself, and ingest as a whole."""

    extract: float
    encode: float
    write: float
    whole: float

    @property
    def ratio(self) -> float:
        """The whole as a multiple of the sum of its floors."""
        return self.whole / (self.extract + self.encode + self.write)


class Watched(NamedTuple):
    """Seconds that an ingest takes, and the peak memory of all its processes in MB."""

    seconds: float
    memory: float


def main(arguments: list[str] | None = None) -> int:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, help="default: 1000")
    parser.add_argument("--runs", type=int, default=3, help="of the pages; default: 3")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=SIZES,
        help="of indexes, in passages; default: %(default)s",
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if options.pages:
            _print_pages(Path(folder), options.pages, options.runs)
        for size in sorted(options.sizes):
            built = _print_index(Path(folder) / str(size), size)
        if options.sizes:
            _print_grown(Path(folder) / str(size), built)
    return 0


def _print_pages(folder: Path, pages: int, runs: int) -> None:
    papers = folder / "papers"
    make_papers(papers, pages)
    found = [floors(papers, folder / f"run-{run}") for run in range(runs)]
    print(f"{pages} PDF pages, median of {runs} runs   seconds")
    for name in ("extract", "encode", "write", "whole"):
        print(f"  {name:<32}{statistics.median(getattr(f, name) for f in found):>8.2f}")
    ratio = statistics.median(f.ratio for f in found)
    verdict = judged(f"at most {TARGET_WHOLE}", ratio <= TARGET_WHOLE)
    print(f"  whole / (extract + encode + write) {ratio:.2f}{verdict}")
    stock = timed(lambda: _in_child(stock_ingest, papers, folder / "stock"))
    ours = timed(lambda: _in_child(our_ingest, papers, folder / "ours"))
    print(f"  stock LlamaIndex, with its start   {stock:>6.2f}")
    print(f"  ours, with its start               {ours:>6.2f}   ({stock / ours:.1f} times as fast)")


def _print_index(folder: Path, size: int) -> Watched:
    """Make an index, search it, and tell of both."""
    make_texts(folder / "stukken", size)
    built = watched_ingest(folder / "stukken", folder / "index")
    print(speed.table(speed.measure(folder / "index", folder / "stock"), size))
    print(f"  build {built.seconds:.1f} s, peak memory {_judged_memory(built)}")
    return built


def _print_grown(folder: Path, built: Watched) -> None:
    """Add one document to the index that was built, ingest it unchanged, and tell of both."""
    papers, index = folder / "stukken", folder / "index"
    (papers / "nieuw.md").write_text(
        _markdown("Nieuw", random.Random(SEED + 1), 10), encoding="utf-8"
    )
    more, unchanged = watched_ingest(papers, index), watched_ingest(papers, index)
    share = more.seconds / built.seconds
    verdict = judged(f"at most {TARGET_ONE_MORE:.2f}", share <= TARGET_ONE_MORE)
    print(f"  one document more {more.seconds:.1f} s, peak memory {_judged_memory(more)}")
    print(f"  as a share of the build {share:.3f}{verdict}")
    print(f"  nothing changed {unchanged.seconds:.1f} s")


def _judged_memory(ingest: Watched) -> str:
    verdict = judged(f"under {TARGET_MEMORY:.0f}", ingest.memory < TARGET_MEMORY)
    return f"{ingest.memory:.0f} MB{verdict}"


def floors(papers: Path, folder: Path) -> Floors:
    """Time the parts alone, then the whole, over the same PDFs."""
    index = folder / "index"
    pipeline.ingest([papers], folder / "warm")  # imports and caches, not counted
    extract = timed(lambda: extract_alone(papers))
    whole = timed(lambda: pipeline.ingest([papers], index))
    build = Index(index).build()
    texts = [passages.searched_text(build.passage(id)) for id in build.ids]
    encoder = embeddings.load()
    encode = timed(lambda: encoder.encode_documents(texts))
    vectors = encoder.encode_documents(texts)
    store = VectorStore(folder / "alone", create=True)
    write = timed(lambda: store.add(build.ids, vectors))
    store.close()
    build.close()
    return Floors(extract, encode, write, whole)


def make_papers(folder: Path, pages: int) -> None:
    """PDFs of PAGES_A_DOCUMENT pages in two columns."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    folder.mkdir(parents=True)
    chance = random.Random(SEED)
    for number in range(max(1, pages // PAGES_A_DOCUMENT)):
        canvas = Canvas(str(folder / f"stuk-{number:04d}.pdf"), pagesize=A4)
        for page in range(min(pages, PAGES_A_DOCUMENT)):
            canvas.setFont("Helvetica", 9)
            for column in (50, 310):
                for line, text in enumerate(_column(chance)):
                    canvas.drawString(column, 780 - 14 * line, text)
            canvas.drawCentredString(297, 30, str(page + 1))
            canvas.showPage()
        canvas.save()


def make_texts(folder: Path, passages: int) -> None:
    """Markdown documents with so many passages in all."""
    folder.mkdir(parents=True)
    chance = random.Random(SEED)
    for number in range(max(1, passages // SECTIONS_A_DOCUMENT)):
        text = _markdown(f"Stuk {number}", chance, min(passages, SECTIONS_A_DOCUMENT))
        (folder / f"stuk-{number:04d}.md").write_text(text, encoding="utf-8")


def extract_alone(papers: Path) -> int:
    """The text of every page by pypdfium2 and nothing else; gives the number of characters."""
    import pypdfium2

    characters = 0
    for path in sorted(papers.glob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        for page in document:
            characters += len(page.get_textpage().get_text_range())
        document.close()
    return characters


def our_ingest(papers: Path, folder: Path) -> None:
    """Ours, in a process of its own."""
    pipeline.ingest([papers], folder)


def stock_ingest(papers: Path, folder: Path) -> None:
    """The stock LlamaIndex way over the same PDFs, with the same encoder."""
    from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from eval.stock import CHUNK, Embedding

    store = ChromaVectorStore.from_params(collection_name="stock", persist_dir=str(folder))
    VectorStoreIndex.from_documents(
        SimpleDirectoryReader(str(papers)).load_data(),
        transformations=[SentenceSplitter(chunk_size=CHUNK)],
        embed_model=Embedding(encoder=embeddings.load(), embed_batch_size=256),
        storage_context=StorageContext.from_defaults(vector_store=store),
    )


def watched_ingest(papers: Path, index: Path) -> Watched:
    """Run the ingest command."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", str(papers), "--index", str(index)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(resident(pid) for pid in family(process.pid)))
        time.sleep(0.1)
    if process.returncode:
        raise RuntimeError(process.communicate()[1].decode())
    return Watched(time.perf_counter() - began, peak)


def timed(call: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _in_child(task: Callable[[Path, Path], None], papers: Path, folder: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=task, args=(papers, folder))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{task.__name__} ended with {process.exitcode}")


def family(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for task in Path("/proc", str(pid), "task").glob(
        "*/children"
    ):  # any thread may have started one
        with suppress(OSError):
            for child in task.read_text().split():
                yield from family(int(child))


def resident(pid: int) -> float:
    """The memory of a process in MB, what it shares counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)


def _sentences() -> list[str]:
    """The sentences of the shipped digests."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(pipeline.DIGESTS.glob("*.md"))]
    return [
        " ".join(text[start:end].split())
        for text in texts
        for start, end in passages.sentences(text)
        if text[start].isalpha()
    ]


def _prose(chance: random.Random, words: int) -> str:
    """Shuffled sentences, some with a number of their own, of about so many words."""
    found: list[str] = []
    while sum(len(sentence.split()) for sentence in found) < words:
        found.append(chance.choice(_SENTENCES))
        if chance.random() < 0.3:
            found.append(f"Dat gold voor {chance.randrange(10_000)} van de {10_000} deelnemers.")
    return " ".join(found)


def _column(chance: random.Random) -> list[str]:
    return textwrap.wrap(_prose(chance, 420), LINE)[:LINES_A_COLUMN]


def _markdown(title: str, chance: random.Random, sections: int) -> str:
    parts = [f"## Deel {n}\n\n{_prose(chance, 100)}" for n in range(sections)]
    return "\n\n".join([f"# {title}", *parts]) + "\n"


_SENTENCES = _sentences()


if __name__ == "__main__":
    sys.exit(main())
