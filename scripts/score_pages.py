"""Scores of the page stage: HTML pages with gold.json, and flattened pages with a label for each line.

Used by `make score`, by the benchmark and by the tests. A leak is a caption, a teaser or a comment that stands among
the paragraphs of the article.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

# What a line of a flattened page may be called here, by the names of the gold.
FURNITURE = ("share", "navigation", "section", "other", "comment")


class Score(NamedTuple):
    """One page: token F1 of lead and body, leaks, and which fields are exact."""

    f1: float
    leaks: list[str]
    title: bool
    published: bool
    byline: bool


def squash(text: str) -> str:
    """NFC with single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def token_f1(gold: str, mine: str) -> float:
    """F1 of two texts as bags of words, 0 to 1.

    >>> token_f1("hai bên gặp nhau", "hai bên họp")
    0.5714285714285714
    """
    a, b = (Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())) for text in (gold, mine))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def gold_pages(folder: Path) -> dict[str, dict[str, Any]]:
    """Gold by file name: one gold.json for the folder, or a NAME.json beside each NAME.html."""
    if (folder / "gold.json").exists():
        found: dict[str, dict[str, Any]] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        return found
    beside = sorted(folder.glob("*.json"))
    return {f"{path.stem}.html": json.loads(path.read_text(encoding="utf-8")) for path in beside}


def score_page(
    gold: dict[str, Any], paragraphs: Iterable[str], title: str | None, published: str | None, byline: list[str]
) -> Score:
    """Compares what a reader gives for a page with its gold; `paragraphs` are lead and body."""
    told = [squash(p) for p in paragraphs]
    text = " ".join(told)
    wanted = [squash(p) for p in (gold.get("lead") or "", *gold["body"]) if p]
    story = " ".join(wanted)
    captions = [squash(c["text"] if isinstance(c, dict) else c) for c in gold.get("captions", ())]
    leaks = [c for c in captions if len(c) > 12 and c in text and c not in story]
    leaks += [t for t in map(squash, gold.get("related", ())) if t in text and t not in story]
    when = gold.get("published") or ""
    return Score(
        token_f1(story, text), leaks, squash(title or "") == squash(gold["title"]),
        (published or "")[: max(10, len(when))] == when, byline == gold["byline"],
    )  # fmt: skip


def score_flat(folder: Path) -> tuple[int, int, Counter[tuple[str, str]]]:
    """Lines of flattened pages labelled right, all lines, and the confusions (gold, ours)."""
    from thoisu.page.plain import read_plain
    from thoisu.text import normalize

    right = lines = 0
    wrong: Counter[tuple[str, str]] = Counter()
    for row in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(row)
        text = (folder / f"{page['id']}.txt").read_text(encoding="utf-8")
        blocks = iter(read_plain(text, page["url"] or "").blocks)
        for line in page["lines"]:
            block = next(b for b in blocks if b.text == normalize(line["text"]))
            ours = "furniture" if block.label in FURNITURE else "credit" if block.label == "byline" else block.label
            lines += 1
            right += ours == line["label"]
            if ours != line["label"]:
                wrong[line["label"], ours] += 1
    return right, lines, wrong


def score_folder(folder: Path, publishers: bool = True) -> dict[str, Score]:
    """The scores of all gold pages of a folder, read by thoisu's page stage."""
    from thoisu.page.web import read_html

    scores = {}
    for name, gold in gold_pages(folder).items():
        article, _, _ = read_html((folder / name).read_bytes(), gold.get("uri") or "", publishers=publishers)
        published = article.published.value if article.published else None
        told = [p.text for p in article.paragraphs if p.role != "title"]
        scores[name] = score_page(gold, told, article.title, published, article.byline)
    return scores


def table(scores: dict[str, Score]) -> str:
    """The scores as a Markdown table, with the mean F1 in the last row."""
    rows = ["| page | token F1 | leaks | title | published | byline |", "|---|---|---|---|---|---|"]
    for name, s in scores.items():
        exact = " | ".join("exact" if ok else "wrong" for ok in (s.title, s.published, s.byline))
        rows.append(f"| {name} | {s.f1:.3f} | {len(s.leaks)} | {exact} |")
    values = scores.values()
    count = len(scores)
    sums = " | ".join(
        f"{sum(flags)}/{count}" for flags in zip(*((s.title, s.published, s.byline) for s in values), strict=True)
    )
    rows.append(f"| mean | {sum(s.f1 for s in values) / count:.3f} | {sum(len(s.leaks) for s in values)} | {sums} |")
    return "\n".join(rows)
