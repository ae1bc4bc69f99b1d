"""Texts -> unit vectors.

`Encoder` is the one protocol; two classes fill it. A static model (a subword tokenizer and a table
of vectors, such as the one that ships) is read with tokenizers and numpy in a tenth of a second;
any other model goes through sentence-transformers, whose import alone takes seconds. Nothing is
looked up at a model hub for a model that is a local folder.

Many models were trained with a prompt before each text, and lose much without it. A model's own
configuration says which; where it says none, the prompts are those of its family.
"""

import hashlib
import json
import os
import re
import threading
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Encoding, Tokenizer

from ingest.errors import ModelNotFound

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED = "ruggespraak"  # the name that an index records for the model in corpus/encoder
SHIPPED_PATH = Path(__file__).resolve().parent.parent / "corpus" / "encoder"

FEW = 16  # texts
MOST_KEPT = 50_000  # vectors of documents, by a Remembering encoder
Vectors = NDArray[np.float32]


class Prompts(NamedTuple):
    """What is put before a question and before a document; nothing where empty."""

    query: str = ""
    document: str = ""


_SEARCH = "Represent this sentence for searching relevant passages: "
_INSTRUCT = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
)

# The prompts that the cards of a family ask for, by a part of the model's name. The first match
# counts; an empty pair says that the family needs none, whatever it was made from.
_FAMILIES = (
    ("e5-(?:.+-)?instruct|e5-mistral", Prompts(_INSTRUCT)),
    ("e5", Prompts("query: ", "passage: ")),
    ("bge-[a-z]+-en", Prompts(_SEARCH)),
    ("mxbai-embed|uae-large", Prompts(_SEARCH)),
    ("arctic-embed.*v2", Prompts("query: ")),
    ("arctic-embed", Prompts(_SEARCH)),
    ("nomic-embed|modernbert-embed", Prompts("search_query: ", "search_document: ")),
    ("solon-embeddings", Prompts("query : ")),
    ("bge|gte", Prompts()),
)

