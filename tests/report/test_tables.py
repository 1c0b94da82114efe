from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from audit.report.edition import Replaced
from audit.report.options import Options
from audit.report.tables import Cell, Table, audit_tables
from audit.result import AuditResult
from audit.text import Language
from tests.report.hostile import SMALL, TURNS, hostile_result

GOLDEN = Path(__file__).parents[1] / "golden" / "result.json"
LANGUAGES: tuple[Language, ...] = ("zh", "en")

CELLS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "id": (str,),
    "number": (int, float),
    "share": (float,),
    "date": (dt.date,),
    "flag": (bool,),
}


def tables(result: AuditResult, language: Language = "en") -> dict[str, Table]:
    return {one.id: one for one in audit_tables(result, language)}


def rows(table: Table) -> list[dict[str, Cell]]:
    """Rows as dictionaries of what is there."""
    names = [column.id for column in table.columns]
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in table.rows
    ]


@cache
def golden() -> AuditResult:
    return AuditResult.from_json(GOLDEN.read_bytes())


def test_the_figures_of_a_log_hold_all_that_the_result_says_of_them() -> None:
    figures = rows(tables(SMALL["delivery"]())["figures"])
    assert figures[0] == {
        "figure": "F-0001",
        "measure": "M-G3-CONF",
        "measure_title": "Delivery conformity",
        "result": "conform",
        "result_title": "Share that met the standard",
        "row": "Agreed resolution time",
        "key": '{"standard": "SLA"}',
        "kind": "share",
        "kind_words": "Share",
        "value": 0.634,
        "unit": "1",
        "n": 890,
        "low": 0.602,
        "high": 0.665,
        "interval_method": "wilson",
        "interval_level": 0.95,
        "sufficiency": "enough",
        "sufficiency_words": "sufficient",
        "excluded": 0,
        "unknown": 0,
        "declared": "service_standards.required_share=0.9",
        "beyond": False,
        "items": "FG-D01",
    }
    assert [
        (one["figure"], one["value"], one["unit_words"], one["low"], one.get("high")) for one in figures[1:]
    ] == [
        ("F-0002", 17.1, "hours", 15.0, 19.8),
        ("F-0003", 210.5, "hours", 180.0, None),
    ]


def test_the_rows_of_figures_are_named_part_by_part() -> None:
    assert rows(tables(SMALL["delivery"](), "zh")["figure_keys"]) == [
        {
            "figure": "F-0001",
            "kind": "standard",
            "kind_words": "标准",
            "value": "SLA",
            "value_words": "约定解决时限",
        },
        {
            "figure": "F-0002",
            "kind": "quantile",
            "kind_words": "quantile",
            "value": "p50",
            "value_words": "中位数",
        },
        {
            "figure": "F-0002",
            "kind": "standard",
            "kind_words": "标准",
            "value": "SLA",
            "value_words": "约定解决时限",
        },
        {
            "figure": "F-0003",
            "kind": "quantile",
            "kind_words": "quantile",
            "value": "p90",
            "value_words": "第 90 百分位数",
        },
        {
            "figure": "F-0003",
            "kind": "standard",
            "kind_words": "标准",
            "value": "SLA",
            "value_words": "约定解决时限",
        },
    ]


def test_a_rated_item_tells_who_rated_it_and_why() -> None:
    item = next(one for one in rows(tables(SMALL["survey"]())["items"]) if one["item"] == "FG-F05")
    assert {
        name: value
        for name, value in item.items()
        if name.startswith(("rating", "state", "verdict", "score"))
    } == {
        "state": "scored",
        "state_words": "scored",
        "verdict": "conform",
        "verdict_words": "conform",
        "score": 60.0,
        "rating_level": 3,
        "rating_by": "r-lee",
        "rating_at": dt.date(2026, 10, 1),
        "rating_method": "document",
        "rating_method_words": "document review",
        "rating_reason": "See the documents.",
        "rating_references": "doc:1\ndoc:2",
    }


def test_evidence_received_is_told_with_its_rows_and_its_grade() -> None:
    found = tables(SMALL["survey"](), "zh")
    assert rows(found["evidence_received"]) == [
        {
            "table": "survey_customers",
            "title": "顾客调查",
            "grade": "C",
            "grade_reason": "方便抽样",
            "files": 1,
            "inline": False,
            "rows": 130,
            "left_out": 0,
            "set_aside": 0,
            "outside_period": 10,
            "used": 120,
            "first": dt.date(2026, 1, 5),
            "last": dt.date(2026, 6, 20),
            "sha256": "c" * 64,
        }
    ]
    assert rows(found["evidence_missing"]) == [
        {"table": "service_delivery", "title": "服务交付记录", "items_count": 2, "items": "FG-D01; FG-D03"}
    ]
    assert rows(found["problems"]) == [
        {
            "problem": 1,
            "code": "E-RANGE",
            "level": "error",
            "level_words": "错误",
            "file": "evidence/survey.csv",
            "column": "p01",
            "places": 7,
            "examples": 1,
        }
    ]
    assert rows(found["problem_examples"]) == [
        {"problem": 1, "code": "E-RANGE", "file": "evidence/survey.csv", "at": "12", "message": "9 超出范围"}
    ]


