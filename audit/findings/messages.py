"""What judging says: the lines of arithmetic that ``explain`` prints, and the reasons of a state."""

from __future__ import annotations

from audit.findings.verdicts import Rule
from audit.text import Template, Text, message

# The arithmetic, in the order in which it happens.
FIGURE = message(
    "J-FIGURE",
    zh="{measure} · {result}{row} = {value}{unit}，{level} 置信区间 [{low}, {high}]（{method}），n = {n}",
    en="{measure} · {result}{row} = {value}{unit}, {level} interval {low} to {high} ({method}), n = {n}",
)
FIGURE_ALONE = message(
    "J-FIGURE",
    zh="{measure} · {result}{row} = {value}{unit}，n = {n}",
    en="{measure} · {result}{row} = {value}{unit}, n = {n}",
)
FUNCTION = message(
    "J-FUNCTION",
    zh="评分函数 {function}：{words}；来源 {origin}",
    en="function {function}: {words}; origin {origin}",
)
CALCULATION = message("J-CALCULATION", zh="{formula}", en="{formula}")
CALCULATION_ENDS = message(
    "J-CALCULATION", zh="{formula}；区间两端：{ends}", en="{formula}; ends of the interval: {ends}"
)
ROW_SCORE = message(
    "J-ROW",
    zh="{row}：{formula}；区间 [{low}, {high}]",
    en="{row}: {formula}; bounds {low} to {high}",
)
WEIGHTED_ROW = message(
    "J-ROW",
    zh="{row}：{formula}；区间 [{low}, {high}]；权重 {weight}",
    en="{row}: {formula}; bounds {low} to {high}; weight {weight}",
)
EQUAL_WEIGHTS = message(
    "J-EQUAL-WEIGHTS",
    zh="并非每一行都有权重，各行按等权计算",
    en="not every row has a weight of its own: all weigh the same",
)
POOLED = message(
    "J-POOL",
    zh="合并 {rows} 行，{how}：{formula}",
    en="{rows} rows together, {how}: {formula}",
)
LEFT_OUT = message(
    "J-LEFT-OUT",
    zh="未达最小样本量的行占权重 {share}，未计入",
    en="rows under their minimum n hold {share} of the weight and are left out",
)
SCORE = message(
    "J-SCORE",
    zh="测量得分 {score}，区间 [{low}, {high}]",
    en="score of the metric {score}, bounds {low} to {high}",
)
CAPPED = message(
    "J-CAPPED",
    zh="得分因此以 59 为上限：{score}，区间 [{low}, {high}]",
    en="the score is therefore capped at 59: {score}, bounds {low} to {high}",
)
WORST = message(
    "J-WORST",
    zh="关键检查项以最差一行判定：{score}，区间 [{low}, {high}]",
    en="a critical item is decided by the worst row: {score}, bounds {low} to {high}",
)
LAW = message(
    "J-LAW",
    zh="法律或安全要求规定的各行中最差一行：{score}，区间 [{low}, {high}]",
    en="the worst of the rows that law or safety sets: {score}, bounds {low} to {high}",
)
RATING = message(
    "J-RATING",
    zh="评级 {level} 级 × 20 = {score}（{by}，{at}，{method}）",
    en="rating {level} × 20 = {score} ({by}, {at}, {method})",
)
COMBINED = message(
    "J-COMBINED",
    zh="{how}：{formula}；区间 [{low}, {high}]",
    en="{how}: {formula}; bounds {low} to {high}",
)
OVERRIDDEN = message(
    "J-OVERRIDE",
    zh="审查员 {by} 于 {at} 将得分由 {before} 改为 {score}：{reason}",
    en="{by} changed the score from {before} to {score} on {at}: {reason}",
)
VERDICT = message("J-VERDICT", zh="判定：{verdict}。{rule}", en="verdict: {verdict}. {rule}")

RULES: dict[Rule, Text] = {
    "met": Text(zh="得分不低于 60 分", en="The score is 60 or more"),
    "met_guarded": Text(
        zh="得分及区间不利端均不低于 60 分", en="The score and its unfavourable end are 60 or more"
    ),
    "met_not_guarded": Text(
        zh="得分不低于 60 分，但区间不利端低于 60 分，关键检查项不能据此判为符合",
        en="The score is 60 or more but its unfavourable end is not, which a critical item needs",
    ),
    "may_be_met": Text(
        zh="得分低于 60 分，但区间有利端达到 60 分，样本不足以判定",
        en="The score is under 60 but its favourable end reaches it: the sample does not decide",
    ),
    "missed_in_part": Text(zh="得分在 40 分至 60 分之间", en="The score lies from 40 to under 60"),
    "missed": Text(zh="得分低于 40 分", en="The score is under 40"),
    "indicative": Text(
        zh="样本量偏小，仅供参考，不能单独作为判定依据", en="Too few cases for a verdict: indicative"
    ),
    "binary_kept": Text(zh="未发现违反情形", en="No case against it was found"),
    "binary_case": Text(zh="有一起经证实的情形即为不符合", en="One confirmed case is enough"),
    "binary_open": Text(
        zh="内容尚未评级，不能排除违反情形", en="Its content is not rated: a case is not ruled out"
    ),
}

