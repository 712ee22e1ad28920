"""Families of an archive: what hangs together by copies, named by the document that the others are copies of."""

from typing import Any

import numpy as np
import pyarrow as pa

from ..chronicle.copies import Claim, origin_among
from .components import labels
from .shuffle import Exchange, numbers_of


def label_of(between: Exchange, graph: str, part: int, ids: Any) -> Any:
    """The smallest of the component of each node of a partition; `ids` are all of its nodes, in order."""
    found = ids.copy()
    node, label = labels(between, graph, part)
    found[np.searchsorted(ids, node)] = label
    return found


def gather_families(between: Exchange, graph: str, part: int, count: int) -> None:
    """What is asked of the documents of a partition that have copies, to the partitions of their components."""
    documents = between.kept("documents", part)
    ids = documents["id"].to_numpy()
    node, label = labels(between, graph, part)
    # The smallest of a component is tied to others, but has no label of its own.
    tied = np.unique(between.columns(graph, part, "node")[0])
    least = np.setdiff1d(tied, node)
    nodes, of = np.concatenate([node, least]), np.concatenate([label, least])
    rows = documents.take(pa.array(np.searchsorted(ids, nodes)))
    columns = {name: rows[name] for name in ("document", "outlet", "credit", "moment", "letters")}
    between.put("members", f"{part:06}", {"label": of, **columns}, of % count, count)


def name_families(between: Exchange, part: int, count: int) -> dict[str, int]:
    """The origins of the components of a partition, to the partitions of their documents; how many there are."""
    members = between.all("members", part)
    if members is None:
        return {}
    claims: dict[int, list[Claim]] = {}
    for row in members.to_pylist():
        claim = Claim(row["document"], row["outlet"], row["credit"], row["moment"], row["letters"])
        claims.setdefault(row["label"], []).append(claim)
    found = {claim.id: family for group in claims.values() for family in [origin_among(group)] for claim in group}
    ids, families = numbers_of(sorted(found)), numbers_of([found[name] for name in sorted(found)])
    between.put("families", f"{part:06}", {"id": ids, "family": families}, ids % count, count)
    return {"families": len(claims), "copied": len(found)}


def named(between: Exchange, stage: str, column: str, part: int, ids: Any) -> Any:
    """What a stage says of each document of a partition, else the document itself; `ids` are all of them, in order."""
    node, value = between.columns(stage, part, "id", column)
    found = ids.copy()
    found[np.searchsorted(ids, node)] = value
    return found
