"""Files that nobody made for this project."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil

import pytest

from audit.criteria.instrument import load_instrument
from audit.resources import shipped
from audit.result.manifest import LeftOut
from audit.text import Text
from tests.evidence.conftest import told

FREQUENCY = "거래형 키오스크를  얼마나 자주 사용하십니까?"
NEVER = {"zh": "从未使用自助终端", "en": "never used a kiosk"}


@pytest.fixture
def kiosk(taken_in, shared_data, tmp_path):
    """The kiosk survey as its form exported it: every item found by the number in its Korean header."""
    shutil.copy(shared_data / "kiosk_raw_cp949.csv", tmp_path / "survey.csv")
    text = (tmp_path / "survey.csv").read_bytes().decode("cp949")
    columns = {"respondent_id": {"row_number": True}, "survey_ts": {"constant": dt.date(2019, 9, 8)}}
    for header in next(csv.reader(io.StringIO(text))):
        facet = next((facet for mark, facet in MARKS.items() if mark in header), None)
        if facet:
            columns[f"{facet}{int(re.match(r'[0-9]+', header)[0]):02d}"] = header
    evidence = {
        "survey_customers": {
            "files": ["survey.csv"],
            "columns": columns,
            "rows": {"exclude": {FREQUENCY: ["사용한 적 없음"]}, "reason": NEVER},
        },
        "survey_frame": {"rows_inline": [{"wave": "2019", "method": "convenience", "completed": 211}]},
    }
    instrument = load_instrument(shipped("checklists") / "instruments/kiosk-24.yaml", "kiosk-24").instrument
    period = {"start": dt.date(2019, 8, 1), "end": dt.date(2019, 10, 1)}
    others = {"period": period, "as_of": dt.date(2019, 10, 1), "timezone": "Asia/Seoul"}
    return taken_in(evidence, None, instrument, **others)


MARKS = {"(기대 설문)": "e", "(인지 설문)": "p", "중요하다고 생각하십니까": "imp"}


def test_the_kiosk_survey_equals_its_tidy_copy(kiosk, shared_data):
    with (shared_data / "kiosk_servqual_tidy.csv").open(encoding="utf-8-sig", newline="") as file:
        tidy = {row["respondent_id"]: row for row in csv.DictReader(file)}
    answers = [f"{facet}{item:02d}" for facet in MARKS.values() for item in range(1, 25)]
    expected = {
        respondent: tuple(float(row[name]) if row[name] else None for name in answers)
        for respondent, row in tidy.items()
        if row["frequency"] != "never"
    }
    rows = kiosk.evidence.run(kiosk.evidence.survey_customers.select("respondent_id", *answers))
    assert {row.pop("respondent_id"): tuple(row.values()) for row in rows} == expected
    assert len(expected) == 207


def test_the_kiosk_manifest_tells_who_was_left_out(kiosk):
    entry = kiosk.manifest.table("survey_customers")
    assert (entry.rows, entry.used, entry.left_out) == (211, 207, (LeftOut(rows=4, reason=Text(**NEVER)),))
    assert (entry.files[0].encoding, entry.files[0].encoding_how, entry.grade) == ("cp949", "detected", "C")
    assert entry.grade_reason.in_("en") == "convenience or quota sample"
    assert len(entry.unknown_columns) == 90
    assert [found[:3] for found in told(kiosk)] == [("N-COLUMN-UNKNOWN", None, 90)]


def test_the_event_log_gives_the_last_state_of_each_incident(taken_in, shared_data, tmp_path):
    shutil.copy(shared_data / "incident_event_log.csv", tmp_path / "log.csv")
    form = "%d-%m-%Y %H:%M"
    source = {
        "files": ["log.csv"],
        "columns": {
            "delivery_id": "number",
            "episode_id": "number",
            "standard_id": {"constant": "SLA"},
            "start_ts": "opened_at",
            "end_ts": "resolved_at",
            "service_end_ts": None,
            "first_time_right": "reopen_count",
            "met": "made_sla",
        },
        "values": {"first_time_right": {"0": True, "*": False}},
        "dates": {"start_ts": form, "end_ts": form, "sys_updated_at": form},
        "missing": ["?"],
        "rows": {"latest_per": "number", "by": "sys_updated_at"},
    }
    others = {
        "period": {"start": dt.date(2016, 1, 1), "end": dt.date(2017, 1, 1)},
        "as_of": dt.date(2017, 6, 1),
    }
    intake = taken_in({"service_delivery": source}, None, **others)

    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as file:
        log = list(csv.DictReader(file))
    last, moments = {}, {}
    for line, row in enumerate(log, start=2):
        seen = dt.datetime.strptime(row["sys_updated_at"], form)
        moments.setdefault(row["number"], []).append(seen)
        if seen >= max(moments[row["number"]]):
            last[row["number"]] = (line, row["made_sla"] == "TRUE", row["reopen_count"] == "0")
    tied = sum(seen.count(max(seen)) > 1 for seen in moments.values())

    delivery = intake.evidence.service_delivery.select("delivery_id", "_row", "met", "first_time_right")
    rows = intake.evidence.run(delivery)
    assert {row.pop("delivery_id"): tuple(row.values()) for row in rows} == last
    entry = intake.manifest.table("service_delivery")
    assert (entry.rows, entry.used, [one.rows for one in entry.left_out]) == (5998, 890, [5108])
    assert [note.params["count"] for note in entry.notes] == [tied] == [2]
