"""Laws that hold for any page: here for random edits of the example pages."""

import itertools
import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thoisu import read
from thoisu.errors import PageError
from thoisu.text import key

from .conftest import ROOT, SHARED, TESTS
from .matching import Record

PAGES = sorted(
    [*(ROOT / "examples").glob("*.txt"), *(TESTS / "pages").glob("*.txt"), *(SHARED / "seeds").glob("*.txt")]
)
EDITS = ("drop line", "repeat line", "swap lines", "move line", "cut", "drop letters", "repeat letters", "insert")
PIECES = (
    "\n", "\n\n", " ", "\u00a0", ".", ",", '"', "“", "”", "(", ")", "(Ảnh: Reuters)", "Ngày 31/2", "ngày 12/6/2018, ",
    "29/2/2019", "tháng 13", " không ", " sẽ ", " và ", "Nga", "ông Putin", " cho biết ", "https://example.vn/tin-1.html",
    "14:30 ngày 12/06/2018", "\u0301", "\u200b", "\ufeff", "\t", "0", "năm 0000", "🙂", "[Xem thêm: Hai bên gặp nhau]",
)  # fmt: skip

law = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@cache
def text_of(page: Path) -> str:
    """A page as text."""
    return page.read_text(encoding="utf-8")


@st.composite
def edited(draw: st.DrawFn) -> str:
    """An example page after a few edits."""
    text = text_of(draw(st.sampled_from(PAGES)))
    for _ in range(draw(st.integers(1, 5))):
        text = _edit(draw, text, draw(st.sampled_from(EDITS)))
    return text


def _edit(draw: st.DrawFn, text: str, edit: str) -> str:
    at = st.integers(0, max(0, len(text) - 1))
    if edit.endswith(("line", "lines")):
        lines = text.split("\n")
        i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        if edit == "drop line":
            del lines[i]
        elif edit == "repeat line":
            lines.insert(j, lines[i])
        elif edit == "swap lines":
            lines[i], lines[j] = lines[j], lines[i]
        else:
            lines.insert(j, lines.pop(i))
        return "\n".join(lines)
    i = draw(at)
    if edit == "insert":
        return text[:i] + draw(st.sampled_from(PIECES)) + text[i:]
    n = draw(st.integers(1, 30))
    if edit == "drop letters":
        return text[:i] + text[i + n :]
    if edit == "repeat letters":
        return text[: i + n] + text[i:]
    return text[i : draw(at)] or text[:i]


def reading_of(text: str, published: str | None = None) -> Record | None:
    """The reading as data, or None for a page that can't be read; anything but PageError is a fault."""
    try:
        return dict(json.loads(read(text, published).to_json()))
    except PageError:
        return None


# -- any page -------------------------------------------------------------------------------------------------


