"""A store in which everything that can come from a page or a corrector is markup that would run."""

from html import escape
from pathlib import Path

from thoisu import Question, add, incoming, open_store
from thoisu.chronicle.correcting import correct
from thoisu.web.access import hashed, new_token

SCRIPT = "<script>window.hacked = 1</script>"
IMAGE = '<img src=x onerror="window.hacked = 1">'
_TITLE = f"Tổng thống Pháp Emmanuel Macron thăm Trung Quốc {SCRIPT}"
_PARAGRAPHS = (
    f"Ngày 5/4, Tổng thống Pháp Emmanuel Macron đã đến {SCRIPT} Bắc Kinh, bắt đầu chuyến thăm Trung Quốc {IMAGE}.",
    f'Ông Macron tuyên bố: "Pháp ủng hộ {IMAGE} Ukraine {SCRIPT}".',
    f"Theo kế hoạch, ngày 6/4, ông Macron sẽ hội đàm với Chủ tịch Trung Quốc Tập Cận Bình {SCRIPT} tại Bắc Kinh.",
    f"Trước đó, ngày 4/4, Tổng thống Nga Vladimir Putin đã điện đàm với ông Macron {SCRIPT}.",
)
_HEAD = f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(_TITLE)}</title>
<meta name="author" content="{escape(SCRIPT)}"><meta property="og:site_name" content="{escape(IMAGE)}">
<meta property="article:published_time" content="2023-04-05T18:30:00+07:00">"""
_BODY = f"""</head><body><article><h1>{escape(_TITLE)}</h1><p class="author">{escape(SCRIPT)} Minh Anh</p>
<p class="sapo">Chuyến thăm {escape(IMAGE)} kéo dài ba ngày.</p>
<figure><img src="a.jpg" alt="{escape(IMAGE)}">
<figcaption>Ông Macron tại Bắc Kinh {escape(IMAGE)}. (Ảnh: {escape(SCRIPT)})</figcaption></figure>
{"".join(f"<p>{escape(text)}</p>" for text in _PARAGRAPHS)}<p class="source">Theo {escape(IMAGE)}</p></article>"""
_CANONICAL = f'<link rel="canonical" href="https://example.vn/{escape(IMAGE)}.html">'


def hostile(store: Path) -> str:
    """Makes the store: a page, a copy of it whose address is a script, corrections; the token of who made them."""
    token = new_token()
    with open_store(store) as opened:
        add(opened, [incoming(_HEAD + _CANONICAL + _BODY)])
        add(opened, [incoming(_HEAD + _BODY + f"<p>{escape(IMAGE)}</p>", uri="javascript:window.hacked=1")])
        [visit, *_] = opened.ask(Question(actor=["FRA"], other=["CHN"], status=["happened"]))
        for field, value in (("actor", f"{IMAGE}; FRA"), ("place", SCRIPT), ("said_by", SCRIPT), ("context", IMAGE)):
            correct(opened, SCRIPT, "set", visit.tellings, {field: value})
        with opened.writing():
            opened.put_token(IMAGE, hashed(token), True)
    return token
