"""Compares readings with ../shared/gold; writes docs/accuracy.md and the figures of the desk.

Without the gold it says so and ends.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from accuracy_data import write
from score_ablation import ablation
from score_events import RATES, by_category, extras, load_scorer, matched, misses, read_set, tallies
from score_pages import score_flat, score_folder, table

ROOT = Path(__file__).resolve().parent.parent
SETS = ("seeds", "dev")
HEAD = """# Accuracy

Written by `make score`, with the scorer of the gold on each set; don't edit by hand. `seeds` are two whole pages
(with their furniture), `dev` the paragraphs of {dev} articles. A mention is right with its exact span and kind, a
link with its entity, a time with its interval; an event is found when its category, its place in the text or its
day, and one of its parties fit, and strict when actors, recipients, dates and status are all right; a statement
when span and speaker are. Of the page stage: F1 of the words of lead and body, captions and teasers that leak into
them, and the fields that are exact.

The rules were written with these sets at hand, so on pages from elsewhere the figures are lower.
"""
CAUSES = """Counted by the program: for each event of the gold that was not found, the first of these that holds. What a
trigger was given up for is a word of `of_reason` in `lexicon/labels.toml`; `thoisu explain` says it page by page."""
ABLATION = """The event stage without a rule file, a guard or a frame. A frame that changes one page only may have been
written for that page; one that changes none may still be right on others."""


def main() -> int:
    """Scores and writes the page; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--fast", action="store_true", help="leave the ablation out; docs/accuracy.md stays as it is")
    options = parser.parse_args()
    shared: Path = options.shared
    if not (shared / "score.py").exists():
        print(f"score: no gold here ({shared / 'score.py'} does not exist); nothing was scored")
        return 0
    begin = time.process_time()
    scorer = load_scorer(shared / "score.py")
    parts, sizes = [], {}
    for name in SETS:
        pages = read_set(shared / "gold" / name, shared / "seeds")
        found = _table(tallies(scorer, pages))
        print(f"== {name}\n{found}\n")
        sizes[name] = len(pages)
        parts.append(f"## {name}\n\n{found}")
    both = [(page, matched(scorer, page)) for page in pages]  # of the last set
    for head, text in (
        ("Events of dev by category", by_category(both)),
        ("Events of dev that were missed", f"{CAUSES}\n\n{misses(both)}"),
        ("Events of dev that are none of the gold", extras(both)),
    ):
        print(f"== {head}\n{text}\n")
        parts.append(f"## {head}\n\n{text}")
    if options.fast:
        return 0
    rules, frames = ablation(scorer, pages)
    print(f"== without\n{rules}\n\n{frames}\n")
    parts.append(f"## What the rules are worth on dev\n\n{ABLATION}\n\n{rules}\n\n{frames}")
    parts += _pages(shared)
    page = HEAD.format(**sizes) + "\n" + "\n\n".join(parts) + "\n"
    (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
    write(ROOT)
    print(f"scored in {time.process_time() - begin:.0f} CPU s")
    return 0


def _pages(shared: Path) -> list[str]:
    """The page stage alone: HTML pages with and without the publishers' selectors, our own pages, flattened pages."""
    parts = []
    sets = [("pages", shared / "pages", True), ("pages, publishers switched off", shared / "pages", False)]
    sets.append(("tests/pages/html, written for the project", ROOT / "tests" / "pages" / "html", True))
    for name, folder, publishers in sets:
        if folder.exists():
            found = table(score_folder(folder, publishers))
            print(f"== {name}\n{found}\n")
            parts.append(f"## HTML: {name}\n\n{found}")
    if (shared / "flat").exists():
        right, lines, wrong = score_flat(shared / "flat")
        told = f"{right} of {lines} lines labelled right: {right / lines:.3f}."
        told += "".join(f"\n\n- {n} × {gold} read as {ours}" for (gold, ours), n in wrong.most_common())
        print(f"== flat\n{told}\n")
        parts.append(f"## Flattened pages, line by line\n\n{told}")
    return parts


def _table(found: dict[str, Any]) -> str:
    lines = ["| what | precision | recall | F1 | right | said | gold |", "|---|---|---|---|---|---|---|"]
    for name in RATES:
        tally = found[name]
        rates = " | ".join(f"{rate:.3f}" for rate in tally.row())
        lines.append(f"| {name} | {rates} | {tally.tp} | {tally.sys} | {tally.gold} |")
    lines += ["", "| of events found | right | of | share |", "|---|---|---|---|"]
    for name, marks in found["attributes"].items():
        lines.append(f"| {name} | {sum(marks)} | {len(marks)} | {sum(marks) / len(marks):.3f} |")
    if found["article"]:
        lines += ["", "| article field | pages exact | pages |", "|---|---|---|"]
        lines += [f"| {name} | {sum(marks)} | {len(marks)} |" for name, marks in found["article"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
