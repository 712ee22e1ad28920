"""How often one client may ask: so many requests in a minute, then none until the next one begins."""

import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from litestar.enums import ScopeType
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

_WINDOW = 60  # seconds
_NETWORK = 64  # bits of an IPv6 address that name the network: one client has all addresses of his


class Limits(ASGIMiddleware):
    """Refuses a client's requests beyond `rate` in a minute with 429 and Retry-After; `now` tells seconds.

    Each process counts for itself. What is counted is forgotten when the minute is over, so that it does not grow.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "unlimited"

    def __init__(self, rate: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._now = rate, now
        self._window = -1
        self._counts: Counter[str] = Counter()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        window, passed = divmod(self._now(), _WINDOW)
        if window != self._window:
            self._window = int(window)
            self._counts.clear()
        client = client_of(scope["client"][0] if scope["client"] else "")
        self._counts[client] += 1
        if self._counts[client] > self._rate:
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
