"""Killed at any moment, ingest loses nothing: the old index answers, or the new one is complete."""

import random
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from ingest import embeddings, pipeline
from ingest.index import Build, Index

ENCODER = embeddings.load()
KILLS = 50
QUESTIONS = ("Helpt oefentherapie bij nekpijn?", "Wanneer verwijzen bij een hernia?", "paracetamol")
SUBJECTS = ("nekpijn", "hernia", "ischias", "artrose", "whiplash", "osteoporose", "scoliose")
ADVICE = ("Oefentherapie helpt", "Verwijs naar de neuroloog", "Geef paracetamol", "Wacht zes weken")

Snapshot = list[tuple[Any, ...]]


def write_articles(folder: Path, edition: int) -> None:
    """Some documents; with each edition one is other than before, and one comes or goes."""
    folder.mkdir(exist_ok=True)
    for number, subject in enumerate(SUBJECTS):
        mine = edition if number == 0 else 0
        advice = ADVICE[(number + mine) % len(ADVICE)]
        text = f"# Over {subject}\n\n## Beleid\n\n{advice} bij {subject}, editie {mine}.\n"
        (folder / f"{subject}.md").write_text(text, encoding="utf-8")
    if edition % 2:
        (folder / f"{SUBJECTS[1]}.md").unlink()


def snapshot(index: Path) -> Snapshot:
    """What the index holds, and what it finds for some questions."""
    build = Index(index).build()
    build.check(ENCODER)
    found = [(id, build.passage(id).text) for id in build.ids]
    found += [answer for question in QUESTIONS for answer in answers(build, question)]
    build.close()
    return found


def answers(build: Build, question: str) -> Snapshot:
    vector = ENCODER.encode_queries([question])[0]
    dense = build.dense(vector, len(build.ids))
    return [
        *build.lexical(dict.fromkeys(build.dutch.terms(question), 1.0), 10),
        *sorted((hit.id, round(hit.score, 4)) for hit in dense),
    ]


@pytest.mark.slow
def test_an_ingest_killed_at_fifty_moments_loses_nothing(tmp_path: Path) -> None:
    papers, index = tmp_path / "stukken", tmp_path / "index"
    write_articles(papers, 0)
    pipeline.ingest([papers], index)
    starter = get_context("forkserver")
    starter.set_forkserver_preload(["ingest.pipeline", "chromadb"])
    chance, longest = random.Random(7), 1.0
    ends = {"old": 0, "new": 0}
    old = snapshot(index)
    for edition in range(1, KILLS + 1):
        write_articles(papers, edition)
        began = time.monotonic()
        process = starter.Process(target=pipeline.ingest, args=([papers], index))
        process.start()
        process.join(chance.uniform(0, longest))
        process.kill()
        process.join()
        if process.exitcode == 0:
            longest = max(0.2, time.monotonic() - began)
        after = snapshot(index)
        ends["old" if after == old else "new"] += 1
        pipeline.ingest([papers], index)
        new = snapshot(index)
        assert after in (old, new), f"edition {edition}"
        old = new
        assert len(list((index / "builds").iterdir())) <= 2
    assert ends["old"] >= KILLS // 5  # most were killed before their end


@pytest.mark.slow
def test_a_chat_that_runs_sees_the_new_build(tmp_path: Path) -> None:
    papers, index = tmp_path / "stukken", tmp_path / "index"
    write_articles(papers, 0)
    pipeline.ingest([papers], index)
    reader = Index(index)
    assert "editie 0" in reader.build().passage("nekpijn:0000").text
    write_articles(papers, 1)
    pipeline.ingest([papers], index)
    assert "editie 1" in reader.build().passage("nekpijn:0000").text
