"""Records that the audit period does not hold, and what is told of them."""

from __future__ import annotations

import datetime as dt

from tests.evidence.conftest import TakeIn

LEFT_OUT = "measures of the period do not count them"


def said(
    taken_in: TakeIn, days: list[str], language: str = "en", **others: object
) -> list[tuple[str, int, str]]:
    """What is told of a complaint log with one complaint on each of these days: code, count, sentence."""
    text = "complaint_id,received_ts,channel\n" + "".join(f"C{n},{day},web\n" for n, day in enumerate(days))
    return of_period(taken_in, {"complaints": {"files": ["t.csv"]}}, text, language, **others)


def of_period(
    taken_in: TakeIn, evidence: dict[str, object], text: str, language: str = "en", **others: object
) -> list[tuple[str, int, str]]:
    intake = taken_in(evidence, {"t.csv": text}, **others)
    return [
        (one.code, one.count, one.examples[0].message.in_("zh" if language == "zh" else "en"))
        for one in intake.groups
        if "PERIOD" in one.code and one.code != "W-PERIOD-GAP"
    ]


def test_records_before_and_after_the_period_are_told_with_their_first_and_last_day(taken_in: TakeIn) -> None:
    days = [
        "2024-02-03",
        "2025-12-31 23:59:59",
        "2026-01-01",
        "2026-12-31 23:59:59",
        "2027-01-01",
        "2027-01-01",
    ]
    assert said(taken_in, days) == [
        (
            "W-OUTSIDE-PERIOD",
            4,
            (
                "outside the period (2026-01-01 to 2026-12-31): 4 of 6 records, 2 before it (2024-02-03 to 2025-12-31), "
                f"2 after it (2027-01-01); {LEFT_OUT}"
            ),
        )
    ]
    assert said(taken_in, days, "zh") == [
        (
            "W-OUTSIDE-PERIOD",
            4,
            (
                "6 条记录中有 4 条不在审查期间（2026-01-01 至 2026-12-31）内：之前 2 条（2024-02-03 至 2025-12-31），"
                "之后 2 条（2027-01-01）；期间内的指标不计入"
            ),
        )
    ]


def test_a_few_records_of_other_days_are_what_exports_bring_along(taken_in: TakeIn) -> None:
    of_the_period = ["2026-05-01"] * 9
    words = (
        f"outside the period (2026-01-01 to 2026-12-31): 1 of 10 records, 1 after it (2027-01-04); {LEFT_OUT}"
    )
    assert said(taken_in, [*of_the_period, "2027-01-04"]) == [("N-OUTSIDE-PERIOD", 1, words)]
    assert [one[0] for one in said(taken_in, [*of_the_period[1:], "2027-01-04"])] == ["W-OUTSIDE-PERIOD"]
    assert said(taken_in, of_the_period) == []


def test_a_log_of_another_year_is_an_error(taken_in: TakeIn) -> None:
    assert said(taken_in, ["2025-03-01", "2025-11-30"]) == [
        (
            "E-NONE-IN-PERIOD",
            2,
            (
                "none of 2 records lies in the period (2026-01-01 to 2026-12-31): 2 before it (2025-03-01 to 2025-11-30); "
                "nothing can be measured from this table"
            ),
        )
    ]


def test_fieldwork_goes_on_until_the_cut_off(taken_in: TakeIn) -> None:
    evidence = {"fieldwork": {"files": ["t.csv"]}}
    header = "fw_id,kind,session_id,item_id,done_ts,result,auditor\n"
    row = "F{n},interview,V{n},RC-B01,{day},pass,r-lee\n"

    def told(*days: str) -> list[tuple[str, int, str]]:
        text = header + "".join(row.format(n=n, day=day) for n, day in enumerate(days))
        return of_period(taken_in, evidence, text, as_of=dt.datetime(2027, 2, 1, 18))

    assert told("2026-06-01", "2027-01-20 10:00", "2027-02-01 17:00") == []
    assert told("2026-06-01", "2027-02-01 19:00") == [
        (
            "W-OUTSIDE-PERIOD",
            1,
            f"outside the period (2026-01-01 to 2027-02-01): 1 of 2 records, 1 after it (2027-02-01); {LEFT_OUT}",
        )
    ]


def test_what_has_no_date_counts_in_every_period(taken_in: TakeIn) -> None:
    evidence = {"guarantees": {"files": ["t.csv"]}}
    text = "guarantee_id,claim_id,claimed_ts\nG1,,\nG1,K1,2025-02-01\n"
    assert [one[0] for one in of_period(taken_in, evidence, text)] == ["W-OUTSIDE-PERIOD"]


def test_registers_have_no_period(taken_in: TakeIn) -> None:
    evidence = {"staff_register": {"files": ["t.csv"]}}
    assert of_period(taken_in, evidence, "staff_id,role,front_line,hired_on\nP1,clerk,1,2009-01-01\n") == []


def test_rows_with_errors_are_none_of_them(taken_in: TakeIn) -> None:
    assert said(taken_in, ["2026-03-01", "2026-03-40"]) == []
