"""What becomes of a page by the answer to its address, and of a source by the answer to its look."""

from msgspec.structs import replace

from .hosts import Resting
from .records import Fetched
from .states import Body, PageState, PageStatus, SourceState, Tried

TRIES = 6  # in vain, one after the other, before a page is given up
_DAY = 86_400.0
_FIRST_PAUSE = 600.0  # seconds before a page is asked for again that could not be had, doubled each time
_NOT_ASKED = "not asked: "
_LATER = frozenset({"busy", "too slow", "unreachable"})
_REFUSED = frozenset({"refused", "forbidden", "unsafe"})
# For a source everything may change; it is looked at again, but ever more seldom.
_LONGEST_PAUSE = _DAY


def page_after(page: PageStatus, fetched: Fetched | Resting, now: float, asked: float | None = None) -> Body | Tried:
    """How a page stands after it was `asked` for (`now`, where that is not known).

    Its bytes are kept, or it is unchanged; it is asked again where that may help; else it is refused or failed, with
    the cause in words. One that is kept stays so, whatever has become of its address.

    >>> page = PageStatus(known_by="1", url="https://example.vn/1.html", host="example.vn", source="", state="waiting")
    >>> page_after(page, Fetched(url=page.url, outcome="gone", status=404, reason="404 Not Found"), 1000.0)
    Tried(known_by='1', state='failed', due=None, tries=1, fetched=None, claimed=None, cause='404 Not Found', url=None)
    >>> page_after(page, Fetched(url=page.url, outcome="busy", status=429, retry_after=900.0), 1000.0).due
    1900.0
    """
    asked = now if asked is None else asked
    if isinstance(fetched, Resting):
        # It leads to another host, or to another address for which the time of its own has not come.
        return Tried(
            known_by=page.known_by, state=page.state, due=min(fetched.until, now + _DAY), tries=page.tries,
            cause=fetched.why, url=fetched.moved,
        )  # fmt: skip
    if fetched.outcome == "ok":
        return Body(
            known_by=page.known_by, url=fetched.final_url or page.url, fetched=asked, body=fetched.body or b"",
            claimed=page.claimed,
            content_type=fetched.content_type, published=page.published, etag=fetched.etag, modified=fetched.modified,
        )  # fmt: skip
    if fetched.outcome == "unchanged":
        return Tried(known_by=page.known_by, state=page.state, fetched=asked, claimed=page.claimed)
    tries, cause = page.tries + 1, fetched.reason or fetched.outcome
    again = fetched.outcome in _LATER or (fetched.outcome == "broken" and (fetched.status or 500) >= 500)
    if again and tries < TRIES:
        pause = max(_FIRST_PAUSE * 2 ** (tries - 1), fetched.retry_after or 0.0)
        return Tried(known_by=page.known_by, state=page.state, due=now + min(pause, 7 * _DAY), tries=tries, cause=cause)
    lost: PageState = "refused" if fetched.outcome in _REFUSED else "failed"
    state = "kept" if page.document else lost
    return Tried(known_by=page.known_by, state=state, tries=tries, cause=cause)


def source_after(
    state: SourceState, fetched: Fetched | Resting, now: float, faults: list[str], is_left: bool = False,
    asked: float | None = None,
) -> SourceState:  # fmt: skip
    """How a source stands after a look at it, for which it was `asked` (`now`, where that is not known).

    `faults` are those of what it offered.

    Where some of it `is_left`, for want of room, it is looked at again whole.

    A sitemap whose index says when it changes is due by that alone, the others when their time has come round.
    """
    asked = now if asked is None else asked
    due = None if state.parent and state.claimed is not None else now + state.source.every
    if isinstance(fetched, Resting):
        return replace(state, due=min(fetched.until, now + _DAY), fault=_NOT_ASKED + fetched.why)
    if fetched.outcome == "unchanged":
        # What was wrong with what it holds still is; what was wrong with asking for it is over.
        is_over = state.failures > 0 or (state.fault or "").startswith(_NOT_ASKED)
        return replace(state, looked=asked, due=due, failures=0, fault=None if is_over else state.fault)
    if fetched.outcome == "ok" and is_left:
        due = now + max(state.source.every, _DAY)
        return replace(state, looked=asked, due=due, failures=0, fault="; ".join(faults), etag=None, modified=None)
    if fetched.outcome == "ok":
        return replace(
            state, looked=asked, due=due, failures=0, fault="; ".join(faults) or None,
            etag=fetched.etag, modified=fetched.modified,
        )  # fmt: skip
    failures = state.failures + 1
    pause = max(min(state.source.every * 2.0 ** min(failures, 20), _LONGEST_PAUSE), fetched.retry_after or 0.0)
    return replace(state, due=now + min(pause, 7 * _DAY), failures=failures, fault=fetched.reason or fetched.outcome)
