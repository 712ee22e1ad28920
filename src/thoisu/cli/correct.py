"""`thoisu correct`: entries, names and stories put right by hand, in a log that is only ever added to."""

import argparse
import getpass
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CorrectionError, QuestionError
from ..lexicon import lexicon
from .stored import one_of, print_json, store_option

if TYPE_CHECKING:
    from ..store.base import Store


_LOOKED_AT = 200  # entries; a name that is asked for without its diacritics is another


def add_options(correct: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu correct`."""
    correct.add_argument("id", nargs="?", metavar="ENTRY", help="an entry of the chronology, or a story")
    what = correct.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--set", action="append", metavar="FIELD=VALUE",
        help="from, to, status, event, mode, actor, recipient, place, said_by or context; names parted by ;",
    )  # fmt: skip
    what.add_argument("--reject", action="store_true", help="the page does not say so: throw the entry out")
    what.add_argument("--merge", nargs="+", metavar="OTHER", help="these entries (or stories) are one with it")
    what.add_argument(
        "--split", nargs="*", metavar="TELLING", help="these tellings (or pages) are another; all, if none"
    )
    what.add_argument(
        "--undo", nargs="?", type=int, const=0, metavar="N", help="take back correction N, or the last one"
    )
    what.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="an entity has another name")
    what.add_argument("--join", nargs="+", metavar="NAME", help="these names are one entity, named by the first")
    what.add_argument("--log", action="store_true", help="list the corrections")
    what.add_argument("--gold", metavar="FOLDER", help="write the corrected pages as gold, a file of JSON each")
    correct.add_argument("--author", default=_author(), metavar="NAME", help="who corrects; else the user's name")
    correct.add_argument("--json", action="store_true", help="the lines of the log as JSON")
    store_option(correct)


def run(options: argparse.Namespace) -> int:
    """Corrects and gives the exit code: 0 done, 2 it can't be."""
    from ..store import open_store

    try:
        with open_store(options.store, create=False) as store:
            if options.log:
                return _list(store, options)
            if options.gold is not None:
                return _gold(store, Path(options.gold))
            return _correct(store, options)
    except (CorrectionError, QuestionError) as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2


def _correct(store: "Store", options: argparse.Namespace) -> int:
    from ..chronicle.correcting import correct, last_about

    if options.rename:
        action, target, values = "rename", [options.rename[0]], {"to": options.rename[1]}
    elif options.join:
        action, target, values = "join", options.join, {"to": options.join[0]}
    elif options.undo:
        action, target, values = "undo", [str(options.undo)], {}
    elif options.id is None:
        raise QuestionError("ENTRY", "is missing", "name an entry of `thoisu chronology` or a story")
    else:
        kind, members = _members(store, options.id)
        of_story = "story-" if kind == "story" else ""
        if options.undo is not None:
            action, target, values = "undo", [str(last_about(store, members).number)], {}
        elif options.merge:
            others = [id for other in options.merge for id in _members(store, other, kind)[1]]
            if set(others) <= set(members):
                raise QuestionError(options.merge[0], f"is {options.id} itself", "name another to join with it")
            action, target, values = ("story-join" if of_story else "merge"), sorted({*members, *others}), {}
        elif options.split is not None:
            off = [_member(name, members) for name in options.split]
            action, target = f"{of_story}split", members
            values = {"off": " ".join(off)} if off else {}
        elif of_story:
            raise QuestionError(options.id, "is a story", "only --merge, --split and --undo are for stories")
        elif options.reject:
            action, target, values = "reject", members, {}
        else:
            action, target, values = "set", members, _fields(options.set)
    if options.join and len(set(options.join)) < 2:
        raise CorrectionError(action, f"{target[0]!r} is one already", "name another to join with it")
    if options.rename or options.join:
        _tell_unknown(store, target)
    line = correct(store, options.author, action, target, values)
    if options.json:
        print_json([line])
    else:
        print(f"{line.number}: {line.action}; `thoisu correct --undo {line.number}` takes it back")
    return 0


def _tell_unknown(store: "Store", names: list[str]) -> None:
    """Says which names no entry shows: they may be another spelling, or come with a later page."""
    from ..chronicle.records import Question

    for name in names:
        entries = store.ask(Question(actor=[name], rejected=True), limit=_LOOKED_AT)
        if not any(name in (a.entity, a.country, a.org) for e in entries for a in (*e.actor, *e.recipient)):
            hint = "names are those that the chronology shows, states and bodies by their codes"
            print(f"thoisu: no entry names {name!r} so far; {hint}", file=sys.stderr)


def _fields(given: list[str]) -> dict[str, str]:
    fields = {}
    for pair in given:
        field, sign, value = pair.partition("=")
        if not sign:
            raise QuestionError("--set", f"{pair!r} sets nothing", "give it as FIELD=VALUE")
        fields[field.strip()] = value.strip()
    return fields


def _members(store: "Store", beginning: str, kind: str | None = None) -> tuple[str, list[str]]:
    """What an id stands for: the tellings of an entry, or the documents of a story."""
    begins = beginning.strip().lower()
    if kind != "story" and (kind == "entry" or store.resolve("entry", begins)):
        (entry,) = store.entries([one_of(store, "entry", beginning)])
        return "entry", entry.tellings
    if store.resolve("story", begins):
        return "story", store.in_story(one_of(store, "story", beginning))
    raise QuestionError(beginning, "is the id of no entry and no story", "copy one from `thoisu chronology`")


def _member(beginning: str, members: list[str]) -> str:
    found = [member for member in members if member.startswith(beginning.strip().lower())]
    if len(found) != 1:
        what = "is none of it" if not found else "begins several of it"
        raise QuestionError(beginning, what, f"give one of {', '.join(members[:5])}")
    return found[0]


def _list(store: "Store", options: argparse.Namespace) -> int:
    from ..chronicle.corrections import orphaned, taken_back

    lines = store.corrections()
    if options.json:
        print_json(lines)
        return 0
    words = lexicon().labels[options.lang]["of_store"]
    if not lines:
        print(words["no_corrections"])
    told = {id for line in lines for id in line.target}
    there = {t.id for t in store.tellings(told)} | {d.id for d in store.documents(told)}
    notes = {line.number: words["lost"] for line in orphaned(lines, there)}
    notes |= dict.fromkeys(taken_back(lines), words["undone"])
    for line in lines:
        said = "".join(f" {field}={value}" for field, value in line.values.items())
        here = datetime.fromisoformat(line.time).astimezone().isoformat(" ")[:16]
        parts = (f"{line.number:>4}", here, line.author, f"{line.action}{said}", " ".join(line.target))
        print("  ".join((*parts, *([notes[line.number]] if line.number in notes else []))))
    return 0


def _gold(store: "Store", folder: Path) -> int:
    from ..chronicle.correcting import gold_of

    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document, gold in gold_of(store):
            text = json.dumps(gold, ensure_ascii=False, indent=1)
            (folder / f"{document}.json").write_text(f"{text}\n", encoding="utf-8")
            written += 1
    except OSError as fault:
        print(f"thoisu: --gold: {folder} can't be written ({fault.strerror}); name another folder", file=sys.stderr)
        return 2
    print(f"thoisu: {written} pages in {folder}", file=sys.stderr)
    return 0


def _author() -> str:
    try:
        return os.environ.get("THOISU_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"  # an account without a name, as in some containers
