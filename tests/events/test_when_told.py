"""The day of an act in its paragraph: what goes on from the narrated day, and what was before it or has no day."""

import pytest

from ..matching import read_sentence

PUBLISHED = "2022-03-04"
NO_DAY = (None, None)


def days(text: str, trigger: str) -> tuple[str | None, str | None]:
    """The interval of the act told with these words."""
    found = [(e["from"], e["to"]) for e in read_sentence(text, PUBLISHED)["events"] if e["trigger"] == trigger]
    assert len(found) == 1, f"{trigger} tells {len(found)} acts in {text}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "trigger", "start", "end"),
    [
        # A day behind the story day, but not after publication, is narrated like any other.
        ("Ngày 1/3, Đức đã trục xuất nhà ngoại giao Nga. Điện Kremlin ngày 3/3 gọi đó là sai lầm. Bộ Ngoại giao "
         "Nga cũng cáo buộc Đức vi phạm Công ước Vienna.", "cáo buộc", "2022-03-03", "2022-03-03"),
        # The day on which something is said, not the one that it is about, goes on.
        ("Ngày 2/3, Bộ Quốc phòng Ukraine cho biết tối 1/3 quân đội Nga đã pháo kích Kharkov. Trong khi đó, Tổng "
         "thống Nga Vladimir Putin cáo buộc Ukraine phá hoại đàm phán.", "cáo buộc", "2022-03-02", "2022-03-02"),
        # Own words need no clause of their own.
        ("Trong cuộc phỏng vấn ngày 2/3, Ngoại trưởng Ukraine Dmytro Kuleba nói mặc dù tình hình khó khăn, song "
         "ông cho rằng việc quan trọng là NATO phải hành động ngay.", "phải", "2022-03-02", "2022-03-02"),
        ("Ngày 2/3, Tổng thống Putin phát biểu trên truyền hình. Tổng thống Putin cảnh báo, Nga sẽ không từ bỏ Crimea.",
         "sẽ không từ bỏ", "2022-03-02", "2022-03-02"),
        # The day inside a relative clause is that of the clause.
        ("Ngày 3/3, Mỹ đã hội đàm với Nga. Trung Quốc ngỏ ý trả lại thiết bị mà họ thu giữ ngày 1/3, đồng thời Mỹ "
         "cũng đã đạt được thỏa thuận với Trung Quốc.", "đạt được thỏa thuận", "2022-03-03", "2022-03-03"),
        # What is done on an occasion told before is done on its day.
        ("Ngày 3/3, Tổng thống Nga Vladimir Putin trả lời phỏng vấn, sau khi ông giao lưu trực tuyến với dân "
         "ngày 1/3. Tại cuộc giao lưu này, ông cáo buộc Mỹ kiềm chế Nga.", "cáo buộc", "2022-03-01", "2022-03-01"),
        # Another occasion than the one told before keeps the narrated day.
        ("Ngày 3/3, Tổng thống Nga Vladimir Putin trả lời phỏng vấn, sau khi ông giao lưu trực tuyến với dân "
         "ngày 1/3. Tại cuộc họp báo này, ông cáo buộc Mỹ kiềm chế Nga.", "cáo buộc", "2022-03-03", "2022-03-03"),
        # "theo đó", "trong đó" go on with what was just told.
        ("Ngày 1/3, Nga và Đức họp tại Berlin, trong đó hai bên nhất trí mở lại cửa khẩu.", "nhất trí", "2022-03-01",
         "2022-03-01"),
        ("Điện Kremlin ngày 2/3 ra tuyên bố, theo đó người phát ngôn Dmitry Peskov yêu cầu Mỹ xin lỗi.", "yêu cầu",
         "2022-03-02", "2022-03-02"),
        # What happens "khi …" right behind a time happens then.
        ("Mỹ đưa quân trở lại Iraq vào năm 2014 khi được chính phủ Iraq đề nghị giúp đỡ.", "đề nghị", "2014-01-01",
         "2014-12-31"),
        # Behind the last of a list.
        ("Nga đã sáp nhập các vùng lãnh thổ của Ukraine gồm Donetsk, Kherson, Zaporizhzhia hôm 1/3.",
         "sáp nhập các vùng lãnh thổ", "2022-03-01", "2022-03-01"),
        # What an act is about was before it.
        ("Hôm nay 1/3, hàng nghìn người Campuchia bắt đầu đợt biểu tình phản đối chính phủ và kết quả bầu cử hồi "
         "tháng 7.", "đợt biểu tình", "2022-03-01", "2022-03-01"),
        ("Ngày 1/3, Nga trục xuất nhà ngoại giao Đức, sau khi Đức bắt giữ nhà báo Nga hồi tháng 2.", "bắt giữ",
         "2022-02-01", "2022-02-28"),
        # Since and until.
        ("Phe đối lập Campuchia đã lên lịch trình cho đợt biểu tình kéo dài đến ngày 8/3.", "đợt biểu tình", None,
         "2022-03-08"),
        ("Từ năm 2004, hàng trăm người Pakistan đã bị Mỹ giết.", "giết", "2004-01-01", None),
        # What the act is part of takes place then.
        ("Ông Jens Stoltenberg dự định gặp Ngoại trưởng Nga Sergei Lavrov bên lề Hội nghị An ninh Munich, dự kiến "
         "diễn ra từ ngày 9 đến 11/3.", "gặp", "2022-03-09", "2022-03-11"),
        # In force from then on, whatever stands between.
        ("Lệnh ngừng bắn sẽ có hiệu lực tại Donetsk vào ngày 9/3.", "Lệnh ngừng bắn", "2022-03-09", None),
        # A light verb leaves the deed of the day what it is.
        ("Ngày 2/3, người biểu tình phóng hỏa trụ sở quốc hội Brazil. Tổng thống Brazil Jair Bolsonaro phải ra "
         "lệnh triển khai quân đội.", "ra lệnh triển khai quân", "2022-03-02", "2022-03-02"),
        # What comes of a dated act has its day.
        ("Trước đó, ngày 1/3, Hội đồng Bảo an Liên hợp quốc đã họp. Kết quả là Hội đồng Bảo an đã nhất trí mở "
         "rộng lệnh trừng phạt Triều Tiên.", "nhất trí mở rộng", "2022-03-01", "2022-03-01"),
        # A visit lasts as long as it is said to, whenever the plane lands.
        ("Máy bay của Chủ tịch Trung Quốc Tập Cận Bình đã hạ cánh xuống Moskva lúc 13 giờ ngày 1/3. Chuyến thăm "
         "cấp Nhà nước tới Nga của ông Tập Cận Bình kéo dài từ ngày 1 đến 3/3.", "hạ cánh xuống", "2022-03-01",
         "2022-03-03"),
        # A clause that speaks on after what was said, and words about what was told, go on from the day.
        ("Ngày 2/3, Tổng thống Nga Vladimir Putin gọi điện cho Thủ tướng Anh Boris Johnson. Thủ tướng Pháp Jean Castex "
         "gọi đây là một cuộc chiến và kêu gọi người dân bình tĩnh.", "kêu gọi", "2022-03-02", "2022-03-02"),
        ("Ngày 2/3, Nga đề nghị Mỹ hội đàm. Mỹ bác bỏ đề nghị này nhưng kêu gọi Nga rút quân.", "kêu gọi",
         "2022-03-02", "2022-03-02"),
        # How long and until when it lasts.
        ("Thủ tướng Ấn Độ Narendra Modi hôm 3/3 bắt đầu chuyến thăm Nhật Bản kéo dài ba ngày.", "chuyến thăm",
         "2022-03-03", "2022-03-05"),
        ("Mỹ và Hàn Quốc sẽ tập trận chung 5 ngày kể từ ngày 20/3.", "tập trận chung", "2022-03-20", "2022-03-24"),
        ("Mỹ và Hàn Quốc sẽ tập trận chung ngày 20/3 ở Hoàng Hải.", "tập trận chung", "2022-03-20", "2022-03-20"),
        ("Quân đội Trung Quốc ngày 3/3 bắt đầu tập trận gần Nhật Bản. Cuộc tập trận sẽ kéo dài đến ngày 7/3.",
         "bắt đầu tập trận", "2022-03-03", "2022-03-07"),
        ("Quân đội Trung Quốc ngày 3/3 bắt đầu tập trận gần Nhật Bản. Lệnh giới nghiêm sẽ kéo dài đến ngày 7/3.",
         "bắt đầu tập trận", "2022-03-03", "2022-03-03"),
        ("Ngày 1/3, Saudi Arabia và Iran ký thỏa thuận sau 4 ngày đàm phán.", "đàm phán", "2022-02-25", "2022-03-01"),
        ("Ngày 1/3, Nga chiếm thành phố Kherson sau nhiều tuần công phá Ukraine.", "công phá", None, "2022-03-01"),
        # What was planned for a day, or answers an act of one, does not lead there.
        ("Ngày 2/3, Ngoại trưởng Nga Sergei Lavrov hủy chuyến thăm Ankara dự kiến vào ngày 4/3. Ông Lavrov cũng cáo "
         "buộc Thổ Nhĩ Kỳ gây hấn.", "cáo buộc", "2022-03-02", "2022-03-02"),
        ("Ngày 2/3, Iran phóng tên lửa vào Israel, đáp trả vụ không kích Damascus hôm 24/2. Tổng thống Mỹ Joe Biden "
         "cũng điện đàm với Thủ tướng Israel Naftali Bennett.", "điện đàm với", "2022-03-02", "2022-03-02"),
        # The day inside a longer time beside it; a day counted from the one that the sentence tells.
        ("Mỹ hôm thứ Hai đầu tuần này đã trừng phạt Iran.", "trừng phạt", "2022-02-28", "2022-02-28"),
        ("Ngày 3/3, Bộ Quốc phòng Armenia cho biết quân đội Azerbaijan một ngày trước đã tấn công Goris.", "tấn công",
         "2022-03-02", "2022-03-02"),
        # A doer who tells of the deed on the day of the news.
        ("Sáng 2/3, Triều Tiên thử hạt nhân. Bộ Ngoại giao Trung Quốc cho biết đã triệu Đại sứ Triều Tiên.", "triệu",
         "2022-03-02", "2022-03-02"),
    ],
)  # fmt: skip
def test_an_act_takes_the_day_that_is_told(text: str, trigger: str, start: str | None, end: str | None) -> None:
    assert days(text, trigger) == (start, end)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # States, habits, acts done many times.
        ("Ngày 2/3, Mỹ đã hội đàm với Iran. Hải quân Mỹ hiện duy trì 10 tàu chiến ở Trung Đông.", "hiện duy trì"),
        ("Ngày 2/3, Nga đã họp với NATO. Montenegro đã và đang đóng góp cho các chiến dịch của NATO.", "đóng góp"),
        ("Giáo sĩ Fethullah Gulen đã nhiều lần bác bỏ cáo buộc dính líu tới vụ đảo chính ở Thổ Nhĩ Kỳ đêm 15/2.",
         "nhiều lần bác bỏ"),
        # What goes on from such a sentence does not come back to the day.
        ("Ngày 2/3, Mỹ đã hội đàm với Nga. Mỹ đã nhiều lần chỉ trích Nga vì vụ sáp nhập Crimea. Tuy nhiên, Nga "
         "cũng bác bỏ những cáo buộc này.", "bác bỏ những cáo buộc"),
        # The day of saying is not that of a plan, and one stop's not that of the next.
        ("Ngày 2/3, giới chức Kuwait cho biết Quốc vương Kuwait sẽ tới Saudi Arabia để hội đàm với Quốc vương Salman.",
         "hội đàm với"),
        # What goes on from a month long past.
        ("Ngày 3/3, Ấn Độ và Trung Quốc đã hội đàm. Tháng 5/2013, quân đội Trung Quốc dựng trại gần biên giới. Ông Tập "
         "Cận Bình cũng bác bỏ cáo buộc của Ấn Độ.", "bác bỏ cáo buộc"),
        # Clauses coordinated with what was before.
        ("Nghị quyết được Hội đồng Liên bang Nga chấp thuận hồi đầu tháng 2, sau khi Nga sáp nhập Crimea và triển "
         "khai quân đội dọc biên giới Ukraine.", "triển khai quân đội"),
    ],
)  # fmt: skip
def test_no_day_is_made_up(text: str, trigger: str) -> None:
    assert days(text, trigger) == NO_DAY
