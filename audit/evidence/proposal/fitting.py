"""Whether the values of a column of theirs can be those of a column of ours, whatever its name."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping

from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.labels import spellings
from audit.evidence.proposal.likert import points
from audit.evidence.proposal.names import concepts, form
from audit.evidence.proposal.profile import Profile, figures
from audit.evidence.proposal.thesaurus import LABELS
from audit.evidence.proposal.times import time_of_day
from audit.evidence.spelling import normalised

_MANY, _MOST_STATES = 30, 20
"""A key of so many rows that stands in more than so many of them each is none, not even that of an event log."""

_ONE_VALUE = 0.3
"""How well a single value fits a reference."""

_NUMBERS = 0.9
"""The share of values within limits from which the others are mistakes."""

_NO_PERSON = frozenset({"pseud", "none"})
"""Classes of columns (``pii``) in which nobody is named."""

_OF_ONE = frozenset({"customers.customer_id", "failures.failure_id", "complaints.complaint_id"})
"""References to one person or case: a handful of values over many rows are labels, not these."""

_DENIED = re.compile(r"\b(?:not?|non|nicht|kein\w*|pas|sin)\b|不|未|非|无|沒|没|^non|^not|^un|^in(?=f)")
"""A label that denies something does not mean what the word in it means."""

_UNIT_TIMES = frozenset({"s", "min", "h", "d"})
_TRUE_FALSE: Mapping[str, bool] = {
    **dict.fromkeys(
        map(form, ["true", "t", "1", "yes", "y", "是", "有", "√", "✓", "✔", "ja", "oui", "sí", "si", "はい", "예", "达标", "合格", "按时", "及时", "已解决", "成立"]), True
    ),
    **dict.fromkeys(
        map(form, ["false", "f", "0", "no", "n", "否", "没有", "无", "×", "✗", "✘", "nein", "non", "いいえ", "아니오", "未达标", "不合格", "超时", "逾期", "未解决"]), False
    ),
}  # fmt: skip


def fit(profile: Profile, column: ColumnDefinition, *, is_key: bool) -> float:
    """From 0, impossible, to 1: as if made for it. A column without any value fits half, by its name alone."""
    if column.pii in _NO_PERSON and (profile.names_people or "personal" in concepts(profile.header)):
        return 0.0  # a name or a telephone number is no pseudonym, and no category either
    if column.pii == "pseud" and "name" in concepts(profile.header):
        return 0.0  # what a customer is called (客户名称) is no code of theirs
    if profile.empty:
        return 0.5
    if column.type in ("date", "datetime"):
        return profile.dates.share if profile.dates is not None and profile.dates.share >= 0.5 else 0.0
    if column.type == "string":
        by_key = is_key or column.refers is not None
        return _identifier(profile, column, is_key=is_key) if by_key else _text(profile, column)
    return {"bool": _bool, "enum": _enum, "list": _enum}.get(column.type, _number)(profile, column)


def _number(profile: Profile, column: ColumnDefinition) -> float:
    if profile.labels is not None and profile.numbers < 0.5 and points(tuple(profile.labels)) is not None:
        return 0.9
    timed = column.unit in _UNIT_TIMES
    share = max(profile.numbers, profile.durations if timed else 0.0)
    if share < 0.5 or profile.padded or (profile.is_date and not profile.is_number):
        return 0.0
    return share * _in_range(profile, column) * (0.3 if _numbered(profile) and not timed else 1.0)


def _in_range(profile: Profile, column: ColumnDefinition) -> float:
    """Whether the numbers keep the limits of the column, and come near enough to them."""
    low, high = limits(column)
    if profile.numbers >= 0.5 and (profile.low < low or profile.high > high):
        return 0.0
    if column.type == "integer" and not profile.whole:
        return 0.2
    # Answers that never reach the top of a scale were asked on another one.
    return 0.3 if math.isfinite(high) and high <= 10 and profile.high <= high - 2 else 1.0


def mostly_in_range(profile: Profile, column: ColumnDefinition) -> bool:
    """Whether the numbers keep the limits of the column but for a few, which validation tells one by one."""
    low, high = limits(column)
    known = figures(profile.values)
    total = sum(profile.values[text] for text in known)
    within = sum(profile.values[text] for text, number in known.items() if low <= number <= high)
    return profile.numbers >= _NUMBERS and within >= _NUMBERS * total > 0


def _numbered(profile: Profile) -> bool:
    """Whether whole numbers that never repeat run through, or all have as many digits: numbers of things."""
    if not (profile.unique and profile.whole and profile.filled > 30):
        return False
    digits = {len(value) for value in profile.values}
    return profile.high - profile.low < 3 * profile.filled or (len(digits) == 1 and min(digits) >= 6)


def limits(column: ColumnDefinition) -> tuple[float, float]:
    """The least and the largest value that the column's own checks allow."""
    low, high = -math.inf, math.inf
    for name, statistics in column.checks:
        if name == "in_range":
            low, high = statistics["min_value"], statistics["max_value"]
        elif name in ("greater_than_or_equal_to", "greater_than"):
            low = statistics.get("min_value", low)
        elif name in ("less_than_or_equal_to", "less_than"):
            high = statistics.get("max_value", high)
    return low, high


