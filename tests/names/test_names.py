"""Names against tests/cases/names.tsv and names_none.tsv, single telling sentences, and people across paragraphs."""

import itertools
import re
from collections import Counter
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoisu.model import Mention
from thoisu.names.linker import Names, link
from thoisu.names.tagger import tag
from thoisu.text import Passage, fold

from ..conftest import cases

DAY = date(2022, 1, 21)


def read_names(*paragraphs: str, day: date | None = DAY) -> Names:
    passages = [Passage(i, "body", text) for i, text in enumerate(paragraphs)]
    return link(passages, {p.index: tag(p) for p in passages}, day)


def named(*paragraphs: str) -> list[tuple[str, str, str]]:
    return [(m.text, m.kind, m.entity) for m in read_names(*paragraphs).mentions]


def expected(cell: str) -> list[tuple[str, str, str]]:
    """A cell of mentions: "Mỹ=country:USA|Berlin=place:Berlin"."""
    found = []
    for item in cell.split("|") if cell else ():
        text, _, target = item.partition("=")
        kind, _, entity = target.partition(":")
        found.append((text, kind, entity))
    return found


def same(a: str, b: str, kind: str) -> bool:
    """One entity: equal ids; of people also two spellings of one name (Zelensky, Zelenskyy)."""
    a, b = (" ".join(sorted(re.findall(r"[a-z0-9]+", fold(x)))) for x in (a, b))
    return a == b or (kind == "person" and min(len(a), len(b)) > 5 and SequenceMatcher(None, a, b).ratio() >= 0.85)


class Tally(NamedTuple):
    """Mentions of the table, mentions found, spans that are both, and links of these that are right."""

    wanted: int
    found: int
    spans: int
    links: int


@pytest.fixture(scope="module")
def tally() -> Tally:
    total: Counter[str] = Counter()
    for row in cases("names"):
        wanted, found = expected(row["mentions"]), named(row["text"])
        total["wanted"] += len(wanted)
        total["found"] += len(found)
        for text, kind, entity in wanted:
            hit = next((f for f in found if f[:2] == (text, kind)), None)
            if hit:
                found.remove(hit)
                total["spans"] += 1
                total["links"] += same(entity, hit[2], kind)
    return Tally(**total)


def test_the_table_is_whole(tally: Tally) -> None:
    assert tally.wanted == 1424


def test_spans_and_kinds_of_the_table(tally: Tally) -> None:
    assert 2 * tally.spans / (tally.wanted + tally.found) >= 0.985


def test_links_of_the_table(tally: Tally) -> None:
    assert 2 * tally.links / (tally.wanted + tally.found) >= 0.975


@pytest.mark.xfail(strict=True, reason="not read yet; docs/accuracy.md counts what is")
@pytest.mark.parametrize("row", cases("names_open"), ids=lambda r: r["id"])
def test_names_that_are_not_read_yet(row: dict[str, str]) -> None:
    left = named(row["text"])
    for text, kind, entity in expected(row["mentions"]):
        hit = next((f for f in left if f[:2] == (text, kind) and same(entity, f[2], kind)), None)
        assert hit, text
        left.remove(hit)
    assert left == []


