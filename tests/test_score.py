"""`make score`: its own pairs are those of the gold's scorer, and rules that are taken out come back."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from thoisu.lexicon import lexicon

from .conftest import ROOT, SHARED, needs_shared

pytestmark = needs_shared


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    found = importlib.import_module("score_events"), importlib.import_module("score_ablation")
    for name in ("score_events", "score_ablation"):
        monkeypatch.delitem(sys.modules, name)
    return found


def some_pages(events: ModuleType, folder: Path) -> list[object]:
    pages: list[object] = events.read_set(folder, SHARED / "seeds")
    return pages


def test_pairs_causes_and_what_a_file_is_worth(scripts: tuple[ModuleType, ModuleType]) -> None:
    events, ablation = scripts
    scorer = events.load_scorer(SHARED / "score.py")
    pages = some_pages(events, SHARED / "gold" / "dev")
    right = events.tallies(scorer, pages)["event found"]
    both = [(page, events.matched(scorer, page)) for page in pages]
    assert sum(len(found.pairs) for _, found in both) == right.tp
    counted = sum(int(line.split("|")[2]) for line in events.misses(both).splitlines()[2:])
    assert counted == right.gold - right.tp
    counted = sum(int(line.split("|")[2]) for line in events.extras(both).splitlines()[2:])
    assert counted == right.sys - right.tp

    frames = lexicon().frames
    base = ablation.scores(scorer, pages)
    assert sum(rates.found[0] for rates in base) == right.tp
    with ablation.without("frames", [row for row in frames if row["event"] != "CONSULT"]):
        assert sum(rates.found[0] for rates in ablation.scores(scorer, pages)) < right.tp
    assert lexicon().frames is frames
    assert ablation.scores(scorer, pages) == base
