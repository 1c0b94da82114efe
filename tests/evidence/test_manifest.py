"""Hashes of rows and grades of evidence."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pytest

from audit.engagement import TableSource
from audit.engines import connect
from audit.evidence.manifest import Counts, grade, rows_sha256, sample_grade


def test_the_hash_is_that_of_the_rows_as_text():
    rows = pa.table(
        {
            "_file": ["a.csv", "a.csv"],
            "_row": [2, 3],
            "name": ["一\\\x1f", None],
            "share": [0.5, 3.0],
            "ok": pa.array([True, None]),
            "when": pa.array([0, 1_500_000], pa.timestamp("us")),
            "items": pa.array([["a", "b"], None], pa.list_(pa.string())),
        }
    )
    text = (
        "一\\\\\\1f\x1f0.5\x1ftrue\x1f1970-01-01 00:00:00\x1fa;b\x1f\x1e"
        "\\N\x1f3.0\x1f\\N\x1f1970-01-01 00:00:01.5\x1f\\N\x1f\x1e"
    )
    with connect() as engine:
        table = engine.con.create_table("t", rows)
        assert rows_sha256(engine, table) == hashlib.sha256(text.encode()).hexdigest()


def test_the_hash_does_not_depend_on_the_number_of_threads():
    found = set()
    for threads in (1, 2, 4):
        with connect(threads=threads) as engine:
            engine.run_sql(
                "CREATE TABLE t AS SELECT 'a' AS _file, i AS _row, md5(i::VARCHAR) AS x FROM range(300000) r(i)"
            )
            found.add(rows_sha256(engine, engine.con.table("t")))
    assert len(found) == 1


def source(**keys):
    return TableSource.model_validate({"files": ["a.csv"], **keys})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((100, 100, 100), "B"), ((100, 98, 98), "B"), ((100, 97, 50), "C"), ((0, 0, 0), "B")],
)
def test_more_than_two_percent_of_errors_cost_a_grade(counts, expected):
    assert grade(source(), sample_grade(FRAME), Counts(*counts))[0] == expected


def test_the_grade_of_the_reviewer_goes_first_and_is_said():
    declared = source(grade="A", grade_reason={"zh": "现场追溯 10 条", "en": "ten records traced on site"})
    given, reason = grade(declared, sample_grade([]), Counts(100, 50, 50))
    assert (given, reason.in_("zh")) == ("A", "审查员评定：现场追溯 10 条")


FRAME = [{"method": "random", "invited": 100, "undeliverable": 20, "completed": 8}]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "census or probability sample"),
        ({"completed": 7}, "response under 10 %"),
        ({"method": "quota"}, "convenience or quota sample"),
        ({"method": "census", "invited": None}, "invitations were not recorded: the response is unknown"),
        ({"method": "census"}, "census or probability sample"),
    ],
)
def test_a_survey_is_worth_what_its_sample_is(change, expected):
    given, reason = sample_grade([FRAME[0] | change])
    assert (given, reason.en) == ("B" if expected.startswith("census") else "C", expected)


def test_a_survey_without_a_frame_is_worth_a_c():
    assert sample_grade([])[1].en == "no survey frame: the response is unknown"
