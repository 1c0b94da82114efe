"""What the values of a column look like, seen on a sample: the facts that a proposal stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit.evidence.casting import mark_of
from audit.evidence.privacy.cells import Numbering
from audit.evidence.privacy.checks import resident_id
from audit.evidence.privacy.names import HAN_NAME, LONE_NAME
from audit.evidence.proposal.dates import DateForm, date_form
from audit.evidence.proposal.roc import roc_form
from audit.evidence.proposal.thesaurus import ALWAYS_MISSING, MISSING
from audit.evidence.quantities import POINT_THOUSANDS, THOUSANDS, Mark, Marks
from audit.evidence.spelling import FULL_WIDTH, HALF_WIDTH, SPACES, normalised

MOST_LABELS = 50
"""A column with more distinct values is no set of labels."""

_MOST_WORDS = 3
_SAID_NOTHING = frozenset(
    {"unknown", "n/a", "null", "none given", "not specified", "unspecified", "未知", "不详", "未填写"}
)

_LOOKED_AT = 3_000
"""So many distinct values tell the type of a column."""

_NUMBER = re.compile(r"^[+-]?((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$")
_COMMA = re.compile(r"^[+-]?(\d+|\d{1,3}([. ]\d{3})+),\d+$")
_WITH_COMMAS = re.compile(r"^[+-]?(\d+|\d{1,3}([. ]\d{3})+)(,\d*)?$")
_DECORATED = re.compile(r"^[¥$€£￥]?\s*([+-]?[\d.,]+)\s*(%|元|分钟|小时|天|次|分|秒)?$")
_DURATION = re.compile(
    r"^(\d+\s*(天|日|d))?\s*(\d+\s*(小时|时|h))?\s*(\d+\s*(分钟?|min|m))?\s*(\d+\s*(秒|s))?$"
)
_LONGEST_NUMBER = 15
"""Digits of the longest telephone number (ITU-T E.164)."""

_STAMPS = (946_684_800, 2_493_072_000)
"""2000-01-01 and 2049-01-01 in seconds since 1970."""

_WORDS = re.compile(r"\S\s+\S|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLOCK = re.compile(r"^\d+:\d{2}(:\d{2})?$")
_RESIDENT = re.compile(r"\d{17}[\dXx]")
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.\w+$")
_PHONE = re.compile(r"^(\+?86[- ]?)?1[3-9]\d[\d*]{4}\d{4}$|^(\+\d|0\d|\(\d)[\d ()/-]{6,}\d$")
_LATIN_NAME = re.compile(r"[A-Z][^\W\d_]+(?:['’-]\w+)?(?:,? [A-Z][\w'’.-]*){1,2}")
_HAN_NAME = re.compile(HAN_NAME)
_ADDRESS = re.compile(r"^\d{1,3}(\.\d{1,3}){3}(\(.*\))?$")
_TRUE_FALSE = frozenset(
    normalised(word)
    for word in [
        "true",
        "false",
        "t",
        "f",
        "yes",
        "no",
        "y",
        "n",
        "是",
        "否",
        "有",
        "没有",
        "√",
        "×",
        "✓",
        "✗",
        "ja",
        "nein",
        "oui",
        "non",
        "sí",
        "no",
        "si",
        "はい",
        "いいえ",
        "예",
        "아니오",
        "达标",
        "未达标",
    ]
)
_WIDTH = str.maketrans(FULL_WIDTH, HALF_WIDTH)


@dataclass(frozen=True, slots=True)
class Profile:
    """A column of a file: its header, its place from 0, and what its values are.

    Shares are of the filled cells of the sample. ``values`` counts the distinct values, the most frequent
    first. ``words`` are what a further row of the header says of the column. ``spaced`` says that most of them are several words. ``unique`` is exact for all rows once ``opening`` has asked the engine.
    ``mark`` is the decimal mark that the numbers show; ``grouped`` is the mark with three digits behind it
    wherever it stands, so that it may part thousands or decimals.
    """

    header: str
    place: int
    rows: int
    filled: int
    values: Mapping[str, int]
    dates: DateForm | None
    numbers: float
    whole: bool
    low: float
    high: float
    comma: float
    mark: Marks
    grouped: Mark | None
    booleans: float
    durations: float
    length: float
    spaced: bool
    unique: bool
    personal: bool
    names_people: bool
    missing: tuple[str, ...]
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether no cell says anything."""
        return self.filled == 0

    @property
    def distinct(self) -> int:
        """How many different values the sample has."""
        return len(self.values)

    @property
    def labels(self) -> Mapping[str, int] | None:
        """The values and their counts where they are few enough to be labels."""
        return self.values if 0 < self.distinct <= MOST_LABELS else None

    @property
    def padded(self) -> bool:
        """Whether whole numbers begin with a nought (00017): they name things and count nothing."""
        return any(len(value) > 1 and value.isdecimal() and value[0] == "0" for value in self.values)

    @property
    def is_date(self) -> bool:
        """Whether nearly all cells are dates."""
        return self.dates is not None and self.dates.share >= 0.9

    @property
    def is_number(self) -> bool:
        """Whether nearly all cells are numbers."""
        return self.numbers >= 0.95 and self.filled > 0

    @property
    def runs(self) -> bool:
        """Whether it numbers the rows: 1, 2, 3 and so on."""
        return self.unique and self.whole and self.is_number and (self.low, self.high) == (1, self.filled)

    @property
    def stamp(self) -> bool:
        """Whether it may be moments counted from 1970 on, in seconds or in milliseconds, of the years 2000 to 2049."""
        if not (self.is_number and self.whole):
            return False
        return any(_STAMPS[0] * unit <= self.low <= self.high < _STAMPS[1] * unit for unit in (1, 1000))

    @property
    def wordy(self) -> bool:
        """Whether it is running text rather than names and codes."""
        long = self.length > 40 or (self.distinct > MOST_LABELS and self.length > 24 and not self.is_date)
        return long and self.spaced


