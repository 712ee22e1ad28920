"""Text of pages made fit for other formats: nothing that a format forbids, no mark that turns what stands behind it.

Forbidden is what XML 1.0 has no place for (section 2.2, production Char) and what RFC 5545 calls CONTROL; one set for
all formats, so that the same entry reads alike in each. Unicode Standard Annex 9 says which marks of direction open
and close what.
"""

import re
from urllib.parse import quote

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TURNS = re.compile(  # marks of direction, and the scripts that run from right to left
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_POP, _POP_ISOLATE, _FIRST_STRONG = "\u202c", "\u2069", "\u2068"
_CLOSED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", _POP) | dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE)
_URI = "!#$%&'()*+,/:;=?@[]~"  # what a URI may hold beside letters, digits, "-", "." and "_" (RFC 3986)


def clean(text: str) -> str:
    """A text without control characters, its line ends line feeds, its marks of direction in pairs.

    Half of a surrogate pair becomes U+FFFD. Marks of direction stay, but each that opens is closed at the end of its
    line, and one that closes nothing goes: none reaches beyond the text. What is clean already stays as it is.

    >>> clean("Nga\\x00 và\\r\\nMỹ"), clean("a\\u202eb") == "a\\u202eb\\u202c"
    ('Nga và\\nMỹ', True)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return "\n".join(map(_paired, text.split("\n"))) if _MARK.search(text) else text


def line(text: str) -> str:
    """A clean text on one line, and set apart where it runs from right to left, so that what is beside it stays put.

    >>> line(" Nga\\n và  Mỹ "), line("\\u05d0") == "\\u2068\\u05d0\\u2069"
    ('Nga và Mỹ', True)
    """
    one = _paired(" ".join(clean(text).split()))
    return f"{_FIRST_STRONG}{one}{_POP_ISOLATE}" if _TURNS.search(one) and not _apart(one) else one


def uri(text: str) -> str:
    """An address that no format stumbles over: what RFC 3986 does not allow is percent-encoded.

    >>> uri("https://example.vn/tin mới?a=1&b=\\"2\\"")
    'https://example.vn/tin%20m%E1%BB%9Bi?a=1&b=%222%22'
    """
    return quote(text, safe=_URI, errors="replace")


def _paired(text: str) -> str:
    out: list[str] = []
    open_: list[str] = []
    for letter in text:
        if letter in _CLOSED_BY:
            open_.append(_CLOSED_BY[letter])
        elif letter == _POP:
            if open_[-1:] != [_POP]:
                continue
            open_.pop()
        elif letter == _POP_ISOLATE:
            # The end of an isolate ends what was opened in it.
            if _POP_ISOLATE not in open_:
                continue
            while open_.pop() != _POP_ISOLATE:
                pass
        out.append(letter)
    return "".join(out + open_[::-1])


def _apart(text: str) -> bool:
    """Whether all of a text stands in one isolate."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (_CLOSED_BY.get(letter) == _POP_ISOLATE) - (letter == _POP_ISOLATE)
        if depth == 0:
            return place == len(text) - 1 and letter == _POP_ISOLATE and text[0] == _FIRST_STRONG
    return False
