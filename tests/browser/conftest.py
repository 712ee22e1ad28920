"""One browser for all these tests, and a server for those that only read."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from thoisu import Question

from .reader import Reader
from .serving import Served, chromium_options, filled, serve

expect.set_options(timeout=20_000)  # where many work on one machine


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium with a profile of its own, which goes with it.

    Ended with this package: as long as it runs, this thread has a loop of asyncio, and others can't start theirs.
    """
    if shutil.which("chromium") is None:
        reason = "no Chromium here (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium_options())
        yield started
        started.close()


@pytest.fixture(scope="package")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The desk over our example pages, for tests that change nothing there."""
    store = filled(tmp_path_factory.mktemp("desk") / "tin.sqlite")
    with serve(store, Question(actor=["Joe Biden"], other=["Vladimir Putin"])) as served:
        yield served


@pytest.fixture(scope="package")
def reader_of(browser: Browser, desk: Served) -> Iterator[Callable[..., Reader]]:
    """Readers of that desk by how they are (see Reader), each made once: a new one costs more than a page."""
    made: dict[tuple[tuple[str, Any], ...], Reader] = {}

    def reader(**how: Any) -> Reader:
        key = tuple(sorted(how.items()))
        if key not in made:
            made[key] = Reader(browser, desk, **how)
        return made[key]

    yield reader
    for one in made.values():
        one.close()
