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
