"""Events against the gold, in one process: right, said and gold by category, and why the rest went wrong.

A page is read once; its event stage can be run again on what the stages before gave it, with other rules
(`score_ablation.py`). Events are matched as the gold's own scorer matches them.
"""

import collections
import contextlib
import importlib.util
import io
import json
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec

import thoisu.reader
from thoisu.events.coder import code_events
from thoisu.events.explain import explain_events
from thoisu.events.trace import Trace
from thoisu.model import Event, Reading, Statement

RATES = ("mention span+kind", "mention link", "time found", "time value", "event found", "event strict", "statement")
Record = dict[str, Any]


def load_scorer(path: Path) -> ModuleType:
    """The gold's scorer as a module."""
    spec = importlib.util.spec_from_file_location("gold_scorer", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves a file to be closed at exit
        spec.loader.exec_module(module)
    return module


class GoldPage(NamedTuple):
    """A page of a set: its gold, its reading, what was tried, and what the event stage was given."""

    name: str
    gold: Record
    reading: Reading
    trace: Trace
    given: tuple[tuple[Any, ...], dict[str, Any]]

    @property
    def record(self) -> Record:
        """The reading as the contract has it."""
        found: Record = json.loads(self.reading.to_json())
        return found

    def again(self) -> tuple[list[Event], list[Statement]]:
        """Events and statements by the rules that are loaded now."""
        positional, named = self.given
        return code_events(*positional, **(named | {"trace": None}))


def read_set(folder: Path, pages: Path) -> list[GoldPage]:
    """Each gold page of a set with its reading, read as the scorer's command reads it."""
    found = []
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        kept: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

        def stage(*positional: Any, kept: list[Any] = kept, **named: Any) -> Any:
            kept.append((positional, named))
            return code_events(*positional, **named)

        trace = Trace()
        thoisu.reader.__dict__["code_events"] = stage
        try:
            if gold.get("page"):
                path = pages / gold["page"]
                reading = thoisu.reader.read_page(path.read_bytes(), str(path), None, trace)
            else:
                raw = ("\n\n".join(gold["paragraphs"]) + "\n").encode()
                reading = thoisu.reader.read_page(raw, f"{file.stem}.txt", gold.get("published"), trace)
        finally:
            thoisu.reader.__dict__["code_events"] = code_events
        found.append(GoldPage(file.stem, gold, reading, trace, kept[0]))
    return found


def tallies(scorer: ModuleType, pages: list[GoldPage]) -> Record:
    """The scorer's own tallies over a set."""
    found: Record = {name: scorer.Tally() for name in RATES} | {"article": {}, "attributes": {}}
    for page in pages:
        with contextlib.redirect_stdout(io.StringIO()):
            scorer.score_one(page.gold, page.record, found, None)
    return found


class Rates(NamedTuple):
    """(right, said, gold) of events found and strict, and of statements."""

    found: tuple[int, int, int]
    strict: tuple[int, int, int]
    statements: tuple[int, int, int]


def rates_of(scorer: ModuleType, page: GoldPage, events: list[Event], statements: list[Statement]) -> Rates:
    """The rates of one page for other events and statements than those of its reading."""
    small: Record = {name: scorer.Tally() for name in RATES} | {"article": {}, "attributes": {}}
    gold = {k: v for k, v in page.gold.items() if k != "article" or "paragraphs" not in page.gold}
    gold |= {"paragraphs": scorer.paragraphs(page.gold), "mentions": [], "times": []}
    gold.pop("article", None)
    record = {
        "article": {"paragraphs": msgspec.to_builtins(page.reading.article.paragraphs)}, "mentions": [], "times": [],
        "events": msgspec.to_builtins(events), "statements": msgspec.to_builtins(statements),
    }  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        scorer.score_one(gold, record, small, None)
    three = [(t.tp, t.sys, t.gold) for t in (small["event found"], small["event strict"], small["statement"])]
    return Rates(*three)


def f1(right: int, said: int, gold: int) -> float:
    """F1 of counts, 0 to 1.

    >>> round(f1(1, 2, 2), 2), f1(0, 0, 3)
    (0.5, 0.0)
    """
    return 2 * right / (said + gold) if said + gold else 0.0


# -- matching ------------------------------------------------------------------------------------------------


class Matched(NamedTuple):
    """Gold and said events of a page with their spans on one axis, and the pairs (gold, said) that are one."""

    gold: list[tuple[Any, Record, set[str]]]
    said: list[tuple[Any, Record, set[str]]]
    pairs: dict[int, int]
    offsets: list[int | None]
    starts: list[int]


def matched(scorer: ModuleType, page: GoldPage) -> Matched:
    """The pairs of gold and said events that the gold's scorer takes for one."""
    record = page.record
    canvas = scorer.Canvas(scorer.paragraphs(page.gold))
    offsets = canvas.place([scorer.squash(p["text"]) for p in record["article"]["paragraphs"]])
    gold = []
    for e in page.gold["events"]:
        ids = [scorer.actor_ids(e[side]) for side in ("actor", "recipient")]
        gold.append((canvas.gold(e["p"], e["trigger"]), e, ids))
    said = []
    for s in record["events"]:
        base = offsets[s["p"]]
        ids = [scorer.actor_ids(scorer.sys_actors(s[side])) for side in ("actor", "recipient")]
        said.append((None if base is None else (base + s["start"], base + s["end"]), s, ids))
    cands = []
    for i, (a, e, (ea, er)) in enumerate(gold):
        for j, (b, s, (sa, sr)) in enumerate(said):
            over = bool(scorer.overlap(a, b))
            near = over or bool(a and b and "\n" not in canvas.text[min(a[0], b[0]) : max(a[1], b[1])])
            day = bool(e["start"]) and scorer.day(e["start"]) == scorer.day(s.get("from"))
            shared = bool((ea[0] | er[0]) & (sa[0] | sr[0])) or not ea[0] | er[0]
            if e["event"] == s["event"] and (near or day) and shared:
                alike = scorer.jac(ea[0], sa[0]) + scorer.jac(er[0], sr[0]) + day + (e["status"] == s["status"])
                cands.append((alike + 0.5 * over + 0.5 * near, i, j))
    pairs = {i: j for _, i, j in scorer.best_pairs(cands)}

    def flat(rows: list[Any]) -> list[tuple[Any, Record, set[str]]]:
        return [(span, e, left[0] | right[0]) for span, e, (left, right) in rows]

    return Matched(flat(gold), flat(said), pairs, offsets, canvas.base)


# -- by category ---------------------------------------------------------------------------------------------


def by_category(pages: list[tuple[GoldPage, Matched]]) -> str:
    """Right, said and gold of each category with precision, recall and F1, as a table."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for _, found in pages:
        for i, (_, e, _) in enumerate(found.gold):
            counts[e["event"]].update(["gold"] + ["right"] * (i in found.pairs))
        for _, s, _ in found.said:
            counts[s["event"]]["said"] += 1
    lines = ["| category | precision | recall | F1 | right | said | gold |", "|---|---|---|---|---|---|---|"]
    for name, c in sorted(counts.items()):
        right, said, gold = c["right"], c["said"], c["gold"]
        precision, recall = (f"{right / n:.3f}" if n else "–" for n in (said, gold))
        lines.append(f"| {name} | {precision} | {recall} | {f1(right, said, gold):.3f} | {right} | {said} | {gold} |")
    return "\n".join(lines)


# -- causes --------------------------------------------------------------------------------------------------


def misses(pages: list[tuple[GoldPage, Matched]]) -> str:
    """Each gold event that was not found, counted by its cause, with the categories in which it comes up."""
    causes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for page, found in pages:
        guards = explain_events(page.reading, page.trace, []).missed
        for i, (span, e, parties) in enumerate(found.gold):
            if i not in found.pairs:
                causes[_cause(page, found, guards, span, e, parties)][e["event"]] += 1
    return _counted(causes, "cause of a miss")


def _cause(page: GoldPage, found: Matched, guards: list[Any], span: Any, e: Record, parties: set[str]) -> str:
    if span is None:
        return "the gold's trigger is not in the text that was read"
    taken = set(found.pairs.values())
    said = [(b, s, ids) for j, (b, s, ids) in enumerate(found.said) if j not in taken]
    p = e["p"]

    def here(base: int | None, start: int) -> bool:
        at = None if base is None else base + start
        return at is not None and found.starts[p] <= at < (
            found.starts[p + 1] if p + 1 < len(found.starts) else 1 << 30
        )

    own = [(b, s, ids) for b, s, ids in said if s["event"] == e["event"] and here(found.offsets[s["p"]], s["start"])]
    if own:
        return "taken with other parties"
    if any(s["event"] == e["event"] and ids & parties for _, s, ids in said):
        return "taken in another paragraph, with another day"
    over = [s["event"] for b, s, _ in found.said if b and b[0] < span[1] and span[0] < b[1]]
    if over and e["event"] not in over:
        return f"taken under another category ({over[0]})"
    tried = [t for t in page.trace.tried if here(found.offsets[t.at.passage.index], _start(t))]
    mine = [t for t in tried if t.at.trigger.frame.event == e["event"]]
    if mine:
        base = found.offsets[mine[0].at.passage.index] or 0
        nearest = min(mine, key=lambda t: abs(base + _start(t) - span[0]))
        if nearest.events:
            return "one record stands for two, or was joined with another telling"
        return f"a trigger not taken: {nearest.reason}"
    for g in guards:
        if g.reason == "guard" and g.event == e["event"] and here(found.offsets[g.p], g.start):
            return f"a word of a frame, kept off by its {g.field}"
    return "no trigger of the category in its paragraph"


def _start(tried: Any) -> int:
    start: int = tried.at.passage.tokens[tried.at.trigger.lo].start
    return start


def extras(pages: list[tuple[GoldPage, Matched]]) -> str:
    """Each said event that is no gold event, counted by its cause and category."""
    causes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for _, found in pages:
        taken = set(found.pairs.values())
        for j, (span, s, parties) in enumerate(found.said):
            if j in taken:
                continue
            same = [(i, a, ids) for i, (a, e, ids) in enumerate(found.gold) if e["event"] == s["event"]]
            other = [e["event"] for a, e, _ in found.gold if a and span and a[0] < span[1] and span[0] < a[1]]
            if any(i in found.pairs and ids & parties for i, _, ids in same):
                cause = "a gold act told once more, or a second one beside it"
            elif other and s["event"] not in other:
                cause = "gold has another category there"
            elif any(i not in found.pairs and a and span and abs(a[0] - span[0]) < 200 for i, a, _ in same):
                cause = "a gold act with other parties"
            else:
                cause = "no gold act there"
            causes[cause][s["event"]] += 1
    return _counted(causes, "cause of an extra")


def _counted(causes: dict[str, collections.Counter[str]], head: str) -> str:
    lines = [f"| {head} | events | by category |", "|---|---|---|"]
    for cause, c in sorted(causes.items(), key=lambda kv: (-kv[1].total(), kv[0])):
        lines.append(f"| {cause} | {c.total()} | {', '.join(f'{n} {k}' for k, n in c.most_common())} |")
    return "\n".join(lines)