# The keys under which configurations keep them: those of sentence-transformers, `web_search_query`
# of models that take an instruction, `retrieval.*` of jina-embeddings-v3.
_QUERY_KEYS = ("query", "web_search_query", "retrieval.query")
_DOCUMENT_KEYS = ("document", "passage", "corpus", "retrieval.passage")


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
        for row, encoding in enumerate(self._encodings(texts)):
            if encoding.ids:
                mean = self._table[encoding.ids].mean(axis=0)
                vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors

    encode_queries = encode_documents

    def _encodings(self, texts: Sequence[str]) -> Iterable[Encoding]:
        """The subwords of each text. Many go to the tokenizer's own threads; to have these woken
        for a few takes longer than to read them here, most of all when every core is busy.
        """
        if len(texts) > FEW:
            encodings: list[Encoding] = self._tokenizer.encode_batch(
                list(texts), add_special_tokens=False
            )
            return encodings
        return (self._tokenizer.encode(text, add_special_tokens=False) for text in texts)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its own prompts, else those of its family."""

    def __init__(self, name: str) -> None:
        with loading(name) as settings:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(name, **settings)
        local = Path(name).is_dir()
        self.name = str(Path(name).resolve()) if local else name
        self.prompts = _own_prompts(self._model.prompts) or family_prompts(_names(self.name))
        content = _digest(Path(name)) if local else _weights_digest(self._model)
        self.fingerprint = _with_prompts(content, self.prompts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), with the document prompt."""
        found: Vectors = self._model.encode_document(
            list(texts),
            prompt=self.prompts.document,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return found.astype(np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), with the query prompt."""
        found: Vectors = self._model.encode_query(
            list(texts),
            prompt=self.prompts.query,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return found.astype(np.float32)


class Remembering:
    """An encoder that keeps the vectors of the documents that it saw last, for many threads.

    The sentences of passages that are found often are encoded once.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.encode_queries = encoder.encode_queries
        self._encoder = encoder
        self._kept: dict[str, Vectors] = {}  # text -> vector, the last seen last
        self._lock = threading.Lock()

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        if not texts:
            return self._encoder.encode_documents(texts)
        with self._lock:
            found = {text: self._kept.pop(text) for text in {*texts} & self._kept.keys()}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found |= zip(new, self._encoder.encode_documents(new), strict=True)
        with self._lock:
            self._kept |= found
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return np.array([found[text] for text in texts], dtype=np.float32)


class Once:
    """An encoder for one answer: the question, which many ask about, is encoded once. It is kept
    no longer than this is.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.encode_documents = encoder.encode_documents
        self._encoder = encoder
        self._kept: dict[str, Vectors] = {}  # question -> vector

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            self._kept |= zip(new, self._encoder.encode_queries(new), strict=True)
        return np.array([self._kept[text] for text in texts], dtype=np.float32)


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
    return SentenceTransformerEncoder(name)


@contextmanager
def loading(name: str, failure: type[ModelNotFound] = ModelNotFound) -> Iterator[dict[str, Any]]:
    """The settings with which sentence-transformers loads a model: full precision on the CPU.

    The model is in the folder `name`, or else at the hub under that name. Import the library inside
    this context: it reads at its import whether it may ask the hub.

    Raises:
        ModelNotFound: as `failure`; it is not there, not whole, or wants code of its own to be run.
    """
    local = Path(name).is_dir()
    if not local and "/" in name and name.startswith((".", "/", "~")):
        raise failure(name, "daar is geen map")
    if local:
        os.environ["HF_HUB_OFFLINE"] = "1"
    online = not local and _hub_answers()
    try:
        yield {
            "device": "cpu",
            "local_files_only": not online,
            # Half precision, as some are kept, is slower here.
            "model_kwargs": {"dtype": "float32"},
        }
    except Exception as error:  # the library raises a dozen kinds for "not there"
        why = "de map bevat geen heel model" if local else "niet op deze computer"
        hub = "" if online or local else ", en er is geen modelhub bereikbaar"
        if "trust_remote_code" in str(error):
            why, hub = "het vraagt om eigen programmacode, en die wordt niet uitgevoerd", ""
        raise failure(name, why + hub) from error


def family_prompts(names: Iterable[str]) -> Prompts:
    """The prompts of the first name that tells its family; none where no name does."""
    for name in names:
        for part, prompts in _FAMILIES:
            if re.search(rf"(?<![a-z0-9])(?:{part})(?![a-z0-9])", name.lower()):
                return prompts
    return Prompts()


def _own_prompts(given: Mapping[str, str | None]) -> Prompts | None:
    """The prompts of a model's own configuration.

    None where both are empty: sentence-transformers writes two empty ones for a model that was
    saved without, among them E5 models that need theirs.
    """
    query = next(filter(None, map(given.get, _QUERY_KEYS)), "")
    document = next(filter(None, map(given.get, _DOCUMENT_KEYS)), "")
    return Prompts(query, document) if query or document else None


def _names(name: str) -> Iterator[str]:
    """What a model is called: its own name, and for a folder the name it was made from."""
    yield _last_name(name)
    try:
        config = json.loads((Path(name) / "config.json").read_text(encoding="utf-8"))
        yield _last_name(str(config["_name_or_path"]))
    except (OSError, ValueError, KeyError, TypeError):
        return


def _last_name(path: str) -> str:
    """The part of a path or a hub name that names the model; it may lie in a hub's cache.

    "clips/e5-small-trm-nl" and "/cache/models--clips--e5-small-trm-nl/snapshots/5d8f" are alike.
    """
    parts = re.split(r"[/\\]", path.rstrip("/\\"))
    cached = [part for part in parts if part.startswith("models--")]
    return (cached or parts)[-1].rpartition("--")[2]


def _hub_answers() -> bool:
    """Is there a model hub to ask?

    Without this question an unknown name keeps the libraries retrying for over a minute.
    """
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
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


def _weights_digest(model: "SentenceTransformer") -> str:
    """SHA-256 over the weights of a model that came from a hub, where they may be replaced."""
    digest = hashlib.sha256()
    for key, weights in model.state_dict().items():
        digest.update(key.encode())
        digest.update(weights.contiguous().numpy().tobytes())
    return digest.hexdigest()


def _with_prompts(content: str, prompts: Prompts) -> str:
    """The fingerprint of a model with these prompts; its content alone where it has none."""
    if prompts == Prompts():
        return content
    return hashlib.sha256(json.dumps([content, *prompts]).encode()).hexdigest()
