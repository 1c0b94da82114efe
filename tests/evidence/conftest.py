"""Small engagements, written to a folder and taken in as the command line does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.criteria.instrument import Instrument
from audit.engagement import load_engagement
from audit.engines import connect
from audit.evidence.intake import Intake, take_in

TakeIn = Callable[..., Intake]


def audit_yaml(evidence: dict[str, Any], **others: Any) -> str:
    """An audit.yaml around some evidence; keyword arguments replace its keys."""
    words = {"zh": "某某服务公司", "en": "Acme Services"}
    data = {
        "audit": 1,
        "organisation": {"id": "acme", "name": words, "sector": "retail"},
        "scope": words,
        "type": "self",
        "period": {"start": dt.date(2026, 1, 1), "end": dt.date(2027, 1, 1)},
        "as_of": dt.date(2027, 1, 15),
        "timezone": "Asia/Shanghai",
        "criteria": ["five-gap"],
        "evidence": evidence,
    }
    return yaml.safe_dump(data | others, allow_unicode=True, sort_keys=False)


@pytest.fixture
def taken_in(tmp_path: Path) -> Iterator[TakeIn]:
    """``taken_in(evidence, files, **audit_yaml)``; ``files`` are text in UTF-8, or bytes."""
    with ExitStack() as stack:

        def take(
            evidence: dict[str, Any],
            files: dict[str, str | bytes] | None = None,
            instrument: Instrument | None = None,
            **others: Any,
        ) -> Intake:
            for name, content in (files or {}).items():
                path = tmp_path / name
                path.write_bytes(content.encode() if isinstance(content, str) else content)
            (tmp_path / "audit.yaml").write_text(audit_yaml(evidence, **others), encoding="utf-8")
            engine = stack.enter_context(connect(threads=1))
            return take_in(load_engagement(tmp_path), instrument, engine)

        yield take


@pytest.fixture
def instrument() -> Instrument:
    """Two dimensions of three items, expected and perceived on 1-7; the last item is reversed."""
    return Instrument.model_validate(
        {
            "id": "small",
            "version": "1",
            "zh": "小问卷",
            "en": "Small",
            "audience": "customers",
            "expectation_type": "normative",
            "valid_from": dt.date(2026, 1, 1),
            "scale": (1, 7),
            "facets": {
                "expected": {"prefix": "e", "zh": "期望", "en": "expected"},
                "adequate": {"prefix": "a", "zh": "可接受", "en": "adequate"},
                "perceived": {"prefix": "p", "zh": "感知", "en": "perceived"},
            },
            "dimensions": [
                {"id": "tan", "zh": "有形性", "en": "Tangibles"},
                {"id": "rel", "zh": "可靠性", "en": "Reliability"},
            ],
            "items": [
                {
                    "id": f"{n:02d}",
                    "position": n,
                    "dimension": "tan" if n <= 3 else "rel",
                    "zh": f"题{n}",
                    "en": f"Item {n}",
                    "reversed": n == 6,
                }
                for n in range(1, 7)
            ],
            "weights_asked": True,
            "source": {"zh": "自拟", "en": "own"},
        }
    )


def told(
    intake: Intake, language: str = "en"
) -> list[tuple[str, str | None, int, str | None, str | None, str]]:
    """Every group as (code, column, count, where the first stands, what is shown there, the sentence)."""
    return [
        (
            group.code,
            group.column,
            group.count,
            group.examples[0].at,
            group.examples[0].shown,
            group.examples[0].message.in_("zh" if language == "zh" else "en"),
        )
        for group in intake.groups
    ]
