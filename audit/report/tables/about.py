"""What a result is of: identity and scope, and its key numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.edition import Edition
from audit.report.options import Options
from audit.report.sections.scope import as_of, body, period
from audit.report.sections.standing import standing
from audit.report.tables.table import Layout, Table, code, lines, named, number, text
from audit.report.telling import Teller
from audit.report.wording import moment
from audit.text import Text


@dataclass(frozen=True)
class Fact:
    """Something that is said of the audit as a whole."""

    id: str
    name: Text
    value: str | None


AUDIENCES = {
    "client": Text(zh="受审查组织", en="the organisation"),
    "reviewer": Text(zh="审查员", en="the reviewer"),
    "public": Text(zh="公众", en="the public"),
}

ABOUT = Layout[Fact](
    "about",
    Text(zh="关于本报告", en="About this report"),
    Text(
        zh="本文件列出审查结果的全部内容，不作删减；数字未经舍入。",
        en="This holds the whole result, with nothing left out; numbers are not rounded.",
    ),
    (
        code("id", "代码", "Code", lambda _, r: r.id, 24, coded=True),
        text("name", "项目", "What", lambda t, r: t.text(r.name), 30),
        text("value", "内容", "Value", lambda _, r: r.value, 90),
    ),
    key=("id",),
)


def facts(teller: Teller, options: Options) -> Iterator[Fact]:
    """Identity, scope, period, hashes, tool, audience and whether it is a draft; only what the result says."""
    return (one for one in (*_issue(teller, options), *_scope(teller), *_origin(teller)) if one.value)


def _issue(teller: Teller, options: Options) -> Iterator[Fact]:
    result, w = teller.result, teller.w
    final, draft = Text(zh="定稿", en="Final"), Text(zh="草稿", en="Draft")
    issued, before = Edition(teller.digest, options.draft, options.replaces), options.replaces
    audience = AUDIENCES[result.audience]
    yield Fact("document", Text(zh="文件", en="Document"), w.document.kind)
    brand, said = options.brand.name, teller.particulars
    yield Fact("number", Text(zh="报告编号", en="Report number"), said.number)
    yield Fact("issued_on", Text(zh="签发日期", en="Date of issue"), said.issued_on)
    issuer = body(teller) or (teller.text(brand) if brand else None)
    yield Fact("issuer", Text(zh="出具机构", en="Issued by"), issuer)
    yield Fact("state", Text(zh="文件状态", en="State"), teller.text(draft if options.draft else final))
    yield Fact("issue", Text(zh="版次", en="Issue"), str(issued.issue))
    replaced = lines(standing(teller, options).lines) if before else None
    yield Fact("replaces", Text(zh="取代", en="Replaces"), replaced)
    yield Fact(
        "replaces_result",
        Text(zh="被取代结果的 SHA-256", en="SHA-256 of the result replaced"),
        before.result if before else None,
    )
    yield Fact(
        "replaces_file",
        Text(zh="被取代文件的 SHA-256", en="SHA-256 of the file replaced"),
        before.file if before else None,
    )
    yield Fact("audience", Text(zh="供何人使用", en="Written for"), teller.text(audience))
    yield Fact("as_of", Text(zh="数据截止", en="Data as of"), moment(as_of(result), teller.language))


def _scope(teller: Teller) -> Iterator[Fact]:
    engagement, organisation = teller.result.engagement, teller.result.engagement.organisation
    yield Fact("organisation", Text(zh="受审查组织", en="Organisation"), teller.text(organisation.name))
    yield Fact("organisation_id", Text(zh="组织代码", en="Organisation id"), organisation.id)
    said = teller.particulars
    client = teller.text(said.client) if said.client else None
    yield Fact("client", Text(zh="审查委托方", en="Audit client"), client)
    people = lines(map(teller.text, said.participants))
    yield Fact("participants", Text(zh="受审查组织的参加人员", en="Participants of the organisation"), people)
    yield Fact("sites", Text(zh="受审查场所", en="Sites audited"), lines(_sites(teller)))
    yield Fact("documents", Text(zh="查阅的文件", en="Documents seen"), lines(_documents(teller)))
    yield Fact("sector", Text(zh="行业", en="Sector"), teller.word("sector", organisation.sector))
    yield Fact("scope", Text(zh="审查范围", en="Scope"), teller.text(engagement.scope))
    yield Fact("services", Text(zh="服务项目", en="Services"), lines(engagement.services))
    yield Fact("type", Text(zh="审查类型", en="Type of audit"), teller.word("audit_type", engagement.type))
    yield Fact("period", Text(zh="审查期间", en="Audit period"), period(teller))
    yield Fact("timezone", Text(zh="时区", en="Time zone"), engagement.timezone)
    yield Fact("clock", Text(zh="时限计时方式", en="Clock"), teller.word("clock", engagement.clock))
    yield Fact("business_hours", Text(zh="营业时间", en="Business hours"), engagement.business_hours)
    yield Fact("holidays", Text(zh="节假日", en="Holidays"), lines(engagement.holidays))
    yield Fact("currency", Text(zh="货币", en="Currency"), engagement.currency)
    for name, target in sorted(engagement.targets.items()):
        label = Text(zh=f"组织声明的目标：{name}", en=f"Declared by the organisation: {name}")
        yield Fact(name, label, f"{target:.12g}")
    census = lines(_title(teller, name) for name in engagement.census)
    yield Fact("census", Text(zh="审查员确认完整的数据", en="Complete by the reviewer's word"), census)
    yield Fact("notes", Text(zh="特别说明", en="Notes"), lines(map(teller.text, engagement.notes)))


def _sites(teller: Teller) -> Iterator[str]:
    for one in teller.particulars.sites:
        address = [teller.text(one.address)] if one.address else []
        yield teller.clauses([one.id, teller.text(one.name), *address, *one.visited])


def _documents(teller: Teller) -> Iterator[str]:
    for one in teller.particulars.documents:
        yield teller.clauses([one.id, teller.text(one.title), one.edition or "", one.dated or ""])


def _title(teller: Teller, table: str) -> str:
    entry = teller.result.manifest.table(table)
    return teller.text(entry.title) if entry else table


def _origin(teller: Teller) -> Iterator[Fact]:
    result = teller.result
    yield Fact("tool", Text(zh="软件", en="Tool"), f"{result.tool.name} {result.tool.version}")
    yield Fact("engine", Text(zh="计算引擎", en="Engine"), result.tool.engine)
    yield Fact("schema", Text(zh="结果文件的格式", en="Format of the result"), result.schema_)
    yield Fact("seed", Text(zh="随机种子", en="Random seed"), str(result.seed))


@dataclass(frozen=True)
class Summary:
    """A key number; ``words`` where it is no number."""

    id: str
    name: str
    value: float | None
    unit: str | None
    words: str | None = None


UNITS = {
    "score": Text(zh="分", en="points of 100"),
    "share": Text(zh="占比", en="part of 1"),
    "count": Text(zh="个", en="count"),
}

SUMMARY = Layout[Summary](
    "summary",
    Text(zh="摘要", en="Summary"),
    Text(zh="审查结果的主要数字。", en="The key numbers of the audit."),
    (
        code("id", "代码", "Code", lambda _, r: r.id, 26, coded=True),
        text("name", "项目", "What", lambda _, r: r.name, 40),
        number("value", "数值", "Value", lambda _, r: r.value, width=14),
        *named("unit", "单位", "Unit", UNITS, lambda _, r: r.unit, 12),
        text("words", "说明", "Words", lambda _, r: r.words, 70),
    ),
    key=("id",),
)

_COUNTS = (
    ("state", Text(zh="检查项", en="Items")),
    ("verdict", Text(zh="判定", en="Verdict")),
    ("grade", Text(zh="审查发现", en="Findings")),
    ("level", Text(zh="证据中的问题", en="Problems of the evidence")),
)
_NAMES = {
    "state": ("scored", "not_evidenced", "not_applicable", "not_assessed"),
    "verdict": ("conform", "partial", "nonconform", "inconclusive"),
    "grade": ("critical", "major", "minor", "observation"),
    "level": ("error", "warning", "note"),
}


def summary(teller: Teller) -> Iterator[Summary]:
    """The recommendation, the overall score, and how many items, findings and problems there are of each kind."""
    result, w = teller.result, teller.w
    outcome = result.recommendation.outcome
    words = f"{teller.word('outcome_short', outcome)}{w.join.colon}{teller.word('outcome', outcome)}"
    yield Summary("recommendation", w.cover.recommendation, None, None, words)
    for one in (one for one in result.scores if one.scope == "overall"):
        yield Summary("score", w.summary.overall, one.score, "score")
        yield Summary(
            "lower", teller.text(Text(zh="总得分下限", en="Overall score, lower bound")), one.lower, "score"
        )
        yield Summary(
            "upper", teller.text(Text(zh="总得分上限", en="Overall score, upper bound")), one.upper, "score"
        )
        yield Summary("coverage", w.summary.coverage, one.coverage, "share")
    for one in (one for one in result.scores if one.scope == "kind"):
        yield Summary(f"score_{one.id}", teller.word("kind", one.id), one.score, "score")
    counts = _counts(teller)
    for kind, title in _COUNTS:
        for name in _NAMES[kind]:
            label = f"{teller.text(title)}{w.join.colon}{teller.word(kind, name)}"
            yield Summary(f"{kind}_{name}", label, counts[kind][name], "count")


def _counts(teller: Teller) -> dict[str, Counter[str]]:
    result = teller.result
    problems: Counter[str] = Counter()
    for group in result.problems:
        problems[group.level] += group.count
    return {
        "state": Counter(one.state for one in result.items),
        "verdict": Counter(one.verdict for one in result.items if one.verdict),
        "grade": Counter(one.grade for one in result.findings),
        "level": problems,
    }


def about_tables(teller: Teller, options: Options) -> tuple[Table, Table]:
    """What the report is of, and its key numbers."""
    return ABOUT.told(teller, facts(teller, options)), SUMMARY.told(teller, summary(teller))
