"""The reference of the HTTP API, made of the OpenAPI document that the desk serves (`make docs`)."""

import json
from collections.abc import Iterator
from typing import Any

from thoisu.web.app import create_app
from thoisu.web.settings import Settings

_LONGEST = 24  # lines of an example; the document itself has all
_LINE = 160  # characters


def page() -> str:
    """Every address with its parameters, bodies and answers, and every record of them, as Markdown."""
    document = create_app(Settings("chronicle.sqlite")).openapi_schema.to_schema()
    schemas = document["components"]["schemas"]
    parts = [f"# HTTP API\n\n{document['info']['description']}\n"]
    parts.append("What to do with it, by example, is in [the guide](../api.md).\n")
    for tag in document["tags"]:
        parts.append(f"## {tag['name'].capitalize()}\n\n{tag['description']}\n")
        parts += [_operation(*found) for found in _operations(document, tag["name"])]
    parts.append("## Records\n\nWhat answers and bodies are made of; `?` marks what may be left out.\n")
    parts += [_record(name, schema) for name, schema in sorted(schemas.items())]
    return "\n".join(parts)


def _operations(document: dict[str, Any], tag: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if tag in operation.get("tags", []):
                yield method.upper(), path, operation


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    parts = [f"### {method} {path}\n", f"{operation.get('summary', '')}. {operation.get('description', '')}\n"]
    if parameters := operation.get("parameters"):
        rows = "".join(_parameter(p) for p in parameters)
        parts.append(f"| parameter | in | type | meaning |\n|---|---|---|---|\n{rows}")
    if body := operation.get("requestBody"):
        kind = next(iter(body["content"].values()))["schema"]
        parts.append(f"Body: {_type(kind)}. {kind.get('description', '')}\n")
        parts += _example({"examples": dict(enumerate({"value": e} for e in kind.get("examples", [])))})
    rows, shown = "", list[str]()
    for status, answer in sorted(operation["responses"].items()):
        content = next(iter(answer.get("content", {}).items()), None)
        kind = _type(content[1].get("schema", {})) if content else "–"
        rows += f"| {status} | {_cell(answer.get('description', ''))} | {kind} |\n"
        if content and status.startswith("2") and content[0] == "application/json":
            shown = _example(content[1])
    parts.append(f"| answer | meaning | record |\n|---|---|---|\n{rows}")
    return "\n".join([*parts, *shown])


def _parameter(parameter: dict[str, Any]) -> str:
    name = f"`{parameter['name']}`" + ("" if parameter.get("required") else " ?")
    told = _cell(parameter.get("description") or parameter["schema"].get("description", ""))
    kind = _type(parameter["schema"]).removesuffix(" or null")  # of which an address has none
    return f"| {name} | {parameter['in']} | {kind} | {told} |\n"


def _example(content: dict[str, Any]) -> list[str]:
    """The first example, where it is short enough to be read."""
    value = next((example["value"] for example in content.get("examples", {}).values()), None)
    if value is None:
        return []
    lines = json.dumps(value, ensure_ascii=False, indent=1).splitlines()
    shown = [line if len(line) <= _LINE else f"{line[:_LINE]}…" for line in lines[:_LONGEST]]
    shown += ["…"] if len(lines) > _LONGEST else []
    # Cut examples are no JSON any more, and are not to be marked as faulty.
    return ["```text\n" + "\n".join(shown) + "\n```\n"]


def _record(name: str, schema: dict[str, Any]) -> str:
    told = f"{schema['description']}\n\n" if "description" in schema else ""
    if "properties" not in schema:
        return f"### {name}\n\n{told}{_type(schema)}\n"
    needed = schema.get("required", [])
    rows = "".join(
        f"| `{field}`{'' if field in needed else ' ?'} | {_type(kind)} | {_cell(kind.get('description', ''))} |\n"
        for field, kind in schema["properties"].items()
    )
    return f"### {name}\n\n{told}| field | type | meaning |\n|---|---|---|\n{rows}"


def _type(schema: dict[str, Any]) -> str:
    """A schema in a word or some, with a link to the record that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_type(one) for one in schema[several]))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    return ", ".join(kind) if isinstance(kind, list) else str(kind)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
