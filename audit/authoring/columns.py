"""Sheets and columns of the form for a checklist of one's own, with what goes into each."""

from __future__ import annotations

from typing import NamedTuple, get_args

from audit.criteria.item import FUNCTIONS, Method, Origin, Severity
from audit.text import Text

SHEETS = {
    "items": Text(zh="检查项", en="items"),
    "section": Text(zh="部分", en="sections"),
    "checklist": Text(zh="检查表", en="checklist"),
    "explanation": Text(zh="说明", en="explanation"),
}
"""Part of the form -> its sheet."""


class Column(NamedTuple):
    """A column of the form: what goes into it, and the words to choose from, if it is a choice."""

    name: str
    what: Text
    choices: tuple[str, ...] = ()


LEVELS = tuple(range(6))

ITEMS = (
    Column("section", Text(zh="所属部分的字母", en="letter of its section")),
    Column("id", Text(zh="编号，如 OWN-01 或 OWN-A01；发布后不再更改", en="like OWN-01 or OWN-A01; never changed once in use")),
    Column("zh", Text(zh="要求，中文", en="the requirement in Chinese")),
    Column("en", Text(zh="要求，英文", en="the requirement in English")),
    Column("why_zh", Text(zh="为何重要，一句中文", en="why it matters, a sentence in Chinese")),
    Column("why_en", Text(zh="为何重要，一句英文", en="why it matters, a sentence in English")),
    Column("concepts", Text(zh="所依据的概念，以逗号分隔；见 audit checklist coverage", en="the concepts that it stands on, with commas; see audit checklist coverage")),
    Column("kind", Text(zh="characteristic 服务特性，management 服务管理", en="service characteristic or service management"), ("characteristic", "management")),
    Column("tier", Text(zh="core 核心（权重 2–5），extended 扩展（权重 1）", en="core (weight 2-5) or extended (weight 1)"), ("core", "extended")),
    Column("weight", Text(zh="权重，1 至 5", en="1 to 5")),
    Column("severity", Text(zh="不符合时的等级：critical 关键，major 严重，minor 一般，observation 观察项", en="the grade of its finding where it is not met"), get_args(Severity)),
    Column("binary", Text(zh="有一起即不符合的填“是”，否则留空", en="yes where one case makes it nonconform; else empty"), ("是", "yes")),
    Column("by", Text(zh="判定方式：measure 测量，rating 评级，both 两者", en="judged by a figure, by a reviewer's rating, or by both"), ("measure", "rating", "both")),
    Column("measure", Text(zh="指标；判定方式为 rating 时仅供列示，可空；见 audit measures list", en="the measure; with rating it is only shown and may be empty; see audit measures list")),
    Column("result", Text(zh="该指标的结果；见 audit measures show", en="its result; see audit measures show")),
    Column("where", Text(zh="只取部分行，每行一条，如 channel=phone,web", en="rows of the figure, one condition a line: channel=phone,web")),
    Column("pool", Text(zh="多行如何合并，可空（headline）", en="how several rows become one score; empty for headline"), ("headline", "mean", "weighted", "worst")),
    Column("function", Text(zh="评分函数；见 CONTRIBUTING.md", en="score function; see CONTRIBUTING.md"), FUNCTIONS),
    Column("threshold", Text(zh="up、down 写两个数，如 0.5; 0.9；target 写比例，如 0.9，或 表.列; 0.9；steps 写 0.5:60; 0.9:100；其他留空", en="up, down: two numbers, 0.5; 0.9. target: a share, 0.9, or table.column; 0.9. steps: 0.5:60; 0.9:100. Others: empty")),
    Column("origin", Text(zh="阈值来源：S 标准、法律或组织自定，L 文献，D 默认", en="of the threshold: S standard, law or own; L literature; D default"), get_args(Origin)),
    Column("source", Text(zh="来源为 S 或 L 时写明出处", en="which standard, law or literature, with S and L")),
    Column("combine", Text(zh="both 时：lower 取低，measure_else_rating，mean 0.6; 0.4，或 cap 59; 3（评级达 3 级前以 59 分为限）", en="with both: lower, measure_else_rating, mean 0.6; 0.4, or cap 59; 3 (held at 59 until rated 3)")),
    Column("method", Text(zh="评级方式，以逗号分隔：" + "、".join(get_args(Method)), en="of rating, with commas: " + ", ".join(get_args(Method)))),
    *(
        Column(f"level_{level}_{language}", Text(zh=f"{level} 级是什么样（{name.zh}）", en=f"what level {level} looks like, in {name.en}"))
        for level in LEVELS
        for language, name in (("zh", Text(zh="中文", en="Chinese")), ("en", Text(zh="英文", en="English")))
    ),
    Column("documents", Text(zh="所需文件，每行一份：类型: 中文名称 / 英文名称，如 policy: 补救方针 / recovery policy", en="one a line: type: Chinese name / English name")),
    Column("ask_zh", Text(zh="询问什么，每行一问，中文", en="questions in Chinese, one a line")),
    Column("ask_en", Text(zh="询问什么，英文，逐行对应", en="the same in English, line by line")),
    Column("look_zh", Text(zh="查看什么，每行一条，中文", en="what to look at, in Chinese, one a line")),
    Column("look_en", Text(zh="查看什么，英文，逐行对应", en="the same in English, line by line")),
    Column("references", Text(zh="标准条款，每行一条：标准: 条款，不确定的加问号，如 10002: 7.4?", en="one a line: standard: clause, with ? where it is not certain: 10002: 7.4?")),
)  # fmt: skip

SECTIONS = (
    Column("id", Text(zh="字母，如 A", en="a letter, like A")),
    Column("zh", Text(zh="中文标题", en="title in Chinese")),
    Column("en", Text(zh="英文标题", en="title in English")),
    Column(
        "gap",
        Text(
            zh="讲的是五类差距中的哪一类，1 至 5；可空",
            en="which of the five gaps it tells, 1 to 5; may be empty",
        ),
    ),
)

ENTRIES = (
    Column(
        "id",
        Text(zh="代码，只用小写字母、数字和连字符", en="a short name of lower-case letters, digits, hyphens"),
    ),
    Column("version", Text(zh="版本，如 1.0.0；有改动即更新", en="like 1.0.0; any change is a new version")),
    Column("zh", Text(zh="中文名称", en="its name in Chinese")),
    Column("en", Text(zh="英文名称", en="its name in English")),
)
"""What stands on the sheet about the checklist as a whole."""

ALWAYS = (
    "section", "id", "zh", "en", "why_zh", "why_en", "concepts", "kind", "tier", "weight", "severity", "by",
)  # fmt: skip
_FIGURE = ("measure", "result", "function", "origin")
_LEVELS = tuple(f"level_{level}_{language}" for level in LEVELS for language in ("zh", "en"))
NEEDED = {
    "measure": _FIGURE,
    "rating": ("method", *_LEVELS),
    "both": (*_FIGURE, "combine", "method", *_LEVELS),
}
"""How an item is judged -> the columns that it cannot do without, besides those that every item needs."""
