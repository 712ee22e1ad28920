"""Mails as pages: which part is read, what the head tells, in whatever charset; and mailboxes of them."""

import io
from email.message import EmailMessage

import pytest

from thoisu import read
from thoisu.errors import EmptyPage, NotVietnamese, PageError, PageTooLarge
from thoisu.page.decode import MAX_BYTES, is_mail
from thoisu.page.mail import is_mailbox, mails_of, parse_mail

SUBJECT = "Mỹ và Iran nối lại đàm phán tại Geneva"
FIRST = "Ngày 6/3, Ngoại trưởng Mỹ Marco Rubio đã gặp Ngoại trưởng Iran Abbas Araghchi tại Geneva (Thụy Sĩ)."
SECOND = (
    "Nga và Ukraine ngày 6/3 đã trao đổi 200 tù binh mỗi bên với sự trung gian của UAE, Bộ Quốc phòng Nga cho biết."
)
PLAIN = f"{FIRST}\n\nHai bên nhất trí gặp lại vào tuần tới.\n"
STORY = f"<p>{FIRST}</p><p>Hai bên nhất trí gặp lại vào tuần tới.</p>"
HTML = f"<html><body><table><tr><td>{STORY}</td></tr></table></body></html>"


def mail(
    *, subject: str | None = SUBJECT, plain: str | None = PLAIN, html: str | None = None, **head: str
) -> EmailMessage:
    """A mail with a plain part, one in HTML, or both."""
    made = EmailMessage()
    told = {"From": "Báo VnExpress <bantin@vnexpress.net>", "Date": "Sat, 07 Mar 2026 01:07:00 +0000"}
    for name, value in (told | {name.replace("_", "-"): value for name, value in head.items()}).items():
        made[name] = value
    if subject is not None:
        made["Subject"] = subject
    if plain is not None:
        made.set_content(plain)
    if html is not None and plain is not None:
        made.add_alternative(html, subtype="html")
    elif html is not None:
        made.set_content(html, subtype="html")
    return made


def raw(head: str, body: str | bytes = PLAIN) -> bytes:
    return head.strip("\n").encode() + b"\n\n" + (body.encode() if isinstance(body, str) else body)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (mail().as_bytes(), True),
        (b"From MAILER Sat Mar  7 08:07:00 2026\n" + mail().as_bytes(), True),
        (b"Return-Path: <a@b.example>\r\nReceived: from x\r\n\tby y\r\n\r\nTin", True),
        (b"Subject: Tin\nDate: Sat, 07 Mar 2026 01:07:00 +0000\n", True),
        (b"Subject: Tin\n\nTin", False),
        (b"To: ban\nDate: mai\n\nTin", False),
        ("Hai bên gặp nhau\n\nNgày 20/1, hai bên gặp nhau.".encode(), False),
        ("Geneva: hai bên gặp nhau\nNgày 20/1\nFrom: a\nSubject: b\n".encode(), False),
        (b"<html><body>From: a\nSubject: b</body></html>", False),
        (b"", False),
        (b"From the start: a\nSubject: b\n\n", False),
    ],
)
def test_mails_are_known_by_their_head(told: bytes, expected: bool) -> None:
    assert is_mail(told) is expected


@pytest.mark.parametrize("form", [{}, {"html": HTML}, {"html": HTML, "plain": None}])
def test_a_mail_is_a_page(form: dict[str, str | None]) -> None:
    reading = read(mail(Message_ID="<bt-1@vnexpress.net>", **form).as_bytes(), uri="tin.eml")  # type: ignore[arg-type]
    article, page = reading.article, reading.page
    assert (page.uri, page.format, page.canonical) == ("mid:bt-1@vnexpress.net", "mail", None)
    assert (article.title, article.outlet) == (SUBJECT, "vnexpress.net")
    assert article.published is not None
    assert (article.published.value, article.published.basis) == ("2026-03-07T08:07:00+07:00", "markup")
    assert [p.text for p in article.paragraphs] == [SUBJECT, FIRST, "Hai bên nhất trí gặp lại vào tuần tới."]
    assert [e.start_day for e in reading.events if e.event == "CONSULT"][:1] == ["2026-03-06"]


def test_the_part_in_html_is_preferred() -> None:
    made = mail(html=HTML, plain="Hãy xem bản HTML của bản tin này trong trình duyệt của bạn.")
    assert FIRST in [p.text for p in read(made.as_bytes()).article.paragraphs]


