"""The pages of the desk, one module each: `view` reads the store and the query for a template, `page` answers."""

from litestar.types import ControllerRouterHandler

from . import (
    accuracy,
    actor,
    add,
    article,
    brief,
    chronology,
    correct,
    entry,
    ledger,
    map,
    preferences,
    search,
    signing,
    sources,
    stories,
    story,
    why,
)

PAGE_HANDLERS: list[ControllerRouterHandler] = [
    accuracy.page,
    actor.page,
    add.add_examples,
    add.page,
    add.read_or_keep,
    article.page,
    brief.page,
    chronology.page,
    correct.correct_entry,
    correct.page,
    correct.undo,
    entry.page,
    ledger.page,
    map.page,
    preferences.preferences,
    search.page,
    signing.sign_in,
    signing.sign_in_page,
    signing.sign_out,
    sources.page,
    stories.page,
    story.page,
    why.page,
]
