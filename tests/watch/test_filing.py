"""What waits is read and added, also when a page kills the process that reads it."""

import os
import signal
import threading
from pathlib import Path

import pytest

from thoisu.errors import WorkerLost
from thoisu.store import open_store
from thoisu.watch.filing import Filing
from thoisu.watch.reading import ReadBody
from thoisu.watch.states import Body, Wanted
from thoisu.watch.tally import Tally

from .pages import path

_KILLS = "kills"


def reading(body: Body) -> ReadBody:
    """As the workers of a watch, but quick, and killed by a page at whose address this stands."""
    if _KILLS in body.url:
        os.kill(os.getpid(), signal.SIGKILL)
    return ReadBody(body.number, None, "holds no article", 0.0)


def test_a_page_that_kills_who_reads_it_costs_itself_and_a_second_one_ends_the_run(tmp_path: Path) -> None:
    where = str(tmp_path / "tin.sqlite")
    urls = [f"https://example.vn{path(n)}{_KILLS if n in (1, 3) else ''}" for n in range(4)]
    with open_store(where) as store, store.writing():
        store.offer([Wanted(known_by=u, url=u, host="example.vn", source="", moment=0.0) for u in urls], 0.0, 0.0)
        store.put_bodies(Body(known_by=url, url=url, fetched=1e9, body=b"<p>") for url in urls)
    filing = Filing(where, 2, threading.Lock(), Tally(), work=reading)
    filing.start()
    with pytest.raises(WorkerLost):
        filing.finish()
    with open_store(where) as store:
        pages = {page.url: page for page in store.watched_pages(urls)}
        assert [pages[url].state for url in urls] == ["none", "none", "none", "fetched"]
        assert "was killed" in (pages[urls[1]].cause or "")
        assert [body.url for body in store.bodies(9)] == urls[3:]
