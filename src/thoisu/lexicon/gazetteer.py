"""The gazetteer: states, places, organisations and people by every form of their names.

It holds tens of thousands of forms, of which a page uses a few dozen.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self

import msgspec

from .match import Phrases, joined
from .name import Name, capital_name, place_name
from .tables import uncollected

Sourced = tuple[str, int, tuple[str, ...]]  # file, line, cells in the order of schema.TABLES


class Gazetteer(Phrases[Name]):
    """Names by every form.

    >>> from thoisu.lexicon import lexicon
    >>> from thoisu.text import tokens
    >>> end, names = lexicon().names.longest(tokens("Hàn Quốc và Nga"), 0)
    >>> end, names[0].entity, names[0].kind
    (2, 'KOR', 'country')
    """

    __slots__ = ("small_openers",)

    def __init__(self, rows: Callable[[str], Iterable[Sourced]] | None = None) -> None:
        super().__init__()
        #: Tokens with which forms in small letters begin ("phương Tây"); all others need a capital on the page.
        self.small_openers: frozenset[str] = frozenset()
        if rows is None:
            return
        with uncollected():
            every = list(_names(rows))
            forms: dict[str, list[Name]] = {}
            small = set()
            for form, name in zip(joined(name.form for name in every), every, strict=True):
                forms.setdefault(form, []).append(name)
                if name.form[0].islower():
                    small.add(form.partition(" ")[0])
            for form, names in forms.items():
                if len(names) > 1:
                    forms[form] = list({(m.entity, m.kind, m.sort, m.form): m for m in names}.values())
            self._keep(forms)
            self.small_openers = frozenset(small)

    def state(self) -> tuple[Any, ...]:
        return super().state(), self.small_openers

    @classmethod
    def restored(cls, state: Sequence[Any], kind: Any = Any) -> Self:
        names = cls()
        names._restore(state[0], Name)
        names.small_openers = frozenset(state[1])
        return names


def _names(rows: Callable[[str], Iterable[Sourced]]) -> Iterator[Name]:
    """Every form of every row; the order decides between names of one form that nothing else tells apart."""
    capitals: dict[str, str] = {}
    for file, line, cells in rows("countries"):
        origin = f"{file}:{line}"
        for form, weak in _forms(cells[4]):
            yield _state_name(cells, form, weak, origin)
        for form, weak in _forms(cells[9]):
            yield capital_name(cells, form, weak, origin)
        capitals[cells[8]] = f"|{cells[9]}|".replace("|~", "|")
    for file, line, cells in rows("places"):
        named = capitals.get(cells[0], "")  # capitals are places too: of their forms one row is enough
        for form, weak in _forms(cells[6]):
            if f"|{form}|" not in named:
                yield place_name(cells, form, weak, f"{file}:{line}")
    for file, line, cells in rows("orgs"):
        wikidata, country, sector, origin = cells[4] or None, cells[2] or None, cells[3] or None, f"{file}:{line}"
        for form, weak in _forms(cells[5]):
            yield Name(cells[0], "org", form, cells[1], wikidata, country, sector, weak=weak, origin=origin)
    for file, line, cells in rows("persons"):
        wikidata, origin = cells[1] or None, f"{file}:{line}"
        for cell, sort in ((cells[2], "full"), (cells[3], "short")):
            for form, weak in _forms(cell):
                yield Name(cells[0], "person", form, sort, wikidata, weak=weak, origin=origin)


def _forms(cell: str) -> list[tuple[str, bool]]:
    """The forms of a cell, each with whether it is weak."""
    return [(form.removeprefix("~"), form[0] == "~") for form in cell.split("|")] if cell else []


def _state_name(cells: tuple[str, ...], form: str, weak: bool, origin: str) -> Name:
    if cells[6] == "territory":  # a place with a capital of its own, and no power among states
        place = place_name((cells[3], cells[6], cells[0], *cells[10:13]), form, weak, origin)
        return msgspec.structs.replace(place, wikidata=cells[2] or None)
    return Name(cells[0], "country", form, cells[6], cells[2] or None, cells[0], "GOV", weak=weak, origin=origin)
