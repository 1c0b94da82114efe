"""How the organisation listens, upwards and across."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import TextList, column, rule, table
from audit.text import Text


class ResearchActivities(pa.DataFrameModel):
    """Listening and research, upward and horizontal communication; one row per activity.

    A study of before the period still counts for its cadence: there is no anchor.
    """

    activity_id: str = column(
        zh="活动编号", en="Activity number",
        aliases=(
            "编号", "调研编号", "活動編號", "项目编号", "Activity ID", "Research ID", "Study ID", "调研代码", "项目号",
            "活动序号", "Project ID", "Study no.", "Activity no.",
        ),
    )  # fmt: skip
    kind: str = column(
        zh="活动类型", en="Kind", aliases=(
            "类型", "调研类型", "活動類型", "形式", "Type", "Activity type", "Method", "调研方式", "调研形式", "活动形式",
            "Study type", "Research type", "Research method",
        ),
        labels={
            "survey": ("问卷调查", "Survey", "满意度调查", "問卷調查", "questionnaire"),
            "panel": ("顾客小组", "Panel", "固定样本组", "顧客小組", "customer panel"),
            "interview": ("访谈", "Interview", "顾客访谈", "座谈会", "訪談", "focus group"),
            "complaint_analysis": ("投诉分析", "Complaint analysis", "投訴分析", "analysis of complaints"),
            "pattern_report": ("失误规律报告", "Pattern report", "失误模式分析", "趋势报告", "pattern analysis"),
            "media": ("媒体监测", "Media monitoring", "舆情监测", "媒體監測", "media"),
            "social": ("社交媒体监测", "Social listening", "社交聆听", "社交媒體監測", "social media"),
            "mystery": ("神秘顾客", "Mystery shopping", "暗访", "神秘顧客", "mystery"),
            "lost_customer": ("流失顾客调研", "Lost-customer research", "流失客户回访", "流失顧客調研", "exit survey"),
            "upward_meeting": ("上行沟通会", "Upward meeting", "员工座谈会", "上行溝通會", "staff meeting"),
            "horizontal_meeting": (
                "跨部门沟通会", "Horizontal meeting", "部门协调会", "跨部門溝通會", "cross-functional meeting",
            ),
        },
    )  # fmt: skip
    started_on: dt.Date = column(
        zh="开始日期", en="Started on", nullable=True,
        aliases=(
            "启动日期", "开始时间", "開始日期", "Start date", "Start", "实施开始日期", "开展日期", "Started", "Date started",
            "Fieldwork start", "Begin date",
        ),
    )  # fmt: skip
    completed_on: dt.Date = column(
        zh="完成日期", en="Completed on", nullable=True,
        aliases=(
            "结束日期", "完成时间", "召开日期", "結束日期", "End date", "Completion date", "Date", "实施结束日期", "报告日期",
            "会议日期", "Completed", "Date completed", "Meeting date", "Report date", "Fieldwork end",
        ),
        note=Text(zh="空白表示尚未完成", en="empty means not completed"),
    )  # fmt: skip
    n: int = column(
        zh="样本量", en="Sample size", nullable=True, ge=0,
        aliases=(
            "参与人数", "样本数", "樣本量", "有效样本", "Participants", "Respondents", "Cases", "样本容量", "参加人数",
            "与会人数", "Number of participants", "Number of respondents",
        ),
    )  # fmt: skip
    services_covered: TextList = column(
        zh="覆盖的服务", en="Services covered", nullable=True,
        aliases=(
            "涉及服务", "覆盖服务", "覆蓋的服務", "Services", "Covers", "涉及业务", "适用服务", "Service scope",
            "Services included",
        ),
        note=Text(zh="以分号分隔，写法与 audit.yaml 一致", en="separated by semicolons, spelt as in audit.yaml"),
    )  # fmt: skip
    used_in: TextList = column(
        zh="用于何处", en="Used in", nullable=True,
        aliases=(
            "结果应用", "对应决策", "用於何處", "Decisions", "Led to", "应用情况", "成果应用", "Used for", "Applied in",
        ),
        note=Text(zh="以分号分隔的决策或措施编号", en="decision or action numbers, separated by semicolons"),
    )  # fmt: skip
    decision_recorded: bool = column(
        zh="是否记录决策", en="Decision recorded", nullable=True,
        aliases=(
            "有无决策记录", "是否形成决议", "是否記錄決策", "Decision minuted", "Recorded", "是否形成决策记录",
            "Is decision recorded", "Decision documented",
        ),
    )  # fmt: skip

    @rule("E-ORDER", "completed_on", "started_on")
    @staticmethod
    def completed_after_it_started(t: ir.Table) -> ir.BooleanValue:
        """An activity is completed after it started."""
        return t.completed_on >= t.started_on

    class Config:
        name = "research_activities"
        unique = ["activity_id"]
        metadata = table(
            zh="调研与沟通", en="Research and listening", anchor=None,
            grain=Text(zh="每次活动一行", en="one row per activity"),
            aliases=("调研清单", "市场调研", "調研與溝通", "Research activities", "Studies", "Listening log"),
        )  # fmt: skip
