"""Draws families, stories and entries again where something has changed, and only there."""

from collections.abc import Iterable

from ..store.base import Store
from .acts import Facts, blocks_of, facts_of, tie
from .connected import connected
from .copies import origin
from .corrections import InForce, effective, renamed
from .entries import acts_among, entry_of, in_time
from .moments import UNDATED
from .records import Document, Telling


class Touched:
    """What a batch of changes has touched, for the entries to be written again at its end."""

    def __init__(self) -> None:
        self.documents: set[str] = set()  # their family, story or facts have changed
        self.tellings: set[str] = set()  # new ones, or such as a correction is about
        self.fresh: dict[str, Telling] = {}  # new ones of new documents, as they were filed
        self.entries: set[str] = set()  # entries that have lost a telling

    def settle(self, documents: set[str]) -> None:
        """Tellings of these documents are no longer as they were filed."""
        for telling in [t for t in self.fresh.values() if t.document in documents]:
            del self.fresh[telling.id]
            self.tellings.add(telling.id)


def draw_families(store: Store, documents: set[str], touched: Touched, force: InForce) -> None:
    """The families of these documents and of all that stood in one with them; a family's id is its origin's.

    Tellings are filed under their family too: where it has another origin now, they are filed again.
    """
    members = set(documents)
    for family in set(store.families(documents).values()):
        members.update(store.in_family(family))
    groups = connected(members, [(one, other) for one, other, _ in store.copies(members)])
    by_id = {document.id: document for document in store.documents(members)}
    now = {member: origin([by_id[name] for name in group]) for group in groups for member in group}
    before = store.families(members)
    store.put_groups(families=now, stories={})
    moved = {member for member in members if before.get(member) != now[member]}
    touched.documents.update(moved)
    touched.settle(moved)
    refile(store, moved, force)


def refile(store: Store, documents: Iterable[str], force: InForce) -> None:
    """Files the tellings of these documents under the keys that they have now (acts.blocks_of)."""
    for document in sorted(documents):
        told = store.told_in([document])
        store.put_tellings(document, told, [blocks_of(renamed(telling, force)) for telling in told])


def draw_stories(store: Store, documents: set[str], touched: Touched, force: InForce) -> None:
    """The stories of these documents and of all that stood in one with them.

    A story is what hangs together by parents and copies, and by what was joined or split by hand; its id is that of
    its earliest document.
    """
    members, pairs = set(documents), []
    while True:
        for story in set(store.stories(members).values()):
            members.update(store.in_story(story))
        pairs = [(member, parent) for member, (parent, _) in store.parents(members).items() if parent]
        pairs += [(one, other) for one, other, _ in store.copies(members)]
        pairs += [pair for pair in force.stories if members & set(pair)]
        outside = {name for pair in pairs for name in pair} - members
        if not outside:
            break
        members |= outside
    cut = {frozenset(pair) for pair in force.stories_parted}
    by_id = {document.id: document for document in store.documents(members)}
    pairs = [pair for pair in pairs if frozenset(pair) not in cut]
    now = {}
    for group in _parted(connected(by_id, pairs), cut, pairs):
        first = min(group, key=lambda name: _in_time(by_id[name]))
        now.update(dict.fromkeys(group, first))
    before = store.stories(members)
    store.put_groups(families={}, stories=now)
    touched.documents.update(member for member in members if before.get(member) != now.get(member))


def _parted(groups: list[list[str]], cut: set[frozenset[str]], pairs: list[tuple[str, str]]) -> list[list[str]]:
    """Groups without two documents that were split by hand, where others still tie them: the ties of the two go."""
    if not cut:
        return groups
    found = []
    for group in groups:
        apart = [pair for pair in cut if pair <= set(group)]
        if not apart:
            found.append(group)
            continue
        named = {name for pair in apart for name in pair}
        kept: list[tuple[str, str]] = []
        for pair in sorted(pairs, key=lambda p: (p[0] in named and p[1] in named, p)):
            if not set(pair) <= set(group):
                continue
            trial = connected(group, [*kept, pair])
            if not any(edge <= set(part) for part in trial for edge in apart):
                kept.append(pair)
        found += connected(group, kept)
    return found


def write_entries(store: Store, touched: Touched) -> None:
    """Draws the entries of what was touched, and writes those that have changed."""
    force = effective(store.corrections())
    told = [telling.id for telling in store.told_in(touched.documents)]
    before = set(store.entry_ids({*told, *touched.tellings}).values()) | touched.entries
    lost = {id for entry in store.entries(touched.entries) for id in entry.tellings} - touched.fresh.keys()
    known = _reached(store, [*touched.fresh.values(), *store.tellings({*touched.tellings, *lost})], force)
    # An entry is drawn whole or not at all.
    while True:
        entries = store.entries(before | set(store.entry_ids(known).values()))
        missing = {id for entry in entries for id in entry.tellings} - set(known)
        fetched = [facts_of(renamed(telling, force)) for telling in store.tellings(missing)]
        before.update(entry.id for entry in entries)
        if not fetched:
            break
        known.update({facts.telling.id: facts for facts in fetched})
    groups = acts_among(known.values(), force.together, force.parted)
    stories = store.stories({facts.telling.document for facts in known.values()})
    drawn = {}
    for group in groups:
        entry = entry_of(group, stories[min(group, key=in_time).document], force)
        drawn[entry.id] = entry
    present = {entry.id: entry for entry in store.entries(before)}
    changed = [entry for entry in drawn.values() if entry != present.get(entry.id)]
    store.put_entries(changed, gone=before - set(drawn))


def _reached(store: Store, tellings: Iterable[Telling], force: InForce) -> dict[str, Facts]:
    """The facts of these tellings, and those that are tied to them, over any number of ties."""
    frontier = [facts_of(renamed(telling, force)) for telling in tellings]
    known = {facts.telling.id: facts for facts in frontier}
    partners: dict[str, set[str]] = {}
    for one, other in force.together:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    while frontier:
        filed: dict[str, list[Facts]] = {}
        for facts in frontier:
            for block in facts.blocks:
                filed.setdefault(block, []).append(facts)
        by_hand = {id for facts in frontier for id in partners.get(facts.telling.id, ())} - set(known)
        near = [facts_of(renamed(telling, force)) for telling in store.tellings_in(filed, known)]
        frontier = [facts for facts in near if _is_tied(facts, filed)]
        frontier += [facts_of(renamed(telling, force)) for telling in store.tellings(by_hand)]
        known.update({facts.telling.id: facts for facts in frontier})
    return known


def _is_tied(facts: Facts, filed: dict[str, list[Facts]]) -> bool:
    others = {other.telling.id: other for block in facts.blocks for other in filed.get(block, ())}
    return any(tie(facts, other) for other in others.values())


def _in_time(document: Document) -> tuple[str, str]:
    return (document.moment or document.day or UNDATED, document.id)
