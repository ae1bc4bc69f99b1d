import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest import embeddings, pipeline, questions
from ingest.errors import (
    IndexDamaged,
    IndexLocked,
    IndexLost,
    IndexMismatch,
    IndexMissing,
    IndexNotWritable,
)
from ingest.index import Build, Index, default_index, writing
from ingest.passages import searched_text
from ingest.stores import VectorStore, vector_files
from tests.ingest.conftest import PROJECT, Command, Write

ENCODER = embeddings.load()


@pytest.fixture
def stukken(small: Path) -> Path:
    """The documents that `small` was made from."""
    return small.parent / "stukken"


@pytest.fixture
def build(small: Path) -> Iterator[Build]:
    opened = Index(small).build()
    yield opened
    opened.close()


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A copy of the small index, to damage."""
    return shutil.copytree(small, tmp_path / "kopie")


def weighted(build: Build, question: str) -> dict[str, float]:
    """The terms of a question, each with weight 1."""
    return dict.fromkeys(build.dutch.terms(question), 1.0)


def live(index: Path) -> Path:
    return index / "builds" / (index / "current").read_text(encoding="utf-8").strip()


# Reading


def test_a_build_that_nobody_holds_lets_go_of_its_files(copy: Path) -> None:
    def opened() -> list[str]:
        links = Path("/proc/self/fd").iterdir()
        return [str(link.readlink()) for link in links if link.is_symlink()]

    index = Index(copy)
    index.build().dense(ENCODER.encode_queries(["rust"])[0], 1)
    index.build().document(min(index.build().documents))
    assert any(str(copy) in name for name in opened())
    del index
    for _ in range(50):  # a thread of Chroma's may still be at it
        if not (left := [name for name in opened() if str(copy) in name]):
            break
        time.sleep(0.1)
    assert left == []


def test_what_is_asked_of_a_build_holds_it(copy: Path) -> None:
    document, passage = Index(copy).build().document, Index(copy).build().passage
    passages, hung_on = Index(copy).build().passages, Index(copy).build().hung_on
    id = passages("een")[0].id
    assert document("een").id == "een"
    assert passage(id).id == id
    assert all(start < end for start, end in hung_on(id))


def test_builds_of_one_lexicon_share_what_is_known_of_its_words(small: Path, copy: Path) -> None:
    assert Index(small).build().dutch is Index(copy).build().dutch


def test_passages_and_documents_come_back_as_they_went_in(build: Build) -> None:
    found = build.passages("een")
    document = build.document("een")
    assert [passage.id for passage in found] == [f"een:{number:04d}" for number in range(3)]
    assert [passage.kind for passage in found] == ["prose", "prose", "reference"]
    for passage in found:
        assert passage == build.passage(passage.id)
        assert passage.text == document.text[passage.start : passage.end]
    assert document.meta.title == "Rugpijn in de praktijk een"


def test_what_is_not_there_is_a_key_error(build: Build) -> None:
    with pytest.raises(KeyError):
        build.passage("een:9999")
    with pytest.raises(KeyError):
        build.document("vier")
    assert build.passages("vier") == []


def test_lexical_search_finds_what_shares_a_term_best_first(build: Build) -> None:
    found = build.lexical(weighted(build, "uitval in het been, twee"), 10)
    assert found[0].id == "twee:0001"
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(hit.score > 0 for hit in found)
    assert build.lexical(weighted(build, "onbekendwoord"), 10) == []
    assert build.lexical({}, 10) == []


def test_a_term_counts_by_its_weight(build: Build) -> None:
    whole = dict(build.lexical({"neuroloog": 1.0}, 10))
    half = dict(build.lexical({"neuroloog": 0.5}, 10))
    assert whole.keys() == half.keys() == {f"{id}:0001" for id in build.documents}
    assert all(half[id] == pytest.approx(score / 2) for id, score in whole.items())
    best = build.lexical({"neuroloog": 0.01, "paracetamol": 1.0}, 10)[0]
    assert "paracetamol" in build.passage(best.id).text


def test_terms_are_found_by_how_they_are_spelt(build: Build) -> None:
    assert build.spelling.similar("paracetmaol")[0].term == "paracetamol"
    assert build.spelling.similar("zebra") == ()  # references hold no term
    assert build.spelling is build.spelling


def test_dense_search_finds_by_cosine_similarity(build: Build) -> None:
    text = "Beleid\nBlijf in beweging bij rugpijn, ook als dat zeer doet."
    vector = ENCODER.encode_queries([text])[0]
    found = build.dense(vector, len(build.ids))
    assert {hit.id for hit in found[:3]} == {"een:0000", "twee:0000", "drie:0000"}
    texts = [f"{build.passage(h.id).section}\n{build.passage(h.id).text}" for h in found]
    exact = ENCODER.encode_documents(texts) @ vector
    assert np.allclose([hit.score for hit in found], exact, atol=1e-4)


def test_dense_search_is_nearly_exact_search_on_the_shipped_corpus(index: Path) -> None:
    opened = Index(index).build()
    keys = list(all_keys(opened))
    rows = ENCODER.encode_documents([text for _, text in keys])
    asked = ["Wanneer verwijs ik bij uitval?", "helpt oefentherapie", "cytokinen bij nekpijn"]
    for vector in ENCODER.encode_queries(asked):
        likeness = rows @ vector
        best: dict[str, float] = {}
        for row in np.argsort(-likeness)[:300]:
            best.setdefault(keys[row][0], float(likeness[row]))
        found = {near.id: near.score for near in opened.dense(vector, 300)}
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert len(found.keys() & best.keys()) > 0.9 * len(best)
        first = list(best)[:5]
        assert np.allclose([found[id] for id in first], [best[id] for id in first], atol=2e-4)
    opened.close()


def all_keys(build: Build) -> Iterator[tuple[str, str]]:
    """Each passage that is searched and each question that it answers, with its passage's id."""
    for id in build.documents:
        found = build.passages(id)
        document = build.document(id)
        asked = questions.attach(questions.load(id), document, found, build.dutch)
        for passage, keys in zip(found, asked, strict=True):
            yield passage.id, searched_text(passage)
            yield from ((passage.id, key.question) for key in keys)


