"""Document control: a census of the register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audit.criteria.item import RequiredDocument
from tests.measures.evidence import evidence_of, facts, measured, stated, the

END = dt.date(2025, 4, 1)


def document(**columns: Any) -> dict[str, Any]:
    return {
        "type": "policy",
        "supports_items": ["RC-A01", "FG-A01"],
        "approved_on": END,
        "review_due": END,
        "owner": "quality manager",
        "file": "policy.pdf",
        **columns,
    }


def share(*register: dict[str, Any], needed: tuple[str, ...] = ("policy",)) -> dict[str, Any]:
    required = tuple(RequiredDocument(type=one, zh="文件", en="document") for one in needed)
    ev = evidence_of(documents=register, required_documents={"FG-A01": required})
    return facts(the(measured("M-DOC", ev), "available", item_id="FG-A01"))


def test_a_document_in_order_on_the_last_day_is_there() -> None:
    assert share(document()) == stated(1, 1)
    assert share(document(review_due=None)) == stated(1, 1)


def test_a_document_not_in_order_counts_as_missing() -> None:
    one_day = dt.timedelta(days=1)
    faults: list[dict[str, Any]] = [
        {"approved_on": None},
        {"approved_on": END + one_day},
        {"review_due": END - one_day},
        {"owner": None},
        {"file": None},
        {"supports_items": ["RC-A01"]},
        {"supports_items": None},
        {"type": "plan"},
    ]
    assert [share(document(**fault)) for fault in faults] == [stated(0, 1)] * len(faults)


def test_one_document_serves_one_requirement_of_its_type() -> None:
    needed = ("policy", "policy", "plan", "record")
    assert share(document(), document(type="plan"), document(type="plan"), needed=needed) == stated(0.5, 4)
