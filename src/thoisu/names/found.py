"""What the tagger finds, before the linker says who or what it is on the page."""

from typing import NamedTuple

from ..lexicon import Institution, Name, Title


class Found(NamedTuple):
    """A name in a passage as token span, with what the gazetteer or a pattern says of it.

    `title` is the title that stands before it and `power` the state or organisation that the title names;
    `institution` is set while its state is still to be found.
    """

    lo: int
    hi: int
    kind: str
    entity: str
    basis: str
    name: Name | None = None
    title: Title | None = None
    former: bool = False
    power: str | None = None
    institution: Institution | None = None


class Heading(NamedTuple):
    """A title read so far: "Ngoại trưởng" + "Mỹ"."""

    title: Title | None
    former: bool
    power: str | None
    end: int
    posted: bool = False  # "Đại sứ Việt Nam tại Myanmar …": the second power is only where they serve
