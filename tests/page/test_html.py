"""The HTML adapter: which lines a page shows, in which elements, and the laws that hold for any markup."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.errors import PageTooLarge
from thoisu.page import html
from thoisu.page.elements import element_hint
from thoisu.page.html import Html, parse
from thoisu.page.nesting import require_shallow

LONG = "Đoàn đàm phán của Eritrea và Djibouti ngồi lại với nhau tại thủ đô Muscat"
ENDED = LONG + "."
INDENT = "\n" + " " * 12


def page(markup: str | bytes) -> Html:
    return parse(markup, "page.html")


def texts(markup: str | bytes) -> list[str]:
    return [line.text for line in page(markup).lines]


# -- lines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        # Inline elements run on in their line, and add no space of their own.
        ("<p>Phái <b>đoàn</b> <i>Oman</i></p>", ["Phái đoàn Oman"]),
        ("<p>Djibou<b>ti</b></p>", ["Djibouti"]),
        ("<p>Phái<span> đoàn </span>Oman</p>", ["Phái đoàn Oman"]),
        ("<p>12 km<sup>2</sup> <font>biển</font></p>", ["12 km2 biển"]),
        ("<p>Hôm <o:p>qua</o:p> ở <st1:place>Muscat</st1:place></p>", ["Hôm qua ở Muscat"]),
        ("<p>Họp <time>hôm qua</time><wbr> ở Muscat</p>", ["Họp hôm qua ở Muscat"]),
        # Blocks end a line, wherever they stand.
        ("<div>Oman<div>Kenya</div>Fiji</div>", ["Oman", "Kenya", "Fiji"]),
        ("<ul><li>Oman<li>Kenya</ul>Fiji", ["Oman", "Kenya", "Fiji"]),
        ("<dl><dt>Oman<dd>Kenya</dl>", ["Oman", "Kenya"]),
        ("<table><tr><td>Oman<td>Kenya<tr><td>Fiji</table>", ["Oman", "Kenya", "Fiji"]),
        ("<a href=/><h3>Oman</h3><p>Kenya</p></a>", ["Oman", "Kenya"]),
        ("<b>Oman<p>Kenya</p>Fiji</b>", ["Oman", "Kenya", "Fiji"]),
        ("<button>Gửi</button><label>Tên</label> <em>đầy đủ</em>", ["Gửi", "Tên đầy đủ"]),
        # Unknown and custom elements are blocks.
        ("<bai-viet>Oman<x-y>Kenya</x-y></bai-viet>Fiji", ["Oman", "Kenya", "Fiji"]),
        # Void elements end a line and hold nothing.
        ("<p>Oman<img alt=cảng>Kenya</p>", ["Oman", "Kenya"]),
        ("<p>Oman<hr>Kenya<input value=Fiji>Mali", ["Oman", "Kenya", "Mali"]),
        # White space of the source, and of references, is one space.
        (f"<p>{INDENT}Oman{INDENT}Kenya&nbsp;&#8195; Fiji\t</p>", ["Oman Kenya Fiji"]),
        ("<p>   </p><p>&nbsp;</p><div><span></span></div>", []),
        ("", []),
        ("Oman", ["Oman"]),
        ("<p>G7 &amp; EU &lt;họp&gt;", ["G7 & EU <họp>"]),
    ],
)
def test_inline_elements_run_on_and_blocks_end_a_line(markup: str, lines: list[str]) -> None:
    assert texts(markup) == lines


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        # A break after a sentence or after a short line parts; two breaks always do.
        (f"<p>{ENDED}<br>Kenya", [ENDED, "Kenya"]),
        (f"<p>{LONG}:”<br/>Kenya", [LONG + ":”", "Kenya"]),
        ("<p>Oman<br>Kenya<br>Fiji", ["Oman", "Kenya", "Fiji"]),
        (f"<p>{LONG}<br><br>Kenya", [LONG, "Kenya"]),
        (f"<p>{LONG}<br>{INDENT}<br>Kenya", [LONG, "Kenya"]),
        (f"<p>{LONG}<br>&nbsp;<b> </b><br>Kenya", [LONG, "Kenya"]),
        (f"<p><b>{ENDED}</b><br><span>Kenya</span> và Fiji", [ENDED, "Kenya và Fiji"]),
        # A break in the middle of a long sentence is a space.
        (f"<p>{LONG}<br>của Oman", [LONG + " của Oman"]),
        (f"<p>{LONG},<br>do Oman<br>thu xếp", [LONG + ", do Oman thu xếp"]),
        # A heading is one line.
        ("<h1>Oman:<br>Họp kín</h1>", ["Oman: Họp kín"]),
        ("<h3>Oman.<br><br>Họp kín</h3>", ["Oman. Họp kín"]),
        # At the ends breaks say nothing.
        ("<p><br><br>Oman<br></p><br>", ["Oman"]),
        ("<p><br></p>", []),
    ],
)
def test_line_breaks(markup: str, lines: list[str]) -> None:
    assert texts(markup) == lines


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("Oman<script>var Kenya = '<p>Fiji</p>'</script> họp", ["Oman họp"]),
        ("<style>.Kenya {}</style>Oman<noscript>Kenya</noscript>", ["Oman"]),
        ("<template><p>Kenya</template>Oman<svg><text>Kenya</text></svg>", ["Oman"]),
        ("<head><title>Kenya</title></head><body>Oman<!-- Kenya --></body>", ["Oman"]),
        ("<video>Kenya</video><iframe>Kenya</iframe><audio>Kenya</audio>Oman<amp-ad>Kenya</amp-ad>", ["Oman"]),
        # Hidden by the markup itself.
        ("<p hidden>Kenya</p><p style='color:red;display:none'>Kenya</p>Oman", ["Oman"]),
        ("<p style='display: none'>Kenya</p><p style='visibility:hidden'>Kenya</p>Oman", ["Oman"]),
        ("<div hidden><div hidden>Kenya</div><p>Kenya</div>Oman", ["Oman"]),
        # What is not hidden, or is shown again.
        ("<p style='display:block'>Oman</p><p class=hidden>Kenya</p>", ["Oman", "Kenya"]),
        ("<p aria-hidden=true>Oman</p><p data-hidden>Kenya", ["Oman", "Kenya"]),
        ("<div hidden><h1>Oman họp kín</h1><p>Kenya</p></div>", ["Oman họp kín", "Kenya"]),
        ("<html hidden><body style='display:none'>Oman", ["Oman"]),
        ("<textarea>Oman</textarea><select><option>Kenya</select>", ["Oman", "Kenya"]),
    ],
)
def test_what_is_not_seen(markup: str, lines: list[str]) -> None:
    assert texts(markup) == lines


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (unicodedata.normalize("NFD", "<p>Đề nghị của Ấn Độ"), ["Đề nghị của Ấn Độ"]),
        ("<p>A&#x301;n</p>", ["Án"]),
        # A mark of its own element joins its letter.
        ("<p>A<b>\u0301n</b></p>", ["Án"]),
        # Zero-width marks alone are no line; within words they stay.
        ("<p>\u200b</p><p>\ufeff\u200d</p>Oman", ["Oman"]),
        ("<p>Om\u200ban</p>", ["Om\u200ban"]),
        ("<p>Om\x00an</p>", ["Oman"]),
        (b"<p>Oman \xff</p>", ["Oman \ufffd"]),
        (b"<p>Oman", ["Oman"]),
    ],
)
def test_letters(markup: str | bytes, lines: list[str]) -> None:
    assert texts(markup) == lines


# -- what is known of a line ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "pictured"),
    [
        ("<img><p>Oman<p>Kenya", [True, False]),
        ("<div><img></div><p> </p><p>Oman", [True]),
        ("<picture><img></picture>Oman", [True]),
        ("<p><amp-img></amp-img><br><em>Oman</em></p><p>Kenya", [True, False]),
        ("<p>Oman<img></p><p>Kenya", [False, True]),
        ("<img><p>Oman.<br>Kenya", [True, False]),
        ("<hr><p>Oman", [False]),
        ("<svg><image/></svg><p>Oman", [False]),
        ("<p>Oman<img>", [False]),
    ],
)
def test_pictured(markup: str, pictured: list[bool]) -> None:
    assert [line.pictured for line in page(markup).lines] == pictured


@pytest.mark.parametrize(
    ("markup", "links", "bold"),
    [
        ("<p><a href=/>Oman</a>", [1.0], [0.0]),
        ("<p><a href=/>Oman</a> họp", [0.5], [0.0]),
        ("<p><a href=/><b>Oman</b></a> họp", [0.5], [0.5]),
        ("<p><strong><span>Oman</span> họp</strong>", [0.0], [1.0]),
        ("<a href=/><h3>Oman</h3><p>Kenya</p></a>Fiji", [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]),
        ("<p><a href=/>Oman</a>.<br>Kenya", [0.8, 0.0], [0.0, 0.0]),
        ("<p><b>Oman</b><br>Kenya", [0.0, 0.0], [1.0, 0.0]),
        # Names of elements that only look alike.
        ("<p><abbr>Oman</abbr> <big>họp</big> <em>kín</em>", [0.0], [0.0]),
        ("<h2>Oman</h2>", [0.0], [0.0]),
    ],
)
def test_shares_of_links_and_bold_type(markup: str, links: list[float], bold: list[float]) -> None:
    lines = page(markup).lines
    assert [line.link_share for line in lines] == links
    assert [line.strong / len(line.text) for line in lines] == bold


@pytest.mark.parametrize(
    ("markup", "tag", "inner"),
    [
        ("<p>Oman", "p", None),
        ("Oman", "body", None),
        ("<p><em><b>Oman</b></em>", "p", "em"),
        ("<td>Oman", "body", None),
        ("<table><td>Oman</table>", "td", None),
        ("<figure><figcaption>Oman", "figcaption", None),
    ],
)
def test_the_element_of_a_line(markup: str, tag: str, inner: str | None) -> None:
    read = page(markup)
    line = read.lines[0]
    assert (line.tag, line.inner and line.inner.tag) == (tag, inner)
    assert read.boxes[line.box].tag == tag


NESTED = (
    "<div class='tin-lienquan box' id=b7><section><ul><li><a href=/>Oman họp</a> <a href=/></a></ul></section></div>"
)


@pytest.mark.parametrize(
    ("selector", "found"), [("div", "div"), ("#b7 ul", "ul"), ("div.tin-lienquan.box", "div"), ("a", None), ("p", None)]
)
def test_box_of(selector: str, found: str | None) -> None:
    read = page(NESTED)
    box = read.box_of(selector)
    assert (box if box is None else read.boxes[box].tag) == found


def test_hints_and_marks() -> None:
    read = page(NESTED)
    div, section, item = (read.box_of(s) for s in ("div", "section", "li"))
    assert div is not None
    assert section is not None
    assert item is not None
    assert (read.hint(div), read.hint(section), read.named(div)) == ("related", "", ("tin-lienquan box", "b7"))
    # The element itself and the two around it.
    assert [read.near(b, "related") for b in (div, section, item)] == [True, True, False]
    assert read.link_texts(read.lines[0]) == ["Oman họp"]
    read.mark("section, p", "caption")
    assert (read.hint(div), read.hint(section), read.hint(item)) == ("related", "caption", "")


@pytest.mark.parametrize(
    ("tag", "classes", "ident", "hint"),
    [
        ("figcaption", "", "", "caption"),
        ("nav", "breadcrumb", "", "navigation"),
        ("div", "box-comment", "", "comment"),
        ("div", "", "comment-list", "comment"),
        ("p", "SAPO", "", "lead"),
        ("div", "row related sapo", "", "related"),
        ("div", "col-8", "main", ""),
        ("div", "", "", ""),
        ("div", " ", " ", ""),
    ],
)
def test_element_hint(tag: str, classes: str, ident: str, hint: str) -> None:
    assert element_hint(tag, classes, ident) == hint


# -- laws -----------------------------------------------------------------------------------------------------


def check_lines(read: Html) -> None:
    """What holds for the lines and boxes of any page."""
    whole = read.text()
    assert whole == "\n".join(line.text for line in read.lines)
    at = 0
    for i, line in enumerate(read.lines):
        assert (line.start, line.end) == (at, at + len(line.text))
        assert whole[line.start : line.end] == line.text
        assert line.text == " ".join(line.text.split()) != ""
        assert unicodedata.is_normalized("NFC", line.text)
        assert 0 <= line.link_share <= 1
        at = line.end + 1
        box = read.boxes[line.box]
        assert box.first <= i < box.last
        assert box.tag == line.tag
    for i, box in enumerate(read.boxes):
        assert box.parent < i
        assert box.first <= box.last
        if box.parent >= 0:
            around = read.boxes[box.parent]
            assert around.first <= box.first <= box.last <= around.last


BLOCK = ("div", "section", "article", "p", "li", "blockquote", "h2", "x-y")
INLINE = ("b", "span", "em", "small", "o:p", "time")
UNSEEN = ("script", "style", "noscript", "template", "iframe", "video")
words = st.sampled_from(("Oman", "họp", "Ấn", "Độ", "ngày", "20/1", "đoàn", ".", "“Không”", "Kenya,", "à"))
# A node: (tag, children), or a text; a tag with "!" is hidden.
nodes = st.recursive(
    st.lists(words, min_size=1, max_size=4).map(" ".join)
    | st.sampled_from(("\n  ", "<br>", "<img>", "<hr>", "<!-- Fiji -->"))
    | st.sampled_from(UNSEEN).map(lambda tag: (tag, ["Fiji"])),
    lambda children: st.tuples(
        st.sampled_from((*BLOCK, *BLOCK, *INLINE, *INLINE, "div!")), st.lists(children, max_size=4)
    ),
    max_leaves=30,
)


def markup_of(node: object) -> str:
    if isinstance(node, str):
        return node
    assert isinstance(node, tuple)
    tag, children = node
    opened = f"{tag[:-1]} hidden" if tag.endswith("!") else tag
    return f"<{opened}>{''.join(map(markup_of, children))}</{tag.rstrip('!')}>"


def seen_in(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield "" if node.startswith("<") else node
        return
    assert isinstance(node, tuple)
    tag, children = node
    if tag not in UNSEEN and not tag.endswith("!"):
        for child in children:
            yield from seen_in(child)


def letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@given(st.lists(nodes, max_size=6), st.sampled_from(["NFC", "NFD"]))
def test_every_visible_text_appears_in_order(tree: list[object], form: str) -> None:
    read = page(unicodedata.normalize(form, "<body>" + "".join(map(markup_of, tree))))
    check_lines(read)
    assert letters(read.text()) == letters("".join(t for node in tree for t in seen_in(node)))


PIECES = (
    "<", ">", "</", "/>", "<p>", "</p>", "<div>", "</div>", "<div hidden>", "<div style=display:none", "<br>", "</a>",
    "<a href=", "<table>", "<td>", "</table>", "<select>", "<option>", "<svg>", "<math>", "</svg>", "<template>",
    "<!--", "-->", "<!", "<?", "<![CDATA[", "]]>", "<script>", "</script>", "<title>", "<body", "</body>", "<img", "=",
    "<html hidden>", "<frameset>", "<h1>", "</h1>", "<plaintext>", "<b>", "</b>", "'", '"', "&", "&amp;", "&#0;",
    "&#xd800;", "&#1114112;", "&nbsp;", "\x00", "\x1e", "\x0c", "\r\n", "\u200b", "\u0301", "\u2028", "\ufffe",
    "🙂", "Oman", "Ấn Độ. ",
)  # fmt: skip
soup = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)


@given(soup)
def test_any_text_is_read(markup: str) -> None:
    check_lines(page(markup))


@given(st.binary(max_size=60) | soup.map(lambda s: s.encode("utf-16")) | soup.map(lambda s: s.encode()[1:-1]))
def test_any_bytes_are_read(raw: bytes) -> None:
    check_lines(page(raw))


# -- size -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div>" * 10_000 + "Oman", 1),
        ("<b>" * 10_000 + "Oman", 1),
        ("<div>Oman" * 5_000 + "</div>Kenya" * 5_000, 10_000),
        ("<span>" * 200_000 + "Oman" + "</span>" * 200_000 + "<p>Kenya", 2),
        ("<p><a href=/>Oman</a>" * 100_000, 100_000),
        ("<a href=/>Oman</a> " * 100_000, 1),
        ("<p>Om\x00an\x00" * 1_000 + "\x00" * 100_000, 1_000),
        ("Oman " * 200_000, 1),
        ("<div hidden>" * 1_000 + "Kenya" + "</div>" * 1_000 + "Oman", 1),
    ],
    ids=["blocks", "bold", "blocks with text", "inline", "links", "one line of links", "NUL", "words", "hidden"],
)
def test_large_pages_are_read(markup: str, lines: int) -> None:
    read = page(markup)
    assert len(read.lines) == lines
    assert len(read.text()) == read.lines[-1].end


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_ELEMENTS", 50)
    assert texts("<p>Oman" * 50) == ["Oman"] * 50
    with pytest.raises(PageTooLarge, match=r"^trang\.html: more than 50 elements; split it into single pages$"):
        parse("<p>Oman" * 51, "trang.html")


@pytest.mark.parametrize(
    ("markup", "refused"),
    [
        ("<div>" * 30_000, True),
        ("<DIV class=x>" * 30_000, True),
        ("<p>Kenya</p>" * 30_000 + "<section>" * 13_000, True),
        ("<div>" * 11_000 + "</div>" * 11_000 + "<div>" * 11_000, False),
        ("<div>Oman</div>" * 30_000, False),
        ("<hr>" * 30_000, False),
    ],
)
def test_elements_nested_too_deep_to_parse_are_refused(markup: str, refused: bool) -> None:
    raw = (markup + "Oman").encode()
    if not refused:
        require_shallow(raw, "trang.html")
        return
    with pytest.raises(PageTooLarge, match=r"^trang\.html: elements nested more than 12000 deep; give a page as "):
        parse(raw, "trang.html")


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<li><a href=/tin-1.html>Oman họp</a>", "https://example.vn/tin-1.html"),
        ("<li><a href=../tin-1.html> Oman\nhọp </a> (12/6/2018)", "https://example.vn/tin-1.html"),
        # A picture's link stands before the headline's.
        ("<li><a href=/quang-cao><img></a><a href=/tin-1.html>Oman họp</a>", "https://example.vn/tin-1.html"),
        ("<a href=//vidu.example.vn/tin><h3>Oman họp</h3></a>", "https://vidu.example.vn/tin"),
        ("<a href=/tin-1.html><div><div><h3>Oman họp</h3></div></div></a>", "https://example.vn/tin-1.html"),
        ("<li>Oman họp", None),
        ("<li><a>Oman họp</a>", None),
        ("<li><a href=''>Oman họp</a>", None),
        ("<li><a href='javascript:void(0)'>Oman họp</a>", None),
        ("<li><a href='mailto:toasoan@example.vn'>Oman họp</a>", None),
        ("<li><a href='http://[x'>Oman họp</a>", None),
    ],
)
def test_the_address_of_a_line(markup: str, address: str | None) -> None:
    page = parse(markup, "page")
    (line,) = page.lines
    assert page.address(line, "https://example.vn/quoc-te/tin-2.html") == address
