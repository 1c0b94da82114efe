"""Every measure on evidence at its edges: a value or a stated reason, and never an exception or a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from audit.api import assess
from audit.evidence.catalogue import table_definition
from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.definition import Measure
from audit.result import Estimate, Measurement
from audit.text import Language, Message
from tests.measures.evidence import instrument, measured
from tests.measures.organisation import Tables, handing_over, tables

EXAMPLE = Path(__file__).parents[2] / "examples" / "complete"
EVERY = pytest.mark.parametrize("one", MEASURES.values(), ids=MEASURES)
ROUNDING = 1e-9
"""An end of an interval may pass its estimate by the rounding of both."""

COUNTED = {"share", "mean", "ratio", "difference", "quantile", "reliability", "p_value", "category"}
"""Kinds that have no value without a case; a count or a rate of nothing is 0."""


def empty(rows: Tables) -> Tables:
    """Files that hold a header and nothing else."""
    return {name: [] for name in rows}


def one_row(rows: Tables) -> Tables:
    return {name: given[:1] for name, given in rows.items()}


def missing(rows: Tables) -> Tables:
    """Every row of the files with nothing but what makes it a row: what the catalogue requires."""

    def kept(name: str, row: dict[str, Any]) -> dict[str, Any]:
        definition = table_definition(name, instrument())
        required = {column.name for column in definition.columns if column.required} | set(definition.key)
        return {column: value if column in required else None for column, value in row.items()}

    return {name: [kept(name, row) for row in given] for name, given in rows.items()}


def alike(rows: Tables) -> Tables:
    """Thirty times the first row of every file, told apart by its key alone."""

    def again(name: str, row: dict[str, Any], i: int) -> dict[str, Any]:
        key = [column for column in table_definition(name, instrument()).key if column in row]
        told = {column: _next(row[column], i) for column in key[-1:]}
        return row | (told if i else {})

    return {name: [again(name, given[0], i) for i in range(30)] for name, given in rows.items()}


def _next(value: Any, i: int) -> Any:
    if isinstance(value, str):
        return f"{value}-{i}"
    return value + dt.timedelta(days=31 * i) if isinstance(value, dt.date) else value


CASES: dict[str, Callable[[Tables], Tables]] = {
    "empty": empty,
    "one row": one_row,
    "all missing": missing,
    "all alike": alike,
}


SLOW = {"one row", "all alike"}
"""Left to the long run: what they find is mostly found by the other two."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in CASES],
)
def evidence(request: pytest.FixtureRequest) -> Evidence:
    """One organisation at an edge, with every column of every table in its files."""
    whole = tables()
    columns = {
        name: [column.name for column in table_definition(name, instrument()).columns] for name in whole
    }
    return handing_over(CASES[request.param](whole), columns=columns)


@EVERY
def test_a_measure_gives_a_value_or_says_why_not(one: Measure, evidence: Evidence) -> None:
    assert list(faults(measured(one.id, evidence))) == []


@pytest.mark.slow
def test_the_complete_example_gives_a_value_or_says_why_not() -> None:
    found = assess(EXAMPLE).measurements
    assert [one.measure for one in found] == list(MEASURES)
    assert [fault for one in found for fault in faults(one)] == []
    assert {one.measure: one.reason.code for one in found if one.reason} == {
        "M-CA-RECUR": "M-NO-WINDOWS",
        "M-ZOT-MSS": "M-NOT-DESIRED",
    }


def faults(found: Measurement) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a measurement: measure, result with key, fault."""
    if found.reason is None and not found.estimates:
        yield found.measure, "", "neither an estimate nor a reason"
    if found.reason is not None and not in_both_languages(found.reason):
        yield found.measure, "", f"{found.reason.code} lacks words"
    for one in found.estimates:
        for fault in faults_of(one):
            yield found.measure, f"{one.result} {one.key}", fault


def faults_of(one: Estimate) -> Iterator[str]:
    told = one.value is not None or one.category is not None or one.beyond
    if one.sufficiency != "enough" and one.reason is None:
        yield f"{one.sufficiency} without a reason"
    if not told and one.sufficiency == "enough":
        yield "enough, and no value"
    if not told and one.interval is not None:
        yield "an interval of nothing"
    if one.reason is not None and not in_both_languages(one.reason):
        yield f"{one.reason.code} lacks words"
    if min(one.n, one.unknown, *one.excluded.values(), 0) < 0:
        yield "a negative number of cases"
    if one.value is not None and one.kind in COUNTED and not one.n:
        yield "a value that stands on no case"
    yield from faults_of_interval(one)


def faults_of_interval(one: Estimate) -> Iterator[str]:
    ends = (None, None) if one.interval is None else (one.interval.low, one.interval.high)
    if one.kind == "share" and any(
        not 0 <= figure <= 1 for figure in (one.value, *ends) if figure is not None
    ):
        yield f"a share outside 0 and 1: {one.value} {ends}"
    if one.value is None:
        return
    low, high = ends
    allowed = ROUNDING * max(1.0, abs(one.value))
    if (low is not None and low > one.value + allowed) or (high is not None and high < one.value - allowed):
        yield f"{one.value} lies outside {ends}"


def in_both_languages(message: Message) -> bool:
    """Whether a reason reads as a sentence in each language, without a placeholder that nothing filled."""
    return all(message.in_(one).strip() and "None" not in message.in_(one) for one in get_args(Language))
