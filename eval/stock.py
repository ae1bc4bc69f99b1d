"""LlamaIndex out of the box, for comparison: its splitter, vector index, BM25 and fusion.

The vectors are those of the encoder that is passed in, so that only the way of searching differs.
Its BM25 is a package of its own, which `make ablate` installs: it asks for an older PyStemmer than
ours, and works with ours.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from llama_index.core import Document as LlamaDocument
from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode
from pydantic import ConfigDict

from ingest.embeddings import Encoder
from ingest.schema import Document, Passage

CHUNK = 256  # tokens

Retriever = tuple[str, Callable[[str], Sequence[Passage]], Sequence[Passage]]


class Embedding(BaseEmbedding):
    """An encoder of ours as LlamaIndex takes them."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    encoder: Any

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.encoder.encode_documents(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self.encoder.encode_queries([query])[0].tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def retrievers(documents: Sequence[Document], encoder: Encoder, limit: int) -> Iterator[Retriever]:
    """Its vector index, its Dutch BM25 and the RRF of the two: name, search, and all its chunks.

    Raises:
        ImportError: its BM25 isn't installed.
    """
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = SentenceSplitter(chunk_size=CHUNK, chunk_overlap=20).get_nodes_from_documents(
        [LlamaDocument(text=document.text, id_=document.id) for document in documents]
    )
    chunks = {node.node_id: _chunk(node, documents) for node in nodes}
    index = VectorStoreIndex(nodes, embed_model=Embedding(encoder=encoder))
    dense = index.as_retriever(similarity_top_k=limit)
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=limit, language="nl")
    fused = QueryFusionRetriever(
        [dense, words],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=limit,
        num_queries=1,
        use_async=False,
    )
    for name, retriever in [("dense", dense), ("BM25", words), ("RRF", fused)]:
        yield name, _search(retriever, chunks), list(chunks.values())


def _search(
    retriever: BaseRetriever, chunks: dict[str, Passage]
) -> Callable[[str], Sequence[Passage]]:
    return lambda question: [chunks[hit.node.node_id] for hit in retriever.retrieve(question)]


def _chunk(node: BaseNode, documents: Sequence[Document]) -> Passage:
    """A node as a passage at its place in the document."""
    text = node.get_content()
    document = next(d for d in documents if d.id == node.ref_doc_id)
    start = document.text.index(text)
    return Passage(node.node_id, document.id, "", None, start, start + len(text), text, "prose")
