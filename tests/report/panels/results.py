"""Results with the figures of one chart each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from audit.report.telling import Teller
from audit.result import Estimate, Interval, Measurement, ParamValue
from audit.text import Language, Text
from tests.report.results import empty_result, estimate, survey_result

Figure = tuple[float | None, float | None, float | None]
"""A value with the ends of its interval."""


_survey = cache(survey_result)


def figures(
    of: str | None,
    values: Mapping[str, Figure],
    result: str,
    *,
    kind: str = "share",
    unit: str = "1",
    **more: Any,
) -> tuple[Estimate, ...]:
    """Estimates of one result by their key; of the total where ``of`` is None."""
    return tuple(
        estimate(
            result,
            value,
            key={of: key} if of else {},
            kind=kind,
            unit=unit,
            **more,
        ).model_copy(
            update={
                "interval": None if low is None and high is None else Interval(low=low, high=high, method="t")
            }
        )
        for key, (value, low, high) in values.items()
    )


def measurement(measure: str, *estimates: Estimate, **more: Any) -> Measurement:
    """A measurement of one table."""
    facts = {"tables": {"survey_customers": "0" * 64}, **more}
    return Measurement(measure=measure, definition="d" * 64, estimates=estimates, **facts)


def params(**values: float) -> dict[str, ParamValue]:
    """Constants of a measure."""
    return {name: ParamValue(value=value, unit="h", origin="S") for name, value in values.items()}


def teller(
    *measurements: Measurement,
    language: Language = "en",
    labels: Mapping[str, Sequence[str]] | None = None,
) -> Teller:
    """Tells a result that holds these measurements and no others; labels are the keys in capitals."""
    named = {
        kind: {key: Text(zh=key, en=key.upper()) for key in keys} for kind, keys in (labels or {}).items()
    }
    found = _survey() if measurements else empty_result()
    return Teller(
        found.model_copy(update={"measurements": measurements, "labels": {**found.labels, **named}}), language
    )
