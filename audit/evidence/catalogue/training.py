"""Training records."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import STAFF
from audit.text import Text


class Training(pa.DataFrameModel):
    """Training records; one row per person and course.

    Training of before the period still counts while it is valid: there is no anchor.
    """

    training_id: str = column(
        zh="培训记录编号", en="Record number",
        aliases=(
            "编号", "培训编号", "培訓編號", "Training ID", "Record ID", "Course record", "培训记录号", "学习记录编号",
            "Training record ID", "Training no.", "Completion ID",
        ),
    )  # fmt: skip
    staff_id: str = column(
        zh="员工代码", en="Staff code", pii="pseud", refers="staff_register.staff_id", aliases=STAFF,
        note=Text(zh="假名代码，不得为姓名", en="a pseudonym, never a name"),
    )  # fmt: skip
    topic: str = column(
        zh="培训主题", en="Topic",
        aliases=(
            "主题", "课程类别", "培训内容", "培訓主題", "Subject", "Course type", "Course topic", "课程主题", "课程分类",
            "培训类别", "课程类型", "Training topic", "Course category", "Training category",
        ),
        labels={
            "recovery": (
                "服务补救", "Recovery", "投诉处理", "服務補救", "complaint handling", "service recovery", "投诉处理技巧",
                "客诉处理", "投訴處理", "complaints training", "handling complaints",
            ),
            "listening": (
                "倾听沟通", "Listening", "沟通技巧", "傾聽", "倾听", "communication", "服务沟通", "客户沟通", "沟通",
                "customer communication", "listening skills",
            ),
            "product": (
                "产品知识", "Product", "业务知识", "產品知識", "product knowledge", "业务培训", "产品培训", "产品业务知识",
                "product training",
            ),
            "law": (
                "法律法规", "Law", "法规", "合规", "法律法規", "compliance", "regulation", "合规培训", "消费者权益保护",
                "法规培训", "consumer protection", "legal training",
            ),
            "safety": (
                "安全", "Safety", "安全培训", "消防", "health and safety", "安全生产", "消防安全", "safety training",
                "fire safety",
            ),
            "other": ("其他", "Other", "其它"),
        },
    )  # fmt: skip
    held_on: dt.Date = column(
        zh="培训日期", en="Held on",
        aliases=(
            "培训时间", "参训日期", "培訓日期", "Training date", "Completed on", "Date", "培训开始日期", "上课日期",
            "培训完成日期", "完成日期", "结业日期", "Date of training", "Training completed", "Completion date",
            "Course date", "Attended on",
        ),
    )  # fmt: skip
    hours: float = column(
        zh="学时", en="Hours", nullable=True, ge=0, unit="h",
        aliases=(
            "课时", "培训时长", "學時", "培训学时", "Duration", "Training hours", "培训课时", "学习时长（小时）", "培训时数",
            "Credit hours", "Hours of training", "Duration (hours)", "Duration (h)",
        ),
    )  # fmt: skip
    assessed: bool = column(
        zh="是否考核", en="Assessed", nullable=True,
        aliases=(
            "考核", "有无考核", "是否考試", "是否考试", "Tested", "Examined", "是否参加考核", "是否测验", "Assessment taken",
            "Was assessed",
        ),
    )  # fmt: skip
    passed: bool = column(
        zh="是否通过", en="Passed", nullable=True,
        aliases=(
            "通过", "考核通过", "是否合格", "是否通過", "Pass", "Assessment passed", "是否考核通过", "考核是否通过", "考试是否通过",
            "Passed the test", "Assessment result passed",
        ),
    )  # fmt: skip
    planned_valid_to: dt.Date = column(
        zh="有效期至", en="Valid to", nullable=True,
        planned=True,
        aliases=(
            "失效日期", "复训日期", "到期日期", "Expires on", "Expiry date", "Retraining due", "证书有效期至", "有效截止日期",
            "资格有效期", "Valid until", "Certificate expiry", "Expires",
        ),
        note=Text(zh="空白时有效 24 个月", en="empty means 24 months"),
    )  # fmt: skip

    @rule("E-ORDER", "planned_valid_to", "held_on")
    @staticmethod
    def valid_after_it_was_held(t: ir.Table) -> ir.BooleanValue:
        """Training is valid until a day after it was held."""
        return t.planned_valid_to >= t.held_on

    class Config:
        name = "training"
        unique = ["training_id"]
        metadata = table(
            zh="培训记录", en="Training", anchor=None,
            grain=Text(zh="每人每门课程一行", en="one row per person and course"),
            aliases=("培训台账", "培训档案", "培訓記錄", "Training records", "Courses"),
        )  # fmt: skip
