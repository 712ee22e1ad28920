"""What lists of entries and strips of days are made of: a page has some hundred of these pieces, and a template takes
several times as long for each.

So they are put together here, in strings: whatever comes from a page or a table passes `escape` first; days and numbers
that were made here hold nothing to escape.
"""

from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote_plus

from markupsafe import Markup

from ..called import called, party
from ..chronicle.records import Entry
from ..lexicon import lexicon
from ..model import Actor
from ..show import Act, what, when
from .pictures.strip import Strip
from .words import words

_LONGEST = 100  # characters of a value whose quoted form is kept: names, not texts
_OUTLETS = 3  # of a row
_ARROW = ' <span aria-hidden="true">→</span> '


def url(path: str, **parts: Any) -> str:
    """An address on this desk; of a list each value is a part of its own, and what is None or empty is left out.

    >>> url("/", actor=["Đức", "Nga"], to=None)
    '/?actor=%C4%90%E1%BB%A9c&actor=Nga'
    """
    pairs = []
    for key, value in parts.items():
        name = key.rstrip("_")  # from_ stands for from, which is a word of Python
        given = value if isinstance(value, list) else [value]
        pairs += [f"{name}={_quoted(str(v))}" for v in given if v not in (None, "", False)]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _quoted(value: str) -> str:
    # A page has a hundred addresses, mostly of the same names and days, and the library takes its time for each.
    return _kept_quoted(value) if len(value) <= _LONGEST else quote_plus(value, errors="replace")


@lru_cache(maxsize=1 << 14)
def _kept_quoted(value: str) -> str:
    return quote_plus(value, errors="replace")


def someone(actor: Actor, lang: str) -> Markup:
    """Somebody, with their page behind the name.

    >>> someone(Actor("RUS", "country", "RUS"), "vi")
    Markup('<a class="party" href="/actor?name=RUS">Nga</a>')
    """
    return Markup(_someone(actor.entity, party(actor, lang)))


@lru_cache(maxsize=1 << 14)
def _someone(entity: str, name: str) -> str:
    return f'<a class="party" href="{escape(url("/actor", name=entity))}">{escape(name)}</a>'


def named(entity: str, lang: str) -> Markup:
    """Somebody of whom only the name is at hand, with their page behind it."""
    return Markup(_named(entity, called(entity, lang)))


@lru_cache(maxsize=1 << 14)
def _named(entity: str, name: str) -> str:
    return f'<a href="{escape(url("/actor", name=entity))}">{escape(name)}</a>'


def kinds(events: dict[str, int], lang: str) -> str:
    """How many entries there are of each category, in words."""
    of_event = lexicon().labels[lang]["of_event"]
    return ", ".join([f"{of_event[event]} {count}" for event, count in events.items()])


def who(act: Act, lang: str) -> Markup:
    """Who does it to whom, everybody with their page."""
    return Markup(_who(act, lang))


def _who(act: Act, lang: str) -> str:
    doers = ", ".join([_someone(a.entity, party(a, lang)) for a in act.actor]) or "–"
    if not act.recipient:
        return doers
    return doers + _ARROW + ", ".join([_someone(a.entity, party(a, lang)) for a in act.recipient])


def place(entry: Entry, lang: str) -> Markup:
    """Where, with what else took place there; empty where it is not known."""
    return Markup(_place(entry.place.name, lang) if entry.place else "")


@lru_cache(maxsize=1 << 14)
def _place(name: str, lang: str) -> str:
    return f'<a href="{escape(url("/", place=name))}">{escape(called(name, lang))}</a>'


def status(entry: Entry, lang: str) -> Markup:
    """The status in words, marked by its kind."""
    return Markup(_status("rejected" if entry.rejected else entry.status, lang))


@lru_cache(maxsize=64)
def _status(kind: str, lang: str) -> str:
    t = lexicon().labels[lang]
    told = t["of_store"]["rejected"] if kind == "rejected" else t["of_status"][kind]
    return f'<span class="status {escape(kind)}">{escape(told)}</span>'


def outlets(entry: Entry, lang: str, most: int = 99) -> str:
    """Who tells an entry, by name; where it is not known who publishes a page, the page stands for itself by its id."""
    named = [name for name in entry.outlets if name not in entry.documents]
    told = ", ".join(named[:most])
    if len(named) > most:
        return f"{told} …"
    unknown: str = words(lang)["desk"]["unknown_outlet"] if len(named) < len(entry.outlets) else ""
    return f"{told}, {unknown}" if told and unknown else told or unknown


def row(entry: Entry, lang: str) -> Markup:
    """An entry in a list: who did what, where, told by whom, and the sentence that says it."""
    t, w = lexicon().labels[lang], words(lang)["desk"]
    where = f'<span class="where">{_place(entry.place.name, lang)}</span>' if entry.place else ""
    span = ""
    if entry.start_day != entry.end_day:
        span = f'<span class="span">{escape(when(entry, t))}</span>'
    told = w["told"].format(outlets=len(entry.outlets), origins=len(entry.origins))
    said_by = f"· {t['by_whom']} {', '.join([called(name, lang) for name in entry.said_by])}" if entry.said_by else ""
    disputed = "".join(
        f'<span class="conflict">{escape(t["of_store"]["disputed"])}:'
        f" {escape(t['of_store']['of_field'][conflict.field])}</span>"
        for conflict in entry.conflicts
    )
    return Markup(f"""\
<li class="entry" id="e-{escape(entry.id)}">
  <p class="line">{_status("rejected" if entry.rejected else entry.status, lang)}
    <span class="who">{_who(entry, lang)}</span>
    <a class="what" href="/entry/{escape(entry.id)}">{escape(what(entry, t))}</a>
    {where} {span}
  </p>
  <p class="said">{escape(entry.text)}</p>
  <p class="told">{escape(told)}: {escape(outlets(entry, lang, _OUTLETS))}
    {escape(said_by)} {disputed} · <a href="/story/{escape(entry.story)}">{escape(w["story"])}</a>
  </p>
</li>
""")


def rects(strip: Strip) -> Markup:
    """The bars of a strip as SVG.

    >>> from thoisu.web.pictures.strip import strip
    >>> rects(strip({"2022-01-20": 4})).partition(" data-from=")[0]
    Markup('<rect x="0.0" y="0.0" width="648.0" height="56.0"')
    """
    made = [
        f'<rect x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" data-from="{bar.first}"'
        f' data-to="{bar.last}"><title>{bar.days}: {bar.count}</title></rect>'
        for bar in strip.bins
        if bar.count
    ]
    return Markup("".join(made))


def spans(strip: Strip, address: str) -> Markup:
    """The bars of a strip as rows of a table; `address` is the page that each narrows to its days.

    >>> from thoisu.web.pictures.strip import strip
    >>> spans(strip({"2022-01-20": 4}), "/?actor=Nga").partition("</a>")[0]
    Markup('<tr><td><a href="/?actor=Nga&amp;from=2022-01-20&amp;to=2022-01-20">2022-01-20')
    """
    begins = escape(f"{address}{'&' if '?' in address else '?'}from=")
    made = [
        f'<tr><td><a href="{begins}{bar.first}&amp;to={bar.last}">{bar.days}</a></td><td>{bar.count}</td></tr>'
        for bar in strip.bins
        if bar.count
    ]
    return Markup("".join(made))
