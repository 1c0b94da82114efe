"""What a pair of texts can get wrong: one is missing, both are the same, half-width punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.criteria.names import Found
from audit.text import Text, message
from audit.yamlfile import Path_

HALF_WIDTH = message(
    "L-PUNCTUATION",
    zh="中文中有半角标点：“{around}”",
    en="half-width punctuation in Chinese text: “{around}”",
    mend=Text(zh="请改用全角标点", en="use full-width punctuation"),
)
NOT_CHINESE = message(
    "L-ZH", zh="中文文字中没有汉字：“{words}”", en="no Chinese in the Chinese text: “{words}”"
)
SAME = message("L-SAME", zh="中文与英文相同：“{words}”", en="Chinese and English are the same: “{words}”")
EMPTY = message("L-EMPTY", zh="文字为空", en="the text is empty")

_HAN = r"[\u3400-\u9fff]"
_HALF_WIDTH = re.compile(rf"{_HAN}\s*[,;:!?()]|[,;:!?()]\s*{_HAN}|{_HAN}\.(?!\w)")


def pair(at: Path_, zh: str, en: str) -> Iterator[Found]:
    """A pair of texts that stand at ``at`` under the keys zh and en."""
    for language, words in (("zh", zh), ("en", en)):
        if not words.strip():
            yield (*at, language), EMPTY()
    if not zh.strip():
        return
    if zh == en:
        yield (*at, "zh"), SAME(words=zh)
    elif not re.search(_HAN, zh):
        yield (*at, "zh"), NOT_CHINESE(words=zh)
    half = _HALF_WIDTH.search(zh)
    if half:
        yield (*at, "zh"), HALF_WIDTH(around=zh[max(0, half.start() - 4) : half.end() + 4])
