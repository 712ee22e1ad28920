"""The examples of the OpenAPI document, asked of the API itself.

`PYTHONPATH=src python -m tests.web.examples` writes them anew (src/thoisu/web/api/examples.json).
"""

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from thoisu import open_store
from thoisu.alerts.looking import look
from thoisu.alerts.making import make
from thoisu.alerts.states import Alert, Channel
from thoisu.web.access import hashed, new_token
from thoisu.web.app import create_app
from thoisu.web.settings import Settings

FILE = Path(__file__).parents[2] / "src/thoisu/web/api/examples.json"
PAGE = {
    "text": "Tổng thống Mỹ gặp Tổng thống Nga\n\nNgày 16/6/2021, Tổng thống Mỹ Joe Biden đã gặp Tổng thống Nga Vladimir"
    " Putin tại Geneva (Thụy Sĩ). Cuộc gặp bắt đầu lúc 13 giờ và kéo dài gần bốn giờ.",
    "published": "2021-06-17",
    "uri": "https://bao.example.vn/the-gioi/gap-nhau-1001.html",
}
COPY = {
    "text": PAGE["text"] + " Hai bên không họp báo chung.",
    "published": "2021-06-18",
    "uri": "https://tin.example.vn/quoc-te/gap-nhau-2002.html",
}
PLAN = {
    "text": "Tổng thống Nga sẽ thăm Trung Quốc\n\nNgày 20/6/2021, Điện Kremlin thông báo Tổng thống Nga Vladimir Putin"
    " sẽ thăm Trung Quốc vào ngày 5/7/2021.",
    "published": "2021-06-21",
    "uri": "https://bao.example.vn/the-gioi/chuyen-tham-1003.html",
}
ALERT = Alert(name="nga", filters={"actor": ["Nga"]}, on=["new", "plan", "overdue", "conflict"], made=1_624_500_000.0)
TODAY = date(2021, 6, 24)
CORRECTION = {"action": "set", "target": [""], "values": {"place": "Geneva"}}


def ask(store: Path) -> dict[str, Any]:
    """What a store of three pages answers, by the name of each example."""
    token = new_token()
    with open_store(store) as opened, opened.writing():
        opened.put_token("bien-tap", hashed(token), True)
    with TestClient(create_app(Settings(str(store))), base_url="http://127.0.0.1:8000") as client:
        client.headers["Authorization"] = f"Bearer {token}"

        def get(path: str) -> Any:
            return client.get(f"/api/v1{path}").raise_for_status().json()

        def post(path: str, body: dict[str, Any]) -> Any:
            return client.post(f"/api/v1{path}", json=body).raise_for_status().json()

        with open_store(store) as opened:
            make(opened, ALERT, [Channel(alert="nga", kind="webhook", target="https://tin.example.vn/")], TODAY)
        added = [post("/articles", page) for page in (PAGE, COPY, PLAN)]
        article = added[0]["document"]
        entries = get("/entries?to=2021-06-16")
        entry = entries["entries"][0]["id"]
        correction = CORRECTION | {"target": [entry]}
        line = post("/corrections", correction)
        with open_store(store) as opened:
            look(opened, "nga", ALERT.made, TODAY)
        return {
            "alert": get("/alerts/nga?limit=1"),
            "alerts": get("/alerts"),
            "page": PAGE,
            "new_correction": correction,
            "added": added[0],
            "actor": get("/actors/Joe Biden"),
            "article": get(f"/articles/{article}"),
            "changes": get("/changes?limit=2"),
            "copies": get(f"/articles/{article}/copies"),
            "correction": line,
            "corrections": get("/corrections"),
            "density": get("/density"),
            "entries": entries,
            "entry": get(f"/entries/{entry}"),
            "health": get("/health"),
            "index": get("/"),
            "ledger": get("/ledger?on=2021-07-10"),
            "places": get("/places"),
            "reading": post("/read", PAGE),
            "search": get("/search?q=cuoc gap"),
            "sources": get("/sources"),
            "stats": get("/stats"),
            "stories": get("/stories"),
            "story": get(f"/stories/{article}"),
            "version": get("/version"),
        }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(json.dumps(ask(Path(folder) / "tin.sqlite"), ensure_ascii=False, indent=1) + "\n", "utf-8")
