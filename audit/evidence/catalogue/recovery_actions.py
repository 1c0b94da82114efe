"""What was done for failures and complaints."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import COMPLAINT, FAILURE, RECOVERY_TYPES, ROLE, STAFF
from audit.text import Text


class RecoveryActions(pa.DataFrameModel):
    """What was done for a failure or complaint; one row per action.

    An action belongs to the period of its case, which only the measures know: there is no anchor.
    """

    action_id: str = column(
        zh="措施编号", en="Action number",
        aliases=(
            "编号", "补救编号", "措施單號", "处理编号", "Action ID", "Recovery ID", "补救单号", "处置编号", "处理单号", "补救记录编号",
            "補救編號", "Action no.", "Recovery no.", "Remedy ID",
        ),
    )  # fmt: skip
    failure_id: str = column(
        zh="失误编号", en="Failure number", nullable=True, refers="failures.failure_id", aliases=FAILURE,
        note=Text(zh="与投诉编号至少填一项", en="this or the complaint number is needed"),
    )  # fmt: skip
    complaint_id: str = column(
        zh="投诉编号", en="Complaint number", nullable=True, refers="complaints.complaint_id",
        aliases=COMPLAINT,
    )  # fmt: skip
    action_ts: dt.Timestamp = column(
        zh="措施时间", en="Done",
        aliases=(
            "处理时间", "补救时间", "措施日期", "處理時間", "Action at", "Action date", "Action taken at", "补救日期",
            "处置时间", "处理日期", "措施实施时间", "補救時間", "Action taken on", "Action time", "Date of action",
            "Recovered at", "Remedy date",
        ),
    )  # fmt: skip
    role: str = column(zh="岗位", en="Role", nullable=True, aliases=(
            *ROLE, "处理岗位", "经办岗位", "处理人岗位", "经办人岗位", "Handler role", "Role of handler",
        ))  # fmt: skip
    staff_id: str = column(
        zh="员工代码", en="Staff code", pii="pseud", nullable=True, refers="staff_register.staff_id",
        aliases=(
            *STAFF, "经办人编号", "处理人工号", "经办人工号", "坐席工号", "Handler ID", "Handled by ID",
        ),
        note=Text(zh="假名代码，不得为姓名", en="a pseudonym, never a name"),
    )  # fmt: skip
    type: str = column(
        zh="措施类型", en="Type",
        aliases=(
            "类型", "补救方式", "补救措施", "措施類型", "处理方式", "Action type", "Recovery type", "Action", "补救类型",
            "处置措施", "处理措施", "补救方法", "補救方式", "Recovery action", "Resolution type", "Remedy",
            "Remedy type", "Compensation type",
        ),
        labels=RECOVERY_TYPES,
    )  # fmt: skip
    tangible: bool = column(
        zh="有形补救", en="Tangible", nullable=True,
        aliases=("是否有形补救", "物质补偿", "有形補救", "Tangible recovery"),
        note=Text(zh="空白时按措施类型推定", en="empty follows from the type"),
    )  # fmt: skip
    psychological: bool = column(
        zh="心理补救", en="Psychological", nullable=True,
        aliases=("是否心理补救", "精神安抚", "心理補救", "Psychological recovery"),
        note=Text(zh="空白时按措施类型推定", en="empty follows from the type"),
    )  # fmt: skip
    amount: float = column(
        zh="金额", en="Amount", nullable=True, ge=0, unit="currency",
        aliases=(
            "补偿金额", "赔付金额", "退款金额", "金額", "Compensation", "Value", "Refund amount", "赔偿金额", "赔付额",
            "补偿额", "补偿金额（元）", "補償金額", "Compensation amount", "Goodwill amount", "Refund value",
            "Amount paid", "Cost of remedy",
        ),
    )  # fmt: skip
    within_authority: bool = column(
        zh="是否在权限内", en="Within authority", nullable=True,
        aliases=(
            "权限内", "在授权范围内", "是否在權限內", "Within limit", "Authorised", "是否权限内", "是否在授权范围内",
            "Within limits", "Within authority limit",
        ),
    )  # fmt: skip
    approved_up: bool = column(
        zh="是否经上级批准", en="Approved above", nullable=True,
        aliases=(
            "上级批准", "是否上报审批", "是否經上級批准", "Manager approval", "Approval needed", "是否需上级审批", "是否上级审批",
            "Escalated for approval", "Needed approval", "Supervisor approval",
        ),
        note=Text(zh="须由本岗位以上人员批准的填“是”", en="true where somebody above the role had to approve"),
    )  # fmt: skip
    approval_wait_h: float = column(
        zh="等待批准时长", en="Waiting for approval", nullable=True, ge=0, unit="h",
        aliases=(
            "审批时长", "审批等待时间", "等待批准時長", "Approval wait", "Approval hours", "审批用时（小时）", "等待审批时长",
            "Approval waiting time", "Hours to approval",
        ),
    )  # fmt: skip
    customer_choice_offered: bool = column(
        zh="是否给顾客选择", en="Choice offered", nullable=True,
        aliases=(
            "顾客可选", "提供选择", "是否給顧客選擇", "Customer choice", "Options offered", "是否提供选择", "是否提供多种方案",
            "Choice given", "Options given",
        ),
    )  # fmt: skip
    strategy_: str = column(  # DataFrameModel has a method of that name
        zh="补救策略", en="Strategy", nullable=True, alias="strategy",
        aliases=("策略", "补救战略", "補救策略", "Recovery strategy", "Approach"),
        labels={
            "case": ("逐案处理", "Case by case", "个案", "被动补救", "逐案處理", "ad hoc"),
            "systematic": ("系统响应", "Systematic response", "预案", "标准流程", "系統響應", "protocol"),
            "early": ("早期干预", "Early intervention", "主动补救", "提前介入", "早期干預", "proactive"),
            "substitute": ("替代服务", "Substitute service", "替代", "替代方案", "替代服務", "alternative"),
        },
    )  # fmt: skip

    @rule(
        "E-CONTRADICTION", "failure_id", "complaint_id",
        why=Text(
            zh="失误编号和投诉编号均为空白", en="neither a failure nor a complaint that the action is for",
        ),
    )  # fmt: skip
    @staticmethod
    def an_action_has_a_case(t: ir.Table) -> ir.BooleanValue:
        """An action is for a failure or a complaint."""
        return t.failure_id.notnull() | t.complaint_id.notnull()

    class Config:
        name = "recovery_actions"
        unique = ["action_id"]
        metadata = table(
            zh="补救措施", en="Recovery log", anchor=None,
            grain=Text(zh="每项措施一行", en="one row per action"),
            aliases=("补救记录", "处理记录", "補救措施", "补偿记录", "Recovery actions", "Actions", "Compensations"),
        )  # fmt: skip
