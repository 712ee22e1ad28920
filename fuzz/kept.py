"""The inputs that are kept: one file a target, one input a line, as a string of JSON that people can read.

What is no UTF-8 stands as lone surrogates (\\udc80 to \\udcff), as Python's surrogateescape has it.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
_SURROGATE = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def kept(target: str) -> list[bytes]:
    """The inputs of a target, the shortest first."""
    file = CORPUS / f"{target}.txt"
    lines = file.read_text("utf-8").split("\n") if file.exists() else []
    return [json.loads(line).encode("utf-8", "surrogateescape") for line in lines if line]


def keep(target: str, inputs: Iterable[bytes], most: int) -> int:
    """Writes inputs, the shortest first and of at most so many bytes together; gives their number."""
    lines, size = [], 0
    for raw in sorted(set(inputs), key=lambda one: (len(one), one)):
        line = _line(raw)
        size += len(line.encode()) + 1
        if size > most:
            break
        lines.append(line)
    CORPUS.mkdir(exist_ok=True)
    (CORPUS / f"{target}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    return len(lines)


def _line(raw: bytes) -> str:
    told = json.dumps(raw.decode("utf-8", "surrogateescape"), ensure_ascii=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", told)
