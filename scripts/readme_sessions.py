"""The terminal sessions of the READMEs and of docs/: printed by the program itself, between two marks.

A mark `<!-- session: … -->` says what the fenced block under it holds, up to `<!-- end -->`: a `thoisu` command
with its output and exit code; `python` for lines typed at the prompt; or `event TRIGGER of thoisu read --json …`
for one event of a reading. `$ID` in a command is the first id that the session before it printed. So no session in
the docs was ever typed by hand, and none can go stale unseen.
"""

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import traceback
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import thoisu
from thoisu.cli import main

READMES = ("README.md", "README.vi.md")
SESSION = re.compile(r"(<!-- session: (.+?) -->\n```\w+\n)(.*?)(```\n<!-- end -->)", re.DOTALL)
_ID = re.compile(r"^ ?([a-z2-7]{7,12}) ", re.MULTILINE)  # at the head of a row or of a sentence
_SERVED = re.compile(r"(http://127\.0\.0\.1:)\d+(/(?:sign-in\?key=)?)\S*")
JSON_EVENT = re.compile(r"event (\S+) of (thoisu read --json .+)")
STORE = "~/.local/share/thoisu/chronicle.sqlite"  # where the sessions say that it lies
LEXICON = "~/.config/thoisu/lexicon"  # and the user's own rows
WIDTH = 98  # of JSON lines; the program's own output is 100 wide


class Fault(NamedTuple):
    """Something that is out of step, and what mends it."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.remedy}"


def text_of(root: Path, name: str) -> str:
    """The text of a file of the project; empty where there is none."""
    path = root / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def run_thoisu(root: Path, command: str, store: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs `thoisu …` as a pipe would see it: plain, 100 wide, and in English whatever the locale says.

    `store` is the one that it works on.
    """
    arguments = shlex.split(command)[1:]
    if _is_loaded(root, store):
        return _forked(root, arguments, store)
    return run_python(root, ["-m", "thoisu.cli", *arguments], store)


def _is_loaded(root: Path, store: Path | None) -> bool:
    """Whether this process has the very program loaded that is asked for, with the lexicon as it is shipped."""
    here = Path(thoisu.__file__).resolve().parents[1]
    shipped = os.environ.get("THOISU_LEXICON") == os.devnull and not (store and _own_rows(store).exists())
    return hasattr(os, "fork") and (root / "src").resolve() == here and shipped


@cache
def _warm() -> None:
    thoisu.read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).")


def _forked(root: Path, arguments: list[str], store: Path | None) -> subprocess.CompletedProcess[str]:
    """Runs a command in a copy of this process: to load the program and the lexicon takes longer than most commands."""
    _warm()
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if not child:
            _run(printed.fileno(), root, arguments, _environment(root, store))
        _, status = os.waitpid(child, 0)
        printed.seek(0)
        return subprocess.CompletedProcess(arguments, os.waitstatus_to_exitcode(status), printed.read().decode(), "")


