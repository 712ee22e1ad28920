"""docs/alert_event.json, the JSON Schema of what alerts send; `check_docs.py` looks whether it is that of the code."""

import json
import re
from pathlib import Path

import msgspec

from thoisu.alerts.records import Difference, Event
from thoisu.chronicle.answers import Evidence

PAGE, SCHEMA = "docs/alerts.md", "docs/alert_event.json"


def as_text() -> str:
    """The schema."""
    schema = msgspec.json.schema(Event)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def write(root: Path) -> None:
    """Writes the schema of a project."""
    (root / SCHEMA).write_text(as_text(), encoding="utf-8")


def untold(root: Path) -> list[str]:
    """The keys of an event that its page does not tell."""
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`", (root / PAGE).read_text(encoding="utf-8")))))
    keys = {field.encode_name for record in (Event, Difference, Evidence) for field in msgspec.structs.fields(record)}
    return sorted(keys - told)
