"""Pages of our own sentences, and what the chronicle would make of them."""

from functools import cache
from typing import NamedTuple

import thoisu
from thoisu.chronicle.documents import document_of
from thoisu.chronicle.records import Document, Entry, Sketch, Telling, short_id
from thoisu.model import Reading, replace
from thoisu.store.base import Store
from thoisu.store.packing import packed_version

_VISITORS = (
    ("Thủ tướng Đức Olaf Scholz", "Bắc Kinh (Trung Quốc)", "Chủ tịch Trung Quốc Tập Cận Bình"),
    ("Tổng thống Pháp Emmanuel Macron", "Kiev (Ukraine)", "Tổng thống Ukraine Volodymyr Zelensky"),
    ("Ngoại trưởng Mỹ Antony Blinken", "Berlin (Đức)", "Ngoại trưởng Nga Sergei Lavrov"),
    ("Tổng thống Hàn Quốc Yoon Suk-yeol", "Hà Nội (Việt Nam)", "Thủ tướng Phạm Minh Chính"),
)


class Made(NamedTuple):
    """A page with all that is kept of it."""

    raw: bytes
    reading: Reading
    document: Document
    sketch: Sketch
    tellings: list[Telling]
    blocks: list[list[str]]
    entries: list[Entry]


@cache
def _read(kind: int) -> tuple[str, Reading]:
    who, where, whom = _VISITORS[kind]
    text = (
        f"{who} thăm {where}\n\nNgày 4/11, {who} đã đến {where}. Tại đây, hai bên đã gặp nhau. "
        f"Theo AP, {who} sẽ hội đàm với {whom} ngày 12/11. Căng thẳng tại khu vực vẫn chưa giảm."
    )
    return text, thoisu.read(text, published="2022-11-05T08:30")


def page(number: int) -> Made:
    """Page `number`: one of a few texts, with a word and an address of its own."""
    text, reading = _read(number % len(_VISITORS))
    key = f"https://example.vn/tin-{number}.html"
    document = document_of(reading, key, short_id(key))
    document = replace(document, text=f"{document.text}\nTin số bài{number}.", moment=f"2022-11-05T{number % 24:02}:30")
    tellings = [telling(document, reading, i) for i in range(len(reading.events))]
    return Made(
        raw=f"{text}\n{number}".encode(),
        reading=reading,
        document=document,
        sketch=Sketch(
            b"s%d" % number, [number, -number - 1, 2**62 + number % 7], b"f%d" % number, ["deu", f"k{number}"]
        ),
        tellings=tellings,
        blocks=[[f"{t.event.event}|{t.event.start_day}", f"p{number}"] for t in tellings],
        entries=[entry_of(t, f"story{number % 9}") for t in tellings],
    )


def telling(document: Document, reading: Reading, number: int) -> Telling:
    """The telling of an event of a reading."""
    event = reading.events[number]
    text = event.evidence[-1].text or event.trigger
    return Telling(
        id=short_id(document.id, str(number), text),
        document=document.id,
        number=number,
        event=event,
        text=text,
        moment=document.moment,
        day=document.day,
        outlet=document.outlet,
        family=document.id,
        sources=["AP"],
    )


def entry_of(told: Telling, story: str, *others: Telling) -> Entry:
    """The entry of one telling, or of several of one act."""
    event, all_told = told.event, (told, *others)
    return Entry(
        id=short_id("entry", told.id),
        event=event.event,
        mode=event.mode,
        context=event.context,
        status=event.status,
        actor=event.actor,
        recipient=event.recipient,
        start_day=event.start_day,
        end_day=event.end_day,
        place=event.place,
        said_by=event.said_by,
        text=told.text,
        best=told.id,
        tellings=[t.id for t in all_told],
        documents=[t.document for t in all_told],
        outlets=["example.vn"],
        origins=["AP"],
        conflicts=[],
        story=story,
    )


def put(store: Store, made: Made) -> None:
    """Adds all of a page inside a transaction."""
    document = made.document
    store.put_version(document.id, document.key, packed_version(document.key, made.raw, made.reading))
    store.put_document(document, made.sketch)
    store.put_groups({document.id: f"family{document.id}"}, {document.id: made.entries[0].story})
    store.put_tellings(document.id, made.tellings, made.blocks)
    store.put_entries(made.entries)


def add(store: Store, *numbers: int) -> list[Made]:
    """Adds pages in one transaction."""
    made = [page(number) for number in numbers]
    with store.writing():
        for one in made:
            put(store, one)
    return made
