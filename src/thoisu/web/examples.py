"""The example pages that an empty store can begin with."""

from importlib.resources import files
from pathlib import Path

FOLDER = "example_pages"  # beside this module, where the package is installed
_SUFFIXES = (".txt", ".html")


def example_pages() -> list[Path]:
    """The files of the example pages, by name: those of the checkout, or those that were installed with the package.

    >>> [path.suffix for path in example_pages()][:1]
    ['.txt']
    """
    package = Path(str(files("thoisu")))
    # An installed package has its own copy (pyproject.toml puts it there); a checkout has them at its top.
    folders = (package / "web" / FOLDER, package.parents[1] / "examples")
    folder = next((folder for folder in folders if folder.is_dir()), None)
    return sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES) if folder else []
