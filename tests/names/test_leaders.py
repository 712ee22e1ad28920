"""Every fact of two lists of leaders, against lexicon/offices; their errors are in leaders_differences.tsv."""

import csv
from collections import defaultdict
from functools import cache
from itertools import pairwise

import pytest

from thoisu.lexicon import Term, lexicon, tables
from thoisu.names.offices import terms_of
from thoisu.text import fold

from ..conftest import SHARED, cases, needs_shared

# Each list tells who was in office when it was made, and leaves their terms open.
OPEN_AT = {"leaders-2021": "2022-10", "reign": "2021-02"}
SINCE = "2010-01"  # older terms are of no news that we read
DE_FACTO = {
    "Q31354462": "Abkhazia", "Q244165": "Nagorno-Karabakh", "Q11196": "Republika Srpska", "Q40362": "ESH",
    "Q34754": "Somaliland", "Q23427": "South Ossetia", "Q907112": "Transnistria", "Q23681": "Northern Cyprus",
}  # fmt: skip
LEADING = {"president", "prime minister", "monarch", "supreme leader", "party leader", "chair", "parliament speaker"}
DIFFERENCES = {(r["list"], r["state"], r["leader"], r["start"], r["end"]): r for r in cases("leaders_differences")}
COW = {r["cow"]: r["iso3"] for r in cases("cow_states")}


def _rows(name: str) -> list[dict[str, str]]:
    path = SHARED / "data" / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


FACTS = _rows("leaders-2021.tsv")
HEADS = [r for r in _rows("leaders-2005-2021.tsv") if not r["to_month"] or r["to_month"] >= SINCE]


@cache
def _states() -> dict[str, str]:
    return {c.wikidata: iso3 for iso3, c in lexicon().countries.items() if c.wikidata} | DE_FACTO


@cache
def _by_number() -> dict[str, set[str]]:
    found = defaultdict(set)
    for file in tables.under("persons"):
        for r in tables.rows(file):
            found[r["wikidata"]].add(r["id"])
    return found


@cache
def _words() -> dict[str, frozenset[str]]:
    """The folded words of each person's names."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in tables.under("persons"):
        for r in tables.rows(file):
            forms = " ".join((r["id"], *tables.items(r["forms"]), *tables.items(r["short"])))
            found[r["id"]] |= set(fold(forms.replace("~", "")).replace("-", " ").replace(".", " ").split())
    return {person: frozenset(words) for person, words in found.items()}


def _spans(terms: list[Term]) -> list[tuple[set[str], str]]:
    """(every start, end) of terms that follow each other without a gap: a second term goes on with the first."""
    spans: list[tuple[set[str], str]] = []
    ordered = sorted(terms, key=lambda t: t.start)
    for before, term in pairwise([None, *ordered]):
        assert term is not None
        if before is not None and before.end == term.start:
            starts, _ = spans.pop()
            spans.append((starts | {term.start}, term.end))
        else:
            spans.append(({term.start}, term.end))
    return spans


def _agrees(row: dict[str, str]) -> bool:
    """Whether our terms say what a row of the differences says, to the month."""
    return any(
        term.holder == row["holder"]
        and term.office == row["office"]
        and any(row["from"] == start[:7] for start in starts)
        and row["to"] == end[:7]
        for term in terms_of(row["person"])
        for starts, end in _spans([t for t in terms_of(row["person"]) if t[:2] == term[:2]])
    )


def _same_office(title: str, office: str) -> bool:
    """Whether an office may be what the list calls it; titles of one state ("Taoiseach") say nothing of ours."""
    named = title.lower()
    if named.startswith(("prime minister", "premier")):
        return office == "prime minister"
    return office != "prime minister" or not named.startswith(("president of the republic", "monarch", "king"))


def _has_fact(fact: dict[str, str], holder: str) -> bool:
    """Whether a person of this number held an office of the holder from and to the years of a fact."""
    wanted = fact["end_year"]
    for person in _by_number().get(fact["person_qid"], ()):
        held = defaultdict(list)
        for term in terms_of(person):
            if term.holder == holder:
                held[term.office].append(term)
        for office, terms in held.items():
            if not _same_office(fact["office"], office):
                continue
            for starts, end in _spans(terms):
                began = not fact["start_year"] or any(s.startswith(fact["start_year"]) for s in starts)
                ended = end.startswith(wanted) if wanted else not end or end >= OPEN_AT["leaders-2021"]
                if began and ended:
                    return True
    return False


def _has_head(head: dict[str, str], holder: str) -> bool:
    """Whether somebody of this name led the state from and to the months of a row."""
    words = {w for w in fold(head["leader"]).replace("-", " ").replace(".", " ").split() if len(w) > 2}
    held: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for term in lexicon().terms:
        if term.holder == holder and term.office in LEADING and words & _words().get(term.person, frozenset()):
            held[term.person][term.office].append(term)
    since, to = head["from_month"], head["to_month"]
    for offices in held.values():
        # Who led in two offices one after the other may begin in one and end in the other.
        spans = [span for terms in offices.values() for span in _spans(terms)]
        began = any(x[:7] == since or (since < SINCE and x[:7] <= SINCE) for starts, _ in spans for x in starts)
        ended = any(end[:7] == to if to else not end or end[:7] >= OPEN_AT["reign"] for _, end in spans)
        if began and ended:
            return True
    return False


def _name(row: dict[str, str]) -> str:
    return "-".join((row.get("country") or row["cow_state"], row.get("person") or row["leader"]))


@needs_shared
@pytest.mark.parametrize("fact", FACTS, ids=_name)
def test_a_fact_of_the_first_list(fact: dict[str, str]) -> None:
    holder = _states().get(fact["country_qid"])
    assert holder, "a state or a territory that governs itself"
    difference = DIFFERENCES.get(("leaders-2021", holder, fact["person"], fact["start_year"], fact["end_year"]))
    if difference:
        assert _agrees(difference)
        assert not _has_fact(fact, holder), "the difference is none any more"
    else:
        assert _has_fact(fact, holder)


@needs_shared
@pytest.mark.parametrize("head", HEADS, ids=_name)
def test_a_head_of_the_second_list(head: dict[str, str]) -> None:
    holder = COW.get(head["cow_state"], head["cow_state"])
    assert holder in lexicon().countries
    difference = DIFFERENCES.get(("reign", holder, head["leader"], head["from_month"], head["to_month"]))
    if difference:
        assert _agrees(difference)
        assert not _has_head(head, holder), "the difference is none any more"
    else:
        assert _has_head(head, holder)


@pytest.mark.parametrize("row", DIFFERENCES.values(), ids=lambda r: f"{r['state']}-{r['leader']}")
def test_a_difference_is_what_the_lexicon_says(row: dict[str, str]) -> None:
    assert row["source"]
    assert _agrees(row)


@needs_shared
def test_every_difference_is_of_a_row() -> None:
    known = {
        ("leaders-2021", _states().get(r["country_qid"], ""), r["person"], r["start_year"], r["end_year"])
        for r in FACTS
    }
    known |= {
        ("reign", COW.get(r["cow_state"], r["cow_state"]), r["leader"], r["from_month"], r["to_month"]) for r in HEADS
    }
    assert set(DIFFERENCES) <= known
    assert len(FACTS) > 400
    assert len(HEADS) > 600
