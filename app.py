"""The chat: python app.py [--host H] [--port P] [--index DIR] [--llm].

Serves the web application of `assistant.web.site`. For an application of your own: `mount`.
"""

import argparse
import socket
import sys
from pathlib import Path

import uvicorn

from assistant import writer
from assistant.engine import Assistant
from assistant.web.guard import Watched
from assistant.web.settings import Settings
from assistant.web.site import mount, web_app
from ingest import commandline, llm, pipeline
from ingest.commandline import ended
from ingest.errors import IndexMissing, NotServed, reason

__all__ = ["main", "mount", "web_app"]


def main(arguments: list[str] | None = None) -> int:
    """Serve the chat until it is stopped; makes the index first where there is none."""
    options = _parser().parse_args(arguments)
    return ended(lambda: _serve(options.host, options.port, options.index, options.llm))


def _serve(host: str, port: int, index: Path, worded: bool) -> int:
    settings = Settings.read()
    assistant = Assistant(index, writer.from_environment if worded else None)
    if worded:
        llm.host()  # no chat where the language model that was asked for isn't set up
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise NotServed(host, port, reason(error)) from error
    except OverflowError as error:
        raise NotServed(host, port, "een poort is een getal van 0 tot 65535") from error
    try:
        assistant.open()
    except IndexMissing:
        print("Er is nog geen index; die wordt nu gemaakt uit de meegeleverde bronnen.", flush=True)
        pipeline.ingest(pipeline.shipped(), index)
        assistant.open()
    port = listening.getsockname()[1]
    print(f"Ruggespraak staat op http://{host}:{port} (Ctrl+C stopt)", flush=True)
    config = uvicorn.Config(
        web_app(assistant, settings),
        http=Watched,
        ws="none",
        log_level="warning",
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = commandline.parser("python app.py", "De chat van Ruggespraak.")
    parser.add_argument("--host", default="127.0.0.1", help="waarop geluisterd wordt")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--llm", action="store_true", help="laat een taalmodel formuleren")
    return parser


if __name__ == "__main__":
    sys.exit(main())
