"""A correction into the log of a store, and what it changes drawn again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..errors import CorrectionError
from ..store.base import Store
from .corrections import OF_NAMES, OF_STORIES, InForce, check, effective
from .gold import as_gold
from .records import Correction
from .regroup import Touched, draw_stories, refile, write_entries


def correct(store: Store, author: str, action: str, target: list[str], values: Mapping[str, str]) -> Correction:
    """Adds a correction to the log and draws again what it is about, in one transaction.

    `target` is tellings, documents, names or numbers as the action asks for (chronicle/corrections.py). Raises
    CorrectionError, one line, where it can't be; then nothing is changed.
    """
    with store.writing():
        before = store.corrections()
        check(action, target, values, before)
        line = store.put_correction(author, action, target, values)
        _redraw(store, [line, *_undone(line, before)])
    return line


def last_about(store: Store, ids: Iterable[str]) -> Correction:
    """The newest correction in force about any of these tellings or documents. Raises CorrectionError without one."""
    named = set(ids)
    for line in reversed(effective(store.corrections()).lines):
        if named & set(line.target):
            return line
    raise CorrectionError("undo", "no correction in force is about it", "`thoisu correct --log` lists them")


def _undone(line: Correction, log: list[Correction]) -> list[Correction]:
    """The corrections that come out of force or back into it by an undo, over undos of undos."""
    numbers = {c.number: c for c in log}
    found, open_ = [], [line]
    while open_:
        one = open_.pop()
        if one.action == "undo":
            open_ += [numbers[int(n)] for n in one.target if int(n) in numbers]
        if one is not line:
            found.append(one)
    return found


def _redraw(store: Store, lines: list[Correction]) -> None:
    touched, force = Touched(), effective(store.corrections())
    for line in lines:
        if line.action in OF_STORIES:
            draw_stories(store, set(line.target), touched, force)
        elif line.action in OF_NAMES:
            _refile(store, {*line.target, *line.values.values()}, touched, force)
        elif line.action != "undo":
            touched.tellings.update(line.target)
            touched.entries.update(store.entry_ids(line.target).values())
    write_entries(store, touched)


def _refile(store: Store, names: set[str], touched: Touched, force: InForce) -> None:
    """Files the tellings that name any of these entities under their names of now.

    An entry does not show all whom its tellings name: what is looked for is the names as they were read.
    """
    read = {name for name, now in force.names.items() if now in names}
    documents = store.naming(names | read)
    refile(store, documents, force)
    told = [telling.id for telling in store.told_in(documents)]
    touched.entries.update(store.entry_ids(told).values())
    touched.tellings.update(told)


def gold_of(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages that corrections in force are about, by their documents' ids, as gold with the corrections applied."""
    force = effective(store.corrections())
    named = [id for line in force.lines if line.action not in (*OF_STORIES, *OF_NAMES) for id in line.target]
    for document in sorted({telling.document for telling in store.tellings(named)}):
        told = store.told_in([document])
        entries = store.entries(set(store.entry_ids(t.id for t in told).values()))
        yield document, as_gold(store.reading(document), document, told, entries, force)
