"""Headers that share the words of a column and mean the opposite, or another moment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from audit.api import drafted, propose
from audit.evidence.catalogue import TABLES
from audit.evidence.mapping import known_by_name
from audit.evidence.senses import denies, sense
from tests.evidence.proposal.correcting import written


@pytest.mark.parametrize(
    ("header", "denied"),
    [
        ("未解决", True),
        ("首次联系未解决", True),
        ("是否逾期", True),
        ("是否超時", True),
        ("不满意程度", True),
        ("Unresolved", True),
        ("SLA missed", True),
        ("isOverdue", True),
        ("Overall dissatisfaction", True),
        ("是否解决", False),
        ("未超时", False),
        ("是否无差错", False),
        ("不动产登记时间", False),
        ("No rework", False),
        ("Never late", False),
        ("Case no.", False),
        ("No. of transfers", False),
        ("Unit", False),
        ("SLA breach time", False),
        ("是否解决（未解决填否）", False),
    ],
)
def test_a_header_denies_what_it_speaks_of_or_affirms_it(header: str, denied: bool) -> None:
    assert sense(header).denied is denied


@pytest.mark.parametrize(
    ("header", "planned"),
    [
        ("计划完成时间", True),
        ("預計送達時間", True),
        ("首次回覆期限", True),
        ("办结时间（计划）", True),
        ("Target response", True),
        ("dueDate", True),
        ("实际完成时间", False),
        ("首次响应时间", False),
        ("首次回应时间", False),
        ("应用名称", False),
        ("Resolved at", False),
    ],
)
def test_a_header_tells_what_was_planned_or_what_happened(header: str, planned: bool) -> None:
    assert sense(header).planned is planned


def test_no_item_of_a_shipped_table_is_denied_by_its_own_names() -> None:
    flags = [column for table in TABLES.values() for column in table.columns if column.type == "bool"]
    mixed = {
        column.name
        for column in flags
        if len({denies(name) for name in (column.name, column.title.zh, column.title.en)}) > 1
    }
    assert mixed == set()


def _written(folder: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, *rows]
    (folder / name).write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    return drafted(propose(folder))["audit.yaml"]


def _days(number: int) -> list[str]:
    """Four days of one case, each later than the other."""
    return [f"2026-0{month}-{number % 27 + 1:02d} 09:00" for month in (1, 2, 3, 4)]


def test_a_flag_that_asks_the_opposite_is_a_comment_with_its_labels_turned(tmp_path: Path) -> None:
    rows = [
        [f"F{n:04d}", *_days(n)[:3], ("否", "是")[n % 3 == 0], ("否", "是")[n % 5 == 0]] for n in range(40)
    ]
    header = ["服务编号", "开始时间", "应完成时间", "完成时间", "是否超时", "未一次办结"]
    text = _written(tmp_path, "服务记录.csv", header, rows)
    assert [line.strip() for line in text.splitlines() if "met" in line or "first_time_right" in line] == [
        "# first_time_right: 未一次办结",
        "# met: 是否超时",
        '# first_time_right: {"否": true, "是": false}',
        '# met: {"否": true, "是": false}',
    ]
    assert (
        "# doubtful (0.40): “是否超时” says the opposite of this column; to take it, take the turned labels under "
        "values as well\n"
    ) in text


def test_a_flag_whose_labels_say_what_they_mean_is_taken_whatever_its_header_asks(tmp_path: Path) -> None:
    rows = [[f"F{n:04d}", *_days(n)[:2], ("逾期", "按时")[n % 2]] for n in range(40)]
    _written(tmp_path, "服务记录.csv", ["服务编号", "开始时间", "完成时间", "是否逾期"], rows)
    proposal = propose(tmp_path)
    met = next(one for one in proposal.tables[0].taken if one.name == "met")
    assert (met.header, met.values) == ("是否逾期", {"逾期": False, "按时": True})


def test_a_scale_that_runs_the_other_way_is_written_as_nothing_with_the_reason(tmp_path: Path) -> None:
    rows = [[f"R{n}", f"TS{n:04d}", _days(n)[0], str(n % 7 + 1), str(n % 11)] for n in range(40)]
    header = ["答卷编号", "投诉编号", "填写时间", "对处理结果不满意程度", "不推荐意愿"]
    text = _written(tmp_path, "投诉处理满意度调查.csv", header, rows)
    assert (
        "“对处理结果不满意程度” says the opposite of this column; it is not taken\n      sat_recovery: null\n"
        in text
    )
    assert "“不推荐意愿” says the opposite of this column; it is not taken\n      nps: null\n" in text


def test_when_a_step_is_due_is_not_when_it_was_taken(tmp_path: Path) -> None:
    rows = [[f"C-{n:04d}", ("Phone", "Web")[n % 2], *_days(n)] for n in range(40)]
    header = [
        "Case number",
        "Contact type",
        "Opened",
        "First response due",
        "Planned close date",
        "Last updated",
    ]
    text = _written(tmp_path, "complaints.csv", header, rows)
    columns = written(tmp_path, propose(tmp_path))["complaints"]
    assert columns == {
        "complaint_id": "Case number",
        "channel": "Contact type",
        "received_ts": "Opened",
        "target_due_ts": "Planned close date",
    }
    assert (
        "“First response due” tells what was planned or agreed, this column what happened; it is not taken\n"
        "      first_response_ts: null\n"
    ) in text


def test_brackets_that_speak_of_a_plan_make_another_column_for_reading_too() -> None:
    resolved = TABLES["complaints"].column("resolved_ts")
    headers = ["办结时间（计划）", "办结时间（年月日）"]
    assert known_by_name(resolved, headers) == ["办结时间（年月日）"]


def _complaint(number: int, identifier: str) -> list[str]:
    return [identifier, _days(number)[0], ("电话", "官网")[number % 2], f"K{number % 23:03d}"]


def test_a_number_that_most_rows_share_is_the_key_with_a_warning(tmp_path: Path) -> None:
    rows = [[*_complaint(n // 3, f"TS{n // 3:04d}"), f"{n % 3 + 1}"] for n in range(90)]
    text = _written(tmp_path, "投诉明细.csv", ["投诉编号", "受理时间", "投诉渠道", "客户编号", "步骤"], rows)
    assert (
        "      # likely (0.60): the header is the column's name; 30 different values; 90 rows bear only 30 numbers: they "
        "seem to be lines or steps of a case; one row a case is needed\n"
        "      complaint_id: 投诉编号\n"
    ) in text


def test_a_number_that_a_few_rows_share_is_the_key_and_validation_tells_the_rows(tmp_path: Path) -> None:
    rows = [_complaint(n, f"TS{n - (n % 10 == 9):04d}") for n in range(90)]
    text = _written(tmp_path, "投诉台账.csv", ["投诉编号", "受理时间", "投诉渠道", "客户编号"], rows)
    assert "numbers:" not in text
    assert written(tmp_path, propose(tmp_path))["complaints"]["complaint_id"] == "投诉编号"


def test_the_name_of_a_customer_beside_their_number_is_no_rival_and_no_number(tmp_path: Path) -> None:
    names = ["某某公司", "天天公司", "好好公司"]
    rows = [[*_complaint(n, f"TS{n:04d}"), names[n % 3]] for n in range(60)]
    header = ["投诉编号", "受理时间", "投诉渠道", "客户编号", "客户名称"]
    _written(tmp_path, "投诉台账.csv", header, rows)
    assert written(tmp_path, propose(tmp_path))["complaints"]["customer_id"] == "客户编号"
    _written(tmp_path, "投诉台账.csv", [*header[:3], "备注2", "客户名称"], rows)
    assert "customer_id" not in written(tmp_path, propose(tmp_path))["complaints"]


def test_a_figure_out_of_its_limits_does_not_lose_the_column(tmp_path: Path) -> None:
    rows = [[*_complaint(n, f"TS{n:04d}"), "-7" if n == 17 else str(n % 4)] for n in range(60)]
    header = ["投诉编号", "受理时间", "投诉渠道", "客户编号", "转办次数"]
    _written(tmp_path, "投诉台账.csv", header, rows)
    assert written(tmp_path, propose(tmp_path))["complaints"]["transfers"] == "转办次数"


def test_what_reading_takes_by_a_usual_name_is_written_and_never_only_a_comment(tmp_path: Path) -> None:
    rows = [[f"R{n}", _days(n)[0], "C-1", str(n % 5 + 1)] for n in range(40)]
    text = _written(tmp_path, "recovery_survey.csv", ["resp_id", "Survey date", "Case ID", "reuse"], rows)
    read = written(tmp_path, propose(tmp_path))["survey_recovery"]
    commented = [
        line for line in text.splitlines() if line.strip().startswith(tuple(f"# {one}:" for one in read))
    ]
    assert (commented, "      repurchase: null\n" in text) == ([], True)


def test_the_planned_day_of_a_training_is_not_the_end_of_its_validity(tmp_path: Path) -> None:
    rows = [
        [f"E{n}", "Complaint handling", f"2026-03-{n % 27 + 1:02d}", f"2026-03-{n % 27 + 1:02d}"]
        for n in range(40)
    ]
    header = ["Employee ID", "Course", "Planned date", "Completed on"]
    text = _written(tmp_path, "staff training.csv", header, rows)
    assert [line.strip() for line in text.splitlines() if line.strip().rpartition(": ")[2] in header] == [
        "staff_id: Employee ID",
        "topic: Course",
        "held_on: Completed on",
        "# columns not used: Planned date",
    ]
