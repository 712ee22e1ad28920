"""The brief: no line without a source, nothing of a page that breaks out, the same store the same bytes."""

import re
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from thoisu import add, incoming, open_store
from thoisu.chronicle.answers import story_of
from thoisu.chronicle.records import Question
from thoisu.cli import main
from thoisu.export.brief import Brief, Line, Reference, Section, brief_of
from thoisu.export.brief_forms import as_html, docx, markdown, plain

ROOT = Path(__file__).parents[2]
TODAY = date(2018, 7, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example pages and of a text that another outlet took over."""
    path = tmp_path_factory.mktemp("brief") / "tin.sqlite"
    pages = sorted((ROOT / "examples").glob("*.txt"))
    with open_store(path) as store:
        add(store, [incoming(page) for page in pages])
        text = pages[-1].read_text(encoding="utf-8")
        add(store, [incoming(f"{text}\n\nXem thêm", uri="https://bao-khac.example.vn/lay-lai.html")])
    return path


def _brief(path: Path, question: Question, lang: str = "en") -> Brief:
    with open_store(path) as store:
        return brief_of(store, "Mỹ - Triều", question, TODAY, lang)


def test_each_line_has_its_sentence_and_its_sources(kept: Path) -> None:
    brief = _brief(kept, Question())
    lines = [line for section in brief.sections for line in section.lines]
    numbers = {reference.number for reference in brief.sources}
    assert {section.kind for section in brief.sections} >= {"happened", "planned", "said"}
    assert numbers == set(range(1, len(numbers) + 1))
    with open_store(kept) as store:
        texts = "\n".join(
            paragraph.text for d in store.documents() for paragraph in store.reading(d.id).article.paragraphs
        )
    for line in lines:
        assert line.sources
        assert set(line.sources) <= numbers
        assert line.quote in texts
    assert numbers == {n for line in lines for n in line.sources}


def test_no_source_tells_where_a_file_lies(kept: Path) -> None:
    brief = _brief(kept, Question())
    assert any(source.key.startswith("file:/") for source in brief.sources)
    for make in (markdown, as_html):
        assert str(ROOT) not in make(brief, "en").decode()


def test_copies_are_one_source(kept: Path) -> None:
    brief = _brief(kept, Question())
    with open_store(kept) as store:
        families = store.families(d.id for d in store.documents())
    assert len(brief.sources) <= len(set(families.values()))
    assert any(reference.copies for reference in brief.sources)


def test_what_is_denied_has_not_happened(tmp_path: Path) -> None:
    told = "Ngày 6/6, Tổng thống Nga Vladimir Putin đã hủy chuyến thăm Pháp. Cùng ngày, Pháp lên án Iran."
    path = tmp_path / "tin.sqlite"
    with open_store(path) as store:
        add(store, [incoming(told, published="2018-06-07")])
        status = {entry.text: entry.status for entry in store.ask(Question())}
    of_kind = {section.kind: {line.quote for line in section.lines} for section in _brief(path, Question()).sections}
    assert {quote for quote, of in status.items() if of == "denied"} == of_kind["denied"] != set()
    assert {quote for quote, of in status.items() if of == "happened"} == of_kind["happened"] != set()


def test_a_plan_says_what_became_of_it_in_the_readers_language(kept: Path) -> None:
    question = Question(actor=["Mike Pompeo"], status=["planned"])
    [english] = [s for s in _brief(kept, question).sections if s.kind == "planned"]
    [vietnamese] = [s for s in _brief(kept, question, "vi").sections if s.kind == "planned"]
    assert "past its day, nothing told" in english.lines[0].text
    assert vietnamese.title == "Dự kiến"
    assert "Mike Pompeo (Mỹ)" in vietnamese.lines[0].text


def test_the_same_store_gives_the_same_bytes(kept: Path) -> None:
    for make in (markdown, as_html, docx):
        assert make(_brief(kept, Question()), "vi") == make(_brief(kept, Question()), "vi")


def test_word_opens_it(kept: Path) -> None:
    brief = _brief(kept, Question())
    paragraphs = [p.text for p in Document(BytesIO(docx(brief, "en"))).paragraphs]
    assert paragraphs[0] == "Mỹ - Triều"
    for section in brief.sections:
        assert section.title in paragraphs
        for line in section.lines:
            assert plain(line.quote) in paragraphs


class _Text(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


_TAGS = {"html", "head", "meta", "link", "title", "body", "h1", "h2", "ul", "ol", "li", "a", "blockquote", "p"}


@settings(deadline=None, max_examples=60)
@given(text=st.text(), quote=st.text(), key=st.text() | st.just('javascript:alert("x")'))
def test_no_text_of_a_page_breaks_out(text: str, quote: str, key: str) -> None:
    reference = Reference(1, "d", text, quote, text, key, 0)
    brief = Brief(text, [Section("happened", "What happened", [Line(text, quote, [1])])], [reference], 0)
    page = _Text()
    page.feed(as_html(brief, "en").decode())
    assert page.tags <= _TAGS
    assert plain(quote) in page.text
    assert 'href="javascript' not in as_html(brief, "en").decode()
    written = markdown(brief, "en").decode()
    assert not re.search(r"(?<!\\)<", written)
    assert not re.search(r"(?<!\\)\]\(", written)
    assert sum(line.startswith("#") for line in written.splitlines()) == 3


@settings(deadline=None, max_examples=8)  # each takes a tenth of a second
@given(quote=st.text(st.characters(), min_size=1))
def test_no_text_of_a_page_breaks_a_document(quote: str) -> None:
    reference = Reference(1, "d", quote, None, None, "k", 0)
    brief = Brief(quote, [Section("happened", "What happened", [Line(quote, quote, [1])])], [reference], 0)
    assert plain(quote) in [p.text for p in Document(BytesIO(docx(brief, "en"))).paragraphs]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--actor", "Kim Jong-un"], 0, "## Sources"),
        (["--actor", "Kim Jong-un", "--html", "--lang", "vi"], 0, "<h2>Nguồn</h2>"),
        (["--day", "2018-06"], 0, "Singapore"),
        (["--actor", "Nobody Anywhere"], 1, "nothing is told of 'Nobody Anywhere'"),
        (["--day", "soon"], 2, "is no date"),
        (["--day", "2018", "--from", "2018-02"], 2, "is a span itself"),
        (["--story", "zzzz"], 2, "is the id of no story"),
        (["--actor", "Kim Jong-un", "--out", "/nowhere/brief.md"], 2, "can't be written"),
    ],
)
def test_the_command(
    kept: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str], code: int, says: str
) -> None:
    assert main(["brief", "--store", str(kept), *arguments]) == code
    out, err = capfdbinary.readouterr()
    assert says in (out + err).decode()
    assert b"Traceback" not in err


def test_a_brief_of_a_story_bears_its_title(kept: Path, tmp_path: Path) -> None:
    with open_store(kept) as store:
        [first, *_] = store.documents()
        title = story_of(store, store.stories([first.id])[first.id]).title
    out = tmp_path / "brief.docx"
    assert main(["brief", "--store", str(kept), "--story", first.id, "--docx", "--out", str(out)]) == 0
    assert Document(str(out)).paragraphs[0].text == title
    assert [path.name for path in tmp_path.iterdir()] == ["brief.docx"]
