"""Rules checked in one scan: the same rows as Pandera finds in pandas, counted exactly and named."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import ibis
import numpy as np
import pandas as pd
import pandera.ibis as pai
import pandera.pandas as pap
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.evidence import broken_rows
from audit.evidence.broken_rows import any_of
from audit.evidence.rules import UnsupportedSchema
from audit.evidence.validation import RowExample, Violation, violations

# Ibis 12 reads batches from DuckDB by a name that DuckDB 1.5 has renamed.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_record_batch:DeprecationWarning")

CONNECTION = ibis.duckdb.connect()


def staged(columns: Mapping[str, tuple[str, list[Any]]], files: list[str] | None = None) -> ibis.Table:
    """A typed table as the mapping leaves it: row 2 is the first under the header."""
    rows = max((len(values) for _, values in columns.values()), default=0)
    types = {"_file": "string", "_row": "int64"} | {name: dtype for name, (dtype, _) in columns.items()}
    values = {"_file": files or ["a.csv"] * rows, "_row": list(range(2, rows + 2))}
    values |= {name: cells for name, (_, cells) in columns.items()}
    records = [dict(zip(values, cells, strict=True)) for cells in zip(*values.values(), strict=True)]
    arrow = pyarrow.Table.from_pylist(records, schema=ibis.schema(types).to_pyarrow())
    return CONNECTION.create_table("staged", arrow, overwrite=True)


def found(
    table: ibis.Table, schema: pai.DataFrameSchema, **options: Any
) -> list[tuple[str, str, int, list[int]]]:
    return [
        (v.rule, ",".join(v.columns), v.count, [row.row for row in v.examples])
        for v in violations(table, schema, **options)
    ]


def test_a_broken_check_names_its_rows_and_their_values():
    check = pai.Check.in_range(1, 7)
    table = staged({"p07": ("float64", [7.0, 9.0, None, 0.0])})
    schema = pai.DataFrameSchema({"p07": pai.Column(float, check, nullable=True)})
    rows = (RowExample("a.csv", 3, {"p07": 9.0}), RowExample("a.csv", 5, {"p07": 0.0}))
    statistics = {"min_value": 1, "max_value": 7, "include_min": True, "include_max": True}
    expected = Violation(
        "in_range", "check", "p07", ("p07",), {"a.csv": 2}, rows, check, statistics, number=0
    )
    assert violations(table, schema) == (expected,)


def test_a_null_breaks_only_the_rule_against_nulls():
    table = staged({"channel": ("string", ["phone", None, "fax"])})
    schema = pai.DataFrameSchema({"channel": pai.Column(str, pai.Check.isin(["phone"]))})
    assert found(table, schema) == [("not_nullable", "channel", 1, [3]), ("isin", "channel", 1, [4])]


def test_a_null_breaks_a_check_that_does_not_ignore_nulls():
    table = staged({"n": ("int64", [1, None])})
    schema = pai.DataFrameSchema({"n": pai.Column(int, pai.Check.ge(0, ignore_na=False), nullable=True)})
    assert found(table, schema) == [("greater_than_or_equal_to", "n", 1, [3])]


def test_nan_is_a_null():
    table = staged({"n": ("float64", [1.0, float("nan")]), "m": ("float64", [float("nan"), 1.0])})
    schema = pai.DataFrameSchema(
        {"n": pai.Column(float, pai.Check.le(9)), "m": pai.Column(float, pai.Check.le(9), nullable=True)}
    )
    assert found(table, schema) == [("not_nullable", "n", 1, [3])]


def test_a_row_rule_that_cannot_be_asked_passes():
    def end_after_start(data: Any) -> Any:
        return data.table["end"] >= data.table["start"]

    check = pai.Check(end_after_start, name="E-ORDER", statistics={"columns": ("end", "start")})
    table = staged({"start": ("int64", [1, 5, None]), "end": ("int64", [2, 4, 1])})
    (violation,) = violations(table, pai.DataFrameSchema({}, checks=check))
    assert (
        violation.rule, violation.kind, violation.column, violation.columns
    ) == ("E-ORDER", "row_rule", None, ("end", "start"))  # fmt: skip
    assert (RowExample("a.csv", 3, {"end": 4, "start": 5}),) == violation.examples


def test_a_row_rule_without_declared_columns_shows_those_that_it_reads():
    check = pai.Check(lambda data: data.table["b"] > data.table["a"], name="rising")
    table = staged({"a": ("int64", [1]), "b": ("int64", [1]), "c": ("int64", [1])})
    assert found(table, pai.DataFrameSchema({}, checks=check)) == [("rising", "a,b", 1, [2])]


def test_a_schema_wide_built_in_check_asks_every_column():
    table = staged({"a": ("int64", [1, -1]), "b": ("int64", [1, 1])})
    schema = pai.DataFrameSchema({}, checks=pai.Check(lambda data: data.table.select(
        a=data.table["a"] >= 0, b=data.table["b"] >= 0), name="positive"))  # fmt: skip
    assert found(table, schema) == [("positive", "a,b", 1, [3])]


def test_columns_missing_or_of_another_type_are_said_and_their_rules_not_asked():
    order = pai.Check(lambda data: data.table["end"] >= data.table["start"], name="E-ORDER",
                      statistics={"columns": ("end", "start")})  # fmt: skip
    schema = pai.DataFrameSchema(
        {
            "start": pai.Column(int),
            "end": pai.Column(int, pai.Check.ge(0)),
            "note": pai.Column(str, required=False),
        },
        checks=order,
    )
    table = staged({"end": ("string", ["x"])})
    assert found(table, schema) == [("missing_column", "start", 1, []), ("dtype", "end", 1, [])]
    assert violations(table, schema)[1].statistics == {"expected": "int64", "found": "string"}


def test_types_are_compared_by_family():
    schema = pai.DataFrameSchema(
        {"n": pai.Column(int), "x": pai.Column(float), "at": pai.Column(datetime.datetime)}
    )
    day = datetime.datetime(2026, 1, 1)
    table = staged({"n": ("int32", [1]), "x": ("float32", [1.0]), "at": ("timestamp(3)", [day])})
    assert found(table, schema) == []


def test_a_pattern_stands_for_all_columns_that_it_matches():
    schema = pai.DataFrameSchema({r"p\d\d": pai.Column(float, pai.Check.le(7), regex=True, nullable=True)})
    table = staged({"p01": ("float64", [8.0]), "p02": ("float64", [9.0]), "q01": ("float64", [9.0])})
    assert found(table, schema) == [
        ("less_than_or_equal_to", "p01", 1, [2]),
        ("less_than_or_equal_to", "p02", 1, [2]),
    ]


def test_duplicates_are_found_by_single_and_joint_keys_and_null_equals_nothing():
    table = staged({
        "id": ("string", ["a", "b", "a", None, None]),
        "case": ("int64", [1, 1, 2, 2, 1]),
        "stage": ("string", ["x", "x", None, None, "y"]),
    })  # fmt: skip
    schema = pai.DataFrameSchema(
        {"id": pai.Column(str, unique=True, nullable=True)}, unique=["case", "stage"]
    )
    assert found(table, schema) == [("unique", "id", 2, [2, 4]), ("unique", "case,stage", 2, [2, 3])]


def test_a_value_without_its_parent_is_an_orphan():
    parents = CONNECTION.create_table("parents", pyarrow.table({"site": ["s1", None]}), overwrite=True)
    table = staged({"site_id": ("string", ["s1", "s2", None])})
    assert found(table, pai.DataFrameSchema({}), foreign_keys={"site_id": (parents, "site")}) == [
        ("foreign", "site_id", 1, [3])
    ]


def test_a_check_on_the_whole_column_is_answered_once():
    mean = pai.Check(lambda data: data.table[data.key].mean() > 3, name="mean")
    schema = pai.DataFrameSchema({"n": pai.Column(int, [mean, pai.Check.unique_values_eq([1, 2])])})
    assert found(staged({"n": ("int64", [1, 2])}), schema) == [("mean", "n", 1, [])]
    assert found(staged({"n": ("int64", [9, 2])}), schema) == [("unique_values_eq", "n", 1, [])]


def test_alike_checks_are_asked_of_each_column_and_type():
    kept = pai.Check.in_range(1, 5)
    columns = {
        "whole": ("int64", [1, 9]), "broken": ("float64", [0.5, 5.0]),
        "also_whole": ("int64", [5, 5]), "last": ("int64", [0, 2]),
    }  # fmt: skip
    schema = pai.DataFrameSchema(
        {name: pai.Column(None, [kept, pai.Check.isin([1, 2, 5, 9, 0.5])]) for name in columns}
    )
    assert found(staged(columns), schema) == [
        ("in_range", "whole", 1, [3]), ("in_range", "broken", 1, [2]),
        ("in_range", "last", 1, [2]), ("isin", "last", 1, [2]),
    ]  # fmt: skip


def test_a_table_without_rows_breaks_nothing():
    schema = pai.DataFrameSchema({"n": pai.Column(int, pai.Check.ge(0), unique=True)}, unique=["n"])
    assert found(staged({"n": ("int64", [])}), schema) == []


def test_more_rules_than_bits_are_all_told_apart():
    columns = {f"p{i:03}": ("int64", [int(row == i) for row in range(150)]) for i in range(150)}
    schema = pai.DataFrameSchema({name: pai.Column(int, pai.Check.eq(0)) for name in columns})
    assert [("equal_to", f"p{i:03}", 1, [i + 2]) for i in range(150)] == found(staged(columns), schema)


def test_a_rare_rule_keeps_its_examples_beside_a_frequent_one():
    CONNECTION.raw_sql(
        """create or replace table many as select 'b.csv' as _file, 20000 - i as _row, i as always,
           case when i in (7, 19000) then -1 else 1 end as rare from range(20000) r(i)"""
    )
    schema = pai.DataFrameSchema(
        {"always": pai.Column(int, pai.Check.lt(0)), "rare": pai.Column(int, pai.Check.gt(0))}
    )
    assert found(CONNECTION.table("many"), schema, examples=3) == [
        ("less_than", "always", 20000, [1, 2, 3]),
        ("greater_than", "rare", 2, [1000, 19993]),
    ]


def test_rows_are_counted_and_named_by_file_and_in_its_order():
    files = ["b.csv", "a.csv", "a.csv", "a.csv", "b.csv"]
    table = staged({"n": ("int64", [-1, -2, -3, -4, 5])}, files=files)
    schema = pai.DataFrameSchema({"n": pai.Column(int, pai.Check.ge(0))})
    (violation,) = violations(table, schema, examples=2)
    assert (violation.count, violation.counts) == (4, {"a.csv": 3, "b.csv": 1})
    assert violation.examples == (
        RowExample("a.csv", 3, {"n": -2}),
        RowExample("a.csv", 4, {"n": -3}),
        RowExample("b.csv", 2, {"n": -1}),
    )


def test_an_orphan_in_a_list_shows_the_word_that_is_not_known():
    parents = CONNECTION.create_table("parents", pyarrow.table({"site": ["s1"]}), overwrite=True)
    table = staged({"sites": ("array<string>", [["s1"], ["s1", "s3", "s2"], [], None])})
    (violation,) = violations(table, pai.DataFrameSchema({}), foreign_keys={"sites": (parents, "site")})
    assert violation.examples == (RowExample("a.csv", 3, {"sites": "s2"}),)


def test_every_row_that_breaks_a_rule_can_be_asked_for():
    parents = CONNECTION.create_table("parents", pyarrow.table({"site": ["s1"]}), overwrite=True)
    table = staged({"n": ("int64", [-1, 1, 1, -2]), "site": ("string", ["s1", "s1", "s2", "s3"])})
    schema = pai.DataFrameSchema({"n": pai.Column(int, pai.Check.ge(0), unique=True)})
    ours = violations(table, schema, foreign_keys={"site": (parents, "site")}, examples=1, keep="kept")
    assert [(one.rule, one.number) for one in ours] == [
        ("greater_than_or_equal_to", 1), ("unique", 2), ("foreign", 3),
    ]  # fmt: skip
    asked = {"negative": [1], "repeated": [2], "orphaned": [3], "negative or orphaned": [1, 3]}
    kept = {
        said: [row for (row,) in CONNECTION.con.execute(
            f"SELECT DISTINCT _row FROM kept WHERE {any_of(numbers)} ORDER BY _row").fetchall()]  # noqa: S608
        for said, numbers in asked.items()
    }  # fmt: skip
    assert kept == {
        "negative": [2, 5], "repeated": [3, 4], "orphaned": [4, 5], "negative or orphaned": [2, 4, 5],
    }  # fmt: skip


@pytest.mark.parametrize(
    "schema",
    [
        pai.DataFrameSchema({"n": pai.Column(int, pai.Check(lambda n: n > 0, element_wise=True))}),
        pai.DataFrameSchema({"n": pai.Column(int)}, strict=True),
        pai.DataFrameSchema({"n": pai.Column(int, coerce=True)}),
        pai.DataFrameSchema({"n": pai.Column(int, pai.Check(lambda data: data.table["n"] + 1))}),
        pai.DataFrameSchema(
            {"n": pai.Column(int, pai.Check(lambda data: data.table.filter(data.table["n"] > 1)))}
        ),
    ],
    ids=["element-wise", "strict", "coerce", "not boolean", "another table"],
)
def test_what_a_query_cannot_decide_is_refused(schema: pai.DataFrameSchema):
    with pytest.raises(UnsupportedSchema):
        violations(staged({"n": ("int64", [1])}), schema)


def test_a_table_that_does_not_name_its_rows_is_refused():
    table = staged({"n": ("int64", [1])}).select("n")
    with pytest.raises(ValueError, match="_file and _row"):
        violations(table, pai.DataFrameSchema({}))


NUMBERS = st.one_of(st.none(), st.integers(-3, 9).map(float), st.sampled_from([0.5, 1e9]))
WORDS = st.one_of(st.none(), st.text("ab1", max_size=3), st.sampled_from(["电话", "官网", ""]))
NUMBER_CHECKS = [
    ("ge", (2,)), ("gt", (2,)), ("le", (5,)), ("lt", (5,)), ("eq", (3,)), ("ne", (3,)),
    ("in_range", (1, 7)), ("in_range", (1, 7, False, False)), ("isin", ([1, 2, 3],)), ("notin", ([1, 2, 3],)),
]  # fmt: skip
WORD_CHECKS = [
    ("isin", (["a", "电话"],)), ("notin", (["a", "电话"],)), ("eq", ("ab",)), ("ne", ("ab",)),
    ("str_length", (1, 2)), ("str_length", (2, None)), ("str_matches", ("a+b?",)),
    ("str_contains", ("1",)), ("str_startswith", ("a",)), ("str_endswith", ("网",)),
]  # fmt: skip


def column_rules(checks: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.lists(st.sampled_from(checks), max_size=3, unique_by=repr)
    return st.fixed_dictionaries({"checks": chosen, "nullable": st.booleans(), "unique": st.booleans()})


@st.composite
def frames(draw: st.DrawFn) -> tuple[dict[str, list[Any]], dict[str, dict[str, Any]]]:
    rows = draw(st.integers(0, 12))
    kinds = {"x": NUMBERS, "y": NUMBERS, "w": WORDS}
    columns = {name: draw(st.lists(cells, min_size=rows, max_size=rows)) for name, cells in kinds.items()}
    asked = {name: draw(column_rules(WORD_CHECKS if name == "w" else NUMBER_CHECKS)) for name in kinds}
    return columns, asked


def schema_of(pandera: Any, asked: dict[str, dict[str, Any]], row_rule: Any) -> Any:
    columns = {
        name: pandera.Column(
            str if name == "w" else float,
            [
                getattr(pandera.Check, check)(*arguments, name=f"{check}{n}")
                for n, (check, arguments) in enumerate(rule["checks"])
            ],
            nullable=rule["nullable"],
            unique=rule["unique"],
        )
        for name, rule in asked.items()
    }
    return pandera.DataFrameSchema(columns, checks=pandera.Check(row_rule, name="order"), unique=["x", "w"])


def by_pandas(columns: dict[str, list[Any]], asked: dict[str, dict[str, Any]]) -> set[tuple[str, str, int]]:
    frame = pd.DataFrame({n: pd.Series(c, dtype=object if n == "w" else float) for n, c in columns.items()})
    schema = schema_of(pap, asked, lambda f: (f["y"] >= f["x"]) | f["x"].isna() | f["y"].isna())
    try:
        schema.validate(frame, lazy=True)
    except pap.errors.SchemaErrors as errors:
        return {case for error in errors.schema_errors for case in cases(error, frame)}
    return set()


def cases(error: Any, frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Rule, columns and row of each failure; two nulls are not duplicates of one another for us."""
    reason = error.reason_code.name
    if reason == "WRONG_DATATYPE":  # an empty column of objects
        return
    joint = reason == "DUPLICATES"
    on = ["x", "w"] if joint else ["x", "y"] if error.schema.name is None else [error.schema.name]
    duplicates = joint or reason == "SERIES_CONTAINS_DUPLICATES"
    rule = "unique" if duplicates else str(getattr(error.check, "name", error.check))
    for row in set(error.failure_cases["index"]):
        if not (duplicates and frame.loc[row, on].isna().any()):
            yield rule, ",".join(on), int(row)


