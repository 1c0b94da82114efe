"""What a personal value looks like: identity numbers, telephone numbers, e-mail addresses, bank cards.

Every kind has a ``shape``, a pattern that the engine can search for as well, and ``holds``, what only a
real one keeps: a checksum, a calendar date, a number range in use. Digits alone prove nothing: one in
ten numbers of 16 digits passes Luhn's check. So a *column* holds a kind only where at least half of the
values that look like it are real ones; else it is ``refuted``. A single value is masked on less: whatever
has the shape and holds is not shown.

Sources: GB 11643-1999 (resident identity number, checksum of ISO 7064 MOD 11-2), GB/T 2260 (first two
digits), ITU-T E.164 (telephone numbers), the numbering plan of the mainland (mobile ranges), ISO/IEC
7812-1 (card numbers, Luhn), the identity-card number of Hong Kong (weights 9 to 2, modulus 11).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from audit.text import Text

Strength = Literal["strong", "weak"]
"""A strong kind refuses a column that is not made for it; a weak one has honest lookalikes and only warns."""

MASK = "‹…›"
WIDE, NARROW = "０１２３４５６７８９＋－．（）＠　", "0123456789+-.()@ "
"""Full-width digits and signs, and what they are brought to before anything is compared."""

_NARROWED = str.maketrans(WIDE, NARROW)
_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_BIRTH = "(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_MOBILE_RANGE = "1(?:3[0-9]|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
_AREA = "0(?:10|2[0-57-9]|[3-9][0-9]{2})"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal value.

    ``shape`` matches it without what stands around it; it must end neither in the middle of a word or a
    number nor of a decimal fraction. ``lookalike`` matches what honest data that is mistaken for it also
    looks like; absent, the shape is rare enough by itself.
    """

    id: str
    title: Text
    shape: str
    strength: Strength = "strong"
    holds: Callable[[str], bool] = field(default=lambda _: True)
    lookalike: str | None = None


_DIGITS = re.compile("[0-9]")


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def resident_id(text: str) -> bool:
    """Whether 18 characters are a resident identity number: a birth date, and the checksum of GB 11643."""
    if len(text) == 15:
        return _is_day(f"19{text[6:12]}")
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(weight * int(digit) for weight, digit in zip(weights, text[:17], strict=True))
    return _is_day(text[6:14]) and "10X98765432"[total % 11] == text[17].upper()


def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def luhn(text: str) -> bool:
    """Whether the digits of a number pass the check of ISO/IEC 7812-1, annex B."""
    digits = [int(one) for one in reversed(_digits(text))]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def hong_kong_id(text: str) -> bool:
    """Whether the check digit of a Hong Kong identity card fits; a single letter stands after a space."""
    letters, digits, check = text[:-9], text[-9:-3], text[-2]
    values = [36] * (2 - len(letters)) + [ord(one) - 55 for one in letters] + [int(one) for one in digits]
    total = sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True))
    return "0123456789A"[-total % 11] == check


def _address(text: str) -> bool:
    try:
        return not ipaddress.IPv4Address(text).is_unspecified
    except ValueError:
        return False


