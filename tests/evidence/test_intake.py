"""From files in foreign words to typed tables and exact problems."""

from __future__ import annotations

import datetime as dt

import pytest

from audit.engagement import load_engagement
from audit.engines import connect
from audit.errors import Unreadable, UsageError
from audit.evidence.intake import take_in
from audit.result.manifest import LeftOut
from audit.text import Text
from tests.evidence.conftest import audit_yaml, told

COMPLAINTS = """工单号,来源,受理时间,办结时间,客户编号,转办次数,经办人
C1,电话,2026-03-01 09:00:00,2026-03-02 10:00:00,K1,0,张三
C2,热线,2026/3/2 9:05,,K2,１,李四
C3,官 网,2026-03-03T08:00:00Z,2026-03-04,K3,,王五
"""


def rows(intake, table, *columns):
    found = intake.evidence.rows(table)
    return [tuple(getattr(row, column) for column in columns) for row in found]


def refused(tmp_path, evidence, files, **others):
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "audit.yaml").write_text(audit_yaml(evidence, **others), encoding="utf-8")
    with connect(threads=1) as engine, pytest.raises((UsageError, Unreadable)) as caught:
        take_in(load_engagement(tmp_path), None, engine)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_log_needs_no_mapping(taken_in, encoding):
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": COMPLAINTS.encode(encoding)})
    assert rows(
        intake, "complaints", "_row", "complaint_id", "channel", "received_ts", "resolved_ts", "transfers"
    ) == [
        (2, "C1", "phone", dt.datetime(2026, 3, 1, 9), dt.datetime(2026, 3, 2, 10), 0),
        (3, "C2", "phone", dt.datetime(2026, 3, 2, 9, 5), None, 1),
        (4, "C3", "web", dt.datetime(2026, 3, 3, 16), dt.datetime(2026, 3, 4), None),
    ]
    entry = intake.manifest.tables[0]
    assert (entry.rows, entry.used, entry.set_aside, entry.outside_period) == (3, 3, 0, 0)
    assert (entry.first, entry.last) == ("2026-03-01", "2026-03-03")
    assert entry.unknown_columns == ("经办人",)
    assert (entry.files[0].path, entry.files[0].rows) == ("c.csv", 3)
    assert intake.evidence.handed_over("complaints", "resolved_ts")
    assert not intake.evidence.handed_over("complaints", "outcome")
    assert intake.broken == frozenset()


def test_every_problem_is_counted_and_named(taken_in):
    text = """complaint_id,customer_id,channel,received_ts,resolved_ts,transfers
C1,K1,phone,2026-13-04,,0
C2,K2,fone,2026-03-02,2026-03-01,two
C3,K3,phone,04-03-2026,,1.5
C4,K4,phone,2026-03-04,,-1
C5,K5,,2026-03-05,,0
C6,K6,web,2026-03-06,,0
C6,K7,web,2026-03-07,,0
"""
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    assert told(intake) == [
        ("E-LABEL", "channel", 1, "3", "fone", "“fone” is not a value of this column; the nearest is phone"),
        ("E-DATE", "received_ts", 1, "2", "2026-13-04", "not a date: there is no such day"),
        (
            "E-DATE-AMBIGUOUS",
            "received_ts",
            1,
            "4",
            "04-03-2026",
            (
                "which part is day, month and year cannot be told: day/month or month/day: no day above 12 in the "
                "whole column tells which"
            ),
        ),
        ("E-NUMBER", "transfers", 1, "3", "two", "not a number: expected digits such as 1234.5"),
        ("E-WHOLE-NUMBER", "transfers", 1, "4", "1.5", "not a whole number"),
        ("E-RANGE", "transfers", 1, "5", "-1", "outside ≥ 0"),
        ("E-NULL", "channel", 1, "6", None, "must not be empty"),
        ("E-ORDER", "resolved_ts", 1, "3", "2026-03-01 00:00:00", "before received_ts (2026-03-02 00:00:00)"),
        ("E-KEY", "complaint_id", 2, "7", "C6", "the key complaint_id occurs again"),
        (
            "N-REF-UNCHECKED",
            "customer_id",
            1,
            None,
            None,
            "not checked: Customer register was not handed over",
        ),
    ]
    entry = intake.manifest.tables[0]
    assert (entry.rows, entry.used, entry.set_aside, entry.grade) == (7, 0, 7, "C")
    assert intake.broken == {"complaints"}
    assert intake.evidence.why_not("complaints").in_("zh") == "“投诉台账”有错误，无法使用"


