"""Splits a sentence into segments and says what each hangs on.

A segment begins after a boundary: a coordination ("đồng thời", "và" before a verb), a purpose ("để"), an
embedding (a reporting verb, "rằng", ":"), a call ("kêu gọi": its complement is asked for, not done), a
condition ("nếu") or a subordination ("sau khi"). Subjects are carried over coordinations and purposes.
"""

from functools import cache

from ..lexicon import Phrases, lexicon
from ..model import Actor
from ..names.words import either, listed, phrases, single
from ..text import Token
from .carried import fill_speakers, fill_subjects
from .frames import Trigger
from .parties import Group
from .segment import Cue, Segment


@cache
def _boundaries() -> Phrases[str]:
    pairs = [(w, "coord") for w in lexicon().grammar["joiners"]["clause"]]
    pairs += [(w, "purpose") for w in lexicon().grammar["purpose"]["words"]]
    pairs += [(w, "sub") for w in listed("clauses", "subordinate")] + [
        (w, "if") for w in listed("clauses", "condition")
    ]
    return Phrases(pairs)


@cache
def _breaking() -> frozenset[str]:
    """The words at which a new segment can begin: most are none, and need no more looks."""
    return frozenset(("rằng", "và", "rồi", "cũng")).union(_boundaries().openers)


@cache
def reporting_verbs() -> Phrases[str]:
    """The verbs by which somebody says something, each with its group."""
    return Phrases((c, row["group"]) for row in lexicon().speech["verb"] for c in row["cues"])


def find_cues(run: list[Token], lo: int, hi: int) -> list[Cue]:
    """The reporting verbs of a sentence."""
    found, i, speech = [], lo, reporting_verbs()
    while i < hi:
        hit = speech.longest(run, i) if run[i].key in speech.openers else None
        if hit and hit[0] <= hi:
            if _is_verb(run, i, hit[0], lo, hi):
                found.append(Cue(i, hit[0], hit[1][0]))
            i = hit[0]
        else:
            i += 1
    return found


def _is_verb(run: list[Token], i: int, end: int, lo: int, hi: int) -> bool:
    if (
        i > lo
        and not (run[i - 1].is_capital and i - 1 > lo)  # "Nhật Bản khẳng định" is no "bản khẳng định"
        and run[i - 1].key in single("clauses", "noun_after")
        and not (run[i - 1].key == "ra" and run[i].key == "lệnh")
        and not (run[i - 1].key == "bản" and run[i - 2].key == "văn" and run[i].key == "cho")  # "bằng văn bản cho biết"
        and not (run[i - 1].key == "lời" and run[i - 2].key == "dẫn")  # "được dẫn lời tuyên bố: …"
    ):
        return False
    told = i - 2 > lo and run[i - 2].key in single("when", "units")  # "một ngày trước cáo buộc …"
    if i > lo and run[i].key == "cáo" and run[i - 1].key in single("clauses", "charge_after") and not told:
        return False  # "với cáo buộc tham nhũng"
    if phrases("clauses", "no_saying").longest(run, i):
        return False
    if phrases("clauses", "answering").longest(run, i):
        return any(run[k].key == "rằng" or run[k].text == ":" for k in range(end, min(hi, end + 10)))
    if run[i].key == "nói" and end < hi and run[end].key == "trên":
        return end + 1 < hi and run[end + 1].key in single("clauses", "aired")  # "các binh sĩ nói trên"
    if (
        end < hi
        and run[end].key in single("clauses", "noun_before")
        and run[i].key in ("tuyên", "thông", "cam", "phát", "nhận", "đánh", "bình", "đề")
    ):
        aired = run[end].key == "trên" and end + 1 < hi and run[end + 1].key in single("clauses", "aired")
        return aired or run[end].key == "mới" or (run[end].key == "về" and run[i].key != "đánh")
    if end < hi and run[end].key == "chung":
        return False  # "ra tuyên bố chung"
    if i == lo and run[i].key in ("tuyên", "thông", "cảnh") and reporting_verbs().longest(run, end):
        return False  # "Tuyên bố nêu rõ …"
    # A noun: "Tuyên bố của …", "cảnh báo của".
    return not (i == lo and end < hi and run[end].key in ("của", "chung", "trên", "này", "trước"))


