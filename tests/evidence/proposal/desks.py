"""Exports of service desks and portals in several languages; headers are theirs, records are invented."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from tests.evidence.proposal.corpus import Case
from tests.evidence.proposal.fields import Field, Record, answers, header, records
from tests.evidence.proposal.making import export, text, workbook

CASES: list[Case] = []
PEOPLE = ("Priya Nair", "Tom Becker", "Lucía Ortiz", "Jon Field")
ZH_PEOPLE = ("周敏", "吴强", "郑丽", "冯涛")
MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")


def iso(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def utc(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


FRESHDESK = [
    Field("Ticket ID", "complaint_id", lambda r: 48210 + r.n),
    Field("Subject", None, lambda r: r.one("Refund not received", "Wrong size", "Parcel late")),
    Field("Status", None, lambda r: r.one("Closed", "Resolved", "Open")),
    Field("Priority", None, lambda r: r.one("Low", "Medium", "Urgent")),
    Field("Source", "channel", lambda r: r.one("Email", "Portal", "Phone", "Chat", "Feedback Widget")),
    Field("Type", "category", lambda r: r.some(0.7, r.one("Refund", "Delivery", "Damaged item"))),
    Field("Agent", None, lambda r: r.one(*PEOPLE)),
    Field("Group", None, lambda r: r.one("Tier 1", "Logistics")),
    Field("Created time", "received_ts", lambda r: iso(r.at)),
    Field("Due by Time", "target_due_ts", lambda r: iso(r.due)),
    Field("Resolved time", "resolved_ts", lambda r: r.some(0.9, iso(r.done))),
    Field("Closed time", "closed_ts", lambda r: r.some(0.8, iso(r.closed))),
    Field("Last update time", None, lambda r: iso(r.closed)),
    Field("Initial response time", "first_response_ts", lambda r: iso(r.answered)),
    Field("Time tracked", None, lambda r: "00:00:00"),
    Field("First response time (in hrs)", None, lambda r: f"{r.rng.randint(0, 40):02d}:12:09"),
    Field("Resolution time (in hrs)", None, lambda r: f"{r.rng.randint(3, 150)}:40:00"),
    Field("Agent interactions", None, lambda r: r.rng.randint(1, 7)),
    Field("Customer interactions", None, lambda r: r.rng.randint(0, 6)),
    Field("Resolution status", None, lambda r: r.one("Within SLA", "SLA Violated")),
    Field("First response status", None, lambda r: r.one("Within SLA", "SLA Violated")),
    Field("Tags", None, lambda r: r.one("", "vip", "refund, late")),
    Field("Survey results", None, lambda r: r.one("", "", "Extremely Happy", "Neutral")),
    Field("Full name", None, lambda r: f"{r.one(*PEOPLE)}"),
    Field("Email", None, lambda r: f"guest{r.n}@example.org"),
    Field("Contact ID", "customer_id", lambda r: 72000004000 + r.rng.randint(1, 70)),
]


@export(CASES, "freshdesk", "complaints", answers(FRESHDESK), free=["text", "contacts_needed"])
def _freshdesk(folder: Path) -> None:
    (folder / "tickets-July-01-2026.csv").write_text(
        text(header(FRESHDESK), records(FRESHDESK, 140)), encoding="utf-8"
    )


ZENDESK = [
    Field("id", "complaint_id", lambda r: 900100 + r.n),
    Field("created_at", "received_ts", lambda r: utc(r.at)),
    Field("updated_at", None, lambda r: utc(r.closed)),
    Field("via_channel", "channel", lambda r: r.one("email", "web", "voice", "chat", "twitter")),
    Field("subject", None, lambda r: r.one("Charged twice", "App crashes", "No answer")),
    Field("status", None, lambda r: r.one("solved", "closed", "open", "pending")),
    Field("priority", None, lambda r: r.one("normal", "high", None)),
    Field("requester_id", "customer_id", lambda r: 361000000000 + r.rng.randint(1, 80)),
    Field("assignee_id", None, lambda r: 362000000000 + r.rng.randint(1, 6)),
    Field("group_name", None, lambda r: r.one("Billing", "Apps")),
    Field("contact_reason", "category", lambda r: r.one("billing", "bug", "service")),
    Field("reopens", "reopened_count", lambda r: r.one(0, 0, 0, 1, 2)),
    Field("first_replied_at", "first_response_ts", lambda r: r.some(0.95, utc(r.answered))),
    Field("solved_at", "resolved_ts", lambda r: r.some(0.85, utc(r.done))),
    Field("has_incidents", None, lambda r: r.one(False, True)),
    Field("satisfaction_rating", None, lambda r: r.one("offered", "good", "bad", "unoffered")),
]


@export(CASES, "zendesk jsonl", "complaints", answers(ZENDESK), free=["text"])
def _zendesk(folder: Path) -> None:
    names = header(ZENDESK)
    lines = [
        json.dumps(dict(zip(map(str, names), row, strict=True)), ensure_ascii=False)
        for row in records(ZENDESK, 130)
    ]
    (folder / "tickets_export.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


CASE_SHEET = [
    Field("Number", "complaint_id", lambda r: f"CS{10400 + r.n:07d}"),
    Field("Opened", "received_ts", lambda r: r.at),
    Field("Contact", None, lambda r: r.one(*PEOPLE)),
    Field("Account", None, lambda r: r.one("Boxeo", "Funco", "Avid Corp")),
    Field("Channel", "channel", lambda r: r.one("Web", "Phone", "Email", "Chat")),
    Field("Short description", None, lambda r: r.one("Router keeps dropping", "Invoice wrong")),
    Field("Priority", None, lambda r: r.one("3 - Moderate", "4 - Low")),
    Field("State", None, lambda r: r.one("Closed", "Resolved", "Open")),
    Field("Category", "category", lambda r: r.one("Billing", "Network", "Delivery")),
    Field("Assigned to", None, lambda r: r.one(*PEOPLE)),
    Field("Assignment group", None, lambda r: r.one("CSM Tier 1", "CSM Field")),
    Field("Reassignment count", "transfers", lambda r: r.rng.randint(0, 4)),
    Field("Reopen count", "reopened_count", lambda r: r.one(0, 0, 1)),
    Field("Needs attention", None, lambda r: r.one("true", "false")),
    Field("Resolution code", None, lambda r: r.one("Solved - Fixed by Support", "Solved - Workaround")),
    Field("Resolved", "resolved_ts", lambda r: r.some(0.9, r.done)),
    Field("Closed", "closed_ts", lambda r: r.some(0.8, r.closed)),
]


@export(CASES, "servicenow case", "complaints", answers(CASE_SHEET), free=["text", "outcome"])
def _case(folder: Path) -> None:
    workbook(
        folder / "sn_customerservice_case.xlsx", "Page 1", [header(CASE_SHEET), *records(CASE_SHEET, 110)]
    )


def jira(moment: dt.datetime) -> str:
    half = "上午" if moment.hour < 12 else "下午"
    return (
        f"{moment.day:02d}/{MONTHS[moment.month - 1]}/{moment:%y} {moment.hour % 12 or 12}:{moment:%M} {half}"
    )


JIRA = [
    Field("概要", None, lambda r: r.one("网银无法登录", "对账单缺页", "取款超时")),
    Field("问题关键字", "complaint_id", lambda r: f"KHTS-{r.n + 1}"),
    Field("问题ID", None, lambda r: 118200 + r.n),
    Field("问题类型", None, lambda r: "客户投诉"),
    Field("状态", None, lambda r: r.one("已关闭", "处理中", "已解决")),
    Field("优先级", None, lambda r: r.one("中", "高")),
    Field("解决结果", None, lambda r: r.one("已完成", "不予处理", "")),
    Field("经办人", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("报告人", None, lambda r: r.one(*ZH_PEOPLE)),
    Field("创建日期", "received_ts", lambda r: jira(r.at)),
    Field("已更新", None, lambda r: jira(r.closed)),
    Field("已解决", "resolved_ts", lambda r: r.some(0.85, jira(r.done))),
    Field("到期日", "target_due_ts", lambda r: jira(r.due)),
    Field("自定义字段 (投诉渠道)", "channel", lambda r: r.one("电话", "手机银行", "网点", "邮件")),
    Field("自定义字段 (投诉类别)", "category", lambda r: r.one("系统", "收费", "服务")),
]


@export(CASES, "jira zh", "complaints", answers(JIRA), free=["text", "outcome"], at_most=7)
def _jira(folder: Path) -> None:
    (folder / "JIRA 2026-07-01.csv").write_text(text(header(JIRA), records(JIRA, 90)), encoding="utf-8")


HOTEL = [
    Field("Glitch #", "failure_id", lambda r: f"G-{3300 + r.n}"),
    Field("Property", "site_id", lambda r: r.one("LON01", "LON02")),
    Field("Date of Stay", None, lambda r: r.at.date()),
    Field("Reported Date/Time", "detected_ts", lambda r: r.noted),
    Field("Occurred Date/Time", "occurred_ts", lambda r: r.some(0.6, r.at)),
    Field("Room", None, lambda r: 101 + r.rng.randint(0, 400)),
    Field("Guest Name", None, lambda r: r.one(*PEOPLE)),
    Field("Detected By", "detected_by", lambda r: r.one("Guest", "Associate", "System", "Audit")),
    Field("Glitch Type", "cause_class", lambda r: r.one("Housekeeping", "Maintenance", "Front Desk")),
    Field("Severity (1-5)", "severity", lambda r: r.rng.randint(1, 5)),
    Field("Details", None, lambda r: "Guest found the room not cleaned on arrival and was moved."),
    Field("Recovery Cost", "loss_amount", lambda r: r.some(0.3, round(r.rng.uniform(10, 240), 2))),
]


@export(CASES, "hotel glitches", "failures", answers(HOTEL), free=["cause_class", "loss_amount", "src_class"])
def _hotel(folder: Path) -> None:
    title: list[list[object]] = [
        ["Glitch Report – Riverside Hotels"],
        ["Run 01-Jul-2026", None, "User: DUTYMGR"],
        [],
    ]
    workbook(folder / "Glitch_Report_H1.xlsx", "Report", [*title, header(HOTEL), *records(HOTEL, 100)])


INSURER = [
    Field("個案編號", "complaint_id", lambda r: f"CPT/26/{r.n + 1:04d}"),
    Field("收件日期", "received_ts", lambda r: f"{r.at:%d/%m/%Y}"),
    Field("投訴途徑", "channel", lambda r: r.one("電話", "電郵", "信件", "親臨")),
    Field("保單號碼", None, lambda r: f"P{88120000 + r.rng.randint(1, 9000)}"),
    Field("投訴人姓名", None, lambda r: r.one("陳大文", "黃小明", "何美玲")),
    Field("投訴性質", "category", lambda r: r.one("理賠", "銷售手法", "服務態度")),
    Field("發出確認信日期", "acknowledged_ts", lambda r: f"{r.noted + dt.timedelta(days=1):%d/%m/%Y}"),
    Field(
        "最後回覆日期", "resolved_ts", lambda r: r.some(0.9, f"{r.closed + dt.timedelta(days=2):%d/%m/%Y}")
    ),
    Field("投訴結果", "outcome", lambda r: r.one("成立", "部分成立", "不成立", "撤回")),
    Field("轉介機構", "escalated_to", lambda r: r.one("無", "無", "保監局", "保險投訴局")),
    Field("跟進部門", None, lambda r: r.one("理賠部", "客戶服務部")),
]


@export(
    CASES, "insurer hant", "complaints", answers(INSURER),
    free=["closed_ts", "resolved_ts", "first_response_ts", "customer_id"],
)  # fmt: skip
def _insurer(folder: Path) -> None:
    (folder / "投訴登記冊2026.csv").write_text(text(header(INSURER), records(INSURER, 95)), encoding="big5")


CAPA = [
    Field("CAPA No.", "ca_id", lambda r: f"CA-{r.n + 1:03d}"),
    Field("Raised from", "source", lambda r: r.one("Customer complaint", "Internal audit", "Survey", "Staff suggestion")),
    Field("Problem statement", None, lambda r: "Refunds took longer than the promised five working days."),
    Field("Root cause category", "cause_class", lambda r: r.one("Training", "System", "Supplier")),
    Field("RCA method", "rca_method", lambda r: r.one("5 Whys", "Fishbone", "Pareto", "None")),
    Field("Action type", "type", lambda r: r.one("Correction", "Corrective", "Preventive")),
    Field("Owner", None, lambda r: r.one("Ops manager", "IT lead")),
    Field("Date raised", "opened_ts", lambda r: r.at.date()),
    Field("Target date", "due_ts", lambda r: (r.at + dt.timedelta(days=60)).date()),
    Field("Date completed", "closed_ts", lambda r: r.some(0.8, (r.at + dt.timedelta(days=50)).date())),
    Field("Effectiveness check date", "effectiveness_checked_ts", lambda r: r.some(0.5, (r.at + dt.timedelta(days=110)).date())),
    Field("Effective? (Y/N)", "effective", lambda r: r.some(0.5, r.one("Y", "N", "Y"))),
]  # fmt: skip


@export(CASES, "capa register", "corrective_actions", answers(CAPA))
def _capa(folder: Path) -> None:
    workbook(
        folder / "QF-8.5 CAPA Register.xlsx",
        "Register",
        [["CAPA REGISTER"], [], header(CAPA), *records(CAPA, 45)],
    )


RECOVERY_SURVEY = [
    Field("StartDate", None, lambda r: iso(r.at)),
    Field("EndDate", None, lambda r: iso(r.at + dt.timedelta(minutes=3))),
    Field("Status", None, lambda r: "IP Address"),
    Field("Progress", None, lambda r: 100),
    Field("Duration (in seconds)", None, lambda r: r.rng.randint(40, 600)),
    Field("Finished", None, lambda r: "True"),
    Field("RecordedDate", "survey_ts", lambda r: iso(r.at + dt.timedelta(minutes=3))),
    Field("ResponseId", "resp_id", lambda r: f"R_{r.rng.getrandbits(60):015x}"),
    Field("CaseNumber", "complaint_id", lambda r: f"CS{10400 + r.n:07d}"),
    Field("Q1", "sat_recovery", lambda r: r.rng.randint(1, 7)),
    Field("Q2", "sat_overall", lambda r: r.rng.randint(1, 7)),
    Field("Q3", "effort", lambda r: r.rng.randint(1, 7)),
    Field("Q4", "trust", lambda r: r.some(0.9, r.rng.randint(1, 7))),
    Field("Q5", "nps", lambda r: r.rng.randint(0, 10)),
    Field("Q6", None, lambda r: r.one("", "", "Nobody rang back.")),
]
RECOVERY_WORDS = [
    "Start Date", "End Date", "Response Type", "Progress", "Duration (in seconds)", "Finished", "Recorded Date",
    "Response ID", "CaseNumber",
    "How satisfied are you with the way we handled your complaint?",
    "Overall, how satisfied are you with our company?",
    "How much effort did you have to make to get your complaint handled?",
    "I trust this company.",
    "How likely is it that you would recommend us to a friend or colleague?",
    "Anything else?",
]  # fmt: skip


@export(
    CASES, "qualtrics recovery", "survey_recovery", {one.column: words for one, words in zip(RECOVERY_SURVEY, RECOVERY_WORDS, strict=True) if one.column},
    free=["survey_ts", "duration_s"],
)  # fmt: skip
def _recovery(folder: Path) -> None:
    machine = [json.dumps({"ImportId": f"QID{place}"}) for place, _ in enumerate(RECOVERY_SURVEY)]
    lines = [RECOVERY_WORDS, machine, *records(RECOVERY_SURVEY, 85)]
    (folder / "Complaint handling survey_July 1, 2026_09.30.csv").write_text(
        text(header(RECOVERY_SURVEY), lines), encoding="utf-8-sig"
    )


ASKED = (
    "Staff are polite",
    "My request is dealt with on time",
    "The branch is clean",
    "Staff explain fees clearly",
    "Waiting times are short",
    "Staff know their work",
)
LEAD = "Please say how far you agree with each statement"


def asked(text: str) -> str:
    """The two header rows of a survey as reading puts them together."""
    if text in ASKED:
        return f"{LEAD} / {text}"
    return f"{text} / Response" if "?" in text else text


MONKEY = [
    Field("Respondent ID", "respondent_id", lambda r: 114500000000 + 977 * r.n),
    Field("Collector ID", None, lambda r: 430881122),
    Field("Start Date", None, lambda r: f"{r.at:%m/%d/%Y %I:%M:%S %p}"),
    Field("End Date", "survey_ts", lambda r: f"{r.at + dt.timedelta(minutes=4):%m/%d/%Y %I:%M:%S %p}"),
    Field("IP Address", None, lambda r: f"203.0.113.{r.n % 250}"),
    Field("Email Address", None, lambda r: ""),
    Field("First Name", None, lambda r: ""),
    *[
        Field(one, f"p{place:02d}", lambda r: r.some(0.96, r.rng.randint(1, 5)))
        for place, one in enumerate(ASKED, 1)
    ],
    Field("Overall, how satisfied are you with us?", "overall_sat", lambda r: r.rng.randint(1, 7)),
    Field("How likely is it that you would recommend us to a friend or colleague?", "nps", lambda r: r.rng.randint(0, 10)),
    Field("Did you have a problem with our service in the last 12 months?", "had_failure", lambda r: r.one("Yes", "No", "No")),
    Field("Did you tell us about it?", "complained", lambda r: r.some(0.4, r.one("Yes", "No"))),
]  # fmt: skip


@export(
    CASES, "surveymonkey", "survey_customers", {name: asked(text) for name, text in answers(MONKEY).items()},
    free=["survey_ts", "channel"], instrument="instrument.yaml",
)  # fmt: skip
def _monkey(folder: Path) -> None:
    first = [
        one.header if one.header not in ASKED else (LEAD if one.header == ASKED[0] else "") for one in MONKEY
    ]
    second = [
        one.header if one.header in ASKED else ("Response" if "?" in one.header else "") for one in MONKEY
    ]
    (folder / "Customer Satisfaction Survey.csv").write_text(
        text(first, [second, *records(MONKEY, 120)]), encoding="utf-8"
    )


def quarters(record: Record) -> str:
    return f"{record.at:%d-%b-%Y %H:%M}"


AIRPORT = [
    Field("Ref", "complaint_id", lambda r: f"FB{r.n + 1:05d}"),
    Field("Logged on", "received_ts", quarters),
    Field(
        "Received via",
        "channel",
        lambda r: r.one("Webform", "Twitter/X", "Letter", "Call centre", "Ombudsman"),
    ),
    Field("Terminal", "site_id", lambda r: r.one("T1", "T2")),
    Field("Pax name", None, lambda r: r.one(*PEOPLE)),
    Field("Issue", "category", lambda r: r.one("Security queue", "Baggage", "Cleanliness")),
    Field("Verbatim", None, lambda r: "I queued for more than forty minutes and nobody told us why."),
    Field("Acknowledged on", "acknowledged_ts", lambda r: f"{r.noted:%d-%b-%Y %H:%M}"),
    Field("Full reply sent", "first_response_ts", lambda r: f"{r.answered:%d-%b-%Y %H:%M}"),
    Field("No. of contacts", "contacts_needed", lambda r: r.rng.randint(1, 4)),
    Field("Settled at first contact?", "resolved_first_contact", lambda r: r.one("Y", "N")),
    Field(
        "Decision",
        "outcome",
        lambda r: r.one("Upheld", "Partly upheld", "Not upheld", "Withdrawn by customer"),
    ),
    Field("Case closed", "closed_ts", lambda r: r.some(0.85, f"{r.closed:%d-%b-%Y %H:%M}")),
]


@export(CASES, "airport feedback", "complaints", answers(AIRPORT), free=["text", "resolved_ts"])
def _airport(folder: Path) -> None:
    (folder / "pax_feedback.tsv").write_text(
        text(header(AIRPORT), records(AIRPORT, 125), "\t"), encoding="utf-16"
    )
