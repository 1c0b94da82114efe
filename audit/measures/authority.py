"""Authority to recover: defined, used, kept within its limits, and waited for."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from audit.evidence.dataset import Evidence
from audit.measures.cases import actions
from audit.measures.definition import Described, Params, measure
from audit.measures.figures import Minimum, NotMeasurable, Quantiles, Register, Rows, Share
from audit.measures.sources import DEFAULT, cited
from audit.measures.staff import in_post
from audit.text import Text, message

NO_LIMITS = message("M-NO-LIMITS", zh="授权表为空", en="the empowerment table is empty")
NOBODY = message(
    "M-NOBODY-IN-POST",
    zh="周期末没有在岗的一线员工",
    en="no front-line staff were in post at the end of the period",
)
ROLES_WITHOUT = message(
    "M-ROLES-WITHOUT",
    zh="没有规定权限的岗位：{roles}",
    en="roles without any authority defined: {roles}",
)


@measure(
    "M-EMP-DEF",
    title=Text(zh="授权规定的覆盖率", en="Staff covered by written authority"),
    formula=Text(
        zh="已规定补救权限的一线岗位所占比例，按在岗人数加权。",
        en="Share of front-line roles with authority to recover, weighted by the staff in post.",
    ),
    tex=r"d = \frac{\sum_{r \in R} n_r}{\sum_r n_r}, \qquad R = \lbrace r : \text{limit}_r \gt 0 \text{ or "
    r"actions}_r \ne \emptyset \rbrace",
    inclusion=Text(
        zh="周期末在岗的一线员工的岗位；权限指周期末已生效的授权金额或可自行采取的措施；金额为零且未列措施的不算。",
        en="Roles of the front-line staff in post at the end of the period; authority is a limit or a list of actions in "
        "force by then; a limit of zero without actions is none.",
    ),
    source=cited("ISO 10002:2018 5.3", DEFAULT),
    needs={"staff_register": ("role", "front_line"), "empowerment": ("role", "valid_from")},
    results={"defined": Text(zh="已规定权限的比例", en="Staff whose role has authority")},
    headline="defined",
    better="higher",
)
def authority(ev: Evidence, p: Params) -> Iterator[Described]:
    """A census of the register."""
    staff = in_post(ev)
    heads = {
        row["role"]: row["heads"] for row in ev.run(staff.group_by("role").aggregate(heads=staff.count()))
    }
    if not heads:
        yield NotMeasurable(NOBODY())
        return
    e = ev.empowerment
    limited = (e.limit_amount > 0).fill_null(False) | (e.actions_allowed.length() > 0).fill_null(False)
    in_force = e.filter(limited & (e.valid_from <= ibis.literal(ev.period[1]))).select("role").distinct()
    defined = {row["role"] for row in ev.run(in_force)}
    without = sorted(heads.keys() - defined)
    if without:
        yield ROLES_WITHOUT(roles=Text(zh="、".join(without), en=", ".join(without)))
    total = sum(heads.values())
    yield Register("defined", sum(n for role, n in heads.items() if role in defined) / total, total)


@measure(
    "M-EMP-USE",
    title=Text(zh="权限内仍须上报", en="Sent up although within the limit"),
    formula=Text(
        zh="金额在岗位权限之内、却仍须上级批准的比例；另列金额与权限之比的中位数。",
        en="Share of cases within the limit of the role that still went to somebody above; median of amount over limit.",
    ),
    tex=r"u = \frac{\sum_i \mathbf{1}[\text{approved above}_i] \mathbf{1}[m_i \le L_i]}{\sum_i "
    r"\mathbf{1}[m_i \le L_i]}",
    inclusion=Text(
        zh="已登记金额、且办理岗位当时有权限的补救；同一事项同一岗位的多笔合并计算。未登记是否经批准的计为结果不明。",
        en="Recovery with an amount by a role that had a limit at the time; several actions of a role in one case are "
        "summed. Where it is not recorded who approved, the outcome is unknown.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={
        "recovery_actions": ("role", "amount", "action_ts", "approved_up"),
        "empowerment": ("role", "limit_amount", "valid_from"),
    },
    results={
        "sent_up": Text(zh="权限内仍须上报的比例", en="Within the limit, yet sent up"),
        "of_limit": Text(zh="金额与权限之比", en="Amount over limit"),
    },
    headline="sent_up",
    keys=("quantile",),
    better="lower",
    excludes={"above_limit": Text(zh="超出权限", en="above the limit")},
)
def authority_used(ev: Evidence, p: Params) -> Iterator[Described]:
    """Authority that is never used is none."""
    cases = limited_cases(ev)
    if cases is None:
        yield NotMeasurable(NO_LIMITS())
        return
    c = cases.filter(cases.amount.notnull())
    yield Share("sent_up", Rows(c, excluded={"above_limit": c.amount > c.limit_amount}), c.approved_up)
    with_limit = c.filter(c.limit_amount > 0)
    yield Quantiles("of_limit", Rows(with_limit), with_limit.amount / with_limit.limit_amount, (0.5,))


@measure(
    "M-EMP-OVER",
    title=Text(zh="超越权限", en="Limit breaches"),
    formula=Text(
        zh="合计金额超出岗位权限、且未经上级批准的比例。",
        en="Share of cases whose sum exceeds the limit of the role without approval from above.",
    ),
    tex=r"b = \frac{1}{n} \sum_{i=1}^{n} \mathbf{1}[m_i \gt L_i] \mathbf{1}[\text{not approved above}_i]",
    inclusion=Text(
        zh="办理岗位当时有权限的全部补救事项；未登记金额的，以“是否在权限内”为准，两者均无的计为结果不明。",
        en="All cases of roles that had a limit at the time; where no amount is recorded, the log's own mark decides; "
        "without either the outcome is unknown.",
    ),
    source=cited(DEFAULT, "Wilson (1927)"),
    needs={
        "recovery_actions": ("role", "amount", "action_ts", "approved_up"),
        "empowerment": ("role", "limit_amount", "valid_from"),
    },
    results={"breached": Text(zh="超越权限的比例", en="Above the limit without approval")},
    headline="breached",
    better="lower",
)
def authority_exceeded(ev: Evidence, p: Params) -> Iterator[Described]:
    """An approval that is not recorded is none."""
    cases = limited_cases(ev)
    if cases is None:
        yield NotMeasurable(NO_LIMITS())
        return
    above = ibis.ifelse(cases.amount.notnull(), cases.amount > cases.limit_amount, ~cases.within_authority)
    approved = cases.approved_up.fill_null(False)
    yield Share("breached", Rows(cases), above & ~approved)


@measure(
    "M-EMP-WAIT",
    title=Text(zh="等待批准的时长", en="Waiting for approval"),
    formula=Text(
        zh="须上级批准的补救等待批准的小时数：中位数与 P90（7 型）。",
        en="Hours that recovery waited for approval from above: median and P90 (type 7).",
    ),
    tex=r"Q_q = x_{(k)} + (h - k) (x_{(k+1)} - x_{(k)}), \qquad h = 1 + (n - 1) q, \quad k = \lfloor h "
    r"\rfloor",
    inclusion=Text(
        zh="经上级批准的全部补救措施，按日历小时计；未登记等待时长的计为结果不明。",
        en="All actions approved above, in calendar hours; where no time is recorded it is unknown.",
    ),
    source=cited(
        Text(zh="Hyndman & Fan (1996)，第 7 型", en="Hyndman & Fan (1996), type 7"),
        Text(
            zh="次序统计量（David & Nagaraja 2003, 7.1）", en="order statistics (David & Nagaraja 2003, 7.1)"
        ),
    ),
    needs={"recovery_actions": ("approval_wait_h", "approved_up")},
    results={"hours": Text(zh="等待批准", en="Wait for approval")},
    headline="hours",
    keys=("quantile",),
    better="lower",
)
def approval_wait(ev: Evidence, p: Params) -> Iterator[Described]:
    """The upper end of P90 cannot be estimated from fewer than 36 actions."""
    a = actions(ev).filter(ibis._.approved_up)
    yield Quantiles("hours", Rows(a), a.approval_wait_h, (0.5, 0.9), unit="h", minimum=Minimum(5, 20))


def limited_cases(ev: Evidence) -> ir.Table | None:
    """Sums by case and role, for roles that had a limit when they acted; None where no limit is recorded.

    Columns: ``amount`` (null where no action has one), ``limit_amount`` in force at the last action,
    ``approved_up`` (null where it is nowhere recorded), ``within_authority``, and the first action's place.
    """
    e = ev.empowerment.filter(ibis._.limit_amount.notnull())
    if not ev.run(e.aggregate(n=e.count()))[0]["n"]:
        return None

    def build() -> ir.Table:
        by_role = ibis.window(group_by="role", order_by="valid_from")
        limits = e.select("role", "limit_amount", "valid_from", until=e.valid_from.lead().over(by_role))
        a = actions(ev)
        taken = a.action_ts.date()
        in_force = a.join(
            limits,
            [
                a.role == limits.role,
                taken >= limits.valid_from,
                limits.until.isnull() | (taken < limits.until),
            ],
        )
        grouped = in_force.group_by("case_id", "role")
        return grouped.aggregate(
            _file=ibis._._file.argmin(ibis._._row),
            _row=ibis._._row.min(),
            amount=ibis._.amount.sum(),
            limit_amount=ibis._.limit_amount.argmax(ibis._.action_ts),
            approved_up=ibis._.approved_up.any(),
            within_authority=ibis._.within_authority.all(),
        )

    return ev.derived("limited_cases", build)
