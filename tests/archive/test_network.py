"""A scheduler and two workers on networks of their own: the cable of one worker is pulled in the midst of a run."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from . import making
from .namespaces import star
from .processes import done_in, processes, until
from .test_dataset import built, files_of
from .test_running import STEP, command

PORT = 8786
PAGES = 24


def test_a_cable_is_pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP", "12s")  # until a silent worker is taken for lost
    crawl = making.warc(tmp_path / "crawl.warc.gz", PAGES)
    out, wanted = tmp_path / "out", tmp_path / "wanted"
    built(wanted, crawl, step=STEP)
    (tmp_path / "logs").mkdir()
    with ExitStack() as end:
        try:
            net = end.enter_context(star(2))
        except PermissionError as fault:
            pytest.skip(f"no network namespaces here: {fault}")
        running = end.enter_context(processes(tmp_path / "logs"))
        middle = net.inside(net.middle)
        running.scheduler("0.0.0.0", PORT, prefix=middle)
        addresses = [f"tcp://{address}:{PORT}" for address in net.addresses]
        for address, space in zip(addresses, net.around, strict=True):
            worker = running.worker(address, prefix=net.inside(space))
            until(lambda worker=worker: "Registered to" in running.said(worker))  # type: ignore[misc]
        run = running.start(*command(crawl, out, "--no-groups", "--scheduler", addresses[0]), prefix=middle)
        until(lambda: done_in(out) >= 2)
        net.pull(1)
        assert run.wait() == 0, running.said(run)
        assert files_of(out) == files_of(wanted)
