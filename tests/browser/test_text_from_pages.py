"""What comes from a page, a corrector or an address is text wherever it is shown, and never runs."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from thoisu import Question, open_store

from .hostile import IMAGE, SCRIPT, hostile
from .pages import PAGES, Page
from .reader import Reader
from .serving import serve

# What a page must not hold where everything is escaped: ours are scripts from files, and no handlers.
_RUNNING = """[...document.querySelectorAll('*')].filter((one) =>
  (one.localName === 'script' && !one.src.startsWith(location.origin + '/static/'))
  || [...one.attributes].some((its) => its.name.startsWith('on') && !its.name.startsWith('on-'))
  || /^javascript:/i.test(one.getAttribute('href') || one.getAttribute('src') || '')
).map((one) => one.outerHTML.slice(0, 200))"""
_SHOWING = {
    "chronology", "entry", "plan", "why", "article", "stories", "story", "actor", "map", "ledger", "search, found",
    "brief", "corrections",
}  # fmt: skip
_ECHOES = (
    Page("filters", "/?actor={0}&place={0}&country={0}", status=400),
    Page("words", "/?text={0}&said_by={0}"),
    Page("days", "/?from={0}", status=400),
    Page("after", "/?after={0}", status=404),
    Page("back", "/sign-in?back=/{0}"),
    Page("id", "/entry/{1}", status=400),
    Page("path", "/{1}", status=404),
)


@pytest.fixture(scope="module")
def reader(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One who signed in under a name that is markup too, and may write."""
    store = tmp_path_factory.mktemp("hostile") / "tin.sqlite"
    token = hostile(store)
    with serve(store, Question(said_by=[SCRIPT])) as desk, closing(Reader(browser, desk)) as made:
        made.open("/sign-in")
        made.page.locator("input[name=token]").fill(token)
        made.page.locator("main button").click()
        yield made


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name.replace(" ", "-"))
def test_markup_from_pages_is_shown_as_text(reader: Reader, page: Page) -> None:
    with reader:
        reader.open_named(page)
        assert reader.page.evaluate(_RUNNING) == []
        assert reader.page.evaluate("window.hacked") is None
        if page.status == 200 and not page.alone:
            assert IMAGE in reader.page.locator("header").inner_text()
        if page.name in _SHOWING:
            assert SCRIPT in reader.page.locator(page.text).inner_text()


def test_an_address_that_is_a_script_is_no_link(reader: Reader) -> None:
    with open_store(reader.desk.store) as store:
        documents = [(document.id, document.key) for document in store.documents()]
    assert len(documents) == 2
    with reader:
        for id, _ in documents:
            reader.open(f"/article/{id}")
            assert reader.page.evaluate(_RUNNING) == []
        links = reader.page.locator("main a[href*='hacked']").all()
        assert all(str(link.get_attribute("href")).startswith(("/", "https://example.vn/")) for link in links)


@pytest.mark.parametrize("text", [IMAGE, '"><script>window.hacked = 1</script>', "'onfocus='window.hacked = 1"])
@pytest.mark.parametrize("page", _ECHOES, ids=lambda page: page.name)
def test_markup_in_an_address_is_shown_as_text(reader: Reader, page: Page, text: str) -> None:
    with reader:
        reader.open(page.address.format(quote(text, safe=""), quote(text.replace("/", ""))), page.status)
        assert reader.page.evaluate(_RUNNING) == []
        assert reader.page.evaluate("window.hacked") is None
