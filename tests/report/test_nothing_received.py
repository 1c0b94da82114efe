"""A report on nothing says what is missing, once, and presumes nothing that was not there."""

from __future__ import annotations

import re
from functools import cache

import pytest
from lxml import html

from audit.report.markup import markup
from audit.report.options import FINAL
from audit.report.sections.items import item_chapter
from audit.report.sections.summary import summary
from audit.report.telling import Teller
from audit.text import Language
from tests.report.results import empty_result, survey_result

PRESUMES = {
    "zh": (
        "得分全部来自所提交的数据",
        "证据所能说明的内容如下",
        "没有检查项影响审查结论",
        "点击编号可至附录",
        "方括号为置信区间",
        "各数据表的有效记录全部进入计算",
        "仅个别检查项有审查员评级",
        "首次会议",
        "证据只取自部分时段",
        "有把握",
    ),
    "en": (
        "every score rests on the data",
        "what the evidence does show",
        "No item holds the conclusion back",
        "leads to its arithmetic",
        "Ranges in square brackets",
        "single items are rated",
        "opening and closing meetings",
        "evidence comes from some periods",
    ),
}


@cache
def said(language: Language, name: str) -> str:
    made = {"empty": empty_result, "survey": survey_result}[name]()
    body = html.fromstring(markup(made, language, FINAL).html)
    return re.sub(r"\s+", " ", " ".join(body.itertext()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_presumed_of_evidence_that_was_not_there(language: Language) -> None:
    assert [one for one in PRESUMES[language] if one in said(language, "empty")] == []


def test_an_item_stands_once_with_reason_and_need() -> None:
    text = said("zh", "empty")
    body = html.fromstring(markup(empty_result(), "zh", FINAL).html)
    assert body.xpath("//*[@id='items-open']/following-sibling::table[1]//th[1]/text()")[0] == "部分"
    chapter = item_chapter(Teller(empty_result(), "zh"))
    rows = {row.id: row for one in chapter.checklists for section in one.sections for row in section.items}
    assert (chapter.open, chapter.chart, chapter.coverage) == ((), None, None)
    assert (rows["FG-B01"].how, rows["FG-B01"].needed) == (
        "没有算出指标：各维度的认知差距（M-G1-DIM）",
        "指标“各维度的认知差距”所需的数据",
    )
    assert text.count("FG-B01") == 1
    assert "没有数值可供绘图，图示从略。" in text


def test_the_summary_counts_what_there_is_instead_of_empty_scores() -> None:
    page = summary(Teller(empty_result(), "zh"))
    assert [(one.value, one.unit, one.name) for one in page.keys] == [
        ("0", "/53", "已评价的检查项"),
        ("0", "", "收到的数据表"),
        ("0.0%", "", "已评价权重"),
    ]
    assert (page.lead, page.gaps, page.no_gaps) == (
        "没有收到可以读取的证据。53 个检查项均未能评价，不能得出任何结论。",
        (),
        "没有收到证据，五项差距均未测量。",
    )
    assert summary(Teller(survey_result(), "zh")).keys[0].name == "总得分"


def test_where_items_were_judged_the_open_ones_stand_together() -> None:
    chapter = item_chapter(Teller(survey_result(), "zh"))
    assert sum(int(one.count) for one in chapter.open) == 50
    assert {
        row.needed for one in chapter.checklists for section in one.sections for row in section.items
    } == {""}
    assert "点击编号可至附录" in said("zh", "survey")
