"""`thoisu` called as a user calls it: a process of its own with its own streams, environment and folder.

Such a process takes most of a second to load the program and the lexicon, so it is forked from one that has loaded
them. `anew` starts it as a shell does.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from importlib import import_module
from pathlib import Path

PATIENCE = 120.0  # seconds after which something is wrong, however slow the machine is
# What the loaded lexicon and the interpreter itself depend on.
_LOADED_WITH = ("THOISU_LEXICON", "THOISU_CACHE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME", "LC_ALL")


def thoisu(
    *arguments: str | Path, stdin: bytes = b"", anew: bool = False, **env: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end; what it printed is UTF-8."""
    given, whole = [str(a) for a in arguments], {**os.environ, "LANG": "C.UTF-8", **env}
    if anew or _interpreter_of(whole) != _interpreter_of({**os.environ, "LANG": "C.UTF-8"}):
        run = subprocess.run(
            [sys.executable, "-m", "thoisu.cli", *given], input=stdin, capture_output=True, env=whole, timeout=PATIENCE
        )
        return subprocess.CompletedProcess(given, run.returncode, run.stdout.decode(), run.stderr.decode())
    return _loaded(json.dumps(_interpreter_of(whole)))(given, stdin, whole)


def _interpreter_of(env: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in sorted(env.items()) if name in _LOADED_WITH or name.startswith("PYTHON")}


@cache
def _loaded(_: str) -> Callable[[list[str], bytes, dict[str, str]], subprocess.CompletedProcess[str]]:
    """What calls a process that has all loaded; it ends with this one."""
    server = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.calling"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1], env={**os.environ, "LANG": "C.UTF-8"}, start_new_session=True,
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    asked, told = server.stdin, server.stdout

    def end() -> None:
        asked.close()
        server.wait(PATIENCE)
        told.close()

    atexit.register(end)

    def call(arguments: list[str], stdin: bytes, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "0").write_bytes(stdin)
            asked.write(json.dumps([arguments, env, os.getcwd(), folder]).encode() + b"\n")
            asked.flush()
            if not select.select([told], [], [], PATIENCE)[0]:
                server.kill()
                raise subprocess.TimeoutExpired(arguments, PATIENCE)
            code = int(told.readline())
            out, err = ((Path(folder) / name).read_bytes().decode() for name in "12")
            return subprocess.CompletedProcess(arguments, code, out, err)

    return call


def _serve() -> None:
    """Answers calls until there are no more."""
    import gc

    from thoisu import PageError, read
    from thoisu.cli import COMMANDS, _module, main

    for name, *_ in COMMANDS.values():
        _module(name)
    for server in ("thoisu.web.server", "uvicorn"):
        import_module(server)
    # What is loaded on demand: the lexicon, the guesser of languages, what prints tables.
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        store, page = f"{folder}/tin.sqlite", f"{folder}/page.txt"
        Path(page).write_text("Ngày 4/11/2022, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).\n", "utf-8")
        with suppress(PageError):
            read("The two sides met in Geneva on Friday and agreed to meet again next week.\n" * 3)
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            for command in (["add", page], ["chronology"], ["chronology", "--csv"], ["search", "Bắc"], ["ledger"]):
                assert main([*command, "--store", store]) == 0
            assert main(["read", page]) == 0
    gc.collect()
    gc.freeze()  # what is loaded stays, and is not gone through in every child
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            _run(*json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(arguments: list[str], env: dict[str, str], folder: str, streams: str) -> None:
    """Runs a command in this process, and ends it."""
    from thoisu.cli import main

    code = 1
    try:
        for number, how in ((0, os.O_RDONLY), (1, os.O_WRONLY | os.O_CREAT), (2, os.O_WRONLY | os.O_CREAT)):
            opened = os.open(f"{streams}/{number}", how, 0o600)
            os.dup2(opened, number)
            os.close(opened)
        # What was read ahead of the calls is not this one's to read.
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(env)
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
