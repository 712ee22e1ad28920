"""`thoisu watch` and `thoisu fetch` as a user runs them, on sites on loopback."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from thoisu.cli import main
from thoisu.errors import StoreLocked
from thoisu.store import open_store

from .pages import made, path
from .site import PATIENCE, Site, status
from .test_rounds import feed

ENDS_WITHIN = 5.0  # seconds


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "tin.sqlite")


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a command does to the language and the log of its process ends with the test."""
    monkeypatch.setenv("LANG", "C.UTF-8")
    root, ours = logging.getLogger(), logging.getLogger("thoisu")
    before = list(root.handlers), ours.level
    yield
    root.handlers[:] = before[0]
    ours.setLevel(before[1])


def test_a_source_from_its_adding_to_its_end(site: Site, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    urls = [site.put(path(n), made(n), 1) for n in range(3)]
    source = site.put("/rss.xml", feed(*urls, site.url("/404", 1)), 1)
    front = site.put("/", f'<html><link rel="alternate" type="application/rss+xml" href="{source}"><body>Tin', 1)
    asking = ["--allow-private", "--gap", "0"]
    assert main(["watch", "add", front, *asking, "--every", "60", "--store", where]) == 0
    name, kind, url = capsys.readouterr().out.split()
    assert (name, kind, url) == ("127.0.0.2", "feed", source)
    assert main(["watch", "run", "--once", "--workers", "1", *asking, "--store", where]) == 0
    *_, ended = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ended["event"], ended["offered"], ended["fetched"], ended["new"]) == ("round_ended", 4, 3, 3)
    assert main(["watch", "status", "--json", "--store", where]) == 0
    told, host = map(json.loads, capsys.readouterr().out.splitlines())
    assert (told["url"], told["offered"], told["kept"], told["failed"], told["fault"]) == (source, 4, 3, 1, None)
    assert (host["host"], host["robots"], host["asked_today"] >= 6) == (source.split("/")[2], 404, True)
    for lang, words in (("en", "offered 4 · kept 3 · failed 1"), ("vi", "được giới thiệu 4 · đã lưu 3 · hỏng 1")):
        assert main(["watch", "status", "--lang", lang, "--store", where]) == 0
        assert words in " ".join(capsys.readouterr().out.split())
    assert main(["watch", "list", "--store", where]) == 0
    assert capsys.readouterr().out == f"127.0.0.2  feed  {source}\n"
    assert main(["watch", "remove", "127.0.0.2", "--store", where]) == 0
    assert main(["watch", "remove", "127.0.0.2", "--store", where]) == 1
    assert "'127.0.0.2' is not watched; see `thoisu watch list`" in capsys.readouterr().err
    with open_store(where) as store:
        assert (store.sources(), store.counts()["pages"]) == ([], 3)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["watch", "add", "khongcobaonay"], 1, "is neither an outlet of the lexicon nor an address"),
        (["watch", "add", "vnexpress", "--every", "0"], 2, "--every: 0 is no time; give seconds, 1 to 2592000"),
        (["watch", "add", "vnexpress", "--every", "1e400"], 2, "--every: inf is no time; give seconds, 1 to 2592000"),
        (["watch", "run", "--budget", "0"], 2, "--budget: 0 is no number of requests; give 1 or more"),
        (["watch", "run", "--gap", "-1"], 2, "--gap: -1 is no pause; give seconds, 0 to 86400"),
        (["watch", "run", "--again", "-1"], 2, "--again: -1 is no time; give seconds, 0 or more"),
        (["watch", "run", "--workers", "0"], 2, "--workers: 0 is no number of processes; give 1 or more"),
        (["watch", "run", "--contact", "a b"], 2, "--contact: 'a b' is no contact; give a mail address or https://…"),
        (["watch", "list"], 2, "is no store yet; `thoisu add PAGE…` makes one"),
        (["fetch"], 2, "URL: no address is given; give one, or --list FILE"),
        (["fetch", "file:///etc/passwd"], 1, "is not http or https; give the address of a page"),
        (["fetch", "http://10.0.0.1/tin.html"], 1, "10.0.0.1 is not a public address; give the address of a page of"),
        (["fetch", "http://an:mat-khau@example.vn/tin"], 1, "has a user name or password in it; give the address"),
        (["fetch", "--list", "khong-co.csv"], 1, "khong-co.csv: no such file; check the name"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(
    where: str, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    assert main([*arguments, "--store", where]) == code
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert "mat-khau" not in error


def test_pages_that_somebody_names(site: Site, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    urls = [site.put(path(n), made(n), 2) for n in range(10, 13)]
    site.put("/robots.txt", "User-agent: *\nDisallow: /cam/\n", 2)
    busy = site.put("/ban-post400001.html", status(429, Retry_After="90"), 2)
    asking = ["--allow-private", "--gap", "0", "--store", where]
    assert main(["fetch", urls[0], site.url("/cam/tin.html", 2), site.url("/404", 2), *asking, "--json"]) == 1
    out, error = capsys.readouterr()
    assert json.loads(out)["key"] == urls[0]
    assert [line.split("; ")[-1] for line in error.splitlines()] == [
        "save the page in a browser and add the file", "check the address", where,
    ]  # fmt: skip
    assert main(["fetch", "--print", "--json", urls[1], *asking]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert (reading["page"]["uri"], reading["page"]["fetched"][:2]) == (urls[1], "20")
    plain = "<title>Hai bên gặp nhau</title><article><h1>Hai bên gặp nhau</h1>" + made(12).partition("</h1>")[2]
    undated = site.put("/khong-ngay.html", plain, 2)
    listed = tmp_path / "danh-sach.csv"
    listed.write_text(f"url,date\n{urls[2]},2/11/2026\n{undated},3/11/2026\nkhong phai,1\n", encoding="utf-8")
    assert main(["add", str(listed), *asking]) == 1
    assert "danh-sach.csv:4: " in capsys.readouterr().err
    with open_store(where) as store:
        days = {document.key: document.moment for document in store.documents()}
    assert days.keys() == {urls[0], urls[2], undated}
    assert (days[undated] or "")[:10] == "2026-11-03"
    assert main(["fetch", busy, *asking]) == 1
    assert "429 Too Many Requests; try again in 90 seconds" in capsys.readouterr().err
    asked = len(site.asked(host=2))
    assert main(["fetch", urls[1], *asking]) == 1  # the store remembers that the host rests
    assert "can't be asked now: rests; try again later" in capsys.readouterr().err
    assert len(site.asked(host=2)) == asked


def run(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "thoisu.cli", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANG": "C.UTF-8"},
    )


def wait_until_watched(where: str, is_watched: bool) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with open_store(where) as store, store.lease("watch"):
                found = False
        except StoreLocked:
            found = True
        if found == is_watched:
            return
        assert time.monotonic() < end
        time.sleep(0.05)


def test_watching_ends_at_once_when_it_is_told_to(site: Site, where: str) -> None:
    source = site.put("/rss-cham.xml", feed(site.url("/im-lang", 0)), 0)
    assert main(["watch", "add", source, "--kind", "feed", "--store", where]) == 0
    process = run("watch", "run", "--allow-private", "--gap", "0", "--store", where)
    end = time.monotonic() + PATIENCE
    while not site.asked("/rss-cham.xml", 0):
        assert time.monotonic() < end
        time.sleep(0.02)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, error = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - begun < ENDS_WITHIN
    assert process.returncode == 0, error
    lines = [json.loads(line) for line in error.splitlines() if line.startswith("{")]
    assert lines[-1]["event"] == "round_ended"
    assert "Traceback" not in error


def test_watching_beside_the_desk_ends_with_it_however_that_ends(where: str) -> None:
    open_store(where).close()
    process = run("serve", "--watch", "--port", "0", "--store", where)
    wait_until_watched(where, True)
    process.kill()
    process.communicate(timeout=PATIENCE)
    wait_until_watched(where, False)


def test_watching_beside_the_desk_is_begun_again_when_it_is_killed(where: str) -> None:
    open_store(where).close()
    process = run("serve", "--watch", "--port", "0", "--store", where)
    wait_until_watched(where, True)
    for _ in range(2):
        [watcher] = [one for one in psutil.Process(process.pid).children() if "watch" in one.cmdline()]
        watcher.kill()
        wait_until_watched(where, False)
        wait_until_watched(where, True)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    wait_until_watched(where, False)
    ended = [line for line in told.splitlines() if "watching_ended" in line]
    assert [(json.loads(line)["code"], json.loads(line)["again_in"]) for line in ended] == [(-9, 2.0), (-9, 4.0)]


def test_where_nothing_is_watched_it_is_said(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "run", "--once", "--store", where]) == 0
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["event"]) for line in told] == [
        ("warning", "nothing_is_watched"),
        ("info", "round_ended"),
    ]


def test_a_source_of_this_network_says_how_it_may_be_asked(
    site: Site, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", "add", site.url("/rss.xml"), "--store", where]) == 1
    assert "--allow-private asks machines of this network" in capsys.readouterr().err
