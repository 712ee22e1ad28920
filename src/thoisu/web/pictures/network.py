"""Somebody and whom they dealt with: partners on an ellipse around the centre, lines as wide as they dealt often."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

import msgspec

WIDTH, HEIGHT = 560, 400
SHOWN = 14  # partners; more would stand on each other's names
_AROUND = (150.0, 140.0)  # half axes of the ellipse
_WIDEST, _THINNEST = 12.0, 1.5
_DOT, _LEAST_DOT = 11.0, 4.0
_LETTERS = 16  # of a name beside its dot
_ABOVE = 0.35  # of the half axis: within it a name stands above or below its dot, not beside it


class Node(msgspec.Struct, frozen=True):
    """A partner: the name, how many entries, the dot, the width of the line to it, and where its name stands."""

    name: str
    short: str
    count: int
    x: float
    y: float
    r: float
    width: float
    text_x: float
    text_y: float
    anchor: str


class Network(msgspec.Struct, frozen=True):
    """The picture; the centre is (x, y), `others` how many partners are left out."""

    x: float
    y: float
    nodes: list[Node]
    others: int
    width: int = WIDTH
    height: int = HEIGHT


def network(partners: Sequence[tuple[str, int]]) -> Network:
    """The picture of partners (name, number of entries), who is met most often at the top, then clockwise.

    The same partners give the same picture, in whichever order they come. Areas and widths grow with the square root
    of the number, so that one entry beside a hundred is still seen.

    >>> drawn = network([("RUS", 9), ("CHN", 4)])
    >>> [(node.name, node.x, node.y, node.width) for node in drawn.nodes]
    [('RUS', 280.0, 60.0, 12.0), ('CHN', 280.0, 340.0, 8.0)]
    """
    ranked = sorted(partners, key=lambda pair: (-pair[1], pair[0]))
    shown = ranked[:SHOWN]
    most = max((count for _, count in shown), default=1)
    x, y = WIDTH / 2, HEIGHT / 2
    nodes = []
    for i, (name, count) in enumerate(shown):
        angle = 2 * pi * i / len(shown) - pi / 2
        share = sqrt(count / most)
        across, up = cos(angle), sin(angle)
        at_x, at_y = x + _AROUND[0] * across, y + _AROUND[1] * up
        r = max(_LEAST_DOT, _DOT * share)
        anchor = "middle" if abs(across) < _ABOVE else "start" if across > 0 else "end"
        off = r + 6
        text_x = at_x + {"start": off, "end": -off, "middle": 0}[anchor]
        # 5 and 12: a name's middle stands on its dot's, and the top of one below it clears the dot.
        text_y = at_y + (5 if anchor != "middle" else -off if up < 0 else off + 12)
        nodes.append(Node(
            name, _short(name), count, round(at_x, 1), round(at_y, 1), round(r, 1),
            round(max(_THINNEST, _WIDEST * share), 1), round(text_x, 1), round(text_y, 1), anchor,
        ))  # fmt: skip
    return Network(x, y, nodes, len(ranked) - len(shown))


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
