"""A digest as an e-mail, and the server that takes it.

A letter is made once, before it is first tried, with the Message-ID that it keeps: a mailbox that gets it twice can
tell. It is text and HTML side by side (RFC 2046, 5.1.4), in seven bits so that every server passes it on as it is, and
says that no person sent it (RFC 3834).
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..chronicle.records import short_id
from ..errors import QuestionError
from ..export.lines import AUTHORITY
from .records import Event
from .states import Alert
from .wording import counted, sentences, title, told, words_of

SERVER, SENDER = "THOISU_SMTP", "THOISU_MAIL_FROM"  # in the environment
_IN_FULL = 200  # events of a letter; of the rest their titles
_PORTS = {"smtp": 25, "smtps": 465}
# RFC 5321 without quoted names: nothing that a header or a command could be ended with.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_SEVEN_BITS = SMTP.clone(cte_type="7bit")


class Smtp(NamedTuple):
    """A server that takes letters; `is_tls` from the first byte on, else it is spoken with as it offers (STARTTLS)."""

    host: str
    port: int
    is_tls: bool
    user: str | None
    password: str | None
    sender: str

    def send(self, to: str, letter: bytes, timeout: float = 30) -> str | None:
        """Hands a letter over: None when the server has taken it, else why not, in words without a secret."""
        try:
            with (
                smtplib.SMTP_SSL(self.host, self.port, timeout=timeout, context=ssl.create_default_context())
                if self.is_tls
                else smtplib.SMTP(self.host, self.port, timeout=timeout)
            ) as server:
                server.ehlo()
                is_safe = self.is_tls or _is_here(self.host)
                if not self.is_tls and server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                    server.ehlo()
                    is_safe = True
                if self.user is not None:
                    if not is_safe:
                        return f"{self.host} offers no TLS, and a password is sent through no other"
                    server.login(self.user, self.password or "")
                server.sendmail(self.sender, [to], letter)
        except smtplib.SMTPRecipientsRefused as fault:
            return _said(*next(iter(fault.recipients.values())))
        except smtplib.SMTPResponseException as fault:
            return _said(fault.smtp_code, fault.smtp_error)
        except smtplib.SMTPException as fault:
            return _printable(str(fault)) or type(fault).__name__
        except OSError as fault:
            return f"{self.host}: {_printable(fault.strerror or str(fault))}"
        return None


def server_named(environment: Mapping[str, str], sender: str | None = None) -> Smtp | None:
    """The server that THOISU_SMTP names (`smtp[s]://[user[:password]@]host[:port]`), None where it names none.

    Letters come from `sender`, else from THOISU_MAIL_FROM, else from the user. Raises QuestionError, which does not
    repeat the address, since it may hold a password.

    >>> found = server_named({"THOISU_SMTP": "smtps://toasoan%40example.vn:bi-mat@thu.example.vn"})
    >>> found.host, found.port, found.is_tls, found.user, found.sender
    ('thu.example.vn', 465, True, 'toasoan@example.vn', 'toasoan@example.vn')
    """
    given = environment.get(SERVER)
    if not given:
        return None
    try:
        parts = urlsplit(given)
        port = parts.port or _PORTS[parts.scheme]
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        if not parts.hostname:
            raise ValueError
    except (ValueError, KeyError):
        raise QuestionError(SERVER, "names no server", "give it as smtp[s]://user:password@host:port") from None
    of_user = user if user and _ADDRESS.fullmatch(user) else f"thoisu@{socket.gethostname() or 'localhost'}"
    named = sender or environment.get(SENDER) or of_user
    return Smtp(parts.hostname, port, parts.scheme == "smtps", user, password, mailbox(named, "--mail-from"))


def mailbox(given: str, where: str = "--mail") -> str:
    """An address that a letter can go to. Raises QuestionError.

    >>> mailbox("bien-tap@example.vn")
    'bien-tap@example.vn'
    """
    if not _ADDRESS.fullmatch(given):
        raise QuestionError(where, f"{given[:80]!r} is no mail address", "give it as name@example.vn")
    return given


def letter(alert: Alert, events: Sequence[Event], sender: str, to: str, now: float) -> bytes:
    """The digest of some events (in order) as the bytes of an e-mail; of those behind the first 200 only the titles."""
    words = words_of(alert.lang)
    message = EmailMessage(_SEVEN_BITS)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = f"{words['title'].format(name=alert.name)} – {counted(events, alert.lang)}"
    message["Date"] = datetime.fromtimestamp(int(now), UTC)
    message["Message-ID"] = f"<{short_id(to, *(event.id for event in events))}@{AUTHORITY}>"
    message["Auto-Submitted"] = "auto-generated"
    head = words["digest"].format(count=len(events), name=alert.name)
    message.set_content("\n".join([head, *_plain(events, alert.lang), ""]))
    body = "".join(_html(events, alert.lang))
    page = f'<!doctype html><html lang="{alert.lang}"><body><p>{escape(head)}</p>{body}</body></html>'
    message.add_alternative(page, subtype="html")
    message["Content-Language"] = alert.lang  # of the whole: given before, it would be that of the text alone
    return message.as_bytes()


def _plain(events: Sequence[Event], lang: str) -> Iterator[str]:
    for number, event in enumerate(events):
        yield f"\n* {title(event, lang)}"
        if number >= _IN_FULL:
            continue
        yield from (f"  {line}" for line in told(event, lang))
        yield from (f"  “{text}” — {', '.join(filter(None, rest))}" for text, *rest in sentences(event))
        if event.link:
            yield f"  {event.link}"


def _html(events: Sequence[Event], lang: str) -> Iterator[str]:
    words = words_of(lang)
    for number, event in enumerate(events):
        yield f"<h2>{escape(title(event, lang))}</h2>"
        if number >= _IN_FULL:
            continue
        yield f"<p>{'<br>'.join(map(escape, told(event, lang)))}</p>"
        for text, source, page in sentences(event):
            named = f'<a href="{escape(page)}">{escape(source)}</a>' if page else escape(source)
            yield f'<blockquote lang="vi">{escape(text)} — {named}</blockquote>'
        if event.link:
            yield f'<p><a href="{escape(event.link)}">{escape(words["on_desk"])}</a></p>'


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _said(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", errors="replace") if isinstance(words, bytes) else words
    return f"{code} {_printable(said)}"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[:200].strip()
