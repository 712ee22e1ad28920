"""GEXF: networkx reads the network back, and it holds what the entries say."""

from io import BytesIO

import networkx
import pytest
from hypothesis import given

from thoisu.chronicle.records import Entry, Question
from thoisu.export.gexf import KEPT, Network, lines
from thoisu.export.source import Source
from thoisu.model import Actor, replace

from .making import TEXT, law, told_with, written


def graph_of(entries: list[Entry]) -> networkx.DiGraph:
    network = Network()
    for entry in entries:
        network.add(entry)
    return networkx.read_gexf(BytesIO("".join(lines(network, "2023-04-06")).encode()))


def test_networkx_reads_it_back(source: Source) -> None:
    graph = networkx.read_gexf(BytesIO(written("gexf", source)))
    entries = {e.id: e for e in source.entries()}
    assert graph.is_directed()
    assert not graph.is_multigraph()
    assert set(graph) == {f"{a.kind}:{a.entity}" for e in entries.values() for a in (*e.actor, *e.recipient)}
    for one, other, edge in graph.edges(data=True):
        told = [entries[i] for i in edge["entry_ids"].split()]
        assert edge["weight"] == len(told)
        for entry in told:
            assert one in {f"{a.kind}:{a.entity}" for a in entry.actor}
            assert other in {f"{a.kind}:{a.entity}" for a in (*entry.recipient, *entry.actor)}
            assert entry.event in edge["categories"]
    assert written("gexf", source) == written("gexf", source)


def party(name: str, country: str | None = None) -> Actor:
    return Actor(name, "person" if country else "country", country or name)


PUTIN, BIDEN, USA, RUS = party("Vladimir Putin", "RUS"), party("Joe Biden", "USA"), party("USA"), party("RUS")


@pytest.mark.parametrize(
    ("actors", "recipients", "edges"),
    [
        ([USA], [RUS], {("country:USA", "country:RUS", 0)}),
        ([BIDEN, PUTIN], [], {("person:Joe Biden", "person:Vladimir Putin", 1),
                              ("person:Vladimir Putin", "person:Joe Biden", 1)}),
        ([USA], [], set()),
        ([USA, USA], [USA], set()),
        ([], [RUS], set()),
        ([BIDEN], [RUS, USA], {("person:Joe Biden", "country:RUS", 0), ("person:Joe Biden", "country:USA", 0)}),
    ],
)  # fmt: skip
def test_who_is_joined_to_whom(actors: list[Actor], recipients: list[Actor], edges: set[tuple[str, str, int]]) -> None:
    graph = graph_of([replace(told_with("Nga").entry, actor=actors, recipient=recipients)])
    assert {(one, other, edge["together"]) for one, other, edge in graph.edges(data=True)} == edges


def test_an_edge_counts_its_entries() -> None:
    base = replace(told_with("Nga").entry, actor=[USA], recipient=[RUS])
    rows = [("CONSULT", "happened", "2021-06-16"), ("SANCTION", "planned", "2021-06-01"), ("CONSULT", "denied", None)]
    entries = [
        replace(base, id=f"entry{k}", event=event, status=status, start_day=day, end_day=day)
        for k, (event, status, day) in enumerate(rows)
    ]
    edge = graph_of(entries)["country:USA"]["country:RUS"]
    assert (edge["weight"], edge["categories"]) == (3, "CONSULT 2; SANCTION 1")
    assert edge["statuses"] == "denied 1; happened 1; planned 1"
    assert (edge["from"], edge["to"]) == ("2021-06-01", "2021-06-16")
    assert edge["entry_ids"] == "entry0 entry1 entry2"


def test_the_network_grows_with_actors_and_not_with_entries() -> None:
    base = replace(told_with("Nga").entry, actor=[USA], recipient=[RUS])
    network = Network()
    for number in range(1000):
        network.add(replace(base, id=f"{number:012}"))
    ((edge,),) = (network.edges.values(),)
    assert (edge.weight, len(edge.entries), edge.entries[-1]) == (1000, KEPT, "000000000999")
    assert len(network.nodes) == 2


def test_a_filter_narrows_it(source: Source) -> None:
    graph = networkx.read_gexf(BytesIO(written("gexf", Source(source.store, Question(event=["SANCTION"])))))
    assert set(graph)
    assert all(edge["categories"].startswith("SANCTION ") for *_, edge in graph.edges(data=True))


@law
@given(TEXT)
def test_no_text_breaks_out(text: str) -> None:
    entry = told_with(text).entry
    graph = graph_of([entry])
    assert len(graph) <= len(entry.actor) + len(entry.recipient)
    assert all(edge["entry_ids"] == entry.id for *_, edge in graph.edges(data=True))
