"""The references of the Python API, of the records and of the lexicon's files, made of the code (`make docs`)."""

import inspect
import re
import tomllib
import typing
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

import thoisu
from thoisu import errors, model
from thoisu.alerts import records as alert_records
from thoisu.chronicle import records as chronicle_records

LEXICON = Path(thoisu.__file__).parent / "lexicon"
_RECORDS: tuple[tuple[str, ModuleType, str], ...] = (
    ("Readings", model, "A page as it was read; each key is explained in [contract.md](../contract.md)."),
    ("The chronicle", chronicle_records, "What a store keeps beside the readings, and what it answers with."),
    ("Alerts", alert_records, "What an alert tells; each key is explained in [alerts.md](../alerts.md)."),
)


def api_page() -> str:
    """The public names of `thoisu`, with their signatures and docstrings."""
    parts = [f"# Python API\n\n{_told(thoisu)}\n"]
    for name in thoisu.__all__:
        value = getattr(thoisu, name)
        if not inspect.isclass(value):
            parts.append(f"## {name}\n\n```python\n{_signature(name, value)}\n```\n\n{_told(value)}\n")
        elif issubclass(value, msgspec.Struct):
            parts.append(f"## {name}\n\n{_told(value)}\n\n{_fields(value)}{_methods(value)}")
        else:
            parts.append(f"## {name}\n\n{_told(value)}\n")
    return "\n".join([*parts, f"## All errors\n\n{_told(errors)}\n"])


def records_page() -> str:
    """Every record that travels out of the program, field by field, as the code declares it."""
    parts = ["# Records\n\nAs the code declares them, in the names of the JSON. All of them are frozen.\n"]
    for heading, module, told in _RECORDS:
        parts.append(f"## {heading}\n\n{told}\n")
        parts += [f"### {kind.__name__}\n\n{_told(kind)}\n\n{_fields(kind)}" for kind in _structs(module)]
    return "\n".join(parts)


def lexicon_page() -> str:
    """What each file of the lexicon holds now: rows of lists, rules with their examples."""
    rows = ""
    for file in sorted(p for p in LEXICON.rglob("*") if p.suffix in (".tsv", ".toml")):
        name = file.relative_to(LEXICON).as_posix()
        section = name if file.parent == LEXICON else f"{name.partition('/')[0]}/*{file.suffix}"
        anchor = re.sub(r"[^\w-]", "", section)
        rows += f"| [`{name}`](../lexicon.md#{anchor}) | {_holds(file)} |\n"
    return (
        "# Files of the lexicon\n\nCounted when these pages were made. What each column and field means is in "
        f"[lexicon.md](../lexicon.md).\n\n| file | holds |\n|---|---|\n{rows}"
    )


def _holds(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".tsv":
        head, *rows = (line for line in text.splitlines() if line and not line.startswith("#"))
        return f"{len(rows):,} rows: {', '.join(f'`{column}`' for column in head.split(chr(9)))}"
    tables = tomllib.loads(text)
    rules = [rule for rows in tables.values() if isinstance(rows, list) for rule in rows if isinstance(rule, dict)]
    yes, no = (sum(len(rule.get(which, ())) for rule in rules) for which in ("yes", "no"))
    lists = sum(isinstance(table, dict) for table in tables.values())
    parts = [f"{len(rules):,} rules, with {yes:,} examples and {no:,} near misses"] if rules else []
    return "; ".join([*parts, f"{lists:,} tables of words"] if lists else parts)


def _structs(module: ModuleType) -> list[type[msgspec.Struct]]:
    found = [value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, msgspec.Struct)]
    return [kind for kind in found if kind.__module__ == module.__name__]


def _fields(kind: type[msgspec.Struct]) -> str:
    rows = ""
    kinds = typing.get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        renamed = f" (`{field.name}` in Python)" if field.name != field.encode_name else ""
        default = "" if field.required else f"`{_default(field)!r}`"
        rows += f"| `{field.encode_name}`{renamed} | `{_type(kinds[field.name])}` | {default} |\n".replace(
            " | None", " \\| None"
        )
    return f"| field | type | unless given |\n|---|---|---|\n{rows}"


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def _methods(kind: type) -> str:
    parts = []
    for name, value in vars(kind).items():
        if not name.startswith("_") and inspect.isfunction(value) and value.__doc__:
            parts.append(
                f"\n### {kind.__name__}.{name}\n\n```python\n{_signature(name, value)}\n```\n\n{_told(value)}\n"
            )
    return "".join(parts)


def _signature(name: str, value: Any) -> str:
    signature = inspect.signature(value)
    shown = f"{name}({', '.join(_parameter(p) for p in signature.parameters.values())})"
    return (
        shown if signature.return_annotation is signature.empty else f"{shown} -> {_type(signature.return_annotation)}"
    )


def _parameter(parameter: inspect.Parameter) -> str:
    kind = "" if parameter.annotation is parameter.empty else f": {_type(parameter.annotation)}"
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}{kind}{default}"


def _type(kind: Any) -> str:
    """An annotation without the modules that its names come from."""
    shown = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", shown).replace("'", "")


def _told(what: Any) -> str:
    """A docstring as Markdown: its sessions, and what is drawn in it, as code."""
    parts = []
    for part in re.split(r"\n\s*\n", inspect.getdoc(what) or ""):
        if part.startswith(">>> "):
            part = f"```pycon\n{part}\n```"
        elif part.startswith("    ") or re.search(r"^ *[├└│]", part, re.MULTILINE):
            part = f"```text\n{part}\n```"
        parts.append(part)
    return "\n\n".join(parts)
