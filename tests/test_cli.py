"""The command line, run as a user runs it: good pages, and every kind of bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .calling import thoisu
from .conftest import ROOT

PAGE = (
    "Thủ tướng Đức tới Trung Quốc\n\nNgày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc) cùng lãnh "
    "đạo nhiều doanh nghiệp, trong đó có Siemens./.\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_for_people(page: Path) -> None:
    run = thoisu("read", page, "--published", "2022-11-05", anew=True)
    assert run.returncode == 0
    assert run.stderr == ""
    assert "Olaf Scholz (DEU) → CHN" in " ".join(run.stdout.split())
    assert "[đến]" in run.stdout
    assert "\x1b[" not in run.stdout


def test_in_vietnamese(page: Path) -> None:
    run = thoisu("read", page, "--lang", "vi")
    assert "đã diễn ra" in run.stdout
    assert "Đăng lúc: chưa rõ" in run.stdout


def test_the_language_follows_the_locale(page: Path) -> None:
    assert "Đăng lúc" in thoisu("read", page, LANG="vi_VN.UTF-8").stdout


def test_json_is_one_line_a_page_in_the_order_given(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Hội nghị bế mạc\n\nHai bên hứa sẽ tiếp tục thảo luận trong thời gian tới.\n", encoding="utf-8")
    run = thoisu("read", "--json", other, page)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["page"]["uri"] for line in lines] == [str(other), str(page)]


def test_a_folder_is_read_in_order_and_standard_input_too(page: Path) -> None:
    assert len(thoisu("read", "--json", ROOT / "examples").stdout.splitlines()) == 7
    run = thoisu("read", "--json", "-", stdin=PAGE.encode())
    assert json.loads(run.stdout)["page"]["uri"] == "-"


def test_a_page_with_no_event_is_a_good_answer(tmp_path: Path) -> None:
    path = tmp_path / "quiet.txt"
    path.write_text(
        "Thời tiết hôm nay\n\nTrời nắng đẹp ở hầu hết các vùng, nhiệt độ tăng nhẹ vào buổi trưa.\n", "utf-8"
    )
    run = thoisu("read", path)
    assert run.returncode == 0
    assert "No event found" in run.stdout


BAD = [
    ("missing.txt", None, "no such file"),
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\t\n", "is empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
    ("noise.txt", bytes(range(256)) * 40, "binary"),
    (
        "english.txt",
        b"The two sides met in Geneva on Friday and agreed to meet again next week.\n" * 3,
        "not Vietnamese",
    ),
    ("figures.txt", b"12 13 14 15\n", "no words"),
    (
        "front.html",
        "<html><body><a href=/>Trang chủ</a> <a href=/qt>Quốc tế</a></body></html>".encode(),
        "no running text",
    ),
]


@pytest.mark.parametrize(("name", "content", "says"), BAD, ids=[b[0] for b in BAD])
def test_bad_input_gets_one_line_and_the_other_pages_are_read(
    page: Path, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    run = thoisu("read", "--json", bad, page)
    assert run.returncode == 1
    assert len(run.stdout.splitlines()) == 1
    [line] = run.stderr.splitlines()
    assert line.startswith("thoisu: ")
    assert name in line
    assert says in line
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "encoded",
    [
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-le"),
        b"\xef\xbb\xbf" + PAGE.encode(),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.encode().replace(b"Siemens", b"Siem\xffens", 1),
    ],
    ids=["utf-16", "utf-16 without mark", "utf-8 with mark", "crlf", "broken utf-8"],
)
def test_other_encodings_read_alike(tmp_path: Path, encoded: bytes) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(encoded)
    reading = json.loads(thoisu("read", "--json", path, "--published", "2022-11-05").stdout)
    assert [(e["event"], e["mode"], e["from"]) for e in reading["events"]][:1] == [("CONSULT", "visit", "2022-11-04")]


def test_windows_1258_is_read(tmp_path: Path) -> None:
    import unicodedata

    path = tmp_path / "page.txt"
    # Windows-1258 has letters with circumflex, breve and horn whole and the five tones apart.
    apart = "".join(_apart(c) for c in unicodedata.normalize("NFC", PAGE))
    path.write_bytes(apart.encode("cp1258"))
    reading = json.loads(thoisu("read", "--json", path).stdout)
    assert reading["article"]["title"] == "Thủ tướng Đức tới Trung Quốc"


def _apart(letter: str) -> str:
    import unicodedata

    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


def test_a_folder_without_pages_and_a_huge_file(tmp_path: Path, page: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    run = thoisu("read", "--json", folder, huge, page)
    assert run.returncode == 1
    first, second = run.stderr.splitlines()
    assert "without pages" in first
    assert "100 MB" in second
    assert len(run.stdout.splitlines()) == 1


@pytest.mark.parametrize("date", ["gestern", "2022-13-40", "31/2/2022", ""])
def test_a_date_that_is_none_is_wrong_usage(page: Path, date: str) -> None:
    run = thoisu("read", page, "--published", date)
    assert run.returncode == 2
    assert "YYYY-MM-DD" in run.stderr or date == ""
    assert run.stdout == ""


@pytest.mark.parametrize("arguments", [[], ["read"], ["reed", "x"], ["read", "x", "--lang", "fr"]])
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    run = thoisu(*arguments)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_a_closed_pipe_is_no_fault() -> None:
    command = f"{sys.executable} -m thoisu.cli read {ROOT / 'examples'} | head -1"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=120)
    assert "Traceback" not in run.stderr
