"""The examples of the OpenAPI document: what a store with the page of `examples.json` answers."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


@cache
def examples() -> dict[str, Any]:
    """All examples, by name; `page` is the one that they are of.

    >>> sorted(examples()["page"])
    ['published', 'text', 'uri']
    """
    text = (files(__package__) / "examples.json").read_text(encoding="utf-8")
    found: dict[str, Any] = msgspec.json.decode(text)
    return found
