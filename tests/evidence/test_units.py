"""Columns that files give in another unit of time than ours."""

from __future__ import annotations

import pytest

from tests.evidence.conftest import TakeIn

WAITS = "action_id,complaint_id,action_ts,type,审批等待({unit})\nA1,C1,2026-03-04 10:00,refund,90\nA2,C1,2026-03-04 10:00,refund,2小时\n"
COLUMNS = {"approval_wait_h": "审批等待(分钟)"}


def _waits(
    taken_in: TakeIn, files: dict[str, str], columns: dict[str, str]
) -> tuple[list[object], list[str]]:
    intake = taken_in({"recovery_actions": {"files": list(files), "columns": columns}}, files)
    said = [one.examples[0] for one in intake.groups if one.column == "approval_wait_h"]
    rows = intake.evidence.rows("recovery_actions")
    return [one.approval_wait_h for one in rows], [f"{one.code} {one.message.in_('en')}" for one in said]


def test_a_unit_in_the_header_is_converted_and_cells_with_their_own_unit_keep_it(taken_in: TakeIn) -> None:
    waits, said = _waits(taken_in, {"a.csv": WAITS.format(unit="分钟")}, COLUMNS)
    assert waits == [1.5, 2.0]
    assert said == ["N-UNIT-CONVERTED read in min, as the file says, and converted to h"]


def test_a_row_of_units_under_the_header_is_followed(taken_in: TakeIn) -> None:
    lines = ["action_id,complaint_id,action_ts,type,approval_wait_h", ",,,,min"]
    lines += [f"A{n},C1,2026-03-04 10:00,refund,{30 * n}" for n in range(1, 6)]
    waits, said = _waits(taken_in, {"a.csv": "\n".join(lines) + "\n"}, {})
    assert waits == [0.5, 1.0, 1.5, 2.0, 2.5]
    assert said == ["N-UNIT-CONVERTED read in min, as the file says, and converted to h"]


@pytest.mark.parametrize(
    ("files", "columns"),
    [
        ({"a.csv": WAITS.format(unit="工作日")}, {"approval_wait_h": "审批等待(工作日)"}),
        (
            {
                "a.csv": WAITS.format(unit="分钟"),
                "b.csv": WAITS.replace("A1", "B1").replace("A2", "B2").format(unit="天"),
            },
            {},
        ),
    ],
)
def test_units_that_cannot_be_converted_or_differ_take_the_column_out(
    files: dict[str, str], columns: dict[str, str], taken_in: TakeIn
) -> None:
    if not columns:
        files = {name: text.replace("审批等待(", "approval_wait_h(") for name, text in files.items()}
    waits, said = _waits(taken_in, files, columns)
    assert set(waits) == {None}
    assert [one.split(" ", 1)[0] for one in said] == ["E-UNIT-APART"] * len(files)


STANDARDS = "standard_id,target_value,unit,operator\nS1,2,h,<=\n"
NO_UNIT_OF_OURS = (
    "the header says working days, which is no unit that can be read: the rows stand without one"
)
DELIVERY = "delivery_id,episode_id,standard_id,start_ts,{header}\nD1,E1,S1,2026-03-04 10:00,90\n"


@pytest.mark.parametrize(
    ("header", "unit", "said"),
    [
        ("耗时（分钟）", "min", ["N-UNIT-TOLD no row gives its unit: read in min, as the header says"]),
        ("耗时", None, []),
        (
            "耗时（工作日）",
            None,
            [f"W-UNIT-UNKNOWN {NO_UNIT_OF_OURS}"],
        ),
    ],
)
def test_the_header_of_a_measured_value_gives_its_rows_their_unit(
    header: str, unit: str | None, said: list[str], taken_in: TakeIn
) -> None:
    intake = taken_in(
        {
            "service_standards": {"files": ["standards.csv"]},
            "service_delivery": {"files": ["delivery.csv"], "columns": {"measured_value": header}},
        },
        {"standards.csv": STANDARDS, "delivery.csv": DELIVERY.format(header=header)},
    )
    (row,) = intake.evidence.rows("service_delivery")
    told = [one.examples[0] for one in intake.groups if one.code.endswith(("UNIT-TOLD", "UNIT-UNKNOWN"))]
    assert (row.measured_value, row.unit) == (90.0, unit)
    assert [f"{one.code} {one.message.in_('en')}" for one in told] == said
