"""The newsroom of `make soak` in small: nothing that was published, sent or corrected is lost, and nothing goes wrong.

How memory and times go is left to the long run.
"""

from collections import Counter
from pathlib import Path

import pytest

from . import report
from .run import Rates, Run, soak
from .trees import Taken, taken
from .verdict import faults, grown, thirds

SECONDS = 12.0


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("soak")
    rates = Rates(questions=8, corrections=2, pages=4, changes=1, sent=1)
    return soak(str(folder / "tin.sqlite"), folder, begin=40, seconds=SECONDS, rates=rates, gap=0.01, warm=20)


def test_nothing_is_lost_and_nothing_goes_wrong(ran: Run) -> None:
    assert list(faults(ran)) == []


def test_all_of_it_has_happened(ran: Run) -> None:
    assert len(ran.out) >= 2 * SECONDS
    assert ran.changes
    assert ran.log.sent
    assert ran.log.corrections
    assert len({answer.kind for answer in ran.log.answers}) >= 5
    assert ran.hook.got
    assert ran.log.followed
    assert all(one.trees["serve"].memory > 20_000 for one in ran.samples)


def test_what_is_lost_is_found(ran: Run) -> None:
    [url, *_] = ran.out
    number, version = ran.out[url]
    ran.out[url] = number, version + 1
    ran.out[f"{url}?khong-co"] = number, version
    ran.log.corrections.append(ran.log.corrections[0] | {"values": {"status": "planned"}})
    ran.hook.got.append(ran.hook.got[0])
    try:
        told = " ".join(faults(ran))
    finally:
        ran.out[url] = number, version
        del ran.out[f"{url}?khong-co"], ran.log.corrections[-1], ran.hook.got[-1]
    assert "in another version" in told
    assert "khong-co is not in the store" in told
    assert "is not in the log as it was acknowledged" in told
    assert "came 2 times" in told


def test_what_grows_is_found(ran: Run) -> None:
    first = thirds(ran)[0]._replace(p95=100.0, processor=5.0)
    last = first._replace(memory={"serve": 10**9, "watch": 0}, p95=151.0, processor=6.3)
    assert list(grown(first, first)) == []
    assert [told.partition(":")[0] for told in grown(first, last)] == ["serve", "processor", "p95 of answers"]


def test_the_figures_go_to_their_place_in_the_page(ran: Run, tmp_path: Path) -> None:
    page = tmp_path / "reliability.md"
    page.write_text("# Reliability\n\nBefore.\n", encoding="utf-8")
    report.written(page, report.block(ran, []))
    once = page.read_text(encoding="utf-8")
    page.write_text(f"{once}\nAfter.\n", encoding="utf-8")
    report.written(page, report.block(ran, ["a fault"]))
    told = page.read_text(encoding="utf-8")
    assert Counter(told.splitlines())[report.BEGIN] == 1
    assert told.startswith("# Reliability\n\nBefore.\n")
    assert told.endswith("\nAfter.\n")
    assert "What was not as it must be: nothing." in once
    assert "What was not as it must be: a fault." in told


def test_a_process_that_has_ended_takes_nothing() -> None:
    assert taken(2**22 + 1) == Taken()
