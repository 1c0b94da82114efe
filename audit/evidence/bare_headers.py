"""What a header says besides the name of its column: the group it stands in, a unit in brackets, a number.

``评价 / 时长（小时）`` is the column ``时长`` if no other header says so better.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from audit.evidence.readers.headers import JOINT
from audit.evidence.senses import sense
from audit.evidence.spelling import normalised

SECONDS: Mapping[str, float] = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
"""Units of time that can be converted into each other: a day is 24 hours of the calendar."""

_IN_BRACKETS = re.compile(r"^(.+?)\s*[(\[【〔]([^()\[\]]{1,12})[)\]】〕]$")
_UNITS: Mapping[str, re.Pattern[str]] = {
    "s": re.compile(r"s|secs?|seconds?|秒"),
    "min": re.compile(r"min|mins|minutes?|分|分钟|分鐘"),
    "h": re.compile(r"h|hrs?|hours?|时|小时|小時"),
    "d": re.compile(r"d|days?|天|日|个?自然日|calendar days?"),
    "working days": re.compile(r"个?工作[日天]|working days?|business days?"),
    "months": re.compile(r"months?|月|个月|個月"),
}
"""How people write the units of time that columns are in."""


def by_form(headers: Sequence[str], unit: str | None) -> dict[str, list[str]]:
    """The headers by their form, and by the form of their bare name where no header is just that.

    A header whose brackets name a unit of time that cannot be converted to ``unit`` has no bare name: its figures
    would be taken for something else.
    """
    found: dict[str, list[str]] = {}
    for header in headers:
        found.setdefault(normalised(header), []).append(header)
    bare: dict[str, list[str]] = {}
    for header in headers:
        name = _bare(header, unit)
        if name is not None:
            bare.setdefault(normalised(name), []).append(header)
    return bare | found


def _bare(header: str, unit: str | None) -> str | None:
    own = header.rpartition(JOINT)[2]
    dressed = _IN_BRACKETS.match(unicodedata.normalize("NFKC", own))
    if dressed is None:
        return own if own != header else None
    name, brackets = dressed.groups()
    if sense(brackets).planned and not sense(name).planned:
        return None  # 办结时间（计划） is another moment than 办结时间
    told = unit_of(brackets)
    return None if told is not None and told != unit and not {told, unit} <= SECONDS.keys() else name


def unit_of(text: str) -> str | None:
    """The unit of time that a text names; None for any other text."""
    plain = unicodedata.normalize("NFKC", text).strip(" ()[]").casefold()
    return next((one for one, words in _UNITS.items() if words.fullmatch(plain)), None)


def unit_told(header: str) -> str | None:
    """The unit of time in the brackets that a header ends with."""
    dressed = _IN_BRACKETS.match(unicodedata.normalize("NFKC", header.rpartition(JOINT)[2]))
    return unit_of(dressed[2]) if dressed else None
