"""Items on which rating and figures disagree: named in the summary and the limits, set side by side with the findings."""

from __future__ import annotations

import pytest

from audit.report.sections.conclusion import finding_chapter
from audit.report.sections.disagreements import Disagreement, disagreements
from audit.report.sections.limits import limit_chapter
from audit.report.sections.summary import summary
from audit.report.telling import Teller
from audit.result import AuditResult, RatingPart
from audit.text import Language, Text, message
from tests.report.results import delivery_result

DISAGREE = message("F-DISAGREE", zh="不一致，{rule}", en="they disagree; {rule}")
LOWER = Text(zh="按规则取较低者", en="by the rule the lower counts")


def contradicted() -> AuditResult:
    """The result of the delivery log, its finding contradicted by a reviewer."""
    result = delivery_result()
    [finding] = result.findings
    rated = RatingPart(
        level=4,
        by="r-lee",
        at="2026-07-01",
        method="document",
        reason=Text(zh="见文件。", en="See the documents."),
        evidence_refs=("D-1",),
    )
    said = {"rating": rated, "reasons": (DISAGREE(rule=LOWER),)}
    items = tuple(one.model_copy(update=said) if one.item == finding.item else one for one in result.items)
    return result.model_copy(update={"items": items})


def test_both_judgements_stand_side_by_side_with_the_rule_that_decides() -> None:
    teller = Teller(contradicted(), "en")
    [one] = disagreements(teller)
    [finding] = teller.result.findings
    item = teller.result.finding(finding.item)
    assert item.metric is not None
    assert one == Disagreement(
        item="FG-D01",
        account="account-FG-D01",
        requirement=teller.text(teller.result.criterion("FG-D01").text),
        rating="4 of 5 (document review, r-lee)",
        figures=f"{item.metric.measure}: score 24.5 [20.3, 28.7]",
        rule="By the rule the lower counts",
        verdict="nonconform",
        tone="nonconform",
        score="24.5",
    )
    assert finding_chapter(teller).disagreements == (one,)


@pytest.mark.parametrize(
    ("language", "said", "limit"),
    [
        ("zh", "1 个检查项的审查员评级与测量结果不一致：FG-D01。", "评级与测量结果不一致"),
        (
            "en",
            "On 1 item the reviewer's rating and the figures disagree: FG-D01.",
            "Rating and figures disagree",
        ),
    ],
)
def test_summary_and_limits_count_and_name_them(language: Language, said: str, limit: str) -> None:
    teller = Teller(contradicted(), language)
    assert summary(teller).contradicted == said
    [named] = [one for one in limit_chapter(teller).limits if one.name == limit]
    assert named.words.startswith(said)


def test_where_nothing_disagrees_nothing_is_said() -> None:
    teller = Teller(delivery_result(), "zh")
    assert (disagreements(teller), summary(teller).contradicted) == ((), "")
