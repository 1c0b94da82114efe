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
_ONE_SIDED = (
    ("poor", "fair", "good", "very good", "excellent"),
    ("very poor", "poor", "average", "good", "excellent"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("not at all", "slightly", "moderately", "very", "extremely"),
    ("差", "中", "良", "优"),
    ("从不", "很少", "有时", "经常", "总是"),
)
"""Scales whose labels have no counterpart on the other side, the least favourable first."""

_CODE = re.compile(r"^([A-Za-z]{1,3})0*(\d{1,2})$")
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
    for scale in _ONE_SIDED:
        places = {label: scale.index(bare) + 1 for label in labels if (bare := _bare(label)) in scale}
        if len(places) == len(labels) >= 3:
            return places
    ranked = {label: _rank(_bare(label)) for label in labels}
    if any(rank is None for rank in ranked.values()):
        return None
    return _on_scale({label: rank for label, rank in ranked.items() if rank is not None})


def rankable(labels: Collection[str]) -> bool:
    """Whether every label has a place on a scale, be it that others of that scale were never answered."""
    bare = [_bare(label) for label in labels]
    if any(set(bare) <= set(scale) for scale in _ONE_SIDED):
        return True
    return len(bare) >= 2 and all(_rank(label) is not None for label in bare)


def codes(labels: Collection[str]) -> dict[str, int] | None:
    """Label -> number for the codes of answers (A1 to A5); which of their ends is favourable they do not say."""
    found = {label: match for label in labels if (match := _CODE.match(label))}
    if len(found) < max(3, len(labels)) or len({match[1] for match in found.values()}) > 1:
        return None
    numbers = {label: int(match[2]) for label, match in found.items()}
    return numbers if set(numbers.values()) <= set(range(1, 11)) else None


def _bare(label: str) -> str:
    return simplified(label).strip().casefold()


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
