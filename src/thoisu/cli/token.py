"""`thoisu token add|list|revoke`: who may read and write over HTTP."""

import argparse
import sys
from typing import TYPE_CHECKING

from ..lexicon import lexicon
from .stored import store_option

if TYPE_CHECKING:
    from ..store.base import Store


def add_options(token: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu token`."""
    token.add_argument("action", choices=("add", "list", "revoke"), help="make one, list them, end one")
    token.add_argument("name", nargs="?", metavar="NAME", help="whose token it is; corrections bear this name")
    token.add_argument("--write", action="store_true", help="it may also add pages and correct")
    store_option(token)


def run(options: argparse.Namespace) -> int:
    """Does what was asked: 0 done, 2 it can't be."""
    from ..store import open_store

    if options.action != "list" and not (options.name or "").strip():
        print(f"thoisu: token {options.action}: NAME is missing; say whose token it is", file=sys.stderr)
        return 2
    with open_store(options.store, create=options.action == "add") as store:
        if options.action == "add":
            return _add(store, options.name.strip(), options.write)
        if options.action == "revoke":
            return _revoke(store, options.name.strip())
        return _list(store, options.lang)


def _add(store: "Store", name: str, writes: bool) -> int:
    from ..web.access import hashed, new_token

    token = new_token()
    with store.writing():
        made = store.put_token(name, hashed(token), writes)
    if not made:
        print(f"thoisu: token add: {name!r} is taken; give another name", file=sys.stderr)
        return 2
    print(token)
    print("thoisu: keep it: the store knows only its hash, and it is not shown again", file=sys.stderr)
    return 0


def _revoke(store: "Store", name: str) -> int:
    with store.writing():
        ended = store.revoke_token(name)
    if not ended:
        print(f"thoisu: token revoke: no token {name!r} is in force; see `thoisu token list`", file=sys.stderr)
        return 2
    return 0


def _list(store: "Store", lang: str) -> int:
    words = lexicon().labels[lang]["of_store"]
    for token in store.tokens():
        may = words["token_writes"] if token.writes else words["token_reads"]
        end = f"  {words['token_revoked']} {token.revoked[:10]}" if token.revoked else ""
        print(f"{token.name}  {may}  {token.made[:10]}{end}")
    return 0
