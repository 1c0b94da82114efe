"""The small judgements that a proposal is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.criteria.instrument import load_instrument
from audit.evidence.catalogue import TABLES
from audit.evidence.proposal.dates import date_form
from audit.evidence.proposal.document import scalar
from audit.evidence.proposal.fitting import fit, meaning
from audit.evidence.proposal.instruments import starter
from audit.evidence.proposal.likert import points
from audit.evidence.proposal.locality import currency, zone
from audit.evidence.proposal.names import concepts, likeness
from audit.evidence.proposal.profile import profile
from audit.evidence.proposal.surveys import find_items


@pytest.mark.parametrize(
    ("values", "told", "swapped"),
    [
        (["2026-03-04 10:00", "2026/3/5"], None, None),
        (["29-02-2016 01:16", "01-03-2016 11:29"], "day-first", None),
        (["03/25/2026 02:05 PM", "03/04/2026 11:00 AM"], "month-first", None),
        (["03/04/2026", "05/06/2026"], "day-first", "%m/%d/%Y"),
        (["17/Mar/26 2:05 PM", "4/Apr/26 9:00 AM"], "%d/%b/%y %I:%M %p", None),
    ],
)
def test_a_column_as_a_whole_tells_the_form_of_its_dates(
    values: list[str], told: str | None, swapped: str | None
) -> None:
    found = date_form(dict.fromkeys(values, 1))
    assert found is not None
    assert (found.told, found.share, found.swapped) == (told, 1.0, swapped)


def test_numbers_of_things_are_no_dates() -> None:
    assert date_form({"20301": 1, "99999": 1}) is None


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["非常满意", "满意", "一般", "不满意", "非常不满意"], [5, 4, 3, 2, 1]),
        (["非常滿意", "比較滿意", "普通", "不太滿意"], [5, 4, 3, 2]),
        (["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"], [5, 4, 3, 2, 1]),
        (["5分", "4分", "1分"], [5, 4, 1]),
    ],
)
def test_answers_in_words_become_points(labels: list[str], expected: list[int]) -> None:
    assert points(labels) == dict(zip(labels, expected, strict=True))


@pytest.mark.parametrize("labels", [["电话", "官网"], ["男", "女"], ["是", "否"], ["满意", "不满意"]])
def test_what_is_no_scale_gets_no_points(labels: list[str]) -> None:
    assert points(labels) is None


def test_a_header_is_taken_apart_in_any_spelling() -> None:
    assert concepts("createdAt") == concepts("Created_at") == concepts("创建时间") == {"received", "time"}
    assert concepts("Eingangsdatum") == {"received", "time"}
    assert concepts("處理結果") == concepts("处理结果")


def test_names_are_liked_in_the_order_of_their_evidence() -> None:
    exact, aliases = ("received_ts", "受理时间", "Received"), ("Opened at",)
    scores = [
        likeness(header, exact, aliases) for header in ("Received", "opened_at", "Date created", "Priority")
    ]
    assert scores[:2] == [1.0, 0.95]
    assert scores[1] > scores[2] > 0.6
    assert scores[3] == 0.0


def test_a_few_words_among_dates_are_no_values() -> None:
    cells = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "未办结"]
    found = profile("办结时间", 0, cells)
    assert (found.missing, found.is_date) == (("未办结",), True)


def test_a_word_for_nothing_stays_a_label_among_labels() -> None:
    assert profile("升级", 0, ["无", "监管", "无", "法院"]).missing == ()


def test_pairs_of_questions_are_the_facets_of_one_item() -> None:
    answers = [str(number) for number in (1, 4, 7, 5, 3)]
    columns = [
        profile(f"{item}-{sub}. {text}{item} ({facet})", 2 * item + sub, answers)
        for item in (2, 1, 3, 5, 4)
        for sub, facet, text in ((1, "expected", "should be good "), (2, "perceived", "is good "))
    ]
    items = find_items(columns)
    assert items is not None
    assert (items.count, items.scale, items.guessed) == (5, (1, 7), False)
    assert items.facets["expected"][:2] == (
        "1-1. should be good 1 (expected)",
        "2-1. should be good 2 (expected)",
    )
    assert items.facets["perceived"][4] == "5-2. is good 5 (perceived)"


def test_an_instrument_that_is_begun_loads(tmp_path: Path) -> None:
    columns = [profile(f"p{item:02d}", item, ["1", "5", "3"]) for item in range(1, 7)]
    items = find_items(columns)
    assert items is not None
    path = tmp_path / "instrument.yaml"
    path.write_text(starter(items, ("zh", "en"), "2026-01-01", "own-survey"), encoding="utf-8")
    loaded = load_instrument(path, path.name).instrument
    assert (loaded.id, len(loaded.items), loaded.scale) == ("own-survey", 6, (1.0, 5.0))


@pytest.mark.parametrize(
    "text", ["Q? [a]", "a: b", "# no", "1-1.\t中文", '"', "'", "null", "1.0", "x\ny", "-", "是", "? {"]
)
def test_any_text_stands_in_a_line_of_yaml(text: str) -> None:
    import yaml

    written = scalar(text)
    assert "\n" not in written
    assert yaml.safe_load(f"a: {{k: [{written}]}}") == {"a": {"k": [text]}}


def test_columns_of_one_scale_share_its_points_whichever_answers_each_one_has() -> None:
    words = ["非常不同意", "不同意", "比较不同意", "一般", "比较同意", "同意", "非常同意"]
    whole = [profile(f"感知-{item}", item, words) for item in range(5)]
    upper = [profile(f"期望-{item}", 5 + item, words[3:]) for item in range(5)]
    items = find_items([*whole, *upper])
    assert items is not None
    assert items.words["期望-0"] == {"一般": 4, "比较同意": 5, "同意": 6, "非常同意": 7}
    assert (items.count, items.scale) == (5, (1, 7))


def test_rows_of_one_question_are_items_and_not_facets() -> None:
    columns = [profile(f"Q1_{row}", row, ["1", "7", "4"]) for row in range(1, 6)]
    items = find_items(columns)
    assert items is not None
    assert items.facets == {"perceived": ("Q1_1", "Q1_2", "Q1_3", "Q1_4", "Q1_5")}


def test_a_name_of_a_person_is_no_code_of_a_customer() -> None:
    column = TABLES["complaints"].column("customer_id")
    names = profile("Contact", 0, ["Anna Smith", "Bob Jones", "Smith, Anna", "Anna Smith"])
    codes = profile("Contact", 0, ["C-17", "C-18", "C-19", "C-17"])
    assert (fit(names, column, is_key=False), fit(codes, column, is_key=False)) == (0.0, 0.75)


def test_a_few_labels_over_many_rows_name_no_customer_but_may_name_a_site() -> None:
    columns = {one.name: one for one in TABLES["complaints"].columns}
    labels = profile("Company response to consumer", 0, ["C1", "C2", "C3"] * 40)
    fits = {name: fit(labels, columns[name], is_key=False) for name in ("customer_id", "site_id")}
    assert fits == {"customer_id": 0.1, "site_id": 0.75}


def test_people_are_no_category() -> None:
    category = next(one for one in TABLES["complaints"].columns if one.name == "category")
    people = profile("投诉人", 0, ["王先生", "李女士", "张先生", "王女士"])
    kinds = profile("投诉类别", 0, ["费用", "态度", "时效", "费用"])
    assert (fit(people, category, is_key=False), fit(kinds, category, is_key=False)) == (0.0, 0.85)


def test_a_label_that_denies_something_does_not_mean_it() -> None:
    column = TABLES["complaints"].column("outcome")
    assert [meaning(label, column) for label in ("Fondée", "Non fondée", "Not upheld")] == [
        "upheld", "rejected", "rejected",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("受理时间", ["2026-01-01"], "Asia/Shanghai"),
        ("受理時間", ["2026-01-01"], "Asia/Taipei"),
        ("날짜", ["2026-01-01"], "Asia/Seoul"),
        ("created", ["2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"], "UTC"),
        ("created", ["2026-01-01 10:00"], None),
    ],
)
def test_offsets_and_scripts_tell_the_time_zone(header: str, values: list[str], expected: str | None) -> None:
    found = zone([profile(header, 0, values)])
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("金额（元）", ["12"], "CNY"),
        ("amount", ["€ 12,50", "€ 3,00"], "EUR"),
        ("amount", ["12.50"], None),
        ("金额（元） / EUR", ["12"], None),
    ],
)
def test_signs_of_money_tell_the_currency(header: str, values: list[str], expected: str | None) -> None:
    assert currency([profile(header, 0, values)]) == expected


def test_numbers_given_out_one_after_the_other_are_no_telephone_numbers():
    tickets = [str(13_812_340_000 + 3 * n) for n in range(40)]
    padded = [f"00012{n:05d}" for n in range(40)]
    mobiles = [str(13_000_000_000 + 7_654_321 * n) for n in range(40)]
    found = [profile("号码", 0, values).personal for values in (tickets, padded, mobiles, tickets[:19])]
    assert found == [False, False, True, True]
