"""The map by mouse and keyboard: its days, and a closer look."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from .reader import Reader
from .serving import Served

_SHOWN = "[...document.querySelectorAll('#world circle')].filter((one) => one.r.baseVal.value > 0).length"


@pytest.fixture
def reader(browser: Browser, desk: Served) -> Iterator[Reader]:
    """A reader who looks at the map of all days."""
    with closing(Reader(browser, desk)) as made, made:
        made.open("/map")
        yield made


def test_the_slider_shows_the_places_up_to_a_day(reader: Reader) -> None:
    page = reader.page
    slider = page.locator(".controls input.day")
    every = page.evaluate(_SHOWN)
    assert every > 5
    slider.focus()
    shown = []
    for key in ("Home", "PageUp", "PageUp", "End"):
        page.keyboard.press(key)
        shown.append(page.evaluate(_SHOWN))
    assert shown == sorted(shown)
    assert 0 < shown[0] < shown[-1] == every
    page.locator(".controls select").select_option("7")
    assert page.evaluate(_SHOWN) < every
    assert slider.get_attribute("aria-valuetext") == page.locator(".controls output").inner_text()


def test_play_goes_through_the_days_and_ends(reader: Reader) -> None:
    page = reader.page
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    play = page.locator(".controls .play")
    page.locator(".controls input.day").focus()
    page.keyboard.press("Home")
    first = page.evaluate(_SHOWN)
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(30_000)
    expect(play).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(_SHOWN) > first


def test_a_closer_look_and_back(reader: Reader) -> None:
    page = reader.page
    land = page.locator("#world .land")
    wide = land.evaluate("(one) => one.getBoundingClientRect().width")
    page.locator(".controls .larger").click()
    page.wait_for_function("document.querySelector('#world .all').getAttribute('transform')?.includes('scale(1.6)')")
    assert land.evaluate("(one) => one.getBoundingClientRect().width") > wide * 1.5
    page.locator(".controls .whole").click()
    assert land.evaluate("(one) => one.getBoundingClientRect().width") == wide
