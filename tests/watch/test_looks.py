"""Addresses of articles in the forms that outlets give them, and what stands beside them."""

from typing import Any

import pytest

from thoisu.lexicon import lexicon
from thoisu.page.publishers import address_number, path_of
from thoisu.watch.looks import look_of, looks_like_article


@pytest.mark.parametrize(
    ("url", "is_article"),
    [
        ("https://baovidu.example/hai-ben-gap-nhau-post123456.html", True),
        ("https://baovidu.example/hai-ben-gap-nhau/663495.vnp", True),
        ("https://baovidu.example/the-gioi/hai-ben-gap-nhau-20260307080712345.htm", True),
        ("https://baovidu.example/hai-ben-gap-nhau-185260307080712345.htm", True),
        ("https://baovidu.example/hai-ben-gap-nhau-123456.ldo", True),
        ("https://baovidu.example/hai-ben-gap-nhau-i123456/", True),
        ("https://baovidu.example/trong-nuoc/hai-ben-gap-nhau-6130.htm", True),
        ("https://baovidu.example/2026/03/07/hai-ben-noi-lai-vong-dam-phan-tai-geneva/", True),
        ("https://baovidu.example/the-gioi/hai-bên-nối-lại-vòng-đàm-phán-tại-geneva", True),
        ("https://baovidu.example/", False),
        ("https://baovidu.example", False),
        ("https://baovidu.example/the-gioi", False),
        ("https://baovidu.example/the-gioi/quan-su", False),
        ("https://baovidu.example/the-gioi/tin-tuc-quan-su-the-gioi.html", False),
        ("https://baovidu.example/the-gioi-c128.html", False),
        ("https://baovidu.example/the-gioi-128ct0.htm", False),
        ("https://baovidu.example/the-gioi-123456.html", False),
        ("https://baovidu.example/123456.html", False),
        ("https://baovidu.example/bao-in-so-ra-ngay-2026.html", False),
        ("https://baovidu.example/lien-he-quang-cao.html", False),
        ("trang.html", False),
        ("ftp://baovidu.example/hai-ben-gap-nhau-123456.html", False),
    ],
)
def test_an_address_looks_like_an_article(url: str, is_article: bool) -> None:
    assert looks_like_article(url) is is_article


ARTICLES: list[Any] = [
    url
    for publisher in lexicon().publishers
    for url in publisher["yes"]
    if address_number(url) and "infographic" not in url and (path_of(url) or "").count("-") >= 3
]


@pytest.mark.parametrize("url", ARTICLES)
def test_the_addresses_of_publishers_are_articles(url: str) -> None:
    assert look_of(url) in ("", "article")
    assert looks_like_article(url)
