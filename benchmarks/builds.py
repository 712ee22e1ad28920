"""The packages that are measured: the compiled one, as wheels hold it, where `make compiled` made it, and the pure."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The folder of each package by the name that is printed.
BUILDS = {"compiled": ROOT / "build" / "compiled", "pure": ROOT / "src"}


def builds() -> list[str]:
    """The names of those that there are."""
    return [name for name, folder in BUILDS.items() if (folder / "thoisu" / "__init__.py").exists()]


def environment(build: str | None, **more: str) -> dict[str, str]:
    """The environment of a process that imports a build; of None the one that is installed."""
    return {**os.environ, **({"PYTHONPATH": str(BUILDS[build])} if build else {}), **more}
