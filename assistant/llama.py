"""Our parts as LlamaIndex components, for who has a LlamaIndex application already.

The splitter is a NodeParser, the retriever a BaseRetriever, the assistant a CustomQueryEngine; each
can be taken alone. Nothing here falls back on LlamaIndex's default (OpenAI) models.
"""

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.node_parser import NodeParser
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle, TextNode
from pydantic import ConfigDict

from assistant import retrieval
from assistant.engine import Assistant
from ingest import documents, passages
from ingest.schema import Block, Document, Passage, Source
from ingest.text import Origins, Text


class PassageNodeParser(NodeParser):
    """Splits nodes into passages of whole sentences; start_char_idx and end_char_idx are exact."""

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        return [
            as_node(passage)
            for node in nodes
            for passage in passages.split(_document(node.node_id, node.get_content()))
        ]


class PassageRetriever(BaseRetriever):
    """Our retrieval over an index of `python -m ingest`."""

    def __init__(self, assistant: Assistant, limit: int = 10) -> None:
        super().__init__()
        self._assistant = assistant
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        build, encoder = self._assistant.open()
        hits = retrieval.search(
            build,
            encoder,
            query_bundle.query_str,
            self._limit,
            reranker=self._assistant.reranker,
        )
        return [NodeWithScore(node=as_node(hit.passage), score=hit.score) for hit in hits]


class AssistantQueryEngine(CustomQueryEngine):
    """Our assistant: the response holds the statements, its source nodes the cited passages."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    assistant: Assistant

    def custom_query(self, query_str: str) -> Response:
        """Answer one question; metadata["answer"] is the contract's output line."""
        answer = self.assistant.ask([query_str])
        told = [
            f"{statement.text} {''.join(f'[{number}]' for number in statement.citations)}"
            for statement in answer.statements
        ]
        return Response(
            response="\n\n".join(told) or answer.reason,
            source_nodes=[NodeWithScore(node=as_node(c.passage)) for c in answer.citations],
            metadata={"answer": answer.as_line(None)},
        )


def as_node(passage: Passage) -> TextNode:
    """A passage as a LlamaIndex node with its place in the document."""
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "document_id": passage.document_id,
            "section": passage.section,
            "page": passage.page,
        },
    )


def _document(id: str, text: str) -> Document:
    """A node's text as a document in one section; the text is kept as it is."""
    layout = documents.assemble([Block("paragraph", Text.read(text))])
    return Document(id, text, layout.sections, Source(title=id), Origins.of(layout.text))
