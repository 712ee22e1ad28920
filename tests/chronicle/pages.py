"""Pages that the chronicle is tried on, as portals print them. Written for these tests from the public record."""

WIRE = """Tổng thống Pháp Emmanuel Macron tới Trung Quốc

05/04/2023 18:30

Ngày 5/4, Tổng thống Pháp Emmanuel Macron đã đến Bắc Kinh, bắt đầu chuyến thăm cấp nhà nước kéo dài ba ngày tới Trung Quốc.

Tháp tùng Tổng thống Macron có hơn 50 lãnh đạo doanh nghiệp, trong đó có các tập đoàn Airbus và EDF. Điện Elysee cho biết hai bên dự định bàn về thương mại, khí hậu và cuộc xung đột ở Ukraine.

Theo kế hoạch, ngày 6/4, Tổng thống Macron sẽ hội đàm với Chủ tịch Trung Quốc Tập Cận Bình tại Bắc Kinh.

Phát biểu với cộng đồng người Pháp ở Bắc Kinh, ông Macron nhấn mạnh châu Âu không được tách rời khỏi Trung Quốc về kinh tế, đồng thời cho rằng Bắc Kinh có thể đóng vai trò lớn trong việc tìm kiếm hòa bình.

Quan hệ giữa hai nước những năm gần đây chịu nhiều sức ép từ đại dịch và từ cuộc cạnh tranh giữa các nước lớn, song kim ngạch thương mại song phương vẫn tăng đều và đạt mức cao nhất từ trước đến nay trong năm vừa qua.

Theo TTXVN
"""

# The same text under another headline, a paragraph cut, without a date of its own.
COPY = """Ông Macron thăm Trung Quốc cùng 50 doanh nghiệp

Ngày 5/4, Tổng thống Pháp Emmanuel Macron đã đến Bắc Kinh, bắt đầu chuyến thăm cấp nhà nước kéo dài ba ngày tới Trung Quốc.

Tháp tùng Tổng thống Macron có hơn 50 lãnh đạo doanh nghiệp, trong đó có các tập đoàn Airbus và EDF. Điện Elysee cho biết hai bên dự định bàn về thương mại, khí hậu và cuộc xung đột ở Ukraine.

Theo kế hoạch, ngày 6/4, Tổng thống Macron sẽ hội đàm với Chủ tịch Trung Quốc Tập Cận Bình tại Bắc Kinh.

Quan hệ giữa hai nước những năm gần đây chịu nhiều sức ép từ đại dịch và từ cuộc cạnh tranh giữa các nước lớn, song kim ngạch thương mại song phương vẫn tăng đều và đạt mức cao nhất từ trước đến nay trong năm vừa qua.
"""

# Another report of the same arrival, with words of its own.
OTHER = """Macron mở đầu chuyến công du Bắc Kinh

05/04/2023 20:10

Theo hãng tin Reuters, Tổng thống Pháp Emmanuel Macron đã đến Bắc Kinh ngày 5/4 trong chuyến thăm Trung Quốc đầu tiên sau hơn ba năm.

Đón nhà lãnh đạo Pháp tại sân bay là Ngoại trưởng Trung Quốc Tần Cương. Giới quan sát nhận định Paris muốn thuyết phục Bắc Kinh dùng ảnh hưởng của mình với Moskva.

Ông Macron từng thăm Trung Quốc hồi cuối năm 2019, trước khi đại dịch bùng phát và biên giới nước này đóng lại.
"""

# The plan's outcome, a day later.
OUTCOME = """Lãnh đạo Pháp, Trung Quốc hội đàm tại Bắc Kinh

06/04/2023 21:00

Ngày 6/4, Chủ tịch Trung Quốc Tập Cận Bình đã hội đàm với Tổng thống Pháp Emmanuel Macron tại Bắc Kinh.

Tại cuộc hội đàm, hai nhà lãnh đạo trao đổi về tình hình Ukraine và hợp tác kinh tế. Sau hội đàm, hai bên ký nhiều văn kiện hợp tác trong các lĩnh vực hàng không và năng lượng hạt nhân dân dụng.

Theo TTXVN
"""

# Another matter of the same days.
ELSEWHERE = """Phần Lan chính thức gia nhập NATO

04/04/2023 22:15

Ngày 4/4, Ngoại trưởng Phần Lan Pekka Haavisto đã trao văn kiện gia nhập NATO cho Ngoại trưởng Mỹ Antony Blinken tại Brussels (Bỉ).

Tổng Thư ký NATO Jens Stoltenberg hoan nghênh Phần Lan trở thành thành viên thứ 31 của liên minh. Điện Kremlin tuyên bố Nga sẽ có biện pháp đáp trả để bảo đảm an ninh của mình.

Theo TTXVN
"""

ALL = {"wire": WIRE, "copy": COPY, "other": OTHER, "outcome": OUTCOME, "elsewhere": ELSEWHERE}
