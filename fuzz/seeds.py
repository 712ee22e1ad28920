"""What the fuzzers begin with: our own pages, and made feeds, archives, mails and lists; and the words they put in."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests import warcs

from thoisu.lexicon import lexicon

ROOT = Path(__file__).resolve().parent.parent
_MOST_WORDS = 6_000
_RAW = re.compile(r"[\\^$*+?{}\[\]|]")

_LINK = "https://baovidu.example/hai-ben-gap-nhau-123456.html"
_DATE = "Sat, 07 Mar 2026 08:07:00 GMT+7"
_LD = (
    '{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "Hai bên gặp nhau", '
    '"datePublished": "2026-03-07T08:07:00+07:00", "author": [{"@type": "Person", "name": "Ban Thế giới"}], '
    '"articleSection": "Thế giới",}, {"@type": "BreadcrumbList", "itemListElement": [{"item": {"name": "Tin"}}]}]}'
)
_HEAD = (
    f'<html lang="vi"><head><meta charset="utf-8"><title>Hai bên gặp nhau | Báo ví dụ</title>'
    f'<meta property="og:title" content="Hai bên &amp;quot;gặp&amp;quot; nhau"><link rel="canonical" href="{_LINK}">'
    f'<meta property="article:published_time" content="2026-03-07T01:07:00Z"><meta name="author" content="Minh, Lan">'
    f'<meta property="article:section" content="Thế giới"><script type="application/ld+json">{_LD}</script></head>'
    '<body><time datetime="07/03/2026 08:07 AM">Thứ bảy</time><h1>Hai bên gặp nhau</h1></body></html>'
)
_MARKUP = (
    "<p>", "</p>", "<div class=content>", "</div>", "<h1>", "<h2 class=sapo>", "<table><tr><td>", "<ul><li>", "<br>",
    "<figure><figcaption>", "<script>", "</script>", "<!--", "-->", "<template>", "<svg>", "<math>", "<select>",
    "<a href='/tin-2.html'>", "<time datetime='2022-01-21'>", "<meta charset=utf-16>", "<base href='//x'>", "&nbsp;",
    "<frameset>", "<plaintext>", "<textarea>", "<noscript>", "<amp-img>", "<iframe srcdoc='", "style='display:none'",
    "<meta property='article:published_time' content='", "'>", "hidden", "<article itemprop=articleBody>", "<body>",
)  # fmt: skip
_LINKED = ('"@type": "NewsArticle"', '"datePublished": "', '"headline": "', "\\u1ecd", "\\ud800", "{", "}", "[",
    "]", ",",
           '"author": {"name": "', "<![CDATA[", "/*", "*/", "2026-03-07T08:07:00+99:99", "24:61", "1e999",
           "-0")  # fmt: skip
_XML = (
    "<item>", "</item>", "<entry>", "<link>", "</link>", "<pubDate>", "<![CDATA[", "]]>", "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&#0;", "&#xdfff;", "&#x110000;", "<url><loc>", "</loc></url>",
    "<lastmod>",
    "2026-02-30", "0000-00-00", "<news:publication_date>", "<sitemap>", "xml:base='http://['", "<link href='//[' />",
    "encoding='utf-16'", "\ufeff", "<guid>", "<content:encoded>", "<updated>", "mailto:a@b", "http://[::1]/", _LINK,
)  # fmt: skip
_WARC = (
    "WARC/1.0\r\n", "WARC/1.1\r\n", "WARC-Type: response\r\n", "WARC-Type: conversion\r\n", "Content-Length: 10\r\n",
    "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\n",
    "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "\x1f",
    "Content-Type: text/html; charset=utf-16\r\n", "ffffffffffffffff\r\n", "WARC-Target-URI: http://[\r\n",
)  # fmt: skip
_MAIL = (
    "From a@baovidu.example Sat Mar  7 08:07:00 2026\n", "From: ", "Subject: =?utf-8?b?", "?=\n", "=?x?q?=ZZ?=",
    "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n", "--x--\n", "Content-Transfer-Encoding: base64\n",
    "Content-Type: message/rfc822\n\n", "Content-Type: text/html; charset=\"\n", "charset=utf-7", "Date: ", "+9999\n",
    "Message-ID: <", "Archived-At: <https://", ">\n", "name*0*=utf-8''%E1", "\n\n", "\r\n",
)  # fmt: skip
_ROWS = ("TY  - NEWS\n", "UR  - https://", "PY  - 2026/03/07/\n", "TI  - ", "ER  - \n", "DA  - ", "url;date;title\n",
         '"', ",", ";", "\t", _LINK, "07/03/2026", "N1  - ", "AU  - ")  # fmt: skip
_RULES = ("User-agent: *\n", "User-agent: thoisu\n", "Disallow: /", "Allow: *", "Crawl-delay: ", "Sitemap: ",
    "$", "*",
          "%2f", "Request-rate: 1/", "Visit-time: ", "1e999\n", "nan\n", "-1\n", "#")  # fmt: skip
_FIELDS = ("actor=", "with=", "event=", "mode=", "status=", "place=", "country=", "from=", "to=", "said_by=",
           "min_origins=", "text=", "rejected=", "set", "reject", "merge", "split", "rename", "join", "undo", "off=",
           "2022-01", "2022-02-30", "0000", "9999-12-31", "recipient=", "CONSULT", "planned", "@NATO",
           "VNM")  # fmt: skip
_EXTRA = {"html": _MARKUP, "metadata": _MARKUP + _LINKED, "feed": _XML, "warc": _WARC, "mail": _MAIL, "lists": _ROWS,
          "rules": _RULES, "asked": _FIELDS}  # fmt: skip
_WITHOUT_WORDS = frozenset(("feed", "warc", "rules", "lists"))


def words(target: str) -> list[str]:
    """What a target's inputs are given: words of the lexicon, and the signs of its format as often."""
    known = [] if target in _WITHOUT_WORDS else _of_the_lexicon()
    extra = list(_EXTRA.get(target, ()))
    return known + extra * max(1, len(known) // max(1, len(extra)))


@cache
def _of_the_lexicon() -> list[str]:
    """Words and examples of the rules, with as many names of states, titles and organisations."""
    found = lexicon()
    rules = (
        found.grammar,
        found.speech,
        found.roles,
        found.times,
        found.page,
        found.outcomes,
        found.frames,
        found.contexts,
    )
    told = sorted({text for table in rules for text in _texts(table) if not _RAW.search(text) and len(text) < 80})
    names = sorted(
        {
            form.strip()
            for table in ("countries", "titles", "orgs", "institutions")
            for _, _, cells in found.rows(table)
            for cell in cells
            for form in cell.split("|")
            if form and not form.isascii()
        }
    )
    chance = random.Random(1)
    return [*chance.sample(told, min(len(told), _MOST_WORDS)), *chance.sample(names, min(len(names), _MOST_WORDS))]


def _texts(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from _texts(value)
    elif isinstance(table, list):
        for value in table:
            yield from _texts(value)


def seeds(target: str) -> list[bytes]:
    """The inputs that a target begins with."""
    pages = [p.read_bytes() for folder in ("examples", "tests/pages") for p in sorted((ROOT / folder).glob("*.txt"))]
    if target in ("page", "times", "names"):
        return pages + [line for raw in pages for line in raw.split(b"\n") if len(line) > 40]
    made = {
        "html": lambda: [(ROOT / "examples/phan-lan-nato-2023.html").read_bytes(), *_cut_pages(), *_made_pages()],
        "metadata": lambda: [_HEAD.encode(), f"<script type='application/ld+json'>{_LD}".encode(), _LD.encode()],
        "feed": _feeds, "warc": _archives, "mail": _mails, "lists": _lists, "rules": _rules, "asked": _asked,
    }  # fmt: skip
    return made[target]()


def _cut_pages() -> Iterator[bytes]:
    """Our larger pages without their furniture: a reader takes ten times as long for all of it."""
    for path in sorted((ROOT / "tests/pages/html").glob("*.html")):
        text = path.read_text("utf-8")
        head = text[: text.find("</head>")][:2500]
        at = max(0, text.find("<h1") - 200)
        yield f"{head}</head><body>{text[at : at + 4000]}".encode()


def _made_pages() -> list[bytes]:
    return [warcs.html_of(article).encode() for article in (warcs.TALKS, warcs.story(1), warcs.story(2))]


def _feeds() -> list[bytes]:
    item = f"<item><title>Hai bên gặp nhau</title><link>{_LINK}</link><pubDate>{_DATE}</pubDate><guid>1</guid></item>"
    entry = "<entry><title>Hai bên</title><link href='/a-1.html'/>"
    entry += f"<updated>2026-03-07T01:07:00Z</updated><id>{_LINK}</id></entry>"
    url = f"<url><loc>{_LINK}</loc><lastmod>2026-03-07</lastmod>"
    url += "<news:news><news:title>Hai bên</news:title></news:news></url>"
    told = (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{item}{item}</channel></rss>",
        f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://baovidu.example/'><title>Tin</title>{entry}</feed>",
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{item}</rdf:RDF>",
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{url}{url}</urlset>",
        f"<sitemapindex><sitemap><loc>https://baovidu.example/s-2.xml</loc><lastmod>{_DATE}</lastmod></sitemap></sitemapindex>",
        f"{_LINK}\nhttps://baovidu.example/a-2.html\n",
    )  # fmt: skip
    return [text.encode() for text in told]


def _archives() -> list[bytes]:
    page = warcs.html_of(warcs.TALKS)
    text = warcs.text_of(warcs.TALKS)
    plain = [
        warcs.warcinfo() + warcs.request() + warcs.response(page) + warcs.metadata(),
        warcs.response(page, packing="gzip", chunked=True) + warcs.response(page, length=99),
        warcs.conversion(text) + warcs.conversion(text, language="eng"),
        warcs.response(page, packing="br") + warcs.response(page, status=404) + warcs.revisit(),
        warcs.resource(page) + warcs.response("", mime="image/png") + warcs.response(page, packing="deflate"),
    ]
    packed = [b"".join(warcs.PACKINGS["gzip"](warcs.response(html)) for html in (page, "<p>Tin vắn"))]
    return plain + packed


def _mails() -> list[bytes]:
    head = "From: Ban tin <ban-tin@baovidu.example>\nSubject: =?utf-8?b?SGFpIGLDqm4gZ+G6t3AgbmhhdQ==?=\n"
    head += "Date: Sat, 7 Mar 2026 01:07:00 +0000\nMessage-ID: <1@baovidu.example>\n"
    text = "\n".join(warcs.TALKS.paragraphs)
    page = warcs.html_of(warcs.TALKS)
    parts = (
        'Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n'
        f"\n{text}\n--x\nContent-Type: text/html; charset=utf-8\n\n{page}\n--x--\n"
    )
    told = (
        f"{head}\n{text}\n",
        f"{head}Content-Type: text/html; charset=utf-8\n\n{page}",
        head + parts,
        f"{head}Content-Type: multipart/mixed; boundary=y\n\n--y\nContent-Type: message/rfc822\n\n"
        f"{head}{parts}\n--y--\n",
        f"From ban-tin@baovidu.example Sat Mar  7 08:07:00 2026\n{head}\n{text}\n\nFrom b@baovidu.example Sat Mar  7 "
        f"08:08:00 2026\n{head}\n>From {text}\n",
    )
    return [mail.encode() for mail in told]


def _lists() -> list[bytes]:
    told = (
        f"TY  - NEWS\nTI  - Hai bên gặp nhau\nUR  - {_LINK}\nPY  - 2026/03/07/\nER  - \n",
        f'"Key","Url","Date","Title"\n"A","{_LINK}","2026-03-07","Hai bên ""gặp"" nhau"\n',
        f"{_LINK};7/3/2026;Hai bên gặp nhau\n# thôi\nhttps://baovidu.example/a-2.html;thứ bảy;Tin\n",
    )
    return [text.encode() for text in told]


def _rules() -> list[bytes]:
    told = "User-agent: *\nDisallow: /tim-kiem\nAllow: /tim-kiem/*.html$\nCrawl-delay: 2\nSitemap: https://a.vn/s.xml\n"
    return [told.encode(), f"User-agent: thoisu\nDisallow:\n\n{told}Request-rate: 1/10s\n".encode()]


def _asked() -> list[bytes]:
    told = (
        "set\nb7\nfrom=2022-01-20\nto=2022-01-21\nstatus=planned\nactor=Olaf Scholz@DEU; NATO\nplace=Bắc Kinh",
        "event=CONSULT\nmode=visit\nactor=Thủ tướng Đức\nwith=Trung Quốc\ncountry=Đức\nfrom=2022-02\nto=2022",
        "merge\na1\na2", "split\na1\na2\noff=a2", "undo\n1", "rename\nKiev\nto=Kyiv",
        "said_by=Mỹ\nmin_origins=2\ntext=ngừng bắn",
    )  # fmt: skip
    return [text.encode() for text in told]
