"""In which sense a name speaks of a thing: affirmed or denied, as it was planned, as it was, or as it was recorded.

``是否逾期`` shares its words with names of ``met`` and means the opposite; ``计划完成时间`` shares all of its words
but one with ``完成时间`` and is another moment. Names of different senses are not alike, however much they share.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where the words of a name written in one (createdAt) part."""

_IDLE_ZH = re.compile(
    r"是否|能否|可否|与否|與否|有无|有無|是不是|有没有|有沒有|不[同仅僅断斷动動等良限含]|不少于|不超[过過]|不低于|不高于|不晚于|"
    r"不早于|不可抗力|非常|未来|未來|未成年|[无無](?:障[碍礙]|[线線忧憂]|纸|紙|理由)"
)
"""Words in which a syllable that usually denies denies nothing, or no more than the thing itself."""

_FAILING_ZH = (
    "逾期|超[时時期限权權]|[迟遲](?:到|延)|延[误誤]|失[败敗]|返修|返工|重复报修|重複報修|重[办辦开開]|重新打[开開]|流失|作[废廢]|[违違][约約]|失[约約]|"
    "爽[约約]|拒[绝絕]?"
)
_DENYING_ZH = "从未|從未|从不|從不|未曾|未有|没有|沒有|不再|未|不|没|沒|无|無|非|免"
_CURED_ZH = re.compile(
    rf"(?:{_DENYING_ZH})(?:[发發]生|出[现現]|曾|存在|被)?"
    rf"(?:{_FAILING_ZH}|差[错錯]|出[错錯]|投[诉訴]|抱怨|[遗遺]漏|[问問][题題])"
)
_DENIED_ZH = re.compile(rf"未|不|没|沒|无|無|非|否|[难難]以|{_FAILING_ZH}")

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_BREACHED_AT = re.compile(r"\bbreach(?:es)? (?:time|at|on|date)\b")
"""The moment at which an agreed time is over, in the words of help desks: no breach has happened."""

_FAILING_EN = (
    r"overdue|late|delayed|breach(?:ed)?|violated|missed|fail(?:s|ed)?|rework(?:ed)?|reopen(?:ed)?|churn(?:ed)?|lost|lapsed|broken|wrong|recurred|"
    r"outside|over (?:the )?limit|exceed(?:s|ed)|rejected|declined|refused|denied|verspätet|überfällig"
)
_DENYING_EN = r"not|no(?!\.|\s+of\b|\s*$)|non|never|without|cannot|nor|nicht|kein\w*|ohne|pas|sans|sin"
_CURED_EN = re.compile(
    rf"\b(?:{_DENYING_EN})\s+(?:\w+\s+)?"
    rf"(?:{_FAILING_EN}|failures?|errors?|mistakes?|complaints?|problems?|doubt|reopens?|delays?)\b"
)
_DENIED_EN = re.compile(
    rf"\b(?:{_DENYING_EN}|{_FAILING_EN})\b|n[’']t\b|"
    r"\bun(?!i[a-z]|der|til|less|load|lock|pack)[a-z]{4}|\bdis(?:satisf|agree|hono|continu|approv|lik|courte|respect)|"
    r"\bin(?:correct|complete|effective|valid|accura|adequa|efficien|competen|sufficien|convenien)|\bir(?:regular|relevan)"
)

_PLANNED = re.compile(
    r"[计計][划劃]|[预預](?:[计計]|定|[约約]|期)|[约約]定|承[诺諾]|截[止至]|到期|[时時期]限|限期|目[标標]|拟|擬|下次|下一|要求.*[时時期]|"
    r"(?<![响響反供对對相效适適回])[应應](?![用急答对對])|"
    r"\b(?:planned|scheduled?|estimated?|eta|expected|forecast|due|deadline|target|promised?|agreed|next|"
    r"breach(?:es)? (?:time|at|on|date)|(?:resolve|respond|reply|pay|review|complete|finish|deliver|close|required) by|"
    r"geplant\w*|soll\w*|fällig\w*|frist|prévue?|échéance|vencimiento|plazo)\b"
)
_RECORDED = re.compile(
    r"更新|修改|[变變]更[时時]|[导導]出|打印|列印|同步|[统統][计計][时時]|\b(?:updated?|modified|exported|export|extracted|"
    r"printed|synced|refreshed)\b"
)


@dataclass(frozen=True, slots=True)
class Sense:
    """Whether a name denies what it speaks of, and whether it is about a plan, or about the record itself."""

    denied: bool
    planned: bool
    recorded: bool


@functools.lru_cache(maxsize=20_000)
def sense(name: str) -> Sense:
    """The sense of a header or of a name of ours.

    >>> [sense(name).denied for name in ("是否逾期", "是否未超时", "Not resolved", "Case no.")]
    [True, False, True, False]
    >>> [sense(name).planned for name in ("应完成时间", "响应时间", "Target response")]
    [True, False, True]
    """
    text, bare = _plain(name), _BRACKETS.sub(" ", name)
    denied = denies(_BREACHED_AT.sub(" ", _plain(bare if bare.strip() else name)))
    return Sense(denied, bool(_PLANNED.search(text)), bool(_RECORDED.search(text)))


def denies(text: str) -> bool:
    """Whether a name or a statement says that something is not so, or fails; to deny a failure affirms."""
    plain = _CURED_EN.sub(" ", _CURED_ZH.sub(" ", _IDLE_ZH.sub(" ", _plain(text))))
    return bool(_DENIED_ZH.search(plain) or _DENIED_EN.search(plain))


def _plain(name: str) -> str:
    return CAMEL.sub(" ", unicodedata.normalize("NFKC", name)).replace("_", " ").casefold()
