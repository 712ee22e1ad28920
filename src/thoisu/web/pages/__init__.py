"""The pages of the desk, one module each: `view` reads the store and the query for a template, `page` answers."""

from litestar.types import ControllerRouterHandler

from . import accuracy, actor, chronology, entry, ledger, map, preferences, signing, sources

PAGE_HANDLERS: list[ControllerRouterHandler] = [
    accuracy.page,
    actor.page,
    chronology.page,
    entry.page,
    ledger.page,
    map.page,
    preferences.preferences,
    signing.sign_in,
    signing.sign_in_page,
    signing.sign_out,
    sources.page,
]
