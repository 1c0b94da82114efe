"""What stands on record: editions in force, team, diverging opinions, log, and plan, follow-ups and comparison."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from audit.report.tables.table import Layout, Table, code, named, number, text
from audit.report.telling import Teller
from audit.result import LogEntry, TeamMember
from audit.text import Text


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
        ("comparison", result.comparison.model_dump(mode="json") if result.comparison else None),
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
