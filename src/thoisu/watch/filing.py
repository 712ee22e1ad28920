"""What was fetched into the chronicle: read by workers, added in batches, in a thread of its own.

A batch is one transaction, in which its pages are added, marked, and their bytes dropped: a kill leaves either all of
it or nothing, and what was not added is read again.
"""

import logging
import threading
from collections.abc import Callable, Container
from contextlib import ExitStack, closing
from time import perf_counter

from ..chronicle.adding import Added, add
from ..chronicle.preparing import Prepared
from ..errors import WorkerLost
from ..store import open_store
from ..store.base import Store
from ..workers import Crew
from .addresses import shown
from .reading import ReadBody, read_body
from .states import Body, Filed, PageState, PageStatus
from .tally import Tally

BATCH = 64  # pages a transaction: writers take turns, and what was fetched meanwhile waits to be written down
_AHEAD = 16  # bodies that a worker has before it
_PAUSE = 0.5  # seconds after which it is looked anew for what waits, woken or not


class Filing:
    """Reads and adds what waits in a store until it is told to stop; `wake` it when more is there.

    `turn` is a lock that both writers of this process take, so that neither has to ask again and again; `added` is
    called from the thread after each batch with what was done. `work` is what the workers do with a body.
    """

    def __init__(
        self,
        where: str | None,
        workers: int,
        turn: threading.Lock,
        tally: Tally,
        added: Callable[[list[Added]], None] | None = None,
        work: Callable[[Body], ReadBody] = read_body,
    ) -> None:
        self.fault: BaseException | None = None
        self.filed = 0  # bodies that were read and are no more in the store
        self._work, self._has_lost = work, False
        self._where, self._workers, self._turn, self._tally, self._added = where, workers, turn, tally, added
        self._log = logging.getLogger("thoisu.watch")
        self._more = threading.Event()
        self._is_ending = self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="thoisu-filing", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def wake(self) -> None:
        """Says that there is more to read."""
        self._more.set()

    def finish(self) -> None:
        """Waits until all that waits is added. Raises what ended the thread before its time."""
        self._is_ending = True
        self._end()

    def stop(self) -> None:
        """Waits until the batch that is being written is on disk; what was not read yet waits for the next run."""
        self._is_stopping = True
        self._end()

    def _end(self) -> None:
        self._more.set()
        if self._thread.ident is not None:
            self._thread.join()
        if self.fault:
            raise self.fault

    def _run(self) -> None:
        try:
            with open_store(self._where, shared=True) as store:  # a process that stays takes no large cache
                self._go_on(store)
        except BaseException as fault:
            self.fault = fault  # told by whoever waits for the end

    def _go_on(self, store: Store) -> None:
        given: dict[int, Body] = {}
        last = 0
        with ExitStack() as end:
            crew = end.enter_context(closing(Crew(self._work, self._workers)))
            while not self._is_stopping:
                self._more.clear()
                ending = self._is_ending
                try:
                    if len(given) < _AHEAD * self._workers:
                        for body in store.bodies(_AHEAD * self._workers, last):
                            last = body.number
                            given[last] = body
                            crew.give(body)
                    if given:
                        if done := self._read(crew):
                            self._file(store, done, given)
                    elif ending:
                        return
                    else:
                        self._more.wait(_PAUSE)
                except WorkerLost:
                    end.close()
                    self._read_alone(store, given)
                    crew = end.enter_context(closing(Crew(self._work, self._workers)))

    def _read_alone(self, store: Store, given: dict[int, Body]) -> None:
        """After a worker was killed: page by page, so that the one that it died of does not end every run from now on.

        Raises WorkerLost when that happens a second time: then it is not the page.
        """
        with ExitStack() as end:
            crew = end.enter_context(closing(Crew(self._work, apart=True)))
            for body in list(given.values()):
                if self._is_stopping:
                    return
                crew.give(body)
                try:
                    done = crew.take()
                except WorkerLost:
                    if self._has_lost:
                        raise
                    self._has_lost = True
                    end.close()
                    crew = end.enter_context(closing(Crew(self._work, apart=True)))
                    why = "the process that read it was killed, or the memory ran out"
                    done = ReadBody(body.number, None, why, 0.0)
                self._file(store, [done], given)

    def _read(self, crew: "Crew[Body, ReadBody]") -> list[ReadBody]:
        """What is read by now, at least one page unless it is told to stop."""
        begun = perf_counter()
        done: list[ReadBody] = []
        while not self._is_stopping and len(done) < BATCH and (crew.ready() or not done):
            if crew.ready(_PAUSE):
                done.append(crew.take())
        self._tally.spent("waited for readers", perf_counter() - begun)
        for one in done:
            self._tally.spent("read", one.seconds)
        return done

    def _file(self, store: Store, done: list[ReadBody], given: dict[int, Body]) -> None:
        begun = perf_counter()
        bodies = [given.pop(one.number) for one in done]
        before = {page.known_by: page for page in store.watched_pages(b.known_by for b in bodies)}
        marks: list[Filed] = []
        pages: dict[str, tuple[Body, Prepared]] = {}  # by their keys: of two addresses of one page the first counts
        for body, one in zip(bodies, done, strict=True):
            page = one.prepared()
            if page is None:
                marks.append(_mark(before.get(body.known_by), body, "none", cause=one.why))
                self._tally.count("none")
                self._log.info("page_unread", extra={"fields": {"url": shown(body.url), "why": one.why}})
            elif document := _known(store, page, before.get(body.known_by), pages):
                marks.append(_mark(None, body, "kept", document=document))
                self._tally.count("known")
            else:
                pages[page.content.document.key] = body, page

        def mark(added: list[Added]) -> None:
            marks.extend(
                _mark(None, body, "kept", document=one.document)
                for (body, _), one in zip(pages.values(), added, strict=True)
            )
            store.put_filed(marks)
            store.drop_bodies(b.number for b in bodies)

        with self._turn:
            self._tally.spent("waited to write", perf_counter() - begun)
            begun = perf_counter()
            added = add(store, (page for _, page in pages.values()), mark)
            self._tally.spent("added", perf_counter() - begun)
        self.filed += len(bodies)
        for (body, _), new in zip(pages.values(), added, strict=True):
            self._tally.count(new.what)
            fields = {"url": shown(body.url), "document": new.document, "what": new.what, "version": new.number}
            self._log.info("page_added", extra={"fields": fields})
        if self._added:
            self._added(added)


def _known(store: Store, page: Prepared, status: PageStatus | None, others: Container[str]) -> str | None:
    """The document that the store has of this page, or will have with the `others`: then it needs no new version.

    Another address led to it, or it is asked again and only what surrounds the article has changed.
    """
    document = page.content.document
    if document.key in others:
        return document.id
    kept = store.kept_at(document.key)
    if kept is None:
        return None
    if status is not None and status.document == kept:
        [before] = store.documents([kept])
        return kept if (before.title, before.text) == (document.title, document.text) else None
    return kept


def _mark(
    status: PageStatus | None, body: Body, state: PageState, document: str | None = None, cause: str | None = None
) -> Filed:
    """How a page stands that was read; one that was kept before stays kept, whatever is there now."""
    if status is not None and status.document:
        state = "kept"
    return Filed(known_by=body.known_by, state=state, document=document, cause=cause)
