"""Pictures of the desk for the READMEs (`make screenshots`): a store of our own pages, served and photographed.

Needs Chromium, as the browser tests do. Pictures are PNG at one pixel a point, in docs/img/.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser.serving import ROOT, chromium_options, filled, serve

from thoisu import Question

PICTURES = ROOT / "docs/img"
WIDTH = 1280
MOST = 150_000  # bytes of a picture: READMEs are read over slow lines too
SHOTS = (
    ("chronology", "/", 860),
    ("entry", "/entry/{entry}", 620),
    ("map", "/map", 860),
)


def main() -> int:
    """Takes all pictures in both languages; 1 where one is too large."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    large = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(filled(Path(folder) / "news.sqlite"), Question(actor=["Emmanuel Macron"], min_origins=2)) as desk,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium_options())
        for lang, locale in (("en", "en-GB"), ("vi", "vi-VN")):
            page = browser.new_page(
                base_url=desk.url, locale=locale, color_scheme="light", viewport={"width": WIDTH, "height": 800}
            )
            for name, address, height in SHOTS:
                page.goto(address.format(**desk.known))
                page.set_viewport_size({"width": WIDTH, "height": height})
                path = PICTURES / f"{name}-{lang}.png"
                page.screenshot(path=path)
                if path.stat().st_size > MOST:
                    large.append(path)
        browser.close()
    for path in large:
        print(f"{path}: has {path.stat().st_size} bytes; show less of the page, {MOST} are the most", file=sys.stderr)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
