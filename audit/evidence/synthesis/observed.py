"""What the made-up reviewers found where the anchor of the level names alternatives: one of them, in their words."""

from __future__ import annotations

from audit.criteria.item import Anchors
from audit.text import Text

_FOUND = {
    ("FG-A02", 2): Text(
        zh="有书面调查方案，期望与感知均已询问，发放量有记录；但名单由各门店自行提供，无法与业务系统核对。",
        en="There is a written plan, expectations and perceptions are asked and invitations counted; but each store drew up "
        "its own list, which cannot be checked against the business system.",
    ),
    ("FG-A05", 3): Text(
        zh="措辞针对送货安装和维修，2025 年 6 月由 12 名顾客试测；审查期间未作改动。",
        en="The wording is about delivery, installation and repair; 12 customers tried it in June 2025, and nothing "
        "was changed since.",
    ),
    ("FG-B05", 3): Text(
        zh="月度例会按期召开；抽查的六条一线意见，三条写入决定，三条注明了不采纳的理由。",
        en="The monthly meetings were held; of six comments sampled three led to decisions, and three bear the reason for "
        "taking none.",
    ),
    ("FG-C02", 3): Text(
        zh="抽查的标准含义明确，照此即可判断是否达标；少数标准欠缺的要素已列明补齐期限。",
        en="The standards sampled are clear enough to tell whether they were met; for the elements that a few of them lack "
        "a date is set.",
    ),
    ("FG-C06", 5): Text(
        zh="从数据看出苗头即提前评审，评审周期按变化快慢设定。（合成数据有意让本评级与按期评审的比例不一致，以示此类情形如何列示。）",
        en="Early signs in the data bring reviews forward, and cycles reflect the pace of change. (Made up on purpose to "
        "contradict the share reviewed in time, so that such a case is seen.)",
    ),
    ("FG-C07", 3): Text(
        zh="送货安装的服务蓝图标出了接触点、双方角色和失误点，与两次跟单所见一致。",
        en="The blueprint of delivery and installation shows contact points, both roles and failure points, as seen on "
        "two orders that were followed.",
    ),
    ("FG-D11", 2): Text(
        zh="自助取货区贴有须知，字小、位置偏，观察的九名顾客有五名没有看到。",
        en="The pick-up area has instructions in small print in a corner; five of nine customers observed did not see them.",
    ),
    ("FG-E01", 2): Text(
        zh="有承诺登记册，但多数承诺未填失效日期。",
        en="There is a register of promises; most of them have no end of validity.",
    ),
    ("FG-E06", 2): Text(
        zh="规定了清理办法，抽查的 20 处宣传中仍有 1 处为上年已停止的促销承诺。",
        en="There is a procedure for removal; one of 20 texts sampled still holds a promise that ended last year.",
    ),
    ("FG-E07", 2): Text(
        zh="对外承诺已发到岗位；受访的八人中有五人说不出承诺未兑现时怎么办。",
        en="The promises were circulated; five of eight interviewed could not say what to do when one is broken.",
    ),
    ("FG-F05", 3): Text(
        zh="落入“优先改进”象限的题项均已列入改进计划，责任人和期限明确。",
        en="The questions to be improved first are all in the improvement plan, with owner and date.",
    ),
    ("RC-A05", 1): Text(
        zh="损害最大的几类失误都没有经批准的预案，靠当班主管临时处置。",
        en="None of the most harmful classes has an approved response; the supervisor on duty improvises.",
    ),
    ("RC-A07", 2): Text(
        zh="规定了可用的替代服务，但员工多不知道，能够替代的失误中只有少数提供了替代服务。",
        en="Substitutes are laid down, but few staff know of them, and few of the failures open to one got it.",
    ),
    ("RC-C05", 3): Text(
        zh="抽查的顾客原因和外部原因投诉均得到答复，说明了情况并给出可行的办法。"
        "（合成数据有意让本评级与投诉台账不一致，以示此类情形如何列示。）",
        en="The sampled complaints with a customer or outside cause were all answered, with an explanation and a way "
        "forward. (Made up on purpose to contradict the complaint log, so that such a case is seen.)",
    ),
    ("RC-E07", 2): Text(
        zh="规定了道歉和解释；抽听的十通电话中，七通念的是固定用语。",
        en="Apology and explanation are required; in seven of ten calls listened to they came as set phrases.",
    ),
    ("RC-G01", 2): Text(
        zh="服务承诺（服务担保）成文，但赔付须满足七个条件，受访顾客无人能说全。",
        en="The guarantee is written, but payment has seven conditions, which no customer asked could name.",
    ),
    ("RC-J06", 2): Text(
        zh="有内部审核报告和评审纪要，补救部分由客户服务部自己审核。",
        en="There are an internal audit report and minutes of the review; customer service audited its own recovery.",
    ),
}

_AT_MOST = {"FG-F05": 3, "RC-A05": 1, "RC-A07": 2}
"""Levels above which the made-up figures of an item would give the rating the lie."""


def level_seen(item: str, drawn: int) -> int:
    """The level that was drawn for an item, unless the made-up figures speak against it."""
    return min(drawn, _AT_MOST.get(item, drawn))


def observed(item: str, level: int, anchors: Anchors | None) -> Text:
    """The reason of a rating. An anchor that leaves a choice is no observation, and so is never quoted."""
    found = _FOUND.get((item, level))
    if found is not None:
        return found
    if anchors is None or "或" in anchors.zh[level]:
        return Text(zh=f"与 {level} 级的描述相符。", en=f"What was found fits level {level}.")
    return Text(zh=anchors.zh[level], en=anchors.en[level])
