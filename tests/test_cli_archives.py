"""Archives on the command line, run as a user runs it: what is printed, counted and kept, also when stopped midway."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from .calling import thoisu
from .warcs import (
    TALKS,
    archive,
    conversion,
    html_of,
    metadata,
    packed,
    record,
    request,
    resource,
    response,
    revisit,
    story,
    text_of,
    warcinfo,
)

PAGE = html_of(TALKS)
ENGLISH = (
    "<html><body><h1>The two sides meet</h1><p>The two ministers met in Geneva to discuss the plan.</p></body></html>"
)
BAD_BODY = response(b"\x00\x01" * 9, "https://example.vn/tin-4.html", packing="br", unpacked=True)
# Two pages and one of everything that is skipped.
MIXED = [
    warcinfo(),
    request(),
    response(PAGE, "https://example.vn/tin-1.html"),
    metadata(),
    revisit(),
    response(ENGLISH, "https://example.com/news-1.html"),
    response("", "https://example.vn/tin-2.html", status=404),
    response(PAGE, "https://example.vn/"),
    response(b"\xff\xd8\xff", "https://example.vn/anh.jpg", mime="image/jpeg"),
    BAD_BODY,
    response(html_of(story(5)), "https://example.vn/tin-5.html", packing="gzip", chunked=True),
]
SUMMARY = re.compile(
    r"thoisu: (?P<file>.+): (?P<seen>\d+) records seen: "
    r"(?P<read>\d+) read, (?P<skipped>\d+) skipped(?: \((?P<kinds>.+)\))?"
)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return written(tmp_path / "crawl.warc.gz", MIXED)


def written(path: Path, records: list[bytes], gz: bool = True) -> Path:
    path.write_bytes(archive(records, gz))
    return path


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def counts_of(stderr: str) -> list[dict[str, int]]:
    """The counts of each summary on standard error; they add up."""
    found = []
    for m in SUMMARY.finditer(stderr):
        counts = {"seen": int(m["seen"]), "read": int(m["read"]), "skipped": int(m["skipped"])}
        kinds = {kind: int(n) for n, kind in (part.split() for part in (m["kinds"] or "").split(", ") if part)}
        assert counts["read"] + counts["skipped"] == counts["seen"]
        assert sum(kinds.values()) == counts["skipped"]
        found.append({**counts, **kinds})
    return found


# -- what is printed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gz", [True, False], ids=["gzip", "plain"])
def test_a_line_for_each_page_and_counts_at_the_end(tmp_path: Path, gz: bool) -> None:
    path = written(tmp_path / ("crawl.warc.gz" if gz else "crawl.warc"), MIXED, gz)
    run = thoisu("read", "--json", path)
    read = lines_of(run.stdout)
    assert [line["page"]["uri"] for line in read] == ["https://example.vn/tin-1.html", "https://example.vn/tin-5.html"]
    assert {line["page"]["format"] for line in read} == {"warc"}
    fault, summary = run.stderr.splitlines()
    assert "(https://example.vn/tin-4.html)" in fault
    assert fault.startswith(f"thoisu: {path}: record at ")
    assert counts_of(summary) == [
        {"seen": 11, "read": 2, "skipped": 9, "other": 6, "language": 1, "article": 1, "damaged": 1}
    ]
    assert run.returncode == 1


def test_an_archive_without_fault_is_a_good_answer(tmp_path: Path) -> None:
    path = written(tmp_path / "crawl.warc.gz", [warcinfo(), request(), response(PAGE), response(ENGLISH)])
    run = thoisu("read", "--json", path)
    assert run.returncode == 0
    assert counts_of(run.stderr) == [{"seen": 4, "read": 1, "skipped": 3, "other": 2, "language": 1}]
    assert len(run.stderr.splitlines()) == 1


def test_an_archive_without_article_is_a_good_answer_too(tmp_path: Path) -> None:
    run = thoisu("read", "--json", written(tmp_path / "crawl.warc.gz", [warcinfo(), response(ENGLISH)]))
    assert (run.returncode, run.stdout) == (0, "")
    assert counts_of(run.stderr) == [{"seen": 2, "read": 0, "skipped": 2, "other": 1, "language": 1}]


def test_for_people(mixed: Path) -> None:
    run = thoisu("read", mixed)
    assert TALKS.title in run.stdout
    assert story(5).title in run.stdout
    assert "───" in run.stdout
    assert "Traceback" not in run.stderr


def test_text_records(tmp_path: Path) -> None:
    path = written(tmp_path / "crawl.warc.wet.gz", [warcinfo(), conversion(text_of(TALKS)), conversion("The end.")])
    run = thoisu("read", "--json", path)
    [line] = lines_of(run.stdout)
    assert (line["page"]["format"], line["article"]["title"]) == ("wet", TALKS.title)
    assert counts_of(run.stderr) == [{"seen": 3, "read": 1, "skipped": 2, "other": 1, "language": 1}]


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    run = thoisu("read", "--json", written(tmp_path / "download", MIXED))
    assert len(lines_of(run.stdout)) == 2


def test_a_day_that_is_given(tmp_path: Path) -> None:
    path = written(tmp_path / "crawl.warc.gz", [response(html_of(TALKS._replace(time="")))])
    [line] = lines_of(thoisu("read", "--json", path, "--published", "2022-01-21").stdout)
    assert line["article"]["published"] == {"value": "2022-01-21", "precision": "day", "basis": "given"}


# -- several files --------------------------------------------------------------------------------------------


def test_two_archives_are_told_of_apart(tmp_path: Path) -> None:
    one = written(tmp_path / "a.warc.gz", [warcinfo(), response(PAGE, "https://example.vn/a.html")])
    two = written(tmp_path / "b.warc.gz", [warcinfo(), request(), response(PAGE, "https://example.vn/b.html")])
    run = thoisu("read", "--json", two, one)
    assert [line["page"]["uri"] for line in lines_of(run.stdout)] == [f"https://example.vn/{n}.html" for n in "ba"]
    assert [m["file"] for m in SUMMARY.finditer(run.stderr)] == [str(two), str(one)]
    assert [c["seen"] for c in counts_of(run.stderr)] == [3, 2]


def test_a_folder_of_pages_and_archives(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text_of(TALKS), encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "c").mkdir()
    written(tmp_path / "c" / "c.warc.gz", [warcinfo(), response(PAGE, "https://example.vn/c.html")])
    written(tmp_path / "d.wet", [conversion(text_of(TALKS), "https://example.vn/d.html")], gz=False)
    (tmp_path / "e.gz").write_bytes(packed(b"no page"))
    (tmp_path / "f.json").write_text("{}", encoding="utf-8")
    run = thoisu("read", "--json", tmp_path)
    read = [(line["page"]["format"], line["page"]["uri"]) for line in lines_of(run.stdout)]
    assert read == [
        ("text", str(tmp_path / "a.txt")), ("html", str(tmp_path / "b.html")), ("warc", "https://example.vn/c.html"),
        ("wet", "https://example.vn/d.html"),
    ]  # fmt: skip
    assert run.returncode == 0
    assert [c["seen"] for c in counts_of(run.stderr)] == [2, 1]


NO_ARCHIVE = [
    ("empty.warc.gz", b"", "no WARC record"),
    ("cut.warc.gz", packed(warcinfo())[:12], "no WARC record"),
    ("missing.warc.gz", None, "no such file"),
]


@pytest.mark.parametrize(("name", "raw", "says"), NO_ARCHIVE, ids=[n[0] for n in NO_ARCHIVE])
def test_a_file_that_is_no_archive_gets_one_line_and_the_others_are_read(
    tmp_path: Path, name: str, raw: bytes | None, says: str
) -> None:
    bad, ledger = tmp_path / name, tmp_path / "skipped.jsonl"
    good = written(tmp_path / "good.warc.gz", [response(PAGE)])
    if raw is not None:
        bad.write_bytes(raw)
    run = thoisu("read", "--json", bad, good, "--errors", ledger)
    assert run.returncode == 1
    assert len(lines_of(run.stdout)) == 1
    first = run.stderr.splitlines()[0]
    assert first.startswith(f"thoisu: {bad}: ")
    assert says in first
    assert "Traceback" not in run.stderr
    noted = lines_of(ledger.read_text("utf-8"))[0]
    assert (noted["file"], noted["offset"], noted["kind"]) == (str(bad), None, "page")


def test_damage_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    made = [packed(response(html_of(story(n)), f"https://example{n}.vn/tin.html")) for n in range(4)]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join((made[0], made[1][:200], b"noise" * 9, made[1][250:], made[2], made[3])))
    run = thoisu("read", "--json", path)
    assert [line["page"]["uri"] for line in lines_of(run.stdout)] == [
        f"https://example{n}.vn/tin.html" for n in (0, 2, 3)
    ]
    assert run.returncode == 1
    assert [c["read"] for c in counts_of(run.stderr)] == [3]
    assert counts_of(run.stderr)[0]["damaged"] >= 1
    assert all(line.startswith(f"thoisu: {path}: ") for line in run.stderr.splitlines())


def test_a_bomb_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    huge = record("response", b" " * (33 << 20), "https://example.vn/huge.html", "application/http")
    run = thoisu("read", "--json", written(tmp_path / "crawl.warc.gz", [warcinfo(), huge, response(PAGE)]))
    assert len(lines_of(run.stdout)) == 1
    assert "32 MB" in run.stderr.splitlines()[0]
    assert counts_of(run.stderr) == [{"seen": 3, "read": 1, "skipped": 2, "other": 1, "large": 1}]
    assert run.returncode == 1


# -- the file of what was skipped -----------------------------------------------------------------------------


def test_every_skipped_record_has_its_line(mixed: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "skipped.jsonl"
    run = thoisu("read", "--json", mixed, "--errors", ledger)
    noted = lines_of(ledger.read_text("utf-8"))
    assert [set(line) for line in noted] == [{"file", "offset", "uri", "kind", "why"}] * 9
    assert [line["kind"] for line in noted] == [
        "other", "other", "other", "other", "language", "other", "article", "other", "damaged",
    ]  # fmt: skip
    assert {line["file"] for line in noted} == {str(mixed)}
    at = [line["offset"] for line in noted]
    assert at == sorted(set(at))
    assert noted[4]["uri"] == "https://example.com/news-1.html"
    assert all(isinstance(line["why"], str) and line["why"] for line in noted)
    assert counts_of(run.stderr)[0]["skipped"] == len(noted)


def test_single_pages_are_noted_too_and_a_file_is_written_anew(tmp_path: Path) -> None:
    ledger, bad, good = tmp_path / "skipped.jsonl", tmp_path / "bad.txt", tmp_path / "good.txt"
    ledger.write_text("an old line\n", encoding="utf-8")
    bad.write_bytes(b"")
    good.write_text(text_of(TALKS), encoding="utf-8")
    run = thoisu("read", "--json", bad, good, "--errors", ledger)
    assert lines_of(ledger.read_text("utf-8")) == [
        {"file": str(bad), "offset": None, "uri": str(bad), "kind": "page", "why": "is empty"}
    ]
    assert run.returncode == 1


def test_nothing_skipped_is_an_empty_file(tmp_path: Path) -> None:
    ledger = tmp_path / "skipped.jsonl"
    run = thoisu("read", "--json", written(tmp_path / "a.warc", [response(PAGE)], gz=False), "--errors", ledger)
    assert (run.returncode, ledger.read_text("utf-8")) == (0, "")


@pytest.mark.parametrize("where", [".", "missing/skipped.jsonl", "crawl.warc.gz/skipped.jsonl"])
def test_a_file_that_can_not_be_written_is_wrong_usage(mixed: Path, tmp_path: Path, where: str) -> None:
    run = thoisu("read", "--json", mixed, "--errors", tmp_path / where)
    assert (run.returncode, run.stdout) == (2, "")
    [line] = run.stderr.splitlines()
    assert line.startswith("thoisu: --errors: ")
    assert "name another file" in line


# -- standard input -------------------------------------------------------------------------------------------


def test_an_archive_on_standard_input_is_read(mixed: Path) -> None:
    from_file, from_input = thoisu("read", "--json", mixed), thoisu("read", "--json", "-", stdin=mixed.read_bytes())
    assert from_input.returncode == from_file.returncode
    assert from_input.stdout == from_file.stdout
    assert from_input.stderr == from_file.stderr.replace(str(mixed), "-")


def test_packed_bytes_that_are_no_archive_are_refused() -> None:
    run = thoisu("read", "--json", "-", stdin=packed(b"<p>Kenya"))
    assert (run.returncode, run.stdout) == (1, "")
    [line] = run.stderr.splitlines()
    assert line.startswith("thoisu: -: is packed; unpack it")


def test_the_file_of_errors_may_not_be_a_page(mixed: Path) -> None:
    before = mixed.read_bytes()
    for name in (str(mixed), ""):
        run = thoisu("read", "--json", mixed, "--errors", name)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.startswith("thoisu: --errors: ")
    assert mixed.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_gets_one_line(mixed: Path) -> None:
    run = thoisu("read", "--json", mixed, "--errors", "/dev/full")
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1].startswith("thoisu: the output can't be written (No space left")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "spoilt",
    [
        response(PAGE, date="garbage"),
        response(PAGE, "http://[bad/x"),
        response(PAGE, mime="text/html; charset=undefined"),
        response(PAGE.encode("utf-16"), mime='text/html; charset="\x00"'),
    ],
    ids=["date", "address", "charset", "a charset with a zero"],
)  # fmt: skip
def test_a_faulty_header_costs_no_other_record(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(archive([spoilt, response(PAGE, "https://example.vn/tin-2.html")]))
    run = thoisu("read", "--json", path)
    assert "Traceback" not in run.stderr
    assert json.loads(run.stdout.splitlines()[-1])["page"]["uri"] == "https://example.vn/tin-2.html"


# -- stopped midway -------------------------------------------------------------------------------------------


def stopped(tmp_path: Path, by: signal.Signals, after: int = 3) -> tuple[int, bytes, str, list[dict[str, Any]]]:
    """Exit code, output, messages and notes of a run over a long archive, stopped once some lines are there."""
    made = [packed(response(html_of(story(n)), f"https://example{n}.vn/tin.html")) for n in range(60)]
    path, out, ledger = tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl", tmp_path / "skipped.jsonl"
    path.write_bytes(packed(warcinfo()) + b"".join(made) * 30)
    command = [sys.executable, "-m", "thoisu.cli", "read", "--json", str(path), "--errors", str(ledger)]
    with out.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE) as run:
        until = time.monotonic() + 60
        while out.read_bytes().count(b"\n") < after and time.monotonic() < until and run.poll() is None:
            time.sleep(0.01)
        run.send_signal(by)
        _, messages = run.communicate(timeout=60)
    return run.returncode, out.read_bytes(), messages.decode(), lines_of(ledger.read_text("utf-8"))


def test_interrupted(tmp_path: Path) -> None:
    code, out, messages, noted = stopped(tmp_path, signal.SIGINT)
    assert code == 130
    assert out.endswith(b"}\n")
    read = lines_of(out.decode())
    assert 3 <= len(read) < 1800
    summary, last = messages.splitlines()
    assert last == "thoisu: stopped"
    [counts] = counts_of(summary)
    # The signal may come between the count of a page and its line.
    assert len(read) <= counts["read"] <= len(read) + 1
    assert counts["skipped"] == len(noted) == 1


def test_killed(tmp_path: Path) -> None:
    code, out, messages, noted = stopped(tmp_path, signal.SIGKILL)
    assert (code, messages) == (-signal.SIGKILL, "")
    assert out.endswith(b"}\n")
    assert 3 <= len(lines_of(out.decode())) < 1800
    assert [line["kind"] for line in noted] == ["other"]


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    records = [response(html_of(story(n)), f"https://example{n}.vn/tin.html") for n in range(40)]
    path = written(tmp_path / "crawl.warc.gz", [*records, resource(PAGE)])
    command = f"{sys.executable} -m thoisu.cli read --json {path} | head -1"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert len(lines_of(run.stdout)) == 1
    assert "Traceback" not in run.stderr
