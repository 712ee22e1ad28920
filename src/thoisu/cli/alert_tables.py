"""Alerts for people: what they ask, what they told, and how their deliveries stand."""

import sys
from collections.abc import Sequence
from typing import Any

from rich.text import Text

from ..alerts.records import Event
from ..alerts.standing import Standing, asked, how
from ..alerts.wording import title, told, words_of
from ..show import console_for


def show_alerts(alerts: Sequence[Standing], lang: str) -> None:
    """All alerts, each with its receivers under it."""
    console, words = console_for(sys.stdout), words_of(lang)
    if not alerts:
        console.print(Text(words["no_alerts"]))
    for alert in alerts:
        _alert(alert, words)


def show_alert(alert: Standing, events: Sequence[Event], lang: str) -> None:
    """One alert with what it told last."""
    console, words = console_for(sys.stdout), words_of(lang)
    _alert(alert, words)
    console.print()
    if not events:
        console.print(Text(words["no_events"]))
    for event in events:
        console.print(
            Text.assemble((f"{event.seq:>4} {event.made[:16].replace('T', ' ')}  ", "dim"), title(event, lang))
        )
        for line in told(event, lang):
            console.print(Text(f"        {line}"))


def _alert(alert: Standing, words: dict[str, Any]) -> None:
    console = console_for(sys.stdout)
    state = words["paused"] if alert.is_paused else words["active"]
    if alert.fault:
        state = words["cannot_ask"].format(fault=alert.fault)
    last = f", {words['last'].format(day=alert.newest[:16].replace('T', ' '))}" if alert.newest else ""
    line = f"  {', '.join(asked(alert))}" if alert.filters else ""
    console.print(Text.assemble((alert.name, "bold"), line))
    kinds = ", ".join(words["of_kind"][kind] for kind in alert.on)
    console.print(Text(f"        {state}; {kinds}; {words['counts'].format(count=alert.events)}{last}"))
    for channel in alert.channels:
        failing = channel.failing_since is not None or channel.is_gone
        console.print(
            Text(f"        {words[channel.kind]} {channel.to}: {how(channel, words)}", "red" if failing else "")
        )
