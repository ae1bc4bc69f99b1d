"""How fast an index is searched: ours, LlamaIndex's, exact search, Chroma alone; and how fast a
question is answered.

All take the same questions as text, one after the other, with the same encoder over the same
passages, and give ten passages or their ids. The questions are from split `tune` of the gold set
that ships; others of it come first, not counted. Doesn't look at what is found, but for how much
of the exact search the index finds.
"""

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant import retrieval
from assistant.conversation import standalone
from assistant.engine import Assistant
from eval import gold
from ingest.dutch import Dutch
from ingest.embeddings import Encoder, Vectors
from ingest.index import Build
from ingest.passages import searched_text
from ingest.stores import VectorStore

SEED = 20261121
QUESTIONS, WARM_UP = 200, 20
LIMIT = 10
SOURCES = 3  # to which ours is narrowed
ROUNDING = 1e-5  # of a similarity, between numpy's and Chroma's
STOCK_SECONDS = 300.0  # that LlamaIndex has to make its index and answer
STOCK_NEEDS = ("llama_index.retrievers.bm25", "llama_index.vector_stores.chroma")
OURS, ANSWERED = "ours", "question to answer"
# Milliseconds at the 95th percentile, by the way and by how many passages.
TARGETS = {OURS: {10_000: 10.0, 100_000: 30.0}, ANSWERED: {10_000: 25.0}}
TARGET_RECALL = 0.99

Search = Callable[[str], object]  # question -> what is found


class Timing(NamedTuple):
    """Milliseconds of one question: the median and the 95th percentile."""

    name: str
    p50: float
    p95: float


class Speed(NamedTuple):
    """How fast each way of searching an index is, and the index's recall@10 of exact search.

    `left_out` says why LlamaIndex isn't among them; empty where it is.
    """

    passages: int
    timings: list[Timing]
    recall: float
    left_out: str


def measure(index: Path, folder: Path) -> Speed:
    """Search an index every way; LlamaIndex keeps its own in a new folder."""
    assistant = Assistant(index)
    build, encoder = assistant.open()
    asked = questions(build.dutch)
    vectors = vectors_of(build)
    timings = [timed(name, way, asked) for name, way in searches(build, encoder, vectors)]
    timings.append(timed(ANSWERED, lambda text: assistant.ask([text]), asked))
    recall = recall_of_exact(build, vectors, encoder.encode_queries(asked[WARM_UP:]))
    build.close()
    stock, left_out = _stock(index, folder, asked)
    return Speed(len(build.ids), [*timings, *stock], recall, left_out)


def table(speed: Speed, size: int) -> str:
    """A line for each way, its targets for an index of about so many passages judged."""
    lines = [f"{f'{speed.passages} passages, {QUESTIONS} questions, ms':<40}{'p50':>8}{'p95':>8}"]
    for timing in speed.timings:
        target = TARGETS.get(timing.name.split(",")[0], {}).get(size)
        verdict = judged(f"p95 at most {target:.0f}", timing.p95 <= target) if target else ""
        lines.append(f"  {timing.name:<38}{timing.p50:>8.2f}{timing.p95:>8.2f}{verdict}")
    if speed.left_out:
        lines.append(f"  stock LlamaIndex is left out: {speed.left_out}")
    verdict = judged(f"at least {TARGET_RECALL}", speed.recall >= TARGET_RECALL)
    return "\n".join([*lines, f"  recall@{LIMIT} of the index {speed.recall:.4f}{verdict}"])


def judged(target: str, met: bool) -> str:
    """What stands behind a figure that has a target."""
    return f"   (target: {target}; {'met' if met else 'NOT MET'})"


def questions(dutch: Dutch) -> list[str]:
    """A sample of the gold questions of split `tune`, those to warm up with first."""
    rows = [row for row in gold.load(gold.shipped()) if row.split == "tune"]
    found = sorted({standalone(row.turns, dutch) for row in rows})
    return random.Random(SEED).sample(found, WARM_UP + QUESTIONS)


def vectors_of(build: Build) -> Vectors:
    """All vectors of a build, of shape (number of vectors, dimension)."""
    store = VectorStore(build.folder / "chroma")
    vectors = np.concatenate([batch for _, batch in store.everything()])
    store.close()
    return vectors


