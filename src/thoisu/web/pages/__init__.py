"""The pages of the desk, one module each: `view` reads the store and the query for a template, `page` answers."""

from litestar.types import ControllerRouterHandler

from . import add, article, chronology, correct, entry, preferences, search, signing, stories, story, why

PAGE_HANDLERS: list[ControllerRouterHandler] = [
    add.add_examples,
    add.page,
    add.read_or_keep,
    article.page,
    chronology.page,
    correct.correct_entry,
    correct.page,
    correct.undo,
    entry.page,
    preferences.preferences,
    search.page,
    signing.sign_in,
    signing.sign_in_page,
    signing.sign_out,
    stories.page,
    story.page,
    why.page,
]
