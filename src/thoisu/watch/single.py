"""Single pages that somebody names by their addresses: asked for as politely as all others, in the order given."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import msgspec

from ..errors import UnsafeAddress
from .addresses import clean, known_by, shown
from .clock import Clock
from .hosts import Hosts, Resting
from .records import Fetched, Outcome
from .states import Body

_AT_ONCE = 16  # hosts, each with one request at a time
_REMEDIES: dict[Outcome, str] = {
    "gone": "check the address",
    "refused": "save the page in a browser and add the file",
    "forbidden": "save the page in a browser and add the file",
    "busy": "try again later",
    "broken": "try again later",
    "redirects": "give the address at which a browser ends",
    "unsafe": "give the address of a page of the web; --allow-private asks machines of this network",
    "too large": "give the address of an article",
    "too slow": "try again later",
    "unreachable": "check the address and the connection",
}


class Named(msgspec.Struct, frozen=True):
    """A page that somebody names, with its day or time of publication (ISO 8601) where they know it."""

    url: str
    published: str | None = None


class Got(msgspec.Struct, frozen=True):
    """What came of a page: its bytes, or why not, in one line with what to do."""

    url: str
    body: Body | None
    why: str | None = None


async def get_each(pages: Iterable[Named], hosts: Hosts, clock: Clock) -> AsyncIterator[Got]:
    """Asks for pages, several hosts at a time, and gives what came in the order of the pages."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def get(page: Named) -> Got:
        async with places:
            return await _get(page, hosts, clock)

    tasks = [asyncio.create_task(get(page)) for page in pages]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _get(page: Named, hosts: Hosts, clock: Clock) -> Got:
    try:
        url, key = clean(page.url), known_by(page.url)
    except UnsafeAddress as fault:
        return Got(page.url, None, str(fault))
    fetched = await hosts.ask(url)
    if isinstance(fetched, Resting):
        return Got(url, None, f"{shown(url)}: {fetched.host} can't be asked now, {fetched.why}; try again later")
    if fetched.outcome != "ok":
        return Got(url, None, _told(url, fetched))
    body = Body(
        known_by=key, url=fetched.final_url or url, fetched=clock.now(), body=fetched.body or b"",
        content_type=fetched.content_type, published=page.published,
    )  # fmt: skip
    return Got(url, body)


def _told(url: str, fetched: Fetched) -> str:
    """Why a page could not be had.

    >>> _told("https://example.vn/tin-1.html", Fetched(url="", outcome="gone", status=404, reason="404 Not Found"))
    'https://example.vn/tin-1.html: 404 Not Found; check the address'
    """
    remedy = _REMEDIES.get(fetched.outcome, "try again later")
    if fetched.outcome == "busy" and fetched.retry_after:
        remedy = f"try again in {fetched.retry_after:.0f} seconds"
    return f"{shown(url)}: {fetched.reason or fetched.outcome}; {remedy}"
