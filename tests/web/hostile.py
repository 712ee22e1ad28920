"""A page whose every field is HTML or a script, and what a page of the desk must not hold of it."""

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from thoisu import incoming
from thoisu.chronicle.preparing import Incoming
from thoisu.model import Caption, Related, replace

SCRIPT = "<script>alert(1)</script>"
IMAGE = '<img src=x onerror="alert(2)">'
BREAK = "\"'><b onclick=alert(3)>x</b>"
TEXT = (
    f"{SCRIPT} Thủ tướng Đức thăm Trung Quốc {IMAGE}\n\n"
    f"Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc) {BREAK}. "
    f"Ông Scholz nói: “{IMAGE} hai bên sẽ hợp tác {SCRIPT}”.\n"
    f"Thủ tướng Đức tại Bắc Kinh. (Ảnh: {SCRIPT} AP)\n"
    f"Chủ tịch Trung Quốc Tập Cận Bình đã hội đàm với ông Scholz {SCRIPT}.\n"
    f"{{{{ 7*7 }}}} {{% raw %}} ]]> <!-- --> </textarea></details></main> &lt;i&gt;\n"
)


def hostile(text: str = TEXT) -> Incoming:
    """The page, read; what of its fields the reader would not take from a text is put there."""
    page = incoming(text, published="2022-11-05", uri="javascript:alert(4)")
    article = page.reading.article
    return Incoming(
        replace(
            page.reading,
            article=replace(
                article,
                outlet=f"example.vn{SCRIPT}",
                section=IMAGE,
                byline=[SCRIPT, BREAK],
                credit=[f"AP {IMAGE}"],
                captions=[Caption(SCRIPT, [IMAGE])],
                related=[Related(SCRIPT, None, "javascript:alert(5)")],
                blocks=[*article.blocks, replace(article.blocks[-1], label="related", text=f"{SCRIPT}{BREAK}")],
            ),
            warnings=[*page.reading.warnings, f"{SCRIPT} is no day"],
        ),
        page.raw,
        f"file:{Path('/tmp')}/{SCRIPT}.txt",
    )


def faults(text: str) -> list[str]:
    """What of a page of the desk is not its own: elements, handlers and addresses that came out of a text."""
    found = []
    for node in LexborHTMLParser(text).css("*"):
        attributes = node.attributes
        if node.tag in ("img", "iframe", "object", "embed", "style", "b") or (
            node.tag == "script" and not (attributes.get("src") or "").startswith("/static/")
        ):
            found.append(node.html or "")
        for name, value in attributes.items():
            if name.startswith("on") or name == "style" or (value or "").strip().lower().startswith("javascript:"):
                found.append(f"{node.tag} {name}={value}")
    return found
