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


def beginnings(pattern: str, size: int) -> list[str]:
    """What a match of a pattern may begin with, in up to `size` characters; "0" stands for any digit.

    They may be too many, never too few. Behind one that is shorter anything may stand, as behind "" where nothing can
    be told; what looks ahead or behind is passed over.

    >>> beginnings(r"(?:hồi )?tháng \\d", 3), beginnings(r"\\d+/\\d+", 2), beginnings(r"ba.", 3), beginnings(r".+", 3)
    (['hồi', 'thá'], ['0/', '00'], ['ba'], [''])
    """
    try:
        going, ended = _begun(re._parser.parse(pattern), size)  # type: ignore[attr-defined]
    except AttributeError:
        return [""]
    return sorted(going | ended)


_Begun = tuple[set[str], set[str]]  # what may go on with the next item; what is long enough, or not known beyond


def _begun(items: Any, size: int) -> _Begun:
    """How a match of a parsed pattern may begin."""
    going, ended = {""}, set()
    for op, value in items:
        name = str(op)
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        own, stopped, empty = _one(name, value, size)
        ended |= {(a + b)[:size] for a in going for b in stopped}
        longer = {a + b for a in going for b in own}
        ended |= {a[:size] for a in longer if len(a) >= size}
        going = {a for a in longer if len(a) < size} | (going if empty else set())
    return going, ended


def _one(name: str, value: Any, size: int) -> tuple[set[str], set[str], bool]:
    """The same for one item, and whether it may be nothing."""
    if name == "LITERAL":
        return {_sign(value)}, set(), False
    if name == "IN":
        signs = _in_set(value)
        return (signs, set(), False) if signs is not None else (set(), {""}, False)
    if name == "BRANCH":
        parts = [_begun(part, size) for part in value[1]]
        return set().union(*(p[0] for p in parts)), set().union(*(p[1] for p in parts)), False
    if name == "SUBPATTERN":
        return *_begun(value[-1], size), False
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = value
        own, stopped = _begun(inner, size)
        if "" in own:
            return set(), {""}, least == 0  # what repeats may be nothing itself
        once, going = own, set(own) if least <= 1 else set()
        for times in range(2, min(int(most), size) + 1):
            stopped = stopped | {(a + b)[:size] for a in once for b in stopped}
            once = {a + b for a in once for b in own}
            going |= once if times >= min(least, size) else set()
        return going, stopped, least == 0
    return set(), {""}, False


def _sign(character: int) -> str:
    return "0" if chr(character).isdigit() else chr(character)


def _in_set(parts: Any) -> set[str] | None:
    found: set[str] = set()
    for op, value in parts:
        name = str(op)
        if name == "LITERAL":
            found.add(_sign(value))
        elif name == "RANGE" and value[1] - value[0] < 64:
            found |= {_sign(c) for c in range(value[0], value[1] + 1)}
        elif name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found.add("0")
        else:
            return None
    return found
