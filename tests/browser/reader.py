"""A reader at the desk: a browser of their own, of which everything that it asks for and complains of is kept."""

from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from .pages import Page as Named
from .serving import Served

_RUN = "(rules) => axe.run(document, rules)"
WIDE, PHONE = 1280, 390  # px
_AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
# Targets of 24 px are asked for by WCAG 2.2; axe looks at them only when told.
_ALL = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_LOOKS = {**_ALL, "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"]}


class Reader:
    """A context of the browser with one page. When a block ends, nothing may have gone wrong in it unseen.

    `lang` is what the browser says that its user reads, `theme` what their system has; `scripts` whether any run.
    """

    def __init__(
        self, browser: Browser, desk: Served, lang: str = "en", theme: str = "light", width: int = WIDE,
        scripts: bool = True, signed_in: bool = False, media: Literal["screen", "print"] = "screen",
    ) -> None:  # fmt: skip
        self.desk = desk
        self.faults: list[str] = []
        self._expected: set[str] = set()
        self._context: BrowserContext = browser.new_context(
            locale={"vi": "vi-VN", "en": "en-GB"}[lang], color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, base_url=desk.url,
        )  # fmt: skip
        self._context.set_default_timeout(20_000)
        self._context.on("request", self._asked)
        self._context.on("console", self._said)
        self._context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        if signed_in:
            self._context.request.get(desk.key)
        self.page: Page = self._context.new_page()
        self.page.emulate_media(media=media)
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        faults, self.faults = self.faults, []
        if fault is None:
            assert not faults, "\n".join(faults)

    def close(self) -> None:
        """Ends the context, with its cookies."""
        self._context.close()

    def open(self, address: str, status: int = 200) -> Response:
        """Goes to an address of the desk, which must answer with this status."""
        address = address.format(**self.desk.known)
        if status != 200:
            self._expected.add(self.desk.url + address)
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"
        return answer

    def open_named(self, page: Named) -> Response:
        """Goes to a page of the list."""
        return self.open(page.address, page.status)

    def width_at(self, width: int) -> int:
        """How wide the page is in a window of this width; more than it where the page has to be pushed sideways."""
        self.page.set_viewport_size({"width": width, "height": 800})
        wide: int = self.page.evaluate("document.documentElement.scrollWidth")
        return wide

    def barriers(self, only_looks: bool = False) -> list[str]:
        """The serious and critical faults that axe finds, each with elements that have it; what is folded is opened.

        `only_looks`: those that colours and the width of the window can make.
        """
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        self.page.evaluate(_AXE)
        found: list[dict[str, Any]] = self.page.evaluate(_RUN, _LOOKS if only_looks else _ALL)["violations"]
        return [
            f"{fault['id']} ({fault['help']}): {[node['html'][:200] for node in fault['nodes']][:5]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]

    def _asked(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and f"{url.scheme}://{url.netloc}" != self.desk.url:
            self.faults.append(f"asked for {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # The browser says of an answer of 400 and above that it is one.
        if message.type == "error" and message.location.get("url") not in self._expected:
            self.faults.append(f"console: {message.text} ({message.location})")
