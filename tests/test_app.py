"""The command that serves the chat: its options, its port, and the index that it makes first."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import app
from tests.conftest import PROJECT


def started(index: Path) -> tuple[subprocess.Popen[str], str]:
    """The chat on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port), "--index", str(index)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}/"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            assert server.poll() is None, server.communicate()[0]
            time.sleep(0.1)
        else:
            return server, address
    raise AssertionError("the server doesn't answer")


def is_ready(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}ready", timeout=30).read()
    except urllib.error.HTTPError:
        return False
    return True


@pytest.mark.slow
def test_the_index_is_made_first_where_there_is_none(tmp_path: Path) -> None:
    server, address = started(tmp_path / "index")
    while not is_ready(address):
        assert server.poll() is None
        time.sleep(0.1)
    server.terminate()
    said, _ = server.communicate(timeout=10)
    assert "Er is nog geen index" in said
    assert (tmp_path / "index" / "current").is_file()


@pytest.mark.parametrize("port", ["in gebruik", "99999", "-1"])
def test_a_port_that_cannot_be_had_is_told_in_dutch(
    index: Path, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = str(taken.getsockname()[1]) if port == "in gebruik" else port
        status = app.main(["--port", number, "--index", str(index)])
    told = capsys.readouterr()
    assert status == 2
    assert f"De chat kan niet op 127.0.0.1:{number} staan" in told.err
    assert told.out == ""


def test_no_chat_is_served_where_the_language_model_is_not_set_up(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RUGGESPRAAK_LLM_URL", raising=False)
    assert app.main(["--llm", "--port", "0", "--index", str(index)]) == 2
    assert "export RUGGESPRAAK_LLM_URL=" in capsys.readouterr().err
