"""Logs of what runs by itself (`thoisu serve`, `thoisu watch run`): lines of JSON where no person looks on.

Whoever logs names an event in snake_case and gives what belongs to it as fields:

    logging.getLogger("thoisu.watch").info("page_fetched", extra={"fields": {"url": url, "status": 200}})

A line holds `time` (UTC, RFC 3339), `level`, `logger`, `event`, then the fields. What a library says in words has the
event `message` and its words under `message`; a traceback stands under `traceback`. Secrets are struck out wherever
they stand: passwords of addresses, secrets of query strings, tokens, headers that carry them (OWASP Logging Cheat
Sheet, "Data to exclude").
"""

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TextIO

FORMS = ("auto", "json")
STRUCK = "***"
_LONGEST = 8000  # characters of one value; journald cuts lines of 48 KiB
_OWN = frozenset({"time", "level", "logger", "event", "message", "traceback"})
_EVENT = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

_PERCENT = "(?:%[0-9A-Fa-f]{2})"
_USER = re.compile(r"(?<=://)[^\s/?#\"'<>]*@")
# A name with its value: in a query string, also in one inside another, in a list of settings, or as JSON writes it.
_NAMED = re.compile(
    rf"(?:(?<![\w.+-])|(?<={_PERCENT})|(?=%)){_PERCENT}?([\w.+-]++)(?:(=|%3[Dd])|[\"']\s*:\s*(?=[\"']))"
)
_PLAIN_VALUE = re.compile(r"[^&\s#;\"'<>]+|\"[^\"]*\"|'[^']*'")
_CODED_VALUE = re.compile(r"(?:(?!%26|%23)[^&\s#;\"'<>])+")
_HEADER = re.compile(r"\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)(\s*:\s*)[^\r\n]+", re.IGNORECASE)
_BEARER = re.compile(r"\b(bearer|basic)(\s+)[\w.~+/=-]{6,}", re.IGNORECASE)
_OUR_TOKEN = re.compile(r"\bthoisu_[\w-]{43}")
_WORDS_OF_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# What a part of a name says; `key` and the like are secrets of an address only: pages have keys too.
_SECRET = frozenset(
    ("password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "authorization", "credential",
     "credentials", "jwt", "cookie", "bearer")
)  # fmt: skip
_SECRET_ASKED = _SECRET | frozenset(
    ("key", "pass", "pw", "auth", "sig", "sign", "signature", "session", "sessionid", "sid", "hmac", "otp", "pin")
)
_HOLDS_SECRET = re.compile(r"passw(?:or)?d|secret|token|api_?key|signature|sessionid", re.IGNORECASE)


def start(level: int | str = logging.INFO, form: str = "auto") -> None:
    """Sends what is logged from now on to standard error; what was started before ends.

    `form` is `json` (lines of JSON of `level` and above; of libraries only warnings) or `auto`: JSON unless standard
    error is a terminal, where only errors are told, as text, beside what the command itself shows.
    """
    as_json = form == "json" or not sys.stderr.isatty()
    handler = _Handler()
    handler.setFormatter(JsonLines(handler.ascii) if as_json else TextLines())
    handler.setLevel(logging.NOTSET if as_json else logging.ERROR)
    stop()
    logging.getLogger().addHandler(handler)
    logging.getLogger("thoisu").setLevel(level.upper() if isinstance(level, str) else level)


def stop() -> None:
    """Ends what `start` began: nothing more is written, and the levels are as before."""
    root = logging.getLogger()
    for before in [h for h in root.handlers if isinstance(h, _Handler)]:
        root.removeHandler(before)
    logging.getLogger("thoisu").setLevel(logging.NOTSET)


@contextmanager
def started(level: int | str = logging.INFO, form: str = "auto") -> Iterator[None]:
    """As long as it lasts, what is logged goes where `start` sends it: a command leaves its process as it found it."""
    start(level, form)
    try:
        yield
    finally:
        stop()


