"""How deep a page's elements stand in each other: told from its bytes, before the parser has to."""

import re

from ..errors import PageTooLarge

MAX_DEPTH = 12_000

# Elements whose nesting costs the parser time by the square of its depth.
_TAG = re.compile(
    rb"<(/?)(?:a|article|aside|b|big|blockquote|center|code|details|div|dl|em|fieldset|figure|font|footer|form|header|i|"
    rb"main|nav|nobr|ol|s|section|small|strong|table|tbody|tt|u|ul)[\s>]",
    re.IGNORECASE,
)


def require_shallow(raw: bytes, where: str) -> None:
    """Raises PageTooLarge for markup nested so deep that parsing it takes time by the square of its depth."""
    # A smaller page can't be nested so deep that it matters, nor one of fewer signs: to put others in their stead and
    # look for one that is left takes less time than to count them.
    if len(raw) < 8 * MAX_DEPTH or b"<" not in raw.replace(b"<", b">", 2 * MAX_DEPTH):
        return
    depth = deepest = 0
    for m in _TAG.finditer(raw):
        depth = max(0, depth - 1) if m[1] else depth + 1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            raise PageTooLarge(
                where, f"elements nested more than {MAX_DEPTH} deep", "give a page as a browser saves it"
            )
