"""Stories and copies against ../shared/stories; writes docs/accuracy_stories.md. Without the set it says so and ends.

Of an article copies are made: some sentences cut and a paragraph added, half of it, either half. They and the articles
are read like any page; what is filed under a common band is compared, as the store does.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from accuracy_data import write
from sklearn.feature_extraction.text import TfidfVectorizer

import thoisu
from thoisu.chronicle import copies, stories
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.records import Document
from thoisu.text import sentences, words

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/accuracy_stories.md"
HEAD = """# Accuracy of stories and copies

Written by `scripts/score_stories.py` (part of `make score`); don't edit by hand. The stories are {articles} dated
articles in {clusters} groups, streamed by time of publication.
"""


_RUN = 12  # syllables that two reports of one matter seldom have in common word for word
_REAL = 0.2  # of the shorter text in such runs: from here on, it is a matter of degree whether it is a copy


class Told(NamedTuple):
    """An article of the set: the group that it belongs to, its words, its document and its features."""

    group: int
    words: str
    document: Document
    features: bytes


class Rates(NamedTuple):
    """B-cubed (Bagga and Baldwin, 1998): of each article the share of its story that is of its group, and back."""

    f1: float
    precision: float
    recall: float


def b_cubed(found: Mapping[str, str], gold: Mapping[str, int]) -> Rates:
    """Compares the stories of the articles in `gold`; others do not count.

    >>> b_cubed({"a": "1", "b": "1", "c": "2"}, {"a": 1, "b": 1, "c": 1})
    Rates(f1=0.7142857142857143, precision=1.0, recall=0.5555555555555556)
    """
    pairs = Counter((found[i], g) for i, g in gold.items())
    said, meant = Counter(found[i] for i in gold), Counter(gold.values())
    precision = sum(n * n / said[s] for (s, _), n in pairs.items()) / len(gold)
    recall = sum(n * n / meant[g] for (_, g), n in pairs.items()) / len(gold)
    return Rates(2 * precision * recall / (precision + recall), precision, recall)


def read_set(file: Path) -> list[Told]:
    """The articles of the set, each read as a page."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        text = "\n\n".join((row["title"], row["lead"], row["body"]))
        reading = thoisu.read(text, published=row["published"])
        document = document_of(reading, row["id"])
        found.append(Told(row["cluster"], text, document, stories.features(document, reading)))
    return sorted(found, key=lambda t: (t.document.moment or "", t.document.id))


def filed(keys: Mapping[str, Iterable[Any]]) -> dict[str, set[str]]:
    """The documents that share a key with each, as a store finds them."""
    under: dict[Any, set[str]] = defaultdict(set)
    for id_, own in keys.items():
        for key in own:
            under[key].add(id_)
    return {id_: set().union(*(under[key] for key in own)) - {id_} for id_, own in keys.items()}


def our_stories(told: Sequence[Told]) -> dict[str, str]:
    """The story of each article: the one that its chain of parents begins with."""
    features = {t.document.id: t.features for t in told}
    near = filed({id_: stories.keys(own) for id_, own in features.items()})
    found: dict[str, str] = {}
    for id_ in (t.document.id for t in told):
        parent = stories.parent(features[id_], {other: features[other] for other in near[id_]})
        found[id_] = found[parent[0]] if parent else id_
    return found


def baseline(told: Sequence[Told], centroid: bool) -> tuple[Rates, float]:
    """Single-pass grouping by TF-IDF of words and pairs of words, at the threshold that is best on the set itself.

    An article joins the group of the nearest centroid, or of the nearest article. Unlike ours it knows how rare a word
    is in the very set that it is scored on.
    """
    matrix = TfidfVectorizer(ngram_range=(1, 2)).fit_transform([t.words for t in told])
    like = (matrix @ matrix.T).toarray()
    gold = {t.document.id: t.group for t in told}
    return max((b_cubed(_single_pass(told, like, at, centroid), gold), at) for at in np.arange(0.1, 0.5, 0.01))


