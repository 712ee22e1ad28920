"""Text that fits every format: what goes, what stays, and what is set apart."""

import pytest
from hypothesis import given

from thoisu.export.clean import clean, line, uri

from .making import TEXT, law

RLO, LRE, PDF, RLI, FSI, PDI = "\u202e", "\u202a", "\u202c", "\u2067", "\u2068", "\u2069"
CLEAN = [
    ("Nga và Mỹ", "Nga và Mỹ"),
    ("a\x00b\x1bc\x7fd\x85e\ufffef", "abcdef"),
    ("a\r\nb\rc\u2028d\te", "a\nb\nc\nd\te"),
    ("\ud83d", "\ufffd"),
    ("🙂", "🙂"),
    (f"a{RLO}b", f"a{RLO}b{PDF}"),
    (f"a{RLO}b\nc", f"a{RLO}b{PDF}\nc"),
    (f"a{PDF}b{PDI}c", "abc"),
    (f"{RLI}{LRE}a{PDI}b", f"{RLI}{LRE}a{PDI}b"),
    (f"{LRE}{RLI}a{PDF}", f"{LRE}{RLI}a{PDI}{PDF}"),
]
LINES = [
    ("  Hà \n Nội ", "Hà Nội"),
    ("אב", f"{FSI}אב{PDI}"),
    (f"{FSI}אב{PDI}", f"{FSI}אב{PDI}"),
    (f"{FSI}א{PDI}{FSI}ב{PDI}", f"{FSI}{FSI}א{PDI}{FSI}ב{PDI}{PDI}"),
    (f"a{PDI}{RLO}b", f"{FSI}a{RLO}b{PDF}{PDI}"),
]


@pytest.mark.parametrize(("given", "wanted"), CLEAN)
def test_clean(given: str, wanted: str) -> None:
    assert clean(given) == wanted


@pytest.mark.parametrize(("given", "wanted"), LINES)
def test_line(given: str, wanted: str) -> None:
    assert line(given) == wanted


@law
@given(TEXT)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert line(line(text)) == line(text)
    assert "\n" not in line(text)
    uri(text).encode("ascii")


@law
@given(TEXT, TEXT)
def test_no_mark_reaches_beyond_its_text(one: str, other: str) -> None:
    # The marks of two texts pair within each: put together they are what they were.
    assert clean(f"{clean(one)} {clean(other)}") == f"{clean(one)} {clean(other)}"
