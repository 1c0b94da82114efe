"""What the made-up reviewers found where the anchor of the level names alternatives: one of them, in their words."""

from __future__ import annotations

from audit.criteria.item import Anchors
from audit.text import Text

_FOUND = {
    ("FG-A02", 2): Text(
        zh="有书面调查方案，记录了抽样框，但问卷只问感知，未问期望。",
        en="There is a written plan with its sampling frame; the questionnaire asks perceptions only, no expectations.",
    ),
    ("FG-A05", 3): Text(
        zh="措辞针对送货安装和维修，2025 年 6 月由 12 名顾客试测；审查周期内未作改动。",
        en="The wording is about delivery, installation and repair; 12 customers tried it in June 2025, and nothing "
        "was changed since.",
    ),
    ("FG-B05", 3): Text(
        zh="月度例会按期召开；抽查的六条一线意见，五条写入决定，一条注明了不采纳的理由。",
        en="The monthly meetings were held; of six comments sampled five led to decisions, and one bears the reason for "
        "taking none.",
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
        zh="有承诺登记册，但七项中有两项未填有效期。",
        en="There is a register of promises; two of the seven have no period of validity.",
    ),
    ("FG-E06", 2): Text(
        zh="规定了清理办法，抽查的 20 处宣传中仍有 1 处为上年已停止的促销承诺。",
        en="There is a procedure for removal; one of 20 texts sampled still holds a promise that ended last year.",
    ),
    ("FG-E07", 2): Text(
        zh="对外承诺已发到岗位；受访的八人中有五人说不出承诺未兑现时怎么办。",
        en="The promises were circulated; five of eight interviewed could not say what to do when one is broken.",
    ),
    ("RC-A05", 3): Text(
        zh="损害最大的五类失误中有四类有经批准的预案，2026 年 3 月演练过一次，员工说得出自己的步骤。",
        en="Four of the five most harmful classes have an approved response, which was rehearsed in March 2026; staff can "
        "name their steps.",
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


def observed(item: str, level: int, anchors: Anchors | None) -> Text:
    """The reason of a rating. An anchor that leaves a choice is no observation, and so is never quoted."""
    found = _FOUND.get((item, level))
    if found is not None:
        return found
    if anchors is None or "或" in anchors.zh[level]:
        return Text(zh=f"与 {level} 级的描述相符。", en=f"What was found fits level {level}.")
    return Text(zh=anchors.zh[level], en=anchors.en[level])
