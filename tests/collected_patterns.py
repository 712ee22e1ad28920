"""Every regular expression of the package and of the lexicon, as the loaded program holds it.

Nobody lists them: modules are imported, the functions that make tables of patterns are called, and the source is
searched for those that are spelled out where they are used. A call whose pattern none of these reaches is a fault.
"""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import thoisu

_METHODS = frozenset(("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"))
_AT_START = frozenset(("match", "fullmatch"))
_EVERYWHERE = frozenset(("finditer",))
# Makes patterns again of what it made of others.
_NO_SOURCE = frozenset(("lexicon.patterns",))


class Collected(NamedTuple):
    """A pattern, where it is from, and how it is asked: `finditer` stands for all that look everywhere."""

    name: str
    pattern: "re.Pattern[Any]"
    asked: frozenset[str]

    def run(self, text: Any) -> None:
        """Asks the pattern about a text in each of its ways."""
        for way in self.asked:
            if way == "finditer":
                for _ in self.pattern.finditer(text):
                    pass
            else:
                getattr(self.pattern, way)(text)


class Source(NamedTuple):
    """A module and its syntax; `name` is without the package's."""

    name: str
    module: ModuleType
    tree: ast.Module


@cache
def collected() -> tuple[Collected, ...]:
    """The patterns in the order of their names; one that stands in two places is there once."""
    found: dict[tuple[Any, int], Collected] = {}
    for source in sources():
        for name, pattern, asked in _of(source):
            old = found.get((pattern.pattern, pattern.flags))
            found[pattern.pattern, pattern.flags] = Collected(
                old.name if old else f"{source.name}.{name}", pattern, asked | (old.asked if old else frozenset())
            )
    return tuple(sorted(found.values(), key=lambda one: one.name))


def unreached() -> list[str]:
    """Calls of `re` with a pattern that is put together where nothing here can ask for it."""
    return [
        f"{source.name}:{node.lineno}: {ast.unparse(node.args[0])[:60]}"
        for source in sources()
        if source.name not in _NO_SOURCE
        for function, node in _calls(source.tree)
        if not isinstance(node.args[0], ast.Constant) and function not in _reached(source.tree)
    ]


@cache
def sources() -> tuple[Source, ...]:
    """The modules of the package."""
    found = []
    for info in pkgutil.walk_packages(thoisu.__path__, "thoisu."):
        if not info.name.endswith("__main__"):
            file = Path(thoisu.__path__[0], *info.name.split(".")[1:])
            file = file / "__init__.py" if info.ispkg else file.with_suffix(".py")
            module = importlib.import_module(info.name)
            found.append(Source(info.name.removeprefix("thoisu."), module, ast.parse(file.read_text("utf-8"))))
    return tuple(found)


def _of(source: Source) -> Iterator[tuple[str, "re.Pattern[Any]", frozenset[str]]]:
    """The patterns that a module holds, that its cached functions make, and that its functions spell out."""
    ways = _ways(source.tree)
    tables = [(name, value) for name, value in vars(source.module).items() if not callable(value)]
    tables += [(node.name, getattr(source.module, node.name)()) for node in source.tree.body if _makes_patterns(node)]
    for name, value in tables:
        for path, pattern in _within(name, value):
            field = f".{path.rpartition('.')[2]}" if "." in path else name
            yield path, pattern, ways.get(field, _EVERYWHERE)
    for _, node in _calls(source.tree):
        if isinstance(node.args[0], ast.Constant) and node.func.attr in _METHODS:  # type: ignore[attr-defined]
            way = node.func.attr  # type: ignore[attr-defined]
            flags = [ast.unparse(a) for a in (*node.args, *(k.value for k in node.keywords)) if "re." in ast.unparse(a)]
            ignored = re.IGNORECASE if any("IGNORECASE" in flag for flag in flags) else re.NOFLAG
            asked = frozenset((way,)) if way in _AT_START else _EVERYWHERE
            yield f"line {node.lineno}", re.compile(node.args[0].value, ignored), asked


def _within(name: str, value: Any) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _within(f"{name}[{key}]", inner)
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        for field, inner in zip(value._fields, value, strict=True):
            yield from _within(f"{name}.{field}", inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for i, inner in enumerate(value):
            yield from _within(f"{name}[{getattr(inner, 'id', i)}]", inner)


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """The calls of `re` with the function at the top of the module that they stand in, "" for none."""
    for top in tree.body:
        function = top.name if isinstance(top, ast.FunctionDef | ast.ClassDef) else ""
        for node in ast.walk(top):
            if (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re" and node.func.attr in _METHODS | {"compile"}
            ):  # fmt: skip
                yield function, node


@cache
def _holders() -> frozenset[str]:
    """The types that hold patterns."""
    classes = (node for source in sources() for node in source.tree.body if isinstance(node, ast.ClassDef))
    fields = ((c.name, f) for c in classes for f in c.body if isinstance(f, ast.AnnAssign))
    return frozenset(("Pattern", *(name for name, f in fields if "Pattern" in ast.unparse(f.annotation))))


def _makes_patterns(node: ast.stmt) -> bool:
    """Whether a statement is a function that makes a table of patterns, kept, and asks for nothing."""
    if not isinstance(node, ast.FunctionDef) or node.args.args:
        return False
    kept = any(ast.unparse(d).split("(")[0] in ("cache", "kept") for d in node.decorator_list)
    told = set(re.findall(r"\w+", ast.unparse(node.returns) if node.returns else ""))
    return kept and not told.isdisjoint(_holders())


@cache
def _reached(tree: ast.Module) -> frozenset[str]:
    """The functions whose patterns are there once the module is loaded and its tables are made: those, what they call,
    and the module itself."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found = {""} | {name for name, node in functions.items() if _makes_patterns(node)}
    todo = list(found - {""})
    while todo:
        called = {n.id for n in ast.walk(functions[todo.pop()]) if isinstance(n, ast.Name)} & functions.keys() - found
        found |= called
        todo += called
    return frozenset(found)


@cache
def _ways(tree: ast.Module) -> dict[str, frozenset[str]]:
    """How a module asks the patterns that only it has: by their names, and by those of the fields that hold them."""
    ways: dict[str, set[str]] = defaultdict(set)
    calls: dict[str, int] = defaultdict(int)
    loads: dict[str, int] = defaultdict(int)
    taken: dict[str, str] = {}  # what stands for one of a table: `shape = _SHAPES.get(kind)`
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            loads[_called(node)] += 1
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            of = node.value.func if isinstance(node.value, ast.Call) else node.value
            if isinstance(of, ast.Attribute) and of.attr == "get" and _called(of.value).startswith("_"):
                taken[node.targets[0].id] = _called(of.value)
                loads[_called(of.value)] -= 1
        if isinstance(node, ast.Attribute) and node.attr == "pattern" and isinstance(node.value, ast.Attribute):
            loads[_called(node.value)] -= 1  # only its source
            loads[".pattern"] -= 1
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            of = node.func.value.func if isinstance(node.func.value, ast.Call) else node.func.value
            if name := taken.get(_called(of), _called(of)):
                start = node.func.attr in _AT_START and len(node.args) == 1
                ways[name].add(node.func.attr if start else "finditer")
                calls[name] += _called(of) not in taken
    return {name: frozenset(ways[name]) for name in ways if name[0] in "_." and calls[name] == loads[name]}


def _called(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else f".{node.attr}" if isinstance(node, ast.Attribute) else ""
