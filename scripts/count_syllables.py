"""Counts the syllables of this project's own sentences into src/thoisu/lexicon/syllables.tsv.

The sentences are the phrases and examples of the rules (lexicon/**/*.toml), the tables of tests/cases and the text of
the pages in tests/pages and examples: news about world affairs, all written for this project. Run it again when there
are many more of them; the table need not be in step with each of them.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import thoisu
from thoisu.errors import PageError
from thoisu.text import words

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src/thoisu/lexicon/syllables.tsv"
LEAST = 2  # a syllable that stands once tells nothing more than one that stands nowhere


def sentences() -> Iterator[str]:
    """All texts with a Vietnamese letter in them; keys, codes, addresses and sources have none."""
    found = [
        *(
            s
            for f in sorted((ROOT / "src/thoisu/lexicon").rglob("*.toml"))
            for s in strings(tomllib.loads(f.read_text()))
        ),
        *(s for f in sorted((ROOT / "tests/cases").glob("*.tsv")) for s in cells(f)),
        *(s for folder in ("tests/pages", "examples") for f in sorted((ROOT / folder).rglob("*")) for s in page(f)),
    ]
    return (s for s in found if not s.isascii() and "://" not in s)


def strings(value: Any) -> Iterator[str]:
    """The strings of a rule file, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def cells(file: Path) -> list[str]:
    """The cells of a table of cases."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [cell for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) for cell in row]


def page(file: Path) -> list[str]:
    """The paragraphs of a page; none of a file that is no page."""
    if file.suffix not in (".txt", ".html"):
        return []
    try:
        return [p.text for p in thoisu.read(file).article.paragraphs]
    except PageError:
        return []


def main() -> None:
    """Writes the table."""
    counts = Counter(word for text in sentences() for word in words(text) if not word.isdigit())
    kept = sorted((w for w, n in counts.items() if n >= LEAST), key=lambda w: (-counts[w], w))
    lines = [
        "syllable\tcount",
        "# How often a syllable stands in the sentences written for this project; by scripts/count_syllables.py.",
        *(f"{word}\t{counts[word]}" for word in kept),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(kept)} syllables of {counts.total()}")


if __name__ == "__main__":
    main()
