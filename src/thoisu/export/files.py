"""A file that is written whole or not at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from ..errors import ExportError

T = TypeVar("T")


def into(path: Path, write: Callable[[BinaryIO], T]) -> T:
    """Writes beside a file and puts it in its place when it is whole: what was there before stays until then.

    Raises ExportError when it can't be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            made = write(out)
        beside.replace(path)
    except OSError as fault:
        raise ExportError(str(path), f"can't be written ({fault.strerror})", "give another file") from None
    finally:
        beside.unlink(missing_ok=True)
    return made


def into_folder(path: Path, write: Callable[[Path], T]) -> T:
    """The same for a folder of files, which is made where it is not there; other files in it stay."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.mkdir()
        made = write(beside)
        path.mkdir(exist_ok=True)
        for file in sorted(beside.iterdir()):
            file.replace(path / file.name)
    except OSError as fault:
        raise ExportError(str(path), f"can't be written ({fault.strerror})", "give another folder") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return made