@law
@given(edited())
def test_offsets_are_true(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    paragraphs = [p["text"] for p in reading["article"]["paragraphs"]]
    for record in (*reading["mentions"], *reading["times"], *reading["statements"]):
        assert _at(paragraphs, record) == record["text"] != ""
    for event in reading["events"]:
        assert _at(paragraphs, event) == event["trigger"] != ""
        for span in (*event["cues"], *event["evidence"]):
            assert _at(paragraphs, span)
            assert span["text"] in (None, _at(paragraphs, span))
        for p, start, end in event["told"]:
            assert 0 <= start < end <= len(paragraphs[p])


def _at(paragraphs: list[str], span: Record) -> str:
    text = paragraphs[span["p"]]
    assert 0 <= span["start"] < span["end"] <= len(text)
    return text[span["start"] : span["end"]]


@law
@given(edited())
def test_blocks_lie_in_the_page_in_order(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    page = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    at = 0
    for block in reading["article"]["blocks"]:
        assert at <= block["from"] <= block["to"] <= len(page)
        piece = unicodedata.normalize("NFC", page[block["from"] : block["to"]])
        assert " ".join(piece.split()) == block["text"]
        assert page[at : block["from"]].strip() == ""
        at = block["to"]
    assert page[at:].strip() == ""


@law
@given(edited())
def test_paragraphs_stand_in_the_order_of_the_page(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    article = reading["article"]
    for role in ("title", "lead", "body"):
        blocks = iter([b["text"] for b in article["blocks"] if b["label"] == role])
        told = [p["text"] for p in article["paragraphs"] if p["role"] == role]
        assert all(paragraph in blocks for paragraph in told), role  # each behind the one before
    roles = [p["role"] for p in article["paragraphs"]]
    assert roles == sorted(roles, key=["title", "lead", "body"].index)


@law
@given(edited())
def test_references_resolve_and_ids_are_unique(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    for part in ("mentions", "times"):
        spans = sorted((x["p"], x["start"], x["end"]) for x in reading[part])
        assert all(a[0] < b[0] or a[2] <= b[1] for a, b in itertools.pairwise(spans)), f"{part} overlap"
    mentions = {(m["p"], m["start"], m["end"]) for m in reading["mentions"]}
    roles = [e[role] for e in reading["events"] for role in ("actor", "recipient")]
    for party in (a for role in (*roles, *(s["speaker"] for s in reading["statements"])) for a in role):
        named = party["mention"]
        assert named is None or (named["p"], named["start"], named["end"]) in mentions
        assert not (party["country"] and party["org"])
    for role in roles:
        entities = [a["entity"] for a in role]
        assert len(entities) == len(set(entities)), entities
    keys = [json.dumps({k: v for k, v in e.items() if k != "told"}, sort_keys=True) for e in reading["events"]]
    assert len(keys) == len(set(keys))
    for event in reading["events"]:
        trigger = (event["p"], event["start"], event["end"])
        sentence = event["evidence"][0]
        assert sentence["p"] == event["p"]
        assert sentence["start"] <= event["start"] < event["end"] <= sentence["end"]
        told = [tuple(t) for t in event["told"]]
        assert len(told) == len(set(told))
        assert trigger not in told
        assert event["status"] in {"happened", "ongoing", "planned", "proposed", "denied"}


@law
@given(edited(), st.sampled_from([None, "2018-06-13", "2022-01-21"]))
def test_an_act_takes_place_within_the_time_that_it_names(text: str, published: str | None) -> None:
    reading = reading_of(text, published)
    if reading is None:
        return
    for record in (*reading["times"], *reading["events"]):
        start, end = record["from"], record["to"]
        assert not (start and end) or start[:10] <= end[:10], record
    for event in reading["events"]:
        _, said, expression = (event["date_basis"] or "").partition(": ")
        # Tellings of one act under way are joined to one interval.
        if not said or (event["status"] == "ongoing" and event["told"]):
            continue
        named = [(t["from"] or "", t["to"] or "9999") for t in reading["times"] if t["text"] == expression]
        assert named, event["date_basis"]
        start, end = event["from"] or "", event["to"] or "9999"
        assert any(a <= start and end <= b for a, b in named), (event["from"], event["to"], named)


@law
@given(edited())
def test_reading_is_deterministic(text: str) -> None:
    assert reading_of(text) == reading_of(text)


# -- one text, two spellings ----------------------------------------------------------------------------------

_OLD = re.compile(r"(?<![qQ])([oOuU])([àáảãạèéẻẽẹỳýỷỹỵ])(?!\w)")
_NEW = re.compile(r"(?<![qQ])([òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤ])([aey])(?!\w)")
TONES = "\u0300\u0301\u0309\u0303\u0323"


def tone_on_the_first(text: str) -> str:
    """`hoà` to `hòa`, `thuỷ` to `thủy`."""

    def moved(m: re.Match[str]) -> str:
        vowel, tone = unicodedata.normalize("NFD", m[2])
        return unicodedata.normalize("NFC", m[1] + tone) + vowel if _pairs(m[1], vowel) else m[0]

    return _OLD.sub(moved, unicodedata.normalize("NFC", text))


def tone_on_the_second(text: str) -> str:
    """`hòa` to `hoà`, `thủy` to `thuỷ`."""

    def moved(m: re.Match[str]) -> str:
        vowel, tone = unicodedata.normalize("NFD", m[1])
        return vowel + unicodedata.normalize("NFC", m[2] + tone) if _pairs(vowel, m[2]) else m[0]

    return _NEW.sub(moved, unicodedata.normalize("NFC", text))


def _pairs(first: str, second: str) -> bool:
    return (first + second).lower() in {"oa", "oe", "uy"}


@pytest.mark.parametrize(("new", "old"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("Uỷ", "Ủy")])
def test_the_two_places_of_the_tone(new: str, old: str) -> None:
    assert (tone_on_the_first(new), tone_on_the_second(old)) == (old, new)


@pytest.mark.parametrize("word", ["quý", "quà", "toàn", "chùa", "của", "mùa", "múa", "ngoài", "tuyển"])
def test_words_with_one_place_for_the_tone(word: str) -> None:
    assert (tone_on_the_first(word), tone_on_the_second(word)) == (word, word)


def told(reading: Record | None) -> Any:
    """What a reading says, whatever the spelling."""
    if reading is None:
        return None
    days = reading["article"]["published"], (reading["article"]["story_day"] or {}).get("value")
    names = [(m["p"], m["start"], m["end"], m["kind"], key(m["entity"])) for m in reading["mentions"]]
    times = [(t["p"], t["start"], t["end"], t["from"], t["to"]) for t in reading["times"]]
    events = [
        (
            e["p"], e["start"], e["event"], e["mode"], e["status"], e["from"], e["to"],
            [key(a["entity"]) for a in e["actor"]], [key(a["entity"]) for a in e["recipient"]],
        )
        for e in reading["events"]
    ]  # fmt: skip
    said = [(s["p"], s["start"], s["end"], [key(a["entity"]) for a in s["speaker"]]) for s in reading["statements"]]
    return days, names, times, events, said


@law
@given(edited(), st.sampled_from(["NFD", "CRLF"]))
def test_the_form_of_the_bytes_does_not_matter(text: str, form: str) -> None:
    text = unicodedata.normalize("NFC", text)
    other = unicodedata.normalize("NFD", text) if form == "NFD" else text.replace("\n", "\r\n")
    assert told(reading_of(other)) == told(reading_of(text))


@law
@given(edited())
def test_the_place_of_the_tone_does_not_matter(text: str) -> None:
    assert told(reading_of(tone_on_the_first(text))) == told(reading_of(tone_on_the_second(text)))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_page_reads_alike_in_both_spellings(page: Path) -> None:
    first, second = tone_on_the_first(text_of(page)), tone_on_the_second(text_of(page))
    decomposed = unicodedata.normalize("NFD", first)
    wanted = told(reading_of(text_of(page)))
    assert wanted
    assert wanted[3], "a page with events"
    assert told(reading_of(first)) == told(reading_of(second)) == told(reading_of(decomposed)) == wanted
