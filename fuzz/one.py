"""One target in a process of its own: `python -m fuzz.one TARGET FOLDER [libFuzzer's options and folders]`.

What is found goes to FOLDER, one file for each kind of fault, and the run goes on: a kind is an exception and where in
our code it came from. A crash of the process itself is libFuzzer's to write.
"""

import os
import re
import sys
import time
import traceback
import zlib
from pathlib import Path

import atheris

# The words of whoever runs it are not those of the corpus.
os.environ["THOISU_LEXICON"] = os.devnull
with atheris.instrument_imports(include=["thoisu"]):
    from . import seeds, targets

from thoisu.errors import ThoisuError

from .mutating import Mutator

_PATIENCE = 3.0  # CPU seconds for one input of some kilobytes, in a program that counts its branches


def kind_of(fault: BaseException) -> str:
    """What tells one fault from another: the exception, and the innermost line of ours."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [f for f in frames if "/thoisu/" in f.filename] or [f for f in frames if f.name != "check"]
    where = own[-1] if own else frames[-1]
    law = re.sub(r"\d+", "0", str(fault).split(":")[0])[:40] if isinstance(fault, AssertionError) else ""
    return f"{type(fault).__name__} {Path(where.filename).stem}.{where.name}:{where.lineno} {law}".strip()


def main() -> None:
    """Runs libFuzzer; it ends the process."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    target = targets.TARGETS[name]
    known = {file.name for file in folder.iterdir()}

    def check(raw: bytes) -> None:
        begun = time.thread_time()
        try:
            target(raw)
            told = f"{time.thread_time() - begun:.1f} seconds" if time.thread_time() - begun > _PATIENCE else ""
            kind = "slow" if told else ""
        except ThoisuError:
            return
        except Exception as fault:
            kind, told = kind_of(fault), "".join(traceback.format_exception(fault))
        if kind:
            file = folder / f"{name}-{zlib.crc32(kind.encode()):08x}"
            if file.name not in known or len(raw) < file.stat().st_size:
                known.add(file.name)
                file.write_bytes(raw)
                file.with_suffix(".txt").write_text(f"{kind}\n\n{told}", "utf-8")

    begin = seeds.seeds(name)
    mutator = Mutator(seeds.words(name), begin)
    atheris.Setup([f"{sys.executable} -m fuzz.one {name} {folder}", *sys.argv[3:]], check, custom_mutator=mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
