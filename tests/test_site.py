"""The site of the docs, as `make docs` builds it: whole, without another host, and found with diacritics or without."""

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Request, expect, sync_playwright
from selectolax.lexbor import LexborHTMLParser

import thoisu
from thoisu.cli import COMMANDS

from .browser.serving import chromium_options
from .conftest import ROOT

pytest.importorskip("mkdocs", reason="mkdocs-material is not installed (pip install 'thoisu[docs]')")

LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
FOREIGN = re.compile(r"^(?:[a-z]+:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, LexborHTMLParser]:
    return {p.relative_to(site).as_posix(): LexborHTMLParser(p.read_text("utf-8")) for p in site.rglob("*.html")}


def test_every_page_of_the_project_is_there_and_reached(pages: dict[str, LexborHTMLParser]) -> None:
    docs = {p.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for p in (ROOT / "docs").rglob("*.md")}
    others = {"overview.html", "overview.vi.html", "contributing.html", "changelog.html", "examples.html"}
    made = {f"reference/{name}.html" for name in ("cli", "http", "python", "records", "lexicon")}
    listed = {unquote(a.attributes["href"] or "") for a in pages["index.html"].css("nav.md-nav a[href]")}
    assert docs | others | made <= set(pages)
    assert docs | others | made <= listed | {"index.html"}


def test_nothing_is_loaded_from_another_host(site: Path, pages: dict[str, LexborHTMLParser]) -> None:
    loaded = [
        (name, node.attributes.get(where) or "")
        for name, page in pages.items()
        for kind, where in LOADED.items()
        for node in page.css(kind)
    ]
    assert len(loaded) > 5 * len(pages)
    assert [(name, address) for name, address in loaded if FOREIGN.match(address)] == []
    for style in site.rglob("*.css"):
        text = style.read_text("utf-8")
        assert not [a for a in re.findall(r"""(?:url\(|@import )['"]?([^'")]+)""", text) if FOREIGN.match(a)], style


def test_every_link_leads_somewhere(site: Path, pages: dict[str, LexborHTMLParser]) -> None:
    anchors = {name: {node.attributes["id"] for node in page.css("[id]")} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for link in page.css("article a[href]"):
            address = urlsplit(link.attributes["href"] or "")
            if address.scheme or name == "404.html":
                continue
            target = (
                Path(os.path.normpath(Path(name).parent / unquote(address.path))).as_posix() if address.path else name
            )
            known = (site / target).is_file()
            if not known or (address.fragment and unquote(address.fragment) not in anchors.get(target, ())):
                dead.append((name, link.attributes["href"]))
    assert dead == []


def _text(page: LexborHTMLParser) -> str:
    return page.css_first("article").text(separator=" ")


def test_every_command_and_option_is_in_the_reference(pages: dict[str, LexborHTMLParser]) -> None:
    from thoisu import cli

    headings = {node.text().rstrip("¶") for node in pages["reference/cli.html"].css("h2, h3")}
    assert {f"thoisu {name}" for name in COMMANDS} <= headings
    assert {"thoisu watch run", "thoisu alert add", "thoisu lexicon explain"} <= headings
    text = _text(pages["reference/cli.html"])
    for name in COMMANDS:
        parser = cli._parser([name])
        command = parser._subparsers._group_actions[0].choices[name]  # type: ignore[union-attr, index]
        known = {option for action in command._actions for option in action.option_strings} - {"-h", "--help"}
        assert [option for option in sorted(known) if option not in text] == [], name


def test_every_public_name_is_in_the_reference(pages: dict[str, LexborHTMLParser]) -> None:
    headings = {node.text().rstrip("¶") for node in pages["reference/python.html"].css("h2")}
    assert set(thoisu.__all__) <= headings


def test_every_address_and_record_is_in_the_reference(pages: dict[str, LexborHTMLParser]) -> None:
    from thoisu.web.app import create_app
    from thoisu.web.settings import Settings

    document = create_app(Settings("tin.sqlite")).openapi_schema.to_schema()
    headings = {node.text().rstrip("¶") for node in pages["reference/http.html"].css("h3")}
    asked = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    tagged = {f"{m.upper()} {p}" for p, ms in document["paths"].items() for m, op in ms.items() if op.get("tags")}
    assert asked == tagged
    assert asked | set(document["components"]["schemas"]) <= headings


def test_every_file_of_the_lexicon_is_counted(pages: dict[str, LexborHTMLParser]) -> None:
    home = ROOT / "src/thoisu/lexicon"
    text = _text(pages["reference/lexicon.html"])
    files = [p.relative_to(home).as_posix() for p in home.rglob("*") if p.suffix in (".tsv", ".toml")]
    assert [name for name in files if name not in text] == []
    rows = len((home / "women.tsv").read_text("utf-8").splitlines()) - 1
    assert re.search(rf"women\.tsv\s+{rows:,} rows", text)


@pytest.mark.parametrize(
    ("page", "lang", "word"),
    [("tutorial.html", "en", "Search"), ("tutorial.vi.html", "vi", "Tìm kiếm"), ("overview.vi.html", "vi", "Tìm kiếm")],
)
def test_a_page_is_in_the_language_of_its_readers(
    pages: dict[str, LexborHTMLParser], page: str, lang: str, word: str
) -> None:
    assert pages[page].css_first("html").attributes["lang"] == lang
    assert pages[page].css_first(".md-search__input").attributes["placeholder"] == word


def test_the_index_holds_words_without_diacritics(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    found = next(d for d in index if d["location"] == "tutorial.vi.html")
    assert {"tom", "luoc", "muoi"} <= set(found["tags"][0].split())
    assert "tags" not in next(d for d in index if d["location"] == "how-to/archive.html")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if shutil.which("chromium") is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium here (Debian: apt-get install chromium)")
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium_options())
        yield started
        started.close()


@pytest.mark.parametrize("how", ["served", "from a folder"])
@pytest.mark.parametrize("typed", ["tóm lược", "tom luoc"], ids=["with diacritics", "without"])
def test_the_tutorial_is_found(chromium: Browser, site: Path, address: str, how: str, typed: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{address}/index.html" if how == "served" else f"{site.as_uri()}/index.html")
    page.click(".md-search__input")
    page.wait_for_function(
        "document.querySelector('.md-search-result__meta').innerText.trim() != 'Initializing search'"
    )
    page.keyboard.type(typed, delay=50)
    found = page.locator(".md-search-result__item")
    expect(found.filter(has_text="Từ một trang báo đến bản tóm lược")).not_to_have_count(0, timeout=60_000)
    expect(found.first.locator("a").first).to_have_attribute("href", re.compile(r"\.vi\.html"), timeout=60_000)
    page.close()
    here = address if how == "served" else "file:"
    assert len(asked) > 5
    assert [r.url for r in asked if not r.url.startswith((here, "data:"))] == []


@pytest.mark.parametrize("name", ["tutorial.vi.html", "reference/http.html", "explanation/limits.html", "lexicon.html"])
def test_a_page_fits_a_phone(chromium: Browser, address: str, name: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