def searches(build: Build, encoder: Encoder, vectors: Vectors) -> Iterator[tuple[str, Search]]:
    """Each way to search in this process: its name, and the search."""
    ours = partial(retrieval.search, build, encoder, limit=LIMIT)
    yield OURS, ours
    sources = sorted(build.documents)[:SOURCES]
    yield f"{OURS}, narrowed to {len(sources)} sources", partial(ours, sources=sources)
    yield "exact search by numpy", lambda text: exact(vectors, encoder.encode_queries([text])[0])
    yield "Chroma alone", lambda text: build.dense(encoder.encode_queries([text])[0], LIMIT)


def exact(vectors: Vectors, question: Vectors) -> NDArray[np.intp]:
    """The rows of the LIMIT vectors nearest to a unit vector of shape (dimension,), best first."""
    similarities = vectors @ question
    nearest = np.argpartition(-similarities, LIMIT)[:LIMIT]
    return nearest[np.argsort(-similarities[nearest], kind="stable")]


def recall_of_exact(build: Build, vectors: Vectors, asked: Vectors) -> float:
    """The share of the LIMIT nearest vectors that the index finds, the mean over questions.

    One is found where it is as near as the last of the exact search, so that it doesn't matter
    which of two equally near ones is given (Aumüller, Bernhardsson & Faithfull 2020).
    """
    shares = []
    for question in asked:
        last = float(vectors[exact(vectors, question)[-1]] @ question) - ROUNDING
        shares.append(sum(hit.score >= last for hit in build.dense(question, LIMIT)) / LIMIT)
    return float(np.mean(shares))


def timed(name: str, search: Search, asked: Sequence[str]) -> Timing:
    """Time each question but the first WARM_UP."""
    seconds = []
    for question in asked:
        began = time.perf_counter()
        search(question)
        seconds.append(time.perf_counter() - began)
    p50, p95 = 1000 * np.percentile(seconds[WARM_UP:], [50, 95])
    return Timing(name, float(p50), float(p95))


def stock_search(index: Path, folder: Path) -> Search:
    """LlamaIndex's Chroma store and its Dutch BM25, fused by RRF, over the passages of an index.

    Raises:
        ImportError: one of STOCK_NEEDS isn't installed.
    """
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from eval.stock import Embedding

    build, encoder = Assistant(index).open()
    texts = [searched_text(build.passage(id)) for id in build.ids]
    build.close()
    nodes: list[BaseNode] = [
        TextNode(id_=id, text=text) for id, text in zip(build.ids, texts, strict=True)
    ]
    store = ChromaVectorStore.from_params(collection_name="stock", persist_dir=str(folder))
    held = VectorStoreIndex(
        nodes,
        embed_model=Embedding(encoder=encoder),
        storage_context=StorageContext.from_defaults(vector_store=store),
    )
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=LIMIT, language="nl")
    fused = QueryFusionRetriever(
        [held.as_retriever(similarity_top_k=LIMIT), words],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=LIMIT,
        num_queries=1,
        use_async=False,
    )
    return fused.retrieve


def missing() -> list[str]:
    """Which packages LlamaIndex's search needs that aren't installed."""
    return [name for name in STOCK_NEEDS if not _installed(name)]


def _installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # what holds it isn't there either
        return False


def _stock(index: Path, folder: Path, asked: Sequence[str]) -> tuple[list[Timing], str]:
    """LlamaIndex's timing, from a process of its own, or why there is none."""
    if absent := missing():
        return [], f"{' and '.join(absent)} not installed"
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_timed_stock, args=(there, index, folder, asked))
    process.start()
    there.close()  # so that the other end is seen to close where the process fails
    if not here.poll(STOCK_SECONDS):
        process.terminate()
        process.join()
        return [], f"not done in {STOCK_SECONDS:.0f} s"
    timing = here.recv()
    process.join()
    return [timing], ""


def _timed_stock(there: Connection, index: Path, folder: Path, asked: Sequence[str]) -> None:
    search = stock_search(index, folder)
    there.send(timed("stock LlamaIndex, Chroma + BM25, RRF", search, asked))
