"""thoisu reads Vietnamese news pages about world affairs into events that can be checked.

>>> import thoisu
>>> page = "Ngày 16/6/2021, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva (Thụy Sĩ)."
>>> reading = thoisu.read(page)
>>> [(e.event, e.status, e.start_day) for e in reading.events]
[('CONSULT', 'happened', '2021-06-16')]
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "DateError",
    "PageError",
    "Question",
    "Reading",
    "Skipped",
    "StoreError",
    "ThoisuError",
    "add",
    "incoming",
    "open_store",
    "read",
    "read_archive",
    "reading_from_json",
]

if TYPE_CHECKING:
    from .chronicle.adding import add, incoming
    from .chronicle.records import Question
    from .errors import DateError, PageError, StoreError, ThoisuError
    from .model import Reading, reading_from_json
    from .page.archive import Skipped
    from .reader import read, read_archive
    from .store import open_store

_HOMES = {
    "DateError": "errors",
    "PageError": "errors",
    "Question": "chronicle.records",
    "Reading": "model",
    "Skipped": "page.archive",
    "StoreError": "errors",
    "ThoisuError": "errors",
    "add": "chronicle.adding",
    "incoming": "chronicle.adding",
    "open_store": "store",
    "read": "reader",
    "read_archive": "reader",
    "reading_from_json": "model",
}


def __getattr__(name: str) -> Any:
    # Names come from their modules when first used, so that `import thoisu` costs nothing.
    if name not in _HOMES:
        raise AttributeError(f"module 'thoisu' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
