"""Exports as systems and offices write them, made up here, with what a person would say each column is.

No real file was copied: headers are those that the products document, values are invented.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

Row = Sequence[object]
ROWS = 160


@dataclass(frozen=True)
class Case:
    """A folder's file, the table that it is, and which header is which column; ``None`` says none may be taken.

    ``free`` are columns for which more than one answer is right.
    """

    name: str
    write: Callable[[Path], None]
    table: str
    columns: Mapping[str, str]
    free: frozenset[str] = frozenset()
    latest: tuple[str, str] | None = None
    instrument: str | None = None
    at_most: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)


def _rows(
    seed: int, make: Callable[[random.Random, int, dt.datetime], Row], count: int = ROWS
) -> Iterator[Row]:
    rng = random.Random(seed)  # noqa: S311 - invented records, no secret
    for number in range(count):
        yield make(
            rng, number, dt.datetime(2026, 1, 2, 8) + dt.timedelta(hours=11 * number, minutes=number * 7)
        )


def _text(header: Sequence[str], rows: Iterator[Row], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _hours(rng: random.Random, most: int) -> dt.timedelta:
    return dt.timedelta(minutes=rng.randint(20, most * 60))


def _ledger(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "投诉台账"
    sheet.append(["某某公司2026年客户投诉处理台账"])
    sheet.append(["填报单位：客户服务部", None, None, None, "填报日期：2026-06-30"])
    sheet.append(
        ["序号", "投诉编号", "投诉受理日期", "投诉渠道", "涉及门店", "客户姓名", "联系电话", "投诉事由", "投诉内容摘要",
         "处理结果", "办结日期", "回访满意度", "备注"]
    )  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        done = at + _hours(rng, 200)
        return [
            number + 1, f"TS2026{number:04d}", at, rng.choice(["来电", "微信公众号", "现场", "12345转办", "来信"]),
            rng.choice(["城东店", "城西店", "总店"]), f"张{number}", f"138{number:08d}", rng.choice(["服务态度", "等候时间", "产品质量", "收费争议"]),
            f"顾客反映第{number}次办理时等候时间过长，要求说明原因并尽快处理。", rng.choice(["属实", "部分属实", "不属实"]),
            done.date(), rng.choice(["满意", "一般", "不满意"]), None,
        ]  # fmt: skip

    for row in _rows(1, make):
        sheet.append(list(row))
    sheet.append(["合计", ROWS])
    sheet.append(["制表人：王某    审核人：李某"])
    sheet.merge_cells("A1:M1")
    book.save(folder / "2026年投诉台账.xlsx")


LEDGER = Case(
    "投诉台账.xlsx",
    _ledger,
    "complaints",
    {
        "complaint_id": "投诉编号",
        "received_ts": "投诉受理日期",
        "channel": "投诉渠道",
        "site_id": "涉及门店",
        "category": "投诉事由",
        "text": "投诉内容摘要",
        "outcome": "处理结果",
        "resolved_ts": "办结日期",
    },
    at_most=1,
)

_SATISFIED = ["非常满意", "满意", "一般", "不满意", "非常不满意"]
_ASKED = ["店面整洁", "设施先进", "员工礼貌", "办事准时", "信息准确", "响应及时", "让人放心", "关心顾客"]


def _wjx(folder: Path) -> None:
    header = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的性别", "2、您的年龄"]
    header += [f"{number}、您对本店{asked}的满意程度" for number, asked in enumerate(_ASKED, 3)]
    header += ["11、您对本店的总体满意度", "12、您的意见和建议"]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        answers = [rng.choice(_SATISFIED) for _ in _ASKED]
        return [
            number + 1, f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S}", f"{rng.randint(60, 400)}秒", "微信", "N/A",
            f"10.1.{number % 200}.{number % 250 + 1}(江苏-南京)", rng.choice("男女"), rng.choice(["18~25", "26~30", "31~40"]),
            *answers, rng.choice(_SATISFIED), rng.choice(["无", "希望多开窗口", ""]),
        ]  # fmt: skip

    (folder / "298374_按文本_顾客满意度调查.csv").write_text(
        _text(header, _rows(2, make)), encoding="utf-8-sig"
    )


WJX = Case(
    "问卷星.csv",
    _wjx,
    "survey_customers",
    {
        "respondent_id": "序号",
        "survey_ts": "提交答卷时间",
        "duration_s": "所用时间",
        "overall_sat": "11、您对本店的总体满意度",
        **{
            f"p{place:02d}": f"{place + 2}、您对本店{asked}的满意程度"
            for place, asked in enumerate(_ASKED, 1)
        },
    },
    instrument="instrument.yaml",
    at_most=1,
)


def _zendesk(folder: Path) -> None:
    header = ["Ticket ID", "Subject", "Requester", "Requester email", "Group", "Assignee", "Status", "Priority", "Type",
              "Via", "Created at", "Updated at", "Initially assigned at", "First reply at", "Solved at", "Due date", "Tags",
              "Satisfaction Score", "Reopens", "Replies", "First reply time in minutes", "Full resolution time in minutes"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        first, solved = at + _hours(rng, 6), at + _hours(rng, 90)
        return [
            40000 + number, rng.choice(["Parcel is late", "Refund not received", "Wrong item sent to me again"]),
            f"Person {number}", f"p{number}@example.org", rng.choice(["Tier 1", "Tier 2"]), f"Agent {number % 7}",
            rng.choice(["Solved", "Closed"]), rng.choice(["Low", "Normal", "High", "Urgent"]), rng.choice(["Problem", "Question"]),
            rng.choice(["Mail", "Web", "Phone", "Chat"]), f"{at:%Y-%m-%d %H:%M:%S}", f"{solved:%Y-%m-%d %H:%M:%S}",
            f"{at + dt.timedelta(minutes=5):%Y-%m-%d %H:%M:%S}", f"{first:%Y-%m-%d %H:%M:%S}", f"{solved:%Y-%m-%d %H:%M:%S}", "",
            "complaint delivery", rng.choice(["Good", "Bad", "Unoffered"]), rng.choice([0, 0, 0, 1]), rng.randint(1, 6),
            int((first - at).total_seconds() // 60), int((solved - at).total_seconds() // 60),
        ]  # fmt: skip

    (folder / "tickets-export.csv").write_text(_text(header, _rows(3, make)), encoding="utf-8")


ZENDESK = Case(
    "Zendesk.csv",
    _zendesk,
    "complaints",
    {
        "complaint_id": "Ticket ID",
        "channel": "Via",
        "received_ts": "Created at",
        "first_response_ts": "First reply at",
        "resolved_ts": "Solved at",
        "target_due_ts": "Due date",
        "reopened_count": "Reopens",
        "category": "Type",
        "text": "Subject",
    },
    free=frozenset({"customer_id", "contacts_needed", "outcome"}),
    at_most=1,
)


def _servicenow(folder: Path) -> None:
    header = ["Number", "Opened", "Short description", "Caller", "Priority", "State", "Category", "Assignment group",
              "Assigned to", "Updated", "Updated by", "Made SLA", "Contact type", "Resolved", "Closed", "Reopen count",
              "Reassignment count", "Due date", "Location"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        done = at + _hours(rng, 60)
        form = "%m/%d/%Y %I:%M:%S %p"
        return [
            f"INC{10000 + number:07d}", at.strftime(form), "Printer on floor three does not print any more", f"User {number % 30}",
            rng.choice(["1 - Critical", "3 - Moderate", "4 - Low"]), "Closed", rng.choice(["Hardware", "Software"]), "Desk",
            f"Agent {number % 5}", done.strftime(form), "system", rng.choice(["true", "true", "false"]), rng.choice(["Phone", "Self-service", "Email"]),
            done.strftime(form), (done + dt.timedelta(days=3)).strftime(form), rng.choice([0, 0, 1]), rng.choice([0, 1, 2]),
            (at + dt.timedelta(days=2)).strftime(form), rng.choice(["Berlin", "Wien"]),
        ]  # fmt: skip

    (folder / "incident.csv").write_text(_text(header, _rows(4, make)), encoding="cp1252")


SERVICENOW = Case(
    "ServiceNow.csv",
    _servicenow,
    "service_delivery",
    {
        "delivery_id": "Number",
        "episode_id": "Number",
        "standard_id": "=SLA",
        "start_ts": "Opened",
        "end_ts": "Resolved",
        "service_end_ts": "Closed",
        "due_ts": "Due date",
        "met": "Made SLA",
        "first_time_right": "Reopen count",
        "site_id": "Location",
    },
    free=frozenset({"customer_id"}),
    at_most=1,
)


def _jira(folder: Path) -> None:
    header = ["Issue key", "Issue id", "Issue Type", "Summary", "Status", "Priority", "Resolution", "Assignee", "Reporter",
              "Created", "Updated", "Resolved", "Due date", "Custom field (Request Type)", "Custom field (Channel)"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        done = at + _hours(rng, 120)
        form = "%d/%b/%y %I:%M %p"
        return [
            f"CS-{number + 1}", 90000 + number, rng.choice(["Complaint", "Complaint", "Service Request"]), "Customer complains about a late delivery",
            "Done", rng.choice(["Low", "High"]), rng.choice(["Done", "Won't Do"]), f"Agent {number % 4}", f"user{number}@example.org",
            at.strftime(form), done.strftime(form), done.strftime(form), (at + dt.timedelta(days=5)).strftime(form),
            rng.choice(["Delivery", "Billing", "Product"]), rng.choice(["Portal", "Email", "Phone"]),
        ]  # fmt: skip

    (folder / "Jira complaints export.csv").write_text(_text(header, _rows(5, make)), encoding="utf-8")


JIRA = Case(
    "Jira.csv",
    _jira,
    "complaints",
    {
        "complaint_id": "Issue key",
        "received_ts": "Created",
        "resolved_ts": "Resolved",
        "target_due_ts": "Due date",
        "channel": "Custom field (Channel)",
        "category": "Custom field (Request Type)",
        "text": "Summary",
    },
    free=frozenset({"customer_id", "outcome", "category"}),
    at_most=1,
)


def _city(folder: Path) -> None:
    header = ["Unique Key", "Created Date", "Closed Date", "Agency", "Agency Name", "Complaint Type", "Descriptor",
              "Location Type", "Incident Zip", "Incident Address", "City", "Status", "Due Date", "Resolution Description",
              "Resolution Action Updated Date", "Borough", "Open Data Channel Type", "Latitude", "Longitude"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        done = at + _hours(rng, 300)
        form = "%m/%d/%Y %I:%M:%S %p"
        return [
            60000000 + number * 17, at.strftime(form), done.strftime(form), rng.choice(["NYPD", "HPD", "DOT"]), "Department of the City",
            rng.choice(["Noise - Residential", "Illegal Parking", "HEAT/HOT WATER"]), rng.choice(["Loud Music/Party", "Blocked Hydrant"]),
            rng.choice(["Street/Sidewalk", "Residential Building"]), 10001 + number % 90, f"{number} MAIN STREET", "NEW YORK", "Closed",
            "", "The department responded to the complaint and took action to fix the condition.", done.strftime(form),
            rng.choice(["BRONX", "QUEENS"]), rng.choice(["PHONE", "ONLINE", "MOBILE", "UNKNOWN"]), 40.7 + number / 1e4, -73.9 - number / 1e4,
        ]  # fmt: skip

    (folder / "311_Service_Requests.csv").write_text(_text(header, _rows(6, make)), encoding="utf-8")


CITY = Case(
    "311.csv",
    _city,
    "complaints",
    {
        "complaint_id": "Unique Key",
        "received_ts": "Created Date",
        "closed_ts": "Closed Date",
        "target_due_ts": "Due Date",
        "category": "Complaint Type",
        "channel": "Open Data Channel Type",
    },
    free=frozenset({"site_id", "text", "resolved_ts"}),
    at_most=1,
)


def _cfpb(folder: Path) -> None:
    header = ["Date received", "Product", "Sub-product", "Issue", "Sub-issue", "Consumer complaint narrative",
              "Company public response", "Company", "State", "ZIP code", "Tags", "Consumer consent provided?", "Submitted via",
              "Date sent to company", "Company response to consumer", "Timely response?", "Consumer disputed?", "Complaint ID"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            f"{at:%m/%d/%y}", rng.choice(["Mortgage", "Credit card"]), rng.choice(["FHA mortgage", "Store card"]),
            rng.choice(["Billing disputes", "Closing an account", "Incorrect information"]), "", "I called them XX/XX/XXXX and nobody would help me with the account at all.",
            "", rng.choice(["BANK A", "BANK B", "BANK C"]), rng.choice(["NY", "CA", "TX"]), 10000 + number, "", "Consent provided",
            rng.choice(["Web", "Phone", "Referral", "Postal mail", "Fax"]), f"{at + dt.timedelta(days=1):%m/%d/%y}",
            rng.choice(["Closed with explanation", "Closed with monetary relief", "In progress"]), rng.choice(["Yes", "Yes", "No"]),
            rng.choice(["No", "Yes", "N/A"]), 3000000 + number * 13,
        ]  # fmt: skip

    (folder / "complaints.csv").write_text(_text(header, _rows(7, make)), encoding="utf-8")


CFPB = Case(
    "CFPB.csv",
    _cfpb,
    "complaints",
    {
        "complaint_id": "Complaint ID",
        "received_ts": "Date received",
        "channel": "Submitted via",
        "category": "Issue",
        "text": "Consumer complaint narrative",
    },
    free=frozenset({"outcome", "site_id"}),
    at_most=1,
)


def _bank(folder: Path) -> None:
    header = ["工单流水号", "受理机构", "客户号", "诉求类型", "业务种类", "来电渠道", "受理时间", "派单时间", "首次联系客户时间",
              "办结时间", "是否升级", "转派次数", "客户是否满意", "是否有责"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            f"GD{number:010d}", rng.choice(["城中支行", "江北支行", "营业部"]), f"C{number % 90:06d}", "投诉", rng.choice(["信用卡", "个人贷款", "储蓄"]),
            rng.choice(["95588热线", "手机银行APP", "网点现场", "监管转办"]), f"{at:%Y年%m月%d日 %H:%M}", f"{at + dt.timedelta(minutes=9):%Y年%m月%d日 %H:%M}",
            f"{at + _hours(rng, 20):%Y年%m月%d日 %H:%M}", f"{at + _hours(rng, 200):%Y年%m月%d日 %H:%M}" if rng.random() < 0.9 else "未办结", rng.choice(["否", "否", "监管"]),
            rng.randint(0, 3), rng.choice(["满意", "不满意"]), rng.choice(["有责", "无责"]),
        ]  # fmt: skip

    (folder / "客诉工单明细.csv").write_bytes(_text(header, _rows(8, make)).encode("gbk"))


BANK = Case(
    "银行工单.csv（GBK）",
    _bank,
    "complaints",
    {
        "complaint_id": "工单流水号",
        "site_id": "受理机构",
        "customer_id": "客户号",
        "channel": "来电渠道",
        "received_ts": "受理时间",
        "first_response_ts": "首次联系客户时间",
        "resolved_ts": "办结时间",
        "escalated_to": "是否升级",
        "transfers": "转派次数",
        "outcome": "是否有责",
    },
    free=frozenset({"category"}),
    at_most=1,
)


def _german(folder: Path) -> None:
    header = ["Vorgangsnummer", "Eingangsdatum", "Eingangskanal", "Filiale", "Beschwerdegrund", "Erstantwort am",
              "Erledigt am", "Fällig bis", "Ergebnis", "Kulanzbetrag", "Bearbeiter"]  # fmt: skip

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        form = "%d.%m.%Y %H:%M"
        return [
            f"BS-{number:05d}", at.strftime(form), rng.choice(["Telefon", "E-Mail", "Brief", "Filiale"]), rng.choice(["Köln", "Bonn", "Düsseldorf"]),
            rng.choice(["Lieferung", "Qualität", "Beratung"]), (at + _hours(rng, 20)).strftime(form), (at + _hours(rng, 99)).strftime(form),
            (at + dt.timedelta(days=3)).strftime("%d.%m.%Y"), rng.choice(["berechtigt", "unberechtigt"]), f"{rng.randint(0, 90)},{rng.randint(10, 99)}", "MM",
        ]  # fmt: skip

    (folder / "Beschwerden 2026.csv").write_bytes(_text(header, _rows(9, make), ";").encode("cp1252"))


GERMAN = Case(
    "Beschwerden.csv（;）",
    _german,
    "complaints",
    {
        "complaint_id": "Vorgangsnummer",
        "received_ts": "Eingangsdatum",
        "channel": "Eingangskanal",
        "site_id": "Filiale",
        "category": "Beschwerdegrund",
        "first_response_ts": "Erstantwort am",
        "resolved_ts": "Erledigt am",
        "target_due_ts": "Fällig bis",
        "outcome": "Ergebnis",
    },
    at_most=1,
)


def _taiwan(folder: Path) -> None:
    header = [
        "案件編號",
        "受理日期",
        "投訴管道",
        "分店",
        "案件類別",
        "投訴內容",
        "初次回覆日期",
        "結案日期",
        "處理結果",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            f"A{number:05d}", f"{at:%Y/%m/%d}", rng.choice(["電話", "電子郵件", "門市", "網站"]), rng.choice(["台北店", "高雄店"]),
            rng.choice(["服務態度", "等候過久", "商品瑕疵"]), f"顧客表示第{number}次到店等候過久而且店員態度不佳，希望公司改善服務品質", f"{at + dt.timedelta(days=1):%Y/%m/%d}",
            f"{at + dt.timedelta(days=rng.randint(1, 9)):%Y/%m/%d}", rng.choice(["屬實", "部分屬實", "不屬實"]),
        ]  # fmt: skip

    (folder / "客訴紀錄.csv").write_bytes(_text(header, _rows(10, make)).encode("big5"))


TAIWAN = Case(
    "客訴紀錄.csv（Big5）",
    _taiwan,
    "complaints",
    {
        "complaint_id": "案件編號",
        "received_ts": "受理日期",
        "channel": "投訴管道",
        "site_id": "分店",
        "category": "案件類別",
        "text": "投訴內容",
        "first_response_ts": "初次回覆日期",
        "closed_ts": "結案日期",
        "outcome": "處理結果",
    },
    at_most=1,
)

_ROOMS = [
    "The premises are clean",
    "Staff are polite",
    "Orders are right",
    "Waiting is short",
    "My data are safe",
    "They care for me",
]


def _forms(folder: Path) -> None:
    header = ["Timestamp", "Which branch did you visit?"]
    header += [f"What do you expect of a good provider? [{one}]" for one in _ROOMS]
    header += [f"How was your actual experience with us? [{one}]" for one in _ROOMS]
    header += ["Overall, how satisfied are you?", "How likely are you to recommend us (0-10)?"]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            f"{at.year}/{at.month:02d}/{at.day:02d} {at.strftime('%I').lstrip('0')}:{at:%M:%S} {at:%p} GMT+8", rng.choice(["North", "South"]),
            *(rng.randint(4, 7) for _ in _ROOMS), *(rng.randint(1, 7) for _ in _ROOMS), rng.randint(1, 7), rng.randint(0, 10),
        ]  # fmt: skip

    (folder / "Customer survey (Responses).csv").write_text(_text(header, _rows(11, make)), encoding="utf-8")


FORMS = Case(
    "Google Forms.csv",
    _forms,
    "survey_customers",
    {
        "respondent_id": "#row",
        "survey_ts": "Timestamp",
        "site_id": "Which branch did you visit?",
        "overall_sat": "Overall, how satisfied are you?",
        "nps": "How likely are you to recommend us (0-10)?",
        **{
            f"e{place:02d}": f"What do you expect of a good provider? [{one}]"
            for place, one in enumerate(_ROOMS, 1)
        },
        **{
            f"p{place:02d}": f"How was your actual experience with us? [{one}]"
            for place, one in enumerate(_ROOMS, 1)
        },
    },
    instrument="instrument.yaml",
    at_most=1,
)

CASES = (LEDGER, WJX, ZENDESK, SERVICENOW, JIRA, CITY, CFPB, BANK, GERMAN, TAIWAN, FORMS)
