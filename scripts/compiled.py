"""Builds the compiled package into build/compiled, where its source has changed since (`make compiled`).

It lies there as an installed wheel would, to be put in front of the pure one by PYTHONPATH. Data are copied each time,
so that an edit of the lexicon costs no build. Without a C compiler it says so in one line, and leaves no package.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "compiled"
STAMP = FOLDER / "stamp"


def main() -> int:
    """Builds where that is needed and gives the exit code."""
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")[0]
    if not shutil.which(compiler):
        shutil.rmtree(FOLDER, ignore_errors=True)
        print(f"no C compiler ({compiler}) is here: there is no compiled package, only the pure one", file=sys.stderr)
        return 0
    stamp = _stamp()
    if not STAMP.exists() or STAMP.read_text(encoding="utf-8") != stamp:
        print("compiling thoisu takes some minutes; it is done again when a module changes", file=sys.stderr)
        shutil.rmtree(FOLDER, ignore_errors=True)
        _build()
        STAMP.write_text(stamp, encoding="utf-8")
    for file in (ROOT / "src" / "thoisu").rglob("*"):
        if file.is_file() and file.suffix not in (".py", ".pyc"):
            copy = FOLDER / file.relative_to(ROOT / "src")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)
    return 0


def _stamp() -> str:
    """What the build depends on: the modules, how they are compiled, and the Python."""
    total = hashlib.sha256(sys.version.encode())
    made_of = (ROOT / "pyproject.toml", ROOT / "hatch_build.py", ROOT / "constraints.txt")
    for file in (*made_of, *sorted((ROOT / "src" / "thoisu").rglob("*.py"))):
        total.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return total.hexdigest()


def _build() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, str(ROOT)]
        subprocess.run(command, check=True, env={**os.environ, "HATCH_BUILD_HOOKS_ENABLE": "1"})
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            wheel.extractall(FOLDER)


if __name__ == "__main__":
    sys.exit(main())
