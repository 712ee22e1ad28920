"""The days of a page as its telling goes on: the day narrated last, who acted on it, and the plans told so far."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from ..model import Time
from ..names.words import phrases, single
from ..text import Token
from .parties import Roles
from .segment import Segment

# A day further back than this is history: what is told after it does not go on from it.
STALE_DAYS = 31
# How the basis of a day begins that an act has only for standing in the title or lead.
IN_HEAD = "story day, told in the"
NOT_TOLD = frozenset(("if", "call", "purpose", "sub"))


class When(NamedTuple):
    """An interval (inclusive days, None for open) and the rule that gave it."""

    start: str | None
    end: str | None
    basis: str


class Clock:
    """What undated acts of a page can take their day from.

    >>> clock = Clock("2022-03-02", None)
    >>> clock.narrated, clock.is_ahead("2022-03-05")
    ('2022-03-02', True)
    """

    def __init__(self, story_day: str | None, today: str | None) -> None:
        self.story_day = story_day
        self.today = max(filter(None, (story_day, today)), default=None)
        self.narrated = story_day
        self.latest: str | None = None  # the day of the last time that was told, however long ago
        self._acted: dict[str, str] = {}  # party → the day on which it last acted
        self._paragraph = -1
        self.behind = False  # whether a sentence goes on from one that told what was before the news
        self._background = (-1, False)  # the paragraph told last, and whether it has turned to what was before
        self._occasions: list[tuple[frozenset[str], str]] = []  # of the sentence dated last: words and days
        self._plans: list[tuple[frozenset[str], When]] = []
        self._oldest = days_before(story_day, STALE_DAYS) if story_day else ""

    def is_ahead(self, day: str | None) -> bool:
        """Whether a day lies after the page was written, as far as that is known."""
        return bool(day and self.today and day[:10] > self.today)

    def move(self, run: list[Token], found: list[Segment], times: list[tuple[int, int, Time]], paragraph: int) -> None:
        """Goes to the last day that a sentence tells as fact, not as what is asked for, wanted or a circumstance."""
        if self.story_day is None or self.today is None:
            return
        dated = old = False
        self._note_occasion(run, found, times)
        for segment in found:
            if segment.opens in NOT_TOLD or self._reported(found, segment, times):
                continue
            within = [row for row in times if segment.lo <= row[0] < segment.hi]
            answer = bool(within) and phrases("purpose", "answers").longest(run, segment.lo) is not None
            for lo, _, time in within:
                day = time.start_day
                relative = answer or (segment.lo > found[0].lo and run[segment.lo - 1].key == "mà")
                if segment.lo <= lo < segment.hi and day and day[:10] <= self.today and not relative:
                    self.latest = day[:10] if day == time.end_day else day
                told = segment.lo <= lo < segment.hi and not nested(run, found, lo) and not begins(run, lo)
                told = told and not _expected(run, lo, segment.lo) and not _beforehand(run, lo, segment.lo)
                old = old or bool(told and time.end_day and time.end_day < self._oldest)
                if told and day and day == time.end_day and len(day) == 10 and self._oldest <= day <= self.today:
                    self.narrated, dated = day, True
        self._turn(run, found, dated, old, paragraph)

    def _note_occasion(self, run: list[Token], found: list[Segment], times: list[tuple[int, int, Time]]) -> None:
        """Keeps the days of the sentence dated last, each with the words of the clause that it dates."""
        told: list[tuple[frozenset[str], Time]] = []
        for k, segment in enumerate(found if times else ()):
            if not any(segment.lo <= at < segment.hi for at, _, _ in times):
                continue
            alone = not (segment.triggers or segment.cues or segment.groups) and k + 1 < len(found)
            words = frozenset(t.key for t in run[segment.lo : found[k + alone].hi])  # "Ngày 3/3, X giao lưu …"
            told += [(words, time) for at, _, time in times if segment.lo <= at < segment.hi]
        if told:
            past = [(words, t.start_day) for words, t in told if t.start_day == t.end_day]
            self._occasions = [(w, day) for w, day in past if day and len(day) == 10 and day <= (self.today or "")]

    def day_of(self, words: Iterable[str]) -> str | None:
        """The day of the clause dated last that holds all words of an occasion ("giao lưu trực tuyến")."""
        named = frozenset(words)
        days = [day for clause, day in self._occasions if named and named <= clause]
        return days[-1] if days else None

    @staticmethod
    def _reported(found: list[Segment], segment: Segment, times: list[tuple[int, int, Time]]) -> bool:
        """ "Ngày 3/3, X cho biết tối hôm trước Y …": what is said on a day that is told does not move it."""
        inside = segment.opens == "embed" and segment.speaker is not None
        return inside and any(found[0].lo <= lo < segment.lo for lo, _, _ in times)

    def _turn(self, run: list[Token], found: list[Segment], dated: bool, old: bool, paragraph: int) -> None:
        """Follows a paragraph to what was before the news ("Ông đã nhiều lần …"), until a time leads back from it.

        `old` when the sentence itself is dated long before ("Tháng 5/2013, …").
        """
        last, before = self._background
        self.behind = before and last == paragraph and not dated
        told = not dated and any(is_background(run, s.lo, s.hi) for s in found if s.opens not in NOT_TOLD)
        self._background = (paragraph, self.behind or told or (old and not dated))

    def note(self, roles: Roles, when: When | None, status: str, paragraph: int) -> None:
        """Remembers an act that has a day of its own."""
        if when is None or when.start is None:
            return
        if when.start[:10] == self.narrated:
            self._paragraph = paragraph
        if status in ("happened", "ongoing") and when.start == when.end:
            self._acted |= {a.entity: when.start[:10] for a in (*roles.actor, *roles.recipient)}
        elif status == "planned":
            self._plans.append((_powers(roles), when))

    def on_day(self, paragraph: int) -> bool:
        """Whether a paragraph has told an act of the narrated day before."""
        return self._paragraph == paragraph

    def went_on(self, parties: Iterable[str]) -> bool:
        """Whether one of the parties last acted on the narrated day."""
        return any(self._acted.get(p) == self.narrated for p in parties)

    def plan_of(self, roles: Roles) -> When | None:
        """The day of the last plan of the same two powers: what they will do there is done then."""
        powers = _powers(roles)
        if len(powers) < 2:
            return None
        for planned, when in reversed(self._plans):
            if powers <= planned:
                return when._replace(basis=f"the plan told before; {when.basis}")
        return None


def _powers(roles: Roles) -> frozenset[str]:
    return frozenset(a.power for a in (*roles.actor, *roles.recipient))


def days_before(day: str, days: int) -> str:
    """The day so many days before another (after it, when negative)."""
    return (date.fromisoformat(day[:10]) - timedelta(days)).isoformat()


def nested(run: list[Token], found: list[Segment], at: int) -> bool:
    """ "bày tỏ quan ngại về vụ đảo chính ngày 25/10": a time inside what the clause is about."""
    k = next((k for k, s in enumerate(found) if s.lo <= at < s.hi), None)
    if k is None:
        return False
    segment = found[k]
    if k and run[segment.lo - 1].key == "mà":
        return True  # "thiết bị mà họ thu giữ hôm 2/3": which one is meant
    verb = _verb(segment)
    answer = phrases("purpose", "answers").longest(run, segment.lo)
    if verb == segment.hi and answer is not None:
        verb = answer[0]  # "…, đáp trả vụ không kích hôm 1/4"
    if verb == segment.hi and segment.opens in ("embed", "call") and k:
        verb = _verb(found[k - 1])  # the verb's own object: "đưa tin về vụ …"
    if at < verb:
        return False
    return any(run[k].key in single("when", "inside") for k in range(verb, at))


def begins(run: list[Token], at: int) -> bool:
    """ "Tàu bị giữ từ ngày 12/10": a time that only says since when."""
    return at > 0 and run[at - 1].key == "từ"


def _expected(run: list[Token], at: int, lo: int) -> bool:
    """ "hủy chuyến thăm dự kiến vào hôm nay": when something was to be."""
    words = phrases("tense", "future")
    return any(words.longest(run, k) for k in range(max(lo, at - 4), at))


def _beforehand(run: list[Token], at: int, lo: int) -> bool:
    """ "bình luận về bài báo đăng trước đó một ngày": the day before, told in passing."""
    return at > lo and phrases("when", "beforehand").longest(run, at) is not None


def is_background(run: list[Token], lo: int, hi: int) -> bool:
    """Whether words say that something was before the news: "nhiều lần", not "chưa từng … trước đây"."""
    at = phrases("background", "words").first(run, lo, hi)
    return at is not None and not any(run[k].key == "chưa" for k in range(lo, at))


def _verb(segment: Segment) -> int:
    """Where the first verb of a segment stands that is in a list, its end where there is none."""
    return min([t.lo for t in segment.triggers if not t.noun] + [c.lo for c in segment.cues], default=segment.hi)
