"""Where an act takes place, and on whose ground."""

from functools import cache

from ..lexicon import lexicon
from ..model import Mention, Place
from ..names.words import before, phrases, single
from ..text import Token
from .parties import Names

_DIRECTIONS = frozenset(("Northern", "Southern", "Eastern", "Western", "Central"))


def place_of(mention: Mention) -> Place | None:
    """The place that a mention of a place, a state or a venue names."""
    if mention.kind == "country":
        country = lexicon().countries.get(mention.entity)
        return Place(country.name, mention.entity) if country else None
    known = lexicon().place(mention.entity)
    if known is None and (state := _state_of_part(mention.entity)) is not None:
        return Place(mention.entity, state)  # "miền bắc Israel"
    if known:
        return Place(mention.entity, known.country, known.lat, known.lon, known.geonames)
    if mention.entity in lexicon().state_bodies:
        return Place(mention.entity, lexicon().state_bodies[mention.entity])
    return Place(mention.entity) if mention.kind in ("place", "org") else None


@cache
def _by_name() -> dict[str, str]:
    return {country.name: state for state, country in lexicon().countries.items()}


def _state_of_part(part: str) -> str | None:
    """The state of a part that is named by its direction: "Northern Israel"."""
    direction, _, whole = part.partition(" ")
    return _by_name().get(whole) if direction in _DIRECTIONS else None


def seat_of(mention: Mention, run: list[Token], at: int) -> Place | None:
    """The same, and the capital where it is named by its state: "tại thủ đô Brazil", "ở thủ đô của Nga"."""
    place = place_of(mention)
    of = at - 1 if at and run[at - 1].key == "của" else at
    country = lexicon().countries.get(mention.entity) if mention.kind == "country" else None
    if country is None or before(run, of, "where", "capitals") is None:
        return place
    known = lexicon().place(country.capital) if country.capital else None
    return Place(country.capital, mention.entity, known.lat, known.lon, known.geonames) if known else place


def located(run: list[Token], lo: int, hi: int, names: Names, deed: bool = False, posts: bool = False) -> Place | None:
    """The place that "tại", "ở" or brackets after it give between two tokens, the most exact one.

    A `deed` is not where it is spoken of ("Tại cuộc họp báo ở Kuala Lumpur, ông X cho biết …").
    What is done to `posts` is done where they are: "mở lại đại sứ quán tại Riyadh".
    """
    best: Place | None = None
    at, named = single("prepositions", "at"), lo
    for i in range(lo, hi):
        named = max(named, names[i][1]) if i in names else named  # "chính phủ ở miền Đông Libya" is no place
        if run[i].key not in at or i < named or (not posts and _of_a_post(run, i, lo)) or _of_people(run, i, lo):
            continue
        for j in range(i + 1, min(hi, i + 9)):
            if run[j].key == "với":
                break  # "tại biên giới với Belarus": on this side of it
            if j in names and names[j][0].kind in ("place", "country"):
                place = seat_of(names[j][0], run, j) if not (deed and _of_words(run, max(lo, i - 4), j)) else None
                if place:
                    place = with_country(place, run, names[j][1], hi, names)
                    if place.country:
                        return (
                            place
                            if best is None
                            else Place(best.name, place.country, best.lat, best.lon, best.geonames)
                        )
                    best = best or place
                break
    return best


def _of_a_post(run: list[Token], i: int, lo: int) -> bool:
    """ "IAEA, có trụ sở tại Vienna", "Đại sứ Mỹ tại Ukraine": where somebody has a seat, and not where they act."""
    for k in range(max(lo, i - 5), i):
        hit = phrases("where", "posts").longest(run, k)
        if hit is not None and hit[0] <= i and all(t.is_capital for t in run[hit[0] : i]):
            return True
    return False


def _of_people(run: list[Token], i: int, lo: int) -> bool:
    """ "đang nói chuyện với Cuba, những người cấp cao nhất ở Cuba": who they are, and not where it is."""
    comma = next((k for k in range(i - 1, max(lo - 1, i - 8), -1) if not run[k].is_word), None)
    if comma is None and run[max(0, lo - 1)].text == "," and i - lo < 8:
        comma = lo - 1
    if comma is None or run[comma].text != ",":
        return False
    return phrases("where", "people").longest(run, comma + 1) is not None


def _of_words(run: list[Token], lo: int, hi: int) -> bool:
    """ "phát biểu tại Rome", "tại cuộc họp báo chung ở Seoul": where something is said."""
    return phrases("where", "said_at").first(run, lo, hi) is not None


def struck(run: list[Token], lo: int, hi: int, names: Names) -> Place | None:
    """The place that is the object of an act of force: "sáp nhập Crimea", "pháo kích các mục tiêu quân sự Kherson"."""
    i, end = lo, min(hi, lo + 9)
    while i < end:
        if i in names:
            mention, after = names[i]
            if run[i - 1].key == "của":  # "cuộc không kích của Israel vào Damascus"
                i, end = after, min(hi, end + 4)
                continue
            soil = mention.kind == "country" and before(run, i, "where", "soil") is not None  # "vào lãnh thổ Ukraine"
            place = place_of(mention) if mention.kind == "place" or soil else None
            return with_country(place, run, after, hi, names) if place else None
        if run[i].is_word and run[i].key in single("where", "not_struck"):
            return None
        i += 1
    return None


def with_country(place: Place, run: list[Token], end: int, hi: int, names: Names) -> Place:
    """The place with the state that brackets or "của" after it name, where it has none of its own."""
    if place.country is not None or end + 1 >= hi:
        return place
    if run[end].text == "(" or run[end].key == "của" or run[end].text == ",":
        following = names.get(end + 1)
        if following and following[0].kind == "country":
            return Place(place.name, following[0].entity, place.lat, place.lon, place.geonames)
    return place


def way_to(run: list[Token], lo: int, hi: int, names: Names) -> int | None:
    """The preposition of place behind what a journey is like: "chuyến thăm gây tranh cãi tới Nga"."""
    for k in range(lo, min(hi, lo + 8)):
        if k in names or not run[k].is_word or run[k].key in single("where", "no_way"):
            return None
        if run[k].key in single("where", "ways") and run[k - 1].key not in single("where", "no_way_after"):
            return k
    return None


def destination(
    run: list[Token], lo: int, hi: int, names: Names, skip: dict[int, int]
) -> list[tuple[int, Place, str | None]]:
    """Places and states directly after a verb of going, as (token, place, state), in order of the list.

    `skip` holds the times of the sentence (first token → token after), which may stand between the stops.
    """
    found: list[tuple[int, Place, str | None]] = []
    j = lo
    while j < hi and j - lo < 30:
        if j in names and names[j][0].kind in ("place", "country", "org"):
            mention, end = names[j]
            place = place_of(mention)
            if mention.kind == "org" and mention.entity not in lexicon().state_bodies:
                break
            if place is None:
                break
            place = with_country(place, run, end, hi, names)
            if (found and mention.kind == "country" and run[j - 1].text == "(") or (found and run[j - 1].key == "của"):
                j = end
                continue
            found.append((j, place, place.country))
            j = end
            continue
        token = run[j]
        if j in skip:
            j = skip[j]
            continue
        if found and token.key in ("tới", "đến", "sang", "thăm") and run[j - 1].key == "và":
            break  # another verb of going
        if token.is_word and not token.is_capital and token.key not in single("where", "between"):  # fmt: skip
            break
        if token.text in '.;:"“”' or (token.text == "," and not (found and (j + 1) in names)):
            break
        j += 1
    return found
