"""How often each client may do something: a bucket of tokens for each. Doesn't know what for."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

CLIENTS = 10_000  # who are counted at once; beyond, the longest silent is forgotten


class Buckets:
    """A bucket of tokens a client: `rate` at once, and as many again a minute.

    Holds at most `clients` of them. `now` gives seconds.
    """

    def __init__(
        self, rate: int, clients: int = CLIENTS, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.clients, self.now = rate, clients, now
        self.levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Seconds until this client has a token; 0 where it has one."""
        return max(0.0, (1 - self._level(client)) * 60 / self.rate)

    def take(self, client: str) -> float:
        """Take one of its tokens where it has one; seconds until it has one otherwise."""
        waits = self.wait(client)
        if not waits:
            self.levels[client] = (self._level(client) - 1, self.now())
            self.levels.move_to_end(client)
            if len(self.levels) > self.clients:
                self.levels.popitem(last=False)
        return waits

    def _level(self, client: str) -> float:
        level, at = self.levels.get(client, (float(self.rate), 0.0))
        return min(self.rate, level + (self.now() - at) * self.rate / 60)


def client_of(scope: Mapping[str, Any]) -> str:
    """Who sends an ASGI request: an address, of IPv6 the network that one subscriber has."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(host)


def told(why: str, seconds: float) -> str:
    """Why it is too often, and when it isn't any more."""
    return f"{why} Probeer het over {math.ceil(seconds)} s weer."
