"""The words by which a sentence puts a plan off, calls it off or changes it (lexicon/outcomes.toml)."""

from functools import cache, lru_cache

from ..lexicon import Phrases, lexicon
from ..lexicon.tables import spelled
from ..text import tokens


@cache
def _cues() -> Phrases[tuple[str, frozenset[str]]]:
    return Phrases(
        (form, (row["outcome"], frozenset(row["not_after"])))
        for row in lexicon().outcomes["cue"]
        for words in row["words"]
        for form in spelled(words)
    )


@lru_cache(maxsize=4096)
def cue_of(sentence: str) -> tuple[str, str] | None:
    """Which outcome a sentence speaks of (postponed, cancelled, changed), and in which words.

    >>> cue_of("Chuyến thăm Ấn Độ của Thủ tướng Nhật Bản bị hoãn."), cue_of("Hai bên gặp nhau.")
    (('postponed', 'bị hoãn'), None)
    """
    run = tokens(sentence)
    for i in range(len(run)):
        hit = _cues().longest(run, i)
        if hit and not (i and run[i - 1].key in hit[1][0][1]):
            return hit[1][0][0], sentence[run[i].start : run[hit[0] - 1].end]
    return None