def _single_pass(told: Sequence[Told], like: Any, threshold: float, centroid: bool) -> dict[str, str]:
    sums: list[Any] = []
    members: list[list[int]] = []
    found: dict[str, str] = {}
    for i, article in enumerate(told):
        if centroid:
            scores = [s[i] / np.sqrt(s[m].sum()) for s, m in zip(sums, members, strict=True)]
        else:
            scores = [like[i, m].max() for m in members]
        best = int(np.argmax(scores)) if scores else -1
        if best >= 0 and scores[best] >= threshold:
            sums[best] = sums[best] + like[i]
            members[best].append(i)
        else:
            sums.append(like[i].copy())
            members.append([i])
            best = len(members) - 1
        found[article.document.id] = told[members[best][0]].document.id
    return found


def score_stories(told: Sequence[Told]) -> str:
    """The table of stories."""
    gold = {t.document.id: t.group for t in told}
    rows = [("thoisu", b_cubed(our_stories(told), gold), "fixed")]
    for name, centroid in (("TF-IDF, nearest centroid", True), ("TF-IDF, nearest article", False)):
        rates, at = baseline(told, centroid)
        rows.append((name, rates, f"{at:.2f}, best of the set"))
    lines = ["| stories | F1 | precision | recall | threshold |", "|---|---|---|---|---|"]
    lines += [f"| {name} | {r.f1:.3f} | {r.precision:.3f} | {r.recall:.3f} | {at} |" for name, r, at in rows]
    return "\n".join([*lines, "", *_neighbourhood(told)])


def _neighbourhood(told: Sequence[Told]) -> list[str]:
    """Other thresholds, and each half of the groups at the threshold that is best on the other half."""
    kept = stories.LIKE
    halves = [[t for t in told if t.group % 4 == rest] for rest in (1, 3)]
    around = [round(kept + step / 100, 2) for step in range(-4, 5)]
    found: dict[float, list[float]] = {}
    try:
        for at in around:
            stories.LIKE = at
            parts = (told, *halves)
            found[at] = [b_cubed(our_stories(p), {t.document.id: t.group for t in p}).f1 for p in parts]
    finally:
        stories.LIKE = kept
    lines = [f"| threshold | {' | '.join(f'{at:.2f}' for at in around)} |", "|---" * (len(around) + 1) + "|"]
    lines += [f"| F1 | {' | '.join(f'{found[at][0]:.3f}' for at in around)} |", ""]
    first, second = (max(around, key=lambda at: (found[at][half], -abs(at - kept))) for half in (1, 2))
    return [
        *lines,
        "Each half of the groups streamed alone, with the threshold that is best on the other half: "
        f"{found[second][1]:.3f} ({second:.2f}) and {found[first][2]:.3f} ({first:.2f}).",
    ]


# -- copies -----------------------------------------------------------------------------------------------------


def cut(text: str, share: float, draw: random.Random) -> str:
    """A text without some of its sentences, whichever, until that share of its words is gone."""
    kept = [text[a:b] for a, b in sentences(text)]
    size = sum(map(len, kept))
    while len(kept) > 1 and sum(map(len, kept)) > (1 - share) * size:
        kept.pop(draw.randrange(len(kept)))
    return " ".join(kept)