def test_rows_with_errors_are_set_aside_and_the_others_stay(taken_in):
    good = "".join(f"C{i},phone,2026-03-{i % 28 + 1:02d}\n" for i in range(99))
    text = "complaint_id,channel,received_ts\n" + good + "C99,phone,yesterday\n"
    entry = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text}).manifest.tables[0]
    assert (entry.rows, entry.used, entry.set_aside, entry.grade) == (100, 99, 1, "B")


def test_rows_outside_the_period_are_counted(taken_in):
    text = (
        "complaint_id,channel,received_ts\nC1,web,2025-12-31 23:59:59\nC2,web,2026-01-01\nC3,web,2027-01-01\n"
    )
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    assert rows(intake, "complaints", "complaint_id") == [("C2",)]
    assert intake.manifest.tables[0].outside_period == 2


def test_measures_may_look_back_before_the_period_but_not_at_rows_with_errors(taken_in):
    text = "complaint_id,channel,received_ts\nC1,web,2025-12-31\nC2,web,2026-01-01\nC3,,2025-12-30\nC4,web,2027-01-01\n"
    evidence = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text}).evidence
    whole = evidence.run(evidence.history("complaints").order_by("_row"))
    assert [(row["complaint_id"], row["_row"]) for row in whole] == [("C1", 2), ("C2", 3), ("C4", 5)]
    assert not [name for name in whole[0] if name.startswith("_faults")]
    within = taken_in({"complaints": {"files": ["d.csv"]}}, {"d.csv": text.replace("2027", "2026")}).evidence
    assert [row["complaint_id"] for row in within.run(within.history("complaints").order_by("_row"))] == [
        "C1",
        "C2",
        "C4",
    ]


def test_personal_values_are_never_shown(taken_in):
    text = "respondent_id,survey_ts,nps\nZhang San,2026-02-01,3\nZhang San,2026-02-02,4\n"
    intake = taken_in({"survey_customers": {"files": ["s.csv"]}}, {"s.csv": text})
    assert told(intake) == [
        ("E-KEY", "respondent_id", 2, "2", "‹personal›", "the key respondent_id occurs again"),
    ]
    assert "Zhang" not in "".join(group.model_dump_json() for group in intake.groups)


def test_headers_labels_dates_and_missing_values_are_those_of_audit_yaml(taken_in):
    text = "Nr;Weg;Eingang;Ruhe\n7;T;04.03.2026 10:30;?\n8;X;05.03.2026 11:00;yes\n"
    source = {
        "files": ["c.csv"],
        "delimiter": ";",
        "columns": {
            "complaint_id": "Nr",
            "channel": "Weg",
            "received_ts": "Eingang",
            "resolved_first_contact": "Ruhe",
            "category": {"constant": "all"},
        },
        "values": {"channel": {"T": "phone", "*": "other"}},
        "dates": {"received_ts": "%d.%m.%Y %H:%M"},
        "missing": ["?"],
    }
    intake = taken_in({"complaints": source}, {"c.csv": text})
    columns = ("complaint_id", "channel", "received_ts", "resolved_first_contact", "category")
    assert rows(intake, "complaints", *columns) == [
        ("7", "phone", dt.datetime(2026, 3, 4, 10, 30), None, "all"),
        ("8", "other", dt.datetime(2026, 3, 5, 11), True, "all"),
    ]
    assert told(intake) == []


