"""Who uses a desk: readers with mixed questions, desks that correct, one that sends pages, one that follows changes.

Each asks at its own pace whether the answers come or not, as people do, so that a server that stands still is seen in
the times of all questions that were due meanwhile. What was acknowledged is kept, to be looked for at the end.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

import aiohttp

from .news import page

_STATUSES = ("happened", "denied", "ongoing")
_PLACES = ("Geneva", "Hà Nội", "Cairo", "")
_NAMES = ("Đức", "Pháp", "Ukraine", "Mỹ", "Nga", "Olaf Scholz", "Emmanuel Macron", "Volodymyr Zelensky", "Nhật Bản")
_WORDS = ("Bắc Kinh", "đường sắt", "vệ tinh", "hop tac", "Kiev", "gốm sứ", "thư viện", "Scholz")
_ASKED_AT_ONCE = 40  # questions under way; more would measure the clients' patience and not the server
_CONNECTIONS = 16  # that all of them share; the stream has one of its own
_SENT_FROM = 10_000_000  # numbers of the pages that are sent
_FOR_TARGETS = (200, 404)  # an entry may have become part of another since it was seen


class Answer(NamedTuple):
    """An answer to a reader: seconds after the beginning, what was asked, its status (0: none), seconds it took."""

    at: float
    kind: str
    status: int
    took: float


@dataclass
class Log:
    """What the clients saw: answers to readers; what was acknowledged; what was refused, and why."""

    begun: float
    answers: list[Answer] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)  # pages by their addresses
    unwanted: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)  # what was sent, by where to, and not answered in time
    gone: int = 0  # entries that were asked for or corrected when they had become part of others
    followed: list[int] = field(default_factory=list)  # numbers of changes, as they came

    def since(self) -> float:
        """Seconds after the beginning."""
        return time.monotonic() - self.begun


class Clients:
    """All of them, at one server; `tokens` are those of who writes, the last one sends pages."""

    def __init__(self, url: str, tokens: list[str], log: Log, seed: int = 1) -> None:
        self._url, self._tokens, self._log = url, tokens, log
        self._chance = random.Random(seed)
        self._entries: list[dict[str, Any]] = []
        self._stories: list[str] = []
        self._etag = ""

    async def run(self, until: asyncio.Event, questions: float, corrections: float, pages: float) -> None:
        """Asks until the event is set; rates are in a second."""
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(
            self._url, timeout=timeout, connector=aiohttp.TCPConnector(limit=_CONNECTIONS + 1)
        ) as self._s:
            await self._look()
            correctors = self._tokens[:-1]
            following = asyncio.create_task(self._follow())
            await asyncio.gather(
                self._paced(until, questions, self._ask),
                self._paced(until, 0.1, self._look),
                self._paced(until, pages, self._send),
                *(self._paced(until, corrections / len(correctors), self._corrector(t)) for t in correctors),
            )
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    async def warm(self, questions: int) -> None:
        """Asks so many questions as fast as they are answered, so that caches and connections are there."""
        async with aiohttp.ClientSession(self._url, connector=aiohttp.TCPConnector(limit=_CONNECTIONS)) as self._s:
            await self._look()
            left = iter(range(questions))

            async def one_of_many() -> None:
                for _ in left:
                    await self._ask()

            await asyncio.gather(*(one_of_many() for _ in range(_CONNECTIONS)))

    async def _paced(self, until: asyncio.Event, rate: float, act: Callable[[], Awaitable[None]]) -> None:
        """Acts so many times a second, at spread-out moments."""
        under_way: set[asyncio.Task[None]] = set()
        due = time.monotonic()
        while not until.is_set():
            due += self._chance.expovariate(rate)
            with suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), max(0.0, due - time.monotonic()))
            if until.is_set():
                break
            while len(under_way) >= _ASKED_AT_ONCE:
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.ensure_future(act())
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def _get(self, kind: str, path: str, wanted: tuple[int, ...] = (200,), **headers: str) -> bytes:
        begun, at, status, body, etag = time.monotonic(), self._log.since(), 0, b"", ""
        try:
            async with self._s.get(path, headers=headers) as answer:
                body, status, etag = await answer.read(), answer.status, answer.headers.get("ETag", "")
        except (aiohttp.ClientError, TimeoutError) as fault:
            self._log.unwanted[f"{kind}: {type(fault).__name__}"] += 1
        else:
            if status not in wanted:
                self._log.unwanted[f"{kind}: {status}"] += 1
        if kind == "chronology" and path == "/":
            self._etag = etag
        self._log.gone += status == 404
        self._log.answers.append(Answer(at, kind, status, time.monotonic() - begun))
        return body

    async def _look(self) -> None:
        """What readers and correctors choose from: the newest of what there is, and some of all times."""
        newest = await self._get("entries", "/api/v1/entries?order=newest&limit=100")
        day = f"{self._chance.randrange(2012, 2026)}-{self._chance.randrange(1, 13):02}-01"
        some = await self._get("entries", f"/api/v1/entries?limit=100&from={day}")
        told = await self._get("stories", "/api/v1/stories?limit=50")
        with suppress(ValueError, KeyError):
            self._entries = json.loads(newest)["entries"] + json.loads(some)["entries"]
            self._stories = [story["id"] for story in json.loads(told)["stories"]]

    async def _ask(self) -> None:
        choose, chance = self._chance.choice, self._chance
        entry = choose(self._entries)
        name, words = quote(choose(_NAMES)), quote(choose(_WORDS))
        id, day, document = entry["id"], entry["from"] or "2022-01-01", choose(entry["documents"])
        year = chance.randrange(2012, 2026)
        kinds: list[tuple[int, str, str]] = [
            (8, "chronology", f"/?actor={name}&after={id}"),
            (4, "chronology", f"/?event={entry['event']}&from={day}"),
            (4, "chronology", "/"),
            (10, "entry", f"/entry/{id}"),
            (8, "article", f"/article/{document}"),
            (4, "story", f"/story/{choose(self._stories)}" if self._stories else "/stories"),
            (2, "stories", "/stories"),
            (5, "search", f"/search?q={words}"),
            (5, "actor", f"/actor?name={name}"),
            (2, "ledger", "/ledger"),
            (2, "map", f"/map?from={year}-01-01&to={year}-12-31"),
            (1, "sources", "/sources"),
            (8, "API: entries", f"/api/v1/entries?actor={name}&from={year}&limit=50"),
            (5, "API: entry", f"/api/v1/entries/{id}"),
            (3, "API: density", f"/api/v1/density?actor={name}&from={year}"),
            (3, "API: search", f"/api/v1/search?q={words}"),
            (3, "API: changes", "/api/v1/changes?after=0&limit=50"),
            (2, "API: ledger", f"/api/v1/ledger?actor={name}"),
            (2, "API: stats", "/api/v1/stats"),
            (1, "alert", "/alerts/duc.atom"),
            (1, "export", f"/api/v1/export/csv?actor={name}&from={year}&to={year}"),
            (1, "metrics", "/metrics"),
        ]
        [(_, kind, path)] = chance.choices(kinds, [weight for weight, _, _ in kinds])
        if path == "/" and self._etag and chance.random() < 0.5:
            await self._get(kind, path, (200, 304), **{"If-None-Match": self._etag})
            return
        of_entry = kind in ("chronology", "entry", "article", "story", "API: entry")
        await self._get(kind, path, _FOR_TARGETS if of_entry else (200,))

    def _corrector(self, token: str) -> Callable[[], Awaitable[None]]:
        """One who corrects what came in last, and takes some of it back."""
        taken_back: list[int] = []

        async def correct() -> None:
            chance, entry, values = self._chance, self._chance.choice(self._entries), {}
            action, target = "set", [entry["id"]]
            way = chance.random()
            if way < 0.3 and taken_back:
                action, target = "undo", [str(taken_back.pop())]
            elif way < 0.4:
                action = "reject"
            elif way < 0.45:
                action, target = "merge", [entry["id"], chance.choice(self._entries)["id"]]
            elif way < 0.8:
                values = {"status": chance.choice(_STATUSES)}
            else:
                values = {"place": chance.choice(_PLACES)}
            if action == "merge" and target[0] == target[1]:
                return
            line = await self._post(
                "/api/v1/corrections", token, {"action": action, "target": target, "values": values}
            )
            if line is not None:
                self._log.corrections.append(line)
                if action in ("reject", "merge") or (action == "set" and chance.random() < 0.3):
                    taken_back.insert(0, line["number"])

        return correct

    async def _send(self) -> None:
        """A page, and now and then one that was sent before."""
        if self._log.sent and self._chance.random() < 0.1:
            url = self._chance.choice(list(self._log.sent))
        else:
            number = _SENT_FROM + len(self._log.sent) + self._chance.randrange(10**6) * 100
            url = f"https://gui.example.vn/tin-{number}.html"
        html = self._log.sent.get(url) or page(int(url.rpartition("-")[2].partition(".")[0]))
        if await self._post("/api/v1/articles", self._tokens[-1], {"html": html, "uri": url}) is not None:
            self._log.sent[url] = html

    async def _post(self, path: str, token: str, body: Any) -> dict[str, Any] | None:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._s.post(path, json=body, headers=headers) as answer:
                told, status = await answer.json(content_type=None), answer.status
        except (aiohttp.ClientError, TimeoutError) as fault:
            self._log.unwanted[f"POST {path}: {type(fault).__name__}"] += 1
            self._log.unanswered[path] += 1
            return None
        if status in (200, 201):
            return dict(told)
        # An entry may have become part of another since it was seen.
        is_gone = path.endswith("corrections") and status == 404
        self._log.gone += is_gone
        if not is_gone:
            self._log.unwanted[f"POST {path}: {status} {told.get('detail', '')[:100]}"] += 1
        return None

    async def _follow(self) -> None:
        """Follows what changes, for as long as it lasts."""
        timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
        async with self._s.get("/api/v1/stream", timeout=timeout) as stream:
            async for line in stream.content:
                if line.startswith(b"id: "):
                    self._log.followed.append(int(line[4:]))