def half(text: str, last: bool) -> str:
    """The first or the last half of a text, in whole sentences."""
    parts = [text[a:b] for a, b in sentences(text)]
    middle = max(1, len(parts) // 2)
    return " ".join(parts[middle:] if last and len(parts) > 1 else parts[:middle])


def paragraphs() -> list[str]:
    """Paragraphs to add, from the pages of this project."""
    files = [*sorted((ROOT / "tests/pages").glob("*.txt")), *sorted((ROOT / "examples").glob("*.txt"))]
    found = [p.text for f in files for p in thoisu.read(f).article.paragraphs if p.role == "body"]
    return [p for p in found if 30 <= len(p.split()) <= 90]


def families(told: Sequence[Told], change: Callable[[str, random.Random], list[str]]) -> dict[str, list[str]]:
    """The texts of each article's family, the article first."""
    draw = random.Random(6)
    return {t.document.id: [t.document.text, *change(t.document.text, draw)] for t in told}


def verbatim(one: str, other: str) -> float:
    """The share of the shorter text's syllables that stand in runs of twelve or more that the other has too."""
    shorter, longer = sorted((words(one), words(other)), key=len)
    runs = {longer[i : i + _RUN] for i in range(len(longer) - _RUN + 1)}
    starts = [i for i in range(len(shorter) - _RUN + 1) if shorter[i : i + _RUN] in runs]
    return len({at for i in starts for at in range(i, i + _RUN)}) / max(1, len(shorter))


def score_family(made: Mapping[str, list[str]], real: set[frozenset[str]]) -> tuple[float, float, float]:
    """Recall and precision over pairs of documents, and how many others each is compared with.

    Pairs made of two articles that really share much (`real`) are neither right nor wrong.
    """
    owner = {f"{id_}/{i}": id_ for id_, texts in made.items() for i in range(len(texts))}
    signed = {f"{id_}/{i}": copies.signature(text) for id_, texts in made.items() for i, text in enumerate(texts)}
    near = filed({id_: copies.bands(s) for id_, s in signed.items()})
    said = {
        frozenset((a, b)) for a, others in near.items() for b in others if copies.is_copy(signed[a], signed[b])
    }  # fmt: skip
    meant = {frozenset((f"{id_}/0", f"{id_}/{i}")) for id_, texts in made.items() for i in range(1, len(texts))}
    right = sum(1 for pair in said if len({owner[i] for i in pair}) == 1)
    wrong = sum(1 for pair in said if len({owner[i] for i in pair}) == 2 and {owner[i] for i in pair} not in real)
    return len(meant & said) / len(meant), right / (right + wrong), sum(map(len, near.values())) / len(near)


def score_copies(told: Sequence[Told], shared: Path) -> str:
    """The table of copies."""
    added = paragraphs()
    changes: dict[str, Callable[[str, random.Random], list[str]]] = {
        "cut by 30 %, a paragraph added": lambda text, draw: [f"{cut(text, 0.3, draw)}\n{draw.choice(added)}"],
        "cut in half": lambda text, draw: [half(text, False), half(text, True)],
        "half of the sentences": lambda text, draw: [cut(text, 0.5, draw)],
        "cut to a quarter": lambda text, draw: [cut(text, 0.75, draw)],
    }
    texts = {t.document.id: t.document.text for t in told}
    real = {frozenset(p) for p in combinations(texts, 2) if verbatim(texts[p[0]], texts[p[1]]) >= _REAL}
    lines = ["| copies | recall | precision | compared with |", "|---|---|---|---|"]
    for name, change in changes.items():
        recall, precision, compared = score_family(families(told, change), real)
        lines.append(f"| {name} | {recall:.3f} | {precision:.3f} | {compared:.1f} |")
    groups = {t.document.id: t.group for t in told}
    within = {frozenset(p) for p in combinations(texts, 2) if groups[p[0]] == groups[p[1]]}
    signed = {id_: copies.signature(text) for id_, text in texts.items()}
    taken = {p for p in within if copies.is_copy(*(signed[i] for i in p)) is not None}
    lines += [
        "",
        f"Of the {len(within)} pairs of articles of one group, {len(real & within)} share a fifth or more of the "
        f"shorter word for word, in runs of at least {_RUN} syllables. {len(taken & real)} of these are taken for "
        f"copies, and {len(taken - real)} of the others. What was made of two that share so much does not count for "
        "precision above.",
    ]
    first, second, third = (
        copies.signature(document_of(thoisu.read(f)).text)
        for f in (*sorted((shared / "seeds").glob("*.txt"))[:2], shared / "flat/p01.txt")
    )
    told_of = (f"{copies.share(a, b):.2f}" for a, b in ((first, third), (second, third), (first, second)))
    lines += ["", "Share of the shorter: first seed and p01 {}, second seed and p01 {}, the seeds {}.".format(*told_of)]
    return "\n".join(lines)


def main() -> int:
    """Scores, prints and writes the page; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared: Path = parser.parse_args().shared
    file = shared / "stories/vnmds-odd.jsonl"
    if not file.exists():
        print(f"score: no stories here ({file} does not exist); nothing was scored")
        return 0
    told = read_set(file)
    parts = [f"## Stories\n\n{score_stories(told)}", f"## Copies\n\n{score_copies(told, shared)}"]
    print("\n\n".join(parts))
    head = HEAD.format(articles=len(told), clusters=len({t.group for t in told}))
    PAGE.write_text("\n".join((head, "\n\n".join(parts), "")), encoding="utf-8")
    write(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
