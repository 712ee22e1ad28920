"""A desk over a store of our own pages, asked in the same process; browser tests ask a real server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from thoisu import add, incoming, open_store
from thoisu.web.access import hashed, new_token
from thoisu.web.app import create_app, state_of
from thoisu.web.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "examples").glob("*.txt")), *sorted((ROOT / "tests/chronicle/pages").glob("*.txt"))]
LOCAL = "http://127.0.0.1:8000"
Client = TestClient[Litestar]


_FREE: dict[Settings, list[Litestar]] = {}


@contextmanager
def client_of(settings: Settings, base: str = LOCAL) -> Iterator[Client]:
    """A client of a desk.

    The routes of an application take a tenth of a second to make, and hundreds of tests want a desk over a store of
    their own: one that nobody uses any more and that was made with the same settings is given the other store.
    """
    free = _FREE.setdefault(replace(settings, store=None, desk_key=None, secret=""), [])
    app = free.pop() if free else create_app(settings)
    app.state = state_of(replace(settings, secret=app.state.settings.secret))
    with TestClient(app, base_url=base) as client:
        yield client
    if not settings.rate:  # else it has counted
        free.append(app)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of our example pages; tests that write make a copy of it."""
    path = tmp_path_factory.mktemp("desk") / "tin.sqlite"
    with open_store(path) as store:
        add(store, [incoming(page) for page in PAGES])
    return path


@pytest.fixture(scope="session")
def desk(filled: Path) -> Iterator[Client]:
    """The desk of that store, only read."""
    with client_of(Settings(str(filled))) as client:
        yield client


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A copy of the store that a test may change."""
    path = tmp_path / "tin.sqlite"
    path.write_bytes(filled.read_bytes())
    return path


@pytest.fixture
def writer(own: Path) -> Iterator[Client]:
    """The desk of that copy for one who may write: their token is in `Authorization`."""
    token = new_token()
    with open_store(own) as store, store.writing():
        store.put_token("bien-tap", hashed(token), True)
    with client_of(Settings(str(own))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Client]:
    """The desk of an empty store."""
    with client_of(Settings(str(tmp_path / "tin.sqlite"))) as client:
        yield client
