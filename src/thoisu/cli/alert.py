"""`thoisu alert`: saved questions, and how what they tell is delivered."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from ..errors import QuestionError, ThoisuError
from .polite import agent_of
from .stored import given_filters, log_option, print_json, question_options, store_option

if TYPE_CHECKING:
    from ..alerts.rounds import Report
    from ..alerts.states import Alert, Channel
    from ..store.base import Store
    from ..watch.fetching import Fetcher

_NAMED = {
    "show": "one alert: its question, what it told last, and its deliveries",
    "remove": "forget an alert with all that it told",
    "pause": "neither look nor deliver until it is resumed",
    "resume": "go on where it was paused, also with receivers that were gone",
    "feed": "what it told, as Atom on standard output",
}


def add_options(alert: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu alert`, for each of its actions."""
    from . import language_option

    actions = alert.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make one: what matches its filters from now on is told")
    add.add_argument("name", metavar="NAME", help="what it is called: small letters, digits, - _ .")
    question_options(add)
    add.add_argument("--on", metavar="KINDS", help="of which events: new,plan,overdue,conflict (all)")
    add.add_argument("--from-start", action="store_true", help="tell also what is in the store already")
    add.add_argument("--webhook", action="append", default=[], metavar="URL", help="send each event there as JSON")
    add.add_argument("--secret-env", metavar="VAR", help="the secret that signs is in this variable when it is sent")
    add.add_argument("--mail", action="append", default=[], metavar="ADDRESS", help="send digests there")
    add.add_argument("--digest", metavar="TIME", help="how long a digest gathers: 30m, 6h, 1d (1d)")
    add.add_argument("--desk", metavar="URL", help="the address of the desk, for links to entries")
    listed = actions.add_parser("list", help="all alerts, and how their deliveries stand")
    run_ = actions.add_parser("run", help="look and deliver, again and again")
    run_.add_argument("--once", action="store_true", help="one round only")
    run_.add_argument("--every", default="1m", metavar="TIME", help="how long to rest between two rounds (1m)")
    log_option(run_)
    test = actions.add_parser("test", help="send a test event to its receivers, now")
    test.add_argument("name", metavar="NAME", help="the alert")
    named = [actions.add_parser(action, help=told) for action, told in _NAMED.items()]
    for parser in named:
        parser.add_argument("name", metavar="NAME", help="the alert")
    for parser in (run_, test):
        parser.add_argument("--allow-private", action="store_true", help="webhooks may lie in this network")
        parser.add_argument("--contact", metavar="ADDRESS", help="named in the user agent; else THOISU_CONTACT")
        parser.add_argument("--mail-from", metavar="ADDRESS", help="whom digests come from; else THOISU_MAIL_FROM")
    for parser in (listed, named[0], run_):
        parser.add_argument("--json", action="store_true", help="as JSON, one line for each")
    for parser in (add, listed, run_, test, *named):
        store_option(parser)
        language_option(parser)


def run(options: argparse.Namespace) -> int:
    """Does what was asked: 0 done, 1 a delivery failed, 2 the call or the store is wrong."""
    from ..store import open_store

    action = {
        "add": _add, "list": _list, "show": _show, "remove": _remove, "pause": _pause, "resume": _pause, "run": _run,
        "test": _test, "feed": _feed,
    }[options.action]  # fmt: skip
    try:
        with open_store(options.store, create=options.action == "add") as store:
            return action(options, store)
    except ThoisuError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def _add(options: argparse.Namespace, store: "Store") -> int:
    import time

    from ..alerts import making
    from ..alerts.rounds import day_of
    from ..alerts.signing import new_secret
    from ..alerts.states import Alert, Channel

    name = making.name_of(options.name)
    if options.secret_env and not options.webhook:
        raise QuestionError("--secret-env", "signs webhooks, and none is given", "give --webhook, or leave it out")
    if options.digest and not options.mail:
        raise QuestionError("--digest", "is of mail, and no address is given", "give --mail, or leave it out")
    hooks = [making.webhook_of(url) for url in options.webhook]
    every = making.seconds_of(options.digest) if options.digest else making.DAILY
    secret = new_secret() if hooks and not options.secret_env else None
    channels = [
        *(Channel(alert=name, kind="webhook", target=u, secret=secret, secret_env=options.secret_env) for u in hooks),
        *(Channel(alert=name, kind="mail", target=to, every=every) for to in making.mailboxes(options.mail)),
    ]
    alert = Alert(
        name=name, filters=given_filters(options), on=making.kinds_of(options.on), made=time.time(), lang=options.lang,
        desk=making.desk_of(options.desk),
    )  # fmt: skip
    if not making.make(store, alert, channels, day_of(alert.made), options.from_start):
        raise QuestionError("NAME", f"{name!r} is taken", "give another name, or remove that alert")
    if secret:
        print(secret)
        print("thoisu: keep it: it signs the webhooks of this alert, and is not shown again", file=sys.stderr)
    return 0


