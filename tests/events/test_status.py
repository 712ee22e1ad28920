"""Whether an act happened, goes on, lies ahead, is asked for or denied, by the words around its trigger."""

import pytest

from thoisu.events.status import status_of

from ..matching import staged


def status(text: str, trigger: str) -> tuple[str, tuple[str, ...]] | None:
    """The status of the trigger with these words and its cues, or None where no act is told."""
    stages = staged(text)
    run = stages.passage.tokens

    def words(lo: int, hi: int) -> str:
        return text[run[lo].start : run[hi - 1].end]

    for segment in stages.segments:
        for found in segment.triggers:
            if words(found.lo, found.hi) == trigger:
                before = [g.hi for g in segment.groups if g.hi <= found.lo]
                begin = max([segment.lo, *before])
                said = status_of(run, found, segment, begin, stages.segments)
                return said and (said.value, tuple(words(a, b) for a, b in said.cues))
    raise AssertionError(f"{trigger} is no trigger in {text}")


@pytest.mark.parametrize(
    ("text", "trigger", "value", "cues"),
    [
        ("Nga đã phóng thử tên lửa.", "phóng thử tên lửa", "happened", ("đã",)),
        ("Thủ tướng Anh vừa gặp Tổng thống Pháp.", "gặp", "happened", ("vừa",)),
        ("Nga trục xuất ba nhà ngoại giao Đức.", "trục xuất", "happened", ()),
        ("Nga đang tập trận với Belarus.", "tập trận", "ongoing", ("đang",)),
        ("Tổng thống Pháp sẽ thăm Nhật Bản.", "thăm", "planned", ("sẽ",)),
        ("Tổng thống Pháp dự kiến thăm Nhật Bản.", "thăm", "planned", ("dự kiến",)),
        ("Tổng thống Pháp có kế hoạch thăm Nhật Bản.", "thăm", "planned", ("có kế hoạch",)),
        ("Tổng thống Pháp có thể thăm Nhật Bản.", "thăm", "proposed", ("có thể",)),
        ("Tổng thống Pháp muốn thăm Nhật Bản.", "thăm", "proposed", ("muốn",)),
        ("Nga có thể sẽ trục xuất ba nhà ngoại giao Đức.", "trục xuất", "proposed", ("có thể", "sẽ")),
        ("Nga sẽ trục xuất ba nhà ngoại giao Đức.", "trục xuất", "planned", ("sẽ",)),
        ("Ngoại trưởng Mỹ sẽ gặp Ngoại trưởng Nga với điều kiện Nga rút quân.", "gặp", "proposed", ("sẽ",)),
        ("Máy bay Nga xâm phạm không phận Moldova rồi không kích Ukraine.", "không kích", "happened", ()),
        ("Đức chưa gặp Nga.", "gặp", "denied", ("chưa",)),
        ("Tổng thống Pháp chưa thăm Nhật Bản.", "thăm", "denied", ("chưa",)),
        ("Tổng thống Pháp sẽ không thăm Nhật Bản.", "thăm", "denied", ("sẽ", "không")),
        ("Tổng thống Pháp hủy chuyến thăm Nhật Bản.", "chuyến thăm", "denied", ("hủy",)),
        ("Mỹ đề nghị Nga đàm phán với Ukraine.", "đàm phán với", "proposed", ()),
        ("Tổng thống Pháp tới Kiev để gặp Tổng thống Ukraine.", "gặp", "planned", ()),
        ("Ukraine nã pháo để đáp trả các cuộc không kích của Nga.", "cuộc không kích", "happened", ()),
        ("Mỹ hoãn việc ký kết hiệp định với Ấn Độ.", "ký kết", "denied", ("hoãn việc",)),
        # Tense goes over a list of examples; what a clause denies is not the talks that it names.
        (
            "Nga và Đức sẽ ký thỏa thuận trong các lĩnh vực như thương mại, giáo dục, cũng như thông qua kế hoạch mới.",
            "thông qua",
            "planned",
            ("sẽ",),
        ),
        ("Hai bên không ra tuyên bố sau cuộc gặp giữa Nga và Mỹ.", "cuộc gặp", "happened", ()),
        ("Nga nói sẽ tiếp tục đàm phán với Ukraine.", "sẽ tiếp tục đàm phán với", "happened", ()),
    ],
)
def test_status_and_its_cues(text: str, trigger: str, value: str, cues: tuple[str, ...]) -> None:
    assert status(text, trigger) == (value, cues)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Nếu Tổng thống Pháp thăm Nhật Bản, dư luận sẽ theo dõi.", "thăm"),
        ("Trung Quốc không ủng hộ quyết định của Mỹ.", "ủng hộ"),
        ("Nga không hề đe dọa Ba Lan.", "đe dọa"),
        ("Anh nỗ lực nhằm đảm bảo việc thả con tin và dỡ bỏ lệnh cấm vận.", "dỡ bỏ"),
    ],
)
def test_no_act_is_told(text: str, trigger: str) -> None:
    assert status(text, trigger) is None
