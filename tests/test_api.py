"""The public face of the package."""

import subprocess
import sys

import pytest

import thoisu


def test_all_is_sorted_and_true() -> None:
    assert sorted(thoisu.__all__) == thoisu.__all__
    for name in thoisu.__all__:
        assert getattr(thoisu, name) is not None


def test_unknown_names_are_named() -> None:
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        thoisu.raed  # noqa: B018


def test_import_loads_no_lexicon_and_no_stage() -> None:
    code = "import sys, thoisu; print(sorted(m for m in sys.modules if m.startswith('thoisu.')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_read_takes_bytes_text_and_paths(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = "Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc)."
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    by_text, by_bytes = thoisu.read(text, published="2022-11-05"), thoisu.read(text.encode(), published="2022-11-05")
    by_path = thoisu.read(path, published="2022-11-05")
    assert by_text.events == by_bytes.events == by_path.events
    assert len(by_text.events) == 1
    assert by_path.page.uri == str(path)


def test_a_reading_comes_back_from_its_json() -> None:
    reading = thoisu.read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).", published="2022-11-05")
    assert thoisu.reading_from_json(reading.to_json()) == reading


def test_the_json_has_the_keys_of_the_contract_in_order() -> None:
    import json

    reading = json.loads(thoisu.read("Ngày 4/11, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc).").to_json())
    assert list(reading) == [
        "schema", "reader", "page", "article", "mentions", "times", "events", "statements", "warnings",
        "offices",
    ]  # fmt: skip
    assert list(reading["article"]) == [
        "outlet", "section", "title", "lead", "published", "story_day", "byline", "credit", "paragraphs",
        "captions", "related", "blocks",
    ]  # fmt: skip
    assert list(reading["events"][0]) == [
        "p", "start", "end", "trigger", "event", "mode", "context", "status", "cues", "actor", "recipient", "from",
        "to", "date_basis", "place", "said_by", "evidence", "rule", "told",
    ]  # fmt: skip
