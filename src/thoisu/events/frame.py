"""A frame and its role pattern, as the lexicon keeps them between processes."""

from dataclasses import dataclass

from ..lexicon import Phrases
from .forms import Forms


@dataclass(frozen=True, slots=True)
class Kind:
    """A role pattern of lexicon/roles.toml."""

    name: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    join: bool
    least: int
    needs: tuple[str, ...]
    ground: bool
    destination: bool
    adjacent: bool


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame: event and mode, its role pattern, and the words that it may not or must stand with."""

    id: str
    event: str
    mode: str | None
    kind: Kind
    context: tuple[str, ...]
    status: str | None
    speech: bool
    before: Phrases[str] | None
    not_before: Phrases[str]
    not_after: Forms
    requires: Forms
    excludes: Forms
    also: Forms
    happens: Forms
    not_near_before: Forms
    subject_words: Forms
    modes: tuple[tuple[str, Forms], ...]
    recipient_for_single: bool
    deed: bool
    jointly: str | None
