"""A frame and its role pattern, as the lexicon keeps them between processes.

No dataclasses: the stages ask them for their fields at every trigger, and those of a plain class are at hand where it
is compiled.
"""

from collections.abc import Sequence
from typing import Any

from ..lexicon import Phrases
from .forms import Forms


class Kind:
    """A role pattern of lexicon/roles.toml."""

    __slots__ = ("actor", "adjacent", "destination", "ground", "join", "least", "name", "needs", "recipient")

    def __init__(
        self, name: str, actor: tuple[str, ...], recipient: tuple[str, ...], join: bool, least: int,
        needs: tuple[str, ...], ground: bool, destination: bool, adjacent: bool,
    ) -> None:  # fmt: skip
        self.name, self.actor, self.recipient, self.needs = name, actor, recipient, needs
        self.join, self.least = join, least
        self.ground, self.destination, self.adjacent = ground, destination, adjacent

    def state(self) -> tuple[Any, ...]:
        """Its fields, as the lexicon keeps them."""
        return (
            self.name, self.actor, self.recipient, self.join, self.least, self.needs, self.ground, self.destination,
            self.adjacent,
        )  # fmt: skip

    @classmethod
    def restored(cls, state: Sequence[Any]) -> "Kind":
        """The pattern that the lexicon has kept."""
        name, actor, recipient, join, least, needs, ground, destination, adjacent = state
        return cls(name, tuple(actor), tuple(recipient), join, least, tuple(needs), ground, destination, adjacent)


class Frame:
    """A frame: event and mode, its role pattern, and the words that it may not or must stand with."""

    __slots__ = (
        "also", "before", "context", "deed", "event", "excludes", "happens", "id", "jointly", "kind", "mode", "modes",
        "not_after", "not_before", "not_near_before", "recipient_for_single", "requires", "speech", "status",
        "subject_words",
    )  # fmt: skip

    def __init__(
        self, id: str, event: str, mode: str | None, kind: Kind, context: tuple[str, ...], status: str | None,
        speech: bool, before: Phrases[str] | None, not_before: Phrases[str], not_after: Forms, requires: Forms,
        excludes: Forms, also: Forms, happens: Forms, not_near_before: Forms, subject_words: Forms,
        modes: tuple[tuple[str, Forms], ...], recipient_for_single: bool, deed: bool, jointly: str | None,
    ) -> None:  # fmt: skip
        self.id, self.event, self.mode, self.kind = id, event, mode, kind
        self.context, self.status, self.speech = context, status, speech
        self.before, self.not_before, self.not_after = before, not_before, not_after
        self.requires, self.excludes, self.also, self.happens = requires, excludes, also, happens
        self.not_near_before, self.subject_words, self.modes = not_near_before, subject_words, modes
        self.recipient_for_single, self.deed, self.jointly = recipient_for_single, deed, jointly

    def state(self) -> tuple[Any, ...]:
        """Its fields, as the lexicon keeps them."""
        return (
            self.id, self.event, self.mode, self.kind, self.context, self.status, self.speech, self.before,
            self.not_before, self.not_after, self.requires, self.excludes, self.also, self.happens,
            self.not_near_before, self.subject_words, self.modes, self.recipient_for_single, self.deed, self.jointly,
        )  # fmt: skip

    @classmethod
    def restored(cls, state: Sequence[Any]) -> "Frame":
        """The frame that the lexicon has kept."""
        id, event, mode, kind, context, status, speech, before, not_before, *near, modes, whom, deed, jointly = state
        not_after, requires, excludes, also, happens, not_near_before, subject_words = map(Forms.restored, near)
        return cls(
            id, event, mode, Kind.restored(kind), tuple(context), status, speech,
            Phrases.restored(before, str) if before is not None else None, Phrases.restored(not_before, str),
            not_after, requires, excludes, also, happens, not_near_before, subject_words,
            tuple((name, Forms.restored(words)) for name, words in modes), whom, deed, jointly,
        )  # fmt: skip
