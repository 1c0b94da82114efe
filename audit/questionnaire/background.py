"""What a questionnaire asks besides its items, in words: about the person, the contact and what followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.criteria.instrument import Audience
from audit.text import Text


@dataclass(frozen=True, slots=True)
class Background:
    """The table of an audience, and the questions of a questionnaire that are columns of that table.

    Attributes:
        table: name in the evidence catalogue.
        office: columns that who hands out the questionnaire fills in, not who answers it.
        questions: column -> what is asked; ``{low}`` and ``{high}`` stand for the ends of its scale.
        asked: those that are asked unless chosen otherwise.
    """

    table: str
    office: tuple[str, ...]
    questions: Mapping[str, Text]
    asked: tuple[str, ...]


_CHANNEL = Text(zh="您最近一次主要通过哪个渠道接受服务？", en="Through which channel were you last served?")
_SEGMENT = Text(zh="您属于哪类顾客？", en="Which group of customers do you belong to?")
_TENURE = Text(
    zh="您成为我们的顾客有多少个月了？", en="For how many months have you been a customer of ours?"
)
_SATISFIED = Text(
    zh="总的来说，您对我们的满意程度（{low} 为非常不满意，{high} 为非常满意）",
    en="All in all, how satisfied are you with us ({low} = not at all, {high} = very)?",
)
_NPS = Text(
    zh="您有多大可能向亲友推荐我们（{low} 为绝不会，{high} 为一定会）",
    en="How likely is it that you would recommend us ({low} = not at all, {high} = certainly)?",
)
_AGAIN = Text(
    zh="需要时，您有多大可能再次选择我们（{low} 为绝不会，{high} 为一定会）",
    en="How likely is it that you would come to us again ({low} = not at all, {high} = certainly)?",
)
_TRUST = Text(
    zh="您在多大程度上信任我们（{low} 为完全不信任，{high} 为完全信任）",
    en="How far do you trust us ({low} = not at all, {high} = fully)?",
)

CUSTOMERS = Background(
    "survey_customers",
    ("respondent_id", "survey_ts", "site_id"),
    {
        "channel": _CHANNEL,
        "segment": _SEGMENT,
        "tenure_m": _TENURE,
        "overall_sat": _SATISFIED,
        "nps": _NPS,
        "repurchase": _AGAIN,
        "trust": _TRUST,
        "had_failure": Text(
            zh="过去 12 个月内，我们的服务是否出过问题，使您感到不满？",
            en="In the last 12 months, did our service ever go wrong in a way that displeased you?",
        ),
        "complained": Text(
            zh="如果出过问题，您是否向我们反映或投诉过？", en="If it did, did you tell us or complain to us?"
        ),
        "noncomplaint_reason": Text(
            zh="如果没有反映，原因是什么？（可多选）",
            en="If you did not tell us, why not? (Mark all that apply.)",
        ),
        "knows_guarantee": Text(
            zh="您是否知道我们对服务作出了保证？", en="Do you know that our service comes with a guarantee?"
        ),
        "expected_wait_adequate": Text(
            zh="您最多能接受等待多少分钟？", en="How many minutes of waiting would you still accept?"
        ),
    },
    ("channel", "overall_sat", "had_failure", "complained", "noncomplaint_reason"),
)
RECOVERY = Background(
    "survey_recovery",
    ("resp_id", "survey_ts", "complaint_id", "site_id"),
    {
        "channel": _CHANNEL,
        "segment": _SEGMENT,
        "tenure_m": _TENURE,
        "sat_recovery": Text(
            zh="您对这次问题的处理的满意程度（{low} 为非常不满意，{high} 为非常满意）",
            en="How satisfied are you with how this matter was handled ({low} = not at all, {high} = very)?",
        ),
        "sat_overall": _SATISFIED,
        "trust": _TRUST,
        "repurchase": _AGAIN,
        "nps": _NPS,
        "effort": Text(
            zh="为了解决这个问题，您费了多大的力气（{low} 为毫不费力，{high} 为非常费力）",
            en="How much effort did it cost you to have the matter settled ({low} = none, {high} = very much)?",
        ),
        "told_others_n": Text(
            zh="您把这件事告诉了多少人？", en="How many people have you told about this matter?"
        ),
    },
    ("sat_recovery", "sat_overall", "trust", "repurchase", "effort"),
)
MANAGERS = Background(
    "survey_managers",
    ("manager_id",),
    {
        "site_id": Text(zh="您所在场所的代码", en="The code of your site"),
        "level": Text(zh="您的管理层级", en="Your level of management"),
        "function": Text(zh="您负责的职能", en="The function that you are responsible for"),
        "contact_days_month": Text(
            zh="您每月有多少天亲自接触顾客？",
            en="On how many days a month do you deal with customers in person?",
        ),
    },
    ("level", "function", "contact_days_month"),
)
CONTACT_STAFF = Background(
    "survey_contact_staff",
    ("staff_resp_id",),
    {
        "site_id": Text(zh="您所在场所的代码", en="The code of your site"),
        "role": Text(zh="您的岗位", en="Your role"),
    },
    ("site_id", "role"),
)

BACKGROUNDS: Mapping[Audience, Background] = {
    "customers": CUSTOMERS,
    "recovery": RECOVERY,
    "managers": MANAGERS,
    "contact_staff": CONTACT_STAFF,
}
