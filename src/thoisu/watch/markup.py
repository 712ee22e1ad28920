"""The text of an XML document as feeds and sitemaps are served: decoded, without its document type.

Entities that a document type declares are left out with it, unread: none can expand, none can open a file or an
address. Those that HTML has are known without being declared.
"""

import re
from typing import NamedTuple

from ..page.decode import decode

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,30})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""^[^<]{0,4096}<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,30})""")
_BEGIN = re.compile(r"<\?xml[\s?]")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_SIGN = re.compile(r"""["'<>]|<!--""")
# Characters that no XML document may hold (XML 1.0, section 2.2); sites copy them from where texts are written.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# References to characters that are none (surrogates, those beyond Unicode): parsers end at them, or fall over them.
_REFERENCE = re.compile(r"&#(?:x([\da-f]{1,12})|(\d{1,12}));?", re.IGNORECASE)
_PREFACE = 16_384  # characters of warnings that a server may put before the document


class Markup(NamedTuple):
    """A document from its root element on, and the local name of that in small letters, "" for none."""

    root: str
    text: str


def read_markup(body: bytes, url: str, content_type: str | None) -> Markup:
    """The text of an XML document; raises PageError where the bytes are no text.

    >>> read_markup(b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', "", None)
    Markup(root='rss', text='<rss>&a;</rss>')
    """
    text = decode(body, url, _declared(body, content_type)).text
    begin = _BEGIN.search(text, 0, _PREFACE)
    text = _ILLEGAL.sub("", text[_end_of_prolog(text, begin.start() if begin else 0) :])
    # What stands around one that is left out may be another: "&#xd&#0;fff;".
    text = _REFERENCE.sub(lambda m: _of_a_character(m) or "\ufffd", _REFERENCE.sub(_of_a_character, text))
    root = _ROOT.match(text)
    return Markup(root[1].lower() if root else "", text)


def _of_a_character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    is_one = code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return found[0] if is_one else ""


def _declared(body: bytes, content_type: str | None) -> str:
    """The charset that the server or the document names; the server's is before the document's (RFC 7303)."""
    told = _CHARSET.search(content_type or "")
    own = _DECLARED.search(body[:8192])
    names = [told[1] if told else "", own[1].decode("ascii", "ignore") if own else ""]
    # That it is UTF-8 is seen by the bytes: where they are not, the other name may be right.
    return next((name for name in names if name and name.lower() not in ("utf-8", "utf8", "us-ascii")), "")


def _end_of_prolog(text: str, at: int) -> int:
    """Where the root element begins: behind declaration, instructions, comments and document type."""
    while True:
        at = text.find("<", at)
        if at < 0:
            return len(text)
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<!", at):
            end = _end_of_declaration(text, at)
        else:
            return at
        if end < 0:
            return len(text)
        at = end + 1


def _end_of_declaration(text: str, at: int) -> int:
    """The last sign of a declaration with those inside of it, or -1 where it has no end."""
    depth, at = 0, at
    while m := _SIGN.search(text, at):
        sign, at = m[0], m.end()
        if sign == "<" and text.startswith("!--", at):
            at = text.find("-->", at) + 3
            if at < 3:
                return -1
        elif sign in "\"'":
            at = text.find(sign, at) + 1
            if at < 1:
                return -1
        else:
            depth += 1 if sign == "<" else -1
            if depth == 0:
                return at - 1
    return -1
