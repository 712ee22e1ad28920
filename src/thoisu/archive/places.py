"""Where archives and data sets lie: folders of this machine, or what fsspec opens (s3://, https://, …).

Nothing is ever seen half written. On a file system a file is written beside and renamed; an object store shows an
object when all of it is there.
"""

import os
import posixpath
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from fsspec.core import url_to_fs

from ..errors import ArchiveError, UnreadableSource
from ..page.recovery import begins_record

_WHOLE_AT_ONCE = ("s3", "s3a", "gs", "gcs", "abfs", "az", "adl", "memory")  # where a write is seen when it has ended
_BLOCK = 8 << 20  # bytes that are fetched at once
_HEAD = 4096


class File(NamedTuple):
    """A file at a place and how many bytes it has; None where the server doesn't say, or sends it only as a whole."""

    location: str
    size: int | None


def location_of(given: str) -> str:
    """A place by a name that means the same to every process: an absolute path or an address.

    >>> location_of("s3://tin/2022/"), location_of("/data/../data/tin.warc.gz")
    ('s3://tin/2022', '/data/tin.warc.gz')
    """
    if "://" not in given:
        return os.path.abspath(given)
    if given.startswith("file://"):
        return os.path.abspath(given.removeprefix("file://"))
    return given.rstrip("/")


def is_local(location: str) -> bool:
    """Whether a place is a path of this machine."""
    return "://" not in location


def files_at(location: str) -> list[File]:
    """The file at a place, the files of a folder and of those in it, or those that a pattern with `*` means; by name.

    Raises UnreadableSource where nothing is there.
    """
    with _told(location):
        system, path = url_to_fs(location)
        system.invalidate_cache()
        if any(sign in path for sign in "*[") and not system.exists(path):
            found = {str(name): info for name, info in system.glob(path, detail=True).items()}
        elif system.isdir(path) and not _is_web(location):
            found = {str(name): info for name, info in system.find(path, detail=True).items()}
        else:
            found = {path: system.info(path)}
        files = [
            File(_named(system, name, location), _size_of(system, name, info))
            for name, info in sorted(found.items())
            if info.get("type") != "directory"
        ]
    if not files:
        raise UnreadableSource(location, "holds no file", "check the name")
    return files


