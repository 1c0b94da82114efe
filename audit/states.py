"""The closed states of a finding in words, for all who tell of them; loads nothing, so that commands may start with it."""

from __future__ import annotations

from collections.abc import Mapping

from audit.text import Text

STATES: Mapping[str, Text] = {
    "scored": Text(zh="已评分", en="scored"),
    "not_applicable": Text(zh="不适用", en="not applicable"),
    "not_evidenced": Text(zh="证据不足", en="not evidenced"),
    "not_assessed": Text(zh="未列入本次审查", en="not assessed"),
}
VERDICTS: Mapping[str, Text] = {
    "conform": Text(zh="符合", en="conform"),
    "partial": Text(zh="部分符合", en="partial"),
    "nonconform": Text(zh="不符合", en="nonconform"),
    "inconclusive": Text(zh="无法判定", en="inconclusive"),
}
GRADES: Mapping[str, Text] = {
    "critical": Text(zh="关键不符合", en="critical"),
    "major": Text(zh="严重不符合", en="major"),
    "minor": Text(zh="一般不符合", en="minor"),
    "observation": Text(zh="观察项", en="observation"),
}
