"""Labels every block of a page: title, lead, body, caption, credit, time, section, related, furniture.

Works on the blocks in page order, by their own shapes (thoisu.page.shapes), their length, what they repeat and where
they stand; on HTML also by what the markup hints at (thoisu.page.framed). Nothing of the page is dropped, so the
labelled blocks together are the whole page.
"""

import re
from collections.abc import Sequence

from ..text import fold, key
from .credits import is_byline
from .framed import Zones, label_framed
from .lines import Line
from .shapes import SENTENCE, caption_parts, dateline, is_paragraph, is_scene, opens_sentence, own_label

END_MARK = re.compile(r"\./\.\s*$|\./\.\s*\(?[^.]{0,40}\)?$")
_HEADLINE = 28
_AGAIN = "title.again"
_HOUR = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}")
_TITLE = (12, 220)


def label_blocks(lines: Sequence[Line], zones: Zones | None = None) -> None:
    """Sets the label of every line, in place.

    Of an HTML page the `zones` are known: where its headline stands, its text, and what is around them.

    >>> page = [Line("Quốc tế", 0, 7), Line("Hai bên nối lại đàm phán", 8, 32), Line("(TTXVN)", 33, 40)]
    >>> label_blocks(page)
    >>> [line.label for line in page]
    ['section', 'title', 'credit']
    """
    if zones is not None:
        label_framed(zones)
        return
    for line in lines:
        line.label = own_label(line.text)
    _label_clock(lines)
    title = _label_title(lines)
    _label_captions(lines, title)
    end = _label_tail(lines, title)
    _label_body(lines, title, end)
    lead = next((fold(line.text) for line in lines if line.label == "lead"), None)
    for line in lines:
        if line.label == "body" and fold(line.text) == lead:
            line.label = "other"  # printed twice: above the picture and again below it
    for line in lines:
        if line.label == "related.head":
            line.label = "navigation"
        elif line.label == _AGAIN:
            line.label = "other"


def _label_clock(lines: Sequence[Line]) -> None:
    """A day at the top of the page, above its sections, is the day on which it was saved, not the story's."""
    times = [i for i, line in enumerate(lines) if line.label == "time"]
    if not times or times[0] > 3 or _HOUR.search(lines[times[0]].text):
        return
    later = next((line for line in lines[times[0] + 1 :] if line.label not in ("navigation", "section", "share")), None)
    if later is not None and (later.label == "time" or lines[times[0] + 1].label in ("navigation", "section")):
        lines[times[0]].label = "navigation"


def _bare(text: str) -> str:
    return key(text).strip(" .:;")


def _label_title(lines: Sequence[Line]) -> str | None:
    """The headline: the last fitting line before the first paragraph that stands before any time line."""
    head: list[Line] = []
    for line in lines:
        if line.label in ("related.head", "credit", "comment"):
            break
        if line.label == "":
            if is_paragraph(line.text) and head:
                break
            if _TITLE[0] <= len(line.text) <= _TITLE[1] and not line.text.rstrip().endswith((".", ":", ";")):
                head.append(line)
            if is_paragraph(line.text):
                break
    first_time = next((i for i, line in enumerate(lines) if line.label == "time"), None)
    if not head:
        return None
    best = head[0]
    if len(head) > 1 and first_time is not None:
        before = [line for line in head if line.end <= lines[first_time].start]
        best = before[-1] if before else head[0]
    for line in lines:
        if line is best:
            line.label = "title"
        elif line.label == "" and line.start < best.start:
            line.label = "navigation"
        elif line.label == "" and fold(line.text).strip() == fold(best.text).strip() and line.start < best.start + 600:
            # Without its marks it is the name of the picture.
            line.label = "caption" if line.text.isascii() and not best.text.isascii() else _AGAIN
    return best.text


def _label_captions(lines: Sequence[Line], title: str | None) -> None:
    seen: set[str] = set()
    told = False  # a paragraph has come: twice the same sentence is a caption above it, a teaser below
    for i, line in enumerate(lines):
        if line.label == "":
            if (
                title
                and key(line.text).startswith(key(title))
                and re.search(r"^[\s–-]*(?:ảnh|hình|photo)\s\d{1,2}", line.text[len(title) :], re.IGNORECASE)
            ) or (caption_parts(line.text, title) and len(line.text) < 420):
                line.label = "caption"
            elif (
                i + 1 < len(lines)
                and lines[i + 1].text == line.text
                and len(line.text) < 300
                and (is_scene(line.text) or (SENTENCE.search(line.text) and not told))
            ):
                line.label = lines[i + 1].label = "caption"
            else:
                told = told or is_paragraph(line.text)
        if line.label == "caption":
            parts = caption_parts(line.text, title)
            seen.update((_bare(line.text), _bare(parts[0] if parts else line.text)))
    for i, line in enumerate(lines):
        # After "Chú thích ảnh", or a scene with no verb of telling between two paragraphs.
        if (
            (line.label == "" and i and key(lines[i - 1].text).startswith(key("chú thích ảnh")))
            or (line.label == "" and _bare(line.text) in seen)
            or (
                line.label == ""
                and 0 < i < len(lines) - 1
                and len(line.text) < 130
                and is_scene(line.text)
                and _mostly_names(line.text)
                and is_paragraph(lines[i - 1].text)
                and is_paragraph(lines[i + 1].text)
            )
        ):
            line.label = "caption"


