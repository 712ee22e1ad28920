"""What a store keeps for alerts, whichever engine keeps it: the part of `Store` (base.py) that is about them.

An alert is named; NotInStore is raised for a name that is none, where something is asked of one alert.
"""

from collections.abc import Iterable
from typing import Protocol

from ..alerts.states import Alert, Channel, Known, Letter


class AlertStore(Protocol):
    """Alerts, what they know and told, and how far their deliveries are."""

    def put_alert(self, alert: Alert, channels: Iterable[Channel] = ()) -> bool:
        """Keeps a new alert and its channels; False where the name is taken."""

    def put_alert_state(self, alert: Alert) -> None:
        """Keeps how far an alert is: its cursor, day, newest event, whether it is paused, and its fault."""

    def drop_alert(self, name: str) -> bool:
        """Forgets an alert with all that it knows and told; False where none has that name."""

    def alerts(self) -> list[Alert]:
        """All alerts, by name."""

    def alert(self, name: str) -> Alert | None:
        """The alert of that name."""

    def put_known(self, name: str, known: Iterable[Known], tellings: Iterable[tuple[str, str]]) -> None:
        """Keeps what an alert knows of entries, and of which entry each telling is (telling, entry)."""

    def drop_known(self, name: str, entries: Iterable[str]) -> None:
        """Forgets what an alert knows of entries; their tellings stay known."""

    def known(self, name: str, entries: Iterable[str]) -> dict[str, Known]:
        """What an alert knows of these entries, of those of which it knows something."""

    def known_as(self, name: str, tellings: Iterable[str]) -> dict[str, str]:
        """The entries of which an alert knows these tellings, by telling."""

    def known_due(self, name: str, day: str) -> list[str]:
        """The plans that an alert knows whose last day is before that day, and of which nothing was told."""

    def known_within(self, name: str, first: int, last: int) -> dict[str, Known]:
        """The plans that an alert knows whose outcome is filed within these steps of days."""

    def put_events(self, name: str, events: Iterable[tuple[int, str, bytes]]) -> None:
        """Keeps what an alert told: its number, its id, and its JSON."""

    def events(self, name: str, after: int = 0, limit: int = 100, newest: bool = False) -> list[tuple[int, bytes]]:
        """At most so many events behind that number, each with its own, as JSON; in order, or the newest first."""

    def channels(self, name: str | None = None) -> list[Channel]:
        """The channels of an alert, or of all, in the order in which they were given."""

    def put_channel_state(self, channel: Channel) -> None:
        """Keeps how far the deliveries of a channel are."""

    def put_letter(self, letter: Letter) -> None:
        """Keeps the e-mail that is to be sent on a channel; there is one at a time."""

    def letter(self, channel: int) -> Letter | None:
        """The e-mail that waits on a channel."""

    def drop_letter(self, channel: int) -> None:
        """Forgets the e-mail that waited."""
