"""What a store can do, whichever engine keeps it.

The store keeps and finds; what belongs together is decided in chronicle/. All changes happen inside `writing()`: one
transaction, one writer at a time, and when it has ended without an error the change is on disk. Whatever is asked for
by ids gives what there is of it; a change to, or the content of, a page that is not there raises NotInStore, and any
method StoreError when the engine can't do it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, TypeVar, overload

import msgspec

from ..chronicle.records import Correction, Document, Entry, Hit, Question, Sketch, StoryHead, Telling
from ..model import Reading
from .alerting_base import AlertStore
from .packing import PackedDocument, PackedPage, PackedVersion
from .watching_base import WatchStore

Part = TypeVar("Part", bound=msgspec.Struct)


class Version(msgspec.Struct, frozen=True):
    """One version of a page: its number from 1, the hash of its bytes, when it was added (UTC), and what read it."""

    document: str
    key: str
    number: int
    sha256: str
    uri: str
    added: str
    reader: str
    lexicon: str


class Change(msgspec.Struct, frozen=True):
    """What became of an entry (`what`: new, changed, gone); `number` grows with each."""

    number: int
    entry: str
    what: str


class Outlet(msgspec.Struct, frozen=True):
    """An outlet: how many pages it has, how many of them are copies of another page, the first and the last day."""

    name: str
    pages: int
    copies: int
    first_day: str | None
    last_day: str | None


class Reprint(msgspec.Struct, frozen=True):
    """A page that is a copy: its outlet and that of its family's origin, and when each was published."""

    document: str
    outlet: str
    moment: str | None
    origin: str
    origin_moment: str | None


class Token(msgspec.Struct, frozen=True):
    """Who may use a store over HTTP: the SHA-256 of the token, whether it may write, its making and end (UTC)."""

    name: str
    hash: str
    writes: bool
    made: str
    revoked: str | None


