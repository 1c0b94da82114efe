"""What the organisation needs of the engagement to check its files as the audit team will: no more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import yaml

from audit.text import Text

SELF_CHECK = "self-check.yaml"

_HANDED_OUT = (
    "audit",
    "organisation",
    "scope",
    "type",
    "period",
    "as_of",
    "timezone",
    "business_hours",
    "holidays",
    "currency",
    "services",
    "people",
    "targets",
    "satisfaction_scale",
    "failure_scheme",
    "census",
)
"""What decides how files are read and checked. Ratings, team, notes and earlier results stay with the audit team."""

_HEAD = Text(
    zh="由 audit evidence request 生成，供受审查组织自行校验；请勿改动，用法见资料清单“自行校验”。",
    en="Made by audit evidence request, for the organisation's own check; leave it as it is. How to use it stands in "
    "the data request, under Checking.",
)


def self_check(
    data: Mapping[str, Any], criteria: Sequence[str], questionnaire: bytes | None
) -> dict[str, bytes]:
    """The files that go with a data request: file name -> content.

    Args:
        data: what audit.yaml says.
        criteria: the checklists of it that ship with the toolkit.
        questionnaire: the instrument's file where it is one of the engagement's own.
    """
    told = {key: data[key] for key in _HANDED_OUT if key in data}
    told["criteria"] = list(criteria)
    files: dict[str, bytes] = {}
    if data.get("instrument") is not None:
        told["instrument"] = str(data["instrument"])
        if questionnaire is not None:
            told["instrument"] = PurePosixPath(str(data["instrument"])).name
            files[told["instrument"]] = questionnaire
    told["evidence"] = {}
    head = f"# {_HEAD.zh}\n# {_HEAD.en}\n"
    content = head + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)
    return {SELF_CHECK: content.encode(), **files}
