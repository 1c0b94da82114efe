"""Cases of recovery: a failure, or a complaint without one, with the actions that were taken for it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence

NO_ACT = ("nothing", "escalation", "unsatisfactory")
"""Types of action that recover nothing; every other one is a recovery act."""


def actions(ev: Evidence) -> ir.Table:
    """The actions of the period's cases, each with its ``case_id``, ``case_failure`` and whether it is an ``act``.

    An action may hang on a failure, on a complaint, or on a complaint that hangs on a failure: its case is
    the failure where there is one. It belongs to the period of its case: where that is not in the logs
    handed over, to the period in which it was taken.
    """

    def build() -> ir.Table:
        a = ev.recovery_actions
        failure = a.failure_id
        if ev.handed_over("complaints", "complaint_id", "failure_id"):
            of_complaints = ev.history("complaints").filter(ibis._.failure_id.notnull())
            known = of_complaints.select("complaint_id", _failure="failure_id").distinct(on="complaint_id")
            a = a.left_join(known, "complaint_id").drop("complaint_id_right")
            failure = ibis.coalesce(a.failure_id, a._failure)
        a = a.mutate(case_failure=failure)
        a = a.mutate(
            case_id=ibis.coalesce("f:" + a.case_failure, "c:" + a.complaint_id),
            act=~a.type.isin(NO_ACT),
        )
        return a.filter(_in_period(ev, a)).drop(*({"_failure"} & set(a.columns)))

    return ev.derived("recovery_actions_of_cases", build)


def _in_period(ev: Evidence, a: ir.Table) -> ir.BooleanValue:
    start, end = ev.period
    day = a.action_ts.date()
    taken = (day >= ibis.literal(start)) & (day < ibis.literal(end))
    inside = ibis.null("boolean")
    for table, key, of in (
        ("complaints", "complaint_id", a.complaint_id),
        ("failures", "failure_id", a.case_failure),
    ):
        if ev.handed_over(table, key):
            logged = of.isin(ev.history(table)[key])
            inside = ibis.ifelse(logged.fill_null(False), of.isin(ev.table(table)[key]), inside)
    return ibis.coalesce(inside, taken)
