"""What the chapters say of conduct, open items, arithmetic and what nobody recorded."""

from __future__ import annotations

import pytest

from audit.report.chapters import chapters
from audit.report.sections.accounts import account_chapter
from audit.report.sections.closing import follow_up_chapter, handling_chapter, opinion_chapter
from audit.report.sections.conclusion import finding_chapter, recommended
from audit.report.sections.conduct import conduct_chapter
from audit.report.sections.evidence import evidence
from audit.report.sections.figures import figure_table
from audit.report.sections.items import Open, item_chapter
from audit.report.sections.results import overlay_chapter, recovery_chapter
from audit.report.sections.scope import Fact, scope
from audit.report.telling import Teller
from audit.result import GapProfile, GapSection, ItemFinding, Override, Priority, Step
from audit.text import Language, Text, message
from tests.report.results import delivery_result, empty_result, estimate, survey_result


def test_conduct_tells_who_when_where_and_what_was_drawn() -> None:
    told = conduct_chapter(Teller(survey_result(), "en"))
    assert told.team == (
        Fact("Lead reviewer", "李 (r-lee)"),
        Fact(
            "Participants of the organisation",
            "None on record.",
        ),
    )
    assert told.dates == (
        Fact("Audit period", "1 January 2026 to 30 June 2026"),
        Fact("Data as of", "1 July 2026 00:00 (+08:00); Asia/Shanghai"),
        Fact("Reviewers' ratings", "1 rating, 1 October 2026: document review 1"),
        Fact("Sites in the evidence", "The evidence names no single sites."),
    )
    assert told.sampling == (
        Fact("Summary or convenience sample", "Customer survey (120)"),
        Fact(
            "Seed of random numbers",
            "7; it fixes the draws of resampled intervals, so that the same evidence gives the same result",
        ),
    )


def test_what_lies_outside_is_counted_and_named() -> None:
    told = scope(Teller(survey_result(), "zh"))
    assert [one.name for one in told.outside] == ["证据不足", "未收到的证据"]
    assert told.outside[-1] == Fact("未收到的证据", "1 项：服务交付记录")
    assert told.standards.startswith("ISO ")


def test_open_items_stand_together_by_reason_with_what_would_be_needed() -> None:
    chapter = item_chapter(Teller(survey_result(), "en"))
    assert (
        chapter.open_sentence == "Of 53 items 50 are not evidenced. None of them counts as met or as missed."
    )
    assert chapter.open[0] == Open(
        state="not evidenced",
        reason="Not computed: Document control (M-DOC); no reviewer has rated it yet (document review)",
        needed="The data of the measure “Document control”; a rating by a reviewer",
        count="4",
        items=tuple((one, f"#{one}") for one in ("FG-A01", "FG-A06", "FG-C08", "FG-E01")),
    )
    assert sum(int(one.count) for one in chapter.open) == 50


def test_where_a_rule_keeps_a_figure_from_being_scored_its_remedy_is_what_would_be_needed() -> None:
    result = survey_result()
    gate = message("G-X", zh="只列示", en="shown", mend=Text(zh="查明缘由", en="the cause"))()
    held = next(one for one in result.items if one.metric)
    found = held.model_copy(
        update={
            "state": "not_evidenced",
            "reasons": (gate,),
            "metric": held.metric.model_copy(update={"gate": gate}),
        }  # type: ignore[union-attr]
    )
    rated = next(one for one in result.items if one.state == "scored")
    chapter = item_chapter(Teller(result.model_copy(update={"items": (found, rated)}), "zh"))
    assert [(one.reason, one.needed) for one in chapter.open] == [("只列示", "查明缘由；审查员评级")]


def test_an_account_tells_figure_arithmetic_origin_grade_and_files() -> None:
    (account,) = account_chapter(Teller(delivery_result(), "en")).accounts
    assert (account.anchor, account.id) == ("account-FG-D01", "FG-D01")
    assert account.head.startswith("nonconform; ")
    assert account.lines[0].endswith("Agreed resolution time: 63.4%, 95% [60.2%, 66.5%], n = 890")
    assert account.lines[-1] == (
        "Origin of the thresholds: standard, law or own declaration (S); evidence grade C; "
        "Source: evidence/service_delivery.csv"
    )


def overridden() -> ItemFinding:
    found = next(one for one in delivery_result().items if one.state == "scored")
    row = message("J-ROW", zh="{row}：1", en="{row}: 1")(row="standard=SLA")
    return found.model_copy(
        update={
            "override": Override(
                score_before=24.978,
                score=55.0,
                by="r-lee",
                at="2026-07-11",
                reason=Text(zh="装修", en="works"),
            ),
            "steps": (Step(message=row),),
        }
    )


@pytest.mark.parametrize(
    ("language", "row", "line", "how"),
    [
        ("zh", "约定解决时限：1", "r-lee 于2026年7月11日将得分由 25.0 改为 55.0：装修", "r-lee 于2026年7月11日改分，原为 25.0"),
        (
            "en",
            "Agreed resolution time: 1",
            "Score changed from 25.0 to 55.0 by r-lee on 11 July 2026: works",
            "changed by r-lee on 11 July 2026, from 25.0",
        ),
    ],
)  # fmt: skip
def test_an_override_tells_who_when_why_and_the_old_score(
    language: Language, row: str, line: str, how: str
) -> None:
    changed = overridden()
    result = delivery_result()
    items = tuple(changed if one.item == changed.item else one for one in result.items)
    teller = Teller(result.model_copy(update={"items": items}), language)
    (account,) = account_chapter(teller).accounts
    assert account.lines[1:3] == (row, line)
    rows = [
        one for each in item_chapter(teller).checklists for section in each.sections for one in section.items
    ]
    (shown,) = [one for one in rows if one.id == changed.item]
    assert shown.how.endswith(how) and shown.account == "account-FG-D01"


