"""The pages of the desk, one module each: `view` reads the store and the query for a template, `page` answers."""

from litestar.types import ControllerRouterHandler

from . import chronology, entry, preferences, signing

PAGE_HANDLERS: list[ControllerRouterHandler] = [
    chronology.page,
    entry.page,
    preferences.preferences,
    signing.sign_in,
    signing.sign_in_page,
    signing.sign_out,
]
