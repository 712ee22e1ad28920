"""The brief as Markdown, HTML and Word."""

import html
import re
import unicodedata
from io import BytesIO
from typing import Any

from ..errors import ExportError
from ..lexicon import lexicon
from .brief import Brief, Reference

# Signs that Markdown reads anywhere, and at the beginning of a line; those that turn the direction of what follows.
_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
_FIRST_MARKS = re.compile(r"^([-+#=])|^(\d+)([.)])")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def plain(text: str) -> str:
    """Text of a page in one line, without control characters and signs that turn its direction.

    >>> plain("Nga\\n\\x07gặp\u202e Mỹ")
    'Nga gặp Mỹ'
    """
    kept = "".join(c if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs") else "" for c in text)
    return " ".join(_TURNING.sub("", kept).split())


def markdown(brief: Brief, lang: str) -> bytes:
    """The brief as Markdown; every sign of a page that Markdown reads is escaped."""
    words = lexicon().labels[lang]["of_brief"]
    lines = [f"# {_escaped(brief.title)}", ""]
    for section in brief.sections:
        lines += [f"## {section.title}", ""]
        for line in section.lines:
            numbers = " ".join(f"[{n}]" for n in line.sources)
            lines += [f"- {_escaped(line.text)} {numbers}", f"  > {_escaped(line.quote)}", ""]
    lines += [f"## {words['sources']}", ""]
    lines += [f"{r.number}. {_escaped(_cited(r, words))}" for r in brief.sources]
    if brief.left_out:
        lines += ["", words["left_out"].format(count=brief.left_out)]
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


def as_html(brief: Brief, lang: str) -> bytes:
    """The brief as a page of its own, without styles or scripts from elsewhere."""
    words = lexicon().labels[lang]["of_brief"]
    body = [f"<h1>{_text(brief.title)}</h1>"]
    for section in brief.sections:
        body.append(f"<h2>{_text(section.title)}</h2>\n<ul>")
        for line in section.lines:
            numbers = " ".join(f'<a href="#s{n}">[{n}]</a>' for n in line.sources)
            body.append(f'<li>{_text(line.text)} {numbers}<blockquote lang="vi">{_text(line.quote)}</blockquote></li>')
        body.append("</ul>")
    body.append(f"<h2>{_text(words['sources'])}</h2>\n<ol>")
    for source in brief.sources:
        cited = _text(_cited(source, words))
        if re.match(r"https?://", source.key):
            cited = f'<a href="{html.escape(source.key)}" rel="noopener noreferrer nofollow">{cited}</a>'
        body.append(f'<li id="s{source.number}">{cited}</li>')
    body.append("</ol>")
    if brief.left_out:
        body.append(f"<p>{_text(words['left_out'].format(count=brief.left_out))}</p>")
    head = (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # An icon of its own, or browsers ask the server for one.
        f'<link rel="icon" href="data:,"><title>{_text(brief.title)}</title></head>'
    )
    inner = "\n".join(body)
    return f"{head}\n<body>\n{inner}\n</body>\n</html>\n".encode("utf-8", errors="replace")


def docx(brief: Brief, lang: str) -> bytes:
    """The brief as a Word document. Raises ExportError without python-docx."""
    try:
        from docx import Document
    except ModuleNotFoundError:
        raise ExportError("docx", "python-docx is not installed", "pip install 'thoisu[docx]'") from None
    words = lexicon().labels[lang]["of_brief"]
    made: Any = Document()
    made.core_properties.author = "thoisu"
    made.core_properties.title = plain(brief.title)[:255]
    made.add_heading(plain(brief.title), 0)
    for section in brief.sections:
        made.add_heading(plain(section.title), 1)
        for line in section.lines:
            numbers = " ".join(f"[{n}]" for n in line.sources)
            made.add_paragraph(f"{plain(line.text)} {numbers}", style="List Bullet")
            made.add_paragraph(plain(line.quote), style="Quote")
    made.add_heading(words["sources"], 1)
    for source in brief.sources:
        made.add_paragraph(f"[{source.number}] {plain(_cited(source, words))}")
    if brief.left_out:
        made.add_paragraph(words["left_out"].format(count=brief.left_out))
    return _without_clock(made)


def _without_clock(made: Any) -> bytes:
    """The document with fixed times, in its properties and in its archive: the same brief, the same bytes."""
    import datetime
    import zipfile

    fixed = datetime.datetime(2000, 1, 1)
    made.core_properties.created = made.core_properties.modified = fixed
    written, packed = BytesIO(), BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, fixed.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _cited(source: Reference, words: dict[str, Any]) -> str:
    parts = [source.outlet or words["unknown_outlet"], source.title or "", (source.moment or "")[:16].replace("T", " ")]
    # Where a file lies on somebody's machine is nobody else's matter.
    address = source.key.rpartition("/")[2] if source.key.startswith("file:") else source.key
    cited = ", ".join(part for part in (*parts, address) if part)
    return f"{cited} ({words['copies'].format(count=source.copies)})" if source.copies else cited


def _escaped(text: str) -> str:
    safe = _MARKS.sub(r"\\\1", plain(text))
    return _FIRST_MARKS.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", safe)


def _text(text: str) -> str:
    return html.escape(plain(text))
