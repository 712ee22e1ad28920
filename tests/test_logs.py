"""Lines of the log: what they hold, and which secrets never reach them."""

import io
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu import logs
from thoisu.cli import main
from thoisu.logs import JsonLines, TextLines, strike
from thoisu.store import open_store


def _record(told: str = "page_fetched", **given: Any) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "thoisu.watch", "levelname": "INFO", "msg": told, **given})


def _line(record: logging.LogRecord) -> dict[str, Any]:
    text = JsonLines().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


SECRETS = [
    # What is written, and what is left of it.
    ("https://an:bimat@example.vn/tin", "https://***@example.vn/tin"),
    ("https://an@example.vn/tin", "https://***@example.vn/tin"),
    ("postgresql://kho:bi@mat@10.0.0.5:5432/tin", "postgresql://***@10.0.0.5:5432/tin"),
    ("host=10.0.0.5 user=kho password=bimat dbname=tin", "host=10.0.0.5 user=kho password=*** dbname=tin"),
    ("host=10.0.0.5 password='bi mat' dbname=tin", "host=10.0.0.5 password='***' dbname=tin"),
    ("/sign-in?key=bimat", "/sign-in?key=***"),
    ("/rss?a=1&token=bimat&b=2#cuoi", "/rss?a=1&token=***&b=2#cuoi"),
    ("/rss?TOKEN=bimat", "/rss?TOKEN=***"),
    ("/rss?access_token=bimat", "/rss?access_token=***"),
    ("/rss?accessToken=bimat;x=1", "/rss?accessToken=***;x=1"),
    ("/rss?apikey=bimat&api_key=bimat&api-key=bimat", "/rss?apikey=***&api_key=***&api-key=***"),
    ("/rss?X-Amz-Signature=bimat&X-Amz-Date=2026", "/rss?X-Amz-Signature=***&X-Amz-Date=2026"),
    ("/rss?sig=bi%20mat%3D", "/rss?sig=***"),
    ("/rss?token=bi=mat==", "/rss?token=***"),
    ("/go?to=%2F%3Ftoken%3Dbimat%26p%3D2", "/go?to=%2F%3Ftoken%3D***%26p%3D2"),
    ("/go?to=%2F%3Fp%3D2%26key%3Dbimat", "/go?to=%2F%3Fp%3D2%26key%3D***"),
    ("url=https://example.vn/?token=bimat", "url=https://example.vn/?token=***"),
    ('{"password": "bimat", "name": "an"}', '{"password": "***", "name": "an"}'),
    ("{'client_secret': 'bimat'}", "{'client_secret': '***'}"),
    ("Authorization: Bearer bimat.abc", "Authorization: ***"),
    ("Cookie: a=bimat; b=bimat", "Cookie: ***"),
    ("sent Bearer bimat-abc/=", "sent Bearer ***"),
    (f"the token thoisu_{'a1-_' * 10}xyz was shown", "the token thoisu_*** was shown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), SECRETS)
def test_a_secret_is_struck_out_wherever_it_stands(text: str, left: str) -> None:
    assert strike(text) == left
    assert _line(_record(fields={"url": text, "all": [text, {"why": text}]})) | {"time": ""} == {
        "time": "", "level": "info", "logger": "thoisu.watch", "event": "page_fetched",
        "url": left, "all": [left, {"why": left}],
    }  # fmt: skip
    assert left in _line(_record(f"it failed: {text}"))["message"]
    assert left in TextLines().format(_record(fields={"url": text}))
    for lines in (JsonLines(), TextLines()):
        assert "bimat" not in lines.format(_record("why: %s", args=(text,), exc_info=_raised(text)))


def _raised(text: str) -> Any:
    try:
        raise ValueError(text)
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize(
    "text",
    [
        "https://example.vn/tin-tuc/ong-biden-tham-ha-noi-4650123.html?page=2&author=an&design=1&passage=3",
        "https://example.vn/@toasoan/bai-viet?keyword=thu+do&q=a%3Db",
        "mailto an@example.vn: 3 trang, khóa học = 2",
        "the token 'an' may only read; make one with --write",
        "Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir Putin tại Geneva",
        "thoisu_http_requests_total",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert strike(text) == text


@pytest.mark.parametrize(
    "name", ["password", "token", "desk_token", "Authorization", "cookie", "smtpPassword", "api_key"]
)
def test_a_field_that_is_named_as_a_secret_is_struck_out_whole(name: str) -> None:
    assert _line(_record(fields={name: "bimat", "smtp": {name: ["bimat"]}, "key": "vietnamplus:123"}))["smtp"] == {
        name: "***"
    }
    line = _line(_record(fields={name: "bimat", "key": "vietnamplus:123"}))
    assert (line[name], line["key"]) == ("***", "vietnamplus:123")


def test_a_line_says_when_and_what_and_fields_take_no_place_of_its_own() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, 89000, tzinfo=UTC)
    fields = {"level": "cao", "time": 3, "day": moment.date(), "host": "báo.vn", "share": float("nan"), "more": {"b"}}
    line = _line(_record(created=moment.timestamp(), fields=fields))
    assert line == {
        "time": "2026-03-04T05:06:07.089Z", "level": "info", "logger": "thoisu.watch", "event": "page_fetched",
        "level_": "cao", "time_": 3, "day": "2026-03-04", "host": "báo.vn", "share": "nan", "more": ["b"],
    }  # fmt: skip


@pytest.mark.parametrize("told", ["Invalid HTTP request received.", "PageFetched", "page-fetched", "", "a\nb"])
def test_what_is_said_in_words_is_a_message(told: str) -> None:
    line = _line(_record(told))
    assert (line["event"], line["message"]) == ("message", told)


@given(
    st.text() | st.text(alphabet="?&=:/@%\"' tokenpassword3Dd"),
    st.dictionaries(st.text(), st.none() | st.floats() | st.integers() | st.text(alphabet=st.characters())),
)
def test_every_record_is_one_line_of_json(told: str, fields: dict[str, Any]) -> None:
    line = _line(_record(told.replace("%", "%%"), args=(), fields=fields))
    assert line["logger"] == "thoisu.watch"
    assert json.loads(JsonLines(ascii_only=True).format(_record("page_fetched", fields=fields)).encode("ascii"))


@given(st.text(alphabet="?&=:/@%\"' \n.tokenpassword3Dd"))
def test_striking_twice_is_striking_once(text: str) -> None:
    assert strike(strike(text)) == strike(text)


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class _Pipe(_Terminal):
    def isatty(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("stream", "form", "level", "events"),
    [
        (_Pipe, "auto", "info", ["page_fetched", "source_failed", "request_failed", "message"]),
        (_Pipe, "json", "WARNING", ["source_failed", "request_failed", "message"]),
        (_Terminal, "json", logging.DEBUG, ["page_seen", "page_fetched", "source_failed", "request_failed", "message"]),
        (_Terminal, "auto", "info", None),
    ],
)
def test_lines_of_json_go_where_no_person_looks_on(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], form: str, level: int | str, events: list[str] | None
) -> None:
    out = stream()
    monkeypatch.setattr(sys, "stderr", out)
    log, other = logging.getLogger("thoisu.watch"), logging.getLogger("uvicorn.error")
    with logs.started(level, form):
        logs.start(level, form)  # the second takes the place of the first
        log.debug("page_seen")
        log.info("page_fetched")
        log.warning("source_failed")
        log.error("request_failed", extra={"fields": {"path": "/ban-do"}})
        other.info("started")
        other.warning("Invalid HTTP request received.")
    log.error("told_to_nobody")
    if events is None:
        assert out.getvalue() == "thoisu: request_failed path=/ban-do\n"
    else:
        assert [json.loads(line)["event"] for line in out.getvalue().splitlines()] == events


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_no_letter_is_too_much_for_a_stream(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(out, encoding, errors="backslashreplace", line_buffering=True))
    with logs.started():
        logging.getLogger("thoisu").info("page_fetched", extra={"fields": {"place": "Hà Nội", "name": "\udc80"}})
    line = json.loads(out.getvalue().decode(encoding))
    assert (line["place"], line["name"]) == ("Hà Nội", "\\udc80")


@pytest.mark.parametrize("arguments", [["watch", "run", "--once"], ["alert", "run", "--once"]])
def test_a_command_leaves_its_process_as_it_found_it(tmp_path: Path, arguments: list[str]) -> None:
    where = str(tmp_path / "tin.sqlite")
    open_store(where).close()
    root, ours = logging.getLogger(), logging.getLogger("thoisu")
    before = list(root.handlers), ours.getEffectiveLevel(), ours.isEnabledFor(logging.INFO)
    main([*arguments, "--store", where])
    assert (list(root.handlers), ours.getEffectiveLevel(), ours.isEnabledFor(logging.INFO)) == before
