"""A cross-encoder, where one is named, tells the order of the passages that were found."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import app
from assistant import __main__ as command
from assistant import reranking, retrieval
from assistant.engine import Assistant
from assistant.llama import PassageRetriever
from assistant.retrieval import READ
from assistant.schema import Hit
from ingest.embeddings import SHIPPED_PATH
from ingest.errors import ModelNotFound, RerankerNotFound
from ingest.passages import searched_text
from tests.conftest import PROJECT

QUESTION = "Helpt acupunctuur bij lagerugpijn?"
WORD = "specifieke"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder that gives 1 to a question and a text of which one holds WORD, else 0."""
    return saved(tmp_path_factory.mktemp("models") / "herordenaar")


def saved(folder: Path, labels: int = 1, weight: float = 1.0) -> Path:
    """That cross-encoder, with `labels` scores a text, each of which is `weight` or 0.

    Attention is even, so [CLS] gets a part of what WORD alone carries; the layer norm makes that
    part whole, however long the text, and the pooler's tanh makes it 1.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    vocabulary = {sign: row for row, sign in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", WORD])}
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=labels,
    )
    made = BertForSequenceClassification(config)
    for name, weights in made.state_dict().items():
        weights.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
        if name.endswith("word_embeddings.weight"):
            weights[vocabulary[WORD], 0] = 1.0
        if name.endswith(("self.value.weight", "attention.output.dense.weight")):
            weights.copy_(torch.eye(32))
        if name == "bert.pooler.dense.weight":
            weights.copy_(10 * torch.eye(32))
        if name == "classifier.weight":
            weights[:, 0] = weight
    made.save_pretrained(folder)
    BertTokenizer(vocab=vocabulary, model_max_length=512).save_pretrained(folder)
    return folder


def held(hit: Hit) -> bool:
    """Does its text, or the heading over it, hold WORD?"""
    return WORD in re.findall(r"\w+", searched_text(hit.passage).lower())


@pytest.fixture
def ordering(index: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant that has loaded the cross-encoder."""
    monkeypatch.setenv("RUGGESPRAAK_RERANKER", str(model))
    made = Assistant(index)
    made.open()
    return made


# The order


@pytest.mark.slow
def test_a_score_is_of_the_question_and_the_text_together(model: Path) -> None:
    reranker = reranking.load(str(model))
    texts = ["Rust.", f"Rust of {WORD}.", "woord " * 2000, ""]
    scores = reranker.scores("Wat helpt?", texts)
    assert scores.dtype == np.float32
    assert scores.tolist() == [0, 1, 0, 0]
    assert reranker.scores(f"Helpt {WORD}?", texts).tolist() == [1, 1, 1, 1]
    assert reranker.scores("Wat helpt?", []).shape == (0,)


@pytest.mark.slow
def test_passages_are_put_in_the_order_of_the_scores(ordering: Assistant) -> None:
    build, encoder = ordering.open()
    plain = retrieval.search(build, encoder, QUESTION, READ)
    found = retrieval.search(build, encoder, QUESTION, READ, reranker=ordering.reranker)
    expected = sorted(plain, key=held, reverse=True)  # what ties stays in its order
    assert expected[:10] != plain[:10]
    assert any(held(hit) and WORD not in hit.passage.text.lower() for hit in plain)
    assert [hit.passage for hit in found] == [hit.passage for hit in expected]
    assert [hit.score for hit in found] == [hit.score for hit in plain]


@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 1, 10])
def test_no_more_are_given_than_are_asked_for(ordering: Assistant, limit: int) -> None:
    build, encoder = ordering.open()
    whole = retrieval.search(build, encoder, QUESTION, READ, reranker=ordering.reranker)
    found = retrieval.search(build, encoder, QUESTION, limit, reranker=ordering.reranker)
    assert found == whole[:limit]


@pytest.mark.slow
def test_sources_still_narrow(ordering: Assistant) -> None:
    build, encoder = ordering.open()
    sources = ["lagerugpijn-ntvg"]
    plain = retrieval.search(build, encoder, QUESTION, READ, sources)
    found = retrieval.search(build, encoder, QUESTION, READ, sources, ordering.reranker)
    assert found != plain
    assert {hit.passage for hit in found} == {hit.passage for hit in plain}
    assert {hit.passage.document_id for hit in found} == {*sources}


@pytest.mark.slow
def test_answers_and_the_retriever_follow_the_order(
    ordering: Assistant, assistant: Assistant
) -> None:
    plain, answer = assistant.ask([QUESTION]), ordering.ask([QUESTION])
    build, encoder = ordering.open()
    found = retrieval.search(build, encoder, QUESTION, 10, reranker=ordering.reranker)
    assert answer.passages == tuple(found) != plain.passages
    assert [hit.score for hit in answer.passages] == [hit.score for hit in plain.passages]
    nodes = PassageRetriever(ordering).retrieve(QUESTION)
    assert [node.node.node_id for node in nodes] == [hit.passage.id for hit in found]


