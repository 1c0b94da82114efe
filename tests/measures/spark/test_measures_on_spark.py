"""Every measure finds on Spark what it finds on DuckDB, to nine decimals."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from audit import spark
from audit.evidence.calendar import Calendar
from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.figures import Minimum
from audit.measures.runner import Rules
from tests.measures.evidence import measured
from tests.measures.organisation import organisation
from tests.measures.spark.scattered import scattered

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="PySpark is not installed"),
    pytest.mark.skipif(spark.java() is None, reason="there is no Java"),
]

ORGANISATIONS: dict[str, Callable[[], Evidence]] = {"tidy": organisation, "scattered": scattered}
RULES = Rules(
    share=Minimum(1, 1), mean=Minimum(2, 2), unknown_share=1.0, smallest_cell=1, smallest_staff_cell=1
)
"""Nothing is withheld, so that everything is compared."""
YEARS = (2014, 2036)
"""Changes of the clock that are written into the expressions: ten years around the period, as for users."""


@pytest.fixture(scope="module")
def session() -> Iterator[spark.Spark]:
    # Java compiles for the long run unless it is told that there is none.
    with spark.start(
        "local[2]", memory="1g", java_options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    ) as started:
        yield started


@pytest.fixture(scope="module", params=ORGANISATIONS)
def both(request: pytest.FixtureRequest, session: spark.Spark) -> tuple[Evidence, Evidence]:
    """The same evidence on DuckDB and on Spark."""
    here = ORGANISATIONS[request.param]()
    days = here._calendar
    here._calendar = Calendar(days.timezone, days.business_hours, days.holidays, YEARS)
    return here, here.moved(
        session, lambda name, rows: session.take(here._engine, f"{request.param}_{name}", rows)
    )


def apart(here: Any, there: Any, path: str = "") -> Iterator[str]:
    """Where two measurements differ by more than 1e-9 of a number, or at all in anything else."""
    if isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys():
        for name in here:
            yield from apart(here[name], there[name], f"{path}.{name}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for place, pair in enumerate(zip(here, there, strict=True)):
            yield from apart(*pair, f"{path}[{place}]")
    elif isinstance(here, float) and isinstance(there, float):
        if not math.isclose(here, there, rel_tol=1e-9, abs_tol=1e-9):
            yield f"{path}: {here} on DuckDB, {there} on Spark"
    elif here != there or type(here) is not type(there):
        yield f"{path}: {here!r} on DuckDB, {there!r} on Spark"


@pytest.mark.parametrize("id_", MEASURES)
def test_spark_finds_what_duckdb_finds(both: tuple[Evidence, Evidence], id_: str) -> None:
    here, there = (measured(id_, one, RULES).model_dump(mode="json") for one in both)
    assert list(apart(here, there)) == []


def test_a_difference_beyond_the_ninth_decimal_is_found() -> None:
    one = {"estimates": [{"value": 0.5, "n": 3, "interval": None}], "excluded": {}}
    other = {"estimates": [{"value": 0.500000002, "n": 4, "interval": {"low": 0.1}}], "excluded": {"open": 0}}
    assert list(apart(one, one)) == []
    assert list(apart(one["estimates"], other["estimates"])) == [
        "[0].value: 0.5 on DuckDB, 0.500000002 on Spark",
        "[0].n: 3 on DuckDB, 4 on Spark",
        "[0].interval: None on DuckDB, {'low': 0.1} on Spark",
    ]
    assert list(apart(one["excluded"], other["excluded"])) == [": {} on DuckDB, {'open': 0} on Spark"]