def test_files_are_stacked_and_each_counts_its_own_problems(taken_in):
    files = {
        "c-1.csv": "complaint_id,channel,received_ts,outcome\nC1,web,2026-01-05,upheld\nC2,web,2026-01-32,\n",
        "c-2.csv": "投诉编号,受理渠道,受理时间\nC3,fax machine,2026-02-05\nC1,电话,2026-02-06\n",
    }
    intake = taken_in({"complaints": {"files": ["c-*.csv"]}}, files)
    assert [(group.file, *found[:4]) for group, found in zip(intake.groups, told(intake), strict=True)] == [
        ("c-2.csv", "W-COLUMN-ABSENT-HERE", "outcome", 1, None),
        ("c-1.csv", "E-DATE", "received_ts", 1, "3"),
        ("c-2.csv", "E-LABEL", "channel", 1, "2"),
        ("c-1.csv", "E-KEY", "complaint_id", 1, "2"),
        ("c-2.csv", "E-KEY", "complaint_id", 1, "3"),
    ]
    assert intake.manifest.tables[0].set_aside == 4


def test_records_are_numbered_through_all_files(taken_in):
    files = {
        "a.csv": "来源,受理时间\n电话,2026-01-05\n电话,2026-01-06\n",
        "b.csv": "来源,受理时间\n电话,2026-01-07\n",
    }
    source = {"files": ["*.csv"], "columns": {"complaint_id": {"row_number": True}}}
    assert rows(taken_in({"complaints": source}, files), "complaints", "complaint_id") == [
        ("1",),
        ("2",),
        ("3",),
    ]


def test_the_last_state_of_a_case_counts_and_ties_go_to_the_last_record(taken_in):
    text = """number,seen,way,opened
A,01-02-2026 10:00,web,2026-02-01
A,03-02-2026 10:00,phone,2026-02-01
A,02-02-2026 10:00,store,2026-02-01
B,01-02-2026 10:00,web,2026-02-01
B,01-02-2026 10:00,app,2026-02-01
C,01-02-2026 10:00,social,2026-02-01
"""
    source = {
        "files": ["log.csv"],
        "columns": {"complaint_id": "number", "channel": "way", "received_ts": "opened"},
        "dates": {"seen": "%d-%m-%Y %H:%M"},
        "rows": {
            "latest_per": "number",
            "by": "seen",
            "exclude": {"way": ["social", "letter"]},
            "reason": {"zh": "不属于投诉", "en": "no complaint"},
        },
    }
    intake = taken_in({"complaints": source}, {"log.csv": text})
    assert rows(intake, "complaints", "_row", "complaint_id", "channel") == [
        (3, "A", "phone"),
        (6, "B", "app"),
    ]
    entry = intake.manifest.tables[0]
    assert entry.left_out == (
        LeftOut(rows=3, reason=Text(zh="同一事项的较早状态", en="earlier states of the same case")),
        LeftOut(rows=1, reason=Text(zh="不属于投诉", en="no complaint")),
    )
    assert [note.in_("en") for note in entry.notes] == [
        "1 values of “number” have several records at their last “seen”; the last in the file was taken"
    ]
    assert [(code, shown) for code, *_, shown in told(intake)] == [
        ("W-EXCLUDED-NEVER", "“letter”, which is to be excluded, never occurs in “way”")
    ]


def test_rows_of_audit_yaml_are_checked_with_their_line(taken_in, tmp_path):
    standard = {"standard_id": "S1", "title": "快", "dim_id": "rel", "required_share": 0.9, "formal": True}
    evidence = {
        "service_standards": {
            "rows_inline": [standard, {**standard, "standard_id": "S2", "required_share": 90}]
        }
    }
    intake = taken_in(evidence)
    line = (tmp_path / "audit.yaml").read_text(encoding="utf-8").splitlines().index(
        "    - standard_id: S2"
    ) + 1
    assert told(intake) == [
        ("E-RANGE", "required_share", 1, str(line), "90", "outside 0..1"),
        ("N-REF-UNCHECKED", "dim_id", 1, None, None, "not checked: the instrument was not handed over"),
    ]
    assert (intake.manifest.tables[0].inline, intake.manifest.tables[0].used) == (True, 1)
    assert intake.evidence.title("standard", "S1") == Text(zh="快", en="快")


