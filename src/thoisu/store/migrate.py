"""The migrations: numbered SQL files beside this module, one folder an engine, each applied once and in order."""

from importlib.resources import files
from typing import NamedTuple


class Migration(NamedTuple):
    """A step from the version before to `number`; `sql` is statements."""

    number: int
    sql: str


def migrations(engine: str) -> list[Migration]:
    """All migrations of an engine (sqlite, postgresql), in order.

    >>> [m.number for m in migrations("sqlite")][:1]
    [1]
    """
    folder = files(__package__) / "migrations" / engine
    found = [
        Migration(int(file.name.partition("_")[0]), file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    return sorted(found)
