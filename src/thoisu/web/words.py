"""The words of the pages in both languages: one file of words/ a page, `[en]` and `[vi]` with the same keys."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("vi", "en")


@cache
def words(lang: str) -> dict[str, dict[str, Any]]:
    """The words of a language by page and key.

    >>> words("vi")["desk"]["chronology"]
    'Niên biểu'
    """
    found = {}
    for file in (files(__package__) / "words").iterdir():
        if file.name.endswith(".toml"):
            found[file.name.removesuffix(".toml")] = tomllib.loads(file.read_text(encoding="utf-8"))[lang]
    return found


def chosen(cookie: str | None, accepted: str) -> str:
    """The language of a reader: what they chose, else which of ours their browser names first (Accept-Language).

    >>> chosen(None, "vi-VN,vi;q=0.9,en;q=0.8"), chosen(None, "fr, en;q=0.5"), chosen("vi", "en"), chosen(None, "")
    ('vi', 'en', 'vi', 'en')
    """
    if cookie in LANGUAGES:
        return cookie
    ranked = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, rest = part.strip().lower().partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            quality = 0.0
        if (lang := tag.partition("-")[0]) in LANGUAGES and quality > 0:
            ranked.append((-quality, place, lang))
    return min(ranked)[2] if ranked else "en"