def test_a_promise_is_called_by_its_number_and_its_words(taken_in):
    promise = {
        "promise_id": "P-04", "text": "上门准时", "channel": "web", "is_guarantee": False,
        "published_from": "2026-01-01",
    }  # fmt: skip
    intake = taken_in({"promises": {"rows_inline": [promise]}})
    assert intake.evidence.title("promise", "P-04") == Text(zh="P-04 上门准时", en="P-04 上门准时")
    assert intake.evidence.title("promise", "P-05") is None


def test_a_missing_required_column_breaks_its_table_only(taken_in):
    files = {"c.csv": "complaint_id,channel\nC1,web\n", "d.csv": "doc_id,type,title,version\nD1,policy,A,1\n"}
    intake = taken_in({"complaints": {"files": ["c.csv"]}, "documents": {"files": ["d.csv"]}}, files)
    assert told(intake) == [
        (
            "E-COLUMN-MISSING",
            "received_ts",
            1,
            None,
            None,
            "the required column received_ts (Received) is missing",
        ),
    ]
    assert intake.broken == {"complaints"}
    assert not intake.evidence.handed_over("complaints")
    assert intake.evidence.handed_over("documents")


def test_a_header_that_could_be_two_things_is_not_taken(taken_in):
    text = "complaint_id,channel,创建时间,登记时间\nC1,web,2026-01-01,2026-01-02\n"
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    words = "several headers could be received_ts (Received): 登记时间, 创建时间; none was taken"
    assert ("W-COLUMN-AMBIGUOUS", "received_ts", 1, None, None, words) in told(intake)
    assert intake.broken == {"complaints"}


def test_a_row_whose_standard_does_not_exist_is_set_aside(taken_in):
    evidence = {
        "service_delivery": {"files": ["d.csv"]},
        "service_standards": {
            "rows_inline": [
                {"standard_id": "S1", "title": "快", "dim_id": "rel", "formal": True, "unit": "pct"}
            ]
        },
    }
    text = """delivery_id,episode_id,standard_id,start_ts,measured_value,unit
1,E1,S1,2026-01-01,5,h
2,E2,S9,2026-01-01,5,h
"""
    intake = taken_in(evidence, {"d.csv": text})
    assert [found for found in told(intake) if found[0] != "N-REF-UNCHECKED"] == [
        ("E-REF", "standard_id", 1, "3", "S9", "not found in standard_id of Service standards"),
        ("W-UNIT", "unit", 1, "2", "h", "the unit h cannot be converted to pct, the unit of the standard S1"),
    ]
    assert intake.evidence.run(intake.evidence.service_delivery.count().as_table())[0].popitem()[1] == 1


def test_months_and_respondents_that_do_not_add_up_are_warned_of(taken_in):
    evidence = {
        "contacts_volume": {"files": ["v.csv"]},
        "survey_frame": {"rows_inline": [{"wave": "1", "method": "random", "invited": 9, "completed": 5}]},
        "survey_customers": {"files": ["s.csv"]},
    }
    months = "".join(f"2026-{month:02d},10\n" for month in (*range(1, 12), 11))
    files = {"v.csv": "月份,服务量\n" + months, "s.csv": "respondent_id,survey_ts\nR1,2026-02-01\n"}
    intake = taken_in(evidence, files)
    assert [(code, count, words) for code, _, count, _, _, words in told(intake) if code[:2] != "N-"] == [
        ("E-KEY", 2, "the key period_month + site_id + channel occurs again"),
        ("W-COMPLETED", 1, "5 persons completed the survey, but 1 answers were handed over (1 used)"),
        ("W-MONTHS", 1, "these months of the period are missing: 2026-12"),
    ]


