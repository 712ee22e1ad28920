"""Short pages of news in any number, made of a few sentences of our own: the same number gives the same page.

Who meets whom, where and when is put in the place of something else in each, and words that say nothing stand between,
so that no two are taken for copies of one another; they are spread over years, so that few are of one story.
"""

import random
import re

_LEADERS = (
    "Thủ tướng Đức Olaf Scholz", "Tổng thống Pháp Emmanuel Macron", "Ngoại trưởng Mỹ Antony Blinken",
    "Tổng thống Ukraine Volodymyr Zelensky", "Ngoại trưởng Nga Sergei Lavrov", "Thủ tướng Nhật Bản Fumio Kishida",
    "Tổng thống Hàn Quốc Yoon Suk-yeol", "Thủ tướng Ấn Độ Narendra Modi", "Tổng thống Brazil Lula da Silva",
    "Thủ tướng Canada Justin Trudeau", "Tổng thống Thổ Nhĩ Kỳ Recep Tayyip Erdogan",
)  # fmt: skip
_CITIES = (
    "Bắc Kinh (Trung Quốc)", "Kiev (Ukraine)", "Berlin (Đức)", "Hà Nội (Việt Nam)", "Tokyo (Nhật Bản)",
    "Brussels (Bỉ)", "Cairo (Ai Cập)", "Ankara (Thổ Nhĩ Kỳ)", "Jakarta (Indonesia)", "Madrid (Tây Ban Nha)",
)  # fmt: skip
_ACTS = ("đã đến {city}", "đã gặp {other} tại {city}", "đã điện đàm với {other}", "đã thăm {city}")
_WORDS = tuple(
    re.findall(
        r"\S+",
        """
        cà phê lúa gạo cầu cảng đường sắt mùa mưa học bổng bảo tàng rừng núi biển đảo thư viện sân bay nhà
        máy điện gió pin ruộng vườn hội chợ phim ảnh bóng đá thuyền buồm gốm sứ tơ lụa than đá nước sạch
        thuốc men vắc xin lũ lụt hạn hán kênh đào chè xanh hạt tiêu cá tra tôm hùm xe buýt tàu ngầm vệ tinh
        máy tính trường học bệnh viện
        """,
    )
)


def made(number: int, version: int = 1) -> str:
    """Page `number` as HTML; another version of it has another sentence more."""
    chance = random.Random(number)
    who, other = chance.sample(_LEADERS, 2)
    city, day = chance.choice(_CITIES), f"{chance.randrange(1, 29)}/{chance.randrange(1, 13)}"
    act = chance.choice(_ACTS).format(other=other, city=city)

    def words(count: int) -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(count))

    told = [
        f"Ngày {day}, {who} {act}, bàn về {words(12)} và {words(9)}.",
        f"Theo AP, {words(6)} cùng {words(7)} là những việc được nêu ra, bên cạnh {words(8)}.",
        f"Giới quan sát nói {words(9)} còn khó khăn, nhất là {words(5)} ở vùng {words(4)}.",
        *(f"Bản cập nhật thứ {n} nói thêm về {words(14)}." for n in range(2, version + 1)),
    ]
    title = f"{who.split(' ', 2)[-1]} bàn về {words(4)}"
    body = "".join(f"<p>{sentence}</p>" for sentence in told)
    time = f"{chance.randrange(2012, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T08:00:00+07:00"
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{time}"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def path(number: int) -> str:
    """The path of page `number`."""
    return f"/the-gioi/hai-ben-ban-ve-hop-tac-post{100_000 + number}.html"
