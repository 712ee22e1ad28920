"""The command line: `thoisu read PAGE…`."""

import argparse
import sys
from pathlib import Path

from . import __version__
from .errors import DateError, PageError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="thoisu")
    parser.add_argument("--version", action="version", version=__version__)
    sub = parser.add_subparsers(dest="command", required=True)
    r = sub.add_parser("read")
    r.add_argument("page", nargs="+")
    r.add_argument("--json", action="store_true")
    r.add_argument("--published")
    r.add_argument("--lang", choices=["vi", "en"], default="en")
    o = parser.parse_args(arguments)
    from .reader import pages_of, read

    bad = 0
    for page in pages_of(o.page):
        try:
            if isinstance(page, PageError):
                raise page
            reading = read(page, o.published)
        except DateError as e:
            print(f"thoisu: {e}", file=sys.stderr)
            return 2
        except PageError as e:
            print(f"thoisu: {e}", file=sys.stderr)
            bad = 1
            continue
        if o.json:
            sys.stdout.buffer.write(reading.to_json() + b"\n")
    return bad


if __name__ == "__main__":
    sys.exit(main())