# Points schemes.
POINTS_KEPT = message(
    "J-POINTS",
    zh="计点：要求已满足，得全部分值",
    en="points: the requirement is met and earns all its points",
)
POINTS_LOST = message(
    "J-POINTS",
    zh="计点：要求未满足，失去全部分值",
    en="points: the requirement is not met and loses all its points",
)
POINTS_IN_PROPORTION = message(
    "J-POINTS",
    zh="计点：{cases} 例中满足要求的占 {share}%，按比例得分",
    en="points: {share}% of {cases} cases meet the requirement, which earns its points in proportion",
)
POINTS_OBTAINED = message(
    "P-OBTAINED",
    zh="实得分值 {obtained} ÷ 所涉检查项总分值 {concerned} × 100 = {score}",
    en="points obtained {obtained} ÷ points of the items concerned {concerned} × 100 = {score}",
)
DEDUCTION = message(
    "P-DEDUCTION",
    zh="减 {points} 分，{ground}：{reason}（{by}，{at}；证据：{evidence}）",
    en="less {points}, {ground}: {reason} ({by}, {at}; evidence: {evidence})",
)
BONUS = message(
    "P-BONUS",
    zh="加 {points} 分：{reason}（{by}，{at}；证据：{evidence}）",
    en="plus {points}: {reason} ({by}, {at}; evidence: {evidence})",
)
POINTS_SETTLED = message("P-SETTLED", zh="总得分 {score}", en="overall score {score}")

# Scores of several items.
SUM_PART = message("S-PART", zh="{part}：{formula} = {points}", en="{part}: {formula} = {points}")
SUM_SCORE = message(
    "S-SCORE",
    zh="合计 {points} ÷ 计分权重 {weight} = {score}",
    en="sum {points} ÷ weight that counts {weight} = {score}",
)
SUM_BOUNDS = message(
    "S-BOUNDS",
    zh="下限：{points} ÷ 适用权重 {weight} = {lower}；上限：未计分权重 {open} 按 100 分计，（{points} + {open} × 100）÷ {weight} = {upper}",
    en="lower bound: {points} ÷ applicable weight {weight} = {lower}; upper bound, with 100 for the weight {open} that does not count: ({points} + {open} × 100) ÷ {weight} = {upper}",
)
INDEX_PART = message(
    "S-INDEX",
    zh="{part}：占总得分的比例 {share}，得分 {score}，区间 [{lower}, {upper}]",
    en="{part}: share of the overall score {share}, score {score}, bounds {lower} to {upper}",
)

INDEX_SUM = message(
    "S-INDEX-SUM",
    zh="得分：{score}；下限：{lower}；上限：{upper}",
    en="score: {score}; lower bound: {lower}; upper bound: {upper}",
)