@pytest.mark.slow
def test_many_threads_share_one_model(
    index: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUGGESPRAAK_RERANKER", str(model))
    shared, seen = Assistant(index), []

    def work() -> None:
        for _ in range(3):
            answer = shared.ask([QUESTION])
            seen.append((shared.reranker, answer.passages))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 18
    assert len(set(seen)) == 1


# By name


ASK = f"""\
import sys
asked = set()
sys.addaudithook(lambda event, _: asked.add(event))
from assistant.__main__ import main
assert not main([{QUESTION!r}])
print(sorted({{"sentence_transformers", "torch"}} & sys.modules.keys()))
print(sorted({{"socket.connect", "socket.getaddrinfo"}} & asked))
"""


def run(index: Path, model: str) -> tuple[str, str]:
    """What a fresh Python that answers a question imports, and what it asks of the network."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=PROJECT,
        env={**os.environ, "RUGGESPRAAK_INDEX": str(index), "RUGGESPRAAK_RERANKER": model},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    *_, imported, asked = done.stdout.splitlines()
    return imported, asked


def test_without_a_name_nothing_is_imported(index: Path) -> None:
    assert run(index, "") == ("[]", "[]")


@pytest.mark.slow
def test_with_a_folder_nothing_is_asked_of_the_network(index: Path, model: Path) -> None:
    assert run(index, str(model)) == ("['sentence_transformers', 'torch']", "[]")


# What can't be used


@pytest.mark.parametrize("main", [command.main, app.main], ids=["assistant", "app"])
def test_a_name_that_is_nothing_ends_with_status_2(
    main: Callable[[list[str]], int],
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RUGGESPRAAK_RERANKER", "/bestaat/niet")
    arguments = [QUESTION] if main is command.main else ["--port", "0"]
    assert main([*arguments, "--index", str(index)]) == 2
    said = capsys.readouterr()
    assert "'/bestaat/niet' (RUGGESPRAAK_RERANKER)" in said.err
    assert "(daar is geen map)" in said.err
    assert "Probeer: unset RUGGESPRAAK_RERANKER" in said.err
    assert QUESTION not in said.out  # the chat says where it stands before it opens its index


@pytest.mark.parametrize("name", ["./bestaat/niet", "~/niet/hier", __file__])
def test_what_is_no_folder_is_named_at_once(name: str) -> None:
    with pytest.raises(ModelNotFound, match="daar is geen map") as caught:
        reranking.load(name)
    assert caught.value.name == name


def several_labels(_: Path, folder: Path) -> None:
    saved(folder, labels=3)


def no_numbers(_: Path, folder: Path) -> None:
    saved(folder, weight=float("nan"))


def half(model: Path, folder: Path) -> None:
    shutil.copytree(model, folder)
    (folder / "model.safetensors").unlink()


def without_its_last_layer(model: Path, folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    shutil.copytree(model, folder)
    kept = load_file(model / "model.safetensors")
    del kept["classifier.weight"]
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})


def an_encoder(model: Path, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    modules = [Transformer(str(model)), Pooling(32, "mean")]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))


def the_shipped_encoder(_: Path, folder: Path) -> None:
    shutil.copytree(SHIPPED_PATH, folder)


def wanting_its_own_code(model: Path, folder: Path) -> None:
    shutil.copytree(model, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    code = {"AutoConfig": "own.Own", "AutoModelForSequenceClassification": "own.Own"}
    config |= {"model_type": "own", "auto_map": code}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "own.py").write_text("raise SystemExit('uitgevoerd')\n", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (several_labels, "het geeft 3 scores per passage, niet één"),
        (no_numbers, "het is niet getraind als cross-encoder, of niet heel"),
        (without_its_last_layer, "het is niet getraind als cross-encoder, of niet heel"),
        (an_encoder, "het is niet getraind als cross-encoder, of niet heel"),
        (half, "de map bevat geen heel model"),
        (the_shipped_encoder, "de map bevat geen heel model"),
        (wanting_its_own_code, "het vraagt om eigen programmacode, en die wordt niet uitgevoerd"),
    ],
)
def test_what_is_no_whole_cross_encoder_is_no_reranker(
    make: Callable[[Path, Path], None], why: str, model: Path, tmp_path: Path
) -> None:
    make(model, tmp_path / "model")
    with pytest.raises(RerankerNotFound) as caught:
        reranking.load(str(tmp_path / "model"))
    assert f"({why})" in caught.value.message
