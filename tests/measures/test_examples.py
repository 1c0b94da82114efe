"""Every measure is worked through once by hand, and finds what was worked out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from latex2mathml.converter import convert

from audit.criteria.instrument import Dimension, Facet, Instrument, InstrumentItem
from audit.criteria.worked_example import (
    FOLDER,
    Outcome,
    Rows,
    SmallInstrument,
    WorkedExample,
    worked_example,
)
from audit.evidence.catalogue import table_definition
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.dataset import Evidence
from audit.measures.catalogue import MEASURES
from audit.measures.families import FAMILIES, family_of
from audit.measures.figures import Figure, Minimum
from audit.measures.runner import Rules
from audit.resources import shipped
from audit.result import Estimate, Measurement
from audit.text import Text
from tests.measures.evidence import evidence_of, measured

THERE = sorted(path.stem for path in (shipped("checklists") / FOLDER).glob("*.yaml"))
EACH = pytest.mark.parametrize("name", THERE)


class _HoweverFew(Rules):
    """Rules that let a handful of cases be told: an example must fit on paper."""

    def minimum(self, figure: Figure) -> Minimum | None:
        return None


RULES = _HoweverFew(
    share=Minimum(1, 1), mean=Minimum(1, 1), unknown_share=1.0, smallest_cell=1, smallest_staff_cell=5
)


@EACH
def test_a_measure_finds_what_was_worked_out_by_hand(name: str) -> None:
    example = worked_example(name)
    found = measured(name, evidence(example), RULES, **example.setting.constants)
    assert found.reason is None
    for outcome in example.outcome:
        assert told(the_one(found, outcome), outcome) == expected(outcome)
    assert MEASURES[name].headline in {one.result for one in example.outcome}


@EACH
def test_an_example_names_only_what_the_measure_names(name: str) -> None:
    measure, example = MEASURES[name], worked_example(name)
    assert {one.result for one in example.outcome} <= measure.results.keys()
    assert {reason for one in example.outcome for reason in one.excluded} <= measure.excludes.keys()
    assert example.setting.constants.keys() <= measure.params.keys()


def test_every_measure_has_a_worked_example() -> None:
    assert list(MEASURES) == THERE


@pytest.mark.parametrize("one", MEASURES.values(), ids=MEASURES)
def test_the_formula_can_be_typeset(one: Any) -> None:
    assert one.tex, "no formula in mathematical notation"
    mathml = convert(one.tex)
    assert "\\" not in mathml, "a command that the typesetter does not know"
    # Markdown takes a backslash before punctuation away, and < for the beginning of a tag.
    assert not re.search(r"\\[^a-zA-Z]|[<>*#]|_\s|\$", one.tex)
    assert one.tex.count("{") == one.tex.count("}")


def test_every_measure_belongs_to_one_family() -> None:
    modules = [module for family in FAMILIES for module in family.modules]
    assert len(modules) == len(set(modules))
    assert {family_of(one).id for one in MEASURES.values()} == {one.id for one in FAMILIES}


def evidence(example: WorkedExample) -> Evidence:
    """The evidence that an example describes."""
    setting = example.setting
    asked = None if setting.instrument is None else instrument(setting.instrument)
    tables = {name: typed(name, rows, asked) for name, rows in example.tables.items()}
    return evidence_of(
        of=asked,
        columns={name: rows.header for name, rows in example.tables.items()},
        history={name: typed(name, rows, asked) for name, rows in example.before.items()},
        period=setting.period,
        cut=setting.as_of,
        clock=setting.clock,
        business_hours=setting.business_hours,
        holidays=setting.holidays,
        declared=setting.declared,
        services=setting.services,
        satisfaction_scale=setting.satisfaction_scale,
        required_documents=setting.documents,
        **tables,
    )


def instrument(small: SmallInstrument) -> Instrument:
    """The questionnaire that an example describes, with every facet; prefixes as in the shipped ones.

    It is not validated: one that may be fielded has more items than fit on paper.
    """
    of = [dimension for dimension, items in small.dimensions.items() for _ in range(items)]
    ids = [f"{place:02d}" for place in range(1, len(of) + 1)]
    prefixes = {"expected": "e", "adequate": "a", "perceived": "p", "importance": "imp"}
    return Instrument.model_construct(
        id="example",
        version="1.0",
        zh="例",
        en="Example",
        audience="customers",
        expectation_type="desired",
        valid_from=dt.date(2025, 1, 1),
        scale=small.scale,
        facets={name: Facet(prefix=one, zh=name, en=name) for name, one in prefixes.items()},
        dimensions=tuple(Dimension(id=one, zh=one, en=one) for one in small.dimensions),
        items=tuple(
            InstrumentItem(
                id=item,
                position=place,
                dimension=dimension,
                zh=item,
                en=item,
                reversed=item in small.reversed,
                required=item not in small.optional,
            )
            for place, (item, dimension) in enumerate(zip(ids, of, strict=True), start=1)
        ),
        weights_asked=small.weights_asked,
        source=Text(zh="例", en="example"),
    )


def typed(table: str, rows: Rows, asked: Instrument | None) -> list[dict[str, Any]]:
    """Rows with values of the types that the catalogue gives their columns; an empty cell is null."""
    columns = {one.name: one for one in table_definition(table, asked).columns}
    return [{name: value(columns[name], cell) for name, cell in row.items()} for row in rows.cells()]


def value(column: ColumnDefinition, cell: str) -> Any:
    if not cell:
        return None
    readers: dict[str, Any] = {
        "bool": {"yes": True, "no": False}.__getitem__,
        "integer": int,
        "number": float,
        "date": dt.date.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
        "list": lambda cell: cell.split(";"),
    }
    if column.labels:
        assert set(cell.split(";")) <= set(column.labels), f"{column.name}: {cell}"
    return readers.get(column.type, str)(cell)


def the_one(found: Measurement, outcome: Outcome) -> Estimate:
    """The estimate that an outcome speaks of."""
    alike = [one for one in found.estimates if (one.result, one.key) == (outcome.result, outcome.key)]
    assert len(alike) == 1, [(one.result, one.key) for one in found.estimates]
    return alike[0]


def told(estimate: Estimate, outcome: Outcome) -> dict[str, Any]:
    """An estimate as an outcome states it: its own value where that is as near as the outcome is written."""
    near = (
        estimate.value is not None
        and outcome.number is not None
        and abs(estimate.value - outcome.number) <= outcome.tolerance
    )
    interval = estimate.interval
    ends = None if interval is None else tuple(map(three, (interval.low, interval.high)))
    return {
        "value": outcome.number if near else estimate.value,
        "n": estimate.n,
        "category": estimate.category,
        "unknown": estimate.unknown,
        "excluded": {reason: count for reason, count in estimate.excluded.items() if count},
        "answers": {answer: count for answer, count in estimate.answers.items() if count},
        "interval": ends if outcome.interval is not None else None,
        "method": interval.method if interval is not None and outcome.method is not None else None,
    }


def expected(outcome: Outcome) -> dict[str, Any]:
    """An outcome, to be compared with ``told``."""
    return {
        "value": outcome.number,
        "n": outcome.n,
        "category": outcome.category,
        "unknown": outcome.unknown,
        "excluded": outcome.excluded,
        "answers": outcome.answers,
        "interval": None if outcome.interval is None else tuple(map(three, outcome.interval)),
        "method": outcome.method,
    }


def three(end: float | None) -> float | None:
    return None if end is None else round(end, 3) + 0.0
