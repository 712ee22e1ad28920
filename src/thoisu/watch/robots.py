"""robots.txt: what a site allows us to ask, and how often (RFC 9309)."""

import math
import re
from urllib.parse import urlsplit

from protego import Protego

from .addresses import spelled
from .records import Fetched

AGENT = "thoisu"
KEPT = 24 * 3600  # seconds for which rules may be used without asking again (RFC 9309, 2.4)
_READ = 500 * 1024  # bytes that have to be read at least (RFC 9309, 2.5), and as many as we read
# As Protego reads it, with its misspellings.
_AGENT_LINE = re.compile(r"\s*user[-\s]*agent(?:\s*:|\s)(?P<value>.*)", re.IGNORECASE)
_LONGEST_DELAY = 300.0  # seconds; a site that asks for more between two pages gets this


class Robots:
    """What one site allows.

    `delay` is the pause in seconds that it asks for between two requests, None where it says nothing; `sitemaps` are
    the addresses of its sitemaps.
    """

    def __init__(self, allowed: bool, parsed: Protego | None, agent: str) -> None:
        self._allowed = allowed
        self._parsed = parsed
        self._agent = agent
        self.delay = _delay(parsed, agent) if parsed else None
        self.sitemaps: tuple[str, ...] = tuple(dict.fromkeys(parsed.sitemaps)) if parsed else ()

    def allows(self, url: str) -> bool:
        """Whether this address of the site may be asked."""
        return self._parsed.can_fetch(url, self._agent) if self._parsed else self._allowed


def robots_address(url: str) -> str:
    """Where the rules stand that hold for an address.

    Raises:
        UnsafeAddress: an address that may not be asked.

    >>> robots_address("https://example.vn:8443/the-gioi/tin-123456.html")
    'https://example.vn:8443/robots.txt'
    """
    parts = urlsplit(spelled(url))
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def rules(status: int | None, body: bytes | None, agent: str = AGENT) -> Robots:
    """What came back for robots.txt, as rules: those in it; all is allowed where there is none; else nothing for now.

    `status` is None for a site that did not answer. There is none: 4xx (RFC 9309, 2.3.1.3), and 3xx that leads nowhere
    (2.3.1.2). For now: 5xx and no answer (2.3.1.4), 429, which says that too much was asked, and a file without end.
    Of the file the first 500 kB count. `agent` is the name before "/" in the user agent.

    >>> cam = rules(200, "User-agent: *\\nDisallow: /tim-kiem\\nCrawl-delay: 2\\n".encode())
    >>> cam.allows("https://example.vn/tim-kiem?q=asean"), cam.allows("https://example.vn/tin.html"), cam.delay
    (False, True, 2.0)
    >>> rules(404, b"").allows("https://example.vn/tin.html"), rules(503, b"").allows("https://example.vn/tin.html")
    (True, False)
    """
    if status is not None and 200 <= status < 300 and body is not None:
        return Robots(True, Protego.parse(_for_us(_text(body), agent)), agent)
    return Robots(status is not None and 300 <= status < 500 and status != 429, None, agent)


def rules_of(fetched: Fetched, agent: str = AGENT) -> Robots:
    """rules() of an answer to robots_address().

    >>> rules_of(Fetched(url="https://example.vn/robots.txt", outcome="too slow")).allows("https://example.vn/")
    False
    """
    unknown = fetched.outcome in ("unsafe", "too large", "too slow", "unreachable")
    return rules(None if unknown else fetched.status, fetched.body, agent)


def _text(body: bytes) -> str:
    cut = body[:_READ]
    if len(body) > _READ:
        # Half a line would forbid more, or less, than the whole one.
        cut = cut[: cut.rfind(b"\n") + 1]
    return cut.decode("utf-8-sig", "replace")


def _for_us(text: str, agent: str) -> str:
    """The file with all agents that are not we under one name, and us under ours (the product token, RFC 9309, 2.2.1).

    Protego keeps the rules of a group once for each of its agents: without this half a megabyte of agents and rules
    takes a minute.
    """

    def named(found: re.Match[str]) -> str:
        value = found["value"].partition("#")[0].strip()
        name = value.strip("*").partition("/")[0].lower()
        return "User-agent: " + (
            "*" if value and not name else agent if name == agent else f"not-{agent}" if name else ""
        )

    return "\n".join(_AGENT_LINE.sub(named, line) for line in text.splitlines())


def _delay(parsed: Protego, agent: str) -> float | None:
    delays = [parsed.crawl_delay(agent) or 0.0]
    if rate := parsed.request_rate(agent):
        delays.append(rate.seconds / rate.requests if rate.requests else 0.0)
    wanted = [d for d in delays if math.isfinite(d) and d > 0]
    return min(max(wanted), _LONGEST_DELAY) if wanted else None
