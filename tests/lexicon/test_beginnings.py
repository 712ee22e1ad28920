"""What a match may begin with: a look-up by it may try too many rules, and may never leave one out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.lexicon import lexicon
from thoisu.lexicon.patterns import beginnings
from thoisu.text import key
from thoisu.times.grammar import Rule, rules

SIZE = 3


def starts(text: str, pattern: str) -> bool:
    return re.sub(r"\d", "0", text).startswith(tuple(beginnings(pattern, SIZE)))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("hôm qua", ["hôm"]),
        ("(?:hồi )?tháng", ["hồi", "thá"]),
        (r"\d{1,2}/\d{1,2}", ["0/0", "00/"]),
        ("a|bcde", ["a", "bcd"]),
        ("(?<!x)ba(?= mươi)", ["ba"]),
        ("(?:ab){2,3}c", ["aba"]),
        ("a?b?", ["", "a", "ab", "b"]),
        (".+", [""]),
        ("[^a]b", [""]),
        ("x*y", ["xxx", "xxy", "xy", "y"]),
    ],
)
def test_beginnings(pattern: str, found: list[str]) -> None:
    assert beginnings(pattern, SIZE) == found


pieces = st.recursive(
    st.sampled_from(["a", "b", "ế", r"\d", "[ab]", "[a-c]", "[^a]", r"\w", ".", "ab", r"\b", "(?=a)", "(?<!b)"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ones: f"(?:{'|'.join(ones)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{2,}"])).map(lambda p: f"(?:{p[0]}){p[1]}"),
        inner.map(lambda one: f"({one})"),
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(pieces, st.text("abcế12 ", max_size=8))
def test_no_match_begins_otherwise(pattern: str, text: str) -> None:
    if re.compile(pattern).match(text):
        assert starts(text, pattern)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_no_time_begins_otherwise(rule: Rule) -> None:
    examples = next(row["yes"] for row in lexicon().times["rule"] if row["id"] == rule.id)
    found = [(key(text), m.start()) for text in examples for m in rule.pattern.finditer(key(text))]
    assert found
    for text, at in found:
        assert starts(text[at:], rule.pattern.pattern)
