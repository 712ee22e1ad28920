"""The whole way of a page: read, kept, found, corrected, the correction taken back, and its plan followed."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, expect

from thoisu import add, incoming, open_store
from thoisu.called import called
from thoisu.web.words import words

from .hands import Keys, Mouse
from .reader import PHONE, WIDE, Reader
from .serving import Served, filled, serve

_VISIT = "Ngày 5/{month}, Tổng thống Pháp Emmanuel Macron đã đến Bắc Kinh (Trung Quốc)."
_PLAN = "Theo kế hoạch, ngày 6/{month}, ông Macron sẽ hội đàm với Thủ tướng Trung Quốc Lý Cường."
_PAGE = "Châu Âu và Trung Quốc\n\n05/{month}/2024 18:30\n\n" + _VISIT + "\n\n" + _PLAN + "\n"
_BEIJING = {"en": "Beijing", "vi": "Bắc Kinh"}
_ELSEWHERE = "Thượng Hải"


@pytest.fixture(scope="module")
def written(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a store that is written to."""
    with serve(filled(tmp_path_factory.mktemp("written") / "tin.sqlite")) as served:
        yield served


@pytest.fixture
def empty(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a store without pages."""
    with serve(tmp_path_factory.mktemp("empty") / "tin.sqlite") as served:
        yield served


@pytest.mark.parametrize(
    ("month", "hand", "lang", "width", "scripts"),
    [
        ("01", Mouse, "vi", WIDE, True),
        ("02", Mouse, "en", PHONE, True),
        ("03", Keys, "en", WIDE, True),
        ("04", Keys, "vi", PHONE, True),
        ("05", Mouse, "vi", PHONE, False),
        ("06", Mouse, "en", WIDE, False),
    ],
)
def test_the_whole_way(
    browser: Browser, written: Served, month: str, hand: type[Mouse], lang: str, width: int, scripts: bool
) -> None:
    w = words(lang)
    visit, plan = _VISIT.format(month=month), _PLAN.format(month=month)
    with closing(Reader(browser, written, lang, width=width, scripts=scripts)) as made, made as reader:
        page, by = reader.page, hand(reader.page)

        def to(name: str) -> Locator:
            pages = page.get_by_role("navigation", name=w["desk"]["pages"])
            return pages.get_by_role("link", name=w["desk"][name], exact=True)

        page.goto(written.key)  # the link that the server printed
        by.press(to("add"))
        by.write(page.get_by_label(w["add"]["text"]), _PAGE.format(month=month))
        by.press(page.get_by_role("button", name=w["add"]["read"]))
        expect(page.locator("section.read")).to_contain_text(f"2024-{month}-06")
        by.press(page.get_by_role("button", name=w["add"]["keep"]))
        expect(page.locator(".kept")).to_contain_text(w["add"]["is_new"])

        by.press(to("chronology"))
        by.open_entry(page.locator(".entry", has_text=visit))
        expect(page.locator(".sentence").first).to_contain_text("Emmanuel Macron")
        facts = page.locator(".facts")
        expect(facts).to_contain_text(_BEIJING[lang])

        by.press(page.get_by_text(w["correct"]["set"], exact=True))
        by.write(page.get_by_label(w["correct"]["place"], exact=True), _ELSEWHERE)
        by.press(page.get_by_role("button", name=w["correct"]["save"]))
        expect(facts).to_contain_text(called("Shanghai", lang))
        by.press(page.get_by_role("button", name=w["correct"]["undo"]))
        expect(facts).to_contain_text(_BEIJING[lang])
        expect(facts).not_to_contain_text(called("Shanghai", lang))

        by.press(to("ledger"))
        planned = page.locator(".entry", has_text=plan)
        expect(planned.locator(".outcome")).to_be_visible()
        by.press(planned.locator("a.what"))
        expect(page.locator("h1")).to_contain_text("Macron")
        expect(page.locator(".outcome").first).to_be_visible()

        by.press(page.get_by_role("link", name=w["correct"]["log"]))
        expect(page.locator("tbody tr").nth(0)).to_contain_text(w["correct"]["of_action"]["undo"])
        expect(page.locator("tbody tr").nth(1)).to_contain_text(_ELSEWHERE)


@pytest.mark.parametrize(("theme", "lang"), [("light", "vi"), ("dark", "en")])
def test_a_text_that_is_read_at_once_can_be_used_by_all(
    browser: Browser, written: Served, theme: str, lang: str
) -> None:
    with closing(Reader(browser, written, lang, theme)) as made, made as reader:
        reader.open("/add")
        page, w = reader.page, words(lang)
        page.get_by_label(w["add"]["text"]).fill(_PAGE.format(month="08"))
        page.get_by_role("button", name=w["add"]["read"]).click()
        expect(page.locator("section.read")).to_contain_text("2024-08-06")
        assert reader.width_at(PHONE) <= PHONE
        assert reader.barriers() == []


def test_a_reader_is_told_of_new_entries(browser: Browser, written: Served) -> None:
    told = "Ngày 5/7, Thủ tướng Đức Olaf Scholz đã đến Oslo (Na Uy)."
    with closing(Reader(browser, written)) as made, made as reader:
        reader.open("/")
        page = reader.page
        before = page.locator(".entry").all_text_contents()
        with open_store(written.store) as store:
            add(store, [incoming(told, published="2024-07-05")])
        expect(page.locator(".news")).to_be_visible()
        assert page.locator(".entry").all_text_contents() == before
        page.locator(".news a").click()
        expect(page.locator(".entry", has_text=told)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_empty_store_is_filled_with_the_examples(browser: Browser, empty: Served, scripts: bool) -> None:
    with closing(Reader(browser, empty, scripts=scripts, signed_in=True)) as made, made as reader:
        reader.open("/")
        page = reader.page
        assert reader.width_at(PHONE) <= PHONE
        assert not scripts or reader.barriers() == []
        page.get_by_role("button", name=words("en")["desk"]["first_examples"]).click()
        expect(page.locator(".entry").first).to_be_visible()
        expect(page.locator(".strip")).to_be_visible()


def test_only_who_signed_in_may_correct(browser: Browser, written: Served) -> None:
    with closing(Reader(browser, written)) as made, made as reader:
        reader.open("/")
        page = reader.page
        page.locator(".entry a.what").first.click()
        page.wait_for_url("**/entry/*")
        there = page.url
        assert page.locator("section.correct").count() == 0
        page.locator("main").get_by_role("link", name="Sign in").click()
        page.locator("input[name=token]").fill(written.key.partition("key=")[2])
        page.locator("main button").click()
        page.wait_for_url(there)
        expect(page.locator("section.correct")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/")
        page.goto(there)
        assert page.locator("section.correct").count() == 0
