"""One suite, two engines: a file of SQLite, and a PostgreSQL server that the tests start and stop."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from thoisu.store import open_store
from thoisu.store.base import Store

_DEBIAN = Path("/usr/lib/postgresql")


def _binaries() -> Path | None:
    """The folder of the server's programs: Debian keeps them off the PATH, newest version last."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def _servant() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as whoever Debian made for it, or as nobody."""
    if os.getuid():
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Postgres:
    """A server: data in a folder of its own, on loopback, on a free port; `address` names it without a database."""

    def __init__(self, programs: Path, home: Path) -> None:
        self.home, self._programs, self._servant = home, programs, _servant()
        password = secrets.token_hex(8)
        (home / "password").write_text(password)
        self.own(home, home / "password")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"postgresql://thoisu:{password}@127.0.0.1:{self._port}"
        made = subprocess.run(
            [
                *(programs / "initdb", "-D", home / "data", "-U", "thoisu", "-A", "scram-sha-256", "-E", "UTF8"),
                *("--locale=C", "--no-sync", f"--pwfile={home / 'password'}"),
            ],
            cwd=home,
            capture_output=True,
            text=True,
            **self._servant,
        )
        assert made.returncode == 0, made.stderr
        self.start()

    def own(self, *paths: Path) -> None:
        """Gives paths to the user as whom the server runs."""
        if self._servant:
            for path in paths:
                os.chown(path, self._servant["user"], self._servant["group"])

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        import psycopg

        # Nothing here outlives the machine: without fsync a commit is acknowledged sooner, and by the same code.
        options = {"listen_addresses": "127.0.0.1", "port": self._port, "unix_socket_directories": "", "fsync": "off"}
        arguments = [piece for name, value in options.items() for piece in ("-c", f"{name}={value}")]
        with (self.home / "log").open("w") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.home / "data", *arguments],
                cwd=self.home, stdout=log, stderr=log, **self._servant,
            )  # fmt: skip
        for _ in range(300):
            try:
                psycopg.connect(f"{self.address}/postgres").close()
                return
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self.home / "log").read_text()
                time.sleep(0.1)
        pytest.fail((self.home / "log").read_text())

    def stop(self, by: int = signal.SIGINT) -> None:
        """Stops it: by SIGINT it ends its connections, by SIGQUIT it drops all as it stands."""
        self._process.send_signal(by)
        self._process.wait(60)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of PostgreSQL."""
    folder = _binaries()
    if folder is None:
        reason = "no PostgreSQL server here (Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    home = Path(tempfile.mkdtemp(prefix="thoisu-pg-"))
    made = Postgres(folder, home)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def server(postgres: Postgres) -> str:
    """The address of a server without its database."""
    return postgres.address


def _database(server: str, name: str) -> str:
    """The address of a database without a store."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as db:
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall():
            db.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    with psycopg.connect(f"{server}/{name}", autocommit=True) as db:
        db.execute("DROP SCHEMA IF EXISTS thoisu CASCADE")
    return f"{server}/{name}"


@pytest.fixture
def database(server: str) -> str:
    """The address of a database without a store."""
    return _database(server, "tin")


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made, on either engine."""
    if request.param == "sqlite":
        return str(tmp_path / "tin.sqlite")
    found: str = request.getfixturevalue("database")
    return found


_EMPTY = """
SET session_replication_role = replica; -- rows may go before those that name them
DO $$
DECLARE it text;
BEGIN
    FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'thoisu' AND tablename NOT IN ('store', 'revision')
    LOOP EXECUTE format('DELETE FROM thoisu.%I', it); END LOOP;
    FOR it IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'thoisu'
    LOOP PERFORM setval(format('thoisu.%I', it), 1, false); END LOOP;
    UPDATE thoisu.revision SET n = 0;
END $$"""


@pytest.fixture(scope="session")
def emptied(server: str) -> Callable[[], str]:
    """Makes a store on the server anew and gives its address: by emptying its tables, a tenth of what making costs."""
    import psycopg

    address = _database(server, "emptied")
    with open_store(address) as made:
        assert not any(made.counts().values())

    def again() -> str:
        with psycopg.connect(address, autocommit=True) as db:
            db.execute(_EMPTY)
        return address

    return again


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of an empty store."""
    path = tmp_path_factory.mktemp("blank") / "tin.sqlite"
    open_store(path).close()
    return path.read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on either engine."""
    if request.param == "sqlite":
        path = tmp_path / "tin.sqlite"
        path.write_bytes(request.getfixturevalue("blank"))
        place = str(path)
    else:
        place = request.getfixturevalue("emptied")()
    with open_store(place) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for all tests of a module, on either engine."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("lasting") / "tin.sqlite")
    else:
        place = _database(request.getfixturevalue("server"), "lasting")
    with open_store(place) as opened:
        yield opened
