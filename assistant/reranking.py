"""An optional cross-encoder: a question and passages -> how well each answers it.

It reads the question and a passage together, which vectors made apart can't; it takes that much
longer. Off unless RUGGESPRAAK_RERANKER names one: none ships. Nothing is looked up at a model hub
for a model that is a local folder. Doesn't find passages, and says nothing of how sure.
"""

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.embeddings import loading
from ingest.errors import RerankerNotFound

Scores = NDArray[np.float32]

_TRIED = ("Helpt rust bij rugpijn?", ["Blijf in beweging bij rugpijn."])


class Reranker(Protocol):
    """Tells how well each of n texts answers a question: n scores, higher is better."""

    def scores(self, question: str, texts: Sequence[str]) -> Scores: ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, from a folder or else the hub of that name."""

    def __init__(self, name: str, settings: dict[str, Any]) -> None:
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        self._model = CrossEncoder(
            name,
            activation_fn=Identity(),  # a sigmoid makes the best scores alike
            # The library draws weights that a model lacks, as an ordinary encoder lacks those that
            # score, from a distribution this wide: they give no number, instead of any order.
            config_kwargs={"initializer_range": float("inf")},
            **settings,
        )

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """The model's scores, of shape (len(texts),); of (len(texts), k) where it has k labels."""
        pairs = [(question, text) for text in texts]
        found: Scores = self._model.predict(pairs, show_progress_bar=False).astype(np.float32)
        return found


def named() -> str:
    """The cross-encoder that RUGGESPRAAK_RERANKER names; empty where it names none."""
    return os.environ.get("RUGGESPRAAK_RERANKER", "")


def load(name: str) -> Reranker:
    """The cross-encoder of that name: a local folder, or a sentence-transformers name.

    Raises:
        RerankerNotFound: there is none, it isn't whole, or it doesn't give one score a passage.
    """
    with loading(name, RerankerNotFound) as settings:
        reranker = CrossEncoderReranker(name, settings)
        tried = reranker.scores(*_TRIED)
    if tried.shape != (1,):
        raise RerankerNotFound(name, f"het geeft {tried.size} scores per passage, niet één")
    if not np.isfinite(tried).all():
        raise RerankerNotFound(name, "het is niet getraind als cross-encoder, of niet heel")
    return reranker
