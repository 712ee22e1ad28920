"""The two ways to use a page: with a mouse, and with nothing but a keyboard."""

from playwright.sync_api import Locator, Page

_FURTHEST = 200  # times that Tab is pressed before something is out of reach


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, there: Locator) -> None:
        """Goes to a field."""
        there.click()

    def press(self, there: Locator) -> None:
        """Follows a link, opens a fold, presses a button."""
        there.click()

    def write(self, there: Locator, text: str) -> None:
        """Puts a text in the place of what stands in a field."""
        self.reach(there)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def open_entry(self, entry: Locator) -> None:
        """Opens an entry of the chronology."""
        self.press(entry.locator("a.what"))


class Keys(Mouse):
    """Tab, Enter, and the letters of the desk."""

    def reach(self, there: Locator) -> None:
        there.wait_for()
        for _ in range(_FURTHEST):
            if there.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{there} can't be reached with Tab")

    def press(self, there: Locator) -> None:
        self.reach(there)
        self.page.keyboard.press("Enter")

    def open_entry(self, entry: Locator) -> None:
        entry.wait_for()
        for _ in range(_FURTHEST):
            self.page.keyboard.press("j")
            if "current" in (entry.get_attribute("class") or ""):
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{entry} can't be reached with j")
