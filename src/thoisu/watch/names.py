"""The addresses of a name: those that may be asked, from the system or another resolver."""

import socket
from collections.abc import Callable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from .threads import in_thread


class NotPublic(OSError):
    """A machine that may not be asked."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is not a public address")


class PublicOnly(AbstractResolver):
    """Of the addresses of a name those that may be asked."""

    def __init__(self, inner: AbstractResolver, may_ask: Callable[[str], bool]) -> None:
        self._inner = inner
        self._may_ask = may_ask

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [address for address in found if self._may_ask(address["host"])]
        if found and not public:
            raise NotPublic(found[0]["host"])
        return public

    async def close(self) -> None:
        await self._inner.close()


class SystemResolver(AbstractResolver):
    """The system's own, each name in a thread of its own: one whose server does not answer holds up no other."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        kind = socket.SOCK_STREAM
        found = await in_thread(socket.getaddrinfo, host, port, family, kind, 0, socket.AI_ADDRCONFIG)
        return [_result(host, of, protocol, where) for of, _, protocol, _, where in found]

    async def close(self) -> None:
        """Nothing is kept open."""


def _result(host: str, family: int, protocol: int, where: tuple[Any, ...]) -> ResolveResult:
    zone = f"%{where[3]}" if family == socket.AF_INET6 and len(where) > 3 and where[3] else ""
    return ResolveResult(
        hostname=host, host=f"{where[0].partition('%')[0]}{zone}", port=where[1], family=family, proto=protocol,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )  # fmt: skip
