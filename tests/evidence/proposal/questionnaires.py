"""Questionnaires as survey services export them; headers are theirs, answers are invented."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

from tests.evidence.proposal.corpus import Case
from tests.evidence.proposal.making import Row, export, rows, text, workbook

HOTEL = [
    "The check-in process was quick and easy.",
    "The room was clean and well maintained on arrival.",
    "Staff treated me with courtesy and respect throughout my stay.",
    "Breakfast offered good quality and choice.",
    "My requests were dealt with promptly.",
    "The facilities worked as described.",
]


AG = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


QX = [
    "Tellers are courteous",
    "Transactions are error free",
    "The branch looks professional",
    "Staff give prompt service",
    "Opening hours suit me",
]


AIR = [
    "Inflight wifi service",
    "Departure/Arrival time convenient",
    "Ease of Online booking",
    "Gate location",
    "Food and drink",
    "Online boarding",
    "Seat comfort",
    "Inflight entertainment",
    "On-board service",
    "Leg room service",
    "Baggage handling",
    "Checkin service",
    "Inflight service",
    "Cleanliness",
]


SQ = [
    "设施设备先进",
    "环境整洁舒适",
    "员工着装得体",
    "承诺的事按时做到",
    "顾客遇到困难时给予关心",
    "一次就把事情办好",
    "记录准确无误",
    "告知办理时间",
    "服务及时",
    "乐于帮助顾客",
    "员工值得信赖",
    "办理业务安心",
    "员工有礼貌",
    "员工具备专业知识",
    "给予个别关注",
    "了解顾客需要",
]


CASES: list[Case] = []


@export(
    CASES,
    "ms forms hotel",
    "survey_customers",
    {
        "respondent_id": "ID",
        "survey_ts": "Completion time",
        "overall_sat": "Overall, how satisfied were you with your stay?",
        "nps": "How likely are you to recommend our hotel to a friend or colleague?",
        "had_failure": "Did you experience any problem during your stay?",
        "complained": "If yes, did you report the problem to a member of our staff?",
        **{f"p{i:02d}": x for i, x in enumerate(HOTEL, 1)},
    },
    free=["site_id", "segment"],
    instrument="instrument.yaml",
    at_most=1,
)
def _hotel(folder: Path) -> None:
    header = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Which of our hotels did you stay at?",
        "What was the main purpose of your stay?",
        *HOTEL,
        "Overall, how satisfied were you with your stay?",
        "How likely are you to recommend our hotel to a friend or colleague?",
        "Did you experience any problem during your stay?",
        "If yes, did you report the problem to a member of our staff?",
        "Is there anything else you would like to tell us?",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        pr = rng.random() < 0.3
        return [
            number + 1,
            at,
            at + dt.timedelta(minutes=rng.randint(2, 9)),
            "anonymous",
            "",
            rng.choice(["Harbour", "Old Town"]),
            rng.choice(["Business", "Leisure"]),
            *[rng.choice(AG[1:]) for _ in HOTEL],
            rng.randint(1, 5),
            rng.randint(0, 10),
            "Yes" if pr else "No",
            rng.choice(["Yes", "No"]) if pr else "",
            rng.choice(["", "Lovely view from the balcony", "Breakfast queue too long"]),
        ]

    workbook(folder / "Guest satisfaction survey 2026(1-120).xlsx", "Sheet1", [header, *rows(make)])


@export(
    CASES,
    "qualtrics",
    "survey_customers",
    {
        "respondent_id": "ResponseId",
        "survey_ts": "RecordedDate",
        "duration_s": "Duration (in seconds)",
        "nps": "Q3",
        "overall_sat": "Q2",
        **{f"p{i:02d}": f"Q1_{i}" for i in range(1, 6)},
    },
    free=["channel", "survey_ts", "segment"],
    instrument="instrument.yaml",
)
def _qualtrics(folder: Path) -> None:
    codes = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "RecipientLastName",
        "RecipientEmail",
        "LocationLatitude",
        "DistributionChannel",
        "UserLanguage",
        *[f"Q1_{i}" for i in range(1, 6)],
        "Q2",
        "Q3",
        "Q4",
    ]
    words = [
        "Start Date",
        "End Date",
        "Response Type",
        "IP Address",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "Recorded Date",
        "Response ID",
        "Recipient Last Name",
        "Recipient Email",
        "Location Latitude",
        "Distribution Channel",
        "User Language",
        *[f"How far do you agree with the following statements about our bank? - {x}" for x in QX],
        "Overall, how satisfied are you with our bank?",
        "How likely are you to recommend our bank to others?",
        "Comments",
    ]
    machine = [
        json.dumps({"ImportId": x})
        for x in [
            "startDate",
            "endDate",
            "status",
            "ipAddress",
            "progress",
            "duration",
            "finished",
            "recordedDate",
            "_recordId",
            "recipientLastName",
            "recipientEmail",
            "locationLatitude",
            "distributionChannel",
            "userLanguage",
            *[f"QID1_{i}" for i in range(1, 6)],
            "QID2",
            "QID3",
            "QID4_TEXT",
        ]
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        e = at + dt.timedelta(seconds=rng.randint(60, 500))

        def written(t: dt.date) -> str:
            return f"{t:%Y-%m-%d %H:%M:%S}"

        return [
            written(at),
            written(e),
            "IP Address",
            f"198.51.100.{number % 250}",
            100,
            int((e - at).total_seconds()),
            "True",
            written(e),
            "R_" + "".join(rng.choices("abcdefghijkLMNOP0123456789", k=15)),
            "",
            "",
            "40.1",
            "anonymous",
            "EN",
            *[rng.randint(1, 7) for _ in QX],
            rng.randint(1, 7),
            rng.randint(0, 10),
            rng.choice(["", "ok", "too slow"]),
        ]

    (folder / "Bank+Survey_June+30,+2026_10.14.csv").write_text(
        text(codes, [words, machine, *rows(make)]), encoding="utf-8-sig"
    )


@export(
    CASES,
    "limesurvey",
    "survey_customers",
    {
        "respondent_id": "id",
        "survey_ts": "submitdate",
        "duration_s": "interviewtime",
        **{f"p{i:02d}": f"Q01[SQ{i:03d}]" for i in range(1, 9)},
    },
    free=["overall_sat", "nps"],
    instrument="instrument.yaml",
)
def _lime(folder: Path) -> None:
    header = [
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
        "ipaddr",
        *[f"Q01[SQ{i:03d}]" for i in range(1, 9)],
        "Q02",
        "Q03",
        "Q04[comment]",
        "interviewtime",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:

        def written(t: dt.date) -> str:
            return f"{t:%Y-%m-%d %H:%M:%S}"

        e = at + dt.timedelta(minutes=4)
        return [
            number + 3,
            written(e),
            4,
            "de",
            rng.getrandbits(30),
            written(at),
            written(e),
            "192.0.2.7",
            *[f"A{rng.randint(1, 5)}" for _ in range(8)],
            rng.choice(["Y", "N"]),
            rng.choice(["F", "M"]),
            "",
            round(rng.uniform(60, 400), 2),
        ]

    (folder / "results-survey412345.csv").write_text(text(header, rows(make)), encoding="utf-8-sig")


@export(
    CASES,
    "airline",
    "survey_customers",
    {"respondent_id": "id", **{f"p{i:02d}": x for i, x in enumerate(AIR, 1)}},
    free=["segment", "survey_ts", "overall_sat"],
    instrument="instrument.yaml",
)
def _airline(folder: Path) -> None:
    header = [
        "",
        "id",
        "Gender",
        "Customer Type",
        "Age",
        "Type of Travel",
        "Class",
        "Flight Distance",
        *AIR,
        "Departure Delay in Minutes",
        "Arrival Delay in Minutes",
        "satisfaction",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            number,
            70172 + number * 7,
            rng.choice(["Male", "Female"]),
            rng.choice(["Loyal Customer", "disloyal Customer"]),
            rng.randint(7, 85),
            rng.choice(["Personal Travel", "Business travel"]),
            rng.choice(["Eco", "Eco Plus", "Business"]),
            rng.randint(31, 4983),
            *[rng.randint(0 if rng.random() < 0.1 else 1, 5) for _ in AIR],
            rng.choice([0, 0, 12, 25]),
            rng.choice(["0.0", "0.0", "18.0", "6.0"]),
            rng.choice(["neutral or dissatisfied", "satisfied"]),
        ]

    (folder / "train.csv").write_text(text(header, rows(make, 300)), encoding="utf-8")


@export(
    CASES,
    "servqual zh",
    "survey_customers",
    {
        "respondent_id": "答卷编号",
        "survey_ts": "填写日期",
        "site_id": "所在网点",
        **{f"e{i:02d}": f"期望-{i}.{x}" for i, x in enumerate(SQ, 1)},
        **{f"p{i:02d}": f"感知-{i}.{x}" for i, x in enumerate(SQ, 1)},
    },
    free=["segment", "overall_sat"],
    instrument="instrument.yaml",
)
def _servqual(folder: Path) -> None:
    words = ["非常不同意", "不同意", "比较不同意", "一般", "比较同意", "同意", "非常同意"]
    header = [
        "答卷编号",
        "填写日期",
        "所在网点",
        "性别",
        "年龄段",
        *[f"期望-{i}.{x}" for i, x in enumerate(SQ, 1)],
        *[f"感知-{i}.{x}" for i, x in enumerate(SQ, 1)],
        "总体评价（1-7分）",
    ]

    def make(rng: random.Random, number: int, at: dt.datetime) -> Row:
        return [
            f"Q{number + 1:03d}",
            at.date(),
            rng.choice(["总店", "一分店"]),
            rng.choice("男女"),
            rng.choice(["18-30", "31-45"]),
            *[rng.choice(words[3:]) for _ in SQ],
            *[rng.choice(words) for _ in SQ],
            rng.randint(1, 7),
        ]

    workbook(folder / "服务质量问卷数据.xlsx", "数据", [header, *rows(make, 100)])
