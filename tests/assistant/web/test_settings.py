import re
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.web.settings import BODY, Settings
from ingest.errors import SettingError
from tests.conftest import PROJECT


def test_everything_is_off_or_bounded_by_itself() -> None:
    assert Settings.read({}) == Settings()
    assert Settings() == Settings(None, None, (), None, BODY, None, (), "", ())


def test_each_variable_switches_one_thing_on(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "RUGGESPRAAK_TOKEN": "0123456789abcdef",
            "RUGGESPRAAK_PASSWORD": "lange zin",
            "RUGGESPRAAK_ORIGINS": "HTTPS://A.nl:443/, http://b.nl:8080 https://a.nl",
            "RUGGESPRAAK_RATE": "30",
            "RUGGESPRAAK_BODY": "2048",
            "RUGGESPRAAK_FEEDBACK": str(tmp_path / "f.jsonl"),
            "RUGGESPRAAK_PROXIES": "127.0.0.1, 10.0.0.0/8",
            "RUGGESPRAAK_PATH": "/zorg/rug-gespraak/",
            "RUGGESPRAAK_HOSTS": "Kliniek.NL, [::1]",
        }
    )
    assert settings == Settings(
        token="0123456789abcdef",
        password="lange zin",
        origins=("https://a.nl", "http://b.nl:8080"),
        rate=30,
        body=2048,
        feedback=tmp_path / "f.jsonl",
        proxies=("127.0.0.1", "10.0.0.0/8"),
        path="/zorg/rug-gespraak",
        hosts=("kliniek.nl", "[::1]"),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN", ""),
        ("TOKEN", "kort"),
        ("TOKEN", "met spaties erin, al is het lang"),
        ("PASSWORD", "        "),
        ("PASSWORD", "zeven77"),
        ("ORIGINS", ""),
        ("ORIGINS", "*"),
        ("ORIGINS", "null"),
        ("ORIGINS", "a.nl"),
        ("ORIGINS", "https://a.nl/pad"),
        ("ORIGINS", "https://a.nl; script-src *"),
        ("ORIGINS", "https://a.nl:99999"),
        ("RATE", "0"),
        ("RATE", "-1"),
        ("RATE", "veel"),
        ("RATE", "1e3"),
        ("BODY", "12"),
        ("BODY", "99999999999999999999"),
        ("FEEDBACK", ""),
        ("FEEDBACK", "/"),
        ("FEEDBACK", "/bestaat/niet/f.jsonl"),
        ("PROXIES", "mijnproxy"),
        ("PROXIES", ""),
        ("PATH", ""),
        ("PATH", "rug"),
        ("PATH", "/rug//x"),
        ("PATH", "/../x"),
        ("PATH", "/rug?x"),
        ("PATH", "/api/rug"),
        ("PATH", "/"),
        ("PATH", "//vreemd.nl"),
        ("HOSTS", ""),
        ("HOSTS", "*"),
        ("HOSTS", "https://kliniek.nl"),
        ("HOSTS", "kliniek.nl:443"),
    ],
)
def test_a_wrong_value_is_told_in_dutch_and_never_means_off(name: str, value: str) -> None:
    with pytest.raises(SettingError) as raised:
        Settings.read({f"RUGGESPRAAK_{name}": value})
    assert raised.value.message.startswith(f"De instelling RUGGESPRAAK_{name} klopt niet: ")
    assert raised.value.hint.startswith(f"export RUGGESPRAAK_{name}=")


def test_the_readme_tells_every_variable_and_no_other() -> None:
    rows = re.findall(r"^\| `RUGGESPRAAK_(\w+)` \|", readme(), re.MULTILINE)
    read: list[str] = []

    class Environment(dict[str, str]):
        def __contains__(self, name: object) -> bool:
            read.append(str(name).removeprefix("RUGGESPRAAK_"))
            return False

    Settings.read(Environment())
    assert rows == read
    assert {name.lower() for name in rows} == {field.name for field in fields(Settings)}


def readme() -> str:
    return (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["TOKEN", "PASSWORD"])
def test_a_secret_is_never_shown(name: str) -> None:
    with pytest.raises(SettingError) as raised:
        Settings.read({f"RUGGESPRAAK_{name}": "g€h\x07im"})
    assert "him" not in str(raised.value)
    assert "g€h" not in str(raised.value)
