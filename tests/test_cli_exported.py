"""What `thoisu export pages` writes is added to another store, and makes the same chronicle there."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu.chronicle.adding import add
from thoisu.chronicle.preparing import Incoming
from thoisu.export.source import Source
from thoisu.store import open_store

from .calling import thoisu
from .chronicle.test_order import PAGES, TEXTS
from .conftest import ROOT
from .export.making import written
from .warcs import archive, html_of, response, story


def exported(store: str | Path, form: str) -> bytes:
    with open_store(store, create=False) as opened:
        return written(form, Source(opened))


def filled(path: Path, *batches: list[Incoming]) -> Path:
    with open_store(path) as store:
        for batch in batches:
            add(store, batch)
    return path


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(sorted(PAGES)), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_export_and_import_give_the_same_entries(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], chance: Any
) -> None:
    folder = tmp_path_factory.mktemp("there")
    store = filled(folder / "a.sqlite", [PAGES[name] for name in names])
    lines = exported(store, "pages").splitlines(keepends=True)
    assert len(lines) == len(names)
    chance.shuffle(lines)
    file = folder / "pages.jsonl"
    file.write_bytes(b"".join(lines))
    run = thoisu("add", file, "--workers", "1", "--store", folder / "b.sqlite")
    assert (run.returncode, run.stderr.split(";")[0]) == (0, f"thoisu: {len(names)} pages: {len(names)} new")
    assert exported(folder / "b.sqlite", "jsonl") == exported(store, "jsonl")
    assert exported(folder / "b.sqlite", "pages") == exported(store, "pages")


def test_pages_of_every_kind_come_over_as_they_are(tmp_path: Path) -> None:
    """Files with older versions, fetched pages, records of an archive, mails: what follows from how they came too."""
    mail = tmp_path / "tin.eml"
    mail.write_bytes(
        b"From: toa-soan@example.vn\r\nMessage-ID: <tin-1@example.vn>\r\nDate: Sat, 05 Nov 2022 08:00:00 +0700\r\n"
        b"Subject: Tin\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + TEXTS["call"].encode()
    )
    changed = tmp_path / "doi.txt"
    warc = tmp_path / "crawl.warc.gz"
    warc.write_bytes(
        archive([response(html_of(story(n)), f"https://bao.example/tin-{n}.html") for n in range(3)], True)
    )
    store = tmp_path / "a.sqlite"
    for name in ("call", "call2"):
        changed.write_text(TEXTS[name], encoding="utf-8")
        assert thoisu("add", changed, "--store", store).returncode == 0
    examples = ROOT / "examples"
    assert thoisu("add", mail, warc, examples, "--published", "2024-01-02", "--store", store).returncode == 0
    file = tmp_path / "pages.jsonl"
    assert thoisu("export", "pages", "--out", file, "--store", store).returncode == 0
    piped = thoisu("add", "-", "--store", tmp_path / "b.sqlite", stdin=file.read_bytes())
    assert piped.returncode == 0
    assert exported(tmp_path / "b.sqlite", "jsonl") == exported(store, "jsonl")
    assert exported(tmp_path / "b.sqlite", "readings") == exported(store, "readings")
    again = thoisu("add", file, "--store", store)
    assert "known already" in again.stderr
    assert thoisu("read", "--json", file).stdout.count("\n") == len(file.read_bytes().splitlines())


def test_an_entry_comes_back_from_its_line(tmp_path: Path) -> None:
    import msgspec

    from thoisu.chronicle.answers import Answer
    from thoisu.chronicle.records import Question

    store = filled(tmp_path / "a.sqlite", list(PAGES.values()))
    found = [msgspec.json.decode(line, type=Answer) for line in exported(store, "jsonl").splitlines()]
    with open_store(store) as opened:
        assert [answer.entry for answer in found] == opened.ask(Question())
        assert all(sorted(e.telling for e in a.evidence) == sorted(a.entry.tellings) for a in found)


def changed(**fields: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda line: line | fields


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (changed(raw=base64.b64encode(b"khac").decode()), "holds other bytes than were exported"),
        (changed(document="../../etc"), "holds other bytes than were exported"),
        (changed(raw="?"), "is no page that was exported"),
        (changed(reading={}), "is no page that was exported"),
        (lambda line: {"document": line["document"], **line["reading"]}, "is no page that was exported"),
    ],
)
def test_a_spoilt_line_is_named_and_the_others_are_added(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], dict[str, Any]], said: str
) -> None:
    store = filled(tmp_path / "a.sqlite", [PAGES["call"], PAGES["off"]])
    first, second = exported(store, "pages").splitlines()
    file = tmp_path / "pages.jsonl"
    file.write_bytes(first + b"\n" + json.dumps(spoil(json.loads(second))).replace(": ", ":").encode() + b"\n")
    run = thoisu("add", file, "--store", tmp_path / "b.sqlite")
    assert run.returncode == 1
    assert f"pages.jsonl, line 2: {said}" in run.stderr
    assert "1 pages: 1 new" in run.stderr


def test_entries_are_no_pages(tmp_path: Path) -> None:
    file = tmp_path / "entries.jsonl"
    file.write_bytes(exported(filled(tmp_path / "a.sqlite", [PAGES["call"]]), "jsonl"))
    run = thoisu("add", file, "--store", tmp_path / "b.sqlite")
    assert run.returncode == 1
    assert "holds entries, not the pages that tell them; add what `thoisu export pages` writes" in run.stderr
