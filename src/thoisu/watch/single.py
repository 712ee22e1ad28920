"""Single pages that somebody names by their addresses: asked for as politely as all others, in the order given."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import NamedTuple

from ..errors import PageError, UnsafeAddress
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


class Named(NamedTuple):
    """A page that somebody names, with its day or time of publication (ISO 8601) where they know it."""

    url: str
    published: str | None = None


class Got(NamedTuple):
    """What came of a page: its bytes, or why not."""

    body: Body | None
    fault: PageError | None = None


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
        return Got(None, PageError(fault.where, fault.what, fault.remedy))
    fetched = await hosts.ask(url)
    if isinstance(fetched, Resting):
        return Got(None, PageError(shown(url), f"{fetched.host} can't be asked now: {fetched.why}", "try again later"))
    if fetched.outcome != "ok":
        return Got(None, _fault(url, fetched))
    body = Body(
        known_by=key, url=fetched.final_url or url, fetched=clock.now(), body=fetched.body or b"",
        content_type=fetched.content_type, published=page.published,
    )  # fmt: skip
    return Got(body)


def remedy_for(fetched: Fetched) -> str:
    """What somebody can do who asked for an address in vain.

    >>> remedy_for(Fetched(url="", outcome="busy", status=429, retry_after=120.0))
    'try again in 120 seconds'
    """
    if fetched.outcome == "busy" and fetched.retry_after:
        return f"try again in {fetched.retry_after:.0f} seconds"
    return _REMEDIES.get(fetched.outcome, "try again later")


def _fault(url: str, fetched: Fetched) -> PageError:
    """Why a page could not be had, and what to do.

    >>> print(_fault("https://example.vn/tin-1.html", Fetched(url="", outcome="gone", reason="404 Not Found")))
    https://example.vn/tin-1.html: 404 Not Found; check the address
    """
    return PageError(shown(url), fetched.reason or fetched.outcome, remedy_for(fetched))
