"""`thoisu alert`: what the commands say, and what they refuse."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from thoisu import add, incoming, open_store
from thoisu.cli import main

from .alerts.receivers import hook, mailbox

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a page about Germany, of which nobody has been told yet."""
    place = tmp_path / "tin.sqlite"
    monkeypatch.setenv("THOISU_STORE", str(place))
    for name in ("THOISU_SMTP", "THOISU_MAIL_FROM", "THOISU_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    _add(place, 1, "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).")
    return place


def _add(place: Path, number: int, text: str) -> None:
    with open_store(place) as opened:
        add(opened, [incoming(text, published="2022-11-05", uri=f"https://bao.example.vn/tin-{number}.html")])


def test_the_way_from_a_question_to_its_receivers(store: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    with hook() as web, mailbox() as post:
        monkeypatch.setenv("THOISU_SMTP", post.url)
        given = ["alert", "add", "duc", "--actor", "Đức", "--webhook", web.url, "--mail", "bien-tap@example.vn"]
        assert main([*given, "--digest", "0s", "--desk", "https://tin.example.vn/"]) == 0
        secret, told = capsys.readouterr()
        assert len(secret.strip()) >= 40
        assert "is not shown again" in told
        _add(store, 2, "Ngày 3/11, Thủ tướng Đức Olaf Scholz đã điện đàm với Tổng thống Pháp Emmanuel Macron.")
        assert main(["alert", "run", "--once", "--allow-private", "--mail-from", "thoisu@example.vn"]) == 0
        assert "thoisu: 1 told, 2 delivered, 0 failed" in capsys.readouterr().err
        [(_, body)] = web.taken
        event = json.loads(body)
        assert (event["kind"], event["seq"], event["alert"]) == ("new", 1, "duc")
        assert event["link"] == f"https://tin.example.vn/entry/{event['entry']['id']}"
        [letter] = post.letters
        assert (letter["From"], letter["To"]) == ("thoisu@example.vn", "bien-tap@example.vn")
        assert main(["alert", "test", "duc", "--allow-private"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0::2] for line in lines] == [["webhook", "ok"], ["mail", "ok"]]
        assert json.loads(web.taken[1][1])["kind"] == "test"
        for shown in (["list"], ["show", "duc"], ["list", "--json"], ["show", "duc", "--json"], ["feed", "duc"]):
            assert main(["alert", *shown]) == 0
            out = capsys.readouterr().out
            assert "duc" in out
            assert secret.strip() not in out
            assert "bi-mat" not in out
        assert event["id"] in out


def test_a_receiver_that_fails_is_told_of(capsys: Out) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/tin"
    assert main(["alert", "add", "duc", "--actor", "Đức", "--from-start", "--webhook", url]) == 0
    assert main(["alert", "run", "--once", "--allow-private"]) == 1
    assert main(["alert", "test", "duc", "--allow-private"]) == 1
    assert main(["alert", "list", "--lang", "vi"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "còn 1 tin chưa gửi, lỗi từ" in out


def test_paused_resumed_removed(capsys: Out) -> None:
    assert main(["alert", "add", "duc", "--actor", "Đức", "--on", "new,plan"]) == 0
    for action, says in (("pause", "paused; New, Plan changed"), ("resume", "looks on; New, Plan changed")):
        assert main(["alert", action, "duc"]) == 0
        assert main(["alert", "list"]) == 0
        assert says in capsys.readouterr().out
    assert main(["alert", "remove", "duc"]) == 0
    assert main(["alert", "list"]) == 0
    assert "No alert" in capsys.readouterr().out
    assert main(["alert", "add", "duc"]) == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["Đức"], "NAME: 'Đức' is no name of an alert"),
        (["duc", "--on", "new,cũ"], "--on: 'cũ' is not known"),
        (["duc", "--status", "maybe"], "'maybe' is not known"),
        (["duc", "--from", "hôm qua"], "from: 'hôm qua' is no date"),
        (["duc", "--webhook", "ftp://tin.example.vn/"], "--webhook: is no address"),
        (["duc", "--webhook", "https://toi:bimat@tin.example.vn/"], "--webhook: holds a name or a password"),
        (["duc", "--webhook", "https://tin.example.vn/a\nb"], "--webhook: is no address"),
        (["duc", "--mail", "toi@example.vn\nBcc: ai@example.vn"], "is no mail address"),
        (["duc", "--mail", "toi"], "--mail: 'toi' is no mail address"),
        (["duc", "--mail", "toi@example.vn", "--digest", "lâu"], "--digest: 'lâu' is no span of time"),
        (["duc", "--digest", "1d"], "--digest: is of mail"),
        (["duc", "--secret-env", "BI_MAT"], "--secret-env: signs webhooks"),
        (["duc", "--desk", "tin.example.vn"], "--desk: 'tin.example.vn' is no address"),
        (["da-co"], "NAME: 'da-co' is taken"),
    ],
)
def test_what_is_no_alert_is_refused_in_one_line(given: list[str], says: str, capsys: Out) -> None:
    assert main(["alert", "add", "da-co"]) == 0
    assert main(["alert", "add", *given]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1
    assert "bimat" not in err


@pytest.mark.parametrize("action", ["show", "remove", "pause", "resume", "feed", "test"])
def test_an_alert_that_is_none(action: str, capsys: Out) -> None:
    assert main(["alert", action, "duc"]) == 2
    assert "'duc' is no alert of this store" in capsys.readouterr().err


def test_a_mail_server_that_is_none_is_not_repeated(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THOISU_SMTP", "imap://toi:bimat@thu.example.vn")
    assert main(["alert", "run", "--once"]) == 2
    err = capsys.readouterr().err
    assert "THOISU_SMTP: names no server" in err
    assert "bimat" not in err


def test_it_runs_until_it_is_stopped() -> None:
    assert main(["alert", "add", "duc", "--from-start"]) == 0
    command = [sys.executable, "-m", "thoisu.cli", "alert", "run", "--every", "1s", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = json.loads(process.stdout.readline())
        process.terminate()
        assert (told["told"], told["failed"]) == (1, 0)
        assert json.loads(process.stderr.readline())["event"] == "alert_told"
