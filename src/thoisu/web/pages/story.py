"""A story: its chronology, who takes part, who tells it, and its documents with the copies of each."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from ...chronicle.filters import question_from, story_named
from ...chronicle.records import Document, Entry, Question
from ...model import Actor
from ..desk import Desk, show
from ..pictures.strip import Strip, strip
from .chronology import by_day

SHOWN = 50  # entries of a page
COUNTED = 200  # entries whose parties and origins are counted
DOCUMENTS = 60
ACTORS = 30


class Text(msgspec.Struct, frozen=True):
    """A text as a story tells it: its origin, or the first of its copies that is shown, and the other copies."""

    first: Document
    copies: list[Document]


@get("/story/{id:str}", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[Any]:
    """One story."""
    return show(request, "story.html", lambda desk: view(desk, id))


def view(desk: Desk, beginning: str) -> dict[str, Any]:
    """What the page shows of the story of this id, or of the article or entry with it."""
    store, story = desk.store, story_named(desk.store, beginning)
    [head] = store.story_heads([story])
    question = question_from({"story": story, "from": desk.one("from"), "to": desk.one("to")}, store)
    told = store.ask(Question(story=story), COUNTED + 1)
    narrowed = bool(question.start_day or question.end_day)
    entries = told
    if narrowed or desk.one("after"):
        entries = store.ask(question, SHOWN + 1, desk.one("after"))
    documents = {d.id: d for d in store.documents(store.in_story(story, DOCUMENTS))}
    in_time = sorted(documents.values(), key=_in_time)
    return {
        "head": head,
        "narrowed": narrowed,
        "days": list(by_day(entries[:SHOWN])),
        "next": entries[SHOWN - 1].id if len(entries) > SHOWN else None,
        "strip": _strip(desk, story),
        "actors": counted(told[:COUNTED]),
        "origins": Counter(origin for entry in told[:COUNTED] for origin in entry.origins).most_common(ACTORS),
        "outlets": Counter(d.outlet for d in in_time).most_common(ACTORS),
        "is_part": len(told) > COUNTED,
        "most": COUNTED,
        "texts": folded(in_time, store.families(documents)),
        "hidden": head.pages - len(documents),
    }


def counted(entries: Iterable[Entry]) -> list[tuple[Actor, int]]:
    """Who takes part, with the number of entries in which they do, the most first."""
    counts: Counter[str] = Counter()
    actors: dict[str, Actor] = {}
    for entry in entries:
        parties = {actor.entity: actor for actor in (*entry.actor, *entry.recipient)}
        counts.update(parties.keys())
        actors = parties | actors
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:ACTORS]
    return [(actors[entity], count) for entity, count in ranked]


def folded(documents: Iterable[Document], families: dict[str, str]) -> list[Text]:
    """Documents in time, those of a family under its origin, where that is among them, else under its first."""
    found: dict[str, list[Document]] = {}
    for document in documents:
        found.setdefault(families.get(document.id, document.id), []).append(document)
    texts = []
    for family, copies in found.items():
        first = next((d for d in copies if d.id == family), copies[0])
        texts.append(Text(first, [d for d in copies if d is not first]))
    return texts


def _strip(desk: Desk, story: str) -> Strip | None:
    density = desk.store.density(Question(story=story))
    return strip(density) if len(density) > 1 else None


def _in_time(document: Document) -> tuple[str, str]:
    return (document.moment or document.day or "9999", document.id)