KINDS: tuple[Kind, ...] = (
    Kind(
        "resident_id",
        Text(zh="居民身份证号", en="resident identity numbers"),
        f"(?:{_PROVINCES})[0-9]{{4}}(?:{_BIRTH}[0-9]{{3}}[0-9Xx]|[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}})",
        holds=resident_id,
        lookalike="[0-9]{15}|[0-9]{17}[0-9Xx]",
    ),
    Kind(
        "hong_kong_id",
        Text(zh="香港身份证号", en="Hong Kong identity numbers"),
        r"[A-Z]{1,2}[0-9]{6}\([0-9A]\)",
        holds=hong_kong_id,
    ),
    Kind(
        "bank_card",
        Text(zh="银行卡号", en="bank card numbers"),
        # Issuers in use: UnionPay 62, Visa 4, Mastercard 51-55 and 2221-2720, American Express 34/37, JCB 35.
        "(?:62[0-9]{2}|4[0-9]{3}|5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720|35[2-8][0-9])"
        "(?:[0-9]{12}|[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4})"
        "|62[0-9]{2}(?:[0-9]{13,15}|[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{1,3})"
        "|3[47][0-9]{2}(?:[0-9]{11}|[ -][0-9]{6}[ -][0-9]{5})",
        holds=luhn,
        lookalike="[0-9]{15,19}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}",
    ),
    Kind(
        "mobile",
        Text(zh="手机号", en="mobile numbers"),
        f"(?:(?:[+]|00)?86[ -]?)?{_MOBILE_RANGE}(?:[0-9]{{8}}|[ -][0-9]{{4}}[ -][0-9]{{4}}|[0-9][ -][0-9]{{3}}[ -][0-9]{{4}})"
        "|09[0-9]{2}(?:[0-9]{6}|-[0-9]{3}-[0-9]{3}|-[0-9]{6})",
        lookalike="[0-9]{10,11}",
    ),
    Kind(
        "telephone",
        Text(zh="电话号码", en="telephone numbers"),
        rf"(?:{_AREA}|\({_AREA}\))[ -]?[2-8][0-9]{{6,7}}|[+](?:[1-9][0-9]{{9,14}}|[1-9][0-9]{{0,2}}(?:[ -][0-9]{{2,5}}){{2,4}})",
        lookalike="[0-9]{10,12}|0[0-9]{2,3}-[0-9]{7,8}|[+][0-9]{10,15}",
    ),
    Kind(
        "email",
        Text(zh="电子邮箱", en="e-mail addresses"),
        "[0-9A-Za-z][0-9A-Za-z._%+-]*@[0-9A-Za-z][0-9A-Za-z-]*(?:[.][0-9A-Za-z-]+)*[.][A-Za-z]{2,}",
    ),
    Kind(
        "ip_address",
        Text(zh="IP 地址", en="IP addresses"),
        "[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}",
        strength="weak",
        holds=_address,
    ),
    Kind(
        "number_plate",
        Text(zh="车牌号", en="number plates"),
        "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·]?(?:[0-9A-HJ-NP-Z]{5}|[DF][0-9A-HJ-NP-Z]{5}|[0-9]{5}[DF])",
        strength="weak",
    ),
)
BY_ID: Mapping[str, Kind] = {kind.id: kind for kind in KINDS}


def _bounded(shape: str) -> str:
    """A shape and what may stand around it, without lookaround: for engines that have none."""
    return f"(?:^|[^0-9A-Za-z.])(?:{shape})(?:$|[^0-9A-Za-z.]|[.](?:$|[^0-9]))"


ANY_KIND = "|".join([*(_bounded(kind.shape) for kind in KINDS), "[０-９]{7}"])
"""A search for cells that may hold any kind; ``kinds_in`` knows for certain."""

ANY_LOOKALIKE = "|".join([*(_bounded(kind.lookalike or kind.shape) for kind in KINDS), "[０-９]{7}"])
"""A search for cells by which a column may be told from one of honest lookalikes."""

_FOUND = {kind.id: re.compile(f"(?<![0-9A-Za-z.])(?:{kind.shape})(?![0-9A-Za-z]|[.][0-9])") for kind in KINDS}
_LOOKALIKE = {
    kind.id: re.compile(f"(?<![0-9A-Za-z.])(?:{kind.lookalike or kind.shape})(?![0-9A-Za-z]|[.][0-9])")
    for kind in KINDS
}
_GLUED = {kind.id: re.compile(f"(?<![0-9.])(?:{kind.shape})(?![0-9]|[.][0-9])") for kind in KINDS}
_HASH = re.compile("[0-9a-f]{32,}")
_WORTH_A_LOOK = re.compile("[0-9０-９@＠]")


def narrow(text: str) -> str:
    """The same text with full-width digits and signs as the usual ones; no character is added or lost."""
    return text.translate(_NARROWED)


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of which a text holds a value; a place is of the first kind that it fits."""
    plain = narrow(text)
    found, taken = set(), list[tuple[int, int]]()
    for kind in KINDS:
        for match in _FOUND[kind.id].finditer(plain):
            start, end = match.span()
            if kind.holds(match[0]) and all(end <= first or last <= start for first, last in taken):
                found.add(kind.id)
                taken.append((start, end))
    return frozenset(found)


def masked(text: str) -> str:
    """The text with everything personal in it replaced by ``‹…›``, also where it is glued to a word."""
    if _WORTH_A_LOOK.search(text) is None or _HASH.fullmatch(text):
        return text
    plain = narrow(text)
    spans = [
        found.span() for kind in KINDS for found in _GLUED[kind.id].finditer(plain) if kind.holds(found[0])
    ]
    for start, end in reversed(list(_merged(spans))):
        text = text[:start] + MASK + text[end:]
    return text


def refuted(values: Iterable[str]) -> frozenset[str]:
    """The kinds that a column does not hold although some values fit: most of their lookalikes do not."""
    real, alike = dict.fromkeys(BY_ID, 0), dict.fromkeys(BY_ID, 0)
    for value in values:
        plain, kinds = narrow(value), kinds_in(value)
        for name, pattern in _LOOKALIKE.items():
            real[name] += name in kinds
            alike[name] += name in kinds or pattern.search(plain) is not None
    return frozenset(name for name, count in real.items() if 2 * count < alike[name])


def _merged(spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is not None and start < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
