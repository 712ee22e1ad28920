"""Jinja as the pages use it: everything is escaped, nothing may be undefined."""

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request
from litestar.utils.scope.state import ScopeState

from .. import __version__
from ..called import called, parties, party
from ..chronicle.reasons import because
from ..show import STYLES, what, when
from . import rows
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
        url=rows.url, row=rows.row, someone=rows.someone, named=rows.named, kinds=rows.kinds, who=rows.who,
        place=rows.place, status=rows.status, outlets=rows.outlets, rects=rows.rects, spans=rows.spans,
        long_day=long_day, moment=moment, called=called, party=party, parties=parties, what=what, when=when,
        because=because, version=__version__, styles=STYLES,
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
