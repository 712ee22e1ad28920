"""Jinja as the pages use it: everything is escaped, nothing may be undefined."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request
from litestar.utils.scope.state import ScopeState

from .. import __version__
from ..called import called, parties, party
from ..chronicle.reasons import because
from ..model import Actor
from ..show import STYLES, what, when
from .words import words

if TYPE_CHECKING:
    from .desk import Desk


class _Environment(Environment):
    """Words come in dictionaries: `w.desk.keys` is the word, not the method."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        # A page asks thousands of times, mostly for words: so they come first, and nothing is called that need not be.
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@cache
def environment() -> Environment:
    """The templates and what they may call."""
    made = _Environment(
        loader=PackageLoader("thoisu.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        url=url, long_day=long_day, moment=moment, called=called, party=party, parties=parties, what=what, when=when,
        actor_url=actor_url, place_url=place_url, because=because, version=__version__, styles=STYLES,
    )  # fmt: skip
    return made


def render(request: Request[Any, Any, Any], desk: "Desk", template: str, context: dict[str, Any]) -> bytes:
    """A page as UTF-8."""
    found = environment().get_template(template)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    # Made by the guard against forged forms, which also sets the cookie that it is compared with.
    csrf = ScopeState.from_scope(request.scope).csrf_token
    return found.render(
        desk=desk,
        t=desk.t,
        w=desk.w,
        lang=desk.lang,
        here=here,
        path=request.url.path,
        csrf=csrf if isinstance(csrf, str) else "",
        **context,
    ).encode("utf-8", errors="replace")


def url(path: str, **parts: Any) -> str:
    """An address on this desk; of a list each value is a part of its own, and what is None or empty is left out.

    >>> url("/", actor=["Đức", "Nga"], to=None)
    '/?actor=%C4%90%E1%BB%A9c&actor=Nga'
    """
    pairs = []
    for key, value in parts.items():
        name_ = key.rstrip("_")  # from_ stands for from, which is a word of Python
        pairs += [(name_, v) for v in (value if isinstance(value, list) else [value]) if v not in (None, "", False)]
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def actor_url(actor: Actor) -> str:
    """The page of somebody."""
    return _actor_url(actor.entity)


@lru_cache(maxsize=1 << 14)
def _actor_url(entity: str) -> str:
    return url("/actor", name=entity)


@lru_cache(maxsize=1 << 14)
def place_url(place: str) -> str:
    """What took place somewhere."""
    return url("/", place=place)


def long_day(day: str, lang: str) -> str:
    """A day as a heading; a month, a year or what is no day stays as it is.

    >>> long_day("2022-01-21", "en"), long_day("2022-01-21", "vi"), long_day("2022-01", "en")
    ('Friday 21 January 2022', 'thứ Sáu 21/1/2022', '2022-01')
    """
    try:
        named = date.fromisoformat(day)
    except ValueError:
        return day
    told = words(lang)["days"]
    weekday, month = told["weekdays"][named.weekday()], told["months"][named.month - 1]
    form: str = told["long"]
    return form.format(weekday=weekday, day=named.day, month=month, year=named.year)


def moment(value: str | None, lang: str) -> str:
    """When a page was published, to the minute where it is known.

    >>> moment("2022-01-21T07:01+07:00", "vi"), moment("2022-01-21", "en"), moment(None, "en")
    ('07:01 21/1/2022', '2022-01-21', '–')
    """
    if not value:
        return "–"
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = f"{at.day}/{at.month}/{at.year}" if lang == "vi" else value[:10]
    if "T" not in value:
        return day
    return f"{at:%H:%M} {day}" if lang == "vi" else f"{day} {at:%H:%M}"
