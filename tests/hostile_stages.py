"""What each stage and reader is attacked with: what the text begins with, and what it repeats."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from thoisu import open_store, read
from thoisu.chronicle.adding import add
from thoisu.chronicle.copies import signature
from thoisu.chronicle.corrections import check
from thoisu.chronicle.filters import question_from
from thoisu.chronicle.preparing import Incoming
from thoisu.errors import ThoisuError
from thoisu.names.linker import link
from thoisu.names.tagger import tag
from thoisu.page.archive import records_from
from thoisu.page.html import parse
from thoisu.page.jsonld import read_linked
from thoisu.page.mail import mails_of, parse_mail, read_mail
from thoisu.page.metadata import markup_time, read_metadata
from thoisu.page.plain import read_plain
from thoisu.page.web import read_html
from thoisu.text import Passage
from thoisu.times.grammar import find_times
from thoisu.times.resolve import resolve_times
from thoisu.watch import feeds, robots, sections, sitemaps
from thoisu.watch.lists import listed
from thoisu.web.api.corrections import NewCorrection
from thoisu.web.api.reading import Given

from . import warcs

ADDRESS = "https://baovidu.example/the-gioi/hai-ben-gap-nhau-123456.html"
LEAD = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc). Hai nước và các bên sẽ hợp tác.\n"
DAY = date(2022, 11, 5)


class Stage(NamedTuple):
    """A reader, what its input begins with, and what it is given again and again behind that."""

    name: str
    run: Callable[[str], object]
    lead: str
    units: tuple[str, ...]

    def attack(self, text: str) -> None:
        """Runs it; an error of ours is an answer."""
        with suppress(ThoisuError, msgspec.DecodeError):
            self.run(text)


# Those that the stages of words are asked with: the page has been through all of them.
FEW = ("a", "(", "“", ", ", "1/", "A.")
SIGNS = (
    "a", " ", "\u00a0", "\n", "\t", "(", ")", '"', "“", "”", "[", "]", "-", "- ", ", ", ". ", ".", "…", ": ",
    "; ", "/", "* ", "# ",
    "| ", "> ", "•", "1", "1/", "1:", "<", "&", "\u0301", "a\u0301", "\u200b", "\u202e", "🙂", "Á", "Aa ", "A.",
    "oá ", "İ",
)  # fmt: skip
DAYS = (
    "ngày ", "ngày 1/", "ngày 1/2/2022 ", "1/2, ", "1, 2 và ", "từ ngày 1 đến ngày ", "tháng ", "năm 2020 ",
    "sáng ", "sáng nay, ",
    "thứ hai ", "cùng ngày ", "07:01 ", "07:01, 21/01/2022\n", "2 giờ ", "XIV ", "10 tỷ ", "10% ",
    "hai năm trước ", "quý ",
)  # fmt: skip
NAMES = (
    "Mỹ ", "Mỹ, ", "Mỹ và ", "Mỹ - ", "Thủ tướng ", "Thủ tướng Đức Olaf Scholz ", "Ông ", "ông Aa ", "bà A. ",
    "Cộng hòa ",
    "Bộ Ngoại giao ", "(NATO) ", "Tổ chức Hiệp ước Bắc Đại Tây Dương (NATO) ", "tàu ", "al-", "Aa-",
    "miền Nam ", "của ", "Phó ",
)  # fmt: skip
ACTS = (
    "gặp ", "Mỹ gặp Nga, ", "Mỹ gặp Nga và ", "cuộc gặp giữa Mỹ và ", "sẽ đến Moskva vào ngày 7/2 và ",
    "không ", "để ", "việc ",
    "nếu ", "hai bên ", "bị ",
)  # fmt: skip
SAID = ("cho biết ", "rằng ", "Theo ", '"Mỹ gặp Nga", ông nói. ', "“Mỹ gặp Nga” và ", "Ông nói: ", "“")
LINES = (
    "Mỹ đã gặp Nga.\n", "(Ảnh: AFP/TTXVN) ", "Ảnh: ", "AP/", "(AP/", "Theo AP, ", "http://a.vn/ ",
    "Tin liên quan\n", "Xem thêm: Mỹ\n",
    "[Mỹ gặp Nga] ", "Aa Bb/", "07:01 | ", "Quốc tế\n", "a@b.vn ", "./. ", "A. B. ",
)  # fmt: skip
MARKUP = (
    "<p>", "<div>", "<b>x", "</p>", "<a href=x>x</a> ", "<!-- ", "<p a='", "<p a ", "&amp;", "&#", "&aacute",
    "<", "<li>Mỹ gặp Nga</li>",
    "<p>Mỹ đã gặp Nga.</p>", "<table><tr><td>", "<script>", "<br>", "<select><option>", "<svg>",
    "<p style='display:none'>",
    "<h1>Mỹ</h1>", "<img alt=x>", "<figure><figcaption>x", "<form>", "<template>", "<![CDATA[",
    "<div class='a b c'><span>", "<p>x<p>",
)  # fmt: skip
HEADS = ("<meta name=a content=b>", "<meta property=og:title content='a | b'>", "<meta name=author content='a,",
    "<link rel=canonical href=x>",
         "<meta charset =", "<title>a - ", "<time datetime=1>", "<script type=application/ld+json>{",
         "<base href=x>")  # fmt: skip
LINKED = ('{"a":', "[", '"', "\\", '"@type": "NewsArticle", ', "/*", "<!--", '{"a":1},', "&amp;amp;",
    '"headline":"', ",", "\n", "//", ";",
          '{"@type":"NewsArticle","headline":"a"},')  # fmt: skip
STAMPS = ("2022-", "1/1/2022 ", "1:1:", " ", "+", "UTC ", "T", "1")
XML = (
    "<item>", "<", "<item><title>a</title></item>", "<a b=", "<a b='c' ", "&amp;", "&", "&#1", "<!--",
    "<![CDATA[", "<?", "<!a ", "<!DOCTYPE [",
    "<url><loc>", "<url><loc>https://a.vn/a-1.html</loc></url>", "</a>", "<a:b>", "<a xmlns:b='c'>", "<link>",
    "<entry><link href=a>", "]]>", ">",
    "<sitemap><loc>a</loc>", "<title>a",
)  # fmt: skip
RECORDS = (
    "WARC/1.0\r\n", "WARC/1.0\r\nA: b\r\n", "A: b\r\n", "\r\n\r\n", "\x1f\x8b\x08", "Content-Length: 1\r\n",
    "WARC/1.0\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\n", "1\r\na\r\n", "a",
)  # fmt: skip
MAILS = (
    "a: b\n", "From a@b 2022\n", "From a 2022\n\n", "=?utf-8?q?a?= ", "=?", "> ", ">From ", " \n", "--a\n",
    "<a@", "a,", "(", '"', "\n\n",
    "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "Content-Type: message/rfc822\n\n", ";a=b", "Re: ", "=20",
)  # fmt: skip
ROWS = ("TY  - NEWS\n", "TY  - \nER  - \n", "UR  - http://a\n", "http://a.vn/a ", ";", ",", '"', '""', "\n",
    "1/1/2022;", " ", "AU  - a\n", '"a\n')  # fmt: skip
RULES = ("User-agent: *\n", "Disallow: /*", "Disallow: /a*b*\n", "Allow: $\n", "*", "Crawl-delay: 1\n", " ",
    "User-agent\n", "Sitemap: http://a\n", "%", "#")  # fmt: skip
JSON = ('{"a":', "[", '"', "\\", '\\"', "1", "-", " ", '"a",', '{"a":1},', "\\ud800", "1e9", "null,")
WORDS = (
    "a ",
    "a",
    '"',
    "(",
    "-",
    "* ",
    "OR ",
    "AND ",
    "NOT ",
    "NEAR(",
    "a:",
    "á ",
    "Mỹ ",
    "thủ tướng ",
    "'",
    "--",
    "1 ",
    ";",
    "@VNM;",
    "%",
)


def _passages(text: str) -> list[Passage]:
    return [Passage(i, "body", line) for i, line in enumerate(text.split("\n")) if line.strip()]


def _times(text: str) -> None:
    passages = _passages(text)
    resolve_times(passages, {p.index: find_times(p) for p in passages}, DAY, DAY)


def _names(text: str) -> None:
    passages = _passages(text)
    link(passages, {p.index: tag(p) for p in passages}, DAY)


def _mail(head: str, text: str) -> None:
    told = f"From: a@baovidu.example\nSubject: Tin{head}\nDate: Sat, 7 Mar 2026 08:07:00 +0700\n"
    read_mail(parse_mail((told + text).encode(), "a.eml"), "a.eml")


def _mailbox(text: str) -> None:
    for _ in mails_of(io.BytesIO(text.encode()), "a.mbox"):
        pass


def _archive(text: str) -> None:
    for _ in records_from(io.BytesIO(text.encode("latin-1")), 0):
        pass


def _list(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "list.csv")
        file.write_text(text, "utf-8")
        listed(file)


def _robots(text: str) -> None:
    told = robots.rules(200, text.encode())
    told.allows(ADDRESS)
    told.allows("https://baovidu.example/" + "a" * 2000)


def _corrected(text: str) -> None:
    for field in ("actor", "place", "said_by"):
        check("set", ["a"], {field: text})


def stages(folder: Path) -> Iterator[Stage]:
    """All of them; the store that is searched lies in a folder."""
    head = "<html><head>"
    record = warcs.response(warcs.html_of(warcs.TALKS)).decode("latin-1")
    store = open_store(folder / "tin.sqlite")
    add(store, [Incoming(read(LEAD, published="2022-11-05"), LEAD.encode())])
    given = msgspec.json.decode
    yield Stage("page", partial(read_plain, uri="page.txt"), LEAD, SIGNS + LINES + DAYS)
    yield Stage("html", lambda text: read_html(text, ADDRESS), f"<html><body><h1>{LEAD}</h1><p>{LEAD}", MARKUP)
    yield Stage("metadata", lambda text: read_metadata(parse(text, ADDRESS)), head, HEADS + MARKUP[:12])
    yield Stage("json-ld", lambda text: read_linked([text]), '{"@type": "NewsArticle", ', LINKED)
    yield Stage("stamps", markup_time, "", STAMPS)
    yield Stage("times", _times, LEAD, DAYS[:12])
    yield Stage("names", _names, LEAD, FEW[1:4] + NAMES[::2] + ("Phó ",))
    yield Stage("events", partial(read, published="2022-11-05"), LEAD, ACTS)
    yield Stage("statements", partial(read, published="2022-11-05"), LEAD, SAID[:5])
    yield Stage("copies", signature, LEAD, ("a ", "Mỹ, ", "1", ". ", "a", "\u0301"))
    yield Stage("feed", lambda text: feeds.offered(text.encode(), ADDRESS, None), "<rss version='2.0'><channel>", XML)
    yield Stage("sitemap", lambda text: sitemaps.offered(text.encode(), ADDRESS, None), "<urlset>", XML)
    yield Stage(
        "addresses",
        lambda text: sitemaps.offered(text.encode(), ADDRESS, None),
        "",
        ("https://a.vn/a-1.html\n", "http://", "\n"),
    )
    yield Stage("section", lambda text: sections.offered(text.encode(), ADDRESS, None), head, MARKUP)
    yield Stage("warc", _archive, record, RECORDS)
    yield Stage("mail", partial(_mail, ""), "\n" + LEAD, MAILS)
    yield Stage("mail head", lambda text: _mail(text, "\n" + LEAD), "", MAILS)
    yield Stage("mailbox", _mailbox, "From a@b Sat Mar  7 08:07:00 2026\nFrom: a@b\nSubject: a\n\n", MAILS)
    yield Stage("ris", _list, "TY  - NEWS\nUR  - http://a.vn/a-1.html\n", ROWS)
    yield Stage("csv", _list, "url;date;title\n", ROWS)
    yield Stage("robots", _robots, "User-agent: *\n", RULES)
    yield Stage("api page", partial(given, type=Given), '{"text": "', JSON)
    yield Stage("api correction", partial(given, type=NewCorrection), '{"action": "set", "target": [', JSON)
    yield Stage("search", store.search, "Đức ", WORDS)
    yield Stage("question", lambda text: question_from({"actor": [text], "place": [text]}, store), "Đức ", WORDS[::4])
    yield Stage("correction", _corrected, "Olaf Scholz@DEU; ", WORDS)
