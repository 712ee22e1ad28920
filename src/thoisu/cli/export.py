"""`thoisu export FORMAT`: what a question asks for, in the form of another tool."""

import argparse
import sys
from pathlib import Path

from ..errors import ThoisuError
from .stored import question_of, question_options, store_option


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments of `thoisu export`."""
    from ..export.formats import FORMATS

    width = max(map(len, FORMATS))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = "\n".join(["Formats:", *(f"  {name:<{width}}  {form.told}" for name, form in FORMATS.items())])
    parser.add_argument("format", metavar="FORMAT", choices=list(FORMATS), help="one of the formats above")
    parser.add_argument("--out", metavar="FILE", help="the file to write; else standard output")
    parser.add_argument("--desk", metavar="URL", help="the address of the desk that links lead to")
    question_options(parser)
    store_option(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the export: 0 done, 2 the call or the store is wrong."""
    from ..export.files import into
    from ..export.formats import writer_of
    from ..export.source import Source
    from ..store import open_store

    try:
        write = writer_of(options.format)
        with open_store(options.store, create=False) as store:
            desk = options.desk.rstrip("/") if options.desk else None
            source = Source(store, question_of(options, store), desk=desk, lang=options.lang)
            if options.out is None:
                count = write(source, sys.stdout.buffer)
                sys.stdout.flush()
            else:
                count = into(Path(options.out), lambda out: write(source, out))
    except ThoisuError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    print(f"thoisu: {count} rows of {options.format}{f' in {options.out}' if options.out else ''}", file=sys.stderr)
    return 0
