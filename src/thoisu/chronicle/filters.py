"""The filters of the chronology as people give them, made into a question: on the command line, in a URL, in a form."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..errors import DateError, QuestionError
from ..lexicon import lexicon
from .asking import country_meant, first_day, last_day, meant, places_meant
from .records import Question

if TYPE_CHECKING:
    from ..store.base import Store

# What each is called wherever a question is asked.
FILTERS = (
    "actor", "with", "event", "mode", "status", "place", "country", "from", "to", "story", "said_by", "min_origins",
    "text", "rejected",
)  # fmt: skip
_MOST = 1_000_000  # origins
SEVERAL = frozenset({"actor", "with", "event", "mode", "status", "place", "country", "said_by"})


def _same(name: str) -> str:
    return name


def question_from(given: Mapping[str, Any], store: "Store | None", told: Callable[[str], str] = _same) -> Question:
    """The question that filters ask, by their names (FILTERS); those of SEVERAL are lists, None and "" ask nothing.

    Without a store no story can be asked for. `told` is how a filter is named in errors. Raises QuestionError or
    DateError, which say which one is wrong and what it takes.

    >>> from thoisu import open_store
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/tin.sqlite") as store:
    ...     asked = question_from({"actor": ["Đức"], "from": "2022-02", "status": ["Planned"]}, store)
    >>> asked.actor, asked.start_day, asked.end_day, asked.status
    (['Đức', 'DEU'], '2022-02-01', None, ['planned'])
    """
    known = lexicon().labels["en"]
    events = _codes(told("event"), given.get("event"), {name.upper(): name for name in known["of_event"]}, str.upper)
    modes = _codes(told("mode"), given.get("mode"), {name: name for name in known["of_mode"]}, str.lower)
    status = _codes(told("status"), given.get("status"), {name: name for name in known["of_status"]}, str.lower)
    first, last = _bound(given, "from", first_day, told), _bound(given, "to", last_day, told)
    if first and last and first > last:
        raise QuestionError(told("to"), f"{given['to']} is before {given['from']}", "give the days in their order")
    # Who holds an office, and what a short name stands for, is asked as of the ends of the days that are asked about.
    on = [date.fromisoformat(day) for day in (first, last or date.today().isoformat()) if day]
    parties = {name: meant(given[name], on) if given.get(name) else None for name in ("actor", "with", "said_by")}
    return Question(
        actor=parties["actor"],
        other=parties["with"],
        event=events,
        mode=modes,
        status=status,
        place=places_meant(given["place"]) if given.get("place") else None,
        country=list(_states(given["country"], told)) if given.get("country") else None,
        start_day=first,
        end_day=last,
        story=_story(given["story"], store, told) if given.get("story") else None,
        said_by=parties["said_by"],
        min_origins=_count(given.get("min_origins"), told),
        text=given.get("text") or None,
        rejected=bool(given.get("rejected")),
    )


def _codes(told: str, given: list[str] | None, known: dict[str, str], turn: Callable[[str], str]) -> list[str] | None:
    if not given:
        return None
    for name in given:
        if turn(name) not in known:
            raise QuestionError(told, f"{name!r} is not known", f"give one of {', '.join(sorted(known))}")
    return [known[turn(name)] for name in given]


def _states(given: list[str], told: Callable[[str], str]) -> Iterator[str]:
    for name in given:
        code = country_meant(name)
        if code is None:
            raise QuestionError(told("country"), f"{name!r} is no state that the lexicon knows", "give a code like DEU")
        yield code


def _bound(given: Mapping[str, Any], name: str, turn: Callable[[str], str], told: Callable[[str], str]) -> str | None:
    try:
        return turn(given[name]) if given.get(name) else None
    except DateError as fault:
        raise DateError(f"{told(name)}: {fault}") from None


def _count(given: int | str | None, told: Callable[[str], str]) -> int | None:
    if given is None or given == "":
        return None
    try:
        count = int(given)
    except ValueError:
        count = 0
    if not 1 <= count <= _MOST:
        raise QuestionError(told("min_origins"), f"{given} is no count", f"give one from 1 to {_MOST:,}")
    return count


def _story(given: str, store: "Store | None", told: Callable[[str], str]) -> str:
    if store is None:
        raise QuestionError(told("story"), "is known to a store alone", "ask one, or leave it out")
    return one_of(store, "story", given)


def one_of(store: "Store", kind: str, beginning: str) -> str:
    """The id that begins so. Raises QuestionError where none does, or more than one."""
    found = _begun(store, kind, beginning)
    if not found:
        raise QuestionError(beginning, f"is the id of no {kind} in the store", "copy one from `thoisu chronology`")
    if len(found) > 1:
        raise QuestionError(beginning, f"begins the ids of several ({', '.join(found[:3])} …)", "give more of it")
    return found[0]


def document_named(store: "Store", beginning: str) -> str:
    """The document with this id, or the origin of the family with it. Raises QuestionError."""
    if not _begun(store, "document", beginning) and _begun(store, "family", beginning):
        return one_of(store, "family", beginning)
    return one_of(store, "document", beginning)


def story_named(store: "Store", beginning: str) -> str:
    """The story with this id, or that of the article or the entry with it. Raises QuestionError."""
    if _begun(store, "document", beginning):
        document = one_of(store, "document", beginning)
        return store.stories([document])[document]
    if _begun(store, "entry", beginning):
        (entry,) = store.entries([one_of(store, "entry", beginning)])
        return entry.story
    return one_of(store, "story", beginning)


def _begun(store: "Store", kind: str, beginning: str) -> list[str]:
    """The ids that begin so; ids are of letters and digits, and engines do not take every other character."""
    begins = beginning.strip().lower()
    return store.resolve(kind, begins) if begins.isalnum() or not begins else []
