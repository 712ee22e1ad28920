"""A correction and its undo leave the store as it was: whatever it says, whatever others were made meanwhile."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.chronicle.adding import add
from thoisu.chronicle.correcting import correct
from thoisu.chronicle.corrections import ACTIONS
from thoisu.errors import CorrectionError
from thoisu.store import open_store
from thoisu.store.base import Store

from .test_order import DOCUMENTS, PAGES, TOLD, Line, chronicle

_TELLINGS = sorted(id for ids in TOLD.values() for id in ids)
_STORIES = sorted(document.id for document in DOCUMENTS.values())
_NAMES = ["Fumio Kishida", "Narendra Modi", "JPN", "IND", "KOR", "Anthony Albanese"]
_VALUES = {
    "status": "denied", "from": "2023-09-01", "to": "2023-09-30", "event": "CONSULT", "mode": "phone",
    "actor": "USA;Fumio Kishida@JPN", "recipient": "", "place": "Hà Nội",
    "said_by": "AP; Reuters", "context": "economic",
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a store with all pages."""
    path = tmp_path_factory.mktemp("filled") / "tin.sqlite"
    with open_store(path) as store:
        add(store, PAGES.values())
    return path.read_bytes()


@st.composite
def lines(draw: Any) -> Line:
    """A correction of any kind but an undo."""
    action = draw(st.sampled_from(sorted(ACTIONS.keys() - {"undo"})))
    if action in ("rename", "join"):
        target = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=1 + (action == "join"), unique=True))
        return Line(action, target, {"to": draw(st.sampled_from(["Ai đó", *_NAMES]))})
    among = _STORIES if action.startswith("story-") else _TELLINGS
    target = draw(st.lists(st.sampled_from(among), min_size=2, max_size=3, unique=True))
    if action == "set":
        fields = draw(st.lists(st.sampled_from(sorted(_VALUES)), min_size=1, max_size=3, unique=True))
        return Line(action, target, {field: _VALUES[field] for field in fields})
    return Line(action, target, {"off": target[0]} if action.endswith("split") and draw(st.booleans()) else {})


def state(store: Store) -> tuple[object, ...]:
    """All that is derived from the pages and the log, and how much there is but for the log's own length."""
    families, stories, entries, counts, blocks = chronicle(store)
    assert isinstance(counts, dict)
    return families, stories, entries, {**counts, "corrections": None}, blocks


def corrected(store: Store, *line: Any) -> bool:
    """Makes a correction; False where it can't be made."""
    try:
        correct(store, "an", *line)
    except CorrectionError:
        return False
    return True


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(lines(), max_size=3), lines(), st.data())
def test_a_correction_and_its_undo_leave_the_store_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, filled: bytes, earlier: list[Line], line: Line, data: Any
) -> None:
    path: Path = tmp_path_factory.mktemp("store") / "tin.sqlite"
    path.write_bytes(filled)
    with open_store(path) as store:
        untouched = state(store)
        for one in earlier:
            corrected(store, *one)
        before = state(store)
        if corrected(store, *line):
            assert corrected(store, "undo", [str(store.corrections()[-1].number)], {})
        assert state(store) == before
        made = [found.number for found in store.corrections() if found.action != "undo"]
        undone = {int(found.target[0]) for found in store.corrections() if found.action == "undo"}
        for number in data.draw(st.permutations([n for n in made if n not in undone])):
            corrected(store, "undo", [str(number)], {})
        assert state(store) == untouched
