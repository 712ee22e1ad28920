"""Digests: what they hold, what can't be put into them, and the servers that take them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import msgspec
import pytest

from thoisu.alerts.letters import Smtp, letter, mailbox, server_named
from thoisu.alerts.records import Event
from thoisu.alerts.states import Alert
from thoisu.errors import QuestionError
from thoisu.model import replace
from thoisu.store.base import Store

from .conftest import NOW, events, make, put, rounds
from .receivers import Mailbox

TO = "bien-tap@example.vn"


def _letter(alert: Alert, told: list[Event]) -> tuple[bytes, EmailMessage, str, str]:
    raw = letter(alert, told, "thoisu@example.vn", TO, NOW)
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return raw, message, plain.get_content(), html.get_content()


@pytest.mark.parametrize(
    ("lang", "subject", "says"),
    [
        ("vi", "Cảnh báo: duc – Mới: 2", "* Mới: Olaf Scholz (Đức) → Trung Quốc · tiếp xúc: thăm"),
        ("en", "Alert: duc – New: 2", "* New: Olaf Scholz (Germany) → China · consults: visit"),
    ],
)
def test_a_digest_is_text_and_html_in_the_alerts_language(store: Store, lang: str, subject: str, says: str) -> None:
    alert = make(store, lang=lang, desk="https://tin.example.vn")
    put(store, 0, 1)
    rounds(store)
    told = events(store)
    raw, message, plain, html = _letter(alert, told)
    assert message["Subject"] == subject
    assert says in plain.splitlines()
    for event in told:
        assert event.entry is not None
        for text in (plain, html):
            assert event.entry.text in text
            assert f"https://tin.example.vn/entry/{event.entry.id}" in text
    assert message.get_content_type() == "multipart/alternative"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", lang)
    assert message["Date"] == "Sat, 05 Nov 2022 08:00:00 +0000"
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    again = message_from_bytes(letter(alert, told, "thoisu@example.vn", TO, NOW + 9))
    assert message["Message-ID"] == again["Message-ID"]


def test_what_a_page_says_ends_no_header_and_opens_no_element(store: Store) -> None:
    alert = make(store)
    put(store, 0)
    rounds(store)
    [event] = events(store)
    assert event.entry is not None
    evil = "Bcc: ai@example.vn\r\n\r\n<script>alert(1)</script>\x00"
    actor = replace(event.entry.actor[0], entity=evil, kind="person")
    said = replace(event.evidence[0], text=evil, outlet=evil, key='https://a.vn/"><script>')
    seen = replace(event, entry=replace(event.entry, actor=[actor], text=evil), evidence=[said])
    raw, message, plain, html = _letter(alert, [seen])
    assert sorted(message.keys()) == [
        "Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject",
        "To",
    ]  # fmt: skip
    assert message["Bcc"] is None
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\x00" not in plain + html
    assert not any(line.startswith(b"Bcc:") for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n"))


def test_a_long_digest_gives_the_rest_by_its_titles(store: Store) -> None:
    alert = make(store)
    put(store, 0)
    rounds(store)
    [event] = events(store)
    many = [replace(event, seq=seq, id=f"e{seq}") for seq in range(1, 1001)]
    raw, message, plain, _ = _letter(alert, many)
    assert message["Subject"] == "Cảnh báo: duc – Mới: 1000"
    assert plain.count("\n* ") == 1000
    assert plain.count(event.evidence[0].text) == 200
    assert len(raw) < 2_000_000


@pytest.mark.parametrize(
    "given",
    ["", "toi", "@example.vn", "toi@", "toi@example.vn, ai@example.vn", "toi@example.vn\r\nBcc: ai@example.vn",
     "<toi@example.vn>", "toi @example.vn", "tôi@example.vn", "toi@-example.vn", "toi@example.vn\n"],
)  # fmt: skip
def test_what_is_no_mailbox_is_refused(given: str) -> None:
    with pytest.raises(QuestionError):
        mailbox(given)


@pytest.mark.parametrize(
    ("given", "host", "port", "tls", "user", "password"),
    [
        ("smtp://thu.example.vn", "thu.example.vn", 25, False, None, None),
        ("smtp://thu.example.vn:587", "thu.example.vn", 587, False, None, None),
        ("smtps://toi:b%40i%2Fmat@thu.example.vn", "thu.example.vn", 465, True, "toi", "b@i/mat"),
        ("smtp://[::1]:2525", "::1", 2525, False, None, None),
    ],
)
def test_servers_are_named_by_addresses(
    given: str, host: str, port: int, tls: bool, user: str | None, password: str | None
) -> None:
    assert server_named({"THOISU_SMTP": given}, TO) == Smtp(host, port, tls, user, password, TO)


@pytest.mark.parametrize(
    "given", ["thu.example.vn", "imap://thu.example.vn", "smtp://", "smtp://thu:70000", "smtp://a:b"]
)
def test_what_names_no_server_is_refused_unrepeated(given: str) -> None:
    with pytest.raises(QuestionError) as caught:
        server_named({"THOISU_SMTP": given})
    assert str(caught.value) == "THOISU_SMTP: names no server; give it as smtp[s]://user:password@host:port"


def test_who_sends_is_given_or_named_by_the_environment_or_the_user() -> None:
    given = {"THOISU_SMTP": "smtp://toi%40example.vn:x@thu.example.vn"}
    for sender, environment, expected in (
        ("a@example.vn", given, "a@example.vn"),
        (None, given | {"THOISU_MAIL_FROM": "b@example.vn"}, "b@example.vn"),
        (None, given, "toi@example.vn"),
    ):
        found = server_named(environment, sender)
        assert found is not None
        assert found.sender == expected
    assert server_named({}) is None
    with pytest.raises(QuestionError, match="--mail-from"):
        server_named(given, "a@example.vn\nBcc: b@example.vn")


def test_a_password_goes_only_where_nobody_listens(post: Mailbox) -> None:
    port = int(post.url.rpartition(":")[2])
    named = Smtp("localhost.example.invalid", port, False, "toi", "bi-mat", TO)
    assert "bi-mat" not in (named.send(TO, b"") or "")
    # The server here offers neither TLS nor a login: by another name than that of this machine nothing is said to it.
    away = Smtp("127.1", port, False, "toi", "bi-mat", TO)
    assert away.send(TO, b"Subject: a\r\n\r\n") == "127.1 offers no TLS, and a password is sent through no other"
    assert post.raw == []


def test_a_server_that_is_down_or_speaks_otherwise_is_a_fault(post: Mailbox) -> None:
    port = int(post.url.rpartition(":")[2])
    assert (Smtp("127.0.0.1", 9, False, None, None, TO).send(TO, b"") or "").startswith("127.0.0.1: ")
    assert (Smtp("127.0.0.1", port, True, None, None, TO).send(TO, b"", timeout=2) or "").startswith("127.0.0.1: ")
    post.refusals[:] = ["552 too\tlarge"]
    assert Smtp("127.0.0.1", port, False, None, None, TO).send(TO, b"Subject: a\r\n\r\n") == "552 too large"
    assert Smtp("127.0.0.1", port, False, None, None, TO).send(TO, b"Subject: a\r\n\r\n") is None


def test_an_event_is_read_back_as_it_was_kept(store: Store) -> None:
    make(store)
    put(store, 0, 2, 4)
    rounds(store)
    for _, body in store.events("duc"):
        event = msgspec.json.decode(body, type=Event)
        assert msgspec.json.encode(event) == body
