"""Units and key values that belong to measures, in words: what is not here cannot be printed."""

from __future__ import annotations

from audit.text import Text

UNITS: dict[str, Text] = {
    "1": Text(zh="", en=""),
    "share": Text(zh="个百分点", en="percentage points"),
    "points": Text(zh="分", en="points"),
    "count": Text(zh="个", en="cases"),
    "score": Text(zh="分", en="points"),
    "pct": Text(zh="%", en="%"),
    "bool": Text(zh="", en=""),
    "s": Text(zh="秒", en="seconds"),
    "min": Text(zh="分钟", en="minutes"),
    "h": Text(zh="小时", en="hours"),
    "d": Text(zh="天", en="days"),
    "posts": Text(zh="类", en="posts"),
    "steps": Text(zh="步", en="steps"),
    "per_100_staff_years": Text(zh="每百人年", en="per 100 staff-years"),
    "per_100_staff_months": Text(zh="每百人月", en="per 100 staff-months"),
    "per_staff_year": Text(zh="每人年", en="per staff-year"),
    "per_1000_episodes": Text(zh="每千次服务", en="per 1,000 episodes"),
    "currency_per_1000": Text(zh="货币单位每千次服务", en="units of currency per 1,000 episodes"),
    # Units of constants.
    "u": Text(zh="分（折合 7 点量表）", en="points of a 7-point scale"),
    "items": Text(zh="个题项", en="items"),
    "transfers": Text(zh="次转办", en="transfers"),
    "quantile": Text(zh="（分位）", en="(quantile)"),
    "months": Text(zh="个月", en="months"),
    "attempts": Text(zh="次尝试", en="attempts"),
    "failures": Text(zh="次失误", en="failures"),
    "answers": Text(zh="题", en="answers"),
    "sites": Text(zh="个场所", en="sites"),
    "cases": Text(zh="例", en="cases"),
    "claims": Text(zh="项申请", en="claims"),
    "classes": Text(zh="类", en="classes"),
    "severity": Text(zh="级严重程度", en="(degree of severity)"),
    "of 10 cases": Text(zh="起（共 10 起）", en="of 10 cases"),
    "persons": Text(zh="人", en="persons"),
    "respondents": Text(zh="份答卷", en="respondents"),
    "0 or 1": Text(zh="（1 表示是）", en="(1 means yes)"),
}

KEYS: dict[str, dict[str, Text]] = {
    "antecedent": {
        "team": Text(zh="团队合作", en="teamwork"),
        "fit": Text(zh="人岗匹配", en="employee-job fit"),
        "tech": Text(zh="技术与岗位匹配", en="technology-job fit"),
        "control": Text(zh="控制感", en="perceived control"),
        "superv": Text(zh="监督考核体系", en="supervisory control systems"),
        "conflict": Text(zh="角色冲突（反向）", en="role conflict (reversed)"),
        "ambig": Text(zh="角色模糊（反向）", en="role ambiguity (reversed)"),
        "teamwork_and_fit": Text(zh="协作与匹配", en="teamwork and fit"),
        "control_and_supervision": Text(zh="控制与监督", en="control and supervision"),
        "role_stress": Text(zh="角色压力（反向）", en="role stress (reversed)"),
    },
    "gap": {
        "1": Text(zh="差距一（顾客期望的认知）", en="Gap 1, knowing what customers expect"),
        "3": Text(zh="差距三（服务交付）", en="Gap 3, delivery"),
    },
    "group": {
        "managers": Text(zh="管理者", en="managers"),
        "contact_staff": Text(zh="一线员工", en="contact staff"),
    },
    "grouping": {
        "site_id": Text(zh="按场所", en="by site"),
        "channel": Text(zh="按渠道", en="by channel"),
        "segment": Text(zh="按顾客群", en="by segment"),
    },
    "position": {
        "below": Text(zh="低于可接受", en="below adequate"),
        "inside": Text(zh="在容忍区间内", en="within the zone"),
        "above": Text(zh="高于期望", en="above expected"),
    },
    "basis": {
        "log": Text(zh="依台账", en="by the log"),
        "survey": Text(zh="依调查", en="by the survey"),
    },
    "loss": {
        "high": Text(zh="损失最高的一成", en="highest tenth of losses"),
        "rest": Text(zh="其余", en="the rest"),
    },
    "mode": {
        "offensive": Text(zh="进攻性补救", en="offensive"),
        "defensive": Text(zh="防御性补救", en="defensive"),
        "managerial": Text(zh="管理性补救", en="managerial"),
        "none": Text(zh="无补救", en="none"),
    },
    "repair": {
        "both": Text(zh="物质与精神补救兼有", en="tangible and psychological"),
        "tangible": Text(zh="仅物质补救", en="tangible only"),
        "psychological": Text(zh="仅精神补救", en="psychological only"),
        "neither": Text(zh="均无", en="neither"),
    },
    "severity_group": {
        "1-2": Text(zh="严重程度 1–2", en="severity 1-2"),
        "3": Text(zh="严重程度 3", en="severity 3"),
        "4-5": Text(zh="严重程度 4–5", en="severity 4-5"),
    },
    "justice": {
        "dj": Text(zh="结果公平", en="distributive justice"),
        "pj": Text(zh="程序公平", en="procedural justice"),
        "ij": Text(zh="互动公平", en="interactional justice"),
    },
    "recovery": {
        "recovered": Text(zh="补救到位的顾客", en="recovered"),
        "not_recovered": Text(zh="未补救到位的顾客", en="not recovered"),
        "no_failure": Text(zh="未遭遇失误的顾客", en="no failure"),
    },
    "cause": {"not_own": Text(zh="由顾客自身或外部原因引起", en="caused by the customer or from outside")},
}
"""Kind of key -> value -> words, for values that no table of the evidence has."""