def test_everything_wrong_in_audit_yaml_is_told_at_once(tmp_path):
    evidence = {
        "complaints": {
            "files": ["c.csv"],
            "columns": {"recieved_ts": "受理时间", "outcome": "结论"},
            "values": {"channel": {"电话": "fone"}},
        },
        "documents": {"rows_inline": [{"doc_id": "D1", "titel": "A"}]},
    }
    error = refused(tmp_path, evidence, {"c.csv": COMPLAINTS})
    assert [(one.message.code, one.message.in_("en")) for one in error.located] == [
        ("A-COLUMN-UNKNOWN", "the table documents has no column “titel”; did you mean “title”?")
    ]
    evidence["documents"] = {"rows_inline": [{"doc_id": "D1", "title": "A"}]}
    error = refused(tmp_path, evidence, {"c.csv": COMPLAINTS})
    lines = (tmp_path / "audit.yaml").read_text(encoding="utf-8").splitlines()
    assert [(lines[one.line - 1].strip(), one.message.in_("en")) for one in error.located] == [
        (
            "recieved_ts: 受理时间",
            "the table complaints has no column “recieved_ts”; did you mean “received_ts”?",
        ),
        (
            "outcome: 结论",
            "no file has the header “结论”; the files have 7 different headers",
        ),
        ("电话: fone", "“fone” is not a value of the column channel; did you mean “phone”?"),
    ]


def test_an_unknown_table_is_told_with_the_nearest(tmp_path):
    error = refused(tmp_path, {"complaint": {"files": ["c.csv"]}}, {"c.csv": COMPLAINTS}, census=["surveys"])
    assert [one.message.in_("zh") for one in error.located] == [
        "证据目录中没有表“complaint”，是否想写“complaints”？",
        "证据目录中没有表“surveys”，是否想写“survey_answers”？",
    ]


def test_a_date_format_that_is_none_is_refused(tmp_path):
    source = {"files": ["c.csv"], "dates": {"received_ts": "%Q"}}
    error = refused(tmp_path, {"complaints": source}, {"c.csv": COMPLAINTS})
    assert [one.message.in_("en") for one in error.located] == ["“%Q” is not a date format"]


def test_unreadable_files_are_all_told(tmp_path):
    evidence = {"complaints": {"files": ["c.csv"]}, "documents": {"files": ["d.csv"]}}
    error = refused(tmp_path, evidence, {"c.csv": "a,b\n1\n", "d.csv": ""})
    assert isinstance(error, Unreadable)
    assert [(one.file, one.message.code) for one in error.located] == [
        ("c.csv", "E-RAGGED"),
        ("d.csv", "E-EMPTY"),
    ]


def test_the_hash_speaks_of_values_not_of_where_they_stood(taken_in):
    source = {"complaints": {"files": ["*.csv"]}}
    one = taken_in(source, {"c.csv": COMPLAINTS}).manifest.tables[0]
    head, *lines = COMPLAINTS.splitlines(keepends=True)
    again = taken_in(source, {"c.csv": head + lines[0], "d.csv": head + "".join(lines[1:])}).manifest.tables[
        0
    ]
    assert one.sha256 == again.sha256 == "ace35469a24d9bb913a90fde497b171e8d67d7ee73d448d5053110ef2ef6e7df"


