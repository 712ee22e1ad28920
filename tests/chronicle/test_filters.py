"""The filters of the chronology as people give them: what they ask for, and how those that can't be are told."""

from pathlib import Path
from typing import Any

import pytest

from thoisu import Question, open_store
from thoisu.chronicle.filters import question_from
from thoisu.errors import DateError, QuestionError


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, {}),
        ({"actor": [], "text": "", "from": None}, {}),
        ({"status": ["Planned"], "event": ["consult"], "mode": ["VISIT"]},
         {"status": ["planned"], "event": ["CONSULT"], "mode": ["visit"]}),
        ({"from": "2022", "to": "2022-02"}, {"start_day": "2022-01-01", "end_day": "2022-02-28"}),
        ({"from": "0001-01-01", "to": "9999"}, {"start_day": "0001-01-01", "end_day": "9999-12-31"}),
        ({"country": ["Thụy Sĩ", "deu"]}, {"country": ["CHE", "DEU"]}),
        ({"min_origins": "2"}, {"min_origins": 2}),
        ({"min_origins": 1_000_000}, {"min_origins": 1_000_000}),
    ],
)  # fmt: skip
def test_what_is_given_is_asked(tmp_path: Path, given: dict[str, Any], asked: dict[str, Any]) -> None:
    with open_store(tmp_path / "tin.sqlite") as store:
        assert question_from(given, store) == Question(**asked)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"status": ["maybe"]}, "--status: 'maybe' is not known; give one of denied"),
        ({"from": "2022-02-30"}, "--from: '2022-02-30' is no date"),
        ({"to": "0000"}, "--to: '0000' is no date"),
        ({"from": "2022-02", "to": "2022-01"}, "--to: 2022-01 is before 2022-02"),
        ({"country": ["Atlantis"]}, "--country: 'Atlantis' is no state"),
        ({"min_origins": "x"}, "--min_origins: x is no count; give one from 1 to 1,000,000"),
        ({"min_origins": 0}, "--min_origins: 0 is no count"),
        ({"min_origins": 10**30}, "is no count"),
        ({"story": "zzzz"}, "is the id of no story"),
        ({"story": "\0"}, "is the id of no story"),
    ],
)
def test_what_can_not_be_asked_is_told_in_one_line(tmp_path: Path, given: dict[str, Any], says: str) -> None:
    with open_store(tmp_path / "tin.sqlite") as store, pytest.raises((QuestionError, DateError)) as fault:
        question_from(given, store, lambda name: f"--{name}")
    assert says in str(fault.value)
    assert "\n" not in str(fault.value)
