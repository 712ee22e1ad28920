"""Why an outcome is taken for what became of a plan, in the reader's language (lexicon/labels.toml, `of_because`)."""

from collections.abc import Mapping
from typing import Any

from ..lexicon import lexicon
from .records import Outcome


def outcome_of(
    kind: str, entries: list[str], reason: str, values: Mapping[str, str], changes: Mapping[str, str] | None = None
) -> Outcome:
    """An outcome whose `because` is its reason in English."""
    english = _sentence(reason, values, lexicon().labels["en"])
    return Outcome(kind, entries, english, dict(changes or {}), reason, dict(values))


def because(found: Outcome, words: Mapping[str, Any]) -> str:
    """The reason of an outcome in the words of a language (`lexicon().labels[lang]`).

    >>> found = outcome_of("unreported", [], "over", {"day": "2022-02-07"})
    >>> found.because
    'its day, 2022-02-07, is over and nothing is told of it'
    >>> because(found, lexicon().labels["vi"])
    'ngày dự kiến 2022-02-07 đã qua mà chưa có tin gì thêm'
    """
    return _sentence(found.reason, found.values, words) if found.reason else found.because


def _sentence(reason: str, values: Mapping[str, str], words: Mapping[str, Any]) -> str:
    mine = words["of_store"]["of_because"]
    told = dict(values)
    if "event" in told:
        told["act"] = words["of_event"][told["event"]]
    if "planned" in told:
        shape = "on_no_day" if not told["planned"] else "on_days" if "planned_to" in told else "on_day"
        told["plan"] = mine[shape].format(**told)
    if reason == "changed":
        told["changes"] = ", ".join(f"{mine[field]} {value}" for field, value in values.items())
    return str(mine[reason].format(**told))
