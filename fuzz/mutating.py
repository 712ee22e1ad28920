"""How inputs are changed: some byte by byte, most by edits that keep what they touch text.

Bytes changed at random are seldom UTF-8 any more, and a page that is not is soon refused. A fuzzer with a mutator of
its own has to do both itself: Atheris 3.0.0 can't call libFuzzer's from there.
"""

import random
from collections.abc import Callable, Sequence

SIGNS = (
    "\n", "\n\n", " ", "\u00a0", "\t", ".", "…", ",", ";", ":", "/", "-", "–", "(", ")", "[", "]", '"', "“",
    "”", "'", "«",
    "|", "#", "@", "&", "<", ">", "=", "0", "1", "31/2", "29/2/2019", "0000", "99999999999", "\u0301", "\u0323",
    "\u200b",
    "\u202e", "\ufeff", "\ufffd", "İ", "ß", "ǅ", "\u2028", "\u0000", "🙂", "½", "Ⅳ", "٣", "²",
)  # fmt: skip


class Mutator:
    """Changes inputs; `words` are put into them, `seeds` are where whole lines are taken from."""

    def __init__(self, words: Sequence[str], seeds: Sequence[bytes]) -> None:
        self._words = words
        self._lines = [line for seed in seeds for line in seed.decode("utf-8", "surrogateescape").split("\n") if line]

    def __call__(self, raw: bytes, most: int, seed: int) -> bytes:
        """An input of at most so many bytes that differs from `raw`."""
        chance = random.Random(seed)
        if chance.random() < 0.2:
            return _bytes(raw, chance)[:most]
        text = raw.decode("utf-8", "surrogateescape")
        for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
            text = chance.choice(_EDITS)(self, text, chance)
        return text.encode("utf-8", "surrogateescape")[:most]

    def _word(self, text: str, chance: random.Random) -> str:
        at = _between(text, chance)
        return f"{text[:at]}{chance.choice(self._words)}{chance.choice(('', ' '))}{text[at:]}"

    def _other_word(self, text: str, chance: random.Random) -> str:
        at = _between(text, chance)
        end = text.find(" ", at + 1)
        return text[:at] + chance.choice(self._words) + text[end if end > 0 else at :]

    def _sign(self, text: str, chance: random.Random) -> str:
        at = chance.randint(0, len(text))
        return text[:at] + chance.choice(SIGNS) * chance.choice((1, 1, 1, 2, 50)) + text[at:]

    def _cut(self, text: str, chance: random.Random) -> str:
        at = chance.randint(0, len(text))
        return text[:at] + text[at + chance.choice((1, 3, 10, 40, 200)) :]

    def _again(self, text: str, chance: random.Random) -> str:
        at = chance.randint(0, len(text))
        piece = text[at : at + chance.choice((1, 5, 20, 80, 300))]
        to = _between(text, chance)
        return text[:to] + piece * chance.choice((1, 1, 2, 20)) + text[to:]

    def _line(self, text: str, chance: random.Random) -> str:
        lines = text.split("\n")
        at = chance.randrange(len(lines))
        kind = chance.randrange(4)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(chance.randrange(len(lines) + 1), lines[at])
        elif kind == 2 and self._lines:
            lines.insert(at, chance.choice(self._lines))
        else:
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        return "\n".join(lines)


_EDITS: tuple[Callable[[Mutator, str, random.Random], str], ...] = (
    Mutator._word, Mutator._word, Mutator._other_word, Mutator._other_word, Mutator._sign, Mutator._cut,
    Mutator._again,
    Mutator._line,
)  # fmt: skip


def _bytes(raw: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, put in, left out or moved."""
    made = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, size = chance.randint(0, len(made)), chance.choice((1, 1, 2, 4, 16))
        kind = chance.randrange(5)
        if kind == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made[at:at] = chance.randbytes(size)
        elif kind == 2:
            del made[at : at + size]
        elif kind == 3:
            made[at : at + size] = chance.choice(_BYTES)
        else:
            to = chance.randint(0, len(made))
            made[at:at] = made[to : to + 4 * size]
    return bytes(made)


_BYTES = (
    b"\0",
    b"\xff",
    b"\x80",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1f\x8b\x08",
    b"\xed\xa0\x80",
    b"\r",
    b"\r\n",
    b"0",
    b"9",
    b"-",
)


def _between(text: str, chance: random.Random) -> int:
    """A place at which a word begins, mostly."""
    at = chance.randint(0, len(text))
    if chance.random() < 0.2:
        return at
    return text.find(" ", at) + 1 or at