def _run(output: int, root: Path, arguments: list[str], environment: dict[str, str]) -> None:
    """Runs a command in this process, with its output into a file, and ends it."""
    code = 1
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        # One buffer for both, so that lines stand in their order.
        sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
        os.chdir(root)
        os.environ.clear()
        os.environ.update(environment)
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def run_python(root: Path, arguments: list[str], store: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs Python in the same way, with the package of this folder."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=_environment(root, store), text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _own_rows(store: Path) -> Path:
    return store.parent / "lexicon"


def _environment(root: Path, store: Path | None) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "COLUMNS")}
    env |= {"THOISU_LEXICON": os.devnull, "NO_COLOR": "1", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    env |= {"THOISU_STORE": str(store), "THOISU_LEXICON": str(_own_rows(store))} if store else {}
    if (root / "src").is_dir():
        env["PYTHONPATH"] = str(root / "src")
    return env


def pages(root: Path) -> list[str]:
    """The pages that may hold sessions: the READMEs, and those of docs/ that have one."""
    docs = (page.relative_to(root).as_posix() for page in sorted((root / "docs").rglob("*.md")))
    return [*READMES, *(name for name in docs if "<!-- session:" in text_of(root, name))]


def _served(root: Path, command: str, store: Path) -> str:
    """What `thoisu serve` says when it serves, at a port that is free here; it is asked, and stopped."""
    environment = _environment(root, store)
    with subprocess.Popen(
        [sys.executable, "-m", "thoisu.cli", *shlex.split(command)[1:], "--port", "0"], cwd=root, env=environment,
        text=True, encoding="utf-8", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        try:
            assert server.stderr is not None
            said = [server.stderr.readline(), server.stderr.readline()]
            address = _SERVED.search(said[0])
            if address is None:
                raise ValueError(f"it says {''.join(said).strip()!r}")
            urllib.request.urlopen(address[0], timeout=30).close()
        finally:
            server.send_signal(signal.SIGINT)
    return "".join(_SERVED.sub(_address, line) for line in said)


def _address(found: re.Match[str]) -> str:
    return f"{found[1]}8000{found[2]}" + ("…" if "key" in found[2] else "")


def _shell(root: Path, command: str, store: Path) -> str:
    if shlex.split(command)[:2] == ["thoisu", "serve"]:
        return f"$ {command}\n{_served(root, command, store).replace(str(store), STORE)}"
    run = run_thoisu(root, command, store)
    printed = run.stdout.replace(str(store), STORE).replace(str(_own_rows(store)), LEXICON)
    output = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return f"$ {command}\n{output}" + (f"$ echo $?\n{run.returncode}\n" if run.returncode else "")


def _event(root: Path, trigger: str, command: str) -> str:
    """One event of a reading, packed into lines that fit a page; still valid JSON."""
    events = json.loads(run_thoisu(root, command).stdout)["events"]
    event = next((e for e in events if e["trigger"] == trigger), None)
    if event is None:
        raise ValueError(f"no event has the trigger '{trigger}'")
    lines = [""]
    for piece in re.split(r'(?<=,) (?=[{"])', json.dumps(event, ensure_ascii=False)):
        if lines[-1] and len(lines[-1]) + len(piece) > WIDTH:
            lines.append("")
        lines[-1] += f" {piece}" if lines[-1] or len(lines) > 1 else piece
    return "".join(f"{line}\n" for line in lines)


def _python(root: Path, session: str) -> str:
    """The session with what its lines print now."""
    names: dict[str, Any] = {}
    lines = []
    with contextlib.chdir(root):
        for example in doctest.DocTestParser().get_examples(session):
            first, *rest = example.source.splitlines()
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(example.source, "session", "single"), names)
            lines += [f">>> {first}\n", *(f"... {line}\n" for line in rest), printed.getvalue()]
    return "".join(lines)


def _expected(root: Path, name: str, old: str, store: Path) -> str:
    if name == "python":
        return _python(root, old)
    event = JSON_EVENT.fullmatch(name)
    return _event(root, event[1], event[2]) if event else _shell(root, name, store)


def sessions(root: Path, write: bool = False) -> Iterator[Fault]:
    """Every session between markers is what its command prints; with `write` it is made so.

    The sessions of one page work on one store and one folder of rows of one's own, both empty at its beginning.
    """
    for name in pages(root):
        with tempfile.TemporaryDirectory() as folder:
            yield from _sessions_of(root, name, write, Path(folder) / "chronicle.sqlite")


def _sessions_of(root: Path, name: str, write: bool, store: Path) -> Iterator[Fault]:
    text = text_of(root, name)
    new, at, known = "", 0, "$ID"
    for block in SESSION.finditer(text):
        head, command, old, foot = block.groups()
        line = text.count("\n", 0, block.start()) + 1
        try:
            now = _expected(root, command.replace("$ID", known), old, store)
            known = found[1] if (found := _ID.search(now)) else known
        except Exception as fault:
            yield Fault(name, line, f"session '{command}' fails: {fault}", "mend the marker")
            now = old
        if now != old and not write:
            remedy = "run scripts/check_docs.py --write and read the difference"
            yield Fault(name, line, f"session '{command}' is stale", remedy)
        new, at = new + text[at : block.start()] + head + now + foot, block.end()
    if text.count("<!-- session:") != len(SESSION.findall(text)):
        yield Fault(name, 1, "a session is not closed", "put its fenced block between the marker and <!-- end -->")
    if write and new + text[at:] != text:
        (root / name).write_text(new + text[at:], encoding="utf-8")
