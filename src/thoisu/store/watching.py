"""What is watched: sources, the pages that they offered, the bytes that wait to be read, and the hosts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..watch.records import Source
from ..watch.states import Body, Filed, HostState, PageState, PageStatus, SourceState, Tried, Wanted
from .core import Core, Row
from .packing import pack, unpack

_SOURCE = (
    "SELECT name, url, kind, publisher, every, parent, etag, modified, claimed, looked, due, failures, fault"
    " FROM watch_source"
)
_PAGE = f"SELECT {', '.join(PageStatus.__struct_fields__)} FROM watch_page"


class Watching(Core):
    """The methods of `Store` about what is watched."""

    # Sources.
    def put_sources(self, sources: Iterable[Source], now: float) -> int:
        sources = list(sources)
        [(before,)] = self._rows("SELECT count(*) FROM watch_source")
        self._change_many(
            "INSERT INTO watch_source (url, name, kind, publisher, every, due, failures) VALUES (?, ?, ?, ?, ?, ?, 0)"
            " ON CONFLICT (url) DO UPDATE SET parent = NULL, name = excluded.name, kind = excluded.kind,"
            " publisher = excluded.publisher, every = excluded.every, due = coalesce(watch_source.due, excluded.due)",
            [(s.url, s.name, s.kind, s.publisher, s.every, now) for s in sources],
        )
        [(after,)] = self._rows("SELECT count(*) FROM watch_source")
        return int(after - before)

    def put_sitemaps(self, parent: Source, sitemaps: Mapping[str, float | None], now: float, most: int = 50_000) -> int:
        if not self._rows("SELECT 1 FROM watch_source WHERE url = ?", [parent.url]):
            return 0
        sql = "SELECT count(*) FROM watch_source WHERE name = ? AND parent IS NOT NULL"
        [(there,)] = self._rows(sql, [parent.name])
        sql = "SELECT url FROM watch_source WHERE url IN (?*)"
        known = {url for (url,) in self._rows(sql, [self._list(sitemaps)])}
        new = [url for url in sitemaps if url not in known]
        left = set(new[max(most - there, 0) :])
        # A sitemap whose index says when it was changed is due by that alone; the others come round by themselves.
        self._change_many(
            "INSERT INTO watch_source (url, parent, name, kind, publisher, every, claimed, due, failures)"
            " VALUES (?, ?, ?, 'sitemap', ?, ?, ?, ?, 0) ON CONFLICT (url) DO UPDATE SET"
            " due = CASE WHEN excluded.claimed > coalesce(watch_source.looked, 0)"
            " AND excluded.claimed > coalesce(watch_source.claimed, 0) THEN excluded.due ELSE watch_source.due END,"
            " claimed = coalesce(excluded.claimed, watch_source.claimed) WHERE watch_source.parent = excluded.parent",
            [
                (url, parent.url, parent.name, parent.publisher, parent.every, claimed, now)
                for url, claimed in sitemaps.items()
                if url not in left
            ],
        )
        return len(left)

    def put_look(self, state: SourceState) -> None:
        self._change(
            "UPDATE watch_source SET etag = ?, modified = ?, looked = ?, due = ?, failures = ?, fault = ?"
            " WHERE url = ?",
            [state.etag, state.modified, state.looked, state.due, state.failures, state.fault, state.source.url],
        )

    def drop_source(self, url: str) -> bool:
        rows = self._change("DELETE FROM watch_source WHERE url = ? RETURNING url", [url])
        urls = [url]
        while urls:
            sql = "DELETE FROM watch_source WHERE parent IN (?*) RETURNING url"
            # What it offered and is not fetched is not wanted any more; what was fetched is known.
            self._change("DELETE FROM watch_page WHERE source IN (?*) AND state = 'waiting'", [self._list(urls)])
            urls = [child for (child,) in self._change(sql, [self._list(urls)])]
        return bool(rows)

    def sources(self) -> list[SourceState]:
        return [_source(row) for row in self._rows(f"{_SOURCE} ORDER BY name, url")]

    def sources_due(self, now: float) -> list[SourceState]:
        return [_source(row) for row in self._rows(f"{_SOURCE} WHERE due <= ? ORDER BY due, url", [now])]

    # Pages that were offered.
    def offer(self, pages: Iterable[Wanted], now: float, again: float, most: int = 200_000) -> dict[str, int]:
        wanted = {page.known_by: page for page in pages}
        known = {
            row[0]: row[1:]
            for row in self._rows(
                "SELECT known_by, claimed, fetched, due FROM watch_page WHERE known_by IN (?*)", [self._list(wanted)]
            )
        }
        new = [page for known_by, page in wanted.items() if known_by not in known]
        here = self._kept_as([page.url for page in new])
        room = self._room({page.host for page in new}, most)
        left = []
        for page in new:
            if page.url not in here:
                room[page.host] -= 1
                if room[page.host] < 0:
                    left.append(page.known_by)
        new = [page for page in new if page.known_by not in set(left)] if left else new
        self._change_many(
            "INSERT INTO watch_page (known_by, url, host, source, title, published, claimed, moment, state, due, tries,"
            " fetched, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [
                (
                    *(p.known_by, p.url, p.host, p.source, p.title, p.published, p.claimed, p.moment),
                    *(("waiting", now, None, None) if p.url not in here else ("kept", None, *here[p.url])),
                )
                for p in new
            ],
        )
        later = []
        for known_by, (claimed, fetched, due) in known.items():
            page = wanted[known_by]
            if page.claimed is None or (claimed is not None and page.claimed <= claimed):
                continue
            if fetched is not None and page.claimed > fetched and due is None:
                due = max(now, fetched + again)
            later.append((page.claimed, due, known_by))
        self._change_many("UPDATE watch_page SET claimed = ?, due = ?, tries = 0 WHERE known_by = ?", later)
        return {"new": len(new) - len(here), "known": len(known) + len(here), "left": len(left)}

    def _room(self, hosts: set[str], most: int) -> dict[str, int]:
        """How many more pages of each host may wait."""
        sql = "SELECT host, count(*) FROM watch_page WHERE due IS NOT NULL AND host IN (?*) GROUP BY host"
        waiting: dict[str, int] = dict(self._rows(sql, [self._list(hosts)]))
        return {host: most - waiting.get(host, 0) for host in hosts}

    def _kept_as(self, urls: list[str]) -> dict[str, tuple[float, str]]:
        """The pages that came into the store by another way, by their addresses: when, and their documents."""
        rows = self._rows(
            "SELECT p.key, p.id, max(v.added) FROM page p JOIN version v ON v.page = p.n WHERE p.key IN (?*)"
            " GROUP BY p.key, p.id",
            [self._list(urls)],
        )
        return {key: (datetime.fromisoformat(added).timestamp(), document) for key, document, added in rows}

    def page_hosts_due(self, now: float) -> list[str]:
        return [h for (h,) in self._rows("SELECT DISTINCT host FROM watch_page WHERE due <= ? ORDER BY host", [now])]

    def pages_due(self, host: str, now: float, limit: int) -> list[PageStatus]:
        sql = f"{_PAGE} WHERE host = ? AND due <= ? ORDER BY moment DESC LIMIT ?"
        return [_page(row) for row in self._rows(sql, [host, now, limit])]

    def watched_pages(self, known_by: Iterable[str]) -> list[PageStatus]:
        sql = f"{_PAGE} WHERE known_by IN (?*) ORDER BY known_by"
        return [_page(row) for row in self._rows(sql, [self._list(known_by)])]

    def put_tried(self, tried: Iterable[Tried], again: float = 0.0) -> None:
        tried = list(tried)
        self._change_many(
            "UPDATE watch_page SET state = CASE WHEN document IS NULL THEN ? ELSE 'kept' END, due = ?, tries = ?,"
            " fetched = coalesce(?, fetched), cause = ?, url = coalesce(?, url) WHERE known_by = ?",
            [(t.state, t.due, t.tries, t.fetched, t.cause, t.url, t.known_by) for t in tried],
        )
        self._claimed_meanwhile([(t.claimed, t.fetched, t.known_by) for t in tried if t.fetched is not None], again)

    def _claimed_meanwhile(self, answered: list[tuple[float | None, float, str]], again: float) -> None:
        """Makes due again what was said to have been changed while it was asked for: the answer may not have it."""
        self._change_many(
            "UPDATE watch_page SET due = ? WHERE known_by = ? AND claimed > ? AND claimed > ?",
            [(asked + again, known_by, before or 0.0, asked) for before, asked, known_by in answered],
        )

    def put_filed(self, filed: Iterable[Filed]) -> None:
        # `due` stays: somebody may have said meanwhile that the page was changed after it was fetched.
        self._change_many(
            "UPDATE watch_page SET state = ?, document = coalesce(?, document), cause = ? WHERE known_by = ?",
            [(f.state, f.document, f.cause, f.known_by) for f in filed],
        )

    def mind_clock(self, now: float, longest: float) -> None:
        self._change(
            "UPDATE watch_source SET due = ? WHERE due > ? AND due - every > ?", [now, now + longest, now + longest]
        )
        self._change("UPDATE watch_page SET due = ? WHERE due > ?", [now, now + longest])

    def watch_counts(self) -> dict[str, dict[PageState, int]]:
        found: dict[str, dict[PageState, int]] = {}
        sql = "SELECT source, state, count(*) FROM watch_page GROUP BY source, state ORDER BY source, state"
        for source, state, count in self._rows(sql):
            found.setdefault(source, {})[state] = count
        return found

    # Bytes that wait to be read.
    def put_bodies(self, bodies: Iterable[Body], again: float = 0.0) -> None:
        bodies = list(bodies)
        # Never in the place of a row that may be being read just now: what is dropped then is what was read.
        sql = "DELETE FROM watch_body WHERE known_by IN (?*)"
        self._change(sql, [self._list(b.known_by for b in bodies)])
        self._change_many(
            "INSERT INTO watch_body (known_by, url, fetched, content_type, published, body) VALUES (?, ?, ?, ?, ?, ?)",
            [(b.known_by, b.url, b.fetched, b.content_type, b.published, pack(b.body)) for b in bodies],
        )
        self._change_many(
            "UPDATE watch_page SET state = 'fetched', due = NULL, tries = 0, fetched = ?, etag = ?, modified = ?,"
            " cause = NULL WHERE known_by = ?",
            [(b.fetched, b.etag, b.modified, b.known_by) for b in bodies],
        )
        self._claimed_meanwhile([(b.claimed, b.fetched, b.known_by) for b in bodies], again)

    def waiting_bodies(self) -> int:
        return int(self._rows("SELECT count(*) FROM watch_body")[0][0])

    def bodies(self, limit: int, after: int = 0) -> list[Body]:
        sql = (
            "SELECT n, known_by, url, fetched, content_type, published, body FROM watch_body WHERE n > ?"
            " ORDER BY n LIMIT ?"
        )
        return [
            Body(number=n, known_by=k, url=url, fetched=at, content_type=kind, published=published, body=unpack(body))
            for n, k, url, at, kind, published, body in self._rows(sql, [after, limit])
        ]

    def drop_bodies(self, numbers: Iterable[int]) -> None:
        self._change_many("DELETE FROM watch_body WHERE n = ?", [(n,) for n in numbers])

    # Hosts.
    def hosts(self) -> list[HostState]:
        sql = "SELECT host, pace, robots_status, robots, robots_until FROM watch_host ORDER BY host"
        return [_host(row) for row in self._rows(sql)]

    def host(self, host: str) -> HostState | None:
        sql = "SELECT host, pace, robots_status, robots, robots_until FROM watch_host WHERE host = ?"
        rows = self._rows(sql, [host])
        return _host(rows[0]) if rows else None

    def put_hosts(self, hosts: Iterable[HostState]) -> None:
        self._change_many(
            "INSERT INTO watch_host (host, pace, robots_status, robots, robots_until) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (host) DO UPDATE SET pace = excluded.pace, robots_status = excluded.robots_status,"
            " robots = excluded.robots, robots_until = excluded.robots_until",
            [
                (h.host, h.pace, h.robots_status, None if h.robots is None else pack(h.robots), h.robots_until)
                for h in hosts
            ],
        )


def _source(row: Row) -> SourceState:
    name, url, kind, publisher, every, parent, etag, modified, claimed, looked, due, failures, fault = row
    return SourceState(
        source=Source(name=name, url=url, kind=kind, publisher=publisher, every=every),
        parent=parent, etag=etag, modified=modified, claimed=claimed, looked=looked, due=due, failures=failures,
        fault=fault,
    )  # fmt: skip


def _page(row: Row) -> PageStatus:
    return PageStatus(**dict(zip(PageStatus.__struct_fields__, row, strict=True)))


def _host(row: Row) -> HostState:
    host, pace, status, robots, until = row
    return HostState(
        host=host, pace=pace, robots_status=status, robots=None if robots is None else unpack(robots),
        robots_until=until,
    )  # fmt: skip
