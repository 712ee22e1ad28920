"""An event in words, as feeds, letters, the terminal and the desk show it; made of the event alone, as it was told."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..chronicle.answers import Evidence
from ..chronicle.reasons import because
from ..export.clean import clean, line, uri
from ..export.lines import facts, headline
from ..lexicon import lexicon
from .records import KINDS, Difference, Event

_DAYS = frozenset({"day", "new_day"})
_OF_THE_CALENDAR = frozenset({"open", "unreported"})  # outcomes whose reason says all of them


def words_of(lang: str) -> dict[str, Any]:
    """The words for alerts in a language (en, vi)."""
    found: dict[str, Any] = lexicon().labels[lang]["of_alert"]
    return found


def title(event: Event, lang: str) -> str:
    """What an event tells, on one line.

    >>> from thoisu.chronicle.records import Entry
    >>> from thoisu.model import Actor
    >>> guest, host = Actor("Olaf Scholz", "person", "DEU"), Actor("CHN", "country", "CHN")
    >>> entry = Entry("a", "CONSULT", "visit", [], "planned", [guest], [host], None, None, None, [], "", "t", [], [],
    ...               [], [], [], "s")
    >>> title(Event(id="b", alert="duc", seq=1, kind="plan", made="2022-11-05T08:00:00Z", entry=entry), "vi")
    'Kế hoạch thay đổi: Olaf Scholz (Đức) → Trung Quốc · tiếp xúc: thăm'
    """
    words = words_of(lang)
    if event.entry is None:
        return str(words["of_test"]["title"].format(name=event.alert))
    return f"{words['of_kind'][event.kind]}: {headline(event.entry, lang)}"


def told(event: Event, lang: str) -> list[str]:
    """What an event tells, line by line: what is another, the entry's facts, and what became of a plan."""
    words = words_of(lang)
    if event.entry is None:
        return [words["of_test"]["told"]]
    lines = [difference(change, lang, event.kind == "conflict") for change in event.changes]
    lines += facts(event.entry, lang)
    if event.outcome:
        labels = lexicon().labels[lang]
        why, kind = line(because(event.outcome, labels)), event.outcome.kind
        lines.append(why if kind in _OF_THE_CALENDAR else f"{labels['of_store']['of_outcome'][kind]}: {why}")
    return lines


def difference(change: Difference, lang: str, is_conflict: bool = False) -> str:
    """What is another, as "field: before → after" in words; of a conflict, what is told beside the rest.

    >>> difference(Difference("day", "2022-02-07", "2022-02-09"), "vi")
    'ngày: 2022-02-07 → 2022-02-09'
    """
    words = words_of(lang)
    before, after = (_value(change.field, value, lang) for value in (change.before, change.after))
    if before:
        shown = words["became"].format(before=before, after=after)
    else:
        shown = words["beside"].format(after=after) if is_conflict else after
    return f"{words['of_change'].get(change.field, change.field)}: {shown}"


def _value(field: str, value: str | None, lang: str) -> str:
    if value is None:
        return ""
    labels = lexicon().labels[lang]
    if field == "status":
        return str(labels["of_status"].get(value, line(value)))
    if field == "outcome":
        return str(labels["of_store"]["of_outcome"].get(value, line(value)))
    return line(value.replace("/", " – ") if field in _DAYS else value)


def sentences(event: Event) -> list[tuple[str, str, str | None]]:
    """The sentences that tell an entry: text, whose it is, and the address of the page where it has one on the web."""
    return [(clean(one.text), _source(one), address(one)) for one in event.evidence]


def _source(one: Evidence) -> str:
    moment = (one.moment or "")[:16].replace("T", " ")
    return ", ".join(filter(None, (line(one.outlet or ", ".join(one.sources) or one.document), moment)))


def address(one: Evidence) -> str | None:
    """Where the page of a telling lies on the web; None of a file."""
    return uri(one.key) if one.key.startswith(("http://", "https://")) else None


def counted(events: Iterable[Event], lang: str) -> str:
    """How many events of each kind there are, in words.

    >>> one = Event(id="b", alert="duc", seq=1, kind="new", made="2022-11-05T08:00:00Z", entry=None)
    >>> counted([one, one], "en")
    'New: 2'
    """
    counts = Counter(event.kind for event in events)
    names = words_of(lang)["of_kind"]
    return ", ".join(f"{names[kind]}: {counts[kind]}" for kind in (*KINDS, "test") if counts[kind])