def _mostly_names(text: str) -> bool:
    words: list[str] = re.findall(r"[^\W\d_]+", text)
    return sum(word[0].isupper() for word in words) >= 0.5 * len(words)


def _label_tail(lines: Sequence[Line], title: str | None) -> int:
    """Everything after the story's end; gives the offset at which the story ends."""
    first = next((i for i, line in enumerate(lines) if line.label == "" and is_paragraph(line.text)), None)
    if first is None:
        return len(lines)
    end = len(lines)
    for i in range(first, len(lines)):
        line = lines[i]
        if line.label == "" and END_MARK.search(line.text):
            end = i + 1
            break
        if line.label in ("related.head", "comment") or (line.label == "credit" and i > first):
            end = i
            break
        if line.label == "other" and i > first:
            end = i
            break
        if line.label == "" and i > first + 1 and _repeats_ahead(lines, i):
            end = i
            break
    mode = "related"
    for line in lines[end:]:
        if line.label == "related.head":
            mode = "related"
        elif line.label == "comment":
            mode = "comment"
        elif line.label in ("", "section") or (line.label == "caption" and not caption_parts(line.text, title)):
            line.label = mode if mode == "comment" else _teaser(line.text)
    # Short lines at the end of the story without a sentence are its author, or headlines of other stories.
    last = len(lines) - 1
    for i in range(end - 1, first, -1):
        line = lines[i]
        if line.label in ("share", "navigation", "time", "credit"):
            continue
        if line.label != "" or SENTENCE.search(line.text) or len(line.text) >= 130:
            break
        if is_byline(line.text):
            line.label = "credit"
        elif i == last and opens_sentence(line.text):
            break  # the page is cut off in the middle of a sentence
        else:
            line.label = _teaser(line.text)
    return end


def _teaser(text: str) -> str:
    """The label of a line after the story: a headline is no shorter than a few words."""
    return "related" if len(text) >= _HEADLINE or text[-1] in "?!" else "navigation"


def _repeats_ahead(lines: Sequence[Line], i: int) -> bool:
    """A teaser as flattened pages print it: its headline twice in a row (link text and heading)."""
    text = lines[i].text
    half = len(text) // 2
    doubled = len(text) > 40 and text[:half].strip() == text[half:].strip()
    return doubled or (i + 1 < len(lines) and lines[i + 1].text == text and not SENTENCE.search(text))


def _label_body(lines: Sequence[Line], title: str | None, end: int) -> None:
    story = [line for line in lines[:end] if line.label == ""]
    if title is not None:
        at = next(i for i, line in enumerate(lines) if line.label == "title")
        time = next((i for i, line in enumerate(lines[:end]) if line.label == "time" and i > at), None)
        # Headlines between the title's time line and the first paragraph belong to other stories.
        first = next((i for i, line in enumerate(lines[:end]) if line.label == "" and is_paragraph(line.text)), None)
        if first is not None and time is not None:
            for line in lines[time:first]:
                if line.label == "" and not SENTENCE.search(line.text):
                    line.label = "related"
            story = [line for line in story if line.label == ""]
    for line in story:
        line.label = "body"
    if len(story) >= 2 and title is not None and is_lead(lines, story):
        story[0].label = "lead"


_OPENING = re.compile(key(r"(?:trong )?(?:sáng |chiều |tối |đêm |rạng sáng )?(?:ngày|hôm|thứ) \d"))


def is_lead(lines: Sequence[Line], story: Sequence[Line]) -> bool:
    """The first paragraph is a lead when the story starts afresh after it.

    That is so when a caption parts them, when it opens with the outlet's tag, when the next paragraph opens with the
    day or a source, or tells the same again; a first paragraph that itself opens with the day is body.
    """
    first, second = story[0], story[1]
    if _OPENING.match(key(first.text).strip()) or len(first.text) > 700:
        return False
    if dateline(first.text):
        return True
    between = [line.label for line in lines if first.end <= line.start < second.start]
    if "caption" in between:
        return True
    shared = set(fold(first.text).split()) & set(fold(second.text).split())
    again = len(shared) >= 0.6 * len(set(fold(first.text).split()))
    return again or bool(_OPENING.match(key(second.text).strip())) or len(story) >= 3
