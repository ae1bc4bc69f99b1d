import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.engine import Assistant
from ingest import embeddings, pipeline
from ingest.embeddings import Prompts, SentenceTransformerEncoder, Vectors, family_prompts
from ingest.errors import IndexMismatch, ModelNotFound
from ingest.index import Index
from tests.ingest.conftest import PROJECT

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

TEXTS = [
    "Blijf in beweging bij rugpijn.",
    "PATIËNTEN met uitval: ≤ 5 mg/l (IL-1β)?",
    "ischias",
    "onbekendwoordzonderbetekenis xyzzy 12345",
    "lang " * 900,
    "🙂",
]


@pytest.fixture(scope="module")
def encoder() -> embeddings.Encoder:
    return embeddings.load()


def test_the_shipped_model_loads_without_torch() -> None:
    code = "import sys, ingest.embeddings as e; e.load(); print('torch' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_vectors_have_unit_length_and_one_row_a_text(encoder: embeddings.Encoder) -> None:
    vectors = encoder.encode_documents(TEXTS)
    assert vectors.shape[0] == len(TEXTS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_without_words_gets_zeros(encoder: embeddings.Encoder) -> None:
    assert not encoder.encode_documents(["", "   ", "\n"]).any()


def test_no_texts_give_no_rows(encoder: embeddings.Encoder) -> None:
    assert encoder.encode_documents([]).shape == (0, encoder.encode_documents(["rug"]).shape[1])


class Counting:
    """The shipped encoder, and the texts that it was asked for."""

    def __init__(self, encoder: embeddings.Encoder) -> None:
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self._encoder = encoder
        self.asked: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._encoder.encode_documents(texts)

    encode_queries = encode_documents


def test_an_encoder_that_remembers_gives_the_same_and_encodes_once(
    encoder: embeddings.Encoder,
) -> None:
    counting = Counting(encoder)
    remembering = embeddings.Remembering(counting)
    for texts in (TEXTS, [*TEXTS[::-1], TEXTS[0], "nieuw"], []):
        found = remembering.encode_documents(texts)
        assert np.array_equal(found, encoder.encode_documents(texts))
        assert found.dtype == np.float32
    assert counting.asked == [*TEXTS, "nieuw"]
    assert (remembering.name, remembering.fingerprint) == (encoder.name, encoder.fingerprint)


def test_an_encoder_for_one_answer_encodes_the_question_once(encoder: embeddings.Encoder) -> None:
    counting = Counting(encoder)
    once = embeddings.Once(counting)
    for texts in (TEXTS, [*TEXTS[::-1], TEXTS[0], "nieuw"]):
        found = once.encode_queries(texts)
        assert np.array_equal(found, encoder.encode_queries(texts))
        assert found.dtype == np.float32
    assert counting.asked == [*TEXTS, "nieuw"]
    assert (once.name, once.fingerprint) == (encoder.name, encoder.fingerprint)


def test_an_encoder_forgets_what_it_saw_longest_ago(
    encoder: embeddings.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "MOST_KEPT", 3)
    counting = Counting(encoder)
    remembering = embeddings.Remembering(counting)
    for text in ("een", "twee", "drie", "een", "vier", "een", "twee"):
        remembering.encode_documents([text])
    assert counting.asked == ["een", "twee", "drie", "vier", "twee"]
    assert len(remembering.encode_documents(TEXTS)) == len(TEXTS)  # more than it keeps


def test_many_threads_get_the_right_vectors(
    encoder: embeddings.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "MOST_KEPT", 20)
    remembering = embeddings.Remembering(encoder)
    texts = [f"rugpijn {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        parts = [texts[at % 30 : at % 30 + 10] for at in range(400)]
        for part, found in zip(parts, pool.map(remembering.encode_documents, parts), strict=True):
            assert np.array_equal(found, encoder.encode_documents(part))


def test_a_vector_does_not_depend_on_its_neighbours(encoder: embeddings.Encoder) -> None:
    together = encoder.encode_documents(TEXTS)
    alone = np.vstack([encoder.encode_documents([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_few_texts_and_many_get_the_same_vectors(encoder: embeddings.Encoder) -> None:
    texts = [f"zin {number} over de rug" for number in range(embeddings.FEW + 1)]
    assert np.array_equal(
        encoder.encode_documents(texts)[:-1], encoder.encode_documents(texts[:-1])
    )


def test_two_names_of_one_thing_lie_closer_than_two_things(encoder: embeddings.Encoder) -> None:
    ischias, syndrome, sleep = encoder.encode_queries(
        ["ischias", "lumbosacraal radiculair syndroom", "slaapstoornis"]
    )
    assert ischias @ syndrome > ischias @ sleep + 0.2


def test_a_copy_of_the_model_elsewhere_has_the_same_fingerprint(tmp_path: Path) -> None:
    for file in embeddings.SHIPPED_PATH.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    copy = embeddings.load(str(tmp_path))
    assert isinstance(copy, embeddings.StaticEncoder)
    assert copy.name == str(tmp_path)
    assert copy.fingerprint == embeddings.load().fingerprint
    (tmp_path / "tokenizer.json").write_text(
        (tmp_path / "tokenizer.json").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert embeddings.load(str(tmp_path)).fingerprint != copy.fingerprint


@pytest.mark.parametrize("name", ["/bestaat/niet", "./bestaat/niet", "../niet/hier", "~/niet/hier"])
def test_a_folder_that_is_not_there_is_named_at_once(name: str) -> None:
    began = time.perf_counter()
    with pytest.raises(ModelNotFound, match="is niet gevonden") as caught:
        embeddings.load(name)
    assert caught.value.name == name
    assert "python -m ingest" in caught.value.hint
    assert time.perf_counter() - began < 1


@pytest.mark.slow
def test_an_unknown_name_is_named_within_seconds() -> None:
    code = (
        "import time, ingest.embeddings as e\n"
        "began = time.perf_counter()\n"
        "try: e.load('bestaat-niet-ruggespraak')\n"
        "except e.ModelNotFound: print(time.perf_counter() - began)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,  # with the start and the end of a process, beside another that tests
        check=True,
    )
    assert float(run.stdout) < 15


@pytest.mark.slow
def test_a_folder_without_a_model_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound):
        embeddings.load(str(tmp_path))


def test_a_damaged_static_model_is_no_model(tmp_path: Path) -> None:
    for file in embeddings.SHIPPED_PATH.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"geen tabel")
    with pytest.raises(ModelNotFound):
        embeddings.load(str(tmp_path))


@pytest.mark.slow
def test_static_vectors_are_those_of_sentence_transformers(encoder: embeddings.Encoder) -> None:
    reference = embeddings.SentenceTransformerEncoder(str(embeddings.SHIPPED_PATH))
    assert np.allclose(
        encoder.encode_documents(TEXTS), reference.encode_documents(TEXTS), atol=1e-6
    )
    assert np.allclose(encoder.encode_queries(TEXTS), reference.encode_queries(TEXTS), atol=1e-6)
    assert reference.fingerprint == encoder.fingerprint


SEARCH = "Represent this sentence for searching relevant passages: "
INSTRUCT = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
)


@pytest.mark.parametrize(
    ("name", "query", "document"),
    [
        ("e5-small-trm-nl", "query: ", "passage: "),
        ("multilingual-e5-base", "query: ", "passage: "),
        ("intfloat_e5-large-v2", "query: ", "passage: "),
        ("multilingual-e5-large-instruct", INSTRUCT, ""),
        ("e5-mistral-7b-instruct", INSTRUCT, ""),
        ("bge-small-en-v1.5", SEARCH, ""),
        ("bge-large-en", SEARCH, ""),
        ("bge-m3", "", ""),
        ("mxbai-embed-large-v1", SEARCH, ""),
        ("UAE-Large-V1", SEARCH, ""),
        ("snowflake-arctic-embed-m-v1.5", SEARCH, ""),
        ("snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("modernbert-embed-base", "search_query: ", "search_document: "),
        ("Solon-embeddings-large-0.1", "query : ", ""),
        ("gte-multilingual-base", "", ""),
        ("robbert-2022-dutch-sentence-transformers", "", ""),
        ("sge5x", "", ""),
    ],
)
def test_a_family_is_told_from_a_name(name: str, query: str, document: str) -> None:
    assert family_prompts([name]) == (query, document)


def test_the_first_name_that_tells_a_family_counts() -> None:
    assert family_prompts(["rugmodel", "e5-base"]) == ("query: ", "passage: ")
    assert family_prompts(["gte-base", "e5-base"]) == ("", "")
    assert family_prompts([]) == ("", "")


@pytest.mark.parametrize(
    "path",
    [
        "clips/e5-small-trm-nl",
        "/modellen/bge-proef/e5-small-trm-nl/",
        "C:\\modellen\\e5-small-trm-nl",
        "/hub/models--clips--e5-small-trm-nl/snapshots/0243664a",
    ],
)
def test_a_path_names_the_model_by_its_last_part(path: str) -> None:
    assert embeddings._last_name(path) == "e5-small-trm-nl"


QUESTION = "Wat is het beleid bij rugpijn?"


@pytest.fixture(scope="module")
def e5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of two layers with random weights, saved in a folder named e5-tiny."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    base, folder = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("models") / "e5-tiny"
    tokenizer = _tokenizer()
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).half().save_pretrained(base)
    tokenizer.save_pretrained(base)
    modules = [Transformer(str(base)), Pooling(config.hidden_size, "mean")]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def _tokenizer() -> "PreTrainedTokenizerFast":
    """WordPiece over the letters and signs, and a few words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    signs = "abcdefghijklmnopqrstuvwxyz0123456789.,:;?()-_"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *signs, *(f"##{sign}" for sign in signs)]
    pieces += ["query", "passage", "rug", "##pijn", "beleid"]
    words = models.WordPiece({piece: row for row, piece in enumerate(pieces)}, unk_token="[UNK]")
    tokenizer = Tokenizer(words)
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=512,
    )


def copied(model: Path, to: Path, file: str = "", **changes: object) -> Path:
    """A copy of a model's folder, with other values in one of its JSON files."""
    shutil.copytree(model, to)
    if file:
        found = json.loads((to / file).read_text(encoding="utf-8"))
        (to / file).write_text(json.dumps({**found, **changes}), encoding="utf-8")
    return to


def plain(model: Path, texts: list[str]) -> Vectors:
    """The unit vectors of exactly these texts, as sentence-transformers gives them."""
    from sentence_transformers import SentenceTransformer

    found = SentenceTransformer(str(model), device="cpu", model_kwargs={"dtype": "float32"})
    vectors: Vectors = found.encode(texts, prompt="", normalize_embeddings=True)
    return vectors


def loaded(folder: Path) -> SentenceTransformerEncoder:
    encoder = embeddings.load(str(folder))
    assert isinstance(encoder, SentenceTransformerEncoder)
    return encoder


@pytest.mark.slow
def test_the_prompts_of_a_family_are_put_before_the_texts(e5: Path) -> None:
    encoder, texts = loaded(e5), ["Rugpijn: beleid?", "nek"]
    queries, documents = encoder.encode_queries(texts), encoder.encode_documents(texts)
    assert np.allclose(queries, plain(e5, [f"query: {text}" for text in texts]), atol=1e-5)
    assert np.allclose(documents, plain(e5, [f"passage: {text}" for text in texts]), atol=1e-5)
    assert not np.allclose(queries, documents, atol=1e-3)
    assert not np.allclose(queries, plain(e5, texts), atol=1e-3)


@pytest.mark.slow
def test_half_precision_on_disk_gives_unit_vectors_of_full_precision(e5: Path) -> None:
    vectors = loaded(e5).encode_documents(["Blijf in beweging bij rugpijn."])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert (vectors != vectors.astype(np.float16)).any()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("own", "query", "document"),
    [
        ({"query": "vraag: ", "document": "stuk: "}, "vraag: ", "stuk: "),
        ({"query": "vraag: ", "passage": "stuk: "}, "vraag: ", "stuk: "),
        ({"query": "vraag: ", "passage": "stuk: ", "document": ""}, "vraag: ", "stuk: "),
        ({"query": "vraag: "}, "vraag: ", ""),
        ({"passage": "stuk: "}, "", "stuk: "),
        ({"web_search_query": "vraag: "}, "vraag: ", ""),
        ({"retrieval.query": "vraag: ", "retrieval.passage": "stuk: "}, "vraag: ", "stuk: "),
        ({"query": "", "document": ""}, "query: ", "passage: "),
        ({"clustering": "groep: "}, "query: ", "passage: "),
        ({}, "query: ", "passage: "),
    ],
)
def test_own_prompts_win(
    e5: Path, tmp_path: Path, own: dict[str, str], query: str, document: str
) -> None:
    model = copied(e5, tmp_path / "e5-own", "config_sentence_transformers.json", prompts=own)
    encoder = loaded(model)
    expected = plain(e5, [query + "rugpijn", document + "rugpijn"])
    assert np.allclose(encoder.encode_queries(["rugpijn"]), expected[:1], atol=1e-5)
    assert np.allclose(encoder.encode_documents(["rugpijn"]), expected[1:], atol=1e-5)


@pytest.mark.slow
def test_a_folder_tells_its_family_by_its_name_or_by_what_it_was_made_from(
    e5: Path, tmp_path: Path
) -> None:
    made = {"file": "config.json", "_name_or_path": "/oud/intfloat_multilingual-e5-small/"}
    assert loaded(copied(e5, tmp_path / "rug")).prompts == Prompts()
    assert loaded(copied(e5, tmp_path / "nek", **made)).prompts == ("query: ", "passage: ")
    assert loaded(copied(e5, tmp_path / "gte-nek", **made)).prompts == Prompts()


@pytest.mark.slow
def test_the_prompts_are_part_of_the_fingerprint(e5: Path, tmp_path: Path) -> None:
    here, there = loaded(e5), loaded(copied(e5, tmp_path / "elders" / "e5-tiny"))
    bare, bge = loaded(copied(e5, tmp_path / "rug")), loaded(copied(e5, tmp_path / "bge-tiny-en"))
    assert here.fingerprint == there.fingerprint
    assert len({here.fingerprint, bare.fingerprint, bge.fingerprint}) == 3


@pytest.mark.slow
def test_an_index_made_with_another_model_answers(e5: Path, articles: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    report = pipeline.ingest([articles], index, model=str(e5))
    build = Index(index).build()
    assert build.record.model == str(e5)
    build.check(loaded(e5))
    answer = Assistant(index).ask([QUESTION])
    assert report.passages == 9
    assert not answer.abstained
    assert "Blijf in beweging bij rugpijn" in answer.citations[0].quote
    again = pipeline.ingest([articles], index, model=str(e5))
    assert (again.unchanged, again.new) == (["drie", "een", "twee"], [])


@pytest.mark.slow
def test_an_index_made_with_other_prompts_is_refused(
    e5: Path, articles: Path, tmp_path: Path
) -> None:
    index, model = tmp_path / "index", copied(e5, tmp_path / "e5-rug")
    pipeline.ingest([articles], index, model=str(model))
    with pytest.raises(IndexMismatch):
        Index(index).build().check(loaded(copied(e5, tmp_path / "rug")))
    Assistant(index).ask([QUESTION])
    config = model / "config_sentence_transformers.json"
    config.write_text('{"prompts": {"query": "vraag: ", "passage": "stuk: "}}', encoding="utf-8")
    with pytest.raises(IndexMismatch, match="ander model"):
        Assistant(index).ask([QUESTION])
    pipeline.ingest([articles], index, model=str(model))
    assert not Assistant(index).ask([QUESTION]).abstained


@pytest.mark.slow
def test_a_model_that_wants_its_own_code_run_is_not_loaded(e5: Path, tmp_path: Path) -> None:
    code = {"AutoConfig": "own.OwnConfig", "AutoModel": "own.OwnModel"}
    model = copied(e5, tmp_path / "own", "config.json", model_type="own", auto_map=code)
    (model / "own.py").write_text("raise SystemExit('uitgevoerd')\n", encoding="utf-8")
    with pytest.raises(ModelNotFound, match="eigen programmacode"):
        embeddings.load(str(model))


@pytest.mark.slow
def test_a_name_in_the_cache_of_the_hub_needs_no_network(e5: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    cache = tmp_path / "hub" / "models--intfloat--e5-tiny"
    (cache / "refs").mkdir(parents=True)
    copied(e5, cache / "snapshots" / "een")
    (copied(e5, cache / "snapshots" / "twee") / "README.md").write_text("anders", encoding="utf-8")
    weights = copied(e5, cache / "snapshots" / "drie") / "model.safetensors"
    changed = {key: -table for key, table in load_file(weights).items()}
    save_file(changed, weights, metadata={"format": "pt"})
    code = (
        "import pathlib, sys, ingest.embeddings as e\n"
        "for revision in ('een', 'twee', 'drie'):\n"
        "    pathlib.Path(sys.argv[1], 'refs', 'main').write_text(revision)\n"
        "    encoder = e.load('intfloat/e5-tiny')\n"
        "    print(encoder.name, encoder.fingerprint, *encoder.encode_queries(['rugpijn'])[0])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(cache)],
        cwd=PROJECT,
        env={**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    one, same, other = (line.split() for line in run.stdout.splitlines())
    assert one[0] == "intfloat/e5-tiny"
    assert one == same
    assert one[1] != other[1]
    expected = plain(e5, ["query: rugpijn"])[0]
    assert np.allclose(np.array(one[2:], dtype=np.float32), expected, atol=1e-5)