def test_the_item_on_the_weakest_gap_is_shown_the_profile() -> None:
    result = survey_result()
    gaps = (GapSection(gap=1, section="five-gap/B", score=41.26, coverage=1.0, grade="B"),)
    rated = next(one for one in result.items if one.rating)
    items = tuple(
        one.model_copy(update={"rating": rated.rating}) if one.item == "FG-F06" else one
        for one in result.items
    )
    shown = result.model_copy(update={"gap_profile": GapProfile(gaps=gaps), "items": items})
    accounts = {one.id: one for one in account_chapter(Teller(shown, "en")).accounts}
    assert accounts["FG-F06"].lines[0] == "Profile of the gaps (M-GD-PROFILE): Gap 1: knowledge 41.3, grade B"


@pytest.mark.parametrize(
    ("language", "fact", "why"),
    [
        ("zh", "测量结果未达到要求，数值见证据。", "不符合，得分 16.9"),
        ("en", "The figures given as evidence miss the requirement.", "nonconform, score 16.9"),
    ],
)
def test_a_form_bears_the_fact_of_the_finding_and_why_it_has_its_grade(
    language: Language, fact: str, why: str
) -> None:
    result = delivery_result()
    (form,) = finding_chapter(Teller(result, language)).forms
    score = next(one.score for one in result.items if one.state == "scored")
    assert form.found == fact
    assert form.why_grade.startswith(why.replace("16.9", f"{score:.1f}"))


def test_a_gate_names_the_items_that_hold_it_shut() -> None:
    wanting = message("J-TRIAL", zh="不足", en="wanting")()
    steps = tuple(
        Priority(rank=rank, item=item, gain=1.0, gates=("major",), reason=wanting)
        for rank, item in enumerate(("FG-D01", "FG-C03"), 1)
    )
    result = delivery_result().model_copy(update={"priorities": steps})
    held = {one.name: one.held for one in recommended(Teller(result, "en")).gates}
    assert held["major findings"] == "FG-D01, FG-C03"
    assert held["coverage"] == ""


@pytest.mark.parametrize(
    ("language", "earlier", "opinions"),
    [
        (
            "zh",
            ("未提供以往审查发现的跟踪记录。", "未与以往审查结果作比较。"),
            "没有记录分歧意见。没有记录，并不表示不存在分歧。",
        ),
        (
            "en",
            (
                "No follow-up of earlier findings was provided.",
                "No comparison with an earlier result was made.",
            ),
            "No diverging opinion is recorded. That none is recorded does not say that none was held.",
        ),
    ],
)
def test_what_nobody_recorded_is_said_to_be_unrecorded(
    language: Language, earlier: tuple[str, ...], opinions: str
) -> None:
    teller = Teller(empty_result(), language)
    assert follow_up_chapter(teller).words == earlier
    assert (opinion_chapter(teller).opinions, opinion_chapter(teller).none) == ((), opinions)


def test_distribution_follows_the_audience_and_a_self_assessment_has_no_technical_reviewer() -> None:
    result = empty_result()
    told = [
        handling_chapter(Teller(result.model_copy(update={"audience": one}), "en")).distribution[:28]
        for one in ("reviewer", "client", "public")
    ]
    assert told == [
        "This copy is for the audit t",
        "This copy is for the organis",
        "This copy may be published. ",
    ]
    assert [one.id for one in handling_chapter(Teller(result, "en")).signatories] == ["lead", "client"]


def test_where_no_file_was_handed_over_nothing_is_said_to_have_been_checked() -> None:
    teller = Teller(empty_result(), "en")
    assert evidence(teller).problem_sentence == "No evidence was handed over that could be validated."
    assert handling_chapter(teller).protection[-1] == (
        "No evidence was handed over that could be checked for personal data."
    )


def test_without_its_checklist_recovery_is_said_not_to_be_part_of_the_audit() -> None:
    teller = Teller(empty_result(), "zh")
    assert recovery_chapter(teller).lead.startswith("本次审查未采用服务补救检查表")
    assert recovery_chapter(teller).is_empty and overlay_chapter(teller).is_empty
    assert overlay_chapter(teller).lead == "除上述检查表外，本次审查没有行业附加要求。"


def test_rows_without_a_value_take_one_row_that_names_them() -> None:
    rows = tuple(
        estimate("gap", None, key={"standard": f"c{n}"}, n=n, sufficiency="insufficient") for n in (3, 4, 3)
    )
    whole = estimate("gap", 1.0, key={"standard": "c9"})
    measurement = next(one for one in survey_result().measurements if one.measure == "M-G5-UNW")
    table = figure_table(
        Teller(survey_result(), "zh"), measurement.model_copy(update={"estimates": (*rows, whole)})
    )
    assert [(one.label, one.value, one.n, one.remarks) for one in table.rows][1:] == [
        ("无数值的 3 行：标准 c3、标准 c4", "—", "3–4", "证据不充分")
    ]


def test_chapters_begin_a_page_only_where_they_have_enough_to_fill_one() -> None:
    begin = {
        name: [one.id for one in chapters(Teller(made, "zh")) if not one.runs_on]
        for name, made in (("survey", survey_result()), ("empty", empty_result()))
    }
    assert begin == {
        "survey": ["summary", "gaps", "items", "annex_accounts"],
        "empty": ["summary"],
    }