@pytest.mark.parametrize("sources", [["twee"], ["een", "drie"]])
def test_search_stays_within_the_sources(build: Build, sources: list[str]) -> None:
    vector = ENCODER.encode_queries(["rugpijn"])[0]
    for found in (
        build.lexical(weighted(build, "rugpijn"), 20, sources),
        build.dense(vector, 20, sources),
    ):
        assert {hit.id.partition(":")[0] for hit in found} == set(sources)


def test_search_within_sources_is_exact_and_the_same_each_time(index: Path) -> None:
    opened = Index(index).build()
    some = sorted(opened.documents)[1:4]
    keys = [(id, text) for id, text in all_keys(opened) if id.rpartition(":")[0] in some]
    vector = ENCODER.encode_queries(["helpt oefentherapie bij nekpijn?"])[0]
    likeness = ENCODER.encode_documents([text for _, text in keys]) @ vector
    nearest = np.sort(likeness)[-100:]
    for order in (some, some[::-1], [*some, some[0]]):
        found = opened.dense(vector, 100, order)
        assert {hit.id.rpartition(":")[0] for hit in found} <= {*some}
        assert np.isclose(found[0].score, nearest[-1], atol=1e-4)
        assert found[-1].score >= nearest[0] - 1e-4
        assert found == sorted(found, key=lambda hit: -hit.score)
        assert len({near.id for near in found}) == len(found)
    assert opened.dense(vector, 100, [*some, "vier"]) == opened.dense(vector, 100, some)
    opened.close()