class Store(WatchStore, AlertStore, Protocol):
    """A store of pages, readings and what the chronicle made of them. Ids are those of chronicle/records.py.

    An opened store is a connection: one thread uses it at a time, and a process that is forked opens its own. `url` is
    where it lies, without a password.
    """

    url: str

    def __enter__(self) -> "Store": ...
    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def close(self) -> None:
        """Ends the connection; what was written stays."""

    def writing(self, quiet: bool = False) -> AbstractContextManager[None]:
        """One transaction of one writer; others wait, readers don't. An error inside leaves the store as it was before.

        It does not nest, and changes outside of it are refused (RuntimeError). A `quiet` one changes no answer that the
        chronicle gives, only what is kept beside it: the store's revision stays.
        """

    def lease(self, work: str) -> AbstractContextManager[None]:
        """Sees to it that one process at a time does some work on the store; a word names it ("watch").

        It ends with the block, or with the process however that ends. Raises StoreLocked within a second while another
        has it.
        """

    # Pages and their readings.
    def kept_at(self, key: str) -> str | None:
        """The document of the page with this key."""

    def version(self, document: str, number: int | None = None) -> Version | None:
        """A version of a page, the newest without a number."""

    def versions(self, document: str) -> list[Version]:
        """All versions of a page, oldest first."""

    def put_version(self, document: str, key: str, packed: PackedVersion) -> Version:
        """Keeps the bytes and the reading of a page as its newest version; the older ones stay.

        A page that is not there yet is made, with this id and key.
        """

    def put_reading(self, document: str, reading: Reading) -> None:
        """Puts a new reading in the place of that of the newest version."""

    def raw(self, document: str, number: int | None = None) -> bytes:
        """The bytes of a version, the newest without a number. Raises NotInStore."""

    def reading(self, document: str, number: int | None = None) -> Reading:
        """The reading of a version, the newest without a number. Raises NotInStore."""

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """The documents with these ids, or all, by id. All come piece by piece: the store may change meanwhile."""

    # What copies and stories are found by.
    def put_document(self, document: Document, sketch: Sketch, packed: PackedDocument | None = None) -> None:
        """Keeps a document and files it under its bands and keys, in the place of what was there of its id.

        `packed` is what packed_document() makes of it, where it is at hand.
        """

    def put_page(self, made: PackedPage, family: str, story: str, parent: tuple[str, float] | None) -> None:
        """Keeps a page that is not there yet, in its family and story, with its parent and how like that one is.

        It is what put_version, put_document, put_parent, put_groups and put_tellings would do one after the other, but
        that each telling is taken for an entry of its own, under its id, until put_entries says where it belongs.
        """

    def signatures(self, bands: Iterable[int]) -> dict[str, bytes]:
        """The signatures of the documents that are filed under any of the bands, by id."""

    def features(self, keys: Iterable[str], first: str, last: str, shared: int = 1) -> dict[str, bytes]:
        """The features of the documents filed under `shared` or more of the keys, by id.

        Their `day` is in the span (inclusive).
        """

    def sketches(self, ids: Iterable[str]) -> dict[str, Sketch]:
        """The sketches of these documents."""

    # Relations between documents. Each is kept once, with the smaller id first.
    def put_copies(self, document: str, others: Mapping[str, float]) -> None:
        """Sets which documents this one is a copy of, and the share of the shorter's text that both have.

        All relations in which it stood before and that are not among these end.
        """

    def copies(self, ids: Iterable[str]) -> list[tuple[str, str, float]]:
        """The copy relations in which any of these documents stands: smaller id, greater id, share; sorted."""

    def put_parent(self, document: str, parent: str | None, score: float) -> None:
        """Sets the earlier document whose story this one goes on with."""

    def parents(self, ids: Iterable[str]) -> dict[str, tuple[str | None, float]]:
        """The parents of these documents, and their scores; of those only for which one was put."""

    def children(self, ids: Iterable[str]) -> dict[str, list[tuple[str, float]]]:
        """The documents that have any of these as their parent, and their scores, by id."""

    def put_groups(self, families: Mapping[str, str], stories: Mapping[str, str]) -> None:
        """Sets family and story of documents (id to family, id to story).

        The id of a group that has no document any more becomes an alias of the group to which most of those went that
        it had last; one that is used again stands for itself.
        """

    def families(self, ids: Iterable[str]) -> dict[str, str]:
        """The families of these documents."""

    def stories(self, ids: Iterable[str]) -> dict[str, str]:
        """The stories of these documents."""

    def in_family(self, family: str) -> list[str]:
        """The documents of a family, by id."""

    def in_story(self, story: str, limit: int | None = None) -> list[str]:
        """The documents of a story, by id; with a limit the first of them in time."""

    def newest_stories(self, limit: int, before: str | None = None) -> list[str]:
        """The stories of the newest pages, newest first, from behind the story `before` on.

        A story stands where its newest page does. Raises NotInStore when `before` is not there.
        """

    def story_heads(self, stories: Iterable[str]) -> list[StoryHead]:
        """What a list shows of these stories, in the order in which they are given."""

    # Tellings and entries.
    def put_tellings(self, document: str, tellings: list[Telling], blocks: list[list[str]]) -> None:
        """Keeps a document's tellings, each filed under its blocks, in the place of those that were there.

        A telling that was there before stays in its entry. No two tellings of a store have one id.
        """

    def tellings(self, ids: Iterable[str]) -> list[Telling]:
        """These tellings, by id, with the moment, day, outlet and family that their documents have now.

        A document that was put in no family is its own.
        """

    def told_in(self, documents: Iterable[str]) -> list[Telling]:
        """All tellings of these documents, by document, number and id."""

    def tellings_in(self, blocks: Iterable[str], known: Collection[str] = ()) -> list[Telling]:
        """The tellings filed under any of these blocks, by id, but for those with the ids in `known`."""

    def entries_in(self, blocks: Iterable[str]) -> dict[str, set[str]]:
        """The entries of which a telling is filed under each of these blocks, of those under which one is."""

    def naming(self, names: Iterable[str]) -> list[str]:
        """The documents of which a telling holds any of these names as it was read, by id.

        Those that hold one in their words may be among them. It goes through all tellings of the store.
        """

    def blocks(self, tellings: Iterable[str]) -> dict[str, list[str]]:
        """The blocks under which these tellings are filed."""

    def entry_ids(self, tellings: Iterable[str]) -> dict[str, str]:
        """The entries to which these tellings belong, of those that belong to one."""

    def put_entries(self, entries: Iterable[Entry], gone: Iterable[str] = ()) -> None:
        """Keeps these entries and drops those in `gone`, whose ids become aliases of where most of their tellings went.

        A telling that was in one of either and is in none of these any more belongs to none.
        """

    # Corrections.
    def put_correction(self, author: str, action: str, target: list[str], values: Mapping[str, str]) -> Correction:
        """Adds a line to the log of corrections, with the time and the next number."""

    def corrections(self, numbers: Collection[int] | None = None) -> list[Correction]:
        """The log, or the lines of it with these numbers, oldest first."""

    # Questions.
    def resolve(self, kind: str, beginning: str) -> list[str]:
        """At most ten ids of a kind (document, family, story, entry) that begin so; an alias gives where it went."""

    def entries(self, ids: Iterable[str]) -> list[Entry]:
        """These entries, by id."""

    def ask(
        self, question: Question, limit: int | None = None, after: str | None = None, newest: bool = False
    ) -> list[Entry]:
        """The entries that a question asks for, by day (undated last), then id, from behind the entry `after` on.

        With `newest` the latest day comes first, the undated still last. The day is the first of the span, or its last
        where it has no first. `text` asks for all of its words in one telling's sentence, folded. Raises NotInStore
        when `after` is not there. It may also be a day (YYYY-MM-DD): then from behind all of that day on, so with
        `newest` from the day before.
        """

    def among(self, question: Question, ids: Iterable[str]) -> list[Entry]:
        """Those of these entries that a question asks for, in the order of `ask`."""

    @overload
    def each(self, question: Question) -> Iterator[Entry]: ...
    @overload
    def each(self, question: Question, kind: type[Part]) -> Iterator[Part]: ...
    def each(self, question: Question, kind: type[msgspec.Struct] = Entry) -> Iterator[msgspec.Struct]:
        """The entries that a question asks for, in the order of `ask`, piece by piece: the store may change meanwhile.

        An entry that comes in behind what was given already is given, one that comes in before it is not. `kind` is a
        Struct with some of Entry's fields by their names in JSON (`from`, `to`): nothing else of an entry is unpacked,
        which takes a third of the time for the columns of a table.
        """

    def density(self, question: Question) -> dict[str, int]:
        """How many of the entries that a question asks for fall on each day, in order; the undated are left out.

        Of a question with `text` or `other` at most the first 5,000 are counted.
        """

    def latest(self) -> str | None:
        """The day of the newest page."""

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """The documents whose title and text hold all the words, at most `limit`.

        First those that hold them as they are asked (with diacritics, without case), then those that hold them folded;
        of both the newest first. Signs between words say nothing.
        """

    def newest(self, limit: int) -> list[Document]:
        """The newest documents, at most `limit`, the newest first."""

    def outlets(self, newest: int) -> list[Outlet]:
        """The outlets of so many of the newest pages, that with the most pages first, then by name."""

    def reprints(self, newest: int) -> list[Reprint]:
        """Which of so many of the newest pages are copies of a page of another outlet, the newest first."""

    def counts(self) -> dict[str, int]:
        """How many pages, versions, families, stories, tellings, entries and corrections there are."""

    # Who follows the store, and who may use it over HTTP.
    def revision(self) -> str:
        """Which store this is and how often it was changed: as long as it is the same, so are all answers."""

    def last_change(self) -> int:
        """The number of the newest change, 0 of none."""

    def changes(self, after: int, limit: int = 100) -> list[Change]:
        """What became of entries behind the change with this number, oldest first."""

    def newest_changes(self, entries: Iterable[str]) -> dict[str, int]:
        """The number of the newest change of each of these entries, of those of which one is known."""

    def put_token(self, name: str, hash: str, writes: bool) -> bool:
        """Keeps the hash of a token under a name; False where the name is taken, also by one that was revoked."""

    def revoke_token(self, name: str) -> bool:
        """Ends a token; False where no such one is in force."""

    def tokens(self) -> list[Token]:
        """All tokens, by name, the revoked ones too."""

    def token(self, hash: str) -> Token | None:
        """The token with this hash, if it is in force."""
