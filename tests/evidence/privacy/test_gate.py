"""The gate: which columns are refused, which are masked, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from audit.errors import UsageError
from audit.evidence.privacy.headers import called
from tests.evidence.conftest import TakeIn

ROWS = 200
MOBILE = [f"1{'38'[n % 2]}{n * 7_919_113 % 10**9:09d}" for n in range(ROWS)]
NAMES = [f"{'王李张刘陈杨赵黄周吴'[n % 10]}{'伟芳娜敏静强磊洋勇艳'[n // 10 % 10]}" for n in range(ROWS)]


def complaints(**columns: list[str]) -> dict[str, str]:
    """A complaint log of 200 rows with further columns."""
    own: dict[str, list[str]] = {
        "complaint_id": [f"C{n}" for n in range(ROWS)],
        "received_ts": ["2026-03-04 10:00"] * ROWS,
        "channel": ["phone"] * ROWS,
    }
    own |= columns
    lines = [",".join(own), *(",".join(row) for row in zip(*own.values(), strict=True))]
    return {"c.csv": "\n".join(lines) + "\n"}


def found(taken_in: TakeIn, files: dict[str, str], **source: Any) -> tuple[list[tuple[Any, ...]], bool]:
    """What the gate said, as (code, their header, what, count), and whether the table is refused."""
    intake = taken_in({"complaints": {"files": ["c.csv"], **source}}, files)
    said = [
        (
            one.code,
            one.examples[0].their_column,
            one.examples[0].message.params["kind"].en,
            one.examples[0].message.params["count"],
        )
        for one in intake.groups
        if one.code in ("E-PERSONAL", "W-PERSONAL", "N-PERSONAL-ADMITTED")
    ]
    return said, "complaints" in intake.broken


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"customer_id": MOBILE}, [("E-PERSONAL", "customer_id", "mobile numbers", ROWS)]),
        ({"customer_id": NAMES}, [("E-PERSONAL", "customer_id", "personal names", ROWS)]),
        ({"备用": MOBILE}, [("E-PERSONAL", "备用", "mobile numbers", ROWS)]),
        ({"客户姓名": NAMES}, [("E-PERSONAL", "客户姓名", "personal names", ROWS)]),
        ({"Name": NAMES}, [("E-PERSONAL", "Name", "personal names", ROWS)]),
        ({"联系电话": ["6234 5678"] * ROWS}, [("E-PERSONAL", "联系电话", "telephone numbers", ROWS)]),
        ({"transfers": MOBILE}, [("E-PERSONAL", "transfers", "mobile numbers", ROWS)]),
        ({"备用": ["", *["a@b.example"] * 3, *["x"] * 196]}, [("E-PERSONAL", "备用", "e-mail addresses", 3)]),
    ],
)
def test_a_column_that_is_not_made_for_personal_data_is_refused_with_its_table(
    taken_in: TakeIn, columns: dict[str, list[str]], expected: list[tuple[Any, ...]]
) -> None:
    assert found(taken_in, complaints(**columns)) == (expected, True)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"text": [f"请回电 {one}" for one in MOBILE]}, [("W-PERSONAL", "text", "mobile numbers", ROWS)]),
        ({"备用": [MOBILE[0], *["x"] * 199]}, [("W-PERSONAL", "备用", "mobile numbers", 1)]),
        ({"备用": ["192.168.1.7"] * ROWS}, [("W-PERSONAL", "备用", "IP addresses", ROWS)]),
        ({"备用": [""] * ROWS}, []),
        ({"客户姓名": ["张**"] * ROWS}, []),
        ({"联系电话": ["138****8000"] * ROWS}, []),
        ({"电话": [str(n) for n in range(ROWS)]}, []),
        ({"Name": ["Incident"] * ROWS}, []),
        ({"订单号": [f"62{n * 7_919_113_771 % 10**14:014d}" for n in range(ROWS)]}, []),
        ({"customer_id": [f"K{n}" for n in range(ROWS)]}, []),
    ],
)
def test_free_text_is_masked_and_what_is_masked_already_or_honest_passes(
    taken_in: TakeIn, columns: dict[str, list[str]], expected: list[tuple[Any, ...]]
) -> None:
    assert found(taken_in, complaints(**columns)) == (expected, False)


RUNNING = [str(13_800_001_000 + 3 * n) for n in range(ROWS)]


@pytest.mark.parametrize("header", ["complaint_id", "受理编号", "Order no."])
def test_running_numbers_of_cases_are_no_telephone_numbers(header: str, taken_in: TakeIn) -> None:
    assert found(taken_in, complaints(**{header: RUNNING})) == ([], False)


@pytest.mark.parametrize(
    "columns",
    [
        {"complaint_id": MOBILE},
        {"工单号": MOBILE},
        {"complaint_id": [*RUNNING[:-9], *MOBILE[:9]]},
        {"complaint_id": [*RUNNING[:-9], *(f"{n} 13912345{n:03d}" for n in range(9))]},
        {"customer_id": RUNNING},
        {"备用": RUNNING},
        {"联系电话": RUNNING},
    ],
)
def test_telephone_numbers_do_not_pass_as_numbers_of_cases(
    columns: dict[str, list[str]], taken_in: TakeIn
) -> None:
    said, refused = found(taken_in, complaints(**columns))
    assert ([one[0] for one in said], refused) == (["E-PERSONAL"], True)


@pytest.mark.parametrize(
    ("column", "value", "quoted"),
    [
        ("received_ts", "张伟", None),
        ("received_ts", "Anna Smith", None),
        ("received_ts", "J. R. Smith", None),
        ("transfers", "欧阳小明", None),
        ("received_ts", "王女士", None),
        ("channel", "李娜", None),
        ("channel", "Carrier Pigeon", "Carrier Pigeon"),
        ("received_ts", "还没有收到", "还没有收到"),
    ],
)
def test_a_name_that_slipped_into_another_column_is_not_quoted(
    column: str, value: str, quoted: str | None, taken_in: TakeIn
) -> None:
    columns = {
        "received_ts": ["2026-03-04 10:00"] * ROWS,
        "channel": ["phone"] * ROWS,
        "transfers": ["1"] * ROWS,
    }
    columns[column] = [value, *columns[column][1:]]
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, complaints(**columns))
    (told,) = [one.examples[0] for one in intake.groups if one.column == column and one.level == "error"]
    assert told.shown == (quoted or "‹personal›")
    assert quoted is not None or value not in told.message.in_("zh") + told.message.in_("en")


def test_a_label_that_occurs_again_is_no_slip_and_is_quoted(taken_in: TakeIn) -> None:
    files = complaints(channel=["万达", "万达", *["phone"] * (ROWS - 2)])
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, files)
    assert [one.examples[0].shown for one in intake.groups if one.column == "channel"] == ["万达"]


def test_audit_yaml_may_admit_a_column_and_the_manifest_says_why(taken_in: TakeIn) -> None:
    admitted = {
        "columns": ["备用"],
        "reason": {"zh": "监管要求", "en": "the regulator asks for it"},
        "approved_by": "r-lee",
    }
    source = {"files": ["c.csv"], "personal_data": admitted}
    intake = taken_in({"complaints": source}, complaints(备用=MOBILE))
    assert intake.broken == frozenset()
    (entry,) = intake.manifest.tables
    (found,) = entry.personal
    assert found.model_dump() == {
        "column": "备用",
        "ours": None,
        "kind": {"zh": "手机号", "en": "mobile numbers"},
        "count": ROWS,
        "share": 1.0,
        "decision": "admitted",
        "reason": admitted["reason"],
        "approved_by": "r-lee",
    }
    said = next(one for one in intake.groups if one.code == "N-PERSONAL-ADMITTED")
    assert said.examples[0].message.in_("zh") == (
        "含个人信息（手机号）：200 个单元格，占非空单元格的 100.0%；经 r-lee 批准采用：监管要求"
    )


def test_admitting_a_column_that_no_file_has_is_an_error_of_audit_yaml(taken_in: TakeIn) -> None:
    admitted = {"columns": ["备注栏"], "reason": {"zh": "一", "en": "one"}, "approved_by": "r-lee"}
    with pytest.raises(UsageError) as stopped:
        taken_in({"complaints": {"files": ["c.csv"], "personal_data": admitted}}, complaints())
    assert [one.message.code for one in stopped.value.located] == ["A-HEADER-UNKNOWN"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"site_id": {"constant": 13_800_138_000}}, ("E-PERSONAL", "site_id", "mobile numbers", 1)),
        (
            {"customer_id": {"constant": "11010519491231002X"}},
            ("E-PERSONAL", "customer_id", "resident identity numbers", 1),
        ),
        ({"text": {"constant": "请回电 138 0013 8000"}}, ("W-PERSONAL", "text", "mobile numbers", 1)),
    ],
)
def test_what_audit_yaml_says_of_every_row_is_looked_at(
    taken_in: TakeIn, columns: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    intake = taken_in({"complaints": {"files": ["c.csv"], "columns": columns}}, complaints())
    (told,) = [one.examples[0] for one in intake.groups if one.code == expected[0]]
    params: dict[str, Any] = dict(told.message.params)
    assert (told.code, told.column, params["kind"].en, params["count"]) == expected
    assert told.file.endswith("audit.yaml")
    assert told.at is not None
    assert ("complaints" in intake.broken) == (expected[0] == "E-PERSONAL")


def test_a_constant_may_be_admitted(taken_in: TakeIn) -> None:
    admitted = {"columns": ["site_id"], "reason": {"zh": "一", "en": "one"}, "approved_by": "r-lee"}
    source = {"files": ["c.csv"], "columns": {"site_id": {"constant": "13800138000"}}}
    intake = taken_in({"complaints": source | {"personal_data": admitted}}, complaints())
    assert intake.broken == frozenset()
    assert [one.decision for one in intake.manifest.tables[0].personal] == ["admitted"]


def test_what_looks_personal_is_masked_wherever_a_problem_quotes_it(taken_in: TakeIn) -> None:
    channel = ["张三13800138000", *["phone"] * 199]
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, complaints(channel=channel))
    (problem,) = next(one for one in intake.groups if one.code == "E-LABEL").examples
    assert (problem.shown, "13800138000" in problem.model_dump_json()) == ("‹personal›", False)


def test_values_of_a_refused_column_are_not_quoted_at_all(taken_in: TakeIn) -> None:
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, complaints(channel=MOBILE))
    (group,) = (one for one in intake.groups if one.code == "E-LABEL")
    assert (group.count, {one.shown for one in group.examples}) == (ROWS, {"‹personal›"})


def test_a_column_of_names_under_another_header_is_noted(taken_in: TakeIn) -> None:
    intake = taken_in({"complaints": {"files": ["c.csv"]}}, complaints(备用=NAMES))
    assert [one.examples[0].their_column for one in intake.groups if one.code == "N-PERSONAL-NAMES"] == [
        "备用"
    ]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("姓名", "name"), ("客户姓名", "name"), ("Customer Name", "name"), ("联系人", "person"), ("Name", "person"),
        ("手机号码", "phone"), ("联系电话1", "phone"), ("Phone No.", "phone"), ("E-mail", "email"),
        ("身份证号", "id"), ("Passport number", "id"), ("银行卡号", "card"), ("家庭住址", "address"),
        ("客户编号", None), ("caller_id", None), ("opened_by", None), ("门店名称", None), ("责任人", None),
        ("工号", None), ("来电时间", None), ("키오스크는 개인정보(비밀번호, 핸드폰 번호 등)를 보호한다", None),
    ],
)  # fmt: skip
def test_headers_promise_personal_data_only_as_a_whole(header: str, kind: str | None) -> None:
    promise = called(header, of_persons=True)
    assert (promise.kind if promise else None) == kind


def test_a_telephone_of_a_shop_is_no_personal_data() -> None:
    assert called("电话", of_persons=False) is None
