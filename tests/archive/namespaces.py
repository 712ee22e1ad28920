"""Network namespaces: machines of their own on this one, with cables that can be pulled (iproute2, as root)."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

_number = itertools.count()


class Star(NamedTuple):
    """A namespace in the middle and others around it, each with a cable to it; `addresses` are the middle's own."""

    middle: str
    around: list[str]
    addresses: list[str]

    def inside(self, namespace: str) -> tuple[str, ...]:
        """What a command begins with that is to run in a namespace."""
        return "ip", "netns", "exec", namespace

    def pull(self, one: int) -> None:
        """Takes the cable of one out."""
        _ip("-n", self.middle, "link", "set", f"to{one}", "down")

    def plug(self, one: int) -> None:
        """Puts it in again."""
        _ip("-n", self.middle, "link", "set", f"to{one}", "up")


@contextmanager
def star(count: int) -> Iterator[Star]:
    """Namespaces that are gone at the end. Raises PermissionError, with the reason, where they are not allowed."""
    tag = f"thoisu{os.getpid()}n{next(_number)}"
    middle, around = f"{tag}m", [f"{tag}w{i}" for i in range(count)]
    try:
        for namespace in (middle, *around):
            _ip("netns", "add", namespace)
            _ip("-n", namespace, "link", "set", "lo", "up")
        for i, namespace in enumerate(around):
            _ip("-n", middle, "link", "add", f"to{i}", "type", "veth", "peer", "name", "up0", "netns", namespace)
            _ip("-n", middle, "address", "add", f"10.77.{i}.1/24", "dev", f"to{i}")
            _ip("-n", middle, "link", "set", f"to{i}", "up")
            _ip("-n", namespace, "address", "add", f"10.77.{i}.2/24", "dev", "up0")
            _ip("-n", namespace, "link", "set", "up0", "up")
        yield Star(middle, around, [f"10.77.{i}.1" for i in range(count)])
    finally:
        for namespace in (middle, *around):
            if shutil.which("ip"):
                subprocess.run(["ip", "netns", "delete", namespace], capture_output=True, check=False)


def _ip(*command: str) -> None:
    if not shutil.which("ip"):
        raise PermissionError("there is no `ip` (Debian's iproute2)")
    ran = subprocess.run(["ip", *command], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise PermissionError(f"ip {' '.join(command)}: {ran.stderr.strip()}")
