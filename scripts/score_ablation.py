"""What each rule file, guard and frame is worth: the scores of the event stage without it.

Only the event stage runs again, on what the stages before it gave; for a frame, only on the pages where one of its
triggers stands. Rules are taken out of the loaded lexicon and put back; no file is touched.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from score_events import GoldPage, Rates, f1, rates_of

from thoisu.lexicon import lexicon, tables
from thoisu.lexicon.parts import Kept

Row = dict[str, Any]
GUARDS = (
    "not_before", "not_after", "requires", "excludes", "needs", "not_near_before", "before", "also", "happens",
    "subject_words",
)  # fmt: skip


@contextmanager
def without(part: str, rows: Any) -> Iterator[None]:
    """The lexicon with a part replaced, for as long as the block runs."""
    loaded = lexicon().__dict__
    before = {name: getattr(lexicon(), name) for name in (part, "kept")}
    loaded |= {part: rows, "kept": Kept(None, "")}  # what the stages have kept is of the whole part
    _forget()
    try:
        yield
    finally:
        loaded |= before
        _forget()


def _forget() -> None:
    """Clears what the event stage has compiled."""
    for name, module in list(sys.modules.items()):
        if name.startswith("thoisu.events."):
            for value in vars(module).values():
                # What a module only imports is not its own: the lexicon itself stays.
                if hasattr(value, "cache_clear") and value.__module__ == name:
                    value.cache_clear()


def _sum(rates: list[Rates]) -> Rates:
    return Rates(*(tuple(sum(column) for column in zip(*part, strict=True)) for part in zip(*rates, strict=True)))


def scores(scorer: ModuleType, pages: list[GoldPage]) -> list[Rates]:
    """The rates of each page by the rules that are loaded now."""
    return [rates_of(scorer, page, *page.again()) for page in pages]


def ablation(scorer: ModuleType, pages: list[GoldPage]) -> tuple[str, str]:
    """Two tables: without each file or guard, and the frames that change the score, with those of one page only."""
    base = scores(scorer, pages)
    frames: list[Row] = lexicon().frames
    lines = ["| without | found F1 | strict F1 | statement F1 |", "|---|---|---|---|", _row("nothing", _sum(base))]
    for name in tables.under("events"):
        ids = {row["id"] for row in tables.toml(name)["frame"]}
        with without("frames", [row for row in frames if row["id"] not in ids]):
            lines.append(_row(name, _sum(scores(scorer, pages))))
    with without("speech", lexicon().speech | {"verb": []}):
        lines.append(_row("speech.toml: all reporting verbs", _sum(scores(scorer, pages))))
    for guard in GUARDS:
        if any(guard in row for row in frames):
            with without("frames", [{k: v for k, v in row.items() if k != guard} for row in frames]):
                lines.append(_row(f"`{guard}` of all frames", _sum(scores(scorer, pages))))
    return "\n".join(lines), _frames(scorer, pages, base, frames)


def _row(name: str, rates: Rates) -> str:
    return f"| {name} | " + " | ".join(f"{f1(*three):.3f}" for three in rates) + " |"


def _frames(scorer: ModuleType, pages: list[GoldPage], base: list[Rates], frames: list[Row]) -> str:
    total = _sum(base)
    standing = [{t.at.trigger.frame.id for t in page.trace.tried} for page in pages]
    changed: list[tuple[float, str, int, Rates]] = []
    silent = []
    for row in frames:
        where = [k for k, ids in enumerate(standing) if row["id"] in ids]
        if not where:
            silent.append(row["id"])
            continue
        with without("frames", [r for r in frames if r["id"] != row["id"]]):
            now = {k: rates_of(scorer, pages[k], *pages[k].again()) for k in where}
        moved = sum(now[k] != base[k] for k in where)
        rates = _sum([now.get(k, b) for k, b in enumerate(base)])
        changed.append((f1(*rates.found) - f1(*total.found), row["id"], moved, rates))
    lines = ["| without the frame | pages that change | found F1 | change | strict F1 |", "|---|---|---|---|---|"]
    for change, name, moved, rates in sorted(changed):
        if moved > 1:
            strict = f1(*rates.strict)
            lines.append(f"| {name} | {moved} | {f1(*rates.found):.3f} | {change:+.3f} | {strict:.3f} |")
    single = [f"{name} ({change:+.3f})" for change, name, moved, _ in sorted(changed) if moved == 1]
    idle = sorted([name for _, name, moved, _ in changed if not moved])
    texts: list[tuple[str, Callable[[], list[str]]]] = [
        ("Frames that change one page only, with the change of found F1 without them", lambda: single),
        ("Frames whose triggers stand in the set but change nothing", lambda: idle),
        ("Frames without a trigger in the set", lambda: sorted(silent)),
    ]
    return "\n".join(lines) + "".join(f"\n\n{head} ({len(f())}): {', '.join(f()) or 'none'}." for head, f in texts)