def test_an_unknown_source_gives_nothing(build: Build) -> None:
    assert build.lexical({"rugpijn": 1.0}, 5, ["vier"]) == []
    assert build.dense(ENCODER.encode_queries(["rugpijn"])[0], 5, ["vier"]) == []


def test_a_limit_is_kept(build: Build) -> None:
    assert len(build.lexical(weighted(build, "rugpijn"), 2)) == 2
    assert len(build.dense(ENCODER.encode_queries(["rugpijn"])[0], 2)) == 2


def test_references_are_kept_and_never_searched(build: Build) -> None:
    assert "Zebra" in build.passage("een:0002").text
    assert "een:0002" not in build.ids
    assert not build.holds("zebra")
    vector = ENCODER.encode_queries(["Zebra Z. Strepen tellen. 2019."])[0]
    assert not any(hit.id.endswith(":0002") for hit in build.dense(vector, 50))


def test_a_rarer_term_has_the_higher_idf(build: Build) -> None:
    assert build.idf("onbekendwoord") > build.idf("twee") > build.idf("rugpijn") > 0


def test_a_reader_opens_the_build_once(small: Path) -> None:
    reader = Index(small)
    assert reader.build() is reader.build()


def test_the_default_folder_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUGGESPRAAK_INDEX", "/een/map")
    assert default_index() == Path("/een/map")
    monkeypatch.setenv("RUGGESPRAAK_INDEX", "")
    assert default_index() == PROJECT / ".ruggespraak" / "index"


# Checking


def test_a_whole_build_passes_its_check(build: Build) -> None:
    build.check(ENCODER)
    assert build.faults() == []


def test_no_index_is_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        Index(tmp_path).build()
    assert caught.value.hint == f"python -m ingest --index {tmp_path}"


def test_another_model_is_a_mismatch(build: Build, tmp_path: Path) -> None:
    for file in embeddings.SHIPPED_PATH.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "extra.txt").write_text("anders", encoding="utf-8")
    with pytest.raises(IndexMismatch, match="'ruggespraak'"):
        build.check(embeddings.load(str(tmp_path)))


def test_another_format_is_a_mismatch(copy: Path) -> None:
    path = live(copy) / "record.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, "format": 0}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="andere versie"):
        Index(copy).build()


def _change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-min(100, len(data))] ^= 1
    path.write_bytes(data)


def _delete_a_passage(build: Path) -> None:
    with sqlite3.connect(build / "store.sqlite") as store:
        store.execute("DELETE FROM passages WHERE id = 'een:0001'")


