"""Do customers get through, or give up waiting?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.measures.evidence import evidence_of, facts, measured, said, stated, the, wilson

JANUARY, FEBRUARY = dt.date(2025, 1, 1), dt.date(2025, 2, 1)


def volume(
    month: dt.date, channel: str | None, contacts: int | None, abandoned: int | None
) -> dict[str, Any]:
    return {"period_month": month, "channel": channel, "contacts": contacts, "abandoned": abandoned}


def test_contacts_are_summed_over_rows_with_a_queue() -> None:
    rows = [
        volume(JANUARY, "phone", 100, 5),
        volume(JANUARY, "web", 300, 3),
        volume(FEBRUARY, "phone", 100, 25),
        volume(FEBRUARY, "web", 300, 7),
        volume(FEBRUARY, "store", 900, None),
        volume(FEBRUARY, None, None, 4),
    ]
    found = measured("M-G3-CAP", evidence_of(contacts_volume=rows))
    queue = {"excluded": {"no_queue": 2}}
    assert facts(the(found, "abandoned")) == stated(0.05, 800, **wilson(40, 800), **queue)
    phone = the(found, "abandoned", channel="phone")
    assert (phone.value, phone.n) == (0.15, 200)
    february = the(found, "abandoned", period_month="2025-02-01")
    assert (february.value, february.n) == (0.08, 400)
    assert [(one.code, dict(one.params)) for one in found.notes] == [
        ("M-CAP-MONTHS", {"least": 2.0, "most": 8.0, "month": "2025-02"}),
        ("M-CAP-CHANNEL", {"channel": found.notes[1].params["channel"], "share": 15.0}),
    ]
    assert found.notes[1].params["channel"].en == "Phone"  # type: ignore[union-attr]  # words in two languages


def test_one_month_and_one_channel_are_not_compared() -> None:
    found = measured("M-G3-CAP", evidence_of(contacts_volume=[volume(JANUARY, "phone", 40, 0)]))
    assert the(found, "abandoned").value == 0
    assert said(found) == []


def test_without_a_queue_on_record_it_does_not_apply() -> None:
    rows = [volume(JANUARY, "store", 10, None), volume(JANUARY, "web", None, 3)]
    reason = measured("M-G3-CAP", evidence_of(contacts_volume=rows)).reason
    assert reason is not None
    assert reason.code == "M-NO-QUEUE"


def test_a_queue_without_contacts_has_no_share() -> None:
    found = measured("M-G3-CAP", evidence_of(contacts_volume=[volume(JANUARY, "phone", 0, 0)]))
    assert facts(the(found, "abandoned"))["reason"] == "M-NO-CASES"
