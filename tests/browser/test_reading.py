"""Reading the chronology by mouse and by keyboard: what the scripts of the desk add to its pages."""

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from .reader import PHONE, WIDE, Reader
from .serving import Served

_FOCUS = """(() => {
  const one = document.activeElement;
  return [one.outerHTML, one.closest('header, form, section, body').localName, getComputedStyle(one).outlineStyle];
})()"""


@pytest.fixture
def reader(browser: Browser, desk: Served) -> Iterator[Reader]:
    """A reader who has not chosen anything yet."""
    with closing(Reader(browser, desk)) as made, made:
        yield made


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def _entries(page: Page) -> list[str]:
    ids: list[str] = page.locator(".entry").evaluate_all("(all) => all.map((one) => one.id)")
    return ids


def _days(page: Page) -> list[str]:
    return [day.get_attribute("datetime") or "" for day in page.locator("h2 time").all()]


def test_keys_go_from_entry_to_entry_and_open_one(reader: Reader) -> None:
    reader.open("/")
    page = reader.page
    entries = page.locator(".entry")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(entries.nth(at)).to_have_class(re.compile("current"))
        expect(page.locator(".entry.current")).to_have_count(1)
        expect(entries.nth(at).locator("a.what")).to_be_focused()
    to = entries.nth(1).locator("a.what").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{to}")


def test_a_key_that_is_typed_into_a_field_is_a_letter(reader: Reader) -> None:
    reader.open("/")
    page = reader.page
    page.keyboard.press("/")
    field = page.locator(".filters input").first
    expect(field).to_be_focused()
    page.keyboard.type("jk/")
    expect(field).to_have_value("jk/")
    expect(page.locator(".entry.current")).to_have_count(0)


def test_the_keyboard_goes_past_the_navigation_at_once(reader: Reader) -> None:
    reader.open("/")
    page = reader.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_what_has_the_focus_is_seen_to_have_it(reader: Reader, width: int) -> None:
    reader.open("/")
    page = reader.page
    page.set_viewport_size({"width": width, "height": 800})
    passed = []
    for _ in range(45):
        page.keyboard.press("Tab")
        name, where, outline = page.evaluate(_FOCUS)
        assert outline != "none", name
        passed.append(where)
    # In the order in which the page is read.
    assert [where for where, _ in groupby(passed)] == ["body", "header", "form", "section"]


def test_filters_narrow_as_they_are_set_and_are_the_address(reader: Reader) -> None:
    reader.open("/")
    page = reader.page
    page.get_by_label("planned", exact=True).check()
    page.wait_for_url("**/?status=planned")
    expect(page.locator(".entry .status:not(.planned)")).to_have_count(0)
    expect(page.locator(".entry").first).to_be_visible()
    page.locator("input[name=actor]").fill("Macron")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*actor=Macron*")
    assert _asked(page) == {"actor": ["Macron"], "status": ["planned"]}
    expect(page.locator(".entry").filter(has_not_text="Macron")).to_have_count(0)
    shown = _entries(page)
    assert shown
    expect(page.get_by_role("link", name="Show all")).to_be_visible()
    page.reload()
    assert _entries(page) == shown


def test_back_leads_to_what_was_shown_before(reader: Reader) -> None:
    reader.open("/")
    page = reader.page
    before = _entries(page)
    page.get_by_label("planned", exact=True).check()
    page.wait_for_url("**/?status=planned")
    expect(page.locator(".entry .status:not(.planned)")).to_have_count(0)
    page.go_back()
    expect(page.locator(".entry")).to_have_count(len(before))
    assert _entries(page) == before
    expect(page.get_by_label("planned", exact=True)).not_to_be_checked()
    assert page.evaluate("document.querySelectorAll('header').length") == 1


@pytest.mark.parametrize(("first", "last"), [(0, -1), (-1, 1), (1, 1)], ids=["forth", "back", "click"])
def test_a_span_is_picked_on_the_strip(reader: Reader, first: int, last: int) -> None:
    reader.open("/")
    page = reader.page
    bars = page.locator(".strip rect[data-from]")
    ends = [
        bars.nth(first if first >= 0 else bars.count() + first),
        bars.nth(last if last >= 0 else bars.count() + last),
    ]
    spans = sorted(str(bar.get_attribute(f"data-{end}")) for bar in ends for end in ("from", "to"))
    boxes = [box for bar in ends if (box := bar.bounding_box())]
    whole = page.locator(".strip svg").bounding_box()
    assert whole
    middle = whole["y"] + whole["height"] / 2
    page.mouse.move(boxes[0]["x"] + boxes[0]["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(boxes[1]["x"] + boxes[1]["width"] / 2, middle, steps=5)
    page.mouse.up()
    page.wait_for_url("**/?*from=*")
    assert _asked(page) == {"from": [spans[0]], "to": [spans[-1]]}
    assert _days(page)
    assert all(spans[0] <= day <= spans[-1] for day in _days(page))


def test_a_span_can_be_picked_in_the_table_beside_the_strip(reader: Reader) -> None:
    reader.open("/?status=happened")
    page = reader.page
    page.locator(".strip summary").click()
    page.locator(".strip table a").first.click()
    page.wait_for_url("**/?*from=*")
    assert set(_asked(page)) == {"status", "from", "to"}
    assert page.locator(".entry").count() > 0


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("choice", ["Tiếng Việt", "Dark", "Light"])
def test_another_language_or_theme_keeps_what_is_shown(
    browser: Browser, desk: Served, choice: str, scripts: bool
) -> None:
    theme = "light" if choice == "Dark" else "dark"
    with closing(Reader(browser, desk, theme=theme, scripts=scripts)) as made, made as reader:
        page = reader.page
        if choice == "Dark":
            reader.open("/preferences?theme=light")
        reader.open("/?from=2000-01-01")
        page.get_by_label("planned", exact=True).check()
        if not scripts:
            page.get_by_role("button", name="Show", exact=True).click()
        page.wait_for_url("**/?*status=planned*")
        expect(page.locator(".entry .status:not(.planned)")).to_have_count(0)
        asked, shown = _asked(page), _entries(page)
        page.get_by_role("link", name=choice, exact=True).click()
        if choice == "Tiếng Việt":
            expect(page.locator("html")).to_have_attribute("lang", "vi")
        else:
            expect(page.locator("html")).to_have_attribute("data-theme", choice.lower())
        assert {key: value for key, value in _asked(page).items() if value != [""]} == {
            key: value for key, value in asked.items() if value != [""]
        }
        assert _entries(page) == shown


def test_why_a_sentence_was_read_so_is_shown_in_its_place(reader: Reader) -> None:
    reader.open("/entry/{entry}")
    page = reader.page
    there = page.url
    page.locator("a.why").first.click()
    expect(page.locator(".reasons").first).to_contain_text(page.locator(".told code").first.inner_text())
    assert page.url == there
