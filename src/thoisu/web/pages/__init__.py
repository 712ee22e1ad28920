"""The pages of the desk, one module each: what is read from the store and the query, for a template."""

from litestar.types import ControllerRouterHandler

from .chronology import chronology
from .entry import entry
from .preferences import preferences
from .signing import sign_in, sign_in_page, sign_out

PAGE_HANDLERS: list[ControllerRouterHandler] = [chronology, entry, preferences, sign_in_page, sign_in, sign_out]
