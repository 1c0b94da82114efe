"""Evidence from small literal tables: every column of the catalogue, typed; those not written are null."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from scipy import stats

from audit.criteria.instrument import Dimension, Facet, Instrument, InstrumentItem
from audit.criteria.item import RequiredDocument
from audit.engagement import ImportantItems
from audit.engines import Engine
from audit.evidence.calendar import Calendar
from audit.evidence.catalogue import table_definition
from audit.evidence.dataset import Evidence, FailureScheme, HandedOver
from audit.measures.catalogue import MEASURES
from audit.measures.figures import Minimum
from audit.measures.params import in_force
from audit.measures.runner import Rules, run
from audit.result import Estimate, Measurement
from audit.text import Text

RULES = Rules(
    share=Minimum(5, 30), mean=Minimum(10, 30), unknown_share=0.20, smallest_cell=5, smallest_staff_cell=5
)
"""What the default scheme sets; cells of customers are shown from 5 on, so that tests need fewer rows."""

Row = Mapping[str, Any]


def instrument(scale: tuple[float, float] = (1, 5), *, weights_asked: bool = True) -> Instrument:
    """Two dimensions of three items; item 03 is reversed, item 06 is not required."""
    dimensions = ("tan", "tan", "tan", "emp", "emp", "emp")
    return Instrument(
        id="tiny",
        version="1.0",
        zh="小问卷",
        en="Tiny",
        audience="customers",
        expectation_type="desired",
        valid_from=dt.date(2025, 1, 1),
        scale=scale,
        facets={
            "expected": Facet(prefix="e", zh="期望", en="expected"),
            "adequate": Facet(prefix="a", zh="可接受", en="adequate"),
            "perceived": Facet(prefix="p", zh="感知", en="perceived"),
            "importance": Facet(prefix="imp", zh="重要性", en="importance"),
        },
        dimensions=(
            Dimension(id="tan", zh="有形性", en="Tangibles"),
            Dimension(id="emp", zh="移情性", en="Empathy"),
        ),
        items=tuple(
            InstrumentItem(
                id=f"{position:02d}",
                position=position,
                dimension=dimension,
                zh=f"题{position}",
                en=f"Item {position}",
                reversed=position == 3,
                required=position != 6,
            )
            for position, dimension in enumerate(dimensions, start=1)
        ),
        weights_asked=weights_asked,
        source=Text(zh="测试", en="test"),
    )


def evidence_of(
    *,
    of: Instrument | None = None,
    columns: Mapping[str, Iterable[str]] | None = None,
    period: tuple[dt.date, dt.date] = (dt.date(2025, 1, 1), dt.date(2025, 4, 1)),
    cut: dt.datetime = dt.datetime(2025, 4, 1),
    timezone: str = "Asia/Shanghai",
    business_hours: Mapping[str, str | None] | None = None,
    holidays: Sequence[dt.date] = (),
    clock: str = "calendar",
    declared: Mapping[str, float] | None = None,
    census: Iterable[str] = (),
    broken: Iterable[str] = (),
    required_documents: Mapping[str, tuple[RequiredDocument, ...]] | None = None,
    seed: int = 0,
    failure_scheme: FailureScheme = "src",
    services: tuple[str, ...] = (),
    satisfaction_scale: tuple[float, float] = (1, 7),
    important_items: ImportantItems | None = None,
    history: Mapping[str, Sequence[Row]] | None = None,
    **tables: Sequence[Row],
) -> Evidence:
    """Evidence of the tables given; a column is handed over where a row names it or ``columns`` does.

    ``history`` holds rows outside the period; those of ``tables`` are taken to lie within.
    """
    engine = Engine(ibis.duckdb.connect(), Path("in-memory"))
    handed_over = {}

    def stored_as(name: str, table: str, rows: Sequence[Row]) -> ir.Table:
        stored = {one.name: one.stored for one in table_definition(name, of).columns}
        content = {
            column: pa.array([row.get(column) for row in rows], kind.to_pyarrow())
            for column, kind in stored.items()
        }
        content["_file"] = pa.array([f"{name}.csv"] * len(rows), pa.string())
        content["_row"] = pa.array(range(1, len(rows) + 1), pa.int64())
        return engine.con.create_table(table, pa.table(content))

    for name, rows in tables.items():
        there = frozenset().union(*rows, (columns or {}).get(name, ()))
        unknown = there - {one.name for one in table_definition(name, of).columns}
        assert not unknown, f"{name} has no columns {unknown}"
        earlier = (history or {}).get(name)
        handed_over[name] = HandedOver(
            stored_as(name, name, rows),
            there,
            f"sha of {name}",
            None if earlier is None else stored_as(name, f"{name}_history", [*earlier, *rows]),
        )
    return Evidence(
        engine,
        handed_over,
        instrument=of,
        period=period,
        cut=cut,
        calendar=Calendar(timezone, business_hours, holidays),
        clock=clock,
        broken=frozenset(broken),
        declared=declared,
        census=frozenset(census),
        seed=seed,
        required_documents=required_documents,
        failure_scheme=failure_scheme,
        services=services,
        satisfaction_scale=satisfaction_scale,
        important_items=important_items,
    )


def measured(id_: str, ev: Evidence, rules: Rules = RULES, **params: float) -> Measurement:
    """What a measure finds, under its own constants, those declared, and ``params``."""
    measure = MEASURES[id_]
    values = in_force(measure, scheme={}, declared=ev.declared, engagement={id_: params})
    return run(measure, ev, values, rules)


def the(measurement: Measurement, result: str, **key: str) -> Estimate:
    """The one estimate of a result with this key."""
    found = [one for one in measurement.estimates if one.result == result and one.key == key]
    assert len(found) == 1, [(one.result, one.key) for one in measurement.estimates]
    return found[0]


def said(measurement: Measurement) -> list[str]:
    """The codes of the notes."""
    return [one.code for one in measurement.notes]


def times(count: int, row: Row) -> list[Row]:
    """The same row several times."""
    return [row] * count


def facts(estimate: Estimate) -> dict[str, Any]:
    """An estimate as a test states it: numbers to six decimals, messages by their codes."""
    interval = estimate.interval
    return {
        "value": _six(estimate.value),
        "n": estimate.n,
        "low": _six(interval.low) if interval else None,
        "high": _six(interval.high) if interval else None,
        "method": interval.method if interval else None,
        "unknown": estimate.unknown,
        "excluded": estimate.excluded,
        "sufficiency": estimate.sufficiency,
        "reason": estimate.reason.code if estimate.reason else None,
        "flags": [one.code for one in estimate.flags],
    }


def stated(value: float | None, n: int, **others: Any) -> dict[str, Any]:
    """What ``facts`` gives for a figure of which nothing else is said."""
    plain: dict[str, Any] = dict.fromkeys(("low", "high", "method", "reason"))
    plain |= {
        "value": _six(value),
        "n": n,
        "unknown": 0,
        "excluded": {},
        "sufficiency": "enough",
        "flags": [],
    }
    return plain | {name: _six(one) if name in ("low", "high") else one for name, one in others.items()}


def wilson(successes: float, n: float) -> dict[str, Any]:
    """The score interval as textbooks write it: centre and half-width."""
    z = 1.959963984540054
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return {"low": max(0.0, centre - half), "high": min(1.0, centre + half), "method": "wilson"}


def student(values: Sequence[float]) -> dict[str, Any]:
    """The interval of a mean from its cases."""
    half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)
    return {"low": np.mean(values) - half, "high": np.mean(values) + half, "method": "t"}


def _six(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6) + 0.0
