"""The reasons of the ledger: the English ones stay as they are, the others say the same in the reader's language."""

import pytest

from thoisu import read
from thoisu.chronicle.reasons import because, outcome_of
from thoisu.chronicle.records import Outcome
from thoisu.lexicon import lexicon

from ..conftest import cases
from .harness import Chronicle

DAYS = {"planned": "2022-03-21"}
SPAN = {"planned": "2022-03-21", "planned_to": "2022-03-25"}
REASONS = [
    (
        "done", {"event": "CONSULT", "who": "Fumio Kishida, IND", "day": "2022-03-21", **DAYS},
        "CONSULT of Fumio Kishida, IND on 2022-03-21, planned for 2022-03-21",
        "Fumio Kishida, IND: tiếp xúc, ngày 2022-03-21; kế hoạch là ngày 2022-03-21",
    ),
    (
        "said", {"words": "bị hoãn", **SPAN},
        "said to be 'bị hoãn', planned for 2022-03-21 to 2022-03-25",
        "được nói là “bị hoãn”; kế hoạch là từ 2022-03-21 đến 2022-03-25",
    ),
    ("denied", {"planned": ""}, "denied, planned without a day", "được nói là không diễn ra; kế hoạch không nêu ngày"),
    (
        "changed", {"from": "2022-03-28", "to": "2022-03-28", "place": "Tokyo"},
        "planned anew: from 2022-03-28, to 2022-03-28, place Tokyo",
        "có kế hoạch mới: từ 2022-03-28, đến 2022-03-28, nơi Tokyo",
    ),
    ("endless", {}, "no last day is named for it", "không nêu ngày cuối"),
    ("ahead", {"day": "2022-03-21"}, "its day, 2022-03-21, is not over", "ngày dự kiến 2022-03-21 chưa qua"),
    (
        "over", {"day": "2022-03-21"}, "its day, 2022-03-21, is over and nothing is told of it",
        "ngày dự kiến 2022-03-21 đã qua mà chưa có tin gì thêm",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "values", "english", "vietnamese"), REASONS, ids=lambda part: str(part)[:8])
def test_a_reason_in_both_languages(reason: str, values: dict[str, str], english: str, vietnamese: str) -> None:
    found = outcome_of("done", [], reason, values)
    assert found.because == because(found, lexicon().labels["en"]) == english
    assert because(found, lexicon().labels["vi"]) == vietnamese


def test_what_a_page_or_a_reader_wrote_is_no_template() -> None:
    found = outcome_of("cancelled", [], "said", {"words": "{day} {0}", "planned": ""})
    assert "{day} {0}" in because(found, lexicon().labels["vi"])


def test_an_outcome_without_parts_keeps_its_words() -> None:
    found = Outcome("done", [], "as it was told")
    assert because(found, lexicon().labels["vi"]) == "as it was told"


@pytest.mark.parametrize("row", cases("outcomes"), ids=lambda row: f"{row['kind']}-{row['why']}")
def test_every_outcome_of_the_ledger_has_its_reason(row: dict[str, str]) -> None:
    readings = {"plan": read(row["plan"], published=row["published"])}
    if row["later"]:
        readings["later"] = read(row["later"], published=row["later_published"])
    chronicle = Chronicle(readings)
    (plan,) = (e for e in chronicle.plans() if chronicle.pages(e) == ["plan"])
    found = chronicle.outcome(plan, row["today"])
    english, vietnamese = (because(found, lexicon().labels[lang]) for lang in ("en", "vi"))
    assert found.because == english != vietnamese
    assert "{" not in english + vietnamese
