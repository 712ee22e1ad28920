"""What a release is made of: it holds all that is needed and nothing else, and works where nothing else is.

The sources as they are here are built twice, from folders, at times and with rights of their own, and the wheel is
installed into an environment that holds nothing but what it asks for.
"""

import email
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

import thoisu

from .conftest import ROOT

MOST = 15_000_000  # bytes of a wheel
PATIENCE = 120.0  # seconds after which something is wrong, however slow the machine is
EPOCH = "1735689600"  # 2025-01-01
PAGE = (
    "Tổng thống Mỹ gặp Tổng thống Nga\n\nNgày 16/6/2021, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin"
    " tại Geneva (Thụy Sĩ). Cuộc gặp bắt đầu lúc 13 giờ và kéo dài gần bốn giờ.\n"
)


class Built(NamedTuple):
    """Sdist and pure wheel, built twice: the wheel of the sdist first, of the sources then."""

    sdists: tuple[Path, Path]
    wheels: tuple[Path, Path]


def _scripts(name: str) -> object:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        return import_module(name)
    finally:
        sys.path.remove(str(ROOT / "scripts"))


def _copied(to: Path, mode: int) -> Path:
    """The sources as they are here, as files of now with other rights."""
    for file in _scripts("check_docs").tracked(ROOT):  # type: ignore[attr-defined]
        copy = to / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        copy.chmod(mode | (0o111 if os.access(file, os.X_OK) else 0))
    return to


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    dist = _scripts("dist")
    outs = [tmp_path_factory.mktemp(f"out{n}") for n in (1, 2)]
    places = [("nguon", 0o644), ("mot-noi-khac/nguon-2", 0o600)]
    sources = [_copied(tmp_path_factory.mktemp("sources") / name, mode) for name, mode in places]
    try:
        with dist.builder(ROOT) as path:  # type: ignore[attr-defined]
            sdists = [dist.sdist(*pair, EPOCH, path) for pair in zip(sources, outs, strict=True)]  # type: ignore[attr-defined]
            second = dist.wheel_of_sources(sources[1], outs[1], EPOCH, path)  # type: ignore[attr-defined]
        first = dist.wheel(sdists[0], outs[0], EPOCH)  # type: ignore[attr-defined]
    except subprocess.CalledProcessError as fault:
        _can_not_fetch(fault)
    return Built((sdists[0], sdists[1]), (first, second))


def _can_not_fetch(fault: subprocess.CalledProcessError) -> None:
    """Where no registry can be reached nothing is built or installed, and nothing is shown by it."""
    if os.environ.get("CI") or "pip" not in fault.cmd:
        raise fault
    pytest.skip(f"pip can't fetch what is needed here: {' '.join(fault.cmd[2:])[:200]}")


@pytest.fixture(scope="module")
def empty(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.Popen[str]]:
    """Calls `thoisu` in an environment of nothing but the wheel and what it asks for, far from the sources."""
    home = tmp_path_factory.mktemp("home")
    place = home / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    install = [sys.executable, "-m", "pip", "--python", str(place / "bin/python"), "install", "--quiet", "--no-compile"]
    try:
        # A path to a package beside the environment would tell pip that all is there.
        pinned = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        pinned["PIP_CONSTRAINT"] = str(ROOT / "constraints.txt")
        subprocess.run([*install, str(built.wheels[0])], check=True, env=pinned)
    except subprocess.CalledProcessError as fault:
        _can_not_fetch(fault)
    env = {"PATH": f"{place}/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}

    def call(*command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=home, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            executable=str(place / "bin" / command[0]),
        )  # fmt: skip

    (home / "page.txt").write_text(PAGE, encoding="utf-8")
    return call


@pytest.fixture(scope="module")
def said(empty: Callable[..., subprocess.Popen[str]]) -> Callable[..., str]:
    """What a call prints, after it has ended well."""

    def call(*command: str) -> str:
        process = empty(*command)
        out, error = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, error
        return out

    return call


def test_two_builds_give_the_same_bytes(built: Built) -> None:
    for pair in (built.sdists, built.wheels):
        first, second = (hashlib.sha256(file.read_bytes()).hexdigest() for file in pair)
        assert (pair[0].name, first) == (pair[1].name, second)
    assert built.wheels[0].name == f"thoisu-{thoisu.__version__}-py3-none-any.whl"
    assert built.sdists[0].name == f"thoisu-{thoisu.__version__}.tar.gz"


def test_the_wheel_holds_the_package_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheels[0]) as wheel:
        held = set(wheel.namelist())
        for name in ("LICENSE", "NOTICE"):
            assert wheel.read(f"thoisu-{thoisu.__version__}.dist-info/licenses/{name}") == (ROOT / name).read_bytes()
    sources = _scripts("check_docs").tracked(ROOT)  # type: ignore[attr-defined]
    package = {f.relative_to(ROOT / "src").as_posix() for f in sources if f.is_relative_to(ROOT / "src")}
    examples = {f"thoisu/web/example_pages/{f.name}" for f in sources if f.parent == ROOT / "examples"}
    assert {name for name in held if ".dist-info/" not in name} == package | examples
    for folder in ("lexicon/offices", "store/migrations/postgresql", "web/static/vendor", "web/words", "web/templates"):
        assert sum(name.startswith(f"thoisu/{folder}/") for name in held) >= 5
    assert built.wheels[0].stat().st_size <= MOST


