"""The measures in words, how each was computed, and why one was not."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report.tables.table import (
    Field,
    Layout,
    Table,
    code,
    flag,
    ids,
    lines,
    named,
    number,
    text,
    within,
)
from audit.report.telling import Teller
from audit.result import MeasureDefinition, Measurement
from audit.text import Text

BETTER = {
    "higher": Text(zh="越高越好", en="Higher"),
    "lower": Text(zh="越低越好", en="Lower"),
    "none": Text(zh="无优劣之分", en="Neither"),
}


@dataclass(frozen=True)
class Measured:
    """A measure as it was computed, beside its definition where the result holds one."""

    measurement: Measurement
    definition: MeasureDefinition | None


def _reason(teller: Teller, one: Measurement) -> str | None:
    return None if one.reason is None else teller.say(one.reason)


def _results(teller: Teller, one: MeasureDefinition) -> str | None:
    colon = teller.w.join.colon
    return lines(f"{name}{colon}{teller.text(title)}" for name, title in sorted(one.results.items()))


def _exclusions(teller: Teller, one: MeasureDefinition) -> str | None:
    colon = teller.w.join.colon
    return lines(f"{name}{colon}{teller.text(title)}" for name, title in sorted(one.exclusions.items()))


def _needs(one: MeasureDefinition) -> str | None:
    return ids(f"{table}({', '.join(columns)})" for table, columns in sorted(one.needs.items()))


_DEFINITION: tuple[Field[MeasureDefinition], ...] = (
    text("formula", "公式", "Formula", lambda t, r: t.text(r.formula), 56),
    text("inclusion", "计入范围", "Cases counted", lambda t, r: t.text(r.inclusion), 44),
    text("exclusions", "不计入的情形", "Cases left out", _exclusions, 36),
    text("results", "数值项", "Results", _results, 36),
    code("headline", "主要数值项", "Headline", lambda _, r: r.headline, 16),
    *named("better", "优劣方向", "Better", BETTER, lambda _, r: r.better, 12),
    code("needs", "所需数据", "Needs", lambda _, r: _needs(r), 36),
    text("source", "来源", "Source", lambda t, r: t.text(r.source), 30),
)

MEASURES = Layout[Measured](
    "measures",
    Text(zh="指标", en="Measures"),
    Text(
        zh="所用的全部指标：定义、计算情况及未能测量的原因。",
        en="Every measure: its definition, how it was computed, and why it was not where it could not be.",
    ),
    (
        code("measure", "指标", "Measure", lambda _, r: r.measurement.measure, 13),
        text("title", "名称", "Title", lambda t, r: t.measure_name(r.measurement.measure), 28),
        number("figures", "数值个数", "Figures", lambda _, r: len(r.measurement.estimates), "count", 9),
        text("reason", "未测量的原因", "Not measured because", lambda t, r: _reason(t, r.measurement), 36),
        text("notes", "说明", "Notes", lambda t, r: lines(map(t.say, r.measurement.notes)), 44),
        flag("census", "完整数据", "Census", lambda _, r: r.measurement.census),
        flag("clustered", "按场所聚集", "Clustered", lambda _, r: r.measurement.clustered),
        *within(lambda r: r.definition, _DEFINITION),
        code("tables", "数据表", "Tables", lambda _, r: ids(sorted(r.measurement.tables)), 24),
        code(
            "definition_sha256",
            "定义的 SHA-256",
            "SHA-256 of the definition",
            lambda _, r: r.measurement.definition,
            66,
        ),
    ),
    key=("measure",),
)


def measure_table(teller: Teller) -> Table:
    """The measures, in the order in which they were computed."""
    definitions = {one.id: one for one in teller.result.definitions}
    found = teller.result.measurements
    return MEASURES.told(teller, (Measured(one, definitions.get(one.measure)) for one in found))
