"""All pages of the desk. A new page is one line here, and all tests of every page try it."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote_plus

from thoisu import Question, open_store


class Page(NamedTuple):
    """A page: its address, with {names} of what `known` finds in a store; `writes` for one who is signed in.

    `alone` is a document without the frame of the desk.
    """

    name: str
    address: str
    writes: bool = False
    status: int = 200
    alone: bool = False

    @property
    def text(self) -> str:
        """What holds its text (CSS)."""
        return "body" if self.alone else "main"


PAGES = (
    Page("chronology", "/"),
    Page("chronology, narrowed", "/?status=happened&event=CONSULT&from=2000-01-01&to=2030-01-01"),
    Page("chronology, nothing found", "/?text=kh%C3%B4ng%20c%C3%B3%20c%C3%A2u%20n%C3%A0y"),
    Page("entry", "/entry/{entry}"),
    Page("plan", "/entry/{plan}"),
    Page("entry for an editor", "/entry/{entry}", writes=True),
    Page("why", "/entry/{entry}/why/{telling}"),
    Page("article", "/article/{article}"),
    Page("stories", "/stories"),
    Page("story", "/story/{story}"),
    Page("actor", "/actor?name={actor}"),
    Page("map", "/map"),
    Page("ledger", "/ledger"),
    Page("ledger, a month", "/ledger?month={month}"),
    Page("sources", "/sources"),
    Page("accuracy", "/accuracy"),
    Page("brief", "/brief?story={story}", alone=True),
    Page("search", "/search"),
    Page("search, found", "/search?q=h%E1%BB%99i+%C4%91%C3%A0m"),
    Page("add", "/add"),
    Page("add for an editor", "/add", writes=True),
    Page("alerts", "/alerts"),
    Page("corrections", "/corrections"),
    Page("corrections for an editor", "/corrections", writes=True),
    Page("sign in", "/sign-in"),
    Page("signed in", "/sign-in", writes=True),
    Page("fault", "/entry/0", status=400),
    Page("not found", "/nowhere", status=404),
)


def known(store: Path, question: Question) -> dict[str, str]:
    """What the addresses name: an entry that answers a question, its story, article, actor, and a plan."""
    with open_store(store) as opened:
        [entry, *_] = opened.ask(question, 1)
        [plan, *_] = [*opened.ask(Question(status=["planned"]), 1), entry]
        [telling] = opened.tellings([entry.best])
    return {
        "entry": entry.id,
        "telling": telling.id,
        "article": telling.document,
        "story": entry.story,
        "actor": quote_plus(entry.actor[0].entity),
        "plan": plan.id,
        "month": (plan.start_day or "2023-04")[:7],
    }