def segments(
    run: list[Token], lo: int, hi: int, groups: list[Group], triggers: list[Trigger], voice: tuple[Actor, ...] = ()
) -> list[Segment]:
    """The segments of a sentence with their groups, triggers and cues; subjects and speakers filled in.

    `voice` is who says a quotation that goes on from before the sentence.
    """
    cues = find_cues(run, lo, hi)
    inside = {k for g in groups for k in range(g.lo, g.hi)}
    verbs = {t.lo for t in triggers if not t.noun} | {c.lo for c in cues}
    # "thừa nhận tiến hành vụ đánh bom tại Kabul": one's own attack is claimed with all that its clause says of it.
    claims = [t for t in triggers if t.frame.kind.name == "violence"]
    ends_of_cues = {c.hi: c for c in cues if not any(t.lo <= c.lo and c.hi < t.hi for t in claims)}
    quoted, modal = quotes(run, lo, hi), single("when", "modal")
    cuts: list[tuple[int, str]] = [(lo, "start")]
    boundaries, skipped, breaking = _boundaries(), single("clauses", "skip"), _breaking()
    i = lo
    while i < hi:
        cue = ends_of_cues.get(i)
        if cue is not None and i > lo:
            _cut(cuts, i, "call" if cue.group == "call" else "embed")
        if i in inside:
            i += 1
            continue
        token = run[i]
        if token.is_word and token.key not in breaking:
            i += 1
            continue
        if (
            token.text in ".!?"
            and i + 1 < hi
            and run[i + 1].text not in '”"’»)/.'
            and not (i > lo and len(run[i - 1].text) == 1)
        ):
            cuts.append((i + 1, "start"))
        elif token.text in ";:":
            _cut(cuts, i + 1, "coord" if token.text == ";" else "embed")
        elif token.key == "rằng":
            _cut(cuts, i + 1, "embed")
        elif (
            token.text == ","
            or token.key in ("và", "rồi")
            or (token.key == "cũng" and run[i + 1 : i + 2] and run[i + 1].key == "như")
        ):
            k = i + 2 if token.key == "cũng" else i + 1
            while k < hi and run[k].key in skipped and (k not in verbs or run[k].key in modal):
                k += 1  # adverbs, but not the first word of a verb: "chỉ trích", "công bố"
            passive = any(run[m].key in ("bị", "được") for m in range(i + 1, k))
            modals = any(m in verbs for m in range(i + 1, k))  # "và sẽ bảo vệ": a verb of the frame begins with one
            two = token.key == "cũng"
            told = token.key == "và" and _new_subject(run, k, i, cuts[-1][0], groups, verbs)
            if told or modals or (k in verbs and k not in inside) or (passive and any(g.lo == k for g in groups)):
                _cut(cuts, i + 1 + two, "coord")
            elif (age := _age(run, i, hi)) is not None:
                i = age  # "bị X, 41 tuổi, ám sát": how old somebody is parts nobody from their verb
                continue
            elif token.text == "," and (i not in quoted or cuts[-1][1] == "if"):
                _cut(cuts, i + 1, "comma")
            i += two
        elif token.key in boundaries.openers:
            hit = boundaries.longest(run, i)
            if hit and hit[0] <= hi:
                kind = hit[1][0]
                inner = any(t.lo < i < t.hi for t in triggers) or (
                    run[i].key == "việc" and i > lo and run[i - 1].key in single("clauses", "not_a_task")
                )
                if not inner and not (i in verbs and kind == "sub") and _opens(run, i, hit[0], hi, kind, verbs, groups):
                    _cut(cuts, hit[0], kind)
                i = hit[0]
                continue
        i += 1
    found = []
    for k, (start, opens) in enumerate(cuts):
        end = cuts[k + 1][0] if k + 1 < len(cuts) else hi
        found.append(
            Segment(
                start, end, opens,
                [g for g in groups if start <= g.lo < end],
                [t for t in triggers if start <= t.lo < end],
                [c for c in cues if start <= c.lo < end],
            )
        )  # fmt: skip
    fill_subjects(found, run)
    fill_speakers(found, run, quoted, Group(lo, lo, voice, "", "named") if voice else None)
    return found