def test_what_is_not_evidenced_has_no_score_and_says_why() -> None:
    items = rows(tables(SMALL["empty"]())["items"])
    assert {one["state"] for one in items} == {"not_evidenced"}
    assert [one["item"] for one in items if "score" in one or "verdict" in one] == []
    assert [one["item"] for one in items if "reasons" not in one] == []


def test_a_draft_says_that_it_is_one() -> None:
    states = [
        {row[0]: row[2] for row in audit_tables(SMALL["empty"](), "zh", options)[0].rows}["state"]
        for options in (Options(draft=True), Options(draft=False))
    ]
    assert states == ["草稿", "定稿"]


def test_a_corrected_issue_names_the_one_that_it_replaces() -> None:
    options = Options(replaces=Replaced(issue=1, result="a" * 64), correction="日期有误")
    about = {row[0]: row[2] for row in audit_tables(SMALL["empty"](), "zh", options)[0].rows}
    assert {name: about.get(name) for name in ("issue", "replaces", "replaces_result", "replaces_file")} == {
        "issue": "2",
        "replaces": f"本报告为第 2 版，取代第 1 版（审查结果 SHA-256 {'a' * 16}…）；第 1 版作废。\n更正内容：日期有误",
        "replaces_result": "a" * 64,
        "replaces_file": None,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_the_result_stands_in_exactly_one_row(language: Language) -> None:
    result, found = golden(), tables(golden(), language)
    estimates = [one for measurement in result.measurements for one in measurement.estimates]

    def column(table: str, *names: str) -> list[tuple[Cell, ...]]:
        return [tuple(row.get(name) for name in names) for row in rows(found[table])]

    assert column("items", "item", "site") == [(one.item, one.site) for one in result.items]
    assert column("items", "score", "low", "high") == [(one.score, one.low, one.high) for one in result.items]
    assert column("figures", "result", "value", "n", "unknown") == [
        (one.result, one.value, one.n, one.unknown) for one in estimates
    ]
    assert column("measures", "measure") == [(one.measure,) for one in result.measurements]
    assert column("nonconformities", "id", "item") == [(one.id, one.item) for one in result.findings]
    assert column("good_practice", "id") == [(one.id,) for one in result.good_practice]
    assert column("priorities", "rank", "item") == [(one.rank, one.item) for one in result.priorities]
    assert column("scores", "scope", "id", "score") == [
        (one.scope, one.id, one.score) for one in result.scores
    ]
    assert len(found["item_steps"].rows) == sum(len(one.steps) for one in result.items)
    assert len(found["score_steps"].rows) == sum(len(one.steps) for one in result.scores)
    assert column("evidence_received", "table") == [(one.table,) for one in result.manifest.tables]
    assert column("evidence_missing", "table") == [(one.table,) for one in result.manifest.missing]
    assert len(found["figure_exclusions"].rows) == sum(len(one.excluded) for one in estimates)
    assert len(found["figure_keys"].rows) == sum(len(one.key) for one in estimates)
    assert len(found["figure_curves"].rows) == sum(len(one.curve) for one in estimates)
    assert len(found["figure_answers"].rows) == sum(len(one.answers) for one in estimates)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_are_what_their_column_says_and_keys_tell_rows_apart(language: Language) -> None:
    for result in (*(make() for make in SMALL.values()), golden()):
        for table in audit_tables(result, language):
            assert [
                column.id for column in table.columns if not re.fullmatch("[a-z][a-z0-9_]*", column.id)
            ] == []
            for place, column in enumerate(table.columns):
                kinds = {type(row[place]) for row in table.rows} - {type(None)}
                assert kinds <= set(CELLS[column.kind]), (table.id, column.id)
            for names in (
                [column.id for column in table.columns],
                [column.title for column in table.columns],
            ):
                assert len(names) == len(set(names)), (table.id, names)
            places = [place for place, column in enumerate(table.columns) if column.id in table.key]
            keys = Counter(tuple(row[place] for place in places) for row in table.rows)
            assert not table.key or max(keys.values(), default=1) == 1, table.id


def test_a_language_changes_words_and_nothing_else() -> None:
    zh, en = (audit_tables(golden(), language) for language in LANGUAGES)
    for one, other in zip(zh, en, strict=True):
        assert [(column.id, column.kind) for column in one.columns] == [
            (column.id, column.kind) for column in other.columns
        ]
        assert [column.id for column in one.columns if not re.search("[\u4e00-\u9fff]", column.title)] == [
            column.id for column in one.columns if column.title in ("n", "SHA-256")
        ]
        kept = [place for place, column in enumerate(one.columns) if column.kind != "text"]
        assert [[row[place] for place in kept] for row in one.rows] == [
            [row[place] for place in kept] for row in other.rows
        ]


def test_a_result_gives_the_same_tables_before_and_after_it_is_written() -> None:
    result = SMALL["delivery"]()
    assert audit_tables(AuditResult.from_json(result.to_json()), "zh") == audit_tables(result, "zh")


@pytest.mark.parametrize("texts", TURNS)
def test_hostile_text_stands_in_the_tables_as_it_was_written(texts: tuple[str, ...]) -> None:
    found = tables(hostile_result(*texts))
    assert [one["words"] for one in rows(found["opinions"])] == list(texts)
    assert {one["name"] for one in rows(found["team"])} < set(texts)
    assert {one["requirement"] for one in rows(found["items"])} == set(texts)
