"""The optional language model, as this project talks to it: a prompt -> a reply.

Out of the box an OpenAI-compatible server (RUGGESPRAAK_LLM_URL, _MODEL, _KEY), as a LlamaIndex LLM;
any other will do. Doesn't know what is asked, and trusts nothing of what comes back.
"""

import os
from typing import TYPE_CHECKING

from ingest.errors import WriterError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

TIMEOUT = 60.0  # seconds for one reply


def from_environment(timeout: float = TIMEOUT) -> "LLM":
    """The model on the server that RUGGESPRAAK_LLM_URL names; `timeout` in seconds a reply.

    Raises:
        WriterError: it isn't set.
    """
    url = os.environ.get("RUGGESPRAAK_LLM_URL")
    if not url:
        raise WriterError(
            "RUGGESPRAAK_LLM_URL is niet ingesteld",
            "export RUGGESPRAAK_LLM_URL=http://127.0.0.1:11434/v1"
            "   (het adres van een server die OpenAI's taal spreekt)",
        )
    from llama_index.llms.openai_like import OpenAILike

    llm: LLM = OpenAILike(
        api_base=url,
        model=os.environ.get("RUGGESPRAAK_LLM_MODEL", "default"),
        api_key=os.environ.get("RUGGESPRAAK_LLM_KEY", "none"),
        is_chat_model=True,
        temperature=0.0,
        timeout=timeout,
        max_retries=1,
    )
    return llm


def reply(llm: "LLM", prompt: str) -> str:
    """What the model says to a prompt; empty where it says nothing.

    Raises:
        WriterError: it gave no answer.
    """
    from llama_index.core.llms import ChatMessage

    try:
        return llm.chat([ChatMessage(role="user", content=prompt)]).message.content or ""
    except Exception as error:  # each client raises its own kinds
        raise WriterError(type(error).__name__) from error
