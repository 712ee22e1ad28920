"""Bytes of a page to text: charset, size and language checks."""

import re
import unicodedata
from collections import Counter

from ..errors import EmptyPage, NotText, NotVietnamese, PageTooLarge

MAX_BYTES = 32 * 1024 * 1024

# Letters that Vietnamese has and other languages of the Latin script do not (ă is Romanian too): enough of
# them mark a Vietnamese page even where a title lost its diacritics.
_LETTERS = frozenset("đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_WORD = re.compile(r"[^\W\d_]+")
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
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|div|p|meta)\b", re.IGNORECASE)


def decode(raw: bytes, where: str) -> str:
    """The text of a page's bytes.

    UTF-8, UTF-16 (with mark, or where every second byte is zero), Windows-1258; broken UTF-8 is read with
    the broken bytes replaced. Raises PageTooLarge, NotText or EmptyPage with what to do.

    >>> decode("Hà Nội".encode("utf-16"), "page.txt")
    'Hà Nội'
    """
    if len(raw) > MAX_BYTES:
        size = len(raw) // (1024 * 1024)
        raise PageTooLarge(
            where, f"{size} MB, more than the {MAX_BYTES // (1024 * 1024)} MB that one page may have",
            "split it into single pages",
        )  # fmt: skip
    if raw.startswith(_BINARY):
        raise NotText(where, "is a binary file, not text", "give the page as plain text")
    text = _text(raw, where)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise EmptyPage(where, "is empty", "give a page with an article")
    if _MARKUP.search(text[:4096]):
        raise NotText(where, "is HTML, and this version reads pages as plain text", "save the page as text first")
    return text


def _text(raw: bytes, where: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if len(raw) >= 8 and raw[1:200:2].count(0) > 0.4 * len(raw[1:200:2]):
        return raw.decode("utf-16-le", errors="replace")
    if len(raw) >= 8 and raw[0:200:2].count(0) > 0.4 * len(raw[0:200:2]):
        return raw.decode("utf-16-be", errors="replace")
    controls = sum(1 for b in raw[:8192] if b < 9 or 13 < b < 32)
    if controls > 0.02 * min(len(raw), 8192):
        raise NotText(where, "is a binary file, not text", "give the page as plain text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    broken = raw.decode("utf-8", errors="replace")
    # A few bad bytes in UTF-8 are damage; many mean another charset. What Vietnamese files have besides is
    # Windows-1258, whose combining tones NFC puts together.
    high = sum(1 for b in raw if b > 127)
    if broken.count("\ufffd") * 4 > high:
        try:
            return unicodedata.normalize("NFC", raw.decode("cp1258"))
        except UnicodeDecodeError:
            return broken
    return broken


def require_vietnamese(text: str, where: str) -> None:
    """Raises NotVietnamese when a page is in another language.

    >>> require_vietnamese("Hai bên nhất trí nối lại đàm phán.", "page.txt")
    """
    letters = Counter(unicodedata.normalize("NFC", text).lower())
    total = sum(n for c, n in letters.items() if c.isalpha())
    if not total:
        raise EmptyPage(where, "holds no words", "give a page with an article")
    share = sum(letters[c] for c in _LETTERS) / total
    if share < 0.04:
        raise NotVietnamese(
            where, f"is not Vietnamese ({share:.1%} of its letters are ones that only Vietnamese has)",
            "give a page in Vietnamese",
        )  # fmt: skip