def test_a_newsletter_is_all_of_its_stories_without_its_furniture() -> None:
    told = (
        "<html><body><table>"
        "<tr><td><div style='display:none'>Tin trong ngày</div><a href=x>Xem trên trình duyệt</a></td></tr>"
        f"<tr><td><h2>Mỹ và Iran gặp nhau</h2>{STORY}</td></tr>"
        f"<tr><td><h2>Trao đổi tù binh</h2><p>{SECOND}</p></td></tr>"
        "<tr><td>Bạn nhận được thư này vì đã đăng ký bản tin của báo. <a href=x>Hủy đăng ký</a></td></tr>"
        "</table></body></html>"
    )
    article = read(mail(subject="Bản tin sáng 7/3", html=told, plain=None).as_bytes()).article
    texts = [p.text for p in article.paragraphs]
    assert (article.title, texts[0]) == ("Bản tin sáng 7/3", "Bản tin sáng 7/3")
    assert FIRST in texts
    assert SECOND in texts
    assert not [text for text in texts if "đăng ký" in text or "trình duyệt" in text or "Tin trong ngày" in text]


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        (f"Subject: {SUBJECT}", SUBJECT),  # letters as they are (RFC 6532)
        ("Subject: =?UTF-8?B?TeG7uSB2w6AgSXJhbg==?=", "Mỹ và Iran"),
        ("Subject: =?utf-8?q?M=E1=BB=B9_v=C3=A0_Iran?=", "Mỹ và Iran"),
        # cut within a letter, folded
        ("Subject: =?UTF-8?B?TeG7?=\n =?UTF-8?B?uSB2w6AgSXJhbg==?=", "Mỹ và Iran"),
        ("Subject: =?utf-8?q?M=E1=BB=B9_v?=\n\t=?utf-8?q?=C3=A0_Iran?=", "Mỹ và Iran"),
        # letters with tones of their own
        ("Subject: =?utf-8?q?My=CC=83_va=CC=80_Iran?=", "Mỹ và Iran"),
        # a charset that is none, or not the one that it is in
        ("Subject: =?x-unknown?q?M=E1=BB=B9_v=C3=A0_Iran?=", "Mỹ và Iran"),
        ("Subject: =?iso-8859-1?q?M=E1=BB=B9_v=C3=A0_Iran?=", "Mỹ và Iran"),
        ("Subject: =?windows-1258?q?C=E1c_n=FD=F5=ECc_v=E0_EU?=", "Các nước và EU"),
        ("Subject: Fwd: Re: Mỹ và Iran", "Mỹ và Iran"),
        ("Subject: Chuyển tiếp: Mỹ và Iran", "Mỹ và Iran"),
        ("Subject: =?utf-8?b?rubbish!?= Iran", "=?utf-8?b?rubbish!?= Iran"),
        ("X-Mailer: a", ""),
    ],
)
def test_the_subject_is_read_whatever_it_is_written_in(head: str, subject: str) -> None:
    assert parse_mail(raw(f"From: a@b.example\nDate: x\n{head}"), "a.eml").subject == subject


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Sat, 07 Mar 2026 08:07:00 +0700", "2026-03-07T08:07:00+07:00"),
        ("Sat, 7 Mar 2026 01:07 GMT", "2026-03-07T08:07:00+07:00"),
        ("Fri, 06 Mar 2026 20:07:00 -0500 (EST)", "2026-03-07T08:07:00+07:00"),
        ("Sat, 07 Mar 2026 01:07:00 -0000", "2026-03-07T08:07:00+07:00"),
        ("Sat, 07 Mar 2026 08:07:00", "2026-03-07T08:07:00+07:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("hôm qua", None),
        ("", None),
        ("Sat, 99 Mar 2026 08:07:00 +0700", None),
        ("Sat, 07 Mar 2026 08:07:00 +9999", None),
    ],
)
def test_the_date_is_that_of_publication(date: str, published: str | None) -> None:
    assert parse_mail(raw(f"From: a@b.example\nSubject: Tin\nDate: {date}"), "a.eml").published == published


def test_a_day_that_is_given_goes_before_the_date() -> None:
    published = read(mail().as_bytes(), published="2026-03-05").article.published
    assert published is not None
    assert (published.value, published.basis) == ("2026-03-05", "given")


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1258"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1258", "x-none", "{}", None])
@pytest.mark.parametrize("coding", ["8bit", "base64", "quoted-printable"])
def test_letters_are_read_whatever_charset_is_declared(charset: str, declared: str | None, coding: str) -> None:
    import base64
    import quopri

    told = "Liên minh châu Âu và các bên bàn trong ba tháng."  # all of it can be written in Windows-1258
    body = told.encode(charset)
    if coding == "8bit" and charset == "utf-16":
        coding = "base64"  # its zeros may not stand in a mail
    packed = {"8bit": bytes, "base64": base64.encodebytes, "quoted-printable": quopri.encodestring}[coding](body)
    kind = f"; charset={declared.format(charset)}" if declared else ""
    head = f"From: a@b.example\nSubject: Tin\nContent-Type: text/plain{kind}\nContent-Transfer-Encoding: {coding}"
    assert parse_mail(raw(head, packed), "a.eml").plain.strip() == told


def attached(outer: EmailMessage, inner: EmailMessage) -> EmailMessage:
    outer.add_attachment(inner)
    return outer


@pytest.mark.parametrize(
    "made",
    [
        # a mail that passes the newsletter on as an attachment, once and twice
        attached(mail(subject="Fwd", plain="Xem kèm theo."), mail(html=HTML)),
        attached(mail(subject="Fwd", plain="Xem."), attached(mail(subject="Fwd", plain="Xem nhé."), mail(html=HTML))),
    ],
)
def test_a_mail_inside_of_another_is_the_page(made: EmailMessage) -> None:
    found = parse_mail(made.as_bytes(), "a.eml")
    assert (found.subject, FIRST in found.html) == (SUBJECT, True)


