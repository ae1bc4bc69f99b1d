import shutil
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.index import Index, writing
from tests.ingest.conftest import Command, Write

Captured = pytest.CaptureFixture[str]


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def rows(table: str) -> dict[str, str]:
    return dict(line.split() for line in table.splitlines())


def contents(index: Path) -> dict[Path, bytes]:
    """Every file of ours; Chroma notes each opening in its own folder."""
    return {
        path: path.read_bytes()
        for path in index.rglob("*")
        if path.is_file() and "chroma" not in path.relative_to(index).parts
    }


def test_all_documents_in_is_exit_0_and_a_table(
    articles: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert run(articles, "--index", tmp_path / "index") == 0
    out, err = capsys.readouterr()
    table = rows(out)
    seconds = table.pop("seconden")
    assert table == {
        "nieuw": "3",
        "gewijzigd": "0",
        "ongewijzigd": "0",
        "verwijderd": "0",
        "mislukt": "0",
        "passages": "9",
    }
    assert float(seconds.replace(",", ".")) >= 0
    assert "," in seconds
    assert err == ""


def test_a_failed_document_is_exit_1_and_named_on_stderr(
    articles: Path, write: Write, tmp_path: Path, capsys: Captured
) -> None:
    broken, empty = write("kapot.txt", b"\x00"), write("leeg.md", "")
    assert run(articles, "--index", tmp_path / "index") == 1
    out, err = capsys.readouterr()
    assert (rows(out)["nieuw"], rows(out)["mislukt"]) == ("3", "2")
    assert f"Niet gelezen: {broken}: is geen leesbare tekst" in err.splitlines()
    assert f"Niet gelezen: {empty}: bevat geen tekst" in err.splitlines()


def test_no_readable_document_is_exit_2(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run(folder, "--index", tmp_path / "index") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Er is geen leesbaar document gevonden; er is niets veranderd." in err
    assert "Probeer: python -m ingest" in err
    assert not (tmp_path / "index" / "current").exists()


def test_a_path_that_does_not_exist_is_exit_2(tmp_path: Path, capsys: Captured) -> None:
    assert run(tmp_path / "weg", "--index", tmp_path / "index") == 2
    assert f"{tmp_path / 'weg'}: bestaat niet" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()


def test_a_model_that_is_not_there_is_exit_2(
    articles: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert run(articles, "--index", tmp_path / "index", "--model", "/weg/model") == 2
    assert "'/weg/model' is niet gevonden" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()


def test_a_locked_index_is_exit_2(articles: Path, tmp_path: Path, command: Command) -> None:
    index = tmp_path / "index"
    with writing(index):
        done = command(articles, "--index", index)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Een andere ingest werkt op dit moment aan de index in {index}." in done.stderr
    assert "Er is niets veranderd" in done.stderr
    assert not (index / "current").exists()


def test_a_folder_that_cannot_be_written_is_exit_2(
    articles: Path, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "bestand"
    file.write_text("geen map", encoding="utf-8")
    assert run(articles, "--index", file / "index") == 2
    assert "kan niet worden geschreven" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--onbekend"], ["--index"], ["--model"]])
def test_bad_arguments_are_exit_2(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "python -m ingest" in capsys.readouterr().err


def test_check_reports_and_changes_nothing(
    articles: Path, tmp_path: Path, capsys: Captured
) -> None:
    index = tmp_path / "index"
    assert run(articles, "--index", index) == 0
    before = contents(index)
    capsys.readouterr()
    assert run("--check", "--index", index) == 0
    out, err = capsys.readouterr()
    assert f"De index in {index} is in orde: 3 documenten, 9 passages" in out
    assert "met model 'ruggespraak'" in out
    assert err == ""
    assert contents(index) == before


def test_check_without_an_index_is_exit_2(tmp_path: Path, capsys: Captured) -> None:
    assert run("--check", "--index", tmp_path / "index") == 2
    err = capsys.readouterr().err
    assert f"Er is nog geen index in {tmp_path / 'index'}." in err
    assert f"Probeer: python -m ingest --index {tmp_path / 'index'}" in err
    assert not (tmp_path / "index").exists()


def test_check_of_a_damaged_index_is_exit_2(
    articles: Path, tmp_path: Path, capsys: Captured
) -> None:
    index = tmp_path / "index"
    run(articles, "--index", index)
    shutil.rmtree(index / "builds" / (index / "current").read_text(encoding="utf-8") / "bm25")
    assert run("--check", "--index", index) == 2
    assert f"De index in {index} is beschadigd: " in capsys.readouterr().err


def test_the_environment_names_the_index(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUGGESPRAAK_INDEX", str(tmp_path / "elders"))
    assert run(articles) == 0
    assert len(Index(tmp_path / "elders").build().documents) == 3


def test_without_a_path_the_shipped_corpus_goes_in(tmp_path: Path, command: Command) -> None:
    done = command("--index", tmp_path / "index")
    assert done.returncode == 0
    assert int(rows(done.stdout)["nieuw"]) >= 5
    assert done.stderr == ""  # no progress bar in a pipe


def test_help_names_every_option(command: Command) -> None:
    done = command("--help")
    assert done.returncode == 0
    for option in ("PATH", "--index", "--model", "--check"):
        assert option in done.stdout