def test_survey_answers_are_turned_and_weights_found(taken_in, instrument):
    header = [f"{prefix}{n:02d}" for prefix in "eap" for n in range(1, 7)]
    values = ["7", "7", "7", "7", "7", "7", "8", "5", "5", "5", "5", "5", "6", "6", "6", "6", "6", "2"]
    good = ["7"] * 6 + ["5"] * 6 + ["6"] * 5 + ["2"]
    text = ",".join(["respondent_id", "survey_ts", *header, "w_tan", "w_rel"]) + "\n"
    text += ",".join(["R1", "2026-02-01", *good, "60", "20"]) + "\n"
    text += ",".join(["R2", "2026-02-02", *values, "60", "40"]) + "\n"
    intake = taken_in({"survey_customers": {"files": ["s.csv"]}}, {"s.csv": text}, instrument)
    assert told(intake) == [
        ("E-RANGE", "a01", 1, "3", "8", "outside 1..7"),
        ("W-CONTRADICTION", "w_tan", 1, "2", "60", "the weights do not sum to 90-110"),
        ("W-CONTRADICTION", "a01", 1, "3", "8", "an item has a higher adequate than expected level"),
    ]
    evidence = intake.evidence
    asked = evidence.answers("perceived") | {f"w_{name}": one for name, one in evidence.weights().items()}
    assert evidence.run(evidence.survey_customers.select(**asked)) == [
        {"01": 6.0, "02": 6.0, "03": 6.0, "04": 6.0, "05": 6.0, "06": 6.0, "w_tan": 60.0, "w_rel": 20.0}
    ]
    assert evidence.facets == {"expected", "adequate", "perceived"}
    assert (evidence.title("dimension", "tan"), evidence.title("item", "06")) == (
        Text(zh="有形性", en="Tangibles"),
        Text(zh="题6", en="Item 6"),
    )


def test_what_audit_yaml_declares_reaches_the_measures(taken_in):
    others = {
        "targets": {"acknowledge_h": 24},
        "people": {"managers": 12},
        "census": ["complaints"],
        "seed": 5,
    }
    evidence = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": COMPLAINTS}, **others).evidence
    assert evidence.declared == {"targets.acknowledge_h": 24.0, "people.managers": 12.0}
    assert (evidence.census, evidence.seed, evidence.clock) == ({"complaints"}, 5, "calendar")
    assert (evidence.period, evidence.cut) == (
        (dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
        dt.datetime(2027, 1, 15),
    )


def test_what_is_due_on_a_day_is_due_until_its_end(taken_in):
    text = (
        "complaint_id,channel,received_ts,target_due_ts,resolved_ts\n"
        "C1,web,2026-03-01 09:00,2026-03-01,2026-03-01 17:30\n"
        "C2,web,2026-03-01 09:00,2026-03-02 12:00,2026-03-02 13:00\n"
    )
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, {"c.csv": text})
    assert rows(intake, "complaints", "target_due_ts", "resolved_ts") == [
        (dt.datetime(2026, 3, 1, 23, 59, 59, 999000), dt.datetime(2026, 3, 1, 17, 30)),
        (dt.datetime(2026, 3, 2, 12), dt.datetime(2026, 3, 2, 13)),
    ]
    declared = {"complaints": {"files": ["d.csv"], "dates": {"target_due_ts": "%d.%m.%Y"}}}
    intake = taken_in(
        declared,
        {"d.csv": text.replace("2026-03-01,", "01.03.2026,").replace("2026-03-02 12:00", "02.03.2026")},
    )
    assert rows(intake, "complaints", "target_due_ts")[0] == (dt.datetime(2026, 3, 1, 23, 59, 59, 999000),)


def test_a_delivery_due_on_the_day_that_it_began_is_no_contradiction(taken_in):
    text = "delivery_id,episode_id,standard_id,start_ts,due_ts,end_ts\nD1,E1,S1,2026-03-01 09:00,2026-03-01,2026-03-01 10:00\n"
    intake = taken_in({"service_delivery": {"files": ["d.csv"]}}, {"d.csv": text})
    assert intake.manifest.tables[0].set_aside == 0
    assert rows(intake, "service_delivery", "due_ts") == [(dt.datetime(2026, 3, 1, 23, 59, 59, 999000),)]