# Why an item is in its state.
NOT_APPLICABLE = message(
    "J-NOT-APPLICABLE", zh="不适用：{reason}（批准人 {by}）", en="not applicable: {reason} (approved by {by})"
)
OUT_OF_TIER = message(
    "J-OUT-OF-TIER",
    zh="扩展项，本方案只审查核心项",
    en="an extended item: the scheme in force assesses the core ones",
)
LEFT_OUT_BY_SCHEME = message(
    "J-NOT-IN-SCHEME", zh="不属于本方案：{reason}", en="not part of the scheme in force: {reason}"
)
NOT_USED = message(
    "J-NOT-USED",
    zh="已登记的评级或改分未采用：检查项不适用",
    en="a rating or an override is on record and not used: the item does not apply",
)
NOT_MEASURED = message("J-NOT-MEASURED", zh="没有算出指标：{measure}", en="not computed: {measure}")
NO_FIGURE = message(
    "J-NO-FIGURE", zh="{measure} 没有可用的 {result} 数值", en="{measure} gives no figure for {result}"
)
NOT_ENOUGH = message("J-NOT-ENOUGH", zh="{measure}：{sufficiency}", en="{measure}: {sufficiency}")
NO_RATING = message(
    "J-NO-RATING",
    zh="审查员尚未评级（{methods}）",
    en="no reviewer has rated it yet ({methods})",
)
EXPIRED = message(
    "J-EXPIRED", zh="{by} 的评级已于 {expires} 失效", en="the rating by {by} expired on {expires}"
)
WHOLE_BEFORE_SITES = message(
    "J-WHOLE",
    zh="采用对整体的评级，另有 {sites} 个场所的评级未采用",
    en="the rating of the whole counts; ratings of single sites that are not used: {sites}",
)
LOWEST_SITE = message(
    "J-SITES",
    zh="按场所评级，取最低者：{site}，{level} 级（共 {sites} 个场所）",
    en="rated site by site; the lowest counts: {site}, level {level} (sites rated: {sites})",
)
RATING_BESIDE = message(
    "J-RATING-BESIDE",
    zh="测量结果充分，评级仅列示；如需改变得分，须登记改分",
    en="the figure is sufficient and decides; the rating is shown only. An override would change the score",
)
CASE_STANDS = message(
    "J-CASE-STANDS",
    zh="文件中已有一起不符合情形，评级不能抵消；评级仅列示",
    en="the file holds a case against it, which no rating takes away; the rating is shown only",
)
RATING_STANDS_IN = message(
    "J-STANDS-IN",
    zh="{measure} 不能计分，以评级为准",
    en="{measure} cannot be scored; the rating stands in",
)
ONLY_LOWER = message(
    "J-ONLY-LOWER",
    zh="尚无评级；本项取两者中较低者，补充评级不会使得分升高",
    en="there is no rating; as the lower one counts, a rating could only lower the score",
)
ORAL_ONLY = message(
    "J-ORAL",
    zh="证据等级为 D（仅口头），得分列示但不计入",
    en="the evidence is oral only (grade D): the score is shown and does not count",
)
ORAL_ADDS_NOTHING = message(
    "J-ORAL-UNUSED",
    zh="评级仅凭访谈、未附证据（证据等级 D），不参与计算",
    en="the rating rests on talk alone (grade D): it is shown and takes no part in the score",
)
NEEDS_SIGHT = message(
    "J-SIGHT",
    zh="改动 {change} 分，超过 {limit} 分，须经技术复核人员审阅；改后得分已计入，审阅不予认可的，恢复为 {before} 分",
    en="a change by {change} points is more than {limit} and has to be seen by the technical reviewer; the new score is "
    "counted, and gives way to {before} if the technical reviewer does not agree",
)

# What the audit comes to.
FINDING = message(
    "F-FINDING",
    zh="要求：{requirement}不符合事实：{fact}。判定：{verdict}（得分 {score}，60 分为符合）。",
    en="Required: {requirement} Found: {fact}. Judged: {verdict} (score {score}; 60 conforms).",
)
FIGURES_MISS = Text(
    zh="测量结果未达到要求，数值见证据", en="the figures given as evidence miss the requirement"
)


def held_unrated(cap: float) -> Text:
    """Figures that meet a requirement whose content nobody has rated."""
    return Text(
        zh=f"数值达到要求，但审查员尚未就内容和执行作出评级，得分以 {cap:g} 分为限",
        en=f"the figures meet the requirement; no reviewer has rated content and application, so the score is held at {cap:g}",
    )


CASE_FOUND = Text(
    zh="有经证实的违反情形，见证据", en="a case against the requirement is on record, given as evidence"
)


def level_found(level: int) -> Text:
    """What a reviewer's rating found wanting."""
    return Text(
        zh=f"审查员评为 {level} 级，未达到 3 级（一贯执行），理由见证据",
        en=f"rated {level} of 5, where 3 (applied consistently) is needed; the reason is given as evidence",
    )


SCORE_SET = Text(
    zh="得分由审查员改定，理由见证据", en="the reviewer set the score, for the reason given as evidence"
)
ESCALATED = message(
    "J-ESCALATED",
    zh="由法律或安全要求规定的标准未达到，或尚不能判定是否达到，故按“{severity}”处理",
    en="a standard that law or safety sets is missed or undecided, so the item counts as {severity}",
)
NOTHING_TO_OVERRIDE = message(
    "J-NOTHING-TO-OVERRIDE",
    zh="没有可改的得分：证据不足的检查项不能改分，请先评级",
    en="there is no score to change: an item without evidence cannot be overridden, rate it first",
)
DISAGREE = message(
    "F-DISAGREE",
    zh="审查员评级（{level} 级）与测量结果（得分 {score}）不一致，{rule}；请复核",
    en="the reviewer's rating ({level} of 5) and the figures (score {score}) disagree; {rule}; please review",
)
LOWER_COUNTS = Text(zh="按规则取较低者", en="by the rule the lower counts")
BOTH_WEIGH = Text(zh="按规则加权平均", en="by the rule both weigh")
FIGURE_COUNTS = Text(
    zh="按规则以测量结果为准，评级仅列示", en="by the rule the figures count and the rating is shown only"
)
REVIEWER_SAYS = message("F-REVIEWER", zh="审查员 {by}：{reason}", en="{by}: {reason}")

