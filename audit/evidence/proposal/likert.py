"""Answers in words on an ordered scale (非常满意 ... 非常不满意, strongly agree ... strongly disagree) as points."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from audit.evidence.proposal.names import simplified

_STRONG = ("非常", "很", "极", "十分", "完全", "特别", "strongly", "very", "extremely", "completely", "totally", "sehr",
           "매우", "전혀")  # fmt: skip
_WEAK = ("比较", "较", "有点", "有些", "基本", "略", "稍", "不太", "somewhat", "slightly", "rather", "fairly", "eher",
         "다소", "약간")  # fmt: skip
_NEUTRAL = re.compile(
    r"^(一般|中立|普通|尚可|还行|说不清|不确定|无所谓|中等|没感觉|neutral|neither\b.*|average|undecided|so-so|"
    r"moderate|ok|okay|teils.*|weder.*|보통.*|どちらとも.*|普通)$"
)
_NEGATIVE = re.compile(r"不|差|没|\bnot\b|\bdis|\bun|\bpoor|\bbad\b|\bnever\b|disagree|nicht|않|아니|불만")
_SUBJECT = re.compile(
    r"满意|同意|赞同|符合|认同|重要|期望|好|差|satisf|agree|important|likely|good|poor|bad|excellent|zufrieden|"
    r"만족|동의|그렇|중요|満足|優"
)
_NUMBERED = re.compile(r"^\s*(\d{1,2})\s*(?:分|[.、:：)）\-–=]|\(|（|$)")


def points(labels: Collection[str]) -> dict[str, int] | None:
    """Label -> points of a scale of 5 or 7, the most favourable highest; None where they form no scale.

    Labels that begin with their number (``5 - very good``, ``4分``) have that number.

    >>> points(["非常满意", "满意", "一般", "不满意", "非常不满意"])["满意"]
    4
    """
    if len(labels) < 2:
        return None
    numbered = {label: int(found[1]) for label in labels if (found := _NUMBERED.match(label))}
    if len(numbered) == len(labels):
        return (
            numbered if len(set(numbered.values())) == len(labels) and max(numbered.values()) <= 10 else None
        )
    ranked = {label: _rank(simplified(label).strip().casefold()) for label in labels}
    if any(rank is None for rank in ranked.values()):
        return None
    return _on_scale({label: rank for label, rank in ranked.items() if rank is not None})


def _rank(label: str) -> tuple[int, int] | None:
    """Sign and strength (1 weak, 2 plain, 3 strong) of a label; None for one that has no place on a scale."""
    if _NEUTRAL.match(label):
        return (0, 0)
    if not _SUBJECT.search(label):
        return None
    sign = -1 if _NEGATIVE.search(label) else 1
    strength = 2
    if any(word in label for word in _WEAK):
        strength = 1
    elif any(word in label for word in _STRONG):
        strength = 3
    return (sign, strength)


def _on_scale(ranked: Mapping[str, tuple[int, int]]) -> dict[str, int] | None:
    """Ranks as points: seven where weak and plain both occur on one side, five otherwise."""
    if len(set(ranked.values())) != len(ranked) or len(ranked) < 3:
        return None
    sides = {sign: {strength for one, strength in ranked.values() if one == sign} for sign in (-1, 1)}
    if not sides[1] or not sides[-1]:
        return None
    seven = any(len(strengths) == 3 for strengths in sides.values())
    found = {}
    for label, (sign, strength) in ranked.items():
        steps = strength if seven else (2 if strength == 3 else 1)
        found[label] = (4 if seven else 3) + sign * (steps if sign else 0)
    return found if len(set(found.values())) == len(found) else None
