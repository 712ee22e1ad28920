"""Letters, tokens and sentences of Vietnamese text, all with true offsets.

Text is kept letter for letter; what is compared is its `key`, a string of the same length in which
case, tone placement (hoà = hòa) and y/i at the end of a syllable (Mỹ = Mĩ) make no difference.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")  # most of what is combining, at the speed of C
# Capitals and small letters of Vietnamese as classes for patterns: in Unicode they alternate, no range holds one kind.
UPPER = "A-ZĐ" + "".join(filter(str.isupper, "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA)))))
LOWER = "a-zđ" + UPPER[4:].lower()
_SPACES = re.compile(r"\s+")
_TONES = "àáảãạ", "òóỏõọ", "ùúủũụ", "èéẻẽẹ", "ỳýỷỹỵ", "ìíỉĩị"
_A, _O, _U, _E, _Y, _I = _TONES
# One pass for three spellings of one syllable, since every stage asks for keys all the time.
# "hoà" → "hòa", "khoẻ" → "khỏe", "thuỷ" → "thủy": the tone moves to the first vowel of an open oa, oe, uy.
# "Mỹ" = "Mĩ", "kỳ" = "kì", "quý" = "quí": both spellings are taught.
# Each of its branches begins with a letter, not with a set or a group: so the engine skips to the next such letter.
_SPELLED = re.compile(
    f"(?:o[{_A}{_E}]|qu[y{_Y}]|" + "|".join(f"{letter}[y{_Y}]" for letter in "hklmstu") + r")(?![^\W\d_])"
)
_MOVE = {a: f"{o}a" for a, o in zip(_A, _O, strict=True)} | {e: f"{o}e" for e, o in zip(_E, _O, strict=True)}
_MOVE_UY = {y: f"{u}y" for y, u in zip(_Y, _U, strict=True)}
_TO_I = dict(zip("y" + _Y, "i" + _I, strict=True))

# "vơí" = "với", "giưã" = "giữa": old fonts, converted, leave the tone on the vowel behind the one that bears it.
_MISPLACED = re.compile(f"[ơôâêưă][{''.join(_TONES)}]")
_BEARERS = {"ơ": "ờớởỡợ", "ô": "ồốổỗộ", "â": "ầấẩẫậ", "ê": "ềếểễệ", "ư": "ừứửữự", "ă": "ằắẳẵặ"}
_PLAIN = {toned: (plain, tone) for plain, row in zip("aoueyi", _TONES, strict=True) for tone, toned in enumerate(row)}

_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W\d_]+)*|\d+(?:[.,]\d{3}(?!\d))*|[^\w\s]|_")
# A sentence ends at . ! ? … (with closing quotes or brackets) before a capital, an opening quote or a digit, also
# where a dash stands between ("… yêu cầu. - Ngày 31/10, …"): a list of news in brief that was run together.
_END = re.compile(
    r"(?:\./\.|(?<![.!?…])[.!?…]++)[\"”’»)\]]*(?=\s+(?:[–•*-]\s+)?[\"“‘«(\[–-]*[^\W_]|$|[A-ZÀ-ỸĐ][a-zà-ỹđ])"
)
_NO_END = re.compile(r"(?:^|[\s(.])(?:TP|Tp|tp|PGS|GS|TS|ThS|Ths|Mr|Mrs|Ms|Dr|St|Ngài|Jr|Sr|vs|No|[A-ZĐ])$")
_SHORT = 8  # code points from which on none of these is as long
LONGEST = 1200  # code points of a sentence; the longest of some 50,000 sentences of the press had 444


def normalize(raw: str) -> str:
    """NFC, with each run of white space folded to one space and none at the ends.

    >>> normalize("  Hà Nội\\u00a0 hôm nay ")
    'Hà Nội hôm nay'
    """
    text = unicodedata.normalize("NFC", raw)
    # No printable character but the space is white space: most texts need no look for runs of it.
    return (text if "  " not in text and text.isprintable() else _SPACES.sub(" ", text)).strip()


def _lower(text: str) -> str:
    # İ is the one letter whose lower case is longer; offsets must not move.
    return text.replace("İ", "I").lower()


@lru_cache(maxsize=32)  # the stages ask for the key of one line after each other
def key(text: str) -> str:
    """The form in which two spellings of one word are equal; as long as `text`.

    >>> key("Hoà Kỳ") == key("Hòa kì"), len(key("Thuỵ Sỹ"))
    (True, 7)
    """
    return _SPELLED.sub(_respelt, _lower(text))


def _respelt(m: "re.Match[str]") -> str:
    found = m[0]
    before, vowel = found[:-1], found[-1]
    if before == "o":
        return _MOVE[vowel]
    return _MOVE_UY.get(vowel, found) if before == "u" else before + _TO_I[vowel]


@lru_cache(maxsize=32)
def fold(text: str) -> str:
    """Plain letters without case or diacritics (đ too), for search and comparison of names.

    >>> fold("Căng thẳng Đông Âu")
    'cang thang dong au'
    """
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", _lower(text).replace("đ", "d")))
    return plain if plain.isascii() else "".join(c for c in plain if not unicodedata.combining(c))


# Longer ones are cut, as they are when they are asked for: stores refuse words of kilobytes.
_WORD = re.compile(r"[^\W_]{1,64}")
_REMEMBERED = 1 << 16  # words


class Forms(dict[str, T]):
    """What is said of words, worked out once: a text has hundreds, nearly all of them syllables that others have."""

    def __init__(self, form: Callable[[str], T]) -> None:
        self._form = form

    def __missing__(self, word: str) -> T:
        if len(self) > _REMEMBERED:
            self.clear()
        self[word] = found = self._form(word)
        return found


word_keys = Forms(key)


@lru_cache(maxsize=64)  # copies, stories and the index of words ask for those of one text after each other
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text by their keys: with diacritics, without case, one spelling of hoà and hòa.

    >>> words('Hoà Kỳ: "AUKUS-2", ngày 20/1')
    ('hòa', 'kì', 'aukus', '2', 'ngày', '20', '1')
    """
    return tuple(map(word_keys.__getitem__, _WORD.findall(unicodedata.normalize("NFC", text))))


