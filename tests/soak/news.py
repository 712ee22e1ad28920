"""What three outlets on loopback publish: new pages all the time, copies of each other's, and changes of what is out.

The pages are those of tests/watch/pages.py, some with a plan; every tenth is a copy of the one before on another host.
A feed shows the newest of a host, and a sitemap what came out or was changed in the last minutes.
"""

import random
from collections import deque
from datetime import UTC, datetime

from tests.watch.pages import made, path
from tests.watch.site import HOSTS, Document, Site

_IN_FEED, _IN_SITEMAP = 60, 400
_PLAN = "<p>Thủ tướng Đức Olaf Scholz dự kiến thăm {state} vào ngày {day}/{month}.</p>"
_STATES = ("Ấn Độ", "Brazil", "Canada", "Nhật Bản", "Hàn Quốc", "Thổ Nhĩ Kỳ")


def page(number: int, version: int = 1) -> str:
    """Page `number` as HTML: every tenth a copy, every fifth of the others with a plan."""
    if number % 10 == 9:
        return made(number - 1).replace("<h1>", "<h1>Tin thêm: ").replace("</article>", _more(number, version))
    text, chance = made(number, version), random.Random(number)
    if number % 5:
        return text
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    return text.replace("</article>", _PLAN.format(state=chance.choice(_STATES), day=day, month=month) + "</article>")


def _more(number: int, version: int) -> str:
    told = "".join(f"<p>Bản tin số {number} được sửa lần thứ {n}.</p>" for n in range(2, version + 1))
    return f"{told}</article>"


class News:
    """The hosts as they publish; `out` says of each address which version of its page stands there."""

    def __init__(self, site: Site, first: int) -> None:
        self.out: dict[str, tuple[int, int]] = {}
        self.changes = 0
        self._site, self._number, self._chance = site, first, random.Random(first)
        self._newest: list[deque[tuple[str, str]]] = [deque(maxlen=_IN_SITEMAP) for _ in HOSTS]
        for host in range(len(HOSTS)):
            site.put("/robots.txt", "User-agent: *\nDisallow: /cam/\n", host)
            self._offer(host)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """What is to be watched, as kinds and addresses."""
        hosts = range(len(HOSTS))
        feeds = [("feed", self._site.url("/rss.xml", host)) for host in hosts]
        return feeds + [("sitemap", self._site.url("/sitemap.xml", host)) for host in hosts]

    def publish(self, count: int) -> None:
        """New pages, on one host after the other."""
        for _ in range(count):
            number = self._number
            self._number += 1
            self._put(number, 1, number % len(HOSTS))

    def change(self) -> None:
        """One of the pages that came out last is changed."""
        host = self._chance.randrange(len(HOSTS))
        if not self._newest[host]:
            return
        url, _ = self._chance.choice(self._newest[host])
        number, version = self.out[url]
        self._newest[host] = deque((one for one in self._newest[host] if one[0] != url), maxlen=_IN_SITEMAP)
        self._put(number, version + 1, host)
        self.changes += 1

    def _put(self, number: int, version: int, host: int) -> None:
        url = self._site.put(path(number), page(number, version), host)
        self.out[url] = number, version
        self._newest[host].append((url, datetime.now(UTC).isoformat()))
        self._offer(host)

    def _offer(self, host: int) -> None:
        newest = list(self._newest[host])
        items = "".join(f"<item><title>Tin</title><link>{url}</link></item>" for url, _ in newest[-_IN_FEED:])
        feed = f"<rss version='2.0'><channel>{items}</channel></rss>"
        self._site.put("/rss.xml", Document(feed.encode(), "application/rss+xml"), host)
        urls = "".join(f"<url><loc>{url}</loc><lastmod>{moment}</lastmod></url>" for url, moment in newest)
        sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
        self._site.put("/sitemap.xml", Document(sitemap.encode(), "application/xml"), host)
