"""From a reading to the document that the chronicle keeps."""

from ..model import Page, Reading
from ..page.publishers import host_of, one_site
from .records import Document, short_id

_BYTES, _PATH = "sha256:", "file:"  # begin the keys of pages without an address


def key_of(page: Page) -> str:
    """What makes a page the same page when it comes again: its own address, the one it was fetched from, or its bytes.

    A file has no address of its own. Who adds it from a disk keeps its path as the key, so that it is known again
    when its bytes have changed; its id is of its first bytes, the same wherever it lies.

    >>> key_of(Page("https://example.vn/a-1.html?utm_source=x", "3a7b", canonical="https://example.vn/a-1.html"))
    'https://example.vn/a-1.html'
    >>> key_of(Page("page.txt", "3a7b"))
    'sha256:3a7b'

    A canonical address on another site is that of the text's origin: the copy is a page of its own.

    >>> key_of(Page("https://example.vn/a-1.html", "3a7b", canonical="https://vnexpress.net/b-2.html"))
    'https://example.vn/a-1.html'

    A mail has an id of its own, the same in every mailbox.

    >>> key_of(Page("mid:ban-tin-1@example.vn", "3a7b", "mail"))
    'mid:ban-tin-1@example.vn'
    """
    strange = page.canonical and host_of(page.uri) and not one_site(page.canonical, page.uri)
    for address in (None if strange else page.canonical, page.uri):
        if address and host_of(address):
            return address.partition("#")[0]
    if page.format == "mail" and page.uri.startswith("mid:"):
        return page.uri
    return f"{_BYTES}{page.sha256}"


def document_of(reading: Reading, key: str | None = None, id: str | None = None) -> Document:
    """The document of a reading; a page without an address stands under the key and id that are given, else its own.

    >>> from thoisu import read
    >>> text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    >>> document = document_of(read(text, published="2022-11-05"))
    >>> document.moment, document.day, document.text == text
    ('2022-11-05', '2022-11-04', True)
    """
    article = reading.article
    own = key_of(reading.page)
    key = key if key and own.startswith(_BYTES) else own
    moment = article.published.value if article.published else None
    return Document(
        id=id or short_id(own if key.startswith(_PATH) else key),
        key=key,
        outlet=article.outlet or host_of(key),
        title=article.title,
        moment=moment,
        day=article.story_day.value if article.story_day else moment[:10] if moment else None,
        byline=article.byline,
        credit=article.credit,
        text="\n".join(p.text for p in article.paragraphs if p.role != "title"),
    )
