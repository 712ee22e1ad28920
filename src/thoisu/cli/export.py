"""`thoisu export FORMAT`: what a question asks for, in the form of another tool."""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ThoisuError
from .stored import question_of, question_options, store_option

if TYPE_CHECKING:
    from ..export.formats import FolderWriter, Writer
    from ..export.source import Source


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
    from ..export.formats import folder_writer_of, writer_of
    from ..export.source import Source
    from ..store import open_store

    try:
        write = writer_of(options.format)
        with open_store(options.store, create=False) as store:
            desk = options.desk.rstrip("/") if options.desk else None
            source = Source(store, question_of(options, store), desk=desk)
            if options.out is None:
                count = write(source, sys.stdout.buffer)
                sys.stdout.flush()
            elif (in_folder := folder_writer_of(options.format)) and not options.out.endswith(".zip"):
                count = _into_folder(Path(options.out), source, in_folder)
            else:
                count = _into(Path(options.out), source, write)
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


def _into(path: Path, source: "Source", write: "Writer") -> int:
    """Writes beside the file and puts it in its place when it is whole: what was there before stays until then."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            count = write(source, out)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _into_folder(path: Path, source: "Source", write: "FolderWriter") -> int:
    """The same for a folder of files, which is made where it is not there; other files in it stay."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.mkdir()
    try:
        count = write(source, beside)
        path.mkdir(exist_ok=True)
        for file in sorted(beside.iterdir()):
            file.replace(path / file.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count