def test_attachments_are_not_the_page() -> None:
    made = mail(html=HTML)
    made.add_attachment("Phụ lục. " * 500, subtype="html", filename="phu-luc.html")
    made.add_attachment(b"\x89PNG" * 1000, maintype="image", subtype="png", filename="a.png")
    found = parse_mail(made.as_bytes(), "a.eml")
    assert FIRST in found.html
    assert "Phụ lục" not in found.html


@pytest.mark.parametrize(
    ("head", "uri"),
    [
        ("Message-ID: <bt-1.2026@baovidu.example>", "mid:bt-1.2026@baovidu.example"),
        ("Message-ID:\n <bt-1.2026@baovidu.example>", "mid:bt-1.2026@baovidu.example"),
        ("Archived-At: <https://baovidu.example/ban-tin/123456>\nMessage-ID: <a@b.example>",
         "https://baovidu.example/ban-tin/123456"),
        ("Archived-At: <ftp://baovidu.example/a>\nMessage-ID: <a@b.example>", "mid:a@b.example"),
        ("Message-ID: none", ""),
        ("X-Mailer: a", ""),
    ],
)  # fmt: skip
def test_where_a_mail_is_known_by(head: str, uri: str) -> None:
    assert parse_mail(raw(f"From: a@b.example\nSubject: Tin\n{head}"), "a.eml").uri == uri


@pytest.mark.parametrize(
    ("told", "fault", "message"),
    [
        (raw("From: a@b.example\nSubject: Tin", ""), EmptyPage, "tin.eml: is a mail without text"),
        (raw("From: a@b.example\nSubject: Tin\nContent-Type: image/png", "abc"), EmptyPage, "is a mail without text"),
        (raw("From: a@b.example\nSubject: News", "The two sides met in Geneva on Friday. They will meet again. " * 9),
         NotVietnamese, "tin.eml"),
        (raw("From: a@b.example\nSubject: Tin\nContent-Type: multipart/mixed; boundary=x", "--x\n--x--\n"),
         EmptyPage, "tin.eml"),
        (raw("From: a@b.example\nSubject: Tin\nContent-Type: text/plain\nContent-Transfer-Encoding: base64", "!!"),
         PageError, "tin.eml"),
    ],
)  # fmt: skip
def test_a_mail_without_text_is_told(told: bytes, fault: type[PageError], message: str) -> None:
    with pytest.raises(fault, match=message):
        read(told, uri="tin.eml")


@pytest.mark.parametrize("cut", [30, 90, 150, 300, 500, 700])
def test_a_mail_that_is_cut_off_is_read_or_told(cut: int) -> None:
    whole = mail(html=HTML)
    try:
        found = parse_mail(whole.as_bytes()[:cut], "a.eml")
    except EmptyPage:
        return  # it ends before its text
    assert SUBJECT.startswith(found.subject)
    assert (found.plain + found.html).strip()


def test_parts_inside_each_other_have_an_end() -> None:
    depth = 1_200
    told = "From: a@b.example\nSubject: Tin\n" + "".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(depth)
    )
    with pytest.raises(PageError):
        parse_mail((told + "\n\nTin").encode(), "a.eml")


BOX = b"".join(
    b"From MAILER-DAEMON Sat Mar  7 08:07:00 2026\n" + mail(subject=f"Tin {i}").as_bytes() + b"\n" for i in range(3)
)


@pytest.mark.parametrize(
    ("told", "subjects"),
    [
        (BOX, ["Tin 0", "Tin 1", "Tin 2"]),
        (BOX.replace(b"\n", b"\r\n"), ["Tin 0", "Tin 1", "Tin 2"]),
        (BOX[: BOX.rindex(b"From MAILER") - 1], ["Tin 0", "Tin 1"]),
        # a line of a text that begins so is quoted, or does not end in a year
        (BOX.replace("Hai bên".encode(), b"\n>From A B 2026\nFrom Geneva"), ["Tin 0", "Tin 1", "Tin 2"]),
    ],
)
def test_a_mailbox_is_its_mails(told: bytes, subjects: list[str]) -> None:
    assert is_mailbox(told[:4096])
    found = list(mails_of(io.BytesIO(told), "a.mbox"))
    mails = [parse_mail(one, "a.mbox") for _, one in found if isinstance(one, bytes)]
    assert [one.subject for one in mails] == subjects
    assert [told[offset : offset + 5] for offset, _ in found] == [b"From "] * len(subjects)


def test_a_mail_that_is_too_large_costs_no_other() -> None:
    lines = b"X-A: a\n" + (b" " + b"b" * 9_999 + b"\n") * (MAX_BYTES // 9_000)
    large = BOX.replace(b"Subject: Tin 1\n", b"Subject: Tin 1\n" + lines)
    found = [one for _, one in mails_of(io.BytesIO(large), "a.mbox")]
    assert [isinstance(one, PageTooLarge) for one in found] == [False, True, False]
    assert str(found[1]).startswith("a.mbox, mail at ")