def test_words_that_are_no_names() -> None:
    traps = fallen = 0
    for row in cases("names_none"):
        found = {text for text, _, _ in named(row["text"])}
        words = row["not"].split("|")
        traps += len(words)
        fallen += sum(word in found for word in words)
    assert traps == 460
    assert fallen <= 8


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        # States by their short and odd names.
        ("Anh và Pháp nối lại đàm phán về quyền đánh cá.", "Anh=country:GBR|Pháp=country:FRA"),
        ("Người Đức ủng hộ quyết định này.", "Đức=country:DEU"),
        ("Hoa Kì không phản đối.", "Hoa Kì=country:USA"),
        ("Quan hệ Nga - Mỹ xuống mức thấp nhất.", "Nga=country:RUS|Mỹ=country:USA"),
        ("Trung - Ấn nhất trí rút quân khỏi cao nguyên.", "Trung=country:CHN|Ấn=country:IND"),
        ("Liên quân Mỹ-Hàn tập trận.", "Mỹ=country:USA|Hàn=country:KOR"),
        (
            "Nga, Thổ Nhĩ Kỳ và Iran họp tại Astana.",
            "Nga=country:RUS|Thổ Nhĩ Kỳ=country:TUR|Iran=country:IRN|Astana=place:Astana",
        ),
        # Capitals as governments and as places.
        ("Washington và Tehran trao đổi tù nhân.", "Washington=country:USA|Tehran=country:IRN"),
        ("Bà Merkel tới Washington bằng chuyên cơ.", "Merkel=person:Angela Merkel|Washington=place:Washington"),
        ("Kiev cáo buộc Moskva vi phạm lệnh ngừng bắn.", "Kiev=country:UKR|Moskva=country:RUS"),
        ("Hội nghị khai mạc tại thủ đô Kiev.", "Kiev=place:Kyiv"),
        ("EU công bố các biện pháp trừng phạt nhằm vào Moskva.", "EU=org:EU|Moskva=country:RUS"),
        ("Quân đội phóng 10 tên lửa nhằm vào Kiev.", "Kiev=place:Kyiv"),
        ("Ngoại trưởng Đức gặp ông ở Moskva (Nga).", "Đức=country:DEU|Moskva=place:Moscow|Nga=country:RUS"),
        ("Nhà Trắng bác tin này.", "Nhà Trắng=org:White House"),
        ("Ông đến Nhà Trắng lúc nửa đêm.", "Nhà Trắng=place:White House"),
        # Bodies of states.
        (
            "Bộ Ngoại giao Na Uy triệu Đại sứ Iran.",
            "Bộ Ngoại giao Na Uy=org:Ministry of Foreign Affairs, NOR|Iran=country:IRN",
        ),
        ("Quốc hội Pháp thông qua dự luật.", "Quốc hội Pháp=org:National Assembly, FRA"),
        ("Hải quân Nga tập trận ở Biển Đen.", "Hải quân Nga=org:Navy, RUS|Biển Đen=place:Black Sea"),
        (
            "Phát ngôn viên Bộ Ngoại giao Trung Quốc Triệu Lập Kiên phản đối.",
            "Bộ Ngoại giao Trung Quốc=org:Ministry of Foreign Affairs, CHN|Triệu Lập Kiên=person:Zhao Lijian",
        ),
        # A name and its acronym.
        ("Tổ chức Hợp tác Hồi giáo (OIC) họp khẩn.", "Tổ chức Hợp tác Hồi giáo=org:OIC|OIC=org:OIC"),
        ("EU và ASEAN nâng cấp quan hệ.", "EU=org:EU|ASEAN=org:ASEAN"),
        ("Hãng tin Yonhap dẫn nguồn tin quân sự.", "Yonhap=org:Yonhap"),
        # The longest name wins; a place's common noun belongs to some names only.
        ("Trên bán đảo Triều Tiên, tình hình lắng dịu.", "bán đảo Triều Tiên=place:Korean Peninsula"),
        ("Giao tranh lan khắp miền Đông Ukraine.", "miền Đông Ukraine=place:Eastern Ukraine"),
        ("Tàu của Hy Lạp bị giữ ở eo biển Hormuz.", "Hy Lạp=country:GRC|eo biển Hormuz=place:Strait of Hormuz"),
        ("Quân đội Syria chiếm lại thị trấn Saraqib.", "Syria=country:SYR|Saraqib=place:Saraqib"),
        # People: spellings, orders of names, unknown ones.
        (
            "Ông Tập Cận Bình tiếp ông Vladimir Putin.",
            "Tập Cận Bình=person:Xi Jinping|Vladimir Putin=person:Vladimir Putin",
        ),
        ("Thủ tướng Suga Yoshihide phát biểu.", "Suga Yoshihide=person:Yoshihide Suga"),
        (
            "Tổng Thư ký Liên hợp quốc Antonio Guterres lên án vụ đánh bom ở Kabul.",
            "Liên hợp quốc=org:UN|Antonio Guterres=person:António Guterres|Kabul=place:Kabul",
        ),
        (
            "Bộ trưởng Quốc phòng Mỹ Lloyd Austin thăm Nhật Bản.",
            "Mỹ=country:USA|Lloyd Austin=person:Lloyd Austin|Nhật Bản=country:JPN",
        ),
        ("Bộ trưởng Nông nghiệp Kenya Peter Munya từ chức.", "Kenya=country:KEN|Peter Munya=person:Peter Munya"),
        ("Bà Nguyễn Thị Mỹ sống ở Berlin.", "Nguyễn Thị Mỹ=person:Nguyễn Thị Mỹ|Berlin=place:Berlin"),
        ("Ông Lê Văn Đức là thuyền trưởng.", "Lê Văn Đức=person:Lê Văn Đức"),
    ],
)
def test_the_names_of_a_sentence(text: str, cell: str) -> None:
    assert named(text) == expected(cell)


