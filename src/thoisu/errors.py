"""What can go wrong, as one tree:

    ThoisuError              anything that thoisu itself reports
    ├── PageError            one page can't be read; the others of the call still are
    │   ├── PageNotFound     no such file, or a folder that holds no pages
    │   ├── PageTooLarge     over the size that one page may have
    │   ├── NotText          bytes that are no text (an image, an archive, a program)
    │   ├── EmptyPage        nothing but white space
    │   ├── NotVietnamese    text in another language
    │   └── NoArticle        an HTML page without running text, or with its article in a script
    ├── StoreError           the store can't be opened, read or written; it is as it was before
    │   ├── NotAStore        a file or database that holds something else, or is damaged
    │   ├── StoreNewer       written by a newer version of the program
    │   ├── StoreLocked      another process has been writing for too long
    │   ├── StoreFull        no space left on the disk
    │   ├── StoreReadOnly    no permission to write
    │   ├── StoreUnreachable no such folder, no such database, or no server that answers
    │   ├── StoreDriver      the package for this engine is not installed
    │   └── NotInStore       an id that the store does not know
    ├── QuestionError        a filter or an id that the store can't be asked with
    ├── DateError            a date given by the caller that is none
    ├── ExportError          an export whose file can't be written, or whose package is missing
    ├── ArchiveError         a data set that can't be written or asked, or a cluster that can't be used
    │   └── UnreadableSource a source of an archive that can't be read; the others still are
    ├── CorrectionError      a correction that can't be: an unknown action, field, value or number
    ├── UnsafeAddress        an address that may not be asked: no web, a password in it, a machine that is not public
    ├── SourceError          a source of pages that can't be: an unknown name, an outlet without feeds
    ├── WorkerLost           a process that read pages for this one was killed, or a cluster is gone
    └── LexiconError         a row of a lexicon file is wrong (names the file and the line)

Every message says what is wrong, where, and what to do.
"""


class ThoisuError(Exception):
    """Base of all errors that thoisu raises on purpose."""


class PageError(ThoisuError):
    """A page that can't be read.

    >>> raise PageError("page.txt", "holds no text", "give a page with an article")
    Traceback (most recent call last):
    ...
    thoisu.errors.PageError: page.txt: holds no text; give a page with an article
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["PageError"], tuple[str, str, str]]:
        # Exceptions are made anew of the message alone, else, when one process gives them to another.
        return type(self), (self.where, self.what, self.remedy)


class PageNotFound(PageError):
    """No such file, or a folder without pages."""


class PageTooLarge(PageError):
    """A page over the size limit."""


class NotText(PageError):
    """Bytes that hold no text."""


class EmptyPage(PageError):
    """A page of white space."""


class NotVietnamese(PageError):
    """A page in another language."""


class NoArticle(PageError):
    """An HTML page on which no article stands."""


class StoreError(ThoisuError):
    """A store that can't be opened, read or written. What was acknowledged before stays; what was under way did not
    happen.

    >>> raise StoreError("news.sqlite", "is no store", "give another file")
    Traceback (most recent call last):
    ...
    thoisu.errors.StoreError: news.sqlite: is no store; give another file
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class NotAStore(StoreError):
    """A file or database that is no store, or a damaged one."""


class StoreNewer(StoreError):
    """A store that a newer version of the program has written."""


class StoreLocked(StoreError):
    """A store that another process has kept locked for too long."""


class StoreFull(StoreError):
    """No space left where the store lies."""


class StoreReadOnly(StoreError):
    """A store that may not be written."""


class StoreUnreachable(StoreError):
    """No store can be opened there: no such folder, no such database, or no server that answers."""


class StoreDriver(StoreError):
    """The package that speaks with this engine is not installed."""


class NotInStore(StoreError):
    """An id that the store does not know."""


class QuestionError(ThoisuError):
    """A question that can't be asked: which part of it is wrong, what is wrong with it, what to do.

    >>> raise QuestionError("--status", "'maybe' is not known", "give one of denied, happened, …")
    Traceback (most recent call last):
    ...
    thoisu.errors.QuestionError: --status: 'maybe' is not known; give one of denied, happened, …
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where


class DateError(ThoisuError):
    """A date given by the caller that is no date."""


class ExportError(ThoisuError):
    """An export that can't be made: which one or which file, what is wrong, what to do."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")


class ArchiveError(ThoisuError):
    """A data set that can't be written or asked, or a cluster that can't be used; what is done already is kept.

    >>> raise ArchiveError("s3://tin/2022", "can't be written (no space left)", "give it space")
    Traceback (most recent call last):
    ...
    thoisu.errors.ArchiveError: s3://tin/2022: can't be written (no space left); give it space
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["ArchiveError"], tuple[str, str, str]]:
        return type(self), (self.where, self.what, self.remedy)


class UnreadableSource(ArchiveError):
    """A source of an archive that can't be found, read or understood."""


class CorrectionError(ThoisuError):
    """A correction that can't be made."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")


class UnsafeAddress(ThoisuError):
    """An address that may not be asked; `where` is without password and query.

    >>> raise UnsafeAddress("ftp://example.vn/tin", "is not http or https", "give the address of a page")
    Traceback (most recent call last):
    ...
    thoisu.errors.UnsafeAddress: ftp://example.vn/tin: is not http or https; give the address of a page
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class SourceError(ThoisuError):
    """A source of pages that can't be asked: which one, what is wrong, what to do.

    >>> raise SourceError("vnexpres", "is no outlet of the lexicon", "did you mean vnexpress?")
    Traceback (most recent call last):
    ...
    thoisu.errors.SourceError: vnexpres: is no outlet of the lexicon; did you mean vnexpress?
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class WorkerLost(ThoisuError):
    """Who worked for this process ended before its time: was killed, or ran out of memory; or a cluster is gone."""


class LexiconError(ThoisuError):
    """A faulty row of a lexicon file; line 0 stands for the whole file."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}" if line else f"{file}: {what}")
        self.file = file
        self.line = line