def _delete_a_vector(build: Path) -> None:
    with sqlite3.connect(build / "chroma" / "chroma.sqlite3") as store:
        store.execute("DELETE FROM embeddings WHERE embedding_id = 'een:0001'")


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a changed byte in the store": lambda build: _change_a_byte(build / "store.sqlite"),
    "an empty store": lambda build: (build / "store.sqlite").write_bytes(b""),
    "no store": lambda build: (build / "store.sqlite").unlink(),
    "a missing passage": _delete_a_passage,
    "a missing bm25 file": lambda build: (build / "bm25" / "data.csc.index.npy").unlink(),
    "a truncated bm25 file": lambda build: _truncate(build / "bm25" / "vocab.index.json"),
    "no bm25 folder": lambda build: shutil.rmtree(build / "bm25"),
    "no chroma folder": lambda build: shutil.rmtree(build / "chroma"),
    "a truncated record": lambda build: _truncate(build / "record.json"),
    "no record": lambda build: (build / "record.json").unlink(),
    "no build": shutil.rmtree,
    "a deleted vector file": lambda build: next(build.glob("chroma/*/data_level0.bin")).unlink(),
    "a truncated vector file": lambda build: _truncate(
        next(build.glob("chroma/*/data_level0.bin"))
    ),
    "a changed byte in the vectors": lambda build: _change_a_byte(
        next(build.glob("chroma/*/data_level0.bin"))
    ),
    "a changed graph": lambda build: _change_a_byte(next(build.glob("chroma/*/length.bin"))),
    "a vector without its row": _delete_a_vector,
    "an empty chroma database": lambda build: (build / "chroma/chroma.sqlite3").write_bytes(b""),
    "a truncated lexicon": lambda build: _truncate(build / "lexicon.tsv"),
    "a record of another shape": lambda build: (build / "record.json").write_text("[]"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_by_the_check(copy: Path, damage: str) -> None:
    DAMAGES[damage](live(copy))
    with pytest.raises(IndexDamaged) as caught:
        Index(copy).build().check(ENCODER)
    assert caught.value.faults
    assert str(copy) in str(caught.value)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_advice_of_the_check_mends_the_damage(copy: Path, stukken: Path, damage: str) -> None:
    DAMAGES[damage](live(copy))
    pipeline.ingest([stukken], copy)
    mended = Index(copy).build()
    mended.check(ENCODER)
    assert len(mended.passages("een")) == 3
    mended.close()


LOST = {"an empty store", "no store", "no build"}


@pytest.mark.parametrize("damage", DAMAGES)
def test_rebuilding_needs_no_document_that_the_index_holds(copy: Path, damage: str) -> None:
    DAMAGES[damage](live(copy))
    if damage in LOST:
        with pytest.raises(IndexLost, match="lees de bestanden opnieuw"):
            pipeline.rebuild(copy)
        return
    report = pipeline.rebuild(copy)
    assert (report.unchanged, report.failed) == (["drie", "een", "twee"], [])
    mended = Index(copy).build()
    mended.check(ENCODER)
    assert len(mended.passages("een")) == 3
    mended.close()


def test_a_document_that_was_changed_in_the_index_is_named_and_the_others_stay(copy: Path) -> None:
    with sqlite3.connect(live(copy) / "store.sqlite") as store:
        store.execute(
            "UPDATE documents SET text = replace(text, 'uitval', 'inval') WHERE id = 'een'"
        )
    report = pipeline.rebuild(copy)
    assert [str(error) for error in report.failed] == [
        "een: is in de index beschadigd; lees het bestand opnieuw in"
    ]
    assert sorted(Index(copy).build().documents) == ["drie", "twee"]


def test_rebuilding_keeps_the_model_of_a_damaged_index(stukken: Path, tmp_path: Path) -> None:
    model = shutil.copytree(embeddings.SHIPPED_PATH, tmp_path / "model")
    (model / "extra.txt").write_text("anders", encoding="utf-8")
    pipeline.ingest([stukken], tmp_path / "index", str(model))
    next(live(tmp_path / "index").glob("chroma/*/data_level0.bin")).unlink()
    pipeline.rebuild(tmp_path / "index")
    assert Index(tmp_path / "index").build().record.model == str(model)


def test_there_is_nothing_to_rebuild_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        pipeline.rebuild(tmp_path / "weg")
    assert not (tmp_path / "weg").exists()


# Questions


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one digest, whose passages have questions; tests copy it."""
    folder = tmp_path_factory.mktemp("asked")
    pipeline.ingest([pipeline.DIGESTS / f"{DIGEST}.md"], folder)
    return folder


DIGEST = "psychologische-interventies"


def vector_ids(index: Path) -> set[str]:
    build = Index(index).build()
    found = {id for ids, _ in build._vectors.everything() for id in ids}
    build.close()
    return found


def test_every_question_of_a_digest_has_a_vector(asked: Path) -> None:
    facts = questions.load(DIGEST)
    opened = Index(asked).build()
    assert opened.faults() == []
    assert len(vector_ids(asked)) == len(opened.ids) + sum(len(fact.questions) for fact in facts)
    for fact in facts[:: len(facts) // 5]:
        vector = ENCODER.encode_queries(fact.questions[-1:])[0]
        (nearest,) = opened.dense(vector, 1)
        assert nearest.score == pytest.approx(1.0, abs=1e-4)
        assert fact.quote in opened.passage(nearest.id).text
        ((number, likeness),) = nearest.questions
        start, end = opened.hung_on(nearest.id)[number]
        assert opened.document(DIGEST).text[start:end] == fact.quote
        assert likeness == nearest.score
    opened.close()


def test_a_document_that_goes_takes_its_questions_along(
    asked: Path, write: Write, folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(asked, tmp_path / "kopie")
    write("ander.md", "# Ander\n\nHier gaat het over hoofdpijn.\n")
    assert pipeline.ingest([folder], copy).removed == [DIGEST]
    opened = Index(copy).build()
    assert opened.faults() == []
    assert vector_ids(copy) == {"ander:0000"}
    assert not opened.holds("gedragstherap")
    opened.close()


def test_a_document_that_changes_leaves_no_question_of_the_old_one(
    asked: Path, write: Write, folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(asked, tmp_path / "kopie")
    write(f"{DIGEST}.md", "# Anders\n\nHier gaat het over hoofdpijn.\n")
    assert pipeline.ingest([folder], copy).changed == [DIGEST]
    assert Index(copy).build().faults() == []
    assert vector_ids(copy) == {f"{DIGEST}:0000"}


def test_rebuilding_keeps_the_questions(asked: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(asked, tmp_path / "kopie")
    pipeline.rebuild(copy)
    assert Index(copy).build().faults() == []
    assert vector_ids(copy) == vector_ids(asked)


def test_the_check_sees_that_a_question_has_no_vector(
    asked: Path, tmp_path: Path, command: Command
) -> None:
    copy = shutil.copytree(asked, tmp_path / "kopie")
    chroma = live(copy) / "chroma"
    vectors = VectorStore(chroma)
    vectors.remove([f"{DIGEST}:0001#3"])
    vectors.close()
    path = live(copy) / "record.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["files"] |= {f"chroma/{name}": sha for name, sha in vector_files(chroma).items()}
    path.write_text(json.dumps(record), encoding="utf-8")  # as if it were committed so
    done = command("--check", "--index", copy)
    assert done.returncode != 0
    assert "1 passages hebben geen vector" in done.stderr


def test_damage_is_not_carried_into_the_next_build(
    copy: Path, stukken: Path, tmp_path: Path
) -> None:
    more = shutil.copytree(stukken, tmp_path / "meer")
    (more / "vier.md").write_text("# Vier\n\nTekst.\n", encoding="utf-8")
    _delete_a_passage(live(copy))
    pipeline.ingest([more], copy)
    assert len(Index(copy).build().passages("een")) == 3


def test_a_question_to_damaged_vectors_says_so(copy: Path) -> None:
    next(live(copy).glob("chroma/*/data_level0.bin")).unlink()
    with pytest.raises(IndexDamaged, match="--rebuild"):
        Index(copy).build().dense(ENCODER.encode_queries(["rugpijn"])[0], 3)


# The lock


def test_a_second_writer_is_refused_while_one_writes(copy: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.index import writing\n"
        "with writing(Path(sys.argv[1])): print('bezig', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(copy)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "bezig\n"
        with pytest.raises(IndexLocked, match="Een andere ingest"), writing(copy):
            pass
        Index(copy).build().check(ENCODER)  # reading goes on
        holder.kill()
    with writing(copy) as held:  # a killed writer holds nothing
        assert held.build is not None


@pytest.mark.parametrize("below", ["bestand/index", "/proc/ruggespraak/index"])
def test_a_folder_that_cannot_be_made_is_not_writable(tmp_path: Path, below: str) -> None:
    (tmp_path / "bestand").write_text("geen map", encoding="utf-8")
    with pytest.raises(IndexNotWritable, match="kan niet worden geschreven"):
        pipeline.ingest([pipeline.DIGESTS], tmp_path / below)
