"""Service guarantees: invoked where they apply, paid in time, paid unasked, known, and learnt from."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.definition import Described, Param, Params, measure
from audit.measures.delivery import NOT_REACHED
from audit.measures.figures import Flag, Minimum, NotMeasurable, Register, Rows, Share, TimeToEvent
from audit.measures.sources import DEFAULT, cited
from audit.text import Text, message

NOT_RECODED = message(
    "G-ELIGIBILITY",
    zh="抽取 10 起失误复核是否符合兑付条件，须至少 9 起一致；目前确认一致的为 {agreeing} 起，故只列示、不计分",
    en="of 10 failures re-coded for eligibility at least 9 must agree; {agreeing} are confirmed so far, so the "
    "share is shown, not scored",
    mend=Text(
        zh="由第二人复核 10 起失误是否符合兑付条件，将一致的起数记入方案参数 M-GUAR-INV.agreeing",
        en="a second person who re-codes the eligibility of 10 failures; the number that agree is parameter M-GUAR-INV.agreeing of the scheme",
    ),
)
REFUSED_THOUGH_VALID = message(
    "M-REFUSED-VALID",
    zh="有申请经核对成立却遭拒赔",
    en="claims that were found valid have been refused",
)
NO_CLAIMS = message(
    "M-NO-GUARANTEE-CLAIMS",
    zh="周期内没有申请达到 {least} 项的服务承诺（服务担保）",
    en="no guarantee had {least} claims or more in the period",
)

AGREEING = 9
"""Of ten failures coded again for eligibility, so many must agree."""

_TEN = Minimum(5, 10)


@measure(
    "M-GUAR-INV",
    title=Text(zh="服务承诺（服务担保）兑付启动率", en="Guarantee invocation"),
    formula=Text(
        zh="符合兑付条件的失误中，至少有一项赔付申请与之对应的比例。",
        en="Of the failures that trigger a guarantee, the share with at least one claim under it.",
    ),
    tex=r"g = \frac{\sum_i \mathbf{1}[\text{claimed}_i] \mathbf{1}[\text{eligible}_i]}{\sum_i "
    r"\mathbf{1}[\text{eligible}_i]}",
    inclusion=Text(
        zh="周期内发现、且登记了所触发服务承诺（服务担保）的失误；申请在何时提出不论。另列与任何符合条件的失误都对不上的申请。",
        en="Failures detected in the period for which the guarantee triggered is recorded; the claim may be of any date. "
        "Separately the claims that belong to no such failure.",
    ),
    source=cited("Hart (1988), Harvard Business Review 66(4):54", "Wilson (1927)"),
    needs={
        "failures": ("failure_id", "trigger_guarantee_id"),
        "guarantees": ("guarantee_id", "claim_id", "failure_id"),
    },
    results={
        "invoked": Text(zh="启动兑付的比例", en="Eligible failures that were claimed"),
        "unmatched": Text(zh="对不上失误的申请", en="Claims without an eligible failure"),
    },
    headline="invoked",
    better="higher",
    excludes={"not_eligible": Text(zh="未触发服务承诺（服务担保）", en="no guarantee is triggered")},
    params={"agreeing": Param(0, "of 10 cases", "D")},
)
def invocation(ev: Evidence, p: Params) -> Iterator[Described]:
    """Coding only claimed cases as eligible would give 100%: hence the gate, which the reviewer opens."""
    f, claims = ev.failures, ev.history("guarantees").filter(ibis._.claim_id.notnull())
    claimed = f.failure_id.isin(claims.filter(claims.failure_id.notnull()).failure_id)
    rows = Rows(f, excluded={"not_eligible": f.trigger_guarantee_id.isnull()})
    yield Share("invoked", rows, claimed, by=("site_id",), minimum=_TEN)
    eligible = ev.history("failures").filter(ibis._.trigger_guarantee_id.notnull()).failure_id
    own = claims_of_the_period(ev)
    unmatched = ~own.failure_id.isin(eligible).fill_null(False)
    yield Share("unmatched", Rows(own, of=("guarantees",)), unmatched, minimum=Minimum(1, 1))
    if p.agreeing < AGREEING:
        yield NOT_RECODED(agreeing=p.agreeing)


@measure(
    "M-GUAR-PAY",
    title=Text(zh="服务承诺（服务担保）按期兑付率", en="Guarantee claims paid in time"),
    formula=Text(
        zh="成立的赔付申请中，在应赔付时间之前支付且未遭拒赔的比例；另列从申请到支付的天数（Kaplan-Meier）。",
        en="Of the valid claims, the share paid by the time payment was due and not refused; days from claim to payment by "
        "Kaplan-Meier.",
    ),
    tex=r"p = \frac{\sum_i \mathbf{1}[t^{paid}_i \le d_i \le T] \mathbf{1}[\text{valid}_i, \text{not "
    r"refused}_i]}{\sum_i \mathbf{1}[\text{valid}_i] \max(\mathbf{1}[d_i \le T], "
    r"\mathbf{1}[\text{refused}_i])}",
    inclusion=Text(
        zh="经核对成立、且截止时已到应赔付时间的申请；经核对成立却登记了拒赔理由的，不论是否到期，均计为未兑付。是否成立不详，或未遭拒赔而应付时间不详的，计为结果不明。",
        en="Claims found valid whose payment was due by the cut-off; a valid claim with a reason of refusal counts as not paid, "
        "due or not. Where validity is not recorded, or the due time of a claim that was not refused, the outcome is unknown.",
    ),
    source=cited("ISO 10001:2018 8.2", "Hart (1988)", "Wilson (1927)", "Kaplan & Meier (1958)"),
    needs={"guarantees": ("claim_id", "claimed_ts", "pay_due_ts", "paid_ts", "valid")},
    results={
        "in_time": Text(zh="按期兑付的比例", en="Paid by the due time"),
        "days": Text(zh="兑付用时", en="Time to payment"),
        "refused": Text(zh="成立却遭拒赔的比例", en="Valid claims refused"),
    },
    headline="in_time",
    keys=("quantile",),
    better="higher",
    excludes={
        "not_valid": Text(zh="申请不成立", en="the claim was not valid"),
        "not_yet_due": Text(zh="截止时尚未到应付时间", en="not yet due at the cut-off"),
    },
)
def payment(ev: Evidence, p: Params) -> Iterator[Described]:
    """A payment after the cut-off had not been made yet. One valid claim refused is a case against RC-G03."""
    claims = claims_of_the_period(ev)
    paid = claims.paid_ts <= ev.as_of
    refused = claims.valid.fill_null(False) & claims.refused_reason.notnull()
    excluded = {
        "not_valid": (claims.valid == ibis.literal(False)).fill_null(False),
        "not_yet_due": (claims.pay_due_ts > ev.as_of).fill_null(False) & ~refused,
    }
    # Who refuses a claim sets no day for paying it: to wait for one would hide the refusal.
    known = refused | (claims.valid.notnull() & claims.pay_due_ts.notnull())
    in_time = ((claims.paid_ts <= claims.pay_due_ts) & paid).fill_null(False) & ~refused
    yield Share("in_time", Rows(claims, excluded=excluded), ibis.ifelse(known, in_time, ibis.null("boolean")))
    valid = claims.filter(claims.valid)
    paid_in_time = (valid.paid_ts <= ev.as_of).fill_null(False)
    until = ibis.ifelse(paid_in_time, valid.paid_ts, ev.as_of)
    yield TimeToEvent(
        "days",
        Rows(valid),
        ev.hours(valid.claimed_ts, until, "calendar") / 24,
        censored=~paid_in_time,
        q=(0.5,),
        not_reached=NOT_REACHED,
        unit="d",
    )
    if ev.handed_over("guarantees", "refused_reason"):
        flags = (Flag(REFUSED_THOUGH_VALID, above=0.0),)
        yield Share(
            "refused", Rows(valid), valid.refused_reason.notnull(), minimum=Minimum(1, 1), flags=flags
        )


@measure(
    "M-GUAR-PROACT",
    title=Text(zh="主动兑付率", en="Paid without being asked"),
    formula=Text(
        zh="已支付的赔付中，由企业主动提出的比例。",
        en="Of the claims paid, the share that the provider raised itself.",
    ),
    tex=r"a = \frac{\sum_i \mathbf{1}[\text{by provider}_i] \mathbf{1}[t^{paid}_i \le T]}{\sum_i "
    r"\mathbf{1}[t^{paid}_i \le T]}",
    inclusion=Text(
        zh="周期内提出、截止时已支付的赔付；提出方不详者计为结果不明。",
        en="Claims of the period paid by the cut-off; where it is not recorded who raised one, the outcome is unknown.",
    ),
    source=cited("Hart (1988)", "Wilson (1927)"),
    needs={"guarantees": ("claim_id", "invoked_by", "paid_ts")},
    results={"proactive": Text(zh="主动兑付的比例", en="Paid on the provider's own initiative")},
    headline="proactive",
    better="higher",
    excludes={"not_paid": Text(zh="截止时尚未支付", en="not paid by the cut-off")},
)
def proactive(ev: Evidence, p: Params) -> Iterator[Described]:
    """Who raised a claim that was never paid says nothing of initiative."""
    claims = claims_of_the_period(ev)
    unpaid = ~(claims.paid_ts <= ev.as_of).fill_null(False)
    rows = Rows(claims, excluded={"not_paid": unpaid})
    yield Share("proactive", rows, claims.invoked_by == "provider", minimum=_TEN)


@measure(
    "M-GUAR-KNOW",
    title=Text(zh="服务承诺（服务担保）知晓率", en="Customers know the guarantee"),
    formula=Text(
        zh="知道有服务承诺（服务担保）的顾客的比例。", en="Share of customers who know of the guarantee."
    ),
    tex=r"k = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[\text{knows}_i]",
    inclusion=Text(zh="回答了该问题的全部受访者。", en="All respondents who answered the question."),
    source=cited("Hart (1988)", "Wilson (1927)"),
    needs={"survey_customers": ("knows_guarantee",)},
    results={"know": Text(zh="知晓的比例", en="Know of the guarantee")},
    headline="know",
    better="higher",
    excludes={"not_answered": Text(zh="未作答", en="did not answer")},
)
def known_to_customers(ev: Evidence, p: Params) -> Iterator[Described]:
    """A question left blank is no knowledge either way, and common where not all were asked it."""
    s = ev.survey_customers
    rows = Rows(s, excluded={"not_answered": s.knows_guarantee.isnull()})
    yield Share("know", rows, s.knows_guarantee, by=("site_id", "channel", "segment"))


@measure(
    "M-GUAR-LEARN",
    title=Text(zh="兑付数据用于改进", en="Guarantee data used"),
    formula=Text(
        zh="周期内申请达到规定项数的服务承诺（服务担保）中，已据此采取措施的比例。",
        en="Of the guarantees with enough claims in the period, the share from which an action was opened.",
    ),
    tex=r"u = \frac{|\lbrace g : n_g \ge 5, \exists a : \text{source}_a = \text{guarantee}, g_a = g "
    r"\rbrace|}{|\lbrace g : n_g \ge 5 \rbrace|}",
    inclusion=Text(
        zh="周期内至少有 5 项申请的服务承诺（服务担保）；措施须以服务承诺（服务担保）为来源，并写明该保证的编号。",
        en="Guarantees with 5 claims or more in the period; an action counts when its source is the guarantee and it names "
        "this one.",
    ),
    source=cited("ISO 10001:2018 8.5", DEFAULT),
    needs={"guarantees": ("guarantee_id", "claim_id"), "corrective_actions": ("source", "guarantee_id")},
    results={"used": Text(zh="已据以改进的比例", en="Guarantees that led to an action")},
    headline="used",
    better="higher",
    params={"least": Param(5, "claims", "D")},
)
def learnt_from(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the guarantees that are claimed often."""
    claims = claims_of_the_period(ev)
    often = ev.run(claims.group_by("guarantee_id").aggregate(claims=claims.count()))
    wanted = {row["guarantee_id"] for row in often if row["claims"] >= p.least}
    if not wanted:
        yield NotMeasurable(NO_CLAIMS(least=p.least))
        return
    actions = ev.corrective_actions
    led = ev.run(actions.filter(actions.source == "guarantee").select("guarantee_id").distinct())
    used = wanted & {row["guarantee_id"] for row in led}
    yield Register("used", len(used) / len(wanted), len(wanted))


def claims_of_the_period(ev: Evidence) -> ir.Table:
    """The claims: the row that describes a guarantee has no claim number."""
    return ev.guarantees.filter(ibis._.claim_id.notnull())
