"""One small store that every format is written from: the examples, the chronicle's pages, and one of bad manners."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from thoisu.chronicle.adding import add, incoming
from thoisu.export.source import Source
from thoisu.store import open_store
from thoisu.store.base import Store

from ..chronicle.pages import ALL
from ..conftest import ROOT

# Its title and its sentences hold what formats part cells, lines and markup with.
RUDE = """=HYPERLINK("https://example.vn","Bấm, đi") thăm Đức

05/11/2022 08:00

Ngày 4/11/2022, Thủ tướng Đức Olaf Scholz đã đến Bắc Kinh (Trung Quốc), "chuyến thăm; ngắn" ]]> <b>& hết</b>.

Theo kế hoạch, ngày 12/11, Thủ tướng Đức Olaf Scholz sẽ hội đàm với Tổng thống Pháp Emmanuel Macron tại Paris (Pháp).

Tổng thống Nga Vladimir Putin bác bỏ việc quân đội Nga tấn công Kiev (Ukraine).

Mỹ đề nghị Trung Quốc ngừng bán vũ khí cho Nga. Ngoại trưởng Mỹ Antony Blinken sẽ thăm Hà Nội (Việt Nam) ngày 20/11.

"@Chúng tôi phản đối", Ngoại trưởng Trung Quốc Vương Nghị nói.
"""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store, with pages at addresses of example.vn."""
    path = tmp_path_factory.mktemp("export") / "tin.sqlite"
    pages = {**ALL, "rude": RUDE}
    read = [incoming(text, uri=f"https://example.vn/{name}.html") for name, text in pages.items()]
    files = [p for p in sorted((ROOT / "examples").iterdir()) if p.suffix in (".txt", ".html")]
    with open_store(path) as store:
        add(store, [*read, *(incoming(p, uri=f"https://example.vn/{p.name}") for p in files)])
    return path


@pytest.fixture
def store(filled: Path) -> Iterator[Store]:
    with open_store(filled, create=False) as store:
        yield store


@pytest.fixture
def source(store: Store) -> Source:
    return Source(store, desk="https://desk.example.vn")
