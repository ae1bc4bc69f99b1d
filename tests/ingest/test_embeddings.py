import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ingest import embeddings
from ingest.errors import ModelNotFound
from tests.ingest.conftest import PROJECT

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


def test_a_vector_does_not_depend_on_its_neighbours(encoder: embeddings.Encoder) -> None:
    together = encoder.encode_documents(TEXTS)
    alone = np.vstack([encoder.encode_documents([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


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
        "import ingest.embeddings as e\n"
        "try: e.load('bestaat-niet-ruggespraak')\n"
        "except e.ModelNotFound: print('niet gevonden')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=15,
        check=True,
    )
    assert run.stdout.strip().endswith("niet gevonden")


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