GATES: dict[str, Template] = {
    "coverage": message(
        "F-GATE-COVERAGE",
        zh="证据覆盖率 {coverage}%，要求不低于 {minimum}%",
        en="coverage {coverage}%; at least {minimum}% is required",
    ),
    "critical": message(
        "F-GATE-CRITICAL",
        zh="关键不符合 {count} 项，要求为 0；关键检查项 {of} 项，已判定 {judged} 项",
        en="critical findings: {count}; none is allowed ({judged} of {of} items judged)",
    ),
    "critical_settled": message(
        "F-GATE-SETTLED",
        zh="尚未判定为符合的关键检查项 {count} 项：{items}",
        en="critical items not shown to conform: {count} ({items})",
    ),
    "major": message(
        "F-GATE-MAJOR",
        zh="严重不符合 {count} 项，要求为 0；关键和严重级检查项 {of} 项，已判定 {judged} 项",
        en="major findings: {count}; none is allowed ({judged} of {of} items judged)",
    ),
    "majors_in_section": message(
        "F-GATE-SECTION",
        zh="同一章节的严重不符合最多 {count} 项，上限 {limit} 项；关键和严重级检查项 {of} 项，已判定 {judged} 项",
        en="major findings in one section: {count} at most; the limit is {limit} ({judged} of {of} items judged)",
    ),
    "overall": message(
        "F-GATE-OVERALL",
        zh="总得分：{score}，要求不低于 {minimum}",
        en="overall score {score}; at least {minimum} is required",
    ),
    "characteristic": message(
        "F-GATE-CHARACTERISTIC",
        zh="服务特性测评得分：{score}，要求不低于 {minimum}",
        en="score of the service-characteristic evaluation {score}; at least {minimum} is required",
    ),
    "management": message(
        "F-GATE-MANAGEMENT",
        zh="服务管理审核得分：{score}，要求不低于 {minimum}",
        en="score of the service-management audit {score}; at least {minimum} is required",
    ),
}
MINORS_OPEN = message(
    "F-MINORS",
    zh="有 {count} 项一般不符合，须提交纠正计划",
    en="minor findings: {count}; they need an accepted correction plan",
)
NOTHING_OPEN = message(
    "F-CLEAR", zh="没有未关闭的不符合，各项条件均满足", en="nothing is open and every condition is met"
)

BEYOND = Text(zh="未达到", en="not reached")
OPEN_END = Text(zh="无法估计", en="not estimable")
NOT_SCORED = Text(zh="未计分", en="not scored")

PRACTICE = message(
    "J-PRACTICE",
    zh="良好实践：{requirement}得分 {score}，区间不利端仍在高位",
    en="good practice: {requirement} The score is {score}, high at its unfavourable end too",
)
BY_EVIDENCE = message(
    "J-PRIORITY-EVIDENCE",
    zh="尚未提供足以判定的证据：先补交证据",
    en="no sufficient evidence: hand it over first",
)
BY_FIRM_EVIDENCE = message(
    "J-PRIORITY-FIRM",
    zh="得分 {score} 仅供参考，未计入：需更多或更可靠的证据",
    en="a score of {score} is shown and does not count: more or better evidence is needed",
)
BY_LARGER_SAMPLE = message(
    "J-PRIORITY-SAMPLE",
    zh="得分 {score}，区间 [{low}, {high}]，尚不能判定：扩大样本或提高水平",
    en="a score of {score} ({low} to {high}) decides nothing: enlarge the sample or improve",
)
BY_IMPROVEMENT = message(
    "J-PRIORITY-IMPROVE", zh="得分 {score}，未达到 60 分", en="a score of {score}, under 60"
)
FOCUS_QUESTIONS = message(
    "J-FOCUS-QUESTIONS",
    zh="顾客认为重要、表现低于平均、应优先改进的题项共 {count} 个（{measure}）：{items}",
    en="questions that matter to customers, perform below average and are to be improved first ({measure}), {count} in all: {items}",
)
FOCUS_GAP = message(
    "J-FOCUS-GAP",
    zh="证据等级为 A、B 的内部差距中，“{gap}”得分最低：{score}（等级 {grade}）",
    en="the weakest of the provider gaps on evidence of grade A or B is “{gap}”: score {score}, grade {grade}",
)
