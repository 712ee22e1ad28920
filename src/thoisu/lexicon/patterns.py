"""Compiled regular expressions as plain values.

Compiling those of the times and of the page's lines takes longer than to read a page with them, and the standard
library has no way to keep what it makes. So this asks CPython's compiler for the code of a pattern, and gives it back
to the engine, which checks code before it runs it. Neither is public: on a Python that has them not, or in another
form, a pattern is compiled as ever.
"""

import contextlib
import re
from array import array
from typing import Any

from msgspec.msgpack import Ext

State = tuple[str, int, Ext | memoryview, dict[str, int], int]


def state(pattern: re.Pattern[str]) -> State:
    """What `restored` makes the pattern of again, on the same version of Python.

    >>> days = re.compile(r"ngày (?P<d>[0-9]+)")
    >>> source, flags, code, *groups = state(days)
    >>> restored((source, flags, memoryview(code.data), *groups)) == days
    True
    """
    code = array("I")
    with contextlib.suppress(AttributeError, TypeError):
        parsed = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
        code = array("I", re._compiler._code(parsed, pattern.flags))  # type: ignore[attr-defined]
    return pattern.pattern, pattern.flags, Ext(0, code.tobytes()), dict(pattern.groupindex), pattern.groups


def restored(state: Any) -> re.Pattern[str]:
    """The pattern of a state, as it comes out of MessagePack."""
    source, flags, code, names, groups = state
    named = dict(zip(names.values(), names, strict=True))
    if code:
        with contextlib.suppress(AttributeError, TypeError, RuntimeError):
            by_number = tuple(named.get(group) for group in range(groups + 1))
            engine = re._compiler._sre  # type: ignore[attr-defined]
            found: re.Pattern[str] = engine.compile(source, flags, code.cast("I").tolist(), groups, names, by_number)
            return found
    return re.compile(source, flags)


def first_characters(pattern: str) -> str:
    """The characters with which a match of a pattern may begin, "0" for any digit; "" where they can't be told.

    They may be too many, never too few: what looks ahead or behind is passed over.

    >>> first_characters(r"(?:trong |hồi )?tháng \\d"), first_characters(r"\\d+/\\d+"), first_characters(r".+")
    ('ht', '0', '')
    """
    try:
        found = _first(re._parser.parse(pattern))  # type: ignore[attr-defined]
    except AttributeError:
        return ""
    return "".join(sorted(found or ()))


def _first(items: Any) -> set[str] | None:
    """The first characters of a parsed pattern; None where any may be."""
    found: set[str] = set()
    for op, value in items:
        name = str(op)
        empty = False
        if name == "LITERAL":
            own: set[str] | None = {"0" if chr(value).isdigit() else chr(value)}
        elif name == "IN":
            own = _in_set(value)
        elif name == "BRANCH":
            parts = [_first(part) for part in value[1]]
            own = None if None in parts else set().union(*(part for part in parts if part))
        elif name == "SUBPATTERN":
            own, empty = _first(value[-1]), value[-1].getwidth()[0] == 0
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            own, empty = _first(value[2]), value[0] == 0 or value[2].getwidth()[0] == 0
        elif name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        else:
            return None
        if own is None:
            return None
        found |= own
        if not empty:
            return found
    return None  # it may match nothing at all


def _in_set(parts: Any) -> set[str] | None:
    found: set[str] = set()
    for op, value in parts:
        name = str(op)
        if name == "LITERAL":
            found.add("0" if chr(value).isdigit() else chr(value))
        elif name == "RANGE" and value[1] - value[0] < 64:
            found |= {"0" if chr(c).isdigit() else chr(c) for c in range(value[0], value[1] + 1)}
        elif name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found.add("0")
        else:
            return None
    return found
