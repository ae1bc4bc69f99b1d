"""Texts -> unit vectors.

`Encoder` is the one protocol; two classes fill it. A static model (a subword tokenizer and a table
of vectors, such as the one that ships) is read with tokenizers and numpy in a tenth of a second;
any other model goes through sentence-transformers, whose import alone takes seconds. Nothing is
looked up at a model hub for a model that is a local folder.
"""

import hashlib
import json
import os
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from ingest.errors import ModelNotFound

SHIPPED = "ruggespraak"  # the name that an index records for the model in corpus/encoder
SHIPPED_PATH = Path(__file__).resolve().parent.parent / "corpus" / "encoder"

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns n texts into n unit vectors of shape (n, dimension)."""

    name: str
    fingerprint: str  # changes whenever the vectors would

    def encode_documents(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...


class StaticEncoder:
    """The mean of the vectors of a text's subwords, as sentence-transformers' StaticEmbedding."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.fingerprint = _digest(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._table: Vectors = load_file(folder / "model.safetensors")["embedding.weight"]

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension); zeros for a text without a token."""
        vectors = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for row, encoding in enumerate(encodings):
            if encoding.ids:
                mean = self._table[encoding.ids].mean(axis=0)
                vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors

    encode_queries = encode_documents


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with the prompts that its own configuration gives."""

    def __init__(self, name: str) -> None:
        local = Path(name).is_dir()
        if local:
            os.environ["HF_HUB_OFFLINE"] = "1"  # before the import, else it looks up the hub
        from sentence_transformers import SentenceTransformer

        online = _hub_answers(name)
        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=not online)
        except Exception as error:  # the library raises a dozen kinds for "not there"
            why = "de map bevat geen heel model" if local else "niet op deze computer"
            hub = "" if online or local else ", en er is geen modelhub bereikbaar"
            raise ModelNotFound(name, why + hub) from error
        self.name = str(Path(name).resolve()) if local else name
        self.fingerprint = _digest(Path(name)) if local else name

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), with the document prompt."""
        found: Vectors = self._model.encode_document(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return found.astype(np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), with the query prompt."""
        found: Vectors = self._model.encode_query(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return found.astype(np.float32)


def load(name: str = SHIPPED) -> Encoder:
    """The encoder of that name: the shipped one, a local folder, or a sentence-transformers name.

    Raises:
        ModelNotFound: there is no such model, or it can't be loaded.
    """
    folder = SHIPPED_PATH if name == SHIPPED else Path(name)
    if name == SHIPPED and not folder.is_dir():
        raise ModelNotFound(name, f"{folder} ontbreekt")
    if _is_static(folder):
        try:
            return StaticEncoder(name if name == SHIPPED else str(folder.resolve()), folder)
        except Exception as error:  # tokenizers and safetensors raise their own kinds
            raise ModelNotFound(name, f"beschadigd: {error}") from error
    if "/" in name and not folder.exists() and name.startswith((".", "/", "~")):
        raise ModelNotFound(name, "de map bestaat niet")
    return SentenceTransformerEncoder(name)


def _hub_answers(name: str) -> bool:
    """Is there a model hub to ask? Not for a local folder, and not where no network is.

    Without this question an unknown name keeps the libraries retrying for over a minute.
    """
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE or Path(name).is_dir():
        return False
    try:
        urllib.request.urlopen(constants.ENDPOINT, timeout=3).close()
    except OSError:
        return False
    return True


def _is_static(folder: Path) -> bool:
    """Is this the folder of a model whose only module is a StaticEmbedding at the top level?"""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        first, *others = [str(module["type"]) for module in modules]
        at_top = not modules[0]["path"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    normalized = all(other.endswith("Normalize") for other in others)
    return at_top and first.endswith("StaticEmbedding") and normalized


def _digest(folder: Path) -> str:
    """SHA-256 over every file of a model's folder that bears on its vectors."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
