"""What only real numbers of persons keep: checksums, calendar dates, ranges in use.

Each check is given the digits and letters as they were found, with the spaces and hyphens between them.

Sources: GB 11643-1999 (resident identity number, checksum of ISO 7064 MOD 11-2), GB/T 2260 (first two
digits), ITU-T E.164 (telephone numbers), the numbering plan of the mainland (mobile ranges), ISO/IEC
7812-1 (card numbers, Luhn), the identity-card number of Hong Kong (weights 9 to 2, modulus 11), the
identity-card number of Taiwan (the letter as two digits, weights 1, 9 to 1, 1, modulus 10).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re

_NOT_DIGITS = re.compile("[^0-9]")
_SEPARATORS = re.compile("[ -]")
_YOUNGEST = 2010
"""Numbers of cases often begin with a district and the day of today: who was born before is not mistaken for one."""

_OF_THIS_CENTURY = re.compile("20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In this order the letters stand for 10, 11, 12 and so on."""


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def resident_id(text: str) -> bool:
    """Whether 18 characters are a resident identity number: a birth date, and the checksum of GB 11643."""
    text = _SEPARATORS.sub("", text)
    if len(text) == 15:
        return _is_day(f"19{text[6:12]}")
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(weight * int(digit) for weight, digit in zip(weights, text[:17], strict=True))
    return _is_day(text[6:14]) and "10X98765432"[total % 11] == text[17].upper()


def rounded_resident_id(text: str) -> bool:
    """Whether 18 digits may be a resident identity number whose last digits a spreadsheet lost.

    A double keeps no more than 53 bits: the number ends in a nought, or is a multiple of 16.
    """
    return (
        len(text) == 18
        and text.isdecimal()
        and (text[-1] == "0" or int(text) % 16 == 0)
        and int(text[6:10]) < _YOUNGEST
        and _is_day(text[6:14])
    )


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


def card(text: str) -> bool:
    """Whether a number passes the check of cards; after four groups of four, a further number may begin."""
    groups = _SEPARATORS.split(text)
    return luhn(text) or (len(groups) > 4 and luhn("".join(groups[:4])))


def hong_kong_id(text: str) -> bool:
    """Whether the check digit of a Hong Kong identity card fits; a single letter stands after a space."""
    text = text.replace(" ", "").upper()
    letters, digits, check = text[:-9], text[-9:-3], text[-2]
    values = [36] * (2 - len(letters)) + [ord(one) - 55 for one in letters] + [int(one) for one in digits]
    total = sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True))
    return "0123456789A"[-total % 11] == check


def taiwan_id(text: str) -> bool:
    """Whether the checksum of a Taiwan identity number fits.

    One that reads as a letter and a day of this century is the number of a case rather than of a person.
    """
    tens, ones = divmod(10 + _TAIWAN_LETTERS.index(text[0].upper()), 10)
    values = [tens, ones, *map(int, text[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    total = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return total % 10 == 0 and not _OF_THIS_CENTURY.fullmatch(text[1:9])


def telephone(text: str) -> bool:
    """Whether a number is long enough for the world, or its own part is no day of this century (010-20260105)."""
    digits = _digits(text)
    if text[0] == "+":
        return 9 <= len(digits) <= 15
    return _OF_THIS_CENTURY.fullmatch(digits[-8:]) is None


def address(text: str) -> bool:
    """Whether four numbers are an address of the network, other than 0.0.0.0."""
    try:
        return not ipaddress.IPv4Address(text).is_unspecified
    except ValueError:
        return False
