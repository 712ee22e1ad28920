"""Bytes of a page to text: its size and charset, and whether it is markup.

A charset that a page or a server declares is believed only where the bytes are not UTF-8: many pages declare what
their template once was.
"""

import re
import unicodedata
from typing import NamedTuple

from ..errors import EmptyPage, NotText, PageTooLarge

MAX_BYTES = 32 * 1024 * 1024

_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"Rar!",
    b"BZh",
)
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|table)[\s/>]", re.IGNORECASE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?+\s*+([\w-]{2,20})""", re.IGNORECASE)
# Nearly every sentence has one of these; no other language read as Windows-1258 has.
_COMMON = re.compile(r"\b(?:và|của|các|là|không|được|cho|với|người|ở|tại|đã|nhất|lại)\b", re.IGNORECASE)
_CONTROLS = bytes(b for b in range(32) if b < 9 or b > 13)
_HIGH = bytes(range(128, 256))
_FIRST_HEADER = re.compile(rb"(?:From \S|[A-Za-z][A-Za-z0-9-]{1,60}:)")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):")
_OF_MAILS = frozenset((b"from", b"date", b"subject", b"to", b"message-id", b"received", b"mime-version", b"return-path",
                  b"delivered-to", b"reply-to", b"content-type"))  # fmt: skip
_BLANK = "\ufeff \t\r\n\f\u00a0\u2003"
_SNIFF = 4096  # bytes at the head of a page in which its markup shows
_HEAD = 16_384  # bytes in which the head of a mail shows


class Decoded(NamedTuple):
    """A page's text; `is_utf8` where its bytes are that text as they stand."""

    text: str
    is_utf8: bool


def decode(raw: bytes, where: str, declared: str = "") -> Decoded:
    """The text of a page's bytes.

    UTF-8, UTF-16 (with mark, or where every second byte is zero), else the `declared` charset or that of the page's
    meta element, else Windows-1258; broken UTF-8 is read with the broken bytes replaced. Raises PageTooLarge,
    NotText or EmptyPage with what to do.

    >>> decode("Hà Nội".encode("utf-16"), "page.txt").text
    'Hà Nội'
    """
    if len(raw) > MAX_BYTES:
        size = len(raw) // (1024 * 1024)
        raise PageTooLarge(
            where, f"{size} MB, more than the {MAX_BYTES // (1024 * 1024)} MB that one page may have",
            "split it into single pages",
        )  # fmt: skip
    if raw.startswith(b"WARC/1."):
        raise NotText(where, "is a web archive, not a page", "give it as a file")
    if raw.startswith(b"\x1f\x8b"):
        raise NotText(where, "is packed", "unpack it first, or give a web archive as a file")
    if raw.startswith(_BINARY):
        raise NotText(where, "is a binary file, not text", "give the page as HTML, plain text or a web archive")
    text, is_utf8 = _text(raw, where, declared)
    # Most pages show at their head that they are not: to strip a whole one is to copy it.
    if not text[:_SNIFF].strip(_BLANK).strip() and not text.strip(_BLANK).strip():
        raise EmptyPage(where, "is empty", "give a page with an article")
    return Decoded(text, is_utf8)


def plain_text(text: str) -> str:
    """A decoded page with its byte order mark left out and each line ended by one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def is_markup(text: str) -> bool:
    """Whether a decoded page is HTML.

    >>> is_markup("<!DOCTYPE html><title>Tin"), is_markup("Hai bên <gặp> nhau")
    (True, False)
    """
    head = text[:_SNIFF]
    return "<" in head and _MARKUP.search(head) is not None


def is_mail(raw: bytes) -> bool:
    """Whether bytes are a mail: a head of lines with names, at least two of them of a mail's own.

    >>> is_mail(b"From: ban-tin@example.vn\\nSubject: Tin\\n\\nTin"), is_mail("Tin: hai bên\\n\\nTin".encode())
    (True, False)
    """
    if _FIRST_HEADER.match(raw) is None:
        return False
    own = set()
    for i, line in enumerate(raw[:_HEAD].splitlines()):
        if not line.strip():
            break
        m = _HEADER.match(line)
        if m:
            own.add(m[1].lower())
        elif not line.startswith((b" ", b"\t")) and not (i == 0 and line.startswith(b"From ")):
            return False
    return len(own & _OF_MAILS) >= 2 and bool(own & {b"from", b"subject", b"received"})


def _text(raw: bytes, where: str, declared: str) -> tuple[str, bool]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), False
    if len(raw) >= 8 and raw[1:200:2].count(0) > 0.4 * len(raw[1:200:2]):
        return raw.decode("utf-16-le", errors="replace"), False
    if len(raw) >= 8 and raw[0:200:2].count(0) > 0.4 * len(raw[0:200:2]):
        return raw.decode("utf-16-be", errors="replace"), False
    head = raw[:8192]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 0.02 * len(head):
        raise NotText(where, "is a binary file, not text", "give the page as HTML, plain text or a web archive")
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        pass
    broken = raw.decode("utf-8", errors="replace")
    # A few bad bytes in UTF-8 are damage; many mean another charset.
    high = len(raw) - len(raw.translate(None, _HIGH))
    if broken.count("\ufffd") * 4 <= high:
        return broken, False
    meta = _DECLARED.search(raw[:_SNIFF])
    # What Vietnamese files have besides is Windows-1258, whose combining tones NFC puts together; it is also what a
    # page in Windows-1252 or Latin 1 mostly means.
    for name in (declared, meta[1].decode("ascii") if meta else "", "cp1258"):
        if name.lower().replace("_", "-") in ("", "utf-8", "utf8", "iso-8859-1", "windows-1252", "cp1252"):
            continue
        try:
            text = unicodedata.normalize("NFC", raw.decode(name))
        except (ValueError, LookupError):
            continue
        if name != "cp1258" or _COMMON.search(text):
            return text, False
    return broken, False
