"""A mail as a page: its text/html or plain part, its subject as title, its date as that of publication.

Newsletters come so, one a file (.eml) or many in a mailbox (mbox, RFC 4155). Their furniture, such as how to end the
subscription, is what the page stages find in any page.
"""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta, timezone
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from html import escape
from typing import BinaryIO, NamedTuple

from ..errors import EmptyPage, NoArticle, PageError, PageTooLarge
from ..model import Article, Block, Paragraph, Published, replace
from ..text import key, normalize
from .decode import MAX_BYTES, decode, is_mail
from .plain import read_plain
from .publishers import host_of, publisher_of
from .shapes import own_label

_HANOI = timezone(timedelta(hours=7))
_SEPARATOR = re.compile(rb"From \S.*\b\d{4}\b")
_FORWARDED = re.compile(r"^(?:\s*(?:fwd?|re|chuyển tiếp|trả lời|tl|ct)\s*:)+\s*", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,300}@[^<>\s]{1,255})>")
_BESIDE = frozenset(("other", "related", "navigation"))
_TOLD = frozenset(("title", "lead", "body"))
_SENTENCES = re.compile(r".{30,}[.!?…/][\"”’)]*")
_YEARS = range(1990, 2100)
_DEEPEST = 8  # mails forwarded inside each other


class Mail(NamedTuple):
    """What a mail holds: `html` and `plain` are decoded parts, "" for none; `published` ISO 8601, local time.

    `uri` is where it can be read on the web (Archived-At, RFC 5064), else mid: and its id (RFC 2392), "" for none;
    `sender` the host of who sent it.
    """

    subject: str
    published: str | None
    html: str
    plain: str
    uri: str
    sender: str


def is_mailbox(head: bytes) -> bool:
    """Whether bytes begin a mailbox of mails.

    >>> is_mailbox(b"From a@example.vn Sat Mar  7 08:07:00 2026\\nSubject: Tin\\nFrom: a@example.vn\\n\\nTin")
    True
    """
    return _SEPARATOR.match(head) is not None and is_mail(head)


def mails_of(file: BinaryIO, where: str) -> Iterator[tuple[int, bytes | PageError]]:
    """The mails of a mailbox, each with its offset; memory does not grow with the mailbox.

    A mail begins at a line "From …" that ends in a year, behind an empty line. One that is too large is an error.
    """
    lines: list[bytes] = []
    begin = at = size = 0
    empty = True

    def mail() -> bytes | PageError:
        if size > MAX_BYTES:
            what = f"{size >> 20} MB, more than the {MAX_BYTES >> 20} MB that one page may have"
            return PageTooLarge(f"{where}, mail at {begin}", what, "take its attachments out")
        # The empty line behind a mail parts it from the next: without it, it is what it was as a file.
        return b"".join(lines[:-1] if len(lines) > 1 and not lines[-1].strip() else lines)

    for line in file:
        if empty and _SEPARATOR.match(line):
            if size:
                yield begin, mail()
            lines, begin, size = [], at, 0
        else:
            size += len(line)
            if size <= MAX_BYTES:
                # Lines of the text that begin so are quoted (mboxrd).
                lines.append(line[1:] if re.match(rb">+From ", line) else line)
        empty = not line.strip(b"\r\n")
        at += len(line)
    if size:
        yield begin, mail()


def parse_mail(raw: bytes, where: str) -> Mail:
    """A mail's parts; of one that only passes on another, that one's. Raises PageError where it holds no text.

    >>> raw = "Subject: =?utf-8?b?SGFpIGLDqm4gZ+G6t3AgbmhhdQ==?=\\nDate: Sat, 7 Mar 2026 01:07:00 +0000\\n\\nTin."
    >>> mail = parse_mail(raw.encode(), "tin.eml")
    >>> mail.subject, mail.published, mail.plain
    ('Hai bên gặp nhau', '2026-03-07T08:07:00+07:00', 'Tin.')
    """
    try:
        message = message_from_bytes(raw, policy=default)
        found = max(_inside(message), key=lambda one: (len(_texts(one, where)[0]) > 0, _size(one, where)))
        markup, plain = _texts(found, where)
    except (MessageError, LookupError, ValueError, AttributeError, RecursionError) as fault:
        # Whatever the parts of a mail hold, the parser of the standard library may stumble over it.
        raise PageError(where, f"is a mail that can't be read ({fault})", "save the newsletter as a web page") from None
    if not markup.strip() and not plain.strip():
        raise EmptyPage(where, "is a mail without text", "give one with an article")
    archived = _header(found, "archived-at").strip("<> ")
    named = _MESSAGE_ID.search(_header(found, "message-id"))
    return Mail(
        subject=normalize(_FORWARDED.sub("", _header(found, "subject"))),
        published=_date(found),
        html=markup,
        plain=plain,
        uri=archived if host_of(archived) else f"mid:{named[1]}" if named else "",
        sender=parseaddr(_header(found, "from"))[1].rpartition("@")[2].strip("> ").lower(),
    )


