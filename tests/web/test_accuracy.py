"""The measured figures as a page."""

import re

import pytest

from thoisu.lexicon import lexicon
from thoisu.web.pages.accuracy import measured
from thoisu.web.words import words

from .conftest import ROOT, Client


def _cells(text: str) -> list[list[str]]:
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text, re.S)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_the_figures_are_those_of_the_docs(desk: Client) -> None:
    shown = {tuple(row) for row in _cells(desk.get("/accuracy").text)}
    docs = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    section = docs[docs.index("## Events of dev by category") :].split("\n## ")[0]
    lines = [line for line in section.splitlines() if re.match(r"\| [A-Z]{3,}", line)]
    assert len(lines) > 10
    for line in lines:
        category, *figures = (cell.strip() for cell in line.strip("|").split("|"))
        # Between F1 and the counts stands the bar.
        assert (lexicon().labels["en"]["of_event"][category], *figures[:3], "", *figures[3:]) in shown


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_row_is_named_in_the_readers_language(desk: Client, lang: str) -> None:
    mine = words(lang)["accuracy"]
    found = measured()
    assert {row[0] for row in found["rates"] + found["whole"]} <= mine["of_rate"].keys()
    assert {row[0] for row in found["fields"]} <= mine["of_fields"].keys()
    assert {row[0] for row in found["stories"]} <= mine["of_grouping"].keys()
    assert {row[0] for row in found["copies"]} <= mine["of_change"].keys()
    assert str(found["articles"]) in desk.get("/accuracy", headers={"Accept-Language": lang}).text


def test_it_says_what_the_figures_are_worth(desk: Client) -> None:
    text = desk.get("/accuracy").text
    assert "The rules were written with these articles at hand" in text
    assert "how much lower is not measured here" in text


def test_bars_are_as_long_as_their_figure(desk: Client) -> None:
    text = desk.get("/accuracy").text
    bars = re.findall(r'aria-label="F1 ([\d.]+)"><rect class="rest" [^>]+><rect width="([\d.]+)"', text)
    assert bars
    assert all(float(width) == pytest.approx(100 * float(value), abs=0.06) for value, width in bars)


@pytest.mark.parametrize("name", sorted({*words("en"), *words("vi")}))
def test_both_languages_have_the_same_words(name: str) -> None:
    def keys(found: object, under: str = "") -> set[str]:
        if not isinstance(found, dict):
            return {f"{under}:{len(found)}" if isinstance(found, list) else under}
        return {key for part, value in found.items() for key in keys(value, f"{under}.{part}")}

    assert keys(words("en")[name]) == keys(words("vi")[name])
    for part, value in words("en")[name].items():
        if isinstance(value, str):
            assert sorted(re.findall(r"\{\w*\}", value)) == sorted(re.findall(r"\{\w*\}", words("vi")[name][part]))