class _Handler(logging.StreamHandler[TextIO]):
    """The one that `start` made; it writes to what is standard error when it writes."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr

    @property
    def ascii(self) -> bool:
        return (sys.stderr.encoding or "").lower().replace("-", "") != "utf8"


class JsonLines(logging.Formatter):
    """A record as one line of JSON; only ASCII (with escapes) where the stream takes no more.

    >>> record = logging.makeLogRecord({"name": "thoisu.watch", "levelname": "INFO", "msg": "source_read"})
    >>> record.created = 0.0
    >>> record.fields = {"source": "Báo Nhân Dân", "url": "https://an:mat-khau@example.vn/rss?token=abc&p=2"}
    >>> print(JsonLines().format(record))  # doctest: +NORMALIZE_WHITESPACE
    {"time": "1970-01-01T00:00:00.000Z", "level": "info", "logger": "thoisu.watch", "event": "source_read",
     "source": "Báo Nhân Dân", "url": "https://***@example.vn/rss?token=***&p=2"}
    """

    def __init__(self, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii = ascii_only

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told, event = record.getMessage(), "message"
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if _EVENT.fullmatch(told):
            event = told
        line["event"] = event
        if event == "message":
            line["message"] = _plain(told)
        for name, value in _fields(record).items():
            line[f"{name}_" if name in _OWN else name] = value
        if record.exc_info:
            line["traceback"] = _plain(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=self._ascii)


class TextLines(logging.Formatter):
    """A record as people read it: its event, its fields, and below them the traceback.

    >>> record = logging.makeLogRecord({"msg": "request_failed", "fields": {"method": "GET", "path": "/ban-do"}})
    >>> TextLines().format(record)
    'thoisu: request_failed method=GET path=/ban-do'
    """

    def format(self, record: logging.LogRecord) -> str:
        """The lines, without their end."""
        fields = "".join(f" {name}={value}" for name, value in _fields(record).items())
        trace = f"\n{strike(self.formatException(record.exc_info))}" if record.exc_info else ""
        return f"thoisu: {strike(record.getMessage())}{fields}{trace}"


def strike(text: str) -> str:
    """A text with the secrets in it struck out.

    >>> strike("https://example.vn/tin?id=7&access_token=bi-mat#dau")
    'https://example.vn/tin?id=7&access_token=***#dau'
    >>> strike("postgresql://kho:mat-khau@10.0.0.5/tin: không kết nối được")
    'postgresql://***@10.0.0.5/tin: không kết nối được'
    """
    text = _USER.sub(f"{STRUCK}@", text)
    text = _HEADER.sub(rf"\1\2{STRUCK}", text)
    text = _BEARER.sub(rf"\1\2{STRUCK}", text)
    text = _OUR_TOKEN.sub(f"thoisu_{STRUCK}", text)
    pieces, at = [], 0
    for found in _NAMED.finditer(text):
        if found.start() < at or not _is_secret(found[1], _SECRET_ASKED):
            continue
        coded = found[2] not in (None, "=")
        value = (_CODED_VALUE if coded else _PLAIN_VALUE).match(text, found.end())
        if value:
            quote = value[0][0] if value[0][0] in "\"'" else ""
            pieces += [text[at : found.end()], quote, STRUCK, quote]
            at = value.end()
    return "".join([*pieces, text[at:]])


def _is_secret(name: str, words: frozenset[str]) -> bool:
    """Whether what stands under a name is a secret: by a word of the name, or by what it holds."""
    return bool(_HOLDS_SECRET.search(name)) or any(w.lower() in words for w in _WORDS_OF_NAME.findall(name))


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    given = getattr(record, "fields", None)
    found = _plain(given) if isinstance(given, Mapping) else {}
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> Any:
    """A value as JSON holds it, without secrets."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(n): STRUCK if v and _is_secret(str(n), _SECRET) else _plain(v) for n, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    # A surrogate that stands alone is no text.
    text = str(value).encode("utf-8", "backslashreplace").decode()
    # Cut first: what is struck out of a part is struck out of the whole, and a giant text costs no more than its part.
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return strike(text)
