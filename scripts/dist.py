"""Builds what a release is made of, into dist/ (`make dist`): the sdist, and of it a pure and a compiled wheel.

The sources are those of the last commit, taken out of git, so that nothing that lies about gets in; without git the
folder as it is. Both wheels are built of the sdist, as others will build them. The times of files are those of the
commit (SOURCE_DATE_EPOCH): sdist and pure wheel are the same bytes wherever they are built. Without a C compiler there
is no compiled wheel, and that is said in one line.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_EPOCH = "1580601600"  # where there is no commit: that of hatchling, 2020-02-02
_NO_SOURCE = (".venv", "dist", "build", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis")


def main(arguments: list[str] | None = None) -> int:
    """Builds, and names each file with its size; gives the exit code."""
    parser = argparse.ArgumentParser(description="Builds the sdist and the wheels.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to build into")
    parser.add_argument("--pure", action="store_true", help="leave the compiled wheel out")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")[0]
    with tempfile.TemporaryDirectory(prefix="thoisu-dist-") as folder:
        source = Path(folder) / "source"
        epoch = export(ROOT, source)
        with builder(source) as path:
            built = [sdist(source, given.out, epoch, path)]
        built.append(wheel(built[0], given.out, epoch))
        if not given.pure and shutil.which(compiler):
            print("compiling takes some minutes", file=sys.stderr)
            built.append(wheel(built[0], given.out, epoch, compiled=True))
        elif not given.pure:
            print(f"no C compiler ({compiler}) is here: there is no compiled wheel", file=sys.stderr)
    for file in built:
        print(f"{file.stat().st_size / 1e6:6.2f} MB  {file}")
    return 0


def export(root: Path, folder: Path) -> str:
    """Puts the sources of the last commit into a folder, and gives its time in seconds since 1970."""
    if not (root / ".git").exists():
        shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*_NO_SOURCE))
        return os.environ.get("SOURCE_DATE_EPOCH", _EPOCH)
    git = ["git", "-C", str(root)]
    changed = subprocess.run([*git, "status", "--porcelain"], check=True, capture_output=True, text=True).stdout
    for line in changed.splitlines():
        print(f"{line[3:]} is not committed: what is built is as the last commit has it", file=sys.stderr)
    archive = subprocess.run([*git, "archive", "HEAD"], check=True, capture_output=True).stdout
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    told = subprocess.run([*git, "log", "-1", "--format=%ct"], check=True, capture_output=True, text=True)
    return told.stdout.strip()


@contextmanager
def builder(source: Path) -> Iterator[str]:
    """The builder that constraints.txt pins, in a folder of its own: the path that finds it."""
    with tempfile.TemporaryDirectory(prefix="thoisu-builder-") as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "hatchling"]
        subprocess.run(install, check=True, env=os.environ | {"PIP_CONSTRAINT": str(source / "constraints.txt")})
        yield folder


def sdist(source: Path, out: Path, epoch: str, path: str) -> Path:
    """Builds the sdist of a folder."""
    return _built("sdist", source, out, epoch, path)


def wheel_of_sources(source: Path, out: Path, epoch: str, path: str) -> Path:
    """Builds the pure wheel of a folder."""
    return _built("wheel", source, out, epoch, path)


def _built(kind: str, source: Path, out: Path, epoch: str, path: str) -> Path:
    with tempfile.TemporaryDirectory(prefix="thoisu-made-") as made:
        command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", made]
        env = os.environ | {"PYTHONPATH": path, "SOURCE_DATE_EPOCH": epoch, "HATCH_BUILD_HOOKS_ENABLE": ""}
        subprocess.run(command, check=True, cwd=source, env=env, stdout=subprocess.DEVNULL)
        [file] = Path(made).iterdir()
        return Path(shutil.copy2(file, out / file.name))


def wheel(sdist: Path, out: Path, epoch: str, compiled: bool = False) -> Path:
    """Builds a wheel of an sdist, as pip does where a user has only that."""
    with tempfile.TemporaryDirectory(prefix="thoisu-wheel-") as folder:
        with tarfile.open(sdist) as packed:
            packed.extractall(folder, filter="data")
        [source] = Path(folder).iterdir()
        made = Path(folder) / "made"
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(made), str(source)]
        env = os.environ | {"PIP_CONSTRAINT": str(source / "constraints.txt"), "SOURCE_DATE_EPOCH": epoch}
        env["HATCH_BUILD_HOOKS_ENABLE"] = "1" if compiled else ""
        subprocess.run(command, check=True, env=env)
        [file] = made.iterdir()
        return Path(shutil.copy2(file, out / file.name))


if __name__ == "__main__":
    sys.exit(main())
