"""What holds a table together, in words: its keys, where it refers to, what refers to it, and its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.evidence.catalogue.definition import ColumnDefinition, RuleDefinition, TableDefinition
from audit.evidence.problems import level_of
from audit.text import Text


@dataclass(frozen=True, slots=True)
class BetweenTables:
    """A rule by which rows of ``table`` are held against those of other tables."""

    table: str
    code: str
    columns: tuple[str, ...]
    words: Text


BETWEEN_TABLES = (
    BetweenTables(
        "contacts_volume",
        "W-MONTHS",
        ("period_month",),
        Text(zh="审查期间的每个月都有记录", en="Every month of the period is there."),
    ),
    BetweenTables(
        "service_delivery",
        "W-UNIT",
        ("unit", "standard_id"),
        Text(
            zh="单位与所对应标准（service_standards）的单位可以换算",
            en="The unit can be converted to that of its standard (service_standards).",
        ),
    ),
    BetweenTables(
        "promises",
        "W-UNIT",
        ("unit", "standard_id"),
        Text(
            zh="单位与所对应标准（service_standards）的单位可以换算",
            en="The unit can be converted to that of its standard (service_standards).",
        ),
    ),
    BetweenTables(
        "promises",
        "W-CONTRADICTION",
        ("operator", "standard_id"),
        Text(
            zh="承诺与所对应标准（service_standards）的比较方式方向一致",
            en="A promise and its standard (service_standards) limit in the same direction.",
        ),
    ),
    BetweenTables(
        "complaints",
        "W-ORDER",
        ("received_ts", "failure_id"),
        Text(
            zh="受理投诉时，对应的失误（failures.detected_ts）已经发现",
            en="The failure of a complaint is known (failures.detected_ts) when the complaint comes in, at the latest.",
        ),
    ),
    BetweenTables(
        "complaints",
        "W-CONTRADICTION",
        ("outcome", "complaint_id", "failure_id"),
        Text(
            zh="认定成立并已办结的投诉，有补救措施（recovery_actions）",
            en="Something was done (recovery_actions) for a complaint that was upheld and closed.",
        ),
    ),
    BetweenTables(
        "recovery_actions",
        "E-ORDER",
        ("action_ts", "failure_id"),
        Text(
            zh="补救不早于发现失误（failures.detected_ts），提前干预（strategy = early）除外；未写明策略的只作警告（W-ORDER）",
            en="An action is not before its failure is known (failures.detected_ts), unless strategy is early; a warning "
            "(W-ORDER) where no strategy is given.",
        ),
    ),
    BetweenTables(
        "survey_frame",
        "W-COMPLETED",
        ("completed",),
        Text(
            zh="完成人数合计与答卷数（survey_customers）相符",
            en="The persons who completed the survey are as many as the answers (survey_customers).",
        ),
    ),
    BetweenTables(
        "survey_customers",
        "W-SITE-SHARE",
        ("site_id",),
        Text(
            zh="各场所占答卷的份额与占服务量（contacts_volume）的份额相差不超过 10 个百分点",
            en="The shares of a site in answers and in service (contacts_volume) are no more than 10 points apart.",
        ),
    ),
)


def integrity(table: TableDefinition, tables: Mapping[str, TableDefinition]) -> dict[str, Any]:
    """The keys of a table, its references and those to it, and its rules: plain values with stable keys."""
    return {
        "keys": [list(key) for key in _keys(table)],
        "references": [
            {"column": column.name, "to": column.refers, **_coded("E-REF" if column.required else "W-REF")}
            for column in table.columns
            if column.refers is not None
        ],
        "referred_by": [
            {"table": other.name, "column": column.name, "to": column.refers}
            for other in tables.values()
            for column in other.columns
            if column.refers is not None and column.refers.partition(".")[0] == table.name
        ],
        "rules": [*_rules(table)],
    }


def _keys(table: TableDefinition) -> Iterator[tuple[str, ...]]:
    """What may occur once: the key first."""
    alone = [(str(column.name),) for column in table.schema.columns.values() if column.unique]
    return iter(dict.fromkeys([*([table.key] if table.key else []), *alone, *_together(table)]))


def _together(table: TableDefinition) -> Iterator[tuple[str, ...]]:
    if table.schema.unique:
        yield tuple(table.schema.unique)
    yield from (rule.columns for rule in table.rules if rule.code == "E-KEY")


def _rules(table: TableDefinition) -> Iterator[dict[str, Any]]:
    for rule in table.rules:
        words = Text(zh=_in_chinese(rule, table), en=rule.title)
        yield _rule(rule.name, rule.code, rule.columns, words) | {"title": rule.title}
    for one in BETWEEN_TABLES:
        if one.table == table.name:
            yield _rule(None, one.code, one.columns, one.words) | {"title": one.words.en}


def _rule(name: str | None, code: str, columns: Iterable[str], words: Text) -> dict[str, Any]:
    return {"id": name, **_coded(code), "columns": list(columns), "text": words.model_dump()}


def _coded(code: str) -> dict[str, str]:
    return {"code": code, "level": level_of(code)}


def _in_chinese(rule: RuleDefinition, table: TableDefinition) -> str:
    """The rule in Chinese: from what its code says of its columns."""
    titles = [_title(table.column(name)) for name in rule.columns]
    kind = rule.code[2:]
    if rule.why is not None:
        return f"不应出现“{rule.why.zh}”的情况"
    if kind == "KEY":
        return f"{'、'.join(titles)}的组合只出现一次（空白视为相同）"
    when = "".join(f"（没有{title}时）" for title in titles[2:])
    return f"{titles[0]}不{'早' if kind == 'ORDER' else '大'}于{titles[1]}{when}"


def _title(column: ColumnDefinition) -> str:
    return f"“{column.title.zh}”"
