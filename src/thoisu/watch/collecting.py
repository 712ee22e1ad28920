"""The pages that one feed, sitemap or section page offers, put together: each once, with a clean address."""

import re
from collections import Counter
from urllib.parse import urljoin

from ..errors import UnsafeAddress
from ..page.html import parse
from ..page.jsonld import unescape
from ..text import normalize
from .addresses import clean, known_by
from .looks import look_of, looks_like_article
from .records import Offer, Offered

MOST_PAGES = 50_000  # what a sitemap may hold (sitemaps.org, "Using Sitemap index files")
_LONGEST_ADDRESS = 2_048  # sitemaps.org, "XML tag definitions"
_LONGEST_TITLE = 500
_TAGS = re.compile(r"<[A-Za-z/!]")


class Collected:
    """What was found so far; the first of several offers of a page counts, filled up from the later ones."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.sitemaps: dict[str, str | None] = {}
        self.faults: list[str] = []
        self._pages: dict[str, Offer] = {}
        self._left_out: Counter[str] = Counter()

    def page(
        self,
        link: str | None,
        title: str | None = None,
        published: str | None = None,
        modified: str | None = None,
        base: str | None = None,
        certain: bool = True,
    ) -> None:
        """A page, by an address that may be relative. Tags, videos and the like are no pages to read.

        Unless it is `certain` that the source means an article, the address has to look like one.
        """
        url = self._address(link, base or self.base)
        if url is None or look_of(url) not in ("article", "") or not (certain or looks_like_article(url)):
            return
        key = known_by(url)
        title = title_of(title) if title else None
        there = self._pages.get(key)
        if there is not None:
            self._pages[key] = Offer(
                url=there.url,
                known_by=key,
                title=there.title or title,
                published=there.published or published,
                modified=max(filter(None, (there.modified, modified)), default=None),
            )
        elif len(self._pages) < MOST_PAGES:
            self._pages[key] = Offer(url=url, known_by=key, title=title, published=published, modified=modified)
        else:
            self._left_out[f"more than {MOST_PAGES:,} pages"] += 1

    def sitemap(self, link: str | None, modified: str | None = None) -> None:
        """A further sitemap."""
        url = self._address(link, self.base)
        if url is not None and len(self.sitemaps) < MOST_PAGES:
            self.sitemaps.setdefault(url, modified)

    def __len__(self) -> int:
        return len(self._pages)

    def offered(self) -> Offered:
        """All of it, with what was left out told in words."""
        told = [f"{n} left out: {why}" for why, n in self._left_out.most_common()]
        return Offered(
            pages=list(self._pages.values()), sitemaps=list(self.sitemaps.items()), faults=self.faults + told
        )

    def _address(self, link: str | None, base: str) -> str | None:
        link = "".join((link or "").split())
        if not link or link.startswith("#"):
            return None
        try:
            url = urljoin(base, link)
            if len(url) > _LONGEST_ADDRESS:
                self._left_out[f"an address of more than {_LONGEST_ADDRESS:,} characters"] += 1
                return None
            return clean(url)
        except UnsafeAddress as fault:
            self._left_out[f"an address that {fault.what}"] += 1
        except ValueError:
            self._left_out["an address that is none"] += 1
        return None


def title_of(told: str) -> str | None:
    """A headline in plain words: markup and character references of feeds resolved, also escaped ones.

    >>> title_of("Hai bên &lt;b&gt;gặp nhau&lt;/b&gt; tại &amp;quot;Geneva&amp;quot;")
    'Hai bên gặp nhau tại "Geneva"'
    """
    text = unescape(told[: 4 * _LONGEST_TITLE])
    if _TAGS.search(text):
        text = " ".join(line.text for line in parse(text, "title").lines)
    return normalize(text)[:_LONGEST_TITLE] or None
