"""Where a table stands in a grid: every layout that people make, and plain grids left as they are."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.evidence.readers.layout import Layout, find

ROWS = "C1,电话,3\nC2,网络,4\nC3,电话,5\n"


def laid_out(text: str, **options: Any) -> Layout:
    rows = list(enumerate(csv.reader(io.StringIO(text)), 1))
    layout = find(rows, **options)
    assert layout is not None
    return layout


def seen(layout: Layout) -> tuple[Any, ...]:
    left = [(one.row, one.why) for one in layout.left_out]
    return layout.header, layout.names, (layout.first, layout.last), left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工单号,渠道,时长\n" + ROWS, ((1,), ("工单号", "渠道", "时长"), (2, 4), [])),
        (
            "2026年投诉台账,,\n单位名称：,某某公司,\n\n工单号,渠道,时长\n" + ROWS,
            ((4,), ("工单号", "渠道", "时长"), (5, 7), [(1, "title"), (2, "title")]),
        ),
        (
            "工单号,期望,,感知,\n,e01,e02,p01,p02\nC1,3,4,5,6\nC2,3,4,5,6\n",
            ((1, 2), ("工单号", "期望 / e01", "期望 / e02", "感知 / p01", "感知 / p02"), (3, 4), []),
        ),
        (
            "工单号,受理时间,时长\n,,(小时)\nC1,2026-01-01,3\nC2,2026-01-02,5\n",
            ((1,), ("工单号", "受理时间", "时长"), (3, 4), [(2, "units")]),
        ),
        (
            "工单号,渠道,时长\n" + ROWS + "合计,,12\n\n注：以上数据已脱敏\n制表人：张三,,日期：2026-01-01\n",
            ((1,), ("工单号", "渠道", "时长"), (2, 4), [(5, "total"), (7, "note"), (8, "note")]),
        ),
        (
            "Ticket,Channel,Hours\nC1,phone,3\nC2,web,4\nGrand Total (2 records),,7\nSource: CRM\n",
            ((1,), ("Ticket", "Channel", "Hours"), (2, 3), [(4, "total"), (5, "note")]),
        ),
        (
            "工单号,渠道,时长\nC1,电话,3\n小计,,3\nC2,网络,4\n工单号,渠道,时长\nC3,电话,5\n",
            ((1,), ("工单号", "渠道", "时长"), (2, 6), [(3, "total"), (5, "header")]),
        ),
        (
            "工单号,渠道,时长\n"
            + ROWS
            + "\n表二 来电,,\n月份,来电量,接通率\n2026-01,100,0.9\n2026-02,120,0.8\n",
            (
                (1,),
                ("工单号", "渠道", "时长"),
                (2, 4),
                [(6, "another"), (7, "another"), (8, "another"), (9, "another")],
            ),
        ),
        ("渠道,数量\n电话,3\n网络,4\n合计,7\n", ((1,), ("渠道", "数量"), (2, 3), [(4, "total")])),
        (
            "序号,工单号,渠道\n1,C1,电话\n2,C2,\n,合计,2\n",
            ((1,), ("序号", "工单号", "渠道"), (2, 3), [(4, "total")]),
        ),
        (",id\n0,7\n1,8\n", ((1,), ("", "id"), (2, 3), [])),
        ("name,city\n张三,北京\n李四,上海\n", ((1,), ("name", "city"), (2, 3), [])),
        ("id,note\n1,ok\n2\n", ((1,), ("id", "note"), (2, 3), [])),
        ("id,note\n", ((1,), ("id", "note"), (2, None), [])),
    ],
)
def test_the_table_is_found(text: str, expected: tuple[Any, ...]):
    layout = laid_out(text)
    assert seen(layout) == expected
    assert (layout.rivals, layout.doubtful) == ((), False)


def test_a_record_cut_off_at_the_end_is_no_note():
    assert laid_out("工单号,渠道,时长\n" + ROWS + "C4\n").last == 5


def test_a_complete_row_that_begins_like_a_total_stays_a_record_and_is_named():
    layout = laid_out("渠道,数量\n电话,3\n合计,4\n网络,4\n")
    assert (layout.left_out, layout.kept) == ((), (3,))


def test_units_are_told_by_their_column():
    layout = laid_out("工单号,金额,时长\n,（元）,小时\nC1,3,4\nC2,5,6\n")
    assert dict(layout.units) == {2: "（元）", 3: "小时"}


def test_merged_cells_tell_groups_from_titles():
    text = "台账,,\n期望,,感知\ne01,e02,p01\n1,2,3\n4,5,6\n"
    layout = laid_out(text, merged=[(1, 1, 1, 3), (2, 1, 2, 2)])
    assert (layout.header, layout.names) == ((2, 3), ("期望 / e01", "期望 / e02", "感知 / p01"))


FORM = "填报单位,某某,填报人,张三\n工单号,渠道,时长,天数\nC1,电话,3,3\nC2,网络,4,4\n"


def test_two_rows_equally_good_are_both_named_unless_a_usual_name_decides():
    layout = laid_out(FORM)
    assert (layout.header, layout.rivals, layout.confidence) == ((1,), (2,), 0.3)
    named = laid_out(FORM, known={"工单号", "渠道"}.__contains__)
    assert (named.header, named.rivals, [(one.row, one.why) for one in named.left_out]) == (
        (2,),
        (),
        [(1, "title")],
    )


def test_a_file_without_a_header_is_doubtful():
    layout = laid_out("1,2026-01-01\n2,2026-01-02\n3,2026-01-03\n")
    assert (layout.header, layout.doubtful, layout.reason.en) == (
        (1,),
        True,
        "no row looks like a header; the first was taken",
    )


def test_what_audit_yaml_declares_is_taken():
    text = "甲,乙\n丙,丁\nC1,3\nC2,4\nC3,5\n"
    layout = laid_out(text, header=(2,), last=4)
    assert seen(layout) == ((2,), ("丙", "丁"), (3, 4), [(1, "title"), (5, "below")])


def test_a_grid_of_blanks_and_a_header_that_is_not_there_have_no_layout():
    assert find([(1, ["", " "]), (2, ["　"])]) is None
    assert find([(1, ["a"]), (2, ["1"])], header=(9,)) is None


NAMES = st.lists(
    st.sampled_from(["工单号", "渠道", "备注", "City", "Owner", "部门", "结果", "Remark", "类别"]),
    min_size=3,
    max_size=6,
    unique=True,
)
WORDS = st.sampled_from(["电话", "网络", "柜台", "north", "south", "慢", "good"])


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """A header and records: identifiers, a number, and words or nothing."""
    names = [*draw(NAMES), "金额"]
    width = len(names)
    records = [
        [
            f"C{number:03d}",
            *[draw(WORDS | st.just("")) for _ in range(width - 2)],
            str(draw(st.integers(0, 999))),
        ]
        for number in range(draw(st.integers(3, 12)))
    ]
    return names, records


@settings(max_examples=150, deadline=None)
@given(grids())
def test_a_plain_grid_is_left_as_it_is(grid: tuple[list[str], list[list[str]]]):
    names, records = grid
    layout = find(list(enumerate([names, *records], 1)))
    assert layout is not None
    assert seen(layout) == ((1,), tuple(names), (2, len(records) + 1), [])


@settings(max_examples=150, deadline=None)
@given(grid=grids(), data=st.data())
def test_a_grid_is_found_again_among_titles_blanks_totals_and_notes(
    grid: tuple[list[str], list[list[str]]], data: st.DataObject
):
    names, records = grid
    width = len(names)
    left = data.draw(st.integers(0, 2), "blank columns")
    titles = data.draw(
        st.lists(st.sampled_from([["2026年台账"], ["单位名称：", "某某公司"], []]), max_size=3), "titles"
    )
    total = data.draw(st.booleans(), "total")
    notes = data.draw(st.lists(st.sampled_from([["注：已脱敏"], ["制表人：张三"], []]), max_size=3), "notes")
    rows = [*titles, names, *records]
    rows += [["合计", *[""] * (width - 2), "99"]] if total else []
    grid_rows = [[""] * left + [*row, *[""] * (width - len(row))] for row in [*rows, *notes]]
    layout = find(list(enumerate(grid_rows, 1)))
    assert layout is not None
    header = len(titles) + 1
    assert (layout.header, layout.names) == ((header,), tuple(names))
    assert layout.columns == tuple(range(left + 1, left + width + 1))
    assert (layout.first, layout.last) == (header + 1, header + len(records))
    expected = [number for number, title in enumerate(titles, 1) if title]
    expected += [len(rows)] if total else []
    expected += [number for number, note in enumerate(notes, len(rows) + 1) if note]
    assert [one.row for one in layout.left_out] == expected
