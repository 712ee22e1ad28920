"""Labels every block of a page: title, lead, body, caption, credit, time, section, related, furniture.

Works on the blocks in page order, by their own shapes (thoisu.page.shapes), their length, what they repeat
and where they stand: nothing of the page is dropped, so the labelled blocks together are the whole page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..lexicon import lexicon
from ..text import fold, key
from .shapes import caption_parts, is_menu, is_section, shape

_LINK = re.compile(r"\[[^\[\]]{12,240}\]$|(?:>{1,3}|»|→)\s*\S.{10,200}[^.]$")
_END_MARK = re.compile(r"\./\.\s*$|\./\.\s*\(?[^.]{0,40}\)?$")
_SENTENCE = re.compile(r"[.!?…][\"”’»)]*\s*$")
_LONG = 110  # code points; a headline is shorter, a paragraph mostly longer
_TITLE = (12, 220)


@dataclass(slots=True)
class Line:
    """A block before and after labelling; offsets into the decoded page."""

    text: str
    start: int
    end: int
    label: str = ""
    gap: bool = False  # an empty line stands before it


def label_blocks(lines: Sequence[Line]) -> None:
    """Sets the label of every line, in place.

    >>> page = [Line("Quốc tế", 0, 7), Line("Hai bên nối lại đàm phán", 8, 32), Line("(TTXVN)", 33, 40)]
    >>> label_blocks(page)
    >>> [line.label for line in page]
    ['section', 'title', 'credit']
    """
    for line in lines:
        line.label = _own_label(line.text)
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


def _own_label(text: str) -> str:
    if is_section(text):
        return "section"
    if is_menu(text):
        return "navigation"
    cue = shape(text)
    if cue:
        return cue.label
    if _LINK.match(text.strip()):
        return "related"
    return ""


def _bare(text: str) -> str:
    return key(text).strip(" .:;")


def _is_paragraph(text: str) -> bool:
    return len(text) >= _LONG or (len(text) >= 60 and bool(_SENTENCE.search(text)))


def _label_title(lines: Sequence[Line]) -> str | None:
    """The headline: the last fitting line before the first paragraph that stands before any time line."""
    head: list[Line] = []
    for line in lines:
        if line.label in ("related.head", "credit", "comment"):
            break
        if line.label == "":
            if _is_paragraph(line.text) and head:
                break
            if _TITLE[0] <= len(line.text) <= _TITLE[1] and not line.text.rstrip().endswith((".", ":", ";")):
                head.append(line)
            if _is_paragraph(line.text):
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
            line.label = "other"
    return best.text


def _label_captions(lines: Sequence[Line], title: str | None) -> None:
    seen: set[str] = set()
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
                and _short_scene(line.text)
            ):
                line.label = lines[i + 1].label = "caption"
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
                and _short_scene(line.text)
                and _mostly_names(line.text)
                and _is_paragraph(lines[i - 1].text)
                and _is_paragraph(lines[i + 1].text)
            )
        ):
            line.label = "caption"


@cache
def _verbal() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    """Words of telling, and titles that hold a syllable which elsewhere is a verb."""
    words = lexicon().page["words"]
    verbs, nouns = ("|".join(map(key, words[w])) for w in ("telling", "verb_in_title"))
    return re.compile(rf"\b(?:{verbs})\b"), re.compile(rf"\b(?:{nouns})\b")


def _short_scene(text: str) -> bool:
    """People or a place and no verb: what stands below a picture."""
    verbs, nouns = _verbal()
    told = verbs.search(nouns.sub("", key(text)))
    return told is None and re.search(r"[A-ZÀ-ỸĐ]", text) is not None


def _mostly_names(text: str) -> bool:
    words: list[str] = re.findall(r"[^\W\d_]+", text)
    return sum(word[0].isupper() for word in words) >= 0.5 * len(words)


def _label_tail(lines: Sequence[Line], title: str | None) -> int:
    """Everything after the story's end; gives the offset at which the story ends."""
    first = next((i for i, line in enumerate(lines) if line.label == "" and _is_paragraph(line.text)), None)
    if first is None:
        return len(lines)
    end = len(lines)
    for i in range(first, len(lines)):
        line = lines[i]
        if line.label == "" and _END_MARK.search(line.text):
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
            line.label = mode
    # Short lines at the end of the story without a sentence are headlines of other stories.
    for i in range(end - 1, first, -1):
        line = lines[i]
        if line.label in ("share", "navigation", "time"):
            continue
        if line.label == "" and not _SENTENCE.search(line.text) and len(line.text) < 130:
            line.label = "related"
        else:
            break
    return end


def _repeats_ahead(lines: Sequence[Line], i: int) -> bool:
    """A teaser as flattened pages print it: its headline twice in a row (link text and heading)."""
    text = lines[i].text
    half = len(text) // 2
    doubled = len(text) > 40 and text[:half].strip() == text[half:].strip()
    return doubled or (i + 1 < len(lines) and lines[i + 1].text == text and not _SENTENCE.search(text))


def _label_body(lines: Sequence[Line], title: str | None, end: int) -> None:
    story = [line for line in lines[:end] if line.label == ""]
    if title is not None:
        at = next(i for i, line in enumerate(lines) if line.label == "title")
        time = next((i for i, line in enumerate(lines[:end]) if line.label == "time" and i > at), None)
        # Headlines between the title's time line and the first paragraph belong to other stories.
        first = next((i for i, line in enumerate(lines[:end]) if line.label == "" and _is_paragraph(line.text)), None)
        if first is not None and time is not None:
            for line in lines[time:first]:
                if line.label == "" and not _SENTENCE.search(line.text):
                    line.label = "related"
            story = [line for line in story if line.label == ""]
    for line in story:
        line.label = "body"
    if len(story) >= 2 and title is not None and _is_lead(lines, story):
        story[0].label = "lead"


_OPENING = re.compile(key(r"(?:trong )?(?:sáng |chiều |tối |đêm |rạng sáng )?(?:ngày|hôm|thứ) \d"))


def _is_lead(lines: Sequence[Line], story: Sequence[Line]) -> bool:
    """The first paragraph is a lead when the story starts afresh after it.

    That is so when a caption parts them, when the next paragraph opens with the day or a source, or tells
    the same again; a first paragraph that itself opens with the day is body.
    """
    first, second = story[0], story[1]
    if _OPENING.match(key(first.text).strip()) or len(first.text) > 700:
        return False
    between = [line.label for line in lines if first.end <= line.start < second.start]
    if "caption" in between:
        return True
    shared = set(fold(first.text).split()) & set(fold(second.text).split())
    again = len(shared) >= 0.6 * len(set(fold(first.text).split()))
    return again or bool(_OPENING.match(key(second.text).strip())) or len(story) >= 3
