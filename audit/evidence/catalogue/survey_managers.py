"""What managers answered: the antecedents of gaps 1, 2 and 4 as means of their scales."""

from __future__ import annotations

import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.vocabulary import INSTRUMENT, SITE
from audit.text import Text

AS_ANSWERED = Text(
    zh="量表均值，按原始作答填写，不要反向计分", en="the mean of the scale as answered, never reversed"
)


class SurveyManagers(pa.DataFrameModel):
    """Managers' beliefs and the antecedents of gaps 1, 2 and 4; one row per manager."""

    manager_id: str = column(
        zh="管理者代码", en="Manager", pii="pseud",
        aliases=(
            "管理者编号", "管理人员编号", "管理者編號", "Manager ID", "Respondent ID", "管理者答卷编号", "答卷编号",
            "Respondent no.", "Response ID",
        ),
        note=Text(zh="假名代码，不得为姓名或工号", en="a pseudonym, never a name or staff number"),
    )  # fmt: skip
    instrument_id: str = column(
        zh="问卷代码", en="Instrument", nullable=True, aliases=INSTRUMENT,
        note=Text(zh="空白时为 audit.yaml 中的问卷", en="empty means the instrument of audit.yaml"),
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    level: str = column(
        zh="管理层级", en="Level", aliases=(
            "层级", "級別", "职级", "管理级别", "Management level", "Grade", "管理层次级别", "岗位层级", "Manager level",
            "Seniority",
        ),
        labels={
            "top": ("高层", "Top", "高级管理层", "高管", "高層", "executive", "top management", "senior"),
            "middle": ("中层", "Middle", "中级管理层", "中層", "middle management"),
            "front": ("基层", "Front line", "基层主管", "一线主管", "班组长", "基層", "supervisor", "front-line"),
        },
    )  # fmt: skip
    function: str = column(
        zh="职能", en="Function", nullable=True,
        aliases=(
            "部门", "部門", "职能部门", "所属部门", "Department", "Business function", "业务职能", "条线",
            "Functional area", "Division",
        ),
    )  # fmt: skip
    contact_days_month: float = column(
        zh="每月接触顾客天数", en="Days of customer contact a month", nullable=True, between=(0, 31),
        unit="d",
        aliases=("接触顾客天数", "每月接觸顧客天數", "Customer contact days", "Contact days per month"),
        note=Text(zh="亲自直接接触顾客的天数", en="days with customers in person"),
    )  # fmt: skip
    ant1_research: float = column(
        zh="市场调研导向", en="Marketing research orientation", nullable=True, between=(1, 7),
        unit="points", aliases=("调研导向", "市場調研導向", "Research orientation"), note=AS_ANSWERED,
    )  # fmt: skip
    ant1_upcom: float = column(
        zh="向上沟通", en="Upward communication", nullable=True, between=(1, 7), unit="points",
        aliases=("自下而上沟通", "向上溝通", "Upward comms"), note=AS_ANSWERED,
    )  # fmt: skip
    ant1_levels: float = column(
        zh="管理层级过多", en="Levels of management", nullable=True, between=(1, 7), unit="points",
        aliases=("管理层次", "管理層級過多", "Too many levels", "Management layers"), note=AS_ANSWERED,
    )  # fmt: skip
    ant2_commit: float = column(
        zh="管理层对质量的承诺", en="Commitment to service quality", nullable=True, between=(1, 7),
        unit="points", aliases=("质量承诺", "管理層對質量的承諾", "Management commitment"), note=AS_ANSWERED,
    )  # fmt: skip
    ant2_goals: float = column(
        zh="目标设定", en="Goal setting", nullable=True, between=(1, 7), unit="points",
        aliases=("质量目标设定", "目標設定", "Service goals", "Goals"), note=AS_ANSWERED,
    )  # fmt: skip
    ant2_std: float = column(
        zh="任务标准化", en="Task standardisation", nullable=True, between=(1, 7), unit="points",
        aliases=("工作标准化", "任務標準化", "Task standardization", "Standardisation"), note=AS_ANSWERED,
    )  # fmt: skip
    ant2_feas: float = column(
        zh="可行性认知", en="Perception of feasibility", nullable=True, between=(1, 7), unit="points",
        aliases=("可行性", "可行性認知", "Feasibility"), note=AS_ANSWERED,
    )  # fmt: skip
    ant4_horiz: float = column(
        zh="横向沟通", en="Horizontal communication", nullable=True, between=(1, 7), unit="points",
        aliases=("部门间沟通", "橫向溝通", "Horizontal comms"), note=AS_ANSWERED,
    )  # fmt: skip
    ant4_overprom: float = column(
        zh="过度承诺倾向", en="Propensity to overpromise", nullable=True, between=(1, 7), unit="points",
        aliases=("过度承诺", "過度承諾傾向", "Overpromising"), note=AS_ANSWERED,
    )  # fmt: skip

    class Config:
        name = "survey_managers"
        unique = ["manager_id"]
        metadata = table(
            zh="管理者调查", en="Survey of managers", anchor=None,
            grain=Text(zh="每名管理者一行", en="one row per manager"),
            aliases=("管理者问卷", "管理人员调查", "管理者調查", "Manager survey", "Managers"),
        )  # fmt: skip
