"""Weights of the dimensions, in points, as managers and customers gave them."""

from __future__ import annotations

import functools
import operator

import ibis
import ibis.expr.types as ir

from audit.evidence.catalogue.survey import LEAST_POINTS, MOST_POINTS
from audit.evidence.dataset import Evidence


def weights_of_both(ev: Evidence) -> ir.Table:
    """Managers and customers, one row each, with the weight of every dimension in points, their total made 100.

    ``of_manager`` tells them apart. Weights are null where none were given (``missing``) or their total is
    not near 100 (``off``). Both groups must have been asked.
    """
    return ev.derived(
        "weights_of_both", lambda: _weights(ev, "survey_managers").union(_weights(ev, "survey_customers"))
    )


def _weights(ev: Evidence, table: str) -> ir.Table:
    points = ev.weights(table)
    missing = functools.reduce(operator.and_, [one.isnull() for one in points.values()])
    total = functools.reduce(operator.add, [one.fill_null(0.0) for one in points.values()])
    off = ~missing & ((total < LEAST_POINTS) | (total > MOST_POINTS))
    nothing = ibis.null("float64")
    rescaled = {
        name: ibis.ifelse(missing | off, nothing, 100.0 * one.fill_null(0.0) / total.nullif(0.0))
        for name, one in points.items()
    }
    of_manager = ibis.literal(table == "survey_managers")
    return ev.table(table).select(
        "_file", "_row", of_manager=of_manager, missing=missing, off=off, **rescaled
    )


def mean_customer_weights(ev: Evidence) -> dict[str, float]:
    """Dimension -> its mean weight in points; empty where customers were not asked, or none answered well."""
    names = list(ev.weights())
    if not names:
        return {}
    customers = _weights(ev, "survey_customers")
    row = ev.run(customers.aggregate(**{name: customers[name].mean() for name in names}))[0]
    return {name: float(value) for name, value in row.items() if value is not None}
