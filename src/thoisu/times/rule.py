"""A rule of times, as the lexicon keeps it between processes."""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A compiled rule of lexicon/times.toml."""

    id: str
    pattern: "re.Pattern[str]"
    op: str
    bare: bool
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    after: "re.Pattern[str] | None" = None
    capital: bool = False
    kind: str = ""
