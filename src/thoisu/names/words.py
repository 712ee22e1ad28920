"""Closed classes of lexicon/grammar.toml that the names stage asks, compiled once."""

import re
from functools import cache

from ..lexicon import Phrases, lexicon
from ..text import Token, form_keys, key

# The shape of a Vietnamese syllable without its tone: what does not fit is a foreign word.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|tr|th|ph|kh|gh|gi|qu|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
    r"(?:ng|nh|ch|[cmnpt])?"
)


@cache
def phrases(table: str, name: str) -> Phrases[str]:
    """A word list of the grammar as phrases."""
    return Phrases((w, w) for w in lexicon().grammar[table][name])


@cache
def endings(table: str, name: str) -> tuple[tuple[str, ...], ...]:
    """A word list as token keys, longest first, for looking back from a token."""
    return tuple(sorted((form_keys(w) for w in lexicon().grammar[table][name]), key=len, reverse=True))


@cache
def _by_last(table: str, name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in endings(table, name):
        found.setdefault(words[-1], []).append(words)
    return {last: tuple(forms) for last, forms in found.items()}


@cache
def single(table: str, name: str) -> frozenset[str]:
    """A word list of single words as keys."""
    return frozenset(key(w) for w in lexicon().grammar[table][name])


@cache
def either(*lists: tuple[str, str]) -> frozenset[str]:
    """Several word lists of single words, (table, name) each, as one; a union at every token would copy them."""
    return frozenset().union(*(single(table, name) for table, name in lists))


def listed(table: str, name: str) -> list[str]:
    """A word list as it stands in the file, in its order."""
    found: list[str] = lexicon().grammar[table][name]
    return found


def before(run: list[Token], i: int, table: str, name: str, lo: int = 0) -> int | None:
    """Where a phrase of a list begins that ends right before token `i` (at token `lo` or later), or None."""
    if not i:
        return None
    forms = _by_last(table, name).get(run[i - 1].key)
    if forms is None:
        return None
    for words in forms:
        start = i - len(words)
        if start >= lo and all(run[start + k].key == w for k, w in enumerate(words)):
            return start
    return None


@cache
def _ambiguous() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return {
        # A word with a capital counts only with one: "Mỹ Đình" is a place, "Mỹ đình chỉ" an act.
        key(row["form"]): (
            frozenset(key(w) + " " * w[0].isupper() for w in row["before"]),
            frozenset(map(key, row["after"])),
        )
        for row in lexicon().grammar["ambiguous"]
    }


def is_common_word(run: list[Token], i: int) -> bool:
    """Whether a one-word state name is a common word here, by its neighbours ("Anh ấy", "bà Nga")."""
    row = _ambiguous().get(run[i].key)
    if row is None:
        return False
    following, preceding = row
    if i + 1 < len(run) and run[i + 1].start == run[i].end + 1:
        after = run[i + 1]
        if after.key in following or (after.is_capital and f"{after.key} " in following):
            return True
    if i and run[i - 1].end + 1 == run[i].start:
        last = run[i - 1]
        surname = last.key in single("names", "vietnamese_surnames")
        if (
            last.key in preceding
            and not (last.key in ("bà", "cô", "chị", "ông") and not _alone(run, i))
            and not (surname and not last.is_capital)  # "ông Hoàng Anh", but "Nữ hoàng Anh"
        ):
            return True
        if (
            i >= 2
            and last.is_capital
            and run[i - 2].is_capital
            and run[i - 2].key in single("names", "vietnamese_surnames")
        ):
            return True
        # "Phạm Anh Cường": between a surname and another capital.
        if (
            surname
            and last.is_capital
            and i + 1 < len(run)
            and run[i + 1].is_capital
            and run[i + 1].start == run[i].end + 1
            and not foreign(run[i + 1].text)
        ):
            return True
        # A Vietnamese personal name: "Nguyễn Thị Mỹ", "Lê Đức".
        if (
            last.is_capital
            and last.key in single("names", "vietnamese_surnames")
            and i >= 2
            and run[i - 2].text in ".(,/"
        ):
            return True
    return False


def _alone(run: list[Token], i: int) -> bool:
    return i + 1 >= len(run) or not run[i + 1].is_capital


@cache
def foreign(word: str) -> bool:
    """Whether a word has no Vietnamese syllable's shape.

    >>> foreign("Trump"), foreign("Lavrov"), foreign("Kim"), foreign("Minh")
    (True, True, False, False)
    """
    return not _SYLLABLE.fullmatch(key(word))
