"""What a reader asks, in the terms of the store: names as the lexicon knows them, spans of days."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ..errors import DateError
from ..lexicon import lexicon
from ..names.incumbents import find_offices
from ..names.linker import link
from ..names.tagger import tag
from ..text import Passage, normalize, tokens


def meant(names: Iterable[str], days: Sequence[date] = ()) -> list[str]:
    """The names as asked, and with each whom or what the lexicon knows by it on some days, today by default.

    An office without a name stands for all who may have held it then.

    >>> meant(["Mỹ", "Olaf Scholz"]), meant(["Thủ tướng Đức"], [date(2022, 2, 1)])
    (['Mỹ', 'USA', 'Olaf Scholz'], ['Thủ tướng Đức', 'Olaf Scholz'])
    """
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        passage = Passage(0, "body", normalize(name))
        for day in days or [date.today()]:
            found.update(dict.fromkeys(_known_as(passage, day)))
    return list(found)


def _known_as(passage: Passage, day: date) -> Iterator[str]:
    """What a whole passage names: "Hội nghị Munich" does not ask for all of Munich."""
    whole = (0, len(passage.text))
    names = link([passage], {0: tag(passage)}, day)
    yield from (m.entity for m in names.mentions if (m.start, m.end) == whole)
    for office in find_offices([passage], names, day, []):
        if (office.start, office.end) == whole:
            yield from [office.entity] if office.entity else [c.entity for c in office.candidates]


def places_meant(names: Iterable[str]) -> list[str]:
    """The names as asked, and with each the places that the lexicon knows by it.

    >>> places_meant(["Bắc Kinh"])
    ['Bắc Kinh', 'Beijing']
    """
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        run = tokens(normalize(name))
        for end, known in lexicon().names.all(run, 0) if run else ():
            if end == len(run):
                found.update(dict.fromkeys(n.entity for n in known if n.kind == "place"))
    return list(found)


def country_meant(name: str) -> str | None:
    """The code of a state, by its code or one of its names in Vietnamese.

    >>> country_meant("đức"), country_meant("DEU"), country_meant("Atlantis")
    ('DEU', 'DEU', None)
    """
    if name.upper() in lexicon().countries:
        return name.upper()
    passage = Passage(0, "body", normalize(name[:1].upper() + name[1:]))
    kinds = {m.entity for m in link([passage], {0: tag(passage)}, date.today()).mentions if m.kind == "country"}
    return kinds.pop() if len(kinds) == 1 else None


def first_day(given: str) -> str:
    """The first day of a year, a month or a day, given as YYYY, YYYY-MM or YYYY-MM-DD. Raises DateError.

    >>> first_day("2022-02"), last_day("2022-02"), last_day("2022")
    ('2022-02-01', '2022-02-28', '2022-12-31')
    """
    return _span(given)[0]


def last_day(given: str) -> str:
    """The last day of a year, a month or a day. Raises DateError."""
    return _span(given)[1]


def _span(given: str) -> tuple[str, str]:
    shape = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", given.strip())
    try:
        if shape is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in shape.groups())
        assert year is not None
        start = date(year, month or 1, day or 1)
        end = start if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise DateError(f"{given!r} is no date; give it as YYYY-MM-DD, YYYY-MM or YYYY") from None
    return start.isoformat(), end.isoformat()