def read_mail(mail: Mail, where: str) -> tuple[Article, str]:
    """The article of a mail, and the language that its markup names. Raises PageError where it holds none."""
    if mail.html:
        from .html import parse
        from .web import read_html

        # Told as the headline, so that where the text repeats it the stages know it.
        head = f'<meta property="og:title" content="{escape(mail.subject)}">' if mail.subject else ""
        try:
            article, meta, _ = read_html(head + mail.html, where)
            language = meta.language
        except NoArticle:
            # Short notes, one a table cell: no element holds most of them, but all of it is the text.
            article = read_plain(mail.plain or parse(mail.html, where).text())
            language = ""
    else:
        article, language = read_plain(mail.plain.replace("\r\n", "\n")), ""
    return _as_sent(article, mail), language


def _as_sent(article: Article, mail: Mail) -> Article:
    """The article with what the head of its mail says: title, day and outlet; and with the stories beside the first.

    A page has one article and teasers of others; a newsletter is all of its stories.
    """
    blocks = [replace(b, label="body") if _stands_beside(b) else b for b in article.blocks]
    beside = [new.text for old, new in zip(article.blocks, blocks, strict=True) if old is not new]
    paragraphs = [Paragraph("body", b.text) for b in blocks if b.label in _TOLD] if beside else article.paragraphs
    if mail.subject and key(article.title or "") != key(mail.subject):
        rest = [Paragraph("body", p.text) if p.role == "title" else p for p in paragraphs]
        paragraphs = [Paragraph("title", mail.subject), *(p for p in rest if key(p.text) != key(mail.subject))]
    publisher = publisher_of(f"https://{mail.sender}/")
    made: Article = replace(
        article,
        outlet=publisher.domains[0] if publisher else host_of(mail.uri) or article.outlet,
        title=mail.subject or article.title,
        published=Published(mail.published, "minute", "markup") if mail.published else article.published,
        paragraphs=paragraphs,
        related=[r for r in article.related if r.summary not in beside],
        blocks=blocks,
    )
    return made


def _stands_beside(block: Block) -> bool:
    """Whether a block is running text that only its place sets apart from the article."""
    return (
        block.label in _BESIDE
        and _SENTENCES.fullmatch(block.text) is not None
        and (own_label(block.text) or "body") in _TOLD
    )


def _inside(message: EmailMessage, depth: int = 0) -> list[EmailMessage]:
    """A mail and those that it passes on."""
    found = [message]
    if depth < _DEEPEST:
        for part in message.walk():
            if part is not message and part.get_content_type() == "message/rfc822" and part.is_multipart():
                found += _inside(part.get_payload(0), depth + 1)  # type: ignore[arg-type]
    return found


def _size(message: EmailMessage, where: str) -> int:
    return len("".join(_texts(message, where)))


def _texts(message: EmailMessage, where: str) -> tuple[str, str]:
    """The first text/html and the first plain part that a reader is shown, without those of mails inside of it."""
    found = {"text/html": "", "text/plain": ""}
    parts = [message]
    while parts:
        part = parts.pop(0)
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            parts = [p for p in part.iter_parts() if isinstance(p, EmailMessage)] + parts
        elif kind in found and not found[kind] and not part.is_attachment():
            found[kind] = _decoded(part, where)
    return found["text/html"], found["text/plain"]


def _decoded(part: EmailMessage, where: str) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    return decode(payload, where, part.get_content_charset() or "").text.removeprefix("\ufeff")


def _header(message: EmailMessage, name: str) -> str:
    """A header in plain text, its encoded words put together before they are read: some end within a letter."""
    told = next((value for field, value in message.raw_items() if field.lower() == name), "")
    try:
        pieces = decode_header(re.sub(r"\r?\n[ \t]?", " ", str(told)))
    except HeaderParseError:
        return str(told)
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def _piece(piece: str | bytes, charset: str | None) -> str:
    raw = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
    for name in ("utf-8", charset or "cp1258", "cp1258"):
        try:
            return raw.decode(name)
        except (ValueError, LookupError):  # its letters are none of that charset, or it has a name that none can have
            continue
    return raw.decode("utf-8", "replace")


def _date(message: EmailMessage) -> str | None:
    """The date of a mail in local time; one without a zone is taken as local."""
    for name in ("date", "resent-date"):
        told = _header(message, name)
        try:
            when = parsedate_to_datetime(told)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if when.year not in _YEARS:
            continue
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC if "-0000" in told else _HANOI)
        return when.astimezone(_HANOI).replace(microsecond=0).isoformat()
    return None
