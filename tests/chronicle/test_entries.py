"""The same act across pages is one entry: tables of pairs that are and are not, and the pages beside the project."""

from functools import cache

from thoisu import read

from ..conftest import SHARED, needs_shared
from .harness import Chronicle


@cache
def shared() -> Chronicle:
    """The two seeds and the flat pages; p01 is a copy of the first seed."""
    pages = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "flat").glob("*.txt"))]
    seed = next(p.stem for p in pages if p.name.startswith("000"))
    return Chronicle({p.stem: read(p) for p in pages}, [[seed, "p01"]])


@needs_shared
def test_blinken_arrives_in_berlin_once_with_two_outlets_and_one_origin() -> None:
    arrivals = [
        e
        for e in shared().between("2022-01-20", "2022-02-15")
        if e.mode == "visit" and e.status == "happened" and e.place and e.place.name == "Berlin"
    ]
    assert [(len(e.tellings), len(e.outlets), e.origins) for e in arrivals] == [(2, 2, ["VNA"])]


@needs_shared
def test_the_plans_of_the_seeds_are_past_their_day() -> None:
    chronicle = shared()
    plans = {
        (e.start_day, tuple(a.entity for a in e.actor), e.place and e.place.name): chronicle.outcome(e, "2022-03-01")
        for e in chronicle.plans()
        if e.start_day and "2022-01-20" <= e.start_day <= "2022-02-15"
    }
    kinds = {key: found.kind for key, found in plans.items()}
    assert kinds.pop(("2022-01-21", ("Antony Blinken", "Sergei Lavrov"), None)) == "unreported"
    for day, who, where in (
        ("2022-02-07", "Emmanuel Macron", "Moscow"),
        ("2022-02-08", "Emmanuel Macron", "Kyiv"),
        ("2022-02-14", "Olaf Scholz", "Kyiv"),
        ("2022-02-15", "Olaf Scholz", "Moscow"),
    ):
        assert kinds.pop((day, (who,), where)) == "unreported"
