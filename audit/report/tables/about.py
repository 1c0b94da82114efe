"""What a result is of: identity and scope, its key numbers, editions in force, team, log, and what else it holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.edition import Edition
from audit.report.options import Options
from audit.report.sections.scope import as_of, period
from audit.report.sections.standing import standing
from audit.report.tables.table import Layout, Table, code, lines, named, number, text
from audit.report.telling import Teller
from audit.report.wording import moment
from audit.result import LogEntry, TeamMember
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
    body = options.brand.name
    yield Fact("issuer", Text(zh="出具机构", en="Issued by"), teller.text(body) if body else None)
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
    yield Fact("as_of", Text(zh="数据截止", en="Cut-off"), moment(as_of(result), teller.language))


def _scope(teller: Teller) -> Iterator[Fact]:
    engagement, organisation = teller.result.engagement, teller.result.engagement.organisation
    yield Fact("organisation", Text(zh="受审查组织", en="Organisation"), teller.text(organisation.name))
    yield Fact("organisation_id", Text(zh="组织代码", en="Organisation id"), organisation.id)
    yield Fact("sector", Text(zh="行业", en="Sector"), teller.word("sector", organisation.sector))
    yield Fact("scope", Text(zh="审查范围", en="Scope"), teller.text(engagement.scope))
    yield Fact("services", Text(zh="服务项目", en="Services"), lines(engagement.services))
    yield Fact("type", Text(zh="审查类型", en="Type of audit"), teller.word("audit_type", engagement.type))
    yield Fact("period", Text(zh="审查周期", en="Period"), period(teller))
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


@dataclass(frozen=True)
class Document:
    """A document in force, with its hash."""

    kind: str
    id: str
    version: str | None
    title: str | None
    parts: int | None
    sha256: str


DOCUMENTS = {
    "result": Text(zh="审查结果", en="Result"),
    "engagement": Text(zh="审查约定", en="Engagement"),
    "ratings": Text(zh="评级", en="Ratings"),
    "checklist": Text(zh="检查表", en="Checklist"),
    "scheme": Text(zh="认证方案", en="Scheme"),
    "instrument": Text(zh="问卷", en="Questionnaire"),
}

EDITIONS = Layout[Document](
    "editions",
    Text(zh="依据文件与散列值", en="Editions in force"),
    Text(
        zh="凭 SHA-256 可核对手中的文件与审查所用者是否一致。",
        en="By its SHA-256 anyone can check that a document is the one that was in force.",
    ),
    (
        *named("kind", "种类", "Kind", DOCUMENTS, lambda _, r: r.kind),
        code("id", "编号", "Id", lambda _, r: r.id, 18),
        code("version", "版本", "Version", lambda _, r: r.version, 12),
        text("title", "标题", "Title", lambda _, r: r.title, 44),
        number("parts", "检查项或题项数", "Items", lambda _, r: r.parts, "count"),
        code("sha256", "SHA-256", "SHA-256", lambda _, r: r.sha256, 66),
    ),
    key=("kind", "id"),
)


def editions(teller: Teller) -> Iterator[Document]:
    """The result itself, what was agreed, and the criteria as they were in force."""
    result, told = teller.result, teller.text
    yield Document("result", "result.json", None, None, None, teller.digest)
    yield Document("engagement", "audit.yaml", None, None, None, result.engagement.sha256)
    if result.engagement.ratings_sha256:
        yield Document("ratings", "ratings.yaml", None, None, None, result.engagement.ratings_sha256)
    for one in result.criteria:
        yield Document("checklist", one.id, one.version, told(one.title), len(one.items), one.sha256)
    scheme = result.scheme
    yield Document("scheme", scheme.id, scheme.version, told(scheme.title), None, scheme.sha256)
    for asked in result.instruments:
        yield Document(
            "instrument", asked.id, asked.version, told(asked.title), len(asked.items), asked.sha256
        )


TEAM = Layout[TeamMember](
    "team",
    Text(zh="审查组", en="Team"),
    Text(zh="审查组成员及其职责。", en="The audit team and what each member does."),
    (
        code("id", "代码", "Id", lambda _, r: r.id),
        *named("role", "职责", "Role", "role", lambda _, r: r.role, 20),
        text("name", "姓名", "Name", lambda _, r: r.name, 24),
    ),
    key=("id", "role"),
)

OPINIONS = Layout[tuple[int, Text]](
    "opinions",
    Text(zh="分歧意见", en="Diverging opinions"),
    Text(zh="未能取得一致的意见。", en="On which no agreement was reached."),
    (
        number("place", "序号", "No.", lambda _, r: r[0], "count", 7),
        text("words", "意见", "Opinion", lambda t, r: t.text(r[1]), 90),
    ),
    key=("place",),
)

LOG = Layout[tuple[int, LogEntry]](
    "log",
    Text(zh="审查日志", en="Log"),
    Text(zh="对审查所作的操作、操作人与时间。", en="What was done to the audit, by whom and when."),
    (
        number("place", "序号", "No.", lambda _, r: r[0], "count", 7),
        code("at", "时间", "At", lambda _, r: r[1].at, 22),
        code("by", "操作人", "By", lambda _, r: r[1].by),
        text("words", "内容", "What", lambda t, r: t.say(r[1].message), 80),
        code("code", "代码", "Code", lambda _, r: r[1].message.code, coded=True),
    ),
    key=("place",),
)


@dataclass(frozen=True)
class Leaf:
    """One value of a part of the result that has no form of its own yet."""

    part: str
    path: str
    value: str


PARTS = {
    "plan": Text(zh="审查计划与抽样", en="Plan and sampling"),
    "follow_ups": Text(zh="以往发现的跟踪", en="Follow-up of earlier findings"),
    "comparison": Text(zh="与上次审查的比较", en="Comparison with the previous audit"),
}

RECORDS = Layout[Leaf](
    "records",
    Text(zh="计划、跟踪与比较", en="Plan and follow-ups"),
    Text(
        zh="结果中的审查计划、对以往发现的跟踪，以及与上次审查的比较，一行一个数值。",
        en="Plan, follow-up of earlier findings and comparison with the previous audit, a value a row.",
    ),
    (
        *named("part", "内容", "Part", PARTS, lambda _, r: r.part, 24),
        code("path", "位置", "Path", lambda _, r: r.path, 40),
        code("value", "值", "Value", lambda _, r: r.value, 70),
    ),
    key=("part", "path"),
)


def records(teller: Teller) -> Iterator[Leaf]:
    """Plan, follow-ups and comparison, taken apart: ``/0/finding`` names a value as a JSON Pointer does."""
    result = teller.result
    for part, found in (
        ("plan", result.plan),
        ("follow_ups", result.follow_ups),
        ("comparison", result.comparison),
    ):
        yield from (Leaf(part, path, value) for path, value in _leaves("", found))


def _leaves(path: str, found: object) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for key in sorted(found):
            yield from _leaves(f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}", found[key])
    elif isinstance(found, (list, tuple)):
        for place, one in enumerate(found):
            yield from _leaves(f"{path}/{place}", one)
    elif found is not None:
        yield path, found if isinstance(found, str) else json.dumps(found)


def about_tables(teller: Teller, options: Options) -> tuple[Table, Table]:
    """What the report is of, and its key numbers."""
    return ABOUT.told(teller, facts(teller, options)), SUMMARY.told(teller, summary(teller))


def record_tables(teller: Teller) -> tuple[Table, ...]:
    """Editions in force, team, diverging opinions, log, and plan, follow-ups and comparison."""
    result = teller.result
    return (
        EDITIONS.told(teller, editions(teller)),
        TEAM.told(teller, result.team),
        OPINIONS.told(teller, enumerate(result.opinions, 1)),
        RECORDS.told(teller, records(teller)),
        LOG.told(teller, enumerate(result.log, 1)),
    )
