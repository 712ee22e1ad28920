"""Jinja as the pages use it: everything is escaped, nothing may be undefined."""

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request
from litestar.utils.scope.state import ScopeState

from .. import __version__
from ..called import called, parties, party
from ..chronicle.reasons import because
from ..show import STYLES, what, when
from . import rows, told

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
        long_day=told.long_day, moment=told.moment, office_told=told.office, context_told=told.context,
        day_reason=told.day_reason, called=called, party=party, parties=parties, what=what, when=when,
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
