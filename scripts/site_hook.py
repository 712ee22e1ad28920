"""What the site of the docs needs beside the pages of docs/ (hooks of mkdocs, see mkdocs.yml; `make docs`).

References are made of the code, the READMEs and other pages of the root are taken in, links that leave docs/ are led
to them, pages that no one put in order stand at the end, and what is written with diacritics is found without them.
"""

import json
import re
import sys
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import reference_cli  # noqa: E402
import reference_http  # noqa: E402
import reference_python  # noqa: E402
from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402

from thoisu.text import fold  # noqa: E402

REFERENCES = {
    "reference/cli.md": reference_cli.page,
    "reference/http.md": reference_http.page,
    "reference/python.md": reference_python.api_page,
    "reference/records.md": reference_python.records_page,
    "reference/lexicon.md": reference_python.lexicon_page,
}
# Pages from elsewhere in the project, under the names that they have on the site.
TAKEN = {"README.md": "overview.md", "README.vi.md": "overview.vi.md", "examples/README.md": "examples.md"}
TEXTS = ("LICENSE", "NOTICE")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NOWHERE = re.compile(r"\[([^\]]*)\]\(\0\)")
_FENCED = re.compile(r"(^ *```.*?^ *```$)", re.DOTALL | re.MULTILINE)
_ONLY_HERE = re.compile(r"<!-- site: (.*?) -->")
_HOMES = ("index.md", "index.vi.md")
_LAST = "Explanation"  # the part of the site at whose end pages stand that mkdocs.yml does not name


def taken() -> dict[str, str]:
    """The pages of the project outside of docs/ that the site has, with their names there."""
    others = {page.name: page.name.lower() for page in sorted(ROOT.glob("*.md")) if page.name not in TAKEN}
    return TAKEN | others


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts pages in order that mkdocs.yml does not name, and gives headings their anchors."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    docs = Path(config.docs_dir)
    here = [page.relative_to(docs).as_posix() for page in sorted(docs.rglob("*.md"))]
    named = set(re.findall(r"'([\w./-]+\.md)'", repr(config.nav)))
    missing = [name for name in [*here, *taken().values()] if name not in named]
    next(part for part in config.nav or [] if _LAST in part)[_LAST].extend(missing)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what is not in docs/: references, the pages of the root, and its texts."""
    for name, made in REFERENCES.items():
        files.append(File.generated(config, name, content=made()))
    for source, name in taken().items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    for source in TEXTS:
        files.append(File.generated(config, f"{source}.txt", content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leads links that leave docs/ to the page that the site has of them; of what it has not, the text stays."""
    uri = page.file.src_uri
    if uri in _HOMES:
        page.meta["hide"] = ["navigation"]  # which would show the page itself
    source = next((root for root, name in taken().items() if name == uri), f"docs/{uri}")
    parts = _FENCED.split(_ONLY_HERE.sub(r"\1", markdown))
    # Every second part is fenced code.
    for at in range(0, len(parts), 2):
        led = _LINK.sub(lambda link: f"]({_led(link[1], source, uri, files)})", parts[at])
        parts[at] = _NOWHERE.sub(r"\1", led)
    return "".join(parts)


def _led(link: str, source: str, uri: str, files: Files) -> str:
    path, mark, anchor = link.partition("#")
    if not path or re.match(r"[a-z]+:", path):
        return link
    named = normpath(f"{PurePosixPath(source).parent}/{path}")
    on_site = taken().get(named) or (f"{named}.txt" if named in TEXTS else named.removeprefix("docs/"))
    if files.get_file_from_path(on_site) is None:
        # Left as it is where it should lie in docs/: then mkdocs says that it is missing.
        return link if named.startswith("docs/") else "\0"
    return f"{relpath(on_site, str(PurePosixPath(uri).parent))}{mark}{anchor}"


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Gives Vietnamese pages the Vietnamese words of the theme."""
    config.theme["language"] = "vi" if page.file.src_uri.endswith(".vi.md") else "en"
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Puts beside each text of the search index its words without diacritics, where they have some."""
    kept = Path(config.site_dir) / "search/search_index.json"
    index = json.loads(kept.read_text(encoding="utf-8"))
    for document in index["docs"]:
        found = {word.lower() for word in re.findall(r"[^\W\d_]+", f"{document['title']} {document['text']}")}
        if folded := sorted({fold(word) for word in found} - found):
            document["tags"] = [*document.get("tags", []), " ".join(folded)]
    kept.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def anchor(heading: str, separator: str = "-") -> str:
    """The anchor that GitHub gives a heading, so that links work in both places."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", separator)
