"""A real server for the tests, in a thread of their process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from assistant.web.server import Watched


@contextmanager
def served(application: ASGIApp, **options: object) -> Iterator[str]:
    """A real server on a free port."""
    config = uvicorn.Config(
        application, http=Watched, ws="none", log_level="error", **{"lifespan": "off", **options}
    )
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(timeout=3)
