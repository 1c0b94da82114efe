"""Time zone and currency, as far as the files show them: by offsets, by the script of the headers, by signs of money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from audit.evidence.proposal.names import simplified
from audit.evidence.proposal.profile import Profile
from audit.text import Text

_SCRIPTS = (
    ("Asia/Seoul", re.compile(r"[\uac00-\ud7af]"), Text(zh="表头为韩文", en="the headers are Korean")),
    ("Asia/Tokyo", re.compile(r"[\u3040-\u30ff]"), Text(zh="表头为日文", en="the headers are Japanese")),
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_TRADITIONAL = Text(zh="表头为繁体中文", en="the headers are traditional Chinese")
_SIMPLIFIED = Text(zh="表头为简体中文", en="the headers are simplified Chinese")
_OFFSET = re.compile(r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})$")
_ZONES = {
    "+0800": "Asia/Shanghai",
    "+0900": "Asia/Tokyo",
    "+0000": "UTC",
    "Z": "UTC",
    "UTC": "UTC",
    "GMT": "UTC",
}
_MONEY = (
    ("CNY", re.compile(r"^[¥￥]\s?[\d.,]+$|^[\d.,]+\s?元$|(?:人民币|CNY|RMB)"), re.compile(r"（元）|\(元\)|人民币|CNY|RMB")),
    ("EUR", re.compile(r"^€\s?[\d.,]+$|^[\d.,]+\s?(?:€|EUR)$"), re.compile(r"€|\bEUR\b")),
    ("GBP", re.compile(r"^£\s?[\d.,]+$"), re.compile(r"£|\bGBP\b")),
    ("USD", re.compile(r"^US\$\s?[\d.,]+$|^[\d.,]+\s?USD$"), re.compile(r"US\$|\bUSD\b")),
)  # fmt: skip
_VALUES = 50


def zone(columns: Iterable[Profile]) -> tuple[str, Text] | None:
    """An IANA zone and what speaks for it; None where nothing does. Offsets say more than the language."""
    seen = list(columns)
    offsets = Counter(offset for one in seen for offset in _offsets(one))
    if len(offsets) == 1 and (name := _ZONES.get(next(iter(offsets)))):
        told = next(iter(offsets))
        return name, Text(zh=f"取值中的时差为 {told}", en=f"the times bear the offset {told}")
    headers = "".join(one.header for one in seen)
    for name, script, why in _SCRIPTS:
        if script.search(headers):
            return name, why
    if _HAN.search(headers):
        return (
            ("Asia/Taipei", _TRADITIONAL)
            if simplified(headers) != headers
            else ("Asia/Shanghai", _SIMPLIFIED)
        )
    return None


def _offsets(column: Profile) -> Iterator[str]:
    if column.is_date:
        for value, _ in zip(column.values, range(_VALUES), strict=False):
            if found := _OFFSET.search(value):
                yield found[1].replace(":", "")


def currency(columns: Iterable[Profile]) -> str | None:
    """The ISO code of the one currency that headers or amounts name; None where they name none, or several."""
    found = {
        code
        for one in columns
        for code, amount, header in _MONEY
        if header.search(one.header)
        or any(amount.search(value) for value, _ in zip(one.values, range(_VALUES), strict=False))
    }
    return found.pop() if len(found) == 1 else None
