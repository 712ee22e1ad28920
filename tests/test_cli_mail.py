"""Newsletters on the command line: files, mailboxes, folders of both, and what can't be read among them."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from .calling import thoisu

TEXTS = {
    "Mỹ và Iran nối lại đàm phán tại Geneva": "Ngày 6/3, Ngoại trưởng Mỹ Marco Rubio đã gặp Ngoại trưởng Iran Abbas "
    "Araghchi tại Geneva (Thụy Sĩ) để bàn về chương trình hạt nhân của Iran.",
    "Nga và Ukraine trao đổi tù binh": "Ngày 5/3, Nga và Ukraine đã trao đổi 200 tù binh mỗi bên với sự trung gian của "
    "UAE, Bộ Quốc phòng Nga cho biết.",
}


def mails() -> list[bytes]:
    found = []
    for i, (subject, text) in enumerate(TEXTS.items()):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "Báo Ví Dụ <bantin@baovidu.example>", subject
        mail["Date"], mail["Message-ID"] = "Sat, 07 Mar 2026 08:07:00 +0700", f"<bt-{i}@baovidu.example>"
        mail.set_content(text)
        found.append(mail.as_bytes())
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The first mail as a file, both and one without text in a mailbox."""
    folder = tmp_path / "thư"
    (folder / "hộp").mkdir(parents=True)
    first, second = mails()
    (folder / "a.eml").write_bytes(first)
    empty = b"From: a@b.example\nSubject: Tin\nMessage-ID: <bt-9@b.example>\n\n"
    box = b"".join(b"From - Sat Mar  7 08:07:00 2026\n" + mail + b"\n" for mail in (first, empty, second))
    (folder / "hộp" / "tin.mbox").write_bytes(box)
    (folder / "ảnh.png").write_bytes(b"\x89PNG")
    return folder


def test_a_mail_is_one_page_wherever_it_comes_from(folder: Path, tmp_path: Path) -> None:
    run = thoisu("add", folder, "--json", "--store", tmp_path / "a.sqlite", "--workers", "1")
    assert run.returncode == 1
    done = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(page["what"], page["key"]) for page in done] == [
        ("new", "mid:bt-0@baovidu.example"),
        ("known", "mid:bt-0@baovidu.example"),
        ("new", "mid:bt-1@baovidu.example"),
    ]
    assert "tin.mbox, mail at " in run.stderr
    assert "is a mail without text" in run.stderr
    again = thoisu("add", folder / "hộp" / "tin.mbox", "--store", tmp_path / "a.sqlite", "--workers", "1")
    assert "2 pages: 2 known already" in again.stderr


def test_a_mailbox_is_read_and_told(folder: Path) -> None:
    run = thoisu("read", folder / "hộp" / "tin.mbox", "--json")
    readings = [json.loads(line) for line in run.stdout.splitlines()]
    assert [reading["article"]["title"] for reading in readings] == list(TEXTS)
    assert {(reading["page"]["format"], reading["article"]["published"]["value"]) for reading in readings} == {
        ("mail", "2026-03-07T08:07:00+07:00")
    }
    assert [reading["events"][0]["from"] for reading in readings] == ["2026-03-06", "2026-03-05"]
