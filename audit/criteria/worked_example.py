"""A measure worked through as on paper: a few rows, the arithmetic in words, and what comes out.

The pages of the measures print these examples, ``audit measures show`` tells them, and a test runs every one
through the measure itself: what stands here was computed by hand.
"""

from __future__ import annotations

import csv
import datetime as dt
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from audit.criteria.item import Criterion, RequiredDocument, Texts
from audit.resources import shipped
from audit.yamlfile import BilingualValueError, checked, read_yaml

FOLDER = "measures"
ABOUT = "≈"
"""Begins a value that is rounded as written; any other is exact."""

Written = Annotated[str, BeforeValidator(str)]


class Rows(Criterion):
    """A small table as text: its header and its rows, in YAML a block of CSV."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_csv(cls, told: Any) -> Any:
        if not isinstance(told, str):
            return told
        header, *rows = csv.reader(told.splitlines())
        uneven = [row for row in rows if len(row) != len(header)]
        if uneven:
            raise BilingualValueError(
                zh=f"这一行的格数与表头不同：{','.join(uneven[0])}",
                en=f"a row has not as many cells as the header: {','.join(uneven[0])}",
            )
        return {"header": header, "rows": rows}

    def cells(self) -> list[dict[str, str]]:
        """Every row by the names of its columns."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


class SmallInstrument(Criterion):
    """A questionnaire of a few items: how many each dimension has. Items are 01, 02, ... in their order."""

    dimensions: dict[str, int]
    scale: tuple[float, float] = (1, 7)
    reversed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    weights_asked: bool = False


class Setting(Criterion):
    """What audit.yaml would say. ``constants`` stand in for those of the definition that are too large for paper."""

    period: tuple[dt.date, dt.date] = (dt.date(2025, 1, 1), dt.date(2025, 4, 1))
    as_of: dt.datetime = dt.datetime(2025, 4, 1)
    clock: Literal["calendar", "business"] = "calendar"
    business_hours: dict[str, str] | None = None
    holidays: tuple[dt.date, ...] = ()
    declared: dict[str, float] = {}
    constants: dict[str, float] = {}
    services: tuple[str, ...] = ()
    satisfaction_scale: tuple[float, float] = (1, 7)
    documents: dict[str, tuple[RequiredDocument, ...]] = {}
    instrument: SmallInstrument | None = None


class Outcome(Criterion):
    """One figure that the measure must find: ``value`` as it was worked out, such as 3/5, 12 or ≈0.816.

    Null where there is none. ``interval`` is rounded to three decimals; a null end is open. ``answers`` counts the
    cases by the answer that they gave, those that nobody gave left out.
    """

    result: str
    key: dict[str, str] = {}
    value: Written | None
    category: str | None = None
    n: int
    interval: tuple[float | None, float | None] | None = None
    method: str | None = None
    unknown: int = 0
    excluded: dict[str, int] = {}
    answers: dict[str, int] = {}

    @property
    def number(self) -> float | None:
        """The value as a number."""
        return None if self.value is None else float(Fraction(self.value.removeprefix(ABOUT)))

    @property
    def tolerance(self) -> float:
        """How far the true value may lie from the one written: half a unit of its last decimal, or nothing."""
        if self.value is None or not self.value.startswith(ABOUT):
            return 1e-9
        return 0.5001 * 10.0 ** -len(self.value.partition(".")[2])


class WorkedExample(Criterion):
    """The rows of the period by table, those ``before`` it, the arithmetic step by step, and the figures."""

    setting: Setting = Setting()
    tables: dict[str, Rows]
    before: dict[str, Rows] = {}
    steps: Texts
    outcome: tuple[Outcome, ...] = Field(min_length=1)


def worked_example(measure: str) -> WorkedExample:
    """The worked example of a measure.

    Raises:
        UsageError: with file, line and column of everything that is wrong; there is none for this measure.
    """
    shown = f"{FOLDER}/{measure}.yaml"
    return checked(read_yaml(shipped("checklists") / shown, f"checklists/{shown}"), WorkedExample)
