"""Items of a questionnaire with which nobody agrees who is content: ``Staff are too busy to respond``."""

from __future__ import annotations

import re
from collections.abc import Collection

from audit.evidence.proposal.names import simplified
from audit.evidence.senses import denies

_PRAISE_ZH = re.compile(
    r"无论|不论|不管|不但|无需|无须|毋须|不必|不用|与众不同|不[间間]断|不厌其烦|不辞|不遗余力|不卑不亢|一丝不苟|无微不至|无可挑剔|毫不|不[满快](?:的?时|之处)|"
    r"对.{0,4}不[满快]|(?:从?不会?|从未|不能).{0,4}忙[^，。；]*"
)
"""Words that deny something in a sentence that praises."""

_CURED_ZH = re.compile(
    r"(?:从未|从不|没有|不会|不让|不被|未|不(?!耐烦)|没|无|免)[^，。；]{0,8}?"
    r"(?:误|错|等候|等待|等|拖|繁|烦|杂|险|泄|偏|倚|担心|顾虑|旁人|不[愿快]|投诉|抱怨|欺|骗|乱|脏|坏|延|推诿|刁难|歧视|额外|隐|丢|漏|催|重复|排队|强制|"
    r"强迫|打扰|差别)"
)
_CURED_EN = re.compile(
    r"\bno matter\b|\bnot only\b|\bno need\b|\bwithout\b|\bun(?:interrupted|divided|limited|wavering)\b|"
    r"\b(?:late|lost|delayed|failed)\s+(?!to\b)\w+|"
    r"\b(?:not|no|never|nor|cannot|\w+n[’']t)\s+(?:\w+\s+){0,8}?(?:too|wait|delay|error|mistake|complica|risk|leak|favou?r|"
    r"bias|worr|hassle|hidden|problem|discrimina|difficult|undue|extra|repeat|chas|push|pressur|want|interrupt|complain|queu|"
    r"argu)\w*"
)
_WORSE = re.compile(
    r"太[忙慢久]|过[长慢]|[混杂脏]乱|陈旧|破旧|拖延|敷衍|推诿|冷漠|粗鲁|失望|后悔|差劲|"
    r"\btoo (?:busy|slow|long|few)\b|\brude\b|\bdisappoint|\bfrustrat|\bannoy(?:ed|ing)\b|\bpoor(?:ly)?\b|\bmessy\b|\boutdated\b"
)
_RATED = re.compile(r"满意|satisf|zufrieden", re.IGNORECASE)
"""Who rates satisfaction says what is favourable, however the thing is called."""


def worded_against(statement: str, answers: Collection[str]) -> bool:
    """Whether agreement with a statement seems unfavourable; ``answers`` are the labels of the scale, if any.

    >>> worded_against("员工太忙而无法及时回应", ()), worded_against("不让我久等", ())
    (True, False)
    """
    plain = simplified(statement).casefold()
    if _RATED.search(plain) or any(_RATED.search(simplified(one)) for one in answers):
        return False
    cured = _CURED_EN.sub(" ", _CURED_ZH.sub(" ", _PRAISE_ZH.sub(" ", plain)))
    return denies(cured) or bool(_WORSE.search(cured))