def _list(options: argparse.Namespace, store: "Store") -> int:
    from ..alerts.standing import standing
    from .alert_tables import show_alerts

    found = standing(store, store.alerts())
    if options.json:
        print_json(found)
    else:
        show_alerts(found, options.lang)
    return 0


def _show(options: argparse.Namespace, store: "Store") -> int:
    from ..alerts.standing import newest_events, standing
    from .alert_tables import show_alert

    [found] = standing(store, [_named(options, store)])
    events = newest_events(store, found.name, 20)
    if options.json:
        print_json([found, *events])
    else:
        show_alert(found, events, options.lang)
    return 0


def _remove(options: argparse.Namespace, store: "Store") -> int:
    with store.writing(quiet=True):
        store.drop_alert(_named(options, store).name)
    return 0


def _pause(options: argparse.Namespace, store: "Store") -> int:
    from ..alerts.making import pause, resume

    with store.writing(quiet=True):
        alert = _named(options, store)
        (pause if options.action == "pause" else resume)(store, alert)
    return 0


def _feed(options: argparse.Namespace, store: "Store") -> int:
    from ..alerts.feed import NEWEST, as_atom
    from ..alerts.standing import newest_events

    alert = _named(options, store)
    sys.stdout.buffer.write(as_atom(alert, newest_events(store, alert.name, NEWEST), options.lang))
    sys.stdout.flush()
    return 0


def _run(options: argparse.Namespace, store: "Store") -> int:
    import asyncio

    from .. import logs
    from ..alerts.making import seconds_of

    every = seconds_of(options.every, "--every")
    with logs.started(form=options.log):
        return asyncio.run(_rounds(options, store, every))


async def _rounds(options: argparse.Namespace, store: "Store", every: float) -> int:
    import asyncio
    import time

    from ..alerts.letters import server_named
    from ..alerts.rounds import round

    smtp = server_named(os.environ, options.mail_from)
    async with _fetcher(options) as fetcher:
        while True:
            done = await round(store, time.time(), fetcher, smtp)
            _report(options, done)
            if options.once:
                return 1 if done.failed or done.is_busy else 0
            await asyncio.sleep(every)


def _report(options: argparse.Namespace, done: "Report") -> None:
    if options.json:
        print_json([done])
    elif done.is_busy:
        print("thoisu: another process is at the alerts of this store; nothing was done", file=sys.stderr)
    elif options.once or done.told or done.delivered or done.failed:
        from ..alerts.wording import words_of

        words = words_of(options.lang)["round"]
        print(f"thoisu: {words.format(told=done.told, delivered=done.delivered, failed=done.failed)}", file=sys.stderr)


def _test(options: argparse.Namespace, store: "Store") -> int:
    import asyncio

    alert = _named(options, store)
    channels = store.channels(alert.name)
    if not channels:
        raise QuestionError(alert.name, "has no receiver to be tested", "its feed is `thoisu alert feed NAME`")
    return asyncio.run(_tried(options, alert, channels))


async def _tried(options: argparse.Namespace, alert: "Alert", channels: "list[Channel]") -> int:
    import time

    from ..alerts.delivering import test
    from ..alerts.letters import server_named
    from ..alerts.states import hidden

    smtp, failed = server_named(os.environ, options.mail_from), False
    async with _fetcher(options) as fetcher:
        for channel in channels:
            fault = await test(alert, channel, time.time(), fetcher, smtp)
            print(f"{channel.kind}  {hidden(channel.kind, channel.target)}  {fault or 'ok'}")
            failed = failed or fault is not None
    return 1 if failed else 0


def _fetcher(options: argparse.Namespace) -> "Fetcher":
    from ..watch.fetching import Fetcher

    return Fetcher(agent_of(options), allow_private=options.allow_private)


def _named(options: argparse.Namespace, store: "Store") -> "Alert":
    found = store.alert(options.name)
    if found is None:
        raise QuestionError("NAME", f"{options.name!r} is no alert of this store", "see `thoisu alert list`")
    return found