def word_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The same with where each stands in the text, as it is given."""
    return ((word_keys[m[0]], m.start(), m.end()) for m in _WORD.finditer(text))


class Token:
    """A word, number or sign; `start` and `end` are code points into the text, end exclusive.

    No tuple, and with what its first character is worked out once: the stages ask a token for its fields a hundred
    times, and those of a class with slots cost a third of those of a tuple, and less again where it is compiled.
    """

    __slots__ = ("end", "is_capital", "is_word", "key", "start", "text")

    def __init__(self, text: str, key: str, start: int, end: int, is_word: bool, is_capital: bool) -> None:
        self.text, self.key, self.start, self.end = text, key, start, end
        self.is_word, self.is_capital = is_word, is_capital


def tokens(text: str, folded: str | None = None) -> list[Token]:
    """Words, numbers and signs in order; `folded` is the key of the text, where it is at hand.

    >>> [t.text for t in tokens("Ngày 20/1, Mỹ (2.952)")]
    ['Ngày', '20', '/', '1', ',', 'Mỹ', '(', '2.952', ')']
    """
    folded = key(text) if folded is None else folded
    found, end = [], 0
    # Nothing but white space stands between tokens, so each is found where it is without a match to ask.
    for word in _TOKEN.findall(text):
        start = text.find(word, end)
        end, first = start + len(word), word[0]
        found.append(Token(word, folded[start:end], start, end, first.isalpha(), first.isupper()))
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, in order, without the spaces between them.

    >>> text = "Ông J. Biden tới TP. HCM. Ngày 7.2 ông về./."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Ông J. Biden tới TP. HCM.', 'Ngày 7.2 ông về./.']
    >>> len(sentences('"Chúng tôi đã gặp nhau. Đó là bước đầu", ông nói. Hai bên im lặng.'))
    2
    """
    spans: list[tuple[int, int]] = []
    start = 0
    quoted = _quoted(text)
    closed = [b for _, b in quoted]
    for m in _END.finditer(text):
        if quoted:
            k = bisect_right(closed, m.end())  # the first that closes behind it
            if k < len(quoted) and quoted[k][0] < m.start():
                continue
        if m[0] == "." and _NO_END.search(text, max(start, m.start() - _SHORT), m.start()):
            continue
        end = m.end()
        if text[start:end].strip():
            while text[start].isspace():
                start += 1
            spans += _parted(text, start, end)
        start = end
    if text[start:].strip():
        while text[start].isspace():
            start += 1
        spans += _parted(text, start, len(text.rstrip()))
    return spans


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most `LONGEST`, parted where a clause ends, else between words.

    What stands in one sentence is compared with each other, so that a page without full stops would take hours.
    """
    while end - start > LONGEST:
        half, most = start + LONGEST // 2, start + LONGEST
        cut = max(text.rfind(mark, half, most) for mark in (";", ", ", "\n"))
        if cut < 0:
            cut = text.rfind(" ", half, most)
        cut = most if cut < 0 else cut + 1
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


# The marks of a pair may differ, as keyboards give them: "…”.
_QUOTE = re.compile(
    r"“[^“”]{8,900}”|«[^«»]{8,900}»|(?<!\w)[\"“](?=\S)[^\"“”]{8,900}(?<=\S)(?:(?<=[.,!?…])[\"”]|[\"”](?!\w))"
)


def _quoted(text: str) -> list[tuple[int, int]]:
    """Spans between quotation marks: a sentence goes on to the end of what it quotes."""
    if '"' not in text and "“" not in text and "«" not in text:
        return []  # the pattern is tried at every character, and most paragraphs quote nothing
    return [m.span() for m in _QUOTE.finditer(text)]


def settled(folded: str) -> str:
    """A key with each tone on the vowel that bears it: in running text, where whole pages have it on the next one.

    >>> settled(key("Hai bên gặp nhau trong buôỉ chiêù, vơí ngươì đứng đâù."))
    'hai bên gặp nhau trong buổi chiều, với người đứng đầu.'
    """
    return _MISPLACED.sub(_borne, folded)


def _borne(m: "re.Match[str]") -> str:
    plain, tone = _PLAIN[m[0][1]]
    return _BEARERS[m[0][0]][tone] + plain


class Passage:
    """One paragraph made ready for the stages: its text, key, tokens and sentences.

    `sentences` holds (first token, last token + 1). Tokens inside `asides` (spans, none over another, of picture
    captions and link lines that a flattened page runs into the text) are left out; `folded` is the key of the text,
    where it is at hand.
    """

    __slots__ = ("_starts", "index", "key", "role", "sentences", "text", "tokens")

    def __init__(
        self, index: int, role: str, text: str, asides: tuple[tuple[int, int], ...] = (), folded: str | None = None
    ) -> None:
        self.index, self.role, self.text = index, role, text
        self.key = settled(key(text) if folded is None else folded)
        found = tokens(text, self.key)
        if asides:
            ends = [b for _, b in sorted(asides)]
            begins = [a for a, _ in sorted(asides)] + [len(text)]
            found = [t for t in found if begins[bisect_right(ends, t.start)] > t.start]
        self.tokens = found
        self._starts = [t.start for t in found]
        spans: list[tuple[int, int]] = []
        for piece_start, piece_end in _pieces(len(text), asides):
            for a, b in sentences(text[piece_start:piece_end]):
                lo, hi = self.at(piece_start + a), self.at(piece_start + b)
                if hi > lo:
                    spans.append((lo, hi))
        self.sentences = spans

    def at(self, offset: int) -> int:
        """Index of the first token that starts at or after an offset."""
        return bisect_left(self._starts, offset)

    def sentence_of(self, token: int) -> int | None:
        """The number of the sentence in which a token stands."""
        n = bisect_right(self.sentences, (token, len(self.tokens))) - 1
        return n if n >= 0 and self.sentences[n][0] <= token < self.sentences[n][1] else None


def _pieces(length: int, asides: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    pieces, at = [], 0
    for a, b in sorted(asides):
        if a > at:
            pieces.append((at, a))
        at = max(at, b)
    if at < length:
        pieces.append((at, length))
    return pieces


@lru_cache(maxsize=65536)
def form_keys(form: str) -> tuple[str, ...]:
    """The token keys of a lexicon form, as they are matched against a page.

    >>> form_keys("Mát-xcơ-va")
    ('mát', '-', 'xcơ', '-', 'va')
    """
    return tuple(t.key for t in tokens(normalize(form)))