def _is_web(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def _size_of(system: Any, path: str, info: dict[str, Any]) -> int | None:
    """The size of what can be read from any place in it."""
    size = info.get("size")
    if size and _is_web(path):
        # Whether a server gives pieces is known when it is asked for one.
        try:
            with system.open(path, "rb", block_size=_HEAD) as file:
                file.seek(int(size) - 1)
                file.read(1)
        except ValueError:
            return None
    return None if size is None else int(size)


def _named(system: Any, path: str, like: str) -> str:
    return path if is_local(like) or "://" in path else str(system.unstrip_protocol(path))


@contextmanager
def opened(location: str, sized: bool = True) -> Iterator[BinaryIO]:
    """A file that can be sought in; what is not `sized` is copied here first. Raises UnreadableSource."""
    if is_local(location):
        with _told(location), open(location, "rb") as file:
            yield file
        return
    with _told(location), tempfile.TemporaryFile(prefix="thoisu-") as copy:
        system, path = url_to_fs(location)
        if sized:
            with system.open(path, "rb", block_size=_BLOCK, cache_type="readahead") as file:
                yield file
            return
        with system.open(path, "rb", block_size=0) as stream:
            shutil.copyfileobj(stream, copy, 1 << 20)
        copy.seek(0)
        yield copy


def begins_archive(file: File) -> bool:
    """Whether a file's first bytes are those of a web archive."""
    with opened(file.location, file.size is not None) as opened_file:
        return begins_record(opened_file.read(_HEAD))


@contextmanager
def _told(location: str) -> Iterator[None]:
    """What goes wrong at a place as one line."""
    try:
        yield
    except (ArchiveError, MemoryError):
        raise
    except FileNotFoundError:
        raise UnreadableSource(location, "no such file", "check the name") from None
    except (ImportError, ValueError) as fault:
        raise UnreadableSource(
            location, f"can't be opened ({fault})", "install what this kind of address needs"
        ) from None
    except OSError as fault:
        why = fault.strerror or str(fault) or type(fault).__name__
        raise UnreadableSource(location, f"can't be read ({why})", "check the address and who may read it") from None
    except Exception as fault:
        if is_local(location) or not _is_of_transport(fault):
            raise
        raise UnreadableSource(location, f"can't be read ({fault})", "check the address and who may read it") from None


def _is_of_transport(fault: Exception) -> bool:
    """Clients of stores have errors of their own that are no OSError: for want of credentials, of an endpoint."""
    return type(fault).__module__.partition(".")[0] in ("botocore", "aiobotocore", "aiohttp", "gcsfs", "adlfs", "azure")


class Folder:
    """A folder that is written; names in it are parted by `/`. Raises ArchiveError where it can't be.

    >>> with tempfile.TemporaryDirectory() as here:
    ...     folder = Folder(here)
    ...     folder.write("articles/a.txt", b"tin")
    ...     folder.names(), folder.read("articles/a.txt")
    ({'articles/a.txt': 3}, b'tin')
    """

    def __init__(self, location: str, make: bool = True) -> None:
        self.location = location_of(location)
        with self._writing():
            self._system, self._root = url_to_fs(self.location)
            if make:
                self._system.makedirs(self._root, exist_ok=True)

    @property
    def system(self) -> Any:
        """The file system of fsspec, whose paths are those of path()."""
        return self._system

    def path(self, name: str) -> str:
        """The path of a file of the folder in its file system."""
        return posixpath.join(self._root, name)

    def address(self, name: str) -> str:
        """The place of a file of the folder."""
        return f"{self.location}/{name}"

    def names(self, under: str = "") -> dict[str, int]:
        """The files and how many bytes each has."""
        with self._writing():
            self._system.invalidate_cache()
            root = self.path(under) if under else self._root
            found = self._system.find(root, detail=True)
            return {posixpath.relpath(path, self._root): int(info["size"]) for path, info in sorted(found.items())}

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        with self._writing():
            self._system.invalidate_cache()
            return bool(self._system.exists(self.path(name)))

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        with self._writing():
            return bytes(self._system.cat_file(self.path(name)))

    def write(self, name: str, content: bytes) -> None:
        """Writes a file whole or not at all."""
        with self.scratch() as beside:
            path = beside / "written"
            path.write_bytes(content)
            self.publish(path, name)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for files that are to be published; it is gone afterwards."""
        beside = None
        with self._writing():
            if is_local(self.location):
                beside = Path(self._root, "_work")
                beside.mkdir(parents=True, exist_ok=True)
            made = tempfile.TemporaryDirectory(prefix="thoisu-", dir=beside, ignore_cleanup_errors=True)
        with made as path, self._writing():
            yield Path(path)

    def publish(self, made: Path, name: str) -> None:
        """Puts a file from a scratch folder in its place, over what was there."""
        target = self.path(name)
        with self._writing():
            if is_local(self.location):
                with made.open("rb") as file:
                    os.fsync(file.fileno())
                os.makedirs(os.path.dirname(target), exist_ok=True)
                os.replace(made, target)
            elif set(_protocols(self._system)) & set(_WHOLE_AT_ONCE):
                self._system.put_file(str(made), target)
            else:
                self._system.makedirs(posixpath.dirname(target), exist_ok=True)
                self._system.put_file(str(made), f"{target}.part")
                self._system.mv(f"{target}.part", target)

    def remove(self, names: list[str]) -> None:
        """Removes files; those that are gone already too."""
        with self._writing():
            for name in names:
                if is_local(self.location):
                    Path(self.path(name)).unlink(missing_ok=True)
                elif self._system.exists(self.path(name)):
                    self._system.rm_file(self.path(name))

    def clear(self, under: str) -> None:
        """Removes a folder with all that is in it."""
        with self._writing():
            if is_local(self.location):
                shutil.rmtree(self.path(under), ignore_errors=True)
            elif self._system.exists(self.path(under)):
                self._system.rm(self.path(under), recursive=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (ArchiveError, MemoryError):
            raise
        except (ImportError, ValueError) as fault:
            raise ArchiveError(
                self.location, f"can't be opened ({fault})", "install what this kind of address needs"
            ) from None
        except OSError as fault:
            why = fault.strerror or str(fault) or type(fault).__name__
            raise ArchiveError(
                self.location, f"can't be written ({why})", "check the place and its space; what is done is kept"
            ) from None
        except Exception as fault:
            if not _is_of_transport(fault):
                raise
            raise ArchiveError(
                self.location, f"can't be written ({fault})", "check the address and who may write there"
            ) from None


def _protocols(system: Any) -> tuple[str, ...]:
    named = system.protocol
    return (named,) if isinstance(named, str) else tuple(named)
