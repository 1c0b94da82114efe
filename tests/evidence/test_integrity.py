"""What the catalogue says of the keys, references and rules of a table."""

from __future__ import annotations

import pytest

from audit.evidence.catalogue import TABLES
from audit.evidence.catalogue.integrity import integrity
from audit.evidence.problems import PROBLEMS, level_of


def test_a_table_names_its_keys_references_and_rules() -> None:
    found = integrity(TABLES["service_delivery"], TABLES)
    assert found["keys"] == [["delivery_id"], ["episode_id", "standard_id"]]
    assert found["references"][0] == {
        "column": "standard_id",
        "to": "service_standards.standard_id",
        "code": "E-REF",
        "level": "error",
    }
    assert found["rules"][0] == {
        "id": "due_after_start",
        "code": "E-ORDER",
        "level": "error",
        "columns": ["due_ts", "start_ts"],
        "title": "A service is due after it began.",
        "text": {"zh": "“应完成时间”不早于“开始时间”", "en": "A service is due after it began."},
    }
    assert [(one["code"], one["level"]) for one in found["rules"]] == [
        ("E-ORDER", "error"),
        ("E-ORDER", "error"),
        ("W-UNIT", "warning"),
    ]


def test_a_table_names_what_refers_to_it() -> None:
    found = integrity(TABLES["service_standards"], TABLES)
    assert found["referred_by"] == [
        {"table": name, "column": "standard_id", "to": "service_standards.standard_id"}
        for name in ("service_delivery", "promises")
    ]


def test_a_key_of_which_empty_parts_are_equal_is_named_too() -> None:
    assert integrity(TABLES["contacts_volume"], TABLES)["keys"] == [["period_month", "site_id", "channel"]]


@pytest.mark.parametrize("name", TABLES)
def test_every_rule_has_a_code_its_level_columns_of_the_table_and_words(name: str) -> None:
    table = TABLES[name]
    columns = {one.name for one in table.columns}
    for one in integrity(table, TABLES)["rules"]:
        assert one["code"] in PROBLEMS
        assert one["level"] == level_of(one["code"])
        assert columns.issuperset(one["columns"])
        assert all(one["text"].values())
