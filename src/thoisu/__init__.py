"""thoisu reads Vietnamese news pages about world affairs into events that can be checked.

>>> import thoisu
>>> page = "Ngày 16/6/2021, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva (Thụy Sĩ)."
>>> reading = thoisu.read(page)
>>> [(e.event, e.status, e.start_day) for e in reading.events]
[('CONSULT', 'happened', '2021-06-16')]
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = ["DateError", "PageError", "Reading", "Skipped", "ThoisuError", "read", "read_archive", "reading_from_json"]

if TYPE_CHECKING:
    from .errors import DateError, PageError, ThoisuError
    from .model import Reading, reading_from_json
    from .page.archive import Skipped
    from .reader import read, read_archive

_HOMES = {
    "DateError": "errors",
    "PageError": "errors",
    "Reading": "model",
    "Skipped": "page.archive",
    "ThoisuError": "errors",
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
