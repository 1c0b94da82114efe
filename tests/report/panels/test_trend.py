from __future__ import annotations

from typing import Any

import pytest

from audit.compare import compared
from audit.report.chapters import chapters
from audit.report.charts.trend import Trend
from audit.report.panels.trend import MOST_AUDITS, audit_label, trend_panels
from audit.report.sections.closing import follow_up_chapter
from audit.report.telling import Teller
from audit.result import AuditResult, Score
from audit.text import Language, Text
from tests.report.results import survey_result

NOW = survey_result()


def scored(result: AuditResult, value: float, margin: float) -> tuple[Score, ...]:
    bounds = {"score": value, "lower": value - margin, "upper": value + margin}
    return tuple(one.model_copy(update=bounds) for one in result.scores)


AUDIT = NOW.model_copy(update={"scores": scored(NOW, 60.0, 2.0)})


def then(years: int, value: float = 50.0, **changed: Any) -> AuditResult:
    engagement = NOW.engagement.model_copy(
        update={
            "period_start": f"{2026 - years}-01-01",
            "period_end": f"{2026 - years}-07-01",
            **changed.pop("engagement", {}),
        }
    )
    return AUDIT.model_copy(update={"engagement": engagement, "scores": scored(NOW, value, 2.0), **changed})


def teller(*earlier: AuditResult, language: Language = "en") -> Teller:
    return Teller(AUDIT.model_copy(update={"comparison": compared(AUDIT, earlier)}), language)


@pytest.mark.parametrize(
    ("before", "title"),
    [
        (
            50.0,
            "The overall score rose from 50.0 in the audit to 2025-06 to 60.0, whatever was not evidenced would have shown",
        ),
        (
            65.0,
            "The overall score fell from 65.0 in the audit to 2025-06 to 60.0, whatever was not evidenced would have shown",
        ),
        (
            58.0,
            "The overall score was 58.0 in the audit to 2025-06 and is 60.0; what was not evidenced leaves open whether it rose or fell",
        ),
    ],
)
def test_a_score_rose_or_fell_only_where_the_bounds_leave_no_doubt(before: float, title: str) -> None:
    assert trend_panels(teller(then(1, before)))[0].title == title


def test_scores_that_may_not_be_compared_are_drawn_apart_and_said_to_be() -> None:
    scheme = NOW.scheme.model_copy(update={"sha256": "0" * 64})
    scores, gaps = trend_panels(teller(then(2, 40.0, scheme=scheme), then(1, 50.0)))
    assert isinstance(scores.chart, Trend)
    whole = scores.chart.plots[0]
    assert [point.comparable for point in whole.points] == [False, True, True]
    assert (len(whole.lines), len(whole.breaks)) == (1, 1)
    assert (
        "Overall score: 2024-06 40.0 [38.0, 42.0] (not comparable), 2025-06 50.0 [48.0, 52.0], 2026-06 60.0 "
        "[58.0, 62.0]" in scores.alternative
    )
    assert gaps.title == (
        "Since the audit to 2025-06 the gap narrowed in 0 of 2 dimensions and widened in 0, beyond what the "
        "intervals allow for"
    )
    assert "Reliability: 2024-06 −0.90 [−1.20, −0.60], 2025-06" in gaps.alternative


def test_without_a_comparable_score_that_is_the_title() -> None:
    scheme = NOW.scheme.model_copy(update={"sha256": "0" * 64})
    assert (
        trend_panels(teller(then(1, scheme=scheme), language="zh"))[0].title
        == "以往审查的总得分均不可与本次比较"
    )


def test_the_audit_of_another_organisation_is_in_the_table_alone() -> None:
    other = NOW.engagement.organisation.model_copy(
        update={"id": "other", "name": Text(zh="另一家", en="Another")}
    )
    told = teller(then(1, engagement={"organisation": other}), language="zh")
    chapter = follow_up_chapter(told)
    assert chapter.trends == ()
    assert [(row.name, row.score, row.standing, row.why) for row in chapter.audits] == [
        ("2025-06", "50.0", "不可比", ("受审查组织不同：当时为“另一家”，现为“某某服务公司”",)),
        ("2026-06", "60.0", "本次审查", ()),
    ]
    assert chapter.words[1] == "已提供以往 1 次审查的结果供比较。"


def test_the_table_tells_what_every_audit_was_and_what_differs() -> None:
    tool = NOW.tool.model_copy(update={"version": "0.0.9"})
    chapter = follow_up_chapter(teller(then(2), then(1, tool=tool)))
    first, second, this = chapter.audits
    assert (first.standing, first.why, first.result) == ("comparable", (), then(2).sha256()[:16])
    assert first.when == "2024-01-01 to 2024-07-01, self-assessment, as of 2026-07-01"
    assert (second.tool, second.why) == (
        "0.0.9",
        ("computed by version 0.0.9 then and 0 now; measures whose definition changed: none",),
    )
    assert (this.score, this.bounds) == ("60.0", "[58.0, 62.0]")


def test_the_latest_audits_are_drawn_and_all_of_them_listed() -> None:
    told = teller(*(then(years) for years in range(1, 9)))
    chapter = follow_up_chapter(told)
    assert isinstance(chapter.trends[0].chart, Trend)
    assert [label for _, label in chapter.trends[0].chart.plots[0].labels][-1] == "2026-06"
    assert len(chapter.trends[0].chart.plots[0].points) == MOST_AUDITS
    assert len(chapter.audits) == 9


@pytest.mark.parametrize(
    ("end", "label"), [("2026-10-01", "2026-09"), ("2026-01-01", "2025-12"), ("2026-10-16", "2026-10")]
)
def test_an_audit_is_named_after_the_last_month_of_its_period(end: str, label: str) -> None:
    assert audit_label(end) == label


def test_the_trend_stands_in_the_contents_where_there_is_one() -> None:
    def entries(told: Teller) -> list[str]:
        return [one.id for chapter in chapters(told) if chapter.id == "follow_up" for one in chapter.entries]

    assert (entries(teller(then(1))), entries(Teller(NOW, "en"))) == (["follow-up-trend"], [])
