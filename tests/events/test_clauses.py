"""Where sentences are cut, what each piece hangs on, and whose act it tells."""

import pytest

from thoisu.events.clauses import find_cues
from thoisu.text import tokens

from ..matching import staged


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "Ngoại trưởng Mỹ Antony Blinken đã đến Berlin và hội đàm với Ngoại trưởng Đức Annalena Baerbock.",
            [("start", "Antony Blinken"), ("coord", "Antony Blinken")],
        ),
        ("Nga cho biết Mỹ sẽ rút quân khỏi Syria.", [("start", "RUS"), ("embed", "USA")]),
        ("Nga nhấn mạnh rằng Mỹ sẽ rút quân khỏi Syria.", [("start", "RUS"), ("embed", "USA")]),
        ("Trung Quốc kêu gọi Mỹ đàm phán với Iran.", [("start", "CHN"), ("call", "USA")]),
        (
            "Ngoại trưởng Mỹ Antony Blinken tới Kiev để gặp Tổng thống Ukraine Volodymyr Zelensky.",
            [("start", "Antony Blinken"), ("purpose", "Antony Blinken")],
        ),
        ("Nga tập trận với Belarus đồng thời triển khai binh sĩ.", [("start", "RUS"), ("coord", "RUS")]),
        ("Nga phản đối; Trung Quốc ủng hộ quyết định của Mỹ.", [("start", "RUS"), ("coord", "CHN")]),
        # Nothing stands behind the boundary.
        ("Nga nhấn mạnh:", [("start", "RUS"), ("embed", "RUS"), ("embed", "RUS")]),
        # Nothing stands behind the verb: what is said comes in the next paragraph.
        ("Nga cam kết rằng", [("start", "RUS"), ("embed", "RUS"), ("embed", "RUS")]),
        # Words that also read like adverbs, or like "whether".
        ("Nga trục xuất nhà ngoại giao Đức, chỉ trích Mỹ.", [("start", "RUS"), ("coord", "RUS")]),
        ("Nga bán nhiên liệu cho Trung Quốc.", [("start", "RUS")]),
        # No boundary: a list of states, and a comma inside quotation marks.
        ("Anh, Pháp và Đức đã ký hiệp định.", [("start", "GBR|FRA|DEU")]),
        ('"Nga, Mỹ và Trung Quốc" là tên cuốn sách.', [("start", "RUS|USA|CHN")]),
    ],
)
def test_segments_and_their_subjects(text: str, pieces: list[tuple[str, str]]) -> None:
    found = staged(text).segments
    subjects = ["|".join(m.entity for m in s.subject.members) if s.subject else "" for s in found]
    assert list(zip([s.opens for s in found], subjects, strict=True)) == pieces


@pytest.mark.parametrize(
    ("text", "piece", "opens"),
    [
        ("Nếu Mỹ rút quân, Nga sẽ hoan nghênh quyết định này.", "Mỹ rút quân,", "if"),
        ("Sau khi gặp Thủ tướng Anh, Tổng thống Pháp bay tới Berlin.", "gặp Thủ tướng Anh,", "sub"),
        ("Ông hỏi liệu Mỹ có rút quân.", "Mỹ có rút quân.", "if"),
        ("Mỹ gửi thư cho Nga nhằm nối lại đàm phán.", "nối lại đàm phán.", "purpose"),
    ],
)
def test_a_boundary_word_opens_a_segment(text: str, piece: str, opens: str) -> None:
    stages = staged(text)
    assert {stages.words(s): s.opens for s in stages.segments}.get(piece) == opens


def test_a_fronted_clause_takes_the_subject_that_follows() -> None:
    found = staged("Sau khi gặp Thủ tướng Anh Boris Johnson, Tổng thống Pháp Emmanuel Macron bay tới Berlin.").segments
    assert {m.entity for s in found if s.subject for m in s.subject.members} == {"Emmanuel Macron"}


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Ông cho biết hai bên sẽ gặp lại.", [("cho biết", "say")]),
        ("Ông khẳng định điều đó và kêu gọi đối thoại.", [("khẳng định", "claim"), ("kêu gọi", "call")]),
        ("Nga cáo buộc Mỹ.", [("cáo buộc", "accuse")]),
        # Nouns, and words of other verbs.
        ("Theo lời cảnh báo của công đoàn.", []),
        ("Các cáo buộc là vô căn cứ.", []),
        ("Tuyên bố chung được thông qua.", []),
        ("Hai bên gặp nhau tại Geneva.", []),
        ("Ấn Độ truy tố hai thủy thủ với cáo buộc gián điệp.", []),
        ("Các binh sĩ nói trên đe dọa an ninh khu vực.", []),
        ("Trả lời hãng tin AP, ông nói hội nghị đã kết thúc.", [("nói", "say")]),
    ],
)
def test_reporting_verbs(text: str, cues: list[tuple[str, str]]) -> None:
    run = tokens(text)
    found = [(text[run[c.lo].start : run[c.hi - 1].end], c.group) for c in find_cues(run, 0, len(run))]
    assert found == cues


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 1/3, Nga cho biết, Mỹ và Anh đã rút quân; Pháp thì không.",
        "Nếu có thể, bà sẽ tới Paris để gặp Tổng thống Pháp sau khi thăm Đức.",
        "Không có gì xảy ra",
        "“Tôi đã nói: không!”, ông đáp.",
    ],
)
def test_segments_cover_their_sentence_without_overlap(text: str) -> None:
    stages = staged(text)
    lo, hi = stages.passage.sentences[0]
    covered = [k for s in stages.segments for k in range(s.lo, s.hi)]
    assert covered == list(range(lo, hi))