def _bool(profile: Profile, column: ColumnDefinition) -> float:
    if profile.distinct <= 4 and max(profile.booleans, recognised_share(profile, column)) >= 0.9:
        return 1.0
    if set(profile.values) <= {"0", "1"}:
        return 0.9
    if counts_rework(profile, column):
        return 0.75
    return 0.3 if profile.distinct == 2 and not profile.is_date else 0.0


def tells_by_itself(profile: Profile, column: ColumnDefinition) -> bool:
    """Whether the labels of a flag say what they mean whatever the header asks (按时, 逾期), unlike yes and no."""
    known = spellings(column) if column.type == "bool" else None
    said = [one for one in profile.labels or () if known is not None and normalised(one) not in known]
    return bool(said) and all(meaning(one, column) is not None for one in said)


def counts_rework(profile: Profile, column: ColumnDefinition) -> bool:
    """Whether a count of reopenings can tell that a thing was right first time: 0 times means yes."""
    return (
        column.name == "first_time_right"
        and "reopened" in concepts(profile.header)
        and profile.is_number
        and profile.whole
        and profile.low >= 0
    )


def _enum(profile: Profile, column: ColumnDefinition) -> float:
    if profile.is_date or (profile.is_number and profile.distinct > 12) or profile.wordy:
        return 0.0
    if profile.labels is None:
        return 0.1
    fits = 0.45 + 0.55 * recognised_share(profile, column)
    return fits if profile.distinct > 1 else min(0.5, fits)


def recognised_share(profile: Profile, column: ColumnDefinition) -> float:
    """The share of the cells whose label the column knows, in either Chinese script and in similar words."""
    labels = profile.labels
    if not labels:
        return 0.0
    known = sum(count for label, count in labels.items() if meaning(label, column) is not None)
    return known / sum(labels.values())


def meaning(label: str, column: ColumnDefinition) -> str | bool | None:
    """What a label stands for: by its spelling, else by the one code that its words contain."""
    if column.type == "bool":
        return _TRUE_FALSE.get(form(label))
    labels = column.labels or {}
    return _meant(label, tuple(labels), tuple(labels.values()))


@functools.lru_cache(maxsize=100_000)
def _meant(label: str, codes: tuple[str, ...], words: tuple[tuple[str, ...], ...]) -> str | None:
    known = _vocabulary(codes, words)
    written = form(label)
    if written in known:
        return known[written]
    spoken = concepts(label)
    denied = _DENIED.search(label.casefold()) is not None
    contained = {
        code
        for word, code in known.items()
        if _within(word, written, spoken) and not (denied and _DENIED.search(word) is None)
    }
    return contained.pop() if len(contained) == 1 else None


@functools.cache
def _vocabulary(codes: tuple[str, ...], words: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    found = {form(word): code for code in codes for word in LABELS.get(code, "").split()}
    found |= {form(word): code for code, spelt in zip(codes, words, strict=True) for word in spelt}
    return found | {form(code): code for code in codes}


def _within(word: str, label: str, spoken: frozenset[str]) -> bool:
    """Whether a word of ours is a word of the label: any two Chinese characters, or a whole Latin word."""
    if any("\u3400" <= character <= "\u9fff" for character in word):
        return len(word) >= 2 and word in label
    if any("\u3400" <= character <= "\u9fff" for character in label):
        return len(word) >= 3 and word in label
    return len(word) >= 3 and (f"={word}" in spoken or (len(word) >= 5 and label.startswith(word)))


def _of_the_day(profile: Profile) -> bool:
    """Whether the values are times of the day, which name nothing and say nothing of their own."""
    return all(time_of_day(text) is not None for text in profile.values)


def _identifier(profile: Profile, column: ColumnDefinition, *, is_key: bool) -> float:
    if profile.is_date or profile.wordy or profile.personal or _of_the_day(profile):
        return 0.0
    if profile.unique:
        return 1.0 if is_key else 0.45  # what refers to another table usually does so more than once
    if _is_answer(profile):
        return 0.0
    if profile.distinct <= 1:
        return _ONE_VALUE
    names_one = is_key or column.refers in _OF_ONE
    if names_one and profile.filled >= _MANY and profile.distinct * _MOST_STATES < profile.filled:
        return 0.1
    return 0.75


def _is_answer(profile: Profile) -> bool:
    """Whether the values are points, yes and no, or measured: what repeats so names nothing."""
    on_scale = (
        profile.labels is not None and not profile.is_number and points(tuple(profile.labels)) is not None
    )
    measured = profile.comma > 0.5 or (profile.is_number and not profile.whole)
    return on_scale or measured or profile.booleans > 0.9


def _text(profile: Profile, column: ColumnDefinition) -> float:
    if profile.is_date or _of_the_day(profile):
        return 0.0
    if column.pii == "free":
        return 0.9 if profile.wordy or profile.length > 12 else 0.5
    if profile.is_number and profile.distinct > 20:
        return 0.3
    return 0.4 if profile.wordy else 0.85
