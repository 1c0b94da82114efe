"""Small items, figures and judgements for the tests of judging."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from audit.criteria.checklist import Checklist, LoadedSection, SectionHead
from audit.criteria.item import Item, ScoreRule
from audit.criteria.scheme import Scheme
from audit.findings.judging import Evidence, judge_item
from audit.findings.ratings import OverrideEntry, Rating
from audit.result import Estimate, Interval, ItemFinding, Manifest, Measurement, TableEntry
from audit.text import Message, Text, message
from audit.yamlfile import YamlFile

AS_OF = dt.date(2026, 10, 15)
LEVELS = {"zh": [f"{level} 级" for level in range(6)], "en": [f"level {level}" for level in range(6)]}
GATE = message("G-TRIAL", zh="试验用门槛", en="a gate for trial")()

SCHEME = Scheme.model_validate(
    {
        "id": "trial",
        "version": "1",
        "zh": "试验方案",
        "en": "Trial scheme",
        "coverage": {"overall": 0.8, "section": 0.6},
        "gates": {"subscore_minimum": 60, "majors_in_one_section": 3},
        "minimums": {
            "share": {"indicative": 5, "scored": 30},
            "mean": {"indicative": 10, "scored": 30},
            "unknown": 0.2,
        },
        "suppression": {"customers": 10, "staff": 5},
        "override_sight": 20,
        "bands": [],
        "decision": {"critical": "guarded", "other": "simple"},
        "good_practice": {"score": 90, "low": 75},
    }
)

SHARE = {"share": True, "origin": "D"}
BY_MEASURE = {"by": "measure", "measure": {"id": "M-X", "result": "x"}, "score": SHARE}
BY_RATING = {"by": "rating", "method": ["document", "interview"], "anchors": LEVELS}


def by_both(combine: Any, **changes: Any) -> dict[str, Any]:
    """A judge of metric and rating together."""
    return {**BY_MEASURE, "by": "both", "combine": combine, "method": ["document"], **changes}


def item(name: str = "XX-A01", **changes: Any) -> Item:
    """An item of severity major and weight 2, judged by the share M-X."""
    return Item.model_validate(
        {
            "id": name,
            "zh": f"要求 {name}。",
            "en": f"Requirement {name}.",
            "why": {"zh": "缘由。", "en": "A reason."},
            "concepts": ["GAP-1"],
            "kind": "characteristic",
            "tier": "core",
            "weight": 2,
            "severity": "major",
            "judge": BY_MEASURE,
            **changes,
        }
    )


def rule(**function: Any) -> ScoreRule:
    """A score function of origin D."""
    return ScoreRule.model_validate({"origin": "D", **function})


def figure(
    value: float | None = 0.7,
    low: float | None = None,
    high: float | None = None,
    *,
    bounded: bool = True,
    **changes: Any,
) -> Estimate:
    """A share with an interval from ``low`` to ``high``; without one when both are left out."""
    interval = (
        Interval(low=low, high=high, method="wilson") if bounded and (low, high) != (None, None) else None
    )
    return Estimate.model_validate(
        {"result": "x", "kind": "share", "value": value, "n": 100, "interval": interval, **changes}
    )


def measured(*estimates: Estimate, measure: str = "M-X", **changes: Any) -> Measurement:
    """A measurement of the table ``complaints``."""
    tables = {"complaints": "0" * 64}
    return Measurement.model_validate(
        {"measure": measure, "definition": "f" * 64, "estimates": estimates, "tables": tables, **changes}
    )


def manifest(**grades: str) -> Manifest:
    """A manifest with the given tables at the given evidence grades; ``complaints`` at B by default."""
    said = message("E-TRIAL", zh="试验", en="trial")()
    return Manifest(
        tables=tuple(
            TableEntry.model_validate(
                {
                    "table": table,
                    "title": {"zh": table, "en": table},
                    "rows": 1,
                    "used": 1,
                    "sha256": "0" * 64,
                    "grade": grade,
                    "grade_reason": said,
                }
            )
            for table, grade in {"complaints": "B", **grades}.items()
        )
    )


def rating(level: int, name: str = "XX-A01", **changes: Any) -> Rating:
    """A document rating with two references."""
    return Rating.model_validate(
        {
            "item": name,
            "level": level,
            "by": "r-lee",
            "at": dt.date(2026, 10, 1),
            "method": "document",
            "reason": {"zh": "见文件。", "en": "See the documents."},
            "evidence": ["doc:1", "doc:2"],
            **changes,
        }
    )


def override(score: float, name: str = "XX-A01") -> OverrideEntry:
    """An override by the lead."""
    return OverrideEntry.model_validate(
        {
            "item": name,
            "score": score,
            "by": "r-lee",
            "at": dt.date(2026, 10, 2),
            "reason": {"zh": "另有证据。", "en": "Other evidence."},
        }
    )


def judged(one: Item, **evidence: Any) -> ItemFinding:
    """The finding on an item; evidence of grade B unless a manifest is given."""
    given = {"manifest": manifest(), "scheme": SCHEME, "as_of": AS_OF, **evidence}
    return judge_item(one, Evidence(**given))


def checklist(name: str, **sections: list[Item]) -> Checklist:
    """A checklist of sections A=[...], B=[...]."""
    loaded = tuple(
        LoadedSection(
            SectionHead(id=head, zh=f"章节 {head}", en=f"Section {head}"),
            tuple(items),
            YamlFile(f"{name}/{head.lower()}.yaml", {}, {}),
        )
        for head, items in sections.items()
    )
    return Checklist(name, "1.0.0", Text(zh=name, en=name), "a" * 64, loaded)


def codes(messages: tuple[Message, ...]) -> list[str]:
    """The codes of some messages."""
    return [one.code for one in messages]


ROOT = Path(__file__).parents[2]
