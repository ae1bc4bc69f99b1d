"""The example runs as it stands, with no key and no language model."""

import re
import runpy
import sys
from pathlib import Path

import pytest
from llama_index.core import Settings

from tests.conftest import PROJECT


def test_the_llamaindex_application_answers_and_looks_up(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUGGESPRAAK_INDEX", str(index))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(Settings, "_llm", None)
    question = "Helpt acupunctuur bij lagerugpijn?"
    monkeypatch.setattr(sys, "argv", ["llamaindex_app.py", *question.split()])
    runpy.run_path(str(PROJECT / "examples" / "llamaindex_app.py"), run_name="__main__")
    printed = capsys.readouterr().out
    assert re.search(r"niet aanbevolen\. \[\d\]", printed)
    found = re.findall(r"^(0\.\d\d)  (.+): .+$", printed, re.MULTILINE)
    assert 1 <= len(found) <= 5
    assert found[0][1] == "lagerugpijn-ntvg"
    assert [score for score, _ in found] == sorted((score for score, _ in found), reverse=True)
