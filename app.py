"""The chat: python app.py [--host H] [--port P] [--index DIR] [--llm].

Serves the web application of `assistant.web.site`. For an application of your own: `mount`.
"""

import argparse
import gc
import ipaddress
import socket
import sys
from dataclasses import replace
from pathlib import Path

from assistant import writer
from assistant.engine import Assistant
from assistant.web import server
from assistant.web.page import EXAMPLES
from assistant.web.settings import Settings
from assistant.web.site import mount, web_app
from ingest import commandline, llm, pipeline
from ingest.commandline import ended
from ingest.errors import IndexMissing, NotServed, reason

__all__ = ["main", "mount", "web_app"]

OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


def main(arguments: list[str] | None = None) -> int:
    """Serve the chat until it is stopped; makes the index first where there is none."""
    options = _parser().parse_args(arguments)
    return ended(lambda: _serve(options.host, options.port, options.index, options.llm))


def _serve(host: str, port: int, index: Path, worded: bool) -> int:
    settings = Settings.read()
    if _is_own(host):  # no other site may reach it by a name of its own that leads here
        settings = replace(settings, hosts=(*OWN_NAMES, host.lower(), *settings.hosts))
    if worded:
        llm.host()  # no chat where the language model that was asked for isn't set up
    with _listening(host, port) as listening:
        assistant = Assistant(index, writer.from_environment if worded else None)
        site = web_app(assistant, settings, lambda: _prepare(assistant, index))
        port = listening.getsockname()[1]
        print(f"Ruggespraak staat op http://{host}:{port} (Ctrl+C stopt)", flush=True)
        return server.serve(site, listening)


def _prepare(assistant: Assistant, index: Path) -> None:
    """Make the index of what ships, where there is none; and spare the first who ask the wait for
    what is loaded with a question, and all who ask the rounds of the garbage collector over what
    stays: a tenth of a second each, in which nobody is answered.
    """
    try:
        assistant.open()
    except IndexMissing:
        print("Er is nog geen index; die wordt nu gemaakt uit de meegeleverde bronnen.", flush=True)
        pipeline.ingest(pipeline.shipped(), index)
    if assistant.llm is None:
        assistant.ask([EXAMPLES[0]])
    gc.collect()
    gc.freeze()


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise NotServed(host, port, reason(error)) from error
    except OverflowError as error:
        raise NotServed(host, port, "een poort is een getal van 0 tot 65535") from error


def _is_own(host: str) -> bool:
    """Does only this computer reach this host?"""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser("python app.py", "De chat van Ruggespraak.")
    parser.add_argument("--host", default="127.0.0.1", help="waarop geluisterd wordt")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--llm", action="store_true", help="laat een taalmodel formuleren")
    return parser


if __name__ == "__main__":
    sys.exit(main())