@pytest.mark.parametrize(
    "text",
    [
        # Names of states inside common words, at the head of the sentence where all words have a capital.
        "Anh em họ của ông cũng bị bắt.",
        "Anh ấy từ chối bình luận.",
        "Mỹ nhân ngư là biểu tượng của thành phố.",
        "Pháp lệnh mới có hiệu lực từ tháng sau.",
        "Đức hạnh là điều ông hay nhắc tới.",
        "Ý nghĩa của cuộc gặp là rất lớn.",
        "Ý thức của người dân được nâng cao.",
        "Hàn thuyên với báo giới, ông tỏ ra lạc quan.",
        "Nhật thực toàn phần diễn ra hôm qua.",
        "Trung đoàn này đã rút về căn cứ.",
        "Trung thành với hiến pháp là nghĩa vụ của quân đội.",
        "Triều đại cũ sụp đổ.",
        "Phi trường bị đóng cửa.",
        "Thái độ của họ đã thay đổi.",
        "Việt dã là môn thi đầu tiên.",
        "Nam sinh này được thả.",
        "Ấn bản mới được phát hành.",
        "Đông đảo cử tri đi bỏ phiếu.",
        "Hy sinh của họ được ghi nhận.",
        # … and inside the sentence, in small letters.
        "Chị gái anh vẫn mất tích.",
        "Cô giáo dạy mỹ thuật bị thương.",
        "Biện pháp này không hiệu quả.",
        # Titles and bodies without a name.
        "Ngoại trưởng hai nước sẽ gặp nhau.",
        "Tổng thống không bình luận.",
        "Bộ trưởng cho biết dự luật đã được rút.",
        "Chủ tịch hội đồng từ chức.",
        "Ngân hàng trung ương giữ nguyên lãi suất.",
        "Cảnh sát phong tỏa quảng trường.",
        "Liên minh cầm quyền tan rã.",
        "Theo Hiến pháp, nhiệm kỳ là năm năm.",
        # Products, weapons, storms.
        "Tàu ngầm Kilo cập cảng.",
        "Xe tăng Challenger được đưa ra mặt trận.",
        "Tên lửa Patriot được bố trí gần biên giới.",
        "Bão Haiyan đổ bộ vào bờ.",
    ],
)
def test_a_sentence_without_names(text: str) -> None:
    assert named(text) == []


def people(*paragraphs: str) -> list[tuple[int, str, str]]:
    return [(m.p, m.text, m.entity) for m in read_names(*paragraphs).mentions if m.kind == "person"]