def _age(run: list[Token], i: int, hi: int) -> int | None:
    """The token after ", 41 tuổi," behind a name; None where none stands there."""
    if run[i].text != "," or i + 3 >= hi or not run[i + 1].text[0].isdigit() or run[i + 2].key != "tuổi":
        return None
    return i + 4 if run[i + 3].text == "," and run[i - 1].is_capital else None


def _new_subject(run: list[Token], k: int, i: int, lo: int, groups: list[Group], verbs: set[int]) -> bool:
    """ "Mỹ xin lỗi về vụ việc và Pakistan quyết định mở lại …": a clause of its own, with subject and verb."""
    subject = next((g for g in groups if g.lo == k and g.case == ""), None)
    if subject is None or any(g.hi == i for g in groups) or not any(lo <= v < i for v in verbs):
        return False
    light = either(("clauses", "skip"), ("clauses", "deciding"))
    after = next((j for j in range(subject.hi, len(run)) if j in verbs or run[j].key not in light), len(run))
    return after in verbs


def _cut(cuts: list[tuple[int, str]], at: int, opens: str) -> None:
    if cuts[-1][0] == at:
        # Two boundaries in one place: the stronger one holds.
        rank = {"start": 0, "comma": 1, "coord": 2, "sub": 3, "embed": 4, "purpose": 5, "call": 6, "if": 7}
        if rank[opens] > rank[cuts[-1][1]] or cuts[-1][1] == "start":
            if cuts[-1][1] == "call" and opens == "embed":
                return
            cuts[-1] = (
                at,
                opens if cuts[-1][1] != "start" or opens in ("if", "sub", "purpose") else cuts[-1][1],
            )
    else:
        cuts.append((at, opens))


def _opens(run: list[Token], i: int, end: int, hi: int, kind: str, verbs: set[int], groups: list[Group]) -> bool:
    if kind == "sub" and run[i].key in ("sau", "trước") and end - i == 1:
        return False
    if kind == "sub" and run[i].key == "do" and end - i == 1:
        # "do X đề xuất" names an agent, "do X không thể …" gives a reason; both are looked at from the verb.
        agent = next((g for g in groups if g.lo == end), None)
        return agent is not None and not phrases("who", "makers").longest(run, agent.hi)  # "do Mỹ sản xuất"
    if kind == "purpose":
        return not (run[i].key == "nhằm" and end < hi and run[end].key == "vào")  # "nhằm vào Huawei": a target
    if kind == "coord" and run[i].key == "còn" and end - i == 1:
        return any(g.lo == end for g in groups)
    if kind == "if" and run[i].key == "liệu" and i:
        return run[i - 1].key not in single("clauses", "not_whether")  # "tài liệu", "nhiên liệu"
    return not (kind == "coord" and run[i].key == "song" and end < hi and run[end].key in ("phương", "song"))


def quotes(run: list[Token], lo: int, hi: int) -> set[int]:
    """Tokens inside quotation marks."""
    inside: set[int] = set()
    start: int | None = None
    for i in range(lo, hi):
        if run[i].is_word:
            continue
        if run[i].text in "“‘«" or (run[i].text == '"' and start is None):
            start = i
        elif run[i].text in '”’»"' and start is not None:
            inside.update(range(start, i + 1))
            start = None
    return inside