def profile(header: str, place: int, cells: Sequence[str | None]) -> Profile:
    """The facts of one column of a sample; ``cells`` are as they stand in the file."""
    counts = Counter(text for cell in cells if cell and (text := cell.strip(SPACES)))
    missing = _missing(counts, header)
    told = {value: count for value, count in counts.most_common() if value not in missing}
    filled = sum(told.values())
    looked_at = dict(list(told.items())[:_LOOKED_AT])
    numbers = figures(looked_at)
    total = sum(looked_at.values()) or 1
    values = list(numbers)
    return Profile(
        header=header,
        place=place,
        rows=len(cells),
        filled=filled,
        values=told,
        dates=(date_form(looked_at) or roc_form(looked_at, header)) if looked_at else None,
        numbers=sum(looked_at[text] for text in values) / total,
        whole=all(number % 1 == 0 for number in numbers.values()),
        low=min(numbers.values(), default=0.0),
        high=max(numbers.values(), default=0.0),
        comma=sum(count for text, count in looked_at.items() if _COMMA.match(text)) / total,
        mark=_mark(values),
        grouped=_grouped(values),
        booleans=sum(count for text, count in looked_at.items() if normalised(text) in _TRUE_FALSE) / total,
        durations=sum(count for text, count in looked_at.items() if _is_duration(text)) / total,
        length=sum(len(text) * count for text, count in looked_at.items()) / total,
        spaced=2 * sum(1 for text in looked_at if _WORDS.search(text)) >= len(looked_at),
        unique=filled > 1 and len(told) == filled,
        personal=_personal(looked_at),
        names_people=_like_names(looked_at),
        missing=missing,
    )


def _missing(counts: Counter[str], header: str) -> tuple[str, ...]:
    """The words that stand for no value: some always; others, and a few words at all, among dates and numbers."""
    there = [word for word in counts if word in MISSING or word.casefold() in _SAID_NOTHING]
    rest = {value: count for value, count in counts.most_common(_LOOKED_AT) if value not in there}
    total = sum(rest.values())
    odd = [] if total == 0 else _odd_ones(rest, total)
    if total > 0 and (odd or there) and _typed({k: v for k, v in rest.items() if k not in odd}, header):
        return (*there, *odd)
    return tuple(word for word in there if word in ALWAYS_MISSING or word.casefold() in _SAID_NOTHING)