@pytest.mark.parametrize(
    ("paragraphs", "linked"),
    [
        (
            [
                "Tổng thống Pháp Emmanuel Macron tiếp Ngoại trưởng Mỹ Antony Blinken.",
                "Ông Macron nói. Blinken im lặng.",
            ],
            [
                (0, "Emmanuel Macron", "Emmanuel Macron"),
                (0, "Antony Blinken", "Antony Blinken"),
                (1, "Macron", "Emmanuel Macron"),
                (1, "Blinken", "Antony Blinken"),
            ],
        ),
        # People whom no list holds.
        (
            ["Nghị sĩ Aino Kettunen đệ đơn kiện.", "Theo bà Kettunen, hồ sơ đã bị sửa.", "Kettunen sẽ kháng cáo."],
            [(0, "Aino Kettunen", "Aino Kettunen"), (1, "Kettunen", "Aino Kettunen"), (2, "Kettunen", "Aino Kettunen")],
        ),
        # The short name comes before the full one.
        (
            ["Ông Vogelsang từ chức.", "Bộ trưởng Tài chính Áo Bernd Vogelsang đã nộp đơn."],
            [(0, "Vogelsang", "Bernd Vogelsang"), (1, "Bernd Vogelsang", "Bernd Vogelsang")],
        ),
        (
            ["Thủ tướng Lý Cường tới Malaysia.", "Ông Lý nói hai nước là láng giềng."],
            [(0, "Lý Cường", "Li Qiang"), (1, "Lý", "Li Qiang")],
        ),
        (
            ["Ngoại trưởng Pháp Jean-Yves Le Drian tới Beirut.", "Ông Le Drian kêu gọi cải cách."],
            [(0, "Jean-Yves Le Drian", "Jean-Yves Le Drian"), (1, "Le Drian", "Jean-Yves Le Drian")],
        ),
        # Another person's short name is not taken for the one of the page.
        (
            ["Nghị sĩ Aino Kettunen đệ đơn kiện.", "Ông Vogel không bình luận."],
            [(0, "Aino Kettunen", "Aino Kettunen"), (1, "Vogel", "Vogel")],
        ),
        # Two people with one surname keep their own full names.
        (
            ["Ông Bernd Vogelsang từ chức.", "Bà Maria Vogelsang không bình luận."],
            [(0, "Bernd Vogelsang", "Bernd Vogelsang"), (1, "Maria Vogelsang", "Maria Vogelsang")],
        ),
    ],
)
def test_short_names_go_to_the_person_of_the_page(paragraphs: list[str], linked: list[tuple[int, str, str]]) -> None:
    assert people(*paragraphs) == linked


def test_a_part_of_a_name_is_no_mention_of_its_own_where_it_is_a_word() -> None:
    assert people("Ông Kim Jong-un tiếp khách.", "Kim loại hiếm là chủ đề của cuộc gặp.") == [
        (0, "Kim Jong-un", "Kim Jong-un")
    ]


def mention(text: str, *paragraphs: str) -> Mention:
    return next(m for m in read_names(*paragraphs).mentions if m.text == text)


@pytest.mark.parametrize(
    ("text", "sentence", "office", "basis"),
    [
        ("Antony Blinken", "Ngoại trưởng Mỹ Antony Blinken tới Berlin.", "foreign minister", "lexicon"),
        ("Bernd Vogelsang", "Bộ trưởng Tài chính Áo Bernd Vogelsang từ chức.", "finance minister", "title"),
        ("Bernd Vogelsang", "Ông Bernd Vogelsang, Bộ trưởng Tài chính Áo, từ chức.", "finance minister", "title"),
        ("Antony Blinken", "Ông Antony Blinken tới Berlin.", None, "lexicon"),
        ("Moskva", "Moskva phủ nhận cáo buộc.", None, "capital"),
        ("Saraqib", "Giao tranh ở thị trấn Saraqib.", None, "lexicon"),
        ("Berlin", "Ông tới Berlin.", None, "lexicon"),
    ],
)
def test_a_mention_says_its_office_and_its_basis(text: str, sentence: str, office: str | None, basis: str) -> None:
    found = mention(text, sentence)
    assert (found.office, found.basis) == (office, basis)


@pytest.mark.parametrize(
    ("paragraphs", "entity"),
    [
        (["Nga triệu đại sứ Na Uy.", "Bộ Ngoại giao nói đó là lời đáp. Nga không bình luận thêm."], "RUS"),
        (["Ankara phản đối. Bộ Ngoại giao nói đó là hành động thù địch."], "TUR"),
    ],
)
def test_a_ministry_without_its_state_takes_the_states_of_the_page(paragraphs: list[str], entity: str) -> None:
    assert mention("Bộ Ngoại giao", *paragraphs).entity == f"Ministry of Foreign Affairs, {entity}"


