"""What PLOVER, CAMEO, ICEWS and GDELT call an act and a party: functions over codes.toml, which names its sources."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from ..lexicon import lexicon
from ..model import Actor


class Category(NamedTuple):
    """A category of PLOVER: its quad, its score, whether it takes a recipient, what it is called in the future."""

    event: str
    quad: int
    score: float
    recipient: bool
    future: str | None
    mutual: bool
    cameo: tuple[str, ...]
    modes: dict[str, tuple[str, ...]]


class Act(NamedTuple):
    """An act as PLOVER codes it; `aux` is its auxiliary mode: future, hypothetical, negation, or None."""

    event: str
    mode: str | None
    aux: str | None


class Cameo(NamedTuple):
    """An act in CAMEO: its code, the cue category of that (both None where several stand for it), and its QuadClass."""

    code: str | None
    root: str | None
    quad: int | None
    goldstein: float | None


_AUX = {"planned": "future", "proposed": "hypothetical", "denied": "negation"}


def act_of(event: str, mode: str | None, status: str) -> Act:
    """An entry's category, mode and status in PLOVER's terms.

    Cooperation that lies ahead is an agreement to it: planned CONSULT, SUPPORT, COOPERATE and AID become AGREE, whose
    promise is all that has happened yet, so that no auxiliary mode is left. Raises KeyError for an unknown category.

    >>> act_of("CONSULT", "visit", "planned")
    Act(event='AGREE', mode=None, aux=None)
    >>> act_of("SANCTION", "expel", "planned"), act_of("CONSULT", "phone", "happened").aux
    (Act(event='SANCTION', mode='expel', aux='future'), None)
    """
    category = categories()[event]
    if status == "planned" and category.future:
        return Act(category.future, mode if category.future == event else None, None)
    return Act(event, mode, _AUX.get(status))


def cameo_of(event: str, mode: str | None) -> Cameo:
    """What CAMEO has for a category and mode: the longest code that all which may stand for it begin with.

    Where they have no cue category in common (an ASSAULT may be 18, 19 or 20), code and score are None.

    >>> cameo_of("CONSULT", "visit"), cameo_of("RETREAT", "resign").code
    (Cameo(code='042', root='04', quad=1, goldstein=1.9), '08')
    >>> cameo_of("ASSAULT", None)
    Cameo(code=None, root=None, quad=4, goldstein=None)
    """
    category = categories()[event]
    codes = category.modes.get(mode or "", category.cameo)
    shared = next(codes[0][:n] for n in (3, 2, 1, 0) if all(code.startswith(codes[0][:n]) for code in codes))
    quads = {_facts()["quad_of"][code[:2]] for code in codes}
    quad = quads.pop() if len(quads) == 1 else None
    if len(shared) < 2:
        return Cameo(None, None, quad, None)
    return Cameo(shared, shared[:2], quad, _facts()["goldstein"][shared])


@cache
def categories() -> dict[str, Category]:
    """The categories of PLOVER by name."""
    found = {}
    for row in _facts()["category"]:
        modes = {mode: tuple(codes) for mode, codes in row["modes"].items()}
        found[row["event"]] = Category(
            row["event"], row["quad"], row["score"], row["recipient"], row.get("future"), row["mutual"],
            tuple(row["cameo"]), modes,
        )  # fmt: skip
    return found


def actor_code(actor: Actor) -> str:
    """PLOVER's code of an actor: the state's (ISO 3166-1 alpha-3), or that of its sector where it stands for none.

    >>> actor_code(Actor("NATO", "org", sector="IGO")), actor_code(Actor("Emmanuel Macron", "person", "FRA"))
    ('IGO', 'FRA')
    """
    state = state_of(actor)
    return state or (actor.sector if actor.sector in _facts()["nonstate"]["codes"] else None) or ""


def state_of(actor: Actor) -> str | None:
    """The state that an actor stands for, by its code."""
    power = actor.country or actor.power
    return power if power in lexicon().countries else None


def icews_state(iso3: str | None) -> str:
    """A state's name in ICEWS, empty where it has none.

    >>> icews_state("RUS"), icews_state("VNM"), icews_state("SUN")
    ('Russian Federation', 'Vietnam', '')
    """
    if iso3 is None or iso3 in _facts()["unknown"]["states"] or iso3 not in lexicon().countries:
        return ""
    return str(_facts()["icews"].get(iso3) or lexicon().countries[iso3].name)


def cameo_state(iso3: str | None) -> str:
    """A state's code in CAMEO and GDELT, empty where it has none of its own.

    >>> cameo_state("KOS"), cameo_state("VNM"), cameo_state("GRL")
    ('KSV', 'VNM', '')
    """
    unknown = _facts()["unknown"]
    if iso3 is None or iso3 in unknown["states"] or iso3 in unknown["territories"]:
        return ""
    return str(_facts()["cameo_states"].get(iso3, iso3))


@cache
def _facts() -> dict[str, Any]:
    facts = tomllib.loads(resources.files(__package__).joinpath("codes.toml").read_text(encoding="utf-8"))
    facts["quad_of"] = {root: int(quad) for quad, roots in facts["quadclass"].items() for root in roots}
    return facts
