"""The catalogue is consistent with itself, and answers without its heavy libraries until it is asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter

import pytest

from audit.evidence.catalogue import TABLES, table_definition
from audit.evidence.labels import spellings
from audit.evidence.spelling import nearest, normalised
from audit.text import Text

HAN = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = {"SHA-256"}


def test_the_names_of_tables_are_known_without_pandera():
    code = "import sys; from audit.evidence.catalogue import TABLES; print(len(TABLES), 'pandera' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "29 False\n"


@pytest.mark.parametrize("name", TABLES)
def test_no_two_columns_go_by_the_same_header(name):
    forms = [
        (normalised(header), column.name) for column in TABLES[name].columns for header in column.headers
    ]
    owners = Counter(form for form, _ in dict.fromkeys(forms))
    assert [form for form, count in owners.items() if count > 1] == []


@pytest.mark.parametrize("name", TABLES)
def test_no_two_values_of_a_column_are_spelt_alike(name):
    for column in TABLES[name].columns:
        if column.labels:
            spelt = [
                (normalised(word), code) for code, words in column.labels.items() for word in (code, *words)
            ]
            owners = Counter(form for form, _ in dict.fromkeys(spelt))
            assert [form for form, count in owners.items() if count > 1] == [], column.name
            assert set(spellings(column).values()) == set(column.labels)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_described_in_plain_values_and_both_languages(name):
    table = TABLES[name]
    view = json.loads(json.dumps(table.view(), ensure_ascii=False))
    assert (view["id"], view["anchor"], view["key"]) == (name, table.anchor, list(table.key))
    assert [column["id"] for column in view["columns"]] == [column.name for column in table.columns]
    assert all(
        words["zh"] and words["en"] for words in [view["title"], *(c["title"] for c in view["columns"])]
    )


@pytest.mark.parametrize("name", TABLES)
def test_chinese_words_are_chinese_and_english_words_are_not(name):
    table = TABLES[name]
    texts = [table.title, table.grain]
    texts += [text for one in table.columns for text in (one.title, one.note) if text is not None]
    texts += [Text(zh=zh, en=en) for one in table.columns for zh, en, *_ in (one.labels or {}).values()]
    texts = [text for text in texts if text.zh != text.en or text.en not in SAME_IN_BOTH]
    assert [text for text in texts if not HAN.search(text.zh) or HAN.search(text.en)] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_column_has_further_headers_in_chinese_and_in_english(name):
    for column in TABLES[name].columns:
        chinese = [bool(HAN.search(alias)) for alias in column.aliases]
        assert (True in chinese, False in chinese) == (True, True), column.name


def test_foreign_keys_lead_to_columns_that_there_are():
    parents = {f"{name}.{column.name}" for name, table in TABLES.items() for column in table.columns}
    parents |= {"instrument.items", "instrument.dimensions"}
    led = {column.refers for table in TABLES.values() for column in table.columns if column.refers}
    assert led - parents == set()


def test_rows_belong_to_the_period_by_these_columns():
    assert {name: table.anchor for name, table in TABLES.items() if table.anchor} == {
        "survey_customers": "survey_ts", "service_delivery": "start_ts", "complaints": "received_ts",
        "contacts_volume": "period_month", "fieldwork": "done_ts", "promise_checks": "checked_ts",
        "failures": "detected_ts", "survey_recovery": "survey_ts", "corrective_actions": "opened_ts",
        "early_warnings": "signal_ts", "guarantees": "claimed_ts", "staff_events": "event_on",
    }  # fmt: skip


def test_the_recovery_survey_is_on_the_scale_of_the_organisation():
    table = table_definition("survey_recovery", None, (0, 10))
    highest = {
        column.name: dict(column.checks)["in_range"]["max_value"]
        for column in table.columns
        if column.name in ("sat_recovery", "sat_overall", "sat_before", "trust")
    }
    assert highest == {"sat_recovery": 10, "sat_overall": 10, "sat_before": 10, "trust": 7}
    assert [column.name for column in table.columns] == [
        column.name for column in TABLES["survey_recovery"].columns
    ]


def test_a_column_is_described_in_full():
    assert TABLES["complaints"].column("transfers").view() == {
        "id": "transfers",
        "title": {"zh": "转办次数", "en": "Transfers"},
        "type": "integer",
        "required": False,
        "unit": None,
        "note": None,
        "personal_data": "none",
        "aliases": [
            "转接次数",
            "流转次数",
            "转派次数",
            "Transfer count",
            "Reassignments",
            "Reassignment count",
            "转单次数",
            "改派次数",
            "派单次数",
            "流轉次數",
            "轉辦次數",
            "Number of transfers",
            "Times transferred",
            "Handoffs",
            "No. of reassignments",
        ],
        "labels": None,
        "refers": None,
        "level": "error",
        "planned": False,
        "checks": [{"check": "greater_than_or_equal_to", "min_value": 0}],
    }


def test_the_survey_has_the_columns_of_its_instrument(instrument):
    common = [column.name for column in TABLES["survey_customers"].columns]
    table = table_definition("survey_customers", instrument, (0, 10))
    asked = [f"{prefix}{n:02d}" for prefix in "eap" for n in range(1, 7)] + ["w_tan", "w_rel"]
    assert [column.name for column in table.columns] == [*common, *asked]
    assert dict(table.column("e01").checks) == {"in_range": {
        "min_value": 1, "max_value": 7, "include_min": True, "include_max": True,
    }}  # fmt: skip
    assert dict(table.column("overall_sat").checks)["in_range"]["max_value"] == 10
    assert [rule.name for rule in table.rules] == [
        "answers_the_instrument",
        "weights_sum_to_a_hundred",
        "adequate_is_at_most_expected",
    ]


def test_personal_columns_are_marked():
    personal = {
        f"{name}.{column.name}"
        for name, table in TABLES.items()
        for column in table.columns
        if column.pii not in ("none", "org")
    }
    assert personal == {
        "survey_customers.respondent_id", "survey_customers.customer_id", "service_delivery.customer_id",
        "complaints.customer_id", "complaints.text", "fieldwork.note", "fieldwork.auditor",
        "survey_managers.manager_id", "survey_contact_staff.staff_resp_id", "survey_recovery.resp_id",
        "failures.customer_id", "recovery_actions.staff_id", "staff_register.staff_id", "training.staff_id",
        "staff_events.staff_id", "customers.customer_id",
        "survey_answers.respondent_id", "survey_dim_answers.respondent_id",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("Received At:", "received_at"), ("ＩＤ", "id"), ("受理 时间", "受理时间"), ("（渠道）", "渠道")],
)
def test_spellings_of_one_word_are_one(one, other):
    assert normalised(one) == normalised(other)


def test_punctuation_alone_is_kept():
    assert [normalised(sign) for sign in ("%", "<=", " ? ")] == ["%", "<=", "?"]


def test_the_nearest_word_is_said_only_where_one_is_near():
    assert [nearest(word, ["received_ts", "channel"]) for word in ("recieved ts", "Chanel", "zzz")] == [
        "received_ts", "channel", None,
    ]  # fmt: skip
