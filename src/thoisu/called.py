"""What states, bodies and places are called in the reader's language: records name them by codes and English names."""

from functools import cache, lru_cache

from .lexicon import lexicon
from .lexicon.tables import items
from .model import Actor
from .show import Act

# Where the tables have an entity and its forms; places that are states stand by their English names, and capitals in
# the table of states too.
_FORMS = {"countries": [(0, 4), (8, 9), (3, 4)], "orgs": [(0, 5)], "places": [(0, 6)], "institutions": [(0, 2)]}


def party(actor: Actor, lang: str) -> str:
    """Somebody as readers of a language call them, with the state or organisation that they stand for.

    >>> scholz = Actor("Olaf Scholz", "person", "DEU")
    >>> party(scholz, "vi"), party(scholz, "en"), party(Actor("FIN", "country", "FIN"), "vi")
    ('Olaf Scholz (Đức)', 'Olaf Scholz (Germany)', 'Phần Lan')
    """
    return _party(actor.entity, (actor.kind == "person" and (actor.country or actor.org)) or None, lang)


@lru_cache(maxsize=1 << 14)
def _party(entity: str, power: str | None, lang: str) -> str:
    own = called(entity, lang)
    return f"{own} ({called(power, lang)})" if power else own


def parties(act: Act, lang: str) -> str:
    """Who does it to whom, in one line."""
    left, right = (", ".join(party(a, lang) for a in named) for named in (act.actor, act.recipient))
    return f"{left or '–'} → {right}" if right else left or "–"


def called(entity: str, lang: str) -> str:
    """What an entity is called in a language; in Vietnamese by the first of the forms that the lexicon has of it.

    >>> called("RUS", "vi"), called("RUS", "en"), called("USA", "vi"), called("Moscow", "vi"), called("NATO", "vi")
    ('Nga', 'Russia', 'Mỹ', 'Moskva', 'NATO')
    >>> called("China", "vi")
    'Trung Quốc'
    >>> called("Ministry of Defence, DEU", "en"), called("Ministry of Defence, DEU", "vi")
    ('Ministry of Defence, Germany', 'Bộ Quốc phòng Đức')
    """
    names = _names(lang)
    if entity in names:
        return names[entity]
    body, _, state = entity.rpartition(", ")
    if not body or state not in names:
        return entity
    return f"{names.get(body, body)} {names[state]}" if lang == "vi" else f"{body}, {names[state]}"


@cache
def _names(lang: str) -> dict[str, str]:
    known = lexicon()
    if lang != "vi":
        return {code: state.name for code, state in known.countries.items()}
    found: dict[str, str] = {}
    for table, columns in _FORMS.items():
        for _, _, cells in known.rows(table):
            for name, forms in columns:
                if cells[forms]:
                    found.setdefault(cells[name], _usual(cells[name], items(cells[forms]), table == "orgs"))
    return found


def _usual(entity: str, forms: list[str], is_body: bool) -> str:
    """The form that readers know best: of a body its letters where the press writes them (NATO), else the first."""
    plain = [form.lstrip("~") for form in forms]  # ~ marks forms that only count in a fitting context
    return entity if is_body and entity.isupper() and entity in plain else plain[0]
