"""Who has it from whom: the agencies that pages credit, and which outlet publishes another's texts how much later."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import median_low

import msgspec

from ..store.base import Reprint
from .moments import minute_of
from .records import Document


class Reprinting(msgspec.Struct, frozen=True):
    """An outlet's texts in another outlet: how many pages, and the median of their delays in minutes.

    The delay is None where no two pages say at which hour they were published.
    """

    origin: str
    outlet: str
    pages: int
    delay: int | None


def credited(documents: Iterable[Document]) -> list[tuple[str, int]]:
    """Whom the credit lines of documents name, and in how many of them; who is named most comes first.

    >>> credited([])
    []
    """
    counted = Counter(name for document in documents for name in dict.fromkeys(document.credit))
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def reprinting(reprints: Iterable[Reprint]) -> list[Reprinting]:
    """Copies by the outlets of origin and copy, those with the most pages first.

    A day without an hour says nothing about a delay. The median is the lower of two in the middle.

    >>> of = ("vnexpress.net", "2022-01-21T07:01+07:00")
    >>> one = Reprint("a", "dantri.com.vn", "2022-01-21T08:31+07:00", *of)
    >>> other = Reprint("b", "dantri.com.vn", "2022-01-21", *of)
    >>> reprinting([one, other])
    [Reprinting(origin='vnexpress.net', outlet='dantri.com.vn', pages=2, delay=90)]
    """
    between: dict[tuple[str, str], list[Reprint]] = defaultdict(list)
    for reprint in reprints:
        between[reprint.origin, reprint.outlet].append(reprint)
    found = []
    for (origin, outlet), pages in between.items():
        delays = [
            minute_of(page.moment) - minute_of(page.origin_moment)
            for page in pages
            if "T" in (page.moment or "") and "T" in (page.origin_moment or "")
        ]
        found.append(Reprinting(origin, outlet, len(pages), median_low(delays) if delays else None))
    return sorted(found, key=lambda r: (-r.pages, r.origin, r.outlet))
