"""What a desk is started with."""

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address

_LOOPBACK_NAMES = ("localhost",)


@dataclass(frozen=True)
class Settings:
    """How `thoisu serve` serves a store.

    `store` is its path or address (None: where `thoisu add` keeps it). `public_read` lets everybody read; else only
    this machine may without a token. `origins` are the sites whose scripts may read the API (CORS). `max_body` is in
    bytes; `rate` is requests a minute and client, 0 for no limit; `counts` is the file in which the processes of one
    server count them together. `secret` signs forms and `desk_key` is a token that may write as long as the server
    runs; all processes of one server share both. `log` is the form of the log (logs.FORMS).
    """

    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_read: bool = False
    origins: tuple[str, ...] = ()
    max_body: int = 5_000_000
    rate: int = 0
    counts: str | None = None
    connections: int = 4
    log: str = "auto"
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    desk_key: str | None = field(default=None, repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the address that is served."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in _LOOPBACK_NAMES