@settings(max_examples=60)
@given(frames())
def test_the_same_rows_break_the_same_rules_as_in_pandas(drawn: Any):
    columns, asked = drawn
    table = staged({name: ("string" if name == "w" else "float64", cells) for name, cells in columns.items()})
    schema = schema_of(pai, asked, lambda data: data.table["y"] >= data.table["x"])
    ours = violations(table, schema)
    assert by_pandas(columns, asked) == {
        (v.rule, ",".join(v.columns), row.row - 2) for v in ours for row in v.examples
    }
    assert [len(v.examples) for v in ours] == [v.count for v in ours]


@pytest.mark.parametrize("most", [2, 10**6])
def test_any_number_of_rows_may_be_named(most):
    table = staged({"n": ("int64", [-3, 1, -2, -1])})
    schema = pai.DataFrameSchema({"n": pai.Column(int, pai.Check.ge(0))})
    assert found(table, schema, examples=most) == [("greater_than_or_equal_to", "n", 3, [2, 4, 5][:most])]


def test_repeated_keys_are_found_however_many_keys_are_sorted_in_one_piece(monkeypatch):
    monkeypatch.setattr(broken_rows, "_SORTED_TOGETHER", 2)
    table = staged({"id": ("string", ["a", "b", "c", "a", "d", None, None, "c"])})
    schema = pai.DataFrameSchema({"id": pai.Column(str, unique=True, nullable=True)})
    assert found(table, schema) == [("unique", "id", 4, [2, 4, 5, 9])]


@given(
    st.lists(st.tuples(st.sampled_from((0, 1, 4095, 4096, 2**32 - 1)), st.sampled_from((0, 1, 2**32 - 1))))
)
def test_hashes_that_agree_in_one_half_are_told_apart(halves):
    hashes = np.array([low | high << 32 for low, high in halves], np.uint64)
    times = Counter(hashes.tolist())
    assert broken_rows._twice(hashes).tolist() == sorted(one for one, count in times.items() if count > 1)


def test_a_rule_that_cannot_be_answered_leaves_no_search_behind():
    def number(data):
        return data.table["text"].cast("int64") > 0

    table = staged({"id": ("int64", [1, 1]), "text": ("string", ["1", "one"])})
    unique = {"id": pai.Column(int, unique=True)}
    with pytest.raises(duckdb.ConversionException, match="'one'"):
        violations(table, pai.DataFrameSchema(unique, checks=pai.Check(number, name="number")))
    assert [thread.name for thread in threading.enumerate() if "ThreadPool" in thread.name] == []
    assert found(table, pai.DataFrameSchema(unique)) == [("unique", "id", 2, [2, 3])]
