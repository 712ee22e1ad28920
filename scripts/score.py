"""Runs ../shared/score.py on the gold and writes docs/accuracy.md. Without the gold it says so and ends."""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from score_pages import score_flat, score_folder, table

ROOT = Path(__file__).resolve().parent.parent
SETS = ("seeds", "dev")
HEAD = """# Accuracy

Written by `make score`, which runs the scorer of the gold on each set; don't edit by hand. `seeds` are two
whole pages (with their furniture), `dev` the paragraphs of {dev} articles. A mention is right with its exact
span and kind, a link with its entity, a time with its interval; an event is found when its category, its place
in the text or its day, and one of its parties fit, and strict when actors, recipients, dates and status are
all right; a statement when span and speaker are. Of the page stage: F1 of the words of lead and body, captions and
teasers that leak into them, and the fields that are exact.
"""


def main() -> int:
    """Scores and writes the page; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared: Path = parser.parse_args().shared
    scorer = shared / "score.py"
    if not scorer.exists():
        print(f"score: no gold here ({scorer} does not exist); nothing was scored")
        return 0
    thoisu = Path(sys.executable).with_name("thoisu")
    parts, sizes = [], {}
    for name in SETS:
        gold = shared / "gold" / name
        command = [sys.executable, str(scorer), str(gold), "--thoisu", str(thoisu)]
        run = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"NO_COLOR": "1"})
        if run.returncode:
            print(run.stderr or run.stdout, file=sys.stderr)
            return 1
        print(f"== {name}\n{run.stdout}")
        sizes[name] = len(list(gold.glob("*.json")))
        parts.append(f"## {name}\n\n{_table(run.stdout)}")
    parts.append("## Events of dev by category\n\n" + _categories(shared / "gold" / "dev", thoisu))
    parts += _pages(shared)
    page = HEAD.format(**sizes) + "\n" + "\n\n".join(parts) + "\n"
    (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
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


def _table(output: str) -> str:
    fields = re.findall(r"^article (\S+)\s+(\d+)/(\d+) exact", output, re.MULTILINE)
    rows = re.findall(
        r"^(\S.*?)\s+P ([\d.]+)\s+R ([\d.]+)\s+F1 ([\d.]+)\s+\((\d+) right, (\d+) said, (\d+) gold\)",
        output,
        re.MULTILINE,
    )
    lines = ["| what | precision | recall | F1 | right | said | gold |", "|---|---|---|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    attributes = re.findall(r"of events found, (\S+)\s+right (\d+)/(\d+) = ([\d.]+)", output)
    lines += ["", "| of events found | right | of | share |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in attributes]
    if fields:
        lines += ["", "| article field | pages exact | pages |", "|---|---|---|"]
        lines += ["| " + " | ".join(row) + " |" for row in fields]
    return "\n".join(lines)


def _categories(gold: Path, thoisu: Path) -> str:
    """Right, said and gold for each event category: a record is right when the text and one party fit."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(gold.glob("*.json")):
            page = json.loads(file.read_text(encoding="utf-8"))
            path = Path(folder) / f"{file.stem}.txt"
            path.write_text("\n\n".join(page["paragraphs"]) + "\n", encoding="utf-8")
            command = [str(thoisu), "read", "--json", str(path), "--published", page["published"]]
            reading = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            _count(page["events"], reading["events"], counts)
    lines = ["| category | right | said | gold |", "|---|---|---|---|"]
    for name in sorted(counts):
        c = counts[name]
        lines.append(f"| {name} | {c['right']} | {c['said']} | {c['gold']} |")
    return "\n".join(lines)


def _count(gold: list[dict[str, Any]], said: list[dict[str, Any]], counts: dict[str, collections.Counter[str]]) -> None:
    open_records = [(e, _parties_said(e)) for e in said]
    for e in said:
        counts[e["event"]]["said"] += 1
    for e in gold:
        counts[e["event"]]["gold"] += 1
        parties = {p.rsplit("@", 1)[-1] for p in (*e["actor"], *e["recipient"])}
        for k, (record, theirs) in enumerate(open_records):
            near = record["p"] == e["p"] or (e["start"] and record["from"] == e["start"])
            if record["event"] == e["event"] and near and (not parties or parties & theirs):
                counts[e["event"]]["right"] += 1
                del open_records[k]
                break


def _parties_said(record: dict[str, Any]) -> set[str]:
    return {a["country"] or a["org"] or a["entity"] for a in (*record["actor"], *record["recipient"])}


if __name__ == "__main__":
    sys.exit(main())
