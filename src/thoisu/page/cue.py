"""A cue of a line, as the lexicon keeps it between processes."""

import re
from typing import NamedTuple


class Cue(NamedTuple):
    """A line cue of lexicon/page.toml, compiled."""

    id: str
    label: str
    pattern: "re.Pattern[str]"
    longest: int
