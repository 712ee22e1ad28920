"""What can go wrong, as one tree:

    ThoisuError              anything that thoisu itself reports
    ├── PageError            one page can't be read; the others of the call still are
    │   ├── PageNotFound     no such file, or a folder that holds no pages
    │   ├── PageTooLarge     over the size that one page may have
    │   ├── NotText          bytes that are no text (an image, an archive, a program)
    │   ├── EmptyPage        nothing but white space
    │   ├── NotVietnamese    text in another language
    │   └── NoArticle        an HTML page without running text, or with its article in a script
    ├── DateError            a date given by the caller that is none
    ├── CorrectionError      a correction that can't be: an unknown action, field, value or number
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


class DateError(ThoisuError):
    """A date given by the caller that is no date."""


class CorrectionError(ThoisuError):
    """A correction that can't be made."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")


class LexiconError(ThoisuError):
    """A faulty row of a lexicon file; line 0 stands for the whole file."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}" if line else f"{file}: {what}")
        self.file = file
        self.line = line
