"""`thoisu serve`: the store as web pages and as an HTTP API."""

import argparse
import sys
from contextlib import nullcontext

from .stored import log_option, store_option

_RATE = 600  # requests a minute and client off this machine


def add_options(serve: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu serve`."""
    add = serve.add_argument
    add("--host", default="127.0.0.1", metavar="ADDRESS", help="the address to serve at (127.0.0.1: this machine only)")
    add("--port", type=int, default=8000, metavar="N", help="the port (8000)")
    add("--public-read", action="store_true", help="everybody who reaches the address may read, without a token")
    add("--origin", action="append", default=[], metavar="URL", help="a site whose scripts may use the API (CORS)")
    add("--max-body", type=int, default=5_000_000, metavar="BYTES", help="the largest page that is taken (5,000,000)")
    add("--rate", type=int, metavar="N", help=f"requests a minute and client, 0 without limit ({_RATE}; 0 on loopback)")
    add("--workers", type=int, metavar="N", help="processes that answer (2, or 1 where there is one core)")
    add("--watch", action="store_true", help="watch the sources of the store beside (see `thoisu watch`)")
    log_option(serve)
    store_option(serve)


def run(options: argparse.Namespace) -> int:
    """Serves until it is stopped: 0 then, 2 where it can't or may not serve."""
    from ..web.server import Refused, serve
    from ..web.settings import Settings, is_loopback
    from .beside import watching

    rate = options.rate if options.rate is not None else 0 if is_loopback(options.host) else _RATE
    settings = Settings(
        store=options.store, host=options.host, port=options.port, public_read=options.public_read,
        origins=tuple(options.origin), max_body=options.max_body, rate=rate, log=options.log,
    )  # fmt: skip
    try:
        with watching(options.store, options.log) if options.watch else nullcontext():
            return serve(settings, options.workers)
    except Refused as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
