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
    out = "the file to write; else standard output. For parquet also a folder, unless it ends with .zip"
    parser.add_argument("--out", metavar="FILE", help=out)
    parser.add_argument("--desk", metavar="URL", help="the address of the desk that links lead to")
    question_options(parser)
    store_option(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the export: 0 done, 2 the call or the store is wrong."""
    from ..export.files import into, into_folder
    from ..export.formats import folder_writer_of, writer_of
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
            elif (in_folder := folder_writer_of(options.format)) and not options.out.endswith(".zip"):
                count = into_folder(Path(options.out), lambda folder: in_folder(source, folder))
            else:
                count = into(Path(options.out), lambda out: write(source, out))
    except ThoisuError as fault:
        print(f"thoisu: {fault}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        raise  # whoever reads has enough: cli/__init__.py ends quietly
    except OSError as fault:
        where = options.out or "standard output"
        print(f"thoisu: {where}: can't be written ({fault.strerror}); give another path", file=sys.stderr)
        return 2
    for note in source.notes:
        print(f"thoisu: {note}", file=sys.stderr)
    print(f"thoisu: {count} rows of {options.format}{f' in {options.out}' if options.out else ''}", file=sys.stderr)
    return 0