def _odd_ones(rest: Mapping[str, int], total: int) -> list[str]:
    """The words without a digit, where they are few beside values with digits (未办结, open, n. a.)."""
    words = [value for value in rest if not any(character.isdigit() for character in value)]
    if any(LONE_NAME.fullmatch(word) or _LATIN_NAME.fullmatch(word) for word in words):
        return []
    few = 0 < len(words) <= _MOST_WORDS and sum(rest[word] for word in words) <= 0.3 * total
    return words if few else []


def _typed(values: Mapping[str, int], header: str) -> bool:
    total = sum(values.values())
    if not total:
        return False
    found = date_form(values) or roc_form(values, header)
    return sum(values[text] for text in figures(values)) > 0.9 * total or (
        found is not None and found.share > 0.9
    )


def figures(values: Mapping[str, int]) -> dict[str, float]:
    """The values that are numbers, also with a decimal comma, a currency sign, a unit or per cent."""
    plain = {text: _undecorated(text) for text in values}
    comma = _mark([one for one in plain.values() if _NUMBER.match(one) or _WITH_COMMAS.match(one)]) == ","
    found: dict[str, float] = {}
    for text, one in plain.items():
        if comma and _WITH_COMMAS.match(one):
            found[text] = _with_commas(one)
        elif _NUMBER.match(one):
            found[text] = float(one.replace(",", ""))
        elif _COMMA.match(one):
            found[text] = _with_commas(one)
    return found


def _undecorated(text: str) -> str:
    plain = text.translate(_WIDTH)
    decorated = _DECORATED.match(plain)
    return decorated[1] if decorated else plain


def _with_commas(text: str) -> float:
    return float(text.replace(".", "").replace(" ", "").replace(",", "."))


def _mark(numbers: Iterable[str]) -> Marks:
    """The decimal mark that numbers show; ``mixed`` where some show one and some the other."""
    found = {mark for text in numbers if (mark := mark_of(text.translate(_WIDTH))) is not None}
    return "mixed" if len(found) == 2 else next(iter(found), None)


def _grouped(numbers: Sequence[str]) -> Mark | None:
    """The mark that has three digits behind it in every number where one stands (1,250 and 12,500; 1.125)."""
    marked = [plain for text in numbers if "," in (plain := text.translate(_WIDTH)) or "." in plain]
    patterns: tuple[tuple[Mark, str], ...] = ((",", THOUSANDS), (".", POINT_THOUSANDS))
    for mark, pattern in patterns:
        if marked and all(re.match(pattern, text) for text in marked):
            return mark
    return None


def _is_duration(text: str) -> bool:
    return bool(_CLOCK.match(text) or (text[-1:].isalpha() and _DURATION.match(text)))


def _personal(values: Mapping[str, int]) -> bool:
    """Whether the values look like mail addresses, telephone or identity numbers, or network addresses."""
    total = sum(values.values()) or 1
    if _numbered(values):
        return False
    marked = sum(
        count
        for text, count in values.items()
        if (_RESIDENT.fullmatch(text) and resident_id(text))
        or any(pattern.match(text) for pattern in (_MAIL, _PHONE, _ADDRESS))
    )
    return marked / total > 0.5 and not _dated(values)


def _numbered(values: Mapping[str, int]) -> bool:
    """Whether the values are numbers that a system gave out one after the other, whatever else these look like."""
    numbers = {int(text) for text in values if text.isdecimal() and len(text) <= _LONGEST_NUMBER}
    if not numbers or len(numbers) < len(values):
        return False
    return Numbering(len(values), len(numbers), max(numbers) - min(numbers)).runs


def _like_names(values: Mapping[str, int]) -> bool:
    """Whether nearly all values have the form of a person's name: two or three capitalised words, or a Chinese name."""
    named = sum(1 for text in values if _LATIN_NAME.fullmatch(text) or _HAN_NAME.fullmatch(text))
    return named >= 2 and named >= 0.8 * len(values)


def _dated(values: Mapping[str, int]) -> bool:
    found = date_form(values)
    return found is not None and found.share > 0.9