def test_the_sdist_holds_the_sources_and_nothing_else(built: Built) -> None:
    with tarfile.open(built.sdists[0]) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    sources = {file.relative_to(ROOT).as_posix() for file in _scripts("check_docs").tracked(ROOT)}  # type: ignore[attr-defined]
    assert held - {"PKG-INFO"} == sources
    assert built.sdists[0].stat().st_size <= MOST


def test_the_metadata_are_those_of_the_project(built: Built) -> None:
    with zipfile.ZipFile(built.wheels[0]) as wheel:
        metadata = email.message_from_bytes(wheel.read(f"thoisu-{thoisu.__version__}.dist-info/METADATA"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (metadata["Name"], metadata["Version"]) == ("thoisu", thoisu.__version__)
    assert metadata["License-Expression"] == project["license"] == "Apache-2.0"
    assert metadata.get_all("License-File") == project["license-files"] == ["LICENSE", "NOTICE"]
    assert metadata["Requires-Python"] == project["requires-python"]
    asked = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(asked) == len(project["dependencies"])
    assert set(metadata.get_all("Provides-Extra", [])) == set(project["optional-dependencies"])
    assert metadata["Summary"] == project["description"]
    assert "# thoisu" in str(metadata.get_payload())


def test_the_changelog_tells_of_this_version_first() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    [(version, day), *_] = re.findall(r"^## \[(.+?)\] - (\d{4}-\d\d-\d\d|unreleased)$", log, re.MULTILINE)
    assert version == thoisu.__version__
    assert day


def test_an_empty_environment_knows_its_version(said: Callable[..., str]) -> None:
    assert said("thoisu", "--version") == f"thoisu {thoisu.__version__}\n"
    place = said("python", "-c", "import thoisu; print(thoisu.__file__)").strip()
    assert place.endswith("/env/lib/" + f"python{sysconfig.get_python_version()}/site-packages/thoisu/__init__.py")
    assert str(ROOT) not in said("python", "-c", "import sys; print(*sys.path)")
    pages = "from thoisu.web.examples import example_pages; print(*(page.parent.name for page in example_pages()))"
    assert set(said("python", "-c", pages).split()) == {"example_pages"}


def test_an_empty_environment_reads_keeps_and_asks(said: Callable[..., str]) -> None:
    assert "2021-06-16" in said("thoisu", "read", "page.txt")
    assert '"CONSULT"' in said("thoisu", "read", "--json", "page.txt")
    said("thoisu", "add", "page.txt", "--store", "tin.sqlite")
    assert "Joe Biden" in said("thoisu", "chronology", "--store", "tin.sqlite")


@pytest.fixture
def desk(empty: Callable[..., subprocess.Popen[str]], said: Callable[..., str]) -> Iterator[str]:
    """The address of a desk of the empty environment."""
    said("thoisu", "add", "page.txt", "--store", "ban.sqlite")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = empty("thoisu", "serve", "--port", str(port), "--store", "ban.sqlite", "--workers", "1")
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def test_an_empty_environment_serves(desk: str) -> None:
    for path, holds in (
        ("/", "Geneva"),
        ("/add", "<textarea"),
        ("/map", "world-atlas"),
        (f"/static/{thoisu.__version__}/vendor/htmx-2.0.11.min.js", "htmx"),
        ("/api/v1/entries", '"CONSULT"'),
    ):
        with urllib.request.urlopen(desk + path, timeout=PATIENCE) as answer:
            assert answer.status == 200
            assert holds in answer.read().decode("utf-8"), path
