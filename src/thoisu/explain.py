"""Who or what a phrase names, and why: the stages' findings with the rows and rules behind them."""

from datetime import date
from typing import Any

from .lexicon import Name, lexicon
from .model import Mention, Office, Time
from .names.incumbents import find_offices
from .names.linker import link
from .names.offices import runs, terms_of
from .names.tagger import tag
from .text import Passage, normalize
from .times.grammar import find_times
from .times.resolve import resolve_times

MAX_TERMS = 12


def explain(phrase: str, day: date, words: dict[str, Any] | None = None) -> list[str]:
    """Lines that say what the names, offices and times of a phrase are on a day; none where nothing is found.

    >>> from datetime import date
    >>> explain("Ngoại trưởng Mỹ", date(2022, 1, 20))[0]
    'Ngoại trưởng Mỹ: foreign minister, USA: Antony Blinken (by the terms of office)'
    """
    words = words or lexicon().labels["en"]["of_lexicon"]
    passage = Passage(0, "body", normalize(phrase))
    names = link([passage], {0: tag(passage)}, day)
    times, warnings = resolve_times([passage], {0: find_times(passage)}, day, day)
    lines = []
    for office in find_offices([passage], names, day, times):
        lines += _office(office, words)
    for mention in names.mentions:
        lines += _mention(passage, mention, day, words)
    taken = {k for m in names.mentions for k in range(passage.at(m.start), passage.at(m.end))}
    lines += _others(passage, taken, words)
    lines += [_time(time, words) for time in times]
    return lines + warnings


def _office(office: Office, words: dict[str, Any]) -> list[str]:
    who = office.entity or words["several"]
    lines = [f"{office.text}: {office.office}, {office.holder}: {who} ({words['by_' + office.basis]})"]
    return lines + [
        f"  {_term(office.holder, office.office, c.entity, c.start, c.end, words)}" for c in office.candidates
    ]


def _term(holder: str, office: str, person: str, start: str, end: str | None, words: dict[str, Any]) -> str:
    origin, source = _origin(holder, office, person, start)
    return f"{person}, {start} – {end or words['now']} [{origin}: {source}]"


def _origin(holder: str, office: str, person: str, start: str) -> tuple[str, str]:
    """File, line and source of a term; a leader's office may be another than the words say."""
    for file, line, cells in lexicon().rows("offices"):
        if (cells[0], cells[2], cells[3]) == (holder, person, start) and cells[1] == office:
            return f"{file}:{line}", cells[6]
    return "", ""


def _mention(passage: Passage, mention: Mention, day: date, words: dict[str, Any]) -> list[str]:
    names = _names_at(passage, passage.at(mention.start), mention.end)
    own = next((n for n in names if n.entity == mention.entity), None)
    why = words[f"by_{mention.basis}"]
    row = f" [{own.origin}]" if own else "" if mention.basis != "title" else f" [{words['unknown_name']}]"
    lines = [f"{mention.text}: {words[mention.kind]} {mention.entity} ({why}){row}"]
    if mention.kind == "person":
        running = [t for t in terms_of(mention.entity) if runs(t, day)] or terms_of(mention.entity)
        for t in running[:MAX_TERMS]:
            origin, source = _origin(t.holder, t.office, t.person, t.start)
            end = t.end or words["now"]
            lines.append(f"  {t.office}, {t.holder}, {t.start} – {end} [{origin}: {source}]")
    others = {n.entity: n for n in names if n.entity != mention.entity}
    lines += [f"  {words['also']}: {words[n.kind]} {n.entity} [{n.origin}]" for n in others.values()]
    return lines


def _names_at(passage: Passage, i: int, end: int) -> list[Name]:
    for after, names in lexicon().names.all(passage.tokens, i):
        if passage.tokens[after - 1].end == end:
            return names
    return []


def _others(passage: Passage, taken: set[int], words: dict[str, Any]) -> list[str]:
    """Names of the gazetteer that the phrase holds and that were not taken: weak forms without their context."""
    lines, i, run = [], 0, passage.tokens
    while i < len(run):
        hit = None if i in taken else lexicon().names.longest(run, i)
        if hit is None or not any(n.weak for n in hit[1]):
            i += 1
            continue
        text = passage.text[run[i].start : run[hit[0] - 1].end]
        lines += [f"{text}: {words[n.kind]} {n.entity}, {words['weak']} [{n.origin}]" for n in hit[1] if n.weak]
        i = hit[0]
    return lines


def _time(time: Time, words: dict[str, Any]) -> str:
    interval = time.start_day or "…"
    if time.end_day != time.start_day:
        interval += f" – {time.end_day or '…'}"
    return f"{time.text}: {words['time']} {interval} [times.toml: {time.basis}]"
