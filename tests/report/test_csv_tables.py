from __future__ import annotations

import csv
import hashlib
import io
import json
from functools import partial
from pathlib import Path

import pytest

from audit.report.csv_tables import render_csv
from audit.report.options import Options
from audit.report.tables import audit_tables
from audit.result import AuditResult
from audit.text import Language
from tests.report.hostile import HOSTILE, SMALL, hostile_result
from tests.report.test_tables import LANGUAGES, golden


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def records(result: AuditResult, table: str, language: Language = "en") -> list[dict[str, str]]:
    """The rows of a file by column, without what is empty."""
    head, *rows = read(render_csv(result, language)[f"{table}.csv"])
    return [{name: value for name, value in zip(head, row, strict=True) if value} for row in rows]


def test_a_file_is_read_alike_by_spreadsheets_and_programs() -> None:
    content = render_csv(SMALL["delivery"](), "zh")["team.csv"]
    assert content == "\ufeffid,role,role_words,name\r\nr-lee,lead,审查组长,李\r\n".encode()


def test_numbers_have_a_point_and_all_their_digits_and_flags_are_true_or_false() -> None:
    figure = records(SMALL["delivery"](), "figures")[0]
    assert {
        name: figure[name] for name in ("value", "low", "high", "n", "interval_level", "beyond", "key")
    } == {
        "value": "0.634",
        "low": "0.602",
        "high": "0.665",
        "n": "890",
        "interval_level": "0.95",
        "beyond": "false",
        "key": '{"standard": "SLA"}',
    }


def test_a_negative_number_is_no_formula() -> None:
    gap = next(one for one in records(SMALL["survey"](), "figures") if one["measure"] == "M-G5-UNW")
    assert (gap["value"], gap["low"], gap["high"]) == ("-0.44", "-0.6", "-0.28")


def test_days_are_iso_8601() -> None:
    received = records(SMALL["survey"](), "evidence_received")[0]
    assert (received["first"], received["last"]) == ("2026-01-05", "2026-06-20")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_a_file_with_the_ids_of_its_columns(language: Language) -> None:
    files = render_csv(golden(), language)
    tables = audit_tables(golden(), language)
    assert list(files) == [*(f"{table.id}.csv" for table in tables), "datapackage.json"]
    for table in tables:
        head, *rows = read(files[f"{table.id}.csv"])
        assert (head, len(rows)) == ([column.id for column in table.columns], len(table.rows))


def test_the_header_and_the_codes_are_the_same_in_every_language() -> None:
    zh, en = (render_csv(golden(), language) for language in LANGUAGES)
    assert list(zh) == list(en)
    assert [read(zh[name])[0] for name in zh if name.endswith("csv")] == [
        read(en[name])[0] for name in en if name.endswith("csv")
    ]


def test_text_that_looks_like_a_formula_bears_an_apostrophe() -> None:
    written = {
        "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
        "+1+1": "'+1+1",
        "-2+3": "'-2+3",
        "@SUM(A1)": "'@SUM(A1)",
        "＝1＋1": "'＝1＋1",
        "\t=1": "' =1",
        "'=1+1": "''=1+1",
        '"; DROP TABLE x; --': '"; DROP TABLE x; --',
        "a\x00b": "a⟦U+0000⟧b",
        "one\r\ntwo": "one\ntwo",
    }
    found = records(hostile_result(*written), "opinions")
    assert [one["words"] for one in found] == list(written.values())


def test_a_draft_says_so() -> None:
    _, *rows = read(render_csv(SMALL["empty"](), "en", Options(draft=True))["about.csv"])
    assert ["state", "State", "Draft"] in rows


def test_the_package_describes_every_file() -> None:
    files = render_csv(SMALL["delivery"](), "zh")
    package = json.loads(files["datapackage.json"])
    assert (package["title"], package["languages"], package["created"]) == (
        "服务质量审查：某某服务公司",
        ["zh-CN"],
        "2026-07-01T00:00:00+08:00",
    )
    for one in package["resources"]:
        content = files[one["path"]]
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    by_name = {one["name"]: one for one in package["resources"]}
    assert by_name["figure_keys"]["schema"] == {
        "fields": [
            {"name": "figure", "title": "数值编号", "type": "string"},
            {"name": "kind", "title": "分组方式（代码）", "type": "string"},
            {"name": "kind_words", "title": "分组方式", "type": "string"},
            {"name": "value", "title": "组（代码）", "type": "string"},
            {"name": "value_words", "title": "组", "type": "string"},
        ],
        "missingValues": [""],
        "primaryKey": ["figure", "kind"],
        "foreignKeys": [{"fields": ["figure"], "reference": {"resource": "figures", "fields": ["figure"]}}],
    }
    assert by_name["items"]["schema"]["primaryKey"] == ["item"]


@pytest.mark.parametrize("result", [*SMALL.values(), golden, partial(hostile_result, *HOSTILE)])
def test_frictionless_finds_the_package_valid(tmp_path: Path, result: object) -> None:
    from frictionless import Package

    assert callable(result)
    for name, content in render_csv(result(), "zh").items():
        (tmp_path / name).write_bytes(content)
    report = Package(tmp_path / "datapackage.json").validate()
    assert report.flatten(["type", "note"]) == []
    assert report.valid
