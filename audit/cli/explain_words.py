"""The words of ``audit explain``."""

from __future__ import annotations

from audit.text import Text

STATE = Text(zh="状态", en="State")
VERDICT = Text(zh="判定", en="Verdict")
SCORE = Text(zh="得分", en="Score")
WHY = Text(zh="为何重要", en="Why it matters")
RULE = Text(zh="评定规则", en="How it is judged")
MEASURE = Text(zh="指标", en="Measure")
FORMULA = Text(zh="公式", en="Formula")
INCLUSION = Text(zh="计入范围", en="What is counted in")
SOURCE = Text(zh="来源", en="Source")
CONSTANTS = Text(zh="常数", en="Constants")
FIGURES = Text(zh="数值", en="Figures")
ARITHMETIC = Text(zh="计算过程", en="Arithmetic")
REASONS = Text(zh="说明", en="Remarks")
RATING = Text(zh="评级", en="Rating")
NOT_GRADED = Text(zh="覆盖率不足，不给出得分", en="not given, the coverage is too small")
PROFILE = Text(zh="M-GD-PROFILE  差距概况", en="M-GD-PROFILE  Gap profile")
GAP = Text(
    zh="差距{gap}（{section}）：得分 {score}，覆盖率 {coverage}，证据等级 {grade}",
    en="Gap {gap} ({section}): score {score}, coverage {coverage}, evidence grade {grade}",
)
WEAKEST = Text(zh="提供方差距中最弱：{gaps}", en="Weakest of the provider's gaps: {gaps}")
COVERAGE = Text(
    zh="覆盖率（M-COVER）{coverage}（权重 {scored} / {applicable}），尚未取证的部分使得分在 {lower} 至 {upper} 之间",
    en="coverage (M-COVER) {coverage} (weight {scored} of {applicable}); what is not evidenced leaves it between {lower} and {upper}",
)

COUNTS = Text(zh="是否计入", en="Counts")
YES = Text(zh="计入得分与覆盖率", en="yes, in scores and coverage")
NO = Text(zh="不计入，仅列示", en="no, it is only shown")
GRADE = Text(zh="证据等级", en="evidence grade")
OVERRIDE = Text(zh="改分", en="Override")
WAS = Text(zh="{before} → {score}（{by}，{at}）{reason}", en="{before} → {score} ({by}, {at}) {reason}")
WEIGHT = Text(zh="权重", en="Weight")
SHARE = Text(
    zh="{score}：{weight} / {applicable} = {share}，", en="{score}: {weight} of {applicable} = {share}, "
)
SHARE_OF_ALL = Text(zh="总得分：{share}，", en="overall: {share}, ")
POINTS = Text(zh="为下限贡献 {points} 分", en="{points} points of its lower bound")
OPEN = Text(
    zh="未计入，上下限之间有 {points} 分待定", en="not counted: {points} points between its bounds are open"
)
OUTSIDE = Text(zh="不适用或未审查，不占权重", en="none: it does not apply, or is no part of this audit")
SEVERITY = Text(zh="严重程度", en="Severity")
FINDING = Text(zh="审查发现", en="Finding")
PROPOSED = Text(zh="{id} {grade}，{status}", en="{id} {grade}, {status}")
STATUS = {
    "proposed": Text(zh="拟提出，由审查员确认", en="proposed, for the reviewer to confirm"),
    "open": Text(zh="未关闭", en="open"),
    "closed": Text(zh="已关闭", en="closed"),
}
RAISED_AT = Text(zh="同一事实已在 {item} 提出", en="the same fact is raised at {item}")
ALSO_AT = Text(zh="同一事实亦见于", en="the same fact stands behind")
RELATED = Text(zh="或有共同原因的检查项", en="the same cause may show at")
PRIORITY = Text(zh="改进次序", en="Priority")
GAIN = Text(
    zh="第 {rank} 位：达到 60 分可使总得分下限提高 {gain} 分",
    en="number {rank}: meeting the requirement raises the overall lower bound by {gain} points",
)
GATES = Text(zh="因此未满足的放行条件", en="gates that it holds shut")
GATE = {
    "coverage": Text(zh="证据覆盖率", en="coverage"),
    "critical": Text(zh="无关键不符合", en="no critical finding"),
    "critical_settled": Text(zh="关键检查项均已判为符合", en="every critical item conforms"),
    "major": Text(zh="无严重不符合", en="no major finding"),
    "majors_in_section": Text(zh="同一部分的严重不符合数", en="major findings in one section"),
    "overall": Text(zh="总得分", en="overall score"),
    "characteristic": Text(zh="服务特性得分", en="score of the service-characteristic evaluation"),
    "management": Text(zh="服务管理得分", en="score of the service-management audit"),
}

ONE_LOWER = Text(
    zh="（部分符合，比检查项的严重程度低一级）", en=" (met in part: one grade under the item's severity)"
)
SEVERITIES = {
    "critical": Text(zh="关键", en="critical"),
    "major": Text(zh="严重", en="major"),
    "minor": Text(zh="一般", en="minor"),
    "observation": Text(zh="观察", en="observation"),
}
