"""The reference of the command line, made of the parsers themselves (`make docs`)."""

import argparse
import inspect
import os
from collections.abc import Iterator
from unittest.mock import patch

from thoisu import cli

WIDTH = "96"  # of usage lines, in columns


def page() -> str:
    """Every command with its usage, arguments and options, as Markdown; exit codes first."""
    # What argparse wraps by and what the options are told in depend on the environment.
    with patch.dict(os.environ, {"COLUMNS": WIDTH, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}):
        parser = cli._parser(list(cli.COMMANDS))
        parts = [
            "# The command line\n\nMade of the program's own parsers. What the commands are for is in the "
            "[overview](../overview.md).\n",
            f"## Exit codes\n\n{_exit_codes()}\n",
            *(_command(sub, told, 2) for sub, told in _commands(parser)),
        ]
    return "\n".join(parts)


def _exit_codes() -> str:
    told = inspect.getdoc(cli) or ""
    found = next((p for p in told.split("\n\n") if p.startswith("Exit codes: ")), None)
    if found is None:
        raise ValueError("the docstring of thoisu.cli tells no exit codes; begin a paragraph of it with 'Exit codes: '")
    text = " ".join(found.removeprefix("Exit codes: ").split())
    return f"{text} A command that is stopped by Ctrl-C ends with 130."


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, sub in action.choices.items():
                yield sub, told.get(name, "")


def _command(parser: argparse.ArgumentParser, told: str, level: int) -> str:
    usage = parser.format_usage().removeprefix("usage: ").rstrip().replace("\n       ", "\n")
    parts = [f"{'#' * level} {parser.prog}\n"]
    if told:
        parts.append(f"{told[0].upper()}{told[1:]}.\n")
    parts.append(f"```text\n{usage}\n```\n")
    rows = [_row(parser, action) for action in parser._actions if _is_told(action)]
    if rows:
        parts.append("| argument | meaning |\n|---|---|\n" + "".join(rows))
    parts += [_command(sub, of, level + 1) for sub, of in _commands(parser)]
    return "\n".join(parts)


def _is_told(action: argparse.Action) -> bool:
    return action.help != argparse.SUPPRESS and not isinstance(
        action, (argparse._HelpAction, argparse._SubParsersAction)
    )


def _row(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    formatter = parser._get_formatter()
    if action.option_strings:
        value = "" if action.nargs == 0 else f" {formatter._format_args(action, _name(action))}"
        shown = ", ".join(f"`{option}{value}`" for option in action.option_strings)
    else:
        shown = f"`{formatter._format_args(action, _name(action))}`"
    meaning = formatter._expand_help(action) if action.help else ""
    if action.choices is not None and action.metavar is not None:
        meaning += f" ({', '.join(map(str, action.choices))})"
    return f"| {_cell(shown)} | {_cell(meaning)} |\n"


def _name(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices is not None:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return action.dest.upper() if action.option_strings else action.dest


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
