"""What the exports of common systems are taken for by their headers alone, and what is left to a person."""

from __future__ import annotations

import pytest

from audit.evidence.catalogue import TABLES
from audit.evidence.mapping import known_by_name

EXPORTS: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "ServiceNow": (
        "complaints",
        ["number", "opened_at", "resolved_at", "closed_at", "contact_type", "category", "reassignment_count",
         "reopen_count", "due_date", "location", "state", "priority"],
        {"complaint_id": "number", "received_ts": "opened_at", "resolved_ts": "resolved_at",
         "closed_ts": "closed_at", "channel": "contact_type", "category": "category",
         "transfers": "reassignment_count", "reopened_count": "reopen_count", "target_due_ts": "due_date",
         "site_id": "location"},
    ),
    "Zendesk": (
        "complaints",
        ["Ticket ID", "Created at", "Solved at", "Via", "Requester ID", "Reopens", "First reply time (min)",
         "Ticket status", "Full resolution time (min)"],
        {"complaint_id": "Ticket ID", "received_ts": "Created at", "resolved_ts": "Solved at",
         "channel": "Via", "customer_id": "Requester ID", "reopened_count": "Reopens"},
    ),
    "Freshdesk": (
        "complaints",
        ["Ticket ID", "Source", "Type", "Created time", "Due by Time", "Resolved time", "Closed time",
         "Initial response time", "First response time (in hrs)", "Customer interactions", "Status"],
        {"complaint_id": "Ticket ID", "channel": "Source", "category": "Type", "received_ts": "Created time",
         "target_due_ts": "Due by Time", "resolved_ts": "Resolved time", "closed_ts": "Closed time",
         "first_response_ts": "Initial response time", "contacts_needed": "Customer interactions"},
    ),
    "Jira Service Management": (
        "complaints",
        ["Issue key", "Issue Type", "Status", "Created", "Updated", "Resolved", "Due date",
         "Request channel type", "Time to resolution"],
        {"complaint_id": "Issue key", "category": "Issue Type", "received_ts": "Created",
         "resolved_ts": "Resolved", "target_due_ts": "Due date", "channel": "Request channel type"},
    ),
    "Salesforce": (
        "complaints",
        ["Case Number", "Case Origin", "Date/Time Opened", "Date/Time Closed", "Case Reason", "Account ID",
         "Age (Hours)", "Status"],
        {"complaint_id": "Case Number", "channel": "Case Origin", "received_ts": "Date/Time Opened",
         "closed_ts": "Date/Time Closed", "category": "Case Reason", "customer_id": "Account ID"},
    ),
    "12345": (
        "complaints",
        ["工单编号", "诉求来源", "来电时间", "诉求类型", "诉求内容", "承办单位", "办理期限", "首次联系时间", "办结时间",
         "办理结果", "改派次数", "状态"],
        {"complaint_id": "工单编号", "channel": "诉求来源", "received_ts": "来电时间", "category": "诉求类型",
         "text": "诉求内容", "site_id": "承办单位", "target_due_ts": "办理期限",
         "first_response_ts": "首次联系时间", "resolved_ts": "办结时间", "outcome": "办理结果",
         "transfers": "改派次数"},
    ),
    "12315": (
        "complaints",
        ["登记编号", "登记时间", "投诉来源", "是否属实", "办结时间", "涉及金额"],
        {"complaint_id": "登记编号", "received_ts": "登记时间", "channel": "投诉来源", "outcome": "是否属实",
         "resolved_ts": "办结时间"},
    ),
    "bank": (
        "complaints",
        ["投诉编号", "投诉渠道", "投诉受理日期", "投诉业务类别", "被投诉机构", "投诉办结日期", "投诉处理结果"],
        {"complaint_id": "投诉编号", "channel": "投诉渠道", "received_ts": "投诉受理日期",
         "category": "投诉业务类别", "site_id": "被投诉机构", "resolved_ts": "投诉办结日期",
         "outcome": "投诉处理结果"},
    ),
    "traditional Chinese": (
        "complaints",
        ["工單編號", "受理時間", "投訴來源", "辦結時間", "處理結果", "投訴內容"],
        {"complaint_id": "工單編號", "received_ts": "受理時間", "channel": "投訴來源",
         "resolved_ts": "辦結時間", "outcome": "處理結果", "text": "投訴內容"},
    ),
    "Wenjuanxing": (
        "survey_customers",
        ["序号", "提交答卷时间", "所用时间", "来自IP", "总分"],
        {"respondent_id": "序号", "survey_ts": "提交答卷时间", "duration_s": "所用时间"},
    ),
    "Qualtrics": (
        "survey_customers",
        ["ResponseId", "RecordedDate", "Duration (in seconds)", "Progress"],
        {"respondent_id": "ResponseId", "survey_ts": "RecordedDate", "duration_s": "Duration (in seconds)"},
    ),
    "SLA monitor": (
        "service_delivery",
        ["Record ID", "Order number", "SLA definition", "Start time", "Planned end time", "Stop time",
         "Elapsed time", "Has breached"],
        {"delivery_id": "Record ID", "episode_id": "Order number", "standard_id": "SLA definition",
         "start_ts": "Start time", "due_ts": "Planned end time", "end_ts": "Stop time",
         "measured_value": "Elapsed time"},
    ),
    "personnel": (
        "staff_register",
        ["工号", "职务", "所属机构", "入职时间", "最后工作日"],
        {"staff_id": "工号", "role": "职务", "site_id": "所属机构", "hired_on": "入职时间",
         "left_on": "最后工作日"},
    ),
    "learning": (
        "training",
        ["培训记录号", "员工编号", "课程分类", "结业日期", "学时", "考核是否通过", "证书有效期至"],
        {"training_id": "培训记录号", "staff_id": "员工编号", "topic": "课程分类", "held_on": "结业日期",
         "hours": "学时", "passed": "考核是否通过", "planned_valid_to": "证书有效期至"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", EXPORTS)
def test_the_export_of_a_common_system_is_recognised(system: str) -> None:
    table, headers, expected = EXPORTS[system]
    found = {column.name: known_by_name(column, headers) for column in TABLES[table].columns}
    assert {name: names for name, names in found.items() if names} == {
        name: [header] for name, header in expected.items()
    }


@pytest.mark.parametrize(
    "header", ["状态", "日期", "时间", "Status", "Time", "State", "Priority", "Value date"]
)
@pytest.mark.parametrize("table", ["complaints", "service_delivery", "failures", "recovery_actions"])
def test_a_header_that_could_be_anything_is_left_to_a_person(table: str, header: str) -> None:
    assert [one.name for one in TABLES[table].columns if known_by_name(one, [header])] == []
