"""Service guarantees and the claims under them."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import FAILURE
from audit.text import Text


class Guarantees(pa.DataFrameModel):
    """Guarantees and their claims; one row per claim, and one without a claim for the guarantee itself."""

    guarantee_id: str = column(
        zh="服务承诺（服务担保）编号", en="Guarantee number",
        aliases=(
            "服务保证编号", "保证编号", "担保编号", "服務保證編號", "Guarantee ID", "Guarantee", "承诺保证编号", "Guarantee no.",
            "Guarantee code",
        ),
    )  # fmt: skip
    claim_id: str = column(
        zh="赔付申请编号", en="Claim number", nullable=True,
        aliases=(
            "申请编号", "理赔编号", "索赔编号", "賠付申請編號", "Claim ID", "Claim", "赔付单号", "赔付编号", "理赔号", "Claim no.",
            "Claim reference", "Payout ID",
        ),
        note=Text(zh="空白表示该行说明服务承诺（服务担保）本身", en="empty: the row describes the guarantee itself"),
    )  # fmt: skip
    failure_id: str = column(
        zh="失误编号", en="Failure number", nullable=True, refers="failures.failure_id", aliases=FAILURE,
    )  # fmt: skip
    pay_due_ts: dt.Timestamp = column(
        zh="应赔付时间", en="Payment due", nullable=True,
        planned=True,
        aliases=(
            "赔付期限", "应付时间", "應賠付時間", "Pay by", "Payment deadline", "应赔付日期", "赔付时限", "赔付截止时间",
            "Payout due", "Due for payment",
        ),
        note=Text(zh="申请时间加承诺的赔付时限", en="the time of the claim and the declared time to pay"),
    )  # fmt: skip
    promise_id: str = column(
        zh="承诺编号", en="Promise number", nullable=True, refers="promises.promise_id",
        aliases=("对应承诺", "承諾編號", "Promise ID", "Promise"),
    )  # fmt: skip
    trigger_text: str = column(
        zh="触发条件", en="Trigger", nullable=True,
        aliases=(
            "赔付条件", "觸發條件", "适用条件", "Conditions", "Trigger condition", "保证条件", "启动条件",
            "Guarantee conditions", "Trigger event",
        ),
    )  # fmt: skip
    payout_text: str = column(
        zh="赔付内容", en="Payout", nullable=True,
        aliases=(
            "赔付标准", "补偿内容", "賠付內容", "Compensation", "Remedy", "赔付方案", "保证内容", "Payout terms",
            "What is paid",
        ),
    )  # fmt: skip
    claimed_ts: dt.Timestamp = column(
        zh="申请时间", en="Claimed", nullable=True,
        aliases=(
            "申请日期", "索赔时间", "申請時間", "Claimed at", "Claim date", "Claimed on", "申请赔付时间", "提出时间", "提出日期",
            "Date claimed", "Date of claim", "Claim time",
        ),
    )  # fmt: skip
    invoked_by: str = column(
        zh="提出方", en="Invoked by", nullable=True,
        aliases=(
            "发起方", "启动方", "提出方式", "Raised by", "Initiated by", "申请方", "触发方", "Claimed by",
            "Triggered by",
        ),
        labels={
            "customer": ("顾客", "Customer", "客户", "顧客", "client"),
            "provider": ("企业主动", "Provider", "企业", "主动赔付", "企業主動", "organisation", "company"),
        },
    )  # fmt: skip
    valid: bool = column(
        zh="是否成立", en="Valid", nullable=True,
        aliases=(
            "申请是否成立", "是否有效", "有效申请", "Claim valid", "Justified", "赔付是否成立", "是否符合条件", "Claim accepted",
            "Is valid",
        ),
        note=Text(zh="经审查员核对的结论", en="as checked by the reviewer"),
    )  # fmt: skip
    paid_ts: dt.Timestamp = column(
        zh="赔付时间", en="Paid", nullable=True,
        aliases=(
            "支付时间", "赔付日期", "賠付時間", "Paid at", "Payment date", "Paid on", "实际赔付时间", "到账时间", "打款时间",
            "Date paid", "Payout date", "Payment time",
        ),
    )  # fmt: skip
    amount: float = column(
        zh="赔付金额", en="Amount", nullable=True, ge=0, unit="currency",
        aliases=(
            "金额", "支付金额", "賠付金額", "Amount paid", "Payout amount", "赔付额", "实赔金额", "赔偿金额",
            "Claim amount paid", "Paid amount",
        ),
    )  # fmt: skip
    refused_reason: str = column(
        zh="拒赔原因", en="Reason for refusal", nullable=True,
        aliases=(
            "拒绝原因", "拒付原因", "拒賠原因", "Refusal reason", "Declined because", "不予赔付原因", "Reason refused",
            "Rejection reason",
        ),
        labels={
            "invalid": ("不符合条件", "Invalid", "不成立", "不符合條件", "not covered"),
            "late": ("逾期申请", "Late", "逾期", "超期", "逾期申請", "too late"),
            "no_proof": ("缺少凭证", "No proof", "无凭证", "證明不足", "missing evidence"),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip

    @rule("E-ORDER", "paid_ts", "claimed_ts")
    @staticmethod
    def paid_after_the_claim(t: ir.Table) -> ir.BooleanValue:
        """A claim is paid after it was made."""
        return t.paid_ts >= t.claimed_ts

    @rule("E-ORDER", "pay_due_ts", "claimed_ts")
    @staticmethod
    def due_after_the_claim(t: ir.Table) -> ir.BooleanValue:
        """A claim falls due after it was made."""
        return t.pay_due_ts >= t.claimed_ts

    @rule(
        "E-CONTRADICTION", "claim_id", "claimed_ts", level="warning",
        why=Text(zh="有赔付申请而没有申请时间", en="a claim without the time at which it was made"),
    )  # fmt: skip
    @staticmethod
    def a_claim_has_its_time(t: ir.Table) -> ir.BooleanValue:
        """A claim says when it was made; without that it counts in every period."""
        return t.claim_id.isnull() | t.claimed_ts.notnull()

    @rule("E-KEY", "guarantee_id", "claim_id")
    @staticmethod
    def one_row_a_claim(t: ir.Table) -> ir.BooleanValue:
        """A claim stands once, and so does the row of the guarantee itself."""
        return t.count().over(ibis.window(group_by=[t.guarantee_id, t.claim_id])) == 1

    class Config:
        name = "guarantees"
        metadata = table(
            zh="服务承诺（服务担保）", en="Guarantee register", anchor="claimed_ts", fresh_days=31,
            grain=Text(
                zh="每项赔付申请一行；服务承诺（服务担保）本身一行", en="one row per claim; one for each guarantee itself",
            ),
            aliases=("服务保证", "服务担保", "赔付记录", "服務保證", "Guarantee claims", "Service guarantees", "Payouts"),
        )  # fmt: skip