def test_a_ministry_of_no_state_is_no_mention() -> None:
    assert named("Bộ Ngoại giao không bình luận.") == []


@pytest.mark.parametrize(
    ("sentence", "day", "power"),
    [
        # The page's title goes before the office of the day.
        ("Ngoại trưởng Boris Johnson từ chức.", date(2018, 1, 2), ("GBR", None, "foreign minister")),
        ("Ông Boris Johnson từ chức.", date(2018, 1, 2), ("GBR", None, "foreign minister")),
        ("Ông Boris Johnson từ chức.", date(2020, 1, 2), ("GBR", None, "prime minister")),
        ("Ông Boris Johnson từ chức.", None, (None, None, None)),
        ("Ông Boris Johnson viết hồi ký.", date(2024, 1, 2), (None, None, None)),
        ("Cựu Thủ tướng Anh Boris Johnson viết hồi ký.", date(2024, 1, 2), (None, None, "prime minister")),
        ("Tổng Thư ký NATO Jens Stoltenberg phát biểu.", DAY, (None, "NATO", "secretary-general")),
        # The Commission's head acts for the Union, the Kremlin's spokesman for Russia.
        ("Chủ tịch Ủy ban châu Âu Ursula von der Leyen phát biểu.", DAY, (None, "EU", "commission president")),
        ("Người phát ngôn Điện Kremlin Dmitry Peskov phát biểu.", DAY, ("RUS", None, "spokesperson")),
        ("Người đồng cấp Nga Sergei Lavrov phát biểu.", DAY, ("RUS", None, "foreign minister")),
        ("Bà Aino Kettunen phát biểu.", DAY, (None, None, None)),
        # Whom an envoy acts for, and not for what; who held an office "khi đó".
        ("Đặc phái viên LHQ tại Syria Staffan de Mistura phát biểu.", DAY, (None, "UN", "special envoy")),
        ("Ông Staffan de Mistura, Đặc phái viên LHQ tại Syria, phát biểu.", DAY, (None, "UN", "special envoy")),
        ("Đặc phái viên Mỹ về biến đổi khí hậu John Kerry phát biểu.", DAY, ("USA", None, "special envoy")),
        ("Ông David Rank, đại biện lâm thời Đại sứ quán Mỹ, phát biểu.", DAY, ("USA", None, "ambassador")),
        ("Tổng thống Mỹ khi đó Donald Trump phát biểu.", DAY, ("USA", None, "president")),
    ],
)
def test_for_whom_a_person_acts(
    sentence: str, day: date | None, power: tuple[str | None, str | None, str | None]
) -> None:
    [person] = read_names(sentence, day=day).people.values()
    assert (person.country, person.org, person.office) == power


PIECES = st.sampled_from(
    [
        "Ngoại trưởng", "Mỹ", "Antony Blinken", "Blinken", "ông", "Ông", "bà", "cựu", "của", "nước", "này",
        "người đồng cấp", "Bộ Ngoại giao", "Điện Kremlin", "tại", "tới", "Moskva", "miền Đông", "Ukraine", "-", ",",
        ".", "(", ")", '"', "và", "Kim", "Nguyễn Thị", "Nga", "al-", "X", "S.", "von der", "Đức", "là", "NATO",
        "Tổng Thư ký", "các", "İ", "\u0301", "/",
    ]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=9).map(" ".join), max_size=3), st.none() | st.just(DAY))
def test_mentions_are_true_spans_in_order(paragraphs: list[str], day: date | None) -> None:
    found = read_names(*paragraphs, day=day)
    assert all(paragraphs[m.p][m.start : m.end] == m.text != "" for m in found.mentions)
    assert all((a.p, a.end) <= (b.p, b.start) or a.p < b.p for a, b in itertools.pairwise(found.mentions))
    assert {m.entity for m in found.mentions if m.kind == "person"} == set(found.people)
    assert {m.kind for m in found.mentions} <= {"person", "country", "place", "org"}
