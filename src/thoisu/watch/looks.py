"""What an address looks like before it is fetched: an article, or a tag, a video, a form (lexicon/looks.toml)."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from ..lexicon import kept, lexicon
from ..page.publishers import address_number, host_of

_ENDING = re.compile(r"\.[a-z]{2,6}$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Words in an address that has a number too, by its digits: fewer are sections and forms with a number.
_NUMBERED = {4: 4}
_NUMBERED_LONG = 3
_LONG = 7  # words in one without a number: a headline; names of sections have fewer


@lru_cache(maxsize=4096)
def look_of(url: str) -> str:
    """What the lexicon says of an address: "article", "list", "media", "service", or "" where it says nothing.

    >>> look_of("https://example.vn/tags/dam-phan-123456.html"), look_of("https://example.vn/hai-ben-gap-nhau-374010.html")
    ('list', '')
    """
    host = host_of(url)
    if host is None:
        return "service"
    parts = urlsplit(url)
    named = f"{host}{parts.path}{f'?{parts.query}' if parts.query else ''}"
    return next((label for label, pattern in _looks() if pattern.search(named)), "")


def looks_like_article(url: str, words: int = _LONG) -> bool:
    """Whether an address is one of an article: by the lexicon, its number, or as many words in it as headlines have.

    >>> looks_like_article("https://example.vn/hai-ben-gap-nhau-374010.html"), looks_like_article("https://example.vn/the-gioi")
    (True, False)
    """
    told = look_of(url)
    if told:
        return told == "article"
    named = [len(_WORD.findall(_ENDING.sub("", part))) for part in urlsplit(url).path.split("/") if part]
    if not named:
        return False
    number = address_number(url)
    return max(named) >= (_NUMBERED.get(len(number), _NUMBERED_LONG) if number else words)


@kept(list[tuple[str, re.Pattern[str]]])
def _looks() -> list[tuple[str, re.Pattern[str]]]:
    return [(look["label"], re.compile(look["pattern"], re.IGNORECASE)) for look in lexicon().looks["look"]]
