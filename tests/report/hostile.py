"""Results whose every free text is hostile, and the small results by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from itertools import cycle
from typing import Any

from audit.result import AuditResult
from tests.report.results import delivery_result, empty_result, survey_result

SMALL = {"survey": cache(survey_result), "delivery": cache(delivery_result), "empty": cache(empty_result)}

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1＋1",
    " =1+1",
    "'=1+1",
    "#N/A",
    "_x003D_1+1",
    "a\x00b\x1bc\ufffe",
    "user\u202egpj.exe",
    "zero\u200bwidth\ufeff",
    "A" * 10_000,
    "<script>alert(1)</script><b>&amp;",
    "[click](javascript:alert(1)) **x** {{ insert: param, x }}",
    "one\u2028two\r\nthree",
    "\U0001f600\U00020000",
    '"; DROP TABLE x; --',
    "  padded  ",
)


TURNS = (HOSTILE, HOSTILE[7:] + HOSTILE[:7], HOSTILE[14:] + HOSTILE[:14])
"""The same texts in three orders, so that each place is taken by several of them."""


def hostile_result(*texts: str) -> AuditResult:
    """The result of the survey, in which all that others write is one of some texts, in turn.

    Its diverging opinions are all of the texts, in their order.
    """
    data = SMALL["survey"]().model_dump(mode="json", by_alias=True)
    turn = cycle(texts)
    said = partial(next, turn)
    _rewrite_identity(data, said)
    data["opinions"] = [{"zh": one, "en": one} for one in texts]
    for item in data["items"]:
        item["reasons"] = [_message(said())]
        if item["rating"]:
            item["rating"] |= {"by": said(), "reason": _both(said()), "evidence_refs": [said(), said()]}
    for checklist in data["criteria"]:
        for one in checklist["items"]:
            one.update({name: _both(said()) for name in ("text", "why", "rule")}, concepts=[said()])
    _rewrite_evidence(data, said)
    return AuditResult.model_validate(data)


def _rewrite_identity(data: dict[str, Any], said: Callable[[], str]) -> None:
    engagement = data["engagement"]
    engagement["organisation"] |= {"name": _both(said()), "id": said()}
    engagement |= {"scope": _both(said()), "notes": [_both(said())], "services": [said()]}
    data["labels"] = {"dimension": {"rel": _both(said()), "tan": _both(said())}}
    data["team"] = [{"id": said(), "role": said(), "name": said()}]
    data["follow_ups"] = [{said(): [said(), 1, None]}]
    data["log"] = [{"at": said(), "by": said(), "message": _message(said())}]


def _rewrite_evidence(data: dict[str, Any], said: Callable[[], str]) -> None:
    for entry in data["manifest"]["tables"]:
        entry |= {name: _both(said()) for name in ("title", "source")}
        entry |= {name: [said()] for name in ("columns", "unknown_columns")}
        for file in entry["files"]:
            file |= {name: said() for name in ("path", "sheet", "encoding")}
    for group in data["problems"]:
        group |= {name: said() for name in ("file", "column")}
        for one in group["examples"]:
            one |= {name: said() for name in ("file", "at", "shown", "their_column")}
            one["message"] = _message(said())


def _both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def _message(text: str) -> dict[str, Any]:
    """A message that consists of what was put into it."""
    words = {"zh": "{said}", "en": "{said}"}
    return {"code": "T-TRIAL", "params": {"said": _both(text)}, "text": words, "mend": None}
