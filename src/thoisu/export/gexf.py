"""GEXF 1.3 (gexf.net): the network of those who act, for Gephi.

A network has to be whole before its first node can be written: what is kept in memory grows with the number of actors
and of pairs of them, not with that of the entries. Entries that a correction rejected only count where they are asked
for.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

import msgspec

from ..called import party
from ..chronicle.records import Entry
from ..model import Actor
from .clean import clean, line
from .formats import Field
from .lines import instant
from .source import Source

KEPT = 20  # entries that an edge names
FIELDS = [
    Field("node/@id", "Actor.kind and Actor.entity", "acts of actors without a name"),
    Field("node/@label", "Actor.entity by the reader's name, its power in brackets", "spellings of the pages"),
    Field("node: kind", "Actor.kind"),
    Field("node: state", "Actor.country, or Actor.org: for whom most of its acts were", "other powers it acted for"),
    Field("node: wikidata", "Actor.wikidata"),
    Field("node: entries", "how many entries it takes part in"),
    Field("edge/@source, edge/@target", "each of Entry.actor to each of Entry.recipient; where there is no recipient, "
          "each of Entry.actor to each other, both ways", "which acts had several actors; acts of one party alone"),
    Field("edge/@weight", "how many entries"),
    Field("edge: categories", "Entry.event of them, each with how often: `CONSULT 3; SANCTION 1`", "modes, contexts"),
    Field("edge: statuses", "Entry.status of them, as `categories`"),
    Field("edge: together", "how many of them both did together, without a recipient"),
    Field("edge: from, edge: to", "the first and the last day of them", "the other days"),
    Field("edge: entry_ids", f"Entry.id of the {KEPT} last of them in order, parted by spaces", "the earlier ones"),
]  # fmt: skip
_NODE = (("kind", "string"), ("state", "string"), ("wikidata", "string"), ("entries", "integer"))
_EDGE = (
    ("categories", "string"), ("statuses", "string"), ("together", "integer"), ("from", "string"), ("to", "string"),
    ("entry_ids", "string"),
)  # fmt: skip


class Node(msgspec.Struct):
    """An actor: one of the records that name it, for how many entries it stood for whom."""

    actor: Actor
    powers: Counter[str]
    entries: int = 0


class Edge(msgspec.Struct):
    """What one did to another."""

    weight: int = 0
    together: int = 0
    categories: Counter[str] = msgspec.field(default_factory=Counter)
    statuses: Counter[str] = msgspec.field(default_factory=Counter)
    first: str = ""
    last: str = ""
    entries: list[str] = msgspec.field(default_factory=list)

    def add(self, entry: Entry, together: bool) -> None:
        """Counts an entry."""
        self.weight += 1
        self.together += together
        self.categories[entry.event] += 1
        self.statuses[entry.status] += 1
        if day := (entry.start_day or entry.end_day or "")[:10]:
            self.first = min(self.first or day, day)
            self.last = max(self.last, (entry.end_day or day)[:10])
        self.entries = [*self.entries[1 - KEPT :], entry.id]


class Network:
    """Actors and what they did to or with each other, counted entry by entry."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str], Edge] = {}

    def add(self, entry: Entry) -> None:
        """Counts an entry."""
        actors, recipients = self._known(entry.actor), self._known(entry.recipient)
        for key in dict.fromkeys([*actors, *recipients]):
            self.nodes[key].entries += 1
        for pair in ((a, r) for a in actors for r in recipients if a != r):
            self.edges.setdefault(pair, Edge()).add(entry, together=False)
        if not recipients:
            for one, other in combinations(actors, 2):
                for pair in ((one, other), (other, one)):
                    self.edges.setdefault(pair, Edge()).add(entry, together=True)

    def _known(self, actors: list[Actor]) -> list[str]:
        keys = []
        for actor in actors:
            key = clean(f"{actor.kind}:{actor.entity}")
            if not actor.entity.strip() or key in keys:
                continue
            node = self.nodes.setdefault(key, Node(actor, Counter()))
            node.powers[actor.country or actor.org or ""] += 1
            if node.actor.wikidata is None:
                node.actor = actor
            keys.append(key)
        return keys


def write(source: Source, out: BinaryIO) -> int:
    """Writes the network; gives how many entries it was made of."""
    network, count = Network(), 0
    for count, entry in enumerate(source.entries(), 1):  # noqa: B007
        network.add(entry)
    for piece in lines(network, f"{instant(source.changed()):%Y-%m-%d}", source.lang):
        out.write(piece.encode("utf-8"))
    return count


def lines(network: Network, day: str, lang: str = "en") -> Iterator[str]:
    """A network as GEXF, line by line; `day` is when it was made, ISO, `lang` the language of its names."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f'<meta lastmodifieddate="{day}"><creator>thoisu</creator></meta>\n'
    yield '<graph defaultedgetype="directed" mode="static" idtype="string">\n'
    for kind, names in (("node", _NODE), ("edge", _EDGE)):
        yield f'<attributes class="{kind}">\n'
        yield from (f'<attribute id="{title}" title="{title}" type="{type_}"/>\n' for title, type_ in names)
        yield "</attributes>\n"
    yield "<nodes>\n"
    for key, node in sorted(network.nodes.items()):
        label = line(party(_standing(node), lang))
        yield f"<node id={_value(key)} label={_value(label)}>{_values(_of_node(node))}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, ((source, target), edge) in enumerate(sorted(network.edges.items(), key=lambda item: item[0])):
        ends = f"source={_value(source)} target={_value(target)}"
        yield f'<edge id="{number}" {ends} weight="{edge.weight}">{_values(_of_edge(edge))}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _standing(node: Node) -> Actor:
    """The actor with the power that it stood for most often, the first by name of equals."""
    power = _most(node.powers)
    return Actor(node.actor.entity, node.actor.kind, power or None, wikidata=node.actor.wikidata)


def _of_node(node: Node) -> dict[str, str]:
    actor = _standing(node)
    found = {"kind": actor.kind, "state": actor.country or "", "wikidata": actor.wikidata or ""}
    return {**found, "entries": str(node.entries)}


def _of_edge(edge: Edge) -> dict[str, str]:
    return {
        "categories": _counted(edge.categories),
        "statuses": _counted(edge.statuses),
        "together": str(edge.together),
        "from": edge.first,
        "to": edge.last,
        "entry_ids": " ".join(edge.entries),
    }


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))


def _counted(counts: Counter[str]) -> str:
    return "; ".join(f"{value} {n}" for value, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _values(values: dict[str, str]) -> str:
    found = "".join(f"<attvalue for={_value(k)} value={_value(line(v))}/>" for k, v in values.items() if v)
    return f"<attvalues>{found}</attvalues>" if found else ""


def _value(text: str) -> str:
    return quoteattr(clean(text))
