"""What contact staff answered: the antecedents of gaps 3 and 4, and recovery as they know it."""

from __future__ import annotations

import pandera.ibis as pa

from audit.evidence.catalogue.columns import column, table
from audit.evidence.catalogue.survey_managers import AS_ANSWERED
from audit.evidence.catalogue.vocabulary import ROLE, SITE
from audit.text import Text


class SurveyContactStaff(pa.DataFrameModel):
    """Contact staff on the antecedents of gap 3, awareness and support; one row per employee."""

    staff_resp_id: str = column(
        zh="答卷编号", en="Respondent", pii="pseud",
        aliases=(
            "问卷编号", "答卷号", "序号", "問卷編號", "Respondent ID", "Response ID", "答题序号", "员工答卷编号", "答卷ID",
            "Respondent no.", "Response #",
        ),
        note=Text(
            zh="匿名编号，不得与员工名册相关联", en="anonymous; must not be linkable to the staff register"
        ),
    )  # fmt: skip
    site_id: str = column(zh="场所代码", en="Site code", nullable=True, refers="sites.site_id", aliases=SITE)
    role: str = column(zh="岗位", en="Role", nullable=True, aliases=ROLE)
    ant3_team: float = column(
        zh="团队合作", en="Teamwork", nullable=True, between=(1, 7), unit="points",
        aliases=("团队协作", "團隊合作", "Team"), note=AS_ANSWERED,
    )  # fmt: skip
    ant3_fit: float = column(
        zh="人岗匹配", en="Employee-job fit", nullable=True, between=(1, 7), unit="points",
        aliases=("员工与岗位匹配", "人崗匹配", "Job fit"), note=AS_ANSWERED,
    )  # fmt: skip
    ant3_tech: float = column(
        zh="技术与岗位匹配", en="Technology-job fit", nullable=True, between=(1, 7), unit="points",
        aliases=("设备与岗位匹配", "技術與崗位匹配", "Technology fit", "Tools"), note=AS_ANSWERED,
    )  # fmt: skip
    ant3_control: float = column(
        zh="控制感", en="Perceived control", nullable=True, between=(1, 7), unit="points",
        aliases=("对工作的掌控", "控制感知", "Control"), note=AS_ANSWERED,
    )  # fmt: skip
    ant3_superv: float = column(
        zh="监督考核体系", en="Supervisory control systems", nullable=True, between=(1, 7), unit="points",
        aliases=("监督机制", "考核体系", "監督考核體系", "Supervision"), note=AS_ANSWERED,
    )  # fmt: skip
    ant3_conflict: float = column(
        zh="角色冲突", en="Role conflict", nullable=True, between=(1, 7), unit="points",
        aliases=("職責衝突", "职责冲突", "Conflict"), note=AS_ANSWERED,
    )  # fmt: skip
    ant3_ambig: float = column(
        zh="角色模糊", en="Role ambiguity", nullable=True, between=(1, 7), unit="points",
        aliases=("职责不清", "職責不清", "Ambiguity"), note=AS_ANSWERED,
    )  # fmt: skip
    ant4_horiz: float = column(
        zh="横向沟通", en="Horizontal communication", nullable=True, between=(1, 7), unit="points",
        aliases=("部门间沟通", "橫向溝通", "Horizontal comms"), note=AS_ANSWERED,
    )  # fmt: skip
    ant4_overprom: float = column(
        zh="过度承诺倾向", en="Propensity to overpromise", nullable=True, between=(1, 7), unit="points",
        aliases=("过度承诺", "過度承諾傾向", "Overpromising"), note=AS_ANSWERED,
    )  # fmt: skip
    awareness: float = column(
        zh="补救认知", en="Recovery awareness", nullable=True, between=(1, 7), unit="points",
        aliases=(
            "服务补救认知", "補救認知", "Knows recovery", "服务补救意识", "补救意识", "Awareness of recovery",
            "Recovery knowledge",
        ), note=AS_ANSWERED,
    )  # fmt: skip
    support: float = column(
        zh="内部支持", en="Internal support", nullable=True, between=(1, 7), unit="points",
        aliases=(
            "组织支持", "內部支持", "Organisational support", "内部服务支持", "后台支持", "Support from colleagues",
            "Back-office support",
        ), note=AS_ANSWERED,
    )  # fmt: skip
    nopun_belief: float = column(
        zh="善意补救不受罚", en="No punishment for good-faith recovery", nullable=True, between=(1, 7),
        unit="points", aliases=("补救不受处罚", "善意補救不受罰", "No punishment"), note=AS_ANSWERED,
    )  # fmt: skip

    class Config:
        name = "survey_contact_staff"
        unique = ["staff_resp_id"]
        metadata = table(
            zh="一线员工调查", en="Survey of contact staff", anchor=None,
            grain=Text(zh="每名员工一行", en="one row per employee"),
            aliases=("员工问卷", "一线员工问卷", "一線員工調查", "Staff survey", "Employee survey"),
        )  # fmt: skip
