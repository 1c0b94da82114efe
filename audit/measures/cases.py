"""Cases of recovery: a failure, or a complaint without one, with the actions that were taken for it."""

from __future__ import annotations

import functools
import operator

import ibis
import ibis.expr.types as ir

from audit.evidence.catalogue.vocabulary import RECOVERY_TYPES
from audit.evidence.dataset import Evidence

NO_ACT = ("nothing", "escalation", "unsatisfactory")
"""Types of action that recover nothing; every other one is a recovery act."""

TANGIBLE = (
    *("discount", "correction", "correction_plus", "replacement"),
    *("refund", "cust_correction", "store_credit", "substitute"),
)
"""Types that are tangible where the log does not say."""

PSYCHOLOGICAL = ("apology", "explanation", "intervention", "correction_plus")
"""Types that are psychological where the log does not say."""


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


def what_was_done(ev: Evidence) -> ir.Table:
    """One row a case with an action by the cut-off, by ``case_id``.

    Over its recovery acts: ``acts`` their number, ``tangible``, ``psychological``, ``apology``,
    ``explanation``, ``amount`` their sum (0 where none has one), ``amount_unknown`` a tangible one without
    amount, ``first_ts`` and ``first_strategy`` of the first, ``early_ts`` the first by early intervention.
    Over all its actions: ``types`` a bit for each type, ``substitute`` by type or strategy, ``choice``
    whether one was offered (null: nowhere recorded), ``weak`` whether the last recovers nothing.
    """

    def build() -> ir.Table:
        a = actions(ev).filter(ibis._.action_ts <= ev.as_of)
        case = ibis.window(group_by=a.case_id)
        in_order = ibis.window(group_by=[a.case_id, a.act], order_by=[a.action_ts, a._file, a._row])
        a = a.mutate(
            tangible=a.tangible.fill_null(a.type.isin(TANGIBLE)),
            psychological=a.psychological.fill_null(a.type.isin(PSYCHOLOGICAL)),
            last=a.action_ts == a.action_ts.max().over(case),
            first=a.act & (ibis.row_number().over(in_order) == 0),
        )
        early = (a.strategy == "early").fill_null(False)
        return a.group_by("case_id").aggregate(
            acts=a.act.sum(),
            tangible=(a.act & a.tangible).any(),
            psychological=(a.act & a.psychological).any(),
            apology=(a.type == "apology").any(),
            explanation=(a.type == "explanation").any(),
            amount=ibis.ifelse(a.act, a.amount.fill_null(0.0), 0.0).sum(),
            amount_unknown=(a.act & a.tangible & a.amount.isnull()).any(),
            first_ts=a.action_ts.min(where=a.act),
            first_strategy=a.strategy.max(where=a.first),
            early_ts=a.action_ts.min(where=a.act & early),
            types=_bits(a.type),
            substitute=((a.type == "substitute") | (a.strategy == "substitute").fill_null(False)).any(),
            choice=a.customer_choice_offered.any(),
            weak=(a.last & ~a.act).any(),
        )

    return ev.derived("what_was_done", build)


def _bits(kind: ir.StringColumn) -> ir.IntegerScalar:
    """A bit for each type that occurs; written as a sum because not every engine has an aggregate OR."""
    occurs = ((kind == one).any().cast("int64") * (1 << place) for place, one in enumerate(RECOVERY_TYPES))
    return functools.reduce(operator.add, occurs)


def cases(ev: Evidence) -> ir.Table:
    """The cases of the period with what was done for them; the columns of ``what_was_done`` are null without
    an action.

    Failures first, with ``cause_locus``, ``loss_amount`` and ``severity``; then complaints of which no
    failure is in the log, and actions of which neither is: their columns of the failure are null.
    """

    def build() -> ir.Table:
        parts = []
        if ev.handed_over("failures", "failure_id"):
            f = ev.failures
            parts.append(_case(f, "f:" + f.failure_id, f.cause_locus, f.loss_amount, f.severity))
        if ev.handed_over("complaints", "complaint_id"):
            parts.append(_of_complaints(ev))
        taken = actions(ev)
        parts.append(_case(taken, taken.case_id))
        every = ibis.union(*(one.mutate(rank=place) for place, one in enumerate(parts)), distinct=False)
        nearest = ibis.window(group_by="case_id", order_by=["rank", "_file", "_row"])
        once = every.mutate(place=ibis.row_number().over(nearest)).filter(ibis._.place == 0)
        done = what_was_done(ev)
        return once.drop("rank", "place").left_join(done, "case_id").drop("case_id_right")

    return ev.derived("recovery_cases", build)


def tables_of_cases(ev: Evidence) -> tuple[str, ...]:
    """The logs that ``cases`` come from: all are complete, or the cases are not."""
    logs = {"recovery_actions": "type", "failures": "failure_id", "complaints": "complaint_id"}
    return tuple(table for table, column in logs.items() if ev.handed_over(table, column))


def _of_complaints(ev: Evidence) -> ir.Table:
    """Complaints as cases, but for those whose failure is in the log: that decides, also on the period."""
    c = ev.complaints
    case_id = ibis.coalesce("f:" + c.failure_id, "c:" + c.complaint_id)
    if not ev.handed_over("failures", "failure_id"):
        return _case(c, case_id)
    logged = c.failure_id.isin(ev.history("failures").failure_id).fill_null(False)
    return _case(c.filter(~logged), ibis.coalesce("f:" + ibis._.failure_id, "c:" + ibis._.complaint_id))


def _case(
    t: ir.Table,
    case_id: ir.StringValue,
    locus: ir.StringValue | None = None,
    loss: ir.NumericValue | None = None,
    severity: ir.IntegerValue | None = None,
) -> ir.Table:
    return t.select(
        "_file",
        "_row",
        case_id=case_id,
        cause_locus=ibis.null("string") if locus is None else locus,
        loss_amount=ibis.null("float64") if loss is None else loss,
        severity=ibis.null("int64") if severity is None else severity,
    )


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
