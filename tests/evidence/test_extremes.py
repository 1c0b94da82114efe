"""Range checks that the ends of a column settle are left out; all others stay."""

from __future__ import annotations

import math

import pandera.ibis as pa
import pytest

from audit.engines import connect
from audit.evidence.extremes import open_checks

IN = pa.Check.in_range(1, 7)


@pytest.mark.parametrize(
    ("values", "check", "stays"),
    [
        ([1.0, 7.0, None], IN, False),
        ([1.0, 7.5], IN, True),
        ([0.5, 7.0], IN, True),
        ([1.0, math.nan], IN, True),
        ([None, None], IN, False),
        ([], IN, False),
        ([1.0], pa.Check.in_range(1, 7, include_min=False), True),
        ([7.0], pa.Check.in_range(1, 7, include_max=False), True),
        ([1.5, 6.5], pa.Check.in_range(1, 7, include_min=False, include_max=False), False),
        ([1.0], pa.Check.gt(1), True),
        ([1.0], pa.Check.ge(1), False),
        ([1.0], pa.Check.lt(1), True),
        ([1.0], pa.Check.le(1), False),
        ([2.0], pa.Check.isin([2.0]), True),
        ([1.0, None], pa.Check.in_range(1, 7, ignore_na=False), True),
    ],
)
def test_a_range_stays_only_where_a_row_may_break_it(
    values: list[float | None], check: pa.Check, *, stays: bool
) -> None:
    with connect(threads=1) as engine:
        engine.con.con.execute('CREATE TABLE answers ("a ""b" DOUBLE, text VARCHAR)')
        if values:
            engine.con.con.executemany("INSERT INTO answers VALUES (?, 'x')", [[value] for value in values])
        columns = {
            'a "b': pa.Column(float, checks=check),
            "text": pa.Column(str, checks=pa.Check.isin(["y"])),
        }
        found = open_checks(engine, engine.con.table("answers"), columns)
    assert {name: len(checks) for name, checks in found.items()} == {'a "b': int(stays), "text": 1}
