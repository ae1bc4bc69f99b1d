"""A stock LlamaIndex application around our retriever and our engine.

    python -m ingest
    python examples/llamaindex_app.py "Helpt acupunctuur bij lagerugpijn?"

Both are tools, as any agent of LlamaIndex takes them. No language model is needed for either, so
none is set; with one of yours in `Settings.llm`, change the response mode to have it word what the
retriever finds.
"""

import sys

from llama_index.core import Settings
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.tools import QueryEngineTool

from assistant.engine import Assistant
from assistant.llama import AssistantQueryEngine, PassageRetriever

QUESTION = "Wanneer is een MRI zinvol bij een lumbosacraal radiculair syndroom?"


def tools(assistant: Assistant) -> tuple[QueryEngineTool, QueryEngineTool]:
    """Our engine, which answers; and LlamaIndex's own around our retriever, which looks up."""
    passages = RetrieverQueryEngine.from_args(
        PassageRetriever(assistant, limit=5),
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.2)],
        response_mode=ResponseMode.NO_TEXT,
    )
    return (
        QueryEngineTool.from_defaults(
            AssistantQueryEngine(assistant=assistant),
            name="ruggespraak",
            description="Beantwoordt een vraag over rug- en nekpijn met citaten uit de bronnen.",
        ),
        QueryEngineTool.from_defaults(
            passages,
            name="passages",
            description="Zoekt de passages over rug- en nekpijn die bij een vraag horen.",
        ),
    )


def main(question: str) -> None:
    """Print the answer with its sources, then the passages found."""
    Settings.llm = MockLLM()  # left unset, LlamaIndex would ask for a key of OpenAI
    answer, passages = tools(Assistant())
    print(answer.call(question).content)
    for node in passages.call(question).raw_output.source_nodes:
        print(f"{node.score:.2f}  {node.metadata['document_id']}: {node.metadata['section']}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or QUESTION)
