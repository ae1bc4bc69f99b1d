"""Our parts inside LlamaIndex, each taken alone, with no model of LlamaIndex's own."""

import re

from llama_index.core.schema import Document as LlamaDocument

from assistant.engine import Assistant
from assistant.llama import AssistantQueryEngine, PassageNodeParser, PassageRetriever


def test_the_splitter_gives_nodes_with_exact_places() -> None:
    text = "Rust helpt niet bij o.a. lagerugpijn. Bewegen helpt wel. " * 40
    nodes = PassageNodeParser().get_nodes_from_documents([LlamaDocument(text=text)])
    assert len(nodes) > 2
    for node in nodes:
        start, end = node.start_char_idx, node.end_char_idx
        assert node.get_content() == text[start:end]


def test_the_retriever_gives_scored_nodes(assistant: Assistant) -> None:
    found = PassageRetriever(assistant, limit=3).retrieve("Helpt acupunctuur bij lagerugpijn?")
    assert len(found) == 3
    assert found[0].metadata["document_id"] == "lagerugpijn-ntvg"
    assert found[0].score >= found[1].score >= found[2].score


def test_the_query_engine_answers_with_source_nodes(assistant: Assistant) -> None:
    response = AssistantQueryEngine(assistant=assistant).query("Helpt acupunctuur bij lagerugpijn?")
    assert re.search(r"niet aanbevolen\. \[\d\]", str(response))
    assert response.source_nodes[0].metadata["section"]
    assert response.metadata["answer"]["citations"][0]["number"] == 1


def test_the_query_engine_declines_with_the_reason(assistant: Assistant) -> None:
    response = AssistantQueryEngine(assistant=assistant).query("Helpt shockwave bij lagerugpijn?")
    assert "shockwave" in str(response)
    assert response.source_nodes == []
