"""JSON-LD as pages print it: escaped again, with raw line breaks, in many nestings, and broken."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.page.jsonld import Linked, read_linked, unescape
from thoisu.text import normalize

ARTICLE = '{"@type": "NewsArticle", %s}'
CRUMBS = '{"@type": "BreadcrumbList", "itemListElement": %s}'


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nairobi &amp; Mombasa", "Nairobi & Mombasa"),
        ("Nairobi &amp;amp; Mombasa", "Nairobi & Mombasa"),
        ("Nairobi &amp;amp;amp; Mombasa", "Nairobi & Mombasa"),
        ("&amp;quot;Vòng hai&amp;quot;", '"Vòng hai"'),
        ("H&#7897;i ngh&#x1ECB;", "Hội nghị"),
        ("H&amp;#7897;i ngh&amp;#x1ECB;", "Hội nghị"),
        ("Nairobi & Mombasa", "Nairobi & Mombasa"),
        ("Nairobi &khongco; Mombasa", "Nairobi &khongco; Mombasa"),
        ("Hội nghị", "Hội nghị"),
        ("", ""),
    ],
)
def test_unescape(text: str, plain: str) -> None:
    assert unescape(text) == plain


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ('"headline": "Kenya mở hội nghị"', "Kenya mở hội nghị"),
        ('"headline": "Kenya &amp; Uganda"', "Kenya & Uganda"),
        ('"headline": "Kenya &amp;amp; Uganda"', "Kenya & Uganda"),
        ('"headline": "Kenya &amp;amp;amp; Uganda"', "Kenya & Uganda"),
        (r'"headline": "\u0110\u00e0m ph\u00e1n"', "Đàm phán"),
        (r'"headline": "Kenya: \"không\" với hạn ngạch"', 'Kenya: "không" với hạn ngạch'),
        (r'"headline": "Kenya \/ Uganda"', "Kenya / Uganda"),
        ('"headline": "Kenya\nmở\r\n\thội nghị"', "Kenya mở hội nghị"),
        ('"headline": "  Kenya   mở hội nghị "', "Kenya mở hội nghị"),
        ('"headline": "Kenya mở hội nghị",', "Kenya mở hội nghị"),
        ('"keywords": ["Kenya", "Uganda",], "headline": "Kenya mở hội nghị",\n', "Kenya mở hội nghị"),
        ('"headline": "Kenya, ] và }"', "Kenya, ] và }"),
        (r'"headline": "Thư mục C:\Đàm"', r"Thư mục C:\Đàm"),
        ('"headline": ["Kenya", "Uganda"]', "Kenya, Uganda"),
        ('"headline": "", "name": "Kenya mở hội nghị"', "Kenya mở hội nghị"),
        # Neither a text nor a list of texts.
        ('"headline": {"@value": "Kenya"}', ""),
        ('"headline": 5', ""),
        ('"headline": null', ""),
        ('"alternativeHeadline": "Kenya"', ""),
    ],
)
def test_a_headline_however_it_is_escaped(fields: str, headline: str) -> None:
    assert read_linked([ARTICLE % fields]).headline == headline


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Kenya"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Kenya"}\n//]]>',
        '// <![CDATA[\n{"@type": "NewsArticle", "headline": "Kenya"}\n// ]]>',
        '/* bài */ {"@type": "NewsArticle", "headline": "Kenya"}',
        '{"@type": "NewsArticle", "headline": "Kenya"};',
        '\n\t {"@type": "NewsArticle", "headline": "Kenya"} \n',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Kenya&quot;}",
    ],
)
def test_what_is_wrapped_around_a_script_is_no_part_of_it(script: str) -> None:
    assert read_linked([script]) == Linked(headline="Kenya")


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": ["Thing", "NewsArticle"], "headline": "Kenya"}',
        '{"@type": "http://schema.org/NewsArticle", "headline": "Kenya"}',
        '{"@type": "ReportageNewsArticle", "headline": "Kenya"}',
        '{"@type": "BlogPosting", "headline": "Kenya"}',
        '[{"@type": "Organization", "name": "Báo Ví Dụ"}, {"@type": "Article", "headline": "Kenya"}]',
        '[[[{"@type": "Article", "headline": "Kenya"}]]]',
        '{"@graph": [{"@type": "WebPage", "name": "Trang"}, {"@type": "NewsArticle", "headline": "Kenya"}]}',
        '{"@graph": {"@type": "NewsArticle", "headline": "Kenya"}}',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Kenya"}}',
        '{"@type": "WebPage", "headline": "x", "mainEntityOfPage": {"@type": "NewsArticle", "headline": "Kenya"}}',
    ],
)
def test_an_article_is_found_in_every_nesting(script: str) -> None:
    assert read_linked([script]).headline == "Kenya"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "WebSite", "headline": "Kenya"}',
        '{"@type": "Organization", "name": "Báo Ví Dụ"}',
        '{"@type": "Product", "description": "Kenya"}',
        '{"@type": "ArticleList", "headline": "Kenya"}',
        '{"headline": "Kenya"}',
        '{"@type": null, "headline": "Kenya"}',
        '{"@type": {"NewsArticle": 1}, "headline": "Kenya"}',
        '[null, 5, "NewsArticle"]',
        '"NewsArticle"',
        "null",
        "[]",
        "{}",
        "<p>Kenya</p>",
        "",
    ],
)
def test_what_is_no_article_says_nothing(script: str) -> None:
    assert read_linked([script]) == Linked()


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Hoài Thu"', ("Hoài Thu",)),
        ('["Hoài Thu", "Đặng Ánh"]', ("Hoài Thu", "Đặng Ánh")),
        ('{"@type": "Person", "name": "Hoài Thu"}', ("Hoài Thu",)),
        ('{"name": ["Hoài Thu", "Đặng Ánh"]}', ("Hoài Thu", "Đặng Ánh")),
        ('[{"name": "Hoài Thu"}, {"name": "Đặng Ánh"}]', ("Hoài Thu", "Đặng Ánh")),
        ('[{"name": ""}, "Đặng Ánh", null]', ("Đặng Ánh",)),
        ('{"name": "Ho&agrave;i Thu"}', ("Hoài Thu",)),
        ('{"@type": "Organization", "name": "Báo Ví Dụ"}', ("Báo Ví Dụ",)),
        ('""', ()),
        ('"  "', ()),
        ('{"name": ""}', ()),
        ('{"name": null}', ()),
        ('{"url": "https://example.vn/hoai-thu"}', ()),
        ("{}", ()),
        ("[]", ()),
        ("null", ()),
        ("5", ()),
    ],
)
def test_authors(author: str, names: tuple[str, ...]) -> None:
    assert read_linked([ARTICLE % f'"author": {author}']).authors == names


def test_author_and_publisher_are_kept_apart() -> None:
    organisation = '{"@type": "Organization", "name": "Báo Ví Dụ", "logo": {"url": "https://example.vn/a.png"}}'
    linked = read_linked([ARTICLE % f'"author": {{"name": ""}}, "publisher": {organisation}'])
    assert (linked.authors, linked.publisher) == ((), "Báo Ví Dụ")


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ('"Báo Ví Dụ"', "Báo Ví Dụ"),
        ('[{"name": "A"}, {"name": "B"}]', "A"),
        ("[]", ""),
        ('{"name": ""}', ""),
        ("7", ""),
    ],
)
def test_the_publisher(publisher: str, name: str) -> None:
    assert read_linked([ARTICLE % f'"publisher": {publisher}']).publisher == name


@pytest.mark.parametrize(
    ("fields", "published", "section"),
    [
        ('"datePublished": "2018-06-12", "articleSection": "Châu Phi"', "2018-06-12", "Châu Phi"),
        ('"dateCreated": "2018-06-12"', "2018-06-12", ""),
        ('"dateCreated": "2018-06-11", "datePublished": "2018-06-12"', "2018-06-12", ""),
        ('"datePublished": "", "dateCreated": "2018-06-11"', "2018-06-11", ""),
        ('"articleSection": ["Thế giới", "Châu Phi"]', "", "Thế giới, Châu Phi"),
        ('"dateModified": "2018-06-13", "section": "Châu Phi"', "", ""),
        ('"datePublished": 1528770000', "", ""),
    ],
)
def test_day_and_section(fields: str, published: str, section: str) -> None:
    linked = read_linked([ARTICLE % fields])
    assert (linked.published, linked.section) == (published, section)


@pytest.mark.parametrize(
    ("items", "crumbs"),
    [
        ('[{"position": 1, "name": "Thế giới"}, {"position": 2, "name": "Châu Phi"}]', ("Thế giới", "Châu Phi")),
        ('[{"item": {"@id": "/a", "name": "Thế giới"}}, {"name": "Châu Phi", "item": "/b"}]', ("Thế giới", "Châu Phi")),
        ('[[{"name": "Thế giới"}], [{"name": "Châu Phi"}]]', ("Thế giới", "Châu Phi")),
        ('[{"name": "Kinh tế &amp; Xã hội"}]', ("Kinh tế & Xã hội",)),
        ('[{"name": ""}, {"item": "/a"}, {"item": {"name": 5}}, "Thế giới", null, 5]', ()),
        ('[{"name": {"@value": "Thế giới"}}]', ()),
        ('"Thế giới"', ()),
        ("null", ()),
        ("[]", ()),
    ],
)
def test_the_breadcrumb(items: str, crumbs: tuple[str, ...]) -> None:
    assert read_linked([CRUMBS % items]).crumbs == crumbs


@pytest.mark.parametrize("form", ["[{}, {}]", '{{"@graph": [{}, {}]}}'])
def test_article_and_breadcrumb_of_one_script(form: str) -> None:
    script = form.format(CRUMBS % '[{"name": "Châu Phi"}]', ARTICLE % '"headline": "Kenya"')
    assert read_linked([script]) == Linked(headline="Kenya", crumbs=("Châu Phi",))


def test_the_first_script_that_says_something_counts() -> None:
    scripts = [
        ARTICLE % '"headline": "", "description": "Một"',
        ARTICLE % '"headline": "Kenya", "description": "Hai"',
        CRUMBS % "[]",
        CRUMBS % '[{"name": "Châu Phi"}]',
        CRUMBS % '[{"name": "Châu Á"}]',
    ]
    assert read_linked(scripts) == Linked(headline="Kenya", description="Một", crumbs=("Châu Phi",))


@pytest.mark.parametrize(
    ("script", "headline", "published"),
    [
        ('{"headline": "Kenya" "datePublished": "2018-06-12"}', "Kenya", "2018-06-12"),
        ('{"headline": "Kenya", "datePublished": "2018-06-12" // ghi chú\n}', "Kenya", "2018-06-12"),
        ('{"headline": "Kenya", "wordCount": undefined, "datePublished": "2018-06-12"}', "Kenya", "2018-06-12"),
        ('{"description": "Ông nói "không" hôm nay", "datePublished": "2018-06-12"}', "", "2018-06-12"),
        (
            '{"headline": "Kenya \\"mở\\" h\u1ed9i nghị", "datePublished": "2018-06-12"',
            'Kenya "mở" hội nghị',
            "2018-06-12",
        ),
        (
            '{"headline":\n"Kenya &amp;amp; Uganda",, "datePublished" : "2018\\/06\\/12"}',
            "Kenya & Uganda",
            "2018/06/12",
        ),
        ('{"headline": Kenya, "dateModified": "2018-06-12"}', "", ""),
        ("{'headline': 'Kenya', 'datePublished': '2018-06-12'}", "", ""),
    ],
)
def test_broken_json_is_read_by_field(script: str, headline: str, published: str) -> None:
    linked = read_linked([script])
    assert (linked.headline, linked.published) == (headline, published)


def test_one_broken_script_does_not_cost_the_others() -> None:
    assert read_linked(["{", ARTICLE % '"headline": "Kenya"', "]"]).headline == "Kenya"


@pytest.mark.parametrize(
    "script",
    [
        "[" * 50_000,
        '{"a":' * 50_000,
        "[" * 50_000 + "]" * 50_000,
        '{"@graph":[' * 3_000 + "{}" + "]}" * 3_000,
        ",]" * 50_000,
        "<!--" * 50_000,
        ARTICLE % f'"headline": "{"a" * 2_000_001}"',
    ],
    ids=["lists", "objects", "closed-lists", "graphs", "commas", "comments", "long"],
)
def test_deep_and_huge_scripts_say_nothing(script: str) -> None:
    assert read_linked([script]) == Linked()


# -- laws ---------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["@type", "@graph", "headline", "name", "author", "publisher", "itemListElement", "item", "datePublished", "x"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["NewsArticle", "BreadcrumbList", "&amp;amp;"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=24,
)  # fmt: skip


def is_tidy(linked: Linked) -> bool:
    texts = [linked.headline, linked.description, linked.published, linked.section, linked.publisher, linked.body]
    texts += [*linked.authors, *linked.crumbs]
    return all(isinstance(text, str) and text == " ".join(text.split()) for text in texts)


@given(st.lists(st.text(max_size=80), max_size=3))
def test_no_text_raises(scripts: list[str]) -> None:
    assert is_tidy(read_linked(scripts))


@given(st.text(alphabet='{}[]:,"\\/ \n\t<!->ahedlin', max_size=60))
def test_no_text_of_signs_raises(script: str) -> None:
    assert is_tidy(read_linked([script, '{"headline": "' + script]))


@given(VALUES)
def test_no_json_raises(value: Any) -> None:
    assert is_tidy(read_linked([json.dumps(value), json.dumps(value)[:-1]]))


@given(st.text(alphabet=st.characters(blacklist_categories=("C",), blacklist_characters="&"), max_size=40))
def test_a_headline_is_given_back(headline: str) -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": headline})
    assert read_linked([script]).headline == normalize(headline)


@given(st.text(max_size=40))
def test_text_without_references_is_left(text: str) -> None:
    bare = text.replace("&", "")
    assert unescape(bare) == bare
