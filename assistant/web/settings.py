"""What the owner of the server switched on, read from the environment.

Everything is off, or has a sane bound, until its variable is set. A variable that is set but can't
be used, an empty one too, is an error and never "off": a server must not be open by a slip.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ingest.errors import SettingError

BODY = 1 << 20  # bytes; a long conversation travels with each question of the chat

_HOST = r"[a-z0-9.-]+|\[[0-9a-f:.]+\]"
_ORIGIN = re.compile(rf"(https?)://({_HOST})(?::(\d{{1,5}}))?/?")
_PATH = re.compile(r"(/[A-Za-z0-9_~][A-Za-z0-9._~-]*)+")
# What a path may not begin with: the proxy that keeps it and the one that strips it would be alike.
_OURS = re.compile(
    r"/(api|mcp|gradio_api|widget|assets|static|svelte|config|health|ready|theme)(/|$)", re.I
)
_USUAL_PORTS = {"http": "80", "https": "443"}
_TOKEN = "$(openssl rand -hex 32)"

Value = TypeVar("Value")


@dataclass(frozen=True)
class Settings:
    """`token` for /api and /mcp, `password` for all else, `origins` that may call and embed us,
    `rate` in questions a minute of one client, `body` in bytes of one request, `feedback` the file
    that keeps it, `proxies` the addresses whose X-Forwarded headers are believed, `path` the one
    under which such a proxy shows us ("/naam"; "" is its root), `hosts` the names that we answer
    to, all where there are none.
    """

    token: str | None = None
    password: str | None = None
    origins: tuple[str, ...] = ()
    rate: int | None = None
    body: int = BODY
    feedback: Path | None = None
    proxies: tuple[str, ...] = ()
    path: str = ""
    hosts: tuple[str, ...] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of the RUGGESPRAAK_ variables.

        Raises:
            SettingError: one of them is set to what can't be used.
        """

        def of(name: str, read: Callable[[str, str], Value], default: Value) -> Value:
            name = f"RUGGESPRAAK_{name}"
            return read(name, environment[name].strip()) if name in environment else default

        return cls(
            token=of("TOKEN", _token, None),
            password=of("PASSWORD", _password, None),
            origins=of("ORIGINS", _origins, ()),
            rate=of("RATE", _rate, None),
            body=of("BODY", _body, BODY),
            feedback=of("FEEDBACK", _file, None),
            proxies=of("PROXIES", _addresses, ()),
            path=of("PATH", _path, ""),
            hosts=of("HOSTS", _hosts, ()),
        )


def _token(name: str, value: str) -> str | None:
    if not re.fullmatch(r"[\x21-\x7e]{16,}", value):
        raise SettingError(name, "een token heeft minstens 16 tekens en geen spaties", _TOKEN)
    return value


def _password(name: str, value: str) -> str | None:
    if len(value) < 8 or not value.isprintable():
        raise SettingError(name, "een wachtwoord heeft minstens 8 tekens", "'vier losse woorden'")
    return value


def _origins(name: str, value: str) -> tuple[str, ...]:
    """Origins as browsers send them: lower case, without the usual port."""
    found = []
    for part in _parts(value):
        match = _ORIGIN.fullmatch(part.lower())
        if not match or int(match[3] or 0) > 65535:
            why = f"'{part}' is geen adres van een site (https://naam, zonder pad of *)"
            raise SettingError(name, why, "https://www.voorbeeld.nl,https://intranet.voorbeeld.nl")
        scheme, host, port = match.groups()
        usual = port in (None, _USUAL_PORTS[scheme])
        found.append(f"{scheme}://{host}" + ("" if usual else f":{port}"))
    if not found:
        raise SettingError(name, "er staat geen site in", "https://www.voorbeeld.nl")
    return tuple(dict.fromkeys(found))


def _rate(name: str, value: str) -> int | None:
    return _whole(name, value, 1, 10_000, "30")


def _body(name: str, value: str) -> int:
    return _whole(name, value, 1024, 64 << 20, str(BODY))


def _file(name: str, value: str) -> Path | None:
    path = Path(value).expanduser()
    if not value or path.is_dir() or not path.parent.is_dir():
        why = "dit is geen bestand in een map die bestaat"
        raise SettingError(name, why, '"$HOME/ruggespraak-feedback.jsonl"')
    return path


def _addresses(name: str, value: str) -> tuple[str, ...]:
    for part in _parts(value):
        try:
            ipaddress.ip_network(part)
        except ValueError as error:
            raise SettingError(name, f"'{part}' is geen IP-adres", "127.0.0.1") from error
    if not _parts(value):
        raise SettingError(name, "er staat geen IP-adres in", "127.0.0.1")
    return tuple(_parts(value))


def _path(name: str, value: str) -> str:
    path = value.rstrip("/")
    if not _PATH.fullmatch(path) or _OURS.match(path):
        why = "dit is geen pad als /naam, of het begint zoals een adres van deze server zelf"
        raise SettingError(name, why, "/ruggespraak")
    return path


def _hosts(name: str, value: str) -> tuple[str, ...]:
    """Names as a Host header gives them, in lower case and without a port."""
    found = [part.lower() for part in _parts(value)]
    for part in found:
        if not re.fullmatch(_HOST, part):
            why = f"'{part}' is geen naam van een computer (zonder https://, poort of pad)"
            raise SettingError(name, why, "ruggespraak.voorbeeld.nl")
    if not found:
        raise SettingError(name, "er staat geen naam in", "ruggespraak.voorbeeld.nl")
    return tuple(dict.fromkeys(found))


def _parts(value: str) -> list[str]:
    return value.replace(",", " ").split()


def _whole(name: str, value: str, least: int, most: int, example: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise SettingError(name, f"een geheel getal van {least} tot {most} past hier", example)
    return int(value)
