"""Receivers on loopback, each in a thread of its own: a webhook (aiohttp) and a mail server (aiosmtpd)."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP

Answer = tuple[int, dict[str, str]] | None
PATIENCE = 10  # seconds; nothing here takes as long


@dataclass
class Hook:
    """A webhook that takes what it is sent, unless `answers` say otherwise for the next requests, one each.

    An answer is a status, with headers where there are any, or None: then the connection is cut; or what gives it.
    """

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[Answer | Callable[[], Answer]] = field(default_factory=list)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        self.got.append((dict(request.headers), body))
        answer = self.answers.pop(0) if self.answers else (204, {})
        if callable(answer):
            answer = answer()
        if answer is None:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        status, headers = answer
        if status < 300:
            self.taken.append(self.got[-1])
        return web.Response(status=status, headers=headers)


@contextmanager
def _served(start: Callable[[], Awaitable[Any]]) -> Iterator[int]:
    """A server in a thread of its own; `start` gives an asyncio.Server. Its port."""
    loop, ready, over = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await start()
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await over.wait()
        server.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)
        loop.close()


@contextmanager
def hook(port: int = 0) -> Iterator[Hook]:
    """A webhook that listens for as long as the block runs."""
    made = Hook()

    async def start() -> Any:
        server = web.Server(made.answer)
        return await asyncio.get_running_loop().create_server(server, "127.0.0.1", port, reuse_address=True)

    with _served(start) as port:
        made.url = f"http://127.0.0.1:{port}/tin/bi-mat"
        yield made


@dataclass
class Mailbox:
    """A mail server that takes what it is sent, unless `refusals` say otherwise for the next letters, one each."""

    url: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refusals: list[str | None] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        refusal = self.refusals.pop(0) if self.refusals else None
        self.raw.append(envelope.original_content)
        if refusal:
            return refusal
        self.letters.append(message_from_bytes(envelope.original_content, EmailMessage, policy=policy.default))
        self.senders.append(envelope.mail_from)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that listens for as long as the block runs."""
    made = Mailbox()

    async def start() -> Any:
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: SMTP(made, hostname="localhost", loop=loop), "127.0.0.1", 0)

    with _served(start) as port:
        made.url = f"smtp://127.0.0.1:{port}"
        yield made
