"""Registers as help desks, authorities and shops export them; headers are theirs, records are invented."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from tests.evidence.proposal.corpus import Case
from tests.evidence.proposal.making import Row, export, hours, rows, text, workbook

NAMES = ["王芳", "李伟", "张敏", "刘洋", "陈静", "杨磊"]
EN = ["Anna Smith", "Bob Jones", "Carol White", "Dan Brown"]
CASES: list[Case] = []


@export(
    CASES,
    "intercom",
    "complaints",
    {
        "complaint_id": "conversation_id",
        "received_ts": "created_at",
        "channel": "channel",
        "customer_id": "user_id",
        "first_response_ts": "first_response_at",
        "closed_ts": "last_closed_at",
        "reopened_count": "number_of_reopens",
        "category": "topic",
    },
    free=["resolved_ts"],
)
def _intercom(folder: Path) -> None:
    header = [
        "conversation_id",
        "created_at",
        "channel",
        "started_by",
        "user_id",
        "user_name",
        "user_email",
        "assignee",
        "team",
        "first_response_at",
        "first_closed_at",
        "last_closed_at",
        "number_of_reopens",
        "conversation_rating",
        "conversation_tags",
        "topic",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        answered = at + hours(rng, 4)
        first = answered + hours(rng, 20)
        last = first + hours(rng, 30)

        def written(t: dt.date) -> str:
            return f"{t:%Y-%m-%dT%H:%M:%SZ}"

        return [
            f"2154700{number:06d}",
            written(at),
            rng.choice(["chat", "email", "whatsapp", "instagram"]),
            "customer",
            f"{rng.getrandbits(96):024x}",
            rng.choice(EN),
            f"u{number}@example.com",
            rng.choice(EN),
            rng.choice(["Tier 1", "Billing"]),
            written(answered),
            written(first),
            written(last),
            rng.randint(0, 3),
            rng.choice(["", "", "1", "3", "5"]),
            rng.choice(["refund", "bug", ""]),
            rng.choice(["Refunds", "Shipping", "Account access"]),
        ]

    (folder / "intercom-conversations.csv").write_text(text(header, rows(make)), encoding="utf-8")


@export(
    CASES,
    "otrs",
    "complaints",
    {
        "complaint_id": "Ticket#",
        "received_ts": "Created",
        "closed_ts": "Close Time",
        "first_response_ts": "First Response",
        "category": "Queue",
        "customer_id": "CustomerID",
    },
    free=["text", "channel", "category"],
)
def _otrs(folder: Path) -> None:
    header = [
        "Ticket#",
        "Age",
        "Created",
        "Close Time",
        "First Lock",
        "First Response",
        "State",
        "Priority",
        "Queue",
        "Lock",
        "Owner",
        "UserFirstname",
        "UserLastname",
        "CustomerID",
        "CustomerName",
        "From",
        "Subject",
        "AccountedTime",
        "SolutionDiffInMin",
        "FirstResponseInMin",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:

        def written(t: dt.date) -> str:
            return f"{t:%Y-%m-%d %H:%M:%S}"

        f = at + hours(rng, 3)
        c = f + hours(rng, 60)
        return [
            f"{at:%Y%m%d}10{number:05d}",
            f"{number} d 3 h",
            written(at),
            written(c),
            written(f),
            written(f),
            rng.choice(["closed successful", "closed unsuccessful"]),
            rng.choice(["3 normal", "4 high"]),
            rng.choice(["Beschwerden", "Beschwerden::Rechnung", "Junk"]),
            "unlock",
            rng.choice(["agent1", "agent2"]),
            "Anna",
            "Smith",
            f"K{10000 + rng.randint(1, 60)}",
            rng.choice(EN),
            f'"Kunde {number}" <k{number}@example.de>',
            "Rechnung falsch",
            rng.randint(0, 40),
            rng.randint(-900, 900),
            rng.randint(2, 160),
        ]

    (folder / "ticket_search_2026-06-30.csv").write_text(text(header, rows(make), ";"), encoding="utf-8")


@export(
    CASES,
    "12315",
    "complaints",
    {
        "complaint_id": "登记编号",
        "received_ts": "登记时间",
        "channel": "接收方式",
        "category": "问题类别",
        "text": "投诉内容",
        "acknowledged_ts": "受理时间",
        "resolved_ts": "办结时间",
    },
    free=["outcome", "acknowledged_ts"],
)
def _regulator(folder: Path) -> None:
    header = [
        "登记编号",
        "登记时间",
        "接收方式",
        "投诉人姓名",
        "联系电话",
        "被投诉主体名称",
        "所属行业",
        "商品/服务类别",
        "问题类别",
        "投诉内容",
        "诉求内容",
        "登记部门",
        "处理部门",
        "受理时间",
        "办结时间",
        "处理结果",
        "经济损失挽回（元）",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:

        def written(t: dt.date) -> str:
            return f"{t:%Y-%m-%d %H:%M:%S}"

        return [
            f"1320115002026{number:010d}",
            written(at),
            rng.choice(["全国12315平台", "电话", "来人", "来函"]),
            rng.choice(NAMES),
            f"1350000{number:04d}",
            rng.choice(["某某电器有限公司", "某某餐饮店"]),
            "零售业",
            rng.choice(["家用电器", "餐饮服务"]),
            rng.choice(["质量", "售后服务", "价格", "广告"]),
            "消费者称购买的电器使用三天即损坏，商家拒绝退换，要求退款。",
            "退款",
            "某某分局",
            rng.choice(["城东所", "城西所"]),
            written(at + hours(rng, 60)),
            written(at + dt.timedelta(days=8) + hours(rng, 200)),
            rng.choice(["调解成功", "调解不成", "不予受理", "撤回投诉"]),
            rng.choice([0, 0, 350, 1280]),
        ]

    workbook(folder / "投诉信息导出.xlsx", "导出数据", [header, *rows(make)])


@export(
    CASES,
    "olist",
    "service_delivery",
    {
        "episode_id": "order_id",
        "customer_id": "customer_id",
        "start_ts": "order_purchase_timestamp",
        "due_ts": "order_estimated_delivery_date",
        "end_ts": "order_delivered_customer_date",
    },
    free=["delivery_id", "standard_id", "checked_ts"],
)
def _shop(folder: Path) -> None:
    header = [
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:

        def written(t: dt.date) -> str:
            return f"{t:%Y-%m-%d %H:%M:%S}"

        c = at + hours(rng, 60)
        d = c + hours(rng, 300)
        return [
            f"{rng.getrandbits(128):032x}",
            f"{rng.getrandbits(128):032x}",
            "delivered",
            written(at),
            written(at + hours(rng, 2)),
            written(c),
            written(d),
            f"{at + dt.timedelta(days=15):%Y-%m-%d} 00:00:00",
        ]

    (folder / "olist_orders_dataset.csv").write_text(text(header, rows(make, 200)), encoding="utf-8")


@export(
    CASES,
    "réclamations",
    "complaints",
    {
        "complaint_id": "N° réclamation",
        "received_ts": "Date de réception",
        "channel": "Canal",
        "site_id": "Agence",
        "category": "Motif",
        "text": "Description",
        "acknowledged_ts": "Date accusé de réception",
        "resolved_ts": "Date de réponse",
        "closed_ts": "Date de clôture",
        "outcome": "Issue",
    },
    free=["first_response_ts", "resolved_ts"],
)
def _french(folder: Path) -> None:
    header = [
        "N° réclamation",
        "Date de réception",
        "Date accusé de réception",
        "Canal",
        "Agence",
        "Nom du client",
        "Motif",
        "Description",
        "Date de réponse",
        "Date de clôture",
        "Issue",
        "Montant remboursé",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:

        def written(t: dt.date) -> str:
            return f"{t:%d/%m/%Y}"

        return [
            f"REC-2026-{number:04d}",
            written(at),
            written(at + dt.timedelta(days=2)),
            rng.choice(["Téléphone", "Courrier", "E-mail", "Agence"]),
            rng.choice(["Lyon", "Orléans", "Nîmes"]),
            "Dupont",
            rng.choice(["Frais", "Délai", "Accueil"]),
            "Le client conteste des frais prélevés à tort et demande leur remboursement.",
            written(at + dt.timedelta(days=rng.randint(5, 20))),
            written(at + dt.timedelta(days=rng.randint(21, 30))),
            rng.choice(["Fondée", "Non fondée", "Partiellement fondée"]),
            f"{rng.uniform(0, 90):.2f}".replace(".", ","),
        ]

    (folder / "reclamations_2026.csv").write_text(text(header, rows(make), ";"), encoding="cp1252")


@export(
    CASES,
    "two orders",
    "complaints",
    {
        "complaint_id": "Complaint no.",
        "received_ts": "Date received",
        "channel": "Received by",
        "site_id": "Branch",
        "category": "Nature of complaint",
        "resolved_ts": "Date resolved",
        "outcome": "Outcome",
    },
)
def _orders(folder: Path) -> None:
    header = [
        "Complaint no.",
        "Date received",
        "Received by",
        "Branch",
        "Nature of complaint",
        "Outcome",
        "Date resolved",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            f"C/{number + 1:04d}/26",
            f"{at:%d/%m/%Y}",
            rng.choice(["Telephone", "Letter", "Email", "In person"]),
            rng.choice(["Hull", "Bath"]),
            rng.choice(["Fees", "Delay", "Staff conduct"]),
            rng.choice(["Upheld", "Not upheld", "Partially upheld"]),
            f"{at + hours(rng, 300):%d/%m/%Y}",
        ]

    records = list(rows(make))
    (folder / "complaints_q1.csv").write_text(text(header, records[:60]), encoding="utf-8")
    o = [3, 0, 1, 6, 5, 4, 2]
    (folder / "complaints_q2.csv").write_text(
        text([header[k] for k in o], [[x[k] for k in o] for x in records[60:]]), encoding="utf-8"
    )


@export(
    CASES,
    "mystery shopping",
    "fieldwork",
    {
        "session_id": "Visit ID",
        "site_id": "Store",
        "done_ts": "Visit date",
        "auditor": "Shopper",
        "item_id": "Item no.",
        "result": "Answer",
        "points": "Points scored",
        "points_max": "Points available",
        "note": "Shopper comments",
    },
    free=["fw_id", "kind"],
)
def _mystery(folder: Path) -> None:
    header = [
        "Visit ID",
        "Store",
        "Visit date",
        "Shopper",
        "Section",
        "Item no.",
        "Question",
        "Answer",
        "Points scored",
        "Points available",
        "Shopper comments",
    ]
    qs = [
        ("Welcome", "1.1", "Were you greeted within 30 seconds?"),
        ("Welcome", "1.2", "Did staff smile and make eye contact?"),
        ("Advice", "2.1", "Did staff ask about your needs?"),
        ("Checkout", "3.1", "Was the queue shorter than 3 minutes?"),
        ("Checkout", "3.2", "Were you given a receipt?"),
    ]

    def visits() -> Iterator[Row]:
        r = random.Random(5)  # noqa: S311 - invented records, no secret
        for v in range(30):
            for s, n, q in qs:
                an = r.choice(["Yes", "Yes", "No", "N/A"])
                yield [
                    f"V{v + 1:03d}",
                    r.choice(["Leeds", "York"]),
                    dt.date(2026, 3, 1) + dt.timedelta(days=v),
                    f"MS{r.randint(1, 6):02d}",
                    s,
                    n,
                    q,
                    an,
                    {"Yes": 5, "No": 0}.get(an),
                    5 if an != "N/A" else None,
                    r.choice(["", "Very friendly", "Nobody at the till for a while"]),
                ]

    workbook(folder / "Mystery shop Q1 2026.xlsx", "Results", [header, *visits()])
