"""What every page of the desk owes its readers, whatever it shows."""

import re
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from thoisu.web.headers import CSP
from thoisu.web.pages import PAGE_HANDLERS

from .pages import PAGES, Page
from .reader import PHONE, WIDE, Reader
from .serving import Served

Readers = Callable[..., Reader]
_every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name.replace(" ", "-"))


def test_no_page_is_missing_in_the_list() -> None:
    paths = [re.sub(r"\{\w+\}", "x", page.address.partition("?")[0]) for page in PAGES]
    for handler in PAGE_HANDLERS:
        if "GET" in handler.http_methods and handler.fn.__name__ not in ("preferences", "feed"):
            patterns = [re.sub(r"\{[^}]+\}", "[^/]+", path) for path in handler.paths]
            assert any(re.fullmatch(pattern, path) for pattern in patterns for path in paths), handler.paths


@pytest.mark.parametrize("lang", ["vi", "en"])
@_every_page
def test_a_page_is_sound_and_fits_a_phone(reader_of: Readers, page: Page, lang: str) -> None:
    with reader_of(lang=lang, signed_in=page.writes) as reader:
        answer = reader.open_named(page)
        assert answer.headers["content-security-policy"] == CSP
        assert "default-src 'self'" in CSP
        shown = reader.page
        assert shown.locator("html").get_attribute("lang") == lang
        assert shown.locator("h1").count() == 1
        for landmark in () if page.alone else ("banner", "main", "contentinfo"):
            assert shown.get_by_role(landmark).count() == 1
        for width in (WIDE, PHONE):
            assert reader.width_at(width) <= width


@pytest.mark.parametrize(
    ("theme", "lang", "width", "only_looks"), [("light", "vi", WIDE, False), ("dark", "en", PHONE, True)]
)
@_every_page
def test_a_page_can_be_used_by_all(
    reader_of: Readers, page: Page, theme: str, lang: str, width: int, only_looks: bool
) -> None:
    with reader_of(lang=lang, theme=theme, width=width, signed_in=page.writes) as reader:
        reader.open_named(page)
        assert reader.barriers(only_looks) == []


@_every_page
def test_a_page_can_be_read_without_scripts(reader_of: Readers, page: Page) -> None:
    with reader_of(scripts=False, signed_in=page.writes) as reader:
        reader.open_named(page)
        assert reader.page.locator(page.text).inner_text().strip()
        for form in reader.page.locator("form:visible").all():
            assert form.locator("button, input[type=submit]").count() > 0


@_every_page
def test_a_page_is_printed_without_what_only_a_screen_can_do(reader_of: Readers, page: Page) -> None:
    with reader_of(media="print", signed_in=page.writes) as reader:
        reader.open_named(page)
        assert reader.page.locator("h1").is_visible()
        for screen_only in ("nav", "footer", "form", ".skip", "button"):
            assert reader.page.locator(screen_only).locator("visible=true").count() == 0


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_a_theme_that_was_chosen_can_be_read_like_that_of_the_system(
    browser: Browser, desk: Served, system: str, chosen: str
) -> None:
    with closing(Reader(browser, desk, theme=system)) as made, made as reader:
        reader.open(f"/preferences?theme={chosen}&back=/entry/{{entry}}")
        assert reader.page.locator("html").get_attribute("data-theme") == chosen
        assert reader.barriers() == []
