"""Which sources a call names, and how each can be cut: folders opened, forms told by name or first bytes."""

import re
from collections.abc import Iterable

from ..errors import UnreadableSource
from ..page.archive import records_from
from ..page.recovery import begins_record
from .places import File, begins_archive, files_at, location_of, opened
from .shards import Form, Source, by_bytes, by_parts, uncut

_WARC = re.compile(r"\.(?:warc|wet)(?:\.(?:gz|zst|lz4))?$", re.IGNORECASE)
_JSONL = re.compile(r"\.(?:jsonl|ndjson)(?:\.(?:gz|zst))?$", re.IGNORECASE)
_PARQUET = re.compile(r"\.parquet$", re.IGNORECASE)
_PAGE = re.compile(r"\.(?:txt|text|html?|xhtml)$", re.IGNORECASE)
_LINES = 16 << 20  # bytes of plain text are as much work as some times as many of a packed archive
_AHEAD = 2


def sources_of(given: Iterable[str], step: int) -> list[Source]:
    """The sources that a call names, cut into shards of about `step` bytes, each once and in order.

    Raises UnreadableSource where a place holds nothing that can be read.
    """
    found: dict[str, Source] = {}
    for name in given:
        location = location_of(name)
        files = files_at(location)
        alone = len(files) == 1 and files[0].location == location
        sources = [_alone(files[0], step)] if alone else _in_folder(location, files, step)
        if not sources:
            raise UnreadableSource(
                location, "holds no archive and no pages", "give WARC, WET, JSON Lines, Parquet or pages"
            )
        for source in sources:
            found.setdefault(source.location, source)
    return list(found.values())


def _alone(file: File, step: int) -> Source:
    return _cut(file, form_of(file), step)


def form_of(file: File) -> Form:
    """What a file is that stands for itself: by its name, else by its first bytes."""
    return _form(file.location) or ("warc" if begins_archive(file) else "pages")


def _in_folder(location: str, files: list[File], step: int) -> list[Source]:
    """Each archive and table is a source, and all pages together one."""
    sources = [_cut(file, form, step) for file in files if (form := _form(file.location)) and file.size != 0]
    pages = [file for file in files if _PAGE.search(file.location)]
    if pages:
        names = [page.location for page in pages]
        sizes = [page.size or 0 for page in pages]
        sources.append(Source(location, "pages", by_parts(location, "pages", sizes, _lines(step), names)))
    return sources


def _form(location: str) -> Form | None:
    path = location.partition("?")[0]
    forms: list[tuple[re.Pattern[str], Form]] = [(_WARC, "warc"), (_JSONL, "jsonl"), (_PARQUET, "parquet")]
    return next((form for pattern, form in forms if pattern.search(path)), None)


def _cut(file: File, form: Form, step: int) -> Source:
    location, size = file
    if form == "pages":
        return Source(location, form, by_parts(location, form, [size or 0], step, [location]), size is not None)
    if form == "parquet":
        return Source(location, form, by_parts(location, form, _row_groups(file), _lines(step)), size is not None)
    if size is None:
        return Source(location, form, uncut(location, form, None), sized=False)
    if form == "jsonl":
        packed = not location.lower().endswith((".jsonl", ".ndjson"))
        return Source(
            location, form, uncut(location, form, size) if packed else by_bytes(location, form, size, _lines(step))
        )
    if size <= step or not _by_record(file):
        return Source(location, form, uncut(location, form, size))
    return Source(location, form, by_bytes(location, form, size, step))


def _lines(step: int) -> int:
    return min(step, _LINES)


def _by_record(file: File) -> bool:
    """Whether an archive's records are packed one by one, or not at all, so that reading can begin at any of them."""
    with opened(file.location) as archive:
        second = [record.offset for record, _ in zip(records_from(archive, 0), range(_AHEAD), strict=False)][1:]
        if not second:
            return False
        archive.seek(second[0])
        return begins_record(archive.read(4096))


def _row_groups(file: File) -> list[int]:
    """The sizes of a table's row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with opened(file.location, file.size is not None) as table:
        try:
            meta = pq.ParquetFile(table).metadata
        except pa.ArrowException as fault:
            raise UnreadableSource(
                file.location, f"is no Parquet file ({fault})", "give one, or another form"
            ) from None
        return [meta.row_group(i).total_byte_size for i in range(meta.num_row_groups)]
