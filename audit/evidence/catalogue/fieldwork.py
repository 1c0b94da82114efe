"""What reviewers saw and heard: interviews, observations, document reviews, mystery visits."""

from __future__ import annotations

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, rule, table
from audit.evidence.catalogue.vocabulary import SITE
from audit.text import Text


class Fieldwork(pa.DataFrameModel):
    """Reviewers' fieldwork; one row per question or check point."""

    fw_id: str = column(
        zh="记录编号", en="Record number", aliases=(
            "编号", "序号", "Record ID", "Fieldwork ID", "No.", "检查序号", "工作底稿编号", "記錄編號", "Record no.",
            "Working paper no.",
        ),
    )  # fmt: skip
    kind: str = column(
        zh="方法", en="Kind", aliases=("类型", "审查方法", "Method", "Activity"),
        labels={
            "interview": ("访谈", "Interview", "面谈"),
            "observation": ("现场观察", "Observation", "观察"),
            "document": ("文件审查", "Document review", "查阅文件", "document"),
            "mystery": ("神秘顾客", "Mystery visit", "暗访", "mystery", "mystery shopping"),
            "test_complaint": ("测试投诉", "Test complaint", "投诉测试"),
        },
    )  # fmt: skip
    session_id: str = column(
        zh="场次编号", en="Session", aliases=(
            "场次", "访谈编号", "Session ID", "Visit", "访谈场次", "走访编号", "場次編號", "Session no.", "Interview ID",
            "Visit ID",
        ),
        note=Text(
            zh="一名受访者、一次暗访、一次测试投诉或一轮观察",
            en="one interviewed person, mystery visit, test complaint or round of observation",
        ),
    )  # fmt: skip
    critical_point: bool = column(
        zh="是否关键点", en="Critical point", nullable=True, aliases=("关键点", "Critical"),
    )  # fmt: skip
    steps: int = column(
        zh="步骤数", en="Steps", nullable=True, ge=0, aliases=("操作步数", "Number of steps"),
        note=Text(
            zh="测试投诉的点击、填写和转接次数", en="clicks, form fields and transfers of a test complaint",
        ),
    )  # fmt: skip
    target_h: float = column(
        zh="承诺答复时长",
        en="Declared answer time",
        nullable=True,
        gt=0,
        unit="h",
        aliases=("承诺时限", "Target hours"),
    )
    item_id: str = column(
        zh="审查条目", en="Checklist item", aliases=(
            "条目", "条目编号", "Item", "Item ID", "Requirement", "检查项", "检查项编号", "檢查項", "Checklist item ID",
            "Requirement ID",
        )
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    role_interviewed: str = column(
        zh="受访岗位", en="Role interviewed", nullable=True, pii="org",
        aliases=("岗位", "受访人岗位", "Role"),
        note=Text(zh="只写岗位", en="the role only"),
    )  # fmt: skip
    done_ts: dt.Timestamp = column(
        zh="完成时间", en="Done", aliases=(
            "时间", "日期", "审查时间", "Done at", "Date", "Visited at", "检查时间", "检查日期", "访谈时间", "審查時間",
            "Checked at", "Date of visit", "Interviewed on",
        ),
        note=Text(zh="测试投诉为发出时间", en="for a test complaint the moment it was sent"),
    )  # fmt: skip
    result: str = column(
        zh="结果", en="Result", aliases=(
            "判定", "结论", "Outcome", "Verdict", "审查结果", "检查结果", "判定结果", "審查結果", "Assessment",
            "Judgement",
        ),
        note=Text(
            zh="不适用不进入分母；未见到视为缺失", en="n/a leaves the denominator; not seen is missing"
        ),
        labels={
            "pass": ("符合", "Pass", "通过", "合格", "是", "ok", "yes"),
            "partial": ("部分符合", "Partial", "部分", "partly"),
            "fail": ("不符合", "Fail", "不通过", "不合格", "否", "no", "failed"),
            "na": ("不适用", "Not applicable", "n/a"),
            "not_seen": ("未见到", "Not seen", "未观察到", "未查到"),
        },
    )  # fmt: skip
    points: float = column(zh="得分", en="Points", nullable=True, ge=0, aliases=("分数", "Score"))
    points_max: float = column(
        zh="满分", en="Maximum points", nullable=True, ge=0, aliases=("总分", "Max points", "Out of"),
    )  # fmt: skip
    response_ts: dt.Timestamp = column(
        zh="答复时间", en="Answered", nullable=True, aliases=("回复时间", "Answered at", "Response at"),
        note=Text(zh="用于测试投诉", en="for test complaints"),
    )  # fmt: skip
    note: str = column(
        zh="备注", en="Note", pii="free", nullable=True, aliases=("说明", "记录", "Comment", "Remarks"),
    )  # fmt: skip
    auditor: str = column(
        zh="审查员", en="Reviewer", pii="audit", aliases=(
            "审核员", "评审员", "检查人", "Auditor", "By", "评审人员", "检查员", "審查員", "Assessor", "Reviewer ID",
        ),
    )  # fmt: skip
    evidence_ref: str = column(
        zh="证据位置", en="Evidence", nullable=True,
        aliases=("证据", "证据索引", "Evidence ref", "Reference"),
        note=Text(zh="文件及行或页", en="file and row or page"),
    )  # fmt: skip

    @rule("E-AT-MOST", "points", "points_max")
    @staticmethod
    def no_more_points_than_the_maximum(t: ir.Table) -> ir.BooleanValue:
        """No more points are given than there are."""
        return t.points <= t.points_max

    @rule("E-ORDER", "response_ts", "done_ts")
    @staticmethod
    def answered_after_it_was_sent(t: ir.Table) -> ir.BooleanValue:
        """A test complaint is answered after it was sent."""
        return t.response_ts >= t.done_ts

    class Config:
        name = "fieldwork"
        unique = ["fw_id"]
        metadata = table(
            zh="现场审查记录", en="Fieldwork", anchor="done_ts", fresh_days=None, until_cut=True,
            grain=Text(zh="每个问题或检查点一行", en="one row per question or check point"),
            aliases=("审查记录", "检查记录", "访谈记录", "Audit notes", "Observations"),
        )  # fmt: skip
