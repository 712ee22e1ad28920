"""How often one client may ask: so many requests in a minute, then none until the next one begins."""

import mmap
import time
from collections import Counter
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from litestar.enums import ScopeType
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

_WINDOW = 60  # seconds
_NETWORK = 64  # bits of an IPv6 address that name the network: one client has all addresses of his
_PLACES = 1 << 16  # of a file of counts, each two numbers of 32 bits: the minute and the count
SIZE = 8 * _PLACES  # bytes of that file


class Counts:
    """How often each client asked in a minute; what is counted is forgotten when the minute is over."""

    def __init__(self) -> None:
        self._window = -1
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._counts)

    def one_more(self, client: str, window: int) -> int:
        """Counts one request of a client in a minute, by its number; how many it makes with this one."""
        if window != self._window:
            self._window = window
            self._counts.clear()
        self._counts[client] += 1
        return self._counts[client]


class SharedCounts:
    """The same for several processes, in a file of SIZE zeros that all of them hold in memory.

    A client's place is a hash with a secret key, so that none can choose to fall on another's. Nobody waits: of two
    processes that count the same client at the same moment one may be lost, and the limit is one more.
    """

    def __init__(self, path: str, key: str) -> None:
        with open(path, "r+b") as file:
            self._numbers = memoryview(mmap.mmap(file.fileno(), SIZE)).cast("I")
        self._key = key.encode()[:64]

    def one_more(self, client: str, window: int) -> int:
        """Counts one request of a client in a minute, by its number; how many it makes with this one."""
        digest = blake2b(client.encode(), digest_size=8, key=self._key).digest()
        place = 2 * (int.from_bytes(digest) % _PLACES)
        minute = window % (1 << 32)
        count = self._numbers[place + 1] + 1 if self._numbers[place] == minute else 1
        self._numbers[place], self._numbers[place + 1] = minute, count
        return count


class Limits(ASGIMiddleware):
    """Refuses a client's requests beyond `rate` in a minute with 429 and Retry-After; `now` tells seconds, and all
    processes that share their counts the same ones."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "unlimited"

    def __init__(
        self, rate: int, now: Callable[[], float] = time.monotonic, counts: Counts | SharedCounts | None = None
    ) -> None:
        self._rate, self._now = rate, now
        self._counts = Counts() if counts is None else counts

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        window, passed = divmod(self._now(), _WINDOW)
        client = client_of(scope["client"][0] if scope["client"] else "")
        if self._counts.one_more(client, int(window)) > self._rate:
            wait = max(1, round(_WINDOW - passed))
            raise TooManyRequestsException(
                f"more than {self._rate} requests in a minute; try again in {wait} seconds",
                headers={"Retry-After": str(wait)},
            )
        await next_app(scope, receive, send)


def client_of(address: str) -> str:
    """Whose requests are counted together: an IPv4 address, or the network of an IPv6 one.

    >>> client_of("203.0.113.7"), client_of("2001:db8:0:1:a::7"), client_of("::ffff:203.0.113.7")
    ('203.0.113.7', '2001:db8:0:1::', '203.0.113.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> (128 - _NETWORK) << (128 - _NETWORK)))
