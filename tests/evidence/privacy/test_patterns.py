"""What is taken for personal, and what is not. Every number here is made up or published as an example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.evidence.privacy.checks import luhn, resident_id
from audit.evidence.privacy.patterns import KINDS, kinds_in, masked, refuted

SEEDS = st.integers(0, 2**32)
ROWS = 300


def digits(chance: Random, length: int) -> str:
    return "".join(chance.choices("0123456789", k=length))


def resident(chance: Random) -> str:
    """An identity number as GB 11643 makes it."""
    born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(29_000))
    first = chance.choice(["110105", "310101", "440305", "510104"]) + f"{born:%Y%m%d}" + digits(chance, 3)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, first, strict=True))
    return first + "10X98765432"[total % 11]


def card(chance: Random) -> str:
    """A number of an issuer in use with its check digit."""
    first = chance.choice(["622202", "411111", "510510"]) + digits(chance, 9)
    return next(first + check for check in "0123456789" if luhn(first + check))


def mobile(chance: Random) -> str:
    return f"1{chance.choice('38')}{digits(chance, 9)}"


def column(make: Callable[[Random], str], seed: int) -> list[str]:
    chance = Random(seed)  # noqa: S311  examples for a test
    return [make(chance) for _ in range(ROWS)]


def held(values: list[str]) -> dict[str, float]:
    """The share of values of each kind that a column of them is said to hold."""
    counts = dict.fromkeys((kind.id for kind in KINDS), 0)
    wrong = refuted(values)
    for value in values:
        for kind in kinds_in(value) - wrong:
            counts[kind] += 1
    return {kind: count / len(values) for kind, count in counts.items() if count}


@pytest.mark.parametrize(
    ("text", "kinds", "shown"),
    [
        ("张三13800138000", {"mobile"}, "张三‹…›"),
        ("+86 138-0013-8000", {"mobile"}, "‹…›"),
        ("１３８００１３８０００", {"mobile"}, "‹…›"),
        ("电话13800138000，或13900139000。", {"mobile"}, "电话‹…›，或‹…›。"),
        ("0912-345-678", {"mobile"}, "‹…›"),
        ("010-62345678", {"telephone"}, "‹…›"),
        ("(0755) 23456789", {"telephone"}, "‹…›"),
        ("+1 212 555 0123", {"telephone"}, "‹…›"),
        ("身份证：11010519491231002X。", {"resident_id"}, "身份证：‹…›。"),
        ("110105491231002", {"resident_id"}, "‹…›"),
        ("A123456(3)", {"hong_kong_id"}, "‹…›"),
        ("4111 1111 1111 1111", {"bank_card"}, "‹…›"),
        ("4111-1111-1111-1111", {"bank_card"}, "‹…›"),
        ("6222021234567890128", {"bank_card"}, "‹…›"),
        ("6222 0212 3456 7890 128", {"bank_card"}, "‹…›"),
        ("6222-0212-3456-7894 200", {"bank_card"}, "‹…›"),
        ("622202 1234567890128", {"bank_card"}, "‹…›"),
        ("30569309025904", {"bank_card"}, "‹…›"),
        ("jane.doe+x@mail.example.com", {"email"}, "‹…›"),
        ("wang＠mail.example", {"email"}, "‹…›"),
        ("138 0013 8000", {"mobile"}, "‹…›"),
        ("138 001 38000", {"mobile"}, "‹…›"),
        ("0086 138 0013 8000", {"mobile"}, "‹…›"),
        ("+86(138)00138000", {"mobile"}, "‹…›"),
        ("１３８－００１３－８０００", {"mobile"}, "‹…›"),
        ("138－0013－8000", {"mobile"}, "‹…›"),
        ("13800138000.0", {"mobile"}, "‹…›.0"),
        ("1.3800138e+10", {"mobile"}, "‹…›"),
        ("+852 9123 4567", {"mobile"}, "‹…›"),
        ("852-9123 4567", {"mobile"}, "‹…›"),
        ("0912 345 678", {"mobile"}, "‹…›"),
        ("+886-912-345678", {"telephone"}, "‹…›"),
        ("0755-8234 5678", {"telephone"}, "‹…›"),
        ("02-2712-3456", {"telephone"}, "‹…›"),
        ("11010519491231002x", {"resident_id"}, "‹…›"),
        ("110105 19491231 002X", {"resident_id"}, "‹…›"),
        ("１１０１０５１９４９１２３１００２Ｘ", {"resident_id"}, "‹…›"),
        ("110105194912310000", {"resident_id"}, "‹…›"),
        ("1.1010519491231002e+17", {"resident_id"}, "‹…›"),
        ("证件A123456（3）", {"hong_kong_id"}, "证件‹…›"),
        ("a123456 (3)", {"hong_kong_id"}, "‹…›"),
        ("身份证A123456789", {"taiwan_id"}, "身份证‹…›"),
        ("192.168.10.20", {"ip_address"}, "‹…›"),
        ("车牌京A12345", {"number_plate"}, "车牌‹…›"),
        ("call13800138000now", set(), "call‹…›now"),
    ],
)
def test_personal_values_are_found_and_masked(text: str, kinds: set[str], shown: str) -> None:
    assert (kinds_in(text), masked(text)) == (kinds, shown)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 10:00:00",
        "20260105100000",
        "1709251200000",
        "1709251200",
        "202601051234567890",
        "CMP-2026-000123",
        "13800138000.50",
        "12345678901",
        "1,380,013,800",
        "110105194912310021",
        "4111111111111112",
        "A123456(4)",
        "A123456788",
        "CMPA123456789",
        "C202601052",
        "440305202601050010",
        "010-20260105",
        "010-2026-0105",
        "1.5e10",
        "13800138000.00",
        "5000-6000",
        "10－12点",
        "1Z999AA10123456784",
        "SF1234567890123",
        "400-820-8820",
        "v1.2.3",
        "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
        "约60%的顾客",
        "@门店",
    ],
)
def test_honest_values_are_left_alone(text: str) -> None:
    assert (kinds_in(text), masked(text)) == (set(), text)


@given(SEEDS, st.integers(8, 20))
def test_random_numbers_stay_under_the_threshold(seed: int, length: int) -> None:
    numbers = column(lambda chance: digits(chance, length), seed)
    assert {kind: share for kind, share in held(numbers).items() if share > 0.01} == {}


@given(SEEDS)
def test_codes_of_a_letter_and_digits_stay_under_the_threshold(seed: int) -> None:
    codes = column(lambda chance: f"{chance.choice('ABC')}{digits(chance, 9)}", seed)
    assert held(codes) == {}


@given(SEEDS)
def test_identity_numbers_that_a_spreadsheet_rounded_are_still_known(seed: int) -> None:
    numbers = held([f"{float(one[:17] + '0'):.16e}" for one in column(resident, seed)])
    assert numbers.keys() == {"resident_id"}
    assert numbers["resident_id"] > 0.9


@pytest.mark.parametrize("form", ["%Y%m%d%H%M%S", "%Y%m%d", "%y%m%d%H%M%S"])
@given(start=st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2027, 1, 1)), step=st.integers(1, 90_000))
def test_running_order_numbers_made_of_times_stay_under_the_threshold(
    form: str, start: dt.datetime, step: int
) -> None:
    numbers = [
        (start + dt.timedelta(seconds=step * n)).strftime(form) + f"{n % 10_000:04d}" for n in range(ROWS)
    ]
    assert {kind: share for kind, share in held(numbers).items() if share > 0.01} == {}


@given(SEEDS)
def test_identity_numbers_are_told_from_numbers_of_the_same_length(seed: int) -> None:
    numbers = column(resident, seed)
    assert held(numbers) == {"resident_id": 1.0}
    assert [one for one in numbers if resident_id(one[:16] + str((int(one[16]) + 1) % 10) + one[17])] == []


@given(SEEDS)
def test_cards_are_told_from_order_numbers(seed: int) -> None:
    numbers = column(card, seed)
    assert held(numbers) == {"bank_card": 1.0}
    wrong = [one[:-1] + str((int(one[-1]) + 1) % 10) for one in numbers]
    assert held([*wrong, *numbers[:30]]) == {}


@given(SEEDS)
def test_mobile_numbers_fill_their_column(seed: int) -> None:
    assert held(column(mobile, seed)) == {"mobile": 1.0}


@given(st.text(max_size=60), SEEDS, st.sampled_from([resident, card, mobile]), st.text(max_size=60))
def test_whatever_is_found_is_masked(
    before: str, seed: int, make: Callable[[Random], str], after: str
) -> None:
    value = make(Random(seed))  # noqa: S311  examples for a test
    text = f"{before} {value} {after}"
    assert value not in masked(text)
    assert kinds_in(masked(text)) == set()
